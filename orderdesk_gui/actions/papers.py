"""Keeps issued papers of any record for good: the exact bytes, what is known of them, a copy for the archive."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import storage
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes_papers import Issued
from orderdesk_gui.rules.numbers import paper_file_name
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.deliveries import Delivery
from orderdesk_gui.store.orders import Order
from orderdesk_gui.store.papers import Paper, PaperVoiding


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper that was drawn and is to be kept: of which kind, about which record, for whom, its bytes.

    `kind` is such as ``order_confirmation``; `title` opens the file's name; `company` is our own.
    """

    kind: str
    subject_table: str
    subject_id: uuid.UUID
    number: str
    customer_id: uuid.UUID
    customer: str
    company: str
    date: dt.date
    language: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PaperRow:
    """An issued paper in a list; `void` is the reason where it was voided."""

    id: uuid.UUID
    kind: str
    number: str
    revision: int
    language: str
    file_name: str
    issued_at: dt.datetime
    void: str


def issue(desk: Desk, drawn: Drawn, action: str, also: Callable[[Connection, uuid.UUID], None] | None = None) -> Issued:
    """Keep a paper for good in a transaction named `action`, in which `also` writes what follows from it.

    The same bytes are issued once: the paper that is kept already is returned, and nothing changes.
    """
    sha256 = files.keep(desk.store.folder, drawn.content)
    with desk.writing(action, counter_action="correct") as writing:
        connection = writing.connection
        before = _of(connection, drawn.subject_id, drawn.kind)
        same = next((row for row in before if row.sha256 == sha256 and not row.void), None)
        if same is not None:
            return Issued(same.id, same.file_name, drawn.content, Changes())
        paper_id, name = keep(desk, connection, drawn, len(before) + 1)
        if also is not None:
            also(connection, paper_id)
    return Issued(paper_id, name, drawn.content, writing.changes)


def keep(desk: Desk, connection: Connection, drawn: Drawn, revision: int) -> tuple[uuid.UUID, str]:
    """Keep a paper within a transaction under way; returns its id and file name."""
    sha256 = files.keep(desk.store.folder, drawn.content)
    paper_id = desk.new_id()
    name = file_name(drawn, revision)
    paper = {
        "id": paper_id, "scope": drawn.customer_id, "kind": drawn.kind, "subject_table": drawn.subject_table,
        "subject_id": drawn.subject_id, "number": drawn.number, "revision": revision, "language": drawn.language,
        "date": drawn.date, "file_name": name, "sha256": sha256, "size": len(drawn.content),
        "customer_id": drawn.customer_id, "issued_at": desk.clock(), "issued_by": desk.user_id,
    }  # fmt: skip
    rows.add(connection, Paper, [paper])
    path = storage.archive_path(drawn.company, drawn.date.year, drawn.customer, name)
    storage.queue(connection, paper_id, path)
    return paper_id, name


def file_name(drawn: Drawn, revision: int) -> str:
    """``订单确认_SO-2026-7K3F-0001_华为技术.pdf``; from the second revision on with ``_R2``."""
    return paper_file_name(drawn.title, drawn.number, drawn.customer, revision if revision > 1 else None)


@dataclass(frozen=True, slots=True)
class _Kept:
    id: uuid.UUID
    file_name: str
    sha256: str
    void: str | None


def _of(connection: Connection, subject_id: uuid.UUID, kind: str) -> list[_Kept]:
    found = connection.execute(
        select(Paper.id, Paper.file_name, Paper.sha256, PaperVoiding.reason)
        .outerjoin(PaperVoiding, PaperVoiding.paper_id == Paper.id)
        .where(Paper.subject_id == subject_id, Paper.kind == kind)
        .order_by(Paper.issued_at.desc(), Paper.id.desc())
    )
    return [_Kept(*row) for row in found]


def of_record(desk: Desk, subject_id: uuid.UUID) -> list[PaperRow]:
    """The papers issued about a record, newest first."""
    with desk.reading() as connection:
        found = connection.execute(
            select(
                Paper.id, Paper.kind, Paper.number, Paper.revision, Paper.language, Paper.file_name, Paper.issued_at,
                PaperVoiding.reason,
            )
            .outerjoin(PaperVoiding, PaperVoiding.paper_id == Paper.id)
            .where(Paper.subject_id == subject_id)
            .order_by(Paper.issued_at.desc(), Paper.id.desc())
        )  # fmt: skip
        return [PaperRow(*row[:-1], row[-1] or "") for row in found]


def content(desk: Desk, paper_id: uuid.UUID) -> tuple[str, bytes]:
    """File name and exact bytes of an issued paper. UserError where the kept file is lost or was changed."""
    with desk.reading() as connection:
        row = rows.fetch(connection, Paper, paper_id)
        desk.require_owner(_owner(connection, row))
    return row["file_name"], files.read(desk.store.folder, row["sha256"])


def _owner(connection: Connection, paper: Mapping[str, Any]) -> uuid.UUID | None:
    """Whose the record is that a paper is about."""
    query: AnySelect
    if paper["subject_table"] == "sales_order":
        query = select(Order.owner_id).where(Order.id == paper["subject_id"])
    elif paper["subject_table"] == "delivery":
        query = (
            select(Order.owner_id)
            .join(Delivery, Delivery.order_id == Order.id)
            .where(Delivery.id == paper["subject_id"])
        )
    else:
        query = select(Customer.owner_id).where(Customer.id == paper["customer_id"])
    owner: uuid.UUID | None = connection.execute(query).scalar()
    return owner
