"""What controls are drawn of: rounded grounds with an edge, the ring of the focus, hairlines."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QFrame, QStyle, QStyleOption, QStyleOptionMenuItem, QStyleOptionViewItem, QWidget

from orderdesk_gui.ui import theme

_State = QStyle.StateFlag
_Item = QStyleOptionViewItem | QStyleOptionMenuItem


def text_property(widget: QWidget | None, name: str) -> str:
    """What a form says of a widget in a property of that name, "" where nothing."""
    value = widget.property(name) if widget is not None else None
    return value if isinstance(value, str) else ""


def draw_rounded(painter: QPainter, rect: QRect, fill: str, edge: str, width: float = 1.0) -> None:
    """A rounded rectangle; an empty colour paints nothing."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2
    painter.setPen(QPen(QColor(edge), width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    shape = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(shape, theme.CORNER - inset, theme.CORNER - inset)
    painter.restore()


def draw_focus(option: QStyleOption, painter: QPainter) -> None:
    """The ring where the keyboard is, once somebody uses the keyboard."""
    if option.state & _State.State_KeyboardFocusChange:
        draw_rounded(painter, option.rect, "", theme.colours().accent, 2.0)


def is_line(widget: QWidget | None) -> bool:
    """Whether a frame is a mere line."""
    return isinstance(widget, QFrame) and widget.frameShape() in (QFrame.Shape.HLine, QFrame.Shape.VLine)


def draw_line(option: QStyleOption, painter: QPainter) -> None:
    """A hairline through the middle: of a frame that is a line, of the handle of a splitter."""
    rect, middle = option.rect, option.rect.center()
    if rect.width() > rect.height():
        painter.fillRect(rect.left(), middle.y(), rect.width(), 1, QColor(theme.colours().line))
    else:
        painter.fillRect(middle.x(), rect.top(), 1, rect.height(), QColor(theme.colours().line))


def calm_choice(option: _Item) -> _Item:
    """The same item, chosen in the colours of a chosen row instead of those of a marked text."""
    table = theme.colours()
    calm = type(option)(option)  # type: ignore[arg-type]
    shown = calm.palette
    shown.setColor(QPalette.ColorRole.Highlight, QColor(table.selected))
    shown.setColor(QPalette.ColorRole.HighlightedText, QColor(table.text))
    calm.palette = shown
    return calm
