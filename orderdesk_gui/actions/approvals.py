"""Verbs of approval: what a quotation would need, asking for it, deciding, withdrawing."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, select

from orderdesk_gui.actions import people, settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import QuoteView, Standing, standing, today, view
from orderdesk_gui.actions.quotes_pricing import Wanted, price_lines
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.approval_steps import ApprovalStep, covers, decide, is_overdue, outcome, waiting
from orderdesk_gui.rules.approvals import (
    LEVELS,
    PRESETS,
    ApprovalPolicy,
    ApprovalRule,
    Assessment,
    Reason,
    assess,
    quote_facts,
)
from orderdesk_gui.rules.language import UserError, message, tr
from orderdesk_gui.rules.material_changes import material_changes
from orderdesk_gui.rules.quote_checks import require_valid
from orderdesk_gui.rules.quote_status import HEAD, REVISION, shown_status
from orderdesk_gui.rules.quotes import Quote, has_expired
from orderdesk_gui.store import approvals as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.quotes import Quote as Head
from orderdesk_gui.store.quotes import QuoteRevision
from orderdesk_gui.store.terms import message_data, message_of

BOOKS = "CNY"


_RULES = (
    select(store.ApprovalRule)
    .where(store.ApprovalRule.valid_from <= bindparam("day"), store.ApprovalRule.deleted_at.is_(None))
    .order_by(store.ApprovalRule.version.desc(), store.ApprovalRule.position)
)
_COSTS = select(Product.id, Product.cost, Product.kind).where(Product.id.in_(bindparam("ids", expanding=True)))
_DECIDED = (
    select(store.ApprovalDecision)
    .join(store.ApprovalStep, store.ApprovalStep.id == store.ApprovalDecision.step_id)
    .where(store.ApprovalStep.request_id == bindparam("request"))
)


def policy(connection: Connection, on: dt.date) -> tuple[ApprovalPolicy, int]:
    """The firm's approval matrix on a day, and its version (0: the built-in one)."""
    preset = PRESETS[settings.read(connection, "approval_preset", on)]
    found = connection.execute(_RULES, {"day": on}).all()
    if not found:
        return preset, 0
    version = found[0].version
    edited = tuple(
        ApprovalRule(r.dimension, r.measure, r.level, r.limit, r.at_least) for r in found if r.version == version
    )
    return replace(preset, rules=edited), version


def matrix(desk: Desk) -> tuple[ApprovalPolicy, int]:
    """The approval matrix of today, and its version, for the page of settings."""
    with desk.reading() as connection:
        return policy(connection, today(desk))


def save_matrix(desk: Desk, rules: tuple[ApprovalRule, ...], *, valid_from: dt.date | None = None) -> Changes:
    """Put a new version of the approval matrix in force from a day on (default today)."""
    desk.require(Right.CHANGE_SETTINGS)
    if not rules:
        raise UserError("The matrix needs at least one limit.")
    with desk.writing("approvals.matrix") as writing:
        last = writing.connection.exec_driver_sql("SELECT coalesce(max(version), 0) FROM approval_rule").scalar_one()
        first = valid_from or today(desk)
        made = [
            {
                "id": desk.new_id(), "version": last + 1, "valid_from": first, "position": place,
                "dimension": rule.dimension, "measure": rule.measure, "level": rule.level, "limit": rule.limit,
                "at_least": rule.at_least,
            }
            for place, rule in enumerate(rules)
        ]  # fmt: skip
        rows.add(writing.connection, store.ApprovalRule, made)
    return writing.changes


def assess_draft(desk: Desk, quote: Quote) -> Assessment:
    """What `quote` as typed would need; figures of margin are left out without the right to see them."""
    with desk.reading() as connection:
        matrix_today, _ = policy(connection, today(desk))
        rate = rate_to_books(connection, quote.currency, today(desk))
        found = _assess(desk, connection, _with_list_prices(connection, quote), matrix_today, rate)
    return shown_to(desk, found)


