"""What a customer owes and when it falls due: the schedule of an order's payments, exposure and credit holds.

Amounts are in one currency, with tax.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.money import ZERO, round_amount, round_half_up
from orderdesk_gui.rules.payment import PaymentTerms, Share, Trigger, due_date


@dataclass(frozen=True, slots=True)
class DuePart:
    """A part of an order's price: `amount` due on `due`, None while what it waits for has no date."""

    position: int
    trigger: Trigger
    share: Decimal
    amount: Decimal
    due: date | None
    deposit: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """What left on one day: the value of the goods with tax; `planned` while it is still to leave."""

    day: date
    amount: Decimal
    planned: bool = False


def payment_schedule(
    terms: PaymentTerms,
    total: Decimal,
    currency: str,
    reached: Mapping[Trigger, date],
    deliveries: Sequence[Delivered] = (),
) -> tuple[DuePart, ...]:
    """The parts of `total`, in order; they add up to it to the cent, what is left over stands in the last.

    `reached` says when each trigger was or will be reached. Credit by month or days after delivery has a part
    for each due day of what was, or will be, delivered. Source: domain 1.5 (047), 2.3 #11.
    """
    if terms.kind in ("monthly", "days", "cod") and deliveries:
        return _by_delivery(terms, total, currency, deliveries)
    shares = terms.shares if terms.kind == "split" else (_single(terms),)
    parts, rest = [], total
    for position, part in enumerate(shares, start=1):
        amount = rest if position == len(shares) else round_amount(total * part.share, currency)
        rest -= amount
        since = reached.get(part.trigger)
        due = None if since is None else _due(terms, part, since)
        parts.append(DuePart(position, part.trigger, part.share, amount, due, part.deposit))
    return tuple(parts)


def _single(terms: PaymentTerms) -> Share:
    """The one part of terms that know no shares."""
    return Share(Decimal(1), "before_shipment" if terms.kind == "prepaid" else "delivery", terms.days)


def _due(terms: PaymentTerms, part: Share, since: date) -> date:
    return due_date(terms, since) if terms.kind == "monthly" else since + timedelta(days=part.days)


_SHARE_PLACES = 6


def _by_delivery(
    terms: PaymentTerms, total: Decimal, currency: str, deliveries: Iterable[Delivered]
) -> tuple[DuePart, ...]:
    days: dict[date, Decimal] = {}
    for delivered in deliveries:
        due = due_date(terms, delivered.day)
        days[due] = days.get(due, ZERO) + delivered.amount
    parts, rest = [], total
    for position, due in enumerate(sorted(days), start=1):
        amount = rest if position == len(days) else min(round_amount(days[due], currency), rest)
        rest -= amount
        share = round_half_up(amount / total, _SHARE_PLACES) if total else ZERO
        parts.append(DuePart(position, "delivery", share, amount, due))
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is still owed of an invoice or a due part."""

    amount: Decimal
    due: date


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is at risk with a customer. Source: domain 5, Exposure."""

    open_orders: Decimal = ZERO
    shipped_not_invoiced: Decimal = ZERO
    receivables: Decimal = ZERO
    prepayments: Decimal = ZERO
    this_order: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Never below zero: what was paid ahead of everything is no credit of ours."""
        owed = self.open_orders + self.shipped_not_invoiced + self.receivables + self.this_order
        return max(owed - self.prepayments, ZERO)


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """From which share of the limit and how many days overdue each stage begins. Source: domain 5, domain 8 Credit [A].

    `document_cap`: no single order above it, None for none.
    """

    warn_share: Decimal = Decimal("0.8")
    hold_order_share: Decimal = Decimal(1)
    hold_delivery_share: Decimal = Decimal("1.2")
    warn_overdue: int = 1
    hold_order_overdue: int = 30
    hold_delivery_overdue: int = 60
    document_cap: Decimal | None = None


CreditStage = Literal["fine", "warn", "hold_order", "hold_delivery"]
STAGES: tuple[CreditStage, ...] = ("fine", "warn", "hold_order", "hold_delivery")


@dataclass(frozen=True, slots=True)
class CreditCheck:
    """The stage a customer is in, and why."""

    stage: CreditStage
    reasons: tuple[Message, ...] = ()


def overdue_days(items: Iterable[OpenItem], today: date) -> int:
    """Days that the oldest open item is overdue; 0 where none is."""
    return max(((today - item.due).days for item in items if item.amount > 0), default=0)


def check_credit(
    exposure: Exposure, limit: Decimal, items: Iterable[OpenItem], today: date, policy: CreditPolicy
) -> CreditCheck:
    """How far an order or a delivery may go: the worst of share of the limit, days overdue and the cap on one order.

    A limit of 0 means no credit: whatever is at risk holds the order.
    """
    found: list[tuple[CreditStage, Message]] = []
    at_risk, late = exposure.total, overdue_days(items, today)
    shares: list[tuple[CreditStage, Decimal]] = [
        ("hold_delivery", policy.hold_delivery_share),
        ("hold_order", policy.hold_order_share),
        ("warn", policy.warn_share),
    ]
    for stage, share in shares:
        if at_risk > limit * share:
            sentence = message("At risk are {amount}, with a credit limit of {limit}.", amount=at_risk, limit=limit)
            found.append(("hold_order" if not limit else stage, sentence))
            break
    days: list[tuple[CreditStage, int]] = [
        ("hold_delivery", policy.hold_delivery_overdue),
        ("hold_order", policy.hold_order_overdue),
        ("warn", policy.warn_overdue),
    ]
    for stage, bound in days:
        if late >= bound:
            found.append((stage, message("The oldest open item is {days} days overdue.", days=late)))
            break
    if policy.document_cap is not None and exposure.this_order > policy.document_cap:
        found.append(("hold_order", message("One order may not exceed {cap}.", cap=policy.document_cap)))
    stage = max((stage for stage, _ in found), key=STAGES.index, default="fine")
    return CreditCheck(stage, tuple(sentence for _, sentence in found))


@dataclass(frozen=True, slots=True)
class Release:
    """The credit controller let an order go as it was then: its value and the quantity of each line."""

    amount: Decimal
    quantities: tuple[Decimal, ...]

    def covers(self, amount: Decimal, quantities: Sequence[Decimal]) -> bool:
        """Whether it still counts: any other value or quantity blocks the order again. Source: domain 5, Exposure."""
        return amount == self.amount and tuple(quantities) == self.quantities
