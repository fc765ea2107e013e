"""Asks whether a customer confirmed a bank account by telephone, and on which day."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from orderdesk_gui.rules.customers import BankAccount
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import DateEdit, FieldErrors, FieldNote

WITHDRAWN = 2
_WIDTH = 460
_ADVICE = "Call the number that you had before, not one from the message with the account. Have it read to you."


class ConfirmAccount(QDialog):
    """Accepted: `day` is the day of the call. WITHDRAWN: the account counts as unconfirmed again."""

    def __init__(self, customer: str, account: BankAccount, today: date, own_entry: bool, parent: QWidget) -> None:
        """`own_entry`: the person at the desk typed this account in, so a colleague should call."""
        super().__init__(parent)
        self._today = today
        self.setWindowTitle(tr("Bank account confirmed by telephone"))
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(_label(customer, theme.font(15, bold=True)))
        column.addWidget(_label(_grouped(account), theme.font(15, tabular=True)))
        column.addWidget(_label(" · ".join(part for part in (account.bank, account.holder) if part)))
        column.addWidget(_label(tr(_ADVICE)))
        if own_entry:
            column.addWidget(
                FieldNote(tr("You typed this account in yourself; better let a colleague call."), "yellow")
            )
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Day of the call")))
        self.day = DateEdit(lambda: today)
        self.day.setAccessibleName(tr("Day of the call"))
        self.day.set_value(account.confirmed_at.astimezone().date() if account.confirmed_at else today)
        row.addWidget(self.day, 1)
        column.addLayout(row)
        self._errors = FieldErrors(self)
        self._errors.add("day", self.day)
        column.addLayout(self._buttons(account))
        self.day.setFocus()

    def _buttons(self, account: BankAccount) -> QHBoxLayout:
        row = QHBoxLayout()
        if account.confirmed_at is not None:
            withdraw = QPushButton(tr("Not confirmed any more"))
            withdraw.setAutoDefault(False)
            withdraw.clicked.connect(lambda: self.done(WITHDRAWN))
            row.addWidget(withdraw)
        row.addStretch(1)
        cancel = QPushButton(tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        confirm = QPushButton(tr("Confirmed"))
        confirm.setProperty("kind", "primary")
        confirm.setDefault(True)
        confirm.clicked.connect(self._confirm)
        row.addWidget(confirm)
        return row

    def _confirm(self) -> None:
        day = self.day.value()
        if day is None:
            self._errors.mark("day", tr("Enter the day of the call."))
        elif day > self._today:
            self._errors.mark("day", tr("This day is still to come. Enter the day of the call."))
        else:
            self.accept()


def _label(text: str, font: object = None) -> QLabel:
    label = QLabel(" ".join(text.split()))
    label.setTextFormat(label.textFormat().PlainText)
    label.setWordWrap(True)
    if font is not None:
        label.setFont(font)  # type: ignore[arg-type]
    return label


def _grouped(account: BankAccount) -> str:
    """The number in groups of four, as one reads it aloud."""
    plain = "".join(account.account.split())
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
