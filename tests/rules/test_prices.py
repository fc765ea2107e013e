from datetime import date
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.price_book import PriceBook, PriceList, PriceRow, TierDiscount
from orderdesk_gui.rules.prices import PricedLine, PriceRequest, find_price
from orderdesk_gui.rules.vat import line_amounts

PRODUCT, OTHER, CUSTOMER = UUID(int=1), UUID(int=2), UUID(int=3)
DAY = date(2026, 11, 21)
JULY = PriceList(UUID(int=10), "2026-07", "CNY", "inclusive", date(2026, 7, 1))
ROWS = (
    PriceRow(JULY.id, PRODUCT, unit_price=D(120)),
    PriceRow(JULY.id, PRODUCT, D(100), discount=D("0.03")),
    PriceRow(JULY.id, PRODUCT, D(500), unit_price=D(105)),
)
KEY = TierDiscount("key", D("0.05"))


def _find(
    *rows: PriceRow,
    lists: tuple[PriceList, ...] = (JULY,),
    tiers: tuple[TierDiscount, ...] = (KEY,),
    **request: Any,
) -> PricedLine:
    asked = {"quantity": D(1), "on": DAY, "vat_rate": D("0.13"), "unit": "pc"} | request
    return find_price(PriceRequest(PRODUCT, **asked), PriceBook.of(lists, rows or ROWS, tiers))


def test_the_price_is_explained_step_by_step() -> None:
    found = _find(quantity=D(100), tier="key", manual_discount=D("0.06"))
    assert found.explained("en") == (
        "List 2026-07 120.00, key customer -5 % 114.00, from 100 pc -3 % 110.58, "
        "100 pc; 105.00 from 500: not reached, conceded -6 % 103.9452, rounded 103.95"
    )
    assert (found.list_price, found.unit_price) == (D(120), D("103.95"))
    assert found.discount == D("0.13375")
    assert (found.price_list_id, found.price_list_revision) == (JULY.id, 1)


def test_a_plain_price_has_one_step_and_the_breaks_ahead() -> None:
    steps = _find().steps
    assert [(step.kind, step.reached) for step in steps] == [("list", True), ("quantity", False), ("quantity", False)]


def test_breaks_not_reached_are_named() -> None:
    found = _find(quantity=D(60), tier="key")
    assert found.unit_price == D(114)
    assert [str(step.message) for step in found.steps if not step.reached] == [
        "60 pc; -3 % from 100: not reached",
        "60 pc; 105.00 from 500: not reached",
    ]


def test_of_the_breaks_reached_only_the_largest_counts() -> None:
    assert _find(quantity=D(500)).unit_price == D(105)
    assert _find(quantity=D(500), tier="key").unit_price == D("99.75")


def test_a_price_for_the_tier_beats_discounts_and_breaks() -> None:
    own = PriceRow(JULY.id, PRODUCT, tier="key", unit_price=D(117))
    assert _find(*ROWS, own, quantity=D(500), tier="key").unit_price == D(117)
    assert _find(*ROWS, own, quantity=D(500), tier="regular").unit_price == D(105)
    own_break = PriceRow(JULY.id, PRODUCT, D(200), tier="key", unit_price=D(101))
    assert _find(*ROWS, own, own_break, quantity=D(200), tier="key").unit_price == D(101)


def test_a_discount_of_the_product_beats_that_of_the_tier() -> None:
    own = PriceRow(JULY.id, PRODUCT, tier="key", discount=D("0.10"))
    assert _find(*ROWS, own, tier="key").unit_price == D(108)
    narrow = TierDiscount("key", D("0.20"), "valves")
    assert _find(tiers=(KEY, narrow), tier="key", category="valves").unit_price == D(96)
    assert _find(tiers=(KEY, narrow), tier="key", category="pumps").unit_price == D(114)


def test_the_newest_valid_list_wins_and_the_customers_own_before_it() -> None:
    october = PriceList(UUID(int=11), "2026-10", "CNY", "inclusive", date(2026, 10, 1))
    future = PriceList(UUID(int=12), "2027", "CNY", "inclusive", date(2027, 1, 1))
    agreed = PriceList(UUID(int=13), "Agreed", "CNY", "inclusive", date(2026, 1, 1), customer_id=CUSTOMER)
    rows = [
        PriceRow(one.id, PRODUCT, unit_price=D(price))
        for one, price in ((JULY, 120), (october, 125), (future, 130), (agreed, 99))
    ]
    lists = (JULY, october, future, agreed)
    assert _find(*rows, lists=lists).unit_price == D(125)
    assert _find(*rows, lists=lists, customer_id=CUSTOMER).unit_price == D(99)
    assert _find(*rows, lists=lists, on=date(2026, 9, 30)).unit_price == D(120)
    second = PriceList(UUID(int=14), "2026-10", "CNY", "inclusive", date(2026, 10, 1), revision=2)
    rows.append(PriceRow(second.id, PRODUCT, unit_price=D(126)))
    assert _find(*rows, lists=(second, *lists)).unit_price == D(126)


def test_a_newer_list_without_the_product_is_passed_over() -> None:
    october = PriceList(UUID(int=11), "2026-10", "CNY", "inclusive", date(2026, 10, 1))
    assert _find(lists=(JULY, october)).unit_price == D(120)


