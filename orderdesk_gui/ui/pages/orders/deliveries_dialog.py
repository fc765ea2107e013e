"""The deliveries and returns of an order: who signed, what was accepted or objected to, and taking one back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.dialogs.delivery_note import DeliveryNoteDialog
from orderdesk_gui.ui.style import KIND
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import Chip
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

from . import asks

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

_STATES = {
    "shipped": ("On its way", "blue", "truck-delivery"),
    "tracking": ("On its way", "blue", "truck-delivery"),
    "signed": ("Signed for", "green", "pencil"),
    "accepted": ("Accepted", "green", "circle-check"),
    "objected": ("Objected to", "red", "alert-circle"),
    "returned": ("Came back", "yellow", "arrow-back-up"),
    "voided": ("Taken back", "grey", "circle-minus"),
}


def delivery_chip(state: str) -> Chip:
    """The chip of what became of a delivery."""
    text, tone, icon = _STATES[state]
    return Chip(tr(text), tone, icon)


COLUMNS = (
    Column("number", "Number", 156, lambda row: row.number),
    Column("date", "Day", 96, lambda row: row.date),
    Column("state", "State", 116, lambda row: row.state, text=lambda row: delivery_chip(row.state).text,
           chip=lambda row: delivery_chip(row.state)),
    Column("quantity", "Qty", 72, lambda row: row.quantity, right=True),
    Column("carrier", "Carrier", 110, lambda row: row.carrier),
    Column("tracking", "Tracking number", 130, lambda row: row.tracking, stretch=True),
    Column("signed_on", "Signed for on", 96, lambda row: row.signed_on),
)  # fmt: skip


class DeliveriesDialog(QDialog):
    """`told(words)` is called with a sentence for a notice after each deed; `note_one` opens a new delivery."""

    def __init__(
        self,
        jobs: Background,
        order_id: UUID,
        number: str,
        today: dt.date,
        *,
        told: Callable[[str], None],
        note_one: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.orders_deliveries import Ui_OrdersDeliveries

        self.ui = Ui_OrdersDeliveries()
        self.ui.setupUi(self)
        self._jobs, self._order_id, self._told = jobs, order_id, told
        self.ui.title.setText(tr("Deliveries of {number}", number=number))
        self.ui.title.setFont(theme.font(15, bold=True))
        self.model = TableModel(COLUMNS, self)
        self.table = DataTable(self.model, tr("Deliveries"))
        self.table.setMinimumHeight(230)
        self.ui.table_column.addWidget(self.table)
        steps = [(tr("Note a delivery"), self._instead(note_one))] if note_one is not None else []
        self.table.set_empty("truck-delivery", tr("Nothing has left yet"), "", steps)
        self.ui.date.today = lambda: today
        self.ui.date.set_value(today)
        self.errors = FieldErrors(self)
        self.errors.add_all(date=self.ui.date, text=self.ui.words, reason=self.ui.words)
        for kind in ("signed", "accepted", "objected", "tracking"):
            getattr(self.ui, kind).clicked.connect(lambda _on=False, kind=kind: self._event(kind))
        self.ui.take_back.clicked.connect(self._take_back)
        self.paper = QPushButton(tr("Delivery note…"))
        self.paper.setAccessibleName(self.paper.text())
        self.paper.setAutoDefault(False)
        self.paper.setProperty(KIND, "normal")
        self.paper.clicked.connect(self._paper)
        self.ui.buttons.insertWidget(1, self.paper)
        self.ui.close_it.clicked.connect(self.reject)
        self.table.chosen.connect(lambda _row: self._show_buttons())
        self._show_buttons()
        self._read()

    def _instead(self, run: Callable[[], None]) -> Callable[[], None]:
        def go() -> None:
            self.reject()
            run()

        return go

    def _read(self) -> None:
        self._jobs.read(asks.deliveries_of, self._order_id, done=self._show, owner=self)

    def _show(self, rows: Any) -> None:
        at = max(self.table.currentIndex().row(), 0)
        self.model.set_rows(rows)
        if rows:
            self.table.select_row(min(at, len(rows) - 1))
            self.table.setFocus()
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.table.current_row()
        stands = row is not None and row.state != "voided"
        for kind in ("signed", "accepted", "objected", "tracking"):
            getattr(self.ui, kind).setEnabled(stands and row.kind == "out")
        self.ui.take_back.setEnabled(stands)
        self.paper.setEnabled(row is not None)

    def _paper(self) -> None:
        """The delivery note of the row that is chosen."""
        row = self.table.current_row()
        if row is not None:
            DeliveryNoteDialog(self._jobs, row.id, row.number, self._told, self).open()

    def _event(self, kind: str) -> None:
        row = self.table.current_row()
        if row is not None:
            said = tr("{number}: {state}", number=row.number, state=delivery_chip(kind).text)
            on = self.ui.date.value() or self.ui.date.today()
            self._write(asks.delivery_event, row.id, kind, on, self.ui.words.text(), said=said)

    def _take_back(self) -> None:
        row = self.table.current_row()
        if row is not None:
            said = tr("{number} is taken back; no sum counts it any more.", number=row.number)
            self._write(asks.take_back, row.id, self.ui.words.text(), said=said)

    def _write(self, fn: Callable[..., Any], *values: Any, said: str) -> None:
        self.errors.clear()

        def done(_changes: Any) -> None:
            self.ui.words.clear()
            self._told(said)
            self._read()

        self._jobs.write(fn, *values, done=done, failed=self._failed, owner=self, title=tr("Deliveries"))

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error):
            self.errors.mark("text", str(error))
        return True
