from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import round_half_up
from orderdesk_gui.rules.vat import (
    DEFAULT_VAT_RATES,
    TAX_MODES,
    LineAmounts,
    TaxMode,
    by_rate,
    convert_price,
    discount_amounts,
    line_amounts,
    rounded_price,
    spread,
    total,
    vat_rate_on,
)

RATES = st.sampled_from([D("0"), D("0.01"), D("0.03"), D("0.06"), D("0.09"), D("0.13")])
AMOUNTS = st.decimals(min_value=0, max_value=10**9, allow_nan=False, places=2)


def _amounts(net: str, tax: str, gross: str) -> LineAmounts:
    return LineAmounts(D(net), D(tax), D(gross))


def test_published_lines(vectors: Any) -> None:
    modes: dict[str, TaxMode] = {"incl": "inclusive", "excl": "exclusive"}
    for row in vectors["vat"]:
        found = line_amounts(D(row["unit"]), D(row["qty"]), D(row["rate"]), modes[row["mode"]])
        assert found == _amounts(row["net"], row["tax"], row["gross"])


@pytest.mark.parametrize(
    ("price", "quantity", "rate", "expected"),
    [
        ("0.37", "333", "0.13", ("123.21", "16.02", "139.23")),
        ("10.05", "1", "0.03", ("10.05", "0.30", "10.35")),
    ],
)
def test_exclusive_lines(price: str, quantity: str, rate: str, expected: tuple[str, str, str]) -> None:
    assert line_amounts(D(price), D(quantity), D(rate), "exclusive") == _amounts(*expected)


def test_totals_are_sums_of_rounded_lines_not_tax_on_the_total() -> None:
    lines = [line_amounts(D("0.10"), D(1), D("0.13"), "exclusive")] * 10
    assert total(lines) == _amounts("1.00", "0.10", "1.10")


def test_five_lines_at_nineteen_percent_differ_a_cent_from_tax_on_their_total() -> None:
    lines = [line_amounts(D("4.60"), D(q), D("0.19"), "exclusive") for q in (84, 54, 288, 144, 430)]
    assert total(lines) == _amounts("4600.00", "874.01", "5474.01")


def test_a_huge_line_is_exact_to_the_cent() -> None:
    line = line_amounts(D("123456.123456"), D("9999999.999999"), D("0.13"), "exclusive")
    assert line.net == D("1234561234559.88") and line.gross == line.net + line.tax


def test_currencies_without_cents_have_none() -> None:
    assert line_amounts(D("99.5"), D(3), D("0.10"), "exclusive", "JPY") == _amounts("299", "30", "329")


def test_mixed_rates_are_itemised() -> None:
    goods = line_amounts(D(100), D(1), D("0.13"), "exclusive")
    freight = line_amounts(D(50), D(1), D("0.09"), "exclusive")
    found = by_rate([(D("0.09"), freight), (D("0.13"), goods), (D("0.13"), goods)])
    assert [(row.rate, row.amounts.net) for row in found] == [(D("0.13"), D(200)), (D("0.09"), D(50))]


def test_a_discount_on_the_paper_is_a_negative_line_per_rate() -> None:
    lines = [
        (D("0.13"), line_amounts(D(100), D(2), D("0.13"), "inclusive")),
        (D("0.09"), line_amounts(D(100), D(1), D("0.09"), "inclusive")),
    ]
    found = discount_amounts(D(10), lines, "inclusive")
    assert [(row.rate, row.amounts.gross) for row in found] == [
        (D("0.13"), D("-6.67")),
        (D("0.09"), D("-3.33")),
    ]
    assert found[0].amounts == _amounts("-5.90", "-0.77", "-6.67")


def test_the_remainder_of_a_spread_discount_goes_on_the_largest_line() -> None:
    assert spread(D(10), [D(30), D(30), D("30.01")]) == (D("3.33"), D("3.33"), D("3.34"))
    assert spread(D(0), [D(1)]) == (D(0),)
    with pytest.raises(UserError, match="more than the goods"):
        spread(D(11), [D(10)])


def test_rates_are_dated() -> None:
    assert vat_rate_on(DEFAULT_VAT_RATES, "goods", date(2026, 11, 21)) == D("0.13")
    assert vat_rate_on(DEFAULT_VAT_RATES, "small_scale", date(2027, 12, 31)) == D("0.01")
    assert vat_rate_on(DEFAULT_VAT_RATES, "small_scale", date(2028, 1, 1)) == D("0.03")
    with pytest.raises(UserError, match="rate table"):
        vat_rate_on(DEFAULT_VAT_RATES, "goods", date(2025, 12, 31))


@given(AMOUNTS, AMOUNTS, RATES, st.sampled_from(TAX_MODES))
def test_net_and_tax_always_make_gross(price: D, quantity: D, rate: D, mode: TaxMode) -> None:
    line = line_amounts(price, quantity, rate, mode)
    assert line.net + line.tax == line.gross
    assert abs(line.tax - line.net * rate) <= D("0.01")


@given(st.lists(AMOUNTS, min_size=1, max_size=40), st.integers(min_value=0, max_value=100))
def test_shares_of_a_discount_add_up(amounts: list[D], percent: int) -> None:
    discount = round_half_up(sum(amounts, D(0)) * percent / 100, 2)
    shares = spread(discount, amounts)
    assert sum(shares, D(0)) == discount


@given(st.decimals(min_value=0, max_value=10**6, allow_nan=False, places=6), RATES)
def test_prices_survive_the_way_to_inclusive_and_back(price: D, rate: D) -> None:
    there = rounded_price(convert_price(price, rate, "exclusive", "inclusive"))
    assert rounded_price(convert_price(there, rate, "inclusive", "exclusive")) == price


@given(st.decimals(min_value=0, max_value=10**6, allow_nan=False, places=5), RATES)
def test_prices_of_five_decimals_survive_the_way_to_exclusive_and_back(price: D, rate: D) -> None:
    there = rounded_price(convert_price(price, rate, "inclusive", "exclusive"))
    assert round_half_up(convert_price(there, rate, "exclusive", "inclusive"), 5) == price
