"""The page of complaints: the list at the left, one complaint with its clocks at the right, a form to note one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu

from orderdesk_gui._built.forms.complaints_page import Ui_ComplaintsPage
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.record_list import ListSpec, RecordList
from orderdesk_gui.ui.widgets.empty_state import EmptyState

from . import asks, words
from .deeds import Deeds
from .form import ComplaintForm
from .shown import ShownComplaint, main_words

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaint_sheet import Sheet

TABS = (("open", "Open"), ("mine", "Mine"), ("late", "Late"), ("all", "All"))
_TABLES = (
    "complaint", "complaint_event", "complaint_action", "remedy", "call_back", "attachment", "customer", "delivery",
    "sales_order",
)  # fmt: skip
_MINUTE_MS = 60_000
_MAIN = {"open": "answer", "answered": "solve", "solved": "close", "rejected": "close", "closed": "reopen"}


class ComplaintsPage(Page):
    """What is typed into the form is kept as a draft until it is saved or thrown away."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.ui = Ui_ComplaintsPage()
        self.ui.setupUi(self)
        self.opened: tuple[Sheet, dt.datetime] | None = None
        self.dirty = False
        self._wanted: UUID | None = None
        self._thrown: asks.Typed | None = None
        spec = ListSpec("complaints", "Complaints", TABS, asks.listing, asks.counts)
        self.records = RecordList(self, self.ui, spec, words.list_row)
        self.list = self.records.view
        self.list.set_empty(
            "circle-check", tr("No complaints here"),
            tr("Note what a customer complains about while they are on the phone. Its clocks run from then on."),
            [(tr("New complaint"), self.new)],
        )  # fmt: skip
        self.shown = ShownComplaint(self.ui, self)
        self.form = ComplaintForm(self.ui, shell, self)
        self.deeds = Deeds(self, self.ui, lambda: self.opened)
        self.keeper = DraftKeeper(shell.jobs, asks.KIND, self._to_keep, self)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._tick_on)
        self._minute.start()
        self._connect()
        self._show_nothing()

    def _connect(self) -> None:
        ui, shown, deeds = self.ui, self.shown, self.deeds
        self.records.chosen.connect(self._chosen)
        self.records.begun.connect(self._begin)
        self.records.opened.connect(lambda _id: self.edit())
        self.form.changed.connect(self._typed)
        ui.subject.left.connect(self.back_out)
        self.keeper.kept.connect(lambda _at: self._show_state())
        ui.discard.clicked.connect(self.discard)
        ui.save.clicked.connect(self.save)
        ui.more.clicked.connect(lambda: self.menu().exec(ui.more.mapToGlobal(QPoint(0, ui.more.height()))))
        ui.main.clicked.connect(self.main_action)
        ui.pause.clicked.connect(self.pause_or_resume)
        ui.to_order.clicked.connect(self._to_order)
        ui.add_measure.clicked.connect(self._add_measure)
        ui.add_note.clicked.connect(lambda: deeds.step("note"))
        ui.propose.clicked.connect(deeds.propose)
        ui.remedy_figure.returnPressed.connect(deeds.propose)
        ui.remedy_kind.currentIndexChanged.connect(lambda _n: self._remedy_chosen())
        shown.remedies.chosen.connect(lambda _row: self._remedy_chosen())
        shown.remedies.opened.connect(lambda row: self.navigate.emit("orders", row.new_order_id) if row.new_order_id
                                      else None)  # fmt: skip
        ui.approve.clicked.connect(lambda: deeds.remedy(shown.remedies.current_row(), "approve"))
        ui.carry_out.clicked.connect(lambda: deeds.remedy(shown.remedies.current_row(), "do"))
        ui.withdraw.clicked.connect(lambda: deeds.remedy(shown.remedies.current_row(), "withdraw"))
        shown.measures.opened.connect(deeds.measure)
        shown.measures.ticked.connect(deeds.tick)
        for button, command in ((ui.called, "called"), (ui.no_answer, "no_answer"), (ui.move_call, "move")):
            button.clicked.connect(lambda _on=False, command=command: deeds.call(self._next_call(), command))
        ui.print_report.clicked.connect(deeds.open_report)

    # Page --------------------------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def reload(self, changes: Any = None) -> None:
        self.records.reload()
        if self.opened is not None:
            self._load(self.opened[0].view.id)

    def open(self, id: Any) -> None:
        """A complaint's id, or {"customer": id, "order": id} for a new one."""
        if isinstance(id, dict):
            self._leave()
            self.shell.jobs.read(asks.new_complaint, id, done=self._show_form, owner=self)
        elif id is not None:
            self._leave()
            self._load(id)

    def new(self) -> None:
        self._leave()
        self.shell.jobs.read(asks.new_complaint, done=self._show_form, owner=self)

    def edit(self) -> None:
        if self.opened is not None and not self.in_form():
            id = self.opened[0].view.id
            self.shell.jobs.read(asks.editing, id, done=self._show_form, failed=self._problem, owner=self)

    def save(self) -> None:
        typed = self.form.typed() if self.in_form() else None
        if typed is None:
            return
        self.form.errors.clear()

        def done(saved: Any) -> None:
            self.dirty = False
            self.keeper.start(None)
            self.shell.toast(tr("{number} saved", number=saved.number))
            self._load(saved.id)

        def failed(error: BaseException) -> bool:
            self.keeper.release()
            return self._problem(error)

        kept = self.keeper.hold()
        self.shell.jobs.write(asks.save, typed, kept, done=done, failed=failed, owner=self, title=tr("Save"))

    def print(self) -> None:
        self.deeds.print_report()

    def main_action(self) -> None:
        """The next step; in the form, save."""
        if self.in_form():
            self.save()
        elif self.opened is not None:
            self.deeds.step(_MAIN[self.opened[0].view.status])

    def back_out(self) -> bool:
        if not self.in_form():
            return self.records.back_out()
        self._leave()
        if self.opened is not None:
            self.ui.detail.setCurrentWidget(self.ui.popup_area)
        else:
            self._show_nothing()
        self.list.setFocus()
        return True

    def commands(self) -> list[Command]:
        """Those with keys of their own always: their keys are made once, with the page."""
        own = [
            Command("New complaint", self.new, "Ctrl+N", "plus"),
            Command("Search in this list", self.records.search, "Ctrl+F", "search"),
            Command("Change what is noted", self.edit, "F2", "pencil"),
            Command("Add measure", self._add_measure, "Ctrl+L", "list-check"),
        ]
        if self.in_form():
            return [*own, Command("Save", self.save, "Ctrl+S", "device-floppy"),
                    Command("Discard", self.discard, "", "trash")]  # fmt: skip
        if self.opened is not None:
            own += [
                Command(main_words(self.opened[0].view.status), self.main_action, "Ctrl+Return", "send"),
                Command("Print 8D report", self.print, "Ctrl+P", "printer"),
            ]
            own += [Command(title, run, "", icon) for title, icon, run in self._others()]
        return own

    def _add_measure(self) -> None:
        if not self.in_form():
            self.deeds.measure(None)

    def page_state(self) -> dict[str, Any]:
        self.keeper.flush()
        return {"tab": self.records.tab}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("tab"):
            self.records.choose_tab(str(state["tab"]))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and isinstance(focus, QLineEdit | QComboBox) and self.ui.form.isAncestorOf(focus):
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    # List and record ---------------------------------------------------------------------------------

    def in_form(self) -> bool:
        """Whether a complaint is being noted or changed."""
        return self.ui.detail.currentWidget() is self.ui.form

    def _chosen(self, id: Any) -> None:
        if id is not None and (self.in_form() or self.opened is None or id != self.opened[0].view.id):
            self._leave()
            self._load(id)
            self.shell.visited("complaints", id)

    def _begin(self, id: Any) -> None:
        if self.opened is None and self._wanted is None and not self.in_form():
            self._load(id)

    def _leave(self) -> None:
        self._wanted = None
        self.keeper.flush()

    def _load(self, id: UUID) -> None:
        self._wanted = id

        def done(found: tuple[Sheet, bool, dt.datetime]) -> None:
            if self._wanted == id:
                self._show(*found)

        self.shell.jobs.read(asks.sheet, id, done=done, failed=self._problem, owner=self)

    def _show(self, sheet: Sheet, kept: bool, now: dt.datetime) -> None:
        again = self.opened is not None and self.opened[0].view.id == sheet.view.id
        self.opened = (sheet, now)
        self.shown.show(sheet, now)
        if not (again and self.in_form() and self.dirty):
            self.ui.detail.setCurrentWidget(self.ui.popup_area)
            self.list.choose(sheet.view.id)
        if not again:
            self.deeds.errors.clear()
            if kept:
                self.shell.toast(tr("Changes of it are kept and not saved; F2 shows them."), tone="blue")

    def _show_nothing(self) -> None:
        column = self.ui.nothing_column
        if column.count() == 0:
            column.addWidget(
                EmptyState(
                    "message-circle", tr("Complaints"),
                    tr("Choose one at the left, or note a new one: any fragment of customer, order or product finds "
                       "what it is about."),
                    [(tr("New complaint"), self.new)],
                )
            )  # fmt: skip
        self.ui.detail.setCurrentWidget(self.ui.nothing)

    def _tick_on(self) -> None:
        """The clocks go on."""
        if not self.isVisible() or self.shell.jobs.busy:
            return
        if self.list.verticalScrollBar().value() == 0:  # where somebody scrolled, nothing jumps
            self.records.reload()
        if self.opened is not None:
            self.shell.jobs.read(asks.sheet, self.opened[0].view.id, done=self._show_clocks, owner=self)

    def _show_clocks(self, found: tuple[Sheet, bool, dt.datetime]) -> None:
        sheet, _kept, now = found
        if self.opened is not None and self.opened[0].view.id == sheet.view.id:
            self.ui.clocks.set_clocks(sheet.view.clocks, now)

    def _to_order(self) -> None:
        if self.opened is not None and self.opened[0].view.complaint.order_id is not None:
            self.navigate.emit("orders", self.opened[0].view.complaint.order_id)

    def _remedy_chosen(self) -> None:
        if self.opened is not None:
            self.shown.show_remedies(self.opened[0])

    def _next_call(self) -> Any:
        """The call under the cursor where it is still to be made, else the first that is."""
        row = self.shown.calls.current_row()
        if row is not None and row.done_at is None:
            return row
        return next((one for one in self.shown.calls.rows() if one.done_at is None), None)

    def pause_or_resume(self) -> None:
        """Stop the clock while the customer is waited for, or let it go on."""
        if self.opened is not None:
            self.deeds.step("resume" if self.opened[0].view.paused else "pause")

    # Form --------------------------------------------------------------------------------------------

    def _show_form(self, typed: asks.Typed) -> None:
        self._wanted = None
        self.form.show_typed(typed)
        self.dirty = typed.kept_id is not None or typed.typed != typed.before
        self.keeper.start(typed.kept_id)
        self.ui.detail.setCurrentWidget(self.ui.form)
        if typed.id is None:
            self.list.choose(None)
        if typed.kept_id is not None:
            self.shell.toast(tr("What you typed and had not saved is back."), self.discard, tone="blue")
        self._show_state()
        (self.ui.words_typed if typed.label else self.ui.subject).setFocus()

    def _typed(self) -> None:
        self.dirty = True
        self.keeper.touch()
        self._show_state()

    def _to_keep(self) -> Content | None:
        typed = self.form.typed() if self.dirty else None
        return (asks.to_keep(typed), typed.id) if typed is not None else None

    def _show_state(self) -> None:
        typed = self.form.typed()
        if not self.dirty:
            saved = typed is not None and typed.id is not None
            self.ui.draft_state.set_state("device-floppy", tr("Saved") if saved else tr("Not saved yet"))
        elif self.keeper.draft_id is not None:
            self.ui.draft_state.set_state("device-floppy", tr("Draft kept"))
        else:
            self.ui.draft_state.set_state("pencil", tr("Changed"))

    def discard(self) -> None:
        """Throw away what was typed; Undo brings it back."""
        typed = self.form.typed()
        if typed is None or not self.in_form():
            return
        self._thrown = typed if self.dirty else None
        self.dirty = False
        self.keeper.forget()
        if self.opened is not None:
            self.ui.detail.setCurrentWidget(self.ui.popup_area)
        else:
            self._show_nothing()
        self.list.setFocus()
        if self._thrown is not None:
            self.shell.toast(tr("Discarded"), self._bring_back)

    def _bring_back(self) -> None:
        thrown, self._thrown = self._thrown, None
        if thrown is not None:
            self._show_form(replace(thrown, kept_id=None, kept_at=None))
            self._typed()

    def _problem(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not (self.in_form() and self.form.show_error(error)):
            self.shell.show_error(error)
        return True

    # Verbs -------------------------------------------------------------------------------------------

    def _others(self) -> list[tuple[str, str, Callable[[], Any]]]:
        if self.opened is None:
            return []
        can = self.opened[0].view.commands
        steps = (("answer", "Answer customer", "send"), ("solve", "Solve", "circle-check"),
                 ("reject", "Not justified", "circle-x"), ("close", "Close complaint", "circle-minus"),
                 ("reopen", "Reopen", "arrow-back-up"))  # fmt: skip
        made: list[tuple[str, str, Callable[[], Any]]] = [
            (title, icon, partial(self.deeds.step, command)) for command, title, icon in steps if command in can
        ]
        if self.opened[0].view.status in ("open", "answered"):
            paused = self.opened[0].view.paused
            title = "Customer answered" if paused else "Wait for customer"
            made.append((title, "hourglass", self.pause_or_resume))
        made.append(("Add note", "note", lambda: self.deeds.step("note")))
        return made

    def menu(self) -> QMenu:
        """Everything that may be done now."""
        menu = QMenu(self)
        for title, icon, run in self._others():
            menu.addAction(icons.icon(icon), tr(title)).triggered.connect(lambda _on=False, run=run: run())
        menu.addSeparator()
        menu.addAction(icons.icon("pencil"), tr("Change what is noted"), self.edit)
        menu.addAction(icons.icon("eye"), tr("8D report"), self.deeds.open_report)
        menu.addAction(icons.icon("printer"), tr("Print 8D report"), self.deeds.print_report)
        menu.addAction(icons.icon("download"), tr("Save 8D report"), self.deeds.save_report)
        return menu
