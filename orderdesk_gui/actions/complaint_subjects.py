"""Finds whom and what a complaint is about from any fragment: customer, phone, order or purchase number, product."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.fact_voiding import taken_back
from orderdesk_gui.actions.lists import search_now
from orderdesk_gui.actions.remedies import line_facts
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.complaints import LineFacts
from orderdesk_gui.rules.language import current_language
from orderdesk_gui.store import rows, search
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.customers import Contact, Customer
from orderdesk_gui.store.deliveries import Delivery, DeliveryLine
from orderdesk_gui.store.orders import Order, OrderLine

MOST = 12
_EACH = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """A customer, or a line of one of their orders, that a complaint may be about."""

    customer_id: uuid.UUID
    customer: str
    contact: str = ""
    phone: str = ""
    order_id: uuid.UUID | None = None
    order: str = ""
    ordered_on: dt.date | None = None
    order_line_id: uuid.UUID | None = None
    product_id: uuid.UUID | None = None
    code: str = ""
    name: str = ""


def find(desk: Desk, text: str) -> list[Subject]:
    """The customers and order lines that hold every word of `text`, customers first, then the newest orders.

    Words that name a customer and words that name an order or product may stand together. Somebody who sees only
    their own customers finds only theirs.
    """
    if not text.strip():
        return []
    search_now(desk)
    with desk.reading() as connection:
        hits = search.find(connection, text, limit=MOST * 2, tables=("customer", "sales_order", "product", "delivery"))
        ids = {table: [hit.id for hit in hits if hit.table == table] for table in
               ("customer", "sales_order", "product", "delivery")}  # fmt: skip
        made = _customers(desk, connection, ids["customer"])
        sent = select(DeliveryLine.order_id)
        about = (
            Order.id.in_(ids["sales_order"])
            | Order.id.in_(sent.where(DeliveryLine.delivery_id.in_(ids["delivery"])))
            | Order.id.in_(sent.where(DeliveryLine.lot == text.strip()))
            | OrderLine.product_id.in_(ids["product"])
        )
        lines = _lines(desk, connection, about)
        if not lines and ids["customer"]:
            lines = _lines(desk, connection, Order.customer_id.in_(ids["customer"][:3]))
    return [*made[:_EACH], *lines][:MOST]


def lines_of(desk: Desk, customer_id: uuid.UUID) -> list[Subject]:
    """The newest order lines of a customer, to say which one it is about."""
    with desk.reading() as connection:
        return _lines(desk, connection, Order.customer_id == customer_id)


def _mine(desk: Desk, query: AnySelect) -> AnySelect:
    if desk.may(Right.SEE_ALL_CUSTOMERS):
        return query
    return query.where((Customer.owner_id == desk.user_id) | Customer.owner_id.is_(None))


def _customers(desk: Desk, connection: Connection, ids: list[uuid.UUID]) -> list[Subject]:
    query = _mine(desk, select(Customer.id, Customer.name, Customer.phone).where(Customer.id.in_(ids)))
    found = {row.id: row for row in connection.execute(query)}
    people: dict[uuid.UUID, tuple[str, str]] = {}
    contact = Contact
    for row in connection.execute(
        select(contact.customer_id, contact.name, contact.phone)
        .where(contact.customer_id.in_(list(found)), contact.deleted_at.is_(None))
        .order_by(contact.main.desc(), contact.position)
    ):
        people.setdefault(row.customer_id, (row.name, row.phone))
    return [
        Subject(one, found[one].name, *_person(people.get(one, ("", "")), found[one].phone))
        for one in ids
        if one in found
    ]


def _person(person: tuple[str, str], phone: str) -> tuple[str, str]:
    return person[0], person[1] or phone


def _lines(desk: Desk, connection: Connection, wanted: object) -> list[Subject]:
    query = (
        select(
            Order.customer_id, Customer.name.label("customer"), Order.contact_name, Order.contact_phone, Order.id,
            Order.number, Order.date, OrderLine.id.label("line"), OrderLine.product_id, OrderLine.code,
            OrderLine.name_zh, OrderLine.name_en,
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Customer, Customer.id == Order.customer_id)
        .where(
            wanted,  # type: ignore[arg-type]
            Order.status.not_in(("draft", "review", "returned")), Order.deleted_at.is_(None),
            OrderLine.deleted_at.is_(None), OrderLine.kind == "goods",
        )
        .order_by(Order.date.desc(), Order.id.desc(), OrderLine.position)
        .limit(MOST)
    )  # fmt: skip
    return [
        Subject(
            r.customer_id, r.customer, r.contact_name, r.contact_phone, r.id, r.number, r.date, r.line, r.product_id,
            r.code, named(r.name_zh, r.name_en, current_language()),
        )
        for r in connection.execute(_mine(desk, query))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineShown:
    """The order line that a complaint is about, with what became of it."""

    order: str
    code: str
    name_zh: str
    name_en: str
    unit: str
    currency: str
    facts: LineFacts
    delivered_on: dt.date | None

    def called(self, language: str) -> str:
        """The name of the goods in a language, the other one where it is missing."""
        return named(self.name_zh, self.name_en, language)


def named(zh: str, en: str, language: str) -> str:
    """One name of two by language."""
    return (en or zh) if language == "en" else (zh or en)


def line_shown(connection: Connection, order_id: uuid.UUID, line_id: uuid.UUID) -> LineShown:
    """What the page shows of the line complained about."""
    order, line = rows.fetch(connection, Order, order_id), rows.fetch(connection, OrderLine, line_id)
    voided = taken_back(Delivery)
    last = connection.execute(
        select(Delivery.date)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(DeliveryLine.order_line_id == line_id, Delivery.kind == "out", Delivery.id.not_in(voided))
        .order_by(Delivery.date.desc())
        .limit(1)
    ).scalar()
    return LineShown(
        order["number"], line["code"], line["name_zh"], line["name_en"], line["unit"], order["currency"],
        line_facts(connection, line_id), last,
    )  # fmt: skip
