"""Numbers and dates as they are typed and shown on the screen."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation


def show_number(value: Decimal | int | None, places: int | None = None) -> str:
    """``1,234.50``; with `places` rounded half up for show, else as exact as it is."""
    if value is None:
        return ""
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
        return f"{number:,f}"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_number(text: str) -> Decimal | None:
    """The number somebody typed (full-width digits, thousands commas, currency signs), None if it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"^(-?)\s*(?:CN¥|US\$|RMB|CNY|[¥$€£])\s*", r"\1", plain)
    plain = re.sub(r"[\s,'、]", "", plain.replace("。", "."))
    times = Decimal(1)
    if plain.endswith("万"):
        plain, times = plain[:-1], Decimal(10_000)
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain):
        return None
    try:
        return Decimal(plain) * times
    except InvalidOperation:
        return None


def show_date(value: date | None) -> str:
    """``2026-11-21``."""
    return value.isoformat() if value is not None else ""


def show_day(value: date, today: date) -> str:
    """``11-21`` within this year, ``2025-11-21`` before and after it."""
    return f"{value:%m-%d}" if value.year == today.year else value.isoformat()


def read_date(text: str, today: date) -> date | None:
    """The date somebody typed: ``2026-11-21``, ``20261121``, ``1121``, ``11-21``, ``+7``, ``21``; None if none.

    Without a year the nearest such day within half a year before and half a year after `today` is meant;
    a bare day is one of this month, or of the next where it has passed.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if relative := re.fullmatch(r"([+-])(\d{1,4})", plain):
        days = int(relative[2])
        return today + timedelta(days=days if relative[1] == "+" else -days)
    parts = [int(part) for part in re.findall(r"\d+", plain)]
    digits = "".join(re.findall(r"\d", plain))
    if plain == digits and len(digits) == 8:
        parts = [int(digits[:4]), int(digits[4:6]), int(digits[6:])]
    elif plain == digits and len(digits) in (3, 4):
        parts = [int(digits[:-2]), int(digits[-2:])]
    if len(parts) == 3:
        year = parts[0] + 2000 if parts[0] < 100 else parts[0]
        return _date(year, parts[1], parts[2])
    if len(parts) == 2:
        choices = [_date(today.year + step, *parts) for step in (-1, 0, 1)]
        days_off = [(abs((day - today).days), day) for day in choices if day is not None]
        return min(days_off)[1] if days_off else None
    if len(parts) == 1:
        this = _date(today.year, today.month, parts[0])
        following = _date(today.year + today.month // 12, today.month % 12 + 1, parts[0])
        return this if this is not None and this >= today else following
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
