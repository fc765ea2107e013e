"""An open data file and a person at its desk, for every test that needs them; made once, copied each time."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules import access
from orderdesk_gui.store import rows, schema, triggers
from orderdesk_gui.store.base import Base, Identifier, Json, Moment, Scaled, traits_of
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.database import FILE_NAME, Store, open_store
from orderdesk_gui.store.device import current

__all__ = ["Clock", "clock", "data_folder", "desk", "empty_folder", "sample_row", "save_customer", "store"]

assert schema.metadata is Base.metadata and triggers.statements()


class Clock:
    """A clock that goes on by a millisecond whenever it is read, and can be set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a data file that nobody has written in yet."""
    folder = tmp_path_factory.mktemp("template")
    open_store(folder, Clock()).close()
    return folder


@pytest.fixture
def data_folder(empty_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(empty_folder / FILE_NAME, folder / FILE_NAME)
    return folder


@pytest.fixture
def store(data_folder: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(data_folder, clock)
    yield opened
    opened.close()


def desk_of(store: Store, outside: Path, role: access.Role = "manager") -> Desk:
    """A person of `role` at the desk of `store`."""
    person = access.User(uuid.uuid4(), "王芳", role)
    with store.plain_writing() as connection:
        device_id, code = current(connection, outside, store.clock)
    return Desk(store, access.access_of(person), device_id, code, store.clock)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return desk_of(store, tmp_path / "computer.json")


def save_customer(desk: Desk, name: str = "华为技术有限公司", **values: object) -> tuple[uuid.UUID, str]:
    """Save a new customer; its id and the transaction."""
    row_id = desk.new_id()
    with desk.writing("customers.save") as writing:
        rows.add(writing.connection, Customer, [{"id": row_id, "scope": row_id, "name": name, **values}])
    assert writing.changes.tx is not None
    return row_id, writing.changes.tx


def sample_row(table_name: str, new_id: Callable[[], uuid.UUID], variant: int = 0) -> dict[str, object]:
    """Raw values, as SQLite keeps them, for every column of a table; nullable ones are NULL in odd variants."""
    found: dict[str, object] = {}
    table = Base.metadata.tables[table_name]
    for column in table.columns:
        kind = column.type
        if column.foreign_keys or (isinstance(kind, Identifier) and column.name == "id"):
            found[column.name] = new_id().bytes
        elif column.nullable and variant % 2:
            found[column.name] = None
        elif column.name in traits_of(table).guarded:
            found[column.name] = sorted(traits_of(table).guarded[column.name])[0][0]
        elif isinstance(kind, Identifier):
            found[column.name] = new_id().bytes
        elif isinstance(kind, Scaled):
            found[column.name] = 1_234_500 + variant
        elif isinstance(kind, Moment):
            found[column.name] = None if column.name == "deleted_at" else "2026-11-21T08:00:00.000000Z"
        elif isinstance(kind, Json):
            found[column.name] = '{"kind":"monthly","天":60}'
        else:
            by_type = {int: 7 + variant, bool: 1, date: "2026-11-21"}
            found[column.name] = by_type.get(kind.python_type, f"值 “{column.name}” 🙂 {variant}")
    return found


def raw(path: Path) -> sqlite3.Connection:
    """The data file as any other program sees it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def forked(work: Callable[[], object]) -> int:
    """The id of a child process that does `work` and ends; quick to make, so that it can be killed often."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)
