"""Who must agree to a quotation: the approval matrix as data, and what it says about one quotation.

Source: domain 8. Every limit is an editable default. The highest level over all figures wins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.access import AuthorityGrant, granted_limit
from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.money import ZERO, divide, format_number, format_percent, multiply, round_half_up
from orderdesk_gui.rules.quotes import Quote, quote_totals
from orderdesk_gui.rules.vat import convert_price

Level = Literal["auto", "sales_manager", "director", "gm"]
LEVELS: tuple[Level, ...] = ("auto", "sales_manager", "director", "gm")
LEVEL_NAMES: dict[Level, Message] = {
    "auto": message("automatic"),
    "sales_manager": message("sales manager"),
    "director": message("director"),
    "gm": message("general manager"),
}

Dimension = Literal["discount", "margin", "amount", "terms", "rush"]
Measure = Literal["discount", "margin", "amount", "prepaid", "days", "retention", "custom_without_deposit", "rush"]

MEASURE_TEXTS: dict[Measure, str] = {
    "discount": "Line {line}: discount of {figure} off the list price asks for: {level}.",
    "margin": "Line {line}: margin of {figure} against the floor asks for: {level}.",
    "amount": "Amount of {figure} with tax asks for: {level}.",
    "prepaid": "Prepayment of {figure} asks for: {level}.",
    "days": "Credit of {figure} days asks for: {level}.",
    "retention": "Retention of {figure} asks for: {level}.",
    "custom_without_deposit": "Custom goods without a deposit ask for: {level}.",
    "rush": "Rush: {why}",
}


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """A cell of the matrix: `level` may agree to figures up to `limit` (or from it on, when `at_least`)."""

    dimension: Dimension
    measure: Measure
    level: Level
    limit: Decimal
    at_least: bool = False

    def allows(self, figure: Decimal) -> bool:
        """Whether `figure` keeps the limit."""
        return figure >= self.limit if self.at_least else figure <= self.limit


def _row(dimension: Dimension, measure: Measure, *limits: str, at_least: bool = False) -> tuple[ApprovalRule, ...]:
    """The rules of one measure for auto, sales manager, director in turn; beyond them decides the gm."""
    return tuple(
        ApprovalRule(dimension, measure, level, Decimal(limit), at_least)
        for level, limit in zip(LEVELS, limits, strict=False)
    )


DEFAULT_RULES: tuple[ApprovalRule, ...] = (
    *_row("discount", "discount", "0.03", "0.08", "0.15"),
    *_row("margin", "margin", "0.05", "0", "-0.05", at_least=True),
    *_row("amount", "amount", "100000", "500000", "2000000"),
    *_row("terms", "prepaid", "0.30", "0", at_least=True),
    *_row("terms", "days", "30", "60", "90"),
    *_row("terms", "retention", "0.05", "0.05", "1"),
    *_row("terms", "custom_without_deposit", "0", "0", "0"),
)
"""Margin is measured against the product's floor: +5 points automatic, the floor itself, 5 points below.

The limit on prepayment counts where something is paid ahead; who pays within the days allowed (月结 30 天)
needs no prepayment.
"""

Decider = Literal["requester", "sales_manager", "director", "gm", "finance", "legal"]


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """The matrix and who decides at each level; several deciders of a level all have to agree.

    With `agreed_discounts` off, a discount is measured from the price that the lists give this customer for this
    quantity, not from the list price.
    """

    name: str
    rules: tuple[ApprovalRule, ...] = DEFAULT_RULES
    deciders: Mapping[Level, tuple[Decider, ...]] = field(default_factory=dict)
    self_approval: bool = False
    timeout_hours: int = 24
    rush_timeout_hours: int = 4
    agreed_discounts: bool = True


PRESETS: dict[str, ApprovalPolicy] = {
    "one_person": ApprovalPolicy(
        "one_person",
        deciders={"sales_manager": ("requester",), "director": ("requester",), "gm": ("requester",)},
        self_approval=True,
    ),
    "boss_alone": ApprovalPolicy("boss_alone", deciders={"sales_manager": ("gm",), "director": ("gm",), "gm": ("gm",)}),
    "full_matrix": ApprovalPolicy(
        "full_matrix",
        deciders={"sales_manager": ("sales_manager",), "director": ("director", "finance"), "gm": ("gm",)},
    ),
}


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line's figures: discount off list (fraction) and margin less floor (points as a fraction), if known."""

    line: int
    discount: Decimal | None = None
    margin_over_floor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuoteFacts:
    """What the matrix looks at; `amount` is with tax in CNY, shares are fractions, `line` counts from 1."""

    lines: tuple[LineFacts, ...]
    amount: Decimal
    prepaid: Decimal
    days: Decimal
    retention: Decimal
    custom_without_deposit: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One figure beyond the automatic limit, and whom it asks for; `line` is None for the whole paper."""

    dimension: Dimension
    measure: Measure
    line: int | None
    figure: Decimal
    level: Level
    message: Message


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level needed, why, and who decides, in order; no decider means it is approved at once."""

    level: Level
    reasons: tuple[Reason, ...]
    deciders: tuple[Decider, ...]


