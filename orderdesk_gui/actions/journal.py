"""Looks into the journal and takes committed edits back: undo, redo, the recycle bin and the check."""

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select, true
from sqlalchemy.exc import IntegrityError

from orderdesk_gui.actions import order_figures, plan_upkeep, undo_of_settings
from orderdesk_gui.actions.desk import Changes, Desk, Writing
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.store import files, journal
from orderdesk_gui.store.base import Base, Identifier, tables, traits_of
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.papers import Attachment, Paper

COUNTER_ACTIONS: Mapping[str, Message] = {
    "withdraw": message("An approval or a request for one is not undone. Withdraw it instead."),
    "revise": message("An issued paper is not undone. Make a new revision instead, or void it with a reason."),
    "correct": message("A fact that was noted is not undone. Note a correction instead."),
    "void": message("A number that was given stays given. Void the paper with a reason instead."),
    "reopen": message("A closed business is not undone. Reopen it instead."),
    "restore": message("Restore it from the recycle bin instead."),
}


def undo(desk: Desk, tx: str) -> Changes:
    """Take back the transaction `tx` of this person, or do it again where `tx` is itself an undo.

    UserError, naming the counter-action, where it must not be undone, and where a row has changed since.
    """
    with desk.writing("undo", undoes=tx) as writing:
        head = _head(writing.connection, desk, tx)
        if head["counter_action"]:
            raise UserError(COUNTER_ACTIONS[head["counter_action"]])
        entries = writing.connection.exec_driver_sql(
            "SELECT entry, tbl, pk, op, before FROM journal WHERE tx = ? ORDER BY entry DESC", (tx,)
        ).all()
        newest = entries[0][0]
        changed = {(e[1], e[2]) for e in entries}
        undo_of_settings.require_right(desk, changed)
        for table, pk in changed:
            if _changed_since(writing.connection, table, pk, newest):
                raise UserError("This was changed again since. Undo the later change first, or correct it by hand.")
            if _frozen_since(writing.connection, Base.metadata.tables[table], pk, newest):
                raise UserError("Its status has changed since. Choose the step that follows from here.")
        for _, table, pk, op, before in entries:
            _invert(writing.connection, Base.metadata.tables[table], pk, op, before, desk)
        undo_of_settings.check_people(writing.connection, changed)
        _follow_undo(desk, writing.connection, changed)
    return writing.changes


def _follow_undo(desk: Desk, connection: Connection, changed: Collection[tuple[str, str]]) -> None:
    """The plans and the figures of orders that are as they were before again."""
    plan_upkeep.follow_undo(desk, connection, changed)
    ids = {uuid.UUID(pk) for table, pk in changed if table == "sales_order"}
    if ids:
        order_figures.refresh(connection, ids, desk.clock().astimezone().date())


def _changed_since(connection: Connection, table: str, pk: str, entry: int) -> bool:
    """Whether a row is different from what it was after `entry`; later edits that were taken back do not count."""
    later = connection.exec_driver_sql(
        "SELECT DISTINCT t.place, t.tx, t.undoes FROM journal j JOIN journal_tx t ON t.tx = j.tx "
        "WHERE j.tbl = ? AND j.pk = ? AND j.entry > ? ORDER BY t.place DESC",
        (table, pk, entry),
    ).all()
    standing = {tx for _, tx, _ in later}
    for _, tx, undoes in later:
        if tx in standing and undoes in standing:
            standing -= {tx, undoes}
    return bool(standing)


def _frozen_since(connection: Connection, table: Table, pk: str, entry: int) -> bool:
    """Whether the record above a row changed its status after `entry`, as a revision does above its lines."""
    for key in table.foreign_keys:
        above = key.column.table
        for status in traits_of(above).guarded:
            parent_id = connection.execute(select(key.parent).where(table.c.id == uuid.UUID(pk))).scalar()
            moved = connection.exec_driver_sql(
                f"SELECT 1 FROM journal WHERE tbl = ? AND pk = ? AND entry > ? AND op = 'U' "
                f"AND json_extract(after, '$.{status}') IS NOT NULL LIMIT 1",
                (above.name, parent_id.hex if parent_id else "", entry),
            )
            if moved.first() is not None:
                return True
    return False


