"""Backups by SQLite's online backup: automatic ones beside the data, and one whole file by hand."""

import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import files
from orderdesk_gui.store.connecting import alone, connect, is_sound
from orderdesk_gui.store.versions import KNOWN, version_of

KEPT = 14
_DATABASE = "orderdesk.db"
_MANIFEST = "manifest.json"


def make(path: Path, folder: Path, now: datetime, reason: str = "daily") -> Path:
    """Copy the data file into `folder`, check the copy, and forget all but the newest 14. Returns its path.

    Papers are not in it: they are kept once, beside the data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"orderdesk-{now.astimezone():%Y%m%d-%H%M%S}-{reason}.db"
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        _copy(path, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    for old in sorted(folder.glob("orderdesk-*.db"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def _copy(path: Path, target: Path) -> None:
    source = connect(path)
    try:
        copy = sqlite3.connect(target)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            if not is_sound(copy):
                raise UserError("The backup failed its check; the data file may be damaged. Check it first.")
        finally:
            copy.close()
    finally:
        source.close()


def is_due(folder: Path, today: date) -> bool:
    """Whether no backup was made today yet."""
    return not any(folder.glob(f"orderdesk-{today:%Y%m%d}-*.db"))


def newest_good(folder: Path) -> Path | None:
    """The newest backup that passes its check."""
    for candidate in sorted(folder.glob("orderdesk-*.db"), reverse=True):
        connection = sqlite3.connect(f"{candidate.resolve().as_uri()}?mode=ro", uri=True)
        try:
            if is_sound(connection) and version_of(connection) in KNOWN:
                return candidate
        except sqlite3.DatabaseError:
            continue
        finally:
            connection.close()
    return None


def write_archive(path: Path, target: Path, now: datetime) -> None:
    """Everything in one file that another computer can restore: the data and every kept paper."""
    part = target.with_name(f".{target.name}.part")
    copy = target.with_name(f".{target.name}.db")
    try:
        _copy(path, copy)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            archive.write(copy, _DATABASE)
            kept = sorted(p for p in files.folder_of(path.parent).glob("??/*") if len(p.name) == 64)
            for paper in kept:
                archive.write(paper, f"files/{paper.parent.name}/{paper.name}", zipfile.ZIP_STORED)
            manifest = {"made": now.isoformat(), "sha256": _sha256(copy), "files": len(kept)}
            archive.writestr(_MANIFEST, json.dumps(manifest))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
        copy.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(source: Path, path: Path, now: datetime) -> Path | None:
    """Put the backup `source` in place of the data file at `path`. Returns where the present one was kept.

    The backup is verified first; UserError where it is not whole, newer than this program, or where the
    data file is open elsewhere. Nothing is changed then.
    """
    if not source.exists():
        raise UserError("There is no backup at {path}. Check the name.", path=source)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _unpacked(source, path.parent) as (database, papers):
        _verify(database, source)
        aside = _put_in_place(database, path, now)
        for name, content in papers:
            if files.keep(path.parent, content) != name:
                raise UserError("{name} in the backup is damaged; the data was restored without it.", name=name)
    return aside


@contextmanager
def _unpacked(source: Path, folder: Path) -> Iterator[tuple[Path, Iterator[tuple[str, bytes]]]]:
    if not zipfile.is_zipfile(source):
        yield source, iter(())
        return
    extracted = folder / ".restoring.db"
    try:
        with zipfile.ZipFile(source) as archive:
            try:
                manifest = json.loads(archive.read(_MANIFEST))
                with archive.open(_DATABASE) as inside, extracted.open("wb") as out:
                    while chunk := inside.read(1 << 20):
                        out.write(chunk)
                whole = _sha256(extracted) == manifest["sha256"]
            except (KeyError, ValueError, zipfile.BadZipFile) as error:
                raise UserError("{path} is not a whole OrderDesk backup.", path=source) from error
            if not whole:
                raise UserError("{path} is damaged: its data does not match its seal.", path=source)
            names = [n for n in archive.namelist() if n.startswith("files/")]
            yield extracted, ((name.rsplit("/", 1)[1], archive.read(name)) for name in names)
    finally:
        extracted.unlink(missing_ok=True)


def _verify(database: Path, source: Path) -> None:
    try:
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            version = version_of(connection)
            sound = is_sound(connection)
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        version, sound = None, False
    if not sound or version is None:
        raise UserError("{path} is not a whole OrderDesk backup; nothing was changed.", path=source)
    if version not in KNOWN:
        raise UserError("{path} was made by a newer OrderDesk; nothing was changed.", path=source)


def _put_in_place(database: Path, path: Path, now: datetime) -> Path | None:
    aside = path.parent / "backups" / f"orderdesk-{now.astimezone():%Y%m%d-%H%M%S}-before-restore.db"
    aside.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        connect(path, create=True).close()
        kept = None
    else:
        try:
            with alone(path):
                pass
            _copy(path, aside)
            kept = aside
        except (sqlite3.DatabaseError, UserError) as error:
            if isinstance(error, UserError) and "alone" in error.message.text:
                raise
            kept = aside.with_suffix(".damaged")
            path.replace(kept)
            for rest in ("-wal", "-shm"):
                path.with_name(path.name + rest).unlink(missing_ok=True)
            connect(path, create=True).close()
    with alone(path) as target:
        origin = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            origin.backup(target)
        finally:
            origin.close()
        target.execute("PRAGMA journal_mode = WAL")
    return kept
