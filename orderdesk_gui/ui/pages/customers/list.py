"""The list of customers at the left of their page: tabs with counts, a filter, windows of rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.pages.customers import data as customers_data
from orderdesk_gui.ui.pages.customers.fields import TIER_WORDS
from orderdesk_gui.ui.widgets.delegates import ListRow
from orderdesk_gui.ui.widgets.list_view import ListModel, ListView
from orderdesk_gui.ui.widgets.segmented import Counter, Counters

_TABS = (("all", "All"), ("mine", "Mine"), ("inactive", "Inactive"))


class CustomerList(QWidget):
    """Emits the id of the chosen customer."""

    chosen = Signal(object)
    loaded = Signal()

    def __init__(self, jobs: Background) -> None:
        super().__init__()
        from orderdesk_gui._built.forms.customer_list import Ui_CustomerList

        self.ui = Ui_CustomerList()
        self.ui.setupUi(self)
        self._jobs = jobs
        self.ui.title.setFont(theme.font(17, bold=True))
        self.ui.count.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        icons.set_icon(self.ui.add, "plus")
        icons.set_icon(self.ui.menu, "dots")
        self.tabs = Counters(tr("Which customers"), 34)
        self.ui.tabs_slot.addWidget(self.tabs)
        self.model = ListModel(jobs, customers_data.fetch_list, _shown, self)
        self.view = ListView(self.model, tr("Customers"), 48)
        self.ui.list_slot.addWidget(self.view)
        self._show_counts({})
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(200)
        self._wait.timeout.connect(self._ask)
        self.ui.search.textEdited.connect(lambda _text: self._wait.start())
        self.tabs.changed.connect(lambda _key: self._ask())
        self.view.chosen.connect(self.chosen)
        self.model.loaded.connect(self._loaded)

    def query(self) -> dict[str, str]:
        """The filters in force."""
        return {"tab": self.tabs.value(), "text": self.ui.search.text().strip()}

    def restore(self, tab: str) -> None:
        """Show another tab."""
        if tab in dict(_TABS):
            self.tabs.set_value(tab)

    def reload(self) -> None:
        """Fetch rows and counts again."""
        self.model.set_query(self.query()) if not self.model.rows() else self.model.reload()
        self._jobs.read(customers_data.counts, done=self._show_counts, owner=self)

    def focus_search(self) -> None:
        """Put the cursor into the filter."""
        self.ui.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if down and self.ui.search.hasFocus():
            self.view.setFocus()
            self.view.choose_first()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self._wait.stop()
        self.model.set_query(self.query())

    def _show_counts(self, counts: dict[str, int]) -> None:
        self.tabs.set_counters([Counter(key, counts.get(key), tr(word)) for key, word in _TABS])

    def _loaded(self, total: int) -> None:
        self.ui.count.setText(f"{total:,}")
        if total == 0:
            if self.query()["text"]:
                self.view.set_empty("search", tr("Nothing found"), tr("Try fewer characters, or another tab."))
            elif self.tabs.value() == "inactive":
                told = tr("Those set inactive in their master data stand here.")
                self.view.set_empty("users", tr("No inactive customers"), told)
            elif self.tabs.value() == "mine":
                told = tr("Those you look after stand here.")
                self.view.set_empty("users", tr("No customers of your own"), told)
            else:
                told = tr("Bring your own Excel list, or enter the first one.")
                self.view.set_empty("users", tr("No customers yet"), told)
        self.loaded.emit()


def _shown(row: Any) -> ListRow:
    return ListRow(row.id, row.short_name or row.name, "", tr(TIER_WORDS.get(row.tier, row.tier)), None, row.region)
