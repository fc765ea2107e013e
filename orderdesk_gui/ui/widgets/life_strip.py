"""The strip of an order's life across the top of its papers: where one stands, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.painting import paint_text


@dataclass(frozen=True)
class LifeStep:
    """A step: translated title and detail, `state` done, present or future, and where a click leads."""

    title: str
    detail: str = ""
    state: str = "future"
    page: str = ""
    id: Any = None


class LifeStrip(QWidget):
    """48 px high; steps that lead somewhere can be clicked and reached with the arrow keys."""

    navigate = Signal(str, object)  # page key, id

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[LifeStep] = []
        self._cursor = -1
        self.setAccessibleName(name)
        self.setFixedHeight(theme.LIFE_STRIP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)

    def set_steps(self, steps: Sequence[LifeStep]) -> None:
        """Show these steps."""
        self._steps = list(steps)
        self._cursor = -1
        self.setAccessibleDescription(" > ".join(f"{step.title} {step.detail}".strip() for step in steps))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(table.line))
        for number, step in enumerate(self._steps):
            self._step(painter, self._place(number), number, step)

    def _step(self, painter: QPainter, at: QRect, number: int, step: LifeStep) -> None:
        table = theme.colours()
        present = step.state == "present"
        middle = at.center().y()
        if number:
            icons.paint(painter, "chevron-right", at.left() - 10, middle - 8, table.field_line, 14)
        circle = QRectF(at.left() + 8, middle - 10, 20, 20)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if step.state == "future":
            painter.setPen(QPen(QColor(table.field_line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(table.accent if present else table.done))
        painter.drawEllipse(circle)
        painter.restore()
        if step.state == "done":
            icons.paint(painter, "check", circle.x() + 3, circle.y() + 3, "#1B2430", 14)
        else:
            painter.setFont(theme.font(11, bold=present))
            painter.setPen(QColor(table.on_accent if present else table.quiet))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter.value), str(number + 1))
        text = QRect(at.left() + 36, middle - 18, at.width() - 50, 18)
        colour = table.accent_text if present else table.text if step.state == "done" else table.quiet
        if step.detail:
            paint_text(painter, text, step.title, colour, bold=present)
            paint_text(painter, text.translated(0, 18), step.detail, table.quiet, 11)
        else:
            paint_text(painter, text.translated(0, 9), step.title, colour, bold=present)
        if present:
            painter.fillRect(at.left(), self.height() - 3, at.width(), 3, QColor(table.accent))
        if self.hasFocus() and number == self._cursor:
            painter.setPen(QPen(QColor(table.accent), 2))
            painter.drawRect(at.adjusted(1, 2, -2, -4))

    def _place(self, number: int) -> QRect:
        width = (self.width() - theme.PAD) // max(len(self._steps), 1)
        return QRect(12 + number * width, 0, width, self.height() - 1)

    def _step_at(self, x: float) -> int:
        return next((n for n in range(len(self._steps)) if self._place(n).contains(int(x), 5)), -1)

    def _go(self, number: int) -> None:
        if 0 <= number < len(self._steps) and self._steps[number].page:
            self.navigate.emit(self._steps[number].page, self._steps[number].id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._step_at(event.position().x())
        leads = 0 <= number < len(self._steps) and bool(self._steps[number].page)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._go(self._step_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._cursor = max(0, min(self._cursor + step, len(self._steps) - 1))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go(self._cursor)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._cursor = max(self._cursor, 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
