"""What is done with a contract: saved, sent to legal, decided, issued, printed, signed, revised, voided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.contract_facts import facts_of
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui.dialogs.contract_ask import AskDialog, Asked
from orderdesk_gui.ui.page import Page
from orderdesk_gui.ui.pages.contracts import asks
from orderdesk_gui.ui.pages.contracts.sheet import Sheet
from orderdesk_gui.ui.printing import LETTERHEAD_MM


@dataclass(frozen=True)
class Deed:
    """Something that may be done now; `title` is English source text."""

    title: str
    icon: str
    run: Callable[[], Any]
    shortcut: str = ""


class Host(Page):
    """What the verbs want of the page that they act for."""

    def saved(self, saved: Any) -> None:
        """It was saved: forget the draft and show what the store says."""

    def reload_shown(self) -> None:
        """Fetch what is shown anew."""

    def show_nothing(self) -> None:
        """No contract is chosen."""

    def show_problem(self, error: BaseException) -> bool:
        """Tell of an error; False for a mistake of the program."""
        raise NotImplementedError

    def undo_tx(self, tx: str) -> None:
        """Take back what was saved."""

    def print_paper(self, name: str, content: bytes, *, blank: float = 0) -> None:
        """Ask for a printer and print these bytes; `blank` mm at the top of the first page stay white."""


class Deeds(QObject):
    """The verbs of the page; each asks an action in the background and says how it went."""

    def __init__(self, page: Host, sheet: Sheet) -> None:
        super().__init__(page)
        self._page = page
        self._sheet = sheet
        self._jobs = page.shell.jobs
        self._shell = page.shell

    # Which there are ---------------------------------------------------------------------------------

    def main(self) -> Deed | None:
        """The one thing that comes next."""
        opened = self._sheet.opened
        if opened is None:
            return None
        view = opened.view
        if view.status == "draft":
            if self._sheet.needs_review():
                return Deed("Send to legal", "send", self.submit)
            return Deed("Issue", "file-type-pdf", self.issue)
        if view.status == "review":
            if view.review is not None and view.review.status == "approved":
                return Deed("Issue", "file-type-pdf", self.issue)
            if Right.OVERRIDE_LINT in opened.rights:
                return Deed("Decide…", "gavel", self.decide)
            return Deed("Take back", "arrow-back-up", self.take_back)
        return Deed("Signed…", "rubber-stamp", self.sign) if view.status == "issued" else None

    def others(self) -> list[Deed]:
        """Everything else that is possible now, for the menu."""
        opened = self._sheet.opened
        if opened is None:
            return []
        view = opened.view
        status, issued = view.status, bool(view.versions)
        contract = self._sheet.contract or opened.contract
        headed = view.origin == "ours" and facts_of(contract)["paper.letterhead"] == "ours"
        wanted = [
            (issued, Deed("Issued PDF again", "printer", self.reprint)),
            (headed, Deed("Print without letterhead", "printer", self.print_plain)),
            (view.origin == "ours", Deed("Save PDF as…", "download", self.save_pdf)),
            (issued and status in ("issued", "signed"), Deed("Send…", "send", self.send)),
            (status == "issued", Deed("New version", "edit", self.new_version)),
            (status == "review", Deed("Take back", "arrow-back-up", self.take_back)),
            (status == "draft" and not self._sheet.needs_review(), Deed("Send to legal", "gavel", self.submit)),
            ("void" in view.commands and issued, Deed("Void…", "circle-minus", self.void)),
            (status in ("draft", "review") and not issued, Deed("Delete", "trash", self.delete)),
        ]
        return [deed for possible, deed in wanted if possible]

    # Steps -------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], Any] | None = None) -> None:
        """Save what was typed, then go on."""
        page = self._page
        opened = self._sheet.opened
        if opened is None or not opened.view.editable or not self._sheet.dirty:
            if then is not None:
                then()
            return

        def done(saved: Any) -> None:
            page.saved(saved)
            if then is not None:
                then()
            else:
                self._shell.toast(tr("{number} saved", number=saved.number), self._undo(saved.changes.tx))

        self._jobs.write(
            asks.save,
            opened.view.id,
            self._sheet.contract,
            done=done,
            failed=page.show_problem,
            owner=page,
            title=tr("Save"),
        )

    def submit(self) -> None:
        """Send it to legal."""
        self.save(lambda: self._write(asks.submit, tr("Sent to legal")))

    def take_back(self) -> None:
        """Make it a draft again."""
        self._write(asks.take_back, tr("It is a draft again"))

    def decide(self) -> None:
        """Legal agrees, or sends it back with a remark."""
        view = self._sheet.opened.view if self._sheet.opened else None
        if view is None:
            return
        edited = "、".join(
            one.place.removeprefix("clauses.") for one in view.contract.clauses if one.edited and one.number
        )
        sentence = tr("Clauses changed by hand: {places}", places=edited or tr("none"))
        if view.review is not None and view.review.note:
            sentence += "\n" + view.review.note

        def run(verdict: str) -> Callable[[dict[str, Any]], None]:
            return lambda values: self._write(
                asks.decide, tr("Noted"), verdict, values["remark"], dialog=dialog
            )  # fmt: skip

        dialog = AskDialog(
            tr("Legal review of {number}", number=view.number), sentence, [Asked("remark", tr("Remark"), "text")],
            tr("Agree"), run("approved"), second=(tr("Send back"), run("returned")), parent=self._page,
        )  # fmt: skip
        dialog.open()

    def issue(self) -> None:
        """Issue it, unless a check blocks it: then lead there."""
        page = self._page
        if self._sheet.checked is not None:
            blocking = [at for at, one in enumerate(self._sheet.checked.findings) if one.blocks]
            if blocking:
                self._sheet.findings.choose(blocking[0])
                self._shell.toast(tr("{count} checks stop this contract", count=len(blocking)), tone="red")
                return

        def done(issued: Any) -> None:
            page.reload_shown()
            self._shell.toast(tr("{name} issued", name=issued.file_name))
            self.send()

        def go() -> None:
            opened = self._sheet.opened
            if opened is not None:
                self._jobs.write(
                    asks.issue, opened.view.id, done=done, failed=page.show_problem, owner=page, title=tr("Issue")
                )

        self.save(go)

    def reprint(self) -> None:
        """Show the exact issued bytes again and print them."""

        def done(name: str, content: bytes) -> None:
            self._sheet.preview.show_paper(content)
            self._page.print_paper(name, content)

        self._with_paper(done)

    def print_plain(self) -> None:
        """Print for paper that bears a letterhead: the place of ours on the first page stays white."""
        self._with_paper(lambda name, content: self._page.print_paper(name, content, blank=LETTERHEAD_MM))

    def save_pdf(self) -> None:
        """Save the issued PDF, or a draft as it is shown, where the person says."""

        def done(name: str, content: bytes) -> None:
            wanted = name if name.endswith(".pdf") else f"{name}.pdf"
            path, _filter = QFileDialog.getSaveFileName(self._page, tr("Save as…"), wanted, "PDF (*.pdf)")
            if not path:
                return
            try:
                Path(path).write_bytes(content)
            except OSError as error:
                self._shell.toast(tr("It cannot be saved there: {reason}", reason=str(error)), tone="red")

        self._with_paper(done)

    def _with_paper(self, then: Callable[[str, bytes], Any]) -> None:
        """The issued bytes of this version, else those that are shown."""
        opened = self._sheet.opened
        if opened is None:
            return
        if opened.view.paper_id is None:
            if self._sheet.preview.content():
                then(opened.view.number, self._sheet.preview.content())
            return
        self._jobs.read(
            asks.reprint, opened.view.id, done=lambda kept: then(*kept), failed=self._page.show_problem,
            owner=self._page,
        )  # fmt: skip

    def send(self) -> None:
        """Hand the issued paper on."""
        from orderdesk_gui.ui.dialogs.send import SendDialog

        page, opened = self._page, self._sheet.opened
        if opened is None:
            return
        contract_id, buyer = opened.view.id, opened.contract.buyer

        def note(channel: str, to: str) -> None:
            self._jobs.write(asks.note_sent, contract_id, channel, to, owner=page)

        def done(kept: tuple[str, bytes]) -> None:
            title = tr("Send {number}", number=opened.view.number)
            dialog = SendDialog(
                self._jobs, title, kept[0], kept[1], to=buyer.contact, email=buyer.email, note=note, parent=page
            )
            dialog.open()

        self._jobs.read(asks.reprint, contract_id, done=done, failed=page.show_problem, owner=page)

    def sign(self) -> None:
        """Note the day and file the scan."""
        opened = self._sheet.opened
        if opened is None:
            return

        def confirmed(values: dict[str, Any]) -> None:
            day = dialog.require_date("signed_on")
            if day is not None:
                self._write(asks.sign, tr("Signed"), day, values["scan"], dialog=dialog)

        dialog = AskDialog(
            tr("{number} is signed", number=opened.view.number),
            tr("Both parties have signed. The scan is kept with the contract."),
            [Asked("signed_on", tr("Signed on"), "date", opened.today), Asked("scan", tr("Scan"), "file")],
            tr("Signed"), confirmed, parent=self._page,
        )  # fmt: skip
        dialog.open()

    def new_version(self) -> None:
        """Begin the next version."""
        self._write(asks.new_version, tr("A new version has begun; the issued one stays kept."))

    def void(self) -> None:
        """Declare it void, with the reason."""
        opened = self._sheet.opened
        if opened is None:
            return
        dialog = AskDialog(
            tr("Void {number}", number=opened.view.number),
            tr("The contract and its papers stay kept and are marked void."),
            [Asked("reason", tr("Why is it void?"), "text")],
            tr("Declare void"),
            lambda values: self._write(asks.void, tr("Declared void"), values["reason"], dialog=dialog),
            kind="danger", parent=self._page,
        )  # fmt: skip
        dialog.open()

    def override(self, rule: int, place: str, sentence: str) -> None:
        """Let a finding stand, for a reason."""

        def ask() -> None:
            dialog = AskDialog(
                tr("Let it stand"), sentence, [Asked("reason", tr("Reason"), "text")], tr("Let it stand"),
                lambda values: self._write(asks.override, tr("Noted"), rule, place, values["reason"], dialog=dialog),
                parent=self._page,
            )  # fmt: skip
            dialog.open()

        self.save(ask)

    def delete(self) -> None:
        """Put it into the recycle bin."""
        page, opened = self._page, self._sheet.opened
        if opened is None:
            return

        def done(changes: Any) -> None:
            page.show_nothing()
            text = tr("{number} is in the recycle bin", number=opened.view.number)
            self._shell.toast(text, self._undo(changes.tx))

        self._jobs.write(asks.delete, opened.view.id, done=done, failed=page.show_problem, owner=page)

    def _undo(self, tx: str | None) -> Callable[[], Any] | None:
        return (lambda: self._page.undo_tx(tx)) if tx else None

    def _write(self, ask: Callable[..., Any], said: str, *values: Any, dialog: AskDialog | None = None) -> None:
        page, opened = self._page, self._sheet.opened
        if opened is None:
            return

        def done(_result: Any) -> None:
            if dialog is not None:
                dialog.done(QDialog.DialogCode.Accepted)
            page.reload_shown()
            self._shell.toast(said)

        def failed(error: BaseException) -> bool:
            if dialog is not None and isinstance(error, UserError):
                return dialog.show_error(error)
            return page.show_problem(error)

        self._jobs.write(ask, opened.view.id, *values, done=done, failed=failed, owner=page)
