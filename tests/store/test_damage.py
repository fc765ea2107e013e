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


@pytest.fixture
def crashed_again(crashed: Path, tmp_path: Path, clock: Clock) -> Path:
    """As a crash leaves it on a later day: the file is not empty, and the log holds what was saved last."""
    open_store(crashed, clock).close()
    store = open_store(crashed, clock)
    for n in range(5):
        save_customer(desk_of(store, tmp_path / "computer.json"), f"后来{n}", notes="长" * 2000)
    copied = Path(shutil.copytree(crashed, tmp_path / "again", ignore=shutil.ignore_patterns("*-shm")))
    store.close()
    return copied


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in (FILE_NAME, f"{FILE_NAME}-wal") if (folder / name).exists()}


def _flip(content: bytes, *places: int) -> bytes:
    flipped = bytearray(content)
    for place in places:
        flipped[place : place + 64] = bytes(byte ^ 0xA5 for byte in flipped[place : place + 64])
    return bytes(flipped)


@pytest.mark.parametrize("how", ["some pages", "half of it gone", "emptied", "deleted"])
@pytest.mark.parametrize("backups", [True, False])
def test_a_damaged_file_and_its_log_stay_as_they_are(
    crashed_again: Path, clock: Clock, how: str, backups: bool
) -> None:
    content = (crashed_again / FILE_NAME).read_bytes()
    if how == "deleted":
        (crashed_again / FILE_NAME).unlink()
    else:
        spoilt = {"some pages": _flip(content, *range(4096, len(content), 40_960)), "half of it gone": content[:8192]}
        (crashed_again / FILE_NAME).write_bytes(spoilt.get(how, b""))
    if not backups:
        shutil.rmtree(crashed_again / "backups")
    before = _bytes(crashed_again)
    assert f"{FILE_NAME}-wal" in before
    for _ in range(2):
        with pytest.raises(DamagedFile, match="newest good backup is" if backups else "no good backup"):
            open_store(crashed_again, clock)
        assert _bytes(crashed_again) == before
    if backups:
        archive.restore(next((crashed_again / "backups").glob("*.db")), crashed_again / FILE_NAME, clock())
        aside = next((crashed_again / "backups").glob("*.damaged-wal"))
        assert aside.read_bytes() == before[f"{FILE_NAME}-wal"], "what was saved last is kept aside too"
        open_store(crashed_again, clock).close()


@pytest.mark.parametrize("where", ["head", "a frame in the middle", "everything"])
def test_a_spoilt_log_is_told_and_not_silently_cut(crashed_again: Path, clock: Clock, where: str) -> None:
    log = crashed_again / f"{FILE_NAME}-wal"
    content = log.read_bytes()
    spoilt = {"head": _flip(content, 0), "a frame in the middle": _flip(content, len(content) // 2)}
    log.write_bytes(spoilt.get(where, b"w" * 200_000))
    before = _bytes(crashed_again)
    with pytest.raises(DamagedFile):
        open_store(crashed_again, clock)
    assert _bytes(crashed_again) == before


@pytest.mark.parametrize("kept", [0, 20, 32, 5000, -1, -3000])
def test_a_log_that_ends_in_the_middle_is_what_a_crash_leaves(crashed_again: Path, clock: Clock, kept: int) -> None:
    log = crashed_again / f"{FILE_NAME}-wal"
    log.write_bytes(log.read_bytes()[:kept])
    open_store(crashed_again, clock).close()


def test_a_newer_file_that_was_not_closed_is_left_with_its_log(crashed: Path, clock: Clock, tmp_path: Path) -> None:
    connection = raw(crashed / FILE_NAME)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = Path(shutil.copytree(crashed, tmp_path / "newer"))
    connection.close()
    before = _bytes(newer)
    with pytest.raises(UserError, match="newer OrderDesk"):
        open_store(newer, clock)
    assert _bytes(newer) == before and len(before) == 2


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
    assert other.stdout is not None and other.stdin is not None and other.stdout.readline().strip() == b"open"
    assert (data_folder / f"{FILE_NAME}-wal").stat().st_size > 0
    monkeypatch.setattr(damage, "is_sound", lambda connection: False)
    open_store(data_folder, clock).close()
    other.stdin.close()
    other.wait(10)
    other.stdout.close()


def test_damage_met_while_reading_is_a_sentence(data_folder: Path, tmp_path: Path, clock: Clock) -> None:
    store = open_store(data_folder, clock)
    desk = desk_of(store, tmp_path / "computer.json")
    for n in range(200):
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
