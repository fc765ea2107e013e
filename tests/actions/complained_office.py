"""An order of ten gears of which eight have left, and a complaint about it, for the tests of complaints."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

from orderdesk_gui.actions import complaints, deliveries, orders, orders_saving
from orderdesk_gui.actions.complaints import Complaint
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.orders import OrderLine
from tests.actions.selling_office import Office

SHIPPED = D(8)


def delivered(office: Office) -> tuple[uuid.UUID, uuid.UUID]:
    """The order and its only line."""
    desk = office["sales"]
    blank = orders_saving.blank(desk, office.customer)
    line = OrderLine(office.line("10", "113"), promised=dt.date(2026, 12, 15))
    order_id = orders_saving.save(desk, replace(blank, lines=(line,), customer_po="PO-4711")).id
    orders_saving.confirm(desk, order_id, template="stock")
    line_id = orders.load(desk, order_id).order.lines[0].id
    assert line_id is not None
    sent = Delivery(order_id, dt.date(2026, 11, 20), (Sent(line_id, SHIPPED, lot="B2611-07"),), gate_reason="试发")
    deliveries.note(desk, sent)
    return order_id, line_id


def complained(office: Office) -> uuid.UUID:
    """A complaint about three of them."""
    order_id, line_id = delivered(office)
    made = Complaint(office.customer, "结合面渗油", "quality", "serious", order_id, line_id, quantity=D(3))
    return complaints.note(office["sales"], made).id
