"""A sentence over the cell that it is about: what is wrong there and what to do."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.delegates import metrics

_WIDEST = 360
_PAD = 8


class CellNote(QWidget):
    """Lies over the grid, above the cell, and lets the mouse through."""

    def __init__(self, grid: QAbstractScrollArea) -> None:
        super().__init__(grid)
        self._grid = grid
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def text(self) -> str:
        """What is said now, empty while nothing is."""
        return "" if self.isHidden() else self._text

    def say(self, text: str, cell: QRect) -> None:
        """Show `text` above `cell` of the viewport, beneath it where it would be cut off; "" hides it."""
        self._text = text
        if not text:
            self.hide()
            return
        cell = QRect(self._grid.viewport().mapToParent(cell.topLeft()), cell.size())
        limit = min(_WIDEST, self._grid.width() - 8) - 2 * _PAD
        words = metrics(12).boundingRect(QRect(0, 0, limit, 400), Qt.TextFlag.TextWordWrap.value, text)
        width, height = words.width() + 2 * _PAD + 2, words.height() + 10
        x = max(4, min(cell.left(), self._grid.width() - width - 4))
        y = cell.top() - height - 2
        self.setGeometry(x, y if y >= 0 else cell.bottom() + 3, width, height)
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        fill, ink = table.chips["red"]
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(table.late), 1))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.CORNER, theme.CORNER)
        painter.setPen(QColor(ink))
        painter.setFont(theme.font(12))
        at = self.rect().adjusted(_PAD, 4, -_PAD + 2, -4)
        painter.drawText(at, Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignVCenter.value, self._text)
