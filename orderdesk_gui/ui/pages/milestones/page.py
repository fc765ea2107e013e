"""The page of follow-up: all open orders by forecast above, the plan of the chosen one below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.hairlines import ink_hairlines, quieten
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.pages.milestones import asks
from orderdesk_gui.ui.pages.milestones.columns import order_columns
from orderdesk_gui.ui.pages.milestones.plan import PlanPane
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.segmented import Counter
from orderdesk_gui.ui.widgets.splitter import KeptSplitter
from orderdesk_gui.ui.widgets.table import ENTER_KEYS, DataTable
from orderdesk_gui.ui.widgets.table_model import PagedTableModel

_TABS = (("all", "All open", ""), ("red", "Red", "red"), ("yellow", "Yellow", "yellow"), ("mine", "Mine", ""))
_DAY = "plans_worked_out"
_TABLES = (
    "sales_order", "plan", "plan_step", "plan_link", "early_warning", "calendar_day", "communication", "delivery",
)  # fmt: skip


class MilestonesPage(Page):
    """Follow-up: what is late or at risk, what is due next, and what the customer was told."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        from orderdesk_gui._built.forms.milestones_page import Ui_MilestonesPage

        self.ui = Ui_MilestonesPage()
        self.ui.setupUi(self)
        self._asked = 0
        self._linked: Any = None
        self._begun = False
        self.model = PagedTableModel(shell.jobs, asks.list_open, order_columns(), self)
        self.table = DataTable(self.model, tr("Open orders by forecast"))
        self.ui.list_slot.addWidget(self.table)
        self.plan = PlanPane(self, self.ui)
        self.stack = QStackedWidget()
        self._nothing = EmptyState("list-check", tr("Choose an order"), tr("Its plan and its warnings stand here."))
        self.stack.addWidget(self._nothing)
        self.stack.addWidget(self.ui.plan_pane)
        self.splitter = KeptSplitter(shell.settings, "milestones", vertical=True)
        self.splitter.addWidget(self.ui.list_pane)
        self.splitter.addWidget(self.stack)
        self.splitter.start_with([296, 480])
        self.ui.column.addWidget(self.splitter)
        self.ui.title.setFont(theme.font(17, bold=True))
        quieten([self.ui.count])
        icons.set_icon(self.ui.recompute, "refresh")
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(150)
        self._wait.timeout.connect(self._query)
        self._show_counts({})
        self._connect()
        ink_hairlines(self)

    def _connect(self) -> None:
        self.ui.tabs.changed.connect(lambda _key: self._query())
        self.ui.search.textEdited.connect(lambda _text: self._wait.start())
        self.ui.recompute.clicked.connect(self.work_out)
        self.model.loaded.connect(self._loaded)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self.plan.steps.setFocus())

    # What the window asks ----------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def reload(self, changes: Any = None) -> None:
        if not self._begun:
            self._begun = True
            self.shell.jobs.read(asks.day, done=self._begin_day, owner=self)
        if self.model.known:
            self.model.reload()
        else:
            self._query()
        self.shell.jobs.read(asks.counts, done=self._show_counts, owner=self)
        if self.plan.followed is not None:
            self._load(self.plan.followed.id)

    def open(self, id: Any) -> None:
        if id is not None:
            self._linked = id
            self._load(id)

    def main_action(self) -> None:
        self.plan.report(self.plan.steps.current_row())

    def edit(self) -> None:
        self.main_action()

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
            Command("Report on a step", self.main_action, "", "checkbox"),
            Command("Tell the customer", self.plan.tell_menu, "Ctrl+L", "send"),
            Command("Open the order", self.plan.open_order, "Ctrl+O", "external-link"),
            Command("Work all plans out anew", self.work_out, "", "refresh"),
            Command("Search in this list", self.ui.search.setFocus, "Ctrl+F", "search"),
        ]

    def page_state(self) -> dict[str, Any]:
        return {
            "tab": self.ui.tabs.value(), "columns": self.table.columns_state(),
            "steps": self.plan.steps.columns_state(),
        }  # fmt: skip

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("tab") in [key for key, _, _ in _TABS]:
            self.ui.tabs.set_value(state["tab"])
        self.table.restore_columns(state.get("columns", []))
        self.plan.steps.restore_columns(state.get("steps", []))

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

    # A new day ---------------------------------------------------------------------------------------

    def _begin_day(self, day: dt.date) -> None:
        """Once a day all running plans are worked out anew, since time alone makes steps late."""
        if self.shell.settings.get(_DAY) != day.isoformat():
            self.work_out(day)

    def work_out(self, day: dt.date | bool | None = None) -> None:
        """Work all running plans out anew; `day` is remembered as done."""

        def done(_count: int) -> None:
            if isinstance(day, dt.date):
                self.shell.settings.set(_DAY, day.isoformat())
            else:
                self.shell.toast(tr("All plans are worked out anew"))

        self.shell.jobs.write(asks.work_out, done=done, owner=self, title=tr("Working out the plans"))

    # The list ----------------------------------------------------------------------------------------

    def _query(self) -> None:
        self._wait.stop()
        self.model.set_query((self.ui.tabs.value() or "all", self.ui.search.text().strip()))

    def _loaded(self, total: int) -> None:
        self.ui.count.setText(f"{total:,}" if total else "")
        if self.ui.search.text().strip():
            self.table.set_empty("search", tr("Nothing found"), tr("Try fewer characters."))
        elif self.ui.tabs.value() in ("red", "yellow"):
            self.table.set_empty("circle-check", tr("No open order is at risk here"))
        else:
            self.table.set_empty(
                "list-check", tr("No open order"),
                tr("An order that is confirmed gets its plan and stands here until all of it is delivered."),
            )  # fmt: skip
        place = self._place(self._linked or (self.plan.followed.id if self.plan.followed is not None else None))
        if place is not None:
            if place != self.table.currentIndex().row():
                self.table.select_row(place)
        elif self.plan.followed is None and self._linked is None and self.model.rows():
            self.table.select_row(0)

    def _place(self, id: Any) -> int | None:
        return next((n for n, row in enumerate(self.model.rows()) if row.id == id), None)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        shown = [Counter(key, counts.get(key), tr(word), tone if counts.get(key) else "") for key, word, tone in _TABS]
        self.ui.tabs.set_counters(shown)

    def _chosen(self, row: Any) -> None:
        if row is not None and (self.plan.followed is None or row.id != self.plan.followed.id):
            self._linked = None
            self._load(row.id)
            self.shell.visited("milestones", row.id)

    def _load(self, id: Any) -> None:
        self._asked += 1
        asked = self._asked

        def show(followed: Any) -> None:
            if asked == self._asked:
                self.plan.show_order(followed)
                self.stack.setCurrentWidget(self.ui.plan_pane)
                place = self._place(id)
                if place is not None and place != self.table.currentIndex().row():
                    self.table.select_row(place)

        def gone(error: BaseException) -> bool:
            if not isinstance(error, UserError):
                return False
            self.shell.show_error(error)
            return True

        self.shell.jobs.read(asks.follow, id, done=show, failed=gone, owner=self)
