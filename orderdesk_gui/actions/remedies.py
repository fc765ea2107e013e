"""What a customer gets for a complaint: proposed, approved where money goes back, carried out or withdrawn."""

import uuid
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import orders_saving
from orderdesk_gui.actions.complaints import Head as ComplaintHead
from orderdesk_gui.actions.complaints import add_event
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.fact_voiding import taken_back
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.complaints import (
    LineFacts,
    RemedyKind,
    check_remedy,
    needs_approval,
)
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import ZERO, divide, format_number
from orderdesk_gui.rules.order_status import COMPLAINT, REMEDY
from orderdesk_gui.rules.orders import Order, OrderLine, require_valid_order
from orderdesk_gui.rules.problems import refuse_errors
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store import complaints as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.deliveries import Delivery, DeliveryLine
from orderdesk_gui.store.orders import Order as OrderHead
from orderdesk_gui.store.orders import OrderLine as OrderLineRow

Head = store.Remedy
GOODS: tuple[RemedyKind, ...] = ("replacement", "return", "repair")
"""Remedies counted in pieces; the others are amounts."""


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """A remedy as the page shows it; `new_order` is the number of the order that carries it out."""

    id: uuid.UUID
    kind: RemedyKind
    quantity: Decimal | None
    amount: Decimal | None
    currency: str
    status: str
    reason: str
    new_order_id: uuid.UUID | None
    new_order: str

    @property
    def commands(self) -> frozenset[str]:
        """What may be done with it as it stands."""
        return REMEDY.commands(self.status)


def propose(
    desk: Desk,
    complaint_id: uuid.UUID,
    kind: RemedyKind,
    *,
    quantity: Decimal | None = None,
    amount: Decimal | None = None,
    reason: str = "",
) -> Changes:
    """Propose a remedy for the line complained about; `quantity` in pieces, or `amount` with tax in its currency.

    What needs nobody's agreement is approved at once. UserError at `quantity` or `amount` where it is more than
    is left, and where the complaint names no line.
    """
    desk.require(Right.HANDLE_COMPLAINTS)
    quantity, amount = (quantity, None) if kind in GOODS else (None, amount)
    with desk.writing("remedies.propose", counter_action="withdraw") as writing:
        connection = writing.connection
        complaint = rows.fetch(connection, ComplaintHead, complaint_id)
        if complaint["status"] == "closed":
            raise UserError(COMPLAINT.advice["closed"])
        _check(connection, complaint, kind, quantity, amount)
        currency = _currency(connection, complaint)
        row_id = desk.new_id()
        free = not needs_approval(kind, amount)
        row = {
            "id": row_id, "scope": complaint["scope"], "complaint_id": complaint_id, "number": "", "kind": kind,
            "order_id": complaint["order_id"], "order_line_id": complaint["order_line_id"], "quantity": quantity,
            "amount": amount, "currency": currency if amount is not None else "", "reason": reason.strip(),
        }  # fmt: skip
        rows.add(connection, Head, [row])
        _tell(desk, connection, row, "propose")
        if free:
            rows.change(connection, Head, row_id, {"status": REMEDY.next_status("proposed", "approve")})
    return writing.changes


def approve(desk: Desk, remedy_id: uuid.UUID) -> Changes:
    """Agree to a remedy; UserError without the right to approve, and where less is left by now."""
    desk.require(Right.APPROVE)
    return _step(desk, remedy_id, "approve")


def withdraw(desk: Desk, remedy_id: uuid.UUID) -> Changes:
    """It will not be carried out."""
    desk.require(Right.HANDLE_COMPLAINTS)
    return _step(desk, remedy_id, "withdraw")


def carry_out(desk: Desk, remedy_id: uuid.UUID) -> Changes:
    """It was done. A replacement or a repair gets its order, free of charge, for a person to confirm and ship."""
    desk.require(Right.HANDLE_COMPLAINTS)
    with desk.reading() as connection:
        kind, customer_id = _of(connection, remedy_id)
    order = None
    if kind in ("replacement", "repair"):
        desk.require(Right.MAKE_ORDERS)
        order = orders_saving.blank(desk, customer_id)
    return _step(desk, remedy_id, "do", order)


def _of(connection: Connection, remedy_id: uuid.UUID) -> tuple[str, uuid.UUID]:
    row = rows.fetch(connection, Head, remedy_id)
    return row["kind"], rows.fetch(connection, ComplaintHead, row["complaint_id"])["customer_id"]


def _step(desk: Desk, remedy_id: uuid.UUID, command: str, order: Order | None = None) -> Changes:
    with desk.writing(f"remedies.{command}", counter_action="withdraw") as writing:
        connection = writing.connection
        row = rows.fetch(connection, Head, remedy_id)
        values: dict[str, Any] = {"status": REMEDY.next_status(row["status"], command)}
        if command != "withdraw":
            complaint = rows.fetch(connection, ComplaintHead, row["complaint_id"])
            _check(connection, complaint | _line_of(row), row["kind"], row["quantity"], row["amount"], remedy_id)
        if order is not None:
            values["new_order_id"] = _order_for(desk, connection, row, order)
        rows.change(connection, Head, remedy_id, values)
        _tell(desk, connection, row, command)
    return writing.changes


