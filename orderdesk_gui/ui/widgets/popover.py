"""A small sheet that floats over a page, can be pinned, and closes with Esc."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme


class Popover(QWidget):
    """Floats over `host`; `body` is the layout for its content. 340 wide unless told."""

    closed = Signal()

    def __init__(self, host: QWidget, title: str, width: int = 340) -> None:
        super().__init__(host)
        self._host = host
        self.setFixedWidth(width)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        self.title = QLabel(title)
        self.title.setFont(theme.font(13, bold=True))
        self.note = QLabel()
        self.note.setFont(theme.font(12))
        self.note.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.pin = QToolButton()
        self.pin.setCheckable(True)
        self.pin.setAutoRaise(True)
        self.pin.setAccessibleName(tr("Pin"))
        self.pin.setToolTip(tr("Pin"))
        icons.set_icon(self.pin, "pin")
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        head.addWidget(self.pin)
        self._head = head
        column.addLayout(head)
        head.setContentsMargins(0, 4, 0, 4)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 8, 0, 4)
        self.body.setSpacing(4)
        column.addLayout(self.body)
        self.hide()

    @property
    def pinned(self) -> bool:
        """Whether it stays when the cursor moves on."""
        return self.pin.isChecked()

    def open_at(self, anchor: QRect, keep_off: QRect | None = None) -> None:
        """Show beneath `anchor` (in host coordinates), inside the host and off `keep_off` where it can."""
        self.adjustSize()
        x = max(8, min(anchor.left(), self._host.width() - self.width() - 8))
        y = anchor.bottom() + 4
        floor = self._host.height() if keep_off is None else keep_off.top()
        if y + self.height() > floor:
            y = max(4, anchor.top() - self.height() - 4) if anchor.top() > self.height() else floor - self.height() - 4
        self.move(QPoint(x, max(4, y)))
        self.show()
        self.raise_()

    def close_unless_pinned(self) -> None:
        """The cursor moved on."""
        if not self.pinned:
            self.close_now()

    def close_now(self) -> None:
        """Esc."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        painter.setBrush(QColor(table.paper))
        painter.setPen(QPen(QColor(table.field_line), 1))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.CORNER, theme.CORNER)
        line = self._head.geometry().bottom()
        painter.fillRect(1, line, self.width() - 2, 1, QColor(table.line))
