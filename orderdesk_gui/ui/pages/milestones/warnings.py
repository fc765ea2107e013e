"""What is at risk in a plan: each warning with its cause and what is done about it, edited in place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.rules.milestone_warnings import CAUSES
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.pages.milestones.columns import level_chip
from orderdesk_gui.ui.widgets.bars import ChipLabel


class WarningsPane(QScrollArea):
    """The open warnings of an order; `answered(id, cause, response)` when one of the two was changed."""

    answered = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Early warnings"))
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._none = QLabel(tr("Nothing is at risk. Warnings show here by themselves."))
        self._none.setWordWrap(True)
        self._none.setContentsMargins(16, 8, 16, 8)
        quieten([self._none])
        self._column.addWidget(self._none)
        self._column.addStretch(1)
        self.setWidget(body)
        self._cards: dict[UUID, _Card] = {}

    def show_warnings(self, warnings: tuple[Any, ...], may_answer: bool) -> None:
        """Show these; what is being typed into one that stays is kept."""
        wanted = {one.id for one in warnings}
        for gone in [key for key in self._cards if key not in wanted]:
            self._cards.pop(gone).deleteLater()
        for place, one in enumerate(warnings):
            card = self._cards.get(one.id)
            if card is None:
                card = self._cards[one.id] = _Card()
                card.answered.connect(lambda cause, response, key=one.id: self.answered.emit(key, cause, response))
            self._column.insertWidget(place, card)
            card.show_warning(one, may_answer)
        self._none.setVisible(not warnings)

    def cards(self) -> list[_Card]:
        """From top to bottom."""
        return sorted(self._cards.values(), key=self._column.indexOf)


class _Card(QWidget):
    answered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._known = ("", "")
        self.sign = ChipLabel()
        self.since = QLabel()
        self.since.setFont(theme.font(12))
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.cause = QComboBox()
        self.cause.setAccessibleName(tr("Cause"))
        self.cause.addItem(tr("Cause …"), "")
        for key, name in CAUSES.items():
            self.cause.addItem(str(name), key)
        self.response = QLineEdit()
        self.response.setAccessibleName(tr("What is done about it"))
        self.response.setPlaceholderText(tr("What is done about it"))
        quieten([self.since])
        head = QHBoxLayout()
        head.addWidget(self.sign)
        head.addStretch(1)
        head.addWidget(self.since)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addWidget(self.cause)
        column.addWidget(self.response)
        self.cause.installEventFilter(self)
        self.cause.activated.connect(lambda _at: self._keep())
        self.response.editingFinished.connect(self._keep)

    def show_warning(self, one: Any, may_answer: bool) -> None:
        typed = (self.cause.currentData(), self.response.text())
        if typed == self._known:  # nothing that waits to be kept
            self.cause.setCurrentIndex(max(0, self.cause.findData(one.cause)))
            self.response.setText(one.response)
            self.response.setCursorPosition(0)
            self._known = (one.cause, one.response)
        self.sign.set_chip(level_chip(one.level))
        self.since.setText(tr("since {day}", day=f"{one.since.astimezone():%m-%d}"))
        self.sentence.setText(str(one.sentence))
        self.cause.setEnabled(may_answer)
        self.response.setReadOnly(not may_answer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the warnings; it does not change a cause."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.colours().line))

    def _keep(self) -> None:
        typed = (str(self.cause.currentData()), self.response.text().strip())
        if typed != self._known:
            self._known = typed
            self.response.setText(typed[1])
            self.answered.emit(*typed)
