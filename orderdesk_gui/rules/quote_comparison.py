"""Compares two revisions of a quotation, or a copy (返单) with the earlier one, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from orderdesk_gui.rules.money import divide, round_half_up
from orderdesk_gui.rules.quotes import Quote, QuoteLine
from orderdesk_gui.rules.vat import convert_price, rounded_price


@dataclass(frozen=True, slots=True)
class LineDifference:
    """What became of a line; prices are in the tax mode of the new quotation, `price_change` a fraction.

    `price_change` is None where there is no price to compare: a line added or removed, another currency,
    or an old price of zero.
    """

    kind: Literal["same", "changed", "added", "removed"]
    old: QuoteLine | None
    new: QuoteLine | None
    old_price: Decimal | None = None
    price_difference: Decimal | None = None
    price_change: Decimal | None = None


def compare_quotes(old: Quote, new: Quote) -> tuple[LineDifference, ...]:
    """One entry per line of `new` in its order, then one per line of `old` that is gone.

    Lines are the same goods when product (or, for free lines, kind, code and name) agree; several lines of
    the same goods pair up in order.
    """
    pairs = pair_lines(old.lines, new.lines)
    return tuple(_difference(before, after, old, new) for before, after in pairs)


def pair_lines(old: Sequence[QuoteLine], new: Sequence[QuoteLine]) -> list[tuple[QuoteLine | None, QuoteLine | None]]:
    """(old, new) lines of the same goods; the new ones first in their order, then the old ones left over."""
    waiting: dict[object, list[QuoteLine]] = {}
    for line in old:
        waiting.setdefault(_goods(line), []).append(line)
    pairs: list[tuple[QuoteLine | None, QuoteLine | None]] = []
    for line in new:
        same = waiting.get(_goods(line))
        pairs.append((same.pop(0) if same else None, line))
    return pairs + [(line, None) for lines in waiting.values() for line in lines]


def _goods(line: QuoteLine) -> object:
    return line.product_id or (line.kind, line.code, line.name_zh or line.name_en)


def _difference(before: QuoteLine | None, after: QuoteLine | None, old: Quote, new: Quote) -> LineDifference:
    if before is None or after is None:
        return LineDifference("added" if before is None else "removed", before, after)
    changed: Literal["same", "changed"] = "same" if before == after else "changed"
    if old.currency != new.currency:
        return LineDifference("changed", before, after)
    old_price = rounded_price(convert_price(before.unit_price, before.vat_rate, old.tax_mode, new.tax_mode))
    difference = after.unit_price - old_price
    change = round_half_up(divide(difference, old_price), 6) if old_price else None
    return LineDifference(changed, before, after, old_price, difference, change)