def _head(connection: Connection, desk: Desk, tx: str) -> Mapping[str, Any]:
    found = (
        connection.exec_driver_sql("SELECT user, action, counter_action FROM journal_tx WHERE tx = ?", (tx,))
        .mappings()
        .one_or_none()
    )
    if found is None:
        raise UserError("There is nothing to undo.")
    if found["user"] != desk.user_id.hex:
        raise UserError("Somebody else made this change. Ask them to undo it, or correct it by hand.")
    return dict(found)


def _invert(connection: Connection, table: Table, pk: str, op: str, before: str | None, desk: Desk) -> None:
    if traits_of(table).insert_only:
        raise UserError(COUNTER_ACTIONS["correct"])
    row_id = uuid.UUID(pk)
    if op == "I":
        connection.execute(table.update().where(table.c.id == row_id).values(deleted_at=desk.clock()))
        return
    old = {
        key: bytes.fromhex(value) if value is not None and isinstance(table.c[key].type, Identifier) else value
        for key, value in json.loads(before or "{}").items()
    }
    setters = ", ".join(f'"{key}" = ?' for key in old)
    try:
        connection.exec_driver_sql(f'UPDATE "{table.name}" SET {setters} WHERE id = ?', (*old.values(), row_id.bytes))
    except IntegrityError as error:
        if "cannot change in this way" not in str(error.orig):
            raise
        raise UserError("A change of status is not undone. Choose the step that follows from here.") from error


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal page: who changed which fields of which row, and in which action."""

    entry: int
    tx: str
    at: str
    user: str
    action: str
    table: str
    row: uuid.UUID
    op: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    counter_action: str | None


def history(
    desk: Desk, *, row: uuid.UUID | None = None, before_entry: int | None = None, limit: int = 100
) -> list[Entry]:
    """The newest entries, of one row or of all, older than `before_entry`; costs only with the right to see them."""
    desk.require(Right.SEE_JOURNAL)
    sql = (
        "SELECT j.entry, j.tx, t.now, t.user, t.action, j.tbl, j.pk, j.op, j.before, j.after, t.counter_action "
        "FROM journal j JOIN journal_tx t ON t.tx = j.tx WHERE j.entry < ?"
    )
    parameters: list[Any] = [before_entry or 2**62]
    if row is not None:
        sql += " AND j.pk = ?"
        parameters.append(row.hex)
    with desk.reading() as connection:
        names = _names(connection)
        found = connection.exec_driver_sql(f"{sql} ORDER BY j.entry DESC LIMIT ?", (*parameters, limit)).all()
    hidden = {right for right in (Right.SEE_COST, Right.SEE_MARGIN) if not desk.may(right)}
    return [
        Entry(
            entry=r[0],
            tx=r[1],
            at=r[2],
            user=names.get(r[3], r[3][:8]),
            action=r[4],
            table=r[5],
            row=uuid.UUID(r[6]),
            op=r[7],
            before=_shown(r[5], r[8], hidden),
            after=_shown(r[5], r[9], hidden),
            counter_action=r[10],
        )
        for r in found
    ]


def _names(connection: Connection) -> dict[str, str]:
    return {r[0]: r[1] for r in connection.exec_driver_sql('SELECT lower(hex(id)), name FROM "user"')}


def _shown(table: str, fields: str | None, hidden: set[Right]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(fields) if fields else {}
    traits = traits_of(Base.metadata.tables[table])
    secret = (traits.secret if Right.SEE_COST in hidden else set()) | (
        traits.margins if Right.SEE_MARGIN in hidden else set()
    )
    return {key: value for key, value in found.items() if key not in secret}


@dataclass(frozen=True, slots=True)
class Binned:
    """A record in the recycle bin."""

    table: str
    id: uuid.UUID
    title: str
    deleted_at: str


_TITLES = {"customer": "name", "product": "code", "inquiry": "number", "quote": "number", "contract": "number",
           "attachment": "name", "todo": "text", "price_list": "name"}  # fmt: skip


def recycle_bin(desk: Desk, limit: int = 500) -> list[Binned]:
    """What was deleted and can be restored, newest first; a colleague's only with the right to see them."""
    found: list[Binned] = []
    with desk.reading() as connection:
        for name, title in _TITLES.items():
            table = Base.metadata.tables[name]
            rows_of = (
                select(table.c.id, table.c[title], table.c.deleted_at)
                .where(table.c.deleted_at.is_not(None), _visible(desk, table.c.scope))
                .order_by(table.c.deleted_at.desc())
                .limit(limit)
            )
            found += [Binned(name, r[0], r[1], r[2].isoformat()) for r in connection.execute(rows_of)]
    return sorted(found, key=lambda b: b.deleted_at, reverse=True)[:limit]


