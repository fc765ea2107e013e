"""The product cell of a grid: what is typed finds products, F4 shows them all, page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.cell_edit import CellEdit
from orderdesk_gui.ui.widgets.delegates import metrics, paint_text, tone_colour

POPUP_WIDTH = 548
_STEPS: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


@dataclass(frozen=True)
class ProductChoice:
    """A line of the product popup; `values` are put into the grid's line when it is taken."""

    name: str
    code: str
    available: str = ""
    price: str = ""
    tone: str = ""
    values: dict[str, Any] = field(default_factory=dict)


Deliver = Callable[[Sequence[ProductChoice], int, Any], None]
"""(choices, how many there are in all, where the next ones begin: None at the end)."""
FindProducts = Callable[[str, Any, Deliver], None]
"""(text, where to begin: None at the first, deliver); an empty text means all products."""


class ProductEdit(CellEdit):
    """Types a code, a name or pinyin initials and takes a product from the popup beneath; F4 shows all products."""

    taken = Signal(object)  # ProductChoice

    def __init__(self, find: FindProducts | None, host: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._find = find
        self._asked = 0
        self._wanted = ""
        self.popup = ProductPopup(host)
        self.popup.picked.connect(self.taken)
        self.popup.more_wanted.connect(self._ask_more)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(80)
        self._timer.timeout.connect(self._ask_typed)
        self.textEdited.connect(lambda _text: self._timer.start())
        self.destroyed.connect(self.popup.deleteLater)

    def current(self) -> ProductChoice | None:
        """The choice under the cursor of the popup, while it is open."""
        return self.popup.current() if self.popup.isVisible() else None

    def steers(self, key: int) -> bool:
        """Whether `key` was for the popup: arrows choose in it, Esc closes it, F4 shows all products."""
        if key == Qt.Key.Key_F4:
            if self.popup.isVisible() and not self._wanted:
                self.popup.hide()
            else:
                self.show_all()
        elif self.popup.isVisible() and key in _STEPS:
            self.popup.step(_STEPS[key])
        elif self.popup.isVisible() and key == Qt.Key.Key_Escape:
            self.popup.hide()
        else:
            return False
        return True

    def show_all(self) -> None:
        """Every product, whatever is typed."""
        self._timer.stop()
        self._ask("")

    def _ask_typed(self) -> None:
        text = self.text().strip()
        if text:
            self._ask(text)
        else:
            self._asked += 1  # what is on its way comes too late
            self.popup.hide()

    def _ask(self, text: str) -> None:
        if self._find is None:
            return
        self._wanted = text
        self._asked += 1
        asked = self._asked

        def deliver(choices: Sequence[ProductChoice], total: int, after: Any = None) -> None:
            if asked == self._asked and self.isVisible():
                self.popup.offer(list(choices), total, text, self, after)

        self._find(text, None, deliver)

    def _ask_more(self, after: Any) -> None:
        asked = self._asked

        def deliver(choices: Sequence[ProductChoice], _total: int, after: Any = None) -> None:
            if asked == self._asked and self.isVisible():
                self.popup.add(list(choices), after)

        if self._find is not None:
            self._find(self._wanted, after, deliver)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        hint = tr("code, name or pinyin initials")
        room = self.width() - self.fontMetrics().horizontalAdvance(self.text()) - 24
        painter = QPainter(self)
        if painter.fontMetrics().horizontalAdvance(hint) < room and not self.composing:
            paint_text(painter, self.rect().adjusted(8, 0, -8, 0), hint, theme.colours().quiet, 12, right=True)


class ProductPopup(QWidget):
    """The choices under a product field: product, code, available, this customer's price."""

    picked = Signal(object)
    more_wanted = Signal(object)  # where the next ones begin

    _HEAD = 28
    _FOOT = 28
    _SHOWN = 8

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._choices: list[ProductChoice] = []
        self._row = 0
        self._top = 0
        self._total = 0
        self._typed = ""
        self._after: Any = None
        self._code_width = 60
        self.setAccessibleName(tr("Products found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    def current(self) -> ProductChoice | None:
        """The choice under the cursor."""
        return self._choices[self._row] if self._choices else None

    def choices(self) -> list[ProductChoice]:
        """What can be chosen so far."""
        return list(self._choices)

    def offer(self, choices: list[ProductChoice], total: int, typed: str, editor: QWidget, after: Any = None) -> None:
        """Show `choices` (of `total`) beneath `editor`, or above it where there is no room; more come from `after`."""
        self._choices, self._total, self._typed, self._after = choices, total, typed, after
        self._row = self._top = 0
        self._measure()
        if not choices:
            self.hide()
            return
        height = self._HEAD + self._FOOT + theme.ROW * min(len(choices), self._SHOWN) + 2
        at = editor.mapTo(self._host, QPoint(0, editor.height() + 4))
        above = editor.mapTo(self._host, QPoint(0, -4)).y() - height
        if at.y() + height > self._host.height() and above >= 0:
            at.setY(above)
        x = max(0, min(at.x(), self._host.width() - POPUP_WIDTH))
        self.setGeometry(x, at.y(), min(POPUP_WIDTH, self._host.width()), height)
        self.show()
        self.raise_()
        self.update()

    def add(self, choices: list[ProductChoice], after: Any) -> None:
        """The next ones have come."""
        self._choices += choices
        self._after = after
        self._measure()
        self.update()

    def _measure(self) -> None:
        """The codes take what they need, so that names and specifications, which tell goods apart, get the rest."""
        widest = max((metrics(13).horizontalAdvance(one.code) for one in self._choices), default=0)
        self._code_width = max(60, min(widest + 14, 190))

    def step(self, rows: int) -> None:
        """Move the cursor by `rows`, staying inside; near the end the next ones are asked for."""
        self._row = max(0, min(self._row + rows, len(self._choices) - 1))
        if self._row < self._top:
            self._top = self._row
        elif self._row >= self._top + self._SHOWN:
            self._top = self._row - self._SHOWN + 1
        self._want_more()
        self.update()

    def _want_more(self) -> None:
        if self._after is not None and max(self._row, self._top + self._SHOWN) + self._SHOWN >= len(self._choices):
            after, self._after = self._after, None
            self.more_wanted.emit(after)

    def wheelEvent(self, event: QWheelEvent) -> None:
        rows = -round(event.angleDelta().y() / 40)
        self._top = max(0, min(self._top + rows, len(self._choices) - self._SHOWN))
        self._row = max(self._top, min(self._row, self._top + self._SHOWN - 1))
        self._want_more()
        self.update()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        table = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(table.paper))
        painter.setPen(QPen(QColor(table.field_line), 1))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.CORNER, theme.CORNER)
        inner = self.rect().adjusted(1, 1, -1, -1)
        self._line(painter, QRect(inner.left(), inner.top(), inner.width(), self._HEAD), None)
        for place in range(self._SHOWN):
            row = self._top + place
            if row < len(self._choices):
                at = QRect(inner.left(), inner.top() + self._HEAD + place * theme.ROW, inner.width(), theme.ROW)
                if row == self._row:
                    painter.fillRect(at, QColor(table.selected))
                self._line(painter, at, self._choices[row])
        foot = QRect(inner.left(), inner.bottom() - self._FOOT + 1, inner.width(), self._FOOT)
        painter.fillRect(foot.left(), foot.top(), foot.width(), 1, QColor(table.line))
        foot = foot.adjusted(12, 0, -12, 0)
        paint_text(painter, foot, tr("↑↓ choose    Enter take, go to quantity    F4 all products"), table.quiet, 11)
        paint_text(painter, foot, tr("{count} found", count=self._total), table.quiet, 11, right=True)

    def _line(self, painter: QPainter, at: QRect, choice: ProductChoice | None) -> None:
        table = theme.colours()
        width = at.width()
        price = QRect(at.right() - 96, at.top(), 84, at.height())
        free = QRect(price.left() - 72, at.top(), 60, at.height())
        stocked = any(one.available for one in self._choices)
        right = (free if stocked else price).left() - 4
        code = QRect(right - self._code_width, at.top(), self._code_width, at.height())
        name = QRect(at.left() + 12, at.top(), code.left() - at.left() - 20, at.height())
        if choice is None:
            for place, text, right in (
                (name, tr("Product"), False),
                (code, tr("Code"), False),
                (free, tr("Available") if stocked else "", True),
                (price, tr("Their price"), True),
            ):
                paint_text(painter, place, text, table.quiet, 12, right=right)
            painter.fillRect(at.left(), at.bottom(), width, 1, QColor(table.line))
            return
        self._name(painter, name, choice.name)
        paint_text(painter, code, choice.code, table.quiet)
        paint_text(painter, free, choice.available, tone_colour(choice.tone), right=True)
        paint_text(painter, price, choice.price, table.text, right=True)

    def _name(self, painter: QPainter, at: QRect, name: str) -> None:
        """The name, with the part that was typed in the accent colour."""
        start = name.casefold().find(self._typed.casefold())
        if start < 0:
            paint_text(painter, at, name, theme.colours().text)
            return
        end = start + len(self._typed)
        for part, bold in ((name[:start], False), (name[start:end], True), (name[end:], False)):
            colour = theme.colours().accent_text if bold else theme.colours().text
            used = paint_text(painter, at, part, colour, bold=bold)
            at = at.adjusted(used, 0, 0, 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = (round(event.position().y()) - self._HEAD) // theme.ROW + self._top
        if 0 <= row < len(self._choices):
            self._row = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        choice = self.current()
        if choice is not None:
            self.picked.emit(choice)
