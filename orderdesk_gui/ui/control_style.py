"""How small controls are drawn: buttons, inputs, tabs, check boxes, heads of tables, on top of Fusion."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionSlider,
    QStyleOptionTab,
    QTextEdit,
    QToolButton,
    QWidget,
)

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.style import ERROR, HINT, KIND

_State = QStyle.StateFlag
_Control = QStyle.ControlElement
_Primitive = QStyle.PrimitiveElement
_Contents = QStyle.ContentsType
_Metric = QStyle.PixelMetric


class ControlStyle(QProxyStyle):
    """Fusion with the controls of OrderDesk; large views paint by delegates and do not pass here."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        own = _METRICS.get(metric)
        return own if own is not None else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_EtchDisabledText:
            return 0
        if hint == QStyle.StyleHint.SH_ComboBox_Popup:
            return 0
        return super().styleHint(hint, option, widget, returnData)

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        if kind == _Contents.CT_PushButton and isinstance(option, QStyleOptionButton):
            return QSize(_button_width(option, widget), theme.CONTROL)
        made = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
        if kind in (_Contents.CT_LineEdit, _Contents.CT_ComboBox, _Contents.CT_SpinBox):
            made.setHeight(theme.CONTROL)
        elif kind == _Contents.CT_TabBarTab:
            made = QSize(made.width() - 4, 34)
        elif kind == _Contents.CT_HeaderSection:
            made.setHeight(theme.HEAD)
        return made

    def subElementRect(self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None) -> QRect:
        made = super().subElementRect(element, option, widget)  # type: ignore[arg-type]
        if element == QStyle.SubElement.SE_LineEditContents and not _inside_box(widget):
            made.adjust(5, 0, -5, 0)
        return made

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            return _scroll_bar_part(option, part)
        made = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        if part == QStyle.SubControl.SC_ComboBoxEditField and control == QStyle.ComplexControl.CC_ComboBox:
            made.adjust(5, 0, 0, 0)
        return made

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element in (_Primitive.PE_PanelLineEdit, _Primitive.PE_FrameLineEdit):
            if not _inside_box(widget):
                _draw_field(option, painter, widget)
        elif element == _Primitive.PE_FrameFocusRect:
            _draw_focus(option, painter)
        elif element == _Primitive.PE_IndicatorCheckBox:
            _draw_check(option, painter)
        elif element == _Primitive.PE_IndicatorRadioButton:
            _draw_radio(option, painter)
        elif element == _Primitive.PE_PanelButtonTool:
            _draw_tool(option, painter)
        elif element in (_Primitive.PE_FrameTabBarBase, _Primitive.PE_FrameTabWidget):
            _draw_tab_base(option, painter)
        elif element == _Primitive.PE_IndicatorHeaderArrow:
            return
        elif element == _Primitive.PE_Frame and isinstance(widget, QPlainTextEdit | QTextEdit):
            tone = {"red": theme.colours().late, "yellow": theme.colours().warning}.get(_text(widget, ERROR))
            inked = theme.colours().accent if widget.hasFocus() else theme.colours().field_line
            painter.setPen(QColor(tone or inked))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _Control.CE_PushButton and isinstance(option, QStyleOptionButton):
            _draw_button(option, painter, widget)
        elif element == _Control.CE_HeaderSection or element == _Control.CE_HeaderEmptyArea:
            _draw_head(option, painter)
        elif element == _Control.CE_HeaderLabel and isinstance(option, QStyleOptionHeader):
            _draw_head_text(option, painter)
        elif element == _Control.CE_TabBarTab and isinstance(option, QStyleOptionTab):
            _draw_tab(option, painter)
        elif element == _Control.CE_ToolButtonLabel and _text(widget, icons.NAME_PROPERTY) and not _has_text(widget):
            _draw_tool_icon(option, painter, _text(widget, icons.NAME_PROPERTY))
        elif element == _Control.CE_ShapedFrame and _is_line(widget):
            _draw_line(option, painter)
        elif element == _Control.CE_Splitter:
            vertical = option.rect.width() > option.rect.height()
            middle = option.rect.center()
            line = (
                QRect(option.rect.left(), middle.y(), option.rect.width(), 1)
                if vertical
                else QRect(middle.x(), option.rect.top(), 1, option.rect.height())
            )
            painter.fillRect(line, QColor(theme.colours().line))
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == QStyle.ComplexControl.CC_ComboBox:
            _draw_field(option, painter, widget)
            table = theme.colours()
            icons.paint(
                painter,
                "chevron-down",
                option.rect.right() - 22,
                option.rect.center().y() - 7,
                table.quiet,
                14,
            )
            return
        if control == QStyle.ComplexControl.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            _draw_scroll_bar(option, painter)
            return
        if control == QStyle.ComplexControl.CC_SpinBox:
            _draw_field(option, painter, widget)
            for part, name in (
                (QStyle.SubControl.SC_SpinBoxUp, "chevron-up"),
                (QStyle.SubControl.SC_SpinBoxDown, "chevron-down"),
            ):
                at = self.subControlRect(control, option, part, widget).center()
                icons.paint(painter, name, at.x() - 5, at.y() - 5, theme.colours().quiet, 12)
            return
        super().drawComplexControl(control, option, painter, widget)


