"""Writes any list as it is shown to xlsx or csv, safe against formulas in texts."""

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Literal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from orderdesk_gui.documents.exports_file import written_whole
from orderdesk_gui.documents.workbook_progress import EVERY, Progress, Stop, report
from orderdesk_gui.rules.language import UserError, tr

Kind = Literal["text", "number", "amount", "price", "percent", "date", "moment"]

MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
FONT = "Microsoft YaHei UI"
HEAD_COLOUR = "#E8EEF4"

_FORMATS: dict[Kind, str] = {
    "amount": "#,##0.00",
    "price": "#,##0.00####",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "percent": "0.##%",
}
_WIDTHS: dict[Kind, int] = {"text": 18, "number": 12, "amount": 14, "price": 12, "percent": 9, "date": 12, "moment": 17}
_SAFE_DIGITS = 15
_LEAST_SAFE, _MOST_SAFE = Decimal(10) ** -9, Decimal(10) ** 9
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


@dataclass(frozen=True)
class Column:
    """A column of a list: its heading as shown, what its cells are, its width in characters (0: usual)."""

    title: str
    kind: Kind = "text"
    width: int = 0


def write_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    target: Path | BinaryIO,
    *,
    title: str,
    total: int = 0,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> int:
    """Write `rows` (str, int, Decimal, date, aware datetime, bool or None per column) and count them.

    Texts stay texts, whatever they begin with. Rows are streamed; `total` only serves the progress. Raises
    UserError where the file cannot be written or holds too many rows, Stopped where asked to stop; then
    there is no file, or the old one.
    """
    with written_whole(target) as stream:
        book = xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_numbers": False})
        try:
            return _fill(book, columns, rows, title, (total, progress, stop))
        finally:
            book.close()


def write_csv(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    target: Path | BinaryIO,
    *,
    total: int = 0,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> int:
    """Write `rows` as UTF-8 with a byte order mark and CRLF, which Excel and WPS open rightly.

    A text that a program might run as a formula gets a ' before it; numbers never do. Otherwise as
    `write_xlsx`.
    """
    with written_whole(target) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([_csv_text(column.title) for column in columns])
        number = 0
        for number, row in enumerate(rows, 1):
            writer.writerow([_csv_cell(cell) for cell in row])
            if not number % EVERY:
                report(number, total, progress, stop)
        report(number, number, progress, stop)
        text.flush()
        text.detach()
        return number


def sheet_name(title: str) -> str:
    """`title` as Excel allows it on a sheet: 31 characters, none of []:*?/\\, no ' at the ends."""
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip().strip("'")[:31].strip() or "Sheet1"


def _fill(
    book: "xlsxwriter.Workbook",
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    title: str,
    reporting: tuple[int, Progress | None, Stop | None],
) -> int:
    book.set_properties({"title": title})
    sheet = book.add_worksheet(sheet_name(title))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width or _WIDTHS[column.kind])
    head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "bottom": 1, "font_name": FONT})
    sheet.write_row(0, 0, [column.title for column in columns], head)
    write = _cell_writer(book, sheet, columns)
    number = 0
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise UserError("A worksheet holds at most {rows} rows. Export fewer rows.", rows=MOST_ROWS)
        write(number, row)
        if not number % EVERY:
            report(number, *reporting)
    if columns:
        sheet.autofilter(0, 0, number, len(columns) - 1)
    report(number, number, reporting[1], reporting[2])
    return number


def _cell_writer(
    book: "xlsxwriter.Workbook", sheet: Worksheet, columns: Sequence[Column]
) -> Callable[[int, Sequence[Any]], None]:
    """A function that writes one row; cells are told apart by their type, formats by their column."""
    plain = [
        book.add_format({"num_format": _FORMATS[column.kind]}) if column.kind in _FORMATS else None
        for column in columns
    ]
    day = book.add_format({"num_format": _FORMATS["date"]})
    moment = book.add_format({"num_format": _FORMATS["moment"]})
    text, figure = sheet.write_string, sheet.write_number

    def write(number: int, row: Sequence[Any]) -> None:
        for at, cell in enumerate(row):
            kind = type(cell)
            if kind is str:
                if cell:
                    text(number, at, cell[:LONGEST_TEXT])
            elif kind is Decimal:
                if _fits_a_float(cell):
                    figure(number, at, cell, plain[at])
                else:
                    text(number, at, f"{cell:f}")
            elif kind is int or kind is float:
                figure(number, at, cell, plain[at])
            elif cell is None:
                continue
            elif kind is datetime.date:
                sheet.write_datetime(number, at, cell, plain[at] or day)
            elif kind is datetime.datetime:
                sheet.write_datetime(number, at, _local(cell), plain[at] or moment)
            else:
                text(number, at, _shown(cell)[:LONGEST_TEXT])

    return write


def _fits_a_float(value: Decimal) -> bool:
    """Excel keeps 15 digits; what has more is written as text rather than changed."""
    if not value or (_LEAST_SAFE < abs(value) < _MOST_SAFE and -value.as_tuple().exponent <= 6):  # type: ignore[operator]
        return True
    return len(value.normalize().as_tuple().digits) <= _SAFE_DIGITS


def _local(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def _shown(cell: Any) -> str:
    return (tr("Yes") if cell else tr("No")) if isinstance(cell, bool) else str(cell)


def _csv_cell(cell: Any) -> str:
    if type(cell) is str:
        return _csv_text(cell)
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime.datetime):
        return _local(cell).isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, datetime.date) else _shown(cell)


def _csv_text(text: str) -> str:
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
