"""The lower band of a quotation: who must agree and why, when it is promised, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.delegates import Chip, metrics, paint_chip, paint_text, tone_colour

HEIGHT = 152
_ROW = 25


@dataclass(frozen=True)
class AskRow:
    """One figure of the approval: its words, the figure, and whom it asks for; `tone` yellow where it asks."""

    icon: str
    text: str
    figure: str
    detail: str
    tone: str = ""


class Band(QWidget):
    """A part of the lower band with a title, 152 high."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.setAccessibleName(title)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _head(self, painter: QPainter, note: str = "") -> None:
        table = theme.colours()
        at = QRect(theme.PAD, 10, self.width() - 2 * theme.PAD, 22)
        used = paint_text(painter, at, self._title, table.text, bold=True)
        if note:
            paint_text(painter, at.adjusted(used + 8, 0, 0, 0), note, table.quiet, 12)


class ApprovalBand(Band):
    """Who must agree, live as one types; after submitting, who has said what."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Approval"), parent)
        self._note = ""
        self._rows: tuple[AskRow, ...] = ()
        self.setMinimumWidth(280)

    def show_rows(self, note: str, rows: Sequence[AskRow]) -> None:
        """Show at most four rows under a note."""
        self._note, self._rows = note, tuple(rows)
        words = "; ".join(" ".join((row.text, row.figure, row.detail)).strip() for row in rows)
        self.setAccessibleDescription(f"{note}. {words}")
        self.setToolTip("\n".join(" ".join((row.text, row.figure, row.detail)).strip() for row in rows))
        self.update()

    def rows(self) -> tuple[AskRow, ...]:
        """What is shown."""
        return self._rows

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._head(painter, self._note)
        table = theme.colours()
        if len(self._rows) == 1 and not self._rows[0].figure and not self._rows[0].detail:
            self._sentence(painter, self._rows[0])
            return
        right = self.width() - 12
        detail_width = min(150, max((metrics(13).horizontalAdvance(row.detail) for row in self._rows), default=0) + 4)
        for number, row in enumerate(self._rows[:4]):
            y = 38 + number * _ROW
            asks = row.tone == "yellow"
            colour = tone_colour(row.tone) if row.tone else table.quiet
            icons.paint(painter, row.icon, theme.PAD, y + 4, colour)
            detail = QRect(right - detail_width, y, detail_width, 24)
            figure_width = metrics(13, asks).horizontalAdvance(row.figure) + 2
            figure = QRect(detail.left() - figure_width - 10, y, figure_width, 24)
            text = QRect(theme.PAD + 24, y, figure.left() - theme.PAD - 32, 24)
            strong = table.text if asks or row.tone in ("red", "green") else table.quiet
            paint_text(painter, text, row.text, strong, bold=asks)
            paint_text(painter, figure, row.figure, colour if asks else table.text, bold=asks, right=True)
            paint_text(painter, detail, row.detail, table.text if asks else table.quiet)

    def _sentence(self, painter: QPainter, row: AskRow) -> None:
        """A single row is a sentence and takes the lines it needs."""
        colour = theme.colours().quiet
        icons.paint(painter, row.icon, theme.PAD, 41, colour)
        painter.setFont(theme.font(13))
        painter.setPen(QColor(colour))
        at = QRect(theme.PAD + 24, 40, self.width() - theme.PAD - 36, self.height() - 44)
        painter.drawText(at, Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value, row.text)


class DeliveryBand(Band):
    """When all of it can be delivered, and which line takes longest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Delivery date"), parent)
        self._big = ""
        self._beside = ""
        self._chip: Chip | None = None
        self._lines: tuple[str, ...] = ()
        self.setMinimumWidth(180)

    def show_delivery(self, big: str, beside: str, chip: Chip | None, lines: Sequence[str]) -> None:
        """Show the day (or the working days), a word beside it, a chip, and up to three lines."""
        self._big, self._beside, self._chip, self._lines = big, beside, chip, tuple(lines)
        self.setAccessibleDescription(" ".join((big, beside, *lines)))
        self.setToolTip("\n".join(lines))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._head(painter)
        table = theme.colours()
        painter.fillRect(0, 0, 1, self.height(), QColor(table.line))
        at = QRect(theme.PAD, 36, self.width() - 2 * theme.PAD, 26)
        used = paint_text(painter, at, self._big, table.text if self._chip or self._beside else table.quiet, 17,
                          bold=bool(self._beside))  # fmt: skip
        if self._beside:
            used += 8 + paint_text(painter, at.adjusted(used + 8, 2, 0, 0), self._beside, table.quiet)
        if self._chip is not None:
            paint_chip(painter, self._chip, 0, at.center().y() + 1, left=at.left() + used + 10)
        for number, text in enumerate(self._lines[:3]):
            line = QRect(theme.PAD, 68 + number * 21, self.width() - theme.PAD - 8, 20)
            paint_text(painter, line, text, table.quiet, 12)


@dataclass(frozen=True)
class Totals:
    """What the totals show: rows of (label, amount), the total with its sign, and a line beneath."""

    rows: tuple[tuple[str, str], ...]
    label: str
    sign: str
    total: str
    words: str
    tip: str = ""


class TotalsBand(Band):
    """Without tax, tax, discount and freight, and the total; its figures stand under the amount column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Totals"), parent)
        self._totals: Totals | None = None
        self._right = theme.PAD
        self.setMinimumWidth(250)

    def show_totals(self, totals: Totals | None) -> None:
        """Show `totals`."""
        self._totals = totals
        if totals is not None:
            words = "; ".join(f"{label} {amount}" for label, amount in totals.rows)
            self.setAccessibleDescription(f"{words}; {totals.label} {totals.sign} {totals.total}; {totals.tip}")
            self.setToolTip(totals.tip)
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
        rows = totals.rows[:4]
        long = metrics(11).horizontalAdvance(totals.words) > right - 8
        step = 21 if long or len(rows) > 3 else 24
        for number, (label, amount) in enumerate(rows):
            at = QRect(theme.PAD, 10 + number * step, right - theme.PAD, 22)
            used = paint_text(painter, at, amount, table.text, right=True)
            paint_text(painter, at.adjusted(0, 0, -used - 8, 0), label, table.quiet)
        y = 14 + len(rows) * step
        painter.fillRect(theme.PAD, y, right - theme.PAD, 1, QColor(table.line))
        at = QRect(theme.PAD, y + 3, right - theme.PAD, 28)
        used = paint_text(painter, at, totals.total, table.text, 17, bold=True, right=True)
        sign = at.adjusted(0, 2, -used - 5, 0)
        used += paint_text(painter, sign, totals.sign, table.quiet, right=True) + 5
        paint_text(painter, at.adjusted(0, 0, -used - 8, 0), totals.label, table.text, bold=True)
        words = QRect(8, y + 31, right - 8, self.height() - y - 33)
        painter.setFont(theme.font(11))
        painter.setPen(QColor(table.quiet))
        side = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop).value
        painter.drawText(words, side | Qt.TextFlag.TextWordWrap.value if long else side, totals.words)
