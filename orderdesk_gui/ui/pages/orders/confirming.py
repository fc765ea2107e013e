"""Confirms an order; what looks wrong in it is shown first, and the answer is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from orderdesk_gui.rules.language import tr

from . import asks
from .deeds_page import DeedsPage

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk


class Confirming(QObject):
    """From the saved order to the confirmed one."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = page.shell.jobs

    def confirm(self, order_id: UUID) -> None:
        """Confirm at once where nothing looks wrong; else ask why it is right all the same."""
        self._page.clear_errors()
        self._jobs.read(
            _unanswered, order_id, done=lambda found: self._go_on(order_id, *found), failed=self._page.show_problem,
            owner=self._page,
        )  # fmt: skip

    def _go_on(self, order_id: UUID, number: str, sentences: Sequence[str]) -> None:
        if sentences:
            self._ask(order_id, number, sentences)
            return
        self._jobs.write(
            asks.step, order_id, "confirm", done=lambda _changes: self._say(), failed=self._page.show_problem,
            owner=self._page, title=tr("Order"),
        )  # fmt: skip

    def _say(self) -> None:
        self._page.shell.toast(tr("Confirmed. The goods are reserved and the plan has begun."))

    def _ask(self, order_id: UUID, number: str, sentences: Sequence[str]) -> None:
        from orderdesk_gui.ui.dialogs.order_alarms import OrderAlarmsDialog

        page = self._page

        def confirmed(reason: str) -> None:
            def done(_changes: Any) -> None:
                dialog.accept()
                self._say()

            def failed(error: BaseException) -> bool:
                dialog.reject()
                return page.show_problem(error)

            self._jobs.write(
                _confirm_all_the_same, order_id, reason, done=done, failed=failed, owner=dialog, title=tr("Order")
            )

        dialog = OrderAlarmsDialog(number, sentences, confirmed, page)
        page.open_dialog(dialog)


def _unanswered(desk: Desk, order_id: UUID) -> tuple[str, list[str]]:
    """The order's number, and what looks wrong in it and nobody has answered for."""
    from orderdesk_gui.actions import order_alarms, orders

    shown = orders.load(desk, order_id)
    found = order_alarms.of_draft(desk, shown.order, order_id)
    return shown.number, [str(one.message) for one in found if not one.answered]


def _confirm_all_the_same(desk: Desk, order_id: UUID, reason: str) -> Changes:
    """Keep the answer to every alarm, then confirm."""
    from orderdesk_gui.actions import order_alarms, orders, orders_saving

    for one in order_alarms.of_draft(desk, orders.load(desk, order_id).order, order_id):
        if not one.answered:
            order_alarms.acknowledge(desk, order_id, one.digest, reason)
    return orders_saving.confirm(desk, order_id)
