import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt

from orderdesk_gui.ui.garbage import Garbage


@pytest.fixture
def garbage(qapp: object) -> Iterator[Garbage]:
    owner = QObject()
    gc.collect()
    yield Garbage(owner)
    gc.enable()
    del owner


def test_what_holds_itself_goes_on_the_ui_thread_though_another_one_makes_the_objects(garbage: Garbage) -> None:
    gone: list[int] = []

    class Holding(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.me = self

    holding = Holding()
    holding.destroyed.connect(lambda: gone.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)
    del holding
    kept: list[list[int]] = []
    reader = threading.Thread(target=lambda: kept.extend([number] for number in range(200_000)))
    reader.start()
    reader.join()
    assert gone == []
    for _ in range(3):
        garbage.look()
    gc.collect()
    assert gone == [threading.get_ident()]


def test_it_looks_only_where_enough_was_made(garbage: Garbage) -> None:
    told: list[dict[str, int]] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            told.append(info)

    gc.callbacks.append(note)
    try:
        garbage.look()
        assert told == []
        kept = [[number] for number in range(gc.get_threshold()[0] + 100)]
        garbage.look()
    finally:
        gc.callbacks.remove(note)
    assert [info["generation"] for info in told] == [0]
    assert len(kept) > 100
