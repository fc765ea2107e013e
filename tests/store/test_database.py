import os
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from sqlalchemy import insert

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import connecting
from orderdesk_gui.store.connecting import InUse, alone, connect, uri
from orderdesk_gui.store.customers import Contact, Customer
from orderdesk_gui.store.damage import DamagedFile
from orderdesk_gui.store.database import FILE_NAME, Store, open_store
from orderdesk_gui.store.desks import Counter
from tests.fixtures_store import Clock, raw

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "BUSY_SECONDS", 0.2)


def _count(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT coalesce(sum(last), 0) FROM counter").scalar_one())


def _write(store: Store, series: str = "QT") -> None:
    with store.plain_writing() as connection:
        connection.execute(insert(Counter).values(series=series, year=2026, device="7K3F", last=1))


def test_every_pooled_connection_is_set_up(store: Store) -> None:
    connections = [store.engine.connect() for _ in range(4)]
    for connection in connections:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
        }
        assert found == {
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 200, "recursive_triggers": 1
        }  # fmt: skip
        connection.close()
    assert len({id(c.connection) for c in connections if not c.closed}) == 0


def test_foreign_keys_hold(store: Store) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), store.plain_writing() as connection:
        connection.exec_driver_sql("UPDATE desk_context SET tx = 'x'")
        connection.execute(insert(Contact).values(id=uuid.uuid4(), customer_id=uuid.uuid4(), name="x"))


def test_the_names_of_files_as_sqlite_wants_them(tmp_path: Path) -> None:
    name = "数据 100% #1 ?x=1 '引号'.db"
    odd = tmp_path / (name.replace("?", "") if sys.platform == "win32" else name)  # no name there has a question mark
    connect(odd, create=True).close()
    assert odd.exists()
    assert uri(odd, "ro").startswith("file:///") and "?mode=ro" in uri(odd, "ro")

    class Share(type(tmp_path)):  # type: ignore[misc]
        def resolve(self, strict: bool = False) -> Path:
            return self  # type: ignore[no-any-return]

        def as_posix(self) -> str:
            return "//server/公司/orderdesk.db"

    assert uri(Share("x"), "rw") == "file:////server/%E5%85%AC%E5%8F%B8/orderdesk.db?mode=rw"


def test_nothing_can_be_written_while_reading(store: Store) -> None:
    with pytest.raises(UserError), store.reading() as connection:
        connection.execute(insert(Counter).values(series="QT", year=2026, device="7K3F", last=1))
    _write(store)
    assert _count(store) == 1


