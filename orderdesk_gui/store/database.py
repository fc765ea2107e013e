"""Opens the one SQLite file, and gives out the transactions in which it is read and written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import backup, damage
from orderdesk_gui.store.connecting import alone, connect
from orderdesk_gui.store.errors import explain
from orderdesk_gui.store.journal import TxHead, seal

FILE_NAME = "orderdesk.db"

Clock = Callable[[], datetime]


def engine_for(path: Path) -> Engine:
    """A SQLAlchemy engine whose transactions begin as :func:`reading` and :func:`writing` say."""
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(str(connection.get_execution_options().get("orderdesk_begin", "BEGIN")))

    return engine


@dataclass(slots=True)
class Store:
    """An open data file. `folder` also holds the kept papers and the backups."""

    folder: Path
    path: Path
    engine: Engine
    clock: Clock

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view of the file; nothing can be written in it."""
        with _explained(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def plain_writing(self) -> Iterator[Connection]:
        """A transaction for tables that are not journalled: drafts, counters, the search index."""
        with _explained(), self.engine.connect() as connection:
            connection = connection.execution_options(orderdesk_begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, head: TxHead) -> Iterator[Connection]:
        """A journalled transaction: sets the desk's context, and seals the journal before it commits."""
        with self.plain_writing() as connection:
            connection.exec_driver_sql(
                "UPDATE desk_context SET tx = ?, user = ?, device = ?, now = ?, applying = 0",
                (head.tx, head.user, head.device, head.now),
            )
            yield connection
            seal(connection, head)
            connection.exec_driver_sql("UPDATE desk_context SET tx = NULL, user = NULL, device = NULL, now = NULL")

    def version(self, connection: Connection) -> int:
        """A number that differs as soon as another connection has changed the file."""
        return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def close(self) -> None:
        """Let go of the file; the last one out folds the write-ahead log into it."""
        self.engine.dispose()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        sentence = explain(error)
        if sentence is None:
            raise
        raise sentence from error


def open_store(folder: Path, clock: Clock) -> Store:
    """Open the data file in `folder`, making or migrating it where needed.

    UserError where it is damaged, from a newer program, locked or read-only; it is left untouched then.
    """
    path = folder / FILE_NAME
    with _explained():
        folder.mkdir(parents=True, exist_ok=True)
        new = not path.exists() or path.stat().st_size == 0
        if new:
            _create(path)
        else:
            damage.check_after_crash(path, folder)
        _bring_up_to_date(path, folder, clock, new)
        engine = engine_for(path)
        _check_writable(engine)
    return Store(folder, path, engine, clock)


def _create(path: Path) -> None:
    connection = connect(path, create=True)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _bring_up_to_date(path: Path, folder: Path, clock: Clock, new: bool) -> None:
    from orderdesk_gui.store.versions import HEAD, KNOWN, version_of

    connection = connect(path)
    try:
        found = version_of(connection)
    finally:
        connection.close()
    if found == HEAD:
        return
    if found is None and not new and not _is_empty(path):
        raise UserError(
            "{path} is not an OrderDesk data file. Choose another folder, or move the file away.", path=path
        )
    if found is not None and found not in KNOWN:
        raise UserError(
            "This data file was written by a newer OrderDesk ({version}). Install that version; "
            "the file was left untouched.",
            version=found,
        )
    from orderdesk_gui.store.migrating import migrate

    with alone(path):
        pass
    if not new:
        backup.make(path, folder / "backups", clock(), reason="before-migration")
    migrate(path)


def _is_empty(path: Path) -> bool:
    connection = connect(path)
    try:
        return bool(connection.execute("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0])
    finally:
        connection.close()


def _check_writable(engine: Engine) -> None:
    """Take and give back the right to write, so that a read-only or locked file shows now, not at the first save."""
    with engine.connect() as connection:
        connection = connection.execution_options(orderdesk_begin="BEGIN IMMEDIATE")
        with connection.begin():
            pass
