"""The style of small controls, on top of Fusion: which is how high, and who draws it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QStyleOptionTab,
    QStyleOptionViewItem,
    QTextEdit,
    QWidget,
)

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.control_buttons import button_width, draw_button, draw_tool, draw_tool_icon, is_icon_button
from orderdesk_gui.ui.control_fields import draw_check, draw_field, draw_radio, draw_text_edge, inside_box
from orderdesk_gui.ui.control_heads import draw_head, draw_head_text, draw_tab, draw_tab_base
from orderdesk_gui.ui.control_scroll_bar import draw_scroll_bar, part_rect
from orderdesk_gui.ui.control_shapes import calm_choice, draw_focus, draw_line, is_line, text_property

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
        if metric == _Metric.PM_DefaultFrameWidth and isinstance(widget, QPlainTextEdit | QTextEdit):
            return 2  # room for the edge, also between the pixels of a screen at 150 %
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
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:  # ticks and crosses of another program
            return 0
        if hint == QStyle.StyleHint.SH_ComboBox_Popup:
            return 0
        return super().styleHint(hint, option, widget, returnData)

    def standardIcon(
        self, icon: QStyle.StandardPixmap, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> QIcon:
        name = _STANDARD_ICONS.get(icon)
        if name is None:
            return super().standardIcon(icon, option, widget)
        return QIcon(icons.pixmap(name, getattr(theme.colours(), _ICON_TONES.get(icon, "quiet")), 32, 2.0))

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        if kind == _Contents.CT_PushButton and isinstance(option, QStyleOptionButton):
            return QSize(button_width(option, widget), theme.CONTROL)
        made = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
        if kind in (_Contents.CT_LineEdit, _Contents.CT_ComboBox, _Contents.CT_SpinBox):
            made.setHeight(theme.CONTROL)
        if kind == _Contents.CT_ComboBox:
            made.setWidth(made.width() + 10)  # the text begins further in
        elif kind == _Contents.CT_TabBarTab:
            made = QSize(made.width() - 4, 34)
        elif kind == _Contents.CT_HeaderSection:
            made.setHeight(theme.HEAD)
        elif kind == _Contents.CT_ItemViewItem:
            made.setHeight(max(made.height(), theme.HEAD - 2))
        return made

    def subElementRect(self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None) -> QRect:
        made = super().subElementRect(element, option, widget)  # type: ignore[arg-type]
        if element == QStyle.SubElement.SE_LineEditContents and not inside_box(widget):
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
            return part_rect(option, part)
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
            if not inside_box(widget):
                draw_field(option, painter, widget)
        elif element == _Primitive.PE_FrameFocusRect:
            draw_focus(option, painter)
        elif element == _Primitive.PE_IndicatorCheckBox:
            draw_check(option, painter)
        elif element == _Primitive.PE_IndicatorRadioButton:
            draw_radio(option, painter)
        elif element == _Primitive.PE_PanelButtonTool:
            draw_tool(option, painter)
        elif element in (_Primitive.PE_FrameTabBarBase, _Primitive.PE_FrameTabWidget):
            draw_tab_base(option, painter)
        elif element == _Primitive.PE_IndicatorHeaderArrow:
            return
        elif element == _Primitive.PE_Frame and isinstance(widget, QPlainTextEdit | QTextEdit):
            draw_text_edge(option, painter, widget)
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
            draw_button(option, painter, widget)
        elif element == _Control.CE_HeaderSection or element == _Control.CE_HeaderEmptyArea:
            draw_head(option, painter)
        elif element == _Control.CE_HeaderLabel and isinstance(option, QStyleOptionHeader):
            draw_head_text(option, painter)
        elif element == _Control.CE_TabBarTab and isinstance(option, QStyleOptionTab):
            draw_tab(option, painter)
        elif element == _Control.CE_ToolButtonLabel and is_icon_button(widget):
            draw_tool_icon(option, painter, text_property(widget, icons.NAME_PROPERTY))
        elif element == _Control.CE_Splitter or (element == _Control.CE_ShapedFrame and is_line(widget)):
            draw_line(option, painter)
        elif isinstance(option, QStyleOptionViewItem | QStyleOptionMenuItem):
            super().drawControl(element, calm_choice(option), painter, widget)
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
            draw_field(option, painter, widget)
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
            draw_scroll_bar(option, painter)
            return
        if control == QStyle.ComplexControl.CC_SpinBox:
            draw_field(option, painter, widget)
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


_STANDARD_ICONS = {
    QStyle.StandardPixmap.SP_MessageBoxQuestion: "help-circle",
    QStyle.StandardPixmap.SP_MessageBoxInformation: "info-circle",
    QStyle.StandardPixmap.SP_MessageBoxWarning: "alert-triangle",
    QStyle.StandardPixmap.SP_MessageBoxCritical: "alert-circle",
    QStyle.StandardPixmap.SP_DirIcon: "folder",
    QStyle.StandardPixmap.SP_DirHomeIcon: "home",
    QStyle.StandardPixmap.SP_FileIcon: "file-text",
    QStyle.StandardPixmap.SP_ArrowBack: "arrow-left",
    QStyle.StandardPixmap.SP_ArrowForward: "arrow-right",
    QStyle.StandardPixmap.SP_FileDialogToParent: "arrow-up",
    QStyle.StandardPixmap.SP_FileDialogNewFolder: "plus",
    QStyle.StandardPixmap.SP_FileDialogListView: "list-details",
    QStyle.StandardPixmap.SP_FileDialogDetailedView: "columns-3",
}
_ICON_TONES = {
    QStyle.StandardPixmap.SP_MessageBoxQuestion: "accent",
    QStyle.StandardPixmap.SP_MessageBoxInformation: "accent",
    QStyle.StandardPixmap.SP_MessageBoxWarning: "amber",
    QStyle.StandardPixmap.SP_MessageBoxCritical: "red",
}


def complete() -> None:
    """Draw small controls as OrderDesk does from now on."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and not isinstance(app.style(), ControlStyle):
        app.setStyle(ControlStyle())
