"""Keeps how a quotation's paper is to look at this desk, from its first draft to its last revision."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

from .draft import Look

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk

KIND = "quote_look"


def read(desk: Desk, quote_id: UUID) -> Look:
    """As it was chosen last; the usual look where nothing was."""
    from orderdesk_gui.actions import drafts

    kept = next((one for one in drafts.drafts_of(desk, KIND) if one.subject == quote_id), None)
    return Look(**kept.content) if kept is not None else Look()


def write(desk: Desk, quote_id: UUID, look: Look) -> None:
    """Keep what was chosen; the usual look needs no note."""
    from orderdesk_gui.actions import drafts

    kept = next((one for one in drafts.drafts_of(desk, KIND) if one.subject == quote_id), None)
    if look == Look():
        if kept is not None:
            drafts.drop(desk, kept.id)
    elif kept is None or kept.content != asdict(look):
        drafts.save(desk, KIND, asdict(look), kept.id if kept is not None else None, quote_id)
