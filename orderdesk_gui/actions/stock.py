"""Keeps stock: counts, moves, reservations of orders, expected supply, and what can be promised from when."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, type_coerce

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.deliveries import Delivery
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import QUANTITY_PLACES, ZERO, check_number
from orderdesk_gui.rules.order_status import RESERVATION
from orderdesk_gui.rules.quote_checks import QUANTITY_LIMIT
from orderdesk_gui.rules.stock import (
    Flow,
    StockFlag,
    StockPolicy,
    available_to_promise,
    reorder_quantity,
    stock_flag,
)
from orderdesk_gui.store import rows
from orderdesk_gui.store import stock as store
from orderdesk_gui.store.base import AnySelect, Scaled
from orderdesk_gui.store.products import Product

MAIN = "MAIN"
"""Code of the place that is there from the beginning."""


def main_place(desk: Desk, connection: Connection) -> uuid.UUID:
    """The first place of stock, made where there is none yet."""
    found: uuid.UUID | None = connection.execute(
        select(store.StockPlace.id).where(store.StockPlace.deleted_at.is_(None)).order_by(store.StockPlace.code)
    ).scalar()
    if found is not None:
        return found
    place = desk.new_id()
    rows.add(connection, store.StockPlace, [{"id": place, "code": MAIN, "name": "成品仓"}])
    return place


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a product in a place; None for the main place."""

    product_id: uuid.UUID
    quantity: Decimal
    place_id: uuid.UUID | None = None


def count(desk: Desk, counted: Sequence[Counted], *, at: dt.datetime | None = None, source: str = "") -> Changes:
    """Note a count, or the stock taken over from another system: from `at` (default now) on, moves add to it."""
    desk.require(Right.EDIT_STOCK)
    for number, one in enumerate(counted):
        check_number(one.quantity, field=f"lines.{number}.quantity", places=QUANTITY_PLACES, limit=QUANTITY_LIMIT)
        if one.quantity < 0:
            raise UserError("Enter a quantity of zero or more.", field=f"lines.{number}.quantity")
    with desk.writing("stock.count", counter_action="correct") as writing:
        write_counts(desk, writing.connection, counted, at=at, source=source)
    return writing.changes


def write_counts(
    desk: Desk, connection: Connection, counted: Sequence[Counted], *, at: dt.datetime | None = None, source: str = ""
) -> None:
    """As :func:`count`, within a transaction under way and without checks."""
    main = main_place(desk, connection)
    moment = at or desk.clock()
    facts = [
        {"id": desk.new_id(), "product_id": one.product_id, "place_id": one.place_id or main,
         "quantity": one.quantity, "at": moment, "source": source, "user_id": desk.user_id}
        for one in counted
    ]  # fmt: skip
    rows.add(connection, store.StockCount, facts)
    refresh(connection, {one.product_id for one in counted})


def refresh(connection: Connection, products: Iterable[uuid.UUID]) -> None:
    """Work out anew what lies where of these products: the last count and the moves since."""
    wanted = list(products)
    counts: dict[tuple[uuid.UUID, uuid.UUID], tuple[dt.datetime, Decimal]] = {}
    found = connection.execute(
        select(store.StockCount.product_id, store.StockCount.place_id, store.StockCount.at, store.StockCount.quantity)
        .where(store.StockCount.product_id.in_(wanted))
        .order_by(store.StockCount.at, store.StockCount.id)
    )
    for row in found:
        counts[row.product_id, row.place_id] = (row.at, row.quantity)
    levels = {key: quantity for key, (_, quantity) in counts.items()}
    moves = connection.execute(
        select(
            store.StockMove.product_id, store.StockMove.place_id, store.StockMove.at, store.StockMove.quantity
        ).where(store.StockMove.product_id.in_(wanted))
    )
    for row in moves:
        key = (row.product_id, row.place_id)
        if key not in counts or row.at > counts[key][0]:
            levels[key] = levels.get(key, ZERO) + row.quantity
    connection.execute(delete(store.StockLevel.__table__).where(store.StockLevel.product_id.in_(wanted)))
    made = [
        {"product_id": product, "place_id": place, "on_hand": level,
         "counted_at": counts[product, place][0] if (product, place) in counts else None}
        for (product, place), level in levels.items()
    ]  # fmt: skip
    if made:
        connection.execute(insert(store.StockLevel), made)


