"""Verbs of approval: asking for it, deciding, withdrawing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import approvals_requests as requests
from orderdesk_gui.actions import authority, people
from orderdesk_gui.actions.approvals_assessing import assess_quote, rate_source, rate_to_books, shown_to
from orderdesk_gui.actions.approvals_policy import policy
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import QuoteView, Standing, standing, today, view
from orderdesk_gui.rules.access import Right, User
from orderdesk_gui.rules.approval_asking import Delegation
from orderdesk_gui.rules.approval_gaps import Asked, who_is_asked
from orderdesk_gui.rules.approval_steps import decide, open_steps, outcome, waiting
from orderdesk_gui.rules.approvals import LEVELS, ApprovalPolicy, Assessment, rush_of, with_rush
from orderdesk_gui.rules.language import Message, UserError, tr
from orderdesk_gui.rules.material_changes import material_changes
from orderdesk_gui.rules.quote_checks import require_valid
from orderdesk_gui.rules.quote_status import HEAD, REVISION, shown_status
from orderdesk_gui.rules.quotes import has_expired
from orderdesk_gui.store import approvals as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.quotes import Quote as Head
from orderdesk_gui.store.quotes import QuoteRevision


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a submission: the status now, what was asked for, what changed, and who is asked.

    `told` says who is asked, or that nobody can decide; None where nobody is asked. `asked` are their names.
    """

    status: str
    assessment: Assessment
    changes: Changes
    told: Message | None = None
    asked: tuple[str, ...] = ()


def submit(desk: Desk, quote_id: uuid.UUID, note: str = "", *, rush: str = "") -> Submitted:
    """Ask for approval of the newest revision. Within the limits, or in a one-person firm, it is given at once.

    `rush` is why it cannot wait: everybody is asked at once, and it escalates sooner. UserError where something in
    the quotation must be mended first.
    """
    desk.require(Right.MAKE_QUOTES)
    asked = None
    with desk.writing("quotes.submit", counter_action="withdraw") as writing:
        connection = writing.connection
        shown = view(desk, connection, quote_id)
        require_open_offer(desk, shown)
        require_valid(shown.quote)
        matrix_today, version = policy(connection, today(desk))
        rate = rate_to_books(connection, shown.quote.currency, today(desk))
        found = assess_quote(desk, connection, shown.quote, matrix_today, rate)
        approved_before = _approved_before(desk, connection, shown, found)
        if approved_before is not None:
            found = replace(found, deciders=())
            note = tr("Only contacts or remarks differ from approved revision {number}.", number=approved_before)
        if rush.strip() and found.deciders:
            found = with_rush(found, rush)
        request_id, steps = _ask(desk, connection, shown, found, version, matrix_today, note)
        status = REVISION.next_status(shown.revision.status, "submit" if steps else "auto_approve")
        source = rate_source(connection, shown.quote.currency, today(desk))
        _set_status(connection, shown, status, rate=rate, rate_source=source)
        if steps and matrix_today.self_approval:
            _move(connection, shown, status, "approve")
            requests.note_decision(desk, connection, steps[0], "approved", tr("self-approval"))
            requests.close(connection, request_id, "approved")
            status = "approved"
        if status == "submitted":
            asked = _asked(desk, connection, found)
    submitted = Submitted(status, shown_to(desk, found), writing.changes)
    return replace(submitted, told=asked.told, asked=asked.names) if asked is not None else submitted


def _ask(
    desk: Desk, connection: Connection, shown: QuoteView, found: Assessment, version: int, chosen: ApprovalPolicy,
    note: str,
) -> tuple[uuid.UUID, list[uuid.UUID]]:  # fmt: skip
    rush = any(reason.measure == "rush" for reason in found.reasons)
    hours = chosen.rush_timeout_hours if rush else chosen.timeout_hours
    subject = {
        "scope": shown.quote.customer_id, "subject_table": "quote_revision", "subject_id": shown.revision.id,
    }  # fmt: skip
    return requests.ask(desk, connection, subject, found, version, hours, note)


def _asked(desk: Desk, connection: Connection, found: Assessment) -> Asked:
    steps = open_steps(found)
    deciders = [steps[place].decider for place in waiting(steps, rush=bool(rush_of(found)))]
    return who_is_asked(deciders, people.approvers(connection, today(desk)), desk.user_id)


def _require_open(shown: QuoteView | Standing) -> None:
    if shown.outcome != "open":
        raise UserError(HEAD.advice[shown.outcome])


