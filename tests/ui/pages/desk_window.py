"""A small firm with a real data file behind the screen, for tests that go from typing to the file and back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import companies, opening
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.store.database import Store
from orderdesk_gui.ui.background import Background
from tests.fixtures_store import Clock, clock, data_folder, empty_folder, store

__all__ = ["clock", "data_folder", "empty_folder", "firm", "jobs", "settle", "store", "until"]


@pytest.fixture
def firm(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of the one person of a small firm, who may do everything."""
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    desk = opening.open_desk(store, clock=clock)
    first = companies.FirstHour(Company(name_zh="澜川传动", name_en="Lanchuan"), "周洁", "1234", "one_person")
    return opening.open_desk(store, companies.set_up(desk, first), clock=clock)


@pytest.fixture
def jobs(firm: Desk, qapp: QApplication) -> Iterator[Background]:
    """Background work over the firm's desk."""
    background = Background(lambda: firm)
    yield background
    background.close()


def settle(qtbot: QtBot, jobs: Background) -> None:
    """Wait until nothing is under way any more and everything that arrived is shown."""
    quiet = 0

    def is_quiet() -> bool:
        nonlocal quiet
        quiet = 0 if jobs.busy else quiet + 1
        return quiet > 3

    qtbot.waitUntil(is_quiet, timeout=20_000)


def until(qtbot: QtBot, asked: Callable[[], Any]) -> None:
    """Wait until `asked` is true."""
    qtbot.waitUntil(lambda: bool(asked()), timeout=20_000)
