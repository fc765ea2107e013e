"""A line beneath a field that says what was found there, with a link that takes the better value."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.company_hints import Hint
from orderdesk_gui.ui.style import ERROR, KIND
from orderdesk_gui.ui.widgets.form_fields import FieldNote


class HintLine(QWidget):
    """Takes the place of its field in the layout and holds it, with the hint below."""

    def __init__(self, field: QLineEdit) -> None:
        parent = field.parentWidget()
        super().__init__(parent)
        self._field = field
        layout = parent.layout() if parent is not None else None
        if layout is not None:
            layout.replaceWidget(field, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(field)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column.addLayout(self._row)
        self._note: FieldNote | None = None
        self._link: QPushButton | None = None
        self.hint: Hint | None = None
        self.show()

    def show_hint(self, hint: Hint | None) -> None:
        """Show `hint`, or nothing."""
        for old in (self._note, self._link):
            if old is not None:
                self._row.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._note = self._link = None
        self.hint = hint
        self._field.setProperty(ERROR, "yellow" if hint is not None and hint.tone == "yellow" else "")
        self._field.setAccessibleDescription(hint.text if hint is not None else "")
        self._field.update()
        if hint is None:
            return
        self._note = FieldNote(hint.text, hint.tone)
        self._row.addWidget(self._note, 0 if hint.better else 1)
        if hint.better:
            self._link = QPushButton(tr("Change"))
            self._link.setProperty(KIND, "link")
            self._link.setToolTip(hint.better)
            self._link.setFixedHeight(20)
            self._link.clicked.connect(self.take)
            self._row.addWidget(self._link)
            self._row.addStretch(1)

    def take(self) -> None:
        """Put the better value into the field."""
        if self.hint is not None and self.hint.better:
            self._field.setText(self.hint.better)
            self._field.setFocus()