_METRICS = {
    _Metric.PM_ButtonShiftHorizontal: 0,
    _Metric.PM_ButtonShiftVertical: 0,
    _Metric.PM_TabBarTabShiftVertical: 0,
    _Metric.PM_TabBarTabShiftHorizontal: 0,
    _Metric.PM_TabBarTabHSpace: 20,
    _Metric.PM_SplitterWidth: 1,
    _Metric.PM_SmallIconSize: theme.ICON,
    _Metric.PM_ButtonIconSize: theme.ICON,
    _Metric.PM_ToolTipLabelFrameWidth: 4,
    _Metric.PM_LayoutHorizontalSpacing: 8,
    _Metric.PM_LayoutVerticalSpacing: 8,
    _Metric.PM_HeaderMargin: 8,
    _Metric.PM_MenuVMargin: 4,
    _Metric.PM_ScrollBarExtent: 12,
    _Metric.PM_IndicatorWidth: 16,
    _Metric.PM_IndicatorHeight: 16,
    _Metric.PM_ExclusiveIndicatorWidth: 16,
    _Metric.PM_ExclusiveIndicatorHeight: 16,
}


def _text(widget: QWidget | None, name: str) -> str:
    value = widget.property(name) if widget is not None else None
    return value if isinstance(value, str) else ""


def _inside_box(widget: QWidget | None) -> bool:
    parent = widget.parentWidget() if widget is not None else None
    return isinstance(parent, QComboBox | QAbstractSpinBox)


def _rounded(painter: QPainter, rect: QRect, fill: str, edge: str, width: float = 1.0) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2
    painter.setPen(QPen(QColor(edge), width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    shape = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(shape, theme.CORNER - inset, theme.CORNER - inset)
    painter.restore()


def _draw_field(option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
    table = theme.colours()
    enabled = bool(option.state & _State.State_Enabled)
    focused = bool(option.state & _State.State_HasFocus)
    tone = _text(widget, ERROR)
    edge = table.accent if focused else table.field_line
    if tone:
        edge = table.late if tone == "red" else table.warning
    read_only = bool(option.state & _State.State_ReadOnly)
    fill = table.paper if enabled and not read_only else table.ground
    _rounded(painter, option.rect, fill, edge, 2.0 if focused else 1.0)


def _scroll_bar_part(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    """A scroll bar is all groove: no arrows, a handle of at least 32 px."""
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


def _draw_scroll_bar(option: QStyleOptionSlider, painter: QPainter) -> None:
    table = theme.colours()
    painter.fillRect(option.rect, QColor(table.paper))
    handle = QRectF(_scroll_bar_part(option, QStyle.SubControl.SC_ScrollBarSlider)).adjusted(3, 3, -3, -3)
    held = option.state & (_State.State_Sunken | _State.State_MouseOver)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(table.done if held else table.field_line))
    painter.drawRoundedRect(handle, 3, 3)
    painter.restore()


def _draw_focus(option: QStyleOption, painter: QPainter) -> None:
    if option.state & _State.State_KeyboardFocusChange:
        _rounded(painter, option.rect, "", theme.colours().accent, 2.0)


def _draw_check(option: QStyleOption, painter: QPainter) -> None:
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


def _draw_radio(option: QStyleOption, painter: QPainter) -> None:
    table = theme.colours()
    on = bool(option.state & _State.State_On)
    middle = QRectF(option.rect.left(), option.rect.top(), 16, 16).center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(table.paper))
    painter.setPen(QPen(QColor(table.accent if on else table.quiet), 1.4))
    painter.drawEllipse(middle, 6.5, 6.5)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(table.accent))
        painter.drawEllipse(middle, 3.5, 3.5)
    painter.restore()


def _draw_tool(option: QStyleOption, painter: QPainter) -> None:
    table = theme.colours()
    pressed = option.state & (_State.State_Sunken | _State.State_On)
    hovered = option.state & _State.State_MouseOver and option.state & _State.State_Enabled
    if pressed or hovered:
        _rounded(painter, option.rect, table.selected if pressed else table.hover, "")
    if option.state & _State.State_HasFocus and option.state & _State.State_KeyboardFocusChange:
        _rounded(painter, option.rect, "", table.accent, 2.0)


def _has_text(widget: QWidget | None) -> bool:
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly


def _draw_tool_icon(option: QStyleOption, painter: QPainter, name: str) -> None:
    """The icon in the colours of now: one that was made earlier has those of another theme."""
    table = theme.colours()
    ink = table.text if option.state & _State.State_Enabled else table.quiet
    middle = option.rect.center()
    icons.paint(painter, name, middle.x() - 7, middle.y() - 7, ink)


def _is_line(widget: QWidget | None) -> bool:
    return isinstance(widget, QFrame) and widget.frameShape() in (QFrame.Shape.HLine, QFrame.Shape.VLine)


def _draw_line(option: QStyleOption, painter: QPainter) -> None:
    """A hairline through the middle of a QFrame that is a line."""
    rect, middle = option.rect, option.rect.center()
    if rect.width() > rect.height():
        painter.fillRect(rect.left(), middle.y(), rect.width(), 1, QColor(theme.colours().line))
    else:
        painter.fillRect(middle.x(), rect.top(), 1, rect.height(), QColor(theme.colours().line))


def _draw_tab_base(option: QStyleOption, painter: QPainter) -> None:
    rect = option.rect
    line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
    painter.fillRect(line, QColor(theme.colours().line))


def _draw_tab(option: QStyleOptionTab, painter: QPainter) -> None:
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
        _draw_focus(option, painter)


def _draw_head(option: QStyleOption, painter: QPainter) -> None:
    table = theme.colours()
    painter.fillRect(option.rect, QColor(table.ground))
    rect = option.rect
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(table.line))


