"""What every list of records gives to the screen and the command line: rows, the next page, the total."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import search
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.paging import count_of, page

T = TypeVar("T")
SEARCH_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A part of a list: its rows, the place where the next part begins (None: the end), and how many in all.

    `total` is None where it was not asked for.
    """

    rows: tuple[T, ...]
    after: tuple[Any, ...] | None
    total: int | None = None


def listed(
    desk: Desk,
    query: AnySelect,
    order: Sequence[ColumnElement[Any]],
    make: Callable[[Any], T],
    *,
    text: str = "",
    table: str = "",
    id_column: ColumnElement[Any],
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
    descending: bool = True,
) -> Listed[T]:
    """One part of a list. With `text`, only the records of `table` that the search box finds.

    Where `counted`, the conditions of `query` must be about the table of `id_column` alone.
    """
    if text.strip():
        search_now(desk)
    with desk.reading() as connection:
        if text.strip():
            most = SEARCH_LIMIT if desk.may(Right.SEE_ALL_CUSTOMERS) else SEARCH_LIMIT * 20  # colleagues' fall away
            hits = search.find(connection, text, limit=most, tables=(table,))
            query = query.where(id_column.in_([hit.id for hit in hits]))
        found = page(connection, query, order, after=after, limit=limit, descending=descending)
        total = count_of(connection, id_column, query.whereclause) if counted else None
    return Listed(tuple(make(row) for row in found.rows), found.after, total)


def search_now(desk: Desk) -> None:
    """Bring the search index up to date with what was written since."""
    with desk.reading() as connection:
        waiting = search.stale(connection)
    while waiting:
        with desk.store.plain_writing() as connection:
            waiting = search.refresh(connection)
