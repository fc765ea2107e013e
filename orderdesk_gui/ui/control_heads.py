"""How tabs and the heads of tables are drawn."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOption, QStyleOptionHeader, QStyleOptionTab

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.control_shapes import draw_focus

_State = QStyle.StateFlag


def draw_tab_base(option: QStyleOption, painter: QPainter) -> None:
    """The line beneath tabs."""
    rect = option.rect
    line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
    painter.fillRect(line, QColor(theme.colours().line))


def draw_tab(option: QStyleOptionTab, painter: QPainter) -> None:
    """A tab, underlined where it is the chosen one."""
    table = theme.colours()
    chosen = bool(option.state & _State.State_Selected)
    painter.save()
    painter.setFont(theme.font(12, bold=chosen))
    painter.setPen(QColor(table.accent_text if chosen else table.quiet))
    painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, option.text)
    if chosen:
        rect = option.rect
        painter.fillRect(QRect(rect.left() + 8, rect.bottom() - 1, rect.width() - 16, 2), QColor(table.accent))
    painter.restore()
    if option.state & _State.State_HasFocus:
        draw_focus(option, painter)


def draw_head(option: QStyleOption, painter: QPainter) -> None:
    """The ground of a head of a table."""
    table = theme.colours()
    painter.fillRect(option.rect, QColor(table.ground))
    rect = option.rect
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(table.line))


def draw_head_text(option: QStyleOptionHeader, painter: QPainter) -> None:
    """The title of a column with the arrow of its order."""
    table = theme.colours()
    rect = option.rect
    painter.save()
    painter.setFont(theme.font(12))
    painter.setPen(QColor(table.quiet))
    shown = painter.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(option.textAlignment.value) | int(Qt.AlignmentFlag.AlignVCenter.value), shown)
    painter.restore()
    if option.sortIndicator != QStyleOptionHeader.SortIndicator.None_:
        # Qt calls the order from small to large SortDown.
        up = option.sortIndicator == QStyleOptionHeader.SortIndicator.SortDown
        name = "arrow-narrow-up" if up else "arrow-narrow-down"
        right = bool(option.textAlignment & Qt.AlignmentFlag.AlignRight)
        width = QFontMetrics(theme.font(12)).horizontalAdvance(shown)
        x = rect.right() - width - 15 if right else rect.left() + width + 2
        icons.paint(painter, name, x, rect.center().y() - 6, table.accent_text, 12)
