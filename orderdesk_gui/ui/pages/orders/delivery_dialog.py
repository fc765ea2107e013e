"""Notes what leaves of an order, or comes back: quantities by line, carrier, tracking, and reasons where asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import show_number
from orderdesk_gui.ui.widgets.elided_label import ElidedLabel
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, FieldErrors, FieldNote

from . import asks

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

_ROWS_SHOWN, _ROW = 8, 36


@dataclass(frozen=True)
class LineToSend:
    """A line of the order: its words and unit, how much of it was ordered, has left, and is open."""

    id: UUID
    name: str
    unit: str
    ordered: Decimal
    sent: Decimal
    open: Decimal


class DeliveryDialog(QDialog):
    """`noted(number)` is called once the delivery is a fact; a return asks for what has left."""

    def __init__(
        self,
        jobs: Background,
        order_id: UUID,
        number: str,
        lines: Sequence[LineToSend],
        today: dt.date,
        *,
        back: bool = False,
        gates: Sequence[str] = (),
        unpaid: Sequence[str] = (),
        noted: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.orders_delivery import Ui_OrdersDelivery

        self.ui = Ui_OrdersDelivery()
        self.ui.setupUi(self)
        self._jobs, self._order_id, self._back, self._noted = jobs, order_id, back, noted
        self._lines = [line for line in lines if line.sent > 0] if back else list(lines)
        self.ui.title.setFont(theme.font(15, bold=True))
        self.ui.title.setText(
            tr("Return to {number}", number=number) if back else tr("Delivery of {number}", number=number)
        )
        if back:
            self.setWindowTitle(tr("Note a return"))
            self.ui.confirm.setText(tr("Note the return"))
            self.ui.date_label.setText(tr("Day of the return"))
            self.ui.date.setAccessibleName(tr("Day of the return"))
        self.ui.date.today = lambda: today
        self.ui.date.set_value(today)
        self.errors = FieldErrors(self)
        self.errors.add_all(
            date=self.ui.date, carrier=self.ui.carrier, tracking=self.ui.tracking, note=self.ui.note,
            over_reason=self.ui.over_reason, gate_reason=self.ui.gate_reason,
        )  # fmt: skip
        self.quantities: list[AmountEdit] = []
        self._lay_out_lines()
        self.ui.over_pane.hide()
        if not back:
            for sentence in unpaid:
                self.ui.column.insertWidget(1, FieldNote(sentence, "yellow"))
        self.ui.gate_pane.setVisible(bool(gates) and not back)
        self.ui.gate_text.setText(tr("Not passed yet: {gates}", gates=", ".join(gates)))
        self.ui.confirm.clicked.connect(self._confirm)
        self.ui.cancel.clicked.connect(self.reject)
        (self.quantities[0] if self.quantities else self.ui.date).setFocus()

    def _lay_out_lines(self) -> None:
        grid = self.ui.lines_grid
        grid.setColumnStretch(0, 1)
        known = tr("Left so far") if self._back else tr("To ship")
        asked = tr("Comes back") if self._back else tr("Leaves now")
        for column, text in enumerate((tr("Line"), tr("Ordered"), known, asked)):
            grid.addWidget(_label(text, right=column > 0, quiet=True), 0, column)
        for row, line in enumerate(self._lines, 1):
            words = ElidedLabel()
            words.setText(line.name)
            grid.addWidget(words, row, 0)
            grid.addWidget(_label(show_number(line.ordered), right=True, quiet=True), row, 1)
            grid.addWidget(_label(show_number(line.sent if self._back else line.open), right=True), row, 2)
            edit = AmountEdit(None, line.unit)
            edit.setFixedWidth(120)
            edit.setAccessibleName(f"{asked}: {line.name}")
            if not self._back and line.open:
                edit.set_value(line.open)
            edit.value_changed.connect(lambda _value: self._ask_why_over())
            grid.addWidget(edit, row, 3)
            self.errors.add(f"line.{row - 1}", edit)
            self.quantities.append(edit)
        grid.setRowStretch(len(self._lines) + 1, 1)
        self.ui.scroll.setMinimumHeight(28 + _ROW * min(len(self._lines), _ROWS_SHOWN))

    def _ask_why_over(self) -> None:
        over = any((edit.value() or 0) > line.open for edit, line in zip(self.quantities, self._lines, strict=True))
        self.ui.over_pane.setVisible(over and not self._back)

    def typed(self) -> asks.Delivered:
        """The delivery as it stands in the fields."""
        ui = self.ui
        quantities = {
            line.id: value for edit, line in zip(self.quantities, self._lines, strict=True) if (value := edit.value())
        }
        return asks.Delivered(
            self._order_id, "return" if self._back else "out", ui.date.value() or ui.date.today(), quantities,
            ui.carrier.text().strip(), ui.tracking.text().strip(), ui.note.text().strip(),
            ui.over_reason.text().strip(), ui.gate_reason.text().strip(),
        )  # fmt: skip

    def _confirm(self) -> None:
        self.errors.clear()
        unread = next((n for n, edit in enumerate(self.quantities) if not edit.is_understood()), None)
        if unread is not None:
            self.errors.mark(f"line.{unread}", tr("Type a number"))
            self.quantities[unread].setFocus()
            return
        typed = self.typed()

        def done(saved: Any) -> None:
            self.accept()
            self._noted(saved.number)

        self._jobs.write(
            asks.deliver, typed, done=done, failed=lambda error: self._failed(error, typed), owner=self,
            title=self.windowTitle(),
        )  # fmt: skip

    def _failed(self, error: BaseException, typed: asks.Delivered) -> bool:
        if not isinstance(error, UserError):
            return False
        path, parts = error.field, error.field.split(".")
        if parts[0] == "lines" and len(parts) > 1:
            line_id = list(typed.lines)[int(parts[1])]
            path = f"line.{next(n for n, line in enumerate(self._lines) if line.id == line_id)}"
        elif path == "over_reason":
            self.ui.over_pane.show()
        elif path == "gate_reason":
            self.ui.gate_pane.show()
        if path not in ("date", "carrier", "tracking", "note", "over_reason", "gate_reason") and len(parts) < 2:
            path = "line.0" if self.quantities else "date"
        self.errors.mark(path, str(error))
        return True


def _label(text: str, *, right: bool = False, quiet: bool = False) -> QLabel:
    label = QLabel(text)
    label.setFont(theme.font(13, tabular=True))
    if right:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
