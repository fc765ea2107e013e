"""The workbooks that firms fill in."""

import io
from pathlib import Path

import openpyxl
import pytest

from orderdesk_gui.documents.imports import check
from orderdesk_gui.documents.imports_fields import TIERS
from orderdesk_gui.documents.imports_headings import find_headings
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.documents.templates_xlsx import template
from orderdesk_gui.documents.workbook import read_sheet


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_can_be_imported_as_it_is(tmp_path: Path, kind: str, language: str) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(template(kind, language, with_cost=True))
    rows = read_sheet(path)
    headings = find_headings(rows, kind)
    assert list(headings.fields.values()) == [each.key for each in KINDS[kind].fields]
    assert not headings.unsure
    result = check(rows, headings)
    assert not result.problems
    filled = {each.key for each in KINDS[kind].fields if each.example != ""}
    assert set(result.records[0].values) == filled


def test_cost_stands_only_in_templates_for_those_with_the_right() -> None:
    def headings(with_cost: bool) -> list[str]:
        book = openpyxl.load_workbook(io.BytesIO(template("products", "zh", with_cost=with_cost)))
        return [cell.value for cell in book.worksheets[0][1]]

    assert "成本" in headings(True)
    assert "成本" not in headings(False)


def test_fixed_words_are_offered_and_codes_are_texts() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(template("customers", "zh"))).worksheets[0]
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    titles = [cell.value for cell in sheet[1]]
    letter = openpyxl.utils.get_column_letter(titles.index("客户等级") + 1)
    assert lists[f"{letter}2:{letter}5001"] == f'"{",".join(words[0] for words in TIERS.values())}"'
    assert sheet.column_dimensions[openpyxl.utils.get_column_letter(titles.index("手机") + 1)].number_format == "@"
    assert "客户名称*" in titles


def test_every_column_is_explained() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("quotes", "en")))
    explained = [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)]
    assert explained[: len(KINDS["quotes"].fields)] == [each.title.text for each in KINDS["quotes"].fields]