def require_open_offer(desk: Desk, shown: QuoteView) -> None:
    """UserError naming the way out where the business is decided, or the offer has ended. Source: domain 8."""
    _require_open(shown)
    if has_expired(shown.revision.valid_until, today(desk)):
        raise UserError(
            "The offer ended on {day}. Choose a later last day and check the prices.",
            field="valid_until",
            day=shown.revision.valid_until,
        )


def _approved_before(desk: Desk, connection: Connection, shown: QuoteView, found: Assessment) -> int | None:
    """The revision whose approval still holds for this one, if any.

    That is the last issued one, where nothing material changed, it is still open, the new one lasts no longer,
    and today's figures ask for nobody higher. Source: domain 8, CC 488.
    """
    issued = [one for one in shown.revisions if one.status == "issued" and one.number < shown.revision.number]
    if not issued or not found.deciders or has_expired(issued[-1].valid_until, today(desk)):
        return None
    last, new = issued[-1], shown.revision
    if new.valid_until - new.date > last.valid_until - last.date:
        return None
    before = view(desk, connection, shown.id, last.number).quote
    if material_changes(replace(before, valid_until=shown.quote.valid_until), shown.quote):
        return None
    t = store.ApprovalRequest
    asked = select(t.level).where(t.subject_id == last.id, t.status == "approved").order_by(t.requested_at.desc())
    level = connection.execute(asked).scalars().first()
    return last.number if level and LEVELS.index(level) >= LEVELS.index(found.level) else None


def decide_request(desk: Desk, quote_id: uuid.UUID, verdict: str, remark: str = "") -> Submitted:
    """Approve or return (verdict approved, returned) the step that waits for this person, or for whom they stand in.

    UserError where nothing waits for them: the requester never decides, but for the one-person firm.
    """
    with desk.writing("quotes.decide", counter_action="withdraw") as writing:
        connection = writing.connection
        delegations = authority.delegations(connection)
        principals = _principals(desk, connection, delegations)
        if not principals:
            desk.require(Right.APPROVE)
        shown = standing(desk, connection, quote_id)
        request = requests.pending(connection, shown.revision.id)
        if request is None:
            raise UserError(REVISION.advice[shown.revision.status], field="approval")
        _require_open(shown)
        matrix_today, _ = policy(connection, today(desk))
        user = desk.access.user if desk.may(Right.APPROVE) else replace(desk.access.user, role="sales", level=None)
        after = decide(
            request.steps, user, "returned" if verdict == "returned" else "approved",
            requester=request.requested_by, policy=matrix_today, now=desk.clock(), today=today(desk), remark=remark,
            rush=bool(request.rush), late=request.times_overdue(desk.clock(), matrix_today),
            principals=principals, delegations=delegations,
        )  # fmt: skip
        place = next(i for i, (old, new) in enumerate(zip(request.steps, after, strict=True)) if old != new)
        said = after[place]
        requests.note_decision(desk, connection, request.step_ids[place], said.status, remark, said.on_behalf_of)
        result = outcome(after)
        status = shown.revision.status
        if result != "pending":
            status = _move(connection, shown, status, "approve" if result == "approved" else "return_")
            requests.close(connection, request.id, result)
    return Submitted(status, shown_to(desk, request.assessment), writing.changes)


def _principals(desk: Desk, connection: Connection, delegations: Sequence[Delegation]) -> Sequence[User]:
    """The approvers whom this person stands in for today."""
    day = today(desk)
    granting = {one.user_id for one in delegations if one.holds(desk.user_id, day)}
    return [one for one in people.approvers(connection, day) if one.id in granting] if granting else ()


def _move(connection: Connection, shown: QuoteView | Standing, status: str, command: str) -> str:
    new = REVISION.next_status(status, command)
    _set_status(connection, shown, new)
    return new


def _set_status(connection: Connection, shown: QuoteView | Standing, status: str, **more: Any) -> None:
    rows.change(connection, QuoteRevision, shown.revision.id, {"status": status, **more})
    rows.change(connection, Head, shown.id, {"state": shown_status(status, shown.outcome)})


def withdraw(desk: Desk, quote_id: uuid.UUID) -> Changes:
    """Take back a request, an approval, or an issued revision; a request or approval becomes a draft again."""
    desk.require(Right.MAKE_QUOTES)
    with desk.writing("quotes.withdraw", counter_action="correct") as writing:
        shown = standing(desk, writing.connection, quote_id)
        _require_open(shown)
        _move(writing.connection, shown, shown.revision.status, "withdraw")
        request = requests.pending(writing.connection, shown.revision.id)
        if request is not None:
            requests.close(writing.connection, request.id, "withdrawn")
    return writing.changes
