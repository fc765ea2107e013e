"""Cancels confirmed orders, whole or by line, short-closes what is open, and settles what shipped all the same.

Source: domain 1.27 (224); CC 543.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection, select

from orderdesk_gui.actions import order_change_papers, order_changes, order_figures, plan_upkeep, receivables, stock
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.notes import put_todo
from orderdesk_gui.actions.orders import Head, OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import LANGUAGES, Message, UserError, message, tr, translated
from orderdesk_gui.rules.money import QUANTITY_PLACES, ZERO, check_number, format_amount, format_number
from orderdesk_gui.rules.order_changes import CAUSE_NAMES, Cause, name_of, standing_order
from orderdesk_gui.rules.order_status import ORDER
from orderdesk_gui.rules.orders import order_totals
from orderdesk_gui.rules.quote_checks import QUANTITY_LIMIT
from orderdesk_gui.store import orders as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.order_content import order_data
from orderdesk_gui.store.papers import Todo
from orderdesk_gui.store.receivables import PaymentDue

Decision = Literal["resume", "cancel", "close"]


@dataclass(frozen=True, slots=True)
class Ended:
    """What was cancelled: the number of its notice, the order's status now, and what to do about money."""

    change_id: uuid.UUID
    number: str
    status: str
    changes: Changes
    advice: tuple[Message, ...] = ()


def cancel(desk: Desk, order_id: uuid.UUID, reason: str, cause: Cause) -> Ended:
    """Cancel a whole confirmed order by a numbered notice.

    Where goods have left and not come back, it becomes an exception, with a to-do for its owner.
    """
    _require(desk, reason, cause)
    with desk.writing("orders.cancel", counter_action="correct") as writing:
        connection = writing.connection
        shown = order_view(desk, connection, order_id)
        if shown.status == "exception":
            raise UserError(ORDER.advice["exception"])
        ORDER.next_status(shown.status, "cancel")
        left = {line.id: shown.left(line) for line in shown.order.lines if line.id and shown.left(line)}
        change = _notice(desk, connection, shown, left, "cancel", reason, cause)
        if _is_out(shown):
            except_for(desk, connection, shown, "cancelled")
        else:
            _stop(desk, connection, shown, "cancel", reason)
        status = rows.fetch(connection, Head, order_id)["status"]
    return Ended(change.id, change.number, status, writing.changes, _advice(shown, ZERO))


def _is_out(shown: OrderView) -> bool:
    return any(quantity > 0 for quantity in shown.sent.values())


def _require(desk: Desk, reason: str, cause: str) -> None:
    desk.require(Right.MAKE_ORDERS)
    if not reason.strip():
        raise UserError("Say why.", field="reason")
    if cause not in CAUSE_NAMES:
        raise UserError("Say whose cause it is.", field="cause")


def _notice(
    desk: Desk, connection: Connection, shown: OrderView, gone: Mapping[uuid.UUID, Decimal], kind: str, reason: str,
    cause: str,
) -> order_changes.SavedChange:  # fmt: skip
    """A notice in force of what is cancelled of each line, with its paper."""
    after = {**shown.cancelled}
    for line_id, quantity in gone.items():
        after[line_id] = after.get(line_id, ZERO) + quantity
    values = {
        "kind": kind, "cause": cause, "reason": reason.strip(), "asked_on": today(desk), "status": "in_force",
        "before": order_data(shown.order, shown.cancelled), "after": order_data(shown.order, after),
        "effects": {"version": shown.version}, "in_force_at": desk.clock(),
    }  # fmt: skip
    change = order_changes.add(desk, connection, shown, values)
    drawn = order_change_papers.draw(desk, connection, order_changes.view(desk, connection, change.id))
    paper_id = order_change_papers.keep(desk, connection, drawn)
    rows.change(connection, store.OrderChange, change.id, {"paper_id": paper_id})
    rows.change(connection, Head, shown.id, {"version": shown.version + 1})
    return change


