"""What every list of records gives to the screen and the command line: rows, the next page, the total."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, or_

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import search
from orderdesk_gui.store.base import AnySelect, Base
from orderdesk_gui.store.paging import count_of, page

T = TypeVar("T")
SEARCH_LIMIT = 200
PAPERS = ("inquiry", "quote", "contract", "sales_order")
"""Tables of papers; each has its customer's id."""


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

    A paper is also found by what its customer is found by: pinyin initials, phone, code, a contact's name.
    Where `counted`, the conditions of `query` must be about the table of `id_column` alone.
    """
    if text.strip():
        search_now(desk)
    with desk.reading() as connection:
        if text.strip():
            most = SEARCH_LIMIT if desk.may(Right.SEE_ALL_CUSTOMERS) else SEARCH_LIMIT * 20  # colleagues' fall away
            query = query.where(_found(connection, text, table, id_column, most))
        found = page(connection, query, order, after=after, limit=limit, descending=descending)
        total = count_of(connection, id_column, query.whereclause) if counted else None
    return Listed(tuple(make(row) for row in found.rows), found.after, total)


def _found(
    connection: Connection, text: str, table: str, id_column: ColumnElement[Any], limit: int
) -> ColumnElement[bool]:
    found = id_column.in_([hit.id for hit in search.find(connection, text, limit=limit, tables=(table,))])
    if table not in PAPERS:
        return found
    buyers = search.find(connection, text, limit=limit, tables=("customer",))
    customer_id = Base.metadata.tables[table].c.customer_id
    return or_(found, customer_id.in_([hit.id for hit in buyers])) if buyers else found


def search_now(desk: Desk) -> None:
    """Bring the search index up to date with what was written since."""
    with desk.reading() as connection:
        waiting = search.stale(connection)
    while waiting:
        with desk.store.plain_writing() as connection:
            waiting = search.refresh(connection)
