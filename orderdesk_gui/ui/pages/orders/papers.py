"""The papers of an order: its confirmation for the customer, the production notice for the workshop."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from orderdesk_gui.rules.language import message, tr
from orderdesk_gui.rules.quotes import addressee
from orderdesk_gui.ui.dialogs.paper import PaperDialog
from orderdesk_gui.ui.dialogs.send import SendDialog

from . import asks
from .deeds_page import DeedsPage

TITLES = {"confirmation": message("Order confirmation"), "production": message("Production notice")}


class Papers(QObject):
    """Shows, issues and sends them."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = page.shell.jobs

    def preview(self, paper: str = "confirmation") -> None:
        """The PDF, with a draft's watermark until the order is confirmed."""
        page, draft = self._page, self._page.typed()
        if draft is None:
            return
        if draft.id is None:
            page.shell.toast(tr("Save the order first; then it has a number to print."), tone="yellow")
            return
        name = f"{draft.number} {TITLES[paper]}.pdf"
        self._jobs.read(
            asks.preview, draft, paper, done=lambda content: self._show(name, content), failed=page.show_problem,
            owner=page, title=tr("Preview"),
        )  # fmt: skip

    def production(self) -> None:
        """The production notice: issued once the order is confirmed, a draft before."""
        opened = self._page.opened
        if opened is None or not opened.confirmed or opened.status == "cancelled":
            self.preview("production")
            return
        self._issue("production", lambda issued: self._show(issued.file_name, issued.content))

    def send(self) -> None:
        """Issue the confirmation and hand it on."""
        self._issue("confirmation", self._offer_to_send)

    def _issue(self, paper: str, done: Any) -> None:
        page = self._page
        order_id = page.order_id()
        if order_id is not None:
            self._jobs.write(
                asks.issue, order_id, paper, done=done, failed=page.show_problem, owner=page, title=tr("Issue")
            )  # fmt: skip

    def _show(self, name: str, content: bytes) -> None:
        self._page.open_dialog(PaperDialog(tr("Preview"), name, content, self._page))

    def _offer_to_send(self, issued: Any) -> None:
        page, opened = self._page, self._page.opened
        order_id = page.order_id()
        if order_id is None or opened is None:
            return
        contact = addressee(opened.customer.contacts, opened.draft.order.contact_id)
        title = f"{TITLES['confirmation']} {opened.draft.number}"

        def note(channel: str, to: str) -> None:
            self._jobs.write(
                asks.note_sent, order_id, title, channel, to,
                done=lambda _changes: page.shell.toast(tr("Noted as sent.")), owner=page,
            )  # fmt: skip

        email = (contact.email if contact is not None else "") or opened.customer.email
        to = contact.name if contact is not None else ""
        dialog = SendDialog(
            self._jobs, title, issued.file_name, issued.content, to=to, email=email, note=note, parent=page
        )  # fmt: skip
        page.open_dialog(dialog)
