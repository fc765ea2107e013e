"""Cells as clerks write them."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.imports_cells import Noted
from orderdesk_gui.documents.imports_fields import CHANNELS, GRADES, TAX_MODES, TIERS
from orderdesk_gui.documents.workbook import CellError
from orderdesk_gui.rules.language import UserError


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Decimal("0.1"), "0.1"),
        ("１，２３４．５０", "1234.50"),
        ("1,234,567.8", "1234567.8"),
        ("¥1,200.00", "1200.00"),
        ("￥ 88", "88"),
        ("US$ 12.5", "12.5"),
        ("12.5 USD", "12.5"),
        ("1200元", "1200"),
        ("1.2万", "12000.0"),
        ("3亿", "300000000"),
        ("13%", "0.13"),
        ("(1,234)", "-1234"),
        ("-5", "-5"),
        ("1000000000000", "1000000000000"),
    ],
)
def test_numbers(cell: Any, value: str) -> None:
    assert cells.number(cell) == Decimal(value)


@pytest.mark.parametrize(
    "cell",
    ["NaN", "inf", "-Infinity", "1e5", "12 pcs", "1.234,56", "abc", True, datetime.date(2026, 1, 1), CellError("#N/A")],
)
def test_what_is_no_number_is_refused(cell: Any) -> None:
    with pytest.raises(UserError):
        cells.number(cell)


def test_limits_of_numbers() -> None:
    assert cells.price(Decimal("1.123456")) == Decimal("1.123456")
    assert cells.price("0") == 0
    assert cells.quantity(Decimal(10) ** 12) == Decimal(10) ** 12
    for parse, cell in (
        (cells.price, "-1"),
        (cells.quantity, "0"),
        (cells.quantity, Decimal("-0.5")),
        (cells.quantity, "10000000000000"),
        (cells.quantity, Decimal("0.0000001")),
    ):
        with pytest.raises(UserError):
            parse(cell)


def test_what_a_formula_left_behind_the_sixth_decimal_is_rounded_and_said() -> None:
    assert cells.price(Decimal("0.30000000000000004")) == Decimal("0.3")
    noted = cells.price(Decimal("33.3333333333333"))
    assert isinstance(noted, Noted)
    assert noted.value == Decimal("33.333333")
    assert "33.333333" in str(noted.message)
    assert cells.price(Decimal("2.6749999999999998")) == Decimal("2.675")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-21", "2026/11/21", "2026.11.21", "20261121", "2026年11月21日", "2026 年 11 月 21 日", "21.11.2026",
        "21/11/2026", "11/21/2026", "２０２６－１１－２１", "2026-11-21 08:30:00", "21 Nov 2026", "November 21, 2026",
        "46347", Decimal(46347), Decimal("46347.5"), Decimal(20261121), datetime.date(2026, 11, 21),
        datetime.datetime(2026, 11, 21, 9, 30),
    ],
)  # fmt: skip
def test_dates(cell: Any) -> None:
    assert cells.date(cell) == datetime.date(2026, 11, 21)


def test_a_date_with_two_meanings_is_refused_with_both() -> None:
    with pytest.raises(UserError, match="2026-03-04 or 2026-04-03"):
        cells.date("03/04/2026")
    assert cells.date("05/05/2026") == datetime.date(2026, 5, 5)


@pytest.mark.parametrize("cell", ["2026-02-30", "31/31/2026", "26-11-21", "soon", "0001-01-01", Decimal(12), True])
def test_what_is_no_date_is_refused(cell: Any) -> None:
    with pytest.raises(UserError, match="is not a date"):
        cells.date(cell)


def test_texts_become_one_line_and_lose_nothing_else() -> None:
    assert cells.text("青岛海纳\r\n机械\t 有限公司　") == "青岛海纳 机械 有限公司"
    assert cells.text("a_x000D_\nb\x07") == "a b"
    assert cells.text("\ufeff😀𬭎'\"<b>‏") == "😀𬭎'\"<b>‏"
    assert cells.text(Decimal("1200")) == "1200"
    assert cells.text(datetime.date(2026, 1, 2)) == "2026-01-02"
    assert cells.long_text(" a \r\n\r\n b\tc ") == "a\nb c"
    with pytest.raises(UserError, match="#REF!"):
        cells.text(CellError("#REF!"))


def test_codes_and_phones_keep_every_digit_or_say_that_excel_lost_some() -> None:
    assert cells.code("007") == "007"
    assert cells.code(Decimal(13805321234)) == "13805321234"
    assert cells.code("1E5") == "1E5"
    for lost in ("1.38E+10", Decimal(6222021234567890123)):
        with pytest.raises(UserError, match="Format the column as text"):
            cells.code(lost)


@pytest.mark.parametrize("cell", ["13%", "13", "0.13", Decimal("0.13"), Decimal(13), "１３％"])
def test_tax_rates_mean_the_same_however_written(cell: Any) -> None:
    assert cells.vat_rate(cell) == Decimal("0.13")


def test_edges_of_percentages() -> None:
    assert cells.vat_rate("免税") == 0
    assert cells.vat_rate("0.5%") == Decimal("0.005")
    assert cells.vat_rate(Decimal(1)) == Decimal("0.01")
    for cell in ("5%", "95折", "9.5折", "0.05", Decimal(5)):
        assert cells.discount(cell) == Decimal("0.05")
    for cell in ("130%", "-3%", "99"):
        with pytest.raises(UserError):
            cells.vat_rate(cell)


def test_times_in_days() -> None:
    assert [cells.whole_number(each) for each in ("15天", "15 days", "2周", Decimal(7), "10个工作日")] == [
        15,
        15,
        14,
        7,
        10,
    ]
    for cell in ("15-20天", "1.5", "soon"):
        with pytest.raises(UserError):
            cells.whole_number(cell)


@pytest.mark.parametrize(
    ("words", "cell", "value"),
    [
        (TIERS, "重点客户", "key"), (TIERS, " VIP ", "key"), (TIERS, "Strategic", "strategic"), (GRADES, "ａ级", "A"),
        (CHANNELS, "广交会", "fair"), (CHANNELS, "E-Mail", "email"), (TAX_MODES, "含税", "inclusive"),
        (TAX_MODES, "不含税", "exclusive"), (TAX_MODES, "Excl. tax", "exclusive"),
    ],
)  # fmt: skip
def test_words_with_a_fixed_meaning(words: Any, cell: str, value: str) -> None:
    assert cells.choice(words)(cell) == value


def test_unknown_words_are_refused_with_those_that_are_known() -> None:
    with pytest.raises(UserError, match="Use one of: strategic, key, regular, new") as refused:
        cells.choice(TIERS)("白金")
    assert "战略客户、重点客户、普通客户、新客户" in refused.value.message.in_language("zh")
    assert cells.choice(TIERS)("重点客户") == cells.choice(TIERS)("key") == "key"
    with pytest.raises(UserError, match="neither yes nor no"):
        cells.yes_or_no("maybe")
    assert [cells.yes_or_no(each) for each in ("是", "√", "NO", "×", Decimal(1), False)] == [
        True, True, False, False, True, False,
    ]  # fmt: skip


def test_currencies() -> None:
    assert [cells.currency(each) for each in ("人民币", "rmb", "￥", "usd", "美元", "EUR")] == [
        "CNY", "CNY", "CNY", "USD", "USD", "EUR",
    ]  # fmt: skip
    with pytest.raises(UserError):
        cells.currency("XYZ")
    assert cells.currency_in("单价(USD)") == "USD"
    assert cells.currency_in("单价（元）") == ""


def test_e_mail_addresses() -> None:
    assert cells.email(" wang＠example.com ") == "wang@example.com"
    for cell in ("wang", "a@b", "a@b.com;c@d.com"):
        with pytest.raises(UserError):
            cells.email(cell)
