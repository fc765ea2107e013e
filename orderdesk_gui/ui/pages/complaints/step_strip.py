"""The steps D0 to D8 as nine boxes: done, under way, to come."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.rules.complaints import STEP_NAMES
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme

_WIDE, _HIGH = 28, 20


class StepStrip(QWidget):
    """A picture of how far the report is; its tool tip says it in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states: dict[str, str] = {}
        self.setAccessibleName(tr("Steps of 8D"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_states(self, states: Mapping[str, str]) -> None:
        """Step -> done, present or future."""
        self._states = dict(states)
        names = {"done": tr("done"), "present": tr("under way"), "future": tr("to come")}
        said = "\n".join(f"{step} {STEP_NAMES[step]}: {names[state]}" for step, state in states.items())
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(9 * _WIDE + 8 * 6, _HIGH + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        apart = (self.width() - _WIDE - 2) / 8
        painter.fillRect(QRectF(1, _HIGH / 2 + 1, self.width() - 2, 1), QColor(table.line))
        for number, (step, state) in enumerate(self._states.items()):
            box = QRectF(1 + number * apart, 2, _WIDE, _HIGH)
            fill = {"done": table.done, "present": table.accent}.get(state, table.paper)
            ink = {"done": "#1B2430", "present": table.on_accent}.get(state, table.quiet)
            painter.setPen(QPen(QColor(table.field_line if state == "future" else fill), 1))
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QColor(ink))
            painter.setFont(theme.font(12, bold=state == "present"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, step)
