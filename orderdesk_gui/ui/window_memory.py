"""What the window keeps for the next start: the state of its pages, and the record that was shown."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from orderdesk_gui.ui.navigation import History
    from orderdesk_gui.ui.page import Page
    from orderdesk_gui.ui.settings import Settings

_RECORD = "record"


def keep_pages(settings: Settings, pages: Mapping[str, Page], shown: str, history: History, person: str) -> None:
    """Keep what every page made so far tells of itself, and the record on the page `shown` for `person` alone."""
    if pages:
        states = {f"page.{key}": page.page_state() for key, page in pages.items()}
        record = {"page": shown, "id": str(history.newest_of(shown)), "person": person}
        settings.update(**states, **{_RECORD: record})


def last_place(settings: Settings, person: str) -> tuple[str, UUID | None]:
    """Page and record that `person` saw last; "" and None where nothing is known."""
    key, kept = str(settings.get("page", "")), settings.get(_RECORD)
    if isinstance(kept, dict) and (kept.get("page"), kept.get("person")) == (key, person):
        with suppress(ValueError):  # no record, or one that is known by more than an id
            return key, UUID(str(kept.get("id")))
    return key, None