def move_for_delivery(
    desk: Desk, connection: Connection, delivery: Delivery, shown: OrderView, delivery_id: uuid.UUID
) -> None:
    """What left is no longer on hand nor reserved; what came back is on hand again. Only products are kept in stock."""
    products = {line.id: line.goods.product_id for line in shown.order.lines}
    place = delivery.place_id or main_place(desk, connection)
    sign = -1 if delivery.kind == "out" else 1
    facts: list[dict[str, Any]] = [
        {"id": desk.new_id(), "scope": None, "product_id": product, "place_id": place, "quantity": sign * sent.quantity,
         "at": desk.clock(), "kind": "delivery" if sign < 0 else "return", "subject_table": "delivery",
         "subject_id": delivery_id, "user_id": desk.user_id}
        for sent in delivery.lines
        if (product := products.get(sent.line_id)) is not None
    ]  # fmt: skip
    rows.add(connection, store.StockMove, facts)
    if delivery.kind == "out":
        for sent in delivery.lines:
            _use_up(desk, connection, sent.line_id, sent.quantity)
    refresh(connection, {fact["product_id"] for fact in facts})


def move_back(desk: Desk, connection: Connection, delivery_id: uuid.UUID) -> None:
    """Take back the moves of a delivery that was noted wrongly."""
    found = connection.execute(
        select(store.StockMove.__table__).where(store.StockMove.subject_id == delivery_id)
    ).mappings()
    facts = [
        {"id": desk.new_id(), "scope": None, "product_id": move["product_id"], "place_id": move["place_id"],
         "quantity": -move["quantity"], "at": desk.clock(), "kind": "correction", "subject_table": "delivery",
         "subject_id": delivery_id, "user_id": desk.user_id}
        for move in found
    ]  # fmt: skip
    rows.add(connection, store.StockMove, facts)
    refresh(connection, {fact["product_id"] for fact in facts})


def _use_up(desk: Desk, connection: Connection, line_id: uuid.UUID, quantity: Decimal) -> None:
    """Reservations of a line shrink by what left of it."""
    held = connection.execute(
        select(store.Reservation.id, store.Reservation.quantity)
        .where(store.Reservation.order_line_id == line_id, store.Reservation.status == "held")
        .order_by(store.Reservation.id)
    ).all()
    for row in held:
        if quantity <= 0:
            return
        rest = row.quantity - quantity
        quantity -= row.quantity
        if rest > 0:
            rows.change(connection, store.Reservation, row.id, {"quantity": rest})
        else:
            rows.change(connection, store.Reservation, row.id, {"status": RESERVATION.next_status("held", "use")})


def reserve(desk: Desk, connection: Connection, shown: OrderView) -> None:
    """Keep what is still to ship of an order, whether it is there yet or not; earlier reservations are replaced."""
    release(connection, shown.id)
    made = [
        {"id": desk.new_id(), "scope": shown.order.customer_id, "order_id": shown.id, "order_line_id": line.id,
         "product_id": line.goods.product_id, "place_id": None, "quantity": left,
         "day": line.promised or shown.order.date, "status": "held"}
        for line in shown.order.lines
        if line.goods.product_id is not None and (left := shown.left(line)) > 0
    ]  # fmt: skip
    rows.add(connection, store.Reservation, made)


