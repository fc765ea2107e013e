"""Numbers and dates as people type them."""

from datetime import date
from decimal import Decimal

import pytest

from orderdesk_gui.ui.figures import read_date, read_number, show_day, show_number

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("１２３．５", "123.5"),
        ("１，２００", "1200"),
        ("¥ 12", "12"),
        ("US$ 41,880.00", "41880.00"),
        ("-3", "-3"),
        (".5", "0.5"),
        ("1.2万", "12000.0"),
        ("12。5", "12.5"),
    ],
)
def test_numbers_are_read(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "abc", "1.2.3", "NaN", "Infinity", "1e12", "--1", "十二"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_numbers_are_shown() -> None:
    assert show_number(Decimal("1234567.5"), 2) == "1,234,567.50"
    assert show_number(Decimal("0.125"), 2) == "0.13"
    assert show_number(Decimal("12.3400")) == "12.34"
    assert show_number(Decimal("1E+3")) == "1,000"
    assert show_number(None) == ""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026年12月1日", date(2026, 12, 1)),
        ("20261201", date(2026, 12, 1)),
        ("26/12/1", date(2026, 12, 1)),
        ("1201", date(2026, 12, 1)),
        ("12-1", date(2026, 12, 1)),
        ("0105", date(2027, 1, 5)),
        ("+7", date(2026, 11, 28)),
        ("-1", date(2026, 11, 20)),
        ("25", date(2026, 11, 25)),
        ("3", date(2026, 12, 3)),
        ("１１２５", date(2026, 11, 25)),
    ],
)
def test_dates_are_read(typed: str, day: date) -> None:
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["", "2026-02-30", "1340", "abc", "99"])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def test_a_day_of_this_year_is_short() -> None:
    assert show_day(date(2026, 3, 1), TODAY) == "03-01"
    assert show_day(date(2025, 3, 1), TODAY) == "2025-03-01"
