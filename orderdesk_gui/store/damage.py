"""Recognises a damaged data file before anything is written to it."""

from pathlib import Path

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.backup import newest_good
from orderdesk_gui.store.connecting import alone, is_sound

_MAGIC = b"SQLite format 3\x00"


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
    """Raise :class:`DamagedFile` where the file is no database or, after an unclean close, fails its check.

    A write-ahead log that nobody uses any more is the sign of an unclean close.
    """
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise DamagedFile(path, folder)
    log = path.with_name(path.name + "-wal")
    if not log.exists() or log.stat().st_size == 0:
        return
    try:
        with alone(path) as connection:
            sound = is_sound(connection)
    except UserError:
        return  # somebody else has it open, and checked it when they opened it
    if not sound:
        raise DamagedFile(path, folder)