def _visible(desk: Desk, scope: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a row with this scope belongs to nobody's customer, or to one that this person may see."""
    if desk.may(Right.SEE_ALL_CUSTOMERS):
        return true()
    owner = Customer.owner_id
    return or_(scope.is_(None), scope.not_in(select(Customer.id).where(owner.is_not(None), owner != desk.user_id)))


def restore_deleted(desk: Desk, table: str, row_id: uuid.UUID) -> Changes:
    """Take a record out of the recycle bin, with the parts of it that were deleted in the same transaction."""
    with desk.writing("restore") as writing:
        found = Base.metadata.tables[table]
        deleted_at = writing.connection.execute(select(found.c.deleted_at).where(found.c.id == row_id)).scalar()
        if deleted_at is None:
            raise UserError("This record is not in the recycle bin.")
        together = {(table, row_id)} | _parts(writing.connection, found, row_id, _deleting_tx(writing, table, row_id))
        for name, part_id in sorted(together):
            part = Base.metadata.tables[name]
            writing.connection.execute(part.update().where(part.c.id == part_id).values(deleted_at=None))
    return writing.changes


def _deleting_tx(writing: Writing, table: str, row_id: uuid.UUID) -> str:
    return str(
        writing.connection.exec_driver_sql(
            "SELECT tx FROM journal WHERE tbl = ? AND pk = ? AND op = 'U' "
            "AND json_extract(after, '$.deleted_at') IS NOT NULL ORDER BY entry DESC LIMIT 1",
            (table, row_id.hex),
        ).scalar()
    )


def _parts(connection: Connection, table: Table, row_id: uuid.UUID, tx: str) -> set[tuple[str, uuid.UUID]]:
    """Rows below a record, by reference, that are deleted and were so by `tx`."""
    found: set[tuple[str, uuid.UUID]] = set()
    for child in tables("shared"):
        for column in (key.parent for key in child.foreign_keys if key.column.table is table):
            gone = select(child.c.id).where(column == row_id, child.c.deleted_at.is_not(None))
            for part_id in connection.execute(gone).scalars():
                if _deleted_by(connection, child.name, part_id, tx):
                    found |= {(child.name, part_id)} | _parts(connection, child, part_id, tx)
    return found


def _deleted_by(connection: Connection, table: str, row_id: uuid.UUID, tx: str) -> bool:
    last = connection.exec_driver_sql(
        "SELECT tx FROM journal WHERE entry = ?", (journal.last_entry(connection, table, row_id.hex),)
    ).scalar()
    return last == tx


def check(desk: Desk) -> list[Message]:
    """Verify the file, its references and the whole journal; what is wrong, in sentences, or nothing."""
    with desk.reading() as connection:
        found = [
            message("The data file is damaged: {what}", what=text)
            for (text,) in connection.exec_driver_sql("PRAGMA integrity_check(20)")
            if text != "ok"
        ]
        for broken in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            found.append(message("A row of {table} points to nothing.", table=broken[0]))
        for place in journal.verify(connection):
            found.append(
                message(
                    "The journal breaks at transaction {place}: {wrong}.",
                    place=place.place,
                    wrong=place.wrong,
                )
            )
        found += _lost_files(desk, connection)
    return found


def _lost_files(desk: Desk, connection: Connection) -> list[Message]:
    """Kept papers and attachments that are missing or were changed outside the program."""
    named = {row.sha256: row.file_name for row in connection.execute(select(Paper.sha256, Paper.file_name))}
    attached = select(Attachment.sha256, Attachment.name).where(Attachment.deleted_at.is_(None))
    named |= {row.sha256: row.name for row in connection.execute(attached)}
    lost = []
    for sha256, name in named.items():
        try:
            files.read(desk.store.folder, sha256)
        except UserError:
            lost.append(message("The kept file of {name} is missing or was changed. Restore it.", name=name))
    return lost
