"""The page of quotations: the list at the left, one quotation typed in place at the right."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QMenu

from orderdesk_gui._built.forms.quotes_page import Ui_QuotesPage
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.money import format_number, minor_units
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.page import Command, Shell
from orderdesk_gui.ui.record_list import ListSpec, RecordList
from orderdesk_gui.ui.record_notes import RecordNotes
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.grid_editors import POPUP_WIDTH

from . import asks
from .bands import AskRow
from .deeds import Deed, Deeds, DeedsPage
from .draft import Draft, grid_lines, to_json, with_lines
from .heading import show_approval_chip, show_credit, show_customer, show_heading
from .summaries import asked_rows, band_of, delivery, list_chip, step_rows, totals
from .terms_panel import Look, TermsPanel
from .why_price import WhyPrice

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
        self._loading = False
        self._wanted: Any = None
        self._shown_id: Any = None
        self._last_tx: str | None = None
        self._thrown_away: Draft | None = None
        self._assess_job: Any = None
        self._set_up_list()
        self.terms = TermsPanel(self.ui.popup_area)
        self.why = WhyPrice(self.ui.popup_area)
        self.notes = RecordNotes(self.ui.popup_area, shell, "quote")
        self.keeper = DraftKeeper(shell.jobs, asks.KIND, self._to_keep, self)
        self.deeds = Deeds(self)
        self._soon = self._timer(30, self._show_figures)
        self._assess_soon = self._timer(250, self._assess)
        self._dress()
        self._connect()
        self._show_nothing()

    def _timer(self, ms: int, run: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(run)
        return timer

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

    def _dress(self) -> None:
        ui = self.ui
        ui.asking_title.setFont(theme.font(17, bold=True))
        ui.number.setFont(theme.font(17, bold=True, tabular=True))
        ui.customer_name.setFont(theme.font(13, bold=True))
        ui.credit_figure.setFont(theme.font(12, bold=True, tabular=True))
        for label in (
            ui.terms_line, ui.customer_detail, ui.credit_first, ui.credit_second, ui.credit_label,
            ui.key_hint, ui.asking_hint,
        ):  # fmt: skip
            label.setFont(theme.font(12, tabular=True))
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        ui.key_hint.setText(tr("Enter next cell · Ctrl+Z undo · F1 keys"))
        for button, name in ( (ui.more, "dots"), (ui.copy_button, "copy"),
            (ui.preview, "printer"), (ui.terms_button, "list-details"), (ui.notes_button, "paperclip"),
        ):  # fmt: skip
            icons.set_icon(button, name)
        ui.notice.hide()
        ui.notice.setAutoFillBackground(True)
        ui.asking_customer.set_jobs(self.shell.jobs)
        ui.grid.set_up(self.shell.jobs, self._today)
        # Names on buttons for a screen reader are their texts, without the shortcut behind them.
        for button in (ui.terms_button, ui.copy_button, ui.discard, ui.save, ui.preview, ui.main):
            button.setAccessibleName(button.text())

    def _connect(self) -> None:
        ui = self.ui
        self.records.chosen.connect(self._chosen)
        self.records.opened.connect(self._opened_by_enter)
        ui.asking_customer.picked.connect(lambda row: self._new_for(row.id))
        ui.asking_customer.left.connect(self._cancel_new)
        ui.asking_cancel.clicked.connect(self._cancel_new)
        ui.asking_new_customer.clicked.connect(lambda: self.navigate.emit("customers", None))
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
        ui.grid.edited.connect(self._typed)
        ui.grid.lines_changed.connect(self._soon.start)
        ui.grid.priced.connect(self._assess_soon.start)
        ui.grid.selectionModel().currentChanged.connect(lambda *_: self._explain(False))
        ui.grid.focused.connect(lambda: self._explain(False))
        ui.grid.priced.connect(lambda: self._explain(False) if self.why.isVisible() else None)
        self.keeper.kept.connect(self._show_kept)
        self.keeper.listed.connect(self.list_model.reload)

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
        own = [
            Command("New quotation", self.new, "Ctrl+N", "plus"),
            Command("Search in this list", self.records.search, "Ctrl+F", "search"),
            Command("Import quotations", self.import_file, "", "file-import"),
            Command("Export this list", self.export_list, "", "download"),
        ]
        if not self._on_sheet() or self.opened is None:
            return own
        main = self.deeds.main(self.opened.draft)
        own += [
            Command("Terms", self.toggle_terms, "Ctrl+T", "list-details"),
            Command("Files and to-dos", self.toggle_notes, "Ctrl+Shift+D", "paperclip"),
            Command("Why this price", lambda: self._explain(True), "Alt+P", "info-circle"),
            Command("Preview", self.print, "Ctrl+P", "printer"),
        ]
        if self.opened.draft.editable:
            own += [
                Command("Save", self.save, "Ctrl+S", "device-floppy"),
                Command("Discard", self.discard, "", "trash"),
            ]
        if main is not None:
            own.append(Command(main.title, self.main_action, "Ctrl+Return", main.icon))
        return own + [Command(d.title, d.run, d.shortcut, d.icon) for d in self.deeds.others(self.opened.draft)]

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
        self.why.pin.setChecked(False)
        self.why.close_now()
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

    def _new_for(self, customer_id: UUID) -> None:
        self.shell.jobs.read(asks.new_quote, customer_id, done=self.show_new, failed=self.show_problem, owner=self)

    def show_new(self, opened: asks.Opened) -> None:
        """Show a quotation that is not saved yet, ready to type."""
        self._wanted = None
        self._show(opened, None)
        self.list.clearSelection()
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
            self.show_notice("copy", text)
        self.ui.grid.setFocus()

    def _show(self, opened: asks.Opened, id: Any) -> None:
        same = id is not None and id == self._shown_id
        place = self.ui.grid.currentIndex()
        row, column = place.row(), place.column()
        self._loading = True
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
        self._loading = False
        self._show_notice_of(opened)
        self._show_actions()
        self._show_figures()
        self._show_approval()
        if not same and id is not None:
            self.list.choose(id)

    def _show_notice_of(self, opened: asks.Opened) -> None:
        draft = opened.draft
        if opened.kept_at is not None:
            when = f"{opened.kept_at.astimezone():%m-%d %H:%M}"
            self.show_notice(
                "history", tr("What you typed on {when} was kept and is back.", when=when), tr("Discard"), self.discard
            )
        elif draft.status == "returned" and opened.approval is not None:
            said = next((step for step in opened.approval.steps if step.status == "returned"), None)
            by, why = (said.by, said.remark) if said is not None else ("", "")
            self.show_notice("corner-down-left", tr("Returned by {who}: {why}", who=by, why=why), tone="red")
        elif draft.status == "lost":
            from orderdesk_gui.rules.quotes import LOSS_REASONS

            reason = str(LOSS_REASONS.get(opened.lost_reason, opened.lost_reason))
            text = tr("Lost: {reason}", reason=" · ".join(part for part in (reason, opened.lost_note) if part))
            self.show_notice("circle-x", text, tone="red")
        else:
            self.ui.notice.hide()

    def show_notice(self, icon: str, text: str, step: str = "", run: Any = None, tone: str = "blue") -> None:
        """A strip above the lines; `step` is a button that runs `run`."""
        ui = self.ui
        self._notice = (icon, tone)
        ui.notice_text.setText(text)
        ui.notice.setAccessibleName(text)
        for button, words, action in (
            (ui.notice_first, step, run),
            (ui.notice_second, tr("Close"), ui.notice.hide),
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setVisible(bool(words))
            if button.receivers("2clicked()"):
                button.clicked.disconnect()
            if action is not None:
                button.clicked.connect(lambda _on=False, action=action: action())
        self._ink_notice()
        ui.notice.show()

    def _ink_notice(self) -> None:
        icon, tone = getattr(self, "_notice", ("info-circle", "blue"))
        fill, ink = theme.colours().chips[tone]
        shown = self.ui.notice.palette()
        shown.setColor(QPalette.ColorRole.Window, QColor(fill))
        shown.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        self.ui.notice.setPalette(shown)
        self.ui.notice_icon.setPixmap(icons.pixmap(icon, ink, theme.ICON, self.devicePixelRatioF()))

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
            self.ui.draft_state.set_state("lock", tr("Frozen; revise it to change it"))
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
        if self._loading or self.opened is None or not self.opened.draft.editable:
            return
        first = not self.dirty
        self.dirty = True
        self.keeper.touch()
        if first:
            self._show_state()
        self._soon.start()
        self._assess_soon.start()

    def _terms_typed(self) -> None:
        draft = self.typed()
        if draft is None:
            return
        self._typed()
        self.ui.grid.set_context(self._context(draft))
        assert self.opened is not None
        show_heading(self.ui, self.opened, draft)

    def _show_figures(self) -> None:
        draft = self.typed()
        if draft is None or self.opened is None:
            return
        show_heading(self.ui, self.opened, draft)
        shown = totals(draft.quote)
        self.ui.totals_band.show_totals(shown)
        self._align_totals()
        whole = Decimal(shown.total.replace(",", "").replace("−", "-")) if shown is not None else None
        show_credit(self.ui, self.opened.customer, draft, whole)
        self.ui.delivery_band.show_delivery(*delivery(draft.quote, None))

    def _align_totals(self) -> None:
        grid = self.ui.grid
        number = grid.grid_model.column_number("gross")
        if not grid.isColumnHidden(number):
            end = grid.columnViewportPosition(number) + grid.columnWidth(number)
            self.ui.totals_band.align_with(grid.viewport().width() - end + 8)

    def _assess(self) -> None:
        draft = self.typed()
        if draft is None or not draft.editable:
            return
        if self._assess_job is not None:
            self._assess_job.stop()
        if not draft.quote.lines:
            self._show_assessment(None)
            return

        def failed(error: BaseException) -> bool:
            self._show_assessment(None, str(error) if isinstance(error, UserError) else "")
            return isinstance(error, UserError)

        self._assess_job = self.shell.jobs.read(
            asks.assess, draft, done=self._show_assessment, failed=failed, owner=self
        )

    def _show_assessment(self, assessment: Any, problem: str = "") -> None:
        show_approval_chip(self.ui, assessment)
        if assessment is None:
            words = problem or tr("Who must agree shows here as soon as there are lines.")
            self.ui.approval_band.show_rows("", [AskRow("alert-triangle" if problem else "info-circle", words, "", "")])
            return
        note = tr("the highest level decides") if assessment.deciders else tr("given at once")
        self.ui.approval_band.show_rows(note, asked_rows(assessment))

    def _show_approval(self) -> None:
        opened = self.opened
        if opened is None or opened.draft.editable:
            self._assess_soon.start()
            if opened is not None and not opened.draft.quote.lines:
                self._show_assessment(None)
            return
        self.ui.approval_chip.set_chip(None)
        approval = opened.approval
        if approval is None:
            self.ui.approval_band.show_rows("", [AskRow("info-circle", tr("Nobody was asked."), "", "")])
            return
        rows = [*step_rows(approval), *asked_rows(approval.assessment)]
        if not approval.steps:
            rows = asked_rows(approval.assessment)
        note = tr("asked by {who}, {when}", who=approval.requested_by,
                  when=f"{approval.requested_at.astimezone():%m-%d %H:%M}")  # fmt: skip
        self.ui.approval_band.show_rows(note, rows)
        if opened.draft.status == "submitted":
            pending = [row for row in step_rows(approval) if row.tone == "yellow"]
            if pending:
                chip = Chip(tr("Waits for {who}", who=pending[0].text), "yellow", "hourglass")
                self.ui.approval_chip.set_chip(chip)

    def _explain(self, pin: bool) -> None:
        """Why the price of the line under the cursor is what it is; shown on the price cell, or pinned."""
        grid = self.ui.grid
        index = grid.currentIndex()
        line = grid.current_line()
        found = grid.explained(line["_id"]) if line is not None else None
        column = grid.grid_model.columns[index.column()].key if index.isValid() else ""
        if pin and self.why.pinned:
            self.why.pin.setChecked(False)
            self.why.close_now()
            return
        asked = pin or (column in ("unit_price", "vs_list") and grid.hasFocus())
        if self._loading or line is None or found is None or not asked or self.opened is None:
            if not self.why.pinned:
                self.why.close_unless_pinned()
            return
        if self.why.pinned and not pin:
            return
        self.why.explain(index.row() + 1, found, grid.tax_mode)
        self.shell.jobs.read(
            asks.last_sold, self.opened.customer_id, line["product_id"], done=self.why.show_last, owner=self.why
        )
        cell = grid.visualRect(grid.grid_model.index(index.row(), grid.grid_model.column_number("unit_price")))
        corner = grid.viewport().mapTo(self.ui.popup_area, cell.topLeft())
        keep_off = QRect(self.ui.lower.mapTo(self.ui.popup_area, QPoint(0, 0)), self.ui.lower.size())
        # Beside the popup of products, which hangs under the code, and never over the cell itself.
        product = grid.columnViewportPosition(grid.grid_model.column_number("code"))
        free = grid.viewport().mapTo(self.ui.popup_area, QPoint(product, 0)).x() + POPUP_WIDTH + 8
        corner.setX(min(max(corner.x(), free), self.ui.popup_area.width() - self.why.width() - 8))
        self.why.open_at(QRect(corner, cell.size()), keep_off)
        lowest = keep_off.top() - self.why.height() - 4
        self.why.move(self.why.x(), max(4, min(corner.y() + cell.height() + 4, lowest)))
        if pin:
            self.why.pin.setChecked(True)

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
        self.ui.notice.hide()
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
        self.ui.notice.hide()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.terms.place()
        self.notes.place()
        self._soon.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "ui"):
            self._ink_notice()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self._on_sheet():
            self.edit()
        else:
            super().keyPressEvent(event)
