"""Bars and small signs: the credit bar, an avatar with an initial, a chip on its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.delegates import Chip, chip_width, paint_chip


class SegmentBar(QWidget):
    """A bar of shares of a whole, 8 px high, such as credit in use.

    Shares are fractions of the whole with the name of a status colour: done, normal, warning, late, good.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: list[tuple[float, str]] = []
        self.setAccessibleName(name)
        self.setFixedHeight(8)
        self.setMinimumWidth(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_shares(self, shares: Sequence[tuple[float, str]], words: str = "") -> None:
        """Show `shares` from the left; `words` say the same to a screen reader and as tool tip."""
        self._shares = list(shares)
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(path)
        table = theme.colours()
        painter.fillRect(self.rect(), QColor(table.line))
        x = 0.0
        for share, tone in self._shares:
            width = min(share * self.width(), self.width() - x)
            painter.fillRect(QRectF(x, 0, width, self.height()), QColor(getattr(table, tone)))
            x += width
            if x < self.width():
                painter.fillRect(QRectF(x - 1, 0, 1, self.height()), QColor(table.paper))


class Avatar(QWidget):
    """A rounded square with the first character of a name."""

    def __init__(self, text: str = "", size: int = 36, strong: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._strong = strong
        self.setFixedSize(size, size)
        self.set_name(text)

    def set_name(self, name: str) -> None:
        """Show the initial of `name`."""
        self._text = name.strip()[:1].upper()
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(table.accent if self._strong else table.hover))
        painter.drawRoundedRect(self.rect(), theme.CORNER, theme.CORNER)
        painter.setPen(QColor(table.on_accent if self._strong else table.chips["grey"][1]))
        painter.setFont(theme.font(max(11, round(self.height() * 0.44)), bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class ChipLabel(QWidget):
    """A chip standing by itself, beside a title."""

    def __init__(self, chip: Chip | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip: Chip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_chip(chip)

    def set_chip(self, chip: Chip | None) -> None:
        """Show `chip`; None hides the widget."""
        self._chip = chip
        self.setVisible(chip is not None)
        self.setAccessibleName(chip.text if chip is not None else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._chip) if self._chip is not None else 0, theme.CHIP)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chip is not None:
            paint_chip(QPainter(self), self._chip, 0, self.height() // 2, left=0)
