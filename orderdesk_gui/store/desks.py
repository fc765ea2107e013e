"""Tables of this desk alone: who writes now, its device code, its counters, drafts and settings."""

from sqlalchemy import CheckConstraint, Index

from orderdesk_gui.store.base import LOCAL, Base, Data, Long, Mapped, Ref, Short, When, column


class DeskContext(Base):
    """One row: the transaction, person, device and moment of the writes under way; empty between them."""

    __tablename__ = "desk_context"
    __table_args__ = (CheckConstraint("one = 1", name="one_row"), LOCAL)

    one: Mapped[int] = column(primary_key=True)
    tx: Mapped[str | None]
    user: Mapped[str | None]
    device: Mapped[str | None]
    now: Mapped[str | None]
    applying: Mapped[int] = column(default=0)


class Device(Base):
    """The codes this file has written numbers under; the newest is in use."""

    __tablename__ = "device"
    __table_args__ = LOCAL

    id: Mapped[Ref] = column(primary_key=True)
    code: Mapped[Short] = column(unique=True)
    fingerprint: Mapped[Short]
    since: Mapped[When]


class Counter(Base):
    """The last number given in a series, year and device; it only grows."""

    __tablename__ = "counter"
    __table_args__ = LOCAL

    series: Mapped[Short] = column(primary_key=True)
    year: Mapped[int] = column(primary_key=True)
    device: Mapped[Short] = column(primary_key=True)
    last: Mapped[int]


class Draft(Base):
    """What somebody typed and has not saved yet; never journalled, never sent."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_kind_user", "kind", "user_id"), LOCAL)

    id: Mapped[Ref] = column(primary_key=True)
    kind: Mapped[Short]
    subject: Mapped[Ref | None]
    user_id: Mapped[Ref]
    content: Mapped[Data]
    saved_at: Mapped[When]


class Credential(Base):
    """The argon2 hash of a person's password or PIN; stays at this desk."""

    __tablename__ = "credential"
    __table_args__ = LOCAL

    user_id: Mapped[Ref] = column(primary_key=True)
    kind: Mapped[Short]
    hash: Mapped[Short]
    changed_at: Mapped[When]


class LocalSetting(Base):
    """A setting of this desk, e.g. the archive folder."""

    __tablename__ = "local_setting"
    __table_args__ = LOCAL

    key: Mapped[Short] = column(primary_key=True)
    value: Mapped[Data]


class ArchiveTask(Base):
    """An issued paper still to be copied to the archive folder."""

    __tablename__ = "archive_task"
    __table_args__ = LOCAL

    paper_id: Mapped[Ref] = column(primary_key=True)
    path: Mapped[Long]
    tries: Mapped[int] = column(default=0)
    last_error: Mapped[Long] = column(default="")


class SyncState(Base):
    """How far this desk has read the server's log; empty as long as there is no server."""

    __tablename__ = "sync_state"
    __table_args__ = LOCAL

    one: Mapped[int] = column(primary_key=True)
    epoch: Mapped[Short]
    cursor: Mapped[int]
    nonce: Mapped[Short]
