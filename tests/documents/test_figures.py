from datetime import date
from decimal import Decimal

from orderdesk_gui.documents.figures import amount, chinese_number, money, paper_date, percent, quantity, unit_price


def test_amounts_group_thousands_and_bear_a_real_minus() -> None:
    assert amount(Decimal("-5426.01")) == "−5,426.01"
    assert amount(Decimal("1234567"), 0) == "1,234,567"
    assert amount(Decimal("1000000000000")) == "1,000,000,000,000.00"


def test_unit_prices_keep_further_places() -> None:
    assert [unit_price(Decimal(v)) for v in ("46.275", "1386", "0.123456", "87.3500")] == [
        "46.275",
        "1,386.00",
        "0.123456",
        "87.35",
    ]
    assert unit_price(Decimal("120"), 0) == "120"
    assert unit_price(Decimal("1E+3")) == "1,000.00"


def test_quantities_and_rates_have_no_idle_zeros() -> None:
    assert [quantity(Decimal(v)) for v in ("24.000000", "1250.50", "1E+12")] == ["24", "1,250.5", "1,000,000,000,000"]
    assert [percent(Decimal(v)) for v in ("0.13", "0.0600", "0.005", "0")] == ["13%", "6%", "0.5%", "0%"]


def test_domestic_papers_say_yuan_and_foreign_ones_the_code() -> None:
    assert money(Decimal("116554.19"), "CNY", 2, True) == "¥116,554.19"
    assert money(Decimal("-3"), "CNY", 2, True) == "−¥3.00"
    assert money(Decimal("116554.19"), "CNY", 2, False) == "CNY 116,554.19"
    assert money(Decimal("5000"), "JPY", 0, False) == "JPY 5,000"


def test_dates_in_both_languages() -> None:
    day = date(2026, 11, 1)
    assert [paper_date(day, language) for language in ("zh", "en", "both")] == [
        "2026年11月1日",
        "1 November 2026",
        "2026年11月1日 / 1 November 2026",
    ]


def test_articles_are_counted_in_chinese() -> None:
    counted = [chinese_number(n) for n in (1, 9, 10, 16, 20, 21, 99)]
    assert "、".join(counted) == "一、九、十、十六、二十、二十一、九十九"
