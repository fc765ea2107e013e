"""A confirmed order changes by numbered notices: previewed, agreed to where material, then in force."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import (
    credit,
    deliveries,
    order_change_papers,
    order_changes,
    orders,
    orders_saving,
    plans,
    quotes_saving,
    receivables,
    settings,
    stock,
)
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.store import rows
from orderdesk_gui.store.contracts import Contract
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.receivables import PaymentDue
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
PROMISED, LATER = dt.date(2026, 12, 15), dt.date(2026, 12, 28)


def confirmed(office: Office) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    line = OrderLine(office.line("10", "100", list_price=D(100)), promised=PROMISED)
    belt = OrderLine(office.line("4", "50", product_id=office.belt, code="BELT-1", name_zh="同步带"), promised=PROMISED)
    made = replace(blank, lines=(line, belt), payment=PaymentTerms("monthly", 30), remarks="木箱")
    order_id = orders_saving.save(office["sales"], made).id
    orders_saving.confirm(office["sales"], order_id, template="stock")
    return order_id


def content(office: Office, order_id: uuid.UUID) -> Order:
    return orders.load(office["sales"], order_id).order


def with_first(order: Order, promised: dt.date = PROMISED, **goods: object) -> Order:
    first = order.lines[0]
    changed = replace(first, goods=replace(first.goods, **goods), promised=promised)  # type: ignore[arg-type]
    return replace(order, lines=(changed, *order.lines[1:]))


def noted(office: Office, order_id: uuid.UUID, new: Order, cause: str = "customer") -> uuid.UUID:
    return order_changes.save(office["sales"], order_id, new, cause=cause, reason="客户加量").id  # type: ignore[arg-type]


def test_a_preview_says_what_changes_and_what_it_touches(office: Office) -> None:
    order_id = confirmed(office)
    new = with_first(content(office, order_id), LATER, quantity=D(12), unit_price=D(90))
    found = order_changes.preview(office["gm"], order_id, new)
    assert [change.what for change in found.changes] == ["quantity", "price", "date"]
    assert (found.totals, found.promised) == ((D(1200), D(1280)), (PROMISED, LATER))
    assert found.material and found.approval is not None and found.approval.deciders == ("director", "finance")
    assert found.credit.exposure.this_order == 1280
    before, after = found.margins
    assert before is not None and after is not None and before > after
    assert order_changes.preview(office["sales"], order_id, new).margins == (None, None)
    assert orders.load(office["gm"], order_id).order == content(office, order_id)


def test_a_preview_of_what_cannot_be_says_so(office: Office) -> None:
    order_id = confirmed(office)
    new = with_first(content(office, order_id), quantity=D(0))
    new = replace(new, lines=(*new.lines, OrderLine(office.line("1", "100"), promised=PROMISED)))
    found = order_changes.preview(office["gm"], order_id, new)
    assert [problem.field for problem in found.problems if problem.severity == "error"] == ["lines.0.quantity"]
    assert (found.approval, found.margins[1], found.totals) == (None, None, (1200, 1200))


def test_remarks_alone_ask_nobody(office: Office) -> None:
    order_id = confirmed(office)
    found = order_changes.preview(office["sales"], order_id, replace(content(office, order_id), remarks="纸箱"))
    assert not found.material and found.approval is None
    change = noted(office, order_id, replace(content(office, order_id), remarks="纸箱"))
    order_changes.put_in_force(office["sales"], change)
    assert content(office, order_id).remarks == "纸箱"


def test_a_contract_concerned_is_named(office: Office) -> None:
    quote_id = office.issued(office.line("10", delivery_date=PROMISED))
    quotes_saving.decide(office["sales"], quote_id, "win")
    order = orders_saving.from_quote(office["sales"], quote_id)
    order_id = orders_saving.save(office["sales"], order, origin={"quote_id": quote_id}).id
    orders_saving.confirm(office["sales"], order_id)
    new = with_first(content(office, order_id), quantity=D(12))
    assert order_changes.preview(office["sales"], order_id, new).contract == ""
    with office["gm"].writing("test.contract") as writing:
        head = {
            "id": office["gm"].new_id(), "number": "HT-1", "company_id": order.company_id, "quote_id": quote_id,
            "customer_id": office.customer, "owner_id": office["sales"].user_id, "status": "signed", "title": "合同",
            "date": TODAY, "currency": "CNY", "tax_mode": "inclusive", "net": D(0), "tax": D(0), "total": D(1000),
            "seller": {}, "buyer": {}, "terms": {},
        }  # fmt: skip
        rows.add(writing.connection, Contract, [head])
    assert order_changes.preview(office["sales"], order_id, new).contract == "HT-1"


def test_in_force_lines_totals_reservation_dues_and_paper_follow(office: Office) -> None:
    order_id = confirmed(office)
    new = with_first(content(office, order_id), quantity=D(12))
    new = replace(new, lines=(*new.lines, OrderLine(office.line("1", "100"), promised=PROMISED)))
    change = noted(office, order_id, new)
    order_changes.put_in_force(office["sales"], change)
    shown = orders.load(office["gm"], order_id)
    assert (shown.version, shown.totals.total.gross, shown.figure["ordered"]) == (1, 1500, 1500)
    assert [line.goods.quantity for line in shown.order.lines] == [12, 4, 1]
    assert stock.standing(office["gm"], [office.gear])[office.gear].reserved == 13
    with office["gm"].reading() as connection:
        assert sum(row["amount"] for row in rows.children(connection, PaymentDue, "order_id", order_id)) == 1500
    noticed = order_changes.load(office["sales"], change)
    assert (noticed.status, noticed.totals) == ("in_force", (1200, 1500)) and noticed.number.startswith("CN-2026-")
    name, paper = order_change_papers.paper(office["sales"], change)
    assert name.startswith("变更通知单") and paper.startswith(b"%PDF")
    with pytest.raises(UserError, match="another change"):
        order_changes.withdraw(office["sales"], change)


@pytest.mark.parametrize(("cause", "first"), [("customer", LATER), ("ours", PROMISED)])
def test_a_slip_of_ours_keeps_the_first_promise_and_the_plan(office: Office, cause: str, first: dt.date) -> None:
    order_id = confirmed(office)
    order = content(office, order_id)
    new = replace(order, lines=tuple(replace(line, promised=LATER) for line in order.lines))
    order_changes.put_in_force(office["sales"], noted(office, order_id, new, cause))
    shown = orders.load(office["sales"], order_id)
    assert (shown.figure["promised"], shown.first_promised) == (LATER, first)
    plan = plans.of_order(office["sales"], order_id)
    assert plan is not None and plan.promise == first


def test_others_agree_where_the_matrix_asks_them(office: Office) -> None:
    order_id = confirmed(office)
    change = noted(office, order_id, with_first(content(office, order_id), unit_price=D(95)))
    with pytest.raises(UserError, match="has to agree"):
        order_changes.put_in_force(office["sales"], change)
    order_changes.submit(office["sales"], change, "老客户")
    with pytest.raises(UserError, match="has to agree"):
        order_changes.put_in_force(office["sales"], change)
    with pytest.raises(UserError, match="may not"):
        order_changes.decide(office["sales"], change, "approved")
    order_changes.decide(office["sales_manager"], change, "returned", "再谈")
    assert order_changes.load(office["sales"], change).status == "draft"
    order_changes.submit(office["sales"], change)
    assert [one.id for one in order_changes.waiting_for_me(office["sales_manager"])] == [change]
    assert order_changes.waiting_for_me(office["sales"]) == []
    order_changes.decide(office["sales_manager"], change, "approved")
    assert order_changes.waiting_for_me(office["sales_manager"]) == []
    order_changes.put_in_force(office["sales"], change)
    assert content(office, order_id).lines[0].goods.unit_price == 95


def test_what_has_shipped_stays_and_the_order_keeps_one_open_change(office: Office) -> None:
    order_id = confirmed(office)
    order = content(office, order_id)
    line = order.lines[0].id
    assert line is not None
    deliveries.note(office["sales"], Delivery(order_id, TODAY, (Sent(line, D(6)),), gate_reason="客户特采"))
    with pytest.raises(UserError, match="Enter no less") as caught:
        noted(office, order_id, with_first(order, quantity=D(5)))
    assert caught.value.field == "lines.0.quantity"
    found = order_changes.preview(office["sales"], order_id, with_first(order, quantity=D(11)))
    assert [(one.name, one.shipped) for one in found.touched] == [("GEAR-1", 6)]
    change = noted(office, order_id, with_first(order, quantity=D(11)))
    with pytest.raises(UserError, match="still open"):
        noted(office, order_id, with_first(order, quantity=D(13)))
    order_changes.withdraw(office["sales"], change)
    noted(office, order_id, with_first(order, quantity=D(13)))
    assert [one.status for one in order_changes.of_order(office["sales"], order_id)] == ["draft", "withdrawn"]


def test_a_draft_of_an_order_or_nothing_changed_is_no_change(office: Office) -> None:
    order_id = confirmed(office)
    with pytest.raises(UserError, match="Nothing is changed"):
        noted(office, order_id, content(office, order_id))
    draft = orders_saving.save(office["sales"], content(office, order_id)).id
    with pytest.raises(UserError, match="Confirm it"):
        noted(office, draft, with_first(content(office, draft), quantity=D(11)))


def test_costs_agreed_on_stay_as_they_were(office: Office) -> None:
    order_id = confirmed(office)
    with office["gm"].writing("test.cost") as writing:
        rows.change(writing.connection, Product, office.gear, {"cost": D(61)})
    order_changes.put_in_force(
        office["sales"], noted(office, order_id, with_first(content(office, order_id), quantity=D(12)))
    )
    assert orders.load(office["gm"], order_id).costs == (D(60), D("21.4"))


def test_a_change_after_the_release_is_held_for_credit_again(office: Office) -> None:
    with office["gm"].writing("test.limit") as writing:
        rows.change(writing.connection, Customer, office.customer, {"credit_limit": D(1000), "credit_grade": "B"})
    settings.put(office["admin"], "credit_policy", {"hold_delivery_share": "9"})
    with pytest.raises(UserError, match="Credit holds"):
        confirmed(office)
    held = credit.holds(office["finance"])[0].order_id
    credit.release(office["finance"], held, "担保")
    orders_saving.confirm(office["sales"], held, template="stock")
    order = content(office, held)
    order_changes.put_in_force(office["sales"], noted(office, held, with_first(order, quantity=D(12))))
    line = order.lines[0].id
    assert line is not None
    with pytest.raises(UserError, match="Credit holds"):
        deliveries.note(office["sales"], Delivery(held, TODAY, (Sent(line, D(1)),), gate_reason="客户特采"))
    receivables.note_receipt(
        office["finance"], receivables.Receipt(office.customer, TODAY, D(900), pays={held: D(900)})
    )
    deliveries.note(office["sales"], Delivery(held, TODAY, (Sent(line, D(1)),), gate_reason="客户特采"))
    assert credit.holds(office["finance"]) == []
