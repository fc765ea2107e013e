"""The lower band of an order: how far it is by amount, what comes next in its plan, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.delegates import Chip, metrics, paint_chip, paint_text, tone_colour

HEIGHT = 152
_ROW = 27


class Band(QWidget):
    """A part of the lower band with a title, 152 high."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.setAccessibleName(title)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _head(self, painter: QPainter, note: str = "", tone: str = "quiet") -> None:
        table = theme.colours()
        at = QRect(theme.PAD, 10, self.width() - theme.PAD - 12, 22)
        used = paint_text(painter, at, self._title, table.text, bold=True)
        if note:
            paint_text(painter, at.adjusted(used + 8, 0, 0, 0), note, tone_colour(tone), 12)

    def _sentence(self, painter: QPainter, icon: str, text: str) -> None:
        """A single sentence takes the lines it needs."""
        quiet = theme.colours().quiet
        icons.paint(painter, icon, theme.PAD, 41, quiet)
        painter.setFont(theme.font(13))
        painter.setPen(QColor(quiet))
        at = QRect(theme.PAD + 24, 40, self.width() - theme.PAD - 36, self.height() - 44)
        painter.drawText(at, Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value, text)


@dataclass(frozen=True)
class Bar:
    """How much of the whole: its words, the amount, a fraction, and the name of a status colour."""

    text: str
    figure: str
    share: float
    colour: str = "normal"


class ProgressBand(Band):
    """Shipped, invoiced and received as bars of the order's amount."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Progress"), parent)
        self._note, self._tone = "", "quiet"
        self._bars: tuple[Bar, ...] = ()
        self._words = ""
        self.setMinimumWidth(260)

    def show_bars(self, note: str, bars: Sequence[Bar], *, tone: str = "quiet") -> None:
        """Show three bars under a note; `tone` red where the note warns."""
        self._note, self._tone, self._bars, self._words = note, tone, tuple(bars), ""
        said = "\n".join(f"{bar.text} {bar.figure} · {bar.share:.0%}" for bar in bars)
        self.setAccessibleDescription(f"{note}\n{said}")
        self.setToolTip(said)
        self.update()

    def show_words(self, words: str) -> None:
        """There is no progress yet, and why."""
        self._note, self._bars, self._words = "", (), words
        self.setAccessibleDescription(words)
        self.setToolTip("")
        self.update()

    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._head(painter, self._note, self._tone)
        if self._words:
            self._sentence(painter, "info-circle", self._words)
            return
        table = theme.colours()
        left, right = theme.PAD, self.width() - 16
        label = max((metrics(13).horizontalAdvance(bar.text) for bar in self._bars), default=0) + 10
        figure = max((metrics(13).horizontalAdvance(bar.figure) for bar in self._bars), default=0) + 10
        for number, bar in enumerate(self._bars):
            y = 42 + number * 33
            paint_text(painter, QRect(left, y, label, 24), bar.text, table.quiet)
            paint_text(painter, QRect(right - figure, y, figure, 24), bar.figure, table.text, right=True)
            whole = QRectF(left + label, y + 8, max(right - left - label - figure - 6, 20), 8)
            path = QPainterPath()
            path.addRoundedRect(whole, 4, 4)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipPath(path)
            painter.fillRect(whole, QColor(table.line))
            done = QRectF(whole.x(), whole.y(), whole.width() * min(bar.share, 1.0), whole.height())
            painter.fillRect(done, QColor(getattr(table, bar.colour)))
            painter.restore()


@dataclass(frozen=True)
class PlanRow:
    """A step or a warning: sign, words, and the day at the right; `tone` red or yellow where it warns."""

    icon: str
    text: str
    day: str = ""
    tone: str = ""


class PlanBand(Band):
    """What is at risk and what comes next; before confirmation whether it was reviewed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Plan"), parent)
        self._note = ""
        self._chip: Chip | None = None
        self._rows: tuple[PlanRow, ...] = ()
        self.setMinimumWidth(240)

    def show_rows(self, note: str, chip: Chip | None, rows: Sequence[PlanRow]) -> None:
        """Show at most four rows; the chip stands beside the title."""
        self._note, self._chip, self._rows = note, chip, tuple(rows)
        said = "\n".join(f"{row.text} {row.day}".strip() for row in rows)
        self.setAccessibleDescription(f"{note} {chip.text if chip else ''}\n{said}")
        self.setToolTip(said)
        self.update()

    def rows(self) -> tuple[PlanRow, ...]:
        """What is shown."""
        return self._rows

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        painter.fillRect(0, 0, 1, self.height(), QColor(table.line))
        at = QRect(theme.PAD, 10, self.width() - theme.PAD - 12, 22)
        if self._chip is not None:
            at.setRight(at.right() - paint_chip(painter, self._chip, at.right(), at.center().y() + 1) - 8)
        used = paint_text(painter, at, self._title, table.text, bold=True)
        if self._note:
            paint_text(painter, at.adjusted(used + 8, 0, 0, 0), self._note, table.quiet, 12)
        if len(self._rows) == 1 and not self._rows[0].day:
            self._sentence(painter, self._rows[0].icon, self._rows[0].text)
            return
        for number, row in enumerate(self._rows[:4]):
            y = 38 + number * _ROW
            colour = tone_colour(row.tone) if row.tone else table.quiet
            icons.paint(painter, row.icon, theme.PAD, y + 4, colour)
            line = QRect(theme.PAD + 24, y, self.width() - theme.PAD - 36, 24)
            used = paint_text(painter, line, row.day, table.quiet, right=True) if row.day else 0
            line.setRight(line.right() - used - (10 if used else 0))
            paint_text(painter, line, row.text, table.text if not row.tone or row.tone == "green" else colour)


