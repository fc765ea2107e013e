"""The page of customers: the list at the left, one customer at the right, edited in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMessageBox, QStackedWidget, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.pages.customers import data as customers_data
from orderdesk_gui.ui.pages.customers.detail import DATA, CustomerDetail
from orderdesk_gui.ui.pages.customers.list import CustomerList
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.splitter import KeptSplitter

_TABLES = (
    "customer", "contact", "address", "bank_account", "communication", "todo", "attachment", "inquiry", "quote",
    "quote_revision", "contract",
)  # fmt: skip


class CustomersPage(Page):
    """Customers: find, read, edit in place, note talks, start inquiries and quotations."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._wanted: Any = None
        self._asked = 0
        self._begun = self._linked = False
        steps = [(tr("Import"), self.import_file), (tr("New customer"), self.new)]
        self.list = CustomerList(shell.jobs)
        self.detail = CustomerDetail(shell)
        self.stack = QStackedWidget()
        self._empty = EmptyState(
            "users",
            tr("Customers stand here"),
            tr("Their contacts, payment terms, prices and papers. Bring your own Excel list, or enter the first one."),
            steps,
        )
        self.stack.addWidget(self._empty)
        self.stack.addWidget(self.detail)
        self.splitter = KeptSplitter(shell.settings, "customers")
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.stack)
        self.splitter.start_with([240, 1000])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self.list.chosen.connect(self._chosen)
        self.list.view.opened.connect(lambda _id: self.edit())
        self.list.loaded.connect(self._list_loaded)
        self.list.ui.add.clicked.connect(self.new)
        self.list.ui.menu.clicked.connect(lambda: self._menu(self.list_menu(), self.list.ui.menu))
        self.detail.ui.menu.clicked.connect(lambda: self._menu(self.detail_menu(), self.detail.ui.menu))
        self.detail.navigate.connect(self.navigate)
        self.detail.saved.connect(self._saved)

    # What the window asks ----------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def reload(self, changes: Any = None) -> None:
        if not self._begun:
            self._begun = True
            self.shell.jobs.read(customers_data.waiting, done=self._take_up, owner=self)
        self.list.reload()
        if self.detail.id() is not None:
            self._load(self.detail.id(), keep=self.detail.is_changed())

    def open(self, id: Any) -> None:
        """A customer's id; {"new": name} begins one, {"import": True} asks for the firm's own list."""
        self._linked = True
        if isinstance(id, dict) and "import" in id:
            self.import_file()
        elif isinstance(id, dict):
            self._leave(lambda: self._load(None, name=str(id.get("new", ""))))
        elif id is not None and id != self.detail.id():
            self._leave(lambda: self._load(id))

    def _take_up(self, kept: Any) -> None:
        """What was typed before a crash, and never saved, is shown first."""
        if kept is None or self.detail.is_changed() or self.detail.is_new():
            return
        if not self._linked:
            self._load(kept.id)
        elif kept.id != self.detail.id():
            name = kept.name or tr("New customer")
            self.shell.toast(tr("What you typed at {name} is not saved yet. Open it to go on.", name=name), tone="blue")

    def new(self) -> None:
        self._leave(lambda: self._load(None))

    def save(self) -> None:
        self.detail.save()

    def main_action(self) -> None:
        if self.detail.id() is not None:
            self.navigate.emit("inquiries", {"customer": self.detail.id()})

    def edit(self) -> None:
        self.detail.ui.tabs.setCurrentIndex(DATA)
        self.detail.ui.name.setFocus()

    def undo(self) -> None:
        if not self.detail.undo_typing() and not self._is_typing():
            super().undo()

    def redo(self) -> None:
        if not self.detail.undo_typing(redo=True) and not self._is_typing():
            super().redo()

    def _is_typing(self) -> bool:
        """Whether something unsaved stands in the way of taking back what was saved; told by a notice."""
        typing = self.detail.is_changed()
        if typing:
            self.shell.toast(tr("Save or discard first; then what was saved can be taken back."), tone="yellow")
        return typing

    def back_out(self) -> bool:
        if self.detail.is_new() or self.detail.is_changed():
            self.detail.discard()
            return True
        return False

    def commands(self) -> list[Command]:
        return [
            Command("New customer", self.new, "Ctrl+N", "plus"),
            Command("New inquiry", self.main_action, "Ctrl+Return", "message-circle"),
            Command("Note a talk", self.detail.note_talk, "Ctrl+L", "edit"),
            Command("Bank account confirmed by telephone", self.detail.beside.confirm_account, "", "phone"),
            Command("Statement of account", self.statement, "", "receipt"),
            Command("Redo", self.redo, "Ctrl+Y", "arrow-forward-up"),
            Command("Import customers", self.import_file, "Ctrl+I", "file-import"),
            Command("Export customers", self.export_file, "", "download"),
            Command("Filter customers", self.list.focus_search, "Ctrl+F", "search"),
        ]

    def page_state(self) -> dict[str, Any]:
        return {"tab": self.list.tabs.value(), "tab_of_detail": self.detail.ui.tabs.currentIndex()}

    def restore(self, state: dict[str, Any]) -> None:
        self.list.restore(str(state.get("tab", "all")))
        self.detail.ui.tabs.setCurrentIndex(int(state.get("tab_of_detail", 0)))

    def may_leave(self) -> bool:
        if not self.detail.is_changed():
            return True
        answer = self._ask()
        if answer == "save":  # the window closes once it is saved, and stays where saving is refused
            self.detail.save(self.window().close)
        elif answer == "discard":
            self.detail.discard()
        return answer == "discard"

    # The list ----------------------------------------------------------------------------------------

    def _chosen(self, id: Any) -> None:
        if id is not None and id != self.detail.id():
            self._leave(lambda: self._load(id, step=True))

    def _list_loaded(self) -> None:
        if self.detail.id() is None and not self.detail.is_new() and self._wanted is None and self.list.model.rows():
            self.list.view.choose_first()
        if not self.list.model.rows() and self.detail.id() is None and not self.detail.is_new():
            self.stack.setCurrentWidget(self._empty)

    def _load(self, id: Any, *, keep: bool = False, step: bool = False, name: str = "") -> None:
        self._asked += 1
        asked = self._asked
        self._wanted = id or "new"

        def show(view: Any) -> None:
            if asked != self._asked:
                return
            self._wanted = None
            if keep:
                self.detail.keep_typed(view)
                return
            self.detail.show_view(view)
            self.stack.setCurrentWidget(self.detail)
            if id is not None:
                self.list.view.choose(id)
                if step:
                    self.shell.visited("customers", id)
            else:
                self.list.view.clearSelection()
                if name:
                    self.detail.ui.name.setText(name)
                    self.detail.form.changed.emit()

        def gone(error: BaseException) -> bool:
            self._wanted = None
            self.shell.show_error(error)
            return True

        self.shell.jobs.read(customers_data.load, id, not name, done=show, failed=gone, owner=self)

    def _saved(self, done: Any) -> None:
        if done is None:  # a new customer was thrown away
            self.stack.setCurrentWidget(self._empty)
            self.list.view.choose_first()
            return
        tx = done.changes.tx
        self.shell.toast(tr("Customer saved"), (lambda: self._undo(tx)) if tx else None)
        self._load(done.id, keep=self.detail.is_changed())

    def _undo(self, tx: str) -> None:
        self.shell.jobs.write(customers_data.undo, tx, owner=self, done=lambda _changes: self._reload_shown())

    def _reload_shown(self) -> None:
        self.shell.toast(tr("Undone"))
        if self.detail.id() is not None:
            self._load(self.detail.id())

    # Leaving what was typed --------------------------------------------------------------------------

    def _leave(self, then: Callable[[], Any]) -> None:
        if not self.detail.is_changed():
            then()
            return
        answer = self._ask()
        if answer == "save":
            self.detail.save(then)
        elif answer == "discard":
            self.detail.discard()
            then()
        elif self.detail.id() is not None:
            self.list.view.choose(self.detail.id())

    def _ask(self) -> str | None:
        """Save, discard, or (None) stay."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Not saved yet"))
        box.setText(tr("Save what you changed at {name}?", name=self.detail.form.customer().name or tr("New customer")))
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.exec()
        return {save: "save", discard: "discard"}.get(box.clickedButton())  # type: ignore[call-overload, no-any-return]

    # Menus -------------------------------------------------------------------------------------------

    def list_menu(self) -> QMenu:
        """What can be done with the list."""
        menu = QMenu(self)
        menu.addAction(icons.icon("file-import"), f"{tr('Import')} …", self.import_file)
        menu.addAction(icons.icon("download"), f"{tr('Export')} …", self.export_file)
        return menu

    def detail_menu(self) -> QMenu:
        """What else can be done with a customer."""
        menu = QMenu(self)
        menu.addAction(icons.icon("pencil"), tr("Edit master data"), self.edit)
        menu.addAction(icons.icon("receipt"), tr("Statement of account"), self.statement)
        menu.addAction(icons.icon("trash"), tr("Delete"), self.delete)
        return menu

    @staticmethod
    def _menu(menu: QMenu, button: QWidget) -> None:
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def statement(self) -> None:
        """The months of the customer that is shown, and their statements."""
        from orderdesk_gui.ui.dialogs.statement import StatementDialog

        id = self.detail.id()
        if id is None:
            return
        today = dt.date.today()
        name = self.detail.ui.name.text()
        dialog = StatementDialog(self.shell.jobs, id, name, today, self.shell.toast, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def delete(self) -> None:
        """Put the customer into the recycle bin, with a notice that offers Undo."""
        id = self.detail.id()
        if id is not None:
            self.shell.jobs.write(customers_data.delete, id, done=self._deleted, owner=self)

    def _deleted(self, changes: Any) -> None:
        self.detail.discard()
        self.detail.forget()
        self.shell.toast(tr("Customer deleted"), lambda: self._undo(changes.tx))
        self.stack.setCurrentWidget(self._empty)
        self.list.reload()

    def import_file(self) -> None:
        """Bring customers in from a file (Ctrl+I)."""
        from orderdesk_gui.ui.dialogs.import_wizard import ImportWizard

        ImportWizard(self.shell, "customers", self).open()

    def export_file(self) -> None:
        """Write the list as shown to a file."""
        from orderdesk_gui.ui.dialogs.export_list import export_list

        export_list(self.shell, "customers", dict(self.list.query()), self)
