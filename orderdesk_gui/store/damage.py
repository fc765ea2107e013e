"""Recognises a damaged data file before anything is written to it."""

import sqlite3
from pathlib import Path

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.backup import newest_good
from orderdesk_gui.store.connecting import InUse, alone, is_damage, is_sound


class DamagedFile(UserError):
    """The data file is damaged; `backup` is the newest good backup, if there is one."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path = path
        self.backup = newest_good(folder / "backups")
        if self.backup is None:
            super().__init__(
                "The data file {path} is damaged, and there is no good backup beside it. It was left as it is; "
                "keep a copy and restore a backup from elsewhere.",
                path=path,
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
    emptied although there are backups of it.
    """
    if path.stat().st_size == 0:
        if newest_good(folder / "backups") is not None:
            raise DamagedFile(path, folder)
        return
    log = path.with_name(path.name + "-wal")
    if not log.exists() or log.stat().st_size == 0:
        return
    try:
        with alone(path) as connection:
            sound = is_sound(connection)
    except InUse:
        return  # somebody else has it open, and checked it when they opened it
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        sound = False
    if not sound:
        raise DamagedFile(path, folder)
