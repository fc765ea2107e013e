from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import CURRENCIES
from orderdesk_gui.rules.words import CHINESE_NAMES, ENGLISH_NAMES, amount_in_words

_VALUES = {char: index for index, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def _read(words: str) -> D:
    """The amount that uppercase renminbi words say, read independently of how they are written."""
    sign = -1 if words.startswith("负") else 1
    total = section = upper = digit = 0
    minor = D(0)
    for char in words.removeprefix("负").removeprefix("人民币"):
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in _UNITS:
            section, digit = section + digit * _UNITS[char], 0
        elif char == "万":
            upper, section, digit = upper + (section + digit) * 10**4, 0, 0
        elif char == "亿":
            total, upper, section, digit = (upper + section + digit) * 10**8, 0, 0, 0
        elif char == "元":
            total, upper, section, digit = total + upper + section + digit, 0, 0, 0
        elif char in "角分":
            minor, digit = minor + digit * (D("0.1") if char == "角" else D("0.01")), 0
    return sign * (total + minor)


def test_official_examples_of_the_central_bank(vectors: Any) -> None:
    for row in vectors["rmb"]:
        amount = D(row["amount"])
        assert amount_in_words(amount) == row["official"]
        assert amount_in_words(amount, optional_zero=False) == row["plain"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("0.10", "人民币壹角"),
        ("10.05", "人民币壹拾元零伍分"),
        ("1.005", "人民币壹元零壹分"),
        ("1000100000000", "人民币壹万零壹亿元整"),
        ("9999999999999.99", "人民币玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-100", "负人民币壹佰元整"),
        ("-0.001", "人民币零元整"),
    ],
)
def test_more_renminbi(amount: str, words: str) -> None:
    assert amount_in_words(D(amount)) == words


def test_the_accounting_rule_ends_jiao_with_zheng() -> None:
    assert amount_in_words(D("15.30"), whole_after_jiao=True) == "人民币壹拾伍元叁角整"
    assert amount_in_words(D("15.32"), whole_after_jiao=True) == "人民币壹拾伍元叁角贰分"


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("49000.5", "EUR", "欧元肆万玖仟元零伍角"),
        ("12345.4", "JPY", "日元壹万贰仟叁佰肆拾伍元整"),
        ("1.005", "KWD", "科威特第纳尔壹元零伍厘"),
    ],
)
def test_other_currencies_in_chinese(amount: str, currency: str, words: str) -> None:
    assert amount_in_words(D(amount), currency) == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (
            "12345.67",
            "USD",
            "SAY US DOLLARS TWELVE THOUSAND THREE HUNDRED AND FORTY-FIVE AND CENTS SIXTY-SEVEN ONLY",
        ),
        ("20000000", "USD", "SAY US DOLLARS TWENTY MILLION ONLY"),
        ("2.675", "CNY", "SAY RENMINBI YUAN TWO AND FEN SIXTY-EIGHT ONLY"),
        ("234007", "JPY", "SAY JAPANESE YEN TWO HUNDRED AND THIRTY-FOUR THOUSAND AND SEVEN ONLY"),
        ("1.05", "KWD", "SAY KUWAITI DINARS ONE AND FILS FIFTY ONLY"),
        ("-7", "USD", "SAY MINUS US DOLLARS SEVEN ONLY"),
        ("0", "USD", "SAY US DOLLARS ZERO ONLY"),
    ],
)  # fmt: skip
def test_english_bank_form(amount: str, currency: str, words: str) -> None:
    assert amount_in_words(D(amount), currency, "en") == words


@pytest.mark.parametrize("amount", ["1e13", "-1e13", "NaN", "Infinity"])
def test_what_has_no_words_is_refused(amount: str) -> None:
    with pytest.raises(UserError, match="below 10,000,000,000,000"):
        amount_in_words(D(amount))


def test_every_currency_has_names() -> None:
    assert set(CHINESE_NAMES) == set(ENGLISH_NAMES) == set(CURRENCIES)


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1), st.booleans(), st.booleans())
def test_the_words_say_the_figures(fen: int, zero: bool, whole: bool) -> None:
    amount = D(fen).scaleb(-2)
    words = amount_in_words(amount, optional_zero=zero, whole_after_jiao=whole)
    assert _read(words) == amount
    assert "零零" not in words and "兆" not in words
