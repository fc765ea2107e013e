"""Looks at changes of confirmed orders: what one would do, before it is noted, and those that are noted.

Source: domain 1.27 (224); Civil Code 543, CC 488.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import approvals_requests as requests
from orderdesk_gui.actions import credit
from orderdesk_gui.actions.approvals_assessing import assess_quote, rate_to_books, shown_to
from orderdesk_gui.actions.approvals_policy import policy
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.orders import Head, OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.approval_steps import covers
from orderdesk_gui.rules.approvals import Assessment
from orderdesk_gui.rules.money import ZERO, divide, multiply, round_half_up
from orderdesk_gui.rules.order_changes import Change, cancellations, changes_between, check_change, standing_order
from orderdesk_gui.rules.orders import Order, check_order, order_totals
from orderdesk_gui.rules.problems import Problem, errors
from orderdesk_gui.rules.quotes import Quote, QuoteTerms
from orderdesk_gui.store import approvals, rows
from orderdesk_gui.store import orders as store
from orderdesk_gui.store.contracts import Contract
from orderdesk_gui.store.order_content import order_of_data
from orderdesk_gui.store.people import User
from orderdesk_gui.store.products import Product


@dataclass(frozen=True, slots=True)
class TouchedLine:
    """A changed line that has gone out or was cancelled in part already."""

    name: str
    shipped: Decimal
    cancelled: Decimal


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do; nothing is written. Pairs are (before, after); amounts in the order's currency.

    `problems` with severity error stop it. `margins` are fractions, None without the right or without costs.
    `approval` is None where nothing material changes; `waits`: somebody else has to agree first. `contract`
    names the contract that needs a supplementary agreement (补充协议). `credit` counts the order as it would be.
    """

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    totals: tuple[Decimal, Decimal]
    currency: str
    margins: tuple[Decimal | None, Decimal | None]
    approval: Assessment | None
    waits: bool
    contract: str
    credit: credit.Standing
    promised: tuple[dt.date | None, dt.date | None]
    forecast: dt.date | None
    touched: tuple[TouchedLine, ...]
    invoiced: Decimal
    received: Decimal

    @property
    def material(self) -> bool:
        """Whether both sides have to agree on it anew. Source: CC 488."""
        return any(change.material for change in self.changes)


def preview(desk: Desk, order_id: uuid.UUID, new: Order) -> Preview:
    """What making an order `new` would change, and what that touches; lines keep their ids."""
    with desk.reading() as connection:
        shown = order_view(desk, connection, order_id)
        return previewed(desk, connection, shown, new)


def previewed(desk: Desk, connection: Connection, shown: OrderView, new: Order) -> Preview:
    """As :func:`preview`, within a transaction under way."""
    found = changes_between(shown.order, new)
    problems = (*check_change(shown.order, new, shown.done), *check_order(new))
    sound = not errors(problems)
    totals = order_totals(standing_order(new, shown.cancelled)) if sound else shown.totals
    after = replace(shown, order=new, totals=totals)
    approval = None
    if sound and any(change.material for change in found):
        approval = shown_to(desk, assess(desk, connection, new))
    lines = {change.line_id for change in found if change.line_id}
    return Preview(
        changes=found,
        problems=problems,
        totals=(shown.totals.total.gross, totals.total.gross),
        currency=new.currency,
        margins=(_margin(desk, connection, shown), _margin(desk, connection, after) if sound else None),
        approval=approval,
        waits=approval is not None and asks_others(desk, connection, new),
        contract=contract_of(connection, shown),
        credit=credit.standing(connection, new.customer_id, today(desk), shown=after),
        promised=(promised_of(shown.order), promised_of(new)),
        forecast=shown.figure["forecast"],
        touched=tuple(
            TouchedLine(line.goods.code or line.goods.name_zh, shown.sent.get(line.id, ZERO),
                        shown.cancelled.get(line.id, ZERO))
            for line in shown.order.lines
            if line.id in lines and (shown.sent.get(line.id) or shown.cancelled.get(line.id))
        ),
        invoiced=shown.figure["invoiced"],
        received=shown.figure["received"],
    )  # fmt: skip


def promised_of(order: Order) -> dt.date | None:
    """The latest day that an order's lines are promised for; None where none is."""
    return max((line.promised for line in order.lines if line.promised), default=None)


def _as_quote(order: Order) -> Quote:
    terms = QuoteTerms(order.payment, order.delivery_place, order.delivery_method, None, order.incoterm, order.warranty)
    return replace(order.as_quote(), terms=terms)


def assess(desk: Desk, connection: Connection, new: Order) -> Assessment:
    """Who has to agree to an order as it is to be, by the firm's matrix of today."""
    matrix, _ = policy(connection, today(desk))
    rate = rate_to_books(connection, new.currency, today(desk))
    return assess_quote(desk, connection, _as_quote(new), matrix, rate)


