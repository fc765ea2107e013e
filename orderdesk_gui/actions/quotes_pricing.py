"""Prices the lines of a quotation for its customer and says why, in a fixed number of queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, bindparam, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.prices import PricedLine, PriceRequest, find_price
from orderdesk_gui.rules.vat import TaxMode
from orderdesk_gui.store import price_book
from orderdesk_gui.store.base import AnyRow
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.products import Product


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be priced: a product, how many, and what was conceded or typed by hand."""

    product_id: uuid.UUID
    quantity: Decimal
    manual_price: Decimal | None = None
    manual_discount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Priced:
    """A priced product with what a line needs of it; `cost` only with the right to see it."""

    product_id: uuid.UUID
    code: str
    name_zh: str
    name_en: str
    specification: str
    unit: str
    vat_rate: Decimal
    lead_days: int | None
    price: PricedLine
    cost: Decimal | None


def price(
    desk: Desk,
    wanted: Sequence[Wanted],
    *,
    customer_id: uuid.UUID | None = None,
    on: date | None = None,
    currency: str = "CNY",
    tax_mode: TaxMode = "inclusive",
) -> list[Priced]:
    """The price of each, in order, for this customer on this day (default today).

    What goes abroad bears no VAT (Source: domain 3, VAT Law 10).
    """
    day = on or desk.clock().astimezone().date()
    with desk.reading() as connection:
        customer = connection.execute(_CUSTOMER, {"customer": customer_id}).first() if customer_id else None
        tier = customer.tier if customer is not None else None
        found = price_lines(connection, wanted, customer_id, day, currency, tax_mode, tier=tier)
    exported = customer is not None and customer.country not in (None, "", "CN")
    sees_cost = desk.may(Right.SEE_COST)
    return [
        Priced(
            product_id=p.id, code=p.code, name_zh=p.name_zh, name_en=p.name_en, specification=p.specification,
            unit=p.unit, vat_rate=Decimal(0) if exported else p.vat_rate, lead_days=p.lead_days, price=line,
            cost=p.cost if sees_cost else None,
        )
        for p, line in found
    ]  # fmt: skip


_PRODUCTS = select(
    Product.id, Product.code, Product.name_zh, Product.name_en, Product.specification, Product.unit, Product.vat_rate,
    Product.category, Product.minimum_quantity, Product.lead_days, Product.list_price, Product.cost,
).where(Product.id.in_(bindparam("ids", expanding=True)))  # fmt: skip
_CUSTOMER = select(Customer.tier, Customer.country).where(Customer.id == bindparam("customer"))


def price_lines(
    connection: Connection,
    wanted: Sequence[Wanted],
    customer_id: uuid.UUID | None,
    on: date,
    currency: str,
    tax_mode: TaxMode,
    *,
    tier: str | None = None,
) -> list[tuple[AnyRow, PricedLine]]:
    """Products with their prices, within a transaction under way; unknown products are left out.

    `tier` is the customer's where it was read already.
    """
    ids = {one.product_id for one in wanted}
    products = {r.id: r for r in connection.execute(_PRODUCTS, {"ids": list(ids)})}
    if customer_id and tier is None:
        tier = connection.execute(_CUSTOMER, {"customer": customer_id}).scalars().first()
    book = price_book.load(connection, {r.id: r.list_price for r in products.values()}, customer_id, on)
    return [
        (product, find_price(_request(one, product, customer_id, tier, on, currency, tax_mode), book))
        for one in wanted
        if (product := products.get(one.product_id)) is not None
    ]


def _request(
    one: Wanted,
    product: AnyRow,
    customer_id: uuid.UUID | None,
    tier: str | None,
    on: date,
    currency: str,
    tax_mode: TaxMode,
) -> PriceRequest:
    return PriceRequest(
        product_id=product.id,
        quantity=one.quantity,
        on=on,
        vat_rate=product.vat_rate,
        tier=tier,
        customer_id=customer_id,
        category=product.category or None,
        unit=product.unit,
        currency=currency,
        tax_mode=tax_mode,
        manual_price=one.manual_price,
        manual_discount=one.manual_discount,
        minimum_quantity=product.minimum_quantity,
        lead_days=product.lead_days,
    )
