"""Scrolling long lists: Python is asked once a cell by the delegate, and nothing more."""

import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from orderdesk_gui.ui.style import plain
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import ListRow
from orderdesk_gui.ui.widgets.list_view import ListModel, ListView
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

ROWS = 10_000
FRAMES = 5


def a_list() -> ListView:
    model = ListModel()
    model.set_rows([ListRow(number, f"Customer {number}", "1.00", "QT") for number in range(ROWS)])
    return ListView(model, "List")


def a_table() -> DataTable:
    columns = [Column(f"c{n}", f"C{n}", 90, value=lambda row: row) for n in range(6)]
    model = TableModel(columns)
    model.set_rows([str(number) for number in range(ROWS)])
    return DataTable(model, "Table")


@pytest.mark.parametrize("make", [a_list, a_table])
def test_a_frame_paints_what_is_seen_and_asks_no_style_in_python(qtbot: QtBot, make: Any) -> None:
    view = make()
    qtbot.addWidget(view)
    view.resize(600, 640)
    view.show()
    QApplication.processEvents()
    called: Counter[tuple[str, str]] = Counter()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            called[Path(frame.f_code.co_filename).stem, frame.f_code.co_name] += 1

    bar = view.verticalScrollBar()
    sys.setprofile(note)
    for number in range(1, FRAMES + 1):
        bar.setValue(bar.maximum() * number // (FRAMES + 1))
        view.viewport().repaint()
    sys.setprofile(None)
    assert FRAMES * 10 <= called["delegates", "paint"] <= FRAMES * 2 * 25 * 6
    ours = {name: count for (file, name), count in called.items() if file.startswith("control_")}
    style = {name: count for name, count in ours.items() if name != "styleHint"}
    assert sum(style.values()) <= FRAMES * 8, style  # the scroll bar alone
    assert view.styleSheet() == ""


def test_the_plain_style_outlives_the_views_that_used_it(qtbot):
    for _ in range(2):
        pane = QWidget()
        view = QTableView(pane)
        view.setStyle(plain())
        pane.show()
        pane.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert isValid(plain())
