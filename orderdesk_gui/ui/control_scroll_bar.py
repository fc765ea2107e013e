"""The scroll bar: all groove, no arrows, a handle that can always be caught."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionSlider

from orderdesk_gui.ui import theme

_State = QStyle.StateFlag


def part_rect(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    """Where a part of the bar lies; the handle is at least 32 px long."""
    if part in (QStyle.SubControl.SC_ScrollBarAddLine, QStyle.SubControl.SC_ScrollBarSubLine):
        return QRect()
    whole = option.rect
    across = option.orientation == Qt.Orientation.Horizontal
    length = whole.width() if across else whole.height()
    span = option.maximum - option.minimum
    handle = length if span <= 0 else max(32, length * option.pageStep // (span + option.pageStep))
    handle = min(handle, length)
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - handle, option.upsideDown
    )
    places = {
        QStyle.SubControl.SC_ScrollBarGroove: (0, length),
        QStyle.SubControl.SC_ScrollBarSlider: (start, handle),
        QStyle.SubControl.SC_ScrollBarSubPage: (0, start),
        QStyle.SubControl.SC_ScrollBarAddPage: (start + handle, length - start - handle),
    }
    if part not in places:
        return QRect()
    begin, size = places[part]
    if across:
        return QRect(whole.left() + begin, whole.top(), size, whole.height())
    return QRect(whole.left(), whole.top() + begin, whole.width(), size)


def draw_scroll_bar(option: QStyleOptionSlider, painter: QPainter) -> None:
    """The handle on paper, stronger while it is held."""
    table = theme.colours()
    painter.fillRect(option.rect, QColor(table.paper))
    handle = QRectF(part_rect(option, QStyle.SubControl.SC_ScrollBarSlider)).adjusted(3, 3, -3, -3)
    held = option.state & (_State.State_Sunken | _State.State_MouseOver)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(table.done if held else table.field_line))
    painter.drawRoundedRect(handle, 3, 3)
    painter.restore()
