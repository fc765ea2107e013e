"""How push buttons and tool buttons are drawn and how much room they take."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QDialogButtonBox, QStyle, QStyleOption, QStyleOptionButton, QToolButton, QWidget

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.control_shapes import draw_rounded, text_property
from orderdesk_gui.ui.style import HINT, KIND

_State = QStyle.StateFlag
_GAP = 6


def button_width(option: QStyleOptionButton, widget: QWidget | None) -> int:
    """How wide a push button must be for its icon, text and shortcut."""
    parts = sum(_button_parts(option, widget))
    padding = 7 if not option.text else 12
    if text_property(widget, KIND) == "link":
        padding = 2
    menu = 16 if option.features & QStyleOptionButton.ButtonFeature.HasMenu else 0
    return max(parts + 2 * padding + menu, theme.CONTROL)


def _kind(option: QStyleOptionButton, widget: QWidget | None) -> str:
    """What the form says; in a row of Qt's own dialogs the button that Enter presses is the primary one."""
    row = widget.parentWidget() if widget is not None else None
    is_default = bool(option.features & QStyleOptionButton.ButtonFeature.DefaultButton)
    return text_property(widget, KIND) or ("primary" if is_default and isinstance(row, QDialogButtonBox) else "")


def draw_button(option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    """A push button of its kind with icon, text and quiet shortcut."""
    kind = _kind(option, widget)
    fill, edge, ink = _button_colours(option, kind)
    if fill or edge:
        draw_rounded(painter, option.rect, fill, edge)
    if option.state & _State.State_HasFocus and option.state & _State.State_KeyboardFocusChange:
        table = theme.colours()
        draw_rounded(painter, option.rect, "", table.text if kind == "primary" else table.accent, 2.0)
    icon, text, hint = _button_parts(option, widget)
    has_menu = bool(option.features & QStyleOptionButton.ButtonFeature.HasMenu)
    x = option.rect.left() + (option.rect.width() - icon - text - hint - (16 if has_menu else 0)) / 2
    middle = option.rect.center().y()
    name = text_property(widget, icons.NAME_PROPERTY)
    if name:
        icons.paint(painter, name, x, middle - 7, ink)
    elif icon:
        option.icon.paint(painter, QRect(round(x), middle - 7, theme.ICON, theme.ICON))
    painter.save()
    painter.setPen(QColor(ink))
    painter.setFont(theme.font(13, bold=kind == "primary"))
    flags = int(Qt.AlignmentFlag.AlignVCenter.value) | int(Qt.TextFlag.TextShowMnemonic.value)
    painter.drawText(QRectF(x + icon, option.rect.top(), text + 4, option.rect.height()), flags, option.text)
    if hint:
        table = theme.colours()
        quiet = table.quiet_on_selected if fill in (table.hover, table.selected) else table.quiet
        painter.setPen(QColor(ink if kind == "primary" else quiet))
        painter.setFont(theme.font(11))
        at = QRectF(x + icon + text + _GAP, option.rect.top(), hint, option.rect.height())
        painter.drawText(at, flags, text_property(widget, HINT))
    painter.restore()
    if has_menu:
        icons.paint(painter, "chevron-down", option.rect.right() - 22, middle - 6, ink, 14)


def draw_tool(option: QStyleOption, painter: QPainter) -> None:
    """The ground of a tool button."""
    table = theme.colours()
    pressed = option.state & (_State.State_Sunken | _State.State_On)
    hovered = option.state & _State.State_MouseOver and option.state & _State.State_Enabled
    if pressed or hovered:
        draw_rounded(painter, option.rect, table.selected if pressed else table.hover, "")
    if option.state & _State.State_HasFocus and option.state & _State.State_KeyboardFocusChange:
        draw_rounded(painter, option.rect, "", table.accent, 2.0)


def is_icon_button(widget: QWidget | None) -> bool:
    """Whether a button shows one of our icons and no text."""
    with_text = isinstance(widget, QToolButton) and widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    return bool(text_property(widget, icons.NAME_PROPERTY)) and not with_text


def draw_tool_icon(option: QStyleOption, painter: QPainter, name: str) -> None:
    """The icon in the colours of now: one that was made earlier has those of another theme."""
    table = theme.colours()
    ink = table.text if option.state & _State.State_Enabled else table.quiet
    middle = option.rect.center()
    icons.paint(painter, name, middle.x() - 7, middle.y() - 7, ink)


def _button_parts(option: QStyleOptionButton, widget: QWidget | None) -> tuple[int, int, int]:
    """Widths of icon (with its gap), text, and hint (with its gap)."""
    bold = _kind(option, widget) == "primary"
    text = QFontMetrics(theme.font(13, bold=bold)).size(int(Qt.TextFlag.TextShowMnemonic.value), option.text).width()
    icon = 0
    if not option.icon.isNull() or text_property(widget, icons.NAME_PROPERTY):
        icon = theme.ICON + (_GAP if option.text else 0)
    hint = text_property(widget, HINT)
    wide = QFontMetrics(theme.font(11)).horizontalAdvance(hint) + _GAP if hint else 0
    return icon, text if option.text else 0, wide


def _button_colours(option: QStyleOptionButton, kind: str) -> tuple[str, str, str]:
    """Fill, edge and text of a button in its present state; an empty string paints nothing."""
    table = theme.colours()
    enabled = bool(option.state & _State.State_Enabled)
    hovered = bool(option.state & _State.State_MouseOver) and enabled
    pressed = bool(option.state & (_State.State_Sunken | _State.State_On))
    if kind == "primary":
        if not enabled:
            return table.ground, table.line, table.quiet
        shade = QColor(table.accent)
        fill = shade.darker(116) if pressed else shade.darker(107) if hovered else shade
        return fill.name(), "", table.on_accent
    text = table.text if enabled else table.quiet
    if kind == "link":
        return "", "", table.accent_text if enabled else table.quiet
    if kind == "danger" and enabled:
        text = table.red
    fill_name = table.selected if pressed else table.hover if hovered else ""
    if kind == "quiet":
        return fill_name, "", text
    return fill_name or table.paper, table.field_line if enabled else table.line, text
