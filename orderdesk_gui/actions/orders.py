"""Looks at sales orders: the list, what waits, and one order with what was shipped, invoiced and received."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select, type_coerce

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.fact_voiding import taken_back
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.money import ZERO
from orderdesk_gui.rules.order_changes import Done, open_quantity, standing_order
from orderdesk_gui.rules.order_status import ORDER
from orderdesk_gui.rules.orders import Order, OrderLine, order_totals, review_digest
from orderdesk_gui.rules.quotes import QuoteTotals
from orderdesk_gui.store import orders as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect, Scaled
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.deliveries import Delivery, DeliveryLine
from orderdesk_gui.store.order_rows import order_of
from orderdesk_gui.store.people import User

Head = store.Order
Figure = store.OrderFigure


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A line in the list of orders; `status` is the one word for status and facts, `level` red, yellow or green.

    Amounts with tax in the order's currency.
    """

    id: uuid.UUID
    number: str
    kind: str
    customer_id: uuid.UUID
    customer: str
    status: str
    level: str
    currency: str
    total: Decimal
    shipped: Decimal
    invoiced: Decimal
    received: Decimal
    overdue: Decimal
    date: dt.date
    promised: dt.date | None
    forecast: dt.date | None
    customer_po: str
    stars: int
    owner_id: uuid.UUID


_LISTED: AnySelect = (
    select(
        Head.date, Head.id, Head.number, Head.kind, Head.customer_id, Customer.short_name, Customer.name, Figure.state,
        Figure.level, Head.currency, Head.total, Figure.shipped, Figure.invoiced, Figure.received, Figure.overdue,
        Head.promised, Figure.forecast, Head.customer_po, Head.stars, Head.owner_id,
    )
    .join(Customer, Customer.id == Head.customer_id)
    .join(Figure, Figure.order_id == Head.id)
    .where(Head.deleted_at.is_(None))
)  # fmt: skip

TABS = ("mine", "to_review", "open", "late", "all")


def _query(desk: Desk, tab: str, status: str, customer_id: uuid.UUID | None) -> AnySelect:
    query = _LISTED
    if tab == "mine":
        query = query.where(Head.owner_id == desk.user_id)
    elif tab == "to_review":
        query = query.where(Head.status == "review")
    elif tab == "open":
        query = query.where(Head.id.in_(select(Figure.order_id).where(Figure.open)))
    elif tab == "late":
        query = query.where(Head.id.in_(select(Figure.order_id).where(Figure.open, Figure.level == "red")))
    if status:
        query = query.where(Head.id.in_(select(Figure.order_id).where(Figure.state == status)))
    if customer_id is not None:
        query = query.where(Head.customer_id == customer_id)
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where(Head.owner_id == desk.user_id)
    return query


