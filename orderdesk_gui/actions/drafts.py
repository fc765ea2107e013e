"""Keeps what somebody typed and has not saved yet, so that it survives a crash; local, never journalled."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.desks import Draft


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft of the person at the desk; `subject` is the record it changes, None for a new one."""

    id: uuid.UUID
    kind: str
    subject: uuid.UUID | None
    content: Any
    saved_at: datetime


def save(
    desk: Desk, kind: str, content: Any, draft_id: uuid.UUID | None = None, subject: uuid.UUID | None = None
) -> uuid.UUID:
    """Keep `content` (what JSON can hold) as a new draft, or in place of `draft_id`; returns the draft's id."""
    kept = draft_id or desk.new_id()
    values = {"kind": kind, "subject": subject, "content": content, "saved_at": desk.clock()}
    upsert = insert(Draft).values(id=kept, user_id=desk.user_id, **values)
    with desk.store.plain_writing() as connection:
        connection.execute(
            upsert.on_conflict_do_update(
                index_elements=["id"], set_=values, where=Draft.__table__.c.user_id == desk.user_id
            )
        )
    return kept


def load(desk: Desk, draft_id: uuid.UUID) -> Kept:
    """One's own draft; UserError where it is no longer there."""
    found = [draft for draft in _own(desk) if draft.id == draft_id]
    if not found:
        raise UserError("This draft is no longer there; it was saved or thrown away.")
    return found[0]


def drafts_of(desk: Desk, kind: str) -> list[Kept]:
    """One's own drafts of a kind, the newest first."""
    return [draft for draft in _own(desk) if draft.kind == kind]


def drop(desk: Desk, draft_id: uuid.UUID) -> None:
    """Forget one's own draft, after it was saved or thrown away; one that is gone already is no error."""
    with desk.store.plain_writing() as connection:
        connection.execute(delete(Draft).where(Draft.id == draft_id, Draft.user_id == desk.user_id))


def _own(desk: Desk) -> list[Kept]:
    query = (
        select(Draft.id, Draft.kind, Draft.subject, Draft.content, Draft.saved_at)
        .where(Draft.user_id == desk.user_id)
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
    )
    with desk.reading() as connection:
        return [Kept(*row) for row in connection.execute(query)]
