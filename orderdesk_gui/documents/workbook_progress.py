"""How long work on workbooks reports how far it is and learns that it shall stop."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called now and then with (rows done, rows in all; 0 where that is not known)."""

Stop = Callable[[], bool]
"""Asked now and then; true means: stop and leave nothing half-done."""

EVERY = 1000
"""Rows between two reports."""


class Stopped(Exception):
    """The person stopped the work; nothing was written."""


def report(done: int, total: int, progress: Progress | None, stop: Stop | None) -> None:
    """Say how far the work is. Raises Stopped where the person asked for it."""
    if stop is not None and stop():
        raise Stopped
    if progress is not None:
        progress(done, total)
