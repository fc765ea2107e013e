"""Cancels an order, so much of its lines, or short-closes what is open: with a reason and whose cause it is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QLabel, QSizePolicy, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.order_changes import CAUSE_NAMES, name_of
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.dialogs import order_change_asks as asks
from orderdesk_gui.ui.figures import show_number
from orderdesk_gui.ui.widgets.elided_label import ElidedLabel
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, FieldErrors

if TYPE_CHECKING:
    from orderdesk_gui.actions.orders import OrderView
    from orderdesk_gui.ui.background import Background

_ROWS_SHOWN, _ROW = 7, 30


class OrderCancelDialog(QDialog):
    """`done(ended)` is called with what the action says: number of the notice, status, advice about money."""

    def __init__(
        self, jobs: Background, view: OrderView, *, done: Callable[[Any], Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.order_change_cancel import Ui_OrderChangeCancel

        self.ui = Ui_OrderChangeCancel()
        self.ui.setupUi(self)
        self._jobs, self._view, self._done = jobs, view, done
        ui = self.ui
        ui.title.setFont(theme.font(15, bold=True))
        ui.title.setText(tr("Cancel {number}", number=view.number))
        ui.what.addItem(tr("the whole order"), "order")
        ui.what.addItem(tr("part of its lines"), "lines")
        ui.what.addItem(tr("all that is open: short-close"), "short_close")
        for key, name in CAUSE_NAMES.items():
            ui.cause.addItem(str(name), key)
        self.errors = FieldErrors(self)
        self.errors.add_all(what=ui.what, cause=ui.cause, reason=ui.reason)
        self.quantities: dict[UUID, AmountEdit] = {}
        self._lay_out_lines()
        ui.what.currentIndexChanged.connect(self._show)
        ui.cancel.clicked.connect(self.reject)
        ui.confirm.clicked.connect(self._confirm)
        self._show()
        ui.reason.setFocus()

    def _lay_out_lines(self) -> None:
        grid, view = self.ui.lines_grid, self._view
        grid.setColumnStretch(0, 1)
        for column, text in enumerate((tr("Line"), tr("Ordered"), tr("Still open"), tr("Cancelled now"))):
            grid.addWidget(_label(text, right=column > 0), 0, column)
        for row, line in enumerate(view.order.lines, 1):
            words = ElidedLabel()
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            words.setText(name_of(line))
            grid.addWidget(words, row, 0)
            grid.addWidget(_label(show_number(line.goods.quantity), right=True), row, 1)
            grid.addWidget(_label(show_number(view.left(line)), right=True), row, 2)
            edit = AmountEdit(None, line.goods.unit)
            edit.setFixedWidth(120)
            edit.setAccessibleName(f"{tr('Cancelled now')}: {name_of(line)}")
            grid.addWidget(edit, row, 3)
            self.errors.add(f"lines.{row - 1}.quantity", edit)
            if line.id is not None:
                self.quantities[line.id] = edit
        grid.setRowStretch(len(view.order.lines) + 1, 1)
        self.ui.scroll.setMinimumHeight(28 + _ROW * min(len(view.order.lines), _ROWS_SHOWN))

    def _what(self) -> str:
        return str(self.ui.what.currentData())

    def _show(self, *_: Any) -> None:
        what, view = self._what(), self._view
        by_line = what != "order"
        self.ui.scroll.setVisible(by_line)
        for line in view.order.lines:
            if line.id is not None:
                self.quantities[line.id].set_value(view.left(line) or None if what == "short_close" else None)
        out = any(quantity > 0 for quantity in view.sent.values())
        hint = tr("A numbered notice is kept. What was reserved is let go.")
        if what == "order" and out:
            hint = tr("Goods have left already: the order becomes an exception, and its owner decides what follows.")
        self.ui.hint.setText(hint)
        self.ui.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.ui.confirm.setText(
            {"order": tr("Cancel the order"), "lines": tr("Cancel these lines"), "short_close": tr("Short-close")}[what]
        )

    def _confirm(self) -> None:
        self.errors.clear()
        ui = self.ui
        unread = next((n for n, edit in enumerate(self.quantities.values()) if not edit.is_understood()), None)
        if unread is not None and self._what() != "order":
            self.errors.mark(f"lines.{unread}.quantity", tr("Type a number"))
            return
        typed = {line_id: edit.value() or Decimal(0) for line_id, edit in self.quantities.items()}

        def ended(result: Any) -> None:
            self.accept()
            self._done(result)

        self._jobs.write(
            asks.cancel, self._view.id, self._what(), typed, ui.reason.text().strip(), ui.cause.currentData(),
            done=ended, failed=self._failed, owner=self, title=self.windowTitle(),
        )  # fmt: skip

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error):
            self.errors.mark("reason", str(error))
        return True


def _label(text: str, *, right: bool = False) -> QLabel:
    label = QLabel(text)
    label.setFont(theme.font(13, tabular=True))
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    if right:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label
