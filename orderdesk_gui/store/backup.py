"""Backups by SQLite's online backup: automatic ones beside the data, and one whole file by hand."""

import os
import sqlite3
from datetime import date, datetime
from pathlib import Path

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.connecting import connect, is_sound, uri
from orderdesk_gui.store.versions import KNOWN, version_of

KEPT = 14


def make(path: Path, folder: Path, now: datetime, reason: str = "daily") -> Path:
    """Copy the data file into `folder`, check the copy, and forget all but it and the newest others, 14 in all.

    Returns its path. Papers are not in it: they are kept once, beside the data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"orderdesk-{now.astimezone():%Y%m%d-%H%M%S}-{reason}.db"
    part = target.with_suffix(f".{os.getpid()}.part")
    try:
        copy(path, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    others = sorted(other for other in folder.glob("orderdesk-*.db") if other != target)
    for old in others[: max(0, len(others) + 1 - KEPT)]:
        old.unlink(missing_ok=True)
    return target


def copy(path: Path, target: Path) -> None:
    """A checked copy of the data file as it stands, also while others write; UserError where it is not sound."""
    target.unlink(missing_ok=True)
    source = connect(path)
    try:
        made = sqlite3.connect(target)
        try:
            source.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")
            if not is_sound(made):
                raise UserError("The backup failed its check; the data file may be damaged. Check it first.")
        finally:
            made.close()
    finally:
        source.close()


def is_due(folder: Path, today: date) -> bool:
    """Whether no backup was made today yet."""
    return not any(folder.glob(f"orderdesk-{today:%Y%m%d}-*.db"))


def newest_good(folder: Path) -> Path | None:
    """The newest backup that passes its check."""
    for candidate in sorted(folder.glob("orderdesk-*.db"), reverse=True):
        if is_good(candidate) is True:
            return candidate
    return None


def is_good(candidate: Path) -> bool | str:
    """True for a sound file of a version known here, the version where it is newer, False for all else."""
    try:
        connection = sqlite3.connect(uri(candidate, "ro"), uri=True)
        try:
            version = version_of(connection)
            if version is None or not is_sound(connection):
                return False
            connection.execute("SELECT fingerprint FROM device LIMIT 1")
            return True if version in KNOWN else version
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False