def _with_list_prices(connection: Connection, quote: Quote) -> Quote:
    wanted = [Wanted(line.product_id, line.quantity) for line in quote.lines if line.product_id]
    found = price_lines(connection, wanted, quote.customer_id, quote.date, quote.currency, quote.tax_mode)
    listed = {product.id: price.list_price for product, price in found}
    return replace(
        quote,
        lines=tuple(replace(line, list_price=listed.get(line.product_id, line.list_price)) for line in quote.lines),
    )


def shown_to(desk: Desk, assessment: Assessment) -> Assessment:
    """The assessment without figures that this person may not see."""
    if desk.may(Right.SEE_MARGIN):
        return assessment
    return replace(assessment, reasons=tuple(_veiled(reason) for reason in assessment.reasons))


def _veiled(reason: Reason) -> Reason:
    if reason.dimension != "margin":
        return reason
    text = message("Line {line}: the margin asks for: {level}.", **{
        key: value for key, value in reason.message.values.items() if key in ("line", "level")
    })  # fmt: skip
    return replace(reason, figure=Decimal(0), message=text)


def _assess(
    desk: Desk, connection: Connection, quote: Quote, matrix_today: ApprovalPolicy, rate: Decimal
) -> Assessment:
    day = today(desk)
    ids = {line.product_id for line in quote.lines if line.product_id}
    products = connection.execute(_COSTS, {"ids": list(ids)}).all()
    floor = Decimal(settings.read(connection, "margin_floor", day))
    costs = {r.id: (r.cost / rate, floor) for r in products if r.cost is not None}
    facts = quote_facts(quote, rate_to_cny=rate, costs=costs, custom=any(r.kind == "custom" for r in products))
    return assess(facts, matrix_today, requester=desk.user_id, grants=people.grants(connection), on=day)


def rate_to_books(connection: Connection, currency: str, on: dt.date) -> Decimal:
    """What one unit of `currency` is worth in the currency of our books. UserError where nobody said."""
    if currency == BOOKS:
        return Decimal(1)
    rates: Mapping[str, Any] = settings.read(connection, "exchange_rates", on) or {}
    if currency not in rates:
        raise UserError(
            "There is no exchange rate for {currency} yet. Enter one in Settings, Rates and prices.",
            field="currency",
            currency=currency,
        )
    return Decimal(rates[currency]["rate"])