def list_orders(
    desk: Desk,
    *,
    tab: str = "all",
    status: str = "",
    customer_id: uuid.UUID | None = None,
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[OrderRow]:
    """Orders, newest first; `tab` is one of :data:`TABS`."""

    def row(r: Any) -> OrderRow:
        (  # all at once: to ask a row for each by its name takes longer than the query
            date, order_id, number, kind, customer, short, name, state, level, currency, total, shipped, invoiced,
            received, overdue, promised, forecast, customer_po, stars, owner,
        ) = r  # fmt: skip
        return OrderRow(
            order_id, number, kind, customer, short or name, state, level, currency, total, shipped, invoiced,
            received, overdue, date, promised, forecast, customer_po, stars, owner,
        )  # fmt: skip

    return listed(
        desk, _query(desk, tab, status, customer_id), (Head.date.expression, Head.id.expression), row, text=text,
        table="sales_order", id_column=Head.id.expression, after=after, limit=limit, counted=counted,
    )  # fmt: skip


def tab_counts(desk: Desk) -> dict[str, int]:
    """How many orders stand in each tab."""
    with desk.reading() as connection:
        found = {}
        for tab in TABS:
            counted = _query(desk, tab, "", None).with_only_columns(Head.id).subquery()
            found[tab] = int(connection.execute(select(func.count()).select_from(counted)).scalar_one())
    return found


def find_number(desk: Desk, number: str) -> uuid.UUID | None:
    """The order with this number; None where there is none."""
    with desk.reading() as connection:
        query = select(Head.id).where(Head.number == number.strip().upper(), Head.deleted_at.is_(None))
        return connection.execute(query).scalars().first()


@dataclass(frozen=True, slots=True)
class Review:
    """The last four-point review; `stands` while the order is as it was looked at and nothing was found wrong."""

    by: str
    at: dt.datetime
    wrong: tuple[str, ...]
    note: str
    stands: bool


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order as the page shows it; `sent` and `cancelled` are quantities by line, `totals` of what still stands."""

    id: uuid.UUID
    number: str
    status: str
    state: str
    version: int
    order: Order
    totals: QuoteTotals
    customer: str
    owner_id: uuid.UUID
    owner: str
    quote_id: uuid.UUID | None
    contract_id: uuid.UUID | None
    stars: int
    sent: Mapping[uuid.UUID, Decimal]
    cancelled: Mapping[uuid.UUID, Decimal]
    figure: Mapping[str, Any]
    review: Review | None
    confirmed_at: dt.datetime | None
    first_promised: dt.date | None
    ended_reason: str
    paper_id: uuid.UUID | None
    costs: tuple[Decimal | None, ...]

    def left(self, line: OrderLine) -> Decimal:
        """What of a line is still to ship."""
        if line.id is None:
            return line.goods.quantity
        return open_quantity(line.goods.quantity, self.sent.get(line.id, ZERO), self.cancelled.get(line.id, ZERO))

    @property
    def done(self) -> Done:
        """What can no longer be changed."""
        return Done(self.sent, self.cancelled, self.figure["invoiced"] > 0)

    @property
    def commands(self) -> frozenset[str]:
        """What may be done with it as it stands."""
        return ORDER.commands(self.status)


def load(desk: Desk, order_id: uuid.UUID) -> OrderView:
    """One order; costs only with the right to see them."""
    with desk.reading() as connection:
        return view(desk, connection, order_id)


def view(desk: Desk, connection: Connection, order_id: uuid.UUID) -> OrderView:
    """As :func:`load`, within a transaction under way."""
    head = rows.fetch(connection, Head, order_id)
    desk.require_owner(head["owner_id"])
    lines = rows.children(connection, store.OrderLine, "order_id", order_id)
    order = order_of(head, lines)
    cancelled = {line["id"]: line["cancelled"] for line in lines if line["cancelled"]}
    totals = order_totals(standing_order(order, cancelled))
    names = connection.exec_driver_sql(
        'SELECT c.name, (SELECT name FROM "user" WHERE id = ?) FROM customer c WHERE c.id = ?',
        (head["owner_id"].bytes, head["customer_id"].bytes),
    ).one()
    figure = connection.execute(select(Figure.__table__).where(Figure.order_id == order_id)).mappings().one()
    sees_cost = desk.may(Right.SEE_COST)
    return OrderView(
        id=order_id,
        number=head["number"],
        status=head["status"],
        state=figure["state"],
        version=head["version"],
        order=order,
        totals=totals,
        customer=names[0],
        owner_id=head["owner_id"],
        owner=names[1] or "",
        quote_id=head["quote_id"],
        contract_id=head["contract_id"],
        stars=head["stars"],
        sent=sent_by_line(connection, order_id),
        cancelled=cancelled,
        figure=dict(figure),
        review=_last_review(connection, order_id, review_digest(order, totals)),
        confirmed_at=head["confirmed_at"],
        first_promised=head["first_promised"],
        ended_reason=head["ended_reason"],
        paper_id=head["paper_id"],
        costs=tuple(line["cost"] if sees_cost else None for line in lines),
    )


def sent_by_line(connection: Connection, order_id: uuid.UUID) -> dict[uuid.UUID, Decimal]:
    """What has left of each line of an order, less what came back."""
    voided = taken_back(Delivery)
    found = connection.execute(
        select(DeliveryLine.order_line_id, Delivery.kind, type_coerce(func.sum(DeliveryLine.quantity), Scaled(6)))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(DeliveryLine.order_id == order_id, Delivery.id.not_in(voided))
        .group_by(DeliveryLine.order_line_id, Delivery.kind)
    )
    sent: dict[uuid.UUID, Decimal] = {}
    for line_id, kind, quantity in found:
        sent[line_id] = sent.get(line_id, ZERO) + (quantity if kind == "out" else -quantity)
    return sent


_POINTS = ("product", "quantity", "price", "customer")


def _last_review(connection: Connection, order_id: uuid.UUID, digest: str) -> Review | None:
    review = store.OrderReview
    found = connection.execute(
        select(review.__table__, User.name.label("by"))
        .outerjoin(User, User.id == review.reviewer_id)
        .where(review.order_id == order_id)
        .order_by(review.at.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    wrong = tuple(point for point in _POINTS if not getattr(found, f"{point}_right"))
    return Review(found.by or "", found.at, wrong, found.note, not wrong and found.digest == digest)


def with_customer_po(
    desk: Desk, customer_id: uuid.UUID, customer_po: str, besides: uuid.UUID | None = None
) -> list[tuple[uuid.UUID, str]]:
    """Other orders of a customer under the same PO number, (id, number): most likely entered twice."""
    if not customer_po.strip():
        return []
    with desk.reading() as connection:
        query = select(Head.id, Head.number).where(
            Head.customer_id == customer_id, Head.customer_po == customer_po.strip(), Head.deleted_at.is_(None),
            Head.status.not_in(("voided", "cancelled")),
        )  # fmt: skip
        return [(row.id, row.number) for row in connection.execute(query) if row.id != besides]


def of_quote(desk: Desk, quote_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """The orders that were made from a quotation, (id, number), those that were voided or cancelled left out."""
    with desk.reading() as connection:
        query = select(Head.id, Head.number).where(
            Head.quote_id == quote_id, Head.deleted_at.is_(None), Head.status.not_in(("voided", "cancelled"))
        )
        return [(row.id, row.number) for row in connection.execute(query.order_by(Head.date, Head.id))]
