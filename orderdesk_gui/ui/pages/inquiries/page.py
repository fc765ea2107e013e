"""The page of inquiries: the list at the left, one inquiry noted in place at the right, one click to a quotation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu

from orderdesk_gui._built.forms.inquiries_page import Ui_InquiriesPage
from orderdesk_gui.rules.inquiries import Inquiry
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.draft_keeper import Content
from orderdesk_gui.ui.page import Command, Shell
from orderdesk_gui.ui.record_list import ListSpec
from orderdesk_gui.ui.record_page import Invitation, RecordKind, RecordPage
from orderdesk_gui.ui.widgets.delegates import ListRow

from . import asks
from .form import InquiryForm
from .heading import list_row, show_heading

TABS = (("open", "Open"), ("due", "Due now"), ("mine", "Mine"), ("all", "All"))
_TABLES = ("inquiry", "inquiry_line", "quote", "customer")


class InquiriesPage(RecordPage):
    """List and form; what is typed is kept as a draft until it is saved or thrown away."""

    opened: asks.Opened | None

    def __init__(self, shell: Shell) -> None:
        invitation = Invitation(
            "message-circle",
            tr("No inquiries here"),
            tr("Note who asks for what, by phone, WeChat or mail. A name and a phone number suffice."),
            tr("Inquiries"),
            tr("Choose one at the left, or note a new one while the customer is on the phone."),
            tr("New inquiry"),
        )
        kind = RecordKind("inquiries", "inquiry", asks.KIND, "inquiries")
        spec = ListSpec("inquiries", "Inquiries", TABS, asks.listing, asks.counts)
        super().__init__(shell, Ui_InquiriesPage(), kind, spec, invitation)
        self.form = InquiryForm(self.ui, shell, self.today, self)
        self.errors = self.form.errors
        self.form.typed.connect(self._typed)
        self.records.opened.connect(lambda _id: self.edit())
        self.ui.close_it.clicked.connect(lambda: self.decide("close"))
        self.show_nothing()

    def list_row(self, row: Any) -> ListRow:
        return list_row(row, self.today())

    # Page --------------------------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def open(self, id: Any) -> None:
        """An inquiry's id, or {"customer": id} for a new one."""
        if isinstance(id, dict):
            self.leave()
            self.shell.jobs.read(asks.new_inquiry, id.get("customer"), done=self._show_new, owner=self)
        elif self.opened is None or id != self.opened.id:
            self.leave()
            self.load(id)

    def new(self) -> None:
        self.leave()
        self.shell.jobs.read(asks.new_inquiry, done=self._show_new, owner=self)

    def save(self) -> None:
        self._save(None)

    def main_action(self) -> None:
        """Save, then take it over into a quotation."""
        if self.opened is not None:
            self._save(lambda id: self.navigate.emit("quotations", {"from_inquiry": id}))

    def edit(self) -> None:
        if self.on_sheet():
            self.ui.customer.setFocus()

    def back_out(self) -> bool:
        if self.notes.isVisible():
            self.notes.close_now()
        else:
            return self.records.back_out()
        return True

    def commands(self) -> list[Command]:
        own = self.common_commands("New inquiry", "Import inquiries")
        if self.on_sheet():
            own += [
                Command("Save", self.save, "Ctrl+S", "device-floppy"),
                Command("Make quotation", self.main_action, "Ctrl+Return", "tag"),
                Command("Discard", self.discard, "", "trash"),
            ]
        return own + [Command(title, run, "", icon) for title, icon, run in self._others()]

    # One inquiry -------------------------------------------------------------------------------------

    def record_id(self) -> UUID | None:
        return self.opened.id if self.opened is not None else None

    def typed(self) -> Inquiry | None:
        """The inquiry as it stands in the form."""
        return self.form.applied(self.opened.inquiry) if self.opened is not None else None

    def to_keep(self) -> Content | None:
        inquiry = self.typed() if self.dirty else None
        return (asks.to_json(inquiry), self.opened.id) if inquiry is not None and self.opened is not None else None

    def as_saved(self) -> bool:
        """Everything in the fields as it was read from the file."""
        return self.opened is not None and self.opened.kept_id is None and self.typed() == self.opened.inquiry

    def load(self, id: Any) -> None:
        self.wanted = id

        def done(opened: asks.Opened) -> None:
            if self.wanted == id:
                self._show(opened)

        self.shell.jobs.read(asks.open_inquiry, id, done=done, failed=self.show_problem, owner=self)

    def _show_new(self, opened: asks.Opened) -> None:
        self.wanted = None
        self._show(opened)
        self.list.choose(None)
        if opened.kept_id is not None:
            self.shell.toast(tr("What you typed and had not saved is back."), self.discard, tone="blue")
        self.ui.customer.setFocus()

    def _show(self, opened: asks.Opened) -> None:
        if opened.id is None or opened.id != self.record_id():
            self.thrown_away = None
        self.opened = opened
        self.dirty = opened.kept_id is not None
        self.keeper.start(opened.kept_id)
        self.ui.detail.setCurrentWidget(self.ui.popup_area)
        self.form.show_inquiry(opened)
        self.notes.show_record(opened.id)
        show_heading(self.ui, opened)
        self.show_state()
        if opened.id is not None:
            self.list.choose(opened.id)

    def _typed(self) -> None:
        if self.opened is not None:
            self.dirty = True
            self.keeper.touch()
            self.show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.focusWidget()
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers()
            and isinstance(focus, QLineEdit | QComboBox)
            and self.ui.body.isAncestorOf(focus)
        ):
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    # Verbs -------------------------------------------------------------------------------------------

    def _save(self, then: Callable[[UUID], Any] | None) -> None:
        self.commit_editor()
        inquiry = self.typed()
        if inquiry is None or self.opened is None:
            return
        if not self.dirty and self.opened.id is not None:
            if then is not None:
                then(self.opened.id)
            else:
                self.shell.toast(tr("Nothing has changed since it was saved."), tone="blue")
            return
        was = self.opened
        self.form.clear_errors()

        def done(saved: Any) -> None:
            # What was typed while it was being saved stays.
            self.dirty = self.typed() != inquiry
            self.keeper.start(None)
            if self.dirty:
                self.keeper.touch()
            self.opened = replace(was, inquiry=inquiry, id=saved.id, number=saved.number, kept_id=None, kept_at=None)
            self.wanted = saved.id
            self.list.choose(saved.id)
            self.show_state()
            if then is not None:
                then(saved.id)
            else:
                tx = saved.changes.tx
                undo = (lambda: self.undo_tx(tx)) if tx and was.id is not None else None
                self.shell.toast(tr("{number} saved", number=saved.number), undo)

        def failed(error: BaseException) -> bool:
            self.keeper.release()
            return self.show_problem(error)

        self.shell.jobs.write(
            asks.save,
            inquiry,
            was.id,
            self.keeper.hold(),
            done=done,
            failed=failed,
            owner=self,
            title=tr("Save"),
        )

    def decide(self, command: str) -> None:
        """Lose, close or reopen."""
        words = {
            "lose": tr("Marked as lost."),
            "close": tr("Closed. Reopen it from the menu."),
            "reopen": tr("It is open again."),
        }[command]
        if self.opened is not None and self.opened.id is not None:
            self.shell.jobs.write(
                asks.decide,
                self.opened.id,
                command,
                done=lambda _changes: self.shell.toast(words),
                failed=self.show_problem,
                owner=self,
            )

    def delete(self) -> None:
        """Into the recycle bin, with Undo."""
        if self.opened is None or self.opened.id is None:
            return

        def done(changes: Any) -> None:
            self.keeper.forget()
            self.show_nothing()
            self.shell.toast(tr("Deleted"), lambda: self.undo_tx(changes.tx))

        self.shell.jobs.write(asks.delete, self.opened.id, done=done, failed=self.show_problem, owner=self)

    def thrown(self) -> asks.Opened | None:
        return replace(self.opened, inquiry=self.typed() or self.opened.inquiry) if self.opened is not None else None

    def show_thrown(self, thrown: asks.Opened) -> None:
        self.wanted = None
        self._show(thrown)
        self._typed()

    def show_problem(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not self.form.show_error(error):
            self.shell.show_error(error)
        return True

    def _others(self) -> list[tuple[str, str, Callable[[], Any]]]:
        if self.opened is None or self.opened.id is None:
            return []
        if self.opened.status in ("open", "quoted"):
            verbs: list[tuple[str, str, Callable[[], Any]]] = [
                ("Lost", "circle-x", lambda: self.decide("lose")),
                ("Close it", "circle-minus", lambda: self.decide("close")),
            ]
        else:
            verbs = [("Reopen", "arrow-back-up", lambda: self.decide("reopen"))]
        return [*verbs, ("Delete", "trash", self.delete)]

    def menu(self) -> QMenu:
        """Everything else that may be done now."""
        menu = QMenu(self)
        for title, icon, run in self._others():
            menu.addAction(icons.icon(icon), tr(title)).triggered.connect(lambda _on=False, run=run: run())
        menu.addSeparator()
        menu.addAction(icons.icon("file-import"), tr("Import inquiries"), self.import_file)
        menu.addAction(icons.icon("download"), tr("Export this list"), self.export_list)
        return menu
