"""Reading real workbooks of other programs, typed cells, and what two other parsers say of them."""

import csv
import datetime
import io
import re
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from orderdesk_gui.documents.workbook import CellError, Rows, list_sheets, read_sheet
from orderdesk_gui.documents.workbook_progress import Stopped
from orderdesk_gui.rules.language import UserError

SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "workbooks_A_dev"
TRUTH = SAMPLES / "TRUTH.csv"
CLAIMS = "calamine_sheets(name:rows x cols, filled cells)"
HUGE = "51535.xls"
NOT_WORKSHEETS = {"47813.xlsx": {"Chart"}, "any_sheets.xlsx": {"Chart"}}


def truths() -> list[dict[str, str]]:
    if not TRUTH.exists():
        return []
    with TRUTH.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def filled(rows: Rows) -> list[tuple[int, int]]:
    return [
        (at, column)
        for at, row in enumerate(rows.cells)
        for column, cell in enumerate(row)
        if cell is not None and not isinstance(cell, CellError)
    ]


def box(rows: Rows) -> tuple[int, int]:
    """Height and width of the part that is not empty."""
    places = [(at, column) for at, row in enumerate(rows.cells) for column, cell in enumerate(row) if cell]
    if not places:
        return 0, 0
    downwards, across = zip(*places, strict=True)
    return max(downwards) - min(downwards) + 1, max(across) - min(across) + 1


@pytest.mark.skipif(not TRUTH.exists(), reason="the sample workbooks are not on this machine")
@pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["file"])
def test_sheets_hold_what_the_truth_says(truth: dict[str, str]) -> None:
    path = SAMPLES / truth["file"]
    if truth[CLAIMS].startswith("ERR"):
        with pytest.raises(UserError, match="password"):
            list_sheets(path)
        return
    if truth["file"] == HUGE:
        with pytest.raises(UserError, match="larger area"):
            list_sheets(path)
        return
    claims = re.findall(r"(?:^|; )(.*?):(\d+)x(\d+),(\d+)", truth[CLAIMS])
    sheets = {each.name: each for each in list_sheets(path)}
    expected = [each for each in claims if each[0] not in NOT_WORKSHEETS.get(truth["file"], ())]
    assert list(sheets) == [name for name, *_ in expected]
    for name, height, width, count in expected:
        rows = read_sheet(path, name)
        assert len(filled(rows)) == int(count)
        tall, wide = box(rows)
        assert tall <= int(height)
        assert wide <= int(width)
        assert sheets[name].rows >= len(rows.cells) >= tall


@pytest.mark.skipif(not TRUTH.exists(), reason="the sample workbooks are not on this machine")
def test_hidden_sheets_are_marked_and_not_chosen_unasked() -> None:
    path = SAMPLES / "TwoSheetsOneHidden.xlsx"
    assert [(each.name, each.visible) for each in list_sheets(path)] == [("Sheet1", False), ("Sheet2", True)]
    assert read_sheet(path).sheet == "Sheet2"


@pytest.mark.skipif(not TRUTH.exists(), reason="the sample workbooks are not on this machine")
def test_a_workbook_that_openpyxl_opens_empty_is_read() -> None:
    path = SAMPLES / "SimpleStrict.xlsx"
    assert len(filled(read_sheet(path, "Sheet1"))) == 8


@pytest.mark.skipif(not TRUTH.exists(), reason="the sample workbooks are not on this machine")
def test_both_epochs_give_the_same_days() -> None:
    days = [[row[0] for row in read_sheet(SAMPLES / name).cells][:2] for name in ("date.xlsx", "date_1904.xlsx")]
    assert days[0] == days[1] == [datetime.date(2021, 1, 1), datetime.date(2021, 1, 2)]


@pytest.mark.skipif(not TRUTH.exists(), reason="the sample workbooks are not on this machine")
def test_error_cells_are_told_apart_from_empty_ones() -> None:
    column = [row[0] for row in read_sheet(SAMPLES / "errors.xlsx").cells]
    assert len(column) == 7
    assert all(isinstance(cell, CellError) for cell in column)
    assert CellError("#DIV/0!") in column


@pytest.mark.skipif(not TRUTH.exists(), reason="the sample workbooks are not on this machine")
def test_the_name_of_a_file_does_not_decide_how_it_is_read(tmp_path: Path) -> None:
    for source, name in (
        ("merge_cells.xls", "价格表.xlsx"),
        ("inventory-table.xlsx", "old.XLS"),
        ("covered.ods", "x.et"),
    ):
        disguised = tmp_path / name
        shutil.copyfile(SAMPLES / source, disguised)
        assert filled(read_sheet(disguised)) == filled(read_sheet(SAMPLES / source))


def test_cells_are_typed_exactly(tmp_path: Path) -> None:
    path = tmp_path / "typed.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("数据")
    sheet.write_row(0, 0, [0.1, 3, 1e12, 123456.789, True])
    sheet.write_string(1, 0, "00123")
    sheet.write_string(1, 1, '="00456"')
    sheet.write_datetime(1, 2, datetime.datetime(2026, 11, 21), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_string(1, 4, "😀𬭎 ‏x")
    sheet.merge_range("A3:C4", "merged")
    book.close()
    cells = read_sheet(path, "数据").cells
    assert cells[0] == [Decimal("0.1"), Decimal(3), Decimal(10**12), Decimal("123456.789"), True]
    assert str(cells[0][1]) == "3"
    assert cells[1] == ["00123", "00456", datetime.date(2026, 11, 21), None, "😀𬭎 ‏x"]
    assert cells[2] == ["merged"]
    assert len(cells) == 3


def test_rows_keep_their_numbers_below_an_empty_head(tmp_path: Path) -> None:
    path = tmp_path / "low.xlsx"
    book = openpyxl.Workbook()
    book.active["C5"] = "here"
    book.save(path)
    assert read_sheet(path).cells == [[], [], [], [], [None, None, "here"]]


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(UserError, match="no worksheet Prices"):
        read_sheet(path, "Prices")


def test_reading_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(5000):
        sheet.write_number(row, 0, row)
    book.close()
    told: list[tuple[int, int]] = []
    assert len(read_sheet(path, progress=lambda done, total: told.append((done, total))).cells) == 5000
    assert told[-1] == (5000, 5000)
    assert len(told) > 1
    with pytest.raises(Stopped):
        read_sheet(path, stop=lambda: True)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.xlsx", b"", "is empty"),
        ("noise.xlsx", bytes(range(256)) * 40, "neither a workbook nor a text"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ("paper.xlsx", b"%PDF-1.7\n", "not a table"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "damaged"),
        ("half.xlsx", b"PK\x03\x04" + b"\0" * 500, "damaged"),
    ],
)
def test_what_is_no_workbook_gets_a_sentence(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for call in (list_sheets, read_sheet):
        with pytest.raises(UserError, match=sentence):
            call(path)


def test_a_missing_file_and_another_kind_of_package_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        read_sheet(tmp_path / "none.xlsx")
    letter = tmp_path / "letter.docx"
    with zipfile.ZipFile(letter, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(UserError, match="damaged or not a workbook"):
        read_sheet(letter)


def test_a_truncated_workbook_is_refused_at_every_length(tmp_path: Path) -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    whole = stream.getvalue()
    path = tmp_path / "cut.xlsx"
    for length in (10, 100, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:length])
        with pytest.raises(UserError):
            read_sheet(path)


def test_a_folder_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        read_sheet(tmp_path)
    if Path("/dev/zero").exists():
        with pytest.raises(UserError, match="There is no file zero"):
            read_sheet(Path("/dev/zero"))
