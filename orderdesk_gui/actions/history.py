"""The journal as a person reads it: one line per changed record, with names instead of ids and plain figures."""

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Connection, Table, select

from orderdesk_gui.actions import people
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.lists import SEARCH_LIMIT, Listed, search_now
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import search
from orderdesk_gui.store.base import Base, Identifier, Moment, Scaled, tables, traits_of

KINDS: dict[str, tuple[str, ...]] = {
    "customers": ("customer", "contact", "address", "bank_account", "communication"),
    "products": ("product", "price_list", "price_row", "tier_discount"),
    "inquiries": ("inquiry", "inquiry_line"),
    "quotations": ("quote", "quote_revision", "quote_line", "approval_request", "approval_step", "approval_decision"),
    "contracts": ("contract", "contract_version", "contract_line", "contract_clause", "contract_template",
                  "library_clause"),
    "papers": ("paper", "paper_voiding", "attachment", "todo"),
    "settings": ("company", "user", "right", "authority", "setting", "vat_rate", "approval_rule", "import_profile"),
}  # fmt: skip
"""Kinds of record one can filter by, with their tables."""

_TITLES = ("number", "name", "name_zh", "code", "title", "text", "key", "file_name", "currency", "tier", "category")
_DULL = {"id", "scope", "position", "name_key", "subject_table"}


@dataclass(frozen=True, slots=True)
class Field:
    """One changed field: its column, what stood there before and what stands there after (None: nothing)."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One record changed in one transaction; `mine` says whether this person did it and may undo it."""

    entry: int
    tx: str
    at: dt.datetime
    user: str
    action: str
    table: str
    row: uuid.UUID
    title: str
    op: str
    fields: tuple[Field, ...]
    counter_action: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: a text anywhere in the change, a person, a kind of record (of :data:`KINDS`), one record."""

    text: str = ""
    person: str = ""
    kind: str = ""
    row: uuid.UUID | None = None


def changes(desk: Desk, query: Query, after: int | None = None, limit: int = 100) -> Listed[Change]:
    """A part of the journal, newest first; costs and margins only with the right to see them.

    Who may not see all customers reads only what they wrote themselves.
    """
    desk.require(Right.SEE_JOURNAL)
    named: list[str] = []
    if query.text:
        search_now(desk)
        with desk.reading() as connection:
            named = [hit.id.hex for hit in search.find(connection, query.text, limit=SEARCH_LIMIT)]
    where, parameters = _where(desk, query, after, named)
    sql = (
        "SELECT j.entry, j.tx, t.now, t.user, t.action, j.tbl, j.pk, j.op, j.before, j.after, t.counter_action "
        f"FROM journal j JOIN journal_tx t ON t.tx = j.tx WHERE {where} ORDER BY j.entry DESC LIMIT ?"
    )
    with desk.reading() as connection:
        found = connection.exec_driver_sql(sql, (*parameters, limit + 1)).all()
        total = None
        if after is None and not query.text:
            counting = f"SELECT count(*) FROM journal j JOIN journal_tx t ON t.tx = j.tx WHERE {where}"
            total = int(connection.exec_driver_sql(counting, tuple(parameters)).scalar_one())
        rows = [_row(desk, r) for r in found[:limit]]
        names = _names(connection, rows)
    made = tuple(_readable(row, names, desk.user_id) for row in rows)
    more = len(found) > limit
    return Listed(made, (found[limit - 1][0],) if more else None, total)


def writers(desk: Desk) -> list[tuple[str, str]]:
    """(id as hex, name) of everybody, for the filter."""
    desk.require(Right.SEE_JOURNAL)
    return [(person.id.hex, person.name) for person in people.list_people(desk) if person.id is not None]


def _where(desk: Desk, query: Query, after: int | None, named: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition; `named` are the records (id as hex) that the search box finds for the text."""
    where: list[str] = ["j.entry < ?"]
    parameters: list[Any] = [after or 2**62]
    if query.person:
        where.append("t.user = ?")
        parameters.append(query.person)
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        where.append("t.user = ?")
        parameters.append(desk.user_id.hex)
    if query.kind:
        wanted = KINDS[query.kind]
        where.append(f"j.tbl IN ({', '.join('?' * len(wanted))})")
        parameters.extend(wanted)
    if query.row is not None:
        where.append("j.pk = ?")
        parameters.append(query.row.hex)
    words = query.text.split()
    if words:
        after_text, before_text = (_searched(desk, column) for column in ("j.after", "j.before"))
        like = " AND ".join([f"({after_text} LIKE ? ESCAPE '\\' OR {before_text} LIKE ? ESCAPE '\\')"] * len(words))
        places = ", ".join("?" * len(named))
        where.append(f"({like} OR j.pk IN ({places}))" if named else f"({like})")
        for word in words:
            parameters += [f"%{_LIKE.sub(_escaped, word)}%"] * 2
        parameters += named
    return " AND ".join(where), parameters