def test_an_error_inside_leaves_the_file_as_it_was(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.plain_writing() as connection:
        connection.execute(insert(Counter).values(series="QT", year=2026, device="7K3F", last=1))
        _ = 1 / 0
    assert _count(store) == 0
    _write(store)


def test_a_value_that_does_not_fit_is_a_sentence(store: Store) -> None:
    from decimal import Decimal

    with pytest.raises(UserError, match="more than 4 decimals"), store.plain_writing() as connection:
        connection.execute(insert(Customer).values(id=uuid.uuid4(), name="x", credit_limit=Decimal("0.00001")))


def test_the_version_tells_who_wrote(store: Store) -> None:
    seen = store.version()
    _count(store)
    assert store.version() == seen
    _write(store)
    assert store.version() != seen
    seen = store.version()
    other = open_store(store.folder, store.clock)
    assert store.version() == seen
    _write(other, "CT")
    assert store.version() != seen
    other.close()


def test_a_file_is_made_where_there_is_none(tmp_path: Path, clock: Clock) -> None:
    opened = open_store(tmp_path / "新" / "文件夹", clock)
    _write(opened)
    opened.close()
    again = open_store(tmp_path / "新" / "文件夹", clock)
    assert _count(again) == 1
    assert not (tmp_path / "新" / "文件夹" / "backups").exists()
    again.close()


def test_a_start_killed_before_the_tables_were_made_is_gone_on_with(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / FILE_NAME).touch()
    open_store(tmp_path, clock).close()
    other = tmp_path / "b"
    other.mkdir()
    connection = connect(other / FILE_NAME, create=True)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    opened = open_store(other, clock)
    assert _count(opened) == 0
    opened.close()


def test_an_emptied_file_with_backups_is_damage(data_folder: Path, clock: Clock) -> None:
    from orderdesk_gui.store import backup

    kept = backup.make(data_folder / FILE_NAME, data_folder / "backups", clock())
    (data_folder / FILE_NAME).write_bytes(b"")
    with pytest.raises(DamagedFile) as caught:
        open_store(data_folder, clock)
    assert caught.value.backup == kept
    assert (data_folder / FILE_NAME).read_bytes() == b""


def test_a_file_of_a_newer_program_is_refused_and_left_as_it_was(data_folder: Path, clock: Clock) -> None:
    connection = raw(data_folder / FILE_NAME)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = {p.name: p.read_bytes() for p in data_folder.iterdir()}
    with pytest.raises(UserError, match="newer OrderDesk"):
        open_store(data_folder, clock)
    assert {p.name: p.read_bytes() for p in data_folder.iterdir()} == before


@pytest.mark.parametrize("content", [b"hello", b"PK\x03\x04" + b"x" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path, clock: Clock, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(DamagedFile, match="no good backup"):
        open_store(tmp_path, clock)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_another_programs_database_is_refused_and_left_as_it_was(tmp_path: Path, clock: Clock) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE notes (text)")
    connection.commit()
    connection.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(UserError, match="not an OrderDesk data file"):
        open_store(tmp_path, clock)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="cannot be written"):
        open_store(tmp_path / "file" / "data", clock)


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_read_only_file_is_a_sentence(data_folder: Path, clock: Clock, folder_too: bool) -> None:
    if os.name == "posix" and os.geteuid() == 0:
        pytest.skip("root writes read-only files too")
    (data_folder / FILE_NAME).chmod(0o400)
    if folder_too:
        data_folder.chmod(0o500)
    try:
        with pytest.raises(UserError, match="may only be read"):
            open_store(data_folder, clock)
    finally:
        data_folder.chmod(0o700)


def test_a_file_locked_by_another_program_is_a_sentence(data_folder: Path, clock: Clock) -> None:
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE');"
        "print('locked', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, data_folder / FILE_NAME], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None and other.stdin is not None
    assert other.stdout.readline().strip() == b"locked"
    with pytest.raises(UserError, match="Another program is using"):
        open_store(data_folder, clock)
    other.stdin.close()
    other.wait(10)
    other.stdout.close()
    opened = open_store(data_folder, clock)
    _write(opened)
    opened.close()


def test_alone_is_refused_while_anybody_has_it_open(store: Store, clock: Clock) -> None:
    with pytest.raises(InUse), alone(store.path):
        pass
    other = subprocess.run(
        [sys.executable, "-c", "import sys; from pathlib import Path; from orderdesk_gui.store.connecting import *\n"
         "try:\n    alone(Path(sys.argv[1])).__enter__()\nexcept InUse: print('in use')", str(store.path)],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert other.stdout == "in use\n", other.stderr
    store.close()
    with alone(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM customer").fetchone() == (0,)


_WRITER = """
import sys
from pathlib import Path
from tests.fixtures_store import Clock, desk_of, save_customer
from orderdesk_gui.store.database import open_store
folder, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = open_store(folder, Clock())
desk = desk_of(store, folder.parent / f"{name}.json")
for n in range(times):
    save_customer(desk, f"{name} {n}")
store.close()
"""


def test_two_programs_write_one_file_in_turn(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from orderdesk_gui.store.journal import verify

    seen = store.version()
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, store.folder, name, "40"], cwd=ROOT)
        for name in ("window", "command line")
    ]
    assert [w.wait(60) for w in writers] == [0, 0]
    assert store.version() != seen
    with store.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM customer").scalars().all()
        assert sorted(names) == sorted(f"{w} {n}" for w in ("window", "command line") for n in range(40))
        assert list(verify(connection)) == []
        heads = connection.exec_driver_sql("SELECT count(*), count(DISTINCT prev_hash) FROM journal_tx").one()
        assert tuple(heads) == (80, 80)


def test_opening_a_file_that_is_up_to_date_loads_no_migration_engine(data_folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from orderdesk_gui.store.database import open_store\n"
        "open_store(Path(sys.argv[1]), lambda: datetime.now(UTC)).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, data_folder], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "False\n", done.stderr
