import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import products, quotes_pricing
from orderdesk_gui.actions.products import Price, PriceListInfo
from orderdesk_gui.actions.quotes_pricing import Wanted
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
JULY = PriceListInfo(None, "2026-07", "CNY", "inclusive", dt.date(2026, 7, 1), revision=2)


def priced(office: Office, quantity: str = "10", **asked: object) -> quotes_pricing.Priced:
    wanted = Wanted(office.gear, D(quantity))
    return quotes_pricing.price(office["sales"], [wanted], customer_id=office.customer, **asked)[0]  # type: ignore[arg-type]


def test_the_price_of_the_product_itself_is_the_last_resort(office: Office) -> None:
    found = priced(office)
    assert found.price.unit_price == found.price.list_price == D(100) and found.price.discount == 0
    assert found.price.explained("zh") == "标准价 100.00" and found.price.explained("en") == "List price 100.00"


def test_a_key_customer_with_a_hundred(office: Office) -> None:
    from orderdesk_gui.actions import customers

    products.save_price_list(
        office["gm"],
        JULY,
        [Price(office.gear, D(0), "", D(120), None), Price(office.gear, D(100), "", None, D("0.03"))],
    )
    products.set_tier_discount(office["gm"], "key", D("0.05"))
    customers.save(office["sales"], replace(customers.load(office["sales"], office.customer), tier="key"))
    found = priced(office, "100").price
    assert found.unit_price == D(120) * D("0.95") * D("0.97") == D("110.58")
    assert found.explained("en") == "List 2026-07 120.00, key customer -5 % 114.00, from 100 台 -3 % 110.58"
    assert found.explained("zh") == "价目表 2026-07 120.00，重点客户 -5 % 114.00，满 100 台 -3 % 110.58"
    few = priced(office, "99").price
    assert few.unit_price == D(114) and not few.steps[-1].reached
    assert (found.price_list_revision, found.price_list_id is not None) == (2, True)


def test_lists_come_and_go_by_the_day(office: Office) -> None:
    spring = replace(JULY, name="春", valid_from=dt.date(2026, 3, 1), valid_until=dt.date(2026, 5, 31))
    products.save_price_list(office["gm"], spring, [Price(office.belt, D(0), "", D(40), None)])
    products.save(office["gm"], replace(products.load(office["gm"], office.belt), list_price=None))

    def on(day: dt.date) -> quotes_pricing.PricedLine:
        wanted = [Wanted(office.belt, D(1))]
        return quotes_pricing.price(office["sales"], wanted, customer_id=office.customer, on=day)[0].price

    assert on(dt.date(2026, 3, 1)).unit_price == on(dt.date(2026, 5, 31)).unit_price == D(40)
    expired = on(dt.date(2026, 6, 1))
    assert expired.unit_price is None and expired.problem is not None
    assert expired.problem.in_language("zh") == "价目表 春 已于 2026-05-31 到期，请导入新价目表或手工填写价格。"
    assert "春 expired on 2026-05-31" in expired.problem.in_language("en")
    early = on(dt.date(2026, 2, 28)).problem
    assert early is not None and "2026-02-28" in str(early)
    by_hand = quotes_pricing.price(office["sales"], [Wanted(office.belt, D(1), manual_price=D("41.5"))])[0].price
    assert (by_hand.unit_price, by_hand.problem, by_hand.list_price) == (D("41.5"), None, None)


def test_a_customer_s_own_list_and_no_other_s(office: Office) -> None:
    products.save_price_list(office["gm"], JULY, [Price(office.gear, D(0), "", D(120), None)])
    own = replace(JULY, name="专属", valid_from=dt.date(2026, 1, 1), customer_id=office.customer)
    products.save_price_list(office["gm"], own, [Price(office.gear, D(0), "", D(88), None)])
    assert priced(office).price.unit_price == D(88)
    other = quotes_pricing.price(office["sales"], [Wanted(office.gear, D(1))], customer_id=office.theirs)[0]
    nobody = quotes_pricing.price(office["sales"], [Wanted(office.gear, D(1))])[0]
    assert other.price.unit_price == nobody.price.unit_price == D(120)


def test_tax_and_currency(office: Office) -> None:
    assert priced(office, tax_mode="exclusive").price.unit_price == D("88.495575")
    dollars = priced(office, currency="USD").price
    assert dollars.unit_price is None and dollars.problem is not None and "USD" in str(dollars.problem)
    listed = replace(JULY, currency="USD", tax_mode="exclusive")
    products.save_price_list(office["gm"], listed, [Price(office.gear, D(0), "", D("13.8"), None)])
    assert priced(office, currency="USD", tax_mode="exclusive").price.unit_price == D("13.8")


def test_less_than_the_minimum_is_a_warning(office: Office) -> None:
    assert priced(office, "5").price.warnings == ()
    (warned,) = priced(office, "4").price.warnings
    assert warned.in_language("zh") == "数量 4 低于起订量 5 台。"


def test_conceded_and_set_by_hand(office: Office) -> None:
    conceded = office.priced("10", manual_discount=D("0.1")).price
    assert conceded.unit_price == D(90) and conceded.explained("en").endswith("conceded -10 % 90.00")
    by_hand = office.priced("10", manual_price=D("87.654321")).price
    assert by_hand.unit_price == D("87.654321") and by_hand.steps[-1].kind == "manual"
    assert by_hand.discount == D("0.123457")


def test_products_come_in_the_order_asked_for_and_unknown_ones_not(office: Office) -> None:
    wanted = [
        Wanted(office.belt, D(1)),
        Wanted(uuid.uuid4(), D(1)),
        Wanted(office.gear, D(1)),
        Wanted(office.belt, D(9)),
    ]
    found = quotes_pricing.price(office["sales"], wanted, customer_id=office.customer)
    assert [one.code for one in found] == ["BELT-1", "GEAR-1", "BELT-1"]
    assert quotes_pricing.price(office["sales"], []) == []


@pytest.mark.parametrize(("who", "cost"), [("sales", None), ("follow_up", None), ("keeper", None), ("gm", D(60))])
def test_costs_only_with_the_right(office: Office, who: str, cost: D | None) -> None:
    found = quotes_pricing.price(office[who], [Wanted(office.gear, D(1))])[0]
    assert found.cost == cost and ("Decimal('60')" in str(found)) == (cost is not None)


def test_a_deleted_list_prices_nothing(office: Office) -> None:
    made = products.save_price_list(office["gm"], JULY, [Price(office.gear, D(0), "", D(120), None)]).id
    products.delete_price_list(office["gm"], made)
    assert priced(office).price.unit_price == D(100)
