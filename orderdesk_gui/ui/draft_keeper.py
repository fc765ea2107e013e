"""Keeps what is typed a moment after the last key, so that a crash loses nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from orderdesk_gui.rules.ids import new_id

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.ui.background import Background

AFTER_MS = 1500
Content = tuple[dict[str, Any], UUID | None]  # what JSON can hold, and the record it changes (None: a new one)


@dataclass(frozen=True)
class KeptDraft:
    """A draft that was kept; nothing that pages show has changed by it."""

    id: UUID
    at: dt.datetime
    changes: Changes


class DraftKeeper(QObject):
    """`touch` after every change; it asks `content()` for what stands there when it keeps it."""

    kept = Signal(object)  # the moment, aware UTC
    listed = Signal()  # a new record was kept for the first time, or forgotten

    def __init__(self, jobs: Background, kind: str, content: Callable[[], Content | None], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._kind = kind
        self._content = content
        self.draft_id: UUID | None = None
        self._round = 0
        self._held = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.keep_now)

    def start(self, draft_id: UUID | None) -> None:
        """Another record is shown; `draft_id` names what was kept of it."""
        self._timer.stop()
        self._held = False
        self._round += 1
        self.draft_id = draft_id

    def touch(self) -> None:
        """Something was typed."""
        if not self._held and not self._timer.isActive():
            self._timer.start()

    def hold(self) -> UUID | None:
        """It is being saved: keep nothing meanwhile. Returns what was kept, which goes with the save."""
        self._timer.stop()
        self._held = True
        return self.draft_id

    def release(self) -> None:
        """Saving failed: what stands there is kept again."""
        self._held = False
        self.touch()

    def keep_now(self) -> None:
        """Keep what stands there now."""
        self._timer.stop()
        found = self._content()
        if found is None:
            return
        content, subject = found
        asked, first = self._round, self.draft_id is None
        if self.draft_id is None:
            # Named here, so that throwing it away reaches it even while it is being written.
            self.draft_id = new_id(lambda: dt.datetime.now(dt.UTC))

        def done(kept: KeptDraft) -> None:
            if asked == self._round:
                self.kept.emit(kept.at)
            if first and subject is None:
                self.listed.emit()

        self._jobs.write(_keep, self._kind, content, self.draft_id, subject, done=done, owner=self)

    def flush(self) -> None:
        """Keep at once what still waits (another record is to be shown, or the window closes)."""
        if self._timer.isActive():
            self.keep_now()

    def forget(self, then: Callable[[], object] | None = None) -> None:
        """It was thrown away; `then` is called when it is gone."""
        known = self.draft_id
        self.start(None)
        if known is None:
            if then is not None:
                then()
            return

        def done(_gone: KeptDraft) -> None:
            self.listed.emit()
            if then is not None:
                then()

        self._jobs.write(_forget, known, done=done, owner=self)


def _keep(desk: Desk, kind: str, content: dict[str, Any], draft_id: UUID, subject: UUID | None) -> KeptDraft:
    from orderdesk_gui.actions import drafts
    from orderdesk_gui.actions.desk import Changes

    return KeptDraft(drafts.save(desk, kind, content, draft_id, subject), desk.clock(), Changes())


def _forget(desk: Desk, draft_id: UUID) -> KeptDraft:
    from orderdesk_gui.actions import drafts
    from orderdesk_gui.actions.desk import Changes

    drafts.drop(desk, draft_id)
    return KeptDraft(draft_id, desk.clock(), Changes())
