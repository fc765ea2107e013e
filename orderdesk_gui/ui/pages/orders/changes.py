"""Changes a confirmed order by a numbered notice, or cancels it, whole or by line."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.dialogs import order_change_asks
from orderdesk_gui.ui.dialogs.order_change import OrderChangeDialog
from orderdesk_gui.ui.dialogs.order_change_cancel import OrderCancelDialog
from orderdesk_gui.ui.dialogs.paper import PaperDialog

from .deeds_page import DeedsPage

_SAID = {
    "in_force": "{number} is in force", "submitted": "{number} waits for approval", "draft": "{number} is kept",
    "withdrawn": "{number} is withdrawn",
}  # fmt: skip


class OrderChanges(QObject):
    """Opens the dialogs and says how it went."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = page.shell.jobs

    def change(self) -> None:
        """What is to be different; effects are shown while one types."""
        page = self._page
        order_id = page.order_id()
        if order_id is None:
            return

        def opened(found: order_change_asks.Opened) -> None:
            page.open_dialog(
                OrderChangeDialog(self._jobs, found, done=self._changed, show_paper=self._show_paper, parent=page)
            )

        self._jobs.read(order_change_asks.opened, order_id, done=opened, failed=page.show_problem, owner=page)

    def cancel(self) -> None:
        """The whole order, part of its lines, or all that is open."""
        page, opened = self._page, self._page.opened
        if opened is not None and opened.view is not None:
            page.open_dialog(OrderCancelDialog(self._jobs, opened.view, done=self._cancelled, parent=page))

    def _changed(self, number: str, status: str) -> None:
        words = _SAID.get(status)
        if words is not None:
            self._page.shell.toast(tr(words, number=number))

    def _cancelled(self, ended: Any) -> None:
        said = [tr(_SAID["in_force"], number=ended.number), *(str(one) for one in ended.advice)]
        self._page.shell.toast(" ".join(said), tone="yellow" if ended.advice else "green")

    def _show_paper(self, title: str, content: bytes) -> None:
        self._page.open_dialog(PaperDialog(title, f"{title}.pdf", content, self._page))
