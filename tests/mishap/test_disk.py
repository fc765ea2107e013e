"""A disk that is full or refuses: a sentence, nothing half-written, and all well once there is space again."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdesk_gui.actions import drafts, storage
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import files
from orderdesk_gui.store.database import Store, open_store
from orderdesk_gui.store.journal import verify
from tests.fixtures_store import Clock, desk_of, raw, save_customer

resource = pytest.importorskip("resource", reason="Windows has no limits on the size of files")


@contextlib.contextmanager
def _no_file_longer_than(size: int) -> Iterator[None]:
    """Writes beyond `size` fail as on a full disk (Python ignores the signal that comes with it)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _sound(store: Store, names: list[str]) -> None:
    connection = raw(store.path)
    assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    connection.close()
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM customer ORDER BY id").scalars().all() == names
        assert list(verify(connection)) == []


def _save_until_refused(desk: Desk) -> tuple[list[str], str]:
    saved: list[str] = []
    for n in range(2000):
        try:
            save_customer(desk, f"客户{n}", notes="长" * 20_000)
        except UserError as error:
            return saved, str(error)
        saved.append(f"客户{n}")
    raise AssertionError("it was never refused")


def test_writes_that_are_refused_are_a_sentence_and_leave_nothing(desk: Desk) -> None:
    log = desk.store.path.with_name(desk.store.path.name + "-wal")
    with _no_file_longer_than(log.stat().st_size + 300_000):
        saved, sentence = _save_until_refused(desk)
        assert "full" in sentence or "refused to read or write" in sentence
        with pytest.raises(UserError):
            drafts.save(desk, "quote", "长" * 500_000)
        _sound(desk.store, saved)
    save_customer(desk, "之后")
    drafts.save(desk, "quote", "之后")
    _sound(desk.store, [*saved, "之后"])


def test_a_backup_and_a_paper_that_find_no_space_leave_nothing(desk: Desk, tmp_path: Path) -> None:
    save_customer(desk)
    target = tmp_path / "x.orderdesk"
    before = sorted(p.name for p in tmp_path.iterdir())
    with _no_file_longer_than(100_000):
        with pytest.raises(UserError, match=r"full|refused|cannot be written"):
            storage.backup_now(desk.store, target)
        with pytest.raises(UserError, match=r"full|refused|cannot be written"):
            storage.daily_backup(desk.store)
        with pytest.raises(OSError, match="too large"):
            files.keep(desk.store.folder, os.urandom(200_000))
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert list((desk.store.folder / "backups").iterdir()) == []
    assert [p for p in files.folder_of(desk.store.folder).rglob("*") if p.is_file()] == []
    storage.backup_now(desk.store, target)
    assert target.exists()


def test_a_restore_that_finds_no_space_leaves_the_present_file(desk: Desk, tmp_path: Path) -> None:
    save_customer(desk, "甲")
    target = tmp_path / "x.orderdesk"
    storage.backup_now(desk.store, target)
    save_customer(desk, "乙")
    desk.store.close()
    before = desk.store.path.read_bytes()
    with _no_file_longer_than(100_000), pytest.raises(UserError, match=r"full|refused|cannot be written"):
        storage.restore(target, desk.store.folder, Clock())
    assert desk.store.path.read_bytes() == before
    assert not list(desk.store.folder.glob(".restoring*"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB of its own."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk; another user does so in a namespace of their own, see below")
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_small_disk_of_an_ordinary_user(tmp_path: Path) -> None:
    """Where root is not there to mount the small disk, the tests that need it run where this user may be root."""
    if os.geteuid() == 0:
        pytest.skip("root mounts it")
    own = ["unshare", "--user", "--map-root-user", "--mount"]
    if not sys.platform.startswith("linux") or subprocess.run([*own, "true"], capture_output=True).returncode:
        pytest.skip("namespaces of one's own are not allowed here")
    there = ["-m", "pytest", __file__, "-q", "-k", "full", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'there'}"]
    done = subprocess.run([*own, sys.executable, *there], cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.returncode == 0 and "2 passed" in done.stdout, done.stdout


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 1_000_000)
    store = open_store(small_disk / "data", Clock())
    desk = desk_of(store, tmp_path / "computer.json")
    saved, sentence = _save_until_refused(desk)
    assert sentence == "The disk is full; nothing was saved. Free some space and save again."
    _sound(store, saved)
    ballast.unlink()
    save_customer(desk, "之后")
    _sound(store, [*saved, "之后"])
    store.close()
    again = open_store(small_disk / "data", Clock())
    _sound(again, [*saved, "之后"])
    again.close()


def test_a_disk_too_full_to_begin_on(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 6_200_000)
    with pytest.raises(UserError, match="full"):
        open_store(small_disk / "data", Clock())
    (small_disk / "ballast").unlink()
    open_store(small_disk / "data", Clock()).close()


def test_a_folder_that_was_taken_away_is_a_sentence(desk: Desk) -> None:
    with pytest.raises(UserError, match="missing or was changed"):
        files.read(desk.store.folder, "0" * 64)
    desk.store.folder.rename(desk.store.folder.with_name("moved"))
    with pytest.raises(UserError, match=r"cannot be written|cannot be opened|refused"):
        storage.daily_backup(desk.store)
