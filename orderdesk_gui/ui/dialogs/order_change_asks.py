"""What the dialogs of changing and ending orders ask of the actions; every function runs in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.order_changes import ChangeView, Preview
    from orderdesk_gui.actions.orders import OrderView
    from orderdesk_gui.rules.orders import Order


@dataclass(frozen=True)
class Opened:
    """An order that is to be changed, its open change where there is one, and what such a person may do."""

    view: OrderView
    change: ChangeView | None
    today: dt.date
    may_decide: bool


@dataclass(frozen=True)
class Wanted:
    """A change as typed."""

    order_id: UUID
    new: Order
    cause: str
    reason: str
    asked_on: dt.date | None
    change_id: UUID | None


@dataclass(frozen=True)
class Gone:
    """A change that went on: its number and its status now."""

    number: str
    status: str
    changes: Changes


@dataclass(frozen=True)
class Drawn:
    """A draft and its notice as PDF."""

    id: UUID
    content: bytes
    changes: Changes


def opened(desk: Desk, order_id: UUID) -> Opened:
    """The order as it is, and its change that is not in force yet."""
    from orderdesk_gui.actions import order_changes, orders, quotes

    change = next((one for one in order_changes.of_order(desk, order_id) if one.status in ("draft", "submitted")), None)
    waiting = {one.id for one in order_changes.waiting_for_me(desk)} if change is not None else set()
    may = change is not None and change.id in waiting
    return Opened(orders.load(desk, order_id), change, quotes.today(desk), may)


def preview(desk: Desk, order_id: UUID, new: Order) -> Preview:
    """What the change would do."""
    from orderdesk_gui.actions import order_changes

    return order_changes.preview(desk, order_id, new)


def save(desk: Desk, wanted: Wanted) -> Any:
    """Note the change as a draft."""
    from orderdesk_gui.actions import order_changes

    return order_changes.save(
        desk, wanted.order_id, wanted.new, cause=wanted.cause, reason=wanted.reason,  # type: ignore[arg-type]
        asked_on=wanted.asked_on, change_id=wanted.change_id,
    )  # fmt: skip


def go_on(desk: Desk, wanted: Wanted) -> Gone:
    """Note the change and put it in force, or ask those who have to agree."""
    from orderdesk_gui.actions import order_changes

    saved = save(desk, wanted)
    if order_changes.load(desk, saved.id).ready:
        return Gone(saved.number, "in_force", order_changes.put_in_force(desk, saved.id))
    return Gone(saved.number, "submitted", order_changes.submit(desk, saved.id))


def put_in_force(desk: Desk, change_id: UUID) -> Any:
    """Put an approved change in force."""
    from orderdesk_gui.actions import order_changes

    return order_changes.put_in_force(desk, change_id)


def decide(desk: Desk, change_id: UUID, verdict: str, remark: str) -> Any:
    """Agree to a change, or return it."""
    from orderdesk_gui.actions import order_changes

    return order_changes.decide(desk, change_id, verdict, remark)


def withdraw(desk: Desk, change_id: UUID) -> Any:
    """Give a change up."""
    from orderdesk_gui.actions import order_changes

    return order_changes.withdraw(desk, change_id)


def draft_paper(desk: Desk, wanted: Wanted) -> Drawn:
    """Note the change as a draft and draw its notice."""
    from orderdesk_gui.actions import order_change_papers

    saved = save(desk, wanted)
    return Drawn(saved.id, order_change_papers.preview(desk, saved.id), saved.changes)


def cancel(desk: Desk, order_id: UUID, what: str, quantities: Mapping[UUID, Decimal], reason: str, cause: Any) -> Any:
    """Cancel the whole order, or so much of its lines; `what` is order, lines or short_close."""
    from orderdesk_gui.actions import order_ending

    if what == "order":
        return order_ending.cancel(desk, order_id, reason, cause)
    short = what == "short_close"
    return order_ending.cancel_lines(desk, order_id, quantities, reason, cause, short_close=short)
