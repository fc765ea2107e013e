"""Ctrl+Z over what was saved: the transactions of this session, newest first, taken back and done again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from orderdesk_gui.rules.language import Message, UserError, message, tr

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.ui.background import Background

_KEPT = 200
_OWN = 2000


def _undo(desk: Desk, tx: str) -> Changes:
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


class UndoStack(QObject):
    """Hears of every change; an undo is a change too, which Redo takes back."""

    told = Signal(object, str)  # Message, tone

    def __init__(self, jobs: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._undo: list[str] = []
        self._redo: list[str] = []
        self._mine: list[str] = []
        self._steps: set[str] = set()

    def clear(self) -> None:
        """Forget everything: another person, another file."""
        self._undo.clear()
        self._redo.clear()

    def own(self) -> frozenset[str]:
        """The transactions that this window wrote and told of."""
        return frozenset(self._mine)

    def add(self, changes: Any) -> None:
        """A writing action changed something."""
        tx = getattr(changes, "tx", None)
        if tx is None:
            return
        self._mine = [*self._mine, tx][-_OWN:]
        if tx in self._steps:
            return
        self._undo = [*self._undo, tx][-_KEPT:]
        self._redo.clear()

    def stepped(self, tx: str, by: str) -> None:
        """A page took `tx` back by itself, or did it again; `by` is the transaction that did so."""
        self._steps.add(by)
        for source, target in ((self._undo, self._redo), (self._redo, self._undo)):
            if tx in source:
                source.remove(tx)
                target.append(by)
                return
        self._redo.append(by)

    def undo(self) -> None:
        """Take the newest saved edit back."""
        self._step(self._undo, self._redo, message("Undone"), message("There is nothing to undo."))

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._step(self._redo, self._undo, message("Done again"), message("There is nothing to do again."))

    def _step(self, source: list[str], target: list[str], said: Message, nothing: Message) -> None:
        if not source:
            self.told.emit(nothing, "yellow")
            return
        tx = source.pop()

        def done(changes: Changes) -> None:
            if changes.tx is not None:
                self._steps.add(changes.tx)
                target.append(changes.tx)
            self.told.emit(said, "green")

        self._jobs.write(_undo, tx, done=done, failed=self._failed, owner=self, title=tr("Undo"))

    def _failed(self, error: BaseException) -> bool:
        if isinstance(error, UserError):
            self.told.emit(error.message, "yellow")
        return isinstance(error, UserError)