def _margin(desk: Desk, connection: Connection, shown: OrderView) -> Decimal | None:
    """What is left of the net price of the goods whose cost is known; only for those who may see it."""
    if not desk.may(Right.SEE_MARGIN):
        return None
    ids = {line.goods.product_id for line in shown.order.lines if line.goods.product_id}
    costs = costs_of(connection, shown.id, ids)
    rate = rate_to_books(connection, shown.order.currency, today(desk))
    net = cost = ZERO
    for line, amounts in zip(shown.order.lines, shown.totals.lines, strict=True):
        own = costs.get(line.id) or costs.get(line.goods.product_id)
        if own is not None:
            net += multiply(amounts.net, rate)
            cost += multiply(own, shown.left(line) + shown.sent.get(line.id, ZERO) if line.id else line.goods.quantity)
    net += multiply(sum((row.amounts.net for row in shown.totals.discount), ZERO), rate) if net else ZERO
    return round_half_up(divide(net - cost, net), 4) if net else None


def costs_of(connection: Connection, order_id: uuid.UUID, products: set[uuid.UUID]) -> dict[Any, Decimal | None]:
    """By line and by product: what was frozen into the lines, and what products cost now."""
    found = connection.execute(select(Product.id, Product.cost).where(Product.id.in_(products)))
    costs: dict[Any, Decimal | None] = {row.id: row.cost for row in found}
    kept = rows.children(connection, store.OrderLine, "order_id", order_id)
    return costs | {line["id"]: line["cost"] for line in kept}


def contract_of(connection: Connection, shown: OrderView) -> str:
    """The number of the order's contract, where it was issued or signed."""
    query = select(Contract.number).where(
        Contract.status.in_(("issued", "signed")), Contract.deleted_at.is_(None),
        (Contract.id == shown.contract_id) | ((Contract.quote_id == shown.quote_id) & Contract.quote_id.is_not(None)),
    )  # fmt: skip
    return connection.execute(query).scalars().first() or ""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change as pages show it; `kind` is change, cancel or short_close. `ready`: it may be put in force now."""

    id: uuid.UUID
    order_id: uuid.UUID
    order_number: str
    number: str
    kind: str
    status: str
    cause: str
    reason: str
    asked_on: dt.date
    asked_by: str
    in_force_at: dt.datetime | None
    changes: tuple[Change, ...]
    before: Order
    after: Order
    totals: tuple[Decimal, Decimal]
    paper_id: uuid.UUID | None
    approval: requests.Request | None
    ready: bool

    @property
    def material(self) -> bool:
        """Whether both sides have to agree on it anew."""
        return any(change.material for change in self.changes)


def of_order(desk: Desk, order_id: uuid.UUID) -> list[ChangeView]:
    """The changes of an order, newest first."""
    with desk.reading() as connection:
        desk.require_owner(rows.fetch(connection, Head, order_id)["owner_id"])
        found = rows.children(connection, store.OrderChange, "order_id", order_id)
        return [view(desk, connection, row["id"]) for row in reversed(found)]


def load(desk: Desk, change_id: uuid.UUID) -> ChangeView:
    """One change."""
    with desk.reading() as connection:
        return view(desk, connection, change_id)


def view(desk: Desk, connection: Connection, change_id: uuid.UUID) -> ChangeView:
    """As :func:`load`, within a transaction under way."""
    row = rows.fetch(connection, store.OrderChange, change_id)
    head = rows.fetch(connection, Head, row["order_id"])
    desk.require_owner(head["owner_id"])
    (old, gone), (new, going) = order_of_data(row["before"]), order_of_data(row["after"])
    request = requests.newest(connection, change_id)
    changes = (*changes_between(old, new), *cancellations(new, gone, going))
    name = connection.execute(select(User.name).where(User.id == row["asked_by"])).scalar()
    needs = row["status"] == "draft" and any(one.material for one in changes) and asks_others(desk, connection, new)
    agreed = request is not None and request.status == "approved"
    return ChangeView(
        id=change_id, order_id=row["order_id"], order_number=head["number"], number=row["number"], kind=row["kind"],
        status=row["status"], cause=row["cause"], reason=row["reason"], asked_on=row["asked_on"], asked_by=name or "",
        in_force_at=row["in_force_at"], changes=changes, before=old, after=new,
        totals=(_gross(old, gone), _gross(new, going)), paper_id=row["paper_id"], approval=request,
        ready=not needs if row["status"] == "draft" else row["status"] == "submitted" and agreed,
    )  # fmt: skip


def _gross(order: Order, cancelled: Mapping[uuid.UUID, Decimal]) -> Decimal:
    return order_totals(standing_order(order, cancelled)).total.gross


def asks_others(desk: Desk, connection: Connection, new: Order) -> bool:
    """Whether the firm's matrix asks anybody else about an order as it is to be."""
    matrix, _ = policy(connection, today(desk))
    return bool(assess(desk, connection, new).deciders) and not matrix.self_approval


def waiting_for_me(desk: Desk) -> list[ChangeView]:
    """The changes whose present step this person can decide, the oldest request first."""
    if not desk.may(Right.APPROVE):
        return []
    request = approvals.ApprovalRequest
    query = (
        select(request)
        .where(request.status == "pending", request.subject_table == "order_change")
        .order_by(request.requested_at)
    )
    with desk.reading() as connection:
        found = connection.execute(query).mappings().all()
        waiting = zip(found, requests.loaded(connection, found), strict=True)
        mine = [row["subject_id"] for row, one in waiting if _is_asked(desk, one)]
        return [view(desk, connection, change_id) for change_id in mine]


def _is_asked(desk: Desk, request: requests.Request) -> bool:
    if request.requested_by == desk.user_id:
        return False
    return any(covers(desk.access.user, request.steps[at].decider) for at in request.waiting())
