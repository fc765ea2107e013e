import io
import json
import os
import shutil
import signal
import sqlite3
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import archive, backup, files
from orderdesk_gui.store.connecting import InUse
from orderdesk_gui.store.database import FILE_NAME, Store, open_store
from tests.fixtures_store import Clock, desk_of, forked, save_customer

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAPERS = [b"%PDF-1.4 first" * 100, b"%PDF-1.4 second" * 3000]


@pytest.fixture
def made(store: Store, tmp_path: Path) -> Path:
    """An archive of a file with three customers and two papers."""
    desk = desk_of(store, tmp_path / "computer.json")
    for name in ("甲", "乙", "丙"):
        save_customer(desk, name)
    for paper in PAPERS:
        files.keep(store.folder, paper)
    target = tmp_path / "手动 备份.orderdesk"
    archive.write(store.path, target, NOON)
    return target


def _names(folder: Path) -> list[str]:
    store = open_store(folder, Clock())
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT name FROM customer ORDER BY id").scalars().all()
    store.close()
    return list(found)


def test_an_archive_brings_everything_to_another_computer(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "another" / "computer"
    assert archive.restore(made, folder / FILE_NAME, NOON) is None
    assert _names(folder) == ["甲", "乙", "丙"]
    kept = [p for p in files.folder_of(folder).glob("??/*")]
    assert sorted(p.read_bytes() for p in kept) == sorted(PAPERS)
    assert {p.name for p in folder.iterdir()} == {FILE_NAME, "files", "backups"}
    assert list(tmp_path.glob(".*")) == []


def test_the_present_file_is_kept_aside(made: Path, store: Store, tmp_path: Path) -> None:
    save_customer(desk_of(store, tmp_path / "computer.json"), "丁")
    store.close()
    aside = archive.restore(made, store.path, NOON)
    assert _names(store.folder) == ["甲", "乙", "丙"]
    assert aside is not None and aside.name.endswith("-before-restore.db")
    archive.restore(aside, store.path, NOON.replace(hour=13))
    assert _names(store.folder) == ["甲", "乙", "丙", "丁"]


def test_numbers_go_on_under_a_new_code(made: Path, store: Store, tmp_path: Path) -> None:
    """Some may have been given after the backup was made."""
    before = desk_of(store, tmp_path / "computer.json").device
    assert desk_of(store, tmp_path / "computer.json").device == before
    store.close()
    archive.restore(made, store.path, NOON)
    again = open_store(store.folder, Clock())
    assert desk_of(again, tmp_path / "computer.json").device != before
    again.close()


def _state(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _rewritten(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with zipfile.ZipFile(path) as whole:
            parts = {name: whole.read(name) for name in whole.namelist()}
        change(parts)
        with zipfile.ZipFile(path, "w") as spoilt:
            for name, content in parts.items():
                spoilt.writestr(name, content)

    return spoil


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(200, len(content), 997):
        content[at] ^= 0x55
    path.write_bytes(content)


def _a_paper(parts: dict[str, bytes]) -> str:
    return next(name for name in parts if name.startswith("files/"))


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


def _make_newer(parts: dict[str, bytes], folder: Path) -> None:
    database = folder / "newer.db"
    database.write_bytes(parts["orderdesk.db"])
    _newer(database)
    parts["orderdesk.db"] = database.read_bytes()
    manifest = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps({**manifest, "sha256": archive._sha256(database)}).encode()


def _workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as whole:
        whole.writestr("xl/workbook.xml", "<workbook/>")
    return held.getvalue()


WORKBOOK = _workbook()
SPOILT: dict[str, Callable[[Path], None]] = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-100]) and None,  # type: ignore[func-returns-value]
    "cut in half": lambda path: path.write_bytes(path.read_bytes()[:3000]) and None,  # type: ignore[func-returns-value]
    "empty": lambda path: path.write_bytes(b"") and None,  # type: ignore[func-returns-value]
    "text": lambda path: path.write_text("hello") and None,  # type: ignore[func-returns-value]
    "bytes flipped": _flipped,
    "a paper missing": _rewritten(lambda parts: parts.pop(_a_paper(parts)) and None),
    "a paper altered": _rewritten(lambda parts: parts.update({_a_paper(parts): b"other"})),
    "data altered": _rewritten(lambda p: p.update({"orderdesk.db": p["orderdesk.db"] + b"x"})),
    "no manifest": _rewritten(lambda parts: parts.pop("manifest.json") and None),
    "manifest no object": _rewritten(lambda parts: parts.update({"manifest.json": b"[1]"})),
    "manifest no JSON": _rewritten(lambda parts: parts.update({"manifest.json": b"{"})),
    "a workbook": lambda path: path.write_bytes(WORKBOOK) and None,  # type: ignore[func-returns-value]
    "a bad paper name": _rewritten(lambda p: p.update({"files/../../evil": p.pop(_a_paper(p))})),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_archive_changes_nothing(made: Path, store: Store, tmp_path: Path, how: str) -> None:
    store.close()
    SPOILT[how](made)
    before = _state(store.folder)
    with pytest.raises(UserError, match="not a whole OrderDesk backup"):
        archive.restore(made, store.path, NOON)
    assert _state(store.folder) == before
    with pytest.raises(UserError):
        archive.restore(made, tmp_path / "new" / FILE_NAME, NOON)
    assert _state(tmp_path / "new") == {}


def test_a_newer_archive_changes_nothing(made: Path, store: Store, tmp_path: Path) -> None:
    store.close()
    kept = backup.make(store.path, tmp_path / "kept", NOON)
    _newer(kept)
    _rewritten(lambda parts: _make_newer(parts, tmp_path))(made)
    before = _state(store.folder)
    for source in (made, kept):
        with pytest.raises(UserError, match="newer OrderDesk"):
            archive.restore(source, store.path, NOON)
    assert {k: v for k, v in _state(store.folder).items() if not k.startswith("files")} == {
        k: v for k, v in before.items() if not k.startswith("files")
    }


def test_no_backup_and_the_file_itself_are_sentences(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no backup at"):
        archive.restore(tmp_path / "missing", store.path, NOON)
    with pytest.raises(UserError, match="no backup at"):
        archive.restore(tmp_path, store.path, NOON)
    with pytest.raises(UserError, match="data file itself"):
        archive.restore(store.path, store.path, NOON)


def test_a_file_that_is_open_is_not_replaced(made: Path, store: Store) -> None:
    before = store.path.read_bytes()
    with pytest.raises(InUse, match="needs it alone"):
        archive.restore(made, store.path, NOON)
    assert store.path.read_bytes() == before


def test_an_old_log_is_never_read_into_the_restored_file(made: Path, store: Store, tmp_path: Path) -> None:
    """The data file was lost or damaged, its write-ahead log is still there."""
    desk = desk_of(store, tmp_path / "computer.json")
    save_customer(desk, "戊")
    log = store.path.with_name(f"{FILE_NAME}-wal").read_bytes()
    store.close()
    assert len(log) > 1000
    for present in (None, b"garbage" * 1000):
        folder = tmp_path / f"folder {present is None}"
        folder.mkdir()
        (folder / f"{FILE_NAME}-wal").write_bytes(log)
        if present:
            (folder / FILE_NAME).write_bytes(present)
        archive.restore(made, folder / FILE_NAME, NOON)
        assert _names(folder) == ["甲", "乙", "丙"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("damaged", [False, True], ids=["sound", "damaged"])
def test_killed_in_between_it_is_the_old_file_or_the_new_one(
    made: Path, store: Store, tmp_path: Path, damaged: bool
) -> None:
    desk = desk_of(store, tmp_path / "computer.json")
    save_customer(desk, "丁")
    store.close()
    seen = set()
    whole = 0.0  # how long one takes that is not killed
    for n in range(-1, 25):
        folder = tmp_path / f"run{n}"
        folder.mkdir()
        content = b"damaged" * 9000 if damaged else store.path.read_bytes()
        (folder / FILE_NAME).write_bytes(content)
        child = forked(lambda path=folder / FILE_NAME: archive.restore(made, path, NOON))  # type: ignore[misc]
        if n >= 0:
            time.sleep(whole * n / 20)
            os.kill(child, signal.SIGKILL)
        started = time.monotonic()
        os.waitpid(child, 0)
        whole = whole or time.monotonic() - started
        if damaged and (folder / FILE_NAME).read_bytes() == content:
            seen.add("old")
        else:
            seen.add({3: "new", 4: "old"}[len(_names(folder))])
        shutil.rmtree(folder)
    assert seen == {"old", "new"}
