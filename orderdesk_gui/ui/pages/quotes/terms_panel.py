"""The drawer of terms: dates, money, payment, delivery, discount, remarks and how the paper looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from orderdesk_gui.rules.language import Message, UserError, current_language, message, tr
from orderdesk_gui.rules.money import divide
from orderdesk_gui.rules.payment import MEANS_NAMES, PaymentTerms, Share
from orderdesk_gui.rules.quotes import Quote, QuoteTerms, addressee
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.figures import read_number
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

from .draft import Draft, Look

if TYPE_CHECKING:
    from orderdesk_gui.rules.customers import Contact

WIDTH = 420
CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY", "AUD", "CAD", "SGD")
_PERCENT = Decimal(100)


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


class TermsPanel(QWidget):
    """Lies over the right side of the page; what is typed is told by `changed` and taken with `applied`."""

    changed = Signal()
    closed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        from orderdesk_gui._built.forms.quotes_terms import Ui_QuotesTerms

        self.ui = Ui_QuotesTerms()
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
        for code in CURRENCIES:
            ui.currency.addItem(code, code)
        ui.tax_mode.addItem(tr("with tax"), "inclusive")
        ui.tax_mode.addItem(tr("without tax"), "exclusive")
        for key, text, _terms in _PAYMENTS:
            ui.payment_kind.addItem(str(text), key)
        for key, names in MEANS_NAMES.items():
            ui.payment_means.addItem(names[0 if current_language() == "zh" else 1], key)
        ui.discount_style.addItem(tr("as a line"), "line")
        ui.discount_style.addItem(tr("spread over the lines"), "spread")
        for code, words in (("", "as usual"), ("zh", "Chinese"), ("en", "English"), ("both", "both languages")):
            ui.language.addItem(tr(words), code)
        ui.letterhead.addItem(tr("our letterhead"), True)
        ui.letterhead.addItem(tr("none, pre-printed paper"), False)
        ui.statement_day.setPlaceholderText(tr("month end"))
        for combo in self.findChildren(QComboBox):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
            combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _know_fields(self) -> None:
        ui = self.ui
        for path, field in {
            "date": ui.date, "valid_until": ui.valid_until, "currency": ui.currency, "tax_mode": ui.tax_mode,
            "terms.payment.days": ui.payment_days, "terms.payment.statement_day": ui.statement_day,
            "terms.payment.shares": ui.payment_kind, "terms.delivery_place": ui.delivery_place,
            "terms.delivery_method": ui.delivery_method, "terms.lead_days": ui.lead_days,
            "terms.incoterm": ui.incoterm, "terms.warranty": ui.warranty, "terms.remarks_zh": ui.remarks_zh,
            "terms.remarks_en": ui.remarks_en, "discount_percent": ui.discount_percent,
            "discount_amount": ui.discount_amount, "freight": ui.freight, "customer_po": ui.customer_po,
            "project": ui.project,
        }.items():  # fmt: skip
            self.errors.add(path, field)

    def _connect(self) -> None:
        for edit in self.findChildren(QLineEdit):
            edit.textEdited.connect(self._typed)
        for date_edit in (self.ui.date, self.ui.valid_until):
            date_edit.value_changed.connect(self._typed)
        for text in self.findChildren(QPlainTextEdit):
            text.textChanged.connect(self._typed)
        for combo in self.findChildren(QComboBox):
            combo.activated.connect(self._typed)
        self.ui.payment_kind.activated.connect(self._payment_chosen)

    # The page's side ---------------------------------------------------------------------------------

    def show_draft(self, draft: Draft, contacts: Sequence[Contact], today: Callable[[], dt.date]) -> None:
        """Show the terms of a draft; a frozen one can only be read. `contacts` are the customer's."""
        self._loading = True
        ui, quote, terms, look = self.ui, draft.quote, draft.quote.terms, draft.look
        self._show_contacts(contacts, quote.contact_id)
        ui.date.today = ui.valid_until.today = today
        ui.date.set_value(quote.date)
        ui.valid_until.set_value(quote.valid_until)
        if ui.currency.findData(quote.currency) < 0:
            ui.currency.addItem(quote.currency, quote.currency)
        for combo, value in (
            (ui.currency, quote.currency), (ui.tax_mode, quote.tax_mode), (ui.discount_style, quote.discount_style),
            (ui.language, look.language), (ui.letterhead, look.letterhead), (ui.payment_means, terms.payment.means),
        ):  # fmt: skip
            combo.setCurrentIndex(combo.findData(value))
        self._show_payment(terms.payment)
        for edit, text in (
            (ui.delivery_place, terms.delivery_place), (ui.delivery_method, terms.delivery_method),
            (ui.lead_days, str(terms.lead_days or "")), (ui.incoterm, terms.incoterm), (ui.warranty, terms.warranty),
            (ui.customer_po, draft.customer_po), (ui.project, draft.project),
        ):  # fmt: skip
            if edit.text() != text:
                edit.setText(text)
        ui.discount_percent.set_value(quote.discount_percent * _PERCENT if quote.discount_percent else None)
        ui.discount_amount.set_value(quote.discount_amount or None)
        ui.freight.set_value(quote.freight or None)
        ui.discount_amount.set_unit(quote.currency)
        ui.freight.set_unit(quote.currency)
        for box, text in ((ui.remarks_zh, terms.remarks_zh), (ui.remarks_en, terms.remarks_en)):
            if box.toPlainText() != text:
                box.setPlainText(text)
        ui.body.setEnabled(draft.editable)
        self.errors.clear()
        self._loading = False

    def applied(self, draft: Draft) -> Draft:
        """`draft` with the terms as typed."""
        ui, quote = self.ui, draft.quote
        terms = replace(
            quote.terms,
            payment=self._payment_typed(),
            delivery_place=ui.delivery_place.text().strip(),
            delivery_method=ui.delivery_method.text().strip(),
            lead_days=_whole(ui.lead_days.text()),
            incoterm=ui.incoterm.text().strip(),
            warranty=ui.warranty.text().strip(),
            remarks_zh=ui.remarks_zh.toPlainText().strip(),
            remarks_en=ui.remarks_en.toPlainText().strip(),
        )
        return replace(
            draft,
            quote=self._money(quote, terms),
            customer_po=ui.customer_po.text().strip(),
            project=ui.project.text().strip(),
            look=self.look(),
        )

    def _money(self, quote: Quote, terms: QuoteTerms) -> Quote:
        ui = self.ui
        return replace(
            quote,
            terms=terms,
            contact_id=ui.contact.currentData(),
            date=ui.date.value() or quote.date,
            valid_until=ui.valid_until.value(),
            currency=ui.currency.currentData(),
            tax_mode=ui.tax_mode.currentData(),
            discount_percent=divide(ui.discount_percent.value() or Decimal(0), _PERCENT),
            discount_amount=ui.discount_amount.value() or Decimal(0),
            discount_style=ui.discount_style.currentData(),
            freight=ui.freight.value() or Decimal(0),
        )

    def _show_contacts(self, contacts: Sequence[Contact], chosen: UUID | None) -> None:
        """The customer's people, the one that the paper names chosen."""
        box = self.ui.contact
        box.clear()
        for one in contacts:
            box.addItem(" · ".join(part for part in (one.name, one.title) if part), one.id)
        named = addressee(contacts, chosen)
        if named is None or (chosen is not None and box.findData(chosen) < 0):
            # Nobody is known, or the one who was chosen is no longer there: that stays until somebody chooses.
            box.addItem(tr("nobody") if named is None else tr("{name}, as main contact", name=named.name), chosen)
            box.setCurrentIndex(box.count() - 1)
        else:
            box.setCurrentIndex(box.findData(named.id))
        box.setEnabled(len(contacts) > 1)

    def look(self) -> Look:
        """How the paper is to look."""
        return Look(self.ui.language.currentData(), bool(self.ui.letterhead.currentData()))

    def show_error(self, error: UserError) -> bool:
        """Mark the field of `error` and show it; False where it is none of these."""
        if error.field.startswith("lines"):
            return False
        if not self.errors.show(error):
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
        self.ui.date.setFocus(Qt.FocusReason.OtherFocusReason)

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
        if self._loading:
            return
        self._show_payment_text()
        self.changed.emit()


def _whole(text: str) -> int | None:
    number = read_number(text)
    return int(number) if number is not None and number == number.to_integral_value() else None
