"""Recognises a damaged data file before anything is written to it."""

import sqlite3
from pathlib import Path

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.backup import newest_good
from orderdesk_gui.store.connecting import InUse, alone, is_damage, is_sound
from orderdesk_gui.store.versions import refuse_newer, version_of


class DamagedFile(UserError):
    """The data file is damaged or gone; `backup` is the newest good backup, if there is one."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = path
        self.backup = newest_good(folder / "backups")
        if self.backup is None:
            super().__init__(
                "The data file {path} is damaged, and there is no good backup beside it. It was left as it is; "
                "keep a copy and restore a backup from elsewhere.",
                path=path,
            )
        elif not path.exists():
            super().__init__(
                "The data file {path} is gone. The newest good backup is {backup}; restore it to go on. "
                "To begin with nothing instead, move the folder {folder} away.",
                path=path,
                backup=self.backup.name,
                folder=self.backup.parent,
            )
        else:
            super().__init__(
                "The data file {path} is damaged. It was left as it is. The newest good backup is {backup}; "
                "restore it to go on.",
                path=path,
                backup=self.backup.name,
            )


def check_after_crash(path: Path, folder: Path) -> None:
    """Raise :class:`DamagedFile` where the file, after an unclean close, fails its check.

    A write-ahead log that nobody uses any more is the sign of an unclean close; so is a file that was
    emptied or is gone although there are backups of it. File and log are left as they are.
    """
    log = log_of(path)
    logged = log.exists() and log.stat().st_size > 0
    if not path.exists() or path.stat().st_size == 0:
        if logged or newest_good(folder / "backups") is not None:
            raise DamagedFile(path, folder)
        return
    if not logged:
        return
    try:
        whole, version = look(path)
    except InUse:
        return  # somebody else has it open, and checked it when they opened it
    if not whole:
        raise DamagedFile(path, folder)
    refuse_newer(version)


def look(path: Path) -> tuple[bool, str | None]:
    """Whether the data file with its log passes its check, and its version where it does.

    Leaves both as they are, whatever is in them. InUse where the file is open elsewhere.
    """
    from orderdesk_gui.store.log_damage import has_no_head, is_spoilt  # no clean start needs it

    log = log_of(path)
    logged = log.exists()
    if path.stat().st_size == 0 or (logged and has_no_head(log)):
        return False, None  # before a connection is made: SQLite would delete the log
    try:
        with alone(path) as connection:
            try:
                if not is_sound(connection) or (logged and is_spoilt(log)):
                    return False, None
                return True, version_of(connection)
            finally:
                connection.interrupt()  # or SQLite would fold the log into the file when its last user leaves
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return False, None


def log_of(path: Path) -> Path:
    """The write-ahead log of the data file at `path`."""
    return path.with_name(path.name + "-wal")
