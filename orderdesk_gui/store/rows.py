"""Writes rows of any registered table: new ones, changed fields, children of a record, tombstones."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, Update, bindparam, insert, select, update

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.base import AnySelect, Base


def table_of(model: type[Base] | Table) -> Table:
    """The table behind a class of the store."""
    return model if isinstance(model, Table) else model.__table__


@cache
def _inserting(table: Table) -> Insert:
    return insert(table)


@cache
def _by_id(table: Table) -> AnySelect:
    """Statements are made once: to make one takes longer than SQLite needs to run it."""
    return select(table).where(table.c.id == bindparam("row_id"))


@cache
def _living_by(table: Table, parent: str) -> AnySelect:
    living = select(table).where(table.c[parent] == bindparam("parent_id"), table.c.deleted_at.is_(None))
    return living.order_by(table.c.position)


@cache
def _changing(table: Table, fields: frozenset[str]) -> Update:
    values: dict[str, Any] = {field: bindparam(f"_{field}") for field in sorted(fields)}
    return update(table).where(table.c.id == bindparam("row_id")).values(values)


def add(connection: Connection, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all in one statement; each has the same keys, `id` among them."""
    if rows:
        connection.execute(_inserting(table_of(model)), [dict(row) for row in rows])


def fetch(connection: Connection, model: type[Base] | Table, row_id: uuid.UUID) -> dict[str, Any]:
    """One row as a dictionary; UserError where it was never there or is in the recycle bin."""
    row = connection.execute(_by_id(table_of(model)), {"row_id": row_id}).mappings().one_or_none()
    if row is None or row["deleted_at"] is not None:
        raise UserError("This record is no longer there. Look for it in the recycle bin.")
    return dict(row)


def change(connection: Connection, model: type[Base], row_id: uuid.UUID, values: Mapping[str, Any]) -> None:
    """Set some fields of a row; the journal notes only those that really differ."""
    statement = _changing(table_of(model), frozenset(values))
    done = connection.execute(statement, {**{f"_{key}": value for key, value in values.items()}, "row_id": row_id})
    if done.rowcount != 1:
        raise UserError("This record is no longer there. Look for it in the recycle bin.")


def children(connection: Connection, model: type[Base], parent: str, parent_id: uuid.UUID) -> list[dict[str, Any]]:
    """The living rows of a child table in order of position."""
    found = connection.execute(_living_by(table_of(model), parent), {"parent_id": parent_id})
    return [dict(row) for row in found.mappings()]


def replace_children(
    connection: Connection,
    model: type[Base],
    parent: str,
    parent_id: uuid.UUID,
    rows: Iterable[Mapping[str, Any]],
    *,
    now: datetime,
    make_id: Callable[[], uuid.UUID],
) -> None:
    """Make `rows` the children of a record: known ids change, new ones are added, missing ones go to the bin.

    At most four statements, however many rows there are.
    """
    table = table_of(model)
    living = {row["id"]: row for row in children(connection, model, parent, parent_id)}
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    kept: set[uuid.UUID] = set()
    for position, row in enumerate(rows):
        whole = {**row, parent: parent_id, "position": position}
        known = living.get(row.get("id")) if row.get("id") else None
        if known is None:
            added.append({**whole, "id": make_id()})
            continue
        kept.add(known["id"])
        if any(known[key] != value for key, value in whole.items()):
            changed.append({**known, **whole})
    add(connection, model, added)
    if changed:
        fields = [c.name for c in table.columns if c.name != "id"]
        connection.execute(
            update(table).where(table.c.id == bindparam("_id")).values({f: bindparam(f"_{f}") for f in fields}),
            [{f"_{key}": value for key, value in row.items()} for row in changed],
        )
    gone = [row_id for row_id in living if row_id not in kept]
    if gone:
        connection.execute(update(table).where(table.c.id.in_(gone)).values(deleted_at=now))
