"""What waits for whom: the request of a quotation as its page shows it, and what waits for the person at the desk."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import approvals_requests as requests
from orderdesk_gui.actions import authority, people
from orderdesk_gui.actions.approvals_assessing import shown_to
from orderdesk_gui.actions.approvals_policy import policy
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes import standing, today
from orderdesk_gui.rules.access import Right, User
from orderdesk_gui.rules.approval_asking import Delegation, asked, principals_of
from orderdesk_gui.rules.approval_steps import covers
from orderdesk_gui.rules.approvals import ApprovalPolicy, Assessment, Decider
from orderdesk_gui.store import approvals as store
from orderdesk_gui.store.quotes import Quote as Head
from orderdesk_gui.store.quotes import QuoteRevision


@dataclass(frozen=True, slots=True)
class Decision:
    """A step of an approval as the page shows it.

    `by` decided it, for `instead_of` where they stood in. While it waits, `people` are asked; `escalated_to` are the
    levels asked as well because it has waited too long.
    """

    needs: str
    status: str
    by: str
    at: dt.datetime | None
    remark: str
    instead_of: str = ""
    people: tuple[str, ...] = ()
    escalated_to: tuple[Decider, ...] = ()
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """The newest request about a revision: its state, why it was needed, who said what, and why it is a rush."""

    status: str
    requested_by: str
    requested_at: dt.datetime
    assessment: Assessment
    steps: tuple[Decision, ...]
    note: str = ""
    rush: str = ""
    may_decide: bool = False


@dataclass(frozen=True, slots=True)
class _Office:
    """Who approves today, who stands in for whom, and by which matrix."""

    approvers: Sequence[User]
    delegations: Sequence[Delegation]
    policy: ApprovalPolicy
    day: dt.date
    now: dt.datetime

    def principals(self, user: User, requester: uuid.UUID) -> list[User]:
        return principals_of(user, self.approvers, self.delegations, self.day, requester)


def _office(desk: Desk, connection: Connection) -> _Office:
    day = today(desk)
    matrix_today, _ = policy(connection, day)
    return _Office(
        people.approvers(connection, day), authority.delegations(connection), matrix_today, day, desk.clock()
    )


def of_quote(desk: Desk, quote_id: uuid.UUID) -> ApprovalView | None:
    """The newest approval request of a quotation's newest revision; None where nobody has asked yet."""
    with desk.reading() as connection:
        shown = standing(desk, connection, quote_id)
        request = requests.newest(connection, shown.revision.id)
        if request is None:
            return None
        names = {p.id: p.name for p in people.people(connection)}
        office = _office(desk, connection)
    return ApprovalView(
        request.status, names.get(request.requested_by, ""), request.requested_at,
        shown_to(desk, request.assessment), _decisions(request, office, names), request.note, request.rush,
        shown.outcome == "open" and _may_decide(desk, request, office),
    )  # fmt: skip


def _decisions(
    request: requests.Request, office: _Office, names: Mapping[uuid.UUID | None, str]
) -> tuple[Decision, ...]:
    late = request.times_overdue(office.now, office.policy)
    open_now = request.waiting()
    made = []
    for place, step in enumerate(request.steps):
        found = asked(step.decider, office.approvers, requester=request.requested_by, late=late)
        at_first = asked(step.decider, office.approvers, requester=request.requested_by)
        levels = {level: None for level, _ in found if level not in {one for one, _ in at_first}}
        is_open = place in open_now
        made.append(Decision(
            step.decider, step.status, names.get(step.decided_by, ""), step.decided_at, step.remark,
            names.get(step.on_behalf_of, ""), tuple(user.name for _, user in found) if is_open else (),
            tuple(levels) if is_open else (), is_open and late > 0,
        ))  # fmt: skip
    return tuple(made)


def _may_decide(desk: Desk, request: requests.Request, office: _Office) -> bool:
    """Whether this person, or somebody they stand in for, can decide a step that waits."""
    if request.requested_by == desk.user_id:
        return False
    me = [desk.access.user] if desk.may(Right.APPROVE) else []
    acting = [*me, *office.principals(desk.access.user, request.requested_by)]
    late = request.times_overdue(office.now, office.policy)
    return any(covers(one, request.steps[at].decider, late=late) for at in request.waiting() for one in acting)


def signers(desk: Desk) -> list[people.Person]:
    """Everybody who approves, or stands in for somebody today, but for the person at the desk: in order of name."""
    with desk.reading() as connection:
        office = _office(desk, connection)
        deputies = {one.deputy_id for one in office.delegations if one.holds(one.deputy_id, office.day)}
        able = {user.id for user in office.approvers} | deputies
        return [one for one in people.people(connection) if one.active and one.id in able and one.id != desk.user_id]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A quotation that asks this person for a decision: as what, since when, and why in a rush.

    `overdue` says that it has waited too long, `instead_of` for whom they stand in.
    """

    quote_id: uuid.UUID
    number: str
    needs: str
    requested_at: dt.datetime
    overdue: bool = False
    rush: str = ""
    instead_of: str = ""


def waiting_for_me(desk: Desk) -> list[Waiting]:
    """The requests whose present step asks this person: rushes first, then the oldest.

    A higher manager may decide too, but is asked only where the level below has nobody, or let it wait too long.
    """
    t = store.ApprovalRequest
    query = (
        select(t, QuoteRevision.quote_id, Head.number)
        .join(QuoteRevision, QuoteRevision.id == t.subject_id)
        .join(Head, Head.id == QuoteRevision.quote_id)
        .where(t.status == "pending", Head.deleted_at.is_(None), Head.outcome == "open")
        .order_by(t.requested_at)
    )
    with desk.reading() as connection:
        found = connection.execute(query).mappings().all()
        if not found:
            return []
        office = _office(desk, connection)
        loaded = requests.loaded(connection, found)
    made = [one for row, request in zip(found, loaded, strict=True) if (one := _asking(desk, row, request, office))]
    return sorted(made, key=lambda one: not one.rush)


def _asking(desk: Desk, row: Mapping[Any, Any], request: requests.Request, office: _Office) -> Waiting | None:
    if request.requested_by == desk.user_id:
        return None
    acting = {desk.user_id: ""} | {
        one.id: one.name for one in office.principals(desk.access.user, request.requested_by)
    }
    late = request.times_overdue(office.now, office.policy)
    for place in request.waiting():
        for _level, user in asked(
            request.steps[place].decider, office.approvers, requester=request.requested_by, late=late
        ):
            if user.id in acting:
                return Waiting(
                    row["quote_id"], row["number"], request.steps[place].decider, request.requested_at, late > 0,
                    request.rush, acting[user.id],
                )  # fmt: skip
    return None
