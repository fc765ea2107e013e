"""What the dialog of price lists asks of the actions; every function here runs in the background."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.products import PriceListInfo, Saved


@dataclass(frozen=True)
class Lists:
    """All price lists, how many prices each holds, and the discounts in force."""

    lists: list[PriceListInfo]
    counts: dict[UUID, int]
    discounts: list[tuple[str, str, Decimal, date]]
    may_edit: bool
    today: date


@dataclass(frozen=True)
class Head:
    """The head of a list as typed; `change` is a fraction for a copy."""

    name: str
    currency: str
    tax_mode: str
    valid_from: date | None
    valid_until: date | None
    change: Decimal


def load(desk: Desk) -> Lists:
    """Everything the dialog shows; of the discounts those that hold today."""
    from orderdesk_gui.actions import price_lists, products
    from orderdesk_gui.rules.access import Right

    today = desk.clock().astimezone().date()
    current: dict[tuple[str, str], tuple[date, Decimal]] = {}
    for tier, category, discount, first, last in price_lists.tier_discounts(desk):
        holds = first <= today and (last is None or last >= today)
        if (holds and (tier, category) not in current) or (holds and current[tier, category][0] <= first):
            current[tier, category] = (first, discount)
    discounts = [(tier, category, value, first) for (tier, category), (first, value) in current.items()]
    may_edit = desk.may(Right.EDIT_PRICES)
    return Lists(products.price_lists(desk), price_lists.price_counts(desk), discounts, may_edit, today)


def save_list(desk: Desk, list_id: UUID | None, copy_of: UUID | None, head: Head) -> Saved:
    """Save the head of a list, make a new one, or copy one with a change."""
    from dataclasses import replace

    from orderdesk_gui.actions import price_lists, products
    from orderdesk_gui.rules.language import UserError

    if head.valid_from is None:
        raise UserError("Enter the first day on which the prices hold.", field="valid_from")
    info = products.PriceListInfo(
        list_id, head.name.strip(), head.currency, head.tax_mode, head.valid_from, head.valid_until
    )
    if copy_of is not None:
        return price_lists.copy_price_list(desk, copy_of, info, head.change)
    if list_id is not None:
        old = next(each for each in products.price_lists(desk) if each.id == list_id)
        info = replace(info, revision=old.revision, customer_id=old.customer_id)
    return products.save_price_list(desk, info)


def delete_list(desk: Desk, list_id: UUID) -> Changes:
    """Put a list into the recycle bin."""
    from orderdesk_gui.actions import products

    return products.delete_price_list(desk, list_id)


def save_discounts(desk: Desk, wanted: list[tuple[str, str, Decimal]]) -> Changes:
    """Set (tier, category, fraction) from today on, where they differ from what holds."""
    from orderdesk_gui.actions import products

    now = {(tier, category): value for tier, category, value, _ in load(desk).discounts}
    gone = {key: Decimal(0) for key, value in now.items() if value}
    asked = {**gone, **{(tier, category): value for tier, category, value in wanted}}
    return products.set_tier_discounts(desk, {key: value for key, value in asked.items() if now.get(key) != value})


def undo(desk: Desk, tx: str) -> Any:
    """Take a transaction back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)
