"""The page of sales orders: the list at the left, one order typed in place at the right, its facts beneath."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu

from orderdesk_gui._built.forms.orders_page import Ui_OrdersPage
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.order_status import ORDER
from orderdesk_gui.ui.draft_keeper import Content
from orderdesk_gui.ui.page import Command, Shell
from orderdesk_gui.ui.record_list import ListSpec
from orderdesk_gui.ui.record_page import Invitation, RecordKind
from orderdesk_gui.ui.widgets.delegates import ListRow

from . import asks
from .begin import Begin
from .deeds import Deeds
from .deeds_page import DeedsPage
from .draft import Draft, grid_lines, order_lines, to_json
from .heading import dress
from .line_facts import LineContext
from .list_rows import KEPT, list_row
from .live_figures import LiveFigures
from .notice import Notice
from .offered import Offered
from .terms_panel import TermsPanel

TABS = (("mine", "Mine"), ("to_review", "To review"), ("open", "Open"), ("late", "Late"), ("all", "All"))
_TABLES = (
    "sales_order", "sales_order_line", "order_review", "order_change", "credit_hold", "delivery", "delivery_event",
    "fact_voiding", "invoice", "receipt", "allocation", "plan", "plan_step", "early_warning", "stock_count",
    "stock_move", "paper", "customer", "contact", "product",
)  # fmt: skip
_PO_MS = 300


class OrdersPage(DeedsPage):
    """List and detail; what is typed is kept as a draft until it is saved or thrown away."""

    def __init__(self, shell: Shell) -> None:
        invitation = Invitation(
            "clipboard-text",
            tr("No orders here"),
            tr("Orders stand here as soon as a customer has said yes, the newest first."),
            tr("Orders"),
            tr("Choose one at the left, or begin a new one: the customer, then line by line, all by keyboard."),
            tr("New order"),
        )
        kind = RecordKind("orders", "sales_order", asks.KIND, "orders")
        spec = ListSpec("orders", "Orders", TABS, asks.listing, asks.counts)
        super().__init__(shell, Ui_OrdersPage(), kind, spec, invitation)
        self._shown_id: Any = None
        self.terms = TermsPanel(self.ui.popup_area)
        self.deeds = Deeds(self)
        self.offered = Offered(self, self.deeds)
        self.begin = Begin(self)
        self.figures = LiveFigures(self, self.offered)
        self.notice = Notice(self.ui, self.discard, self.go_to)
        self._po_soon = QTimer(self)
        self._po_soon.setSingleShot(True)
        self._po_soon.setInterval(_PO_MS)
        self._po_soon.timeout.connect(self._look_for_po)
        dress(self.ui)
        self.ui.grid.set_up(shell.jobs, self.today)
        self._connect()
        self.show_nothing()

    def _connect(self) -> None:
        ui = self.ui
        self.records.opened.connect(self._opened_by_enter)
        ui.terms_button.clicked.connect(self.toggle_terms)
        ui.deliveries_button.clicked.connect(self.deeds.facts.deliveries)
        self.terms.changed.connect(self._terms_typed)
        self.terms.closed.connect(self._terms_closed)
        self.terms.po_typed.connect(lambda _text: self._po_soon.start())
        self.notes.closed.connect(lambda: ui.grid.setFocus() if self.on_sheet() else None)
        ui.grid.edited.connect(self._typed)
        ui.grid.lines_changed.connect(self.figures.soon)
        self.keeper.listed.connect(self._kept_listed)

    # List --------------------------------------------------------------------------------------------

    def list_row(self, row: Any) -> ListRow:
        return list_row(row, self.today())

    def row_shown(self) -> Any:
        return self._shown_id

    def _kept_listed(self) -> None:
        if self.opened is not None and self.opened.draft.id is None and self.keeper.draft_id is not None:
            self._shown_id = (KEPT, self.keeper.draft_id)
            self.list.choose(self._shown_id)
        self.list_model.reload()

    def _opened_by_enter(self, id: Any) -> None:
        if id == self._shown_id:
            self.edit()
        else:
            self.load(id)

    # Page --------------------------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def open(self, id: Any) -> None:
        """An order's id, or {"from_quote": id}, {"customer": id}, {"copy": id} for a new one."""
        if isinstance(id, dict):
            self.leave()
            self.begin.from_source(id)
        elif id != self._shown_id:
            self.leave()
            self.load(id)

    def go_to(self, order_id: Any) -> None:
        """Another order, as a step that Back takes back."""
        self.shell.navigate("orders", order_id)

    def new(self) -> None:
        """Ask for whom, then begin."""
        self.leave()
        self.begin.ask()

    def save(self) -> None:
        self.commit_editor()
        if self.opened is not None and self.opened.draft.editable and not self.dirty and self.order_id() is not None:
            self.shell.toast(tr("Nothing has changed since it was saved."), tone="blue")
            return
        self.deeds.save()

    def print(self) -> None:
        self.commit_editor()
        self.deeds.papers.preview()

    def main_action(self) -> None:
        self.commit_editor()
        draft = self.typed()
        deed = self.deeds.main(draft) if draft is not None else None
        if deed is not None and self.on_sheet():
            deed.run()

    def edit(self) -> None:
        if self.on_sheet():
            self.ui.grid.setFocus()

    def back_out(self) -> bool:
        if self.begin.asking():
            self.begin.cancel()
        elif self.terms.isVisible():
            self.terms.close_now()
        elif self.notes.isVisible():
            self.notes.close_now()
        else:
            return self.records.back_out()
        return True

    def commands(self) -> list[Command]:
        return self.offered.commands()

    def menu(self) -> QMenu:
        return self.offered.menu()

    def page_state(self) -> dict[str, Any]:
        return {**super().page_state(), "columns": self.ui.grid.chosen_columns()}

    def restore(self, state: dict[str, Any]) -> None:
        super().restore(state)
        if state.get("columns"):
            self.ui.grid.show_columns([str(key) for key in state["columns"]])

    def leave(self) -> None:
        super().leave()
        self.terms.close_now()

    # One order ---------------------------------------------------------------------------------------

    def typed(self) -> Draft | None:
        """The draft as it stands in grid and terms."""
        if self.opened is None:
            return None
        if not self.opened.draft.editable:
            return self.opened.draft
        draft = self.terms.applied(self.opened.draft)
        return replace(draft, order=replace(draft.order, lines=order_lines(self.ui.grid.lines())))

    def to_keep(self) -> Content | None:
        draft = self.typed() if self.dirty else None
        return (to_json(draft), draft.id) if draft is not None and draft.editable else None

    def load(self, id: Any) -> None:
        self.wanted = id

        def done(opened: asks.Opened) -> None:
            if self.wanted == id:
                self._show(opened, id)

        def failed(error: BaseException) -> bool:
            if isinstance(error, UserError):
                self.show_nothing()
            return False

        if isinstance(id, tuple) and id[0] == KEPT:
            self.shell.jobs.read(asks.open_kept, id[1], done=done, failed=failed, owner=self)
        else:
            self.shell.jobs.read(asks.open_order, id, done=done, failed=self.show_problem, owner=self)

    def show_new(self, opened: asks.Opened) -> None:
        """Show an order that is not saved yet, ready to type."""
        self.wanted = None
        self._show(opened, None)
        self.list.choose(None)
        if opened.draft.order.lines:
            self.dirty = True
            self.keeper.touch()
            self.show_state()
        self.ui.grid.setFocus()

    def _show(self, opened: asks.Opened, id: Any) -> None:
        same = id is not None and id == self._shown_id
        place = self.ui.grid.currentIndex()
        row, column = place.row(), place.column()
        self.loading = True
        self.opened, self._shown_id = opened, id
        if not same:
            self.thrown_away = None
        self.dirty = opened.kept_id is not None
        self.keeper.start(opened.kept_id)
        self.ui.detail.setCurrentWidget(self.ui.popup_area)
        self.terms.show_draft(opened.draft, opened.customer.contacts, self.today)
        view = opened.view if opened.confirmed else None
        self.ui.grid.show_order(
            grid_lines(opened.draft.order), self._context(opened.draft), opened.free_vat,
            editable=opened.draft.editable, sent=view.sent if view is not None else None,
            cancelled=view.cancelled if view is not None else None,
        )  # fmt: skip
        if same and row >= 0:
            self.ui.grid.setCurrentIndex(self.ui.grid.grid_model.index(row, max(column, 1)))
        self.notes.show_record(opened.draft.id)
        self.loading = False
        self.notice.show_state(opened)
        self.show_state()
        self.figures.show()
        if not same and id is not None:
            self.list.choose(id)

    def show_nothing(self) -> None:
        super().show_nothing()
        self._shown_id = None

    def show_state(self, kept_at: Any = None) -> None:
        draft = self.opened.draft if self.opened is not None else None
        if draft is None or draft.editable:
            super().show_state(kept_at)
        else:
            self.ui.draft_state.set_state("lock", str(ORDER.advice[draft.status]))

    def as_saved(self) -> bool:
        """Nothing to undo in the grid, and the terms as they were read."""
        opened = self.opened
        if opened is None or opened.kept_id is not None or self.ui.grid.can_undo():
            return False
        return self.terms.applied(opened.draft) == opened.draft

    # Typing ------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        if self.loading or self.opened is None or not self.opened.draft.editable:
            return
        first = not self.dirty
        self.dirty = True
        self.keeper.touch()
        if first:
            self.show_state()
        self.figures.soon()

    def _terms_typed(self) -> None:
        draft = self.typed()
        if draft is not None:
            self._typed()
            self.ui.grid.set_context(self._context(draft))

    def _look_for_po(self) -> None:
        """Warn where the same number of theirs stands on another order."""
        draft = self.typed()
        if draft is None or not draft.editable:
            return
        order = draft.order

        def done(found: list[asks.Numbered]) -> None:
            now = self.typed()
            if now is not None and now.order.customer_po == order.customer_po:
                self.terms.warn_of_po([number for _id, number in found])

        self.shell.jobs.read(
            asks.same_po, order.customer_id, order.customer_po, draft.id, done=done, owner=self.terms
        )  # fmt: skip

    # What the deeds tell -----------------------------------------------------------------------------

    def saved(self, saved: Any, draft: Draft) -> None:
        """`draft` was saved; list and detail follow by the refresh that comes now, what was typed meanwhile stays."""
        self.dirty = self.typed() != draft
        self.keeper.start(None)
        if self.dirty:
            self.keeper.touch()
        was_new = self.order_id() is None
        self._shown_id = saved.id
        if self.opened is not None:
            known = replace(self.opened.draft, id=saved.id, number=saved.number)
            self.opened = replace(self.opened, draft=known, kept_id=None, kept_at=None)
        self.notice.hide()
        self.wanted = saved.id
        if was_new:
            self.list.choose(saved.id)
            self.shell.visited("orders", saved.id)
        self.show_state()

    def thrown(self) -> Draft | None:
        return self.typed()

    def show_thrown(self, thrown: Draft) -> None:
        def done(opened: asks.Opened) -> None:
            self._show(opened, thrown.id)
            self.dirty = True
            self.keeper.keep_now()

        self.shell.jobs.read(asks.reopened, thrown, done=done, owner=self)

    def show_problem(self, error: BaseException) -> bool:
        """Stand an error at its cell or field; what stands nowhere is told as a notice."""
        if not isinstance(error, UserError):
            return False
        if self.on_sheet() and (self.ui.grid.show_error(error) or self.terms.show_error(error)):
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
        elif self.on_sheet():
            self.notes.close_now()
            self.terms.open_now()
            self.ui.terms_button.setChecked(True)

    def toggle_notes(self) -> None:
        """Files and to-dos of this order."""
        if self.on_sheet():
            self.terms.close_now()
            self.notes.toggle()

    def _terms_closed(self) -> None:
        self.ui.terms_button.setChecked(False)
        if self.on_sheet():
            self.ui.grid.setFocus()

    def _context(self, draft: Draft) -> LineContext:
        order = draft.order
        return LineContext(order.customer_id, order.date, order.currency, order.tax_mode, draft.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.terms.place()
        self.figures.soon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "notice"):
            self.notice.ink()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.on_sheet():
            self.edit()
        else:
            super().keyPressEvent(event)
