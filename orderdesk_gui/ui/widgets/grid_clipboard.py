"""Lines of a grid to and from the clipboard, as spreadsheets write and read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.widgets.grid_model import GridModel, ask_for


def rows_as_text(model: GridModel, rows: Sequence[int], columns: Sequence[int]) -> str:
    """These cells with tabs between them."""
    lines = ["\t".join(str(model.index(row, number).data()) for number in columns) for row in rows]
    return "\n".join(lines)


def paste(model: GridModel, text: str, row: int, columns: Sequence[int]) -> list[int]:
    """Put the cells of `text` into `columns` from `row` on, as one step of undo; returns the ids of the lines.

    Read-only columns are passed over; a cell that cannot be read keeps what stood there and says so.
    """
    after = [dict(model.line(each)) for each in range(model.rowCount())]
    touched: list[int] = []
    refused: list[tuple[int, str, str]] = []
    for offset, cells in enumerate(_cells(text)):
        if row + offset >= len(after):
            after.append(model.new_line())
        line = after[row + offset]
        for number, cell in zip(columns, cells, strict=False):
            column = model.columns[number]
            understood, value = model.read(column, cell)
            if not column.editable or column.kind == "marks":
                continue
            if understood:
                line[column.key] = value
            else:
                words = tr("“{text}” could not be read.", text=" ".join(cell.split())[:40])
                refused.append((line["_id"], column.key, f"{words} {ask_for(column)}"))
        touched.append(line["_id"])
    model.change(after)
    for line_id, key, sentence in refused:
        model.refuse(line_id, key, sentence)
    return touched


def _cells(text: str) -> list[list[str]]:
    """Rows and cells of text copied from a spreadsheet; a quoted cell may hold line breaks."""
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    return [row for row in rows if any(cell.strip() for cell in row)]
