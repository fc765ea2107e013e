"""Asks what was said in a talk with a customer, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.segmented import SegmentedControl

_CHANNELS = (
    ("phone", "Phone"), ("wechat", "WeChat"), ("email", "E-mail"), ("visit", "Visit"), ("fair", "Trade fair"),
    ("other", "Other"),
)  # fmt: skip


@dataclass(frozen=True)
class Talk:
    """What was said: `direction` is in (they came to us) or out; `contact_id` with whom, None: not said."""

    text: str
    channel: str
    direction: str
    next_step: str
    next_day: date | None
    contact_id: UUID | None = None


class TalkDialog(QDialog):
    """One small dialog; Ctrl+Enter saves."""

    def __init__(
        self, customer: str, contacts: Sequence[Contact] = (), with_whom: UUID | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`contacts` are those one can have talked with; `with_whom` stands there first."""
        super().__init__(parent)
        from orderdesk_gui._built.forms.talk_dialog import Ui_TalkDialog

        self.ui = Ui_TalkDialog()
        self.ui.setupUi(self)
        self.ui.who.setText(customer)
        self.ui.who.setFont(theme.font(15, bold=True))
        self.ui.who.setWordWrap(True)
        self._contacts = [None, *(contact.id for contact in contacts)]
        for value, word in _CHANNELS:
            self.ui.channel.addItem(tr(word), value)
        self._direction = SegmentedControl(tr("Who began"), [("in", tr("They to us")), ("out", tr("We to them"))])
        self.ui.direction_slot.addWidget(self._direction)
        self.ui.contact.addItem(tr("with …"))
        for contact in contacts:
            self.ui.contact.addItem(" ".join(contact.name.split())[:24])
        self.ui.contact.setCurrentIndex(next((n for n, one in enumerate(contacts, 1) if one.id == with_whom), 0))
        self.ui.contact.setMinimumWidth(132)
        self.ui.contact.setVisible(bool(contacts))
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
            self._contacts[self.ui.contact.currentIndex()],
        )

    def _ready(self) -> None:
        self.ui.save.setEnabled(bool(self.ui.text.toPlainText().strip()))

    def _save(self) -> None:
        if not self.ui.next_day.is_understood():
            self.ui.next_day.setFocus()
        elif self.ui.save.isEnabled():
            self.accept()
