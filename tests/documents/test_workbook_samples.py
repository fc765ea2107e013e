"""Workbooks of other programs read as a list of truths says: sheets, sizes and filled cells."""

import csv
import re
from pathlib import Path

import pytest

from orderdesk_gui.documents.workbook import list_sheets, read_sheet
from orderdesk_gui.rules.language import UserError

SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "workbooks_A_dev"
REFUSED = {"50833.xls": "password", "pass_protected.xlsx": "password", "51535.xls": "far larger area"}


def truths() -> list[tuple[str, str]]:
    if not SAMPLES.exists():
        return []
    with (SAMPLES / "TRUTH.csv").open(encoding="utf-8") as file:
        return [(row["file"], row["calamine_sheets(name:rows x cols, filled cells)"]) for row in csv.DictReader(file)]


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample workbooks are not on this machine")
def test_every_sample_has_its_truth() -> None:
    assert len(truths()) >= 20


@pytest.mark.parametrize(("name", "told"), truths())
def test_a_sample_is_read_whole_or_refused_with_a_reason(name: str, told: str) -> None:
    path = SAMPLES / name
    if name in REFUSED:
        with pytest.raises(UserError, match=REFUSED[name]):
            read_sheet(path)
        return
    sheets = list_sheets(path)
    expected = re.findall(r"(?:^|; )(.+?):(\d+)x(\d+),(\d+)", told)
    by_name = {sheet.name: sheet for sheet in sheets}
    for title, rows, columns, filled in expected:
        if title not in by_name:
            assert int(filled) == 0, title  # a chart is no worksheet
            continue
        if not int(filled):
            continue
        cells = read_sheet(path, title).cells
        values = [cell for row in cells for cell in row if cell is not None and cell != ""]
        assert len(values) >= int(filled), title  # errors such as #N/A count too, which the truth leaves out
        assert len(cells) >= int(rows) and max(map(len, cells)) <= by_name[title].columns, title
        assert by_name[title].columns >= int(columns), title
