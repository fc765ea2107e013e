"""Reads the official list of days off and make-up days of a year from a workbook or a text file."""

from pathlib import Path

from orderdesk_gui.documents import imports_dates
from orderdesk_gui.documents.workbook import Cell, read_sheet
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.office_calendar import CalendarDay, DayKind

_WORDS: dict[DayKind, tuple[str, ...]] = {
    "holiday": ("休", "放假", "休息", "休假", "假", "holiday", "off", "rest"),
    "workday": ("班", "上班", "补班", "调休", "调休上班", "workday", "work", "working day"),
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words}


def official_list(path: Path) -> tuple[CalendarDay, ...]:
    """The days of a list whose columns are date, 休 or 班, and name, by day; a first row of headings is passed over.

    UserError naming the row where a date or kind cannot be read, a day is listed twice, or there is no day at all.
    """
    days: dict[object, CalendarDay] = {}
    for number, row in enumerate(read_sheet(path).cells, 1):
        cells = [*row, None, None, None][:3]
        if all(cell is None or not str(cell).strip() for cell in cells):
            continue
        if number == 1 and _kind(cells[1]) is None:
            continue
        day = _day(cells, number)
        if day.day in days:
            raise UserError("Row {row}: {day} is listed twice. Keep one of them.", row=number, day=day.day)
        days[day.day] = day
    if not days:
        raise UserError("There is no day in this file. Its columns are date, 休 or 班, and name.")
    return tuple(sorted(days.values(), key=lambda entry: entry.day))


def _day(cells: list[Cell], number: int) -> CalendarDay:
    try:
        on = imports_dates.date(cells[0])
    except UserError as error:
        raise UserError("Row {row}: {problem}", row=number, problem=error.message) from error
    kind = _kind(cells[1])
    if kind is None:
        raise UserError("Row {row}: write 休 for a day off or 班 for a make-up workday.", row=number)
    return CalendarDay(on, kind, "" if cells[2] is None else str(cells[2]).strip())


def _kind(cell: Cell) -> DayKind | None:
    return _KINDS.get(str(cell).strip().casefold()) if cell is not None else None
