"""Runs an action off the UI thread and brings its result back, unless nobody waits for it any more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from orderdesk_gui.rules.language import UserError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

SLOW_AFTER_MS = 300
_PAINTED_MS = 20
_log = logging.getLogger(__name__)

Done = Callable[[Any], None]
Failed = Callable[[BaseException], Any]
Progress = Callable[[int, int, str], Any]
OpenDesk = Callable[[], Any]


class Stopped(Exception):
    """The person stopped the work; raised inside the action by :meth:`Job.step`."""


class Job:
    """One piece of work under way; the action that asked for progress gets it as ``job``."""

    def __init__(
        self, title: str, owner: QObject | None, writes: bool, tell: Callable[[Callable[[], None]], None]
    ) -> None:
        self.title = title
        self.writes = writes
        self.finished = False
        self._owner = owner
        self._tell = tell
        self._stop = False
        self._progress: Progress | None = None

    @property
    def stoppable(self) -> bool:
        """Whether the action takes steps at which it can end."""
        return self._progress is not None

    def stop(self) -> None:
        """Ask the action to stop at its next step; nothing of it is delivered any more."""
        self._stop = True

    @property
    def stopped(self) -> bool:
        """Whether :meth:`stop` was called."""
        return self._stop

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for the result (UI thread)."""
        return not self._stop and (self._owner is None or isValid(self._owner))

    def step(self, done: int, total: int = 0, text: str = "") -> None:
        """Say how far the work is (called by the action); raises :class:`Stopped` when it should end."""
        if self._stop:
            raise Stopped
        if self._progress is not None:
            self._tell(lambda: self._show(done, total, text))

    def _show(self, done: int, total: int, text: str) -> None:
        if self._progress is not None and self.wanted and not self.finished:
            self._progress(done, total, text)


