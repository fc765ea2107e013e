"""Opens the data folder and seats a person at the desk."""

import datetime as dt
import os
import uuid
from collections.abc import Callable
from pathlib import Path

import platformdirs
from sqlalchemy import select

from orderdesk_gui.actions import people, settings
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.store import device
from orderdesk_gui.store.database import Store, open_store
from orderdesk_gui.store.people import User as UserRow

Clock = Callable[[], dt.datetime]
REMEMBERED = "remembered_user"


def now() -> dt.datetime:
    """The moment by the computer's clock, in UTC."""
    return dt.datetime.now(dt.UTC)


def data_folder(chosen: str | None = None) -> Path:
    """Where the data lives: `chosen`, else ``ORDERDESK_DATA``, else the user's data folder."""
    named = chosen or os.environ.get("ORDERDESK_DATA")
    return Path(named).expanduser().absolute() if named else Path(platformdirs.user_data_path("OrderDesk", False))


def devices_file() -> Path:
    """Where this computer remembers its devices, outside every data folder so that no copy carries it."""
    named = os.environ.get("ORDERDESK_CONFIG")
    folder = Path(named) if named else Path(platformdirs.user_config_path("OrderDesk", False))
    return folder / "devices.json"


def open_desk(store: Store, user_id: uuid.UUID | None = None, *, clock: Clock = now) -> Desk:
    """A desk for a person, or for the program itself where nobody is named.

    Before the first hour the program itself sits there, with every right.
    """
    with store.plain_writing() as connection:
        device_id, code = device.current(connection, devices_file(), clock)
    with store.reading() as connection:
        user = people.SYSTEM if user_id is None else people.user_of(connection, user_id)
        rights = people.access(connection, user, clock().astimezone().date())
    return Desk(store, rights, device_id, code, clock)


def seated_user(store: Store) -> uuid.UUID | None:
    """The person to seat without asking: who chose to be remembered at this desk, else :func:`only_user`."""
    with store.reading() as connection:
        remembered = settings.get_local(connection, REMEMBERED)
        if remembered:
            user_id = uuid.UUID(remembered)
            known = select(UserRow.id).where(UserRow.id == user_id, UserRow.deleted_at.is_(None), UserRow.active)
            if connection.execute(known).first() is not None:
                return user_id
    return only_user(store)


def remember(store: Store, user_id: uuid.UUID | None) -> None:
    """Seat this person at the next start without asking; None: ask again."""
    with store.plain_writing() as connection:
        settings.put_local(connection, REMEMBERED, user_id.hex if user_id else "")


def only_user(store: Store) -> uuid.UUID | None:
    """The person to seat without asking: the only active one, who has no password; None otherwise."""
    with store.reading() as connection:
        ids = connection.execute(select(UserRow.id).where(UserRow.deleted_at.is_(None), UserRow.active)).scalars().all()
        if len(ids) != 1:
            return None
        person = next(p for p in people.people(connection) if p.id == ids[0])
        return None if person.password else ids[0]


__all__ = [
    "Store",
    "data_folder",
    "devices_file",
    "now",
    "only_user",
    "open_desk",
    "open_store",
    "remember",
    "seated_user",
]