def release(connection: Connection, order_id: uuid.UUID) -> None:
    """Let go what is kept for an order."""
    held = connection.execute(
        select(store.Reservation.id).where(store.Reservation.order_id == order_id, store.Reservation.status == "held")
    ).scalars()
    for row_id in held.all():
        rows.change(connection, store.Reservation, row_id, {"status": RESERVATION.next_status("held", "release")})


@dataclass(frozen=True, slots=True)
class Standing:
    """How much there is of a product; `as_of` is the moment of the oldest count that it rests on, None if none."""

    on_hand: Decimal
    reserved: Decimal
    expected: Decimal
    as_of: dt.datetime | None
    flows: tuple[Flow, ...]
    flag: StockFlag
    reorder: Decimal
    available: tuple[Flow, ...]


def standing(
    desk: Desk, products: Sequence[uuid.UUID], *, besides: uuid.UUID | None = None
) -> dict[uuid.UUID, Standing]:
    """How each of these products stands, over all places; reservations of the order `besides` are left out."""
    with desk.reading() as connection:
        return standing_of(connection, products, today(desk), besides=besides)


def standing_of(
    connection: Connection, products: Sequence[uuid.UUID], on: dt.date, *, besides: uuid.UUID | None = None
) -> dict[uuid.UUID, Standing]:
    """As :func:`standing`, within a transaction under way, in a fixed number of queries."""
    wanted = list(products)
    levels = _levels(connection, wanted)
    flows = _flows(connection, wanted, besides)
    policies = _policies(connection, wanted)
    made = {}
    for product in wanted:
        on_hand, as_of = levels.get(product, (ZERO, None))
        own = flows.get(product, [])
        reserved = -sum((flow.quantity for flow in own if flow.quantity < 0), ZERO)
        expected = sum((flow.quantity for flow in own if flow.quantity > 0), ZERO)
        policy = policies.get(product)
        made[product] = Standing(
            on_hand, reserved, expected, as_of, tuple(own), stock_flag(on_hand, reserved, expected, policy),
            reorder_quantity(on_hand, reserved, expected, policy) if policy else ZERO,
            tuple(available_to_promise(on_hand, own, on)),
        )  # fmt: skip
    return made


def _levels(connection: Connection, products: list[uuid.UUID]) -> dict[uuid.UUID, tuple[Decimal, dt.datetime | None]]:
    level = store.StockLevel
    found = connection.execute(
        select(level.product_id, type_coerce(func.sum(level.on_hand), Scaled(6)), func.min(level.counted_at))
        .where(level.product_id.in_(products))
        .group_by(level.product_id)
    )
    return {product: (on_hand, at) for product, on_hand, at in found}


def _flows(connection: Connection, products: list[uuid.UUID], besides: uuid.UUID | None) -> dict[uuid.UUID, list[Flow]]:
    made: dict[uuid.UUID, list[Flow]] = {}
    held = select(store.Reservation.product_id, store.Reservation.day, store.Reservation.quantity).where(
        store.Reservation.product_id.in_(products), store.Reservation.status == "held",
        store.Reservation.deleted_at.is_(None), store.Reservation.order_id != besides,
    )  # fmt: skip
    for row in connection.execute(held):
        made.setdefault(row.product_id, []).append(Flow(row.day, -row.quantity))
    coming = select(store.Supply.product_id, store.Supply.due, store.Supply.quantity, store.Supply.received).where(
        store.Supply.product_id.in_(products), store.Supply.deleted_at.is_(None)
    )
    for product, due, quantity, received in connection.execute(coming):
        if quantity > received:
            made.setdefault(product, []).append(Flow(due, quantity - received))
    return made


def _policies(connection: Connection, products: list[uuid.UUID]) -> dict[uuid.UUID, StockPolicy]:
    policy = store.StockPolicy
    found = connection.execute(
        select(policy.__table__).where(
            policy.product_id.in_(products), policy.place_id.is_(None), policy.deleted_at.is_(None)
        )
    )
    return {row.product_id: StockPolicy(row.reorder_point, row.safety, row.maximum, row.lot) for row in found}


