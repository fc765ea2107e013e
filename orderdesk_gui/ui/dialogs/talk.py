"""Asks what was said in a talk with a customer, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.segmented import SegmentedControl

_CHANNELS = (
    ("phone", "Phone"), ("wechat", "WeChat"), ("email", "E-mail"), ("visit", "Visit"), ("fair", "Trade fair"),
    ("other", "Other"),
)  # fmt: skip


@dataclass(frozen=True)
class Talk:
    """What was said: `direction` is in (they came to us) or out."""

    text: str
    channel: str
    direction: str
    next_step: str
    next_day: date | None


class TalkDialog(QDialog):
    """One small dialog; Ctrl+Enter saves."""

    def __init__(self, customer: str, contact: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.talk_dialog import Ui_TalkDialog

        self.ui = Ui_TalkDialog()
        self.ui.setupUi(self)
        self.ui.who.setText(" · ".join(part for part in (customer, contact) if part))
        self.ui.who.setFont(theme.font(15, bold=True))
        self.ui.who.setWordWrap(True)
        for value, word in _CHANNELS:
            self.ui.channel.addItem(tr(word), value)
        self._direction = SegmentedControl(tr("Who began"), [("in", tr("They to us")), ("out", tr("We to them"))])
        self.ui.direction_slot.addWidget(self._direction)
        if contact:
            self.ui.text.setPlainText(f"{contact}: ")
            self.ui.text.moveCursor(self.ui.text.textCursor().MoveOperation.End)
        self.ui.save.clicked.connect(self._save)
        self.ui.cancel.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._save)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self._save)
        self.ui.text.textChanged.connect(self._ready)
        self.ui.text.setFocus()
        self._ready()

    def talk(self) -> Talk:
        """What was typed."""
        return Talk(
            self.ui.text.toPlainText().strip(),
            self.ui.channel.currentData(),
            self._direction.value(),
            self.ui.next_step.text().strip(),
            self.ui.next_day.value(),
        )

    def _ready(self) -> None:
        self.ui.save.setEnabled(bool(self.ui.text.toPlainText().strip()))

    def _save(self) -> None:
        if self.ui.save.isEnabled():
            self.accept()
