"""The calendars that plans and clocks go by: official days of the year, the firm's closings, the office's hours."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.documents.imports_calendar import official_list
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.office_calendar import CalendarDay, DayKind, closing_days, office_calendar, official_days
from orderdesk_gui.rules.workdays import WorkCalendar
from orderdesk_gui.store import plans as store
from orderdesk_gui.store import rows

YEARS_AROUND = (1, 2)
"""How many years before and after this one a calendar knows official days of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Days that the firm noted: a closing, a day off or a make-up day, from `first` to `last`."""

    id: uuid.UUID
    first: dt.date
    last: dt.date
    kind: DayKind
    name: str
    source: str


def entries(desk: Desk) -> list[Entry]:
    """What the firm noted, the latest first."""
    with desk.reading() as connection:
        return _entries(connection)


def _entries(connection: Connection) -> list[Entry]:
    day = store.CalendarDay
    found = connection.execute(
        select(day.id, day.first, day.last, day.kind, day.name, day.source)
        .where(day.deleted_at.is_(None), day.calendar_id.is_(None))
        .order_by(day.first.desc())
    )
    return [Entry(row.id, row.first, row.last, cast(DayKind, row.kind), row.name, row.source) for row in found]


def office(connection: Connection, on: dt.date) -> WorkCalendar:
    """The office's calendar around the year of `on`; a year that the firm imported replaces the supposed days."""
    noted = _entries(connection)
    imported = {entry.first.year for entry in noted if entry.source}
    before, after = YEARS_AROUND
    days: list[CalendarDay] = []
    for year in range(on.year - before, on.year + after + 1):
        official = official_days(year)
        if year not in imported or not any(day.provisional for day in official):
            days += official
    for entry in noted:
        span = (entry.last - entry.first).days + 1
        days += [CalendarDay(entry.first + dt.timedelta(days=n), entry.kind, entry.name) for n in range(span)]
    return office_calendar(days)


def provisional_years(desk: Desk, on: dt.date) -> list[int]:
    """Years around `on` whose official list is not known yet (暂定)."""
    with desk.reading() as connection:
        imported = {entry.first.year for entry in _entries(connection) if entry.source}
    years = range(on.year, on.year + YEARS_AROUND[1] + 1)
    return [year for year in years if year not in imported and any(day.provisional for day in official_days(year))]


_SHIFTED = "休息日"
"""How the library names a day off that a make-up day pays for; the feast beside it is what people look for."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row of one official kind and name; `provisional` 暂定, `imported` where the firm brought them in."""

    first: dt.date
    last: dt.date
    kind: DayKind
    name: str
    provisional: bool
    imported: bool


def official(desk: Desk, year: int) -> list[Span]:
    """The official days of a year as plans go by them, in order, days in a row together."""
    with desk.reading() as connection:
        noted = [entry for entry in _entries(connection) if entry.source and entry.first.year == year]
    days = list(official_days(year))
    if noted and any(day.provisional for day in days):
        days = []
    listed = {day.day: (day, False) for day in days}
    for entry in noted:
        listed[entry.first] = (CalendarDay(entry.first, entry.kind, entry.name), True)
    spans: list[Span] = []
    for on in sorted(listed):
        day, imported = listed[on]
        before = spans[-1] if spans else None
        if before is not None and (before.kind, before.imported) == (day.kind, imported) and _follows(before.last, on):
            name = day.name if before.name.startswith(_SHIFTED) else before.name
            spans[-1] = replace(before, last=on, name=name)
        else:
            spans.append(Span(on, on, day.kind, day.name, day.provisional, imported))
    return spans


def _follows(last: dt.date, on: dt.date) -> bool:
    """Whether nothing but a weekend lies between two days."""
    gap = (on - last).days
    return gap == 1 or (gap < 4 and all((last + dt.timedelta(days=n)).weekday() >= 5 for n in range(1, gap)))


def import_file(desk: Desk, path: Path) -> Changes:
    """Take over the official list of a year from a workbook or a text file: date, 休 or 班, name."""
    desk.require(Right.CHANGE_SETTINGS)
    return import_official(desk, official_list(path), path.name)


def add_closing(desk: Desk, first: dt.date, last: dt.date, name: str) -> Changes:
    """Note that the firm is closed (春节停产), both days included, as one entry."""
    desk.require(Right.CHANGE_SETTINGS)
    if not name.strip():
        raise UserError("Say what the closing is for.", field="name")
    closing_days(first, last, name)
    return _add(desk, [(first, last, "closed", name.strip())], source="")


def import_official(desk: Desk, days: Sequence[CalendarDay], source: str) -> Changes:
    """Take over the official list of a year; what was imported of that year before is replaced."""
    desk.require(Right.CHANGE_SETTINGS)
    years = {day.day.year for day in days}
    if len(years) != 1:
        raise UserError("A list holds the days of one year. Bring in each year by itself.", field="days")
    with desk.writing("calendars.import") as writing:
        for entry in _entries(writing.connection):
            if entry.source and entry.first.year in years:
                rows.change(writing.connection, store.CalendarDay, entry.id, {"deleted_at": desk.clock()})
        _write(desk, writing.connection, ((d.day, d.day, d.kind, d.name) for d in days), source)
    return writing.changes


def remove(desk: Desk, entry_id: uuid.UUID) -> Changes:
    """Take an entry away again."""
    desk.require(Right.CHANGE_SETTINGS)
    with desk.writing("calendars.remove") as writing:
        rows.change(writing.connection, store.CalendarDay, entry_id, {"deleted_at": desk.clock()})
    return writing.changes


def _add(desk: Desk, spans: Iterable[tuple[dt.date, dt.date, DayKind, str]], source: str) -> Changes:
    with desk.writing("calendars.add") as writing:
        _write(desk, writing.connection, spans, source)
    return writing.changes


def _write(
    desk: Desk, connection: Connection, spans: Iterable[tuple[dt.date, dt.date, DayKind, str]], source: str
) -> None:
    made = [
        {"id": desk.new_id(), "first": first, "last": last, "kind": kind, "name": name, "source": source}
        for first, last, kind, name in spans
    ]
    rows.add(connection, store.CalendarDay, made)
