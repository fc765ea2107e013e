"""The left side of a page: title, tabs with counts, a search field that opens, and the list fetched in windows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPalette

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.page import Page
from orderdesk_gui.ui.widgets.delegates import ListRow
from orderdesk_gui.ui.widgets.list_view import ListModel, ListView
from orderdesk_gui.ui.widgets.segmented import Counter
from orderdesk_gui.ui.widgets.splitter import KeptSplitter
from orderdesk_gui.ui.widgets.table_model import Fetch

_WAIT_MS = 120


@dataclass(frozen=True)
class ListSpec:
    """What a list shows: `tabs` are (key, English title), `uncounted` one of them without a number.

    `listing(desk, (tab, text), after, limit)` and `counts(desk)` run in the background.
    """

    key: str
    title: str
    tabs: Sequence[tuple[str, str]]
    listing: Fetch
    counts: Callable[[Any], Mapping[str, int]]
    uncounted: str = "all"


class RecordList(QObject):
    """Fills the list pane of a form (list_pane, list_column, tabs, search_pane ...) and splits it off the detail."""

    chosen = Signal(object)  # id of the row under the cursor
    opened = Signal(object)  # Enter or double click: id
    begun = Signal(object)  # id of the first row, once, when the list first has rows

    def __init__(self, page: Page, ui: Any, spec: ListSpec, show: Callable[[Any], ListRow]) -> None:
        super().__init__(page)
        self._page = page
        self._ui = ui
        self._spec = spec
        self._asked = False
        self._to_count = False
        self._begun = False
        splitter = KeptSplitter(page.shell.settings, spec.key, parent=page)
        splitter.addWidget(ui.list_pane)
        splitter.addWidget(ui.detail)
        ui.row.addWidget(splitter)
        splitter.start_with([272, 900])
        self.model = ListModel(page.shell.jobs, spec.listing, show, self)
        self.view = ListView(self.model, tr(spec.title), 60)
        ui.list_column.addWidget(self.view, 1)
        ui.search_pane.hide()
        ui.list_title.setFont(theme.font(17, bold=True))
        ui.list_count.setFont(theme.font(12, tabular=True))
        ui.list_count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        icons.set_icon(ui.new_button, "plus")
        icons.set_icon(ui.filter, "filter-2")
        self._show_counts({})
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT_MS)
        self._soon.timeout.connect(self.ask)
        self.view.chosen.connect(self.chosen)
        self.view.opened.connect(self.opened)
        self.model.loaded.connect(self._loaded)
        ui.tabs.changed.connect(lambda _key: self.ask())
        ui.filter.toggled.connect(self._toggle_search)
        ui.list_search.textEdited.connect(lambda _text: self._soon.start())
        ui.new_button.clicked.connect(page.new)

    def ask(self) -> None:
        """Show what tab and search say."""
        self._asked = True
        self.model.set_query(self.query())

    def query(self) -> tuple[str, str]:
        """(tab, text) as chosen and typed."""
        return self.tab, self._ui.list_search.text().strip()

    @property
    def tab(self) -> str:
        """Key of the chosen tab."""
        return str(self._ui.tabs.value() or self._spec.tabs[0][0])

    def choose_tab(self, key: str) -> None:
        """Take up the tab of the last time."""
        if key in dict(self._spec.tabs):
            self._ui.tabs.set_value(key)

    def reload(self) -> None:
        """Fetch the list again, and its counts once it stands."""
        self._to_count = True
        if self._asked:
            self.model.reload()
        else:
            self.ask()

    def search(self) -> None:
        """Open the search field."""
        self._ui.filter.setChecked(True)
        self._ui.list_search.setFocus()

    def back_out(self) -> bool:
        """Esc: close the search, or go to the list; False where one is there already."""
        if self._ui.filter.isChecked():
            self._ui.filter.setChecked(False)
        elif not self.view.hasFocus():
            self.view.setFocus()
        else:
            return False
        return True

    def import_file(self, kind: str) -> None:
        """Records of `kind` from a workbook."""
        from orderdesk_gui.ui.dialogs.import_wizard import ImportWizard

        ImportWizard(self._page.shell, kind, self._page).open()

    def export(self, kind: str) -> None:
        """The list as it is shown, to Excel or CSV."""
        from orderdesk_gui.ui.dialogs.export_list import export_list

        tab, text = self.query()
        export_list(self._page.shell, kind, {"tab": tab, "text": text}, self._page)

    def _toggle_search(self, shown: bool) -> None:
        self._ui.search_pane.setVisible(shown)
        if shown:
            self._ui.list_search.setFocus()
        elif self._ui.list_search.text():
            self._ui.list_search.clear()
            self.ask()

    def _loaded(self, total: int) -> None:
        self._ui.list_count.setText(f"{total:,}" if total else "")
        self._page.shell.jobs.once_painted(self._go_on, owner=self)

    def _go_on(self) -> None:
        """What may wait until the list is painted: the counts of its tabs, and the first record beside it."""
        if self._to_count:
            self._to_count = False
            self._page.shell.jobs.read(self._spec.counts, done=self._show_counts, owner=self)
        rows = self.model.rows()
        if rows and not self._begun:
            self._begun = True
            self.begun.emit(rows[0].id)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        shown = [
            Counter(key, counts.get(key) if key != self._spec.uncounted else None, tr(title))
            for key, title in self._spec.tabs
        ]
        self._ui.tabs.set_counters(shown)
