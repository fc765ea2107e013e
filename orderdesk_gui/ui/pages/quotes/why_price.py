"""The sheet that says why a price is what it is: each step, the price without tax, the last sale, the margin."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.rules.language import Message, tr
from orderdesk_gui.rules.money import format_number, format_percent, format_quantity
from orderdesk_gui.rules.vat import TaxMode, convert_price
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.delegates import metrics, paint_text, tone_colour
from orderdesk_gui.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from .price_asks import Found, LastSold

_ROW = 24
Row = tuple[str, str, str]  # words, figure, tone; an empty row is a hairline


class WhyPrice(Popover):
    """Floats by the price cell; Alt+P pins it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Why this price"))
        self._rows = _Rows()
        self.body.addWidget(self._rows)
        self._steps: list[Row] = []
        self._last: list[Row] = []
        self._margin: list[Row] = []
        self.pin.setToolTip(tr("Pin") + "  Alt+P")

    def explain(self, number: int, found: Found, mode: TaxMode) -> None:
        """Show the steps of line `number`."""
        price = found.priced.price
        shown = format_number(price.unit_price, 2, 6) if price.unit_price is not None else "–"
        self.title.setText(tr("Why {price}", price=shown))
        words = (
            tr("line {number}, as it was found then", number=number)
            if found.then
            else tr("line {number}", number=number)
        )
        self.note.setText(words)
        self._steps = [
            (
                _words(step.message),
                format_number(step.price, 2, 2) if step.price is not None else "",
                "quiet" if not step.reached else "yellow" if step.kind in ("manual", "conceded") else "",
            )
            for step in price.steps
        ]
        self._steps += [(str(one), "", "yellow") for one in price.warnings]
        if price.problem is not None:
            self._steps.append((str(price.problem), "", "yellow"))
        if price.unit_price is not None:
            self._steps.append(("", "", ""))
            other: TaxMode = "exclusive" if mode == "inclusive" else "inclusive"
            worth = convert_price(price.unit_price, found.priced.vat_rate, mode, other)
            words = tr("Price excl. tax") if mode == "inclusive" else tr("Price incl. tax")
            self._steps.append((words, format_number(worth, 2, 2), ""))
        # The row is kept free, so that the sheet does not grow; of what was offered then nothing newer is told.
        self._last = [] if found.then else [(tr("Last sold …"), "", "quiet")]
        self._margin = []
        if found.margin is not None:
            tone = "red" if found.margin < Decimal("0.1") else ""
            self._margin = [(tr("Margin (you may see it)"), format_percent(found.margin), tone)]
        self._show()

    def show_last(self, sold: LastSold | None) -> None:
        """Add when the customer last took it."""
        words = tr("Not sold to them before")
        price = ""
        if sold is not None:
            words = tr("Last sold {day}, {quantity}", day=sold.on.isoformat(), quantity=format_quantity(sold.quantity))
            price = format_number(sold.unit_price, 2, 6)
        self._last = [(words, price, "quiet")]
        self._show()

    def _show(self) -> None:
        self._rows.show_rows([*self._steps, *self._last, *self._margin])
        self.adjustSize()


def _words(step: Message) -> str:
    """A step without its price, which stands in a column of its own."""
    return str(Message(step.text, {**step.values, "price": ""})).strip() if "price" in step.values else str(step)


class _Rows(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[Row] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self._shown = rows
        self.setAccessibleName("; ".join(f"{words} {figure}".strip() for words, figure, _tone in rows if words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(316, sum(self._height(row) for row in self._shown) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _height(self, row: Row) -> int:
        if not row[0]:
            return 9
        room = 316 - metrics(13).horizontalAdvance(row[1]) - 12
        return _ROW * max(1, -(-metrics(13).horizontalAdvance(row[0]) // room)) if not row[1] else _ROW

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        y = 2
        for row in self._shown:
            words, figure, tone = row
            height = self._height(row)
            if not words:
                painter.fillRect(0, y + 4, self.width(), 1, QColor(theme.colours().line))
            else:
                colour = tone_colour(tone)
                at = QRect(0, y, self.width(), height)
                used = paint_text(painter, at, figure, colour, right=True) if figure else 0
                room = at.adjusted(0, 0, -used - 10 if used else 0, 0)
                if height > _ROW:
                    painter.setPen(QColor(colour))
                    painter.setFont(theme.font(13))
                    painter.drawText(room, 0x1000 | 0x0080, words)
                else:
                    paint_text(painter, room, words, colour)
            y += height
