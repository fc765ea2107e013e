"""What is done with a quotation: saved, submitted, decided, issued, sent, won or lost, revised, copied, thrown away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from orderdesk_gui.rules.language import tr

from . import asks
from .deeds_page import DeedsPage
from .draft import Draft


@dataclass(frozen=True)
class Deed:
    """Something that may be done now; `title` is English source text."""

    key: str
    title: str
    icon: str
    run: Callable[[], Any]
    shortcut: str = ""


class Deeds(QObject):
    """The verbs of the page; each asks an action in the background and says how it went."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self._jobs = page.shell.jobs
        self._shell = page.shell

    # Which there are ---------------------------------------------------------------------------------

    def main(self, draft: Draft) -> Deed | None:
        """The one thing that comes next."""
        by_status = {
            "draft": Deed("submit", "Submit", "send", self.submit),
            "returned": Deed("submit", "Submit again", "send", self.submit),
            "submitted": Deed("decide", "Decide…", "rubber-stamp", self.decide),
            "approved": Deed("issue", "Issue", "file-type-pdf", self.issue),
            "issued": Deed("send", "Send…", "send", self.send),
            "expired": Deed("revise", "Revise", "edit", self.revise),
            "withdrawn": Deed("revise", "Revise", "edit", self.revise),
            "lost": Deed("copy", "Reorder", "copy", self.copy),
            "voided": Deed("copy", "Reorder", "copy", self.copy),
            "won": Deed("contract", "Make contract", "file-text", self.make_contract),
        }
        if draft.status == "won" and self._page.opened is not None and self._page.opened.contract is not None:
            return Deed("contract", "Open contract", "file-text", self.open_contract)
        return by_status.get(draft.status)

    def others(self, draft: Draft) -> list[Deed]:
        """Everything else that is possible at this status, for the menu."""
        status, saved = draft.status, draft.id is not None
        issued = bool(self._page.opened and any(one.issued_at for one in self._page.opened.revisions))
        wanted: list[tuple[bool, Deed]] = [
            (status in ("draft", "returned"), Deed("rush", "Submit as a rush…", "clock", self.submit_rush)),
            (status == "issued", Deed("win", "Won", "circle-check", lambda: self.outcome("win"))),
            (status in ("issued", "expired"), Deed("lose", "Lost…", "circle-x", self.lose)),
            (status in ("issued", "lost"), Deed("revise", "Revise", "edit", self.revise)),
            (status == "won", Deed("order", "Make the order", "clipboard-text", self.make_order)),
            (status == "won", Deed("reopen", "Reopen", "arrow-back-up", lambda: self.outcome("reopen"))),
            (status == "lost", Deed("reopen", "Reopen", "arrow-back-up", lambda: self.outcome("reopen"))),
            (saved, Deed("copy", "Reorder", "copy", self.copy)),
            (status == "won", Deed("send", "Send…", "send", self.send)),
            (status in ("submitted", "approved", "issued"), Deed("withdraw", "Withdraw", "arrow-back-up",
                                                                 self.withdraw)),
            (saved, Deed("export", "Export to Excel", "file-spreadsheet", self.export)),
            (issued, Deed("reprint", "Issued PDF again", "printer", self.reprint)),
            (True, Deed("plain", "Preview without letterhead", "file-text", lambda: self.preview(letterhead=False))),
            (issued and status != "voided", Deed("void", "Void…", "circle-minus", self.void)),
            (saved and (not issued or draft.editable), Deed("delete", "Delete", "trash", self.delete)),
        ]  # fmt: skip
        return [deed for possible, deed in wanted if possible]

    # Draft -------------------------------------------------------------------------------------------

    def save(self, then: Callable[[UUID], Any] | None = None) -> None:
        """Save as soon as the last price is found; errors stand at their cell or field."""
        self._page.ui.grid.when_priced(lambda: self._save(then))

    def _save(self, then: Callable[[UUID], Any] | None) -> None:
        page = self._page
        draft = page.typed()
        if draft is None or not draft.editable:
            return
        if not page.dirty and draft.id is not None:
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
        """Save and ask for approval."""
        self.save(then=self._submit)

    def submit_rush(self) -> None:
        """Ask why it cannot wait, then save and ask for approval."""
        from orderdesk_gui.ui.dialogs.rush import RushDialog

        draft = self._page.typed()
        number = draft.number if draft is not None and draft.number else tr("Draft")
        self._open(RushDialog(number, lambda why: self.save(then=lambda one: self._submit(one, why)), self._page))

    def _submit(self, quote_id: UUID, rush: str = "") -> None:
        def done(result: Any) -> None:
            if result.status == "approved":
                self._shell.toast(tr("Approved. It can be issued now."))
            else:
                told = str(result.told) if result.told is not None else ""
                nobody = result.told is not None and "who" in result.told.values
                words = " ".join((tr("Submitted for approval."), told)).strip()
                self._shell.toast(words, tone="yellow" if nobody else "green")

        page = self._page
        self._jobs.write(
            asks.submit, quote_id, rush, done=done, failed=page.show_problem, owner=page, title=tr("Submit")
        )  # fmt: skip

    def decide(self) -> None:
        """Approve or return; somebody else may sign in for it."""
        from orderdesk_gui.rules.approval_steps import DECIDER_NAMES  # lists ask nobody
        from orderdesk_gui.ui.dialogs.approval import ApprovalDialog

        page, opened = self._page, self._page.opened
        if opened is None or opened.draft.id is None:
            return
        approval = opened.approval
        steps = [step for step in approval.steps if step.status == "pending"] if approval is not None else []
        asked = next((step for step in steps if step.people), steps[0] if steps else None)
        needs = str(DECIDER_NAMES[asked.needs]) if asked is not None else ""  # type: ignore[index]
        reasons = [str(one.message) for one in approval.assessment.reasons] if approval is not None else []

        def decided(result: Any) -> None:
            words = {"approved": tr("Approved. It can be issued now."), "returned": tr("Returned.")}
            self._shell.toast(words.get(result.status, tr("Noted; the next one is asked.")))

        dialog = ApprovalDialog(
            self._jobs,
            opened.draft.id,
            opened.draft.number,
            reasons,
            needs,
            may_decide=opened.may_decide,
            asked=asked.people if asked is not None else (),
            decided=decided,
            parent=page,
        )
        self._open(dialog)

    def withdraw(self) -> None:
        """Take the request, the approval or the issued revision back."""
        self._write(asks.withdraw, tr("Withdrawn."))

    # Papers ------------------------------------------------------------------------------------------

    def preview(self, *, letterhead: bool | None = None) -> None:
        """The PDF: of the draft as typed, or the issued one as it is."""
        self._page.ui.grid.when_priced(lambda: self._preview(letterhead))

    def _preview(self, letterhead: bool | None) -> None:
        page = self._page
        draft = page.typed()
        if draft is None:
            return
        if draft.status in ("issued", "won", "lost", "expired", "voided"):
            self.reprint(plain=letterhead is False)
            return
        look = page.terms.look()
        shown = look.letterhead if letterhead is None else letterhead
        page.clear_errors()
        self._jobs.read(
            asks.preview,
            draft,
            look.language,
            page.ui.grid.paper_columns(),
            shown,
            done=lambda content: self._show_paper(f"{draft.number or tr('Draft')}.pdf", content),
            failed=page.show_problem,
            owner=page,
            title=tr("Preview"),
        )

    def issue(self) -> None:
        """Issue the approved revision and offer to send it."""
        page = self._page
        quote_id = page.quote_id()
        if quote_id is None:
            return
        look = page.terms.look()
        self._jobs.write(
            asks.issue,
            quote_id,
            look.language,
            page.ui.grid.paper_columns(),
            look.letterhead,
            done=lambda issued: self._offer_to_send(issued.file_name, issued.content),
            failed=page.show_problem,
            owner=page,
            title=tr("Issue"),
        )

    def send(self) -> None:
        """Hand the issued paper on."""
        self._with_paper(lambda paper: self._offer_to_send(paper.file_name, paper.content))

    def reprint(self, revision: int | None = None, *, plain: bool = False) -> None:
        """The exact issued PDF once more: of one revision, else the newest; `plain` to print without its head."""
        self._with_paper(lambda paper: self._show_paper(paper.file_name, paper.content, plain), revision)

    def export(self) -> None:
        """As a workbook."""
        page = self._page
        draft = page.typed()
        if draft is None or draft.id is None:
            return
        name, _filter = QFileDialog.getSaveFileName(page, tr("Export to Excel"), f"{draft.number}.xlsx", "*.xlsx")
        if name:
            self._jobs.read(
                asks.workbook,
                draft.id,
                name,
                done=lambda path: self._shell.toast(tr("Written to {name}", name=Path(path).name)),
                failed=page.show_problem,
                owner=page,
                title=tr("Export to Excel"),
            )

    def _with_paper(self, done: Callable[[Any], None], revision: int | None = None) -> None:
        page = self._page
        quote_id = page.quote_id()
        if quote_id is not None:
            self._jobs.read(
                asks.issued_paper,
                quote_id,
                revision,
                done=done,
                failed=page.show_problem,
                owner=page,
                title=tr("Preview"),
            )

    def _show_paper(self, name: str, content: bytes, plain: bool = False) -> None:
        from orderdesk_gui.ui.dialogs.paper import PaperDialog

        self._open(PaperDialog(tr("Preview"), name, content, self._page, plain=plain))

    def _offer_to_send(self, name: str, content: bytes) -> None:
        from orderdesk_gui.ui.dialogs.send import SendDialog

        page = self._page
        quote_id, opened = page.quote_id(), page.opened
        if quote_id is None or opened is None:
            return
        contact = opened.addressee

        def note(channel: str, to: str) -> None:
            self._jobs.write(
                asks.note_sent,
                quote_id,
                channel,
                to,
                done=lambda _changes: self._shell.toast(tr("Noted as sent.")),
                owner=page,
            )

        title = tr("{number} is issued", number=opened.draft.number)
        email = (contact.email if contact is not None else "") or opened.customer.email
        to = contact.name if contact is not None else ""
        self._open(SendDialog(self._jobs, title, name, content, to=to, email=email, note=note, parent=page))

    # What became of it -------------------------------------------------------------------------------

    def outcome(self, command: str) -> None:
        """Won, or opened again."""
        words = {"win": tr("Won. Congratulations!"), "reopen": tr("It is open again.")}[command]
        self._write(asks.outcome, words, command, "", "")

    def lose(self) -> None:
        """Ask why, then note it."""
        self._ask_why(void=False)

    def void(self) -> None:
        """Ask why, then declare it void."""
        self._ask_why(void=True)

    def _ask_why(self, *, void: bool) -> None:
        from orderdesk_gui.ui.dialogs.lost import LostDialog

        page = self._page
        quote_id, opened = page.quote_id(), page.opened
        if quote_id is None or opened is None:
            return
        command = "void" if void else "lose"

        def confirmed(reason: str, note: str) -> None:
            def done(_changes: Any) -> None:
                dialog.accept()
                self._shell.toast(tr("Declared void.") if void else tr("Marked as lost."))

            self._jobs.write(
                asks.outcome, quote_id, command, reason, note, done=done, failed=dialog.show_error, owner=dialog
            )

        dialog = LostDialog(opened.draft.number, confirmed, void=void, parent=page)
        self._open(dialog)

    def revise(self) -> None:
        """Begin the next revision."""
        self._write(asks.revise, tr("A new revision to change; the issued one stays in force."))

    def copy(self) -> None:
        """A new quotation like this one, at today's prices."""
        page = self._page
        quote_id = page.quote_id()
        if quote_id is not None:
            page.leave()
            self._jobs.read(asks.copied_quote, quote_id, done=page.show_new, failed=page.show_problem, owner=page)

    def make_contract(self) -> None:
        """Go to the contracts with this quotation."""
        quote_id = self._page.quote_id()
        if quote_id is not None:
            self._page.navigate.emit("contracts", {"from_quote": quote_id})

    def make_order(self) -> None:
        """Go to the orders with this quotation."""
        quote_id = self._page.quote_id()
        if quote_id is not None:
            self._page.navigate.emit("orders", {"from_quote": quote_id})

    def open_contract(self) -> None:
        """Go to the contract made from this quotation."""
        opened = self._page.opened
        if opened is not None and opened.contract is not None:
            self._page.navigate.emit("contracts", opened.contract[0])

    def delete(self) -> None:
        """Into the recycle bin, with Undo."""
        page = self._page
        quote_id = page.quote_id()
        if quote_id is None:
            return

        def done(changes: Any) -> None:
            page.deleted()
            self._shell.toast(tr("Deleted"), lambda: page.undo_tx(changes.tx))

        self._jobs.write(asks.delete, quote_id, done=done, failed=page.show_problem, owner=page)

    def _write(self, fn: Callable[..., Any], words: str, *more: Any) -> None:
        page = self._page
        quote_id = page.quote_id()
        if quote_id is not None:
            self._jobs.write(
                fn,
                quote_id,
                *more,
                done=lambda _result: self._shell.toast(words),
                failed=page.show_problem,
                owner=page,
            )

    def _open(self, dialog: QDialog) -> None:
        from PySide6.QtCore import Qt

        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
