"""The drawer of an order's terms: kind and channel, their order number, payment, delivery, discount, remarks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.rules.language import Message, UserError, current_language, message, tr
from orderdesk_gui.rules.orders import CHANNEL_NAMES, KIND_NAMES, Order
from orderdesk_gui.rules.payment import MEANS_NAMES, PaymentTerms, Share
from orderdesk_gui.rules.quotes import addressee
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.figures import read_number
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

from .draft import Draft

WIDTH = 420
CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY", "AUD", "CAD", "SGD")


def _shares(*parts: tuple[str, str, int]) -> tuple[Share, ...]:
    return tuple(
        Share(Decimal(share), cast(Any, trigger), days, deposit=trigger == "signing") for share, trigger, days in parts
    )


_PAYMENTS: tuple[tuple[str, Message, PaymentTerms], ...] = (
    ("monthly", message("Monthly statement"), PaymentTerms("monthly", 30)),
    ("prepaid", message("Before shipment"), PaymentTerms("prepaid")),
    ("cod", message("Cash on delivery"), PaymentTerms("cod")),
    ("days", message("Days after delivery"), PaymentTerms("days", 30)),
    ("30/70", message("30 % deposit, 70 % before shipment"),
     PaymentTerms("split", shares=_shares(("0.3", "signing", 0), ("0.7", "before_shipment", 0)))),
    ("30/60/10", message("30 % deposit, 60 % before shipment, 10 % retention"),
     PaymentTerms("split", shares=_shares(("0.3", "signing", 0), ("0.6", "before_shipment", 0),
                                          ("0.1", "retention", 365)))),
    ("50/50", message("50 % deposit, 50 % before shipment"),
     PaymentTerms("split", shares=_shares(("0.5", "signing", 0), ("0.5", "before_shipment", 0)))),
)  # fmt: skip
_DIFFICULTIES = ((1, message("standard")), (2, message("some changes")), (3, message("new to us")))


class TermsPanel(QWidget):
    """Lies over the right side of the page; what is typed is told by `changed` and taken with `applied`."""

    changed = Signal()
    closed = Signal()
    po_typed = Signal(str)  # their order number

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        from orderdesk_gui._built.forms.orders_terms import Ui_OrdersTerms

        self.ui = Ui_OrdersTerms()
        self.ui.setupUi(self)
        self.setAccessibleName(tr("Terms"))
        self.ui.title.setFont(theme.font(15, bold=True))
        icons.set_icon(self.ui.close_terms, "x")
        self.ui.close_terms.clicked.connect(self.close_now)
        self._payment = PaymentTerms()
        self._loading = False
        self._fill_choices()
        self.errors = FieldErrors(self)
        self._know_fields()
        self._connect()
        self.hide()

    def _fill_choices(self) -> None:
        ui = self.ui
        for kind, text in KIND_NAMES.items():
            ui.kind_of.addItem(str(text), kind)
        ui.channel.addItem(tr("not noted"), "")
        for channel, text in CHANNEL_NAMES.items():
            ui.channel.addItem(str(text), channel)
        for level, text in _DIFFICULTIES:
            ui.difficulty.addItem(str(text), level)
        for code in CURRENCIES:
            ui.currency.addItem(code, code)
        ui.tax_mode.addItem(tr("with tax"), "inclusive")
        ui.tax_mode.addItem(tr("without tax"), "exclusive")
        for key, text, _terms in _PAYMENTS:
            ui.payment_kind.addItem(str(text), key)
        for means, names in MEANS_NAMES.items():
            ui.payment_means.addItem(names[0 if current_language() == "zh" else 1], means)
        ui.statement_day.setPlaceholderText(tr("month end"))
        for combo in self.findChildren(QComboBox):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
            combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _know_fields(self) -> None:
        ui = self.ui
        for path, field in {
            "kind": ui.kind_of, "channel": ui.channel, "customer_po": ui.customer_po,
            "customer_po_date": ui.customer_po_date, "date": ui.date, "currency": ui.currency,
            "tax_mode": ui.tax_mode, "payment.days": ui.payment_days, "payment.statement_day": ui.statement_day,
            "payment.shares": ui.payment_kind, "delivery_place": ui.delivery_place, "discount_amount":
            ui.discount_amount, "freight": ui.freight, "remarks": ui.remarks,
        }.items():  # fmt: skip
            self.errors.add(path, field)

    def _connect(self) -> None:
        for edit in self.findChildren(QLineEdit):
            edit.textEdited.connect(self._typed)
        for day in (self.ui.date, self.ui.customer_po_date):
            day.value_changed.connect(self._typed)
        self.ui.remarks.textChanged.connect(self._typed)
        for combo in self.findChildren(QComboBox):
            combo.activated.connect(self._typed)
        self.ui.payment_kind.activated.connect(self._payment_chosen)
        self.ui.customer_po.textEdited.connect(self.po_typed)

    # The page's side ---------------------------------------------------------------------------------

    def show_draft(self, draft: Draft, contacts: Sequence[Contact], today: Callable[[], dt.date]) -> None:
        """Show the terms of a draft; a frozen one can only be read. `contacts` are the customer's."""
        self._loading = True
        ui, order = self.ui, draft.order
        self._show_contacts(contacts, order)
        ui.date.today = ui.customer_po_date.today = today
        ui.date.set_value(order.date)
        ui.customer_po_date.set_value(order.customer_po_date)
        if ui.currency.findData(order.currency) < 0:
            ui.currency.addItem(order.currency, order.currency)
        for combo, value in (
            (ui.kind_of, order.kind), (ui.channel, order.channel), (ui.difficulty, order.difficulty),
            (ui.currency, order.currency), (ui.tax_mode, order.tax_mode), (ui.payment_means, order.payment.means),
        ):  # fmt: skip
            combo.setCurrentIndex(combo.findData(value))
        self._show_payment(order.payment)
        for edit, text in (
            (ui.customer_po, order.customer_po), (ui.delivery_place, order.delivery_place),
            (ui.delivery_method, order.delivery_method), (ui.incoterm, order.incoterm), (ui.warranty, order.warranty),
        ):  # fmt: skip
            if edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(0)
        ui.discount_amount.set_value(order.discount_amount or None)
        ui.freight.set_value(order.freight or None)
        ui.discount_amount.set_unit(order.currency)
        ui.freight.set_unit(order.currency)
        if ui.remarks.toPlainText() != order.remarks:
            ui.remarks.setPlainText(order.remarks)
        ui.body.setEnabled(draft.editable)
        self.errors.clear()
        self._loading = False

    def applied(self, draft: Draft) -> Draft:
        """`draft` with the terms as typed."""
        ui = self.ui
        order: Order = replace(
            draft.order,
            date=ui.date.value() or draft.order.date,
            kind=ui.kind_of.currentData(),
            channel=ui.channel.currentData() or "",
            customer_po=ui.customer_po.text().strip(),
            customer_po_date=ui.customer_po_date.value(),
            currency=ui.currency.currentData(),
            tax_mode=ui.tax_mode.currentData(),
            discount_amount=ui.discount_amount.value() or Decimal(0),
            freight=ui.freight.value() or Decimal(0),
            payment=self._payment_typed(),
            delivery_place=ui.delivery_place.text().strip(),
            delivery_method=ui.delivery_method.text().strip(),
            incoterm=ui.incoterm.text().strip(),
            warranty=ui.warranty.text().strip(),
            remarks=ui.remarks.toPlainText().strip(),
            difficulty=ui.difficulty.currentData() or draft.order.difficulty,
            contact_id=ui.contact.currentData(),
        )
        return replace(draft, order=order)

    def _show_contacts(self, contacts: Sequence[Contact], order: Order) -> None:
        """The customer's people, the one addressed chosen; one who is gone stays until somebody chooses."""
        box, chosen = self.ui.contact, order.contact_id
        box.clear()
        for one in contacts:
            box.addItem(" · ".join(part for part in (one.name, one.title) if part), one.id)
        if chosen is None or box.findData(chosen) < 0:
            named = addressee(contacts, chosen)
            box.addItem(tr("nobody") if named is None else tr("{name}, as main contact", name=named.name), chosen)
        box.setCurrentIndex(box.findData(chosen) if chosen is not None else box.count() - 1)

    def warn_of_po(self, numbers: Sequence[str]) -> None:
        """The same number of theirs stands on other orders of the customer, or on none."""
        self.errors.clear("customer_po")
        if numbers:
            said = tr("Stands on {numbers} too. Entered twice?", numbers=", ".join(numbers))
            self.errors.mark("customer_po", said, "yellow")

    def show_error(self, error: UserError) -> bool:
        """Mark the field of `error` and show it; False where it is none of these."""
        if error.field.startswith("lines") or not self.errors.show(error):
            return False
        if not self.isVisible():
            self.open_now()
            self.errors.show(error)
        return True

    # Opening -----------------------------------------------------------------------------------------

    def open_now(self) -> None:
        """Slide over the right side and take the focus."""
        self.place()
        self.show()
        self.raise_()
        self.ui.kind_of.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_now(self) -> None:
        """Esc."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def place(self) -> None:
        """Take the right side of the host, between its head and its action bar."""
        host = self.parentWidget()
        if host is not None:
            width = min(WIDTH, host.width())
            self.setGeometry(host.width() - width, 62, width, host.height() - 62 - theme.ACTION_BAR)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        painter.fillRect(self.rect(), QColor(table.paper))
        painter.fillRect(0, 0, 1, self.height(), QColor(table.field_line))
        painter.fillRect(0, 0, self.width(), 1, QColor(table.line))

    # Payment -----------------------------------------------------------------------------------------

    def _show_payment(self, payment: PaymentTerms) -> None:
        self._payment = payment
        kind = self.ui.payment_kind
        agreed = kind.findData("agreed")
        if agreed >= 0:
            kind.removeItem(agreed)
        key: str = payment.kind
        if payment.kind == "split":
            key = next((k for k, _text, terms in _PAYMENTS if terms.shares == payment.shares), "agreed")
            if key == "agreed":
                kind.addItem(tr("in shares, as agreed"), "agreed")
        kind.setCurrentIndex(kind.findData(key))
        self.ui.payment_days.setText(str(payment.days) if payment.kind in ("monthly", "days") else "")
        self.ui.statement_day.setText(str(payment.statement_day or ""))
        self._show_payment_text()

    def _payment_chosen(self) -> None:
        key = self.ui.payment_kind.currentData()
        chosen = next((terms for k, _text, terms in _PAYMENTS if k == key), self._payment)
        self._payment = replace(chosen, means=self.ui.payment_means.currentData())
        self.ui.payment_days.setText(str(chosen.days) if chosen.kind in ("monthly", "days") else "")
        self.ui.statement_day.setText("")
        self._typed()

    def _payment_typed(self) -> PaymentTerms:
        timed = self._payment.kind in ("monthly", "days")
        return replace(
            self._payment,
            days=(_whole(self.ui.payment_days.text()) or 0) if timed else 0,
            statement_day=_whole(self.ui.statement_day.text()) if self._payment.kind == "monthly" else None,
            means=self.ui.payment_means.currentData(),
        )

    def _show_payment_text(self) -> None:
        kind = self._payment.kind
        self.ui.payment_days.setEnabled(kind in ("monthly", "days"))
        self.ui.statement_day.setEnabled(kind == "monthly")
        self.ui.payment_text.setText(self._payment_typed().text(current_language()))
        self.ui.payment_text.setFont(theme.font(12))
        self.ui.payment_text.setForegroundRole(self.palette().ColorRole.PlaceholderText)

    def _typed(self, *_: Any) -> None:
        if not self._loading:
            self._show_payment_text()
            self.changed.emit()


def _whole(text: str) -> int | None:
    number = read_number(text)
    return int(number) if number is not None and number == number.to_integral_value() else None
