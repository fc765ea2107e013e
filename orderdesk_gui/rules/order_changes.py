"""Says what a change of a confirmed order changes, whether it is material, and what of it cannot be.

Source: domain 1.27 (224); Civil Code 543 (a change is agreed on by both), CC 488 (what is material).
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.money import ZERO, divide, format_number, format_percent, multiply, round_amount
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.problems import Problem, error

Cause = Literal["customer", "ours"]

CAUSE_NAMES: dict[Cause, Message] = {"customer": message("the customer's wish"), "ours": message("our cause")}

What = Literal["added", "removed", "cancelled", "subject", "quantity", "quality", "price", "date", "terms", "other"]

MATERIAL: frozenset[What] = frozenset(
    {"added", "removed", "cancelled", "subject", "quantity", "quality", "price", "date", "terms"}
)
"""What is material in the sense of CC 488; contacts and remarks are not."""


Shown = str | Message | PaymentTerms
"""A value as a notice prints it; payment terms say themselves in the language of the paper."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that becomes different; `line` is its name on paper, empty for the whole order."""

    what: What
    name: Message
    before: Shown
    after: Shown
    line: str = ""
    line_id: UUID | None = None

    @property
    def material(self) -> bool:
        """Whether it has to be approved, and agreed on with the customer, again."""
        return self.what in MATERIAL


def _date(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: Decimal) -> str:
    return format_number(value)


def _same(value: Shown) -> Shown:
    return value


_LINE_FIELDS: tuple[tuple[What, Message, Callable[[OrderLine], Any], Callable[[Any], Shown]], ...] = (
    ("subject", message("product"), lambda line: line.goods.code or line.goods.name_zh or line.goods.name_en, _same),
    ("quality", message("specification"), lambda line: line.goods.specification, _same),
    ("quality", message("drawing"), lambda line: line.drawing, _same),
    ("quantity", message("quantity"), lambda line: line.goods.quantity, _number),
    ("quantity", message("unit"), lambda line: line.goods.unit, _same),
    ("price", message("unit price"), lambda line: line.goods.unit_price, _number),
    ("price", message("VAT rate"), lambda line: line.goods.vat_rate, format_percent),
    ("date", message("promised date"), lambda line: line.promised, _date),
    ("other", message("wanted date"), lambda line: line.wanted, _date),
    ("other", message("remark"), lambda line: line.goods.remark, _same),
)
_ORDER_FIELDS: tuple[tuple[What, Message, str, Callable[[Any], Shown]], ...] = (
    ("price", message("discount"), "discount_amount", _number),
    ("price", message("freight"), "freight", _number),
    ("price", message("currency"), "currency", _same),
    ("terms", message("payment terms"), "payment", _same),
    ("terms", message("delivery place"), "delivery_place", _same),
    ("terms", message("delivery method"), "delivery_method", _same),
    ("terms", message("trade term"), "incoterm", _same),
    ("terms", message("warranty"), "warranty", _same),
    ("other", message("customer's order number"), "customer_po", _same),
    ("other", message("remarks"), "remarks", _same),
)


def name_of(line: OrderLine) -> str:
    """A line as notices call it: its code and name."""
    return " ".join(part for part in (line.goods.code, line.goods.name_zh or line.goods.name_en) if part)


def changes_between(old: Order, new: Order) -> tuple[Change, ...]:
    """Everything that differs, line by line in the order of `new`, then removed lines, then the whole order.

    Lines are the same when their ids are; a line of `new` without an id is added.
    """
    before = {line.id: line for line in old.lines}
    found: list[Change] = []
    for line in new.lines:
        former = before.pop(line.id, None) if line.id else None
        if former is None:
            amount = message("{quantity} {unit}", quantity=line.goods.quantity, unit=line.goods.unit)
            found.append(Change("added", message("line"), "", amount, name_of(line)))
            continue
        for what, name, value, shown in _LINE_FIELDS:
            if value(former) != value(line):
                found.append(Change(what, name, shown(value(former)), shown(value(line)), name_of(former), line.id))
    for line in before.values():
        amount = message("{quantity} {unit}", quantity=line.goods.quantity, unit=line.goods.unit)
        found.append(Change("removed", message("line"), amount, "", name_of(line), line.id))
    for what, name, key, text in _ORDER_FIELDS:
        if getattr(old, key) != getattr(new, key):
            found.append(Change(what, name, text(getattr(old, key)), text(getattr(new, key))))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Done:
    """What has happened with each line: quantities shipped (less what came back) and cancelled, any of it invoiced."""

    shipped: Mapping[UUID, Decimal] = field(default_factory=dict)
    cancelled: Mapping[UUID, Decimal] = field(default_factory=dict)
    invoiced: bool = False


