"""Orders end by numbered notices: cancelled whole or in part, short-closed, and an exception waits for a decision."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import (
    deliveries,
    notes,
    order_change_papers,
    order_changes,
    order_ending,
    orders,
    orders_saving,
    receivables,
    stock,
)
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.store import rows
from orderdesk_gui.store.receivables import PaymentDue
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
PROMISED = dt.date(2026, 12, 15)


def confirmed(office: Office, discount: str = "0") -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    line = OrderLine(office.line("10", "100"), promised=PROMISED)
    belt = OrderLine(office.line("4", "50", product_id=office.belt, code="BELT-1", name_zh="同步带"), promised=PROMISED)
    made = replace(blank, lines=(line, belt), payment=PaymentTerms("monthly", 30), discount_amount=D(discount))
    order_id = orders_saving.save(office["sales"], made).id
    orders_saving.confirm(office["sales"], order_id, template="stock")
    return order_id


def line_of(office: Office, order_id: uuid.UUID, at: int = 0) -> uuid.UUID:
    line = orders.load(office["sales"], order_id).order.lines[at].id
    assert line is not None
    return line


def ship(office: Office, order_id: uuid.UUID, quantity: str, kind: str = "out") -> uuid.UUID:
    sent = (Sent(line_of(office, order_id), D(quantity)),)
    made = Delivery(order_id, TODAY, sent, kind=kind, gate_reason="客户特采")  # type: ignore[arg-type]
    return deliveries.note(office["sales"], made).id


def due(office: Office, order_id: uuid.UUID) -> D:
    with office["gm"].reading() as connection:
        return sum((row["amount"] for row in rows.children(connection, PaymentDue, "order_id", order_id)), D(0))


def decisions(office: Office, order_id: uuid.UUID) -> list[bool]:
    """The to-dos of the order: done or not."""
    return [todo.done for todo in notes.todos(office["sales"], "sales_order", order_id)]


def test_a_whole_order_is_cancelled_before_anything_left(office: Office) -> None:
    order_id = confirmed(office)
    receivables.note_receipt(
        office["finance"], receivables.Receipt(office.customer, TODAY, D(200), pays={order_id: D(200)})
    )
    with pytest.raises(UserError, match="Say why"):
        order_ending.cancel(office["sales"], order_id, " ", "customer")
    ended = order_ending.cancel(office["sales"], order_id, "项目取消", "customer")
    shown = orders.load(office["sales"], order_id)
    assert (ended.status, shown.state, shown.ended_reason) == ("cancelled", "cancelled", "项目取消")
    assert [str(one) for one in ended.advice] == [
        "¥200.00 have been received for it. Give them back, or allocate them to another order."
    ]
    assert due(office, order_id) == 0
    assert stock.standing(office["gm"], [office.gear])[office.gear].reserved == 0
    change = order_changes.load(office["sales"], ended.change_id)
    assert (change.kind, change.status, change.totals[1]) == ("cancel", "in_force", 0)
    assert order_change_papers.paper(office["sales"], ended.change_id)[1].startswith(b"%PDF")
    with pytest.raises(UserError, match="Copy it"):
        order_ending.cancel(office["sales"], order_id, "项目取消", "customer")


def test_cancelled_after_shipping_waits_for_its_owner(office: Office) -> None:
    order_id = confirmed(office)
    ship(office, order_id, "3")
    assert order_ending.cancel(office["sales"], order_id, "项目取消", "customer").status == "exception"
    assert decisions(office, order_id) == [False]
    notes.add_todo(office["sales"], "给客户回电", table="sales_order", record_id=order_id)
    with pytest.raises(UserError, match="still with the customer"):
        order_ending.resolve(office["sales"], order_id, "cancel", "货已退")
    ship(office, order_id, "3", "return")
    order_ending.resolve(office["sales"], order_id, "cancel", "货已退")
    assert orders.load(office["sales"], order_id).state == "cancelled"
    assert sorted(decisions(office, order_id)) == [False, True]


def test_shipped_although_cancelled_goes_on_or_is_closed(office: Office) -> None:
    order_id = confirmed(office)
    order_ending.cancel(office["sales"], order_id, "项目取消", "customer")
    ship(office, order_id, "3")
    assert (orders.load(office["sales"], order_id).status, decisions(office, order_id)) == ("exception", [False])
    order_ending.resolve(office["sales"], order_id, "resume", "客户恢复")
    assert orders.load(office["sales"], order_id).state == "part_shipped"
    assert stock.standing(office["gm"], [office.gear])[office.gear].reserved == 7
    assert due(office, order_id) == 1200
    with pytest.raises(UserError, match="not possible"):
        order_ending.resolve(office["sales"], order_id, "resume", "客户恢复")


def test_an_exception_closed_is_worth_what_was_delivered(office: Office) -> None:
    order_id = confirmed(office)
    ship(office, order_id, "3")
    order_ending.cancel(office["sales"], order_id, "项目取消", "customer")
    order_ending.resolve(office["sales"], order_id, "close", "客户收下三台")
    shown = orders.load(office["sales"], order_id)
    assert (shown.state, shown.totals.total.gross, shown.figure["ordered"]) == ("closed", 300, 300)
    assert due(office, order_id) == 300


def test_lines_are_cancelled_in_part_and_short_closed(office: Office) -> None:
    order_id = confirmed(office, discount="120")
    gear, belt = line_of(office, order_id), line_of(office, order_id, 1)
    ship(office, order_id, "6")
    with pytest.raises(UserError, match="Enter no more") as caught:
        order_ending.cancel_lines(office["sales"], order_id, {gear: D(5)}, "不要了", "customer")
    assert caught.value.field == "lines.0.quantity"
    order_ending.cancel_lines(office["sales"], order_id, {belt: D(4)}, "停产", "ours")
    shown = orders.load(office["sales"], order_id)
    assert (shown.totals.total.gross, due(office, order_id)) == (900, 900)
    assert stock.standing(office["gm"], [office.belt])[office.belt].reserved == 0
    order_ending.cancel_lines(office["sales"], order_id, {gear: D(4)}, "短交", "customer", short_close=True)
    shown = orders.load(office["sales"], order_id)
    assert (shown.state, shown.totals.total.gross, shown.version) == ("shipped", 540, 2)
    assert [one.kind for one in order_changes.of_order(office["sales"], order_id)] == ["short_close", "cancel"]
    newest = order_changes.of_order(office["sales"], order_id)[0]
    assert [str(newest.changes[0].before), str(newest.changes[0].after)] == ["10 台", "6 台"]


def test_cancelling_all_that_is_left_is_cancelling_the_order(office: Office) -> None:
    order_id = confirmed(office)
    all_of_it = {line_of(office, order_id): D(10), line_of(office, order_id, 1): D(4)}
    with pytest.raises(UserError, match="Cancel the whole order"):
        order_ending.cancel_lines(office["sales"], order_id, all_of_it, "不要了", "customer")
    with pytest.raises(UserError, match="Enter what"):
        order_ending.cancel_lines(office["sales"], order_id, {}, "不要了", "customer")
    with pytest.raises(UserError, match="another order"):
        order_ending.cancel_lines(office["sales"], order_id, {order_id: D(1)}, "不要了", "customer")


def test_what_was_invoiced_beyond_is_to_be_credited(office: Office) -> None:
    order_id = confirmed(office)
    receivables.note_invoice(office["finance"], receivables.Invoice("88", TODAY, {order_id: D(1200)}))
    ended = order_ending.cancel_lines(
        office["sales"], order_id, {line_of(office, order_id): D(2)}, "不要了", "customer"
    )
    assert [str(one) for one in ended.advice] == ["¥200.00 have been invoiced for it. Credit them."]


def test_of_a_closed_order_only_what_left_is_owed(office: Office) -> None:
    order_id = confirmed(office)
    ship(office, order_id, "3")
    orders_saving.close(office["sales"], order_id, "客户不要余量")
    assert due(office, order_id) == 300
    orders_saving.reopen(office["sales"], order_id, "客户又要")
    assert due(office, order_id) == 1200


def test_an_exception_is_decided_not_closed_in_passing(office: Office) -> None:
    order_id = confirmed(office)
    ship(office, order_id, "3")
    order_ending.cancel(office["sales"], order_id, "项目取消", "customer")
    with pytest.raises(UserError, match="Decide first"):
        orders_saving.close(office["sales"], order_id, "算了")
