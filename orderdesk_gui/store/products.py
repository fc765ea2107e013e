"""Tables of products, dated price lists, their prices, tier discounts and VAT rates."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from orderdesk_gui.store.base import (
    Base,
    Identifier,
    Long,
    Price,
    Quantity,
    Rate,
    Ref,
    Shared,
    Short,
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
    name_en: Mapped[Short] = mapped_column(default="")
    specification: Mapped[Long] = mapped_column(default="")
    specification_en: Mapped[Long] = mapped_column(default="")
    drawing_number: Mapped[Short] = mapped_column(default="")
    drawing_revision: Mapped[Short] = mapped_column(default="")
    unit: Mapped[Short] = mapped_column(default="")
    category: Mapped[Short] = mapped_column(default="")
    kind: Mapped[Short] = mapped_column(default="standard")
    vat_rate: Mapped[Rate] = mapped_column(default=Decimal("0.13"))
    list_price: Mapped[Price | None]
    cost: Mapped[Price | None]
    minimum_quantity: Mapped[Quantity | None]
    lead_days: Mapped[int | None]
    packing: Mapped[Short] = mapped_column(default="")
    hs_code: Mapped[Short] = mapped_column(default="")
    picture_sha: Mapped[Short] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[Long] = mapped_column(default="")


class PriceList(Shared, Base):
    """A dated price list, of all customers or of one; a newer one comes first from its first day on."""

    __tablename__ = "price_list"
    __table_args__ = shared()

    name: Mapped[Short]
    revision: Mapped[int] = mapped_column(default=1)
    currency: Mapped[Short] = mapped_column(default="CNY")
    tax_mode: Mapped[Short] = mapped_column(default="inclusive")
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    customer_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)


class PriceRow(Shared, Base):
    """A price of a product in a list, from a quantity on, for a tier (empty: all).

    Either `unit_price`, or `discount` (a fraction) off the list price.
    """

    __tablename__ = "price_row"
    __table_args__ = (Index("ix_price_row_product", "product_id", "list_id"), shared())

    list_id: Mapped[Ref] = mapped_column(ForeignKey("price_list.id"))
    product_id: Mapped[Ref] = mapped_column(ForeignKey("product.id"))
    tier: Mapped[Short] = mapped_column(default="")
    from_quantity: Mapped[Quantity] = mapped_column(default=Decimal(0))
    unit_price: Mapped[Price | None]
    discount: Mapped[Rate | None]


class TierDiscount(Shared, Base):
    """What customers of a tier get off the list price: a fraction, for a category (empty: all)."""

    __tablename__ = "tier_discount"
    __table_args__ = shared()

    tier: Mapped[Short]
    category: Mapped[Short] = mapped_column(default="")
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
