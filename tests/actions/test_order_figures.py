"""Orders stand where their facts say: shipped in part or whole, invoiced, received, overdue, late."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest
from sqlalchemy import text

from orderdesk_gui.actions import order_figures, orders, orders_saving
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.store import rows
from orderdesk_gui.store.deliveries import Delivery, DeliveryEvent, DeliveryLine, FactVoiding
from orderdesk_gui.store.plans import EarlyWarning
from orderdesk_gui.store.receivables import Allocation, Invoice, InvoiceShare, PaymentDue, Receipt
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)


class Case:
    """A confirmed order of ten gears at 113.00 with tax, promised for the middle of December."""

    def __init__(self, office: Office) -> None:
        self.desk = office["sales"]
        blank = orders_saving.blank(self.desk, office.customer)
        line = OrderLine(office.line("10", "113"), promised=dt.date(2026, 12, 15))
        self.id = orders_saving.save(self.desk, replace(blank, lines=(line,))).id
        orders_saving.confirm(self.desk, self.id, template="stock")
        shown = orders.load(self.desk, self.id)
        self.line, self.customer, self.company = shown.order.lines[0].id, office.customer, shown.order.company_id

    def note(self, model: type[Any], **values: object) -> uuid.UUID:
        """Write one fact as its action would, and work the figures out."""
        row_id = self.desk.new_id()
        with self.desk.writing("test") as writing:
            rows.add(writing.connection, model, [{"id": row_id, "scope": self.customer, **values}])
            order_figures.refresh(writing.connection, [self.id], TODAY)
        return row_id

    def ship(self, quantity: str, kind: str = "out") -> uuid.UUID:
        """A delivery or a return of so many."""
        sent = self.note(
            Delivery, number="DN", kind=kind, company_id=self.company, customer_id=self.customer, date=TODAY,
            at=self.desk.clock(), user_id=self.desk.user_id,
        )  # fmt: skip
        self.note(
            DeliveryLine, delivery_id=sent, position=0, order_id=self.id, order_line_id=self.line, quantity=D(quantity)
        )
        return sent

    def void(self, table: str, fact: uuid.UUID) -> None:
        """Take a fact back."""
        self.note(
            FactVoiding, fact_table=table, fact_id=fact, reason="x", at=self.desk.clock(), user_id=self.desk.user_id
        )

    @property
    def figure(self) -> Any:
        """The order's figures now."""
        return orders.load(self.desk, self.id).figure


@pytest.fixture
def case(office: Office) -> Case:
    return Case(office)


def test_confirmed_shipped_in_part_and_whole(case: Case) -> None:
    assert (case.figure["state"], case.figure["shipped"], case.figure["open"]) == ("confirmed", 0, True)
    case.ship("4")
    assert (case.figure["state"], case.figure["shipped"]) == ("part_shipped", D("452.00"))
    last = case.ship("6")
    assert (case.figure["state"], case.figure["shipped"], case.figure["open"]) == ("shipped", D("1130.00"), False)
    case.ship("1", "return")
    assert (case.figure["state"], case.figure["shipped"]) == ("part_shipped", D("1017.00"))
    case.void("delivery", last)
    assert case.figure["shipped"] == D("339.00")


def test_signed_for_is_delivered(case: Case) -> None:
    first, second = case.ship("4"), case.ship("6")
    for sent, state in ((first, "shipped"), (second, "delivered")):
        case.note(
            DeliveryEvent, delivery_id=sent, kind="signed", date=TODAY, at=case.desk.clock(), user_id=case.desk.user_id
        )
        assert case.figure["state"] == state


def test_cancelled_goods_are_not_waited_for(case: Case) -> None:
    case.ship("4")
    with case.desk.writing("test") as writing:
        writing.connection.execute(text("UPDATE sales_order_line SET cancelled = 6000000"))
        order_figures.refresh(writing.connection, [case.id], TODAY)
    assert case.figure["state"] == "shipped"


def test_money(case: Case) -> None:
    case.note(
        PaymentDue, order_id=case.id, position=0, trigger="signing", share=D("0.3"), amount=D(339), deposit=True,
        fixed=False, due=dt.date(2026, 11, 20),
    )  # fmt: skip
    case.note(
        PaymentDue, order_id=case.id, position=1, trigger="delivery", share=D("0.7"), amount=D(791), deposit=False,
        fixed=False, due=dt.date(2026, 12, 20),
    )  # fmt: skip
    assert case.figure["overdue"] == D(339)
    money = {"company_id": case.company, "customer_id": case.customer, "date": TODAY, "currency": "CNY",
             "noted_at": case.desk.clock(), "noted_by": case.desk.user_id}  # fmt: skip
    came = case.note(Receipt, number="RC", amount=D(500), kind="deposit", means="transfer", **money)
    case.note(
        Allocation, receipt_id=came, order_id=case.id, amount=D(300), at=case.desk.clock(), user_id=case.desk.user_id
    )
    assert (case.figure["received"], case.figure["overdue"]) == (D(300), D(39))
    invoice = case.note(Invoice, number="24", net=D(1000), tax=D(130), gross=D(1130), **money)
    case.note(InvoiceShare, invoice_id=invoice, order_id=case.id, amount=D(1130))
    assert case.figure["invoiced"] == D(1130)
    case.void("receipt", came)
    case.void("invoice", invoice)
    assert (case.figure["received"], case.figure["invoiced"], case.figure["overdue"]) == (0, 0, D(339))


@pytest.mark.parametrize(("on", "level"), [(dt.date(2026, 12, 15), "green"), (dt.date(2026, 12, 16), "red")])
def test_late_once_the_promise_is_past(case: Case, on: dt.date, level: str) -> None:
    with case.desk.writing("test") as writing:
        order_figures.refresh(writing.connection, [case.id], on)
    assert case.figure["level"] == level


def test_the_worst_warning_colours_an_order(case: Case) -> None:
    warning: Callable[[str], uuid.UUID] = lambda level: case.note(  # noqa: E731
        EarlyWarning, order_id=case.id, kind="slack", level=level, content={}, since=case.desk.clock()
    )
    warning("yellow")
    assert case.figure["level"] == "yellow"
    warning("red")
    assert case.figure["level"] == "red"


def test_everything_can_be_worked_out_anew(case: Case) -> None:
    case.ship("4")
    before = case.figure
    with case.desk.store.plain_writing() as connection:
        connection.execute(text("DELETE FROM order_figure"))
        order_figures.refresh_all(connection, TODAY)
    assert case.figure == before
