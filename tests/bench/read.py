"""A workbook of 50,000 rows read, parsed and checked, against python-calamine alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from orderdesk_gui.documents.imports import check
from orderdesk_gui.documents.imports_headings import find_headings
from orderdesk_gui.documents.workbook import read_sheet
from tests.bench.measuring import Measured, compare

COUNT = 50_000
HEADINGS = ("产品编码", "中文名称", "英文名称", "规格型号", "图号", "单位", "产品类别", "税率", "销售价", "成本价",
            "最小起订量", "备注")  # fmt: skip


def measure(folder: Path, count: int = COUNT) -> Iterator[Measured]:
    """The line of the table about reading."""
    path = folder / "products.xlsx"
    write(path, count)

    def ours() -> None:
        rows = read_sheet(path)
        headings = find_headings(rows, "products")
        checked = check(rows, headings)
        assert len(checked.records) == count and len(headings.fields) >= 11, (checked.problems[:3], headings)

    def floor() -> None:
        with CalamineWorkbook.from_path(path) as book:
            assert len(book.get_sheet_by_index(0).to_python()) == count + 1

    yield compare("read", f"{count:,} rows x {len(HEADINGS)}, parsed and checked", ours, floor, 8, rounds=3)


def write(path: Path, count: int) -> None:
    """A price list as firms keep it."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("产品")
        sheet.write_row(0, 0, HEADINGS)
        for at in range(1, count + 1):
            sheet.write_row(at, 0, (
                f"P{at:06d}", f"不锈钢法兰 {at}", f"Flange {at}", f"DN{at % 500} PN16", f"DR-{at:05d}", "件", "法兰",
                0.13, round(at * 1.37 % 9000 + 1, 2), round(at * 0.81 % 6000 + 1, 2), at % 100 + 1,
                f"{date(2026, 1, 1 + at % 28):%Y-%m-%d} 起",
            ))  # fmt: skip
