"""Pages of a long list by keyset: a million rows open as fast as ten."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, tuple_

from orderdesk_gui.store.base import AnyRow, AnySelect


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list in order; `after` is the place where the next page begins, None at the end."""

    rows: tuple[AnyRow, ...]
    after: tuple[Any, ...] | None


def page(
    connection: Connection,
    query: AnySelect,
    order: Sequence[ColumnElement[Any]],
    *,
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    descending: bool = True,
) -> Page:
    """The next `limit` rows of `query` in `order` (all columns in one direction; the last is unique).

    `query` must select the columns of `order` first. Never counts and never skips rows.
    """
    statement = _statement(query, tuple(order), limit, descending, after is not None)
    rows = connection.execute(statement, {f"after_{n}": value for n, value in enumerate(after or ())}).all()
    more = len(rows) > limit
    rows = rows[:limit]
    last = tuple(rows[-1][: len(order)]) if more and rows else None
    return Page(tuple(rows), last)


@lru_cache(maxsize=64)
def _statement(
    query: AnySelect, order: tuple[ColumnElement[Any], ...], limit: int, descending: bool, begun: bool
) -> AnySelect:
    """Kept, since making it and finding its text again takes longer than the page itself."""
    if begun:
        place = tuple_(*order)
        last = tuple_(*(bindparam(f"after_{n}", type_=column.type) for n, column in enumerate(order)))
        query = query.where(place < last if descending else place > last)
    return query.order_by(*(c.desc() if descending else c.asc() for c in order)).limit(limit + 1)


def count(connection: Connection, query: AnySelect) -> int:
    """How many rows `query` has."""
    return int(connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one())


def count_of(connection: Connection, column: ColumnElement[Any], condition: ColumnElement[bool] | None) -> int:
    """How many rows of `column`'s table fulfil `condition`, which is about that table alone: no join is counted."""
    query = select(func.count(column))
    return int(connection.execute(query if condition is None else query.where(condition)).scalar_one())
