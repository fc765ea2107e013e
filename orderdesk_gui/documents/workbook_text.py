"""Reads comma, tab or semicolon separated text in the encodings that Chinese offices produce."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orderdesk_gui.documents.workbook_progress import EVERY, Progress, Stop, report
from orderdesk_gui.rules.language import UserError

LARGEST = 128 * 2**20
MOST_CELLS = 6_000_000
"""500,000 order lines of twelve columns; a workbook, which takes far more memory, may hold fewer."""
LONGEST_CELL = 32_767
DELIMITERS = ",\t;|"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_COMMON_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_FEW_COMMON = 0.6
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SHARED = 50_000
"""So many cells at most are compared with later ones, which share their memory where they say the same."""
_SAMPLE_LINES = 60
_SAMPLE = 2**20


@dataclass(frozen=True)
class TextForm:
    """How a text file is written: its encoding (a Python codec) and the sign between two cells."""

    encoding: str
    delimiter: str


def text_form(data: bytes, *, encoding: str = "", delimiter: str = "") -> TextForm:
    """Guess what was not told. Raises UserError where `data` is not text in any known encoding."""
    chosen = encoding or _encoding(data)
    try:
        text = data.decode(chosen)
    except (UnicodeDecodeError, LookupError) as failed:
        if encoding:
            raise UserError(
                "The file is not text in the encoding {encoding}. Choose another encoding.", encoding=encoding
            ) from failed
        text = "\0"
    if _CONTROL.search(text[:100_000]):
        raise UserError(
            "The file is neither a workbook nor a text table. Open it in Excel or WPS and save it as .xlsx."
        )
    return TextForm(chosen, delimiter or _delimiter(text))


def read_text_table(
    path: Path, form: TextForm, progress: Progress | None = None, stop: Stop | None = None
) -> list[list[str]]:
    """The rows of a text file, a line ``sep=;`` at its head left as an empty row."""
    csv.field_size_limit(LARGEST)
    rows: list[list[str]] = []
    cells = 0
    same: dict[str, str] = {}
    with path.open(encoding=form.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=form.delimiter)
        for row in _sound(reader):
            while row and not row[-1]:
                row.pop()
            cells += len(row)
            if cells > MOST_CELLS:
                raise UserError(
                    "The table holds more than {limit} cells. Split it into several files.", limit=MOST_CELLS
                )
            rows.append([same.setdefault(cell, cell) for cell in row])
            if len(same) > _SHARED:
                same.clear()
            if not len(rows) % EVERY:
                report(len(rows), 0, progress, stop)
    if rows and len(rows[0]) <= 2 and rows[0][:1] and rows[0][0].startswith("sep="):
        rows[0] = []
    report(len(rows), len(rows), progress, stop)
    return rows


def _sound(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise UserError(
                    "Row {row}: a cell holds more than {limit} characters, most likely because a quotation "
                    "mark is not closed. Mend the quotation marks in that row.",
                    row=number,
                    limit=LONGEST_CELL,
                )
            yield row
    except csv.Error as failed:
        raise UserError(
            "Row {row} cannot be read: its quotation marks or line breaks are damaged. Mend that row.",
            row=number + 1,
        ) from failed


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\0" in data[:4096]:
        return "utf-16-be" if data[:4096:2].count(0) > data[1:4096:2].count(0) else "utf-16-le"
    if _decodes(data, "utf-8"):
        return "utf-8"
    runs = _HIGH_RUN.findall(data[:_SAMPLE])
    if all(len(run) == 1 for run in runs) and _decodes(data, "cp1252"):
        return "cp1252"
    pairs = _PAIR.findall(data[:_SAMPLE])
    common = sum(1 for pair in pairs if _COMMON_PAIR.fullmatch(pair))
    if common < len(pairs) * _FEW_COMMON and _decodes(data, "big5hkscs"):
        return "big5hkscs"
    return "gb18030" if _decodes(data, "gb18030") else "cp1252"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most columns, the same number in most lines."""
    if text[:5].lower().lstrip("\ufeff").startswith("sep=") and len(text) > 4:
        return text.lstrip("\ufeff")[4]
    sample = "".join(text[:_SAMPLE].splitlines(keepends=True)[:_SAMPLE_LINES])
    best, best_score = ",", 0.0
    for sign in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign) if row]
        except csv.Error:
            continue
        usual = max(widths, key=widths.count, default=1)
        score = (usual - 1) * widths.count(usual) / max(len(widths), 1)
        if score > best_score:
            best, best_score = sign, score
    return best
