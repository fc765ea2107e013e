"""Lists written to xlsx and csv, and read back."""

import datetime
import io
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdesk_gui.documents.exports import Column, sheet_name, write_csv, write_xlsx
from orderdesk_gui.documents.imports import check
from orderdesk_gui.documents.imports_headings import find_headings
from orderdesk_gui.documents.workbook import read_sheet
from orderdesk_gui.documents.workbook_progress import Stopped
from orderdesk_gui.rules.language import UserError

COLUMNS = [
    Column("产品编码"),
    Column("产品名称"),
    Column("单价", "price"),
    Column("起订量", "number"),
    Column("税率", "percent"),
    Column("生效日期", "date"),
]
ROW = ("00012", "不锈钢法兰", Decimal("12.345678"), Decimal(100), Decimal("0.13"), datetime.date(2026, 11, 21))
FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", '=HYPERLINK("x")']
ROOT = str(Path(__file__).parents[2])


def test_numbers_and_dates_are_typed_and_codes_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "产品.xlsx"
    assert write_xlsx(COLUMNS, [ROW], path, title="产品: 全部/2026") == 1
    assert read_sheet(path).cells == [[column.title for column in COLUMNS], list(ROW)]
    sheet = openpyxl.load_workbook(path).active
    assert sheet.title == "产品  全部 2026"
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n", "n", "n", "d"]
    assert sheet["C2"].number_format == "#,##0.00####"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F2"
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_and_none_is_changed(tmp_path: Path, text: str) -> None:
    book, table = tmp_path / "x.xlsx", tmp_path / "x.csv"
    write_xlsx([Column(text)], [(text,)], book, title=text)
    cell = openpyxl.load_workbook(book).active["A2"]
    assert cell.data_type == "s"
    assert read_sheet(book).cells[1] == [text]
    write_csv([Column("a")], [(text,)], table)
    raw = table.read_bytes().decode("utf-8-sig").split("\r\n", 1)[1]
    assert raw.lstrip('"').startswith("'")
    assert read_sheet(table).cells[1] == [text]


@pytest.mark.parametrize("plain", ["-5", "-1,234.50", "+8613805321234", "-12%"])
def test_plain_numbers_in_csv_are_left_alone(plain: str) -> None:
    stream = io.BytesIO()
    write_csv([Column("a"), Column("b", "amount")], [(plain, Decimal("-1234.50"))], stream)
    line = stream.getvalue().decode("utf-8-sig").splitlines()[1]
    assert "'" not in line
    assert line.endswith("-1234.50")


def test_csv_has_a_byte_order_mark_and_ends_lines_as_windows_does() -> None:
    stream = io.BytesIO()
    assert write_csv([Column("名称"), Column("b")], [("a,b\nc", None), ('"', True)], stream) == 2
    assert stream.getvalue() == '\ufeff名称,b\r\n"a,b\nc",\r\n"""",Yes\r\n'.encode()


def test_strange_values_do_not_break_a_file(tmp_path: Path) -> None:
    rows = [
        ("😀𬭎‏" + "长" * 300, Decimal("1e12"), Decimal("12345678901234567.89"), None),
        ("x" * 40_000, Decimal("-0.000001"), 7, datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC)),
    ]
    path = tmp_path / "strange.xlsx"
    write_xlsx([Column("a"), Column("b", "number"), Column("c", "amount"), Column("d", "moment")], rows, path, title="")
    cells = read_sheet(path).cells
    assert cells[1] == ["😀𬭎‏" + "长" * 300, Decimal(10**12), "12345678901234567.89"]
    assert len(str(cells[2][0])) == 32_767
    assert cells[2][1] == Decimal("-0.000001")
    assert isinstance(cells[2][3], datetime.datetime)


def test_names_of_sheets_are_made_legal() -> None:
    assert sheet_name("a[b]:c*d?e/f\\g") == "a b  c d e f g"
    assert sheet_name("'x'") == "x"
    assert sheet_name("长" * 40) == "长" * 31
    assert sheet_name(" ") == "Sheet1"


def rows_that_fail() -> Iterator[tuple[Any, ...]]:
    yield ROW
    raise RuntimeError("the database went away")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_failed_or_stopped_export_leaves_the_old_file(tmp_path: Path, suffix: str) -> None:
    def write(rows: Any, **keywords: Any) -> None:
        if suffix == ".csv":
            write_csv(COLUMNS, rows, path, **keywords)
        else:
            write_xlsx(COLUMNS, rows, path, title="x", **keywords)

    path = tmp_path / f"list{suffix}"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError, match="went away"):
        write(rows_that_fail())
    with pytest.raises(Stopped):
        write([ROW] * 2500, stop=lambda: True)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    told: list[tuple[int, int]] = []
    write([ROW] * 2500, total=2500, progress=lambda done, total: told.append((done, total)))
    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]
    assert len(read_sheet(path).cells) == 2501


def test_a_file_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        write_csv(COLUMNS, [ROW], tmp_path / "none" / "x.csv")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(UserError, match="cannot be written"):
        write_xlsx(COLUMNS, [ROW], tmp_path / "folder.xlsx", title="x")
    assert [each.name for each in tmp_path.iterdir()] == ["folder.xlsx"]


FULL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
sys.path.insert(0, {root!r})
from pathlib import Path
from orderdesk_gui.documents.exports import Column, write_csv, write_xlsx
from orderdesk_gui.rules.language import UserError
import random
rows = [(str(random.random()),) for _ in range(60_000)]
for name in ("a.xlsx", "a.csv"):
    path = Path(sys.argv[1]) / name
    path.write_bytes(b"old")
    try:
        write_xlsx([Column("a")], rows, path, title="x") if name == "a.xlsx" else write_csv([Column("a")], rows, path)
        print("WRITTEN")
    except UserError as refused:
        print(refused, path.read_bytes())
"""


def test_a_full_disk_gets_a_sentence_and_the_old_file_stays(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="limits of a process are set as on Unix")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK.format(root=ROOT), str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.count("The disk is full") == 2, done.stdout + done.stderr
    assert done.stdout.count("b'old'") == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "a.xlsx"]


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=60
)
CODES = st.text("0123456789ABC-_./", min_size=1, max_size=20)
PRICES = st.decimals(0, 10**6, places=6, allow_nan=False)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(CODES, NAMES, PRICES, st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 1, 1))), max_size=8
    )
)
def test_what_is_exported_can_be_imported_unchanged(rows: list[tuple[str, str, Decimal, datetime.date]]) -> None:
    import tempfile

    columns = [Column("产品编码"), Column("备注"), Column("单价", "price"), Column("生效日期", "date")]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("x.xlsx", "x.csv"):
            path = Path(folder) / name
            if name == "x.csv":
                write_csv(columns, rows, path)
            else:
                write_xlsx(columns, rows, path, title="价格")
            sheet = read_sheet(path)
            headings = find_headings(sheet, "prices")
            assert list(headings.fields.values()) == ["product_code", "unit_price", "valid_from"]
            assert comparable(check(sheet, headings)) == [[row[0], row[2], row[3]] for row in rows if alone(row, rows)]
            assert [row[1] for row in sheet.cells[1:]] == [row[1] for row in rows]


def comparable(result: Any) -> list[list[Any]]:
    return [[each.values.get(key) for key in ("product_code", "unit_price", "valid_from")] for each in result.records]


def alone(row: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> bool:
    """No earlier row is of the same product and day."""
    earlier = rows[: next(at for at, each in enumerate(rows) if each is row)]
    return all((each[0].casefold(), each[3]) != (row[0].casefold(), row[3]) for each in earlier)
