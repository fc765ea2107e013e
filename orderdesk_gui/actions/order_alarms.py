"""Lists what looks wrong in an order against what is known of customer and products, and notes who goes on, and why."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from orderdesk_gui.actions import calendars, stock
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.orders import view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import Message, UserError
from orderdesk_gui.rules.order_alarms import Alarm, Known, nearly_same, order_alarms
from orderdesk_gui.rules.orders import Order
from orderdesk_gui.store import orders as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnyRow
from orderdesk_gui.store.customers import Address, Customer
from orderdesk_gui.store.days import Acknowledgement
from orderdesk_gui.store.people import User
from orderdesk_gui.store.products import Product

_REAL = ("confirmed", "closed", "exception")
_REMEMBERED = 500
"""So many earlier lines of a customer are looked at, the newest."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm; where somebody went on all the same, `by` whom, `at` when and for which `reason`."""

    key: str
    field: str
    message: Message
    digest: str
    by: str = ""
    at: dt.datetime | None = None
    reason: str = ""

    @property
    def answered(self) -> bool:
        """Whether somebody saw it and goes on."""
        return self.at is not None


def of_draft(desk: Desk, order: Order, order_id: uuid.UUID | None = None) -> tuple[Raised, ...]:
    """What looks wrong in an order as typed; `order_id` once it is saved."""
    with desk.reading() as connection:
        return raised(desk, connection, order, order_id)


def raised(desk: Desk, connection: Connection, order: Order, order_id: uuid.UUID | None) -> tuple[Raised, ...]:
    """As :func:`of_draft`, within a transaction under way."""
    found = order_alarms(order, _known(desk, connection, order, order_id))
    answers = _answers(connection, order_id) if order_id is not None and found else {}
    return tuple(_with_answer(alarm, answers.get((alarm.key, alarm.digest))) for alarm in found)


def _with_answer(alarm: Alarm, said: AnyRow | None) -> Raised:
    if said is None:
        return Raised(alarm.key, alarm.field, alarm.message, alarm.digest)
    return Raised(alarm.key, alarm.field, alarm.message, alarm.digest, said.name or "", said.at, said.reason)


def _answers(connection: Connection, order_id: uuid.UUID) -> dict[tuple[str, str], AnyRow]:
    table = Acknowledgement
    found = connection.execute(
        select(table.key, table.digest, table.reason, table.at, User.name)
        .outerjoin(User, User.id == table.user_id)
        .where(table.subject_table == "sales_order", table.subject_id == order_id)
        .order_by(table.at)
    )
    return {(row.key, row.digest): row for row in found}


def acknowledge(desk: Desk, order_id: uuid.UUID, digest: str, reason: str) -> Changes:
    """Go on in spite of an alarm of a saved order, with a reason; when its figures change it is raised anew."""
    desk.require(Right.MAKE_ORDERS)
    if not reason.strip():
        raise UserError("Say why.", field="reason")
    with desk.writing("order_alarms.acknowledge", counter_action="correct") as writing:
        connection = writing.connection
        shown = view(desk, connection, order_id)
        alarms = raised(desk, connection, shown.order, order_id)
        alarm = next((one for one in alarms if one.digest == digest), None)
        if alarm is None:
            raise UserError("This alarm is over. Look at the order again.")
        fact = {
            "id": desk.new_id(), "scope": shown.order.customer_id, "subject_table": "sales_order",
            "subject_id": order_id, "key": alarm.key, "digest": digest, "reason": reason.strip(), "at": desk.clock(),
            "user_id": desk.user_id,
        }  # fmt: skip
        rows.add(connection, Acknowledgement, [fact])
    return writing.changes


