"""The dated rates that prices depend on: value-added tax and foreign currencies."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from orderdesk_gui.actions import settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.contract_lint_payment import ONE_YEAR_LPR
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import rows
from orderdesk_gui.store.people import Setting
from orderdesk_gui.store.products import VatRate

LPR = "one_year_lpr"
LPR_LIMIT = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A rate of value-added tax (fraction) for a kind of supply, from a day on."""

    id: uuid.UUID | None
    category: str
    rate: Decimal
    valid_from: dt.date
    valid_until: dt.date | None = None


def vat_rates(desk: Desk) -> list[DatedRate]:
    """The rates of value-added tax, by kind and day."""
    query = select(VatRate).where(VatRate.deleted_at.is_(None)).order_by(VatRate.category, VatRate.valid_from)
    with desk.reading() as connection:
        return [DatedRate(r.id, r.category, r.rate, r.valid_from, r.valid_until) for r in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """What one unit of a currency is worth in CNY, where that was taken from, and for which day."""

    currency: str
    rate: Decimal
    source: str = ""
    date: dt.date | None = None


def exchange_rates(desk: Desk) -> list[ExchangeRate]:
    """Today's exchange rates, by currency."""
    found: Mapping[str, Mapping[str, Any]] = settings.get(desk, "exchange_rates") or {}
    return [
        ExchangeRate(
            currency, Decimal(one["rate"]), str(one.get("source", "")),
            dt.date.fromisoformat(one["date"]) if one.get("date") else None,
        )
        for currency, one in sorted(found.items())
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoanPrimeRate:
    """The one-year loan prime rate (fraction) from a day on; None: as the program ships it.

    Source: Decree 802 art 17, late interest towards a small seller.
    """

    rate: Decimal
    valid_from: dt.date | None = None


def loan_prime_rate(desk: Desk) -> LoanPrimeRate:
    """The newest one-year loan prime rate, one that begins later included."""
    t = Setting
    query = (
        select(t.value, t.valid_from).where(t.key == LPR, t.deleted_at.is_(None))
        .order_by(t.valid_from.desc(), t.id.desc()).limit(1)
    )  # fmt: skip
    with desk.reading() as connection:
        found = connection.execute(query).first()
    return LoanPrimeRate(ONE_YEAR_LPR) if found is None else LoanPrimeRate(Decimal(found.value), found.valid_from)


def save(
    desk: Desk,
    exchange: Iterable[ExchangeRate] | None = None,
    vat: Iterable[DatedRate] = (),
    changed: Mapping[str, Any] | None = None,
    lpr: LoanPrimeRate | None = None,
) -> Changes:
    """Put these exchange rates, VAT rates and settings in force from today, as one step; `lpr` from its own day.

    UserError for a currency code or a rate that cannot be, or one that ends before it begins.
    """
    desk.require(Right.CHANGE_SETTINGS)
    settled = dict(changed or {})
    if exchange is not None:
        settled["exchange_rates"] = _kept_rates(desk, exchange)
    if lpr is not None and not 0 < lpr.rate < LPR_LIMIT:
        raise UserError("Type the one-year LPR as a number of percent, such as 3.0.", field="lpr")
    wanted = [(rate.id, _vat_values(rate)) for rate in vat]
    with desk.writing("settings.put") as writing:
        for key, value in settled.items():
            settings.write(desk, writing.connection, key, value)
        if lpr is not None:
            settings.write(desk, writing.connection, LPR, format(lpr.rate, "f"), lpr.valid_from)
        for rate_id, values in wanted:
            if rate_id is None:
                rows.add(writing.connection, VatRate, [{**values, "id": desk.new_id()}])
            else:
                rows.change(writing.connection, VatRate, rate_id, values)
    return writing.changes


def _vat_values(rate: DatedRate) -> dict[str, Any]:
    if not 0 <= rate.rate < 1:
        raise UserError("A VAT rate lies between 0 and 100 %.", field="rate")
    if not rate.category.strip():
        raise UserError("Say what this rate is for.", field="category")
    if rate.valid_until is not None and rate.valid_until < rate.valid_from:
        raise UserError("The rate would end before it begins. Choose a later last day.", field="valid_until")
    return {
        "category": rate.category.strip(), "rate": rate.rate, "valid_from": rate.valid_from,
        "valid_until": rate.valid_until,
    }  # fmt: skip


def _kept_rates(desk: Desk, rates: Iterable[ExchangeRate]) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    for one in rates:
        currency = one.currency.strip().upper()
        if len(currency) != 3 or not currency.isascii() or not currency.isalpha():
            raise UserError("“{code}” is no currency code. Codes have three letters, such as USD.", code=one.currency)
        if currency == "CNY":
            raise UserError("CNY is the currency of the books and needs no rate.")
        if currency in kept:
            raise UserError("{currency} stands there twice.", currency=currency)
        if not (one.rate.is_finite() and 0 < one.rate < 1_000_000):
            raise UserError("Type what one {currency} is worth in CNY.", currency=currency)
        day = one.date or desk.clock().astimezone().date()
        kept[currency] = {"rate": format(one.rate, "f"), "source": one.source.strip(), "date": day.isoformat()}
    return kept
