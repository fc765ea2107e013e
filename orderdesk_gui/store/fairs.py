"""Tables of trade fairs: the fair, what it cost, and which papers and customers came from it."""

import datetime as dt

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.store.base import Amount, Base, Long, Mapped, Ref, Shared, Short, When, column, shared


class Fair(Shared, Base):
    """A trade fair that we show at."""

    __tablename__ = "fair"
    __table_args__ = shared()

    name: Mapped[Short]
    place: Mapped[Short] = column(default="")
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    currency: Mapped[Short]
    note: Mapped[Long] = column(default="")


class FairCost(Shared, Base):
    """What a fair cost: stand, travel, freight, samples."""

    __tablename__ = "fair_cost"
    __table_args__ = (Index("ix_fair_cost_fair", "fair_id"), shared())

    fair_id: Mapped[Ref] = column(ForeignKey("fair.id"))
    date: Mapped[dt.date]
    kind: Mapped[Short]
    text: Mapped[Short] = column(default="")
    amount: Mapped[Amount]


class FairEntry(Shared, Base):
    """A customer, inquiry, quotation or order that came from a fair; `device` says at which notebook."""

    __tablename__ = "fair_entry"
    __table_args__ = (
        Index("ix_fair_entry_fair", "fair_id", "at"),
        Index("ix_fair_entry_subject", "subject_id"),
        shared(insert_only=True),
    )

    fair_id: Mapped[Ref] = column(ForeignKey("fair.id"))
    subject_table: Mapped[Short]
    subject_id: Mapped[Ref]
    at: Mapped[When]
    user_id: Mapped[Ref]
    device_id: Mapped[Ref]
