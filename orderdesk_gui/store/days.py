"""Tables of the day at the desk: what was seen and accepted, and what was handed over to a colleague."""

import datetime as dt

from sqlalchemy import Index

from orderdesk_gui.store.base import Base, Data, Long, Mapped, Ref, Shared, Short, When, column, shared


class Acknowledgement(Shared, Base):
    """Somebody saw an alarm, a duplicate or another finding `key` of a record and goes on with a reason."""

    __tablename__ = "acknowledgement"
    __table_args__ = (Index("ix_acknowledgement_subject", "subject_id"), shared(insert_only=True))

    subject_table: Mapped[Short]
    subject_id: Mapped[Ref]
    key: Mapped[Short]
    digest: Mapped[Short] = column(default="")
    reason: Mapped[Long] = column(default="")
    at: Mapped[When]
    user_id: Mapped[Ref]


class Handover(Shared, Base):
    """Customers, orders, to-dos and approvals go to a colleague, for some days or (no `last`) for good."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_to", "to_id", "first"), shared())

    from_id: Mapped[Ref]
    to_id: Mapped[Ref]
    first: Mapped[dt.date]
    last: Mapped[dt.date | None]
    content: Mapped[Data]
    note: Mapped[Long] = column(default="")
    ended_at: Mapped[When | None]
    paper_id: Mapped[Ref | None]
