"""Notes deliveries and returns, what came of them, and takes back what was noted wrongly."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select, type_coerce

from orderdesk_gui.actions import credit, order_ending, receivables, settings, stock
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.fact_voiding import is_void, void_fact
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.deliveries import Delivery, EventKind, LineState, require_delivery
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.order_changes import name_of
from orderdesk_gui.rules.order_status import ORDER
from orderdesk_gui.store import deliveries as store
from orderdesk_gui.store import orders as order_store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect, Scaled
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.plans import Plan, PlanStep

Head = store.Delivery


@dataclass(frozen=True, slots=True)
class SavedDelivery:
    """A delivery that was noted: its id and number, and what changed."""

    id: uuid.UUID
    number: str
    changes: Changes


def open_gates(connection: Connection, order_id: uuid.UUID) -> list[str]:
    """The inspections of an order's plan that are not passed yet, by name."""
    found = connection.execute(
        select(PlanStep.name_zh, PlanStep.name_en)
        .join(Plan, Plan.id == PlanStep.plan_id)
        .where(
            Plan.order_id == order_id, Plan.deleted_at.is_(None), PlanStep.deleted_at.is_(None), PlanStep.gate != "",
            PlanStep.gate_result != "passed",
        )
        .order_by(PlanStep.position)
    )  # fmt: skip
    return [row.name_zh or row.name_en for row in found]


def line_states(shown: OrderView) -> dict[uuid.UUID, LineState]:
    """The lines of an order as a delivery finds them."""
    return {
        line.id: LineState(
            name_of(line), line.goods.quantity, shown.sent.get(line.id, Decimal(0)),
            shown.cancelled.get(line.id, Decimal(0)),
        )
        for line in shown.order.lines
        if line.id
    }  # fmt: skip


def note(desk: Desk, delivery: Delivery) -> SavedDelivery:
    """Note that goods left, or came back; it is a fact from then on.

    A shipment of an order that was cancelled meanwhile is accepted all the same: the order becomes an exception
    for a person to decide (sync.md). UserError where a rule is broken, and while credit holds the delivery.
    """
    desk.require(Right.SHIP)
    if delivery.kind == "out":
        credit.require_free(desk, delivery.order_id, "delivery")
    with desk.writing("deliveries.note", counter_action="correct") as writing:
        saved = write(desk, writing.connection, delivery)
    return replace(saved, changes=writing.changes)


def write(desk: Desk, connection: Connection, delivery: Delivery, source_number: str = "") -> SavedDelivery:
    """As :func:`note`, within a transaction under way and whatever credit says: to import what has left already.

    `source_number` is the delivery's number in the system that it comes from.
    """
    shown = order_view(desk, connection, delivery.order_id)
    if shown.status not in ("confirmed", "closed", "cancelled", "exception"):
        raise UserError("Goods leave for a confirmed order only. {advice}", advice=ORDER.advice[shown.status])
    require_delivery(delivery, line_states(shown), on=today(desk), gates=open_gates(connection, delivery.order_id))
    row_id = desk.new_id()
    series = settings.read(connection, "number_series", delivery.date)["delivery"]
    number = next_number(connection, series, delivery.date.year, desk.device)
    head = _head(desk, delivery, shown, row_id, number)
    rows.add(connection, Head, [{**head, "source_number": source_number}])
    lines = [
        {
            "id": desk.new_id(), "scope": shown.order.customer_id, "delivery_id": row_id, "position": position,
            "order_id": delivery.order_id, "order_line_id": sent.line_id, "quantity": sent.quantity,
            "lot": sent.lot, "note": sent.note,
        }
        for position, sent in enumerate(delivery.lines)
    ]  # fmt: skip
    rows.add(connection, store.DeliveryLine, lines)
    stock.move_for_delivery(desk, connection, delivery, shown, row_id)
    if delivery.kind == "out" and shown.status == "cancelled":
        order_ending.except_for(desk, connection, shown, "shipped")
    if delivery.kind == "return" and shown.status == "confirmed":  # it is open, and wanted, again
        stock.reserve(desk, connection, order_view(desk, connection, delivery.order_id))
    receivables.follow(desk, connection, delivery.order_id)
    return SavedDelivery(row_id, number, Changes())


def _head(desk: Desk, delivery: Delivery, shown: OrderView, row_id: uuid.UUID, number: str) -> dict[str, Any]:
    same = (
        "kind", "date", "carrier", "tracking", "place_id", "over_reason", "gate_reason", "note", "order_id",
        "complaint_id",
    )  # fmt: skip
    return {
        **{key: getattr(delivery, key) for key in same},
        "id": row_id, "number": number, "company_id": shown.order.company_id, "customer_id": shown.order.customer_id,
        "scope": shown.order.customer_id, "at": desk.clock(), "user_id": desk.user_id,
        "receiver": dict(delivery.receiver),
    }  # fmt: skip


def add_event(desk: Desk, delivery_id: uuid.UUID, kind: EventKind, on: dt.date, text: str = "",
              attachment_id: uuid.UUID | None = None) -> Changes:  # fmt: skip
    """Note what came of a delivery: where it is, who signed for it, that it was accepted or objected to."""
    desk.require(Right.SHIP)
    with desk.writing("deliveries.event", counter_action="correct") as writing:
        head = rows.fetch(writing.connection, Head, delivery_id)
        if on > today(desk) or on < head["date"]:
            raise UserError("Enter a day between the delivery and today.", field="date")
        if kind == "objected" and not text.strip():
            raise UserError("Say what the customer objects to.", field="text")
        fact = {
            "id": desk.new_id(), "scope": head["scope"], "delivery_id": delivery_id, "kind": kind, "date": on,
            "at": desk.clock(), "user_id": desk.user_id, "text": text.strip(), "attachment_id": attachment_id,
        }  # fmt: skip
        rows.add(writing.connection, store.DeliveryEvent, [fact])
        receivables.follow(desk, writing.connection, head["order_id"])
    return writing.changes


