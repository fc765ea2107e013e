"""Note what came in for an order, and the tax invoice that was made out for it: facts, not books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import UserError, current_language, message, tr
from orderdesk_gui.rules.money import divide, format_amount, multiply, round_amount
from orderdesk_gui.rules.payment import MEANS_NAMES
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

from . import asks

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

RECEIPT_KINDS = {
    "deposit": message("deposit"), "progress": message("progress payment"), "final": message("final payment"),
    "retention": message("retention money"), "other": message("other"),
}  # fmt: skip
INVOICE_KINDS = {
    "special": message("special VAT invoice"), "ordinary": message("ordinary VAT invoice"),
    "export": message("export invoice"),
}  # fmt: skip


@dataclass(frozen=True)
class OrderMoney:
    """What the dialogs need of an order; `open` is what is still to come in, or to be invoiced, with tax."""

    id: UUID
    number: str
    customer_id: UUID
    currency: str
    open: Decimal
    net_share: Decimal  # without tax over with tax


def _dress(dialog: Any, title: str, hint: str, currency: str, today: dt.date) -> None:
    ui = dialog.ui
    ui.title.setText(title)
    ui.title.setFont(theme.font(15, bold=True))
    ui.hint.setText(hint)
    ui.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    ui.date.today = lambda: today
    ui.date.set_value(today)
    ui.amount.set_unit(currency)
    ui.cancel.clicked.connect(dialog.reject)


class ReceiptDialog(QDialog):
    """`noted(words)` is called once the receipt is a fact; what exceeds the order stays on account."""

    def __init__(
        self, jobs: Background, order: OrderMoney, today: dt.date, noted: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.orders_receipt import Ui_OrdersReceipt

        self.ui = Ui_OrdersReceipt()
        self.ui.setupUi(self)
        self._jobs, self._order, self._noted = jobs, order, noted
        hint = tr("{amount} are still to come in. What is more stays on account.",
                  amount=format_amount(order.open, order.currency))  # fmt: skip
        _dress(self, tr("Receipt for {number}", number=order.number), hint, order.currency, today)
        for key, text in RECEIPT_KINDS.items():
            self.ui.kind_of.addItem(str(text), key)
        for means, names in MEANS_NAMES.items():
            self.ui.means.addItem(names[0 if current_language() == "zh" else 1], means)
        self.ui.amount.set_value(order.open or None)
        self.errors = FieldErrors(self)
        self.errors.add_all(date=self.ui.date, amount=self.ui.amount, pays=self.ui.amount)
        self.ui.confirm.clicked.connect(self._confirm)
        self.ui.amount.setFocus()
        self.ui.amount.selectAll()

    def _confirm(self) -> None:
        ui, order = self.ui, self._order
        self.errors.clear()
        amount = ui.amount.value()
        if amount is None:
            self.errors.mark("amount", tr("Enter an amount above zero."))
            ui.amount.setFocus()
            return
        paid = min(amount, order.open)
        values = {
            "customer_id": order.customer_id, "date": ui.date.value() or ui.date.today(), "amount": amount,
            "currency": order.currency, "kind": ui.kind_of.currentData(), "means": ui.means.currentData(),
            "reference": ui.reference.text().strip(), "payer": ui.payer.text().strip(), "note": ui.note.text().strip(),
            "pays": {order.id: paid} if paid > 0 else {},
        }  # fmt: skip

        def done(noted: Any) -> None:
            self.accept()
            twice = tr("The same day, amount and reference stand on {numbers}.", numbers=", ".join(noted.warnings))
            said = tr("{number} noted", number=noted.number)
            self._noted(f"{said} {twice}" if noted.warnings else said)

        self._jobs.write(
            asks.note_receipt, values, done=done, failed=self._failed, owner=self, title=self.windowTitle()
        )

    def _failed(self, error: BaseException) -> bool:
        if isinstance(error, UserError) and not self.errors.show(error):
            self.errors.mark("amount", str(error))
        return isinstance(error, UserError)


class InvoiceDialog(QDialog):
    """`noted(words)` is called once the invoice is a fact."""

    def __init__(
        self, jobs: Background, order: OrderMoney, today: dt.date, noted: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.orders_invoice import Ui_OrdersInvoice

        self.ui = Ui_OrdersInvoice()
        self.ui.setupUi(self)
        self._jobs, self._order, self._noted = jobs, order, noted
        hint = tr("{amount} are still to be invoiced.", amount=format_amount(order.open, order.currency))
        _dress(self, tr("Invoice for {number}", number=order.number), hint, order.currency, today)
        self.ui.net.set_unit(order.currency)
        for key, text in INVOICE_KINDS.items():
            self.ui.kind_of.addItem(str(text), key)
        self.ui.amount.set_value(order.open or None)
        self._work_out_net()
        self.errors = FieldErrors(self)
        self.errors.add_all(number=self.ui.number, date=self.ui.date, shares=self.ui.amount, net=self.ui.net)
        self.ui.amount.value_changed.connect(lambda _value: self._work_out_net())
        self.ui.confirm.clicked.connect(self._confirm)
        self.ui.number.setFocus()

    def _work_out_net(self) -> None:
        amount = self.ui.amount.value()
        self.ui.net.set_value(
            round_amount(multiply(amount, self._order.net_share), self._order.currency) if amount is not None else None
        )

    def _confirm(self) -> None:
        ui = self.ui
        self.errors.clear()
        amount = ui.amount.value()
        if amount is None:
            self.errors.mark("shares", tr("Enter an amount above zero."))
            ui.amount.setFocus()
            return
        values = {
            "number": ui.number.text(), "date": ui.date.value() or ui.date.today(), "shares": {self._order.id: amount},
            "net": ui.net.value(), "kind": ui.kind_of.currentData(), "note": ui.note.text().strip(),
        }  # fmt: skip

        def done(noted: Any) -> None:
            self.accept()
            self._noted(tr("{number} noted", number=noted.number))

        self._jobs.write(
            asks.note_invoice, values, done=done, failed=self._failed, owner=self, title=self.windowTitle()
        )

    def _failed(self, error: BaseException) -> bool:
        if isinstance(error, UserError) and not self.errors.show(error):
            self.errors.mark("shares", str(error))
        return isinstance(error, UserError)


def net_share(net: Decimal, gross: Decimal) -> Decimal:
    """Without tax over with tax, one where nothing is charged."""
    return divide(net, gross) if gross else Decimal(1)
