"""Short notices in the top bar that go by themselves, with Undo where there is one; they cover no figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

SHOWN_MS = 3000
SHOWN_WITH_UNDO_MS = 6000
PLACE = "top_bar"  # object name of what a notice lies on, at the left of its child named KEEP_CLEAR
KEEP_CLEAR = "notices"
_WIDEST = 560
_HIGH = 40
_GAP = 4
_CALM = ("green", "blue")
_SIGNS = {"green": "circle-check", "yellow": "alert-triangle", "red": "alert-circle", "blue": "info-circle"}


class Toast(QWidget):
    """One notice; stays while the mouse is over it, goes by a click or Esc. A calm one gives way to the next."""

    def __init__(self, host: QWidget, text: str, undo: Callable[[], Any] | None, tone: str) -> None:
        super().__init__(host)
        self._tone = tone
        self._host = host
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 4, 6, 4)
        row.setSpacing(12)
        label = QLabel(text)
        label.setWordWrap(label.sizeHint().width() > _WIDEST - 140)
        shown = label.palette()
        shown.setColor(shown.ColorRole.WindowText, QColor(theme.colours().paper))
        label.setPalette(shown)
        row.addWidget(label, 1)
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
        host.window().installEventFilter(self)
        for other in host.findChildren(Toast):
            if other is not self and not other.isHidden() and other.is_calm:
                other.close_now()
        self._place()
        self.show()
        self.raise_()

    @property
    def is_calm(self) -> bool:
        """Whether it only tells that something went well."""
        return self._tone in _CALM

    def close_now(self) -> None:
        """Go."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._place()
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() == Qt.Key.Key_Escape and not self.isHidden():  # type: ignore[attr-defined]
            self.close_now()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close_now()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Enter:
            self._timer.stop()
        elif event.type() == QEvent.Type.Leave:
            self._timer.start(SHOWN_MS)
        return super().event(event)

    def _place(self) -> None:
        """In the top bar, left of the bell; several beneath each other; at the top where there is no top bar."""
        bar = self._host.findChild(QWidget, PLACE)
        right, top = self._host.width() - 12, _GAP
        if bar is not None and bar.isVisible():
            top = bar.mapTo(self._host, QPoint(0, 0)).y() + _GAP
            clear = bar.findChild(QWidget, KEEP_CLEAR)
            if clear is not None:
                right = clear.mapTo(self._host, QPoint(0, 0)).x() - 8
        width = min(max(self.sizeHint().width(), 160), _WIDEST, right - 12)
        self.resize(width, max(_HIGH, self.heightForWidth(width)))
        above = [one for one in self._host.findChildren(Toast) if not one.isHidden() and one is not self]
        below = max((one.geometry().bottom() + _GAP for one in above), default=0)
        self.move(right - width, max(top, below) if self.isHidden() else max(top, self.y()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        painter.setPen(QColor(table.text))
        painter.setBrush(QColor(table.text))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        sign = {"green": table.good, "yellow": table.warning, "red": table.late}.get(self._tone, table.normal)
        icons.paint(painter, _SIGNS.get(self._tone, "info-circle"), 14, self.height() / 2 - 8, sign)
