import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import archive, backup, damage
from orderdesk_gui.store.damage import DamagedFile
from orderdesk_gui.store.database import FILE_NAME, open_store
from tests.fixtures_store import Clock, desk_of, raw, save_customer


@pytest.fixture
def crashed(data_folder: Path, tmp_path: Path, clock: Clock) -> Path:
    """A folder as a crash leaves it: the log not yet in the file, 300 customers saved."""
    store = open_store(data_folder, clock)
    desk = desk_of(store, tmp_path / "computer.json")
    for n in range(20):
        save_customer(desk, f"客户{n}", notes="长" * 2000)
    backup.make(store.path, data_folder / "backups", clock())
    copied = tmp_path / "crashed"
    shutil.copytree(data_folder, copied, ignore=shutil.ignore_patterns("*-shm"))
    store.close()
    assert (copied / f"{FILE_NAME}-wal").stat().st_size > 0
    return copied


def _spoil(path: Path) -> bytes:
    content = path.read_bytes()
    spoilt = content[:100] + b"\x77" * 3000 + content[3100:]
    path.write_bytes(spoilt)
    return spoilt


def test_after_a_crash_a_sound_file_opens_with_all_that_was_saved(crashed: Path, clock: Clock) -> None:
    store = open_store(crashed, clock)
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM customer").scalar_one() == 20
    store.close()


def test_after_a_crash_a_damaged_file_is_told_with_its_newest_good_backup(crashed: Path, clock: Clock) -> None:
    kept = next((crashed / "backups").iterdir())
    later = kept.with_name(kept.name.replace("2026", "2027"))
    later.write_bytes(kept.read_bytes()[:9000])
    (crashed / f"{FILE_NAME}-wal").write_bytes(b"x" * 64)
    spoilt = _spoil(crashed / FILE_NAME)
    with pytest.raises(DamagedFile, match="newest good backup") as caught:
        open_store(crashed, clock)
    assert caught.value.backup == kept
    assert (crashed / FILE_NAME).read_bytes() == spoilt
    archive.restore(kept, crashed / FILE_NAME, clock())
    store = open_store(crashed, clock)
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM customer").scalar_one() == 20
    store.close()
    aside = next((crashed / "backups").glob("*.damaged"))
    assert aside.read_bytes() == spoilt


def test_damage_that_shows_at_once_is_told_even_after_a_clean_close(data_folder: Path, clock: Clock) -> None:
    _spoil(data_folder / FILE_NAME)
    with pytest.raises(DamagedFile):
        open_store(data_folder, clock)


def test_a_clean_close_costs_no_check(data_folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(connection: sqlite3.Connection) -> bool:
        raise AssertionError("checked without need")

    monkeypatch.setattr(damage, "is_sound", refuse)
    open_store(data_folder, clock).close()


def test_a_file_open_elsewhere_is_not_checked_again(
    data_folder: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('UPDATE counter SET last = 1'); c.execute('CREATE TABLE x (y)'); c.execute('DROP TABLE x');"
        "print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, data_folder / FILE_NAME], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None and other.stdin is not None and other.stdout.readline() == b"open\n"
    assert (data_folder / f"{FILE_NAME}-wal").stat().st_size > 0
    monkeypatch.setattr(damage, "is_sound", lambda connection: False)
    open_store(data_folder, clock).close()
    other.stdin.close()
    other.wait(10)
    other.stdout.close()


def test_damage_met_while_reading_is_a_sentence(data_folder: Path, tmp_path: Path, clock: Clock) -> None:
    store = open_store(data_folder, clock)
    desk = desk_of(store, tmp_path / "computer.json")
    for n in range(50):
        save_customer(desk, f"客户{n}", notes="长" * 3000)
    store.close()
    size = store.path.stat().st_size
    with store.path.open("rb+") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size - size // 2))
    store = open_store(data_folder, clock)
    with pytest.raises(UserError, match="damaged"), store.reading() as connection:
        for table in ("customer", "journal", "search_stale"):
            connection.exec_driver_sql(f"SELECT * FROM {table}").all()
    store.close()


def test_text_that_is_no_text_is_a_sentence(data_folder: Path, clock: Clock) -> None:
    connection = raw(data_folder / FILE_NAME)
    connection.execute("UPDATE desk_context SET user = CAST(x'ff' AS TEXT)")
    connection.close()
    store = open_store(data_folder, clock)
    with pytest.raises(UserError, match="damaged"), store.reading() as connection:
        connection.exec_driver_sql("SELECT user FROM desk_context").all()
    store.close()
