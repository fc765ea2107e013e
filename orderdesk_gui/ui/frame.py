"""The frame of the main window: banner, sidebar, top bar, and where pages come; painted before all else is loaded."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from orderdesk_gui.ui.sidebar import Sidebar
from orderdesk_gui.ui.top_bar import TopBar

if TYPE_CHECKING:
    from orderdesk_gui.ui.busy_strip import BusyStrip
    from orderdesk_gui.ui.widgets.banner import Banner


class Frame:
    """The widgets of the frame by name; banner and busy strip are made when they are first needed."""

    def __init__(self, window: QMainWindow) -> None:
        self.central = QWidget(window)
        self.body = QStackedWidget(self.central)  # the work, or one page alone
        self.work = QWidget()
        self.sidebar = Sidebar(self.work)
        self.top_bar = TopBar(self.work)
        self.pages = QStackedWidget(self.work)
        self._outer = _column(self.central)
        self._outer.addWidget(self.body)
        halves = QHBoxLayout(self.work)
        halves.setSpacing(0)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.addWidget(self.sidebar)
        self._right = _column(None)
        self._right.addWidget(self.top_bar)
        self._right.addWidget(self.pages, 1)
        halves.addLayout(self._right)
        self.body.addWidget(self.work)
        window.setCentralWidget(self.central)

    @cached_property
    def banner(self) -> Banner:
        """The strip over everything that says whose data these are."""
        from orderdesk_gui.ui.widgets.banner import Banner

        banner = Banner(self.central)
        self._outer.insertWidget(0, banner)
        return banner

    @cached_property
    def busy(self) -> BusyStrip:
        """The strip of work under way, under the top bar."""
        from orderdesk_gui.ui.busy_strip import BusyStrip

        busy = BusyStrip(self.work)
        self._right.insertWidget(1, busy)
        return busy

    def show_banner(self, shown: bool) -> None:
        """Show or hide the banner of the demo company."""
        if shown or "banner" in self.__dict__:
            self.banner.setVisible(shown)

    def retranslate(self) -> None:
        """Take every text in the language of now."""
        self.sidebar.retranslate()
        self.top_bar.retranslate()
        if "busy" in self.__dict__:
            self.busy.retranslate()
        if "banner" in self.__dict__:
            self.banner.retranslate()


def _column(parent: QWidget | None) -> QVBoxLayout:
    column = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    column.setSpacing(0)
    column.setContentsMargins(0, 0, 0, 0)
    return column
