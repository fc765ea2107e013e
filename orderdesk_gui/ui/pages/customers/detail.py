"""One customer: head, overview and master data edited in place, with a bar to save where something changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.draft_values import typed_values
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.customers import data as customers_data
from orderdesk_gui.ui.pages.customers.beside import Beside
from orderdesk_gui.ui.pages.customers.doubts import FIELDS, Doubts
from orderdesk_gui.ui.pages.customers.fields import CustomerForm
from orderdesk_gui.ui.pages.customers.head import CustomerHead
from orderdesk_gui.ui.pages.customers.overview import Overview
from orderdesk_gui.ui.pages.customers.side import SideColumn
from orderdesk_gui.ui.widgets.form_fields import FieldErrors, UndoBeyondFields

if TYPE_CHECKING:
    from orderdesk_gui.rules.customers import Customer
    from orderdesk_gui.ui.pages.customers.data import CustomerView

OVERVIEW, DATA = 0, 1


class CustomerDetail(QWidget):
    """Shows a customer; `saved` tells what was saved, None where a new one was thrown away."""

    navigate = Signal(str, object)
    saved = Signal(object)
    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        from orderdesk_gui._built.forms.customer_detail import Ui_CustomerDetail

        self.ui = Ui_CustomerDetail()
        self.ui.setupUi(self)
        self._shell = shell
        self._view: CustomerView | None = None
        self._busy = False
        self.form = CustomerForm(self.ui)
        self.overview = Overview(self.ui)
        self.side = SideColumn(self.ui)
        self.head = CustomerHead(self.ui)
        self.beside = Beside(shell, self, self)
        self.errors = FieldErrors(self)
        for key in FIELDS:
            self.errors.add(key, getattr(self.ui, key))
        for name, grid in self.form.grids.items():
            self.errors.add(name, grid)
        self.doubts = Doubts(shell.jobs, self.form, self.errors, self._edited)
        self.keeper = DraftKeeper(shell.jobs, customers_data.KIND, self._to_keep, self)
        self._dress()
        self._connect()
        UndoBeyondFields(self).watch(self)
        self._show_bar()

    def _dress(self) -> None:
        ui = self.ui
        ui.bar_note.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        for head in (ui.head_credit, ui.head_contacts, ui.head_addresses, ui.head_invoice, ui.head_accounts):
            head.setFont(theme.font(13, bold=True))
        for line in (ui.line_a, ui.line_b, ui.line_c, ui.line_d, ui.line_e, ui.line_f):
            line.setForegroundRole(self.palette().ColorRole.Mid)
        ui.tabs.tabBar().setAccessibleName(tr("Parts of this customer"))

    def _connect(self) -> None:
        ui = self.ui
        self.form.changed.connect(self._edited)
        self.overview.navigate.connect(self.navigate)
        self.side.navigate.connect(self.navigate)
        self.keeper.kept.connect(lambda at: self._show_bar(at))
        ui.save.clicked.connect(lambda: self.save())
        ui.discard.clicked.connect(self.discard)
        ui.inquiry.clicked.connect(lambda: self._start("inquiries"))
        ui.quote.clicked.connect(lambda: self._start("quotations"))
        ui.talk.clicked.connect(lambda: self.note_talk())
        ui.edit_contacts.clicked.connect(self.edit_contacts)
        ui.confirm_account.clicked.connect(self.beside.confirm_account)

    # What is shown -----------------------------------------------------------------------------------

    def id(self) -> Any:
        """Id of the customer shown, None for a new one or none."""
        return self._view.customer.id if self._view is not None else None

    def saved_customer(self) -> Customer | None:
        """The customer shown, as it is saved."""
        return self._view.customer if self._view is not None else None

    def is_new(self) -> bool:
        """Whether a customer is being made that was never saved."""
        return self._view is not None and self._view.customer.id is None

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._view is not None and self.form.is_changed()

    def show_view(self, view: CustomerView) -> None:
        """Show a customer (or the blank one), with what was typed into it and kept."""
        other = self._view is None or self._view.customer.id != view.customer.id
        self._view = view
        self.doubts.stop()
        self.keeper.start(view.kept.id if view.kept is not None else None)
        self.errors.clear()
        self.form.set_people(view.people)
        self.form.show(view.typed(), view.customer)
        self.form.set_editable(view.may_edit)
        self.ui.notes.setReadOnly(not view.may_edit)
        self.ui.confirm_account.setVisible(view.may_edit and view.customer.id is not None)
        self.overview.show(view.given, view.events)
        self._show_side(view)
        self.head.show(view.customer, dict(view.people), self.width())
        self.ui.tabs.setTabVisible(OVERVIEW, not self.is_new())
        self.doubts.show(view.doubts if not self.is_new() else ())
        if other:
            self.ui.data_scroll.verticalScrollBar().setValue(0)
            self.ui.overview_scroll.verticalScrollBar().setValue(0)
        if self.is_new():
            self.ui.tabs.setCurrentIndex(DATA)
            self.ui.name.setFocus()
        if view.kept is not None:
            self.ui.tabs.setCurrentIndex(DATA)
            self.doubts.touch()
            self._shell.toast(tr("What you typed and had not saved is back."), tone="blue")
        self._show_bar()

    def keep_typed(self, view: CustomerView) -> None:
        """Take what changed beside the form (papers, talks, files), and leave what is being typed alone."""
        if self._view is None or self.id() != view.customer.id:
            return
        self._view = replace(view, customer=self._view.customer, kept=self._view.kept)
        self.overview.show(view.given, view.events)
        self._show_side(view)

    def _show_side(self, view: CustomerView) -> None:
        self.side.show(view.customer.contacts, view.events, view.todos, view.files)
        self.ui.side.setVisible(view.customer.id is not None)
        self.ui.line_d.setVisible(view.customer.id is not None)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.side.fit(self.width())
        if self._view is not None:
            self.head.fit(self.width())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.flush()

    # Typing ------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        if self._view is None:
            return
        self._show_bar()
        self.keeper.touch()
        if self._view.may_edit:
            self.doubts.touch()
        self.changed.emit()

    def _to_keep(self) -> Content | None:
        if self._view is None or not self.is_changed():
            return None
        return typed_values(self._view.customer, self.form.customer()), self.id()

    def _show_bar(self, kept_at: datetime | None = None) -> None:
        changed = self.is_changed() or self.is_new()
        self.ui.save_bar.setVisible(changed)
        self.ui.line_f.setVisible(changed)
        kept = self._view.kept if self._view is not None else None
        note = tr("Not saved yet") if self.is_new() else tr("Changed and not saved yet")
        if kept_at is not None:
            note = f"{note} · {tr('Draft kept {time}', time=f'{kept_at.astimezone():%H:%M}')}"
        elif kept is not None:
            note = tr(
                "What you typed on {when} was kept and is back.", when=f"{kept.saved_at.astimezone():%m-%d %H:%M}"
            )
        self.ui.bar_note.setText(note)

    # Saving ------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], Any] | None = None) -> None:
        """Save what was typed; an error is shown at its field."""
        if self._view is None or self._busy or not (self.is_changed() or self.is_new()) or not self._is_understood():
            return
        typed, before = self.form.customer(), self._view.customer
        self._busy = True
        self._shell.jobs.write(
            customers_data.save, typed, before, self.keeper.hold(), owner=self, failed=self._refused,
            done=lambda done: self._saved(typed, done, then), title=tr("Save"),
        )  # fmt: skip

    def _is_understood(self) -> bool:
        for field in (self.ui.payment, self.ui.credit_limit):
            if not field.is_understood():
                self.ui.tabs.setCurrentIndex(DATA)
                field.setFocus()
                if field is self.ui.credit_limit:
                    self.errors.mark("credit_limit", tr("Type a number"))
                return False
        return True

    def _saved(self, typed: Customer, done: Any, then: Callable[[], Any] | None) -> None:
        self._busy = False
        if self._view is not None:
            still = self.form.customer() != typed  # something was typed while it was being saved
            saved = replace(typed, id=done.id)
            self._view = replace(self._view, customer=saved, kept=None)
            self.form.set_before(saved)
            self.keeper.start(None)
            if still:
                self.keeper.touch()
        self._show_bar()
        self.saved.emit(done)
        if then is not None:
            then()

    def _refused(self, error: BaseException) -> bool:
        self._busy = False
        self.keeper.release()
        if not isinstance(error, UserError):
            return False
        first, *rest = error.field.split(".")
        self.ui.tabs.setCurrentIndex(DATA)
        if first in self.form.grids:
            self.errors.mark(first, str(error))
            ids = self.form.line_ids(first)
            row = int(rest[0]) if rest and rest[0].isdigit() and int(rest[0]) < len(ids) else 0
            keys = [column.key for column in self.form.grids[first].model().columns]  # type: ignore[attr-defined]
            self.form.grids[first].focus_cell(row, rest[1] if len(rest) > 1 and rest[1] in keys else keys[0])
        elif first == "payment":
            self._shell.show_error(error)
            self.ui.payment.setFocus()
        elif not self.errors.show(error):
            self._shell.show_error(error)
        return True

    def discard(self) -> None:
        """Throw away what was typed; a new customer is gone."""
        view = self._view
        if view is None:
            return
        self.keeper.forget()
        if view.customer.id is None:
            self._view = None
            self.saved.emit(None)
            return
        self.show_view(replace(view, kept=None))

    def forget(self) -> None:
        """Show no customer any more."""
        self._view = None
        self.keeper.start(None)

    def undo_typing(self, redo: bool = False) -> bool:
        """Take back a step in the grid under the cursor, or do it again; False where there is none."""
        for grid in self.form.grids.values():
            steps = grid.model().undo_stack  # type: ignore[attr-defined]
            if grid.hasFocus() and (steps.canRedo() if redo else steps.canUndo()):
                grid.redo() if redo else grid.undo()
                return True
        return False

    def note_talk(self) -> None:
        """Note a talk with this customer (Ctrl+L)."""
        self.beside.note_talk()

    # Ways from here ----------------------------------------------------------------------------------

    def edit_contacts(self) -> None:
        """Go to the grid of contacts."""
        self.ui.tabs.setCurrentIndex(DATA)
        self.ui.data_scroll.ensureWidgetVisible(self.form.contacts)
        self.form.contacts.focus_cell(0, "name")

    def _start(self, page: str) -> None:
        if self.id() is not None:
            self.navigate.emit(page, {"customer": self.id()})
