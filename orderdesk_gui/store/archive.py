"""One whole file that another computer can restore: the data and every kept paper, checked before it counts."""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import backup, files
from orderdesk_gui.store.connecting import alone, uri
from orderdesk_gui.store.damage import log_of, look

_DATABASE = "orderdesk.db"
_MANIFEST = "manifest.json"
_NOT_WHOLE = (
    KeyError, ValueError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error
)  # fmt: skip


def write(path: Path, target: Path, now: datetime) -> None:
    """Write everything of the data file at `path` to `target`, whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    copied = target.with_name(f".{target.name}.db")
    try:
        backup.copy(path, copied)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            archive.write(copied, _DATABASE)
            kept = sorted(p for p in files.folder_of(path.parent).glob("??/*") if len(p.name) == 64)
            for paper in kept:
                archive.write(paper, f"files/{paper.parent.name}/{paper.name}", zipfile.ZIP_STORED)
            manifest = {"made": now.isoformat(), "sha256": _sha256(copied), "files": len(kept)}
            archive.writestr(_MANIFEST, json.dumps(manifest))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
        files.sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)
        copied.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(source: Path, path: Path, now: datetime) -> Path | None:
    """Put the backup `source` in place of the data file at `path`. Returns where the present one was kept.

    `source` is a whole archive or an automatic backup. It is verified first; UserError where it is not whole,
    newer than this program, or where the data file is open elsewhere: nothing is changed then. Killed in
    between, the data file is the old one or the new one. Numbers go on under a new device code, since some
    may have been given after the backup was made.
    """
    if not source.is_file():
        raise UserError("There is no backup at {path}. Check the name.", path=source)
    if path.exists() and source.samefile(path):
        raise UserError("This is the data file itself, not a backup of it. Choose a backup.")
    path.parent.mkdir(parents=True, exist_ok=True)
    ready = path.with_name(".restoring.db")
    try:
        if zipfile.is_zipfile(source):
            _unpack(source, ready, path.parent)
        else:
            shutil.copyfile(source, ready)
        good = backup.is_good(ready)
        if not good:
            raise UserError("{path} is not a whole OrderDesk backup; nothing was changed.", path=source)
        if good is not True:
            raise UserError("{path} was made by a newer OrderDesk; nothing was changed.", path=source)
        _forget_device(ready)
        return _put_in_place(ready, path, now)
    finally:
        ready.unlink(missing_ok=True)


def _unpack(source: Path, ready: Path, folder: Path) -> None:
    """Check every part of an archive, then keep its papers; being kept by their hash they change nothing."""
    not_whole = UserError("{path} is not a whole OrderDesk backup; nothing was changed.", path=source)
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            papers = [name for name in archive.namelist() if name.startswith("files/")]
            with archive.open(_DATABASE) as inside, ready.open("wb") as out:
                shutil.copyfileobj(inside, out, 1 << 20)
            if _sha256(ready) != manifest["sha256"] or len(papers) != manifest["files"]:
                raise not_whole
            for name in papers:
                if hashlib.sha256(archive.read(name)).hexdigest() != name.rsplit("/", 1)[-1]:
                    raise not_whole
            for name in papers:
                files.keep(folder, archive.read(name))
    except _NOT_WHOLE as error:
        raise not_whole from error


def _forget_device(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        connection.execute("UPDATE device SET fingerprint = ''")
        connection.commit()
    finally:
        connection.close()


def _put_in_place(ready: Path, path: Path, now: datetime) -> Path | None:
    aside = path.parent / "backups" / f"orderdesk-{now.astimezone():%Y%m%d-%H%M%S}-before-restore.db"
    aside.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        if log_of(path).exists():  # of a file that was deleted: what was saved last is in it
            shutil.copyfile(log_of(path), log_of(aside.with_suffix(".damaged")))
        _replace(ready, path)
        return None
    whole, _ = look(path)
    if not whole:
        damaged = aside.with_suffix(".damaged")
        shutil.copyfile(path, damaged)
        if log_of(path).exists():
            shutil.copyfile(log_of(path), log_of(damaged))
        _replace(ready, path)
        return damaged
    backup.copy(path, aside)
    with alone(path) as target:
        origin = sqlite3.connect(uri(ready, "ro"), uri=True)
        try:
            origin.backup(target)
        finally:
            origin.close()
    return aside


def _replace(ready: Path, path: Path) -> None:
    """Rename `ready` over the data file; an old log goes first, since it would be read into the new file."""
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    ready.replace(path)
    files.sync_folder(path.parent)
