"""The official list of a year is read from Excel and from text; what cannot be read is named by its row."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from orderdesk_gui.documents.imports_calendar import official_list
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.office_calendar import CalendarDay

NEW_YEAR = (
    CalendarDay(dt.date(2027, 1, 1), "holiday", "元旦"),
    CalendarDay(dt.date(2027, 1, 3), "workday", "元旦调休"),
)


def text(folder: Path, content: str) -> Path:
    path = folder / "2027.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_text_and_workbook_read_alike(tmp_path: Path) -> None:
    written = text(tmp_path, "日期,类型,名称\n2027-01-03,班,元旦调休\n2027/1/1,休,元旦\n\n")
    assert official_list(written) == NEW_YEAR
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Date", "Kind", "Name"])
    book.active.append([dt.date(2027, 1, 1), "Holiday", "元旦"])
    book.active.append(["2027年1月3日", "上班", "元旦调休"])
    book.save(tmp_path / "2027.xlsx")
    assert official_list(tmp_path / "2027.xlsx") == NEW_YEAR


def test_a_list_without_headings_loses_no_row(tmp_path: Path) -> None:
    assert official_list(text(tmp_path, "2027-01-01,休,元旦\n2027-01-03,班,元旦调休\n")) == NEW_YEAR


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("日期,类型\n2027-01-01,休\n2027-13-01,休\n", 3),
        ("日期,类型\n2027-01-01,maybe\n", 2),
        ("2027-01-01,休\n2027-01-01,班\n", 2),
        ("日期,类型\n", None),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: str, row: int | None) -> None:
    with pytest.raises(UserError) as caught:
        official_list(text(tmp_path, content))
    assert caught.value.message.values.get("row") == row
