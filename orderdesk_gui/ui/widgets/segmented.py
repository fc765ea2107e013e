"""A few choices side by side, one of them chosen; and a row of counters that filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.painting import metrics, paint_text, tone_colour


class _Choices(QWidget):
    """What both kinds share: a list of keys, the chosen one, mouse and arrow keys."""

    changed = Signal(str)  # key

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self._chosen = ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def value(self) -> str:
        """The chosen key."""
        return self._chosen

    def set_value(self, key: str) -> None:
        """Choose `key` without telling anybody."""
        self._chosen = key
        self.update()

    def place(self, number: int) -> QRect:
        """Where choice `number` stands."""
        raise NotImplementedError

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._keys) and self._keys[number] != self._chosen:
            self.set_value(self._keys[number])
            self.changed.emit(self._chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        for number in range(len(self._keys)):
            if self.place(number).contains(at):
                self._choose(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = 1 if event.key() == Qt.Key.Key_Right else -1 if event.key() == Qt.Key.Key_Left else 0
        if step and self._chosen in self._keys:
            self._choose(self._keys.index(self._chosen) + step)
        else:
            super().keyPressEvent(event)

    def _focus_frame(self, painter: QPainter, number: int) -> None:
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.place(number)).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class SegmentedControl(_Choices):
    """Two to five choices in one frame, 30 px high."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        """`choices`: (key, translated text); the first is chosen."""
        super().__init__(name, parent)
        self._texts: list[str] = []
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices."""
        self._keys = [key for key, _text in choices]
        self._texts = [text for _key, text in choices]
        if self._chosen not in self._keys:
            self._chosen = self._keys[0] if self._keys else ""
        self.updateGeometry()
        self.update()

    def place(self, number: int) -> QRect:
        left = 3 + sum(self._width(n) for n in range(number))
        return QRect(left, 3, self._width(number), theme.CONTROL - 6)

    def _width(self, number: int) -> int:
        return metrics(13, True).horizontalAdvance(self._texts[number]) + 24

    def sizeHint(self) -> QSize:
        return QSize(6 + sum(self._width(n) for n in range(len(self._keys))), theme.CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        painter.setPen(QPen(QColor(table.field_line), 1))
        painter.setBrush(QColor(table.paper))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, theme.CORNER, theme.CORNER)
        for number, key in enumerate(self._keys):
            chosen = key == self._chosen
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(table.selected))
                painter.drawRoundedRect(self.place(number), 4, 4)
            painter.setPen(QColor(table.accent_text if chosen else table.text))
            painter.setFont(theme.font(13, bold=chosen))
            painter.drawText(self.place(number), Qt.AlignmentFlag.AlignCenter, self._texts[number])
            if chosen:
                self._focus_frame(painter, number)


@dataclass(frozen=True)
class Counter:
    """A number with its translated word; `tone` colours the number: "", red, yellow."""

    key: str
    count: int | None
    text: str
    tone: str = ""


class Counters(_Choices):
    """Counters in a row that filter what is beneath: 44 high on a page's head, 34 above a list."""

    def __init__(self, name: str, height: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._counters: list[Counter] = []
        self._height = height
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)

    def set_counters(self, counters: Sequence[Counter]) -> None:
        """Show these; the chosen key stays chosen where it is among them."""
        self._counters = list(counters)
        self._keys = [counter.key for counter in counters]
        if self._chosen not in self._keys:
            self._chosen = self._keys[0] if self._keys else ""
        self.updateGeometry()
        self.update()

    def set_note(self, note: str) -> None:
        """A quiet line at the right, where there is room."""
        self._note = note
        self.update()

    def _sizes(self) -> tuple[int, int]:
        return (15, 13) if self._height >= 44 else (12, 12)

    def _width(self, counter: Counter, tight: bool = False) -> int:
        number, word = self._sizes()
        wide = metrics(number, True).horizontalAdvance(_count(counter, tight))
        gap = 0 if not wide else 4 if tight else 6
        return wide + gap + metrics(word, True).horizontalAdvance(counter.text) + 2 * self._pad(tight)

    def _pad(self, tight: bool) -> int:
        return 14 if self._height >= 44 else 5 if tight else 8

    def _tight(self) -> bool:
        """Whether tabs stand closer, zeros left out, because they would not fit otherwise."""
        return self._height < 44 and 8 + sum(self._width(c) for c in self._counters) > self.width()

    def place(self, number: int) -> QRect:
        tight = self._tight()
        left = (12 if self._height >= 44 else 11 if tight else 8) + sum(
            self._width(c, tight) for c in self._counters[:number]
        )
        return QRect(left, 0, self._width(self._counters[number], tight), self._height)

    def sizeHint(self) -> QSize:
        return QSize(24 + sum(self._width(c) for c in self._counters), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        if self._height >= 44:
            painter.fillRect(self.rect(), QColor(table.ground))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(table.line))
        for number, counter in enumerate(self._counters):
            self._counter(painter, number, counter)
        end = self.place(len(self._counters) - 1).right() if self._counters else 0
        if self._note and end + metrics(12).horizontalAdvance(self._note) + 40 < self.width():
            paint_text(painter, self.rect().adjusted(end, 0, -20, 0), self._note, table.quiet, 12, right=True)

    def _counter(self, painter: QPainter, number: int, counter: Counter) -> None:
        table = theme.colours()
        chosen = counter.key == self._chosen
        at = self.place(number)
        big, small = self._sizes()
        pad = self._pad(self._tight())
        inner = at.adjusted(pad, 0, 0, 0)
        line = at.adjusted(pad, 0, -pad, 0) if self._height < 44 else at.adjusted(6, 0, -6, 0)
        count = _count(counter, self._tight())
        strip = self._height < 44
        ink = table.accent_text if chosen and strip else table.text if chosen else table.quiet
        if strip:
            text = f"{counter.text} {count}".strip()
            paint_text(painter, inner, text, ink, small, bold=chosen)
        else:
            if count:
                tone = counter.tone if counter.count else "quiet"
                used = paint_text(painter, inner, count, tone_colour(tone), big, bold=bool(counter.count))
                inner.setLeft(inner.left() + used + 6)
            paint_text(painter, inner, counter.text, ink, small, bold=chosen)
        if chosen:
            painter.fillRect(line.left(), line.bottom() - 1, line.width(), 2, QColor(table.accent))
            if self.hasFocus():
                painter.setPen(QPen(QColor(table.accent), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(at).adjusted(2.5, 3.5, -2.5, -4.5), 4, 4)


def _count(counter: Counter, tight: bool) -> str:
    """The number of a counter as shown; where there is little room a zero is left out."""
    return "" if counter.count is None or (tight and not counter.count) else str(counter.count)
