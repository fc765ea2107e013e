"""Deliveries are facts: they count at once, in orders and in stock, and a wrong one is taken back, never changed."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from orderdesk_gui.actions import deliveries, journal, orders, orders_saving, plans, stock
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.store import rows
from orderdesk_gui.store.orders import Order
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)


def confirmed(office: Office) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    line = OrderLine(office.line("10", "113"), promised=dt.date(2026, 12, 15))
    order_id = orders_saving.save(office["sales"], replace(blank, lines=(line,))).id
    orders_saving.confirm(office["sales"], order_id, template="stock")
    return order_id


def line_of(office: Office, order_id: uuid.UUID) -> uuid.UUID:
    line = orders.load(office["sales"], order_id).order.lines[0].id
    assert line is not None
    return line


def ship(
    office: Office, order_id: uuid.UUID, quantity: str, gate_reason: str = "客户特采", **changes: object
) -> deliveries.SavedDelivery:
    """Past the open inspection of the plan, unless a test says otherwise."""
    changes["gate_reason"] = gate_reason
    delivery = Delivery(order_id, TODAY, (Sent(line_of(office, order_id), D(quantity)),), **changes)  # type: ignore[arg-type]
    return deliveries.note(office["sales"], delivery)


def state(office: Office, order_id: uuid.UUID) -> str:
    return orders.load(office["sales"], order_id).state


def test_partial_shipments_and_returns(office: Office) -> None:
    order_id = confirmed(office)
    first = ship(office, order_id, "4", carrier="顺丰", tracking="SF100")
    ship(office, order_id, "6")
    assert state(office, order_id) == "shipped"
    ship(office, order_id, "3", kind="return")
    shown = orders.load(office["sales"], order_id)
    assert shown.left(shown.order.lines[0]) == 3
    assert stock.standing(office["gm"], [office.gear])[office.gear].reserved == 3
    listed = deliveries.list_deliveries(office["sales"], order_id=order_id, counted=True)
    assert [(row.state, row.quantity) for row in listed.rows] == [("returned", 3), ("shipped", 6), ("shipped", 4)]
    assert [row.id for row in deliveries.list_deliveries(office["sales"], text="SF100").rows] == [first.id]
    assert first.number.startswith("DN-2026-")


def test_more_than_ordered_needs_a_reason(office: Office) -> None:
    order_id = confirmed(office)
    with pytest.raises(UserError, match="More leaves") as caught:
        ship(office, order_id, "11")
    assert caught.value.field == "over_reason"
    assert state(office, order_id) == "confirmed"
    ship(office, order_id, "11", over_reason="客户同意多收")
    assert state(office, order_id) == "shipped"


def test_what_never_left_does_not_come_back(office: Office) -> None:
    order_id = confirmed(office)
    with pytest.raises(UserError, match="No more can come back"):
        ship(office, order_id, "1", kind="return")


def test_an_open_gate_needs_a_reason(office: Office) -> None:
    order_id = confirmed(office)
    with pytest.raises(UserError, match="出货检验 is not passed"):
        ship(office, order_id, "4", gate_reason="")
    ship(office, order_id, "1")
    plan = plans.of_order(office["sales"], order_id)
    assert plan is not None
    check = next(step for step in plan.steps if step.gate)
    plans.report(office["sales"], check.id, plans.Report(gate_result="passed"))
    ship(office, order_id, "4", gate_reason="")


def test_a_draft_ships_nothing_and_a_cancelled_order_that_shipped_is_an_exception(office: Office) -> None:
    blank = orders_saving.blank(office["sales"], office.customer)
    line = OrderLine(office.line("10"), promised=TODAY)
    draft = orders_saving.save(office["sales"], replace(blank, lines=(line,))).id
    with pytest.raises(UserError, match="confirmed order only"):
        ship(office, draft, "1")
    order_id = confirmed(office)
    with office["sales"].writing("test") as writing:
        rows.change(writing.connection, Order, order_id, {"status": "cancelled"})
    ship(office, order_id, "1")
    assert state(office, order_id) == "exception"


def test_signed_for_and_objected_to(office: Office) -> None:
    order_id = confirmed(office)
    sent = ship(office, order_id, "10").id
    for day in (dt.date(2026, 11, 20), dt.date(2026, 11, 22)):
        with pytest.raises(UserError, match="between the delivery and today"):
            deliveries.add_event(office["sales"], sent, "signed", day)
    deliveries.add_event(office["sales"], sent, "signed", TODAY, "王师傅")
    assert state(office, order_id) == "delivered"
    with pytest.raises(UserError, match="objects"):
        deliveries.add_event(office["sales"], sent, "objected", TODAY)
    deliveries.add_event(office["sales"], sent, "objected", TODAY, "外壳划伤 2 件")
    (row,) = deliveries.list_deliveries(office["sales"]).rows
    assert (row.state, row.signed_on) == ("objected", TODAY)


def test_a_wrong_delivery_is_taken_back_once_and_never_undone(office: Office) -> None:
    order_id = confirmed(office)
    sent = ship(office, order_id, "4")
    assert sent.changes.tx is not None
    with pytest.raises(UserError, match="correction"):
        journal.undo(office["sales"], sent.changes.tx)
    with pytest.raises(UserError, match="Say why"):
        deliveries.void(office["sales"], sent.id, " ")
    deliveries.void(office["sales"], sent.id, "录错订单")
    assert state(office, order_id) == "confirmed"
    assert deliveries.list_deliveries(office["sales"]).rows[0].state == "voided"
    with pytest.raises(UserError, match="already"):
        deliveries.void(office["sales"], sent.id, "x")


def test_the_fact_itself_never_changes(office: Office) -> None:
    order_id = confirmed(office)
    ship(office, order_id, "4")
    with pytest.raises(IntegrityError, match="facts"), office["sales"].writing("test") as writing:
        writing.connection.execute(text("UPDATE delivery_line SET quantity = 1"))


def test_stock_follows_what_leaves_and_comes_back(office: Office) -> None:
    stock.count(office["keeper"], [stock.Counted(office.gear, D(20))])
    order_id = confirmed(office)

    def levels() -> tuple[D, D]:
        found = stock.standing(office["sales"], [office.gear])[office.gear]
        return found.on_hand, found.reserved

    assert levels() == (20, 10)
    sent = ship(office, order_id, "4")
    assert levels() == (16, 6)
    back = ship(office, order_id, "1", kind="return")
    assert levels() == (17, 7)
    with pytest.raises(UserError, match="came back"):
        deliveries.void(office["sales"], sent.id, "录错")
    assert levels() == (17, 7)
    deliveries.void(office["sales"], back.id, "录错")
    deliveries.void(office["sales"], sent.id, "录错")
    assert levels() == (20, 10)
