"""Gives money back and credits it: noted, approved by a second person, paid; never more than came in or was delivered.

Source: domain 1.27 (224).
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection, select

from orderdesk_gui.actions import receivables, settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.orders import Head, OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import AMOUNT_LIMIT, ZERO, check_number, format_amount, minor_units
from orderdesk_gui.rules.order_changes import CAUSE_NAMES, Cause
from orderdesk_gui.rules.order_status import REFUND
from orderdesk_gui.rules.payment import Means
from orderdesk_gui.store import receivables as money
from orderdesk_gui.store import rows
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.orders import Refund as Row

Kind = Literal["refund", "credit"]
KIND_NAMES: dict[Kind, Message] = {"refund": message("refund"), "credit": message("credit note")}


@dataclass(frozen=True, slots=True)
class Refund:
    """Money to be given back (refund), or taken off what is owed (credit); amounts with tax."""

    order_id: uuid.UUID
    amount: Decimal
    reason: str
    kind: Kind = "refund"
    cause: Cause = "customer"
    change_id: uuid.UUID | None = None
    complaint_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class SavedRefund:
    """A refund or credit note that was noted: its id and number, and what changed."""

    id: uuid.UUID
    number: str
    changes: Changes


def at_most(desk: Desk, order_id: uuid.UUID, kind: Kind) -> Decimal:
    """How much can still be given back (of what came in) or credited (of what was delivered or invoiced)."""
    with desk.reading() as connection:
        return _at_most(connection, order_view(desk, connection, order_id), kind)


def _at_most(connection: Connection, shown: OrderView, kind: Kind) -> Decimal:
    """Refunds that are paid have lowered what came in already; credits lower nothing by themselves."""
    counted = ("draft", "approved") if kind == "refund" else ("draft", "approved", "paid")
    known = select(Row.amount).where(Row.order_id == shown.id, Row.kind == kind, Row.status.in_(counted))
    taken = sum(connection.execute(known).scalars(), ZERO)
    figure = shown.figure
    base = figure["received"] if kind == "refund" else max(figure["shipped"], figure["invoiced"])
    left: Decimal = base - taken
    return max(left, ZERO)


def save(desk: Desk, refund: Refund) -> SavedRefund:
    """Note a refund or credit note as a draft under its own number. UserError beyond :func:`at_most`."""
    desk.require(Right.MAKE_ORDERS)
    if refund.kind not in KIND_NAMES:
        raise UserError("Choose a refund or a credit note.", field="kind")
    if not refund.reason.strip():
        raise UserError("Say why.", field="reason")
    if refund.cause not in CAUSE_NAMES:
        raise UserError("Say whose cause it is.", field="cause")
    with desk.writing("refunds.save", counter_action="withdraw") as writing:
        connection = writing.connection
        shown = order_view(desk, connection, refund.order_id)
        currency = shown.order.currency
        check_number(refund.amount, field="amount", places=minor_units(currency), limit=AMOUNT_LIMIT)
        if refund.amount <= 0:
            raise UserError("Enter an amount above zero.", field="amount")
        most = _at_most(connection, shown, refund.kind)
        if refund.amount > most:
            sentence = {
                "refund": "At most {amount} can be given back: that much was received.",
                "credit": "At most {amount} can be credited: that much was delivered or invoiced.",
            }[refund.kind]
            raise UserError(sentence, field="amount", amount=format_amount(most, currency))
        series = settings.read(connection, "number_series", today(desk))["refund"]
        row: dict[str, Any] = {
            "id": desk.new_id(), "scope": shown.order.customer_id, "kind": refund.kind, "order_id": refund.order_id,
            "number": next_number(connection, series, today(desk).year, desk.device), "date": today(desk),
            "customer_id": shown.order.customer_id, "change_id": refund.change_id, "currency": currency,
            "complaint_id": refund.complaint_id, "amount": refund.amount, "cause": refund.cause,
            "reason": refund.reason.strip(),
        }  # fmt: skip
        rows.add(connection, Row, [row])
    return SavedRefund(row["id"], row["number"], writing.changes)


def approve(desk: Desk, refund_id: uuid.UUID) -> Changes:
    """Agree to a refund or credit note: somebody who approves, and not the owner of the order."""
    desk.require(Right.APPROVE)
    with desk.writing("refunds.approve", counter_action="withdraw") as writing:
        connection = writing.connection
        row, shown = _found(desk, connection, refund_id)
        status = REFUND.next_status(row["status"], "approve")
        alone = settings.read(connection, "approval_preset", today(desk)) == "one_person"
        if shown.owner_id == desk.user_id and not alone:
            raise UserError("Somebody else approves it, not the one whose order it is.")
        rows.change(connection, Row, refund_id, {"status": status})
    return writing.changes


def withdraw(desk: Desk, refund_id: uuid.UUID) -> Changes:
    """Give a refund or credit note up that is not paid; its number stays given."""
    desk.require(Right.MAKE_ORDERS)
    with desk.writing("refunds.withdraw", counter_action="correct") as writing:
        row, _ = _found(desk, writing.connection, refund_id)
        rows.change(writing.connection, Row, refund_id, {"status": REFUND.next_status(row["status"], "withdraw")})
    return writing.changes


def pay(desk: Desk, refund_id: uuid.UUID, on: dt.date, means: Means = "transfer", reference: str = "") -> Changes:
    """Note that an approved refund was paid, as a receipt of less than nothing; a credit note, that it was given."""
    desk.require(Right.NOTE_MONEY)
    if on > today(desk):
        raise UserError("Enter today or an earlier day.", field="date")
    with desk.writing("refunds.pay", counter_action="correct") as writing:
        connection = writing.connection
        row, shown = _found(desk, connection, refund_id)
        status = REFUND.next_status(row["status"], "pay")
        if row["kind"] == "refund":
            if row["amount"] > shown.figure["received"]:
                amount = format_amount(shown.figure["received"], row["currency"])
                sentence = "At most {amount} can be given back: that much was received."
                raise UserError(sentence, field="amount", amount=amount)
            _give_back(desk, connection, row, shown, on, means, reference)
        rows.change(connection, Row, refund_id, {"status": status, "paid_on": on})
    return writing.changes


def _give_back(
    desk: Desk, connection: Connection, row: dict[str, Any], shown: OrderView, on: dt.date, means: Means, reference: str
) -> None:
    series = settings.read(connection, "number_series", on)["receipt"]
    number = next_number(connection, series, on.year, desk.device)
    receipt = {
        "id": desk.new_id(), "scope": row["customer_id"], "number": number,
        "company_id": shown.order.company_id, "customer_id": row["customer_id"], "date": on,
        "currency": row["currency"], "amount": -row["amount"], "kind": "refund", "means": means,
        "reference": reference, "refund_id": row["id"], "note": row["number"], "noted_at": desk.clock(),
        "noted_by": desk.user_id,
    }  # fmt: skip
    rows.add(connection, money.Receipt, [receipt])
    taken = {
        "id": desk.new_id(), "scope": row["customer_id"], "receipt_id": receipt["id"], "order_id": row["order_id"],
        "amount": -row["amount"], "at": desk.clock(), "user_id": desk.user_id,
    }  # fmt: skip
    rows.add(connection, money.Allocation, [taken])
    receivables.follow(desk, connection, row["order_id"])


def _found(desk: Desk, connection: Connection, refund_id: uuid.UUID) -> tuple[dict[str, Any], OrderView]:
    row = rows.fetch(connection, Row, refund_id)
    return row, order_view(desk, connection, row["order_id"])


@dataclass(frozen=True, slots=True)
class RefundRow:
    """A refund or credit note as pages show it."""

    id: uuid.UUID
    number: str
    kind: str
    status: str
    date: dt.date
    currency: str
    amount: Decimal
    cause: str
    reason: str
    paid_on: dt.date | None


def of_order(desk: Desk, order_id: uuid.UUID) -> list[RefundRow]:
    """The refunds and credit notes of an order, newest first."""
    with desk.reading() as connection:
        desk.require_owner(rows.fetch(connection, Head, order_id)["owner_id"])
        found = connection.execute(
            select(
                Row.id, Row.number, Row.kind, Row.status, Row.date, Row.currency, Row.amount, Row.cause, Row.reason,
                Row.paid_on,
            )
            .where(Row.order_id == order_id, Row.deleted_at.is_(None))
            .order_by(Row.date.desc(), Row.id.desc())
        )  # fmt: skip
        return [RefundRow(*tuple(row)) for row in found]
