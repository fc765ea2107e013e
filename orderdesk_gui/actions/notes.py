"""What hangs on any record: attached files and dated to-dos."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.base import Base
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.papers import Attachment, Todo

LARGEST_FILE = 50 * 2**20
PAPERS = ("inquiry", "quote", "contract", "sales_order", "complaint")
SUBJECTS = ("customer", "product", *PAPERS)
_NAMES = {"customer": "name", "product": "code", **dict.fromkeys(PAPERS, "number")}


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file on a record; `size` in bytes."""

    id: uuid.UUID
    name: str
    size: int
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to be done; `subject` names the record it is about ("" where there is none or it is gone)."""

    id: uuid.UUID
    text: str
    due: dt.date | None
    done: bool
    owner_id: uuid.UUID
    table: str = ""
    subject_id: uuid.UUID | None = None
    subject: str = ""


def attach(desk: Desk, table: str, record_id: uuid.UUID, contents: Iterable[tuple[str, bytes]]) -> Changes:
    """Hang files (name, bytes) on a record, all in one transaction; the same bytes are kept only once."""
    made = []
    for name, content in contents:
        if len(content) > LARGEST_FILE:
            raise UserError(
                "{name} is larger than {limit} MB. Attach a smaller file, or keep it in a folder.",
                name=name,
                limit=LARGEST_FILE // 2**20,
            )
        made.append((name.strip()[-300:] or "file", files.keep(desk.store.folder, content), len(content)))
    with desk.writing("notes.attach") as writing:
        scope = _subject(desk, writing.connection, table, record_id)
        added = [
            {
                "id": desk.new_id(), "scope": scope, "subject_table": table, "subject_id": record_id, "name": name,
                "sha256": sha256, "size": size, "added_at": desk.clock(), "added_by": desk.user_id,
            }
            for name, sha256, size in made
        ]  # fmt: skip
        rows.add(writing.connection, Attachment, added)
    return writing.changes


def attachments(desk: Desk, table: str, record_id: uuid.UUID) -> list[AttachedFile]:
    """The files of a record, oldest first."""
    t = Attachment
    with desk.reading() as connection:
        _subject(desk, connection, table, record_id)
        found = connection.execute(
            select(t.id, t.name, t.size, t.added_at)
            .where(t.subject_id == record_id, t.subject_table == table, t.deleted_at.is_(None))
            .order_by(t.added_at, t.id)
        )
        return [AttachedFile(*row) for row in found]


def attached_content(desk: Desk, attachment_id: uuid.UUID) -> tuple[str, bytes]:
    """Name and bytes of an attached file; UserError where the kept file is missing or was changed."""
    with desk.reading() as connection:
        row = rows.fetch(connection, Attachment, attachment_id)
        _subject(desk, connection, row["subject_table"], row["subject_id"])
    return row["name"], files.read(desk.store.folder, row["sha256"])


def remove_attachment(desk: Desk, attachment_id: uuid.UUID) -> Changes:
    """Put an attached file into the recycle bin; its bytes stay kept."""
    with desk.writing("notes.detach") as writing:
        row = rows.fetch(writing.connection, Attachment, attachment_id)
        _subject(desk, writing.connection, row["subject_table"], row["subject_id"])
        rows.change(writing.connection, Attachment, attachment_id, {"deleted_at": desk.clock()})
    return writing.changes


def add_todo(
    desk: Desk,
    text: str,
    due: dt.date | None = None,
    *,
    table: str = "",
    record_id: uuid.UUID | None = None,
    owner_id: uuid.UUID | None = None,
) -> Changes:
    """Note what is to be done by a day, about a record or about nothing in particular, by me unless told."""
    with desk.writing("notes.todo") as writing:
        put_todo(desk, writing.connection, text, due, table=table, record_id=record_id, owner_id=owner_id)
    return writing.changes


def put_todo(
    desk: Desk,
    connection: Connection,
    text: str,
    due: dt.date | None,
    *,
    table: str = "",
    record_id: uuid.UUID | None = None,
    owner_id: uuid.UUID | None = None,
) -> None:
    """As :func:`add_todo`, within a transaction under way."""
    if not text.strip():
        raise UserError("Write what is to be done.", field="text")
    scope = _subject(desk, connection, table, record_id) if record_id is not None else None
    row = {
        "id": desk.new_id(), "scope": scope, "subject_table": table if record_id is not None else "",
        "subject_id": record_id, "text": text.strip(), "due": due, "owner_id": owner_id or desk.user_id,
        "done_at": None,
    }  # fmt: skip
    rows.add(connection, Todo, [row])


def todos(desk: Desk, table: str, record_id: uuid.UUID) -> list[ToDo]:
    """The to-dos of a record: open ones by day, then those done."""
    with desk.reading() as connection:
        _subject(desk, connection, table, record_id)
        found = connection.execute(
            select(Todo).where(Todo.subject_id == record_id, Todo.subject_table == table, Todo.deleted_at.is_(None))
        ).all()
    made = [ToDo(r.id, r.text, r.due, r.done_at is not None, r.owner_id, table, record_id) for r in found]
    return sorted(made, key=lambda todo: (todo.done, todo.due or dt.date.max, todo.id))


def todos_for_me(desk: Desk, *, until: dt.date | None = None, limit: int = 200) -> list[ToDo]:
    """What the person at the desk has to do, by day, undated last; each names the record it is about."""
    query = select(Todo).where(Todo.owner_id == desk.user_id, Todo.done_at.is_(None), Todo.deleted_at.is_(None))
    if until is not None:
        query = query.where(Todo.due <= until)
    with desk.reading() as connection:
        found = connection.execute(query.order_by(Todo.due.is_(None), Todo.due, Todo.id).limit(limit)).all()
        names = _subject_names(connection, [(r.subject_table, r.subject_id) for r in found if r.subject_id])
    return [
        ToDo(
            r.id, r.text, r.due, False, r.owner_id, r.subject_table, r.subject_id,
            names.get((r.subject_table, r.subject_id), ""),
        )
        for r in found
    ]  # fmt: skip


def set_done(desk: Desk, todo_id: uuid.UUID, done: bool = True) -> Changes:
    """Tick a to-do off, or take the tick away."""
    with desk.writing("notes.done") as writing:
        row = rows.fetch(writing.connection, Todo, todo_id)
        if row["subject_id"] is not None:
            _subject(desk, writing.connection, row["subject_table"], row["subject_id"])
        rows.change(writing.connection, Todo, todo_id, {"done_at": desk.clock() if done else None})
    return writing.changes


def _subject(desk: Desk, connection: Connection, table: str, record_id: uuid.UUID) -> uuid.UUID | None:
    """The customer whose rights decide on a record; UserError where the record is gone or somebody else's."""
    if table not in SUBJECTS:
        raise ValueError(f"nothing hangs on {table!r}")
    row = rows.fetch(connection, Base.metadata.tables[table], record_id)
    desk.require_owner(row.get("owner_id"))
    customer_id: uuid.UUID | None = record_id if table == "customer" else row.get("customer_id")
    return customer_id


def _subject_names(
    connection: Connection, subjects: Sequence[tuple[str, uuid.UUID]]
) -> dict[tuple[str, uuid.UUID], str]:
    """What the records are called; a paper also by its customer. One query for each kind of record."""
    names: dict[tuple[str, uuid.UUID], str] = {}
    for name, title in _NAMES.items():
        ids = [record_id for table, record_id in subjects if table == name]
        if not ids:
            continue
        table = Base.metadata.tables[name]
        query = select(table.c.id, table.c[title])
        if name in PAPERS:
            customer = rows.table_of(Customer)
            query = select(table.c.id, table.c[title], customer.c.name).outerjoin(
                customer, customer.c.id == table.c.customer_id
            )
        for row in connection.execute(query.where(table.c.id.in_(ids), table.c.deleted_at.is_(None))):
            names[name, row[0]] = " · ".join(str(part) for part in row[1:] if part)
    return names
