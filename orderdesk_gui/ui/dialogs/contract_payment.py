"""Edits the payment terms of a contract: kind, days, means, and shares with what they wait for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.contract_facts import schedule
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.money import ZERO, format_amount, format_number
from orderdesk_gui.rules.payment import (
    MEANS_NAMES,
    TERMS_NAMES,
    TRIGGER_NAMES,
    PaymentTerms,
    Share,
    check_terms,
)
from orderdesk_gui.rules.payment_parse import parse_terms
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.dialogs.contract_dialog import ContractDialog
from orderdesk_gui.ui.style import KIND
from orderdesk_gui.ui.widgets.form_fields import AmountEdit

_USUAL = (
    Share(Decimal("0.3"), "signing"), Share(Decimal("0.6"), "before_shipment"), Share(Decimal("0.1"), "retention", 10),
)  # fmt: skip


class PaymentDialog(ContractDialog):
    """`taken(terms)` is called with terms whose shares make 100 %; `total` shows what each share amounts to."""

    def __init__(
        self,
        terms: PaymentTerms,
        total: Decimal,
        currency: str,
        taken: Callable[[PaymentTerms], Any],
        parent: QWidget | None = None,
    ) -> None:
        sentence = tr("The clause on payment and the checks follow what you choose here.")
        super().__init__(tr("Payment terms"), sentence, parent, 640)
        self._total, self._currency, self._taken = total, currency, taken
        self._filling = False
        self.typed = QLineEdit()
        self.typed.setAccessibleName(tr("Payment terms"))
        self.typed.setPlaceholderText(tr("For example 30 days after month end, prepaid, 30/60/10"))
        self.body.addWidget(self.typed)
        self.errors.add("payment", self.typed)
        self.body.addLayout(self._parts())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.body.addLayout(self._rows)
        self.shares: list[ShareRow] = []
        self.body.addLayout(self._foot())
        self.body.addStretch()
        self.add_buttons(tr("Apply"), self._confirm)
        self.typed.editingFinished.connect(self._read)
        self.kind.activated.connect(self._kind_chosen)
        self.means.activated.connect(self._changed)
        for box in (self.days, self.statement_day):
            box.valueChanged.connect(self._changed)
        self.set_terms(terms)

    def _parts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        at = 0 if current_language() == "zh" else 1
        self.kind, self.means = QComboBox(), QComboBox()
        for kind, said in TERMS_NAMES.items():
            self.kind.addItem(str(said), kind)
        for means, names in MEANS_NAMES.items():
            self.means.addItem(names[at], means)
        self.days, self.statement_day = QSpinBox(), QSpinBox()
        self.days.setRange(0, 720)
        self.statement_day.setRange(0, 31)
        self.statement_day.setSpecialValueText(tr("month end"))
        self.days_label, self.day_label = QLabel(tr("Days")), QLabel(tr("Statement day"))
        for label, field, name in (
            (None, self.kind, tr("Kind of payment terms")), (self.days_label, self.days, tr("Days")),
            (self.day_label, self.statement_day, tr("Statement day")), (None, self.means, tr("Means of payment")),
        ):  # fmt: skip
            field.setAccessibleName(name)
            if label is not None:
                row.addWidget(label)
            row.addWidget(field)
        self.errors.add("payment.days", self.days)
        row.addStretch()
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.add = QPushButton(tr("Add a share"))
        self.add.setProperty(KIND, "link")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(lambda: self._add_row(Share(ZERO, "delivery")))
        self.sum = QLabel()
        self.sum.setFont(theme.font(13, bold=True, tabular=True))
        row.addWidget(self.add)
        row.addStretch()
        row.addWidget(self.sum)
        return row

    def set_terms(self, terms: PaymentTerms) -> None:
        """Show `terms`."""
        self._filling = True
        self.typed.setText(terms.text(current_language()))
        self.typed.setModified(False)
        self.kind.setCurrentIndex(self.kind.findData(terms.kind))
        self.means.setCurrentIndex(self.means.findData(terms.means))
        self.days.setValue(terms.days)
        self.statement_day.setValue(terms.statement_day or 0)
        self._show_shares(terms.shares)
        self._filling = False
        self._changed()

    def _show_shares(self, shares: tuple[Share, ...]) -> None:
        for row in list(self.shares):
            self._drop_row(row)
        for one in shares:
            self._add_row(one)

    def _add_row(self, share: Share) -> None:
        row = ShareRow(share)
        row.changed.connect(self._changed)
        row.dropped.connect(lambda: self._drop_row(row))
        self.shares.append(row)
        self._rows.addWidget(row)
        self._changed()
        if not self._filling:
            row.percent.setFocus()

    def _drop_row(self, row: ShareRow) -> None:
        self.shares.remove(row)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._changed()

    def terms(self) -> PaymentTerms:
        """The terms as they stand."""
        kind = self.kind.currentData()
        return PaymentTerms(
            kind, self.days.value() if kind in ("monthly", "days") else 0,
            self.statement_day.value() or None if kind == "monthly" else None,
            tuple(row.share() for row in self.shares) if kind == "split" else (), self.means.currentData(),
        )  # fmt: skip

    def _kind_chosen(self) -> None:
        kind = self.kind.currentData()
        self._filling = True
        if kind in ("monthly", "days") and not self.days.value():
            self.days.setValue(30)
        if kind == "split" and not self.shares:
            self._show_shares(_USUAL)
        self._filling = False
        self._changed()

    def _changed(self, *_: Any) -> None:
        if self._filling:
            return
        terms = self.terms()
        self.say("")
        self.errors.clear()
        split, timed = terms.kind == "split", terms.kind in ("monthly", "days")
        for widget, wanted in (
            (self.days, timed), (self.days_label, timed), (self.statement_day, terms.kind == "monthly"),
            (self.day_label, terms.kind == "monthly"), (self.add, split), (self.sum, split),
            *((row, split) for row in self.shares),
        ):  # fmt: skip
            widget.setVisible(wanted)
        self.typed.setText(terms.text(current_language()))
        self.typed.setCursorPosition(0)
        self.typed.setModified(False)
        for row, part in zip(self.shares, schedule(terms, self._total, self._currency), strict=False):
            row.amount.setText(format_amount(part.amount, self._currency))
        whole = sum((part.share for part in terms.shares), ZERO)
        self.sum.setText(f"{format_number(whole * 100)} %")
        self.sum.setForegroundRole(QPalette.ColorRole.WindowText if whole == 1 else QPalette.ColorRole.BrightText)

    def _read(self) -> None:
        if not self.typed.isModified():
            return
        try:
            terms = parse_terms(self.typed.text())
        except UserError as error:
            self.errors.mark("payment", str(error))
            return
        self.set_terms(terms)

    def _confirm(self) -> None:
        self._read()
        if self.errors.marked():
            return
        terms = self.terms()
        try:
            check_terms(terms, "payment")
        except UserError as error:
            self.show_error(error)
            return
        self.accept()
        self._taken(terms)


class ShareRow(QWidget):
    """One share: percent, what it waits for, days, whether it is 定金, and what it amounts to."""

    changed = Signal()
    dropped = Signal()

    def __init__(self, share: Share) -> None:
        super().__init__()
        self._share = share
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(8)
        self.percent = AmountEdit(None, "%")
        self.percent.setFixedWidth(76)
        self.percent.set_value(share.share * 100 if share.share else None)
        self.trigger = QComboBox()
        for key, names in TRIGGER_NAMES.items():
            self.trigger.addItem(names[0 if current_language() == "zh" else 1], key)
        self.trigger.setCurrentIndex(self.trigger.findData(share.trigger))
        self.days = QSpinBox()
        self.days.setRange(0, 720)
        self.days.setValue(share.days)
        self.days.setSuffix(" " + tr("days"))
        self.days.setSpecialValueText(tr("usual days"))
        self.deposit = QCheckBox(tr("Deposit (定金)"))
        self.deposit.setChecked(share.deposit)
        self.amount = QLabel()
        self.amount.setFont(theme.font(13, tabular=True))
        self.amount.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        remove = QToolButton()
        remove.setAutoRaise(True)
        remove.setAccessibleName(tr("Take this share out"))
        remove.setToolTip(tr("Take this share out"))
        icons.set_icon(remove, "x")
        remove.clicked.connect(self.dropped)
        for at, (field, name) in enumerate(
            ((self.percent, tr("Share")), (self.trigger, tr("Waits for")), (self.days, tr("Days")),
             (self.deposit, tr("Deposit (定金)")), (self.amount, tr("Amount")), (remove, tr("Take this share out")))
        ):  # fmt: skip
            field.setAccessibleName(name)
            row.addWidget(field, 0, at)
        row.setColumnStretch(4, 1)
        self.percent.value_changed.connect(lambda _value: self.changed.emit())
        self.trigger.activated.connect(lambda _at: self.changed.emit())
        self.days.valueChanged.connect(lambda _value: self.changed.emit())
        self.deposit.toggled.connect(lambda _on: self.changed.emit())

    def share(self) -> Share:
        """The share as it stands; 0 where no figure is typed."""
        value = self.percent.value()
        return replace(
            self._share, share=value / 100 if value is not None else ZERO, trigger=self.trigger.currentData(),
            days=self.days.value(), deposit=self.deposit.isChecked(),
        )  # fmt: skip
