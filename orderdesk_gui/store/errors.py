"""Turns what SQLite and the disk report into sentences that a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import StatementError

from orderdesk_gui.rules.language import Message, UserError, message

_DAMAGED = message("The data file is damaged. Restore the newest good backup.")
_SENTENCES: tuple[tuple[str, Message], ...] = (
    (
        "database or disk is full",
        message("The disk is full; nothing was saved. Free some space and save again."),
    ),
    (
        "readonly",
        message("The data file may only be read. Make the file and its folder writable, then try again."),
    ),
    (
        "database is locked",
        message("Another program is using the data file. Close it there, then try again; nothing was lost."),
    ),
    (
        "disk I/O error",
        message("The disk refused to read or write. Check the disk and the cable; nothing was saved."),
    ),
    ("unable to open", message("The data file cannot be opened. Check that its folder exists and is yours.")),
    ("malformed", _DAMAGED),
    ("Could not decode to UTF-8", _DAMAGED),
    ("not a database", message("The data file is not an OrderDesk file or is damaged. Restore a backup.")),
)


def explain(error: BaseException) -> UserError | None:
    """The sentence for a failure of the data file; None for a mistake of the program itself."""
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, UserError):
        return cause
    if isinstance(cause, OSError):
        return UserError(
            "The file cannot be written: {reason}. Check the disk and try again; nothing was lost.",
            reason=cause.strerror or str(cause),
        )
    if not isinstance(cause, sqlite3.Error):
        return None
    text = str(cause)
    if text.startswith("orderdesk:"):
        return None
    for sign, sentence in _SENTENCES:
        if sign in text:
            return UserError(sentence)
    return None


@contextmanager
def explained() -> Iterator[None]:
    """What fails inside with a known cause is raised as its sentence; mistakes of the program stay as they are."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        sentence = explain(error)
        if sentence is None:
            raise
        raise sentence from error