def _draw_head_text(option: QStyleOptionHeader, painter: QPainter) -> None:
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


# Buttons ---------------------------------------------------------------------------------------------

_GAP = 6


def _button_parts(option: QStyleOptionButton, widget: QWidget | None) -> tuple[int, int, int]:
    """Widths of icon (with its gap), text, and hint (with its gap)."""
    bold = _text(widget, KIND) == "primary"
    text = QFontMetrics(theme.font(13, bold=bold)).size(int(Qt.TextFlag.TextShowMnemonic.value), option.text).width()
    icon = 0
    if not option.icon.isNull() or _text(widget, icons.NAME_PROPERTY):
        icon = theme.ICON + (_GAP if option.text else 0)
    hint = _text(widget, HINT)
    wide = QFontMetrics(theme.font(11)).horizontalAdvance(hint) + _GAP if hint else 0
    return icon, text if option.text else 0, wide


def _button_width(option: QStyleOptionButton, widget: QWidget | None) -> int:
    parts = sum(_button_parts(option, widget))
    padding = 7 if not option.text else 12
    if _text(widget, KIND) == "link":
        padding = 2
    menu = 16 if option.features & QStyleOptionButton.ButtonFeature.HasMenu else 0
    return max(parts + 2 * padding + menu, theme.CONTROL)


def _button_colours(option: QStyleOptionButton, kind: str) -> tuple[str, str, str]:
    """Fill, edge and text of a button in its present state; an empty string paints nothing."""
    table = theme.colours()
    enabled = bool(option.state & _State.State_Enabled)
    hovered = bool(option.state & _State.State_MouseOver) and enabled
    pressed = bool(option.state & (_State.State_Sunken | _State.State_On))
    if kind == "primary":
        if not enabled:
            return table.hover, table.line, table.quiet
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


def _draw_button(option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    kind = _text(widget, KIND)
    fill, edge, ink = _button_colours(option, kind)
    if fill or edge:
        _rounded(painter, option.rect, fill, edge)
    if option.state & _State.State_HasFocus and option.state & _State.State_KeyboardFocusChange:
        table = theme.colours()
        _rounded(painter, option.rect, "", table.text if kind == "primary" else table.accent, 2.0)
    icon, text, hint = _button_parts(option, widget)
    has_menu = bool(option.features & QStyleOptionButton.ButtonFeature.HasMenu)
    x = option.rect.left() + (option.rect.width() - icon - text - hint - (16 if has_menu else 0)) / 2
    middle = option.rect.center().y()
    name = _text(widget, icons.NAME_PROPERTY)
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
        quiet = QColor(ink) if kind == "primary" else QColor(theme.colours().quiet)
        painter.setPen(quiet)
        painter.setFont(theme.font(11))
        at = QRectF(x + icon + text + _GAP, option.rect.top(), hint, option.rect.height())
        painter.drawText(at, flags, _text(widget, HINT))
    painter.restore()
    if has_menu:
        icons.paint(painter, "chevron-down", option.rect.right() - 22, middle - 6, ink, 14)


def complete() -> None:
    """Draw small controls as OrderDesk does from now on."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and not isinstance(app.style(), ControlStyle):
        app.setStyle(ControlStyle())
