"""Authority that was lent to people for some days, as Settings list it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from orderdesk_gui.actions import people
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import rows
from orderdesk_gui.store.people import Authority


@dataclass(frozen=True, slots=True)
class Lent:
    """Authority of a person for some days: a discount (fraction) or an amount (CNY with tax)."""

    id: uuid.UUID
    person: str
    dimension: str
    limit: Decimal
    valid_from: dt.date
    valid_until: dt.date
    granted_by: str
    reason: str


def lent(desk: Desk) -> list[Lent]:
    """All authority that was lent and not ended, the latest first."""
    query = select(Authority).where(Authority.deleted_at.is_(None)).order_by(Authority.valid_until.desc(), Authority.id)
    with desk.reading() as connection:
        names = {person.id: person.name for person in people.people(connection)}
        return [
            Lent(r.id, names.get(r.user_id, ""), r.dimension, r.limit, r.valid_from, r.valid_until,
                 names.get(r.granted_by, ""), r.reason)
            for r in connection.execute(query)
        ]  # fmt: skip


def end(desk: Desk, authority_id: uuid.UUID) -> Changes:
    """End lent authority now; what was approved by it stays approved."""
    desk.require(Right.APPROVE)
    with desk.writing("people.end_grant") as writing:
        rows.change(writing.connection, Authority, authority_id, {"deleted_at": desk.clock()})
    return writing.changes
