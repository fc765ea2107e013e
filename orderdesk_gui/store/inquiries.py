"""Tables of inquiries: who asked for what, until when, and what is to be done next."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from orderdesk_gui.rules.inquiries import PATHS
from orderdesk_gui.store.base import Base, Identifier, Long, Price, Quantity, Ref, Shared, Short, living, shared


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
    customer_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    customer_name: Mapped[Short]
    contact: Mapped[Short] = mapped_column(default="")
    phone: Mapped[Short] = mapped_column(default="")
    email: Mapped[Short] = mapped_column(default="")
    channel: Mapped[Short] = mapped_column(default="")
    date: Mapped[dt.date]
    wanted: Mapped[dt.date | None]
    urgency: Mapped[Short] = mapped_column(default="normal")
    importance: Mapped[Short] = mapped_column(default="normal")
    complexity: Mapped[Short] = mapped_column(default="normal")
    status: Mapped[Short] = mapped_column(default="open")
    next_step: Mapped[Short] = mapped_column(default="")
    next_date: Mapped[dt.date | None]
    customer_reference: Mapped[Short] = mapped_column(default="")
    owner_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    notes: Mapped[Long] = mapped_column(default="")


class InquiryLine(Shared, Base):
    """One thing a customer asked for."""

    __tablename__ = "inquiry_line"
    __table_args__ = (Index("ix_inquiry_line_inquiry", "inquiry_id"), shared())

    inquiry_id: Mapped[Ref] = mapped_column(ForeignKey("inquiry.id"))
    position: Mapped[int]
    product_id: Mapped[uuid.UUID | None] = mapped_column(Identifier)
    text: Mapped[Short]
    quantity: Mapped[Quantity | None]
    unit: Mapped[Short] = mapped_column(default="")
    target_price: Mapped[Price | None]
