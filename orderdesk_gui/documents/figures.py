"""How papers write numbers, money and dates, whatever the language of the screen."""

from datetime import date
from decimal import Decimal

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def paper_date(day: date, language: str) -> str:
    """2026年11月21日 / 21 November 2026, one of them or both. Source: domain 2.2."""
    zh = f"{day.year}年{day.month}月{day.day}日"
    en = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return {"zh": zh, "en": en}.get(language, f"{zh} / {en}")


def amount(value: Decimal, places: int = 2) -> str:
    """An amount with its currency's decimal places, thousands grouped, a real minus: −5,426.01."""
    return f"{value:,.{places}f}".replace("-", "−")


def unit_price(value: Decimal, places: int = 2) -> str:
    """A price with at least the currency's places and further ones where they are not zero: 46.275."""
    whole, _, fraction = f"{value:,f}".replace("-", "−").partition(".")
    fraction = fraction.rstrip("0").ljust(places, "0")
    return f"{whole}.{fraction}" if fraction else whole


def quantity(value: Decimal) -> str:
    """A quantity without idle zeros: 24, 1,250.5."""
    return unit_price(value, 0)


def percent(rate: Decimal) -> str:
    """A rate given as a fraction: 0.13 is 13%."""
    return f"{unit_price(rate * 100, 0)}%"


def money(value: Decimal, currency: str, places: int, domestic: bool) -> str:
    """An amount with its currency: ¥ on domestic papers in CNY, the ISO code on all others."""
    if domestic and currency == "CNY":
        return ("−¥" if value < 0 else "¥") + amount(abs(value), places)
    return f"{currency} {amount(value, places)}"


def chinese_number(number: int) -> str:
    """1 to 99 as articles are counted: 一, 十, 十六, 二十一."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
