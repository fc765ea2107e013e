"""Asks the few things that a step in a contract's life needs: a reason, a day, an amount, a scan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.dialogs.contract_dialog import FileField
from orderdesk_gui.ui.style import HINT, KIND
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, DateEdit, FieldErrors


@dataclass(frozen=True)
class Asked:
    """One field: `key` as errors name it, `label` translated, `kind` line, text, date, amount or file."""

    key: str
    label: str
    kind: str = "line"
    value: Any = None


class AskDialog(QDialog):
    """`confirmed(values)` is called with a value per key; the page closes the dialog when it was done."""

    def __init__(
        self,
        title: str,
        sentence: str,
        fields: Sequence[Asked],
        confirm: str,
        confirmed: Callable[[dict[str, Any]], Any],
        *,
        kind: str = "primary",
        second: tuple[str, Callable[[dict[str, Any]], Any]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        head = QLabel(title)
        head.setFont(theme.font(15, bold=True))
        column.addWidget(head)
        if sentence:
            text = QLabel(sentence)
            text.setWordWrap(True)
            text.setForegroundRole(self.palette().ColorRole.PlaceholderText)
            column.addWidget(text)
        self.errors = FieldErrors(self)
        self.fields: dict[str, QWidget] = {}
        form = QFormLayout()
        form.setSpacing(8)
        for one in fields:
            field = self._field(one)
            field.setAccessibleName(one.label)
            self.fields[one.key] = field
            form.addRow(one.label, field)
            self.errors.add(one.key, field)
        column.addLayout(form)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        cancel = QPushButton(tr("Cancel"))
        cancel.setProperty(HINT, "Esc")
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        if second is not None:
            other = QPushButton(second[0])
            other.clicked.connect(lambda: second[1](self.values()))
            row.addWidget(other)
        self.confirm = QPushButton(confirm)
        self.confirm.setDefault(True)
        self.confirm.setProperty(KIND, kind)
        self.confirm.clicked.connect(lambda: confirmed(self.values()))
        if any(one.kind == "text" for one in fields):  # there Enter makes a new line
            self.confirm.setProperty(HINT, "Ctrl+Enter")
            for key in ("Ctrl+Return", "Ctrl+Enter"):
                QShortcut(QKeySequence(key), self).activated.connect(self.confirm.click)
        row.addWidget(self.confirm)
        column.addLayout(row)
        if self.fields:
            next(iter(self.fields.values())).setFocus()

    def _field(self, one: Asked) -> QWidget:
        if one.kind == "date":
            day = DateEdit()
            day.set_value(one.value)
            return day
        if one.kind == "amount":
            amount = AmountEdit(2, "CNY")
            amount.set_value(one.value)
            return amount
        if one.kind == "text":
            text = QPlainTextEdit(str(one.value or ""))
            text.setFixedHeight(84)
            text.setTabChangesFocus(True)
            return text
        if one.kind == "file":
            return FileField()
        return QLineEdit(str(one.value or ""))

    def values(self) -> dict[str, Any]:
        """What was typed: texts, dates, amounts, paths."""
        found: dict[str, Any] = {}
        for key, field in self.fields.items():
            if isinstance(field, DateEdit | AmountEdit):
                found[key] = field.value()
            elif isinstance(field, QPlainTextEdit):
                found[key] = field.toPlainText().strip()
            elif isinstance(field, FileField):
                found[key] = field.path.text().strip()
            elif isinstance(field, QLineEdit):
                found[key] = field.text().strip()
        return found

    def require_date(self, key: str) -> dt.date | None:
        """The day typed; marks the field where there is none."""
        value = self.values()[key]
        if not isinstance(value, dt.date):
            self.errors.mark(key, tr("Enter a day."))
            return None
        return value

    def require_amount(self, key: str) -> Decimal | None:
        """The amount typed; marks the field where there is none."""
        value = self.values()[key]
        if not isinstance(value, Decimal):
            self.errors.mark(key, tr("Enter an amount."))
            return None
        return value

    def show_error(self, error: BaseException) -> bool:
        """Stand the error at its field, or at the first; False for a mistake of the program."""
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error) and self.fields:
            self.errors.mark(next(iter(self.fields)), str(error))
        return True
