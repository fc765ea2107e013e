"""The limited process that parses a workbook, so that a hostile file cannot harm the program.

It is started by ``workbook`` for every xlsx, xlsm, xlsb, xls and ods, as ``python -c ...`` or, in a frozen
bundle, as the program itself with ``--read-workbook``; results go to a file as a row of pickles:
``("sheets", [(name, visible, rows, columns), ...])``, ``("rows", name, rows in all)``, lists of rows,
``("end",)``; or ``(code,)`` with one of ``password``, ``damaged``, ``too_big``,
``too_many``, ``memory``, ``no_sheet``, or ``unusable`` where the parser itself is missing.
"""

import pickle
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orderdesk_gui.documents.workbook_errors_in_cells import error_cells

ASKED = "--read-workbook"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEMORY = 450 * 2**20
SECONDS = 30
CHUNK = 2000
LARGEST_UNPACKED = 600 * 2**20
LARGEST_RATIO = 250
RATIO_COUNTS_FROM = 40 * 2**20
MOST_MEMBERS = 5000
MOST_CELLS = 2_000_000
"""166,000 rows of 12; what is read has to fit into memory besides the program."""
_MANIFEST = "META-INF/manifest.xml"


def serve_if_asked() -> None:
    """First line of every entry point of a frozen program: parse a workbook and exit, where asked to."""
    if len(sys.argv) > 1 and sys.argv[1] == ASKED:
        serve(sys.argv[2:])
        sys.exit(0)


def serve(arguments: list[str]) -> None:
    """Parse the workbook ``arguments[0]`` into the file ``arguments[1]``.

    With ``arguments[2]`` it gives the rows of that sheet ("" is the first that shows and holds something),
    without it the list of sheets.
    """
    _limit()
    path, result = Path(arguments[0]), Path(arguments[1])
    with result.open("wb") as out:
        try:
            for part in _parts(path, result, arguments[2:]):
                pickle.dump(part, out, 5)
        except _Refused as refused:
            pickle.dump((str(refused),), out)
        except MemoryError:
            pickle.dump(("memory",), out)


class _Refused(Exception):
    """The file cannot be read; its text is the code that the parent understands."""


def _parts(path: Path, copy: Path, sheet: list[str]) -> Iterator[Any]:
    kind = _kind(path)
    if path.suffix.lower() not in kind:  # the parser goes by the name
        path = Path(shutil.copyfile(path, copy.with_suffix(kind[0])))
    try:
        yield from _read_parts(path, sheet)
    except (_Refused, MemoryError):
        raise
    except ImportError as failed:
        raise _Refused("unusable") from failed
    except BaseException as failed:  # a panic of the parser, as on absurd ranges, is a BaseException
        code = {"PasswordError": "password", "PanicException": "memory"}.get(type(failed).__name__, "damaged")
        raise _Refused("memory" if "limit exceeded" in str(failed) else code) from failed


def _read_parts(path: Path, sheet: list[str]) -> Iterator[Any]:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(path)
    worksheets = [each for each in book.sheets_metadata if str(each.typ).endswith(".WorkSheet")]
    if not sheet:
        yield "sheets", [_described(book, each) for each in worksheets]
        return
    chosen = _chosen(book, worksheets, sheet[0])
    errors = error_cells(path, chosen.name)
    yield "rows", chosen.name, (chosen.end[0] + 1) if chosen.end else 0
    yield from _chunks(chosen, errors)
    yield ("end",)


def _described(book: Any, each: Any) -> tuple[str, bool, int, int]:
    end = book.get_sheet_by_name(each.name).end
    rows, columns = (end[0] + 1, end[1] + 1) if end else (0, 0)
    return each.name, str(each.visible).endswith(".Visible"), rows, columns


def _chosen(book: Any, worksheets: list[Any], name: str) -> Any:
    if name:
        if name not in [each.name for each in worksheets]:
            raise _Refused("no_sheet")
        return book.get_sheet_by_name(name)
    shown = [each for each in worksheets if str(each.visible).endswith(".Visible")] or worksheets
    if not shown:
        raise _Refused("no_sheet")
    for each in shown:
        sheet = book.get_sheet_by_name(each.name)
        if sheet.end:
            return sheet
    return book.get_sheet_by_name(shown[0].name)


def _chunks(sheet: Any, errors: dict[tuple[int, int], str]) -> Iterator[list[Any]]:
    """Lists of rows; the empty cells at the end of a row are left off, an error cell is a 1-tuple."""
    rows_with_errors = {row for row, _ in errors}
    indent = [""] * (sheet.start[1] if sheet.start else 0)  # the parser leaves empty first columns off
    cells = 0
    chunk: list[Any] = []
    for number, row in enumerate(sheet.iter_rows()):
        row = indent + row if indent else row
        if number in rows_with_errors:
            row = [(errors[number, at],) if (number, at) in errors else cell for at, cell in enumerate(row)]
        while row and row[-1] == "":
            row.pop()
        cells += len(row)
        if cells > MOST_CELLS:
            raise _Refused("too_many")
        chunk.append(row)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _kind(path: Path) -> tuple[str, ...]:
    """The suffixes that suit the content. Refuses what is encrypted, no workbook or absurdly large."""
    with path.open("rb") as file:
        if file.read(8) == OLE:
            if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
                raise _Refused("password")
            return (".xls",)
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            names = set(package.namelist())
            manifest = package.read(_MANIFEST) if _MANIFEST in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as failed:
        raise _Refused("damaged") from failed
    if b"encryption-data" in manifest or any(member.flag_bits & 1 for member in members):
        raise _Refused("password")
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise _Refused("too_big")
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > RATIO_COUNTS_FROM and ratio > LARGEST_RATIO:
            raise _Refused("too_big")
    if "content.xml" in names:
        return (".ods",)
    return (".xlsb",) if "xl/workbook.bin" in names else (".xlsx", ".xlsm")


def _limit() -> None:
    """Keep this process within MEMORY and SECONDS of work, whatever the file makes the parser do."""
    if sys.platform == "win32":
        from orderdesk_gui.documents.workbook_child_windows import limit_memory

        limit_memory(MEMORY)
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    memory = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
