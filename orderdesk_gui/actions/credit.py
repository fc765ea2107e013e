"""What a customer may still buy on credit: exposure, overdue, and the holds that finance releases with a reason."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Connection, func, select, type_coerce

from orderdesk_gui.actions import settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.fact_voiding import taken_back
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.credit import order_exposure, to_pay_first
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import ZERO, format_amount, multiply, round_amount
from orderdesk_gui.rules.order_changes import standing_order
from orderdesk_gui.rules.order_status import HOLD
from orderdesk_gui.rules.receivables import (
    STAGES,
    CreditCheck,
    CreditPolicy,
    Exposure,
    OpenItem,
    Release,
    check_credit,
)
from orderdesk_gui.store import receivables as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import Scaled
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.orders import Order, OrderFigure, Refund
from orderdesk_gui.store.people import User
from orderdesk_gui.store.terms import message_data, message_of, payment_terms

BOOKS = "CNY"
_NO_LIMIT = Decimal("Infinity")
_COUNTED = ("confirmed", "exception", "closed", "cancelled")
_HOLDING = STAGES.index("hold_order")
At = Literal["order", "delivery"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a customer stands, in the currency of our books; `limit` None where nobody has set one yet."""

    customer_id: uuid.UUID
    limit: Decimal | None
    exposure: Exposure
    overdue: Decimal
    overdue_days: int
    check: CreditCheck


def policy(connection: Connection, on: dt.date) -> CreditPolicy:
    """From when credit warns and holds, on a day: the setting ``credit_policy``, else the usual figures."""
    kept: Mapping[str, Any] = settings.read(connection, "credit_policy", on) or {}
    usual = CreditPolicy()
    cap = kept.get("document_cap")
    return CreditPolicy(
        Decimal(kept.get("warn_share", usual.warn_share)),
        Decimal(kept.get("hold_order_share", usual.hold_order_share)),
        Decimal(kept.get("hold_delivery_share", usual.hold_delivery_share)),
        int(kept.get("warn_overdue", usual.warn_overdue)),
        int(kept.get("hold_order_overdue", usual.hold_order_overdue)),
        int(kept.get("hold_delivery_overdue", usual.hold_delivery_overdue)),
        None if cap is None else Decimal(cap),
    )


def of_customer(desk: Desk, customer_id: uuid.UUID) -> Standing:
    """How a customer stands today, all their orders counted."""
    with desk.reading() as connection:
        desk.require_owner(rows.fetch(connection, Customer, customer_id)["owner_id"])
        return standing(connection, customer_id, today(desk))


def standing(
    connection: Connection, customer_id: uuid.UUID, on: dt.date, *, shown: OrderView | None = None
) -> Standing:
    """As :func:`of_customer`, within a transaction under way; the order `shown` counts as it is shown.

    A customer without limit and grade was never judged: what they owe warns, and only what is overdue holds.
    """
    customer = rows.fetch(connection, Customer, customer_id)
    found, items = _exposure(connection, customer_id, on, shown)
    limit = customer["credit_limit"]
    judged = bool(limit or customer["credit_grade"])
    checked = check_credit(found, limit if judged else _NO_LIMIT, items, on, policy(connection, on))
    if not judged and found.total:
        sentence = message("No credit limit is set; at risk are {amount}.", amount=_money(found.total))
        stage = checked.stage if checked.stage != "fine" else "warn"
        checked = CreditCheck(stage, (*checked.reasons, sentence))
    late = [item for item in items if item.due < on]
    return Standing(
        customer_id, limit if judged else None, found, sum((item.amount for item in late), ZERO),
        max(((on - item.due).days for item in late), default=0), checked,
    )  # fmt: skip


def _money(amount: Decimal) -> str:
    return format_amount(amount, BOOKS)


