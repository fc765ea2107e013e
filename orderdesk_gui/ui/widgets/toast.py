"""Short notices at the foot of the window that go by themselves, with Undo where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

SHOWN_MS = 4000
SHOWN_WITH_UNDO_MS = 8000
_SIGNS = {"green": "circle-check", "yellow": "alert-triangle", "red": "alert-circle", "blue": "info-circle"}


class Toast(QWidget):
    """One notice; stays while the mouse is over it."""

    def __init__(self, host: QWidget, text: str, undo: Callable[[], Any] | None, tone: str) -> None:
        super().__init__(host)
        self._tone = tone
        self._host = host
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 4, 6, 4)
        row.setSpacing(12)
        label = QLabel(text)
        shown = label.palette()
        shown.setColor(shown.ColorRole.WindowText, QColor(theme.colours().paper))
        label.setPalette(shown)
        row.addWidget(label)
        if undo is not None:
            button = QPushButton(tr("Undo"))
            button.setAccessibleName(tr("Undo"))
            button.clicked.connect(self.close_now)
            button.clicked.connect(lambda: undo())
            row.addWidget(button)
        close = QToolButton()
        close.setAutoRaise(True)
        close.setAccessibleName(tr("Close"))
        close.setIcon(icons.icon("x", theme.colours().paper))
        close.clicked.connect(self.close_now)
        row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close_now)
        self._timer.start(SHOWN_WITH_UNDO_MS if undo is not None else SHOWN_MS)
        host.installEventFilter(self)
        self.setMinimumHeight(40)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()

    def close_now(self) -> None:
        """Go."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Enter:
            self._timer.stop()
        elif event.type() == QEvent.Type.Leave:
            self._timer.start(SHOWN_MS)
        return super().event(event)

    def _place(self) -> None:
        self.move((self._host.width() - self.width()) // 2, self._host.height() - self.height() - 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        painter.setPen(QColor(table.text))
        painter.setBrush(QColor(table.text))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        sign = {"green": table.good, "yellow": table.warning, "red": table.late}.get(self._tone, table.normal)
        icons.paint(painter, _SIGNS.get(self._tone, "info-circle"), 14, self.height() / 2 - 8, sign)
