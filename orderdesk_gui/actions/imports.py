"""Brings records and facts in from files: checked first, then all in one go."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import imports_facts, imports_judging, imports_orders, imports_papers, imports_records
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.imports_orders import Done, Job
from orderdesk_gui.actions.imports_orders_judging import OrderJudge, Unknown
from orderdesk_gui.documents import imports
from orderdesk_gui.documents.imports import CellProblem, Checked, Judge, Record
from orderdesk_gui.documents.imports_headings import Headings, check_mapping, find_headings
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.documents.imports_marketplaces import layout_of, mapping_of
from orderdesk_gui.documents.workbook import Rows, read_sheet
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import rows
from orderdesk_gui.store.people import ImportProfile

Writer = Callable[[Desk, Connection, list[Record]], tuple[int, int]]
_WRITERS: dict[str, tuple[Right, Writer]] = {
    "customers": (Right.EDIT_CUSTOMERS, imports_records.customers),
    "products": (Right.EDIT_PRODUCTS, imports_records.products),
    "prices": (Right.EDIT_PRICES, imports_records.prices),
    "inquiries": (Right.MAKE_INQUIRIES, imports_papers.inquiries),
    "quotes": (Right.MAKE_QUOTES, imports_papers.quotes),
}
_FOLLOWING: dict[str, tuple[Right, Callable[[Job], Done]]] = {
    "orders": (Right.MAKE_ORDERS, imports_orders.orders),
    "stock": (Right.EDIT_STOCK, imports_facts.stock_counts),
    "deliveries": (Right.SHIP, imports_facts.delivered),
    "receipts": (Right.NOTE_MONEY, imports_facts.received),
}
"""What comes after an order: counted once however often the same file comes in."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that was read: its cells, which column is what, and what the check says of it.

    `source` names the marketplace whose export it is; `create` says to add what is `unknown`.
    """

    kind: str
    rows: Rows
    headings: Headings
    checked: Checked
    source: str = "file"
    create: bool = False
    unknown: Unknown = field(default_factory=Unknown)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows read, records added and changed, rows left out, problems, and what changed."""

    read: int
    added: int
    changed: int
    skipped: int
    problems: tuple[CellProblem, ...]
    changes: Changes


def prepare(
    desk: Desk,
    kind: str,
    path: Path,
    *,
    sheet: str = "",
    mapping: dict[str, str] | None = None,
    heading_row: int = 0,
    create: bool = False,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Read a file and check every row; nothing is written. `mapping` is heading -> field key ("": leave out).

    `create`: customers and products that nobody has on file are added with the orders or counts that name them.

    UserError where the file cannot be read at all.
    """
    if kind not in KINDS:
        raise UserError("{kind} cannot be imported. Choose one of {kinds}.", kind=kind, kinds=", ".join(KINDS))
    check_mapping(kind, mapping or {})
    found = read_sheet(path, sheet, progress=progress, stop=stop)
    return recheck(desk, kind, found, mapping=mapping, heading_row=heading_row, create=create, progress=progress,
                   stop=stop)  # fmt: skip


def recheck(
    desk: Desk,
    kind: str,
    found: Rows,
    *,
    mapping: dict[str, str] | None = None,
    heading_row: int = 0,
    create: bool = False,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Check rows that were read already, with another choice of columns."""
    layout = layout_of(found) if kind == "orders" else None
    told = mapping_of(layout, found) if layout else {}
    with desk.reading() as connection:
        remembered = {**_remembered(connection, kind), **told, **(mapping or {})}
        judge = _judge(desk, connection, kind, create)
    headings = find_headings(found, kind, remembered=remembered, row=heading_row)
    checked = imports.check(found, headings, judge=judge, progress=progress, stop=stop)
    unknown = getattr(judge, "unknown", None) or Unknown()
    return Plan(kind, found, headings, checked, layout.key if layout else "file", create, unknown)


def _judge(desk: Desk, connection: Connection, kind: str, create: bool) -> Judge:
    if kind == "orders":
        return OrderJudge(desk, connection, create)
    if kind == "stock":
        return imports_facts.StockJudge(desk, connection, create)
    if kind == "deliveries":
        return imports_facts.DeliveryJudge(desk, connection)
    if kind == "receipts":
        return imports_facts.ReceiptJudge(desk, connection)
    return imports_judging.judge(desk, connection, kind)


def run(
    desk: Desk,
    plan: Plan,
    *,
    good_rows: bool = False,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Imported:
    """Write the checked rows in one transaction, undone as one step; facts are taken back one by one.

    With an error anywhere nothing is written, unless `good_rows` says to leave those rows out. `progress` and `stop`
    concern orders and what follows them; Stopped leaves the file as it was.
    """
    following = plan.kind in _FOLLOWING
    right = _FOLLOWING[plan.kind][0] if following else _WRITERS[plan.kind][0]
    desk.require(Right.IMPORT_DATA)
    desk.require(right)
    checked = plan.checked
    problems = tuple(checked.problems)
    if not checked.clean and not good_rows:
        return Imported(checked.read, 0, 0, checked.read, problems, Changes())
    facts = following and (plan.kind != "orders" or imports_orders.keeps_facts(checked.records))
    with desk.writing(f"imports.{plan.kind}", counter_action="correct" if facts else None) as writing:
        if following:
            job = Job(desk, writing.connection, checked.records, plan.source, plan.create, progress, stop)
            done = _FOLLOWING[plan.kind][1](job)
            added, changed, known = done.added, 0, done.skipped
        else:
            added, changed = _WRITERS[plan.kind][1](desk, writing.connection, checked.records)
            known = 0
        _remember(desk, writing.connection, plan)
    left_out = checked.read - len(checked.records) + known
    return Imported(checked.read, added, changed, left_out, problems, writing.changes)


def _key(titles: tuple[str, ...]) -> str:
    return json.dumps(sorted(title for title in titles if title), ensure_ascii=False)


def _remembered(connection: Connection, kind: str) -> dict[str, str]:
    query = select(ImportProfile.mapping).where(ImportProfile.kind == kind, ImportProfile.deleted_at.is_(None))
    merged: dict[str, str] = {}
    for mapping in connection.execute(query.order_by(ImportProfile.id)).scalars():
        merged.update(mapping)
    return merged


def _remember(desk: Desk, connection: Connection, plan: Plan) -> None:
    """Keep which heading meant which field, for the next file with these headings."""
    headings = plan.headings
    mapping: dict[str, Any] = {headings.titles[at]: key for at, key in headings.fields.items() if headings.titles[at]}
    key = _key(headings.titles)
    query = select(ImportProfile.id, ImportProfile.mapping).where(
        ImportProfile.kind == plan.kind, ImportProfile.headings == key, ImportProfile.deleted_at.is_(None)
    )
    known = connection.execute(query).first()
    if known is None:
        row = {"id": desk.new_id(), "kind": plan.kind, "headings": key, "mapping": mapping}
        rows.add(connection, ImportProfile, [row])
    elif known.mapping != mapping:
        rows.change(connection, ImportProfile, known.id, {"mapping": mapping})
