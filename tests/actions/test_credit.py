"""Credit: exposure follows the facts, a hold stops confirmation and delivery until finance releases it."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import credit, deliveries, orders, orders_saving, receivables, settings
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Customer
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
MONTHLY = PaymentTerms("monthly", 30)


def judge(office: Office, limit: str, grade: str = "B") -> None:
    """Give the clerk's customer a credit limit, past the page that finance uses."""
    with office["gm"].writing("test.limit") as writing:
        rows.change(writing.connection, Customer, office.customer, {"credit_limit": D(limit), "credit_grade": grade})


def draft(office: Office, quantity: str = "10", terms: PaymentTerms = MONTHLY) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    line = OrderLine(office.line(quantity, "100"), promised=dt.date(2026, 12, 15))
    return orders_saving.save(office["sales"], replace(blank, lines=(line,), payment=terms)).id


def ship(office: Office, order_id: uuid.UUID, quantity: str) -> None:
    line = orders.load(office["sales"], order_id).order.lines[0].id
    assert line is not None
    deliveries.note(office["sales"], Delivery(order_id, TODAY, (Sent(line, D(quantity)),), gate_reason="客户特采"))


def test_exposure_follows_order_shipment_invoice_and_money(office: Office) -> None:
    judge(office, "5000")
    order_id = draft(office)
    orders_saving.confirm(office["sales"], order_id)

    def parts() -> tuple[D, D, D, D]:
        found = credit.of_customer(office["sales"], office.customer).exposure
        return found.open_orders, found.shipped_not_invoiced, found.receivables, found.prepayments

    assert parts() == (1000, 0, 0, 0)
    ship(office, order_id, "4")
    assert parts() == (600, 400, 0, 0)
    receivables.note_invoice(office["finance"], receivables.Invoice("88", TODAY, {order_id: D(300)}))
    assert parts() == (600, 100, 300, 0)
    receipt = receivables.Receipt(office.customer, TODAY, D(350), pays={order_id: D(200)})
    receivables.note_receipt(office["finance"], receipt)
    assert parts() == (600, 100, 100, 150)
    assert credit.of_customer(office["sales"], office.customer).exposure.total == 650


def test_beyond_the_limit_confirmation_waits_for_finance(office: Office) -> None:
    judge(office, "1500")
    orders_saving.confirm(office["sales"], draft(office))
    order_id = draft(office)
    with pytest.raises(UserError, match="Credit holds") as caught:
        orders_saving.confirm(office["sales"], order_id)
    assert caught.value.field == "credit"
    assert [row.order_id for row in credit.holds(office["finance"])] == [order_id]
    with pytest.raises(UserError, match="may not"):
        credit.release(office["sales"], order_id, "老客户")
    with pytest.raises(UserError, match="Say why"):
        credit.release(office["finance"], order_id, " ")
    credit.release(office["finance"], order_id, "母公司担保")
    orders_saving.confirm(office["sales"], order_id)
    assert orders.load(office["sales"], order_id).status == "confirmed"
    released = credit.holds(office["finance"], order_id=order_id, held_only=False)
    assert [(row.status, row.released_by, row.release_reason) for row in released] == [
        ("released", "孙会计", "母公司担保")
    ]


def test_another_quantity_after_the_release_holds_it_again(office: Office) -> None:
    judge(office, "500")
    order_id = draft(office)
    with pytest.raises(UserError, match="Credit holds"):
        orders_saving.confirm(office["sales"], order_id)
    credit.release(office["finance"], order_id, "母公司担保")
    shown = orders.load(office["sales"], order_id)
    line = replace(shown.order.lines[0], goods=office.line("11", "100"))
    orders_saving.save(office["sales"], replace(shown.order, lines=(line,)), order_id)
    with pytest.raises(UserError, match="Credit holds"):
        orders_saving.confirm(office["sales"], order_id)


def test_a_hold_whose_cause_has_gone_is_lifted(office: Office) -> None:
    judge(office, "500")
    order_id = draft(office)
    with pytest.raises(UserError, match="Credit holds"):
        orders_saving.confirm(office["sales"], order_id)
    judge(office, "5000")
    orders_saving.confirm(office["sales"], order_id)
    assert credit.holds(office["finance"]) == []


def test_delivery_waits_while_far_beyond_the_limit_or_long_overdue(office: Office) -> None:
    judge(office, "5000")
    order_id = draft(office)
    orders_saving.confirm(office["sales"], order_id)
    judge(office, "500")
    with pytest.raises(UserError, match="Credit holds"):
        ship(office, order_id, "4")
    assert orders.load(office["sales"], order_id).sent == {}
    credit.release(office["finance"], order_id, "已收承兑")
    ship(office, order_id, "4")
    assert orders.load(office["sales"], order_id).state == "part_shipped"


def test_what_is_paid_before_it_leaves_is_no_risk_but_warns(office: Office) -> None:
    judge(office, "0", "D")
    order_id = draft(office, terms=PaymentTerms("prepaid"))
    orders_saving.confirm(office["sales"], order_id)
    shown = orders.load(office["sales"], order_id)
    assert [str(one) for one in credit.before_shipment(shown)] == [
        "¥1,000.00 is to be paid before the goods leave and has not come in."
    ]
    receivables.note_receipt(
        office["finance"], receivables.Receipt(office.customer, TODAY, D(1000), pays={order_id: D(1000)})
    )
    assert credit.before_shipment(orders.load(office["sales"], order_id)) == ()
    with pytest.raises(UserError, match="Credit holds"):
        orders_saving.confirm(office["sales"], draft(office))


def test_a_customer_whom_nobody_judged_is_warned_of_only(office: Office) -> None:
    order_id = draft(office, "9000")
    settings.put(office["admin"], "order_review_from", "99999999")
    orders_saving.confirm(office["sales"], order_id)
    found = credit.of_customer(office["sales"], office.customer)
    assert (found.limit, found.check.stage) == (None, "warn")
    assert "¥900,000.00" in str(found.check.reasons[0])


def test_the_policy_is_a_setting(office: Office) -> None:
    settings.put(office["admin"], "credit_policy", {"document_cap": "900"})
    with pytest.raises(UserError, match="may not exceed 900"):
        orders_saving.confirm(office["sales"], draft(office))
