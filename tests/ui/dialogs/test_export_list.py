"""A list as shown is written to a file in the background."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import customers
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.customers import Customer
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.dialogs.export_list import write_list
from orderdesk_gui.ui.main_window import MainWindow
from tests.ui.pages.desk_window import *  # noqa: F403
from tests.ui.pages.desk_window import settle


def test_the_rows_shown_are_written(
    firm: Desk, jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    customers.save(firm, Customer(name="泊远泵业"))
    customers.save(firm, Customer(name="旧客户", status="inactive"))
    window = make_window()
    owner = QWidget(window)
    write_list(window, "customers", {"tab": "inactive", "text": ""}, tmp_path / "out.csv", owner)
    settle(qtbot, jobs)
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "旧客户" in text and "泊远" not in text


def test_a_list_of_papers_is_written_as_its_page_asks(
    firm: Desk, jobs: Background, qtbot: QtBot, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    owner = QWidget(window)
    for kind in ("inquiries", "quotes", "contracts"):
        write_list(window, kind, {"tab": "mine", "text": ""}, tmp_path / f"{kind}.csv", owner)
        settle(qtbot, jobs)
        assert (tmp_path / f"{kind}.csv").read_text("utf-8-sig").count("\n") == 1, kind
