import hashlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import files
from tests.fixtures_store import forked


def _kept(folder: Path) -> list[Path]:
    return [p for p in files.folder_of(folder).rglob("*") if p.is_file()]


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    names = {files.keep(tmp_path, b"paper") for _ in range(3)} | {files.keep(tmp_path, b"other")}
    assert names == {hashlib.sha256(b"paper").hexdigest(), hashlib.sha256(b"other").hexdigest()}
    assert len(_kept(tmp_path)) == 2
    assert files.read(tmp_path, hashlib.sha256(b"paper").hexdigest()) == b"paper"


def test_many_threads_may_keep_the_same_bytes(tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def keep() -> None:
        try:
            files.keep(tmp_path, b"x" * 100_000)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=keep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == [] and len(_kept(tmp_path)) == 1


@pytest.mark.parametrize("change", [b"", b"forged", None])
def test_what_was_changed_outside_is_not_given_out(tmp_path: Path, change: bytes | None) -> None:
    name = files.keep(tmp_path, b"signed")
    [place] = _kept(tmp_path)
    if change is None:
        place.unlink()
    else:
        place.write_bytes(change)
    with pytest.raises(UserError, match="missing or was changed"):
        files.read(tmp_path, name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_only_hashes_are_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        files.read(tmp_path, name)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_killed_while_writing_leaves_no_half_file(tmp_path: Path) -> None:
    content = os.urandom(20_000_000)
    name = hashlib.sha256(content).hexdigest()
    whole, seen = 0.0, set()
    for n in range(-1, 30):
        folder = tmp_path / str(n)
        child = forked(lambda folder=folder: files.keep(folder, content))  # type: ignore[misc]
        if n >= 0:
            time.sleep(whole * n / 25)
            os.kill(child, signal.SIGKILL)
        started = time.monotonic()
        os.waitpid(child, 0)
        whole = whole or time.monotonic() - started
        place = folder / "files" / name[:2] / name
        seen.add(place.exists())
        if place.exists():
            assert place.read_bytes() == content
        assert files.keep(folder, content) == name
        assert files.read(folder, name) == content
        for left in _kept(folder):
            left.unlink()
    assert seen == {True, False}


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "settings.json"
    files.write_whole(place, b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write_whole(place, b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("settings.json", b"old")]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_the_name_is_given_only_when_the_content_is_on_the_disk(tmp_path: Path) -> None:
    """Stopped at the moment when the disk is asked to keep the content, there is no file of that name yet."""

    def stop_at_the_disk() -> None:
        os.fsync = lambda descriptor: os._exit(7)
        files.keep(tmp_path, b"paper")

    assert os.waitstatus_to_exitcode(os.waitpid(forked(stop_at_the_disk), 0)[1]) == 7
    name = hashlib.sha256(b"paper").hexdigest()
    assert not (tmp_path / "files" / name[:2] / name).exists()
