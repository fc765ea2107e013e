"""Value-added tax: amounts of a line, totals, discounts on the whole paper, and dated rates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import (
    EXACT,
    PRICE_PLACES,
    ZERO,
    divide,
    format_number,
    minor_units,
    multiply,
    round_half_up,
)

TaxMode = Literal["inclusive", "exclusive"]
TAX_MODES: tuple[TaxMode, ...] = ("inclusive", "exclusive")


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """Rounded amounts of one line or total: without tax, tax, with tax; net + tax = gross always."""

    net: Decimal = ZERO
    tax: Decimal = ZERO
    gross: Decimal = ZERO

    def __add__(self, other: "LineAmounts") -> "LineAmounts":
        return LineAmounts(
            EXACT.add(self.net, other.net),
            EXACT.add(self.tax, other.tax),
            EXACT.add(self.gross, other.gross),
        )

    def entered(self, mode: TaxMode) -> Decimal:
        """The amount as prices were entered: gross when inclusive, net when exclusive."""
        return self.gross if mode == "inclusive" else self.net


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What a paper with several tax rates itemises: the amounts at one rate."""

    rate: Decimal
    amounts: LineAmounts


@dataclass(frozen=True, slots=True)
class VatRate:
    """A row of the dated rate table; `rate` is a fraction, `valid_until` the last day it holds."""

    category: str
    rate: Decimal
    valid_from: date
    valid_until: date | None = None


_LAW = date(2026, 1, 1)
DEFAULT_VAT_RATES: tuple[VatRate, ...] = (
    VatRate("goods", Decimal("0.13"), _LAW),
    VatRate("listed_goods", Decimal("0.09"), _LAW),
    VatRate("transport", Decimal("0.09"), _LAW),
    VatRate("services", Decimal("0.06"), _LAW),
    VatRate("export", Decimal("0"), _LAW),
    VatRate("simplified", Decimal("0.03"), _LAW),
    VatRate("small_scale", Decimal("0.01"), _LAW, date(2027, 12, 31)),
    VatRate("small_scale", Decimal("0.03"), date(2028, 1, 1)),
)
"""Source: domain 3, VAT Law in force 1 Jan 2026, articles 7 and 10-12."""


def vat_rate_on(rates: Iterable[VatRate], category: str, on: date) -> Decimal:
    """The rate of `category` on a day, the latest row first; UserError when the table has none."""
    valid = [
        row
        for row in rates
        if row.category == category and row.valid_from <= on and (row.valid_until is None or on <= row.valid_until)
    ]
    if not valid:
        raise UserError(
            "No VAT rate for {category} on {on}. Add it to the rate table in the settings.",
            field="vat_rate",
            category=category,
            on=on.isoformat(),
        )
    return max(valid, key=lambda row: row.valid_from).rate


def line_amounts(
    unit_price: Decimal, quantity: Decimal, rate: Decimal, mode: TaxMode, currency: str = "CNY"
) -> LineAmounts:
    """Net, tax and gross of price x quantity; the product is rounded, never the price.

    Source: domain 3, line rules.
    """
    return amounts_of(multiply(unit_price, quantity), rate, mode, currency)


def amounts_of(entered: Decimal, rate: Decimal, mode: TaxMode, currency: str = "CNY") -> LineAmounts:
    """Net, tax and gross of an amount entered with tax (inclusive) or without (exclusive)."""
    places = minor_units(currency)
    amount = round_half_up(entered, places)
    if mode == "inclusive":
        net = round_half_up(divide(amount, 1 + rate), places)
        return LineAmounts(net, amount - net, amount)
    tax = round_half_up(multiply(amount, rate), places)
    return LineAmounts(amount, tax, amount + tax)


def total(lines: Iterable[LineAmounts]) -> LineAmounts:
    """The sum of rounded lines: the only way totals are made."""
    return sum(lines, LineAmounts())


def by_rate(lines: Iterable[tuple[Decimal, LineAmounts]]) -> tuple[RateTotal, ...]:
    """Amounts per tax rate, highest rate first. Source: VAT Law 12 (mixed rates are itemised)."""
    sums: dict[Decimal, LineAmounts] = {}
    for rate, amounts in lines:
        sums[rate] = sums.get(rate, LineAmounts()) + amounts
    return tuple(RateTotal(rate, sums[rate]) for rate in sorted(sums, reverse=True))


def spread(discount: Decimal, amounts: Sequence[Decimal], currency: str = "CNY") -> tuple[Decimal, ...]:
    """`discount` shared out in proportion to `amounts`; what rounding leaves goes on the largest.

    The shares add up to `discount` exactly. Amounts of zero or less take no share. UserError when the
    discount exceeds what there is to discount.
    """
    bases = [max(amount, ZERO) for amount in amounts]
    whole = sum(bases, ZERO)
    if discount > whole:
        raise UserError(
            "The discount of {discount} is more than the goods come to ({whole}). Enter a smaller discount.",
            field="discount_amount",
            discount=format_number(discount, 2),
            whole=format_number(whole, 2),
        )
    if not discount:
        return (ZERO,) * len(bases)
    places = minor_units(currency)
    shares = [round_half_up(divide(multiply(discount, base), whole), places) for base in bases]
    largest = max(range(len(bases)), key=bases.__getitem__)
    shares[largest] += discount - sum(shares, ZERO)
    return tuple(shares)


def discount_amounts(
    discount: Decimal,
    lines: Sequence[tuple[Decimal, LineAmounts]],
    mode: TaxMode,
    currency: str = "CNY",
) -> tuple[RateTotal, ...]:
    """A whole-paper discount as its own negative line: one per tax rate, in proportion.

    `discount` is positive and of the same tax mode as the prices; `lines` are (rate, amounts).
    """
    groups = by_rate(lines)
    shares = spread(discount, [group.amounts.entered(mode) for group in groups], currency)
    return tuple(
        RateTotal(group.rate, amounts_of(-share, group.rate, mode, currency))
        for group, share in zip(groups, shares, strict=True)
        if share
    )


def convert_price(price: Decimal, rate: Decimal, source: TaxMode, target: TaxMode) -> Decimal:
    """A unit price of one tax mode in the other, not rounded (60 digits); round to six decimals to keep it.

    Kept with six decimals, exclusive -> inclusive -> exclusive gives back every price of up to six decimals
    exactly; inclusive -> exclusive -> inclusive gives back every price of up to five decimals when the
    result is rounded to five.
    """
    if source == target:
        return price
    return divide(price, 1 + rate) if source == "inclusive" else multiply(price, 1 + rate)


def rounded_price(price: Decimal) -> Decimal:
    """A unit price as it is kept: six decimals, half-up."""
    return round_half_up(price, PRICE_PLACES)
