"""On the page of orders: what looks wrong is answered for before an order is confirmed."""

from dataclasses import replace

from orderdesk_gui.actions import order_alarms
from orderdesk_gui.ui.dialogs.order_alarms import OrderAlarmsDialog
from tests.ui.pages.test_orders_page import confirmed, dialog, loaded, order, saved, show


def test_a_price_far_from_the_last_one_is_answered_for(sit_down, office) -> None:
    confirmed(office)
    order_id = saved(office, order(office, price="390"))
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.deeds.confirm()
    seat.until(lambda: bool(page.findChildren(OrderAlarmsDialog)))
    asked = dialog(seat, OrderAlarmsDialog)
    asked.ui.confirm.click()
    seat.settle()
    assert asked.errors.marked() == ["reason"] and loaded(office, order_id).status == "draft"
    asked.ui.reason.setText("样机价")
    asked.ui.confirm.click()
    seat.until(lambda: page.opened.status == "confirmed")
    found = order_alarms.of_draft(office.desk(), loaded(office, order_id).order, order_id)
    assert [(one.key, one.reason) for one in found] == [("price", "样机价")]


def test_what_is_missing_is_said_on_the_page(sit_down, office) -> None:
    confirmed(office)
    made = order(office, price="390")
    made = replace(made, lines=tuple(replace(line, promised=None) for line in made.lines))
    order_id = saved(office, made)
    seat = sit_down("orders")
    page = show(seat, order_id)
    page.deeds.confirm()
    seat.until(lambda: bool(page.findChildren(OrderAlarmsDialog)))
    asked = dialog(seat, OrderAlarmsDialog)
    asked.ui.reason.setText("样机价")
    asked.ui.confirm.click()
    seat.settle()
    assert page.findChildren(OrderAlarmsDialog) == [] and loaded(office, order_id).status == "draft"
