"""Pages of the lists of quotations and of orders with very many in the file, against the bare keyset query."""

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from orderdesk_gui.actions import orders, quotes
from tests.bench.measuring import Measured, compare
from tests.bench.offices import Office, add_orders, add_quotations, bare, office

MANY, FEW = 1_000_000, 1_000
TIMES = 20


@dataclass(frozen=True)
class Kind:
    """A list that is measured: what is in it, its table, what asks for a page, and what fills the file."""

    name: str
    table: str
    ask: Callable[..., Any]
    fill: Callable[[Path, uuid.UUID, uuid.UUID, int], None]


KINDS = (
    Kind("quotations", "quote", quotes.list_quotes, add_quotations),
    Kind("orders", "sales_order", orders.list_orders, add_orders),
)


def measure(folder: Path, many: int = MANY) -> Iterator[Measured]:
    """The lines of the table about lists."""
    for kind in KINDS:
        yield from _measure(kind, folder / kind.name, many)


def _measure(kind: Kind, folder: Path, many: int) -> Iterator[Measured]:
    big, small = office(folder / "many"), office(folder / "few")
    for at, count in ((big, many), (small, FEW)):
        kind.fill(at.store.path, at.clerk.user_id, at.customer, count)
    first, after = _page(kind, big), _middle(kind, big)
    what = f"{many:,} {kind.name}"
    with closing(bare(big.store.path)) as db:
        floor = _bare_page(kind, big, db)
        assert len(floor()) == 101
        yield compare("paging", f"first of {what} against the bare query", first, floor, 4, times=TIMES)
    yield compare("paging", f"first of {what} against that of {FEW:,}", first, _page(kind, small), 1.3, times=TIMES)
    yield compare("paging", f"middle of {what} against the first", _page(kind, big, after), first, 1.5, times=TIMES)
    big.store.close()
    small.store.close()


def _page(kind: Kind, at: Office, after: tuple[Any, ...] | None = None) -> Callable[[], object]:
    assert len(kind.ask(at.manager, after=after).rows) == 100
    return lambda: kind.ask(at.manager, after=after)


def _middle(kind: Kind, at: Office) -> tuple[Any, ...]:
    with closing(bare(at.store.path)) as db:
        count = db.execute(f"SELECT count(*) FROM {kind.table}").fetchone()[0]
        date, row_id = db.execute(f"SELECT date, id FROM {kind.table} ORDER BY date DESC, id DESC LIMIT 1 OFFSET ?",
                                  (count // 2,)).fetchone()  # fmt: skip
    return dt.date.fromisoformat(date), uuid.UUID(bytes=row_id)


def _bare_page(kind: Kind, at: Office, db: sqlite3.Connection) -> Callable[[], list[Any]]:
    """The very query of the list by sqlite3 alone: the rows as they lie in the file."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        asked.append((statement, values))

    event.listen(at.store.engine, "before_cursor_execute", note)
    kind.ask(at.manager)
    event.remove(at.store.engine, "before_cursor_execute", note)
    statement, values = next(one for one in asked if f"FROM {kind.table}" in one[0])
    return lambda: db.execute(statement, values).fetchall()