@pytest.mark.parametrize(
    ("lists", "request_", "sentence"),
    [
        ((PriceList(JULY.id, "2026-07", "CNY", "inclusive", date(2026, 7, 1), date(2026, 9, 30)),), {},
         "Price list 2026-07 expired on 2026-09-30. Bring in the new list or type a price."),
        ((JULY,), {"currency": "USD"}, "No price list in USD has this product."),
        ((JULY,), {"on": date(2026, 6, 30)}, "No price list holds on 2026-06-30."),
        ((), {}, "This product is in no price list."),
    ],
)  # fmt: skip
def test_no_price_says_why_and_what_to_do(lists: Any, request_: dict[str, Any], sentence: str) -> None:
    found = _find(lists=lists, **request_)
    assert found.unit_price is None and str(found.problem).startswith(sentence)
    by_hand = _find(lists=lists, manual_price=D("88.8"), **request_)
    assert by_hand.unit_price == D("88.8") and by_hand.problem is None and by_hand.discount is None


def test_a_price_by_hand_is_measured_against_the_list() -> None:
    assert _find(manual_price=D(126)).discount == D("-0.05")
    assert str(_find(manual_price=D(126)).steps[-1].message) == "price set by hand 126.00"


def test_a_list_with_tax_serves_a_quotation_without() -> None:
    found = _find(quantity=D(333), tax_mode="exclusive", tier="key")
    assert found.list_price == D("106.194690")
    assert [str(step.message) for step in found.steps[:3]] == [
        "List 2026-07 120.00",
        "without 13 % tax 106.19469",
        "key customer -5 % 100.884956",
    ]
    assert found.discount == D("0.0785")


def test_minimum_quantity_and_lead_time_are_warnings() -> None:
    found = _find(minimum_quantity=D(10), lead_days=30, wanted=date(2026, 12, 1))
    assert found.unit_price == D(120)
    assert [str(text) for text in found.warnings] == [
        "1 is below the minimum order quantity of 10 pc.",
        "Wanted on 2026-12-01, but the lead time of 30 days leads to 2026-12-21.",
    ]
    assert _find(quantity=D(10), minimum_quantity=D(10), lead_days=30, wanted=date(2026, 12, 21)).warnings == ()


def test_published_price_list_figures() -> None:
    factors = (
        PriceRow(JULY.id, PRODUCT, unit_price=D(10)),
        PriceRow(JULY.id, PRODUCT, D(1), discount=D("0.2")),
        PriceRow(JULY.id, PRODUCT, D(10), discount=D("0.3")),
    )
    assert [_find(*factors, quantity=D(q)).unit_price for q in (1, 12)] == [D(8), D(7)]
    window = (
        PriceRow(JULY.id, PRODUCT, unit_price=D(100)),
        PriceRow(JULY.id, PRODUCT, D(5), discount=D("0.175")),
        PriceRow(JULY.id, PRODUCT, D(8), discount=D(0)),
    )
    assert [_find(*window, quantity=D(q)).unit_price for q in (5, 10)] == [D("82.5"), D(100)]
    ten = PriceRow(JULY.id, PRODUCT, unit_price=D(10))
    assert _find(ten, manual_discount=D("0.1")).unit_price == D(9)
    assert _find(ten, manual_price=D("6.6667")).discount == D("0.33333")


@given(
    st.decimals(min_value="0.01", max_value=10**6, places=4),
    st.decimals(min_value=0, max_value="0.99", places=3),
    st.decimals(min_value=0, max_value="0.99", places=3),
    st.integers(1, 10**6),
)
def test_what_is_shown_times_the_quantity_is_the_amount(price: D, tier: D, hand: D, quantity: int) -> None:
    """One rounding, to the decimals of the list or the cent, and then none before multiplying."""
    row = PriceRow(JULY.id, PRODUCT, unit_price=price)
    found = _find(row, tiers=(TierDiscount("key", tier),), tier="key", manual_discount=hand)
    assert found.unit_price is not None
    fine = D(1).scaleb(-max(2, -int(price.normalize().as_tuple().exponent)))
    assert found.unit_price % fine == 0
    assert abs(found.unit_price - price * (1 - tier) * (1 - hand)) <= fine / 2
    line = line_amounts(found.unit_price, D(quantity), D("0.13"), "inclusive")
    assert abs(line.gross - found.unit_price * quantity) <= D("0.005")


@pytest.mark.parametrize(
    ("listed", "expected"),
    [("486", "447.85"), ("46.00", "42.39"), ("46.275", "42.642"), ("0.0375", "0.0346"), ("99.99", "92.14")],
)
def test_a_discounted_price_is_as_fine_as_its_list_or_the_cent(listed: str, expected: str) -> None:
    rows = (PriceRow(JULY.id, PRODUCT, unit_price=D(listed)), PriceRow(JULY.id, PRODUCT, D(100), discount=D("0.03")))
    assert _find(*rows, quantity=D(120), tier="key").unit_price == D(expected)


def test_a_price_converted_between_tax_modes_keeps_six_decimals() -> None:
    found = _find(PriceRow(JULY.id, PRODUCT, unit_price=D(100)), tax_mode="exclusive")
    assert found.unit_price == D("88.495575")