def void(desk: Desk, delivery_id: uuid.UUID, reason: str) -> Changes:
    """Take back a delivery that was noted wrongly: it stays, with the reason, and no sum counts it any more."""
    desk.require(Right.SHIP)
    if not reason.strip():
        raise UserError("Say why.", field="reason")
    with desk.writing("deliveries.void", counter_action="correct") as writing:
        connection = writing.connection
        head = rows.fetch(connection, Head, delivery_id)
        if is_void(connection, delivery_id):
            raise UserError("This delivery was taken back already.")
        void_fact(desk, connection, "delivery", delivery_id, reason.strip(), head["scope"])
        stock.move_back(desk, connection, delivery_id)
        shown = order_view(desk, connection, head["order_id"])
        if any(quantity < 0 for quantity in shown.sent.values()):
            raise UserError("Goods of this delivery came back. Take their return back first.")
        if shown.status == "confirmed":
            stock.reserve(desk, connection, shown)
        receivables.follow(desk, connection, head["order_id"])
    return writing.changes


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A line in the list of deliveries; `state` is shipped, signed, accepted, objected, returned or voided."""

    id: uuid.UUID
    number: str
    kind: str
    date: dt.date
    order_id: uuid.UUID
    order_number: str
    customer_id: uuid.UUID
    customer: str
    carrier: str
    tracking: str
    state: str
    signed_on: dt.date | None
    quantity: Decimal


_LAST = (
    select(store.DeliveryEvent.kind)
    .where(store.DeliveryEvent.delivery_id == Head.id, store.DeliveryEvent.kind != "tracking")
    .order_by(store.DeliveryEvent.at.desc())
    .limit(1)
    .scalar_subquery()
)
_SIGNED = (
    select(func.min(store.DeliveryEvent.date))
    .where(store.DeliveryEvent.delivery_id == Head.id, store.DeliveryEvent.kind == "signed")
    .scalar_subquery()
)
_VOID = select(store.FactVoiding.id).where(store.FactVoiding.fact_id == Head.id).exists()
_PIECES = (
    select(type_coerce(func.sum(store.DeliveryLine.quantity), Scaled(6)))
    .where(store.DeliveryLine.delivery_id == Head.id)
    .scalar_subquery()
)
_LISTED: AnySelect = (
    select(
        Head.date, Head.id, Head.number, Head.kind, Head.order_id, order_store.Order.number.label("order_number"),
        Head.customer_id, Customer.short_name, Customer.name, Head.carrier, Head.tracking, _LAST.label("last"),
        _SIGNED.label("signed_on"), _VOID.label("void"), _PIECES.label("quantity"),
    )
    .join(Customer, Customer.id == Head.customer_id)
    .join(order_store.Order, order_store.Order.id == Head.order_id)
    .where(Head.deleted_at.is_(None))
)  # fmt: skip


def list_deliveries(
    desk: Desk,
    *,
    order_id: uuid.UUID | None = None,
    customer_id: uuid.UUID | None = None,
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[DeliveryRow]:
    """Deliveries and returns, newest first, those that were taken back among them."""
    query = _LISTED
    if order_id is not None:
        query = query.where(Head.order_id == order_id)
    if customer_id is not None:
        query = query.where(Head.customer_id == customer_id)
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        own = select(order_store.Order.id).where(order_store.Order.owner_id == desk.user_id)
        query = query.where(Head.order_id.in_(own))

    def row(r: Any) -> DeliveryRow:
        state = "voided" if r.void else r.last or ("returned" if r.kind == "return" else "shipped")
        return DeliveryRow(
            r.id, r.number, r.kind, r.date, r.order_id, r.order_number, r.customer_id, r.short_name or r.name,
            r.carrier, r.tracking, state, r.signed_on, r.quantity,
        )  # fmt: skip

    return listed(
        desk, query, (Head.date.expression, Head.id.expression), row, text=text, table="delivery",
        id_column=Head.id.expression, after=after, limit=limit, counted=counted,
    )  # fmt: skip


def lines_of(desk: Desk, delivery_id: uuid.UUID) -> list[Mapping[str, Any]]:
    """What a delivery carried: the order's line with `sent`, the quantity of this delivery, and its lot."""
    line, row = order_store.OrderLine, store.DeliveryLine
    with desk.reading() as connection:
        desk.require_owner(_owner(connection, delivery_id))
        found = connection.execute(
            select(
                line.id, line.code, line.name_zh, line.name_en, line.specification, line.unit, line.unit_price,
                line.gross, line.quantity, row.quantity.label("sent"), row.lot, row.note,
            )
            .join(row, row.order_line_id == line.id)
            .where(row.delivery_id == delivery_id)
            .order_by(row.position)
        )  # fmt: skip
        return [dict(one) for one in found.mappings()]


def _owner(connection: Connection, delivery_id: uuid.UUID) -> uuid.UUID | None:
    order = order_store.Order
    query = select(order.owner_id).join(Head, Head.order_id == order.id).where(Head.id == delivery_id)
    owner: uuid.UUID | None = connection.execute(query).scalar()
    return owner
