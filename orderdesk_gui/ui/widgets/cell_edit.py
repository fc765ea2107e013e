"""The field a grid cell opens: it has an edge of its own and knows whether an input method is composing."""

from __future__ import annotations

from PySide6.QtGui import QColor, QInputMethodEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from orderdesk_gui.ui import theme
from orderdesk_gui.ui.style import ERROR


class CellEdit(QLineEdit):
    """A line edit that knows whether an input method is composing; Enter then belongs to the method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self.setFrame(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tone = self.property(ERROR)
        painter.setPen(QPen(QColor(theme.colours().late if tone else theme.colours().accent), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)
