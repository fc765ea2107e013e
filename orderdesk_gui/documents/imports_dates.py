"""Days as people write them in sheets: date cells, serial numbers, Chinese and English forms."""

import datetime
import re
import unicodedata
from decimal import Decimal

from orderdesk_gui.documents.workbook import Cell
from orderdesk_gui.rules.language import UserError

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEAR_LAST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?")
_DAY_NAMED = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})")
_NAMED_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_EPOCH = datetime.date(1899, 12, 30)


def date(cell: Cell) -> datetime.date:
    """A day, from a date cell, an Excel serial number, or the ways in which people write it.

    03/04/2026 is refused because it means two days.
    """
    if type(cell) is datetime.date:
        found: datetime.date | None = cell
    elif isinstance(cell, datetime.datetime):
        found = cell.date()
    elif isinstance(cell, Decimal):
        found = _date_in_number(cell)
    elif isinstance(cell, str):
        found = _date_in_text(unicodedata.normalize("NFKC", cell).strip().lower())
    else:
        found = None
    if found is None or not 1980 <= found.year <= 2100:
        raise UserError("“{text}” is not a date. Write it as 2026-11-21.", text=str(cell)[:40])
    return found


def _date_in_number(value: Decimal) -> datetime.date | None:
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return _EPOCH + datetime.timedelta(days=int(value))
    return _date_in_text(f"{value:f}")


def _date_in_text(line: str) -> datetime.date | None:
    if found := _YEAR_FIRST.fullmatch(line) or _COMPACT.fullmatch(line):
        return _day(found[1], found[2], found[3])
    if found := _POINTS.fullmatch(line):
        return _day(found[3], found[2], found[1])
    if found := _YEAR_LAST.fullmatch(line):
        return _unambiguous(int(found[1]), int(found[2]), found[3], line)
    if (found := _DAY_NAMED.fullmatch(line)) and found[2][:3] in _MONTHS:
        return _day(found[3], _MONTHS.index(found[2][:3]) + 1, found[1])
    if (found := _NAMED_DAY.fullmatch(line)) and found[1][:3] in _MONTHS:
        return _day(found[3], _MONTHS.index(found[1][:3]) + 1, found[2])
    if re.fullmatch(r"\d{5}(\.\d+)?", line):
        return _date_in_number(Decimal(line))
    return None


def _unambiguous(first: int, second: int, year: str, line: str) -> datetime.date | None:
    if first <= 12 and second <= 12 and first != second:
        raise UserError(
            "“{text}” may mean two different days. Write it as {one} or {other}.",
            text=line[:40],
            one=_day(year, first, second),
            other=_day(year, second, first),
        )
    return _day(year, second, first) if first > 12 else _day(year, first, second)


def _day(year: str, month: str | int, day: str | int) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
