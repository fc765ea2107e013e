"""What the window does with a data folder: open it, seat somebody, watch it, back it up, put a backup in place."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orderdesk_gui.actions import companies, opening, people, settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.store import backup
from orderdesk_gui.store.damage import DamagedFile

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """An open data folder: the desk of the program itself, whether anybody works here, whom to seat unasked.

    Where the data file is damaged there is no desk; `damage` says so, `backup` is the newest good one beside it.
    """

    system: Desk | None
    is_set_up: bool = False
    seated: uuid.UUID | None = None
    damage: str = ""
    backup: Path | None = None


@dataclass(frozen=True, slots=True)
class Seated:
    """A person at the desk, with what the window's frame shows."""

    desk: Desk
    name: str
    companies: tuple[Company, ...]
    has_password: bool
    idle_minutes: int

    @property
    def demo(self) -> bool:
        """Whether this is the invented company."""
        return any(company.demo for company in self.companies)


def open_folder(folder: Path) -> Opened:
    """Open the data in `folder`. UserError where the file is locked, read-only or from a newer program."""
    try:
        store = opening.open_store(folder, opening.now)
    except DamagedFile as error:
        return Opened(None, damage=str(error), backup=error.backup)
    try:
        system = opening.open_desk(store)
        return Opened(system, companies.is_set_up(system), opening.seated_user(store))
    except BaseException:
        store.close()
        raise


def seat(system: Desk, user_id: uuid.UUID) -> Seated:
    """The desk of a person who need not be asked, or was."""
    desk = people.seat(system, user_id)
    if not desk.access.user.active:
        raise UserError("This person no longer works here. Choose another one.")
    with desk.reading() as connection:
        own = tuple(companies.companies(connection))
        me = next(person for person in people.people(connection) if person.id == user_id)
        idle = settings.read(connection, "idle_lock_minutes", desk.clock().astimezone().date())
    return Seated(desk, me.name, own, me.password, int(idle or 0))


def sign_in(system: Desk, login: str, secret: str, remember: bool | None) -> Seated:
    """Check the password, and note whether this computer shall ask again; None leaves that as it is, at a lock.

    UserError where the password is wrong.
    """
    desk = people.sign_in(system, login, secret)
    if remember is not None:
        opening.remember(system.store, desk.user_id if remember else None)
    return seat(system, desk.user_id)


def persons(system: Desk) -> list[people.Person]:
    """Who may sign in, in order of name."""
    return [person for person in people.list_people(system) if person.active]


def restore_backup(source: Path, folder: Path) -> Path | None:
    """Put a backup in place of the data in `folder`, which must be open nowhere; where the present file was kept."""
    from orderdesk_gui.actions import storage  # it loads what packs archives, which no start needs

    return storage.restore(source, folder, opening.now)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What was done in the background: today's backup, how many papers still wait for the archive folder.

    `warning` says what endangers the data where it lies now, None where nothing does.
    """

    backup: Path | None
    waiting: int
    warning: Message | None = None


def upkeep(system: Desk) -> Upkeep:
    """Mark ended offers as expired, work plans out for today, make today's backup, copy what waits for the archive."""
    from orderdesk_gui.actions import plan_upkeep, quotes_saving  # the start needs nothing of quotations or plans

    quotes_saving.expire(system)
    try:
        plan_upkeep.once_a_day(system)
    except Exception:  # a plan that cannot be worked out keeps no backup from being made
        _log.exception("The plans were not worked out")
    from orderdesk_gui.actions import storage

    made = storage.daily_backup(system.store)
    return Upkeep(made, storage.retry(system.store), share_warning(system.store.folder))


def share_warning(folder: Path) -> Message | None:
    """A sentence where the data lie on another computer's disk: SQLite's locks do not hold there."""
    from orderdesk_gui.store.shares import on_network_share  # not needed for the first paint

    if not on_network_share(folder):
        return None
    return message(
        "The data folder {folder} is on a network share, where a data file can be damaged. "
        "Move it to this computer's own disk.",
        folder=str(folder),
    )


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup beside the data; `size` in bytes, `at` as its name says (local time)."""

    path: Path
    at: str
    reason: str
    size: int


def backups(desk: Desk) -> list[BackupFile]:
    """The automatic backups beside the data, newest first."""
    found = []
    for path in sorted((desk.store.folder / "backups").glob("orderdesk-*.db"), reverse=True):
        _, day, time, reason = path.stem.split("-", 3)
        at = f"{day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}"
        found.append(BackupFile(path, at, reason, path.stat().st_size))
    return found


def make_backup(desk: Desk) -> Path:
    """Make a backup beside the data now."""
    return backup.make(desk.store.path, desk.store.folder / "backups", desk.clock(), reason="by-hand")


@dataclass(frozen=True, slots=True)
class News:
    """How far the journal has been read, and what others wrote since then (None: nothing)."""

    place: int
    changes: Changes | None


def news(system: Desk, after: int | None, own: frozenset[str]) -> News:
    """What was written after the place `after` of the journal by transactions that are not in `own`.

    With `after` None only the present place is told.
    """
    with system.reading() as connection:
        place = int(connection.exec_driver_sql("SELECT coalesce(max(place), 0) FROM journal_tx").scalar_one())
        if after is None or place <= after:
            return News(place, None)
        found: dict[str, set[uuid.UUID]] = {}
        newest = None
        for tx, table, pk in connection.exec_driver_sql(
            "SELECT j.tx, j.tbl, j.pk FROM journal_tx t JOIN journal j ON j.tx = t.tx "
            "WHERE t.place > ? ORDER BY j.entry",
            (after,),
        ):
            if tx not in own:
                newest = tx
                found.setdefault(table, set()).add(uuid.UUID(pk))
    if newest is None:
        return News(place, None)
    return News(place, Changes(newest, {table: frozenset(ids) for table, ids in found.items()}))


def open_demo(folder: Path, progress: Callable[[int, int, str], None]) -> Opened:
    """Open the demo company in `folder`, making it where it is not there yet; `progress(done, total, text)`."""
    opened = open_folder(folder)
    if opened.system is None or opened.is_set_up:
        return opened
    from orderdesk_gui.actions import demo

    try:
        clerk = demo.fill(opened.system, progress=progress)
    except BaseException:
        opened.system.store.close()
        raise
    return Opened(opened.system, True, clerk)
