"""Refunds and credit notes of an order: a new one is noted, those noted are approved, paid or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QSizePolicy, QWidget

from orderdesk_gui.rules.language import UserError, message, tr
from orderdesk_gui.rules.money import format_amount
from orderdesk_gui.rules.order_changes import CAUSE_NAMES
from orderdesk_gui.rules.status import STATUS_NAMES
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.elided_label import ElidedLabel
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.refunds import RefundRow
    from orderdesk_gui.ui.background import Background

_KINDS = {"refund": message("refund"), "credit": message("credit note")}
_STEPS = {
    "draft": (("approve", message("Approve")), ("withdraw", message("Withdraw"))),
    "approved": (("pay", message("Note as paid")), ("withdraw", message("Withdraw"))),
}


@dataclass(frozen=True)
class Known:
    """The refunds and credit notes of an order, and how much more can be given."""

    rows: tuple[RefundRow, ...]
    most: dict[str, Decimal]


class OrderRefundsDialog(QDialog):
    """`told(sentence)` is called after each step; the list follows."""

    def __init__(
        self,
        jobs: Background,
        order_id: UUID,
        number: str,
        currency: str,
        *,
        told: Callable[[str], Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.order_refunds import Ui_OrderRefunds

        self.ui = Ui_OrderRefunds()
        self.ui.setupUi(self)
        self._jobs, self._order_id, self._currency, self._told = jobs, order_id, currency, told
        self._known: Known | None = None
        ui = self.ui
        ui.title.setFont(theme.font(15, bold=True))
        ui.title.setText(tr("Refunds and credit notes of {number}", number=number))
        ui.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for key, name in _KINDS.items():
            ui.kind.addItem(str(name), key)
        for cause, name in CAUSE_NAMES.items():
            ui.cause.addItem(str(name), cause)
        self.errors = FieldErrors(self)
        self.errors.add_all(kind=ui.kind, amount=ui.amount, cause=ui.cause, reason=ui.reason)
        ui.scroll.setMinimumHeight(110)
        ui.kind.currentIndexChanged.connect(self._say_most)
        ui.confirm.clicked.connect(self._note)
        ui.cancel.clicked.connect(self.reject)
        ui.amount.setFocus()
        self._load()

    def _load(self) -> None:
        self._jobs.read(_known, self._order_id, done=self._show, failed=self._failed, owner=self)

    def _say_most(self, *_: Any) -> None:
        if self._known is None:
            return
        kind = str(self.ui.kind.currentData())
        amount = format_amount(self._known.most[kind], self._currency)
        words = {"refund": tr("At most {amount}: that much was received.", amount=amount),
                 "credit": tr("At most {amount}: that much was delivered or invoiced.", amount=amount)}  # fmt: skip
        self.ui.hint.setText(words[kind])

    def _show(self, known: Known) -> None:
        self._known = known
        self._say_most()
        grid = self.ui.known_grid
        while (item := grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        grid.setColumnStretch(1, 1)
        for at, row in enumerate(known.rows):
            self._show_row(at, row)
        if not known.rows:
            none = QLabel(tr("Nothing was given back or credited yet."))
            none.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            grid.addWidget(none, 0, 0, 1, 4)
        grid.setRowStretch(max(len(known.rows), 1), 1)

    def _show_row(self, at: int, row: RefundRow) -> None:
        grid = self.ui.known_grid
        status = str(STATUS_NAMES[row.status])
        head = QLabel(f"{row.number} · {_KINDS[row.kind]} · {format_amount(row.amount, row.currency)} · {status}")
        head.setFont(theme.font(13, tabular=True))
        words = ElidedLabel()
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words.setText(row.reason)
        grid.addWidget(head, at, 0)
        grid.addWidget(words, at, 1)
        for column, (step, name) in enumerate(_STEPS.get(row.status, ()), 2):
            button = QPushButton(str(name))
            button.setAutoDefault(False)
            button.setAccessibleName(f"{name}: {row.number}")
            button.clicked.connect(lambda _=False, step=step, row=row: self._step(step, row))
            grid.addWidget(button, at, column)

    def _note(self) -> None:
        self.errors.clear()
        ui = self.ui
        amount = ui.amount.value()
        if amount is None:
            self.errors.mark("amount", tr("Type a number"))
            ui.amount.setFocus()
            return

        def done(saved: Any) -> None:
            ui.amount.set_value(None)
            ui.reason.clear()
            self._told(tr("{number} is noted", number=saved.number))
            self._load()

        self._jobs.write(
            _save, self._order_id, str(ui.kind.currentData()), amount, str(ui.cause.currentData()),
            ui.reason.text().strip(), done=done, failed=self._failed, owner=self, title=self.windowTitle(),
        )  # fmt: skip

    def _step(self, step: str, row: RefundRow) -> None:
        self.errors.clear()

        def done(_changes: Any) -> None:
            said = {"approve": "{number} is approved", "pay": "{number} is noted as paid",
                    "withdraw": "{number} is withdrawn"}[step]  # fmt: skip
            self._told(tr(said, number=row.number))
            self._load()

        self._jobs.write(_take, row.id, step, done=done, failed=self._failed, owner=self, title=self.windowTitle())

    def _failed(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error):
            self.errors.mark("reason", str(error))
        return True


def _known(desk: Desk, order_id: UUID) -> Known:
    from orderdesk_gui.actions import refunds

    kinds: Sequence[Any] = tuple(_KINDS)
    most = {kind: refunds.at_most(desk, order_id, kind) for kind in kinds}
    return Known(tuple(refunds.of_order(desk, order_id)), most)


def _save(desk: Desk, order_id: UUID, kind: Any, amount: Decimal, cause: Any, reason: str) -> Any:
    from orderdesk_gui.actions import refunds

    return refunds.save(desk, refunds.Refund(order_id, amount, reason, kind, cause))


def _take(desk: Desk, refund_id: UUID, step: str) -> Changes:
    from orderdesk_gui.actions import refunds
    from orderdesk_gui.actions.quotes import today

    if step == "pay":
        return refunds.pay(desk, refund_id, today(desk))
    return (refunds.approve if step == "approve" else refunds.withdraw)(desk, refund_id)
