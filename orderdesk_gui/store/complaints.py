"""Tables of complaints, what happened with them, their measures and remedies, and call-backs to customers."""

import datetime as dt

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.rules.order_status import COMPLAINT_PATHS, REMEDY_PATHS
from orderdesk_gui.store.base import (
    Amount,
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


class Complaint(Shared, Base):
    """A complaint (客诉). `answer_due` and `solution_due` are kept as they were worked out when it came in."""

    __tablename__ = "complaint"
    __table_args__ = (
        living("ix_complaint_list", "received_at", "id"),
        living("ix_complaint_status", "status", "solution_due", "id"),
        Index("ix_complaint_customer", "customer_id"),
        Index("ix_complaint_order", "order_id"),
        shared(guarded={"status": COMPLAINT_PATHS}, searched=("complaint", "id")),
    )

    number: Mapped[Short]
    company_id: Mapped[Ref]
    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    order_id: Mapped[Ref | None]
    order_line_id: Mapped[Ref | None]
    delivery_id: Mapped[Ref | None]
    product_id: Mapped[Ref | None]
    fragment: Mapped[Short] = column(default="")
    contact: Mapped[Short] = column(default="")
    phone: Mapped[Short] = column(default="")
    channel: Mapped[Short] = column(default="")
    kind: Mapped[Short]
    severity: Mapped[Short] = column(default="normal")
    words: Mapped[Long]
    quantity: Mapped[Quantity | None]
    lot: Mapped[Short] = column(default="")
    sought: Mapped[Short] = column(default="")
    owner_id: Mapped[Ref]
    status: Mapped[Short] = column(default="open")
    received_at: Mapped[When]
    answer_mode: Mapped[Short]
    solution_mode: Mapped[Short]
    answer_due: Mapped[When | None]
    solution_due: Mapped[When | None]
    answered_at: Mapped[When | None]
    solved_at: Mapped[When | None]
    closed_at: Mapped[When | None]
    justified: Mapped[bool | None]
    cause: Mapped[Short] = column(default="")
    cause_text: Mapped[Long] = column(default="")
    measure: Mapped[Long] = column(default="")
    satisfaction: Mapped[int | None]
    report: Mapped[Data | None]


class ComplaintEvent(Shared, Base):
    """Something that happened with a complaint: answer, note, pause, resume, decision, closing."""

    __tablename__ = "complaint_event"
    __table_args__ = (Index("ix_complaint_event_complaint", "complaint_id", "at"), shared(insert_only=True))

    complaint_id: Mapped[Ref] = column(ForeignKey("complaint.id"))
    kind: Mapped[Short]
    at: Mapped[When]
    user_id: Mapped[Ref]
    text: Mapped[Long] = column(default="")
    content: Mapped[Data | None]


class ComplaintAction(Shared, Base):
    """A measure: containing, corrective or preventive, with owner, day and the check of its effect."""

    __tablename__ = "complaint_action"
    __table_args__ = (Index("ix_complaint_action_complaint", "complaint_id"), shared())

    complaint_id: Mapped[Ref] = column(ForeignKey("complaint.id"))
    step: Mapped[Short]
    text: Mapped[Long]
    owner_id: Mapped[Ref | None]
    due: Mapped[dt.date | None]
    done_at: Mapped[When | None]
    check_on: Mapped[dt.date | None]
    effective: Mapped[bool | None]


class Remedy(Shared, Base):
    """What the customer gets: replacement, return, repair, discount or credit, tied to a line of the order."""

    __tablename__ = "remedy"
    __table_args__ = (Index("ix_remedy_complaint", "complaint_id"), shared(guarded={"status": REMEDY_PATHS}))

    complaint_id: Mapped[Ref] = column(ForeignKey("complaint.id"))
    number: Mapped[Short]
    kind: Mapped[Short]
    order_id: Mapped[Ref | None]
    order_line_id: Mapped[Ref | None]
    quantity: Mapped[Quantity | None]
    amount: Mapped[Amount | None]
    currency: Mapped[Short] = column(default="")
    status: Mapped[Short] = column(default="proposed")
    reason: Mapped[Long] = column(default="")
    new_order_id: Mapped[Ref | None]
    refund_id: Mapped[Ref | None]
    delivery_id: Mapped[Ref | None]
    paper_id: Mapped[Ref | None]


class CallBack(Shared, Base):
    """A call to the customer that is planned (回访), and what came of it."""

    __tablename__ = "call_back"
    __table_args__ = (
        Index("ix_call_back_due", "done_at", "due"),
        Index("ix_call_back_customer", "customer_id"),
        shared(),
    )

    customer_id: Mapped[Ref] = column(ForeignKey("customer.id"))
    order_id: Mapped[Ref | None]
    complaint_id: Mapped[Ref | None]
    kind: Mapped[Short]
    due: Mapped[dt.date]
    owner_id: Mapped[Ref]
    done_at: Mapped[When | None]
    reached: Mapped[bool | None]
    satisfaction: Mapped[int | None]
    words: Mapped[Long] = column(default="")
