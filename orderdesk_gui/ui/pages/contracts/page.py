"""The page of contracts: the list at the left, one contract edited in place at the right."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.money import format_number, minor_units
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.page import Command, Shell
from orderdesk_gui.ui.pages.contracts import asks
from orderdesk_gui.ui.pages.contracts.deeds import Deeds, Host
from orderdesk_gui.ui.pages.contracts.head import (
    contract_chip,
    life_steps,
    notice_of,
    origin_line,
    version_chip,
)
from orderdesk_gui.ui.pages.contracts.menus import library_menu, more_menu
from orderdesk_gui.ui.pages.contracts.sheet import Sheet
from orderdesk_gui.ui.printing import print_pdf
from orderdesk_gui.ui.record_list import ListSpec, RecordList
from orderdesk_gui.ui.record_notes import RecordNotes
from orderdesk_gui.ui.widgets.bars import ChipLabel
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.life_strip import LifeStrip
from orderdesk_gui.ui.widgets.saved_state import SavedState
from orderdesk_gui.ui.widgets.segmented import SegmentedControl
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
        self.keeper = DraftKeeper(shell.jobs, asks.KIND, self._to_keep, self)
        self.records = RecordList(self, self.ui, _LIST, self._list_row)
        sentence = tr("A contract is made from a quotation that was won, in a minute.")
        self.records.view.set_empty("file-text", tr("No contracts here"), sentence, [(tr("New contract"), self.new)])
        self.notes = RecordNotes(self.ui.sheet, shell, "contract")
        self._set_up_detail()
        self._dress()
        self._connect()
        self.show_nothing()

    # Making it ---------------------------------------------------------------------------------------

    def _set_up_detail(self) -> None:
        ui = self.ui
        self.status_chip, self.check_chip = ChipLabel(), ChipLabel()
        ui.chips_slot.addWidget(self.status_chip)
        ui.chips_slot.addWidget(self.check_chip)
        languages = [("zh", "中文"), ("en", "English"), ("both", tr("Both"))]
        self.language = SegmentedControl(tr("Language of the paper"), languages)
        ui.language_slot.addWidget(self.language)
        self.life = LifeStrip(tr("Life of this business"))
        ui.life_slot.addWidget(self.life)
        panes = KeptSplitter(self.shell.settings, "contract_panes", parent=ui.body)
        body = ui.body_row
        assert isinstance(body, QHBoxLayout)
        for pane in (ui.clauses_pane, ui.middle, ui.preview_pane):
            panes.addWidget(pane)
        body.addWidget(panes)
        panes.start_with([256, 560, 420])
        self.saved_state = SavedState(tr("State of saving"))
        ui.saved_slot.addWidget(self.saved_state)
        sentence = tr("Choose one at the left, or make one from a quotation.")
        steps = [(tr("New contract"), self.new)]
        ui.nothing_column.addWidget(EmptyState("file-text", tr("No contract chosen"), sentence, steps))

    def _dress(self) -> None:
        ui = self.ui
        ui.number.setFont(theme.font(17, bold=True, tabular=True))
        for title in (ui.clauses_title, ui.heading, ui.findings_title, ui.preview_title):
            title.setFont(theme.font(13, bold=True))
        for label in (
            ui.origin_line, ui.clauses_count, ui.library_note, ui.editor_note, ui.findings_hint,
            ui.advice_note, ui.page_note, ui.clauses_hint, ui.title_label, ui.date_label, ui.place_label,
        ):  # fmt: skip
            label.setFont(theme.font(12, tabular=True))
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for button, name in (
            (ui.notes_button, "paperclip"), (ui.fold, "layout-sidebar-left-collapse"), (ui.unfold, "list-details"),
            (ui.more, "dots"), (ui.print_button, "printer"), (ui.library_button, "books"), (ui.bold_button, "bold"),
            (ui.reset_button, "arrow-back-up"), (ui.page_back, "chevron-left"), (ui.page_on, "chevron-right"),
        ):  # fmt: skip
            icons.set_icon(button, name)
        for label in (ui.clauses_hint, ui.editor_note, ui.advice_note):
            label.setContentsMargins(16, 8, 16, 8)
        ui.unfold.hide()
        ui.notice.setAutoFillBackground(True)
        ui.notice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        ui, sheet = self.ui, self.sheet
        self.records.chosen.connect(self._chosen)
        self.records.begun.connect(self._begin)
        self.records.opened.connect(lambda _id: self.edit())
        ui.notes_button.clicked.connect(self.notes.toggle)
        self.notes.counted.connect(self._show_note_counts)
        ui.fold.clicked.connect(lambda: self.fold_list(True))
        ui.unfold.clicked.connect(lambda: self.fold_list(False))
        ui.more.clicked.connect(lambda: self._pop_up(self._more(), ui.more))
        ui.library_button.clicked.connect(lambda: self._pop_up(library_menu(sheet, self), ui.library_button))
        ui.print_button.clicked.connect(self.print)
        ui.main.clicked.connect(self.main_action)
        ui.discard.clicked.connect(self.discard)
        ui.save_button.clicked.connect(self.save)
        self.life.navigate.connect(self.navigate)
        self.language.changed.connect(sheet.set_language)
        sheet.typed.connect(self._typed)
        sheet.checked_anew.connect(self._show_check)
        sheet.elsewhere.connect(self._lead_to)
        sheet.stand_asked.connect(self._let_stand)
        self.keeper.kept.connect(self._show_kept)

    # List --------------------------------------------------------------------------------------------

    def _list_row(self, row: Any) -> ListRow:
        places = minor_units(row.currency)
        number = row.number if len(row.number) < 14 else f"{row.number[:3]}…{row.number[-4:]}"
        second = f"{number} V{row.version}" if row.version > 1 else number
        amount, unit = format_number(row.total, places, places), "" if row.currency == "CNY" else row.currency
        day = show_day(row.date, self._today())
        return ListRow(row.id, row.customer, amount, second, contract_chip(row.status), day, "", unit)

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
        if self.shown_id() is not None and not self.sheet.dirty:
            self._load(self.shown_id())

    def open(self, id: Any) -> None:
        """A contract's id; {"from_quote": id} begins one, {"file_signed": customer id} files their paper."""
        if isinstance(id, dict):
            if "from_quote" in id:
                self._ask_new(id["from_quote"])
            elif "file_signed" in id:
                self.deeds.file_signed(id["file_signed"])
        elif id is not None and id != self.shown_id():
            self._leave()
            self._load(id)
            self.fold_list(self.width() < _WIDE)

    def new(self) -> None:
        """Ask from which quotation, then make it."""
        self._ask_new(None)

    def _ask_new(self, only: Any) -> None:
        from orderdesk_gui.ui.dialogs.contract_new import NewContractDialog

        self._leave()

        def done(saved: Any) -> None:
            dialog.accept()
            self._load(saved.id)
            words = " ".join(str(one) for one in saved.warnings)
            self.shell.toast(words or tr("{number} made", number=saved.number), tone="yellow" if words else "green")

        def make(*choice: Any) -> None:
            self.shell.jobs.write(asks.from_quote, *choice, done=done, failed=dialog.show_error, owner=self)

        dialog = NewContractDialog(self.shell.jobs, asks.quotations, make, only, self)
        dialog.open()

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

    def print_paper(self, name: str, content: bytes) -> None:
        """Ask for a printer and print these bytes."""
        try:
            print_pdf(content, name, self)
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
        sheet = self.sheet
        own = [
            Command("New contract", self.new, "Ctrl+N", "plus"),
            Command("Search in this list", self._search, "Ctrl+F", "search"),
            Command("Export this list", self.export_list, "", "download"),
        ]
        if sheet.opened is None:
            return own
        main = self.deeds.main()
        if main is not None:
            own.append(Command(main.title, self.main_action, "Ctrl+Return", main.icon))
        own += [
            Command("Print", self.print, "Ctrl+P", "printer"),
            Command("Files and to-dos", self.notes.toggle, "Ctrl+Shift+D", "paperclip"),
            Command("Next finding", sheet.findings.next, "F8", "alert-circle"),
            Command("Mend this finding", sheet.findings.mend, "Alt+Return", "wand"),
        ]
        if sheet.opened.view.editable:
            own += [
                Command("Save", self.save, "Ctrl+S", "device-floppy"),
                Command("Discard", self.discard, "", "trash"),
                Command("Move clause up", lambda: sheet.move_clause(-1), "Alt+Up", "chevron-up"),
                Command("Move clause down", lambda: sheet.move_clause(1), "Alt+Down", "chevron-down"),
                Command("Add a clause from the library", self.ui.library_button.click, "", "books"),
            ]
        return own + [Command(deed.title, deed.run, "", deed.icon) for deed in self.deeds.others()]

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
        return asks.to_json(self.sheet.contract), self.shown_id()

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
        self.language.set_value(opened.contract.language)
        self.language.setEnabled(opened.view.editable)
        ours = opened.view.origin == "ours"
        for widget in (self.ui.clauses_pane, self.ui.middle, self.ui.preview_pane, self.language, self.ui.print_button):
            widget.setVisible(ours)
        self.sheet.show(opened)
        self.notes.show_record(opened.view.id)
        if not ours and not same and not self.notes.isVisible():
            self.notes.toggle()  # their scan is all there is to see
        if not same:
            self.records.view.choose(opened.view.id)
        kept = opened.kept_id is not None
        self.saved_state.set_state("pencil" if kept else "cloud-check", tr("Not saved yet") if kept else tr("Saved"))
        self._show_head()
        self._show_notice()

    def _show_head(self) -> None:
        opened, contract, ui = self.sheet.opened, self.sheet.contract, self.ui
        if opened is None or contract is None:
            return
        ui.number.setText(opened.view.number)
        ui.origin_line.setText(origin_line(opened, contract))
        self.status_chip.set_chip(version_chip(opened))
        self.life.set_steps(life_steps(opened))
        main = self.deeds.main()
        ui.main.setVisible(main is not None)
        if main is not None:
            ui.main.setText(tr(main.title))
            ui.main.setAccessibleName(ui.main.text())
            ui.main.setToolTip(f"{ui.main.text()}  Ctrl+Enter")
            icons.set_icon(ui.main, main.icon)
        ui.foot.setVisible(opened.view.editable)
        for button in (ui.discard, ui.save_button):
            button.setEnabled(self.sheet.dirty)

    def _show_check(self, blocking: int) -> None:
        opened = self.sheet.opened
        if opened is None or opened.view.origin != "ours" or opened.view.status not in ("draft", "review"):
            self.check_chip.set_chip(None)
        elif blocking:
            self.check_chip.set_chip(Chip(tr("{count} must be mended", count=blocking), "red", "circle-x"))
        else:
            self.check_chip.set_chip(Chip(tr("Checked"), "green", "circle-check"))

    def _show_notice(self) -> None:
        ui = self.ui
        notice = notice_of(self.sheet.opened) if self.sheet.opened is not None else None
        ui.notice.setVisible(notice is not None)
        if notice is None:
            return
        ui.notice_text.setText(notice.text)
        fill, ink = theme.colours().chips[notice.tone]
        shown = ui.notice.palette()
        shown.setColor(QPalette.ColorRole.Window, QColor(fill))
        shown.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        ui.notice.setPalette(shown)
        ui.notice_icon.setPixmap(icons.pixmap(notice.icon, ink, theme.ICON, self.devicePixelRatioF()))

    def _typed(self) -> None:
        self.keeper.touch()
        self.saved_state.set_state("pencil", tr("Not saved yet"))
        self._show_head()

    def _show_kept(self, at: dt.datetime) -> None:
        self.saved_state.set_state("history", tr("Kept at {time}", time=f"{at.astimezone():%H:%M}"))

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
        else:
            self.sheet.editor.setFocus()

    def _let_stand(self, at: int) -> None:
        if self.sheet.checked is not None:
            found = self.sheet.checked.findings[at].finding
            self.deeds.override(found.rule, found.place, str(found.message))

    def _more(self) -> QMenu:
        view = self.sheet.opened.view if self.sheet.opened is not None else None

        def file_signed() -> None:
            if view is not None:
                self.deeds.file_signed(view.customer_id, view.came_from.quote_id)

        menu = more_menu(self.sheet, self.deeds.others(), file_signed, self)
        menu.addAction(icons.icon("download"), tr("Export this list"), self.export_list)
        return menu

    def _pop_up(self, menu: QMenu, button: QToolButton) -> None:
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notes.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "sheet"):
            self._show_notice()
