"""Asks why a quotation cannot wait for its approval."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.style import KIND
from orderdesk_gui.ui.widgets.form_fields import FieldErrors


class RushDialog(QDialog):
    """`confirmed(why)` is called with a reason; Enter confirms."""

    def __init__(self, number: str, confirmed: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._confirmed = confirmed
        self.setWindowTitle(tr("Submit as a rush"))
        self.setMinimumWidth(440)
        title = QLabel(tr("{number} cannot wait", number=number))
        title.setFont(theme.font(15, bold=True))
        note = QLabel(tr("Everybody who must agree is asked at once, and the next level sooner."))
        note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        note.setWordWrap(True)
        self.why = QLineEdit()
        self.why.setAccessibleName(tr("Why is it a rush?"))
        self.why.setPlaceholderText(tr("Why is it a rush?"))
        self.submit = QPushButton(tr("Submit as a rush"))
        self.submit.setProperty(KIND, "primary")
        self.submit.setDefault(True)
        cancel = QPushButton(tr("Cancel"))
        self.errors = FieldErrors(self)
        self.errors.add("why", self.why)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        for widget in (title, note, self.why):
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.submit)
        column.addLayout(buttons)
        self.submit.clicked.connect(self._confirm)
        cancel.clicked.connect(self.reject)
        self.why.setFocus()

    def _confirm(self) -> None:
        why = self.why.text().strip()
        if not why:
            self.errors.mark("why", tr("Say why; the approver reads it first."))
            self.why.setFocus()
            return
        self.accept()
        self._confirmed(why)