def quote_facts(
    quote: Quote,
    *,
    rate_to_cny: Decimal = Decimal(1),
    costs: Mapping[UUID, tuple[Decimal, Decimal]] | None = None,
    custom: bool = False,
) -> QuoteFacts:
    """The figures of `quote`, its discount on the whole paper counted in every line.

    `costs` gives for a product its cost without tax in the quotation's currency and its margin floor as a
    fraction; `custom` says that goods are made to this customer's drawing.
    """
    totals = quote_totals(quote)
    entered = sum(
        (multiply(line.unit_price, line.quantity) for line in quote.lines),
        ZERO,
    )
    kept = 1 - divide(totals.discount_entered, entered) if entered else Decimal(1)
    lines = []
    for number, line in enumerate(quote.lines, start=1):
        price = multiply(line.unit_price, kept)
        discount = _points(1 - divide(price, line.list_price)) if line.list_price else None
        over = None
        known = costs.get(line.product_id) if costs and line.product_id else None
        if known and price:
            net = convert_price(price, line.vat_rate, quote.tax_mode, "exclusive")
            over = _points(divide(net - known[0], net) - known[1])
        lines.append(LineFacts(number, discount, over))
    payment = quote.terms.payment
    return QuoteFacts(
        lines=tuple(lines),
        amount=multiply(totals.total.gross, rate_to_cny),
        prepaid=payment.prepaid_share,
        days=Decimal(payment.credit_days),
        retention=payment.retention_share,
        custom_without_deposit=custom and not payment.prepaid_share,
    )


def _points(fraction: Decimal) -> Decimal:
    """To a thousandth of a percent, so that rounded prices do not trip a limit they just keep."""
    return round_half_up(fraction, 5)


def assess(
    facts: QuoteFacts,
    policy: ApprovalPolicy,
    *,
    requester: UUID | None = None,
    grants: Iterable[AuthorityGrant] = (),
    on: date | None = None,
) -> Assessment:
    """Which level `facts` ask for, every reason beyond the automatic limits, and who decides.

    A grant valid on the day raises the requester's own automatic limit for discount or amount.
    """
    grants = tuple(grants)
    reasons = []
    for measure, line, figure in _figures(facts):
        level = _level(measure, figure, policy.rules)
        own = granted_limit(grants, requester, measure, on) if requester and on else None
        if level == "auto" or (own is not None and figure <= own):
            continue
        dimension = next(rule.dimension for rule in policy.rules if rule.measure == measure)
        reasons.append(Reason(dimension, measure, line, figure, level, _why(measure, line, figure, level)))
    asked = {reason.level for reason in reasons}
    highest = next((level for level in reversed(LEVELS) if level in asked), LEVELS[0])
    return Assessment(highest, tuple(reasons), tuple(policy.deciders.get(highest, ())))


def with_rush(assessment: Assessment, why: str) -> Assessment:
    """The same, marked as a rush: everybody is asked at once and has less time. Source: domain 8."""
    reason = Reason("rush", "rush", None, ZERO, assessment.level, message(MEASURE_TEXTS["rush"], why=why.strip()))
    return replace(assessment, reasons=(*assessment.reasons, reason))


def rush_of(assessment: Assessment) -> str:
    """Why it is a rush; empty where it is none."""
    return next((str(one.message.values["why"]) for one in assessment.reasons if one.measure == "rush"), "")


def _figures(facts: QuoteFacts) -> Iterable[tuple[Measure, int | None, Decimal]]:
    for line in facts.lines:
        if line.discount is not None:
            yield "discount", line.line, line.discount
        if line.margin_over_floor is not None:
            yield "margin", line.line, line.margin_over_floor
    yield "amount", None, facts.amount
    if facts.prepaid:
        yield "prepaid", None, facts.prepaid
    yield "days", None, facts.days
    yield "retention", None, facts.retention
    yield "custom_without_deposit", None, Decimal(facts.custom_without_deposit)


def _level(measure: Measure, figure: Decimal, rules: Iterable[ApprovalRule]) -> Level:
    """The lowest level whose limit `figure` keeps; the general manager beyond all of them."""
    own = [rule for rule in rules if rule.measure == measure]
    fitting = [rule.level for rule in own if rule.allows(figure)]
    return min(fitting, key=LEVELS.index, default="gm") if own else "auto"


def _why(measure: Measure, line: int | None, figure: Decimal, level: Level) -> Message:
    if measure == "amount":
        shown = f"¥{format_number(figure, 2, 2)}"
    elif measure == "days":
        shown = format_number(figure)
    else:
        shown = format_percent(round_half_up(figure, 3))  # the rule keeps the exact figure
    return message(MEASURE_TEXTS[measure], line=line, figure=shown, level=LEVEL_NAMES[level])
