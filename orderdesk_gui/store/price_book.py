"""Reads the price book that prices the lines of a quotation: three queries, however many lines."""

import uuid
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, and_, or_, select

from orderdesk_gui.rules import price_book as rules
from orderdesk_gui.rules.vat import TaxMode
from orderdesk_gui.store.people import Company
from orderdesk_gui.store.products import PriceList, PriceRow, Product, TierDiscount

CATALOGUE = uuid.UUID(int=0)


def load(
    connection: Connection, products: Collection[uuid.UUID], customer_id: uuid.UUID | None, on: date
) -> rules.PriceBook:
    """The lists and prices that may concern these products and this customer.

    A list price on the product itself counts as an undated list of its own, the oldest of all.
    """
    if not products:
        return rules.PriceBook.of((), ())
    found = connection.execute(
        select(PriceList).where(
            PriceList.deleted_at.is_(None),
            or_(PriceList.customer_id.is_(None), PriceList.customer_id == customer_id),
        )
    )
    lists = [
        rules.PriceList(r.id, r.name, r.currency, r.tax_mode, r.valid_from, r.valid_until, r.revision, r.customer_id)
        for r in found
    ]
    ids = {one.id for one in lists}
    rows = [
        rules.PriceRow(r.list_id, r.product_id, r.from_quantity, r.unit_price, r.discount, r.tier or None)
        for r in connection.execute(
            select(PriceRow).where(PriceRow.product_id.in_(products), PriceRow.deleted_at.is_(None))
        )
        if r.list_id in ids
    ]
    catalogue = _catalogue(connection)
    prices = connection.execute(
        select(Product.id, Product.list_price).where(Product.id.in_(products), Product.list_price.is_not(None))
    )
    rows += [rules.PriceRow(CATALOGUE, r.id, Decimal(0), r.list_price) for r in prices]
    return rules.PriceBook.of([*lists, catalogue], rows, _tier_discounts(connection, on))


def _catalogue(connection: Connection) -> rules.PriceList:
    own = connection.execute(
        select(Company.currency, Company.tax_mode).where(Company.deleted_at.is_(None)).order_by(Company.position)
    ).first()
    currency = own.currency if own else "CNY"
    tax_mode: TaxMode = "exclusive" if own and own.tax_mode == "exclusive" else "inclusive"
    return rules.PriceList(CATALOGUE, "", currency, tax_mode, date.min)


def _tier_discounts(connection: Connection, on: date) -> list[rules.TierDiscount]:
    valid = and_(
        TierDiscount.deleted_at.is_(None),
        TierDiscount.valid_from <= on,
        or_(TierDiscount.valid_until.is_(None), TierDiscount.valid_until >= on),
    )
    return [
        rules.TierDiscount(r.tier, r.discount, r.category or None)
        for r in connection.execute(select(TierDiscount).where(valid).order_by(TierDiscount.valid_from))
    ]
