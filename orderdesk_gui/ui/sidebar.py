"""The sidebar: which company, the stages of an order's life with what waits there, settings at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.painting import draw_ring, fill, fill_rounded, metrics, paint_text, tone_colour

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QMenu

    from orderdesk_gui.ui.page import PageSpec


class Sidebar(QWidget):
    """192 wide, folded 48; asks for pages by signal."""

    page_asked = Signal(str)
    fold_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, SidebarItem] = {}
        self._specs: list[PageSpec] = []
        self.folded = False
        self._with_icons = False
        self.company = CompanyButton()
        self.collapse = SidebarItem("layout-sidebar-left-collapse", "")
        self.collapse.clicked.connect(lambda: self.set_folded(not self.folded, told=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 8)
        column.setSpacing(0)
        self._column = column
        self.setFixedWidth(theme.SIDEBAR)

    def set_specs(self, specs: Sequence[PageSpec]) -> None:
        """One item per page: stages, a line, data; settings and Collapse at the foot."""
        self._specs = [spec for spec in specs if spec.group != "hidden"]
        column = self._column
        while column.count():
            column.takeAt(0)
        for item in self._items.values():
            item.deleteLater()
        self._items.clear()
        column.addWidget(self.company)
        column.addSpacing(4)
        self._add_group("stages")
        if any(spec.group == "data" for spec in self._specs):
            column.addWidget(_Line())
            self._add_group("data")
        column.addStretch(1)
        self._add_group("foot")
        column.addWidget(self.collapse)
        self.retranslate()
        self.set_folded(self.folded)
        order = [self.company, *self._items.values(), self.collapse]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_icons(self) -> None:
        """From now on paint icons too; the first paint goes without, since drawing them takes time."""
        for item in (*self._items.values(), self.collapse):
            item.with_icon = True
            item.update()
        self._with_icons = True

    def _add_group(self, group: str) -> None:
        for spec in self._specs:
            if spec.group == group:
                item = SidebarItem(spec.icon, spec.key)
                item.setCheckable(True)
                item.with_icon = self._with_icons
                item.clicked.connect(lambda _checked=False, key=spec.key: self.page_asked.emit(key))
                self._items[spec.key] = item
                self._column.addWidget(item)

    def retranslate(self) -> None:
        """Take the titles in the language of now."""
        for number, spec in enumerate(self._specs, 1):
            title = tr(spec.title)
            self._items[spec.key].set_title(title, f"{title}  Alt+{number}" if number <= 9 else title)
        words = tr("Expand") if self.folded else tr("Collapse")
        self.collapse.set_title(words, words)

    def choose(self, key: str) -> None:
        """Show `key` as the present page."""
        for name, item in self._items.items():
            item.setChecked(name == key)

    def set_count(self, key: str, count: int, tone: str = "") -> None:
        """The number of what waits on a page; 0 shows nothing. `tone`: "", red, yellow."""
        if key in self._items:
            self._items[key].set_count(count, tone)

    def set_folded(self, folded: bool, *, told: bool = False) -> None:
        """Show icons alone, or icons and names; with `told` the main window hears of it."""
        self.folded = folded
        self.setFixedWidth(theme.SIDEBAR_FOLDED if folded else theme.SIDEBAR)
        for item in (*self._items.values(), self.collapse):
            item.folded = folded
            item.update()
        self.company.folded = folded
        self.collapse.icon_name = "layout-sidebar-left-expand" if folded else "layout-sidebar-left-collapse"
        self.retranslate()
        if told:
            self.fold_asked.emit(folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (QtCore.Qt.Key.Key_Up, QtCore.Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == QtCore.Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        fill(painter, self.rect(), table.ground)
        fill(painter, QRect(self.width() - 1, 0, 1, self.height()), table.line)


class _HoverButton(QAbstractButton):
    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()


class SidebarItem(_HoverButton):
    """Icon, name and number, 32 high."""

    def __init__(self, icon: str, key: str) -> None:
        super().__init__()
        self.icon_name = icon
        self.setObjectName(f"sidebar_{key or 'collapse'}")
        self.folded = False
        self.with_icon = False
        self.count = 0
        self._tone = ""
        self._title = ""
        self.setFixedHeight(theme.ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_title(self, title: str, tip: str) -> None:
        """Name and tool tip, translated."""
        self._title = title
        self.setToolTip(tip)
        self._name()
        self.update()

    def set_count(self, count: int, tone: str) -> None:
        """What waits there."""
        self.count, self._tone = count, tone
        self._name()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._title} {self.count}" if self.count else self._title)

    def sizeHint(self) -> QSize:
        return QSize(theme.SIDEBAR_FOLDED, theme.ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        body = QRectF(self.rect()).adjusted(8, 1, -8, -1)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            fill_rounded(painter, body, table.selected if chosen else table.hover)
        if self.hasFocus():
            draw_ring(painter, body.adjusted(1, 1, -1, -1), table.accent)
        if self.with_icon:
            from orderdesk_gui.ui import icons

            icons.paint(painter, self.icon_name, 16, 8, table.accent_text if chosen else table.quiet)
        number = "99+" if self.count > 99 and self.folded else str(self.count) if self.count else ""
        ink = table.accent_text if chosen else table.text if number else ""  # the painter's own until a pen is set
        colour = tone_colour(self._tone) if self._tone else ink if chosen else table.quiet
        if self.folded:
            if number:
                paint_text(painter, QRect(22, 0, 22, 14), number, colour, 10, bold=True, right=True)
            return
        inner = QRect(40, 0, self.width() - 56, self.height())
        used = paint_text(painter, inner, number, colour, 12, bold=bool(self._tone) or chosen, right=True)
        paint_text(painter, inner.adjusted(0, 0, -used - 4, 0), self._title, ink, bold=chosen)


class CompanyButton(_HoverButton):
    """Top left: which company the papers are made for, and the way to another one."""

    def __init__(self) -> None:
        super().__init__()
        self.folded = False
        self._company = "OrderDesk"
        self._menu: QMenu | None = None
        self.setFixedHeight(theme.TOP_BAR)
        self.setObjectName("company")
        self.set_companies("OrderDesk", [])
        self.clicked.connect(self._open)

    def set_companies(self, current: str, others: Sequence[tuple[str, Callable[[], Any]]]) -> None:
        """Show `current`; `others` are further companies or commands, with what choosing them does."""
        self._company = current
        self.setAccessibleName(tr("Company: {name}", name=current))
        self.setToolTip(current)
        self._menu = None
        if others:
            from PySide6.QtWidgets import QMenu

            self._menu = QMenu(self)
            for name, choose in others:
                self._menu.addAction(name).triggered.connect(lambda _on=False, choose=choose: choose())
        self.setEnabled(bool(others))
        self.update()

    def _open(self) -> None:
        if self._menu is not None:
            self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        return QSize(theme.SIDEBAR_FOLDED, theme.TOP_BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = theme.colours()
        fill_rounded(painter, QRectF(12, 12, 24, 24), table.accent)
        initial = self._company[:1].upper() if self._menu is not None else ""  # not of a name that only stands in
        wide = metrics(13, bold=True).horizontalAdvance(initial)
        paint_text(painter, QRect(24 - wide // 2, 12, wide + 2, 24), initial, table.on_accent, bold=True)
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()).adjusted(4, 4, -4, -4), table.accent)
        if not self.folded:
            inner = QRect(44, 0, self.width() - 72, self.height())
            paint_text(painter, inner, self._company, table.text if initial else "", bold=True)
            if self._menu is not None:
                from orderdesk_gui.ui import icons

                icons.paint(painter, "selector", self.width() - 28, 16, table.quiet)


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(17)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(QPainter(self), QRect(16, 8, self.width() - 32, 1), theme.colours().line)
