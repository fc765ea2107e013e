"""Tables of products, dated price lists, their prices, tier discounts and VAT rates."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.store.base import (
    Base,
    Long,
    Mapped,
    Price,
    Quantity,
    Rate,
    Ref,
    Shared,
    Short,
    column,
    living,
    shared,
)


class Product(Shared, Base):
    """What we sell. `cost` is per unit without tax, in the currency of our books."""

    __tablename__ = "product"
    __table_args__ = (
        living("ix_product_list", "code", "id"),
        shared(secret=("cost",), searched=("product", "id")),
    )

    code: Mapped[Short]
    name_zh: Mapped[Short]
    name_en: Mapped[Short] = column(default="")
    specification: Mapped[Long] = column(default="")
    specification_en: Mapped[Long] = column(default="")
    drawing_number: Mapped[Short] = column(default="")
    drawing_revision: Mapped[Short] = column(default="")
    unit: Mapped[Short] = column(default="")
    category: Mapped[Short] = column(default="")
    kind: Mapped[Short] = column(default="standard")
    vat_rate: Mapped[Rate] = column(default=Decimal("0.13"))
    list_price: Mapped[Price | None]
    cost: Mapped[Price | None]
    minimum_quantity: Mapped[Quantity | None]
    lead_days: Mapped[int | None]
    packing: Mapped[Short] = column(default="")
    hs_code: Mapped[Short] = column(default="")
    picture_sha: Mapped[Short] = column(default="")
    active: Mapped[bool] = column(default=True)
    notes: Mapped[Long] = column(default="")


class PriceList(Shared, Base):
    """A dated price list, of all customers or of one; a newer one comes first from its first day on."""

    __tablename__ = "price_list"
    __table_args__ = shared()

    name: Mapped[Short]
    revision: Mapped[int] = column(default=1)
    currency: Mapped[Short] = column(default="CNY")
    tax_mode: Mapped[Short] = column(default="inclusive")
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    customer_id: Mapped[Ref | None]


class PriceRow(Shared, Base):
    """A price of a product in a list, from a quantity on, for a tier (empty: all).

    Either `unit_price`, or `discount` (a fraction) off the list price.
    """

    __tablename__ = "price_row"
    __table_args__ = (Index("ix_price_row_product", "product_id", "list_id"), shared())

    list_id: Mapped[Ref] = column(ForeignKey("price_list.id"))
    product_id: Mapped[Ref] = column(ForeignKey("product.id"))
    tier: Mapped[Short] = column(default="")
    from_quantity: Mapped[Quantity] = column(default=Decimal(0))
    unit_price: Mapped[Price | None]
    discount: Mapped[Rate | None]


class TierDiscount(Shared, Base):
    """What customers of a tier get off the list price: a fraction, for a category (empty: all)."""

    __tablename__ = "tier_discount"
    __table_args__ = shared()

    tier: Mapped[Short]
    category: Mapped[Short] = column(default="")
    discount: Mapped[Rate]
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]


class VatRate(Shared, Base):
    """A VAT rate and the days on which it holds (Source: domain 3, VAT Law 2026)."""

    __tablename__ = "vat_rate"
    __table_args__ = shared()

    category: Mapped[Short]
    rate: Mapped[Rate]
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