def _advice(shown: OrderView, stands: Decimal) -> tuple[Message, ...]:
    """What to do about money beyond what the order is worth from now on."""
    figure, currency = shown.figure, shown.order.currency
    found = []
    if figure["received"] > stands:
        amount = format_amount(figure["received"] - stands, currency)
        sentence = "{amount} have been received for it. Give them back, or allocate them to another order."
        found.append(message(sentence, amount=amount))
    if figure["invoiced"] > stands:
        amount = format_amount(figure["invoiced"] - stands, currency)
        found.append(message("{amount} have been invoiced for it. Credit them.", amount=amount))
    return tuple(found)


def _stop(desk: Desk, connection: Connection, shown: OrderView, command: str, reason: str) -> None:
    """The order ends: nothing is reserved, planned or due any more but what its facts say."""
    head = {
        "status": ORDER.next_status(shown.status, command), "ended_at": desk.clock(), "ended_reason": reason.strip(),
    }  # fmt: skip
    rows.change(connection, Head, shown.id, head)
    stock.release(connection, shown.id)
    plan_upkeep.end(desk, connection, shown.id)
    if command == "cancel":
        rows.replace_children(connection, PaymentDue, "order_id", shown.id, [], now=desk.clock(), make_id=desk.new_id)
    receivables.follow(desk, connection, shown.id)


def except_for(desk: Desk, connection: Connection, shown: OrderView, why: Literal["cancelled", "shipped"]) -> None:
    """An order that was cancelled after goods left, or shipped after it was cancelled: its owner has to decide."""
    rows.change(connection, Head, shown.id, {"status": ORDER.next_status(shown.status, "except")})
    sent = ", ".join(
        f"{name_of(line)} {format_number(shown.sent[line.id])} {line.goods.unit}".strip()
        for line in shown.order.lines
        if line.id and shown.sent.get(line.id)
    )
    text = tr(_WHY[why], number=shown.number, sent=sent)
    put_todo(desk, connection, text, today(desk), table="sales_order", record_id=shown.id, owner_id=shown.owner_id)
    stock.release(connection, shown.id)
    order_figures.refresh(connection, [shown.id], today(desk))


_WHY = {
    "cancelled": "{number} was cancelled after {sent} had left. "
    "Decide: go on, take the goods back and cancel, or close it.",
    "shipped": "{number} was shipped although it is cancelled. "
    "Decide: go on, take the goods back and cancel, or close it.",
}


def _is_about(text: str, number: str) -> bool:
    """Whether a to-do is one that :func:`except_for` wrote, in whichever language."""
    openings = [
        translated(sentence, language).format(number=number, sent="\0").partition("\0")[0]
        for sentence in _WHY.values()
        for language in LANGUAGES
    ]
    return any(text.startswith(opening) for opening in openings)


def cancel_lines(
    desk: Desk, order_id: uuid.UUID, quantities: Mapping[uuid.UUID, Decimal], reason: str, cause: Cause,
    *, short_close: bool = False,
) -> Ended:  # fmt: skip
    """Cancel so much of these lines of a confirmed order, or short-close (短交结案) them, by a numbered notice.

    UserError where more is cancelled than is open, and where nothing of the order would be left.
    """
    _require(desk, reason, cause)
    with desk.writing("orders.cancel_lines", counter_action="correct") as writing:
        connection = writing.connection
        shown = order_view(desk, connection, order_id)
        ORDER.next_status(shown.status, "change")
        if not any(quantities.values()):
            raise UserError("Enter what is to be cancelled.", field="lines")
        _check_quantities(shown, quantities)
        gone = {line_id: quantity for line_id, quantity in quantities.items() if quantity}
        rest = any(shown.left(line) - gone.get(line.id, ZERO) for line in shown.order.lines if line.id)
        if not rest and not _is_out(shown):
            raise UserError("Nothing of the order would be left. Cancel the whole order.", field="lines")
        kind = "short_close" if short_close else "cancel"
        change = _notice(desk, connection, shown, gone, kind, reason, cause)
        stands = _cut(connection, shown, gone, reason, cause)
        now = order_view(desk, connection, order_id)
        stock.reserve(desk, connection, now)
        receivables.follow(desk, connection, order_id)
    return Ended(change.id, change.number, shown.status, writing.changes, _advice(shown, stands))


