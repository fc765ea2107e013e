"""On the page of orders: an exception is decided on, and finance releases what credit holds."""

import pytest

from orderdesk_gui.actions import credit, deliveries, order_ending, orders_saving
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.ui.pages.orders.delivery_dialog import DeliveryDialog
from orderdesk_gui.ui.pages.orders.reason_dialog import ReasonDialog
from orderdesk_gui.ui.widgets.form_fields import FieldNote
from tests.ui.pages.test_orders_page import TODAY, confirmed, dialog, loaded, order, saved, show


def excepted(office):
    order_id = confirmed(office)
    line = loaded(office, order_id).order.lines[0].id
    sent = (Sent(line, loaded(office, order_id).order.lines[0].goods.quantity / 4),)
    deliveries.note(office.desk(), Delivery(order_id, TODAY, sent, gate_reason="客户特采"))
    order_ending.cancel(office.desk(), order_id, "项目取消", "customer")
    return order_id


def keys(page) -> set[str]:
    return {deed.key for deed in page.deeds.others(page.opened.draft)}


def test_an_exception_goes_on(sit_down, office) -> None:
    order_id = excepted(office)
    seat = sit_down("orders")
    page = show(seat, order_id)
    assert {"resume", "cancel_exception", "close_exception"} <= keys(page) and "close" not in keys(page)
    page.main_action()
    why = dialog(seat, ReasonDialog)
    why.ui.confirm.click()
    seat.settle()
    assert loaded(office, order_id).status == "exception"
    why.ui.reason.setText("客户恢复")
    why.ui.confirm.click()
    seat.until(lambda: page.opened.status == "confirmed")
    assert "resume" not in keys(page)


def test_an_exception_with_goods_out_is_closed_not_cancelled(sit_down, office) -> None:
    order_id = excepted(office)
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.deeds.settling.cancel()
    why = dialog(seat, ReasonDialog)
    why.ui.reason.setText("不要了")
    why.ui.confirm.click()
    seat.settle()
    assert why.errors.marked() == ["reason"]
    why.reject()
    page.deeds.settling.close()
    why = dialog(seat, ReasonDialog)
    why.ui.reason.setText("客户收下")
    why.ui.confirm.click()
    seat.until(lambda: page.opened.status == "closed")


def test_finance_releases_what_credit_holds(sit_down, office) -> None:
    with office.desk("wang").writing("test.limit") as writing:
        rows.change(writing.connection, Customer, office.customers[1], {"credit_limit": 100})
    order_id = saved(office, order(office))
    with pytest.raises(UserError, match="Credit holds"):
        orders_saving.confirm(office.desk(), order_id)
    seat = sit_down("orders", "chen")
    page = show(seat, order_id)
    assert "release" in keys(page)
    page.deeds.settling.release()
    why = dialog(seat, ReasonDialog)
    why.ui.reason.setText("担保")
    why.ui.confirm.click()
    seat.until(lambda: not page.opened.held)
    assert credit.holds(office.desk("chen")) == []
    orders_saving.confirm(office.desk(), order_id)


def test_goods_that_are_not_paid_for_yet_are_pointed_out(sit_down, office) -> None:
    order_id = confirmed(office, order(office, payment=PaymentTerms("prepaid")))
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.deeds.facts.deliver()
    note = dialog(seat, DeliveryDialog)
    said = [one.text() for one in note.findChildren(FieldNote)]
    assert said == ["¥9,234.00 is to be paid before the goods leave and has not come in."]
    note.reject()
