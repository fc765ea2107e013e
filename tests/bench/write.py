"""A list of 50,000 rows written as xlsx, against xlsxwriter with constant memory."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from orderdesk_gui.documents.exports import Column, Kind, write_xlsx
from tests.bench.measuring import Measured, compare

COUNT = 50_000


def measure(folder: Path, count: int = COUNT) -> Iterator[Measured]:
    """The line of the table about writing."""
    rows = [
        (
            f"P{at:06d}", f"不锈钢法兰{at}", f"Flange {at}", f"DN{at % 500}", f"DR-{at}", "件", "法兰", Decimal("0.13"),
            Decimal(at * 137 % 100000) / 100, Decimal(at * 81 % 80000) / 100, at % 100 + 1,
            date(2026, 1, 1) + timedelta(days=at % 300),
        )
        for at in range(count)
    ]  # fmt: skip
    columns = [Column(f"c{at}") for at in range(7)]
    kinds: tuple[Kind, ...] = ("percent", "price", "price", "number", "date")
    columns += [Column(kind, kind) for kind in kinds]

    def floor() -> None:
        with xlsxwriter.Workbook(folder / "bare.xlsx", {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            shown = book.add_format({"num_format": "yyyy-mm-dd"})
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row[:11])
                sheet.write_datetime(at, 11, row[11], shown)

    yield compare(
        "write", f"{count:,} rows x {len(columns)}",
        lambda: write_xlsx(columns, iter(rows), folder / "ours.xlsx", title="产品"), floor, 1.2, rounds=3,
    )  # fmt: skip
