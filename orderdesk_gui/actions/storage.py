"""Backs the data up, restores it, and copies issued papers to the firm's archive folder."""

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.numbers import safe_file_part
from orderdesk_gui.store import archive, backup, files
from orderdesk_gui.store.damage import look
from orderdesk_gui.store.database import FILE_NAME, Store
from orderdesk_gui.store.desks import ArchiveTask, LocalSetting
from orderdesk_gui.store.errors import explained
from orderdesk_gui.store.papers import Paper

ARCHIVE_FOLDER = "archive_folder"
_LONGEST = 60


def backup_now(store: Store, target: Path) -> None:
    """Everything, kept papers too, in the one file `target`, for another disk or computer."""
    with explained():
        archive.write(store.path, target, store.clock())


def daily_backup(store: Store) -> Path | None:
    """Make today's backup beside the data, unless one was made today already."""
    folder = store.folder / "backups"
    now = store.clock()
    with explained():
        if not backup.is_due(folder, now.astimezone().date()):
            return None
        return backup.make(store.path, folder, now)


def has_whole_data(folder: Path) -> bool:
    """Whether there is a data file in `folder` that passes its check. UserError where it is open elsewhere."""
    path = folder / FILE_NAME
    with explained():
        return path.exists() and look(path)[0]


def restore(source: Path, folder: Path, clock: Callable[[], datetime]) -> Path | None:
    """Put a backup in place of the data in `folder`, which must be open nowhere.

    Returns where the present data file was kept, None where there was none. UserError where the backup is
    not whole or too new; nothing is changed then.
    """
    with explained():
        return archive.restore(source, folder / FILE_NAME, clock())


def archive_folder(store: Store) -> Path | None:
    """Where issued papers are copied to, None where nowhere."""
    with store.reading() as connection:
        query = select(LocalSetting.value).where(LocalSetting.key == ARCHIVE_FOLDER)
        found = connection.execute(query).scalar_one_or_none()
    return Path(found) if found else None


def set_archive_folder(store: Store, folder: Path | None) -> None:
    """Choose the archive folder of this desk; UserError where it is no folder. None: no archive."""
    if folder is not None and not folder.is_dir():
        raise UserError("{path} is no folder that can be reached now.", field="archive_folder", path=folder)
    value = str(folder.resolve()) if folder else None
    with store.plain_writing() as connection:
        connection.execute(delete(LocalSetting).where(LocalSetting.key == ARCHIVE_FOLDER))
        if value:
            connection.execute(insert(LocalSetting).values(key=ARCHIVE_FOLDER, value=value))


def archive_path(company: str, year: int, customer: str, file_name: str) -> str:
    """Where a paper stands in the archive: ``<company>/<year>/<customer>/<file name>``, safe on every system."""
    parts = (_folder_name(company), str(year), _folder_name(customer), safe_file_part(file_name) or "_")
    return str(PurePosixPath(*parts))


def _folder_name(text: str) -> str:
    name = safe_file_part(text)[:_LONGEST].strip(". ")
    return name if name.upper() not in _RESERVED and name else f"{name}_"


_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


def queue(connection: Connection, paper_id: uuid.UUID, path: str) -> None:
    """Note, in the transaction that issues it, that a paper is to be copied to `path` (of :func:`archive_path`)."""
    connection.execute(insert(ArchiveTask).values(paper_id=paper_id, path=path).on_conflict_do_nothing())


def retry(store: Store) -> int:
    """Copy the papers that wait for the archive folder; returns how many still wait, since it is away or refuses."""
    folder = archive_folder(store)
    query = select(ArchiveTask.paper_id, ArchiveTask.path, Paper.sha256).join(Paper, Paper.id == ArchiveTask.paper_id)
    with store.reading() as connection:
        waiting = connection.execute(query.order_by(ArchiveTask.paper_id)).all()
    if folder is None or not folder.is_dir():
        return len(waiting)
    done: list[uuid.UUID] = []
    failed: dict[uuid.UUID, str] = {}
    for paper_id, path, sha256 in waiting:
        try:
            _copy(files.read(store.folder, sha256), folder / path)
            done.append(paper_id)
        except (OSError, UserError) as error:
            failed[paper_id] = str(error)
    if waiting:
        with store.plain_writing() as connection:
            connection.execute(delete(ArchiveTask).where(ArchiveTask.paper_id.in_(done)))
            for paper_id, reason in failed.items():
                tried = update(ArchiveTask).where(ArchiveTask.paper_id == paper_id)
                connection.execute(tried.values(tries=ArchiveTask.tries + 1, last_error=reason))
    return len(failed)


def _copy(content: bytes, target: Path) -> None:
    """Write a paper; another one of the same name stays, and this one gets a number."""
    target.parent.mkdir(parents=True, exist_ok=True)
    place = target
    number = 1
    while place.exists():
        if place.read_bytes() == content:
            return
        number += 1
        place = target.with_stem(f"{target.stem} ({number})")
    files.write_whole(place, content)
