"""A small sheet at a filled placeholder: what it is, where it comes from, and its value to change."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from orderdesk_gui.rules.contract_library import Placeholder, vocabulary
from orderdesk_gui.rules.contracts import Contract
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui.style import HINT, KIND
from orderdesk_gui.ui.widgets.popover import Popover

_SOURCES = {
    "own company": "Comes from our own company; change it in Settings.",
    "customer": "Comes from the customer; change it on their page.",
    "contract totals": "Comes from the lines of the quotation.",
    "quotation": "Comes from the quotation.",
}
_SAME_IN_BOTH = ("days", "workdays", "number", "percent", "count", "date", "amount")


class ValueSheet(Popover):
    """`show_value` opens it; `changed` tells the name with its Chinese and English value (empty: as the data say)."""

    changed = Signal(str, str, str)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Value"), 340)
        self.pin.hide()
        self._name = ""
        self._source = QLabel()
        self._source.setWordWrap(True)
        self._source.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.body.addWidget(self._source)
        self.fields: list[QLineEdit] = []
        for label in (tr("Chinese"), tr("English")):
            field = QLineEdit()
            field.setAccessibleName(label)
            field.setPlaceholderText(label)
            field.returnPressed.connect(self._take)
            self.fields.append(field)
            self.body.addWidget(field)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        self._reset = QPushButton(tr("As the data say"))
        self._reset.clicked.connect(lambda: self._tell("", ""))
        self._apply = QPushButton(tr("Apply"))
        self._apply.setProperty(KIND, "primary")
        self._apply.setProperty(HINT, "Enter")
        self._apply.clicked.connect(self._take)
        row.addWidget(self._reset)
        row.addWidget(self._apply)
        self.body.addLayout(row)

    def set_value(self, name: str, contract: Contract, values: Mapping[str, Mapping[str, str]], editable: bool) -> None:
        """Show one placeholder."""
        known = vocabulary().get(name, Placeholder(name, "text", name, name, "", None, None))
        self._name = name
        self.title.setText(known.label_zh if current_language() == "zh" else known.label_en)
        may = editable and known.open_to_people
        words = tr(_SOURCES.get(known.source, "Comes from the data of the contract."))
        self._source.setText(words if not may else tr("Dates are typed as 2026-11-21.") if known.kind == "date" else "")
        self._source.setVisible(bool(self._source.text()))
        given = contract.values.get(name)
        one = known.kind in _SAME_IN_BOTH
        self.fields[1].setVisible(may and not one)
        self.fields[0].setVisible(may)
        for field, language, at in zip(self.fields, ("zh", "en"), (0, 1), strict=True):
            field.setText(
                given[at] if given else "" if known.kind in ("date", "amount") else values[language].get(name, "")
            )
        self._apply.setVisible(may)
        self._reset.setVisible(may and given is not None)

    def _take(self) -> None:
        zh = self.fields[0].text().strip()
        self._tell(zh, zh if self.fields[1].isHidden() else self.fields[1].text().strip())

    def _tell(self, zh: str, en: str) -> None:
        self.close_now()
        self.changed.emit(self._name, zh, en)
