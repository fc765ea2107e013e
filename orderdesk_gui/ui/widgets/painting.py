"""Painting of what everything is made of: a line of text, rounded grounds and rings, the ink of a tone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6 import QtCore
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from orderdesk_gui.ui import theme


@cache
def metrics(size: int, bold: bool = False) -> QFontMetrics:
    """Font metrics of the screen font."""
    return QFontMetrics(theme.font(size, bold=bold, tabular=True))


@cache
def face(size: int, bold: bool = False) -> QFont:
    """The screen font for painting; shared, so never changed."""
    return theme.font(size, bold=bold, tabular=True)


@cache
def ink(colour: str, width: float = 1.0) -> QPen:
    """A pen for painting; shared, so never changed.

    Made in steps: ``QPen(QColor)`` lets PySide6 try every kind of argument, and so load all enumerations of Qt,
    a tenth of the time to the first paint. ``setPen()`` and ``fillRect()`` do so too.
    """
    pen = QPen()
    pen.setColor(QColor(colour))
    pen.setWidthF(width)
    return pen


@cache
def ground(colour: str) -> QBrush:
    """A brush for painting; shared, so never changed."""
    return ink(colour).brush()


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
    """Paint one line, cut with an ellipsis where it does not fit; returns the width used.

    With `colour` "" the painter's own pen is used: the colour of text in the widget that is painted.
    """
    if not text:
        return 0
    measure = metrics(size, bold)
    used = measure.horizontalAdvance(text)
    if used > rect.width():
        if _noted is not None:
            _noted.append(text)
        text = measure.elidedText(text, QtCore.Qt.TextElideMode.ElideRight, rect.width())
        used = measure.horizontalAdvance(text)
    painter.setFont(face(size, bold))
    if colour:
        painter.setPen(ink(colour))
    x = rect.right() + 1 - used if right else rect.left()
    painter.drawText(x, rect.top() + (rect.height() - measure.height()) // 2 + measure.ascent(), text)
    return used


def fill(painter: QPainter, rect: QRect, colour: str) -> None:
    """Fill `rect`."""
    painter.setBackground(ground(colour))
    painter.eraseRect(rect)


def fill_rounded(painter: QPainter, rect: QRectF, colour: str) -> None:
    """Fill `rect` with rounded corners."""
    shape = QPainterPath()
    shape.addRoundedRect(rect, theme.CORNER, theme.CORNER)
    painter.fillPath(shape, ground(colour))


def draw_ring(painter: QPainter, rect: QRectF, colour: str, width: float = 1.5) -> None:
    """Draw a line with rounded corners along `rect`: an edge, or what tells where the keyboard is."""
    shape = QPainterPath()
    shape.addRoundedRect(rect, theme.CORNER, theme.CORNER)
    painter.strokePath(shape, ink(colour, width))


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
