import shutil
import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import backup
from orderdesk_gui.store.database import Store
from tests.fixtures_store import desk_of, save_customer

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _customers(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM customer").fetchone()[0])
    finally:
        connection.close()


def test_a_backup_is_whole_while_others_write(store: Store, tmp_path: Path) -> None:
    desk = desk_of(store, tmp_path / "computer.json")
    stop = threading.Event()
    saved: list[int] = []

    def write() -> None:
        while not stop.is_set():
            save_customer(desk, "甲", notes="x" * 500)
            saved.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            before = len(saved)
            made = backup.make(store.path, tmp_path / "kept", NOON + timedelta(seconds=n))
            assert _customers(made) >= before
            assert backup.is_good(made) is True
    finally:
        stop.set()
        writer.join()
    assert not list((tmp_path / "kept").glob("*.part*"))


def test_fourteen_are_kept_and_always_the_one_just_made(store: Store, tmp_path: Path) -> None:
    made = [backup.make(store.path, tmp_path, NOON + timedelta(days=n)) for n in range(20)]
    assert sorted(tmp_path.glob("*.db")) == made[-14:]
    set_back = backup.make(store.path, tmp_path, NOON - timedelta(days=365))
    assert sorted(tmp_path.glob("*.db")) == [set_back, *made[-13:]]


def test_one_is_due_on_a_day_without(store: Store, tmp_path: Path) -> None:
    today = NOON.astimezone().date()
    assert backup.is_due(tmp_path, today)
    backup.make(store.path, tmp_path, NOON)
    assert not backup.is_due(tmp_path, today)
    assert backup.is_due(tmp_path, today + timedelta(days=1))
    assert backup.is_due(tmp_path / "missing", date(2026, 1, 1))


def test_a_damaged_file_gives_no_backup(store: Store, tmp_path: Path) -> None:
    desk = desk_of(store, tmp_path / "computer.json")
    for _ in range(20):
        save_customer(desk, "甲", notes="x" * 3000)
    store.close()
    content = store.path.read_bytes()
    store.path.write_bytes(content[: len(content) // 2] + b"\xff" * (len(content) // 2))
    with pytest.raises((UserError, sqlite3.DatabaseError)):
        backup.make(store.path, tmp_path / "kept", NOON)
    assert list((tmp_path / "kept").iterdir()) == []


def test_the_newest_good_one_is_neither_damaged_nor_newer_nor_foreign(store: Store, tmp_path: Path) -> None:
    assert backup.newest_good(tmp_path / "missing") is None
    good = backup.make(store.path, tmp_path, NOON)
    for n, spoil in enumerate((b"", good.read_bytes()[:5000], b"nonsense" * 1000)):
        good.with_name(f"orderdesk-2027010{n}-000000-daily.db").write_bytes(spoil)
    newer = good.with_name("orderdesk-20270201-000000-daily.db")
    shutil.copyfile(good, newer)
    connection = sqlite3.connect(newer)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    foreign = sqlite3.connect(good.with_name("orderdesk-20270202-000000-daily.db"))
    foreign.execute("CREATE TABLE alembic_version (version_num)")
    foreign.execute("INSERT INTO alembic_version VALUES ('0001')")
    foreign.commit()
    foreign.close()
    assert backup.newest_good(tmp_path) == good
    assert backup.is_good(newer) == "9999"
