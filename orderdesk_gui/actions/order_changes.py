"""Changes a confirmed order by numbered notices: previewed, approved where material, then in force and never undone.

Source: domain 1.27 (224); Civil Code 543.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from orderdesk_gui.actions import approvals_requests as requests
from orderdesk_gui.actions import authority, credit, order_change_papers, people, plans, receivables, settings, stock
from orderdesk_gui.actions.approvals_policy import policy
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.order_change_views import (
    ChangeView,
    Preview,
    assess,
    costs_of,
    load,
    of_order,
    preview,
    previewed,
    promised_of,
    view,
    waiting_for_me,
)
from orderdesk_gui.actions.orders import Head, OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.approval_steps import decide as decide_steps
from orderdesk_gui.rules.approval_steps import outcome
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.order_changes import CAUSE_NAMES, Cause, check_change, standing_order
from orderdesk_gui.rules.order_status import CHANGE, ORDER
from orderdesk_gui.rules.orders import Order, order_totals
from orderdesk_gui.rules.problems import refuse_errors
from orderdesk_gui.store import orders as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.order_content import order_data
from orderdesk_gui.store.order_rows import line_values, order_values
from orderdesk_gui.store.plans import Plan

__all__ = [
    "ChangeView",
    "Preview",
    "SavedChange",
    "add",
    "decide",
    "load",
    "of_order",
    "preview",
    "put_in_force",
    "save",
    "submit",
    "view",
    "waiting_for_me",
    "withdraw",
]

OPEN = ("draft", "submitted")


@dataclass(frozen=True, slots=True)
class SavedChange:
    """A change that was noted: its id and number, and what changed."""

    id: uuid.UUID
    number: str
    changes: Changes


def save(
    desk: Desk, order_id: uuid.UUID, new: Order, *, cause: Cause, reason: str, asked_on: dt.date | None = None,
    change_id: uuid.UUID | None = None,
) -> SavedChange:  # fmt: skip
    """Note a change as a draft under its own number, or edit such a draft; it binds nobody yet.

    `cause` is the customer or ours, `asked_on` when it was asked for (default today). UserError at the field
    that cannot be changed any more, and where another change of the order is open.
    """
    desk.require(Right.MAKE_ORDERS)
    if not reason.strip():
        raise UserError("Say why.", field="reason")
    if cause not in CAUSE_NAMES:
        raise UserError("Say whose cause it is.", field="cause")
    with desk.writing("order_changes.save", counter_action="withdraw") as writing:
        connection = writing.connection
        shown = order_view(desk, connection, order_id)
        ORDER.next_status(shown.status, "change")
        found = previewed(desk, connection, shown, new)
        refuse_errors(found.problems)
        if not found.changes:
            raise UserError("Nothing is changed yet.", field="lines")
        values = {
            "cause": cause, "reason": reason.strip(), "asked_on": asked_on or today(desk),
            "before": order_data(shown.order, shown.cancelled), "after": order_data(new, shown.cancelled),
            "effects": {"version": shown.version, "total": [str(one) for one in found.totals]},
        }  # fmt: skip
        if change_id is None:
            made = add(desk, connection, shown, values)
        else:
            row = rows.fetch(connection, store.OrderChange, change_id)
            if row["status"] != "draft":
                raise UserError(CHANGE.advice[row["status"]])
            rows.change(connection, store.OrderChange, change_id, values)
            made = SavedChange(change_id, row["number"], Changes())
    return replace(made, changes=writing.changes)


def add(desk: Desk, connection: Connection, shown: OrderView, values: Mapping[str, Any]) -> SavedChange:
    """Write a new change of an order, within a transaction under way. UserError while another one is open."""
    table = store.OrderChange
    own = table.order_id == shown.id
    waiting = connection.execute(select(table.number).where(own, table.status.in_(OPEN))).scalar()
    if waiting is not None:
        raise UserError("{number} is still open. Put it in force, or withdraw it first.", number=waiting)
    series = settings.read(connection, "number_series", today(desk))["change"]
    number = next_number(connection, series, today(desk).year, desk.device)
    last = connection.execute(select(func.max(table.position)).where(own)).scalar()
    row = {
        "id": desk.new_id(), "scope": shown.order.customer_id, "order_id": shown.id, "number": number,
        "position": (last or 0) + 1, "asked_by": desk.user_id, **values,
    }  # fmt: skip
    rows.add(connection, table, [row])
    return SavedChange(row["id"], number, Changes())


def submit(desk: Desk, change_id: uuid.UUID, note: str = "") -> Changes:
    """Ask those who have to agree to the order as it is to be; UserError where nobody has to."""
    desk.require(Right.MAKE_ORDERS)
    with desk.writing("order_changes.submit", counter_action="withdraw") as writing:
        connection = writing.connection
        shown = view(desk, connection, change_id)
        status = CHANGE.next_status(shown.status, "submit")
        if shown.ready:
            raise UserError("Nobody has to agree to this change. Put it in force.")
        matrix, version = policy(connection, today(desk))
        subject = {"scope": shown.after.customer_id, "subject_table": "order_change", "subject_id": change_id}
        found = assess(desk, connection, shown.after)
        requests.ask(desk, connection, subject, found, version, matrix.timeout_hours, note)
        rows.change(connection, store.OrderChange, change_id, {"status": status})
    return writing.changes


def decide(desk: Desk, change_id: uuid.UUID, verdict: str, remark: str = "") -> Changes:
    """Approve or return (verdict approved, returned) the step that waits for this person; a return needs a remark."""
    desk.require(Right.APPROVE)
    with desk.writing("order_changes.decide", counter_action="withdraw") as writing:
        connection = writing.connection
        row = rows.fetch(connection, store.OrderChange, change_id)
        request = requests.pending(connection, change_id)
        if request is None:
            raise UserError(CHANGE.advice[row["status"]], field="approval")
        matrix, _ = policy(connection, today(desk))
        delegations = authority.delegations(connection)
        after = decide_steps(
            request.steps, desk.access.user, "returned" if verdict == "returned" else "approved",
            requester=request.requested_by, policy=matrix, now=desk.clock(), today=today(desk), remark=remark,
            late=request.times_overdue(desk.clock(), matrix), principals=people.approvers(connection, today(desk)),
            delegations=delegations,
        )  # fmt: skip
        place = next(at for at, (old, new) in enumerate(zip(request.steps, after, strict=True)) if old != new)
        said = after[place]
        requests.note_decision(desk, connection, request.step_ids[place], said.status, remark, said.on_behalf_of)
        result = outcome(after)
        if result != "pending":
            requests.close(connection, request.id, result)
        if result == "returned":
            status = CHANGE.next_status(row["status"], "return_")
            rows.change(connection, store.OrderChange, change_id, {"status": status})
    return writing.changes


def withdraw(desk: Desk, change_id: uuid.UUID) -> Changes:
    """Give a change up that is not in force; its number stays given."""
    desk.require(Right.MAKE_ORDERS)
    with desk.writing("order_changes.withdraw", counter_action="correct") as writing:
        shown = view(desk, writing.connection, change_id)
        status = CHANGE.next_status(shown.status, "withdraw")
        rows.change(writing.connection, store.OrderChange, change_id, {"status": status})
        request = requests.pending(writing.connection, change_id)
        if request is not None:
            requests.close(writing.connection, request.id, "withdrawn")
    return writing.changes


def put_in_force(desk: Desk, change_id: uuid.UUID) -> Changes:
    """Make the order what the customer agreed to, and keep the change notice; it is never undone.

    Lines, totals, reservation, due days and figures follow; credit judges it anew. The plan's promise and the first
    promise move only where the customer caused the change: a slip of ours keeps them.
    UserError while somebody has to agree, and where the order has changed meanwhile.
    """
    desk.require(Right.MAKE_ORDERS)
    with desk.reading() as connection:
        paper = order_change_papers.draw(desk, connection, view(desk, connection, change_id))
    with desk.writing("order_changes.apply", counter_action="revise") as writing:
        connection = writing.connection
        shown = view(desk, connection, change_id)
        status = CHANGE.next_status(shown.status, "apply")
        if not shown.ready:
            raise UserError("Somebody has to agree to this change first. Submit it, or wait for the answer.")
        old = order_view(desk, connection, shown.order_id)
        row = rows.fetch(connection, store.OrderChange, change_id)
        if old.version != row["effects"]["version"]:
            raise UserError("The order was changed meanwhile. Withdraw this change and make it anew.")
        ORDER.next_status(old.status, "change")
        refuse_errors(check_change(old.order, shown.after, old.done))
        _write(desk, connection, old, shown)
        paper_id = order_change_papers.keep(desk, connection, paper)
        values = {"status": status, "in_force_at": desk.clock(), "paper_id": paper_id}
        rows.change(connection, store.OrderChange, change_id, values)
        now = order_view(desk, connection, shown.order_id)
        stock.reserve(desk, connection, now)
        _follow_plan(desk, connection, old, now, shown)
        receivables.follow(desk, connection, shown.order_id)
        credit.recheck(desk, connection, shown.order_id)
    return writing.changes


def _write(desk: Desk, connection: Connection, old: OrderView, shown: ChangeView) -> None:
    """The rows of the order as it is now; what a line cost when it was agreed on stays."""
    new = shown.after
    full, stands = order_totals(new), order_totals(standing_order(new, old.cancelled))
    products = {line.goods.product_id for line in new.lines if line.goods.product_id}
    costs = costs_of(connection, old.id, products)
    first = {line["id"]: line for line in rows.children(connection, store.OrderLine, "order_id", old.id)}
    lines = line_values(new, full, costs)
    for line in lines:
        known = first.get(line["id"])
        moved = known is None or known["promised"] != line["promised"]
        resets = known is None or (moved and shown.cause == "customer")
        line["first_promised"] = line["promised"] if resets else known["first_promised"]  # type: ignore[index]
        if known is not None and known["product_id"] == line["product_id"]:
            line["cost"] = known["cost"]
    rows.replace_children(connection, store.OrderLine, "order_id", old.id, lines, now=desk.clock(), make_id=desk.new_id)
    head = {**order_values(new, stands), "version": old.version + 1, "promised": promised_of(new)}
    if shown.cause == "customer" and promised_of(new) != promised_of(old.order):
        head["first_promised"] = promised_of(new)
    rows.change(connection, Head, old.id, head)


def _follow_plan(desk: Desk, connection: Connection, old: OrderView, now: OrderView, shown: ChangeView) -> None:
    """A new promise and baseline where the customer asked for other dates; then the plan is worked out anew."""
    plan = connection.execute(
        select(Plan.id).where(Plan.order_id == now.id, Plan.deleted_at.is_(None), Plan.status == "active")
    ).scalar()
    if plan is None:
        return
    moved = shown.cause == "customer" and promised_of(old.order) != promised_of(now.order)
    if moved:
        rows.change(connection, Plan, plan, {"promise": promised_of(now.order)})
    plans.recompute(desk, connection, plan)
    if moved:
        plans.baseline(desk, connection, plan, shown.number)
