"""The band of the two clocks of a complaint: what is left, a bar of what is used, and how the hours are counted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.painting import metrics, paint_text, tone_colour

from . import words

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaint_clocks import ClockState

HEIGHT = 92
_FIGURE = 24
_BAR = 10


class ClockBand(QWidget):
    """Two halves: the first answer, the solution."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states: tuple[ClockState, ...] = ()
        self._now = dt.datetime.now(dt.UTC)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Clocks"))

    def set_clocks(self, states: tuple[ClockState, ...], now: dt.datetime) -> None:
        """Show these as they stand `now`."""
        self._states, self._now = states, now
        said = ". ".join(f"{_title(state)}: {self._figure(state)[0]}, {self._until(state)[0]}" for state in states)
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def said(self) -> str:
        """All of it in words."""
        return self.accessibleDescription()

    def _figure(self, state: ClockState) -> tuple[str, str]:
        if state.ended is not None:
            return (tr("{time} late", time=words.hours(state.left or 0)), "red") if state.late else (
                tr("In time"), "green")  # fmt: skip
        if state.paused:
            return tr("Paused"), "quiet"
        minutes = state.left or 0
        return words.left(minutes), words.tone_left(minutes)

    def _until(self, state: ClockState) -> tuple[str, str]:
        if state.ended is not None:
            done = "Answered {when}" if state.kind == "answer" else "Solved {when}"
            return tr(done, when=words.moment(state.ended, self._now)), "quiet"
        if state.due is None:
            return tr("waiting for the customer"), "quiet"
        return tr("until {when}", when=words.moment(state.due, self._now)), "red" if state.late else "quiet"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        painter.fillRect(self.rect(), QColor(table.ground))
        for top in (0, self.height() - 1):
            painter.fillRect(0, top, self.width(), 1, QColor(table.line))
        if self._states:
            half = self.width() // 2
            painter.fillRect(half, 0, 1, self.height(), QColor(table.line))
            for number, state in enumerate(self._states):
                self._half(painter, QRect(number * half, 0, half, self.height()).adjusted(20, 10, -20, -8), state)

    def _half(self, painter: QPainter, at: QRect, state: ClockState) -> None:
        table = theme.colours()
        head = QRect(at.left(), at.top(), at.width(), 20)
        until, tone = self._until(state)
        used = paint_text(painter, head, until, tone_colour(tone), 12, bold=tone == "red", right=True)
        head.setRight(head.right() - used - 12)
        used = paint_text(painter, head, _title(state), table.text, bold=True)
        note = tr("{hours} h, {mode}", hours=state.hours, mode=tr(words.MODES[state.mode]))
        paint_text(painter, head.adjusted(used + 8, 0, 0, 0), note, table.quiet, 12)
        figure, tone = self._figure(state)
        wide = max(metrics(_FIGURE, True).horizontalAdvance(figure), 96)
        body = QRect(at.left(), at.top() + 24, wide, 44)
        paint_text(painter, body, figure, tone_colour(tone), _FIGURE, bold=True)
        bar = QRect(at.left() + wide + 20, at.top() + 32, max(at.width() - wide - 20, 0), _BAR)
        self._bar(painter, bar, state)
        beneath = QRect(bar.left(), bar.bottom() + 4, bar.width(), 18)
        taken = paint_text(painter, beneath, words.moment(state.started, self._now), table.quiet, 11)
        gone = tr("{time} used", time=words.hours(state.used))
        if taken + metrics(11).horizontalAdvance(gone) + 12 < beneath.width():
            paint_text(painter, beneath, gone, table.quiet, 11, right=True)

    def _bar(self, painter: QPainter, at: QRect, state: ClockState) -> None:
        table = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(at), 4, 4)
        painter.setClipPath(path)
        painter.fillRect(at, QColor(table.line))
        share = min(state.used / max(state.hours * 60, 1), 1.0)
        colour = table.late if state.late else table.done if state.ended or state.paused else (
            table.warning if (state.left or 0) < words.SOON else table.normal)  # fmt: skip
        painter.fillRect(QRectF(at.left(), at.top(), at.width() * share, at.height()), QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.restore()


def _title(state: ClockState) -> str:
    return tr("First answer") if state.kind == "answer" else tr("Solution")
