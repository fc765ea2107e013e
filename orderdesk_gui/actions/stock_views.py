"""Looks at the stock of one product: what lies where, for whom it is kept, what comes, when it is reordered."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import stock
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.documents.exports import Column, write_xlsx
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.stock import StockPolicy
from orderdesk_gui.store import rows
from orderdesk_gui.store import stock as store
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.orders import Order
from orderdesk_gui.store.products import Product


@dataclass(frozen=True, slots=True)
class InPlace:
    """What lies in a place; `counted_at` is the moment of the count that it rests on, None if none."""

    place_id: uuid.UUID
    code: str
    name: str
    on_hand: Decimal
    counted_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class KeptFor:
    """What is kept for an order; `own` where this person may open it, else customer and number are not told."""

    order_id: uuid.UUID
    number: str
    customer: str
    day: dt.date
    quantity: Decimal
    own: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """Supply that is still to come in."""

    id: uuid.UUID
    due: dt.date
    quantity: Decimal
    reference: str
    late: bool


@dataclass(frozen=True, slots=True)
class StockView:
    """One product as the page shows it; quantities in the product's unit."""

    id: uuid.UUID
    code: str
    name_zh: str
    name_en: str
    unit: str
    standing: stock.Standing
    policy: StockPolicy | None
    places: tuple[InPlace, ...]
    kept: tuple[KeptFor, ...]
    coming: tuple[Coming, ...]
    may_edit: bool


def view(desk: Desk, product_id: uuid.UUID) -> StockView:
    """One product."""
    with desk.reading() as connection:
        product = rows.fetch(connection, Product, product_id)
        on = today(desk)
        return StockView(
            product_id, product["code"], product["name_zh"], product["name_en"], product["unit"],
            stock.standing_of(connection, [product_id], on)[product_id], _policy(connection, product_id),
            _places(connection, product_id), _kept(desk, connection, product_id), _coming(connection, product_id, on),
            desk.may(Right.EDIT_STOCK),
        )  # fmt: skip


def _policy(connection: Connection, product_id: uuid.UUID) -> StockPolicy | None:
    policy = store.StockPolicy
    row = connection.execute(
        select(policy.reorder_point, policy.safety, policy.maximum, policy.lot).where(
            policy.product_id == product_id, policy.place_id.is_(None), policy.deleted_at.is_(None)
        )
    ).first()
    return None if row is None else StockPolicy(row.reorder_point, row.safety, row.maximum, row.lot)


def _places(connection: Connection, product_id: uuid.UUID) -> tuple[InPlace, ...]:
    level, place = store.StockLevel, store.StockPlace
    found = connection.execute(
        select(place.id, place.code, place.name, level.on_hand, level.counted_at)
        .join(level, level.place_id == place.id)
        .where(level.product_id == product_id)
        .order_by(place.code)
    )
    return tuple(InPlace(row.id, row.code, row.name, row.on_hand, row.counted_at) for row in found)


def _kept(desk: Desk, connection: Connection, product_id: uuid.UUID) -> tuple[KeptFor, ...]:
    held = store.Reservation
    found = connection.execute(
        select(held.order_id, Order.number, Order.owner_id, Customer.short_name, Customer.name, held.day, held.quantity)
        .join(Order, Order.id == held.order_id)
        .join(Customer, Customer.id == Order.customer_id)
        .where(held.product_id == product_id, held.status == "held", held.deleted_at.is_(None))
        .order_by(held.day, held.id)
    )
    sees_all = desk.may(Right.SEE_ALL_CUSTOMERS)
    made = []
    for row in found:
        own = sees_all or row.owner_id == desk.user_id
        number, customer = (row.number, row.short_name or row.name) if own else ("", "")
        made.append(KeptFor(row.order_id, number, customer, row.day, row.quantity, own))
    return tuple(made)


def _coming(connection: Connection, product_id: uuid.UUID, on: dt.date) -> tuple[Coming, ...]:
    supply = store.Supply
    found = connection.execute(
        select(supply.id, supply.due, supply.quantity, supply.received, supply.reference)
        .where(supply.product_id == product_id, supply.deleted_at.is_(None))
        .order_by(supply.due, supply.id)
    )
    return tuple(
        Coming(row.id, row.due, row.quantity - row.received, row.reference, row.due < on)
        for row in found
        if row.quantity > row.received
    )


def drop_policy(desk: Desk, product_id: uuid.UUID) -> Changes:
    """A product is not reordered by a rule any more."""
    desk.require(Right.EDIT_STOCK)
    with desk.writing("stock.policy") as writing:
        known = writing.connection.execute(
            select(store.StockPolicy.id).where(
                store.StockPolicy.product_id == product_id, store.StockPolicy.place_id.is_(None),
                store.StockPolicy.deleted_at.is_(None),
            )
        ).scalars()  # fmt: skip
        for policy_id in known.all():
            rows.change(writing.connection, store.StockPolicy, policy_id, {"deleted_at": desk.clock()})
    return writing.changes


def come_in(desk: Desk, supply_id: uuid.UUID) -> Changes:
    """What was expected is there: all that was still to come is on hand in its place from now on."""
    desk.require(Right.EDIT_STOCK)
    with desk.writing("stock.come_in", counter_action="correct") as writing:
        connection = writing.connection
        row = rows.fetch(connection, store.Supply, supply_id)
        left = row["quantity"] - row["received"]
        if left <= 0:
            raise UserError("This has come in already.")
        fact = {
            "id": desk.new_id(), "scope": None, "product_id": row["product_id"],
            "place_id": row["place_id"] or stock.main_place(desk, connection), "quantity": left, "at": desk.clock(),
            "kind": "receipt", "subject_table": "supply", "subject_id": supply_id, "note": row["reference"],
            "user_id": desk.user_id,
        }  # fmt: skip
        rows.add(connection, store.StockMove, [fact])
        rows.change(connection, store.Supply, supply_id, {"received": row["quantity"]})
        stock.refresh(connection, [row["product_id"]])
    return writing.changes


def drop_supply(desk: Desk, supply_id: uuid.UUID) -> Changes:
    """What was expected will not come."""
    desk.require(Right.EDIT_STOCK)
    with desk.writing("stock.expect") as writing:
        rows.change(writing.connection, store.Supply, supply_id, {"deleted_at": desk.clock()})
    return writing.changes


def export_suggestions(desk: Desk, path: Path) -> int:
    """Write what to order now to a workbook, in the language of the screen; returns how many rows."""
    desk.require(Right.EXPORT_DATA)
    suggested = stock.suggestions(desk)
    columns = [
        Column(tr("Code"), width=22), Column(tr("Name"), width=30), Column(tr("Unit"), width=8),
        *(Column(tr(title), "number") for title in ("On hand", "Reserved", "Expected", "To order")),
        Column(tr("As of"), "moment"),
    ]  # fmt: skip
    return write_xlsx(columns, _suggested(suggested), path, title=tr("What to order"))


def _suggested(found: Sequence[stock.StockRow]) -> list[list[Any]]:
    zh = current_language() == "zh"
    return [
        [row.code, (row.name_zh if zh else row.name_en) or row.name_zh or row.name_en, row.unit, row.standing.on_hand,
         row.standing.reserved, row.standing.expected, row.standing.reorder, row.standing.as_of]
        for row in found
    ]  # fmt: skip