class Background(QObject):
    """The one door from the screen to the actions.

    Writing actions run one at a time and in order; reading ones up to three at once. `done`, `failed` and
    `progress` are called on the UI thread, and not at all once `owner` is gone or the job was stopped.
    """

    changed = Signal(object)  # the Changes of a writing action; None where it told nothing
    slow = Signal(object)  # a Job that has run for 300 ms
    finished = Signal(object)  # a Job that `slow` had told of
    failure = Signal(object)  # an exception nobody handled
    progress = Signal(int, int, str)  # of any job: steps done, in all, words

    _arrived = Signal(object)

    def __init__(self, open_desk: OpenDesk | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.open_desk = open_desk
        self._readers: ThreadPoolExecutor | None = None
        self._writer: ThreadPoolExecutor | None = None
        self._jobs: list[Job] = []
        self._closed = False
        self._receiving = False

    def run(
        self,
        fn: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        owner: QObject | None = None,
        title: str = "",
    ) -> Job:
        """Run ``fn(*args)``, which needs no desk (rendering, reading a file).

        With `progress`, fn gets the keyword ``job``: ``job.step(done, total, text)``. `failed` gets the
        exception and returns True where it dealt with it; without `failed`, or when it returns a false
        value for anything but a UserError, the main window tells the person.
        """
        return self._start(False, fn, args, done, failed, progress, owner, title)

    def read(
        self,
        fn: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        owner: QObject | None = None,
        title: str = "",
    ) -> Job:
        """Run ``fn(desk, *args)`` beside other readers. Parameters as for :meth:`run`."""
        return self._start(False, self._with_desk(fn), args, done, failed, progress, owner, title)

    def write(
        self,
        fn: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        owner: QObject | None = None,
        title: str = "",
    ) -> Job:
        """Run ``fn(desk, *args)`` after all earlier writers; then `changed` tells every page.

        The Changes are the result itself, or its attribute ``changes``.
        """
        return self._start(True, self._with_desk(fn), args, done, failed, progress, owner, title)

    def once_painted(self, call: Callable[[], Any], owner: QObject) -> Job:
        """Call `call()` (UI thread) when what has just arrived is painted; until then this counts as under way."""
        job = Job("", owner, False, self._tell)
        self._jobs.append(job)

        def go() -> None:
            job.finished = True
            if job in self._jobs:
                self._jobs.remove(job)
            if job.wanted and not self._closed:
                call()

        QTimer.singleShot(_PAINTED_MS, self, go)
        return job

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._jobs)

    def close(self) -> None:
        """Let writers finish, stop the rest, deliver nothing more."""
        self._closed = True
        for job in self._jobs:
            if not job.writes:
                job.stop()
        if self._readers is not None:
            self._readers.shutdown(wait=True, cancel_futures=True)
        if self._writer is not None:
            self._writer.shutdown(wait=True)
        self._jobs.clear()

    def settle(self) -> None:
        """Stop what reads and wait for what writes; later work starts afresh (another data folder)."""
        for job in self._jobs:
            if not job.writes:
                job.stop()
        for pool in (self._readers, self._writer):
            if pool is not None:
                pool.shutdown(wait=True)
        self._readers = self._writer = None

    def _with_desk(self, fn: Callable[..., Any]) -> Callable[..., Any]:
        def with_desk(*args: Any, **keywords: Any) -> Any:
            if self.open_desk is None:
                raise UserError("The data is still being opened. Try again in a moment.")
            return fn(self.open_desk(), *args, **keywords)

        return with_desk

    def _start(
        self,
        writes: bool,
        fn: Callable[..., Any],
        args: tuple[Any, ...],
        done: Done | None,
        failed: Failed | None,
        progress: Progress | None,
        owner: QObject | None,
        title: str,
    ) -> Job:
        job = Job(title, owner, writes, self._tell)
        if progress is not None:

            def show(done_steps: int, total: int, text: str) -> None:
                progress(done_steps, total, text)
                self.progress.emit(done_steps, total, text)

            job._progress = show
        if self._closed:
            job.stop()
            return job
        self._receive()
        self._jobs.append(job)
        QTimer.singleShot(SLOW_AFTER_MS, self, lambda: None if job.finished else self.slow.emit(job))
        keywords = {"job": job} if progress is not None else {}

        def work() -> Any:
            if job.stopped:
                raise Stopped
            return fn(*args, **keywords)

        future = self._pool(writes).submit(work)
        future.add_done_callback(lambda ended: self._tell(lambda: self._end(job, ended, done, failed)))
        return job

    def _receive(self) -> None:
        if not self._receiving:  # with the first job: the first paint does without the enumerations of QtCore.Qt
            self._receiving = True
            self._arrived.connect(lambda call: call(), QtCore.Qt.ConnectionType.QueuedConnection)

    def _tell(self, call: Callable[[], None]) -> None:
        if isValid(self):
            self._arrived.emit(call)

    def _end(self, job: Job, ended: Future[Any], done: Done | None, failed: Failed | None) -> None:
        if self._closed:
            return
        job.finished = True
        if job in self._jobs:
            self._jobs.remove(job)
        self.finished.emit(job)
        error = None if ended.cancelled() else ended.exception()
        if error is not None:
            self._fail(job, error, failed)
            return
        if ended.cancelled():
            return
        result = ended.result()
        if job.wanted and done is not None:
            done(result)
        # What was written is true even where nobody waits for it: every page hears of it.
        changes = changes_of(result)
        if job.writes and (changes is None or changes.tx is not None):
            self.changed.emit(changes)

    def _fail(self, job: Job, error: BaseException, failed: Failed | None) -> None:
        if isinstance(error, Stopped):
            return
        if not isinstance(error, UserError):
            _log.error("%s failed", job.title or "an action", exc_info=error)
        if not job.wanted:
            return
        handled = failed(error) if failed is not None else False
        if failed is None or (not handled and not isinstance(error, UserError)):
            self.failure.emit(error)

    def _pool(self, writes: bool) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor

        if writes:
            if self._writer is None:
                self._writer = ThreadPoolExecutor(1, "orderdesk-writer")
            return self._writer
        if self._readers is None:
            self._readers = ThreadPoolExecutor(3, "orderdesk-reader")
        return self._readers


def changes_of(result: Any) -> Any:
    """The Changes in what a writing action returned: itself, or its ``changes``; None where it tells nothing."""
    return result if hasattr(result, "touches") else getattr(result, "changes", None)
