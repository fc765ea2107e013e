"""Reads the price book that prices the lines of a quotation: four queries, however many lines."""

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, bindparam, or_, select

from orderdesk_gui.rules import price_book as rules
from orderdesk_gui.rules.vat import TaxMode
from orderdesk_gui.store.people import Company
from orderdesk_gui.store.products import PriceList, PriceRow, TierDiscount

CATALOGUE = uuid.UUID(int=0)

_LISTS = select(
    PriceList.id, PriceList.name, PriceList.currency, PriceList.tax_mode, PriceList.valid_from, PriceList.valid_until,
    PriceList.revision, PriceList.customer_id,
).where(
    PriceList.deleted_at.is_(None),
    or_(PriceList.customer_id.is_(None), PriceList.customer_id == bindparam("customer")),
)  # fmt: skip
_ROWS = select(
    PriceRow.list_id, PriceRow.product_id, PriceRow.from_quantity, PriceRow.unit_price, PriceRow.discount,
    PriceRow.tier,
).where(PriceRow.product_id.in_(bindparam("products", expanding=True)), PriceRow.deleted_at.is_(None))  # fmt: skip
_CATALOGUE = (
    select(Company.currency, Company.tax_mode).where(Company.deleted_at.is_(None)).order_by(Company.position).limit(1)
)
_DISCOUNTS = (
    select(TierDiscount.tier, TierDiscount.discount, TierDiscount.category)
    .where(
        TierDiscount.deleted_at.is_(None),
        TierDiscount.valid_from <= bindparam("day"),
        or_(TierDiscount.valid_until.is_(None), TierDiscount.valid_until >= bindparam("day")),
    )
    .order_by(TierDiscount.valid_from)
)


def load(
    connection: Connection, products: Mapping[uuid.UUID, Decimal | None], customer_id: uuid.UUID | None, on: date
) -> rules.PriceBook:
    """The lists and prices that may concern these products (each with its own list price) and this customer.

    A list price on the product itself counts as an undated list of its own, the oldest of all.
    """
    if not products:
        return rules.PriceBook.of((), ())
    found = connection.execute(_LISTS, {"customer": customer_id})
    lists = [
        rules.PriceList(r.id, r.name, r.currency, r.tax_mode, r.valid_from, r.valid_until, r.revision, r.customer_id)
        for r in found
    ]
    ids = {one.id for one in lists}
    rows = [
        rules.PriceRow(r.list_id, r.product_id, r.from_quantity, r.unit_price, r.discount, r.tier or None)
        for r in connection.execute(_ROWS, {"products": list(products)})
        if r.list_id in ids
    ]
    catalogue = _catalogue(connection)
    rows += [rules.PriceRow(CATALOGUE, one, Decimal(0), price) for one, price in products.items() if price is not None]
    return rules.PriceBook.of([*lists, catalogue], rows, _tier_discounts(connection, on))


def _catalogue(connection: Connection) -> rules.PriceList:
    own = connection.execute(_CATALOGUE).first()
    currency = own.currency if own else "CNY"
    tax_mode: TaxMode = "exclusive" if own and own.tax_mode == "exclusive" else "inclusive"
    return rules.PriceList(CATALOGUE, "", currency, tax_mode, date.min)


def _tier_discounts(connection: Connection, on: date) -> list[rules.TierDiscount]:
    found = connection.execute(_DISCOUNTS, {"day": on})
    return [rules.TierDiscount(r.tier, r.discount, r.category or None) for r in found]
