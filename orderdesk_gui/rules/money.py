"""Amounts of money: exact decimals, rounding, reading what was typed, and showing it."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from orderdesk_gui.rules.language import UserError

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""Enough digits that price x quantity is exact and no quotient is rounded twice."""

PRICE_PLACES = 6
QUANTITY_PLACES = 6
AMOUNT_LIMIT = Decimal(10) ** 13
"""No amount reaches this, in any currency: words and the store end there."""

ZERO = Decimal(0)

_TWO_DECIMALS = (
    "CNY", "USD", "EUR", "GBP", "HKD", "TWD", "THB", "MYR", "SGD", "INR", "RUB", "BRL", "AUD", "CAD",
    "CHF", "AED", "SAR", "IDR",
)  # fmt: skip
MINOR_UNITS: dict[str, int] = (
    dict.fromkeys(_TWO_DECIMALS, 2)
    | dict.fromkeys(("JPY", "KRW", "VND", "CLP"), 0)
    | dict.fromkeys(("KWD", "BHD", "OMR", "TND"), 3)
)
"""Decimals of each currency. Source: domain 3, ISO 4217."""

CURRENCIES: tuple[str, ...] = tuple(MINOR_UNITS)

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]*)?")


def minor_units(currency: str) -> int:
    """Decimals of an amount in `currency` (0, 2 or 3); UserError for one we do not know."""
    try:
        return MINOR_UNITS[currency]
    except KeyError:
        raise UserError(
            "The currency {currency} is not known. Use an ISO code such as CNY, USD or EUR.",
            field="currency",
            currency=currency,
        ) from None


def round_half_up(value: Decimal, places: int) -> Decimal:
    """`value` with `places` decimals, 四舍五入: halves go away from zero. Source: domain 3."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)


def round_amount(value: Decimal, currency: str) -> Decimal:
    """`value` rounded half-up to the minor unit of `currency`."""
    return round_half_up(value, minor_units(currency))


def multiply(left: Decimal, right: Decimal) -> Decimal:
    """The exact product, however many digits it has."""
    return EXACT.multiply(left, right)


def divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    """The quotient to 60 digits, to be rounded once by the caller."""
    return EXACT.divide(dividend, divisor)


def decimals(value: Decimal) -> int:
    """How many decimals `value` really has; trailing zeros do not count."""
    if not value:
        return 0
    exponent = EXACT.normalize(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency. Adding two currencies is a bug and raises ValueError."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(EXACT.add(self.amount, other.amount), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(EXACT.subtract(self.amount, other.amount), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def times(self, factor: Decimal) -> "Money":
        """The exact product, not rounded."""
        return Money(multiply(self.amount, factor), self.currency)

    def rounded(self) -> "Money":
        """Rounded half-up to the minor unit of its currency."""
        return Money(round_amount(self.amount, self.currency), self.currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot combine {self.currency} and {other.currency}")


def parse_decimal(
    text: str,
    *,
    field: str = "",
    places: int | None = None,
    limit: Decimal = AMOUNT_LIMIT,
) -> Decimal:
    """The number that a person typed or pasted, e.g. ``"１，２３４.50 "`` -> 1234.50.

    Full-width digits, the Chinese full stop, spaces and thousands separators are understood; powers of
    ten, NaN and infinity are not. UserError at `field` when it is no number, has more than `places`
    decimals, or reaches `limit` (either sign).
    """
    plain = text.strip()
    if not _PLAIN.fullmatch(plain):
        plain = _unfolded(plain)
        if not _GROUPED.fullmatch(plain) or not any(char.isdigit() for char in plain):
            raise UserError(_not_a_number(plain), field=field, text=text.strip()[:40])
    value = Decimal(plain.replace(",", ""))
    check_number(value, field=field, places=places, limit=limit)
    return value


def check_number(value: Decimal, *, field: str, places: int | None, limit: Decimal) -> None:
    """UserError at `field` unless `value` is finite, below `limit` and has at most `places` decimals."""
    if not value.is_finite():
        raise UserError("“{text}” is not a number. Write digits such as 1234.50.", field=field, text=str(value))
    if abs(value) >= limit:
        raise UserError(
            "{number} is too large. Enter a number below {limit}.",
            field=field,
            number=f"{value:,}" if value.adjusted() < 20 else f"{value:.3E}",
            limit=f"{limit:,f}",
        )
    if places is not None and decimals(value) > places:
        raise UserError(
            "{number} has more than {places} decimals. Round it to {places} decimals.",
            field=field,
            number=f"{value:f}",
            places=places,
        )


def parse_percent(text: str, *, field: str = "") -> Decimal:
    """A percentage as typed, ``"13"``, ``"13%"`` or ``"13 ％"``, as a fraction: 0.13."""
    bare = unicodedata.normalize("NFKC", text).strip().removesuffix("%")
    return parse_decimal(bare, field=field, limit=Decimal(1000)).scaleb(-2)


def format_number(value: Decimal, least: int = 0, most: int = 6) -> str:
    """Grouped by thousands with `least` to `most` decimals: ``1,234.50``, ``-0.3333``."""
    rounded = round_half_up(value, most)
    rounded = round_half_up(rounded, max(decimals(rounded), least))
    return f"{rounded if rounded else abs(rounded):,f}"


def format_amount(amount: Decimal, currency: str, *, domestic: bool = True) -> str:
    """As papers print it: ``¥1,234.50`` for CNY on domestic papers, else ``USD 1,234.50``.

    Source: domain 3 (always the ISO code for foreign money), issue "Words of the interface".
    """
    places = minor_units(currency)
    number = format_number(abs(amount), places, places)
    sign = "-" if round_half_up(amount, places) < 0 else ""
    return f"{sign}¥{number}" if currency == "CNY" and domestic else f"{currency} {sign}{number}"


def format_price(price: Decimal, currency: str) -> str:
    """A unit price without its currency: at least the currency's decimals, at most six."""
    return format_number(price, minor_units(currency), PRICE_PLACES)


def format_quantity(quantity: Decimal) -> str:
    """A quantity without needless zeros: ``1,200``, ``0.25``."""
    return format_number(quantity, 0, QUANTITY_PLACES)


def format_percent(fraction: Decimal) -> str:
    """``0.125`` as ``12.5 %``."""
    return f"{format_number(fraction.scaleb(2), 0, 4)} %"


def _unfolded(text: str) -> str:
    half_width = unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-")
    return "".join(half_width.split())


def _not_a_number(plain: str) -> str:
    if "," in plain and plain.replace(",", "").replace(".", "").lstrip("+-").isdigit():
        return "“{text}” is unclear. Use a point for decimals and commas for thousands only: 1,234.50."
    return "“{text}” is not a number. Write digits such as 1234.50."
