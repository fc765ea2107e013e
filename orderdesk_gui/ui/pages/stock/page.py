"""The page of stock: all products with what there is and what can be promised, one product beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.hairlines import ink_hairlines, quieten
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.pages.stock import asks
from orderdesk_gui.ui.pages.stock.columns import stock_columns
from orderdesk_gui.ui.pages.stock.detail import StockDetail
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.segmented import Counter
from orderdesk_gui.ui.widgets.splitter import KeptSplitter
from orderdesk_gui.ui.widgets.table import ENTER_KEYS, DataTable
from orderdesk_gui.ui.widgets.table_model import PagedTableModel

_TABS = (("all", "All products"), ("to_order", "To order"))
_TABLES = ("product", "stock_count", "stock_move", "reservation", "supply", "stock_policy", "stock_place", "delivery")


class StockPage(Page):
    """Stock: on hand, reserved, expected; what can be promised from when; what to order."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        from orderdesk_gui._built.forms.stock_page import Ui_StockPage

        self.ui = Ui_StockPage()
        self.ui.setupUi(self)
        self._asked = 0
        self.model = PagedTableModel(shell.jobs, asks.list_stock, stock_columns(), self)
        self.table = DataTable(self.model, tr("Stock"))
        self.ui.list_slot.addWidget(self.table)
        self.detail = StockDetail(self, self.ui)
        self.stack = QStackedWidget()
        self._nothing = EmptyState("box", tr("Choose a product"), tr("What there is of it, and for whom, stands here."))
        self.stack.addWidget(self._nothing)
        self.stack.addWidget(self.ui.detail)
        self.stack.setMinimumWidth(408)
        self.splitter = KeptSplitter(shell.settings, "stock")
        self.splitter.addWidget(self.ui.list_pane)
        self.splitter.addWidget(self.stack)
        self.splitter.start_with([832, 408])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.ui.column.addWidget(self.splitter)
        self.ui.title.setFont(theme.font(17, bold=True))
        quieten([self.ui.count])
        icons.set_icon(self.ui.export_file, "file-spreadsheet")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(150)
        self._wait.timeout.connect(self._query)
        self._show_counts({})
        self.ui.tabs.changed.connect(lambda _key: self._query())
        self.ui.search.textEdited.connect(lambda _text: self._wait.start())
        self.ui.export_file.clicked.connect(self.export_suggestions)
        self.model.loaded.connect(self._loaded)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.edit())
        ink_hairlines(self)

    # What the window asks ----------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def reload(self, changes: Any = None) -> None:
        if self.model.known:
            self.model.reload()
        else:
            self._query()
        self.shell.jobs.read(asks.to_order, done=self._show_counts, owner=self)
        if self.detail.view is not None:
            self._load(self.detail.view.id)

    def open(self, id: Any) -> None:
        if id is not None:
            self._load(id)

    def edit(self) -> None:
        """Type what was counted."""
        if self.detail.view is not None and self.detail.view.may_edit:
            self.ui.counted.setFocus()

    def back_out(self) -> bool:
        if self.ui.search.text():
            self.ui.search.clear()
            self._query()
        elif not self.table.hasFocus():
            self.table.setFocus()
        else:
            return False
        return True

    def commands(self) -> list[Command]:
        return [
            Command("Note a count", self.edit, "", "pencil"),
            Command("What to order to Excel", self.export_suggestions, "", "file-spreadsheet"),
            Command("Import stock", self.import_counts, "", "file-import"),
            Command("Export stock", self.export_stock, "", "download"),
            Command("Search in this list", self.ui.search.setFocus, "Ctrl+F", "search"),
        ]

    def page_state(self) -> dict[str, Any]:
        return {"tab": self.ui.tabs.value(), "columns": self.table.columns_state()}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("tab") in dict(_TABS):
            self.ui.tabs.set_value(state["tab"])
        self.table.restore_columns(state.get("columns", []))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            ink_hairlines(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.ui.search.hasFocus() and event.key() in ENTER_KEYS:
            self.table.setFocus()
            self.table.select_row(0)
        else:
            super().keyPressEvent(event)

    # The list ----------------------------------------------------------------------------------------

    def export_suggestions(self) -> None:
        """Write what to order now to a workbook."""
        start = str(Path.home() / f"{tr('What to order')}.xlsx")
        name, _ = QFileDialog.getSaveFileName(self, tr("What to order"), start, "Excel (*.xlsx)")
        if name:
            path = Path(name if name.lower().endswith(".xlsx") else f"{name}.xlsx")
            self.shell.jobs.read(
                asks.export_suggestions, path, owner=self, title=tr("Exporting"),
                done=lambda rows: self.shell.toast(tr("{rows} rows written to {name}", rows=rows, name=path.name)),
            )  # fmt: skip

    def import_counts(self) -> None:
        """Bring counts in from a file."""
        from orderdesk_gui.ui.dialogs.import_wizard import ImportWizard

        ImportWizard(self.shell, "stock", self).open()

    def export_stock(self) -> None:
        """What lies where now, by product and place, to a file."""
        from orderdesk_gui.ui.dialogs.export_list import export_list

        export_list(self.shell, "stock", {}, self)

    def _query(self) -> None:
        self._wait.stop()
        self.model.set_query((self.ui.tabs.value() or "all", self.ui.search.text().strip()))

    def _loaded(self, total: int) -> None:
        self.ui.count.setText(f"{total:,}" if total else "")
        if self.ui.search.text().strip():
            self.table.set_empty("search", tr("Nothing found"), tr("Try fewer characters."))
        elif self.ui.tabs.value() == "to_order":
            self.table.set_empty(
                "circle-check", tr("Nothing to order"),
                tr("Products with a reorder point stand here once they fall to it."),
            )  # fmt: skip
        else:
            self.table.set_empty("box", tr("No product yet"), tr("Bring in products first; their stock stands here."))
        place = self._place(self.detail.view.id) if self.detail.view is not None else None
        if place is not None:
            if place != self.table.currentIndex().row():
                self.table.select_row(place)
        elif self.detail.view is None and self.model.rows():
            self.table.select_row(0)

    def _place(self, id: Any) -> int | None:
        return next((n for n, row in enumerate(self.model.rows()) if row.id == id), None)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        self.ui.tabs.set_counters([Counter(key, counts.get(key), tr(word)) for key, word in _TABS])

    def _chosen(self, row: Any) -> None:
        if row is not None and (self.detail.view is None or row.id != self.detail.view.id):
            self._load(row.id)
            self.shell.visited("stock", row.id)

    def _load(self, id: Any) -> None:
        self._asked += 1
        asked = self._asked

        def show(view: Any) -> None:
            if asked == self._asked:
                self.detail.show_view(view)
                self.stack.setCurrentWidget(self.ui.detail)
                place = self._place(id)
                if place is not None and place != self.table.currentIndex().row():
                    self.table.select_row(place)

        def gone(error: BaseException) -> bool:
            if not isinstance(error, UserError):
                return False
            self.shell.show_error(error)
            return True

        self.shell.jobs.read(asks.view, id, done=show, failed=gone, owner=self)
