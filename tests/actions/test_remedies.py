"""A remedy never gives more than what has left, money goes back only with approval, a replacement gets its order."""

import datetime as dt
import uuid
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import complaints, deliveries, orders, remedies
from orderdesk_gui.actions.complaints import Complaint
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from tests.actions.complained_office import complained
from tests.actions.selling_office import Office, office

__all__ = ["office"]


def of(office: Office, complaint_id: uuid.UUID) -> tuple[remedies.RemedyRow, ...]:
    with office["sales"].reading() as connection:
        return remedies.of_complaint(connection, complaint_id)


def test_no_more_than_what_left_counting_what_was_promised_before(office: Office) -> None:
    made, desk = complained(office), office["sales"]
    with pytest.raises(UserError, match="Of this line 8") as caught:
        remedies.propose(desk, made, "replacement", quantity=D(9))
    assert caught.value.field == "quantity"
    remedies.propose(desk, made, "replacement", quantity=D(3))
    remedies.propose(desk, made, "return", quantity=D(4))
    with pytest.raises(UserError, match="Of this line 1 "):
        remedies.propose(desk, made, "return", quantity=D(2))
    remedies.withdraw(desk, of(office, made)[1].id)
    remedies.propose(desk, made, "return", quantity=D(5))


def test_a_return_that_came_back_counts_once(office: Office) -> None:
    made, desk = complained(office), office["sales"]
    remedies.propose(desk, made, "return", quantity=D(3))
    row = complaints.load(desk, made).complaint
    assert row.order_id and row.order_line_id
    back = Delivery(row.order_id, dt.date(2026, 11, 21), (Sent(row.order_line_id, D(3)),), kind="return",
                    complaint_id=made)  # fmt: skip
    deliveries.note(desk, back)
    with desk.reading() as connection:
        assert remedies.line_facts(connection, row.order_line_id).returned == D(3)


def test_money_goes_back_only_with_approval(office: Office) -> None:
    made, desk = complained(office), office["sales"]
    with pytest.raises(UserError, match="is worth 904"):
        remedies.propose(desk, made, "credit", amount=D("904.01"))
    remedies.propose(desk, made, "credit", amount=D("300"))
    (credit,) = of(office, made)
    assert (credit.status, credit.currency) == ("proposed", "CNY")
    with pytest.raises(UserError, match="approve"):
        remedies.approve(desk, credit.id)
    with pytest.raises(UserError, match="approved first"):
        remedies.carry_out(desk, credit.id)
    remedies.approve(office["sales_manager"], credit.id)
    remedies.carry_out(desk, credit.id)
    assert of(office, made)[0].status == "done"
    kinds = [(event.kind, event.text, event.content) for event in complaints.load(desk, made).events]
    assert kinds[0] == ("remedy_propose", "300 CNY", {"remedy": "credit"}) and len(kinds) == 3


def test_a_replacement_gets_an_order_that_costs_nothing(office: Office) -> None:
    made, desk = complained(office), office["sales"]
    remedies.propose(desk, made, "replacement", quantity=D(3))
    remedies.carry_out(desk, of(office, made)[0].id)
    (done,) = of(office, made)
    assert done.status == "done" and done.new_order_id is not None and done.new_order.startswith("SO-")
    order = orders.load(desk, done.new_order_id).order
    assert (order.kind, order.lines[0].goods.quantity, order.lines[0].goods.unit_price) == ("replacement", D(3), D(0))


def test_a_closed_complaint_gets_no_remedy(office: Office) -> None:
    made, desk = complained(office), office["sales"]
    complaints.step(desk, made, "reject", "正常磨损")
    complaints.step(desk, made, "close")
    with pytest.raises(UserError, match="Reopen it first"):
        remedies.propose(desk, made, "replacement", quantity=D(1))


def test_without_a_line_only_compensation(office: Office) -> None:
    desk = office["sales"]
    made = complaints.note(desk, Complaint(office.customer, "服务态度差", "service")).id
    with pytest.raises(UserError, match="which line") as caught:
        remedies.propose(desk, made, "replacement", quantity=D(1))
    assert caught.value.field == "order_line_id"
    remedies.propose(desk, made, "compensation", amount=D(200))
    assert of(office, made)[0].status == "proposed"