def _rate_source(connection: Connection, currency: str, on: dt.date) -> str:
    if currency == BOOKS:
        return ""
    rates: Mapping[str, Any] = settings.read(connection, "exchange_rates", on) or {}
    return str(rates.get(currency, {}).get("source", ""))


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a submission: the status now, what was asked for, and what changed."""

    status: str
    assessment: Assessment
    changes: Changes


def submit(desk: Desk, quote_id: uuid.UUID, note: str = "") -> Submitted:
    """Ask for approval of the newest revision. Within the limits, or in a one-person firm, it is given at once.

    UserError where something in it must be mended first.
    """
    desk.require(Right.MAKE_QUOTES)
    with desk.writing("quotes.submit", counter_action="withdraw") as writing:
        connection = writing.connection
        shown = view(desk, connection, quote_id)
        require_open_offer(desk, shown)
        require_valid(shown.quote)
        matrix_today, version = policy(connection, today(desk))
        rate = rate_to_books(connection, shown.quote.currency, today(desk))
        found = _assess(desk, connection, shown.quote, matrix_today, rate)
        approved_before = _approved_before(desk, connection, shown, found)
        if approved_before is not None:
            found = replace(found, deciders=())
            note = tr("Only contacts or remarks differ from approved revision {number}.", number=approved_before)
        request_id, steps = _ask(desk, connection, shown, found, version, matrix_today.timeout_hours, note)
        if not steps:
            status = REVISION.next_status(shown.revision.status, "auto_approve")
        else:
            status = REVISION.next_status(shown.revision.status, "submit")
        source = _rate_source(connection, shown.quote.currency, today(desk))
        _set_status(connection, shown, status, rate=rate, rate_source=source)
        if steps and matrix_today.self_approval:
            _move(connection, shown, status, "approve")
            _note_decision(desk, connection, steps[0], "approved", tr("self-approval"))
            _close(connection, request_id, "approved")
            status = "approved"
    return Submitted(status, shown_to(desk, found), writing.changes)


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


def _ask(
    desk: Desk, connection: Connection, shown: QuoteView, found: Assessment, version: int, hours: int, note: str
) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """Note the request and its steps; returns their ids."""
    made, step_ids = desk.new_id(), [desk.new_id() for _ in found.deciders]
    reasons = [
        {
            "dimension": r.dimension, "measure": r.measure, "line": r.line, "figure": str(r.figure),
            "level": r.level, "message": message_data(r.message),
        }
        for r in found.reasons
    ]  # fmt: skip
    request = {
        "id": made, "scope": shown.quote.customer_id, "subject_table": "quote_revision",
        "subject_id": shown.revision.id, "requested_by": desk.user_id, "requested_at": desk.clock(),
        "level": found.level, "reasons": reasons, "rule_version": version, "note": note,
        "status": "pending" if found.deciders else "approved",
    }  # fmt: skip
    rows.add(connection, store.ApprovalRequest, [request])
    steps = [
        {
            "id": step_ids[place], "scope": shown.quote.customer_id, "request_id": made, "position": place,
            "needs": decider, "due_at": desk.clock() + dt.timedelta(hours=hours),
        }
        for place, decider in enumerate(found.deciders)
    ]  # fmt: skip
    rows.add(connection, store.ApprovalStep, steps)
    return made, step_ids


def _steps(connection: Connection, request_id: uuid.UUID) -> list[tuple[uuid.UUID, ApprovalStep]]:
    decided = {r.step_id: r for r in connection.execute(_DECIDED, {"request": request_id})}
    found = []
    for row in rows.children(connection, store.ApprovalStep, "request_id", request_id):
        said = decided.get(row["id"])
        step = ApprovalStep(
            row["needs"],
            said.decision if said else "pending",
            said.user_id if said else None,
            said.at if said else None,
            said.reason if said else "",
        )
        found.append((row["id"], step))
    return found


def decide_request(desk: Desk, quote_id: uuid.UUID, verdict: str, remark: str = "") -> Submitted:
    """Approve or return (verdict approved, returned) the step that waits for this person.

    UserError where nothing waits for them: the requester never decides, but for the one-person firm.
    """
    desk.require(Right.APPROVE)
    with desk.writing("quotes.decide", counter_action="withdraw") as writing:
        connection = writing.connection
        shown = standing(desk, connection, quote_id)
        request = _open_request(connection, shown.revision.id)
        if request is None:
            raise UserError(REVISION.advice[shown.revision.status], field="approval")
        _require_open(shown)
        steps = _steps(connection, request["id"])
        matrix_today, _ = policy(connection, today(desk))
        before = tuple(step for _, step in steps)
        after = decide(
            before, desk.access.user, "returned" if verdict == "returned" else "approved",
            requester=request["requested_by"], policy=matrix_today, now=desk.clock(), today=today(desk), remark=remark,
        )  # fmt: skip
        place = next(i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new)
        _note_decision(desk, connection, steps[place][0], after[place].status, remark)
        result = outcome(after)
        status = shown.revision.status
        if result != "pending":
            status = _move(connection, shown, status, "approve" if result == "approved" else "return_")
            _close(connection, request["id"], result)
    return Submitted(status, shown_to(desk, _assessment_of(request)), writing.changes)


def _note_decision(desk: Desk, connection: Connection, step_id: uuid.UUID, verdict: str, remark: str) -> None:
    rows.change(connection, store.ApprovalStep, step_id, {"status": verdict})
    fact = {"id": desk.new_id(), "step_id": step_id, "user_id": desk.user_id, "at": desk.clock(),
            "decision": verdict, "reason": remark}  # fmt: skip
    rows.add(connection, store.ApprovalDecision, [fact])


def _close(connection: Connection, request_id: uuid.UUID, status: str) -> None:
    rows.change(connection, store.ApprovalRequest, request_id, {"status": status})


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
        request = _open_request(writing.connection, shown.revision.id)
        if request is not None:
            _close(writing.connection, request["id"], "withdrawn")
    return writing.changes


def _open_request(connection: Connection, revision_id: uuid.UUID) -> dict[str, Any] | None:
    t = store.ApprovalRequest
    found = connection.execute(select(t).where(t.subject_id == revision_id, t.status == "pending")).mappings().first()
    return None if found is None else dict(found)


@dataclass(frozen=True, slots=True)
class Decision:
    """A step of an approval as the page shows it."""

    needs: str
    status: str
    by: str
    at: dt.datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """The newest request about a revision: its state, why it was needed, and who said what."""

    status: str
    requested_by: str
    requested_at: dt.datetime
    assessment: Assessment
    steps: tuple[Decision, ...]
    note: str = ""


def of_quote(desk: Desk, quote_id: uuid.UUID) -> ApprovalView | None:
    """The newest approval request of a quotation's newest revision; None where nobody has asked yet."""
    with desk.reading() as connection:
        shown = view(desk, connection, quote_id)
        t = store.ApprovalRequest
        request = (
            connection.execute(
                select(t).where(t.subject_id == shown.revision.id).order_by(t.requested_at.desc(), t.id.desc())
            )
            .mappings()
            .first()
        )
        if request is None:
            return None
        names = {p.id: p.name for p in people.people(connection)}
        steps = tuple(
            Decision(s.decider, s.status, names.get(s.decided_by, ""), s.decided_at, s.remark)
            for _, s in _steps(connection, request["id"])
        )
    return ApprovalView(
        request["status"], names.get(request["requested_by"], ""), request["requested_at"],
        shown_to(desk, _assessment_of(dict(request))), steps, request["note"],
    )  # fmt: skip


