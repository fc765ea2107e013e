"""What may leave and come back: partial shipments, over-delivery, open gates, and until when goods may be objected to.

Source: domain 1.1 (017), 1.25 (202), 1.27 (219, 226); CC 620-622 (inspection).
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import QUANTITY_PLACES, ZERO, check_number
from orderdesk_gui.rules.problems import Problem, caught, error, refuse_errors
from orderdesk_gui.rules.quote_checks import QUANTITY_LIMIT, check_length

DeliveryKind = Literal["out", "return"]
EventKind = Literal["tracking", "signed", "accepted", "objected"]

EVENT_NAMES: dict[EventKind, Message] = {
    "tracking": message("tracked"),
    "signed": message("signed for"),
    "accepted": message("accepted"),
    "objected": message("objected to"),
}

LONGEST_INSPECTION = datetime.timedelta(days=730)
"""Without an agreed period, two years from receipt at the latest. Source: CC 621."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How much of an order's line leaves or comes back."""

    line_id: UUID
    quantity: Decimal
    lot: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery (送货单) of one order, or a return of what was delivered."""

    order_id: UUID
    date: datetime.date
    lines: tuple[Sent, ...]
    kind: DeliveryKind = "out"
    carrier: str = ""
    tracking: str = ""
    receiver: Mapping[str, str] = field(default_factory=dict)
    place_id: UUID | None = None
    over_reason: str = ""
    gate_reason: str = ""
    note: str = ""
    complaint_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LineState:
    """What is known of a line before this delivery: agreed, left (less what came back), cancelled, its name."""

    name: str
    ordered: Decimal
    sent: Decimal = ZERO
    cancelled: Decimal = ZERO


def check_delivery(
    delivery: Delivery, lines: Mapping[UUID, LineState], *, on: datetime.date, gates: Sequence[str] = ()
) -> tuple[Problem, ...]:
    """Everything wrong with a delivery on the day `on`; `gates` names inspections that are not passed.

    More than is open, or past an open gate, needs a reason (CC 629: the buyer may refuse what is too much); more
    than ever left never comes back.
    """
    problems: list[Problem] = []
    if not delivery.lines:
        problems.append(error("lines", "Nothing is to leave. Enter a quantity."))
    if delivery.date > on:
        problems.append(error("date", "What has not left yet cannot be noted. Enter today or an earlier day."))
    for at, sent in enumerate(delivery.lines):
        problems += _check_line(delivery, sent, lines.get(sent.line_id), f"lines.{at}")
    over = [line.name for sent in delivery.lines if (line := lines.get(sent.line_id)) and _is_over(sent, line)]
    if delivery.kind == "out" and over and not delivery.over_reason.strip():
        names = ", ".join(over)
        problems.append(
            error("over_reason", "More leaves than is open of {names}. Lower it, or say why it is right.", names=names)
        )
    if delivery.kind == "out" and gates and not delivery.gate_reason.strip():
        problems.append(
            error(
                "gate_reason", "{gates} is not passed. Wait, or say why it ships all the same.", gates=", ".join(gates)
            )
        )
    for name, most in (("carrier", 100), ("tracking", 100), ("note", 4000)):
        problems += check_length(getattr(delivery, name), most, name)
    return tuple(problems)


def require_delivery(
    delivery: Delivery, lines: Mapping[UUID, LineState], *, on: datetime.date, gates: Sequence[str] = ()
) -> None:
    """UserError with the first error of :func:`check_delivery`."""
    refuse_errors(check_delivery(delivery, lines, on=on, gates=gates))


def _check_line(delivery: Delivery, sent: Sent, line: LineState | None, at: str) -> list[Problem]:
    if line is None:
        return [error(f"{at}.quantity", "This line belongs to another order.")]
    problems = caught(lambda: _check_quantity(sent.quantity, f"{at}.quantity"))
    if not problems and delivery.kind == "return" and sent.quantity > line.sent:
        sentence = "Of {name} {sent} have left and not come back. No more can come back."
        problems.append(error(f"{at}.quantity", sentence, name=line.name, sent=line.sent))
    if not problems and delivery.kind == "out" and line.cancelled >= line.ordered:
        sentence = "{name} was cancelled. Change the order first if it is to leave after all."
        problems.append(error(f"{at}.quantity", sentence, name=line.name))
    return problems


def _check_quantity(quantity: Decimal, field: str) -> None:
    check_number(quantity, field=field, places=QUANTITY_PLACES, limit=QUANTITY_LIMIT)
    if quantity <= 0:
        raise UserError("Enter a quantity above zero.", field=field)


def _is_over(sent: Sent, line: LineState) -> bool:
    return sent.quantity.is_finite() and sent.quantity > line.ordered - line.sent - line.cancelled


def objection_ends(received: datetime.date, inspection_days: int | None) -> datetime.date:
    """The last day on which the buyer may object: after the agreed period, else two years. Source: CC 621."""
    if inspection_days is None:
        return received + LONGEST_INSPECTION
    return received + datetime.timedelta(days=inspection_days)
