"""What a sales order holds, its totals, what is wrong with it, and who has to look at it twice."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.money import ZERO, format_number, minor_units
from orderdesk_gui.rules.payment import PaymentTerms, check_terms
from orderdesk_gui.rules.problems import Problem, caught, error, refuse_errors, warning
from orderdesk_gui.rules.quote_checks import NAME_LENGTH, TEXT_LENGTH, check_length, check_line
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTotals, quote_totals
from orderdesk_gui.rules.vat import TAX_MODES, TaxMode

OrderKind = Literal["normal", "sample", "replacement", "repair"]

KIND_NAMES: dict[OrderKind, Message] = {
    "normal": message("order"),
    "sample": message("sample order"),
    "replacement": message("replacement order"),
    "repair": message("repair order"),
}

CHANNEL_NAMES: dict[str, Message] = {
    "phone": message("phone"),
    "email": message("e-mail"),
    "wechat": message("WeChat"),
    "website": message("website"),
    "visit": message("visit"),
    "shop": message("shop"),
    "fair": message("fair"),
    "marketplace": message("marketplace"),
    "other": message("other"),
}
"""How an order came in. Source: domain 1.27 (213)."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line: what was agreed on, and the days that the customer wants and we promise."""

    goods: QuoteLine
    wanted: datetime.date | None = None
    promised: datetime.date | None = None
    drawing: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """The content of a sales order; `freight` and `discount_amount` are in the tax mode of the prices.

    `difficulty` is 1 (standard) to 3 (new to us).
    """

    customer_id: UUID
    company_id: UUID
    date: datetime.date
    lines: tuple[OrderLine, ...]
    kind: OrderKind = "normal"
    channel: str = ""
    customer_po: str = ""
    customer_po_date: datetime.date | None = None
    currency: str = "CNY"
    tax_mode: TaxMode = "inclusive"
    discount_amount: Decimal = ZERO
    freight: Decimal = ZERO
    freight_vat_rate: Decimal = Decimal("0.13")
    payment: PaymentTerms = field(default_factory=PaymentTerms)
    delivery_place: str = ""
    delivery_method: str = ""
    incoterm: str = ""
    warranty: str = ""
    remarks: str = ""
    difficulty: int = 1
    contact_id: UUID | None = None

    def as_quote(self) -> Quote:
        """The same goods and prices as a quotation, for whatever both are treated alike in."""
        return Quote(
            self.customer_id, self.company_id, self.date, tuple(line.goods for line in self.lines), None,
            self.currency, self.tax_mode, self.discount_amount, freight=self.freight,
            freight_vat_rate=self.freight_vat_rate, contact_id=self.contact_id,
        )  # fmt: skip


def order_totals(order: Order) -> QuoteTotals:
    """All amounts of `order`, as those of a quotation. UserError when the discount exceeds the lines."""
    return quote_totals(order.as_quote())


def check_order(order: Order) -> tuple[Problem, ...]:
    """Everything wrong with `order`; errors stop it from being confirmed, warnings do not."""
    problems = caught(lambda: minor_units(order.currency))
    if order.tax_mode not in TAX_MODES:
        problems.append(error("tax_mode", "Choose whether prices are with or without tax."))
    if not order.lines:
        problems.append(error("lines", "The order has no line. Add a product or a free line."))
    for at, line in enumerate(order.lines):
        problems += [found for found in check_line(line.goods, f"lines.{at}") if not _free_of_charge(order, found)]
        problems += _check_days(order, line, f"lines.{at}")
    if order.customer_po_date and order.customer_po_date > order.date:
        problems.append(warning("customer_po_date", "The customer's order is dated after ours. Check both dates."))
    problems += caught(lambda: check_terms(order.payment))
    for name, most in (("customer_po", 100), ("delivery_place", NAME_LENGTH), ("remarks", TEXT_LENGTH)):
        problems += check_length(getattr(order, name), most, name)
    if not any(problem.severity == "error" for problem in problems):
        problems += caught(lambda: order_totals(order))
    return tuple(problems)


def require_valid_order(order: Order) -> None:
    """UserError with the first error of :func:`check_order`."""
    refuse_errors(check_order(order))


def _free_of_charge(order: Order, problem: Problem) -> bool:
    """Samples, replacements and repairs may cost nothing, without a word about it."""
    return order.kind != "normal" and problem.severity == "warning" and problem.field.endswith(".unit_price")


def _check_days(order: Order, line: OrderLine, at: str) -> list[Problem]:
    problems = []
    for name, day in (("wanted", line.wanted), ("promised", line.promised)):
        if day and day < order.date:
            problems.append(error(f"{at}.{name}", "The day is before the order's own date. Choose a later one."))
    if line.wanted and line.promised and line.promised > line.wanted:
        problems.append(warning(f"{at}.promised", "The promise is later than the customer wants. Tell the customer."))
    return problems


def promised_day(lines: Sequence[OrderLine]) -> datetime.date | None:
    """When the whole order is promised: the latest day of its lines, None while one of the goods has none."""
    days = [line.promised for line in lines if line.goods.kind == "goods"]
    return max((day for day in days if day), default=None) if all(days) else None


def review_digest(order: Order, totals: QuoteTotals) -> str:
    """SHA-256 of what the four-point review looks at: product, quantity, price and customer.

    A review counts while this is unchanged. Source: domain 1.27 (215), 1.25 (199).
    """
    parts = [str(order.customer_id), str(order.company_id), order.customer_po, order.currency, order.tax_mode]
    parts.append(format_number(totals.total.gross))
    for line in order.lines:
        goods = line.goods
        parts += [str(goods.product_id), goods.code, goods.name_zh, goods.specification, line.drawing, goods.unit]
        parts += [format_number(goods.quantity), format_number(goods.unit_price), format_number(goods.vat_rate)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StarTable:
    """From which amounts (with tax, in the base currency) an order's value counts 2, 3, 4 and 5. Source: [A]."""

    amounts: tuple[Decimal, Decimal, Decimal, Decimal] = (
        Decimal(20_000), Decimal(100_000), Decimal(500_000), Decimal(2_000_000),
    )  # fmt: skip


def stars(amount: Decimal, difficulty: int, table: StarTable) -> int:
    """One to five stars: the value's level, one more for a difficult order (3), at most five.

    Source: domain 1.25 (194): by difficulty and value.
    """
    level = 1 + sum(amount >= bound for bound in table.amounts)
    return min(level + (difficulty >= 3), 5)
