"""Authority lent to people for some days: a discount, an amount, or all decisions of somebody who is away."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from orderdesk_gui.actions import people
from orderdesk_gui.actions.approvals_policy import policy
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import AuthorityGrant, Right, check_dates, check_grant
from orderdesk_gui.rules.approval_asking import Delegation
from orderdesk_gui.rules.approval_steps import own_limit
from orderdesk_gui.rules.approvals import LEVELS
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import rows
from orderdesk_gui.store.people import Authority

DEPUTY = "deputy"
"""The kind of row by which somebody stands in for the lender; its limit says nothing."""


@dataclass(frozen=True, slots=True)
class Lent:
    """Authority of a person for some days: a discount (fraction), an amount (CNY with tax), or as a deputy."""

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


def own_limits(desk: Desk) -> dict[str, Decimal | None]:
    """Up to where this person may lend: a discount (fraction), an amount (CNY); None for any figure."""
    with desk.reading() as connection:
        matrix, _ = policy(connection, _today(desk))
    return {kind: own_limit(desk.access.user, kind, matrix) for kind in ("discount", "amount")}


def grant(
    desk: Desk,
    user_id: uuid.UUID,
    dimension: str,
    limit: Decimal,
    valid_from: dt.date,
    valid_until: dt.date,
    reason: str = "",
) -> Changes:
    """Lend a person authority for some days: a discount (fraction) or an amount (CNY with tax).

    Only who has an approval level lends it, and no more than they may agree to themselves: finance and legal agree
    to papers, but decide no prices.
    """
    desk.require(Right.APPROVE)
    if desk.access.user.level is None:
        raise UserError("Authority is lent by a manager with an approval level. Ask one to sign in.", field="user_id")
    if dimension not in ("discount", "amount"):
        raise UserError("Authority is lent for a discount or an amount.", field="dimension")
    kind = "discount" if dimension == "discount" else "amount"
    made = AuthorityGrant(user_id, kind, limit, valid_from, valid_until, desk.user_id)  # type: ignore[arg-type]
    with desk.writing("people.grant") as writing:
        matrix, _ = policy(writing.connection, _today(desk))
        check_grant(made, own_limit(desk.access.user, kind, matrix))  # type: ignore[arg-type]
        _add(desk, writing.connection, user_id, dimension, limit, valid_from, valid_until, reason)
    return writing.changes


def delegate(
    desk: Desk, deputy_id: uuid.UUID, valid_from: dt.date, valid_until: dt.date, reason: str = ""
) -> Changes:  # fmt: skip
    """Let a colleague decide in this person's place from the first to the last day. Source: domain 8.

    UserError for somebody who could not open the papers of others, or who is oneself.
    """
    desk.require(Right.APPROVE)
    check_dates(valid_from, valid_until)
    if deputy_id == desk.user_id:
        raise UserError("Nobody stands in for themselves. Choose a colleague.", field="user_id")
    with desk.writing("people.delegate") as writing:
        deputy = people.user_of(writing.connection, deputy_id)
        if not people.access(writing.connection, deputy, _today(desk)).may(Right.SEE_ALL_CUSTOMERS):
            raise UserError(
                "{name} sees only their own customers and could not open what is to be decided. Choose somebody who "
                "sees all customers.",
                field="user_id",
                name=deputy.name,
            )
        _add(desk, writing.connection, deputy_id, DEPUTY, Decimal(0), valid_from, valid_until, reason)
    return writing.changes


def _add(
    desk: Desk, connection: Connection, user_id: uuid.UUID, dimension: str, limit: Decimal, first: dt.date,
    last: dt.date, reason: str,
) -> None:  # fmt: skip
    row = {
        "id": desk.new_id(), "user_id": user_id, "dimension": dimension, "limit": limit, "valid_from": first,
        "valid_until": last, "granted_by": desk.user_id, "reason": reason,
    }  # fmt: skip
    rows.add(connection, Authority, [row])


def end(desk: Desk, authority_id: uuid.UUID) -> Changes:
    """End lent authority now; what was approved by it stays approved.

    UserError unless it is the lender, a manager of no lower level, or who manages the people.
    """
    with desk.writing("people.end_grant") as writing:
        kept = rows.fetch(writing.connection, Authority, authority_id)
        if kept["granted_by"] != desk.user_id and not desk.may(Right.MANAGE_USERS):
            desk.require(Right.APPROVE)
            lender = people.user_of(writing.connection, kept["granted_by"])
            if LEVELS.index(desk.access.user.level or "auto") < LEVELS.index(lender.level or "auto"):
                raise UserError("{name} lent this. Ask them, or a higher manager, to end it.", name=lender.name)
        rows.change(writing.connection, Authority, authority_id, {"deleted_at": desk.clock()})
    return writing.changes


_LENT = select(Authority).where(Authority.deleted_at.is_(None))
_GRANTS = _LENT.where(Authority.dimension != DEPUTY)
_DEPUTIES = _LENT.where(Authority.dimension == DEPUTY)


def grants(connection: Connection) -> list[AuthorityGrant]:
    """All authority for a discount or an amount that was ever lent."""
    found = connection.execute(_GRANTS)
    return [AuthorityGrant(r.user_id, r.dimension, r.limit, r.valid_from, r.valid_until, r.granted_by) for r in found]


def delegations(connection: Connection) -> list[Delegation]:
    """Everybody who ever let a colleague decide in their place."""
    found = connection.execute(_DEPUTIES)
    return [Delegation(r.granted_by, r.user_id, r.valid_from, r.valid_until) for r in found]


def _today(desk: Desk) -> dt.date:
    return desk.clock().astimezone().date()
