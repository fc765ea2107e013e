"""Complaints (客诉): their types, what each answer's clock is, and what a remedy may not exceed.

Source: domain 1.18 (130-134), 1.22 (165), domain 6.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from orderdesk_gui.rules.clocks import Clock, ClockMode, Pause
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import ZERO
from orderdesk_gui.rules.problems import Problem, error
from orderdesk_gui.rules.workdays import WorkCalendar

ComplaintKind = Literal["price", "late", "wrong", "missing", "quality", "documents", "service", "invoice", "other"]

KIND_NAMES: dict[ComplaintKind, Message] = {
    "price": message("price dispute"),
    "late": message("late delivery"),
    "wrong": message("wrong goods"),
    "missing": message("missing goods"),
    "quality": message("quality"),
    "documents": message("documents"),
    "service": message("service"),
    "invoice": message("invoice"),
    "other": message("other"),
}

Severity = Literal["minor", "normal", "serious", "safety"]

SEVERITY_NAMES: dict[Severity, Message] = {
    "minor": message("minor"),
    "normal": message("normal"),
    "serious": message("serious: the customer's line stands"),
    "safety": message("safety"),
}

RemedyKind = Literal["replacement", "return", "repair", "discount", "credit", "compensation"]

REMEDY_NAMES: dict[RemedyKind, Message] = {
    "replacement": message("replacement"),
    "return": message("return of goods"),
    "repair": message("repair"),
    "discount": message("price reduction"),
    "credit": message("credit note"),
    "compensation": message("compensation"),
}

Cause = Literal["material", "capacity", "quality", "design", "packing", "logistics", "documents", "customer", "other"]

CAUSE_NAMES: dict[Cause, Message] = {
    "material": message("material shortage"),
    "capacity": message("capacity shortage"),
    "quality": message("quality abnormality"),
    "design": message("design"),
    "packing": message("packing"),
    "logistics": message("logistics"),
    "documents": message("documents"),
    "customer": message("customer"),
    "other": message("other"),
}
"""The three of domain 1.7 (063), and those that domain 7 names with warnings."""


@dataclass(frozen=True, slots=True)
class ClockPolicy:
    """Hours to the first answer and to the solution, and how they are counted. Source: domain 6, Clock [A]."""

    answer_hours: int = 24
    solution_hours: int = 72
    usual: ClockMode = "workday24"
    urgent: ClockMode = "calendar"

    def mode(self, severity: Severity) -> ClockMode:
        """Safety and a standing line are answered by the calendar, whatever day it is."""
        return self.urgent if severity in ("serious", "safety") else self.usual


@dataclass(frozen=True, slots=True)
class Due:
    """When the first answer and the solution are due, in local time; None while the clock stands."""

    answer: datetime.datetime | None
    solution: datetime.datetime | None


def due(
    received: datetime.datetime,
    severity: Severity,
    policy: ClockPolicy,
    office: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> Due:
    """Both ends of the clock of a complaint that came in at `received` (local).

    Waiting for the customer moves the solution only: an answer needs nothing of them.
    """
    clock = Clock(policy.mode(severity), office)
    return Due(clock.due(received, policy.answer_hours), clock.due(received, policy.solution_hours, tuple(pauses)))


CALL_BACK_DAYS = 7
"""Working days from the closing to the call that asks whether all is well. Source: domain 1.1 (018), [A]."""


def call_back_day(closed: datetime.date, office: WorkCalendar, days: int = CALL_BACK_DAYS) -> datetime.date:
    """The working day on which the customer is called back, so many working days after the closing."""
    day = closed
    while days > 0:
        day += datetime.timedelta(days=1)
        days -= office.works(day)
        if (day - closed).days > 3660:
            raise UserError("The calendar has no working day. Mend it, then plan the call.")
    return day


STEP_NAMES: dict[str, Message] = {
    "D0": message("emergency"),
    "D1": message("team"),
    "D2": message("problem"),
    "D3": message("containment"),
    "D4": message("root cause"),
    "D5": message("chosen action"),
    "D6": message("carried out"),
    "D7": message("prevention"),
    "D8": message("closure"),
}
"""The steps of an 8D report. Source: domain 6, 8D."""


def needs_approval(kind: RemedyKind, amount: Decimal | None) -> bool:
    """Whether somebody with the right to approve must agree: money that goes back. Source: domain 6, 8D."""
    return kind in ("discount", "credit", "compensation") and amount is not None and amount > 0


@dataclass(frozen=True, slots=True)
class LineFacts:
    """The line complained about: quantities, the price of one unit with tax, what earlier remedies gave."""

    ordered: Decimal
    shipped: Decimal
    returned: Decimal
    cancelled: Decimal
    unit_gross: Decimal
    replaced: Decimal = ZERO
    credited: Decimal = ZERO


def check_remedy(kind: RemedyKind, quantity: Decimal | None, amount: Decimal | None, facts: LineFacts) -> list[Problem]:
    """What is wrong with a remedy for a line, at its field.

    No more comes back, is replaced or repaired than has left and is still there, and no more is credited
    than it cost. Compensation beyond that needs approval and is not bounded here.
    """
    if facts.shipped <= 0 and kind != "compensation":
        if facts.cancelled >= facts.ordered:
            return [
                error("order_line_id", "This line was cancelled and never left. Note the complaint without a remedy.")
            ]
        return [error("order_line_id", "Nothing of this line has left yet, so nothing can be given back for it.")]
    there = facts.shipped - facts.returned - facts.replaced
    if kind in ("replacement", "return", "repair"):
        if quantity is None or quantity <= 0:
            return [error("quantity", "Enter how many pieces it concerns.")]
        if quantity > there:
            sentence = "Of this line {there} have left and were neither returned nor replaced. Enter no more."
            return [error("quantity", sentence, there=there)]
        return []
    if amount is None or amount <= 0:
        return [error("amount", "Enter an amount above zero.")]
    value = (facts.shipped - facts.returned) * facts.unit_gross - facts.credited
    if kind != "compensation" and amount > value:
        return [error("amount", "What has left of this line is worth {value}. Enter no more.", value=max(value, ZERO))]
    return []


def check_satisfaction(points: int | None) -> None:
    """UserError unless `points` is 1 to 5; None is an answer that was not given."""
    if points is not None and not 1 <= points <= 5:
        raise UserError("Enter a satisfaction of 1 to 5.", field="satisfaction")
