"""Reads the sheets of xlsx, xlsm, xls, ods and text tables as typed cells, safe against hostile files."""

import datetime
import math
import os
import pickle
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from orderdesk_gui.documents import workbook_child
from orderdesk_gui.documents.workbook_child import MOST_CELLS
from orderdesk_gui.documents.workbook_progress import Progress, Stop, Stopped, report
from orderdesk_gui.documents.workbook_text import LARGEST, TextForm, read_text_table, text_form
from orderdesk_gui.rules.language import UserError

SECONDS = 8.0
LARGEST_WORKBOOK = 100 * 2**20

_ZIP = b"PK\x03\x04"
_POLL = 0.02
_MARKED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_WRAPPED = re.compile(r'="(.*)"', re.S)


@dataclass(frozen=True)
class CellError:
    """A cell that shows an error instead of a value: ``#N/A``, ``#DIV/0!``."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | Decimal | datetime.date | datetime.datetime | bool | CellError | None


@dataclass(frozen=True)
class SheetInfo:
    """One worksheet: its name, how far its cells reach (counted from A1) and whether Excel shows it."""

    name: str
    rows: int
    columns: int
    visible: bool = True


@dataclass(frozen=True)
class Rows:
    """The cells of one sheet; ``cells[0]`` is row 1, and a row ends with its last filled cell.

    Texts are as written, ``="123"`` unwrapped; numbers are exact as shown (0.1 is Decimal("0.1")); a merged
    cell has its value in its first cell. `form` is how a text file was read, None for workbooks.
    """

    sheet: str
    cells: list[list[Cell]]
    form: TextForm | None = None


def list_sheets(path: Path, *, stop: Stop | None = None) -> tuple[SheetInfo, ...]:
    """The worksheets of a file in its order; a text file has one, named like the file.

    Raises UserError where the file cannot be read.
    """
    if _is_workbook(path):
        parts = list(_parsed(path, [], stop))
        return tuple(SheetInfo(name, rows, columns, visible) for name, visible, rows, columns in parts[0][1])
    rows = read_sheet(path, stop=stop)
    return (SheetInfo(rows.sheet, len(rows.cells), max(map(len, rows.cells), default=0)),)


def read_sheet(
    path: Path,
    sheet: str = "",
    *,
    encoding: str = "",
    delimiter: str = "",
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Rows:
    """All rows of one sheet; without a name the first that shows and is not empty.

    `encoding` and `delimiter` overrule the guess for text files. Raises UserError with what is wrong with
    the file and what to do; Stopped where `stop` said so.
    """
    if not _is_workbook(path):
        form = text_form(_bytes(path), encoding=encoding, delimiter=delimiter)
        texts = read_text_table(path, form, progress, stop)
        return Rows(path.stem, [[_text(_unmarked(cell)) for cell in row] for row in texts], form)
    parts = _parsed(path, [sheet], stop)
    _, name, total = next(parts)
    cells: list[list[Cell]] = []
    for chunk in parts:
        cells.extend(_typed(chunk))
        report(len(cells), total, progress, stop)
    while cells and not cells[-1]:
        cells.pop()
    return Rows(name, cells)


def _typed(chunk: list[list[Any]]) -> Iterator[list[Cell]]:
    for row in chunk:
        for at, cell in enumerate(row):
            kind = type(cell)
            if kind is str:
                if not cell:
                    row[at] = None
                elif cell[0] == "=":
                    row[at] = _text(cell)
            elif kind is float:
                row[at] = _number(cell)
            elif kind is int:
                row[at] = Decimal(cell)
            elif kind is tuple:
                row[at] = CellError(cell[0])
            elif kind is datetime.time or kind is datetime.timedelta:
                row[at] = str(cell)
        yield row


def _number(value: float) -> Cell:
    """The number as Excel shows it: the shortest decimal that gives this float."""
    if not math.isfinite(value):
        return CellError(str(value))
    return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))


def _text(cell: str) -> str | None:
    """`cell` without the wrapping ="..." by which programs keep Excel from rounding numbers."""
    wrapped = _WRAPPED.fullmatch(cell) if cell.startswith('="') else None
    return (wrapped[1].replace('""', '"') if wrapped else cell) or None


def _unmarked(cell: str) -> str:
    """`cell` without the ' that marks it as text and no formula."""
    return cell[1:] if cell.startswith("'") and _MARKED.match(cell) else cell


