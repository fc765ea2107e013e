"""Early warnings of an order's plan: what is late or at risk, how badly, and who has to do something about it.

Source: domain 7, Warnings; domain 1.7 (063, 064).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.milestones import StepDates
from orderdesk_gui.rules.workdays import DAY, HOUR, WorkTime, to_moment

Level = Literal["red", "yellow"]
WORKDAY = 8 * HOUR

CAUSES: dict[str, Message] = {
    "material": message("material shortage"),
    "capacity": message("capacity shortage"),
    "quality": message("quality abnormality"),
    "customer": message("customer"),
    "logistics": message("logistics"),
    "documents": message("documents"),
}


@dataclass(frozen=True, slots=True)
class WatchedStep:
    """A step as the warnings look at it; moments in ticks. `expects` what it waits for: material, customer, deposit."""

    key: str
    name: str
    department: str
    dates: StepDates
    actual_start: int | None = None
    actual_finish: int | None = None
    progress: Decimal = Decimal(0)
    reported_at: int | None = None
    gate_result: str = ""
    expects: str = ""
    touchpoint: str = ""
    told: bool = False
    production: bool = False


@dataclass(frozen=True, slots=True)
class Warning:
    """One thing at risk: `kind` names it for ever, `cause` is a first guess that a person may correct."""

    kind: str
    level: Level
    sentence: Message
    step: str = ""
    cause: str = ""
    department: str = ""


def warnings(
    steps: Sequence[WatchedStep],
    *,
    now: int,
    promise: int | None,
    promise_step: str,
    time: WorkTime,
    silent_days: int = 3,
) -> tuple[Warning, ...]:
    """What is at risk at `now`, the worst first; `promise` is the end of the promised day, in ticks."""
    known = {step.key: step for step in steps}
    found: list[Warning] = []
    found += _promise(known.get(promise_step), promise, now, time)
    for step in steps:
        found += _step(step, now, time, silent_days)
    found += _deposit(steps, now)
    return tuple(sorted(found, key=lambda one: one.level != "red"))


def _promise(step: WatchedStep | None, promise: int | None, now: int, time: WorkTime) -> Iterable[Warning]:
    if step is None or promise is None or step.actual_finish is not None:
        return
    if step.dates.early_finish > promise:
        days = -(-max(time.between(promise, step.dates.early_finish), 1) // WORKDAY)
        sentence = message("Forecast {day}, {days} working days after the promise.",
                           day=to_moment(step.dates.early_finish).date(), days=days)  # fmt: skip
        yield Warning("promise", "red", sentence, step.key, _cause(step), step.department)
        return
    slack = time.between(step.dates.early_finish, promise)
    remaining = max(time.between(now, step.dates.early_finish), 0)
    if slack < max(2 * WORKDAY, remaining // 5):
        days_left = Decimal(slack) / WORKDAY
        sentence = message("Only {days} working days of slack are left.", days=days_left.quantize(Decimal("0.1")))
        yield Warning("slack", "yellow", sentence, step.key, _cause(step), step.department)


def _step(step: WatchedStep, now: int, time: WorkTime, silent_days: int) -> Iterable[Warning]:
    if step.actual_finish is not None:
        if step.touchpoint and not step.told:
            sentence = message("The customer has not been told yet: {name}.", name=step.name)
            yield Warning("untold", "yellow", sentence, step.key, "", "sales")
        return
    dates = step.dates
    if step.gate_result == "failed":
        sentence = message("{name} was not passed.", name=step.name)
        yield Warning("failed", "red", sentence, step.key, "quality", step.department)
    if dates.late_finish < now:
        sentence = message("{name} is overdue since {day}.", name=step.name, day=to_moment(dates.late_finish).date())
        yield Warning("overdue", "red", sentence, step.key, _cause(step), step.department)
    elif step.actual_start is None and dates.late_start < now:
        sentence = message("{name} should have begun by {day}.", name=step.name, day=to_moment(dates.late_start).date())
        yield Warning("not_begun", "yellow", sentence, step.key, _cause(step), step.department)
    elif step.actual_start is not None and silent_days:
        heard = max(step.reported_at or step.actual_start, step.actual_start)
        if time.between(heard, now) > silent_days * WORKDAY:
            days = time.between(heard, now) // WORKDAY
            sentence = message("Nothing was reported of {name} for {days} working days.", name=step.name, days=days)
            yield Warning("silent", "yellow", sentence, step.key, "", step.department)


def _deposit(steps: Sequence[WatchedStep], now: int) -> Iterable[Warning]:
    """Production has begun, or has to within a day, and the deposit is not there."""
    missing = next((step for step in steps if step.expects == "deposit" and step.actual_finish is None), None)
    if missing is None:
        return
    for step in steps:
        begun = step.actual_start is not None and step.actual_finish is None
        if step.production and step.actual_finish is None and (begun or step.dates.early_start < now + DAY):
            sentence = message("{name} goes ahead without the deposit.", name=step.name)
            yield Warning("deposit", "red", sentence, missing.key, "customer", "finance")
            return


_CAUSE_OF: Mapping[str, str] = {
    "purchasing": "material", "production": "capacity", "planning": "capacity", "quality": "quality",
    "logistics": "logistics", "documents": "documents", "customer": "customer",
}  # fmt: skip


def _cause(step: WatchedStep) -> str:
    if step.expects in ("material", "customer"):
        return step.expects
    return _CAUSE_OF.get(step.department, "")
