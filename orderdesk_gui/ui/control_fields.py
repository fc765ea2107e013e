"""How what one fills in is drawn: edges of inputs, check boxes, radio buttons."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QStyle, QStyleOption, QWidget

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.control_shapes import draw_rounded, text_property
from orderdesk_gui.ui.style import ERROR

_State = QStyle.StateFlag


def inside_box(widget: QWidget | None) -> bool:
    """Whether a line edit is that of a combo or spin box, which draws the edge."""
    parent = widget.parentWidget() if widget is not None else None
    return isinstance(parent, QComboBox | QAbstractSpinBox)


def draw_field(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    """The ground and edge of an input; red or yellow where it needs mending."""
    table = theme.colours()
    enabled = bool(option.state & _State.State_Enabled)
    focused = bool(option.state & _State.State_HasFocus)
    tone = text_property(widget, ERROR)
    edge = table.accent if focused else table.field_line
    if tone:
        edge = table.late if tone == "red" else table.warning
    read_only = bool(option.state & _State.State_ReadOnly)
    fill = table.paper if enabled and not read_only else table.ground
    draw_rounded(painter, option.rect, fill, edge, 2.0 if focused else 1.0)


def draw_check(option: QStyleOption, painter: QPainter) -> None:
    """A check box: empty, ticked or half."""
    table = theme.colours()
    box = QRect(option.rect.left(), option.rect.top(), 16, 16)
    on = bool(option.state & _State.State_On)
    half = bool(option.state & _State.State_NoChange)
    enabled = bool(option.state & _State.State_Enabled)
    fill = (table.accent if enabled else table.done) if on or half else table.paper
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(fill if on or half else table.quiet), 1.2))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 3, 3)
    painter.restore()
    if on or half:
        icons.paint(painter, "check" if on else "minus", box.x() + 2, box.y() + 2, table.on_accent, 12)


def draw_radio(option: QStyleOption, painter: QPainter) -> None:
    """A radio button."""
    table = theme.colours()
    on = bool(option.state & _State.State_On)
    middle = QRectF(option.rect.left(), option.rect.top(), 16, 16).center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(table.paper))
    ink = table.accent if on and option.state & _State.State_Enabled else table.quiet
    painter.setPen(QPen(QColor(ink), 1.4))
    painter.drawEllipse(middle, 6.5, 6.5)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawEllipse(middle, 3.5, 3.5)
    painter.restore()


def draw_text_edge(option: QStyleOption, painter: QPainter, widget: QWidget) -> None:
    """The edge of a text of several lines."""
    table = theme.colours()
    tone = {"red": table.late, "yellow": table.warning}.get(text_property(widget, ERROR))
    focused = widget.hasFocus()
    edge = tone or (table.accent if focused else table.field_line)
    draw_rounded(painter, option.rect, "", edge, 2.0 if focused else 1.0)
