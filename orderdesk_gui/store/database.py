"""Opens the one SQLite file, and gives out the transactions in which it is read and written."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import backup, damage
from orderdesk_gui.store.connecting import alone, bare, connect, is_damage
from orderdesk_gui.store.errors import explained
from orderdesk_gui.store.journal import TxHead, seal

FILE_NAME = "orderdesk.db"

Clock = Callable[[], datetime]


def engine_for(path: Path) -> Engine:
    """A SQLAlchemy engine over the file; its transactions begin as :class:`Store` says.

    Nobody listens to its events: with a single listener, SQLAlchemy asks for more at every statement.
    """
    return create_engine("sqlite://", creator=lambda: connect(path), poolclass=QueuePool, pool_size=4)


def _begin(connection: Connection, *, writes: bool) -> None:
    file = bare(connection)
    file.execute("PRAGMA query_only = OFF" if writes else "PRAGMA query_only = ON")
    file.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


@dataclass(slots=True)
class Store:
    """An open data file. `folder` also holds the kept papers and the backups."""

    folder: Path
    path: Path
    engine: Engine
    clock: Clock
    watcher: sqlite3.Connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view of the file; nothing can be written in it."""
        with explained(), self.engine.connect() as connection, connection.begin():
            _begin(connection, writes=False)
            yield connection

    @contextmanager
    def plain_writing(self) -> Iterator[Connection]:
        """A transaction for tables that are not journalled: drafts, counters, the search index."""
        with explained(), self.engine.connect() as connection, connection.begin():
            _begin(connection, writes=True)
            yield connection

    @contextmanager
    def writing(self, head: TxHead) -> Iterator[Connection]:
        """A journalled transaction: sets the desk's context, and seals the journal before it commits."""
        with self.plain_writing() as connection:
            bare(connection).execute(
                "UPDATE desk_context SET tx = ?, user = ?, device = ?, now = ?, applying = 0",
                (head.tx, head.user, head.device, head.now),
            )
            yield connection
            seal(connection, head)
            bare(connection).execute("UPDATE desk_context SET tx = NULL, user = NULL, device = NULL, now = NULL")

    def version(self) -> int:
        """A number that differs as soon as anybody has changed the file: this program or another one."""
        return int(self.watcher.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Let go of the file; the last one out folds the write-ahead log into it."""
        self.watcher.close()
        self.engine.dispose()


def open_store(folder: Path, clock: Clock) -> Store:
    """Open the data file in `folder`, making or migrating it where needed.

    UserError where it is damaged, from a newer program, locked or read-only; it is left untouched then.
    """
    path = folder / FILE_NAME
    with explained():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            damage.check_after_crash(path, folder)
            if not path.exists():
                connect(path, create=True).close()
            _bring_up_to_date(path, folder, clock)
            watcher = connect(path)
            try:
                _check_writable(watcher)
            except BaseException:
                watcher.close()
                raise
        except (sqlite3.DatabaseError, DBAPIError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            if isinstance(cause, sqlite3.Error) and is_damage(cause):
                raise damage.DamagedFile(path, folder) from error
            raise
        return Store(folder, path, engine_for(path), clock, watcher)


def _bring_up_to_date(path: Path, folder: Path, clock: Clock) -> None:
    from orderdesk_gui.store.versions import HEAD, KNOWN, refuse_newer, version_of

    connection = connect(path)
    try:
        found = version_of(connection)
        empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if found in KNOWN or empty:
            connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    if found == HEAD:
        return
    if found is None and not empty:
        raise UserError(
            "{path} is not an OrderDesk data file. Choose another folder, or move the file away.", path=path
        )
    refuse_newer(found)
    from orderdesk_gui.store.migrating import migrate

    with alone(path):
        pass
    if not empty:
        backup.make(path, folder / "backups", clock(), reason="before-migration")
    migrate(path)


def _check_writable(connection: sqlite3.Connection) -> None:
    """Take and give back the right to write, so that a read-only or locked file shows now, not at the first save."""
    connection.execute("BEGIN IMMEDIATE")  # granted on a read-only file too
    connection.execute("UPDATE desk_context SET applying = applying")
    connection.execute("ROLLBACK")