@dataclass(frozen=True)
class Totals:
    """What the totals show: rows of (label, amount), the total with its sign, and a line beneath."""

    rows: tuple[tuple[str, str], ...]
    label: str
    sign: str
    total: str
    words: str


class TotalsBand(Band):
    """Without tax, tax, discount and freight, and the total; its figures stand under the amount column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Totals"), parent)
        self._totals: Totals | None = None
        self._right = theme.PAD
        self.setMinimumWidth(250)

    def show_totals(self, totals: Totals | None) -> None:
        """Show `totals`; None where the figures cannot be added up (the cell says why)."""
        self._totals = totals
        if totals is not None:
            words = "; ".join(f"{label} {amount}" for label, amount in totals.rows)
            self.setAccessibleDescription(f"{words}; {totals.label} {totals.sign} {totals.total}; {totals.words}")
            self.setToolTip(totals.words)
        self.update()

    def totals(self) -> Totals | None:
        """What is shown."""
        return self._totals

    def align_with(self, right: int) -> None:
        """Keep the figures `right` pixels off the right edge, where the amount column ends."""
        self._right = max(theme.PAD, min(right, self.width() - 220))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(264, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        painter.fillRect(0, 0, 1, self.height(), QColor(table.line))
        totals = self._totals
        if totals is None:
            return
        right = self.width() - self._right
        long = metrics(11).horizontalAdvance(totals.words) > right - 8
        step = 21 if long or len(totals.rows) > 3 else 24
        for number, (label, amount) in enumerate(totals.rows[:4]):
            at = QRect(theme.PAD, 10 + number * step, right - theme.PAD, 22)
            used = paint_text(painter, at, amount, table.text, right=True)
            paint_text(painter, at.adjusted(0, 0, -used - 8, 0), label, table.quiet)
        y = 14 + len(totals.rows[:4]) * step
        painter.fillRect(theme.PAD, y, right - theme.PAD, 1, QColor(table.line))
        at = QRect(theme.PAD, y + 3, right - theme.PAD, 28)
        used = paint_text(painter, at, totals.total, table.text, 17, bold=True, right=True)
        used += paint_text(painter, at.adjusted(0, 2, -used - 5, 0), totals.sign, table.quiet, right=True) + 5
        paint_text(painter, at.adjusted(0, 0, -used - 8, 0), totals.label, table.text, bold=True)
        painter.setFont(theme.font(11))
        painter.setPen(QColor(table.quiet))
        side = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop).value
        words = QRect(8, y + 31, right - 8, self.height() - y - 33)
        painter.drawText(words, side | Qt.TextFlag.TextWordWrap.value if long else side, totals.words)
