"""Pages of the list of quotations with very many in the file, against the bare keyset query."""

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import event

from orderdesk_gui.actions import quotes
from tests.bench.measuring import Measured, compare
from tests.bench.offices import Office, add_quotations, bare, office

MANY, FEW = 1_000_000, 1_000
TIMES = 20


def measure(folder: Path, many: int = MANY) -> Iterator[Measured]:
    """The lines of the table about lists."""
    big, small = office(folder / "many"), office(folder / "few")
    for at, count in ((big, many), (small, FEW)):
        add_quotations(at.store.path, at.clerk.user_id, at.customer, count)
    first, after = _page(big), _middle(big)
    with closing(bare(big.store.path)) as db:
        floor = _bare_page(big, db)
        assert len(floor()) == 101
        yield compare("paging", f"first of {many:,} against the bare keyset query", first, floor, 4, times=TIMES)
    yield compare("paging", f"first of {many:,} against first of {FEW:,}", first, _page(small), 1.3, times=TIMES)
    yield compare("paging", f"page in the middle of {many:,} against the first", _page(big, after), first, 1.5,
                  times=TIMES)  # fmt: skip
    big.store.close()
    small.store.close()


def _page(at: Office, after: tuple[Any, ...] | None = None) -> Callable[[], object]:
    assert len(quotes.list_quotes(at.manager, after=after).rows) == 100
    return lambda: quotes.list_quotes(at.manager, after=after)


def _middle(at: Office) -> tuple[Any, ...]:
    with closing(bare(at.store.path)) as db:
        count = db.execute("SELECT count(*) FROM quote").fetchone()[0]
        date, row_id = db.execute("SELECT date, id FROM quote ORDER BY date DESC, id DESC LIMIT 1 OFFSET ?",
                                  (count // 2,)).fetchone()  # fmt: skip
    return dt.date.fromisoformat(date), uuid.UUID(bytes=row_id)


def _bare_page(at: Office, db: sqlite3.Connection) -> Callable[[], list[Any]]:
    """The very query of the list by sqlite3 alone: the rows as they lie in the file."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        asked.append((statement, values))

    event.listen(at.store.engine, "before_cursor_execute", note)
    quotes.list_quotes(at.manager)
    event.remove(at.store.engine, "before_cursor_execute", note)
    statement, values = next(one for one in asked if "FROM quote" in one[0])
    return lambda: db.execute(statement, values).fetchall()