def _exposure(
    connection: Connection, customer_id: uuid.UUID, on: dt.date, shown: OrderView | None
) -> tuple[Exposure, list[OpenItem]]:
    """What is at risk with a customer, and what of it has a due day, the earliest first; in books' currency."""
    rates: Mapping[str, Any] = settings.read(connection, "exchange_rates", on) or {}

    def in_books(amount: Decimal, currency: str, rate: Decimal | None = None) -> Decimal:
        known = rate or Decimal(rates.get(currency, {}).get("rate", 1) if currency != BOOKS else 1)
        return round_amount(multiply(amount, known), BOOKS)

    figure = OrderFigure
    orders = connection.execute(
        select(
            Order.id, Order.status, Order.currency, Order.rate, Order.payment, figure.ordered, figure.shipped,
            figure.invoiced, figure.received,
        )
        .join(figure, figure.order_id == Order.id)
        .where(Order.customer_id == customer_id, Order.status.in_(_COUNTED), Order.deleted_at.is_(None))
    ).all()  # fmt: skip
    made, items = Exposure(), []
    dues = _dues(connection, [row.id for row in orders if row.status != "cancelled"])
    credited = _credited(connection, customer_id)
    for row in orders:
        if shown is not None and row.id == shown.id:
            continue
        given = credited.get(row.id, ZERO)
        one = order_exposure(
            max(row.ordered - given, ZERO), max(row.shipped - given, ZERO), row.invoiced, row.received,
            payment_terms(row.payment).prepaid_share,
            running=row.status in ("confirmed", "exception"),
        )  # fmt: skip
        parts = {key: in_books(getattr(one, key), row.currency, row.rate) for key in _PARTS}
        made = replace(made, **{key: getattr(made, key) + value for key, value in parts.items()})
        for amount, due in _unpaid(dues.get(row.id, ()), row.received):
            items.append(OpenItem(in_books(amount, row.currency, row.rate), due))
    on_account = sum((in_books(amount, currency) for currency, amount in _on_account(connection, customer_id)), ZERO)
    this = in_books(_at_risk(shown), shown.order.currency) if shown is not None else ZERO
    return replace(made, prepayments=made.prepayments + on_account, this_order=this), items


_PARTS = ("open_orders", "shipped_not_invoiced", "receivables", "prepayments")


def _at_risk(shown: OrderView) -> Decimal:
    """What an order itself adds, as it is shown."""
    ordered = _value(shown)
    figure = shown.figure
    share = shown.order.payment.prepaid_share
    return order_exposure(
        ordered, figure["shipped"], figure["invoiced"], figure["received"], share, running=True
    ).total  # fmt: skip


def _value(shown: OrderView) -> Decimal:
    return shown.totals.total.gross


def _dues(connection: Connection, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[Decimal, dt.date]]]:
    due = store.PaymentDue
    found = connection.execute(
        select(due.order_id, due.amount, due.due)
        .where(due.order_id.in_(ids), due.due.is_not(None), due.deleted_at.is_(None))
        .order_by(due.due, due.position)
    )
    made: dict[uuid.UUID, list[tuple[Decimal, dt.date]]] = {}
    for row in found:
        made.setdefault(row.order_id, []).append((row.amount, row.due))
    return made


def _unpaid(dues: Sequence[tuple[Decimal, dt.date]], received: Decimal) -> list[tuple[Decimal, dt.date]]:
    """What of the dues is not covered by what came in, the earliest due first."""
    left = []
    for amount, day in dues:
        paid = min(amount, received)
        received -= paid
        if amount > paid:
            left.append((amount - paid, day))
    return left


def _credited(connection: Connection, customer_id: uuid.UUID) -> dict[uuid.UUID, Decimal]:
    """By order: what credit notes that were given have taken off what its goods are worth."""
    found = connection.execute(
        select(Refund.order_id, type_coerce(func.sum(Refund.amount), Scaled(4)))
        .where(Refund.customer_id == customer_id, Refund.kind == "credit", Refund.status == "paid")
        .group_by(Refund.order_id)
    )
    return {order_id: amount for order_id, amount in found}


