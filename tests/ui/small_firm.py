"""A small firm with a real data file behind the screen: its desk, and background work over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from orderdesk_gui.actions import companies, opening
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.store.database import Store
from orderdesk_gui.ui.background import Background
from tests.fixtures_store import Clock, clock, data_folder, empty_folder, store

__all__ = ["clock", "data_folder", "empty_folder", "firm", "jobs", "store"]


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
