"""Alarms of an order rest on what the customer ordered before; who goes on says why."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import order_alarms, orders, orders_saving, products
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.products import Product
from orderdesk_gui.store import products as store
from orderdesk_gui.store import rows
from tests.actions.selling_office import Office, office

__all__ = ["office"]
PROMISED = dt.date(2026, 12, 15)


def gears(office: Office, quantity: str = "10", price: str = "100", **changes: object) -> Order:
    line = OrderLine(office.line(quantity, price), promised=PROMISED, drawing="ZC-1 A")
    blank = orders_saving.blank(office["sales"], office.customer)
    return replace(blank, lines=(line,), **changes)  # type: ignore[arg-type]


def confirmed(office: Office, **changes: object) -> uuid.UUID:
    order_id = orders_saving.save(office["sales"], gears(office, **changes)).id  # type: ignore[arg-type]
    orders_saving.confirm(office["sales"], order_id, template="stock")
    return order_id


def keys(office: Office, order: Order) -> list[str]:
    return [one.key for one in order_alarms.of_draft(office["sales"], order)]


def test_nothing_is_known_of_the_first_order(office: Office) -> None:
    assert keys(office, gears(office)) == []


def test_price_quantity_drawing_place_and_number_against_earlier_orders(office: Office) -> None:
    confirmed(office, customer_po="PO-7", delivery_place="苏州市吴中区枫屿路 68 号")
    confirmed(office, quantity="12")
    new = gears(office, "100", "130", customer_po="PO-7", delivery_place="上海")
    line = replace(new.lines[0], drawing="ZC-1 B")
    assert keys(office, replace(new, lines=(line,))) == ["duplicate", "place", "price", "quantity", "drawing"]
    theirs = replace(new, customer_id=office.theirs, customer_po="", delivery_place="")
    assert [one.key for one in order_alarms.of_draft(office["gm"], theirs)] == []


def test_a_model_they_never_ordered_beside_one_they_did(office: Office) -> None:
    confirmed(office)
    other = products.save(office["gm"], Product(code="GEAR-7", name_zh="行星减速机", unit="台", list_price=D(100))).id
    assert keys(office, replace(gears(office), lines=(
        OrderLine(office.line("10", "100", product_id=other, code="GEAR-7"), promised=PROMISED),
    ))) == ["alike"]  # fmt: skip


def test_lead_time_and_what_is_no_longer_sold(office: Office) -> None:
    with office["gm"].writing("test.product") as writing:
        rows.change(writing.connection, store.Product, office.gear, {"lead_days": 30, "active": False})
    found = order_alarms.of_draft(office["sales"], gears(office))
    assert [one.key for one in found] == ["inactive", "early"]
    assert "2027-01-0" in str(found[1].message)


def test_who_goes_on_says_why_and_other_figures_ask_again(office: Office) -> None:
    confirmed(office)
    order_id = orders_saving.save(office["sales"], gears(office, price="130")).id

    def alarm() -> order_alarms.Raised:
        return order_alarms.of_draft(office["sales"], orders.load(office["sales"], order_id).order, order_id)[0]

    assert not alarm().answered
    with pytest.raises(UserError, match="Say why"):
        order_alarms.acknowledge(office["sales"], order_id, alarm().digest, " ")
    order_alarms.acknowledge(office["sales"], order_id, alarm().digest, "铜价上涨")
    assert (alarm().answered, alarm().by, alarm().reason) == (True, "周小", "铜价上涨")
    shown = orders.load(office["sales"], order_id).order
    dearer = replace(shown.lines[0], goods=replace(shown.lines[0].goods, unit_price=D(140)))
    orders_saving.save(office["sales"], replace(shown, lines=(dearer,)), order_id)
    assert not alarm().answered
    with pytest.raises(UserError, match="is over"):
        order_alarms.acknowledge(office["sales"], order_id, "0" * 16, "铜价上涨")