def _line_of(row: dict[str, Any]) -> dict[str, Any]:
    return {"order_id": row["order_id"], "order_line_id": row["order_line_id"]}


def _order_for(desk: Desk, connection: Connection, row: dict[str, Any], blank: Order) -> uuid.UUID:
    line = rows.fetch(connection, OrderLineRow, row["order_line_id"])
    old = rows.fetch(connection, OrderHead, row["order_id"])
    same = ("product_id", "kind", "code", "customer_part_no", "name_zh", "name_en", "specification", "unit", "vat_rate")
    goods = QuoteLine(row["quantity"], ZERO, manual=True, **{key: line[key] for key in same})
    order = replace(
        blank, kind=row["kind"], lines=(OrderLine(goods),), currency=old["currency"], tax_mode=old["tax_mode"],
        company_id=old["company_id"], customer_po=old["customer_po"], delivery_place=old["delivery_place"],
    )  # fmt: skip
    require_valid_order(order)
    return orders_saving.write(desk, connection, order, None, {"complaint_id": row["complaint_id"]}).id


def _tell(desk: Desk, connection: Connection, row: dict[str, Any], command: str) -> None:
    figure = row["quantity"] if row["amount"] is None else row["amount"]
    text = f"{format_number(figure)} {row['currency']}".strip()
    add_event(desk, connection, row["complaint_id"], f"remedy_{command}", text, {"remedy": row["kind"]})


def _currency(connection: Connection, complaint: dict[str, Any]) -> str:
    if complaint["order_id"] is None:
        return "CNY"
    return str(rows.fetch(connection, OrderHead, complaint["order_id"])["currency"])


def _check(
    connection: Connection, complaint: dict[str, Any], kind: RemedyKind, quantity: Decimal | None,
    amount: Decimal | None, besides: uuid.UUID | None = None,
) -> None:  # fmt: skip
    if complaint["order_line_id"] is None:
        if kind != "compensation":
            raise UserError("Say first which line of which order it is about.", field="order_line_id")
        facts = LineFacts(ZERO, ZERO, ZERO, ZERO, ZERO)
    else:
        facts = line_facts(connection, complaint["order_line_id"], besides)
    refuse_errors(check_remedy(kind, quantity, amount, facts))


def line_facts(connection: Connection, line_id: uuid.UUID, besides: uuid.UUID | None = None) -> LineFacts:
    """What became of an order's line: shipped, returned, replaced and credited; the remedy `besides` not counted.

    A return that was agreed counts as returned before the goods arrive.
    """
    line = rows.fetch(connection, OrderLineRow, line_id)
    voided = taken_back(Delivery)
    moved = connection.execute(
        select(Delivery.kind, Delivery.complaint_id, DeliveryLine.quantity)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.order_line_id == line_id, Delivery.id.not_in(voided))
    ).all()
    agreed = connection.execute(
        select(Head.id, Head.kind, Head.complaint_id, Head.quantity, Head.amount).where(
            Head.order_line_id == line_id, Head.status != "withdrawn", Head.deleted_at.is_(None)
        )
    ).all()
    others = [one for one in agreed if one.id != besides]
    back: dict[uuid.UUID | None, Decimal] = {}
    for one in moved:
        if one.kind == "return":
            back[one.complaint_id] = back.get(one.complaint_id, ZERO) + one.quantity
    promised: dict[uuid.UUID | None, Decimal] = {}
    for agreed_on in others:
        if agreed_on.kind == "return":
            before = promised.get(agreed_on.complaint_id, ZERO)
            promised[agreed_on.complaint_id] = before + (agreed_on.quantity or ZERO)
    to_come = sum((max(many - back.get(key, ZERO), ZERO) for key, many in promised.items()), ZERO)
    return LineFacts(
        ordered=line["quantity"],
        shipped=sum((one.quantity for one in moved if one.kind == "out"), ZERO),
        returned=sum(back.values(), ZERO) + to_come,
        cancelled=line["cancelled"],
        unit_gross=divide(line["gross"], line["quantity"]) if line["quantity"] else ZERO,
        replaced=sum((one.quantity or ZERO for one in others if one.kind == "replacement"), ZERO),
        credited=sum((one.amount or ZERO for one in others if one.kind in ("credit", "discount")), ZERO),
    )


def of_complaint(connection: Connection, complaint_id: uuid.UUID) -> tuple[RemedyRow, ...]:
    """The remedies of a complaint, the first proposed first."""
    found = connection.execute(
        select(Head.__table__, OrderHead.number.label("new_order"))
        .outerjoin(OrderHead, OrderHead.id == Head.new_order_id)
        .where(Head.complaint_id == complaint_id, Head.deleted_at.is_(None))
        .order_by(Head.id)
    )
    return tuple(
        RemedyRow(r.id, r.kind, r.quantity, r.amount, r.currency, r.status, r.reason, r.new_order_id, r.new_order or "")
        for r in found
    )
