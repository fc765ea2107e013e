"""Begins a quotation: for whom is asked first, or it comes from an inquiry, a customer or an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from . import asks
from .deeds_page import DeedsPage

_SOURCES: dict[str, Callable[..., asks.Opened]] = {
    "from_inquiry": asks.quote_of_inquiry,
    "customer": asks.new_quote,
    "copy": asks.copied_quote,
}


class Begin(QObject):
    """The pane that asks for the customer, and the ways to begin without it."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        ui = page.ui
        ui.asking_customer.set_jobs(page.shell.jobs)
        ui.asking_customer.picked.connect(lambda row: self._with(asks.new_quote, row.id))
        ui.asking_customer.left.connect(self.cancel)
        ui.asking_cancel.clicked.connect(self.cancel)
        ui.asking_new_customer.clicked.connect(self._new_customer)

    def ask(self) -> None:
        """For whom?"""
        ui = self._page.ui
        ui.asking_customer.clear()
        ui.detail.setCurrentWidget(ui.asking)
        ui.asking_customer.setFocus()

    def asking(self) -> bool:
        """Whether the question stands."""
        return bool(self._page.ui.detail.currentWidget() is self._page.ui.asking)

    def cancel(self) -> None:
        """Back to what was shown before."""
        page = self._page
        if page.opened is not None:
            page.ui.detail.setCurrentWidget(page.ui.popup_area)
            page.ui.grid.setFocus()
            page.reload()
        else:
            page.show_nothing()
            page.list.setFocus()

    def from_source(self, source: dict[str, Any]) -> None:
        """{"from_inquiry": id}, {"customer": id} or {"copy": id}."""
        for key, ask in _SOURCES.items():
            if key in source:
                self._with(ask, source[key])

    def _with(self, ask: Callable[..., asks.Opened], id: UUID) -> None:
        page = self._page
        page.shell.jobs.read(ask, id, done=page.show_new, failed=page.show_problem, owner=page)

    def _new_customer(self) -> None:
        self._page.navigate.emit("customers", {"new": self._page.ui.asking_customer.text().strip()})
