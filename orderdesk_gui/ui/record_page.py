"""A page with its list at the left and one record typed in place at the right: drafts kept, saved changes undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QMenu

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.record_list import ListSpec, RecordList
from orderdesk_gui.ui.record_notes import RecordNotes
from orderdesk_gui.ui.record_steps import RecordSteps
from orderdesk_gui.ui.widgets.delegates import ListRow
from orderdesk_gui.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk


@dataclass(frozen=True)
class RecordKind:
    """What a page's records are called where: page key, table, kept draft, import and export."""

    page: str
    table: str
    draft: str
    exchange: str


@dataclass(frozen=True)
class Invitation:
    """What stands in an empty list and an empty page; all translated already."""

    icon: str
    list_title: str
    list_sentence: str
    title: str
    sentence: str
    new: str


class RecordPage(Page):
    """The form has list_pane, detail, popup_area, nothing, grid, more, life, notes_button, discard, save and main."""

    def __init__(self, shell: Shell, ui: Any, kind: RecordKind, spec: ListSpec, invitation: Invitation) -> None:
        super().__init__(shell)
        self.ui = ui
        ui.setupUi(self)
        self.kind = kind
        self._invitation = invitation
        self.opened: Any = None
        self.dirty = False
        self.loading = False
        self.wanted: Any = None  # the record that is on its way
        self.thrown_away: Any = None
        self.records = RecordList(self, ui, spec, self.list_row)
        self.list, self.list_model = self.records.view, self.records.model
        self.list.set_empty(
            invitation.icon,
            invitation.list_title,
            invitation.list_sentence,
            [(invitation.new, self.new), (tr("Import"), self.import_file)],
        )
        self.notes = RecordNotes(ui.popup_area, shell, kind.table)
        self.keeper = DraftKeeper(shell.jobs, kind.draft, self.to_keep, self)
        self.steps = RecordSteps(self, kind.table)
        self._connect_parts()

    def _connect_parts(self) -> None:
        ui = self.ui
        self.records.chosen.connect(self._chosen)
        self.records.begun.connect(self._begin)
        ui.more.clicked.connect(lambda: self.menu().exec(ui.more.mapToGlobal(QPoint(0, ui.more.height()))))
        ui.life.navigate.connect(self.navigate)
        ui.notes_button.clicked.connect(self.toggle_notes)
        self.notes.counted.connect(self._show_note_counts)
        ui.discard.clicked.connect(self.discard)
        ui.save.clicked.connect(self.save)
        ui.main.clicked.connect(self.main_action)
        self.keeper.kept.connect(self._show_kept)

    # What each page says for itself ------------------------------------------------------------------

    def list_row(self, row: Any) -> ListRow:
        """How a row of the list is shown."""
        raise NotImplementedError

    def record_id(self) -> UUID | None:
        """The id of the saved record that is shown."""
        raise NotImplementedError

    def row_shown(self) -> Any:
        """The id of the list's row that is shown: the record's, or that of a draft never saved."""
        return self.record_id()

    def load(self, id: Any) -> None:
        """Fetch a record and show it."""
        raise NotImplementedError

    def to_keep(self) -> Content | None:
        """What was typed and is not saved yet."""
        raise NotImplementedError

    def as_saved(self) -> bool:
        """Whether everything stands as it was saved, though something was typed and taken back since."""
        raise NotImplementedError

    def thrown(self) -> Any:
        """What Discard throws away, for Undo to bring back."""
        raise NotImplementedError

    def show_thrown(self, thrown: Any) -> None:
        """Show again what was discarded, as typed and not saved."""
        raise NotImplementedError

    def menu(self) -> QMenu:
        """Everything that may be done now."""
        raise NotImplementedError

    def show_problem(self, error: BaseException) -> bool:
        """Stand an error at its cell or field; False for a mistake of the program."""
        raise NotImplementedError

    def show_state(self, kept_at: dt.datetime | None = None) -> None:
        """Whether what stands there is saved, kept or changed; at which moment it was kept."""
        at = kept_at or self.opened.kept_at
        if self.dirty and at is not None:
            self.ui.draft_state.set_state("device-floppy", tr("Draft kept {time}", time=f"{at.astimezone():%H:%M}"))
        elif self.dirty:
            self.ui.draft_state.set_state("pencil", tr("Changed"))
        else:
            words = tr("Saved") if self.record_id() is not None else tr("Not saved yet")
            self.ui.draft_state.set_state("device-floppy", words)

    # List --------------------------------------------------------------------------------------------

    def _chosen(self, id: Any) -> None:
        if id is not None and id != self.row_shown():
            self.leave()
            self.load(id)
            self.shell.visited(self.kind.page, id)

    def _begin(self, id: Any) -> None:
        if self.opened is None and self.wanted is None and self.ui.detail.currentWidget() is self.ui.nothing:
            self.load(id)

    def import_file(self) -> None:
        """Records from a workbook."""
        self.records.import_file(self.kind.exchange)

    def export_list(self) -> None:
        """The list as it is shown, to Excel or CSV."""
        self.records.export(self.kind.exchange)

    # Page --------------------------------------------------------------------------------------------

    def reload(self, changes: Any = None) -> None:
        self.records.reload()
        shown = self.row_shown()
        if isinstance(shown, UUID) and not self.dirty:
            self.load(shown)

    def leave(self) -> None:
        """Another record is to be shown: what was typed is kept first, and what is on its way comes too late."""
        self.wanted = None
        self.commit_editor()
        self.keeper.flush()
        self.notes.close_now()

    def undo(self) -> None:
        grid = self.ui.grid
        record_id = self.record_id() if self.on_sheet() else None
        if self.on_sheet() and grid.can_undo():
            grid.undo()
        elif self.bring_back():
            pass
        elif record_id is None:
            self.shell.toast(tr("There is nothing to undo here."), tone="blue")
        elif self._stands_saved():
            self.steps.take_back(record_id)

    def redo(self) -> None:
        grid = self.ui.grid
        record_id = self.record_id() if self.on_sheet() else None
        if self.on_sheet() and grid.can_redo():
            grid.redo()
        elif record_id is None:
            self.shell.toast(tr("There is nothing to do again."), tone="blue")
        elif self._stands_saved():
            self.steps.do_again(record_id)

    def _stands_saved(self) -> bool:
        """Whether saved changes may be taken back: nothing else is typed. Typing that was taken back is forgotten."""
        if self.dirty and not self.as_saved():
            self.shell.toast(
                tr("Save or discard what you typed first; then Ctrl+Z takes saved changes back."), tone="yellow"
            )
            return False
        if self.dirty:
            self.dirty = False
            self.keeper.forget()
            self.show_state()
        return True

    def discard(self) -> None:
        """Throw away what was typed since the last save; Undo brings it back."""
        thrown, record_id = self.thrown(), self.record_id()
        if thrown is None or not self.dirty:
            return
        self.dirty = False
        if record_id is not None:
            self.keeper.forget(then=lambda: self.load(record_id))
        else:
            self.keeper.forget()
            self.show_nothing()
            self.list.setFocus()
        self.thrown_away = thrown
        self.shell.toast(tr("Discarded"), self.bring_back)

    def bring_back(self) -> bool:
        """Bring back what was discarded last; False where nothing was."""
        thrown, self.thrown_away = self.thrown_away, None
        if thrown is not None:
            self.show_thrown(thrown)
        return thrown is not None

    def undo_tx(self, tx: str | None) -> None:
        """Take one saved change back: the Undo of a notice."""
        if tx is not None:
            said = tr("Undone")
            self.shell.jobs.write(
                _undo, tx, done=lambda _changes: self.shell.toast(said), failed=self.show_problem, owner=self
            )

    def page_state(self) -> dict[str, Any]:
        self.keeper.flush()
        return {"tab": self.records.tab}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("tab"):
            self.records.choose_tab(str(state["tab"]))

    def common_commands(self, new: str, imports: str) -> list[Command]:
        """What every such page can do; `new` and `imports` are English titles."""
        return [
            Command(new, self.new, "Ctrl+N", "plus"),
            Command("Search in this list", self.records.search, "Ctrl+F", "search"),
            Command(imports, self.import_file, "", "file-import"),
            Command("Export this list", self.export_list, "", "download"),
            Command("Files and to-dos", self.toggle_notes, "Ctrl+Shift+D", "paperclip"),
            Command("Redo", self.redo, "Ctrl+Y", "arrow-forward-up"),
        ]

    # The record --------------------------------------------------------------------------------------

    def today(self) -> dt.date:
        """The day of the open file."""
        return self.opened.today if self.opened is not None else dt.date.today()

    def on_sheet(self) -> bool:
        """Whether a record is shown now."""
        return self.opened is not None and self.ui.detail.currentWidget() is self.ui.popup_area

    def commit_editor(self) -> None:
        """What stands in an open cell or field counts."""
        focus = self.focusWidget()
        if focus is not None and self.ui.grid.isAncestorOf(focus) and focus is not self.ui.grid:
            self.ui.grid.setFocus()

    def show_nothing(self) -> None:
        """No record is shown."""
        self.opened, self.dirty, self.wanted = None, False, None
        column = self.ui.nothing_column
        if column.count() == 0:
            told = self._invitation
            column.addWidget(EmptyState(told.icon, told.title, told.sentence, [(told.new, self.new)]))
        self.ui.detail.setCurrentWidget(self.ui.nothing)

    def toggle_notes(self) -> None:
        """Files and to-dos of this record."""
        if self.on_sheet():
            self.notes.toggle()

    def _show_note_counts(self, files: int, todos: int) -> None:
        self.ui.notes_button.setText(f"{files}  ·  {todos}" if todos else str(files or ""))

    def _show_kept(self, at: dt.datetime) -> None:
        if self.opened is not None:
            self.opened = replace(self.opened, kept_at=at)
            self.show_state(at)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notes.place()


def _undo(desk: Desk, tx: str) -> Changes:
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)
