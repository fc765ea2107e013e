import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import orders, orders_saving, quotes_saving, search, settings
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.store import rows
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
PROMISED = dt.date(2026, 12, 18)


def ten_gears(office: Office, **changes: object) -> Order:
    made = orders_saving.blank(office["sales"], office.customer)
    return replace(made, lines=(OrderLine(office.line("10"), promised=PROMISED),), **changes)  # type: ignore[arg-type]


def saved(office: Office, order: Order | None = None) -> uuid.UUID:
    return orders_saving.save(office["sales"], order or ten_gears(office)).id


def test_what_was_typed_comes_back_as_it_was(office: Office) -> None:
    order = ten_gears(
        office, customer_po="PO-77", customer_po_date=TODAY, channel="wechat", kind="sample", freight=D("11.3"),
        remarks="木箱", difficulty=3,
    )  # fmt: skip
    shown = orders.load(office["sales"], saved(office, order))
    assert replace(shown.order, lines=tuple(replace(line, id=None) for line in shown.order.lines)) == order
    assert (shown.status, shown.state, shown.stars, shown.owner) == ("draft", "draft", 2, "周小")
    assert shown.number.startswith("SO-2026-")


def test_an_order_of_a_won_quotation_has_its_lines_and_prices(office: Office) -> None:
    quote_id = office.issued(office.line("10", delivery_date=PROMISED), discount_percent=D("0.02"))
    with pytest.raises(UserError, match="won first"):
        orders_saving.from_quote(office["sales"], quote_id)
    quotes_saving.decide(office["sales"], quote_id, "win", customer_po="PO-9")
    order = orders_saving.from_quote(office["sales"], quote_id)
    made = orders_saving.save(office["sales"], order, origin={"quote_id": quote_id})
    shown = orders.load(office["sales"], made.id)
    assert (shown.totals.total.gross, shown.order.customer_po, shown.quote_id) == (D("980.00"), "PO-9", quote_id)
    assert shown.order.lines[0].promised == PROMISED
    assert orders.of_quote(office["sales"], quote_id) == [(made.id, made.number)]
    orders_saving.void(office["sales"], made.id, "double")
    assert orders.of_quote(office["sales"], quote_id) == []


def test_edits_until_it_is_confirmed(office: Office) -> None:
    order_id = saved(office)
    shown = orders.load(office["sales"], order_id)
    line = replace(shown.order.lines[0], goods=office.line("12", "100"))
    orders_saving.save(office["sales"], replace(shown.order, lines=(line,)), order_id)
    assert orders.load(office["sales"], order_id).order.lines[0].id == line.id
    orders_saving.confirm(office["sales"], order_id)
    with pytest.raises(UserError, match="change notice"):
        orders_saving.save(office["sales"], shown.order, order_id)


def test_confirming_needs_a_promise_for_all_goods(office: Office) -> None:
    order = ten_gears(office)
    order_id = saved(office, replace(order, lines=(replace(order.lines[0], promised=None),)))
    with pytest.raises(UserError, match="delivered") as caught:
        orders_saving.confirm(office["sales"], order_id)
    assert caught.value.field == "lines.0.promised"


def test_large_orders_are_reviewed_by_a_second_person(office: Office) -> None:
    settings.put(office["admin"], "order_review_from", "1000")
    order_id = saved(office)
    with pytest.raises(UserError, match="second person"):
        orders_saving.confirm(office["sales"], order_id)
    orders_saving.submit(office["sales"], order_id)
    with pytest.raises(UserError, match="second person"):
        orders_saving.review(office["sales"], order_id, frozenset())
    orders_saving.review(office["gm"], order_id, frozenset({"price"}), "单价不对")
    shown = orders.load(office["sales"], order_id)
    assert shown.status == "returned" and shown.review is not None
    assert (shown.review.wrong, shown.review.stands) == (("price",), False)
    orders_saving.submit(office["sales"], order_id)
    orders_saving.review(office["follow_up"], order_id, frozenset())
    orders_saving.confirm(office["sales"], order_id)
    assert orders.load(office["sales"], order_id).status == "confirmed"