def _check_quantities(shown: OrderView, quantities: Mapping[uuid.UUID, Decimal]) -> None:
    known = {line.id: (at, line) for at, line in enumerate(shown.order.lines)}
    for line_id, quantity in quantities.items():
        if line_id not in known:
            raise UserError("This line belongs to another order.", field="lines")
        at, line = known[line_id]
        field = f"lines.{at}.quantity"
        check_number(quantity, field=field, places=QUANTITY_PLACES, limit=QUANTITY_LIMIT)
        if not 0 <= quantity <= shown.left(line):
            raise UserError(
                "{quantity} of {name} are open. Enter no more.", field=field, name=name_of(line),
                quantity=format_number(shown.left(line)),
            )  # fmt: skip


def _cut(
    connection: Connection, shown: OrderView, gone: Mapping[uuid.UUID, Decimal], reason: str, cause: str
) -> Decimal:
    """Write what is cancelled of each line and what the order is worth now; returns that, with tax."""
    after = {**shown.cancelled}
    for line_id, quantity in gone.items():
        after[line_id] = after.get(line_id, ZERO) + quantity
        values = {"cancelled": after[line_id], "cancelled_reason": reason.strip(), "cancelled_cause": cause}
        rows.change(connection, store.OrderLine, line_id, values)
    total = order_totals(standing_order(shown.order, after)).total
    rows.change(connection, Head, shown.id, {"net": total.net, "tax": total.tax, "total": total.gross})
    return total.gross


def resolve(desk: Desk, order_id: uuid.UUID, decision: Decision, reason: str) -> Changes:
    """Decide on an exception: the order goes on, is cancelled once its goods are back, or is closed as delivered.

    Closing cancels what is still open. UserError for cancelling while goods are with the customer.
    """
    desk.require(Right.MAKE_ORDERS)
    if decision not in ("resume", "cancel", "close"):
        raise UserError("Choose whether it goes on, is cancelled or closed.", field="decision")
    if not reason.strip():
        raise UserError("Say why.", field="reason")
    with desk.writing(f"orders.{decision}_exception", counter_action="correct") as writing:
        connection = writing.connection
        shown = order_view(desk, connection, order_id)
        status = ORDER.next_status(shown.status, decision) if shown.status == "exception" else ""
        if not status:
            ORDER.next_status(shown.status, "resume")
        if decision == "cancel" and _is_out(shown):
            raise UserError("Goods of it are still with the customer. Note their return first, or close the order.")
        if decision == "resume":
            _resume(desk, connection, shown, status)
        else:
            if decision == "close":
                left = {line.id: shown.left(line) for line in shown.order.lines if line.id and shown.left(line)}
                _cut(connection, shown, left, reason, "customer")
            _stop(desk, connection, shown, decision, reason)
        open_ones = select(Todo.id, Todo.text).where(
            Todo.subject_id == order_id, Todo.done_at.is_(None), Todo.deleted_at.is_(None)
        )
        for todo in connection.execute(open_ones).all():
            if _is_about(todo.text, shown.number):
                rows.change(connection, Todo, todo.id, {"done_at": desk.clock()})
    return writing.changes


def _resume(desk: Desk, connection: Connection, shown: OrderView, status: str) -> None:
    values: dict[str, Any] = {"status": status, "ended_at": None, "ended_reason": ""}
    rows.change(connection, Head, shown.id, values)
    stock.reserve(desk, connection, shown)
    plan_upkeep.resume(desk, connection, shown.id)
    receivables.follow(desk, connection, shown.id)