def _on_account(connection: Connection, customer_id: uuid.UUID) -> list[tuple[str, Decimal]]:
    """By currency: what came in from a customer and pays no order yet."""
    voided = taken_back(store.Receipt)
    receipt, allocation = store.Receipt, store.Allocation
    standing_ones = (receipt.customer_id == customer_id, receipt.id.not_in(voided))
    came = connection.execute(
        select(receipt.currency, type_coerce(func.sum(receipt.amount), Scaled(4)).label("amount"))
        .where(*standing_ones)
        .group_by(receipt.currency)
    )
    left: dict[str, Decimal] = {row.currency: row.amount for row in came}
    used = connection.execute(
        select(receipt.currency, type_coerce(func.sum(allocation.amount), Scaled(4)).label("amount"))
        .join(receipt, receipt.id == allocation.receipt_id)
        .where(*standing_ones)
        .group_by(receipt.currency)
    )
    for row in used:
        left[row.currency] -= row.amount
    return sorted(left.items())


def before_shipment(shown: OrderView) -> tuple[Message, ...]:
    """What warns before goods leave: payment that comes before shipment and has not come in."""
    missing = to_pay_first(_value(shown), shown.figure["received"], shown.order.payment.prepaid_share)
    if not missing:
        return ()
    amount = format_amount(round_amount(missing, shown.order.currency), shown.order.currency)
    return (message("{amount} is to be paid before the goods leave and has not come in.", amount=amount),)


def require_free(desk: Desk, order_id: uuid.UUID, at: At) -> None:
    """UserError while credit holds an order (`at` its confirmation) or its delivery; the hold is noted for finance.

    A release counts while value and quantities are as they were. A hold whose cause has gone is lifted.
    """
    with desk.reading() as connection:
        shown = order_view(desk, connection, order_id)
        found = standing(connection, shown.order.customer_id, today(desk), shown=shown if at == "order" else None)
        hold = newest_hold(connection, order_id)
    blocked = _blocks(found.check, hold, at)
    if hold is not None and hold["status"] == "released" and covers(hold, shown):
        blocked = False
    held = hold is not None and hold["status"] == "held"
    if blocked == held and not blocked:
        return
    if not blocked or not held:
        with desk.writing("credit.hold" if blocked else "credit.lift", counter_action="correct") as writing:
            if blocked:
                _hold(desk, writing.connection, shown, hold, found.check)
            elif hold is not None:
                _release(desk, writing.connection, hold, shown, "", by_hand=False)
    if blocked:
        raise UserError(
            "Credit holds this order: {reasons} Finance releases it with a reason.", field="credit",
            reasons=" ".join(str(reason) for reason in found.check.reasons),
        )  # fmt: skip


def _blocks(check: CreditCheck, hold: Mapping[str, Any] | None, at: At) -> bool:
    stage = STAGES.index(check.stage)
    if at == "order" or (hold is not None and hold["status"] == "held"):
        return stage >= _HOLDING
    return check.stage == "hold_delivery"


def newest_hold(connection: Connection, order_id: uuid.UUID) -> dict[str, Any] | None:
    """The hold of an order, held or released; None where it was never held."""
    hold = store.CreditHold
    found = connection.execute(
        select(hold.__table__)
        .where(hold.order_id == order_id, hold.deleted_at.is_(None))
        .order_by(hold.held_at.desc(), hold.id.desc())
        .limit(1)
    ).mappings().first()  # fmt: skip
    return None if found is None else dict(found)


def _facts(shown: OrderView) -> dict[str, Any]:
    stands = standing_order(shown.order, shown.cancelled)
    return {"amount": str(_value(shown)), "quantities": [str(line.goods.quantity) for line in stands.lines]}


def covers(hold: Mapping[str, Any], shown: OrderView) -> bool:
    """Whether a release still counts for the order as it is shown."""
    kept, now = hold["released_facts"], _facts(shown)
    if kept is None:
        return False
    release = Release(Decimal(kept["amount"]), tuple(Decimal(one) for one in kept["quantities"]))
    return release.covers(Decimal(now["amount"]), [Decimal(one) for one in now["quantities"]])


