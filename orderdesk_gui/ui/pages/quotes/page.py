"""The page of quotations: the list at the left, one quotation typed in place at the right."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu

from orderdesk_gui._built.forms.quotes_page import Ui_QuotesPage
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.money import format_number, minor_units
from orderdesk_gui.rules.quote_status import HEAD, REVISION
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.page import Command, Shell
from orderdesk_gui.ui.record_list import ListSpec, RecordList
from orderdesk_gui.ui.record_notes import RecordNotes
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow
from orderdesk_gui.ui.widgets.empty_state import EmptyState

from . import asks
from .deeds import Deed, Deeds, DeedsPage
from .draft import Draft, grid_lines, to_json, with_lines
from .explainer import Explainer
from .heading import dress, show_customer, show_heading
from .live_figures import LiveFigures
from .notice import Notice
from .summaries import band_of, list_chip
from .terms_panel import Look, TermsPanel

TABS = (("mine", "Mine"), ("to_approve", "To approve"), ("expiring", "Expiring"), ("all", "All"))
_TABLES = (
    "quote", "quote_revision", "quote_line", "approval_request", "approval_step", "approval_decision", "customer",
    "contact", "paper", "inquiry", "price_row", "product",
)  # fmt: skip
KEPT = "kept"


class QuotesPage(DeedsPage):
    """List and detail; what is typed is kept as a draft until it is saved or thrown away."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.ui = Ui_QuotesPage()
        self.ui.setupUi(self)
        self.opened: asks.Opened | None = None
        self.dirty = False
        self.loading = False
        self._wanted: Any = None
        self._shown_id: Any = None
        self._last_tx: str | None = None
        self._thrown_away: Draft | None = None
        self._set_up_list()
        self.terms = TermsPanel(self.ui.popup_area)
        self.notes = RecordNotes(self.ui.popup_area, shell, "quote")
        self.keeper = DraftKeeper(shell.jobs, asks.KIND, self._to_keep, self)
        self.deeds = Deeds(self)
        self.figures = LiveFigures(self)
        self.notice = Notice(self.ui)
        self.explainer = Explainer(self)
        self.why = self.explainer.sheet
        dress(self.ui)
        self.ui.asking_customer.set_jobs(shell.jobs)
        self.ui.grid.set_up(shell.jobs, self._today)
        self._connect()
        self._show_nothing()

    # Making it ---------------------------------------------------------------------------------------

    def _set_up_list(self) -> None:
        spec = ListSpec("quotes", "Quotations", TABS, asks.listing, asks.counts)
        self.records = RecordList(self, self.ui, spec, self._list_row)
        self.list, self.list_model = self.records.view, self.records.model
        self.list.set_empty(
            "tag",
            tr("No quotations here"),
            tr("Quotations that you make stand here, the newest first."),
            [(tr("New quotation"), self.new), (tr("Import"), self.import_file)],
        )

    def _connect(self) -> None:
        ui = self.ui
        self.records.chosen.connect(self._chosen)
        self.records.opened.connect(self._opened_by_enter)
        self.records.begun.connect(self._begin)
        ui.asking_customer.picked.connect(lambda row: self._new_for(row.id))
        ui.asking_customer.left.connect(self._cancel_new)
        ui.asking_cancel.clicked.connect(self._cancel_new)
        ui.asking_new_customer.clicked.connect(self._new_customer)
        ui.terms_button.clicked.connect(self.toggle_terms)
        self.terms.changed.connect(self._terms_typed)
        self.terms.closed.connect(self._terms_closed)
        ui.copy_button.clicked.connect(self.deeds.copy)
        ui.notes_button.clicked.connect(self.toggle_notes)
        self.notes.counted.connect(self._show_note_counts)
        self.notes.closed.connect(lambda: ui.grid.setFocus() if self._on_sheet() else None)
        ui.more.clicked.connect(self._show_menu)
        ui.life.navigate.connect(self.navigate)
        ui.discard.clicked.connect(self.discard)
        ui.save.clicked.connect(self.save)
        ui.preview.clicked.connect(self.print)
        ui.main.clicked.connect(self.main_action)
        ui.win.clicked.connect(lambda: self.deeds.outcome("win"))
        ui.grid.edited.connect(self._typed)
        ui.grid.lines_changed.connect(self.figures.soon)
        ui.grid.priced.connect(self.figures.assess_soon)
        self.keeper.kept.connect(self._show_kept)
        self.keeper.listed.connect(self._kept_listed)

    # List --------------------------------------------------------------------------------------------

    def _list_row(self, row: Any) -> ListRow:
        today = self._today()
        if isinstance(row, asks.KeptRow):
            when = f"{row.saved_at.astimezone():%H:%M}"
            return ListRow(
                (KEPT, row.id), row.customer, "", tr("New, not saved"), Chip(tr("Draft"), "yellow", "pencil"), when
            )
        places = minor_units(row.currency)
        number = row.number if len(row.number) < 14 else f"{row.number[:3]}…{row.number[-4:]}"
        return ListRow(
            row.id,
            row.customer,
            format_number(row.total, places, places),
            f"{number} R{row.revision}" if row.revision > 1 else number,
            list_chip(row.status, row.valid_until, today, row.lost_reason),
            show_day(row.date, today),
            band_of(row.date, today),
            "" if row.currency == "CNY" else row.currency,
        )

    def _chosen(self, id: Any) -> None:
        if id is not None and id != self._shown_id:
            self.leave()
            self._load(id)
            self.shell.visited("quotations", id)

    def _begin(self, id: Any) -> None:
        if self.opened is None and self._wanted is None and self.ui.detail.currentWidget() is self.ui.nothing:
            self._load(id)

    def _kept_listed(self) -> None:
        if self.opened is not None and self.opened.draft.id is None and self.keeper.draft_id is not None:
            self._shown_id = (KEPT, self.keeper.draft_id)
            self.list.choose(self._shown_id)
        self.list_model.reload()

    def _opened_by_enter(self, id: Any) -> None:
        if id == self._shown_id:
            self.edit()
        else:
            self._load(id)

    # Page --------------------------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def reload(self, changes: Any = None) -> None:
        self.records.reload()
        if isinstance(self._shown_id, UUID) and not self.dirty:
            self._load(self._shown_id)

    def open(self, id: Any) -> None:
        """A quotation's id, or {"from_inquiry": id}, {"customer": id}, {"copy": id} for a new one."""
        if isinstance(id, dict):
            self.leave()
            for key, ask in (
                ("from_inquiry", asks.quote_of_inquiry),
                ("customer", asks.new_quote),
                ("copy", asks.copied_quote),
            ):
                if key in id:
                    self.shell.jobs.read(ask, id[key], done=self.show_new, failed=self.show_problem, owner=self)
        elif id != self._shown_id:
            self.leave()
            self._load(id)

    def new(self) -> None:
        """Ask for whom, then begin."""
        self.leave()
        self.ui.asking_customer.clear()
        self.ui.detail.setCurrentWidget(self.ui.asking)
        self.ui.asking_customer.setFocus()

    def save(self) -> None:
        self._commit_editor()
        if self.opened is not None and self.opened.draft.editable and not self.dirty and self.quote_id() is not None:
            self.shell.toast(tr("Nothing has changed since it was saved."), tone="blue")
            return
        self.deeds.save()

    def print(self) -> None:
        self._commit_editor()
        self.deeds.preview()

    def main_action(self) -> None:
        self._commit_editor()
        deed = self.deeds.main(self.opened.draft) if self.opened is not None else None
        if deed is not None and self._on_sheet():
            deed.run()

    def edit(self) -> None:
        if self._on_sheet():
            self.ui.grid.setFocus()

    def undo(self) -> None:
        if self._on_sheet() and self.ui.grid.can_undo():
            self.ui.grid.undo()
        elif self._thrown_away is not None:
            self._bring_back()
        elif self._last_tx is not None:
            self.undo_tx(self._last_tx)
            self._last_tx = None
        else:
            self.shell.toast(tr("There is nothing to undo here."), tone="blue")

    def redo(self) -> None:
        if self._on_sheet():
            self.ui.grid.redo()

    def back_out(self) -> bool:
        if self.ui.detail.currentWidget() is self.ui.asking:
            self._cancel_new()
        elif self.why.isVisible():
            self.why.close_now()
        elif self.terms.isVisible():
            self.terms.close_now()
        elif self.notes.isVisible():
            self.notes.close_now()
        else:
            return self.records.back_out()
        return True

    def commands(self) -> list[Command]:
        # Those with keys are always there: the window makes its shortcuts when the page is first shown.
        own = [
            Command("New quotation", self.new, "Ctrl+N", "plus"),
            Command("Search in this list", self.records.search, "Ctrl+F", "search"),
            Command("Import quotations", self.import_file, "", "file-import"),
            Command("Export this list", self.export_list, "", "download"),
            Command("Terms", self.toggle_terms, "Ctrl+T", "list-details"),
            Command("Files and to-dos", self.toggle_notes, "Ctrl+Shift+D", "paperclip"),
            Command("Why this price", self._explain, "Alt+P", "info-circle"),
        ]
        if not self._on_sheet() or self.opened is None:
            return own
        draft = self.opened.draft
        own.append(Command("Preview", self.print, "Ctrl+P", "printer"))
        if draft.editable:
            own += [
                Command("Save", self.save, "Ctrl+S", "device-floppy"),
                Command("Discard", self.discard, "", "trash"),
            ]
        main = self.deeds.main(draft)
        if main is not None:
            own.append(Command(main.title, self.main_action, "Ctrl+Return", main.icon))
        return own + [Command(deed.title, deed.run, deed.shortcut, deed.icon) for deed in self.deeds.others(draft)]

    def _explain(self) -> None:
        if self._on_sheet():
            self.explainer.explain_line(True)

    def page_state(self) -> dict[str, Any]:
        self.keeper.flush()
        return {"tab": self.records.tab, "columns": self.ui.grid.shown_columns()}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("tab"):
            self.records.choose_tab(str(state["tab"]))
        if state.get("columns"):
            self.ui.grid.show_columns([str(key) for key in state["columns"]])

    def leave(self) -> None:
        """Another quotation is to be shown: what was typed is kept first."""
        self._commit_editor()
        self.keeper.flush()
        self.explainer.close()
        self.terms.close_now()
        self.notes.close_now()

    # One quotation -----------------------------------------------------------------------------------

    def quote_id(self) -> UUID | None:
        """The id of the saved quotation that is shown."""
        return self.opened.draft.id if self.opened is not None and self._on_sheet() else None

    def typed(self) -> Draft | None:
        """The draft as it stands in grid and terms."""
        if self.opened is None:
            return None
        if not self.opened.draft.editable:
            return self.opened.draft
        return with_lines(self.terms.applied(self.opened.draft), self.ui.grid.lines())

    def _to_keep(self) -> Content | None:
        draft = self.typed() if self.dirty else None
        return (to_json(draft), draft.id) if draft is not None and draft.editable else None

    def _load(self, id: Any) -> None:
        self._wanted = id
        kept = isinstance(id, tuple) and id[0] == KEPT

        def done(opened: asks.Opened) -> None:
            if self._wanted == id:
                self._show(opened, id)

        def failed(error: BaseException) -> bool:
            if isinstance(error, UserError):
                self._show_nothing()
            return False

        if kept:
            self.shell.jobs.read(asks.open_kept, id[1], done=done, failed=failed, owner=self)
        else:
            self.shell.jobs.read(asks.open_quote, id, done=done, failed=self.show_problem, owner=self)

    def _new_customer(self) -> None:
        self.navigate.emit("customers", {"new": self.ui.asking_customer.text().strip()})

    def _new_for(self, customer_id: UUID) -> None:
        self.shell.jobs.read(asks.new_quote, customer_id, done=self.show_new, failed=self.show_problem, owner=self)

    def show_new(self, opened: asks.Opened) -> None:
        """Show a quotation that is not saved yet, ready to type."""
        self._wanted = None
        self._show(opened, None)
        self.list.choose(None)
        if opened.draft.quote.lines:
            self.dirty = True
            self.keeper.touch()
        if opened.draft.copied_from:
            changed = sum(1 for one in opened.differences if one.price_change)
            text = (
                tr("Like {number}, priced for today.", number=opened.draft.copied_from)
                + " "
                + (
                    tr("{count} prices differ from then; see the arrows.", count=changed)
                    if changed
                    else tr("No price has changed since.")
                )
            )
            self.notice.show("copy", text)
        self.ui.grid.setFocus()

    def _show(self, opened: asks.Opened, id: Any) -> None:
        same = id is not None and id == self._shown_id
        place = self.ui.grid.currentIndex()
        row, column = place.row(), place.column()
        self.loading = True
        look = self.terms.look() if same else Look()
        self.opened, self._shown_id = opened, id
        if not same:
            self._thrown_away = None
        self.dirty = opened.kept_id is not None
        self.keeper.start(opened.kept_id)
        self.ui.detail.setCurrentWidget(self.ui.popup_area)
        self.terms.show_draft(opened.draft, look, self._today)
        self.ui.grid.set_editable(opened.draft.editable)
        self.ui.grid.show_quote(
            grid_lines(opened.draft.quote), self._context(opened.draft), opened.company_vat_rate, opened.differences
        )
        if same and row >= 0:
            self.ui.grid.setCurrentIndex(self.ui.grid.grid_model.index(row, max(column, 1)))
        show_customer(self.ui, opened.customer)
        self.notes.show_record(opened.draft.id)
        self.loading = False
        self.notice.show_state(opened, self.discard)
        self._show_actions()
        self.figures.show()
        self.figures.show_approval()
        if not same and id is not None:
            self.list.choose(id)

    def _show_nothing(self) -> None:
        self.opened, self._shown_id, self.dirty = None, None, False
        self._wanted = None
        column = self.ui.nothing_column
        if column.count() == 0:
            column.addWidget(
                EmptyState(
                    "tag",
                    tr("Quotations"),
                    tr("Choose one at the left, or begin a new one: the customer, then line by line, all by keyboard."),
                    [(tr("New quotation"), self.new)],
                )
            )
        self.ui.detail.setCurrentWidget(self.ui.nothing)

    def _cancel_new(self) -> None:
        if self.opened is not None:
            self.ui.detail.setCurrentWidget(self.ui.popup_area)
            self.ui.grid.setFocus()
        else:
            self._show_nothing()
            self.list.setFocus()

    def _show_actions(self) -> None:
        if self.opened is None:
            return
        ui, draft = self.ui, self.opened.draft
        main = self.deeds.main(draft)
        ui.main.setVisible(main is not None)
        if main is not None:
            ui.main.setText(tr(main.title))
            ui.main.setAccessibleName(tr(main.title))
            ui.main.setToolTip(f"{tr(main.title)}  Ctrl+Enter")
            icons.set_icon(ui.main, main.icon)
        ui.win.setVisible(draft.status == "issued")
        for button in (ui.save, ui.discard):
            button.setVisible(draft.editable)
        ui.key_hint.setVisible(draft.editable)
        ui.copy_button.setVisible(draft.id is not None)
        self._show_state()

    def _show_state(self, kept_at: dt.datetime | None = None) -> None:
        if self.opened is None:
            return
        at = kept_at or self.opened.kept_at
        draft = self.opened.draft
        if not draft.editable:
            advice = REVISION.advice.get(draft.status) or HEAD.advice[draft.status]
            self.ui.draft_state.set_state("lock", str(advice))
        elif self.dirty and at is not None:
            self.ui.draft_state.set_state("device-floppy", tr("Draft kept {time}", time=f"{at.astimezone():%H:%M}"))
        elif self.dirty:
            self.ui.draft_state.set_state("pencil", tr("Changed"))
        else:
            words = tr("Saved") if draft.id is not None else tr("Not saved yet")
            self.ui.draft_state.set_state("device-floppy", words)

    def _show_kept(self, at: dt.datetime) -> None:
        if self.opened is not None:
            self.opened = replace(self.opened, kept_at=at)
        self._show_state(at)

    # Typing ------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        if self.loading or self.opened is None or not self.opened.draft.editable:
            return
        first = not self.dirty
        self.dirty = True
        self.keeper.touch()
        if first:
            self._show_state()
        self.figures.soon()
        self.figures.assess_soon()

    def _terms_typed(self) -> None:
        draft = self.typed()
        if draft is None:
            return
        self._typed()
        self.ui.grid.set_context(self._context(draft))
        assert self.opened is not None
        show_heading(self.ui, self.opened, draft)

    # What the deeds tell -----------------------------------------------------------------------------

    def saved(self, saved: Any, draft: Draft) -> None:
        """`draft` was saved; list and detail follow by the refresh that comes now, what was typed meanwhile stays."""
        self.dirty = self.typed() != draft
        self.keeper.start(None)
        if self.dirty:
            self.keeper.touch()
        self._last_tx = saved.changes.tx
        was_new = self.quote_id() is None
        self._shown_id = saved.id
        if self.opened is not None:
            known = replace(self.opened.draft, id=saved.id, number=saved.number)
            self.opened = replace(self.opened, draft=known, kept_id=None, kept_at=None)
        self.notice.hide()
        self._wanted = saved.id
        if was_new:
            self.list.choose(saved.id)
            self.shell.visited("quotations", saved.id)
        self._show_state()

    def deleted(self) -> None:
        """What was shown is gone."""
        self.keeper.forget()
        self._show_nothing()
        self.list.setFocus()

    def undo_tx(self, tx: str | None) -> None:
        """Take a committed change back."""
        if tx is None:
            return
        self.shell.jobs.write(
            asks.undo, tx, done=lambda _c: self.shell.toast(tr("Undone")), failed=self.show_problem, owner=self
        )

    def discard(self) -> None:
        """Throw away what was typed since the last save; Undo brings it back."""
        draft = self.typed()
        if draft is None or not self.dirty:
            return
        self.dirty = False
        self.notice.hide()
        if draft.id is not None:
            self.keeper.forget(then=lambda: self._load(draft.id))
        else:
            self.keeper.forget()
            self._show_nothing()
            self.list.setFocus()
        self._thrown_away = draft
        self.shell.toast(tr("Discarded"), lambda: self._bring_back(draft))

    def _bring_back(self, draft: Draft | None = None) -> None:
        wanted = draft or self._thrown_away
        self._thrown_away = None
        if wanted is None:
            return

        def done(opened: asks.Opened) -> None:
            self._show(opened, wanted.id)
            self.dirty = True
            self.keeper.keep_now()

        self.shell.jobs.read(asks.reopened, wanted, done=done, owner=self)

    def show_problem(self, error: BaseException) -> bool:
        """Stand an error at its cell or field; what stands nowhere is told as a notice."""
        if not isinstance(error, UserError):
            return False
        if self._on_sheet() and (self.ui.grid.show_error(error) or self.terms.show_error(error)):
            self.shell.toast(str(error), tone="red")
            return True
        if error.field == "lines":
            self.ui.grid.setFocus()
        self.shell.show_error(error)
        return True

    def clear_errors(self) -> None:
        """Nothing is wrong until somebody says so."""
        self.ui.grid.clear_errors()
        self.terms.errors.clear()

    # Small things ------------------------------------------------------------------------------------

    def toggle_terms(self) -> None:
        """Ctrl+T."""
        if self.terms.isVisible():
            self.terms.close_now()
        elif self._on_sheet():
            self.notes.close_now()
            self.terms.open_now()
            self.ui.terms_button.setChecked(True)

    def toggle_notes(self) -> None:
        """Files and to-dos of this quotation."""
        if self._on_sheet():
            self.terms.close_now()
            self.notes.toggle()

    def _show_note_counts(self, files: int, todos: int) -> None:
        self.ui.notes_button.setText(f"{files}  ·  {todos}" if todos else str(files or ""))

    def _terms_closed(self) -> None:
        self.ui.terms_button.setChecked(False)
        if self._on_sheet():
            self.ui.grid.setFocus()

    def import_file(self) -> None:
        """Quotations from a workbook."""
        self.records.import_file("quotes")

    def export_list(self) -> None:
        """The list as it is shown, to Excel or CSV."""
        self.records.export("quotes")

    def _show_menu(self) -> None:
        self.menu().exec(self.ui.more.mapToGlobal(QPoint(0, self.ui.more.height())))

    def menu(self) -> QMenu:
        """Everything that may be done now, and the columns."""
        menu = QMenu(self)
        if self.opened is not None:
            for deed in self.deeds.others(self.opened.draft):
                self._add_deed(menu, deed)
            self._add_revisions(menu)
        menu.addSeparator()
        for text, icon, run in (
            (tr("Import quotations"), "file-import", self.import_file),
            (tr("Export this list"), "download", self.export_list),
        ):
            menu.addAction(icons.icon(icon), text).triggered.connect(lambda _on=False, run=run: run())
        columns = self.ui.grid.columns_menu()
        columns.setTitle(tr("Columns"))
        columns.setIcon(icons.icon("columns-3"))
        menu.addMenu(columns)
        return menu

    def _add_revisions(self, menu: QMenu) -> None:
        """The exact PDF of every issued revision, where there are several."""
        issued = [one for one in self.opened.revisions if one.paper_id] if self.opened is not None else []
        if len(issued) > 1:
            papers = menu.addMenu(icons.icon("history"), tr("Issued revisions"))
            for one in issued:
                text = f"R{one.number} · {one.date.isoformat()}"
                papers.addAction(text).triggered.connect(
                    lambda _on=False, number=one.number: self.deeds.reprint(number)
                )

    def _add_deed(self, menu: QMenu, deed: Deed) -> None:
        action = menu.addAction(icons.icon(deed.icon), tr(deed.title))
        action.triggered.connect(lambda _on=False, run=deed.run: run())

    def _context(self, draft: Draft) -> asks.PriceContext:
        quote = draft.quote
        return asks.PriceContext(quote.customer_id, quote.date, quote.currency, quote.tax_mode)

    def _today(self) -> dt.date:
        return self.opened.today if self.opened is not None else dt.date.today()

    def _on_sheet(self) -> bool:
        return self.opened is not None and self.ui.detail.currentWidget() is self.ui.popup_area

    def _commit_editor(self) -> None:
        """What stands in an open cell or field counts."""
        focus = self.focusWidget()
        if focus is not None and self.ui.grid.isAncestorOf(focus) and focus is not self.ui.grid:
            self.ui.grid.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.terms.place()
        self.notes.place()
        self.figures.soon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "notice"):
            self.notice.ink()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self._on_sheet():
            self.edit()
        else:
            super().keyPressEvent(event)
