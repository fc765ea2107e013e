"""What settles an order: a decision on an exception, a release by finance, money given back or credited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from orderdesk_gui.rules.language import tr

from . import asks
from .deeds_page import DeedsPage


class Settling(QObject):
    """Opens what asks for it, and says how it went."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = page.shell.jobs

    def resume(self) -> None:
        """The exception goes on as a confirmed order."""
        self._decide("resume", tr("Go on with {number}", number=self._number()), "", tr("Go on"))

    def cancel(self) -> None:
        """The exception is cancelled; its goods have come back."""
        hint = tr("All its goods have to be back.")
        self._decide("cancel", tr("Cancel {number}", number=self._number()), hint, tr("Cancel the order"))

    def close(self) -> None:
        """The exception is closed with what was delivered."""
        hint = tr("What is still open is cancelled: the customer owes what was delivered.")
        self._decide("close", tr("Close {number}", number=self._number()), hint, tr("Close order"))

    def release(self) -> None:
        """Finance lets an order go although credit holds it."""
        hint = tr("Any later change of value or quantity holds it again.")
        said = tr("{number} is released", number=self._number())
        self._ask(
            tr("Release {number}", number=self._number()), hint, tr("Release"), said,
            lambda order_id, reason: (asks.release_credit, order_id, reason),
        )  # fmt: skip

    def refunds(self) -> None:
        """Money given back, and credit notes."""
        from orderdesk_gui.ui.dialogs.order_refunds import OrderRefundsDialog

        page, view = self._page, self._page.opened.view if self._page.opened is not None else None
        if view is not None:
            page.open_dialog(
                OrderRefundsDialog(
                    self._jobs, view.id, view.number, view.order.currency, told=page.shell.toast, parent=page
                )
            )

    def _number(self) -> str:
        view = self._page.opened.view if self._page.opened is not None else None
        return view.number if view is not None else ""

    def _decide(self, decision: str, title: str, hint: str, verb: str) -> None:
        said = tr("{number} is decided on", number=self._number())
        self._ask(title, hint, verb, said, lambda order_id, reason: (asks.resolve, order_id, decision, reason))

    def _ask(self, title: str, hint: str, verb: str, said: str, call: Callable[[Any, str], tuple[Any, ...]]) -> None:
        from .reason_dialog import ReasonDialog

        page, order_id = self._page, self._page.order_id()
        if order_id is None:
            return

        def confirmed(reason: str) -> None:
            def done(_changes: Any) -> None:
                dialog.accept()
                page.shell.toast(said)

            action, *given = call(order_id, reason)
            self._jobs.write(action, *given, done=done, failed=dialog.show_error, owner=dialog, title=verb)

        dialog = ReasonDialog(title, hint, verb, confirmed, parent=page)
        page.open_dialog(dialog)
