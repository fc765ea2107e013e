"""The small tables of a complaint: its order line, measures, remedies and calls, as high as their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.complaints import REMEDY_NAMES
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import show_day, show_number
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

from . import words


class RowTable(DataTable):
    """As high as its rows; Space asks for what a tick would do."""

    ticked = Signal(object)  # row

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        heads: bool = False,
        still: bool = False,
        parent: QWidget | None = None,
    ):
        self.model_of_rows = TableModel(columns)
        super().__init__(self.model_of_rows, name, parent)
        self._heads, self._still = heads, still
        if still:  # to read, not to choose from
            self.setSelectionMode(DataTable.SelectionMode.NoSelection)
        self.horizontalHeader().setVisible(heads)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_rows([])

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these; the cursor stays on its row."""
        before = self.current_row()
        self.model_of_rows.set_rows(list(rows))
        self.setFixedHeight(len(rows) * theme.ROW + (theme.HEAD if self._heads else 0) + 2)
        self.setVisible(bool(rows))
        known = [getattr(row, "id", None) for row in rows]
        wanted = getattr(before, "id", None)
        if rows and not self._still:
            self.select_row(known.index(wanted) if wanted in known else 0)

    def rows(self) -> list[Any]:
        """What is shown."""
        return list(self.model_of_rows.rows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        if event.key() == Qt.Key.Key_Space and row is not None:
            self.ticked.emit(row)
        else:
            super().keyPressEvent(event)


def line_columns() -> list[Column]:
    """Of the order line complained about: a row is (LineShown, quantity complained about)."""
    return [
        Column("code", "Code", 96, lambda r: r[0].code, tone=lambda _r: "quiet", sortable=False),
        Column("name", "Name", 140, lambda r: r[0].called(current_language()), stretch=True, sortable=False),
        Column("shipped", "Shipped", 84, lambda r: r[0].facts.shipped, right=True, sortable=False),
        Column("quantity", "Complained", 104, lambda r: r[1], right=True, tone=lambda _r: "red", sortable=False),
        Column("price", "Unit price", 86, lambda r: r[0].facts.unit_gross, places=2, right=True, sortable=False),
    ]


def measure_columns(today: dt.date) -> list[Column]:
    """Of measures; `today` says which ones are late."""

    def tone(row: Any) -> str:
        late = row.due is not None and row.due < today and row.done_at is None
        return "red" if late else "quiet"

    def effect(row: Any) -> str:
        if row.effective is not None:
            return tr("effective") if row.effective else tr("not effective")
        return tr("check {day}", day=show_day(row.check_on, today)) if row.check_on else ""

    return [
        Column("step", "Step of 8D", 62, lambda r: r.step, icon=lambda r: "circle-check" if r.done_at else "square",
               tone=lambda r: "green" if r.done_at else ""),
        Column("text", "What is done", 160, lambda r: r.text, stretch=True,
               tone=lambda r: "quiet" if r.done_at else "", tip=lambda r: r.text),
        Column("effect", "Effect", 92, effect, tone=lambda r: "red" if r.effective is False else "quiet"),
        Column("owner", "Who does it", 68, lambda r: r.owner, tone=lambda _r: "quiet"),
        Column("due", "Until", 62, lambda r: show_day(r.due, today) if r.due else "", right=True, tone=tone),
    ]  # fmt: skip


def remedy_columns() -> list[Column]:
    """Of remedies."""

    def figure(row: Any) -> str:
        return show_number(row.quantity if row.amount is None else row.amount, None if row.amount is None else 2)

    return [
        Column("kind", "Kind of remedy", 110, lambda r: str(REMEDY_NAMES[r.kind]), stretch=True,
               text=lambda r: " · ".join(p for p in (str(REMEDY_NAMES[r.kind]), r.new_order or r.reason) if p),
               tip=lambda r: r.reason),
        Column("figure", "How much", 96, figure, right=True, unit=lambda r: r.currency),
        Column("status", "Status", 122, lambda r: r.status,
               text=lambda r: words.chip_of(words.REMEDY_STATES[r.status]).text,
               chip=lambda r: words.chip_of(words.REMEDY_STATES[r.status])),
    ]  # fmt: skip


def check_columns() -> list[Column]:
    """Of what should be done before closing: a row is (sentence, whether it is done)."""
    return [
        Column("text", "Before closing", 200, lambda r: r[0], stretch=True, sortable=False, tip=lambda r: r[0],
               icon=lambda r: "circle-check" if r[1] else "square", tone=lambda r: "quiet" if r[1] else "")
    ]  # fmt: skip


def call_columns(today: dt.date) -> list[Column]:
    """Of calls back."""

    def said(row: Any) -> str:
        if row.done_at is None:
            return tr("Nobody answered") if row.reached is False else tr("planned")
        points = tr("{points} of 5", points=row.satisfaction) if row.satisfaction else ""
        return " · ".join(part for part in (points, row.words) if part)

    return [
        Column("due", "Day", 84, lambda r: show_day(r.done_at.astimezone().date() if r.done_at else r.due, today),
               icon=lambda r: "circle-check" if r.done_at else "phone",
               tone=lambda r: "red" if r.done_at is None and r.due < today else ""),
        Column("said", "What was said", 160, said, stretch=True, tone=lambda _r: "quiet", tip=said),
    ]  # fmt: skip
