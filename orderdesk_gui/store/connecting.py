"""Makes connections to a data file: the one place that an encrypted engine would replace."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlalchemy import Connection

from orderdesk_gui.rules.language import UserError

BUSY_SECONDS = 5.0


class InUse(UserError):
    """The data file is open elsewhere, and what was wanted needs it alone."""

    def __init__(self) -> None:
        super().__init__(
            "The data file is open in another window or program. Close it there first; this needs it alone."
        )


def uri(path: Path, mode: Literal["ro", "rw", "rwc"]) -> str:
    """The name of a file as SQLite wants it, on a network share (``//server/share``) too."""
    name = path.resolve().as_posix()
    return f"file://{quote(name if name.startswith('/') else f'/{name}')}?mode={mode}"


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """The only place where a connection to the data file is made.

    Recursive triggers let `INSERT OR REPLACE`, which deletes in silence, meet the trigger against deleting.
    """
    connection = sqlite3.connect(
        uri(path, "rwc" if create else "rw"),
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA recursive_triggers = ON")
    except BaseException:
        connection.interrupt()  # or closing would fold the log into a damaged file
        connection.close()
        raise
    return connection


def bare(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection beneath `connection`, for the few statements that every transaction runs."""
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


@contextmanager
def alone(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that nobody else shares the file with; :class:`InUse` where somebody has it open."""
    connection = connect(path)
    try:
        connection.execute("PRAGMA busy_timeout = 500")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise InUse from error
        yield connection
    finally:
        connection.close()


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite's quick check finds nothing."""
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file itself is damaged or no database."""
    return any(sign in str(error) for sign in ("malformed", "not a database", "Could not decode to UTF-8"))
