"""Tables of issued papers, their voiding, attachments and dated to-dos of any record."""

import datetime as dt

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.store.base import Base, Long, Mapped, Ref, Shared, Short, When, column, shared


class Paper(Shared, Base):
    """A paper that left the house: exact bytes by SHA-256, frozen."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_subject", "subject_id"), shared(insert_only=True))

    kind: Mapped[Short]
    subject_table: Mapped[Short]
    subject_id: Mapped[Ref]
    number: Mapped[Short]
    revision: Mapped[int]
    language: Mapped[Short]
    date: Mapped[dt.date]
    file_name: Mapped[Short]
    sha256: Mapped[Short]
    size: Mapped[int]
    customer_id: Mapped[Ref]
    issued_at: Mapped[When]
    issued_by: Mapped[Ref]


class PaperVoiding(Shared, Base):
    """A paper was declared void, with the reason; the paper itself stays."""

    __tablename__ = "paper_voiding"
    __table_args__ = (Index("ix_paper_voiding_paper", "paper_id"), shared(insert_only=True))

    paper_id: Mapped[Ref] = column(ForeignKey("paper.id"))
    at: Mapped[When]
    user_id: Mapped[Ref]
    reason: Mapped[Short]


class Attachment(Shared, Base):
    """A file that hangs on a record."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_subject", "subject_id"), shared())

    subject_table: Mapped[Short]
    subject_id: Mapped[Ref]
    name: Mapped[Short]
    sha256: Mapped[Short]
    size: Mapped[int]
    added_at: Mapped[When]
    added_by: Mapped[Ref]


class Todo(Shared, Base):
    """Something to be done about a record (or about nothing in particular) by a day."""

    __tablename__ = "todo"
    __table_args__ = (
        Index("ix_todo_subject", "subject_id"),
        Index("ix_todo_owner", "owner_id", "done_at", "due"),
        shared(),
    )

    subject_table: Mapped[Short] = column(default="")
    subject_id: Mapped[Ref | None]
    text: Mapped[Long]
    due: Mapped[dt.date | None]
    owner_id: Mapped[Ref]
    done_at: Mapped[When | None]
    remind_at: Mapped[When | None]
    snoozed_until: Mapped[When | None]
