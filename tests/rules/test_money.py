from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import (
    Money,
    decimals,
    format_amount,
    format_percent,
    format_price,
    format_quantity,
    minor_units,
    parse_decimal,
    parse_percent,
    round_amount,
    round_half_up,
)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("2.675", 2, "2.68"),
        ("1.005", 2, "1.01"),
        ("-2.675", 2, "-2.68"),
        ("0.5", 0, "1"),
        ("999999999999999999999.995", 2, "1000000000000000000000.00"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, places: int, expected: str) -> None:
    assert str(round_half_up(D(value), places)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("１，２３４.50 ", "1234.50"),
        ("1,234,567.8", "1234567.8"),
        ("1234", "1234"),
        ("－12．5", "-12.5"),
        ("12。5", "12.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1 234.5", "1234.5"),
        ("\u00a07\u00a0", "7"),
        ("007", "7"),
    ],
)
def test_typed_numbers_are_understood(typed: str, expected: str) -> None:
    assert parse_decimal(typed) == D(expected)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "NaN", "inf", "-Infinity", "1e30", "1E5", "十二", "1,23", "1,2345", "1.2.3", "--1", ".", "-"],
)
def test_what_is_no_number_is_refused_with_a_remedy(typed: str) -> None:
    with pytest.raises(UserError, match=r"1[,]?234\.50") as refused:
        parse_decimal(typed, field="lines.2.quantity")
    assert refused.value.field == "lines.2.quantity"


def test_limits_of_size_and_decimals_are_named() -> None:
    assert parse_decimal("1.123456", places=6) == D("1.123456")
    assert parse_decimal("1.12345600", places=6) == D("1.123456")
    with pytest.raises(UserError, match="Round it to 6 decimals"):
        parse_decimal("1.1234567", places=6)
    with pytest.raises(UserError, match=r"below 1,000,000"):
        parse_decimal("1000000", limit=D(1000000))


def test_percentages_become_fractions() -> None:
    assert [parse_percent(text) for text in ("13", "13%", " 12.5 ％")] == [D("0.13"), D("0.13"), D("0.125")]


def test_each_currency_rounds_to_its_own_minor_unit() -> None:
    assert [str(round_amount(D("1234.5678"), code)) for code in ("CNY", "JPY", "KWD")] == [
        "1234.57",
        "1235",
        "1234.568",
    ]
    with pytest.raises(UserError, match="XYZ"):
        minor_units("XYZ")


@pytest.mark.parametrize(
    ("amount", "currency", "domestic", "shown"),
    [
        ("1234.5", "CNY", True, "¥1,234.50"),
        ("-1234.5", "CNY", True, "-¥1,234.50"),
        ("1234.5", "CNY", False, "CNY 1,234.50"),
        ("1234.5", "JPY", True, "JPY 1,235"),
        ("-0.001", "USD", True, "USD 0.00"),
    ],
)
def test_amounts_are_shown_as_papers_print_them(amount: str, currency: str, domestic: bool, shown: str) -> None:
    assert format_amount(D(amount), currency, domestic=domestic) == shown


def test_prices_and_quantities_show_the_decimals_they_have() -> None:
    assert format_price(D("110.580000"), "CNY") == "110.58"
    assert format_price(D("0.123456"), "CNY") == "0.123456"
    assert format_quantity(D("1200.000000")) == "1,200"
    assert format_quantity(D("100000000")) == "100,000,000"
    assert format_percent(D("0.125")) == "12.5 %"


def test_money_of_two_currencies_never_adds_up() -> None:
    assert (Money(D("1.10"), "CNY") + Money(D("2.20"), "CNY")).amount == D("3.30")
    assert Money(D("0.37"), "CNY").times(D(333)).rounded().amount == D("123.21")
    with pytest.raises(ValueError, match="CNY and USD"):
        Money(D(1), "CNY") + Money(D(1), "USD")


@given(st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=6))
def test_a_shown_number_reads_back_as_itself(value: D) -> None:
    assert parse_decimal(format_quantity(value)) == value
    assert decimals(value) <= 6