@dataclass(frozen=True, slots=True)
class StockRow:
    """A product in the list of stock."""

    id: uuid.UUID
    code: str
    name_zh: str
    name_en: str
    unit: str
    category: str
    standing: Standing


_LISTED: AnySelect = select(
    Product.code, Product.id, Product.name_zh, Product.name_en, Product.unit, Product.category
).where(Product.deleted_at.is_(None))


def list_stock(
    desk: Desk, *, text: str = "", after: tuple[Any, ...] | None = None, limit: int = 100, counted: bool = False
) -> Listed[StockRow]:
    """Products with their stock, by code."""
    part = listed(
        desk, _LISTED, (Product.code.expression, Product.id.expression), lambda row: row, text=text, table="product",
        id_column=Product.id.expression, after=after, limit=limit, counted=counted, descending=False,
    )  # fmt: skip
    found = standing(desk, [row.id for row in part.rows])
    made = tuple(
        StockRow(row.id, row.code, row.name_zh, row.name_en, row.unit, row.category, found[row.id]) for row in part.rows
    )
    return Listed(made, part.after, part.total)


def suggestions(desk: Desk) -> list[StockRow]:
    """What to order now, by code: products at or below their reorder point, with how much."""
    with desk.reading() as connection:
        ruled = connection.execute(
            select(Product.code, Product.id, Product.name_zh, Product.name_en, Product.unit, Product.category)
            .join(store.StockPolicy, store.StockPolicy.product_id == Product.id)
            .where(store.StockPolicy.deleted_at.is_(None), Product.deleted_at.is_(None))
            .distinct()
            .order_by(Product.code)
        ).all()
        found = standing_of(connection, [row.id for row in ruled], today(desk))
    return [
        StockRow(row.id, row.code, row.name_zh, row.name_en, row.unit, row.category, found[row.id])
        for row in ruled
        if found[row.id].reorder > 0
    ]


def set_policy(desk: Desk, product_id: uuid.UUID, policy: StockPolicy) -> Changes:
    """Say when a product is reordered, over all places."""
    desk.require(Right.EDIT_STOCK)
    values: Mapping[str, Any] = {
        "reorder_point": policy.reorder_point, "safety": policy.safety, "maximum": policy.maximum, "lot": policy.lot,
    }  # fmt: skip
    for name, value in values.items():
        if value is not None:
            check_number(value, field=name, places=QUANTITY_PLACES, limit=QUANTITY_LIMIT)
    if policy.maximum is not None and policy.maximum <= policy.reorder_point:
        raise UserError("The maximum lies above the reorder point.", field="maximum")
    with desk.writing("stock.policy") as writing:
        known = writing.connection.execute(
            select(store.StockPolicy.id).where(
                store.StockPolicy.product_id == product_id, store.StockPolicy.place_id.is_(None),
                store.StockPolicy.deleted_at.is_(None),
            )
        ).scalar()  # fmt: skip
        if known is None:
            row = {"id": desk.new_id(), "product_id": product_id, "place_id": None, **values}
            rows.add(writing.connection, store.StockPolicy, [row])
        else:
            rows.change(writing.connection, store.StockPolicy, known, values)
    return writing.changes


def expect(desk: Desk, product_id: uuid.UUID, quantity: Decimal, due: dt.date, reference: str = "") -> Changes:
    """Note supply that is expected to come in."""
    desk.require(Right.EDIT_STOCK)
    check_number(quantity, field="quantity", places=QUANTITY_PLACES, limit=QUANTITY_LIMIT)
    if quantity <= 0:
        raise UserError("Enter a quantity above zero.", field="quantity")
    with desk.writing("stock.expect") as writing:
        row = {"id": desk.new_id(), "product_id": product_id, "quantity": quantity, "due": due, "reference": reference}
        rows.add(writing.connection, store.Supply, [row])
    return writing.changes
