"""The journal: who changed which fields from what to what, chained by hashes; audit, undo and outbox."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Index

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.store.base import LOCAL, Base, Long, Mapped, Short, column
from orderdesk_gui.store.connecting import bare

GENESIS = "0" * 64


class Journal(Base):
    """One change of one row; written by triggers alone."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_row", "tbl", "pk", "entry"),
        Index("ix_journal_tx", "tx"),
        {"sqlite_autoincrement": True, **LOCAL},
    )

    entry: Mapped[int] = column(primary_key=True)
    tx: Mapped[Short]
    tbl: Mapped[Short]
    pk: Mapped[Short]
    op: Mapped[Short]
    before: Mapped[Long | None]
    after: Mapped[Long | None]


class JournalTx(Base):
    """One transaction: who, when, on which device, what for, and its place in the hash chain.

    `counter_action` names what to do instead where it cannot be undone (withdraw, revise, correct);
    `undoes` is the transaction that this one took back or did again.
    """

    __tablename__ = "journal_tx"
    __table_args__ = (Index("ix_journal_tx_tx", "tx", unique=True), {"sqlite_autoincrement": True, **LOCAL})

    place: Mapped[int] = column(primary_key=True)
    tx: Mapped[Short]
    user: Mapped[Short]
    device: Mapped[Short]
    now: Mapped[Short]
    action: Mapped[Short]
    counter_action: Mapped[Short | None]
    undoes: Mapped[Short | None]
    first_entry: Mapped[int]
    entries: Mapped[int]
    prev_hash: Mapped[Short]
    hash: Mapped[Short]


class SyncOp(Base):
    """What is still to be sent to the server; the journal itself stays as it was written."""

    __tablename__ = "sync_op"
    __table_args__ = LOCAL

    op_no: Mapped[int] = column(primary_key=True)
    tx: Mapped[Short]
    entry: Mapped[int]
    state: Mapped[Short]
    seq: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class TxHead:
    """What identifies a transaction in the chain besides its entries."""

    tx: str
    user: str
    device: str
    now: str
    action: str
    counter_action: str | None = None
    undoes: str | None = None


Entry = tuple[int, str, str, str, str | None, str | None]
_ENTRIES = "SELECT entry, tbl, pk, op, before, after FROM journal WHERE tx = ? ORDER BY entry"
_HEADS = (
    "SELECT place, tx, user, device, now, action, counter_action, undoes, first_entry, entries, prev_hash, hash "
    "FROM journal_tx ORDER BY place"
)


_AT_ONCE = 1000
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def chained(prev_hash: str, head: TxHead, entries: Iterable[Entry]) -> tuple[str, int, int]:
    """SHA-256 over the previous hash, the head and the entries, as hex; the first entry's number; how many.

    It is that of the JSON text ``[head,[entries]]``, a part at a time: an import may have a million entries.
    """
    body = [
        prev_hash,
        head.tx,
        head.user,
        head.device,
        head.now,
        head.action,
        head.counter_action,
        head.undoes,
    ]
    digest = hashlib.sha256(f"[{_json(body)},[".encode())
    first = count = 0
    left = iter(entries)
    while part := list(islice(left, _AT_ONCE)):
        first = first or part[0][0]
        digest.update((("," if count else "") + _json(part)[1:-1]).encode("utf-8"))
        count += len(part)
    digest.update(b"]]")
    return digest.hexdigest(), first, count


def seal(connection: Connection, head: TxHead) -> int:
    """Close the transaction under way: hash its entries onto the chain. Returns how many there were.

    A transaction that changed nothing leaves no trace.
    """
    file = bare(connection)
    last = file.execute("SELECT hash FROM journal_tx ORDER BY place DESC LIMIT 1").fetchone()
    prev = last[0] if last else GENESIS
    sealed, first, count = chained(prev, head, file.execute(_ENTRIES, (head.tx,)))
    if not count:
        return 0
    file.execute(
        "INSERT INTO journal_tx (tx, user, device, now, action, counter_action, undoes, first_entry, entries, "
        "prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            head.tx,
            head.user,
            head.device,
            head.now,
            head.action,
            head.counter_action,
            head.undoes,
            first,
            count,
            prev,
            sealed,
        ),
    )
    return count


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the journal does not hold: the transaction's place in the chain and what is wrong."""

    place: int
    tx: str
    wrong: Message


def verify(connection: Connection) -> Iterator[Break]:
    """Walk the whole chain and yield every place where it does not hold.

    Finds changed, missing, added and reordered entries and transactions. The loss of the newest ones shows
    only as long as SQLite's own counters were left alone; else a backup or a server has to show it.
    """
    prev = GENESIS
    counted = 0
    newest = 0
    for row in connection.execution_options(stream_results=True).exec_driver_sql(_HEADS):
        place, tx, user, device, now, action, counter, undoes, first, count, said, is_hash = row
        entries = bare(connection).execute(_ENTRIES, (tx,))
        sealed, begins, found = chained(said, TxHead(tx, user, device, now, action, counter, undoes), entries)
        counted += found
        newest = place
        if said != prev:
            yield Break(place, tx, message("the transaction before it is missing or was changed"))
        if found != count or (found and begins != first):
            yield Break(place, tx, message("entries are missing or were added"))
        elif sealed != is_hash:
            yield Break(place, tx, message("an entry or the transaction itself was changed"))
        prev = is_hash
    if connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one() != counted:
        yield Break(newest, "", message("there are entries that belong to no transaction"))
    given = connection.exec_driver_sql("SELECT max(seq) FROM sqlite_sequence WHERE name = 'journal_tx'").scalar()
    if (given or 0) > newest:
        yield Break(newest, "", message("the transactions after it are missing"))


def last_entry(connection: Connection, tbl: str, pk: str) -> int:
    """The newest entry about a row: its version. 0 where there is none."""
    found: Any = connection.exec_driver_sql(
        "SELECT max(entry) FROM journal WHERE tbl = ? AND pk = ?", (tbl, pk)
    ).scalar()
    return int(found or 0)
