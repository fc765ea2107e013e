"""What a quotation holds, its totals, and when it expires."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from orderdesk_gui.rules.money import ZERO, multiply, round_amount
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.quote_status import (
    HEAD,
    HEAD_PATHS,
    LOSS_REASONS,
    REVISION,
    REVISION_PATHS,
    shown_status,
)
from orderdesk_gui.rules.vat import (
    LineAmounts,
    RateTotal,
    TaxMode,
    amounts_of,
    by_rate,
    discount_amounts,
    line_amounts,
    spread,
    total,
)

if TYPE_CHECKING:
    from orderdesk_gui.rules.customers import Contact

__all__ = [
    "HEAD",
    "HEAD_PATHS",
    "LINE_KINDS",
    "LOSS_REASONS",
    "REVISION",
    "REVISION_PATHS",
    "LineKind",
    "Quote",
    "QuoteLine",
    "QuoteTerms",
    "QuoteTotals",
    "addressee",
    "has_expired",
    "quote_totals",
    "shown_status",
]

LineKind = Literal["goods", "mould", "freight", "service", "other"]
LINE_KINDS: tuple[LineKind, ...] = ("goods", "mould", "freight", "service", "other")


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line; without `product_id` it is a free line (mould, freight, non-standard goods).

    `unit_price` is final, in the quotation's currency and tax mode, up to six decimals, every discount
    of the line already in it; `list_price` (same mode) and `discount` (conceded by hand, a fraction)
    say how it came about, `manual` that it was typed.
    """

    quantity: Decimal
    unit_price: Decimal
    vat_rate: Decimal = Decimal("0.13")
    product_id: UUID | None = None
    kind: LineKind = "goods"
    code: str = ""
    customer_part_no: str = ""
    name_zh: str = ""
    name_en: str = ""
    specification: str = ""
    unit: str = ""
    list_price: Decimal | None = None
    discount: Decimal = ZERO
    manual: bool = False
    price_list_id: UUID | None = None
    price_list_revision: int | None = None
    delivery_date: datetime.date | None = None
    lead_days: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """What the parties agree on besides the lines."""

    payment: PaymentTerms = field(default_factory=PaymentTerms)
    delivery_place: str = ""
    delivery_method: str = ""
    lead_days: int | None = None
    incoterm: str = ""
    warranty: str = ""
    remarks_zh: str = ""
    remarks_en: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The content of one revision of a quotation.

    The discount on the whole paper is an amount in the tax mode of the prices or a fraction
    (`discount_percent`), not both; it stands as its own negative line or is spread over the lines.
    `freight` is in the same tax mode.
    """

    customer_id: UUID
    company_id: UUID
    date: datetime.date
    lines: tuple[QuoteLine, ...]
    valid_until: datetime.date | None = None
    currency: str = "CNY"
    tax_mode: TaxMode = "inclusive"
    discount_amount: Decimal = ZERO
    discount_percent: Decimal = ZERO
    discount_style: Literal["line", "spread"] = "line"
    freight: Decimal = ZERO
    freight_vat_rate: Decimal = Decimal("0.13")
    terms: QuoteTerms = field(default_factory=QuoteTerms)
    contact_id: UUID | None = None
    inquiry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class QuoteTotals:
    """Rounded amounts of a quotation; `total` is the sum of lines, discount and freight.

    With a spread discount the lines are already reduced and `discount` is empty.
    """

    lines: tuple[LineAmounts, ...]
    discount: tuple[RateTotal, ...]
    freight: LineAmounts
    total: LineAmounts
    by_rate: tuple[RateTotal, ...]
    discount_entered: Decimal = ZERO


def quote_totals(quote: Quote) -> QuoteTotals:
    """All amounts of `quote`. UserError when the discount exceeds the lines. Source: domain 3."""
    mode, currency = quote.tax_mode, quote.currency
    lines = tuple(line_amounts(line.unit_price, line.quantity, line.vat_rate, mode, currency) for line in quote.lines)
    rates = [line.vat_rate for line in quote.lines]
    entered = [amounts.entered(mode) for amounts in lines]
    discount = _discount(quote, sum(entered, ZERO))
    discount_lines: tuple[RateTotal, ...] = ()
    if discount and quote.discount_style == "spread":
        shares = spread(discount, entered, currency)
        lines = tuple(
            amounts_of(amount - share, rate, mode, currency)
            for amount, share, rate in zip(entered, shares, rates, strict=True)
        )
    elif discount:
        discount_lines = discount_amounts(discount, list(zip(rates, lines, strict=True)), mode, currency)
    freight = amounts_of(quote.freight, quote.freight_vat_rate, mode, currency)
    parts = [
        *zip(rates, lines, strict=True),
        *((row.rate, row.amounts) for row in discount_lines),
        *([(quote.freight_vat_rate, freight)] if quote.freight else []),
    ]
    whole = total(amounts for _, amounts in parts)
    return QuoteTotals(lines, discount_lines, freight, whole, by_rate(parts), discount)


def _discount(quote: Quote, goods: Decimal) -> Decimal:
    if quote.discount_percent:
        return round_amount(multiply(goods, quote.discount_percent), quote.currency)
    return round_amount(quote.discount_amount, quote.currency)


def has_expired(valid_until: datetime.date | None, on: datetime.date) -> bool:
    """Whether an offer open until `valid_until` (that day included) is over on `on`."""
    return valid_until is not None and on > valid_until


def addressee(contacts: Sequence["Contact"], chosen: UUID | None) -> "Contact | None":
    """Whom a quotation is addressed to: the contact chosen for it, else the main one, else the first."""
    by_id = next((one for one in contacts if chosen is not None and one.id == chosen), None)
    return by_id or next((one for one in contacts if one.main), None) or next(iter(contacts), None)
