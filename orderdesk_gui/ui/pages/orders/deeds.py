"""What is done with an order: saved, submitted, reviewed, confirmed, closed, reopened, voided, copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from orderdesk_gui.rules.language import tr

from . import asks
from .changes import OrderChanges
from .confirming import Confirming
from .deeds_page import DeedsPage
from .draft import Draft
from .facts import Facts
from .papers import Papers
from .settling import Settling
from .summaries import needs_review


@dataclass(frozen=True)
class Deed:
    """Something that may be done now; `title` is English source text."""

    key: str
    title: str
    icon: str
    run: Callable[[], Any]


class Deeds(QObject):
    """The verbs of the page; each asks an action in the background and says how it went."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = page.shell.jobs
        self._shell = page.shell
        self.facts = Facts(page)
        self.papers = Papers(page)
        self.order_changes = OrderChanges(page)
        self.settling = Settling(page)
        self.confirming = Confirming(page)

    # Which there are ---------------------------------------------------------------------------------

    def main(self, draft: Draft) -> Deed | None:
        """The one thing that comes next."""
        opened = self._page.opened
        if opened is None:
            return None
        confirm = Deed("confirm", "Confirm", "circle-check", self.confirm)
        if draft.editable:
            submit = Deed("submit", "Submit for review", "send", self.submit)
            return submit if needs_review(opened, draft.order) else confirm
        if draft.status == "review":
            return (
                Deed("review", "Review…", "rubber-stamp", self.review) if needs_review(opened, draft.order) else confirm
            )
        if draft.status == "exception":
            return Deed("resume", "Go on…", "arrow-right", self.settling.resume)
        if draft.status == "confirmed":
            if self.facts.open_lines():
                return Deed("deliver", "Note a delivery…", "truck-delivery", self.facts.deliver)
            return Deed("close", "Close order…", "circle-minus", lambda: self.end("close"))
        if draft.status == "closed":
            return Deed("reopen", "Reopen…", "arrow-back-up", lambda: self.end("reopen"))
        return Deed("copy", "Copy", "copy", self.copy)

    def second(self, draft: Draft) -> Deed | None:
        """What stands beside it, where there are two ways."""
        main = self.main(draft)
        if main is None or main.key == "copy":
            return None
        if main.key == "confirm" and draft.editable:
            return Deed("submit", "Submit for review", "send", self.submit)
        if draft.status == "exception":
            return Deed("close_exception", "Close as delivered…", "circle-minus", self.settling.close)
        if draft.status == "confirmed" and main.key == "deliver":
            return Deed("receipt", "Note a receipt…", "cash", self.facts.receipt)
        return None

    def others(self, draft: Draft) -> list[Deed]:
        """Everything else that is possible at this status, for the menu."""
        status, saved, facts = draft.status, draft.id is not None, self.facts
        running = status in ("confirmed", "closed", "cancelled", "exception")
        excepted, opened = status == "exception", self._page.opened
        wanted: list[tuple[bool, Deed]] = [
            (draft.editable, Deed("submit", "Submit for review", "send", self.submit)),
            (status == "review", Deed("review", "Review…", "rubber-stamp", self.review)),
            (status == "review", Deed("withdraw", "Withdraw", "arrow-back-up", self.withdraw)),
            (status == "confirmed", Deed("send", "Send the confirmation…", "send", self.papers.send)),
            (saved, Deed("production", "Production notice", "tools", self.papers.production)),
            (status == "confirmed", Deed("change", "Change…", "edit", self.order_changes.change)),
            (status == "confirmed", Deed("cancel", "Cancel the order or lines…", "circle-x",
                                            self.order_changes.cancel)),
            (excepted, Deed("resume", "Go on…", "arrow-right", self.settling.resume)),
            (excepted, Deed("cancel_exception", "Cancel: all goods are back…", "circle-x", self.settling.cancel)),
            (excepted, Deed("close_exception", "Close as delivered…", "circle-minus", self.settling.close)),
            (opened is not None and opened.held, Deed("release", "Release for credit…", "key",
                                                      self.settling.release)),
            (running, Deed("deliver", "Note a delivery…", "truck-delivery", facts.deliver)),
            (running and facts.has_left(), Deed("return", "Note a return…", "arrow-back-up", facts.take_in)),
            (running, Deed("deliveries", "Deliveries…", "list-details", facts.deliveries)),
            (running, Deed("invoice", "Note an invoice…", "receipt", facts.invoice)),
            (running, Deed("receipt", "Note a receipt…", "cash", facts.receipt)),
            (running, Deed("refunds", "Refunds and credit notes…", "coins", self.settling.refunds)),
            (status == "confirmed", Deed("close", "Close order…", "circle-minus", lambda: self.end("close"))),
            (status == "closed", Deed("reopen", "Reopen…", "arrow-back-up", lambda: self.end("reopen"))),
            (saved and draft.editable, Deed("void", "Void…", "circle-minus", lambda: self.end("void"))),
            (saved, Deed("copy", "Copy", "copy", self.copy)),
        ]  # fmt: skip
        return [deed for possible, deed in wanted if possible]

    # Draft -------------------------------------------------------------------------------------------

    def save(self, then: Callable[[UUID], Any] | None = None) -> None:
        """Save as soon as the last price is found; errors stand at their cell or field."""
        self._page.ui.grid.prices.when_priced(lambda: self._save(then))

    def _save(self, then: Callable[[UUID], Any] | None) -> None:
        page = self._page
        draft = page.typed()
        if draft is None:
            return
        if draft.id is not None and (not draft.editable or not page.dirty):
            if then is not None:
                then(draft.id)
            return
        page.clear_errors()

        def done(saved: Any) -> None:
            page.saved(saved, draft)
            if then is not None:
                then(saved.id)
            else:
                tx = saved.changes.tx
                undo = (lambda: page.undo_tx(tx)) if tx and draft.id is not None else None
                self._shell.toast(tr("{number} saved", number=saved.number), undo)

        def failed(error: BaseException) -> bool:
            page.keeper.release()
            return page.show_problem(error)

        self._jobs.write(asks.save, draft, page.keeper.hold(), done=done, failed=failed, owner=page, title=tr("Save"))

    def submit(self) -> None:
        """Save and ask for the review."""
        self.save(then=lambda one: self._step(one, "submit", tr("Submitted for the review by a second person.")))

    def withdraw(self) -> None:
        """Take it back from the review."""
        order_id = self._page.order_id()
        if order_id is not None:
            self._step(order_id, "withdraw", tr("Withdrawn."))

    def confirm(self) -> None:
        """Save and confirm, what looks wrong answered for: goods are reserved, the plan begins."""
        self.save(then=self.confirming.confirm)

    def _step(self, order_id: UUID, command: str, words: str) -> None:
        page = self._page
        page.clear_errors()
        self._jobs.write(
            asks.step, order_id, command, done=lambda _changes: self._shell.toast(words), failed=page.show_problem,
            owner=page, title=tr("Order"),
        )  # fmt: skip

    def review(self) -> None:
        """The four-point review; somebody else may sign in for it."""
        from .review_dialog import ReviewDialog

        page, opened = self._page, self._page.opened
        if opened is None or opened.view is None:
            return

        def reviewed(wrong: frozenset[str]) -> None:
            words = tr("Returned.") if wrong else tr("Reviewed: all four points are right. It can be confirmed now.")
            self._shell.toast(words, tone="yellow" if wrong else "green")

        title = tr("Review of {number}", number=opened.view.number)
        dialog = ReviewDialog(
            self._jobs, opened.view.id, opened.view.owner_id, f"{title} · {opened.view.customer}",
            may_review=opened.may_review, reviewed=reviewed, parent=page,
        )  # fmt: skip
        page.open_dialog(dialog)

    def end(self, command: str) -> None:
        """Close, reopen or void, with a reason."""
        from .reason_dialog import ReasonDialog

        page, opened = self._page, self._page.opened
        if opened is None or opened.view is None:
            return
        order_id, number = opened.view.id, opened.view.number
        rest = bool(self.facts.open_lines())
        title, hint, verb, said = {
            "close": (
                tr("Close {number}", number=number),
                tr("Something of it is still open; what was reserved is let go.") if rest else "",
                tr("Close order"),
                tr("{number} is closed", number=number),
            ),
            "reopen": (
                tr("Reopen {number}", number=number), "", tr("Reopen"), tr("{number} is open again", number=number)
            ),
            "void": (
                tr("Void {number}", number=number), tr("Its number stays given."), tr("Declare void"),
                tr("{number} is void", number=number),
            ),
        }[command]  # fmt: skip

        def confirmed(reason: str) -> None:
            def done(_changes: Any) -> None:
                dialog.accept()
                self._shell.toast(said)

            self._jobs.write(
                asks.end, order_id, command, reason, done=done, failed=dialog.show_error, owner=dialog, title=verb
            )

        dialog = ReasonDialog(title, hint, verb, confirmed, needed=command != "close" or rest, parent=page)
        page.open_dialog(dialog)

    def copy(self) -> None:
        """A new order with the same goods and prices."""
        page = self._page
        order_id = page.order_id()
        if order_id is not None:
            page.leave()
            self._jobs.read(asks.copied_order, order_id, done=page.show_new, failed=page.show_problem, owner=page)