def _searched(desk: Desk, column: str) -> str:
    """The SQL of what a text is looked for in: without the fields that this person may not see."""
    cases = [
        f"WHEN '{table.name}' THEN json_remove({column}, {', '.join(repr(f'$.{name}') for name in sorted(hidden))})"
        for table in tables()
        if (hidden := _hidden(desk, table))
    ]
    return f"CASE j.tbl {' '.join(cases)} ELSE {column} END" if cases else column


def _hidden(desk: Desk, table: Table) -> set[str]:
    """The columns of costs and margins that this person may not see."""
    hidden: set[str] = set()
    if not desk.may(Right.SEE_COST):
        hidden |= traits_of(table).secret
    if not desk.may(Right.SEE_MARGIN):
        hidden |= traits_of(table).margins
    return hidden


_LIKE = re.compile(r"[\\%_]")


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _row(desk: Desk, found: Any) -> dict[str, Any]:
    table = Base.metadata.tables[found[5]]
    hidden = _DULL | _hidden(desk, table)
    before = json.loads(found[8]) if found[8] else {}
    after = json.loads(found[9]) if found[9] else {}
    keys = [c.name for c in table.columns if c.name in before or c.name in after]
    shown = {key: (before.get(key), after.get(key)) for key in keys if key not in hidden}
    return {"raw": found, "table": table, "fields": shown}


def _names(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What the records that the rows tell of are called, by id as hex; one query per table."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row["table"].name, set()).add(row["raw"][6])
    loose = {
        value
        for row in rows
        for key, pair in row["fields"].items()
        for value in pair
        if isinstance(value, str) and isinstance(row["table"].c[key].type, Identifier)
    }
    loose |= {row["raw"][3] for row in rows}
    names: dict[str, str] = {}
    for table in tables("shared"):
        title = next((name for name in _TITLES if name in table.c), None)
        ids = wanted.get(table.name, set()) | (loose if table.name in _REFERRED else set())
        if title is None or not ids:
            continue
        for part in _parts(sorted(ids)):
            query = select(table.c.id, table.c[title]).where(table.c.id.in_([uuid.UUID(one) for one in part]))
            names.update((row[0].hex, str(row[1])) for row in connection.execute(query))
    for child in _PARENTS:
        names.update(_by_parent(connection, child, sorted(wanted.get(child, ()))))
    return names


_PARENTS = {
    "quote_revision": ("quote", "quote_id", " R{}"),
    "contract_clause": ("contract", "contract_id", ""),
    "contract_version": ("contract", "contract_id", " V{}"),
}
"""What has no name of its own is called by its paper: its table, the column that leads there, and its own number."""


def _by_parent(connection: Connection, child: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    """Revisions as ``QT-2026-7K3F-0007 R2`` and the like, by id as hex."""
    name, column, number = _PARENTS[child]
    own, parent = Base.metadata.tables[child], Base.metadata.tables[name]
    counted = own.c.number if "number" in own.c else own.c.version if "version" in own.c else own.c.id
    for part in _parts(ids):
        query = select(own.c.id, parent.c.number, counted).where(
            parent.c.id == own.c[column], own.c.id.in_([uuid.UUID(one) for one in part])
        )
        yield from ((row[0].hex, f"{row[1]}{number.format(row[2])}") for row in connection.execute(query))


_REFERRED = {"customer", "product", "user", "company", "quote", "inquiry", "contract", "price_list", "contact"}


def _parts(ids: list[str], size: int = 400) -> Iterable[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _readable(row: Mapping[str, Any], names: Mapping[str, str], me: uuid.UUID) -> Change:
    entry, tx, now, user, action, table, pk, op, _before, _after, counter = row["raw"]
    fields = tuple(
        Field(key, _value(row["table"], key, before, names), _value(row["table"], key, after, names))
        for key, (before, after) in row["fields"].items()
        if op != "I" or after not in (None, "", 0, "[]", "{}")
    )
    return Change(
        entry, tx, dt.datetime.fromisoformat(now), names.get(user, "" if user == uuid.UUID(int=0).hex else user[:8]),
        action, table, uuid.UUID(pk), names.get(pk, ""), op, fields, counter or "", user == me.hex,
    )  # fmt: skip


def _value(table: Table, key: str, value: Any, names: Mapping[str, str]) -> Any:
    """A journalled value as it is meant: exact decimals, names, booleans, local moments."""
    if value is None:
        return None
    kind = table.c[key].type
    if isinstance(kind, Scaled):
        return Decimal(value).scaleb(-kind.places).normalize() + 0
    if isinstance(kind, Identifier):
        return names.get(value, str(value)[:8])
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, Moment):
        return dt.datetime.fromisoformat(value).astimezone().strftime("%Y-%m-%d %H:%M")
    return value
