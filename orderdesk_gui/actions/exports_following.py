"""Reads the rows of exports of what follows an order: orders, deliveries, stock, receipts, complaints."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from orderdesk_gui.actions import complaints, deliveries, orders
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.complaints import Complaint
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.deliveries import Delivery, DeliveryLine
from orderdesk_gui.store.orders import Order, OrderFigure, OrderLine
from orderdesk_gui.store.paging import count, page
from orderdesk_gui.store.people import User
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.receivables import Allocation, Receipt
from orderdesk_gui.store.stock import StockLevel, StockPlace
from orderdesk_gui.store.terms import payment_terms

Row = dict[str, Any]
Filters = Mapping[str, Any]
Pages = tuple[int, Iterator[Row]]

FURTHER: Mapping[str, Mapping[str, Message]] = {
    "orders": {
        "delivered": message("Delivered quantity"), "shipped": message("Delivered, amount"),
        "invoiced": message("Invoiced"), "received": message("Received"), "overdue": message("Overdue"),
    },
    "deliveries": {"customer": message("Customer name"), "text": message("Product name"), "state": message("State")},
    "receipts": {"own_number": message("Receipt number")},
    "complaints": {
        "number": message("Complaint number"), "received_at": message("Received on"),
        "customer": message("Customer name"), "order": message("Order number"), "kind": message("Type"),
        "severity": message("Severity"), "words": message("Customer's words"), "contact": message("Contact person"),
        "phone": message("Phone"), "lot": message("Lot"), "sought": message("Remedy sought"),
        "answer_due": message("First answer due"), "solution_due": message("Solution due"),
        "state": message("State"), "satisfaction": message("Satisfaction (1-5)"), "owner": message("Owner"),
    },
}  # fmt: skip
IMPORTED_ONLY: Mapping[str, tuple[str, ...]] = {
    "orders": ("cancelled_on", "shipped_on", "original", "amount", "discount", "customer_code"),
}
"""Columns that an import knows and an export has no use for."""


def _lines(
    desk: Desk, listing: Callable[..., Any], filters: Filters, size: int,
    details: Callable[[Desk, list[uuid.UUID], Sequence[Any]], list[Row]],
) -> Pages:  # fmt: skip
    """The rows of a list with their details, a page at a time."""
    first = listing(desk, **filters, limit=size, counted=True)

    def pages() -> Iterator[Row]:
        part = first
        while True:
            yield from details(desk, [row.id for row in part.rows], part.rows)
            if part.after is None:
                return
            part = listing(desk, **filters, after=part.after, limit=size)

    return first.total or 0, pages()


def _orders(desk: Desk, filters: Filters, size: int) -> Pages:
    return _lines(desk, orders.list_orders, filters, size, _order_rows)


def _order_rows(desk: Desk, ids: list[uuid.UUID], _listed: Sequence[Any]) -> list[Row]:
    head, line, figure = rows.table_of(Order), rows.table_of(OrderLine), rows.table_of(OrderFigure)
    with desk.reading() as connection:
        heads = {
            row["id"]: row
            for row in connection.execute(
                select(head, figure.c.state, figure.c.shipped, figure.c.invoiced, figure.c.received, figure.c.overdue,
                       Customer.name.label("customer"), User.name.label("owner"))
                .join(figure, figure.c.order_id == head.c.id)
                .join(Customer, Customer.id == head.c.customer_id)
                .outerjoin(User, User.id == head.c.owner_id)
                .where(head.c.id.in_(ids))
            ).mappings()
        }  # fmt: skip
        living = select(line).where(line.c.order_id.in_(ids), line.c.deleted_at.is_(None)).order_by(line.c.position)
        lines: dict[uuid.UUID, list[Any]] = {}
        for row in connection.execute(living).mappings():
            lines.setdefault(row["order_id"], []).append(row)
        sent = {
            key: quantity for order_id in ids for key, quantity in orders.sent_by_line(connection, order_id).items()
        }
    return [
        {
            **{key: heads[order_id][key] for key in (
                "number", "date", "customer", "customer_po", "kind", "state", "currency", "tax_mode", "freight",
                "owner", "shipped", "invoiced", "received", "overdue")},
            "channel": heads[order_id]["channel"] or None, "contact": heads[order_id]["contact_name"],
            "phone": heads[order_id]["contact_phone"], "place": heads[order_id]["delivery_place"],
            "payment_terms": payment_terms(heads[order_id]["payment"]), "order_total": heads[order_id]["total"],
            "order_discount": heads[order_id]["discount_amount"], "product_code": one["code"],
            "text": one["name_zh"] or one["name_en"], "wanted_date": one["wanted"], "promised_date": one["promised"],
            **{key: one[key] for key in ("specification", "quantity", "unit", "unit_price", "vat_rate", "remark")},
            "delivered": sent.get(one["id"]),
        }
        for order_id in ids
        for one in lines.get(order_id, [])
    ]  # fmt: skip


def _deliveries(desk: Desk, filters: Filters, size: int) -> Pages:
    return _lines(desk, deliveries.list_deliveries, filters, size, _delivery_rows)


def _delivery_rows(desk: Desk, ids: list[uuid.UUID], listed: Sequence[Any]) -> list[Row]:
    query = (
        select(
            DeliveryLine.delivery_id, DeliveryLine.quantity, DeliveryLine.lot, OrderLine.code, OrderLine.name_zh,
            OrderLine.name_en, Delivery.over_reason, Delivery.gate_reason, Delivery.note,
        )
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.delivery_id.in_(ids))
        .order_by(DeliveryLine.position)
    )  # fmt: skip
    found: dict[uuid.UUID, list[Any]] = {}
    with desk.reading() as connection:
        for line in connection.execute(query):
            found.setdefault(line.delivery_id, []).append(line)
    return [
        {
            "number": row.number, "order": row.order_number, "date": row.date, "customer": row.customer,
            "product_code": line.code, "text": line.name_zh or line.name_en,
            "quantity": line.quantity if row.kind == "out" else -line.quantity, "lot": line.lot,
            "carrier": row.carrier, "tracking": row.tracking, "state": row.state, "over_reason": line.over_reason,
            "gate_reason": line.gate_reason, "note": line.note,
        }
        for row in listed
        for line in found.get(row.id, [])
    ]  # fmt: skip


def _queried(
    desk: Desk, query: AnySelect, order: tuple[ColumnElement[Any], ...], size: int
) -> tuple[int, Iterator[Any]]:
    """A query in pages, in ascending order."""
    with desk.reading() as connection:
        total = count(connection, query)

    def pages() -> Iterator[Any]:
        after = None
        while True:
            with desk.reading() as connection:
                part = page(connection, query, order, after=after, limit=size, descending=False)
            yield from part.rows
            after = part.after
            if after is None:
                return

    return total, pages()


def _stock(desk: Desk, filters: Filters, size: int) -> Pages:
    """What lies where now, with the day of the last count."""
    query: AnySelect = (
        select(
            Product.code.label("product_code"), StockPlace.name.label("place"), StockPlace.id,
            Product.name_zh.label("text"), Product.unit, StockLevel.on_hand.label("quantity"), StockLevel.counted_at,
        )
        .join(StockLevel, StockLevel.product_id == Product.id)
        .join(StockPlace, StockPlace.id == StockLevel.place_id)
        .where(Product.deleted_at.is_(None))
    )  # fmt: skip
    total, found = _queried(
        desk, query, (Product.code.expression, StockPlace.name.expression, StockPlace.id.expression), size
    )
    return total, (
        {**row._mapping, "date": row.counted_at.astimezone().date() if row.counted_at else None} for row in found
    )


def _receipts(desk: Desk, filters: Filters, size: int) -> Pages:
    """Receipts, a row for each order that they pay."""
    query: AnySelect = (
        select(
            Receipt.date, Receipt.id, Allocation.id.label("allocation"), Receipt.number.label("own_number"),
            Receipt.reference.label("number"), Customer.name.label("customer"), Receipt.amount, Receipt.currency,
            Receipt.kind, Receipt.means, Receipt.payer, Receipt.note, Order.number.label("order"),
            Allocation.amount.label("allocated"),
        )
        .join(Customer, Customer.id == Receipt.customer_id)
        .outerjoin(Allocation, Allocation.receipt_id == Receipt.id)
        .outerjoin(Order, Order.id == Allocation.order_id)
    )  # fmt: skip
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where(Customer.owner_id == desk.user_id)
    with desk.reading() as connection:
        found = connection.execute(query.order_by(Receipt.date, Receipt.id, Allocation.id)).all()
    return len(found), (dict(row._mapping) for row in found)


def _complaints(desk: Desk, filters: Filters, size: int) -> Pages:
    return _lines(desk, complaints.list_complaints, filters, size, _complaint_rows)


def _complaint_rows(desk: Desk, ids: list[uuid.UUID], _listed: Sequence[Any]) -> list[Row]:
    table = rows.table_of(Complaint)
    query = (
        select(table, Customer.name.label("customer"), Order.number.label("order"), User.name.label("owner"))
        .join(Customer, Customer.id == table.c.customer_id)
        .outerjoin(Order, Order.id == table.c.order_id)
        .outerjoin(User, User.id == table.c.owner_id)
        .where(table.c.id.in_(ids))
    )
    with desk.reading() as connection:
        found = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    moments = ("received_at", "answer_due", "solution_due")
    return [
        {
            **row, "state": row["status"],
            **{key: f"{row[key].astimezone():%Y-%m-%d %H:%M}" if row[key] else None for key in moments},
        }
        for complaint_id in ids
        for row in (found[complaint_id],)
    ]  # fmt: skip


READERS: Mapping[str, Callable[[Desk, Filters, int], Pages]] = {
    "orders": _orders,
    "deliveries": _deliveries,
    "stock": _stock,
    "receipts": _receipts,
    "complaints": _complaints,
}
"""How many rows (or papers) a list has, and its rows, so many records at a time."""
