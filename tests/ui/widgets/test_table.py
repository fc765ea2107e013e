"""Tables: sorting, windows, columns, copying, the empty table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import PagedTableModel, TableModel

COLUMNS = (
    Column("code", "Code", 100, lambda row: row[0]),
    Column("name", "Product", 200, lambda row: row[1], stretch=True),
    Column("price", "Their price", 100, lambda row: row[2], places=2, right=True, unit=lambda row: "CNY"),
)
ROWS = [("B2", "bolt\tM8\nlong", Decimal("1234.5")), ("A1", "axle", None), ("C3", "cam", Decimal("9"))]


@dataclass(frozen=True)
class Window:
    rows: Sequence[Any]
    after: Any
    total: int | None


@pytest.fixture
def table(qtbot: QtBot) -> DataTable:
    model = TableModel(COLUMNS)
    made = DataTable(model, "Products found")
    model.setParent(made)
    model.set_rows(ROWS)
    made.resize(600, 300)
    qtbot.addWidget(made)
    made.show()
    return made


def test_values_are_shown_with_separators_and_on_one_line(table: DataTable) -> None:
    model = table.model()
    assert [model.index(row, 2).data() for row in range(3)] == ["1,234.50", "", "9.00"]
    assert model.index(0, 1).data() == "bolt M8 long"


def test_sorting_is_by_value_with_empty_ones_last(table: DataTable) -> None:
    table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in table.model().rows()] == ["B2", "C3", "A1"]
    table.horizontalHeader().setSortIndicator(2, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in table.model().rows()] == ["C3", "B2", "A1"]


def test_copying_gives_tabs_and_headings(qtbot: QtBot, table: DataTable) -> None:
    table.select_row(0)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "Code\tProduct\tTheir price\nB2\tbolt M8 long\t1,234.50"


def test_enter_and_double_click_open_a_row(qtbot: QtBot, table: DataTable) -> None:
    opened: list[Any] = []
    table.opened.connect(opened.append)
    table.select_row(2)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [ROWS[2]]
    table.doubleClicked.emit(table.model().index(0, 0))
    assert opened == [ROWS[2], ROWS[0]]


def test_the_cursor_tells_which_row_is_chosen(table: DataTable) -> None:
    chosen: list[Any] = []
    table.chosen.connect(chosen.append)
    table.select_row(1)
    assert chosen == [ROWS[1]]
    assert table.current_row() == ROWS[1]


def test_columns_chosen_and_moved_are_kept(qtbot: QtBot, table: DataTable) -> None:
    actions = {action.text(): action for action in table.columns_menu().actions()}
    actions["Code"].setChecked(False)
    table.horizontalHeader().moveSection(2, 0)
    table.setColumnWidth(2, 130)
    assert table.shown_columns() == ["price", "name"]
    model = TableModel(COLUMNS)
    again = DataTable(model, "Products found")
    model.setParent(again)
    qtbot.addWidget(again)
    again.restore_columns([*table.columns_state(), {"key": "gone", "width": 10, "hidden": False}])
    assert again.shown_columns() == ["price", "name"]
    assert again.columnWidth(2) == 130
    actions = {action.text(): action for action in again.columns_menu().actions()}
    actions["Product"].setChecked(False)
    last = {action.text(): action for action in again.columns_menu().actions()}["Their price"]
    assert not last.isEnabled()


def test_what_is_exported_is_what_is_shown_with_raw_values(table: DataTable) -> None:
    table.setColumnHidden(0, True)
    heads, rows = table.exported()
    assert heads == ["Product", "Their price"]
    assert rows[0] == ["bolt\tM8\nlong", Decimal("1234.5")]


def test_an_empty_table_offers_the_first_step(qtbot: QtBot, table: DataTable) -> None:
    started: list[int] = []
    table.set_empty("users", "Nothing found", "Search", [("New", lambda: started.append(1))])
    assert not table.viewport().findChildren(QPushButton)
    table.model().set_rows([])
    button = next(b for b in table.viewport().findChildren(QPushButton) if b.text() == "New")
    assert button.isVisible()
    button.click()
    assert started == [1]


def test_a_million_rows_come_in_windows(qtbot: QtBot, jobs: Background) -> None:
    asked: list[tuple[Any, Any, int]] = []

    def fetch(_desk: str, query: Any, after: Any, limit: int) -> Window:
        asked.append((query, after, limit))
        start = after or 0
        rows = [(f"{n}", query, Decimal(n)) for n in range(start, start + limit)]
        return Window(rows, start + limit, 1_000_000 if after is None else None)

    model = PagedTableModel(jobs, fetch, COLUMNS)
    made = DataTable(model, "Products found")
    model.setParent(made)
    made.resize(600, 300)
    qtbot.addWidget(made)
    made.show()
    orders: list[tuple[str, bool]] = []
    made.sort_changed.connect(lambda key, down: orders.append((key, down)))
    with qtbot.waitSignal(model.loaded):
        model.set_query("all")
    assert (model.total(), model.rowCount()) == (1_000_000, 100)
    qtbot.wait(20)
    assert len(asked) == 1
    with qtbot.waitSignal(model.loaded):
        made.scrollToBottom()
    assert (model.total(), model.rowCount()) == (1_000_000, 200)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    assert asked[-1] == ("all", None, 200)
    made.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    assert orders == [("price", True)]


def test_a_query_that_came_later_wins(qtbot: QtBot, jobs: Background) -> None:
    import threading

    gate = threading.Event()

    def fetch(_desk: str, query: Any, after: Any, limit: int) -> Window:
        if query == "slow":
            gate.wait(5)
        return Window([(query, "", None)], None, 1)

    model = PagedTableModel(jobs, fetch, COLUMNS)
    model.set_query("slow")
    with qtbot.waitSignal(model.loaded):
        model.set_query("quick")
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert model.rows() == [("quick", "", None)]
    model.deleteLater()


def test_the_menu_key_offers_the_columns(qtbot: QtBot, table: DataTable, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[QPoint] = []
    monkeypatch.setattr(table, "choose_columns", asked.append)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        QApplication.sendEvent(table, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))
    assert len(asked) == 1


def test_the_column_that_takes_what_is_left_follows_the_others(qtbot: QtBot, table: DataTable) -> None:
    table.show()
    QApplication.processEvents()
    heads = table.horizontalHeader()
    assert heads.length() == table.viewport().width()
    for change in (
        lambda: table.setColumnHidden(2, True),
        lambda: table.setColumnHidden(2, False),
        lambda: table.setColumnWidth(0, 180),
        lambda: table.setColumnHidden(1, True) or table.setColumnHidden(1, False),
    ):
        change()
        assert heads.length() == table.viewport().width()
