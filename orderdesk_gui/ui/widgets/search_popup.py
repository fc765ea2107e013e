"""The popup under the search box: customers, papers, products and commands, as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.page import Found
from orderdesk_gui.ui.widgets.painting import paint_text

_BAND = 26
_ROW = 34
_FOOT = 28
_MOST = 14


class SearchPopup(QWidget):
    """Lies over the window under the search box, which keeps the focus and passes its keys on."""

    picked = Signal(object)  # Found

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._items: list[str | Found] = []
        self._current = -1
        self._note = ""
        self.setAccessibleName(tr("Search results"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    def show_results(self, results: Sequence[Found], box: QWidget, note: str = "") -> None:
        """Show results by their groups, in the order given, beneath `box`."""
        self._items = []
        group = ""
        for found in results[:_MOST]:
            if found.group != group:
                group = found.group
                self._items.append(group)
            self._items.append(found)
        self._note = note or ("" if results else tr("Nothing found"))
        self._current = next((n for n, item in enumerate(self._items) if isinstance(item, Found)), -1)
        height = sum(map(self._height, self._items)) + _FOOT + (_ROW if self._note else 0) + 8
        window = self.parentWidget()
        at = box.mapTo(window, QPoint(0, box.height() + 4)) if window is not None else QPoint()
        self.setGeometry(at.x(), at.y(), max(box.width(), 480), height)
        self.show()
        self.raise_()
        self.update()

    def current(self) -> Found | None:
        """The result under the cursor."""
        item = self._items[self._current] if 0 <= self._current < len(self._items) else None
        return item if isinstance(item, Found) else None

    def step(self, by: int) -> None:
        """Move the cursor up or down, over the bands."""
        number = self._current + by
        while 0 <= number < len(self._items) and isinstance(self._items[number], str):
            number += by
        if 0 <= number < len(self._items):
            self._current = number
            self.update()

    def take(self) -> None:
        """Enter: go to the result under the cursor."""
        found = self.current()
        if found is not None:
            self.hide()
            self.picked.emit(found)

    @staticmethod
    def _height(item: str | Found) -> int:
        return _BAND if isinstance(item, str) else _ROW

    def _places(self) -> list[QRect]:
        places = []
        y = 4
        for item in self._items:
            height = self._height(item)
            places.append(QRect(1, y, self.width() - 2, height))
            y += height
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        table = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(table.paper))
        painter.setPen(QPen(QColor(table.field_line), 1))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.CORNER, theme.CORNER)
        for number, (item, at) in enumerate(zip(self._items, self._places(), strict=True)):
            inner = at.adjusted(12, 0, -12, 0)
            if isinstance(item, str):
                paint_text(painter, inner, item, table.quiet, 11, bold=True)
                continue
            if number == self._current:
                painter.fillRect(at, QColor(table.selected))
            quiet = table.quiet_on_selected if number == self._current else table.quiet
            icons.paint(painter, item.icon, inner.left(), inner.center().y() - 7, quiet)
            used = paint_text(painter, inner.adjusted(0, 0, 0, 0), item.detail, quiet, 12, right=True)
            paint_text(painter, inner.adjusted(26, 0, -used - 12, 0), item.title, table.text)
        foot = QRect(12, self.height() - _FOOT, self.width() - 24, _FOOT)
        if self._note:
            paint_text(painter, foot.translated(0, -_ROW), self._note, table.quiet)
        painter.fillRect(1, foot.top(), self.width() - 2, 1, QColor(table.line))
        paint_text(painter, foot, tr("↑↓ choose    Enter open    Esc close"), table.quiet, 11)

    def _row_under(self, event: QMouseEvent) -> int:
        at = event.position().toPoint()
        for number, place in enumerate(self._places()):
            if place.contains(at) and isinstance(self._items[number], Found):
                return number
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._row_under(event)
        if number >= 0:
            self._current = number
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._current = self._row_under(event)
        self.take()