def _is_workbook(path: Path) -> bool:
    """By content, not by name. Raises UserError for what is neither workbook nor text."""
    if path.is_dir():
        raise UserError("{name} is a folder, not a file. Choose a file in it.", name=path.name or str(path))
    if not path.is_file():
        raise UserError("There is no file {name}. Choose another one.", name=path.name)
    try:
        with path.open("rb") as file:
            head = file.read(4096)
            size = os.fstat(file.fileno()).st_size
    except OSError as failed:
        raise UserError(
            "The file {name} cannot be opened. Close it in Excel or WPS and try again.", name=path.name
        ) from failed
    if not head:
        raise UserError("The file {name} is empty. Save it again from Excel or WPS.", name=path.name)
    workbook = head.startswith((_ZIP, workbook_child.OLE))
    if size > (LARGEST_WORKBOOK if workbook else LARGEST):
        raise UserError(
            "The file {name} is too large ({size} MB). Split it into several files.",
            name=path.name,
            size=size // 2**20,
        )
    if not workbook:
        _refuse_what_only_pretends(head, path)
    return workbook


def _refuse_what_only_pretends(head: bytes, path: Path) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:512].lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"mime-version")):
        raise UserError(
            "{name} is a web page that only bears the name of a workbook. "
            "Open it in Excel or WPS and save it as .xlsx.",
            name=path.name,
        )
    if start.startswith((b"%pdf", b"\x89png", b"\xff\xd8", b"gif8", b"{\\rtf", b"rar!", b"7z\xbc\xaf")):
        raise UserError("{name} is not a table. Choose an Excel, ODS or CSV file.", name=path.name)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as failed:
        raise UserError(
            "The file {name} cannot be opened. Close it in Excel or WPS and try again.", name=path.name
        ) from failed


def _parsed(path: Path, sheet: list[str], stop: Stop | None) -> Iterator[Any]:
    """What the limited process says about the workbook, piece by piece."""
    with tempfile.TemporaryDirectory(prefix="orderdesk-", ignore_cleanup_errors=True) as folder:
        result = Path(folder) / "cells"
        code = _run([str(path.resolve()), str(result), *sheet], stop)
        try:
            with result.open("rb") as file:
                while (part := pickle.load(file)) != ("end",):
                    if isinstance(part, tuple) and len(part) == 1:
                        _refuse(part[0], path, sheet)
                    yield part
        except (EOFError, OSError, pickle.UnpicklingError) as failed:
            if code:
                _refuse("memory", path, sheet, failed)


def _run(arguments: list[str], stop: Stop | None) -> int:
    """Run the limited process to its end. Returns its exit code; kills it when stopped or out of time."""
    if getattr(sys, "frozen", False):
        command = [sys.executable, workbook_child.ASKED]
    else:
        root = str(Path(__file__).resolve().parents[2])
        start = (
            f"import sys; sys.path.insert(0, {root!r}); from orderdesk_gui.documents import workbook_child; "
            "workbook_child.serve(sys.argv[1:])"
        )
        command = [sys.executable, "-P", "-X", "utf8", "-c", start]
    process = subprocess.Popen(
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        return _waited(process, time.monotonic, stop)
    finally:
        process.kill()
        process.wait()


def _waited(process: "subprocess.Popen[bytes]", now: Callable[[], float], stop: Stop | None) -> int:
    end = now() + SECONDS
    while now() < end:
        if stop is not None and stop():
            raise Stopped
        try:
            return process.wait(_POLL)
        except subprocess.TimeoutExpired:
            continue
    raise UserError(
        "The file takes too long to read: it is damaged or far too large. Copy the table into a new "
        "workbook and save that as .xlsx, or split it."
    )


def _refuse(code: str, path: Path, sheet: list[str], cause: Exception | None = None) -> None:
    if code == "unusable":
        raise RuntimeError("the parser of workbooks cannot be loaded") from cause
    sentence = _SENTENCES[code]
    raise UserError(sentence, name=path.name, sheet=sheet[0] if sheet else "", limit=MOST_CELLS) from cause


_SENTENCES = {
    "password": "{name} is protected by a password. Open it in Excel or WPS, remove the password, save it "
    "and import it again.",
    "damaged": "{name} is damaged or not a workbook. Open it in Excel or WPS, which may repair it, and save "
    "it as .xlsx.",
    "too_big": "{name} unpacks to far more than a table needs and was not opened. Copy the table into a new "
    "workbook and save that as .xlsx.",
    "memory": "{name} is damaged, too large, or claims a far larger area than it fills. Copy the filled cells "
    "into a new workbook and save that as .xlsx, or split it.",
    "too_many": "The table holds more than {limit} cells. Split it into several files.",
    "no_sheet": "{name} has no worksheet {sheet}. Choose another sheet.",
}
