"""Tables of inquiries: who asked for what, until when, and what is to be done next."""

import datetime as dt

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.rules.inquiries import PATHS
from orderdesk_gui.store.base import Base, Long, Mapped, Price, Quantity, Ref, Shared, Short, column, living, shared


class Inquiry(Shared, Base):
    """A customer's question for a price; a name and a phone number suffice."""

    __tablename__ = "inquiry"
    __table_args__ = (
        living("ix_inquiry_list", "date", "id"),
        Index("ix_inquiry_customer", "customer_id"),
        shared(guarded={"status": PATHS}, searched=("inquiry", "id")),
    )

    number: Mapped[Short]
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref | None]
    customer_name: Mapped[Short]
    contact: Mapped[Short] = column(default="")
    phone: Mapped[Short] = column(default="")
    email: Mapped[Short] = column(default="")
    channel: Mapped[Short] = column(default="")
    date: Mapped[dt.date]
    wanted: Mapped[dt.date | None]
    urgency: Mapped[Short] = column(default="normal")
    importance: Mapped[Short] = column(default="normal")
    complexity: Mapped[Short] = column(default="normal")
    status: Mapped[Short] = column(default="open")
    next_step: Mapped[Short] = column(default="")
    next_date: Mapped[dt.date | None]
    customer_reference: Mapped[Short] = column(default="")
    owner_id: Mapped[Ref | None]
    notes: Mapped[Long] = column(default="")


class InquiryLine(Shared, Base):
    """One thing a customer asked for."""

    __tablename__ = "inquiry_line"
    __table_args__ = (Index("ix_inquiry_line_inquiry", "inquiry_id"), shared())

    inquiry_id: Mapped[Ref] = column(ForeignKey("inquiry.id"))
    position: Mapped[int]
    product_id: Mapped[Ref | None]
    text: Mapped[Short]
    quantity: Mapped[Quantity | None]
    unit: Mapped[Short] = column(default="")
    target_price: Mapped[Price | None]
