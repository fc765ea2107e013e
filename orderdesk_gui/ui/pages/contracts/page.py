"""The page of contracts: the list at the left, one contract edited in place at the right."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.page import Command, Shell
from orderdesk_gui.ui.pages.contracts import asks
from orderdesk_gui.ui.pages.contracts.article_data import ArticleData
from orderdesk_gui.ui.pages.contracts.beginnings import Beginnings
from orderdesk_gui.ui.pages.contracts.deeds import Deeds, Host
from orderdesk_gui.ui.pages.contracts.dressing import dress
from orderdesk_gui.ui.pages.contracts.head import list_row
from orderdesk_gui.ui.pages.contracts.head_view import HeadView
from orderdesk_gui.ui.pages.contracts.kept import to_json
from orderdesk_gui.ui.pages.contracts.menus import Menus
from orderdesk_gui.ui.pages.contracts.sheet import Sheet
from orderdesk_gui.ui.printing import print_pdf
from orderdesk_gui.ui.record_list import ListSpec, RecordList
from orderdesk_gui.ui.record_notes import RecordNotes
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.splitter import KeptSplitter

TABS = (("all", "All"), ("mine", "Mine"), ("to_review", "At legal"), ("to_sign", "To sign"))
_TABLES = (
    "contract", "contract_line", "contract_clause", "contract_version", "approval_request", "approval_decision",
    "paper", "paper_voiding", "customer", "contact", "address", "company", "quote",
)  # fmt: skip
_LIST = ListSpec("contracts", "Contracts", TABS, asks.listing, asks.counts)
_WIDE = 1500  # with less room the list gives way to a contract that was called for


class ContractsPage(Host):
    """List and detail; what is typed is kept as a draft until it is saved or thrown away."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.ui = Ui_ContractsPage()
        self.ui.setupUi(self)
        self._wanted: Any = None
        self.sheet = Sheet(self.ui, shell.jobs, self)
        self.deeds = Deeds(self, self.sheet)
        self.beginnings = Beginnings(self, self.sheet)
        self.menus = Menus(self, self.sheet, self.deeds, self.beginnings)
        self.head = HeadView(self.ui, self)
        self.article_data = ArticleData(self.ui, self.sheet, shell.jobs, self)
        self.keeper = DraftKeeper(shell.jobs, asks.KIND, self._to_keep, self)
        self.records = RecordList(self, self.ui, _LIST, lambda row: list_row(row, self._today()))
        sentence = tr("A contract is made from a quotation that was won, in a minute.")
        self.records.view.set_empty("file-text", tr("No contracts here"), sentence, [(tr("New contract"), self.new)])
        self.notes = RecordNotes(self.ui.sheet, shell, "contract")
        self._set_up_detail()
        dress(self.ui)
        self._connect()
        self.show_nothing()

    # Making it ---------------------------------------------------------------------------------------

    def _set_up_detail(self) -> None:
        ui = self.ui
        panes = KeptSplitter(self.shell.settings, "contract_panes", parent=ui.body)
        body = ui.body_row
        assert isinstance(body, QHBoxLayout)
        for pane in (ui.clauses_pane, ui.middle, ui.preview_pane):
            panes.addWidget(pane)
        body.addWidget(panes)
        panes.start_with([256, 560, 420])
        sentence = tr("Choose one at the left, or make one from a quotation.")
        steps = [(tr("New contract"), self.new), (tr("File their signed paper…"), self.beginnings.file_signed)]
        ui.nothing_column.addWidget(EmptyState("file-text", tr("No contract chosen"), sentence, steps))

    def _connect(self) -> None:
        ui, sheet, menus = self.ui, self.sheet, self.menus
        self.records.chosen.connect(self._chosen)
        self.records.begun.connect(self._begin)
        self.records.opened.connect(lambda _id: self.edit())
        ui.notes_button.clicked.connect(self.toggle_notes)
        self.notes.counted.connect(self._show_note_counts)
        ui.fold.clicked.connect(lambda: self.fold_list(True))
        ui.unfold.clicked.connect(lambda: self.fold_list(False))
        ui.more.clicked.connect(lambda: menus.pop_up(menus.more(), ui.more))
        ui.library_button.clicked.connect(lambda: menus.pop_up(menus.library(), ui.library_button))
        ui.letterhead_button.clicked.connect(lambda: menus.pop_up(menus.paper(), ui.letterhead_button))
        ui.print_button.clicked.connect(self.print)
        ui.main.clicked.connect(self.main_action)
        ui.discard.clicked.connect(self.discard)
        ui.save_button.clicked.connect(self.save)
        self.head.life.navigate.connect(self.navigate)
        self.head.language.changed.connect(sheet.set_language)
        sheet.typed.connect(self._typed)
        sheet.checked_anew.connect(self.head.show_check)
        sheet.elsewhere.connect(self._lead_to)
        sheet.stand_asked.connect(self._let_stand)
        self.keeper.kept.connect(self.head.show_kept)

    # List --------------------------------------------------------------------------------------------

    def _chosen(self, id: Any) -> None:
        if id is not None and id != self.shown_id():
            self._leave()
            self._load(id)
            self.shell.visited("contracts", id)

    def _begin(self, id: Any) -> None:
        if self.sheet.opened is None and self._wanted is None:
            self._load(id)

    def fold_list(self, folded: bool) -> None:
        """Hide the list for more room, or show it again."""
        self.ui.list_pane.setVisible(not folded)
        self.ui.unfold.setVisible(folded)

    # Page --------------------------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def reload(self, changes: Any = None) -> None:
        self.records.reload()
        if self._wanted is not None and not (self.sheet.dirty and self._wanted == self.shown_id()):
            self._load(self._wanted)  # not what is shown: another one may be on its way

    def open(self, id: Any) -> None:
        """A contract's id; {"from_quote": id} begins one, {"file_signed": customer, "quote": id} files their paper."""
        if isinstance(id, dict):
            self._leave()
            if "from_quote" in id:
                self.beginnings.new(id["from_quote"])
            elif "file_signed" in id:
                self.beginnings.file_signed(id["file_signed"], id.get("quote"))
        elif id is not None and id != self.shown_id():
            self._leave()
            self._load(id)
            self.fold_list(self.width() < _WIDE)

    def new(self) -> None:
        """Ask from which quotation, then make it."""
        self._leave()
        self.beginnings.new()

    def save(self) -> None:
        if self.sheet.opened is not None and not self.sheet.dirty:
            self.shell.toast(tr("Nothing has changed since it was saved."), tone="blue")
            return
        self.deeds.save()

    def print(self) -> None:
        opened = self.sheet.opened
        if opened is None:
            return
        if opened.view.paper_id is not None:
            self.deeds.reprint()
        elif self.sheet.preview.content():
            self.print_paper(opened.view.number, self.sheet.preview.content())

    def print_paper(self, name: str, content: bytes, *, blank: float = 0) -> None:
        """Ask for a printer and print these bytes; `blank` mm at the top of the first page stay white."""
        try:
            print_pdf(content, name, self, blank=blank)
        except UserError as error:
            self.show_problem(error)

    def main_action(self) -> None:
        deed = self.deeds.main()
        if deed is not None:
            deed.run()

    def edit(self) -> None:
        if self.sheet.editor.hasFocus():
            self.sheet.editor.placeholder_at_cursor()
        else:
            self.sheet.editor.setFocus()

    def undo(self) -> None:
        editor = self.sheet.editor
        if editor.hasFocus() and editor.document().isUndoAvailable():
            editor.undo()
        else:
            super().undo()

    def undo_tx(self, tx: str) -> None:
        """Take back what was saved."""
        self.shell.jobs.write(
            asks.undo, tx, done=lambda _c: self.reload_shown(), failed=self.show_problem, owner=self
        )  # fmt: skip

    def redo(self) -> None:
        editor = self.sheet.editor
        if editor.hasFocus() and editor.document().isRedoAvailable():
            editor.redo()
        else:
            super().redo()

    def back_out(self) -> bool:
        if self.sheet.value_sheet.isVisible():
            self.sheet.value_sheet.close_now()
        elif self.notes.isVisible():
            self.notes.close_now()
        else:
            return not self.ui.list_pane.isHidden() and self.records.back_out()
        return True

    def commands(self) -> list[Command]:
        """Those with keys are always there, since keys are bound once; without a contract they do nothing."""
        sheet, data = self.sheet, self.article_data
        own = [
            Command("New contract", self.new, "Ctrl+N", "plus"),
            Command("Search in this list", self._search, "Ctrl+F", "search"),
            Command("Export this list", self.export_list, "", "download"),
            *(Command(deed.title, deed.run, "", deed.icon) for deed in self.menus.always()),
            Command("Files and to-dos", self.toggle_notes, "Ctrl+Shift+D", "paperclip"),
            Command("Next finding", sheet.findings.next, "F8", "alert-circle"),
            Command("Mend this finding", sheet.findings.mend, "Alt+Return", "wand"),
            Command("Change what stands behind this article", data.run, "F4", "edit"),
            Command("Move clause up", lambda: sheet.move_clause(-1), "Alt+Up", "chevron-up"),
            Command("Move clause down", lambda: sheet.move_clause(1), "Alt+Down", "chevron-down"),
        ]
        if sheet.opened is None:
            return own
        main = self.deeds.main()
        if main is not None:
            own.append(Command(main.title, self.main_action, "Ctrl+Return", main.icon))
        own.append(Command("Print", self.print, "Ctrl+P", "printer"))
        if sheet.opened.view.editable:
            own += [
                Command("Save", self.save, "Ctrl+S", "device-floppy"),
                Command("Discard", self.discard, "", "trash"),
                Command("Add a clause from the library", self.ui.library_button.click, "", "books"),
                Command("Payment terms…", data.payment, "", "cash"),
                Command("Annexes…", data.annexes, "", "paperclip"),
                Command("Letterhead and language", self.ui.letterhead_button.click, "", "file-text"),
            ]
        return own + [Command(deed.title, deed.run, "", deed.icon) for deed in self.deeds.others()]

    def toggle_notes(self) -> None:
        """Show what hangs on the contract, or hide it."""
        if self.sheet.opened is not None:
            self.notes.toggle()

    def export_list(self) -> None:
        """The list as it is shown, to Excel or CSV."""
        self.records.export("contracts")

    def _show_note_counts(self, files: int, todos: int) -> None:
        self.ui.notes_button.setText(f"{files}  ·  {todos}" if todos else str(files or ""))

    def _search(self) -> None:
        self.fold_list(False)
        self.records.search()

    def page_state(self) -> dict[str, Any]:
        self.keeper.flush()
        return {"tab": self.records.tab, "folded": self.ui.list_pane.isHidden()}

    def restore(self, state: dict[str, Any]) -> None:
        self.records.choose_tab(str(state.get("tab")))
        self.fold_list(bool(state.get("folded")))

    # One contract ------------------------------------------------------------------------------------

    def shown_id(self) -> UUID | None:
        """The contract that is shown."""
        return self.sheet.opened.view.id if self.sheet.opened is not None else None

    def _today(self) -> dt.date:
        return self.sheet.opened.today if self.sheet.opened is not None else dt.date.today()

    def _leave(self) -> None:
        self.sheet.value_sheet.close_now()
        self.notes.close_now()
        self.keeper.flush()

    def _to_keep(self) -> Content | None:
        if self.sheet.contract is None or not self.sheet.dirty:
            return None
        return to_json(self.sheet.contract), self.shown_id()

    def _load(self, id: Any) -> None:
        self._wanted = id

        def done(opened: asks.Opened) -> None:
            if self._wanted == id:
                self._show(opened)

        self.shell.jobs.read(asks.opened, id, done=done, failed=self.show_problem, owner=self)

    def reload_shown(self) -> None:
        """Fetch what is shown anew; what was typed is saved by now."""
        if self.shown_id() is not None:
            self._load(self.shown_id())

    def saved(self, saved: Any) -> None:
        """It was saved: forget the draft and show what the store says."""
        self.keeper.forget()
        self.sheet.dirty = False
        self._load(saved.id)

    def discard(self) -> None:
        """Throw away what was typed since it was saved."""
        if self.sheet.dirty:
            self.keeper.forget()
            self.sheet.dirty = False
            self.reload_shown()

    def show_problem(self, error: BaseException) -> bool:
        """Tell of an error, and lead to the clause where it stands."""
        if not isinstance(error, UserError):
            return False
        if error.field.startswith("clauses."):
            self.sheet.go_to_place(error.field)
        self.shell.toast(str(error), tone="red")
        return True

    def show_nothing(self) -> None:
        """No contract is chosen."""
        self._wanted = None
        self.sheet.clear()
        self.ui.detail.setCurrentWidget(self.ui.nothing)

    def _show(self, opened: asks.Opened) -> None:
        same = self.shown_id() == opened.view.id
        self.keeper.start(opened.kept_id)
        self.ui.detail.setCurrentWidget(self.ui.sheet)
        ours = opened.view.origin == "ours"
        for widget in (
            self.ui.clauses_pane,
            self.ui.middle,
            self.ui.preview_pane,
            self.head.language,
            self.ui.print_button,
        ):
            widget.setVisible(ours)
        self.sheet.show(opened)
        self.notes.show_record(opened.view.id)
        if not ours and not same and not self.notes.isVisible():
            self.notes.toggle()  # their scan is all there is to see
        if not same:
            self.records.view.choose(opened.view.id)
        self.head.show_saved(kept=opened.kept_id is not None)
        self._show_head()
        self.head.show_notice()

    def _show_head(self) -> None:
        opened, contract = self.sheet.opened, self.sheet.contract
        if opened is not None and contract is not None:
            self.head.show(opened, contract, self.deeds.main(), dirty=self.sheet.dirty)

    def _typed(self) -> None:
        self.keeper.touch()
        self.head.show_saved(kept=True)
        self._show_head()

    def _lead_to(self, place: str) -> None:
        """Where a finding about the data is mended: the customer, our company, the quotation; else the clause."""
        opened = self.sheet.opened
        if opened is None:
            return
        if place.startswith("buyer."):
            self.navigate.emit("customers", opened.view.customer_id)
        elif place.startswith("seller."):
            self.navigate.emit("settings", "companies")
        elif place.startswith(("lines", "total")) and opened.view.came_from.quote_id is not None:
            self.navigate.emit("quotations", opened.view.came_from.quote_id)
        elif place.startswith("payment."):
            self.article_data.payment()
        elif place.startswith("annexes."):
            self.article_data.annexes()
        else:
            self.sheet.editor.setFocus()

    def _let_stand(self, at: int) -> None:
        if self.sheet.checked is not None:
            found = self.sheet.checked.findings[at].finding
            self.deeds.override(found.rule, found.place, str(found.message))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notes.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "sheet"):
            self.head.show_notice()
