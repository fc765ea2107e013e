"""Tables of stock: places, counts, moves, reservations, expected supply and when to reorder."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.rules.order_status import RESERVATION_PATHS
from orderdesk_gui.store.base import (
    DERIVED,
    Base,
    Mapped,
    Quantity,
    Ref,
    Shared,
    Short,
    When,
    column,
    shared,
)


class StockPlace(Shared, Base):
    """A warehouse or other place where goods lie."""

    __tablename__ = "stock_place"
    __table_args__ = shared()

    code: Mapped[Short]
    name: Mapped[Short]
    active: Mapped[bool] = column(default=True)


class StockCount(Shared, Base):
    """What was counted, or taken over from another system, of a product in a place at a moment."""

    __tablename__ = "stock_count"
    __table_args__ = (Index("ix_stock_count_product", "product_id", "place_id", "at"), shared(insert_only=True))

    product_id: Mapped[Ref] = column(ForeignKey("product.id"))
    place_id: Mapped[Ref] = column(ForeignKey("stock_place.id"))
    quantity: Mapped[Quantity]
    at: Mapped[When]
    source: Mapped[Short] = column(default="")
    user_id: Mapped[Ref]


class StockMove(Shared, Base):
    """What came in (positive) or left (negative) after a count: deliveries, returns, receipts, corrections."""

    __tablename__ = "stock_move"
    __table_args__ = (
        Index("ix_stock_move_product", "product_id", "place_id", "at"),
        Index("ix_stock_move_subject", "subject_id"),
        shared(insert_only=True),
    )

    product_id: Mapped[Ref] = column(ForeignKey("product.id"))
    place_id: Mapped[Ref] = column(ForeignKey("stock_place.id"))
    quantity: Mapped[Quantity]
    at: Mapped[When]
    kind: Mapped[Short]
    subject_table: Mapped[Short] = column(default="")
    subject_id: Mapped[Ref | None]
    note: Mapped[Short] = column(default="")
    user_id: Mapped[Ref]


class Reservation(Shared, Base):
    """Goods kept for an order's line until they ship, or the reservation is let go."""

    __tablename__ = "reservation"
    __table_args__ = (
        Index("ix_reservation_line", "order_line_id"),
        Index("ix_reservation_product", "product_id", "status"),
        shared(guarded={"status": RESERVATION_PATHS}),
    )

    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    order_line_id: Mapped[Ref] = column(ForeignKey("sales_order_line.id"))
    product_id: Mapped[Ref] = column(ForeignKey("product.id"))
    place_id: Mapped[Ref | None]
    quantity: Mapped[Quantity]
    day: Mapped[dt.date]
    status: Mapped[Short] = column(default="held")


class Supply(Shared, Base):
    """What is expected to come in: a purchase or production order of which only quantity and day matter here."""

    __tablename__ = "supply"
    __table_args__ = (Index("ix_supply_product", "product_id", "due"), shared())

    product_id: Mapped[Ref] = column(ForeignKey("product.id"))
    place_id: Mapped[Ref | None]
    quantity: Mapped[Quantity]
    received: Mapped[Quantity] = column(default=Decimal(0))
    due: Mapped[dt.date]
    kind: Mapped[Short] = column(default="purchase")
    reference: Mapped[Short] = column(default="")
    supplier: Mapped[Short] = column(default="")
    source: Mapped[Short] = column(default="")


class StockPolicy(Shared, Base):
    """When a product is reordered, in one place or (without a place) over all."""

    __tablename__ = "stock_policy"
    __table_args__ = (Index("ix_stock_policy_product", "product_id"), shared())

    product_id: Mapped[Ref] = column(ForeignKey("product.id"))
    place_id: Mapped[Ref | None]
    reorder_point: Mapped[Quantity]
    safety: Mapped[Quantity] = column(default=Decimal(0))
    maximum: Mapped[Quantity | None]
    lot: Mapped[Quantity | None]


class StockLevel(Base):
    """What lies in a place now: the last count and the moves since; rebuilt from them."""

    __tablename__ = "stock_level"
    __table_args__ = DERIVED

    product_id: Mapped[Ref] = column(primary_key=True)
    place_id: Mapped[Ref] = column(primary_key=True)
    on_hand: Mapped[Quantity]
    counted_at: Mapped[When | None]
