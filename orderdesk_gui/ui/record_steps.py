"""Ctrl+Z and Ctrl+Y on a paper that is saved: its saved changes are taken back and done again, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from orderdesk_gui.rules.language import UserError, tr

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.actions.record_steps import Stepped
    from orderdesk_gui.ui.page import Page


class RecordSteps(QObject):
    """For the records of one `table` (quote, inquiry)."""

    def __init__(self, page: Page, table: str) -> None:
        super().__init__(page)
        self._shell = page.shell
        self._table = table
        self._busy = False

    def take_back(self, record_id: UUID) -> None:
        """Ctrl+Z."""
        words = "Undone: the change of {when}. Ctrl+Y does it again."
        self._step(_take_back, record_id, words)

    def do_again(self, record_id: UUID) -> None:
        """Ctrl+Y."""
        self._step(_do_again, record_id, "Done again: the change of {when}.")

    def _step(self, step: Any, record_id: UUID, words: str) -> None:
        if self._busy:
            return  # a held key: one step at a time
        self._busy = True

        def done(stepped: Stepped) -> None:
            self._busy = False
            session = self._shell.session
            if session is not None and stepped.changes.tx is not None:
                session.undo_stack.stepped(stepped.tx, stepped.changes.tx)
            self._shell.toast(tr(words, when=f"{stepped.at.astimezone():%m-%d %H:%M}"))

        def failed(error: BaseException) -> bool:
            self._busy = False
            if isinstance(error, UserError):
                self._shell.toast(error.message, tone="yellow")
            return isinstance(error, UserError)

        self._shell.jobs.write(step, self._table, record_id, done=done, failed=failed, owner=self, title=tr("Undo"))


def _take_back(desk: Desk, table: str, record_id: UUID) -> Stepped:
    from orderdesk_gui.actions import record_steps

    return record_steps.take_back(desk, table, record_id)


def _do_again(desk: Desk, table: str, record_id: UUID) -> Stepped:
    from orderdesk_gui.actions import record_steps

    return record_steps.do_again(desk, table, record_id)