def check_change(old: Order, new: Order, done: Done) -> tuple[Problem, ...]:
    """What cannot be changed any more, at its field: what has shipped stays ordered, at the price of its invoice."""
    before = {line.id: line for line in old.lines if line.id}
    problems = []
    if (old.customer_id, old.company_id) != (new.customer_id, new.company_id):
        problems.append(error("customer_id", "An order keeps its parties. Cancel it and make a new one."))
    kept = set()
    for at, line in enumerate(new.lines):
        if line.id is None:
            continue
        kept.add(line.id)
        gone = done.shipped.get(line.id, ZERO) + done.cancelled.get(line.id, ZERO)
        former = before.get(line.id)
        if line.goods.quantity < gone:
            problems.append(
                error(
                    f"lines.{at}.quantity", "{gone} of it are shipped or cancelled already. Enter no less.", gone=gone
                )
            )
        if former and done.shipped.get(line.id) and line.goods.product_id != former.goods.product_id:
            problems.append(error(f"lines.{at}.code", "Part of this line has shipped. Add a new line for other goods."))
        if former and done.invoiced and done.shipped.get(line.id) and line.goods.unit_price != former.goods.unit_price:
            sentence = "Part of this line is shipped and invoiced. Credit the difference, or add a new line."
            problems.append(error(f"lines.{at}.unit_price", sentence))
    for line in old.lines:
        if line.id and line.id not in kept and done.shipped.get(line.id):
            sentence = "{name} has shipped in part and cannot be removed. Short-close what is open."
            problems.append(error("lines", sentence, name=name_of(line)))
    return tuple(problems)


def open_quantity(ordered: Decimal, shipped: Decimal, cancelled: Decimal) -> Decimal:
    """What is still to ship; zero where more has left than was ordered."""
    return max(ordered - shipped - cancelled, ZERO)


def standing_order(order: Order, cancelled: Mapping[UUID, Decimal]) -> Order:
    """What still stands of `order` once these quantities of its lines are cancelled, e.g. for its totals.

    A discount on the whole order shrinks with the goods; freight stays while anything is left.
    """
    if not any(cancelled.values()):
        return order
    lines = tuple(replace(line, goods=replace(line.goods, quantity=_left_of(line, cancelled))) for line in order.lines)
    before, after = _goods_value(order.lines), _goods_value(lines)
    kept = divide(after, before) if before else ZERO
    return replace(
        order, lines=lines, discount_amount=round_amount(multiply(order.discount_amount, kept), order.currency),
        freight=order.freight if any(line.goods.quantity for line in lines) else ZERO,
    )  # fmt: skip


def _left_of(line: OrderLine, cancelled: Mapping[UUID, Decimal]) -> Decimal:
    return max(line.goods.quantity - (cancelled.get(line.id, ZERO) if line.id else ZERO), ZERO)


def _goods_value(lines: tuple[OrderLine, ...]) -> Decimal:
    return sum((multiply(line.goods.unit_price, line.goods.quantity) for line in lines), ZERO)


def cancellations(order: Order, before: Mapping[UUID, Decimal], after: Mapping[UUID, Decimal]) -> tuple[Change, ...]:
    """What is cancelled or short-closed of each line, as a notice shows it: what was still agreed, what is now."""
    found = []
    for line in order.lines:
        old, new = _left_of(line, before), _left_of(line, after)
        if old != new and line.id:
            unit = line.goods.unit
            was = message("{quantity} {unit}", quantity=format_number(old), unit=unit)
            now = message("{quantity} {unit}", quantity=format_number(new), unit=unit)
            found.append(Change("cancelled", message("quantity that stands"), was, now, name_of(line), line.id))
    return tuple(found)
