"""The page of products and prices: a table, and one product beside it with its prices, edited in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMessageBox, QStackedWidget, QWidget

from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.pages.products import data as products_data
from orderdesk_gui.ui.pages.products.detail import ProductDetail
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.splitter import KeptSplitter
from orderdesk_gui.ui.widgets.table import ENTER_KEYS, DataTable
from orderdesk_gui.ui.widgets.table_model import PagedTableModel


class ProductsPage(Page):
    """Products: find, read, edit in place; prices, price lists, tier discounts."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._asked = 0
        self._loading = False
        self._begun = self._linked = False
        self._around: products_data.Around | None = None
        left = self._make_list()
        self.detail = ProductDetail(shell)
        self.stack = QStackedWidget()
        self._empty = EmptyState("package", tr("Choose a product"), tr("Its fields and its prices stand here."))
        self.stack.addWidget(self._empty)
        self.stack.addWidget(self.detail)
        self.splitter = KeptSplitter(shell.settings, "products")
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.stack)
        self.splitter.start_with([768, 480])
        self.stack.setMinimumWidth(440)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self._connect()

    def _make_list(self) -> QWidget:
        from orderdesk_gui._built.forms.product_list import Ui_ProductList

        left = QWidget()
        self.ui = Ui_ProductList()
        self.ui.setupUi(left)
        self.ui.title.setFont(theme.font(17, bold=True))
        self.ui.count.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        for button, name in (
            (self.ui.lists, "percentage"), (self.ui.import_file, "file-import"), (self.ui.export_file, "download"),
            (self.ui.add, "plus"),
        ):  # fmt: skip
            icons.set_icon(button, name)
        self.model = PagedTableModel(self.shell.jobs, products_data.fetch_list, _columns(), self)
        self.table = DataTable(self.model, tr("Products"))
        self.table.setColumnHidden(6, True)  # until it is known that costs may be seen
        self.ui.table_slot.addWidget(self.table)
        self.ui.category.addItem(tr("All categories"), "")
        self._steps = [(tr("Import"), self.import_file), (tr("New product"), self.new)]
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(200)
        self._wait.timeout.connect(self._query)
        return left

    def _connect(self) -> None:
        ui = self.ui
        ui.search.textEdited.connect(lambda _text: self._wait.start())
        ui.category.activated.connect(lambda _at: self._query())
        ui.inactive.toggled.connect(lambda _on: self._query())
        ui.add.clicked.connect(self.new)
        ui.lists.clicked.connect(self.price_lists)
        ui.import_file.clicked.connect(self.import_file)
        ui.export_file.clicked.connect(self.export_menu)
        self.model.loaded.connect(self._loaded)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.detail.edit())
        self.detail.saved.connect(self._saved)
        self.detail.lists_asked.connect(self.price_lists)

    # What the window asks ----------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches("product", "price_list", "price_row", "tier_discount"))

    def reload(self, changes: Any = None) -> None:
        if not self._begun:
            self._begun = True
            self.shell.jobs.read(products_data.waiting, done=self._take_up, owner=self)
        if self.model.rows():
            self.model.reload()
        else:
            self._query()
        self.shell.jobs.read(products_data.around, done=self._show_around, owner=self)
        if self.detail.id() is not None and not self.detail.is_changed():
            self._load(self.detail.id())

    def _take_up(self, kept: Any) -> None:
        """What was typed before a crash, and never saved, is shown first."""
        if kept is None or self.detail.is_changed() or self.detail.is_new():
            return
        if not self._linked:
            self._load(kept.id)
        elif kept.id != self.detail.id():
            name = kept.code or tr("New product")
            self.shell.toast(tr("What you typed at {name} is not saved yet. Open it to go on.", name=name), tone="blue")

    def open(self, id: Any) -> None:
        """A product's id; {"import": True} asks for the firm's own list."""
        self._linked = True
        if isinstance(id, dict):
            self.import_file()
        elif id is not None and id != self.detail.id():
            self._leave(lambda: self._load(id))

    def new(self) -> None:
        self._leave(lambda: self._load(None))

    def save(self) -> None:
        self.detail.save()

    def edit(self) -> None:
        if self.detail.id() is not None:
            self.detail.edit()

    def undo(self) -> None:
        if not self.detail.prices.step() and not self._is_typing():
            super().undo()

    def redo(self) -> None:
        if not self.detail.prices.step(redo=True) and not self._is_typing():
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
            Command("New product", self.new, "Ctrl+N", "plus"),
            Command("Price lists and discounts", self.price_lists, "", "percentage"),
            Command("Import products", self.import_file, "Ctrl+I", "file-import"),
            Command("Import prices", self.import_prices, "", "file-import"),
            Command("Export products", self.export_file, "", "download"),
            Command("Export prices", self.export_prices, "", "download"),
            Command("Filter products", self.ui.search.setFocus, "Ctrl+F", "search"),
            Command("Files and to-dos", self.detail.notes.toggle, "Ctrl+Shift+D", "paperclip"),
            Command("Redo", self.redo, "Ctrl+Y", "arrow-forward-up"),
            Command("Delete this product", self.delete, "", "trash"),
        ]

    def page_state(self) -> dict[str, Any]:
        return {"columns": self.table.columns_state(), "inactive": self.ui.inactive.isChecked()}

    def restore(self, state: dict[str, Any]) -> None:
        self.table.restore_columns(state.get("columns", []))
        self.table.setColumnHidden(6, self._around is None or not self._around.sees_cost)
        self.ui.inactive.setChecked(bool(state.get("inactive")))

    def may_leave(self) -> bool:
        if not self.detail.is_changed():
            return True
        answer = self._ask()
        if answer == "save":  # the window closes once it is saved, and stays where saving is refused
            self.detail.save(self.window().close)
        elif answer == "discard":
            self.detail.keeper.forget()
        return answer == "discard"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.ui.search.hasFocus() and event.key() in ENTER_KEYS:
            self.table.setFocus()
            self.table.select_row(0)
        else:
            super().keyPressEvent(event)

    # The table ---------------------------------------------------------------------------------------

    def filters(self) -> dict[str, Any]:
        """The filters in force."""
        return {
            "text": self.ui.search.text().strip(),
            "category": self.ui.category.currentData() or "",
            "inactive": self.ui.inactive.isChecked(),
        }

    def _query(self) -> None:
        self._wait.stop()
        self.model.set_query(self.filters())

    def _loaded(self, total: int) -> None:
        self.ui.count.setText(f"{total:,}")
        if total == 0 and (self.filters()["text"] or self.filters()["category"]):
            self.table.set_empty("search", tr("Nothing found"), tr("Try fewer characters, or another category."))
        elif total == 0:
            self.table.set_empty(
                "package",
                tr("Products and prices stand here"),
                tr(
                    "Bring your own Excel price list, or enter the first product. "
                    "Quotations take their prices from here."
                ),
                self._steps,
            )
        elif not (self._loading or self.detail.id() or self.detail.is_new() or self.table.currentIndex().isValid()):
            self.table.select_row(0)

    def _show_around(self, around: products_data.Around) -> None:
        self._around = around
        self.table.setColumnHidden(6, not around.sees_cost)
        for button in (self.ui.add, self.ui.import_file):
            button.setVisible(around.may_edit)
        box, chosen = self.ui.category, self.ui.category.currentData()
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for category in around.categories:
            box.addItem(category, category)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def _chosen(self, row: Any) -> None:
        if row is not None and row.id != self.detail.id():
            self._leave(lambda: self._load(row.id, step=True))

    def _load(self, id: Any, *, step: bool = False) -> None:
        self._asked += 1
        self._loading = True
        asked = self._asked

        def show(view: Any) -> None:
            if asked != self._asked:
                return
            self._loading = False
            self.detail.show_view(view)
            self.stack.setCurrentWidget(self.detail)
            place = next((n for n, row in enumerate(self.model.rows()) if row is not None and row.id == id), None)
            if place is not None and place != self.table.currentIndex().row():
                self.table.select_row(place)
            if step:
                self.shell.visited("products", id)

        def gone(error: BaseException) -> bool:
            self._loading = False
            self.shell.show_error(error)
            return True

        self.shell.jobs.read(products_data.load, id, done=show, failed=gone, owner=self)

    def _saved(self, saved: Any) -> None:
        if saved is None:  # a new product was thrown away
            self.stack.setCurrentWidget(self._empty)
            row = self.table.current_row()
            if row is not None:
                self._load(row.id)
            return
        tx = saved.changes.tx
        self.shell.toast(tr("Product saved"), (lambda: self._undo(tx)) if tx else None)
        if not self.detail.is_changed():
            self._load(saved.id)

    def _undo(self, tx: str) -> None:
        self.shell.jobs.write(products_data.undo, tx, done=lambda _made: self.shell.toast(tr("Undone")), owner=self)

    def delete(self) -> None:
        """Put the product into the recycle bin, with a notice that offers Undo."""
        if self.detail.id() is not None:
            self.shell.jobs.write(products_data.delete, self.detail.id(), done=self._deleted, owner=self)

    def _deleted(self, changes: Any) -> None:
        self.detail.forget()
        self.stack.setCurrentWidget(self._empty)
        self.shell.toast(tr("Product deleted"), lambda: self._undo(changes.tx))

    # Leaving what was typed --------------------------------------------------------------------------

    def _leave(self, then: Callable[[], Any]) -> None:
        answer = self._ask() if self.detail.is_changed() else "discard"
        if answer == "save":
            self.detail.save(then)
        elif answer == "discard":
            self.detail.keeper.forget()
            then()

    def _ask(self) -> str | None:
        """Save, discard, or (None) stay."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Not saved yet"))
        name = self.detail.product().code or tr("New product")
        box.setText(tr("Save what you changed at {name}?", name=name))
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.exec()
        return {save: "save", discard: "discard"}.get(box.clickedButton())  # type: ignore[call-overload, no-any-return]

    # Dialogs -----------------------------------------------------------------------------------------

    def price_lists(self) -> None:
        """Price lists and tier discounts."""
        from orderdesk_gui.ui.dialogs.price_lists import PriceListsDialog

        PriceListsDialog(self.shell, self).open()

    def import_file(self) -> None:
        """Bring products in from a file (Ctrl+I)."""
        self._import("products")

    def import_prices(self) -> None:
        """Bring prices in from a file."""
        self._import("prices")

    def _import(self, kind: str) -> None:
        from orderdesk_gui.ui.dialogs.import_wizard import ImportWizard

        ImportWizard(self.shell, kind, self).open()

    def export_menu(self) -> None:
        """Products as shown, or all prices."""
        menu = QMenu(self)
        menu.addAction(icons.icon("package"), tr("Export products"), self.export_file)
        menu.addAction(icons.icon("tag"), tr("Export prices"), self.export_prices)
        menu.popup(self.ui.export_file.mapToGlobal(self.ui.export_file.rect().bottomLeft()))

    def export_file(self) -> None:
        """Write the table as shown to a file."""
        from orderdesk_gui.ui.dialogs.export_list import export_list

        export_list(self.shell, "products", self.filters(), self)

    def export_prices(self) -> None:
        """Write all prices of all lists to a file."""
        from orderdesk_gui.ui.dialogs.export_list import export_list

        export_list(self.shell, "prices", {}, self)


def _name(row: Any) -> str:
    first, second = (row.name_zh, row.name_en) if current_language() == "zh" else (row.name_en, row.name_zh)
    return str(first or second)


def _columns() -> list[Column]:
    return [
        Column("code", "Code", 124, lambda r: r.code, tone=lambda r: "quiet", sortable=False),
        Column("name", "Name", 180, _name, stretch=True, tip=_name, sortable=False,
               tone=lambda r: "" if r.active else "quiet"),
        Column("specification", "Specification", 112, _specification, tip=_specification,
               tone=lambda r: "quiet", sortable=False),
        Column("category", "Category", 84, lambda r: r.category, tone=lambda r: "quiet", sortable=False),
        Column("unit", "Unit", 44, lambda r: r.unit, tone=lambda r: "quiet", sortable=False),
        Column("list_price", "List price", 88, lambda r: r.list_price, places=2, right=True, sortable=False),
        Column("cost", "Cost", 76, lambda r: r.cost, places=2, right=True, tone=lambda r: "quiet", sortable=False),
        Column("lead_days", "Days", 52, lambda r: r.lead_days, right=True, sortable=False),
    ]  # fmt: skip


def _specification(row: Any) -> str:
    zh = current_language() == "zh"
    own, other = (row.specification, row.specification_en) if zh else (row.specification_en, row.specification)
    return " ".join(str(own or other).split())
