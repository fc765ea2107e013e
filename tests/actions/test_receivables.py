"""Payments fall due as the terms say, in step with what happens; money is noted once and pays no more than is owed."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import deliveries, journal, orders, orders_saving, receivables
from orderdesk_gui.actions.receivables import Invoice, Receipt
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.store import rows
from orderdesk_gui.store.receivables import PaymentDue
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
PROMISED = dt.date(2026, 12, 15)
THIRTY_SEVENTY = PaymentTerms("split", shares=(Share(D("0.3"), "signing", 7, True), Share(D("0.7"), "delivery", 30)))


def confirmed(office: Office, terms: PaymentTerms = THIRTY_SEVENTY) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    line = OrderLine(office.line("10", "113"), promised=PROMISED)
    order_id = orders_saving.save(office["sales"], replace(blank, lines=(line,), payment=terms)).id
    orders_saving.confirm(office["sales"], order_id, template="stock")
    return order_id


def dues(office: Office, order_id: uuid.UUID) -> list[tuple[D, dt.date | None]]:
    with office["gm"].reading() as connection:
        found = rows.children(connection, PaymentDue, "order_id", order_id)
    return [(row["amount"], row["due"]) for row in found]


def ship(office: Office, order_id: uuid.UUID, quantity: str) -> uuid.UUID:
    line = orders.load(office["sales"], order_id).order.lines[0].id
    assert line is not None
    return deliveries.note(
        office["sales"], Delivery(order_id, TODAY, (Sent(line, D(quantity)),), gate_reason="客户特采")
    ).id


def received(
    office: Office, order_id: uuid.UUID, amount: str, pays: str | None = None, **changes: object
) -> receivables.Noted:
    receipt = Receipt(office.customer, TODAY, D(amount), pays={order_id: D(pays or amount)}, **changes)  # type: ignore[arg-type]
    return receivables.note_receipt(office["finance"], receipt)


def figure(office: Office, order_id: uuid.UUID, name: str) -> object:
    return orders.load(office["gm"], order_id).figure[name]


def test_the_schedule_follows_what_happens(office: Office) -> None:
    order_id = confirmed(office)
    assert dues(office, order_id) == [(D(339), dt.date(2026, 11, 28)), (D(791), dt.date(2027, 1, 14))]
    ship(office, order_id, "10")
    assert dues(office, order_id) == [(D(339), dt.date(2026, 11, 28)), (D(791), dt.date(2026, 12, 21))]


def test_monthly_terms_fall_due_by_what_left(office: Office) -> None:
    order_id = confirmed(office, PaymentTerms("monthly", 30))
    assert dues(office, order_id) == [(D(1130), dt.date(2027, 1, 30))]
    sent = ship(office, order_id, "4")
    assert dues(office, order_id) == [(D(452), dt.date(2026, 12, 30)), (D(678), dt.date(2027, 1, 30))]
    deliveries.void(office["sales"], sent, "录错")
    assert dues(office, order_id) == [(D(1130), dt.date(2027, 1, 30))]


def test_receipts_pay_orders_and_no_more_than_is_owed(office: Office) -> None:
    order_id = confirmed(office)
    came = received(office, order_id, "400", "339", kind="deposit", reference="电汇 0091")
    assert figure(office, order_id, "received") == 339
    with pytest.raises(UserError, match="More is allocated"):
        receivables.allocate(office["finance"], came.id, {order_id: D(62)})
    receivables.allocate(office["finance"], came.id, {order_id: D(61)})
    assert figure(office, order_id, "received") == 400
    with pytest.raises(UserError, match=r"only ¥730\.00 are still"):
        received(office, order_id, "800")
    receivables.allocate(office["finance"], came.id, {order_id: D(-400)})
    assert figure(office, order_id, "received") == 0
    with pytest.raises(UserError, match="No more can be taken back"):
        receivables.allocate(office["finance"], came.id, {order_id: D(-1)})


def test_the_same_receipt_again_is_doubted(office: Office) -> None:
    order_id = confirmed(office)
    first = received(office, order_id, "100", reference="0091")
    assert first.warnings == ()
    assert received(office, order_id, "100", reference="0091").warnings == (first.number,)


def test_money_for_another_customer(office: Office) -> None:
    order_id = confirmed(office)
    receipt = Receipt(office.theirs, TODAY, D(10), pays={order_id: D(10)})
    with pytest.raises(UserError, match="another customer"):
        receivables.note_receipt(office["finance"], receipt)


def test_invoices_once_and_not_above_the_order(office: Office) -> None:
    order_id = confirmed(office)
    receivables.note_invoice(office["finance"], Invoice("2401", TODAY, {order_id: D(1000)}, net=D("884.96")))
    assert figure(office, order_id, "invoiced") == 1000
    with pytest.raises(UserError, match="noted already"):
        receivables.note_invoice(office["finance"], Invoice("2401", TODAY, {order_id: D(1)}))
    with pytest.raises(UserError, match="are invoiced"):
        receivables.note_invoice(office["finance"], Invoice("2402", TODAY, {order_id: D("130.01")}))
    receivables.note_invoice(office["finance"], Invoice("2403", TODAY, {order_id: D(-200)}, kind="red"))
    assert figure(office, order_id, "invoiced") == 800


def test_what_was_noted_wrongly_is_taken_back_and_not_undone(office: Office) -> None:
    order_id = confirmed(office)
    came = received(office, order_id, "100")
    assert came.changes.tx is not None
    with pytest.raises(UserError, match="correction"):
        journal.undo(office["finance"], came.changes.tx)
    receivables.void(office["finance"], "receipt", came.id, "客户打错")
    assert figure(office, order_id, "received") == 0
    invoice = receivables.note_invoice(office["finance"], Invoice("2401", TODAY, {order_id: D(100)}))
    receivables.void(office["finance"], "invoice", invoice.id, "作废")
    assert figure(office, order_id, "invoiced") == 0
    receivables.note_invoice(office["finance"], Invoice("2401", TODAY, {order_id: D(100)}))


@pytest.mark.parametrize("amount", ["0", "-5", "NaN", "1.005", "1e15"])
def test_what_is_no_amount(office: Office, amount: str) -> None:
    with pytest.raises(UserError) as caught:
        receivables.note_receipt(office["finance"], Receipt(office.customer, TODAY, D(amount)))
    assert caught.value.field == "amount"


def test_what_has_not_come_yet(office: Office) -> None:
    with pytest.raises(UserError, match="today or an earlier"):
        receivables.note_receipt(office["finance"], Receipt(office.customer, dt.date(2026, 11, 22), D(1)))


def test_who_may_not_note_money(office: Office) -> None:
    with pytest.raises(UserError, match="invoices and receipts"):
        receivables.note_receipt(office["sales"], Receipt(office.customer, TODAY, D(1)))
