"""Notes invoices and receipts, what they pay, and what each customer owes; keeps the schedule of payments in step."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection, func, select, type_coerce

from orderdesk_gui.actions import order_figures, settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.fact_voiding import taken_back, void_fact
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import AMOUNT_LIMIT, ZERO, check_number, format_amount, minor_units, round_amount
from orderdesk_gui.rules.payment import Means, Trigger
from orderdesk_gui.rules.receivables import Delivered, DuePart, payment_schedule
from orderdesk_gui.store import orders as order_store
from orderdesk_gui.store import receivables as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import Scaled
from orderdesk_gui.store.deliveries import Delivery, DeliveryEvent, DeliveryLine
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.orders import OrderLine

ReceiptKind = Literal["deposit", "progress", "final", "retention", "other"]
InvoiceKind = Literal["special", "ordinary", "export", "red"]


def schedule(desk: Desk, connection: Connection, shown: OrderView) -> None:
    """Write when the parts of an order fall due, by its terms and what has happened; parts fixed by hand stay.

    Of a closed order what never left is not owed, unless it was invoiced.
    """
    known = rows.children(connection, store.PaymentDue, "order_id", shown.id)
    if any(row["fixed"] for row in known):
        return
    delivered = _delivered(connection, shown)
    total = shown.totals.total.gross
    if shown.status == "closed":
        delivered = [part for part in delivered if not part.planned]
        total = min(total, max(sum((part.amount for part in delivered), ZERO), _invoiced(connection, shown.id)))
    parts = payment_schedule(
        shown.order.payment, total, shown.order.currency, _reached(connection, shown, delivered), delivered
    )
    made = [
        {
            "id": row["id"] if row else None, "scope": shown.order.customer_id, "trigger": part.trigger,
            "share": part.share, "amount": part.amount, "due": part.due, "deposit": part.deposit, "fixed": False,
            "note": "",
        }
        for part, row in _paired(parts, known)
    ]  # fmt: skip
    rows.replace_children(
        connection, store.PaymentDue, "order_id", shown.id, made, now=desk.clock(), make_id=desk.new_id
    )


def _paired(parts: Sequence[DuePart], known: Sequence[dict[str, Any]]) -> list[tuple[DuePart, dict[str, Any] | None]]:
    return [(part, known[at] if at < len(known) else None) for at, part in enumerate(parts)]


def _reached(connection: Connection, shown: OrderView, delivered: Sequence[Delivered]) -> dict[Trigger, dt.date]:
    """When each trigger was reached, or is promised to be."""
    promised = max((line.promised for line in shown.order.lines if line.promised), default=None)
    accepted = connection.execute(
        select(func.max(DeliveryEvent.date))
        .join(Delivery, Delivery.id == DeliveryEvent.delivery_id)
        .where(Delivery.order_id == shown.id, DeliveryEvent.kind.in_(("signed", "accepted")))
    ).scalar()
    invoiced = connection.execute(
        select(func.max(store.Invoice.date))
        .join(store.InvoiceShare, store.InvoiceShare.invoice_id == store.Invoice.id)
        .where(store.InvoiceShare.order_id == shown.id)
    ).scalar()
    sent = max((part.day for part in delivered if not part.planned), default=None)
    found: dict[Trigger, dt.date | None] = {
        "signing": shown.order.date,
        "before_shipment": sent or promised,
        "delivery": sent or promised,
        "acceptance": accepted or promised,
        "invoice": invoiced or promised,
        "retention": accepted or promised,
    }
    return {trigger: day for trigger, day in found.items() if day is not None}


def _delivered(connection: Connection, shown: OrderView) -> list[Delivered]:
    """The value of what left by day, and of the rest on the day it is promised."""
    voided = taken_back(Delivery)
    found = connection.execute(
        select(Delivery.date, DeliveryLine.quantity, OrderLine.gross, OrderLine.quantity.label("ordered"))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .where(DeliveryLine.order_id == shown.id, Delivery.kind == "out", Delivery.id.not_in(voided))
    )
    days: dict[dt.date, Decimal] = {}
    for row in found:
        value = round_amount(row.gross * row.quantity / row.ordered, shown.order.currency)
        days[row.date] = days.get(row.date, ZERO) + value
    made = [Delivered(day, amount) for day, amount in sorted(days.items())]
    rest = shown.totals.total.gross - sum(days.values(), ZERO)
    promised = max((line.promised for line in shown.order.lines if line.promised), default=None)
    if rest > 0 and promised:
        made.append(Delivered(promised, rest, planned=True))
    return made


def follow(desk: Desk, connection: Connection, order_id: uuid.UUID) -> None:
    """Bring schedule and figures of an order in step with what has just happened to it."""
    shown = order_view(desk, connection, order_id)
    if shown.status in ("confirmed", "closed", "exception"):
        schedule(desk, connection, shown)
    order_figures.refresh(connection, [order_id], today(desk))


@dataclass(frozen=True, slots=True)
class Invoice:
    """A tax invoice made out elsewhere: its number and day, and what of it (with tax) belongs to which order."""

    number: str
    date: dt.date
    shares: Mapping[uuid.UUID, Decimal]
    net: Decimal | None = None
    kind: InvoiceKind = "special"
    code: str = ""
    note: str = ""
    corrects_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in from a customer, and what it pays; what is not allocated stays on account."""

    customer_id: uuid.UUID
    date: dt.date
    amount: Decimal
    currency: str = "CNY"
    kind: ReceiptKind = "other"
    means: Means = "transfer"
    reference: str = ""
    payer: str = ""
    note: str = ""
    pays: Mapping[uuid.UUID, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact that was noted: its id and number, what changed, and what a person should look at."""

    id: uuid.UUID
    number: str
    changes: Changes
    warnings: tuple[str, ...] = ()


def note_invoice(desk: Desk, invoice: Invoice) -> Noted:
    """Note an invoice; a red one (红字) has negative shares.

    UserError where orders of several customers are mixed, the number is known already, or more is invoiced
    than an order is worth.
    """
    desk.require(Right.NOTE_MONEY)
    if not invoice.number.strip():
        raise UserError("Enter the invoice's number.", field="number")
    if not invoice.shares:
        raise UserError("Say which order the invoice is for.", field="shares")
    _refuse_future(desk, invoice.date)
    with desk.writing("receivables.invoice", counter_action="correct") as writing:
        noted = write_invoice(desk, writing.connection, invoice)
    return replace(noted, changes=writing.changes)


def write_invoice(desk: Desk, connection: Connection, invoice: Invoice) -> Noted:
    """As :func:`note_invoice`, within a transaction under way."""
    orders = [rows.fetch(connection, order_store.Order, order_id) for order_id in invoice.shares]
    first = orders[0]
    if {(o["customer_id"], o["company_id"], o["currency"]) for o in orders} != {
        (first["customer_id"], first["company_id"], first["currency"])
    }:
        raise UserError("One invoice is for one customer, from one of our companies, in one currency.", field="shares")
    _refuse_known_invoice(connection, invoice, first["company_id"])
    for order, amount in zip(orders, invoice.shares.values(), strict=True):
        _refuse_too_much(connection, order, amount, negative=invoice.kind == "red")
    gross = sum(invoice.shares.values(), ZERO)
    net = gross if invoice.net is None else invoice.net
    if abs(net) > abs(gross):
        raise UserError("The amount without tax is not above the one with tax.", field="net")
    row_id = desk.new_id()
    fact = {
        "id": row_id, "scope": first["customer_id"], "number": invoice.number.strip(), "code": invoice.code,
        "kind": invoice.kind, "company_id": first["company_id"], "customer_id": first["customer_id"],
        "date": invoice.date, "currency": first["currency"], "net": net, "tax": gross - net, "gross": gross,
        "corrects_id": invoice.corrects_id, "note": invoice.note, "noted_at": desk.clock(), "noted_by": desk.user_id,
    }  # fmt: skip
    rows.add(connection, store.Invoice, [fact])
    shares = [
        {"id": desk.new_id(), "scope": first["customer_id"], "invoice_id": row_id, "order_id": order_id,
         "amount": amount}
        for order_id, amount in invoice.shares.items()
    ]  # fmt: skip
    rows.add(connection, store.InvoiceShare, shares)
    for order_id in invoice.shares:
        follow(desk, connection, order_id)
    return Noted(row_id, invoice.number.strip(), Changes())


def _refuse_too_much(connection: Connection, order: Mapping[str, Any], amount: Decimal, *, negative: bool) -> None:
    _check_amount(amount, order["currency"], "shares", negative=negative)
    done = _invoiced(connection, order["id"])
    if done + amount > order["total"] or done + amount < 0:
        raise UserError(
            "Of {number} {done} of {total} are invoiced. Correct the amount, or change the order first.",
            field="shares", number=order["number"], done=done, total=order["total"],
        )  # fmt: skip


def _refuse_known_invoice(connection: Connection, invoice: Invoice, company_id: uuid.UUID) -> None:
    voided = taken_back(store.Invoice)
    known = select(store.Invoice.date).where(
        store.Invoice.number == invoice.number.strip(), store.Invoice.code == invoice.code,
        store.Invoice.company_id == company_id, store.Invoice.id.not_in(voided),
    )  # fmt: skip
    found = connection.execute(known).scalar()
    if found is not None:
        raise UserError(
            "Invoice {number} of {day} is noted already.", field="number", number=invoice.number.strip(), day=found
        )


def _invoiced(connection: Connection, order_id: uuid.UUID) -> Decimal:
    voided = taken_back(store.Invoice)
    query = select(type_coerce(func.sum(store.InvoiceShare.amount), Scaled(4))).where(
        store.InvoiceShare.order_id == order_id, store.InvoiceShare.invoice_id.not_in(voided)
    )
    found: Decimal | None = connection.execute(query).scalar()
    return found or ZERO


def note_receipt(desk: Desk, receipt: Receipt) -> Noted:
    """Note money that came in, and what it pays.

    UserError where more is allocated than came in, than an order is worth, or to another customer's order.
    """
    desk.require(Right.NOTE_MONEY)
    _refuse_future(desk, receipt.date)
    _check_amount(receipt.amount, receipt.currency, "amount")
    if sum(receipt.pays.values(), ZERO) > receipt.amount:
        raise UserError("More is allocated than came in. Lower one of the amounts.", field="pays")
    with desk.writing("receivables.receipt", counter_action="correct") as writing:
        noted = write_receipt(desk, writing.connection, receipt)
    return replace(noted, changes=writing.changes)


def write_receipt(desk: Desk, connection: Connection, receipt: Receipt) -> Noted:
    """As :func:`note_receipt`, within a transaction under way."""
    company = connection.exec_driver_sql(
        "SELECT id FROM company WHERE deleted_at IS NULL ORDER BY position LIMIT 1"
    ).scalar_one()
    row_id = desk.new_id()
    series = settings.read(connection, "number_series", receipt.date)["receipt"]
    number = next_number(connection, series, receipt.date.year, desk.device)
    warnings = _same_receipts(connection, receipt)
    fact = {
        "id": row_id, "scope": receipt.customer_id, "number": number, "company_id": uuid.UUID(bytes=company),
        "customer_id": receipt.customer_id, "date": receipt.date, "currency": receipt.currency,
        "amount": receipt.amount, "kind": receipt.kind, "means": receipt.means, "reference": receipt.reference,
        "payer": receipt.payer, "note": receipt.note, "noted_at": desk.clock(), "noted_by": desk.user_id,
    }  # fmt: skip
    rows.add(connection, store.Receipt, [fact])
    _allocate(desk, connection, fact, receipt.pays)
    return Noted(row_id, number, Changes(), warnings)


def _same_receipts(connection: Connection, receipt: Receipt) -> tuple[str, ...]:
    """Numbers of receipts with the same day, amount and reference: most likely noted twice."""
    query = select(store.Receipt.number).where(
        store.Receipt.customer_id == receipt.customer_id, store.Receipt.date == receipt.date,
        store.Receipt.amount == receipt.amount, store.Receipt.reference == receipt.reference,
    )  # fmt: skip
    return tuple(connection.execute(query).scalars())


def allocate(desk: Desk, receipt_id: uuid.UUID, pays: Mapping[uuid.UUID, Decimal]) -> Changes:
    """Say what a receipt pays; a negative amount takes an earlier allocation back."""
    desk.require(Right.NOTE_MONEY)
    with desk.writing("receivables.allocate", counter_action="correct") as writing:
        _allocate(desk, writing.connection, rows.fetch(writing.connection, store.Receipt, receipt_id), pays)
    return writing.changes


def _allocate(
    desk: Desk, connection: Connection, receipt: Mapping[str, Any], pays: Mapping[uuid.UUID, Decimal]
) -> None:
    given = select(store.Allocation.order_id, store.Allocation.amount).where(
        store.Allocation.receipt_id == receipt["id"]
    )
    before: dict[uuid.UUID, Decimal] = {}
    for row in connection.execute(given):
        before[row.order_id] = before.get(row.order_id, ZERO) + row.amount
    after = dict(before)
    for order_id, amount in pays.items():
        _check_amount(amount, receipt["currency"], "pays", negative=True)
        order = rows.fetch(connection, order_store.Order, order_id)
        if (order["customer_id"], order["currency"]) != (receipt["customer_id"], receipt["currency"]):
            raise UserError("{number} is another customer's, or in another currency.", field="pays",
                            number=order["number"])  # fmt: skip
        after[order_id] = after.get(order_id, ZERO) + amount
        if after[order_id] < 0:
            raise UserError("No more can be taken back from {number} than was allocated.", field="pays",
                            number=order["number"])  # fmt: skip
        due = order["total"] - _received(connection, order_id)
        if amount > due:
            raise UserError(
                "Of {number} only {due} are still to be paid. Leave the rest on account.", field="pays",
                number=order["number"], due=format_amount(due, order["currency"]),
            )  # fmt: skip
    if sum(after.values(), ZERO) > receipt["amount"]:
        raise UserError("More is allocated than came in. Lower one of the amounts.", field="pays")
    facts = [
        {"id": desk.new_id(), "scope": receipt["customer_id"], "receipt_id": receipt["id"], "order_id": order_id,
         "amount": amount, "at": desk.clock(), "user_id": desk.user_id}
        for order_id, amount in pays.items()
        if amount
    ]  # fmt: skip
    rows.add(connection, store.Allocation, facts)
    for order_id in pays:
        follow(desk, connection, order_id)


def _received(connection: Connection, order_id: uuid.UUID) -> Decimal:
    voided = taken_back(store.Receipt)
    query = select(type_coerce(func.sum(store.Allocation.amount), Scaled(4))).where(
        store.Allocation.order_id == order_id, store.Allocation.receipt_id.not_in(voided)
    )
    found: Decimal | None = connection.execute(query).scalar()
    return found or ZERO


def void(desk: Desk, table: Literal["invoice", "receipt"], fact_id: uuid.UUID, reason: str) -> Changes:
    """Take back an invoice or receipt that was noted wrongly: it stays, and no sum counts it any more."""
    desk.require(Right.NOTE_MONEY)
    if not reason.strip():
        raise UserError("Say why.", field="reason")
    with desk.writing("receivables.void", counter_action="correct") as writing:
        connection = writing.connection
        fact = rows.fetch(connection, store.Invoice if table == "invoice" else store.Receipt, fact_id)
        void_fact(desk, connection, table, fact_id, reason.strip(), fact["scope"])
        share, key = (
            (store.InvoiceShare, store.InvoiceShare.invoice_id)
            if table == "invoice"
            else (store.Allocation, store.Allocation.receipt_id)
        )
        touched = connection.execute(select(share.order_id).where(key == fact_id).distinct()).scalars().all()
        for order_id in touched:
            follow(desk, connection, order_id)
    return writing.changes


def _refuse_future(desk: Desk, day: dt.date) -> None:
    if day > today(desk):
        raise UserError("Enter today or an earlier day.", field="date")


def _check_amount(amount: Decimal, currency: str, name: str, *, negative: bool = False) -> None:
    check_number(amount, field=name, places=minor_units(currency), limit=AMOUNT_LIMIT)
    if amount <= 0 and not (negative and amount):
        raise UserError("Enter an amount above zero.", field=name)
