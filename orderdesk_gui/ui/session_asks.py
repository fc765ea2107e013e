"""What the session asks of the actions; every function runs in the background."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.ui.page import Found

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.actions.people import Person
    from orderdesk_gui.actions.starting import News, Opened, Seated, Upkeep

_GROUPS: dict[str, tuple[Message, str]] = {
    "customers": (message("Customers"), "users"),
    "quotations": (message("Quotations"), "tag"),
    "orders": (message("Orders"), "clipboard-text"),
    "contracts": (message("Contracts"), "file-text"),
    "inquiries": (message("Inquiries"), "message-circle"),
    "products": (message("Products"), "package"),
}


def open_folder(folder: Path) -> Opened:
    """The data folder, opened."""
    from orderdesk_gui.actions import starting

    return starting.open_folder(folder)


def open_demo(folder: Path, job: Any) -> Opened:
    """The demo company, made where it is not there yet."""
    from orderdesk_gui.actions import starting

    return starting.open_demo(folder, job.step)


def seat(system: Desk, user_id: Any) -> Seated:
    """The desk of a person who need not be asked."""
    from orderdesk_gui.actions import starting

    return starting.seat(system, user_id)


def persons(system: Desk) -> list[Person]:
    """Who may sign in."""
    from orderdesk_gui.actions import starting

    return starting.persons(system)


def forget(system: Desk) -> None:
    """Ask again at the next start."""
    from orderdesk_gui.actions import opening

    opening.remember(system.store, None)


def restore(source: Path, folder: Path) -> Path | None:
    """Put a backup in place of the data; where the present file was kept."""
    from orderdesk_gui.actions import starting

    return starting.restore_backup(source, folder)


def upkeep(system: Desk) -> Upkeep:
    """Today's backup, ended offers, plans as they stand today, the archive folder."""
    from orderdesk_gui.actions import starting

    return starting.upkeep(system)


def news(system: Desk, version: int, seen: tuple[int, int | None], own: frozenset[str]) -> tuple[int, News | None]:
    """The file's version, and what others wrote where it differs from `version`."""
    from orderdesk_gui.actions import starting

    now = system.store.version()
    if now == version:
        return now, None
    return now, starting.news(system, seen[1], own)


def find(desk: Desk, text: str) -> list[Found]:
    """What the search box finds, for its popup."""
    from orderdesk_gui.actions import search

    found = search.find(desk, text)
    order = list(dict.fromkeys(one.page for one in found))
    found.sort(key=lambda one: order.index(one.page))
    return [
        Found(str(_GROUPS[one.page][0]), one.title, one.subtitle, _GROUPS[one.page][1], one.page, one.id)
        for one in found
    ]


def counts(desk: Desk) -> dict[str, tuple[int, str]]:
    """What waits on each page."""
    from orderdesk_gui.actions import home

    return home.counts(desk)
