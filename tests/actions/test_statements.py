"""A customer's month: what each delivery is charged at, what is open and for how long, to the cent."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import deliveries, orders, orders_saving, receivables, refunds, statements
from orderdesk_gui.actions.receivables import Invoice, Receipt
from orderdesk_gui.actions.statements import Month
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.payment import PaymentTerms
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
PROMISED = dt.date(2026, 12, 15)


def ordered(office: Office, *lines: OrderLine, terms: PaymentTerms | None = None, **changes: object) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    usual = OrderLine(office.line("10", "113"), promised=PROMISED)
    made = replace(
        blank, date=dt.date(2026, 9, 1), lines=lines or (usual,), payment=terms or PaymentTerms("days", 30),
        customer_po="PO-77", **changes,
    )  # type: ignore[arg-type]  # fmt: skip
    order_id = orders_saving.save(office["sales"], made).id
    orders_saving.confirm(office["sales"], order_id, template="stock")
    return order_id


def ship(
    office: Office, order_id: uuid.UUID, day: dt.date, *quantities: str, kind: str = "out"
) -> deliveries.SavedDelivery:
    lines = [line for line in orders.load(office["gm"], order_id).order.lines if line.goods.kind == "goods"]
    sent = tuple(Sent(line.id, D(n)) for line, n in zip(lines, quantities, strict=False) if line.id and D(n))
    made = Delivery(order_id, day, sent, kind, gate_reason="客户特采")  # type: ignore[arg-type]
    return deliveries.note(office["gm"], made)


def pay(
    office: Office, day: dt.date, amount: str, order_id: uuid.UUID | None = None, **more: object
) -> receivables.Noted:
    pays = {order_id: D(amount)} if order_id else {}
    return receivables.note_receipt(office["finance"], Receipt(office.customer, day, D(amount), pays=pays, **more))  # type: ignore[arg-type]


def month(office: Office, day: dt.date = NOVEMBER) -> Month:
    return statements.compute(office["finance"], office.customer, day)


def test_deliveries_returns_and_receipts_of_the_month(office: Office) -> None:
    order_id = ordered(office)
    early = ship(office, order_id, dt.date(2026, 10, 5), "4")
    pay(office, dt.date(2026, 10, 20), "100", order_id, means="acceptance", reference="0091")
    sent = ship(office, order_id, dt.date(2026, 11, 3), "5")
    back = ship(office, order_id, dt.date(2026, 11, 9), "2", kind="return")
    money = pay(office, dt.date(2026, 11, 10), "300", order_id, kind="final")
    october, november = month(office, OCTOBER), month(office)
    assert (october.opening, october.charged, october.paid, october.closing) == (D(0), D(452), D(100), D(352))
    first = october.entries[0]
    assert (first.number, first.text_zh) == (early.number, "发货  PO-77  行星减速机 4 台")
    assert "承兑汇票  0091" in october.entries[1].text_zh
    assert november.opening == october.closing
    assert [(e.number, e.charged, e.paid, e.balance) for e in november.entries] == [
        (sent.number, D(565), None, D(917)),
        (back.number, D(-226), None, D(691)),
        (money.number, None, D(300), D(391)),
    ]
    assert november.entries[1].text_zh.startswith("退货") and november.entries[2].text_zh.startswith("尾款")
    assert november.closing == D(391) == november.opening + november.charged - november.paid


def test_what_was_taken_back_does_not_count(office: Office) -> None:
    order_id = ordered(office)
    wrong = ship(office, order_id, dt.date(2026, 11, 3), "4")
    money = pay(office, dt.date(2026, 11, 4), "50", order_id)
    deliveries.void(office["gm"], wrong.id, "录错")
    receivables.void(office["finance"], "receipt", money.id, "录错")
    assert (month(office).entries, month(office).closing) == ((), D(0))


def test_the_discount_goes_with_the_goods_and_freight_with_the_first_delivery(office: Office) -> None:
    mould = replace(office.line("1", "200"), product_id=None, kind="mould", name_zh="模具", unit="副")
    order_id = ordered(
        office, OrderLine(office.line("10", "113"), promised=PROMISED), OrderLine(mould), discount_amount=D("133.10"),
        freight=D(50),
    )  # fmt: skip
    ship(office, order_id, dt.date(2026, 11, 3), "4")
    assert [entry.charged for entry in month(office).entries] == [D("398.76"), D(250)]
    assert month(office).entries[1].text_zh == "运费及其他  PO-77"
    ship(office, order_id, dt.date(2026, 11, 5), "6")
    assert month(office).closing == orders.load(office["gm"], order_id).totals.total.gross == D("1246.90")


def test_money_on_account_and_invoices(office: Office) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "10")
    receivables.note_invoice(office["finance"], Invoice("2401", dt.date(2026, 11, 6), {order_id: D(1000)}))
    pay(office, dt.date(2026, 11, 7), "1500")
    now = month(office)
    assert (now.closing, now.ageing) == (D(-370), None)
    number = orders.load(office["gm"], order_id).number
    assert [(one.number, one.orders, one.amount) for one in now.invoices] == [("2401", number, D(1000))]
    assert now.not_invoiced == D(130)


def test_how_long_it_has_been_due(office: Office) -> None:
    order_id = ordered(office, terms=PaymentTerms("days", 10))
    for day, quantity in ((dt.date(2026, 11, 15), "5"), (dt.date(2026, 10, 20), "3"), (dt.date(2026, 9, 2), "2")):
        ship(office, order_id, day, quantity)
    assert month(office).ageing == (D(565), D(339), D(0), D(226), D(0))
    assert month(office, OCTOBER).ageing == (D(0), D(339), D(226), D(0), D(0))
    pay(office, dt.date(2026, 11, 16), "300", order_id)
    assert month(office).ageing == (D(565), D(265), D(0), D(0), D(0))
    pay(office, dt.date(2026, 11, 17), "65")
    assert month(office).ageing == (D(565), D(200), D(0), D(0), D(0))


def test_a_deposit_asked_for_ahead_is_not_owed_here(office: Office) -> None:
    ordered(office, terms=PaymentTerms("prepaid"))
    assert (month(office).closing, month(office).ageing) == (D(0), None)


def test_credit_notes_and_refunds(office: Office) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "10")
    pay(office, dt.date(2026, 11, 5), "1130", order_id)
    for kind, amount in (("credit", "30"), ("refund", "25")):
        wanted = refunds.Refund(order_id, D(amount), "表面划伤", kind)  # type: ignore[arg-type]
        made = refunds.save(office["sales"], wanted)
        refunds.approve(office["director"], made.id)
        assert month(office).closing == (0 if kind == "credit" else -30)
        refunds.pay(office["finance"], made.id, dt.date(2026, 11, 20))
    assert [(e.charged, e.paid) for e in month(office).entries[2:]] == [(D(-30), None), (None, D(-25))]
    assert month(office).entries[2].text_zh == "贷项通知  PO-77  表面划伤"
    assert month(office).entries[3].text_zh.startswith("退款") and month(office).closing == D(-5)


def test_the_digest_tells_facts_not_words(office: Office) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "4")
    before = month(office).digest
    assert month(office).digest == before
    pay(office, dt.date(2026, 11, 4), "1", order_id)
    assert month(office).digest != before


def test_other_currencies_and_customers_stay_out(office: Office) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "4")
    assert statements.compute(office["finance"], office.customer, NOVEMBER, currency="USD").entries == ()
    assert statements.compute(office["finance"], office.theirs, NOVEMBER).entries == ()
    with pytest.raises(UserError, match="colleague"):
        statements.compute(office["sales"], office.theirs, NOVEMBER)


def test_a_month_that_has_not_begun(office: Office) -> None:
    with pytest.raises(UserError) as caught:
        month(office, dt.date(2026, 12, 1))
    assert caught.value.field == "month"
