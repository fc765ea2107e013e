"""Tables of deliveries and returns: facts that never change, and what happened to them afterwards."""

import datetime as dt

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.store.base import (
    Base,
    Data,
    Long,
    Mapped,
    Quantity,
    Ref,
    Shared,
    Short,
    When,
    column,
    living,
    shared,
)


class Delivery(Shared, Base):
    """Goods that left (``out``) or came back (``return``) with one delivery note (送货单).

    `source_number` is the note's number in the system it was brought in from.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        living("ix_delivery_list", "date", "id"),
        Index("ix_delivery_customer", "customer_id", "date"),
        shared(insert_only=True, searched=("delivery", "id")),
    )

    number: Mapped[Short]
    source_number: Mapped[Short] = column(default="")
    kind: Mapped[Short] = column(default="out")
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    order_id: Mapped[Ref | None]
    complaint_id: Mapped[Ref | None]
    returns_id: Mapped[Ref | None]
    date: Mapped[dt.date]
    at: Mapped[When]
    user_id: Mapped[Ref]
    place_id: Mapped[Ref | None]
    carrier: Mapped[Short] = column(default="")
    tracking: Mapped[Short] = column(default="")
    receiver: Mapped[Data | None]
    over_reason: Mapped[Short] = column(default="")
    gate_reason: Mapped[Short] = column(default="")
    note: Mapped[Long] = column(default="")
    paper_id: Mapped[Ref | None]


class DeliveryLine(Shared, Base):
    """How much of an order's line left or came back; the quantity is never negative."""

    __tablename__ = "delivery_line"
    __table_args__ = (
        Index("ix_delivery_line_delivery", "delivery_id", "position"),
        Index("ix_delivery_line_order", "order_id"),
        Index("ix_delivery_line_order_line", "order_line_id"),
        shared(insert_only=True),
    )

    delivery_id: Mapped[Ref] = column(ForeignKey("delivery.id"))
    position: Mapped[int]
    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    order_line_id: Mapped[Ref] = column(ForeignKey("sales_order_line.id"))
    quantity: Mapped[Quantity]
    lot: Mapped[Short] = column(default="")
    note: Mapped[Short] = column(default="")


class DeliveryEvent(Shared, Base):
    """What came after: ``tracking``, ``signed`` back (with the scan), ``accepted``, ``objected``."""

    __tablename__ = "delivery_event"
    __table_args__ = (Index("ix_delivery_event_delivery", "delivery_id"), shared(insert_only=True))

    delivery_id: Mapped[Ref] = column(ForeignKey("delivery.id"))
    kind: Mapped[Short]
    date: Mapped[dt.date]
    at: Mapped[When]
    user_id: Mapped[Ref]
    text: Mapped[Long] = column(default="")
    attachment_id: Mapped[Ref | None]


class FactVoiding(Shared, Base):
    """A fact that was noted wrongly: it stays, and no sum counts it any more."""

    __tablename__ = "fact_voiding"
    __table_args__ = (Index("ix_fact_voiding_fact", "fact_id"), shared(insert_only=True))

    fact_table: Mapped[Short]
    fact_id: Mapped[Ref]
    reason: Mapped[Short]
    at: Mapped[When]
    user_id: Mapped[Ref]
