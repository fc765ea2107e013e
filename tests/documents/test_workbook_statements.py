"""The workbook of a statement holds its figures as numbers, nothing as a formula."""

import io
from dataclasses import replace

import openpyxl

from orderdesk_gui.documents.workbook_statements import statement_workbook
from tests.documents.test_statements import ENTRIES, STATEMENT


def cells(data: bytes) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_figures_are_numbers() -> None:
    found = cells(statement_workbook(STATEMENT))
    for figure in (86420, 33264, 52000, -2772, 64912, 4420):
        assert figure in found, figure
    assert "对账单　2026年10月　ST-2026-7K3F-0036" in found and "26330211" in found


def test_what_looks_like_a_formula_is_text() -> None:
    evil = replace(ENTRIES[0], text_zh="=1+1", number='=HYPERLINK("x")')
    book = openpyxl.load_workbook(io.BytesIO(statement_workbook(replace(STATEMENT, entries=(evil,)))))
    types = {cell.value: cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert types["=1+1"] == "s" and types['=HYPERLINK("x")'] == "s"


def test_marks_and_same_bytes() -> None:
    assert "草稿，仅供内部审阅" in cells(statement_workbook(STATEMENT, watermark="draft"))
    assert statement_workbook(STATEMENT) == statement_workbook(STATEMENT)
    assert "Opening balance" in cells(statement_workbook(replace(STATEMENT, language="en")))