def _hold(
    desk: Desk, connection: Connection, shown: OrderView, hold: Mapping[str, Any] | None, check: CreditCheck
) -> None:
    reasons = [message_data(reason) for reason in check.reasons]
    if hold is not None:
        values = {"status": HOLD.next_status(hold["status"], "hold"), "stage": check.stage, "reasons": reasons,
                  "held_at": desk.clock()}  # fmt: skip
        rows.change(connection, store.CreditHold, hold["id"], values)
        return
    row = {
        "id": desk.new_id(), "scope": shown.order.customer_id, "customer_id": shown.order.customer_id,
        "order_id": shown.id, "stage": check.stage, "reasons": reasons, "held_at": desk.clock(),
    }  # fmt: skip
    rows.add(connection, store.CreditHold, [row])


def _release(
    desk: Desk, connection: Connection, hold: Mapping[str, Any], shown: OrderView, reason: str, *, by_hand: bool
) -> None:
    values = {
        "status": HOLD.next_status(hold["status"], "release"), "released_at": desk.clock(),
        "released_by": desk.user_id if by_hand else None, "release_reason": reason,
        "released_facts": _facts(shown) if by_hand else None,
    }  # fmt: skip
    rows.change(connection, store.CreditHold, hold["id"], values)


def recheck(desk: Desk, connection: Connection, order_id: uuid.UUID) -> bool:
    """After a change: hold the order again where its release no longer counts, or where credit has run out.

    Returns whether its deliveries are held now.
    """
    shown = order_view(desk, connection, order_id)
    found = standing(connection, shown.order.customer_id, today(desk))
    hold = newest_hold(connection, order_id)
    if hold is not None and (hold["status"] == "held" or covers(hold, shown)):
        return bool(hold["status"] == "held")
    if STAGES.index(found.check.stage) < _HOLDING:
        return False
    _hold(desk, connection, shown, hold, found.check)
    return True


def release(desk: Desk, order_id: uuid.UUID, reason: str) -> Changes:
    """Let an order go as it is now, with a reason; any later change of value or quantity holds it again.

    Source: domain 5, Exposure.
    """
    desk.require(Right.RELEASE_CREDIT)
    if not reason.strip():
        raise UserError("Say why.", field="reason")
    with desk.writing("credit.release", counter_action="correct") as writing:
        hold = newest_hold(writing.connection, order_id)
        if hold is None or hold["status"] != "held":
            raise UserError("Credit does not hold this order.")
        _release(desk, writing.connection, hold, order_view(desk, writing.connection, order_id), reason, by_hand=True)
    return writing.changes


@dataclass(frozen=True, slots=True)
class HoldRow:
    """An order that credit holds, or held: since when, why, and who released it with which reason."""

    order_id: uuid.UUID
    number: str
    customer_id: uuid.UUID
    customer: str
    currency: str
    total: Decimal
    stage: str
    status: str
    reasons: tuple[Message, ...]
    held_at: dt.datetime
    released_by: str
    release_reason: str


def holds(desk: Desk, *, order_id: uuid.UUID | None = None, held_only: bool = True) -> list[HoldRow]:
    """Orders held for credit, the oldest first: all that this person may see, or one."""
    hold = store.CreditHold
    query = (
        select(hold.__table__, Order.number, Order.currency, Order.total, Customer.name, User.name.label("by"))
        .join(Order, Order.id == hold.order_id)
        .join(Customer, Customer.id == hold.customer_id)
        .outerjoin(User, User.id == hold.released_by)
        .where(hold.deleted_at.is_(None))
        .order_by(hold.held_at)
    )
    if held_only:
        query = query.where(hold.status == "held")
    if order_id is not None:
        query = query.where(hold.order_id == order_id)
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where(Order.owner_id == desk.user_id)
    with desk.reading() as connection:
        return [
            HoldRow(
                row.order_id, row.number, row.customer_id, row.name, row.currency, row.total, row.stage, row.status,
                tuple(message_of(one) for one in row.reasons), row.held_at, row.by or "", row.release_reason,
            )
            for row in connection.execute(query)
        ]  # fmt: skip
