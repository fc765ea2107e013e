"""Makes connections to a data file: the one place that an encrypted engine would replace."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orderdesk_gui.rules.language import UserError

BUSY_SECONDS = 5.0


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """The only place where a connection to the data file is made."""
    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@contextmanager
def alone(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that nobody else shares the file with; UserError where somebody has it open."""
    connection = connect(path)
    connection.execute("PRAGMA busy_timeout = 500")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise UserError(
                "The data file is open in another window or program. Close it there first; this needs it alone."
            ) from error
        yield connection
    finally:
        connection.close()


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite's quick check finds nothing."""
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False
