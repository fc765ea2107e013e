"""One customer: head, overview and master data edited in place, with a bar to save where something changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.identifiers import fold_code, suggest_uscc
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.customers import data as customers_data
from orderdesk_gui.ui.pages.customers.fields import CustomerForm
from orderdesk_gui.ui.pages.customers.overview import Overview
from orderdesk_gui.ui.pages.customers.side import SideColumn
from orderdesk_gui.ui.widgets.bars import Avatar, ChipLabel
from orderdesk_gui.ui.widgets.delegates import Chip, status_chip
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.line_grid import Marks

if TYPE_CHECKING:
    from orderdesk_gui.rules.customers import Customer
    from orderdesk_gui.rules.problems import Problem
    from orderdesk_gui.ui.pages.customers.data import CustomerView

OVERVIEW, DATA = 0, 1
_FIELDS = (
    "name", "short_name", "name_en", "uscc", "tax_number", "phone", "email", "tier", "credit_grade", "status",
    "credit_limit", "invoice_title",
)  # fmt: skip


class CustomerDetail(QWidget):
    """Shows a customer; `saved` tells its id, `undoable` the transaction of every change made here."""

    navigate = Signal(str, object)
    saved = Signal(object)
    undoable = Signal(str)
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
        self.errors = FieldErrors(self)
        self._set_up_head()
        for key in _FIELDS:
            self.errors.add(key, getattr(self.ui, key))
        for name, grid in self.form.grids.items():
            self.errors.add(name, grid)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(400)
        self._wait.timeout.connect(self._ask_doubts)
        self._connect()
        self._show_bar()

    def _set_up_head(self) -> None:
        ui = self.ui
        ui.title.setFont(theme.font(17, bold=True))
        ui.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        ui.subline.setFont(theme.font(12))
        for quiet in (ui.subline, ui.bar_note):
            quiet.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        for label in (ui.title, ui.subline):
            label.setMinimumWidth(60)
        for head in (ui.head_credit, ui.head_contacts, ui.head_addresses, ui.head_invoice, ui.head_accounts):
            head.setFont(theme.font(13, bold=True))
        for line in (ui.line_a, ui.line_b, ui.line_c, ui.line_d, ui.line_e, ui.line_f):
            line.setForegroundRole(self.palette().ColorRole.Mid)
        for button, name in ((ui.inquiry, "message-circle"), (ui.quote, "tag"), (ui.talk, "edit"), (ui.menu, "dots")):
            icons.set_icon(button, name)
        self._avatar = Avatar("", 44)
        ui.avatar_slot.addWidget(self._avatar)
        self._tier, self._grade, self._status = ChipLabel(), ChipLabel(), ChipLabel()
        for chip in (self._tier, self._grade, self._status):
            ui.chips.addWidget(chip)
        ui.tabs.tabBar().setAccessibleName(tr("Parts of this customer"))
        ui.uscc_change.hide()

    def _connect(self) -> None:
        ui, jobs = self.ui, self._shell.jobs
        self.form.changed.connect(self._edited)
        self.overview.navigate.connect(self.navigate)
        self.side.navigate.connect(self.navigate)
        ui.save.clicked.connect(lambda: self.save())
        ui.discard.clicked.connect(self.discard)
        ui.inquiry.clicked.connect(lambda: self._start("inquiries"))
        ui.quote.clicked.connect(lambda: self._start("quotations"))
        ui.talk.clicked.connect(lambda: self.note_talk())
        ui.edit_contacts.clicked.connect(self.edit_contacts)
        ui.uscc_change.clicked.connect(self._take_suggestion)
        self.side.contact_chosen.connect(self.note_talk)
        self.side.todos.added.connect(lambda text, due: self._write(customers_data.add_todo, self.id(), text, due))
        self.side.todos.done_changed.connect(lambda id, done: self._write(customers_data.set_done, id, done))
        files = self.side.files
        files.files_added.connect(lambda paths: self._attach(paths, []))
        files.picture_pasted.connect(lambda png: self._attach([], [(f"{date.today():%Y-%m-%d}.png", png)]))
        files.remove_asked.connect(lambda id: self._write(customers_data.remove_file, id, told=tr("File removed")))
        files.open_asked.connect(lambda id: jobs.read(customers_data.unpack_file, id, done=_open_file, owner=self))

    # What is shown -----------------------------------------------------------------------------------

    def id(self) -> Any:
        """Id of the customer shown, None for a new one or none."""
        return self._view.customer.id if self._view is not None else None

    def is_new(self) -> bool:
        """Whether a customer is being made that was never saved."""
        return self._view is not None and self._view.customer.id is None

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._view is not None and self.form.is_changed()

    def show_view(self, view: CustomerView) -> None:
        """Show a customer (or the blank one)."""
        other = self._view is None or self._view.customer.id != view.customer.id
        self._view = view
        self.errors.clear()
        self.form.set_people(view.people)
        self.form.show(view.customer)
        self.form.set_editable(view.may_edit)
        self.ui.notes.setReadOnly(not view.may_edit)
        self.overview.show(view.given, view.events)
        self._show_side(view)
        self._show_head(view.customer)
        self._show_doubts(view.doubts if not self.is_new() else ())
        if other:
            self.ui.data_scroll.verticalScrollBar().setValue(0)
            self.ui.overview_scroll.verticalScrollBar().setValue(0)
        if self.is_new():
            self.ui.tabs.setCurrentIndex(DATA)
            self.ui.name.setFocus()
        self._show_bar()

    def keep_typed(self, view: CustomerView) -> None:
        """Take what changed beside the form (papers, talks, files), and leave what is being typed alone."""
        if self._view is None or self.id() != view.customer.id:
            return
        self._view = replace(view, customer=self._view.customer)
        self.overview.show(view.given, view.events)
        self._show_side(view)

    def _show_side(self, view: CustomerView) -> None:
        self.side.show(view.customer.contacts, view.events, view.todos, view.files)
        self.ui.side.setVisible(view.customer.id is not None)
        self.ui.line_d.setVisible(view.customer.id is not None)

    def _show_head(self, customer: Customer) -> None:
        ui = self.ui
        name = customer.name or tr("New customer")
        self._avatar.set_name(customer.short_name or name)
        ui.title.setToolTip(name)
        self._title = name
        new = customer.id is None
        for widget in (ui.inquiry, ui.quote, ui.talk, ui.menu):
            widget.setVisible(not new)
        ui.tabs.setTabVisible(OVERVIEW, not new)
        self._tier.set_chip(None if new else status_chip(customer.tier))
        grade = customer.credit_grade
        tone = {"A": "green", "B": "green", "C": "yellow", "D": "red"}.get(grade, "grey")
        self._grade.set_chip(Chip(tr("Credit {grade}", grade=grade), tone, "shield-check") if grade else None)
        self._status.set_chip(status_chip("inactive") if customer.status == "inactive" else None)
        owner = dict(self._view.people if self._view else []).get(customer.owner_id, "")
        parts = (
            customer.uscc or customer.tax_number,
            customer.region or customer.country,
            customer.payment.text(current_language()),
            tr("Owner {name}", name=owner) if owner else "",
        )
        self._subline = " · ".join(part for part in parts if part) if not new else tr("A name is enough to begin with.")
        self._elide()

    def _elide(self) -> None:
        """Long names end in … and stand whole in the tool tip; nothing is cut off."""
        ui = self.ui
        if self._view is None:
            return
        chips = sum(
            chip.sizeHint().width() + 8 for chip in (self._tier, self._grade, self._status) if not chip.isHidden()
        )
        buttons = (ui.inquiry, ui.quote, ui.talk, ui.menu)
        taken = 54 + 54 + sum(each.sizeHint().width() + 10 for each in buttons if not each.isHidden())
        room = max(80, self.width() - taken)
        for label, text, wide in ((ui.title, self._title, room - chips), (ui.subline, self._subline, room)):
            shown = label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(80, wide - 4))
            label.setText(shown)
            label.setToolTip(text if shown != text else "")

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._elide()

    # Doubts ------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._show_bar()
        self._wait.start()
        self.changed.emit()

    def _ask_doubts(self) -> None:
        if self._view is not None and self._view.may_edit:
            asked = self.form.customer()
            self._shell.jobs.read(
                customers_data.doubts, asked, owner=self,
                done=lambda found: self._show_doubts(found) if asked == self.form.customer() else None,
                failed=lambda _error: True,
            )  # fmt: skip

    def _show_doubts(self, problems: tuple[Problem, ...]) -> None:
        """Warnings as yellow sentences at their fields; what saving would refuse is told when one saves."""
        for path in list(self.errors.marked()):
            self.errors.clear(path)
        self.ui.uscc_change.hide()
        cells: dict[str, dict[int, dict[str, str]]] = {name: {} for name in self.form.grids}
        for problem in problems:
            if problem.severity == "error":
                continue
            first, *rest = problem.field.split(".")
            if first in cells and len(rest) == 2:
                cells[first].setdefault(int(rest[0]), {})[rest[1]] = str(problem.message)
            elif first in _FIELDS and first not in self.errors.marked():
                self.errors.mark(first, str(problem.message), "yellow")
        self._offer_change()
        for name, found in cells.items():
            for row, line_id in enumerate(self.form.line_ids(name)):
                wrong = found.get(row, {})
                tip = "\n".join(wrong.values())
                marks = Marks("alert-triangle" if wrong else "", "yellow", tip, dict.fromkeys(wrong, "yellow"), wrong)
                self.form.grids[name].set_computed(line_id, {}, marks)

    def _offer_change(self) -> None:
        code = fold_code(self.ui.uscc.text())
        likely = suggest_uscc(code) if "uscc" in self.errors.marked() and len(code) == 18 else None
        self.ui.uscc_change.setVisible(likely is not None)
        if likely is not None:
            self.ui.uscc_change.setText(tr("Change to {code}", code=likely))
            self.ui.uscc_change.setProperty("code", likely)

    def _take_suggestion(self) -> None:
        self.ui.uscc.setText(str(self.ui.uscc_change.property("code")))
        self._edited()
        self.ui.uscc.setFocus()

    # Saving ------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], Any] | None = None) -> None:
        """Save what was typed; an error is shown at its field."""
        if self._view is None or self._busy or not (self.is_changed() or self.is_new()):
            return
        if not self.ui.payment.is_understood():
            self.ui.tabs.setCurrentIndex(DATA)
            self.ui.payment.setFocus()
            return
        self._busy = True
        self._shell.jobs.write(
            customers_data.save, self.form.customer(), owner=self, failed=self._refused,
            done=lambda done: self._saved(done, then), title=tr("Save"),
        )  # fmt: skip

    def _saved(self, done: Any, then: Callable[[], Any] | None) -> None:
        self._busy = False
        if self._view is not None:
            customer = replace(self.form.customer(), id=done.id)
            self._view = replace(self._view, customer=customer)
            self.form.show(customer)
        self._show_bar()
        if done.changes.tx:
            self.undoable.emit(done.changes.tx)
        self.saved.emit(done)
        if then is not None:
            then()

    def _refused(self, error: BaseException) -> bool:
        self._busy = False
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
        if view.customer.id is None:
            self._view = None
            self.saved.emit(None)
            return
        self.show_view(view)

    def forget(self) -> None:
        """Show no customer any more."""
        self._view = None

    def undo_typing(self) -> bool:
        """Take back a step in the grid under the cursor; False where there is none."""
        for grid in self.form.grids.values():
            if grid.hasFocus() and grid.can_undo():
                grid.undo()
                return True
        return False

    def _show_bar(self) -> None:
        changed = self.is_changed() or self.is_new()
        self.ui.save_bar.setVisible(changed)
        self.ui.line_f.setVisible(changed)
        self.ui.bar_note.setText(tr("Not saved yet") if self.is_new() else tr("Changed and not saved yet"))

    # Beside the form ---------------------------------------------------------------------------------

    def note_talk(self, contact: str = "") -> None:
        """Note a talk with this customer (Ctrl+L)."""
        if self.id() is None or self._view is None:
            return
        from orderdesk_gui.ui.dialogs.talk import TalkDialog

        dialog = TalkDialog(self._view.customer.short_name or self._view.customer.name, contact, self)
        if dialog.exec():
            asked = dialog.talk()
            self._write(
                customers_data.note_talk, self.id(), asked.text, asked.channel, asked.direction, asked.next_step,
                asked.next_day, told=tr("Talk noted"),
            )  # fmt: skip

    def edit_contacts(self) -> None:
        """Go to the grid of contacts."""
        self.ui.tabs.setCurrentIndex(DATA)
        self.ui.data_scroll.ensureWidgetVisible(self.form.contacts)
        self.form.contacts.focus_cell(0, "name")

    def _start(self, page: str) -> None:
        if self.id() is not None:
            self.navigate.emit(page, {"customer": self.id()})

    def _attach(self, paths: list[Path], pasted: list[tuple[str, bytes]]) -> None:
        self._write(customers_data.attach, self.id(), paths, pasted, told=tr("File attached"))

    def _write(self, fn: Callable[..., Any], *args: Any, told: str = "") -> None:
        def done(result: Any) -> None:
            tx = getattr(result, "tx", None)
            if tx:
                self.undoable.emit(tx)
            if told:
                self._shell.toast(told, (lambda: self._undo(tx)) if tx else None)

        self._shell.jobs.write(fn, *args, done=done, owner=self)

    def _undo(self, tx: str) -> None:
        self._shell.jobs.write(customers_data.undo, tx, owner=self)


def _open_file(path: Path) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
