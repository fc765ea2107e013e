"""What can be promised of a product and from when: on hand, reserved, expected; shortage, excess and reorder.

Quantities are in the product's unit. Source: domain 1.27 (216-218), 1.10 (083).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from orderdesk_gui.rules.money import ZERO


@dataclass(frozen=True, slots=True)
class Flow:
    """A quantity that comes in (expected supply, positive) or goes out (reserved or ordered, negative) on a day."""

    day: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """How much of a wanted quantity there is from stock, and from when the whole; None where not within sight."""

    now: Decimal
    whole_on: date | None


def available_to_promise(on_hand: Decimal, flows: Iterable[Flow], today: date) -> list[Flow]:
    """From each day on, what can be promised without breaking what is already promised later.

    The first entry is `today`. What was due before today and has not come is not counted on; what should have
    left before today still will. Each day's figure is the lowest balance of that day or any later one, never
    negative: a promise for a day takes from all later ones.
    """
    changes: dict[date, Decimal] = {today: on_hand}
    for flow in flows:
        if flow.day < today and flow.quantity > 0:
            continue
        day = max(flow.day, today)
        changes[day] = changes.get(day, ZERO) + flow.quantity
    balance = ZERO
    balances = []
    for day in sorted(changes):
        balance += changes[day]
        balances.append((day, balance))
    lowest = balances[-1][1]
    found = []
    for day, level in reversed(balances):
        lowest = min(lowest, level)
        found.append(Flow(day, max(lowest, ZERO)))
    found.reverse()
    return [entry for number, entry in enumerate(found) if not number or entry.quantity != found[number - 1].quantity]


def promise(wanted: Decimal, available: Sequence[Flow]) -> Promise:
    """What of `wanted` there is today and the first day that has all of it, by :func:`available_to_promise`."""
    whole = next((entry.day for entry in available if entry.quantity >= wanted), None)
    return Promise(min(wanted, available[0].quantity), whole)


@dataclass(frozen=True, slots=True)
class StockPolicy:
    """When and up to what a product is bought or made again; `maximum` None: no upper bound."""

    reorder_point: Decimal
    safety: Decimal = ZERO
    maximum: Decimal | None = None
    lot: Decimal | None = None


StockFlag = Literal["shortage", "below_safety", "reorder", "excess", "fine"]


def stock_flag(on_hand: Decimal, reserved: Decimal, expected: Decimal, policy: StockPolicy | None) -> StockFlag:
    """How a product stands: 缺货 where more is reserved than there is, 积压 above the maximum.

    Reorder looks at what is free and on its way; safety at what is free now.
    """
    free = on_hand - reserved
    if free < 0:
        return "shortage"
    if policy is None:
        return "fine"
    if free < policy.safety:
        return "below_safety"
    if free + expected <= policy.reorder_point:
        return "reorder"
    if policy.maximum is not None and free + expected > policy.maximum:
        return "excess"
    return "fine"


def reorder_quantity(on_hand: Decimal, reserved: Decimal, expected: Decimal, policy: StockPolicy) -> Decimal:
    """What to order so that the maximum (or twice the reorder point) is reached, in whole lots; 0 above the point."""
    position = on_hand - reserved + expected
    if position > policy.reorder_point:
        return ZERO
    goal = policy.maximum if policy.maximum is not None else 2 * policy.reorder_point
    needed = max(goal, policy.safety) - position
    if needed <= 0:
        return ZERO
    if policy.lot is None or policy.lot <= 0:
        return needed
    return (needed / policy.lot).to_integral_value(ROUND_CEILING) * policy.lot


def imbalanced(free: Sequence[Decimal], policies: Sequence[StockPolicy | None]) -> bool:
    """分布不均: one place lacks what another has too much of (above its maximum, or twice its reorder point)."""
    lacks = any(level < (policy.safety if policy else ZERO) for level, policy in zip(free, policies, strict=True))
    return lacks and any(
        policy is not None and level > (policy.maximum if policy.maximum is not None else 2 * policy.reorder_point)
        for level, policy in zip(free, policies, strict=True)
    )
