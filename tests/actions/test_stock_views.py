"""The stock of one product: its places, for whom it is kept, what comes in, and what to order as a workbook."""

import datetime as dt
from decimal import Decimal as D
from pathlib import Path

import openpyxl
import pytest

from orderdesk_gui.actions import stock, stock_views
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.stock import StockPolicy
from tests.actions.selling_office import Office, office
from tests.actions.test_plans import confirmed

__all__ = ["office"]


def test_a_product_shows_its_place_and_its_orders(office: Office) -> None:
    stock.count(office["keeper"], [stock.Counted(office.gear, D(8))])
    order_id = confirmed(office, template="stock")
    shown = stock_views.view(office["sales"], office.gear)
    assert [(place.code, place.on_hand) for place in shown.places] == [("MAIN", D(8))]
    assert [(kept.order_id, kept.quantity, kept.own) for kept in shown.kept] == [(order_id, D(10), True)]
    assert shown.kept[0].number.startswith("SO-")
    assert (shown.standing.flag, shown.may_edit) == ("shortage", False)
    others = stock_views.view(office["colleague"], office.gear).kept
    assert [(kept.number, kept.customer, kept.own, kept.quantity) for kept in others] == [("", "", False, D(10))]


def test_supply_comes_in_once(office: Office) -> None:
    keeper = office["keeper"]
    stock.count(keeper, [stock.Counted(office.gear, D(8))])
    stock.expect(keeper, office.gear, D(20), dt.date(2026, 11, 1), "PO-7")
    coming = stock_views.view(keeper, office.gear).coming
    assert [(one.quantity, one.reference, one.late) for one in coming] == [(D(20), "PO-7", True)]
    office.clock.now += dt.timedelta(minutes=1)
    stock_views.come_in(keeper, coming[0].id)
    after = stock_views.view(keeper, office.gear)
    assert (after.standing.on_hand, after.standing.expected, after.coming) == (D(28), D(0), ())
    with pytest.raises(UserError):
        stock_views.come_in(keeper, coming[0].id)
    assert stock_views.view(keeper, office.gear).standing.on_hand == D(28)
    with pytest.raises(UserError):
        stock_views.come_in(office["sales"], coming[0].id)


def test_supply_that_will_not_come_is_not_counted_on(office: Office) -> None:
    keeper = office["keeper"]
    stock.expect(keeper, office.gear, D(20), dt.date(2027, 1, 1))
    stock_views.drop_supply(keeper, stock_views.view(keeper, office.gear).coming[0].id)
    assert stock_views.view(keeper, office.gear).standing.expected == D(0)


def test_a_policy_can_be_dropped(office: Office) -> None:
    keeper = office["keeper"]
    stock.set_policy(keeper, office.gear, StockPolicy(D(10), D(2), D(50), D(5)))
    assert stock_views.view(keeper, office.gear).policy == StockPolicy(D(10), D(2), D(50), D(5))
    stock_views.drop_policy(keeper, office.gear)
    shown = stock_views.view(keeper, office.gear)
    assert shown.policy is None and shown.standing.flag == "fine"
    assert stock.suggestions(keeper) == []


def test_what_to_order_is_written_to_a_workbook(office: Office, tmp_path: Path) -> None:
    keeper = office["keeper"]
    stock.count(keeper, [stock.Counted(office.gear, D(8))])
    stock.set_policy(keeper, office.gear, StockPolicy(D(10), D(2), D(50), D(20)))
    path = tmp_path / "order.xlsx"
    assert stock_views.export_suggestions(keeper, path) == 1
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]  # type: ignore[union-attr]
    assert cells[1][0] == "GEAR-1" and cells[1][3:7] == [8, 0, 0, 60]
