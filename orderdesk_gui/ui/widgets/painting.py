"""Painting of what everything is made of: a line of text, rounded grounds and rings, the ink of a tone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6 import QtCore
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from orderdesk_gui.ui import theme


@cache
def metrics(size: int, bold: bool = False) -> QFontMetrics:
    """Font metrics of the screen font."""
    return QFontMetrics(theme.font(size, bold=bold, tabular=True))


@cache
def face(size: int, bold: bool = False) -> QFont:
    """The screen font for painting; shared, so never changed."""
    return theme.font(size, bold=bold, tabular=True)


_noted: list[str] | None = None


@contextmanager
def cut_texts() -> Iterator[list[str]]:
    """The texts that :func:`paint_text` has to cut meanwhile, whole."""
    global _noted
    before, _noted = _noted, []
    try:
        yield _noted
    finally:
        _noted = before


def paint_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    colour: str,
    size: int = 13,
    *,
    bold: bool = False,
    right: bool = False,
) -> int:
    """Paint one line, cut with an ellipsis where it does not fit; returns the width used."""
    measure = metrics(size, bold)
    used = measure.horizontalAdvance(text)
    if used > rect.width():
        if _noted is not None:
            _noted.append(text)
        text = measure.elidedText(text, QtCore.Qt.TextElideMode.ElideRight, rect.width())
        used = measure.horizontalAdvance(text)
    painter.setFont(face(size, bold))
    painter.setPen(QColor(colour))
    x = rect.right() + 1 - used if right else rect.left()
    painter.drawText(x, rect.top() + (rect.height() - measure.height()) // 2 + measure.ascent(), text)
    return used


def fill_rounded(painter: QPainter, rect: QRectF, fill: str) -> None:
    """Fill `rect` with rounded corners."""
    shape = QPainterPath()
    shape.addRoundedRect(rect, theme.CORNER, theme.CORNER)
    painter.fillPath(shape, QColor(fill))


def draw_ring(painter: QPainter, rect: QRectF, colour: str, width: float = 1.5) -> None:
    """Draw a line with rounded corners along `rect`: an edge, or what tells where the keyboard is."""
    shape = QPainterPath()
    shape.addRoundedRect(rect, theme.CORNER, theme.CORNER)
    painter.strokePath(shape, QPen(QColor(colour), width))


def tone_colour(tone: str) -> str:
    """Text colour of a tone word ("" is ordinary text)."""
    table = theme.colours()
    return {
        "red": table.red,
        "yellow": table.amber,
        "green": table.green,
        "blue": table.accent_text,
        "quiet": table.quiet,
    }.get(tone, table.text)
