"""Money goes back once somebody else agrees, never more than came in; a credit note never beyond what was delivered."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import credit, deliveries, orders, orders_saving, receivables, refunds
from orderdesk_gui.actions.refunds import Refund
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)


def paid(office: Office, amount: str) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    line = OrderLine(office.line("10", "100"), promised=dt.date(2026, 12, 15))
    order_id = orders_saving.save(office["sales"], replace(blank, lines=(line,))).id
    orders_saving.confirm(office["sales"], order_id, template="stock")
    receipt = receivables.Receipt(office.customer, TODAY, D(amount), pays={order_id: D(amount)})
    receivables.note_receipt(office["finance"], receipt)
    return order_id


def received(office: Office, order_id: uuid.UUID) -> object:
    return orders.load(office["gm"], order_id).figure["received"]


def test_a_refund_is_noted_approved_and_paid(office: Office) -> None:
    order_id = paid(office, "500")
    made = refunds.save(office["sales"], Refund(order_id, D(300), "项目取消"))
    assert made.number.startswith("RF-2026-") and refunds.at_most(office["sales"], order_id, "refund") == 200
    with pytest.raises(UserError, match="not possible"):
        refunds.pay(office["finance"], made.id, TODAY)
    with pytest.raises(UserError, match="may not"):
        refunds.approve(office["sales"], made.id)
    refunds.approve(office["gm"], made.id)
    assert received(office, order_id) == 500
    refunds.pay(office["finance"], made.id, TODAY, reference="TT-1")
    assert received(office, order_id) == 200
    assert credit.of_customer(office["gm"], office.customer).exposure.prepayments == 200
    assert [(one.status, one.paid_on) for one in refunds.of_order(office["sales"], order_id)] == [("paid", TODAY)]
    with pytest.raises(UserError, match="not possible"):
        refunds.pay(office["finance"], made.id, TODAY)


def test_no_more_goes_back_than_came_in(office: Office) -> None:
    order_id = paid(office, "500")
    with pytest.raises(UserError, match=r"At most ¥500\.00") as caught:
        refunds.save(office["sales"], Refund(order_id, D("500.01"), "项目取消"))
    assert caught.value.field == "amount"
    first = refunds.save(office["sales"], Refund(order_id, D(500), "项目取消"))
    with pytest.raises(UserError, match=r"At most ¥0\.00"):
        refunds.save(office["sales"], Refund(order_id, D(1), "项目取消"))
    refunds.withdraw(office["sales"], first.id)
    refunds.save(office["sales"], Refund(order_id, D(1), "项目取消"))


def test_the_owner_of_the_order_does_not_approve(office: Office) -> None:
    blank = orders_saving.blank(office["gm"], office.customer)
    line = OrderLine(office.line("10", "100"), promised=dt.date(2026, 12, 15))
    order_id = orders_saving.save(office["gm"], replace(blank, lines=(line,))).id
    orders_saving.confirm(office["gm"], order_id, template="stock")
    receipt = receivables.Receipt(office.customer, TODAY, D(100), pays={order_id: D(100)})
    receivables.note_receipt(office["finance"], receipt)
    made = refunds.save(office["gm"], Refund(order_id, D(100), "多付"))
    with pytest.raises(UserError, match="Somebody else"):
        refunds.approve(office["gm"], made.id)
    refunds.approve(office["finance"], made.id)


def test_a_credit_note_keeps_to_what_was_delivered(office: Office) -> None:
    order_id = paid(office, "500")
    with pytest.raises(UserError, match=r"At most ¥0\.00 can be credited"):
        refunds.save(office["sales"], Refund(order_id, D(1), "划伤", kind="credit"))
    line = orders.load(office["sales"], order_id).order.lines[0].id
    assert line is not None
    deliveries.note(office["sales"], Delivery(order_id, TODAY, (Sent(line, D(4)),), gate_reason="客户特采"))
    made = refunds.save(office["sales"], Refund(order_id, D(50), "划伤", kind="credit", cause="ours"))
    refunds.approve(office["gm"], made.id)
    refunds.pay(office["finance"], made.id, TODAY)
    assert received(office, order_id) == 500
    assert refunds.at_most(office["sales"], order_id, "credit") == 350
    assert credit.of_customer(office["gm"], office.customer).exposure.shipped_not_invoiced == 350
