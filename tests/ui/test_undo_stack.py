"""The window's undo of saved edits, and what a page took back by itself."""

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject

from orderdesk_gui.ui.undo_stack import UndoStack


class Jobs:
    """Writes at once and notes what was undone; each undo is a transaction of its own."""

    def __init__(self) -> None:
        self.undone: list[str] = []

    def write(self, _fn: Any, tx: str, *, done: Any, **_more: Any) -> None:
        self.undone.append(tx)
        done(SimpleNamespace(tx=f"{tx}-back"))


@pytest.fixture
def stack(qapp: QObject) -> UndoStack:
    made = UndoStack(Jobs())  # type: ignore[arg-type]
    for tx in ("one", "two"):
        made.add(SimpleNamespace(tx=tx))
    return made


def test_what_a_page_took_back_is_not_taken_back_again(stack: UndoStack) -> None:
    stack.stepped("two", "two-back")
    stack.add(SimpleNamespace(tx="two-back"))  # the window hears of every change
    stack.undo()
    assert stack._jobs.undone == ["one"]


def test_what_a_page_took_back_can_be_done_again_anywhere(stack: UndoStack) -> None:
    stack.stepped("two", "two-back")
    stack.redo()
    assert stack._jobs.undone == ["two-back"]


def test_what_a_page_did_again_can_be_taken_back_anywhere(stack: UndoStack) -> None:
    stack.stepped("two", "two-back")
    stack.stepped("two-back", "two-again")
    stack.undo()
    assert stack._jobs.undone == ["two-again"]