def _known(desk: Desk, connection: Connection, order: Order, order_id: uuid.UUID | None) -> Known:
    ids = {line.goods.product_id for line in order.lines if line.goods.product_id}
    products = {
        row.id: row
        for row in connection.execute(
            select(
                Product.id, Product.code, Product.active, Product.lead_days, Product.drawing_number,
                Product.drawing_revision,
            ).where(Product.id.in_(ids))
        )
    }  # fmt: skip
    earlier = _earlier(connection, order, order_id)
    prices: dict[uuid.UUID, Decimal] = {}
    quantities: dict[uuid.UUID, list[Decimal]] = {}
    drawings = {key: f"{row.drawing_number} {row.drawing_revision}".strip() for key, row in products.items()}
    for row in earlier:  # from the oldest on: the newest stays
        if row.unit_price and (row.currency, row.tax_mode) == (order.currency, order.tax_mode):
            prices[row.product_id] = row.unit_price
        quantities.setdefault(row.product_id, []).append(row.quantity)
        if row.drawing:
            drawings[row.product_id] = row.drawing
    codes = {row.product_id: row.code for row in earlier}
    return Known(
        last_prices=prices,
        quantities=quantities,
        earliest=_earliest(desk, connection, order, products),
        drawings=drawings,
        inactive=frozenset(key for key, row in products.items() if not row.active),
        alike={
            key: sorted({code for other, code in codes.items() if other != key and nearly_same(row.code, code)})
            for key, row in products.items()
            if key not in codes
        },
        same_po=_same_po(connection, order, order_id),
        places=_places(connection, order, order_id),
        customer_active=rows.fetch(connection, Customer, order.customer_id)["status"] == "active",
    )


def _earlier(connection: Connection, order: Order, order_id: uuid.UUID | None) -> list[AnyRow]:
    """Lines of products in this customer's other orders that were confirmed, from the oldest to the newest."""
    head, line = store.Order, store.OrderLine
    found = connection.execute(
        select(
            line.product_id, line.code, line.unit_price, line.quantity, line.drawing, head.currency, head.tax_mode
        )
        .join(head, head.id == line.order_id)
        .where(
            head.customer_id == order.customer_id, head.status.in_(_REAL), head.deleted_at.is_(None),
            head.id != order_id, line.product_id.is_not(None), line.deleted_at.is_(None),
        )
        .order_by(head.date.desc(), head.id.desc())
        .limit(_REMEMBERED)
    ).all()  # fmt: skip
    return list(reversed(found))


def _earliest(
    desk: Desk, connection: Connection, order: Order, products: Mapping[uuid.UUID, AnyRow]
) -> dict[uuid.UUID, dt.date]:
    """The first day for products that have a lead time and are not there in this quantity."""
    timed = [key for key, row in products.items() if row.lead_days]
    if not timed:
        return {}
    wanted: dict[uuid.UUID, Decimal] = {}
    for line in order.lines:
        key = line.goods.product_id
        if key is not None and key in products:
            wanted[key] = wanted.get(key, Decimal(0)) + line.goods.quantity
    on = today(desk)
    standing = stock.standing_of(connection, timed, on)
    calendar = calendars.office(connection, on)
    made = {}
    for key in timed:
        if standing[key].available[0].quantity >= wanted[key]:
            continue
        day, left = on, products[key].lead_days
        while left > 0:
            day += dt.timedelta(days=1)
            left -= calendar.works(day)
        made[key] = day
    return made


def _same_po(connection: Connection, order: Order, order_id: uuid.UUID | None) -> tuple[str, ...]:
    if not order.customer_po.strip():
        return ()
    head = store.Order
    query = select(head.number).where(
        head.customer_id == order.customer_id, head.customer_po == order.customer_po.strip(), head.id != order_id,
        head.deleted_at.is_(None), head.status.not_in(("voided", "cancelled")),
    )  # fmt: skip
    return tuple(connection.execute(query.order_by(head.number)).scalars())


def _places(connection: Connection, order: Order, order_id: uuid.UUID | None) -> frozenset[str]:
    """Where this customer took delivery before, and their addresses."""
    head = store.Order
    used = select(head.delivery_place).where(
        head.customer_id == order.customer_id, head.status.in_(_REAL), head.id != order_id, head.delivery_place != ""
    )
    noted = [row["text"] for row in rows.children(connection, Address, "customer_id", order.customer_id)]
    return frozenset(place.strip() for place in (*connection.execute(used.distinct()).scalars(), *noted))