def _assessment_of(request: Mapping[str, Any]) -> Assessment:
    reasons = tuple(
        Reason(r["dimension"], r["measure"], r["line"], Decimal(r["figure"]), r["level"], message_of(r["message"]))
        for r in request["reasons"]
    )
    return Assessment(request["level"], reasons, ())


@dataclass(frozen=True, slots=True)
class Waiting:
    """A quotation that waits for a decision of this person."""

    quote_id: uuid.UUID
    number: str
    needs: str
    requested_at: dt.datetime
    overdue: bool = False


def waiting_for_me(desk: Desk) -> list[Waiting]:
    """The requests whose next step this person may decide, oldest first."""
    found = []
    now = desk.clock()
    with desk.reading() as connection:
        matrix_today, _ = policy(connection, today(desk))
        t = store.ApprovalRequest
        query = (
            select(t.id, t.requested_by, t.requested_at, QuoteRevision.quote_id, Head.number)
            .join(QuoteRevision, QuoteRevision.id == t.subject_id)
            .join(Head, Head.id == QuoteRevision.quote_id)
            .where(t.status == "pending", Head.deleted_at.is_(None), Head.outcome == "open")
            .order_by(t.requested_at)
        )
        for request in connection.execute(query).all():
            steps = tuple(step for _, step in _steps(connection, request.id))
            for place in waiting(steps):
                if request.requested_by != desk.user_id and covers(desk.access.user, steps[place].decider):
                    late = is_overdue(request.requested_at, now, matrix_today)
                    found.append(
                        Waiting(request.quote_id, request.number, steps[place].decider, request.requested_at, late)
                    )
    return found
