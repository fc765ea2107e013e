"""Stock is what was counted and moved since; orders keep what they need; what is low is suggested."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest
from sqlalchemy import text

from orderdesk_gui.actions import orders_saving, stock
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.stock import StockPolicy
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
LATER = dt.date(2026, 12, 15)


def counted(office: Office, quantity: str, **changes: object) -> None:
    stock.count(office["keeper"], [stock.Counted(office.gear, D(quantity))], **changes)  # type: ignore[arg-type]


def standing(office: Office, **changes: uuid.UUID) -> stock.Standing:
    return stock.standing(office["sales"], [office.gear], **changes)[office.gear]


def ordered(office: Office, quantity: str) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    order = replace(blank, lines=(OrderLine(office.line(quantity), promised=LATER),))
    order_id = orders_saving.save(office["sales"], order).id
    orders_saving.confirm(office["sales"], order_id)
    return order_id


def test_nothing_was_counted_yet(office: Office) -> None:
    found = standing(office)
    assert (found.on_hand, found.as_of, found.flag) == (0, None, "fine")


def test_the_last_count_holds_and_says_when(office: Office) -> None:
    counted(office, "20", source="盘点表.xlsx")
    counted(office, "12")
    found = standing(office)
    assert found.on_hand == 12 and found.as_of is not None
    counted(office, "99", at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    assert standing(office).on_hand == 12, "an older count does not outweigh a newer one"


@pytest.mark.parametrize("quantity", ["-1", "NaN", "1e12", "0.0000001"])
def test_what_is_no_count(office: Office, quantity: str) -> None:
    with pytest.raises(UserError) as caught:
        counted(office, quantity)
    assert caught.value.field == "lines.0.quantity"


def test_an_order_keeps_what_it_needs_until_it_is_closed(office: Office) -> None:
    counted(office, "15")
    order_id = ordered(office, "10")
    found = standing(office)
    assert (found.reserved, [(f.day, f.quantity) for f in found.available]) == (10, [(TODAY, D(5))])
    assert standing(office, besides=order_id).reserved == 0
    orders_saving.close(office["sales"], order_id, "客户取消余量")
    assert standing(office).reserved == 0
    orders_saving.reopen(office["sales"], order_id, "又要了")
    assert standing(office).reserved == 10


def test_more_ordered_than_there_is_is_a_shortage_and_no_wall(office: Office) -> None:
    counted(office, "4")
    ordered(office, "10")
    found = standing(office)
    assert (found.flag, found.available[0].quantity) == ("shortage", 0)
    stock.expect(office["keeper"], office.gear, D(30), dt.date(2026, 12, 1), "PO-5501")
    found = standing(office)
    assert [(f.day, f.quantity) for f in found.available] == [(TODAY, D(4)), (dt.date(2026, 12, 1), D(24))]


def test_what_is_low_is_suggested(office: Office) -> None:
    counted(office, "15")
    with pytest.raises(UserError, match="above the reorder point"):
        stock.set_policy(office["keeper"], office.gear, StockPolicy(D(20), maximum=D(20)))
    stock.set_policy(office["keeper"], office.gear, StockPolicy(D(10), maximum=D(50)))
    assert stock.suggestions(office["sales"]) == []
    stock.set_policy(office["keeper"], office.gear, StockPolicy(D(20), maximum=D(50)))
    (row,) = stock.suggestions(office["sales"])
    assert (row.code, row.standing.reorder, row.standing.flag) == ("GEAR-1", 35, "reorder")


def test_the_list_is_by_code_and_searched(office: Office) -> None:
    counted(office, "15")
    rows = stock.list_stock(office["sales"], counted=True)
    assert ([row.code for row in rows.rows], rows.total) == (["BELT-1", "GEAR-1"], 2)
    assert [row.code for row in stock.list_stock(office["sales"], text="减速").rows] == ["GEAR-1"]


def test_levels_are_worked_out_anew_from_the_facts(office: Office) -> None:
    counted(office, "15")
    with office["sales"].store.plain_writing() as connection:
        connection.execute(text("DELETE FROM stock_level"))
        stock.refresh(connection, [office.gear])
    assert standing(office).on_hand == 15


def test_who_may_not_note_stock(office: Office) -> None:
    with pytest.raises(UserError, match="note stock"):
        stock.count(office["sales"], [stock.Counted(office.gear, D(1))])