def test_a_review_of_other_figures_does_not_count(office: Office) -> None:
    settings.put(office["admin"], "order_review_from", "1000")
    order_id = saved(office)
    orders_saving.submit(office["sales"], order_id)
    orders_saving.review(office["follow_up"], order_id, frozenset())
    orders_saving.withdraw(office["sales"], order_id)
    shown = orders.load(office["sales"], order_id)
    line = replace(shown.order.lines[0], goods=office.line("10", "99"), promised=PROMISED)
    dearer = replace(shown.order, lines=(line, replace(line, id=None)))
    orders_saving.save(office["sales"], dearer, order_id)
    with pytest.raises(UserError, match="second person"):
        orders_saving.confirm(office["sales"], order_id)


def test_closing_with_something_open_needs_a_reason_and_can_be_taken_back(office: Office) -> None:
    order_id = saved(office)
    orders_saving.confirm(office["sales"], order_id)
    with pytest.raises(UserError, match="Say why"):
        orders_saving.close(office["sales"], order_id)
    orders_saving.close(office["sales"], order_id, "客户不要余量")
    assert orders.load(office["sales"], order_id).state == "closed"
    orders_saving.reopen(office["sales"], order_id, "客户又要")
    assert orders.load(office["sales"], order_id).state == "confirmed"


def test_lists_tabs_and_search(office: Office) -> None:
    first, second = saved(office, ten_gears(office, customer_po="PO-77")), saved(office)
    orders_saving.confirm(office["sales"], first)
    listed = orders.list_orders(office["sales"], counted=True)
    assert (listed.total, {row.status for row in listed.rows}) == (2, {"draft", "confirmed"})
    assert [row.id for row in orders.list_orders(office["sales"], tab="open").rows] == [first]
    assert [row.id for row in orders.list_orders(office["sales"], text="PO-77").rows] == [first]
    assert [row.id for row in orders.list_orders(office["sales"], text="云栎", status="draft").rows] == [second]
    assert orders.list_orders(office["colleague"]).rows == ()
    assert orders.tab_counts(office["gm"])["all"] == 2
    assert ("orders", first) in [(hit.page, hit.id) for hit in search.find(office["sales"], "PO-77")]
    assert first not in [hit.id for hit in search.find(office["colleague"], "PO-77")]


def test_the_same_po_number_again_is_found(office: Office) -> None:
    first = saved(office, ten_gears(office, customer_po="PO-77"))
    found = orders.with_customer_po(office["sales"], office.customer, " PO-77 ")
    assert [row_id for row_id, _ in found] == [first]
    assert orders.with_customer_po(office["sales"], office.customer, "PO-77", first) == []
    assert orders.with_customer_po(office["sales"], office.customer, " ") == []


def test_a_colleagues_order_is_theirs(office: Office) -> None:
    order_id = saved(office)
    with pytest.raises(UserError, match="colleague"):
        orders.load(office["colleague"], order_id)
    with pytest.raises(UserError, match="colleague"):
        orders_saving.confirm(office["colleague"], order_id)


def test_costs_are_for_those_who_may_see_them(office: Office) -> None:
    order_id = saved(office)
    assert orders.load(office["sales"], order_id).costs == (None,)
    assert orders.load(office["gm"], order_id).costs == (D(60),)


def test_a_foreign_order_carries_the_rate_of_the_day(office: Office) -> None:
    order_id = saved(office, ten_gears(office, currency="USD"))
    assert orders.load(office["sales"], order_id).figure["base_total"] == D("7100.00")
    settings.put(office["admin"], "exchange_rates", {"USD": {"rate": "6.9", "source": "CFETS"}})
    orders_saving.confirm(office["sales"], order_id)
    shown = orders.load(office["sales"], order_id)
    assert (shown.figure["ordered"], shown.figure["base_total"]) == (D("1000.00"), D("6900.00"))
    with office["sales"].reading() as connection:
        head = rows.fetch(connection, orders.Head, order_id)
    assert (head["rate"], head["rate_source"]) == (D("6.9"), "CFETS")


def test_an_order_in_a_currency_of_no_known_rate_waits_for_one(office: Office) -> None:
    order_id = saved(office, ten_gears(office, currency="EUR"))
    with pytest.raises(UserError, match="no exchange rate for EUR") as caught:
        orders_saving.confirm(office["sales"], order_id)
    assert caught.value.field == "currency"
    assert orders.load(office["sales"], order_id).status == "draft"
    settings.put(office["admin"], "exchange_rates", {"EUR": {"rate": "8"}})
    orders_saving.confirm(office["sales"], order_id)
    assert orders.load(office["sales"], order_id).figure["base_total"] == D("8000.00")
