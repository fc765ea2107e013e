"""Works out, from the facts, where orders stand: shipped, invoiced, received, overdue, forecast; kept for the lists.

Called in the transaction of every fact that concerns an order, and after a merge.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, func, insert, select, type_coerce

from orderdesk_gui.actions.fact_voiding import taken_back
from orderdesk_gui.rules.money import ZERO, round_amount
from orderdesk_gui.rules.order_changes import open_quantity
from orderdesk_gui.rules.workdays import to_moment
from orderdesk_gui.store.base import AnyRow, Scaled
from orderdesk_gui.store.deliveries import Delivery, DeliveryEvent, DeliveryLine
from orderdesk_gui.store.orders import Order, OrderFigure, OrderLine
from orderdesk_gui.store.plans import EarlyWarning, Plan, PlanDate
from orderdesk_gui.store.receivables import Allocation, Invoice, InvoiceShare, PaymentDue, Receipt

CHUNK = 400
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


_HEADS = select(
    Order.id, Order.customer_id, Order.owner_id, Order.date, Order.status, Order.currency, Order.rate, Order.total,
    Order.promised,
).where(Order.id.in_(_IDS), Order.deleted_at.is_(None))  # fmt: skip
_LINES = select(
    OrderLine.order_id, OrderLine.id, OrderLine.kind, OrderLine.quantity, OrderLine.cancelled, OrderLine.gross
).where(OrderLine.order_id.in_(_IDS), OrderLine.deleted_at.is_(None))
_SENT = (
    select(
        DeliveryLine.order_line_id,
        type_coerce(
            func.sum(case((Delivery.kind == "out", DeliveryLine.quantity), else_=-DeliveryLine.quantity)), Scaled(6)
        ).label("quantity"),
    )
    .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
    .where(DeliveryLine.order_id.in_(_IDS), Delivery.id.not_in(taken_back(Delivery)))
    .group_by(DeliveryLine.order_line_id)
)
_OUT = (
    select(
        DeliveryLine.order_id, func.max(Delivery.date).label("last"),
        func.count(func.distinct(Delivery.id)).label("count"),
        func.count(func.distinct(DeliveryEvent.delivery_id)).label("accepted"),
    )
    .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
    .outerjoin(
        DeliveryEvent, (DeliveryEvent.delivery_id == Delivery.id) & DeliveryEvent.kind.in_(("signed", "accepted"))
    )
    .where(DeliveryLine.order_id.in_(_IDS), Delivery.kind == "out", Delivery.id.not_in(taken_back(Delivery)))
    .group_by(DeliveryLine.order_id)
)  # fmt: skip
_INVOICED = (
    select(InvoiceShare.order_id, type_coerce(func.sum(InvoiceShare.amount), Scaled(4)).label("amount"))
    .where(InvoiceShare.order_id.in_(_IDS), InvoiceShare.invoice_id.not_in(taken_back(Invoice)))
    .group_by(InvoiceShare.order_id)
)
_RECEIVED = (
    select(Allocation.order_id, type_coerce(func.sum(Allocation.amount), Scaled(4)).label("amount"))
    .where(Allocation.order_id.in_(_IDS), Allocation.receipt_id.not_in(taken_back(Receipt)))
    .group_by(Allocation.order_id)
)
_DUE = (
    select(PaymentDue.order_id, PaymentDue.amount, PaymentDue.due)
    .where(PaymentDue.order_id.in_(_IDS), PaymentDue.deleted_at.is_(None))
    .order_by(PaymentDue.due, PaymentDue.position)
)
_FORECAST = (
    select(Plan.order_id, PlanDate.early_finish)
    .join(PlanDate, PlanDate.step_id == Plan.promise_step_id)
    .where(Plan.order_id.in_(_IDS), Plan.deleted_at.is_(None))
)
_WARNED = (
    select(EarlyWarning.order_id, func.min(EarlyWarning.level).label("level"))
    .where(EarlyWarning.order_id.in_(_IDS), EarlyWarning.closed_at.is_(None), EarlyWarning.deleted_at.is_(None))
    .group_by(EarlyWarning.order_id)
)
"""``red`` comes before ``yellow`` in the alphabet, so the least level is the worst."""


def refresh(connection: Connection, order_ids: Iterable[uuid.UUID], on: date) -> None:
    """Work the figures of these orders out anew; `on` decides what is overdue."""
    wanted = list(dict.fromkeys(order_ids))
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        made = _figures(connection, chunk, on)
        connection.execute(delete(OrderFigure.__table__).where(OrderFigure.order_id.in_(chunk)))
        if made:
            connection.execute(insert(OrderFigure), made)


def refresh_all(connection: Connection, on: date) -> None:
    """Work out every order anew, as after a repair."""
    ids = connection.execute(select(Order.id)).scalars().all()
    connection.execute(delete(OrderFigure.__table__))
    refresh(connection, ids, on)


def _figures(connection: Connection, ids: Sequence[uuid.UUID], on: date) -> list[dict[str, Any]]:
    given = {"ids": list(ids)}
    lines: dict[uuid.UUID, list[AnyRow]] = defaultdict(list)
    for line in connection.execute(_LINES, given):
        lines[line.order_id].append(line)
    sent = {row.order_line_id: row.quantity for row in connection.execute(_SENT, given)}
    out = {row.order_id: row for row in connection.execute(_OUT, given)}
    invoiced = {row.order_id: row.amount for row in connection.execute(_INVOICED, given)}
    received = {row.order_id: row.amount for row in connection.execute(_RECEIVED, given)}
    dues: dict[uuid.UUID, list[AnyRow]] = defaultdict(list)
    for due in connection.execute(_DUE, given):
        dues[due.order_id].append(due)
    finish = {row.order_id: to_moment(row.early_finish).date() for row in connection.execute(_FORECAST, given)}
    levels = {row.order_id: row.level for row in connection.execute(_WARNED, given)}
    made = []
    for head in connection.execute(_HEADS, given):
        own = lines[head.id]
        paid = received.get(head.id, ZERO)
        forecast = finish.get(head.id, head.promised)
        state = _state(head.status, own, sent, out.get(head.id))
        running = state in ("confirmed", "part_shipped")
        late = running and head.promised is not None and max(forecast or on, on) > head.promised
        made.append(
            {
                "order_id": head.id,
                "customer_id": head.customer_id,
                "owner_id": head.owner_id,
                "date": head.date,
                "state": state,
                "open": running or head.status == "exception",
                "ordered": head.total,
                "shipped": sum((_value(line, sent, head.currency) for line in own), ZERO),
                "invoiced": invoiced.get(head.id, ZERO),
                "received": paid,
                "overdue": _overdue(dues[head.id], paid, on) if head.status in ("confirmed", "closed") else ZERO,
                "base_total": round_amount(head.total * (head.rate or 1), "CNY"),
                "promised": head.promised,
                "forecast": max(forecast, on) if running and forecast else forecast,
                "last_shipped": out[head.id].last if head.id in out else None,
                "level": "red" if late else levels.get(head.id, "green"),
            }
        )
    return made


def _state(status: str, lines: Sequence[AnyRow], sent: Mapping[uuid.UUID, Decimal], out: AnyRow | None) -> str:
    """The one word that lists show: the status, until an order is confirmed; then what its facts say."""
    if status != "confirmed" or out is None:
        return status
    goods = [line for line in lines if line.kind == "goods"]
    rest = any(open_quantity(line.quantity, sent.get(line.id, ZERO), line.cancelled) for line in goods)
    if rest:
        return "part_shipped"
    return "delivered" if out.accepted >= out.count else "shipped"


def _value(line: AnyRow, sent: Mapping[uuid.UUID, Decimal], currency: str) -> Decimal:
    """What has left of a line, with tax; no more than the line is worth, unless more has left than was ordered."""
    quantity = sent.get(line.id, ZERO)
    if not line.quantity or not quantity:
        return ZERO
    return round_amount(line.gross * quantity / line.quantity, currency)


def _overdue(dues: Sequence[AnyRow], paid: Decimal, on: date) -> Decimal:
    """What was due before `on` and is not covered by what came in, the earliest due first."""
    owed = sum((due.amount for due in dues if due.due is not None and due.due < on), ZERO)
    return max(owed - paid, ZERO)
