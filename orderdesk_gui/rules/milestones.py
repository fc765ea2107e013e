"""Works out when the steps of an order can and must be done: forward and backward pass, slack, critical path.

All moments are ticks and all durations and lags are worked tenths of a minute (see ``workdays``).
Source: domain 1.11 (095), domain 7.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.workdays import WorkTime

LinkKind = Literal["FS", "SS", "FF", "SF"]
"""What of the earlier step (first letter) lets the later one start or finish (second letter)."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link(Generic[Key]):
    """A step waits for step `before`; `lag` of work in the waiting step's calendar, negative for an overlap."""

    before: Key
    kind: LinkKind = "FS"
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Step(Generic[Key]):
    """One step: `duration` of work in `time`, not begun before `not_before`, promised by `finish_by`.

    `progress` (0 to 1) counts once the step has an `actual_start`.
    """

    key: Key
    duration: int
    time: WorkTime
    links: tuple[Link[Key], ...] = ()
    not_before: int | None = None
    finish_by: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    progress: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class StepDates:
    """When a step can and must be done, and by how much it may slip: the whole order, or its next steps."""

    early_start: int
    early_finish: int
    late_start: int
    late_finish: int
    total_slack: int
    free_slack: int
    critical: bool


@dataclass(slots=True)
class _Pass:
    """The two moments of a step in one direction."""

    start: int
    finish: int


def schedule(
    steps: Iterable[Step[Key]], start: int, *, finish: int | None = None, status: int | None = None
) -> dict[Key, StepDates]:
    """The dates of all steps of a plan that begins at `start`, by key, in an order that their links allow.

    `finish` is what the late dates count back from: the promise, or the plan's own end where it is None.
    What is not done by the `status` moment is planned after it. UserError for a negative duration, a link
    to a step that is not there, an end before its start, and for a loop, which is named.
    """
    ordered = in_order(steps)
    early = _forward(ordered, start, status)
    end = max((dates.finish for dates in early.values()), default=start)
    late = _backward(ordered, early, end if finish is None else finish)
    free = _free_slack(ordered, early, end)
    found = {}
    for step in ordered:
        first, last = early[step.key], late[step.key]
        slack = min(step.time.between(first.start, last.start), step.time.between(first.finish, last.finish))
        open_ = step.actual_finish is None
        found[step.key] = StepDates(
            first.start, first.finish, last.start, last.finish,
            slack if open_ else 0, free[step.key] if open_ else 0, open_ and slack <= 0,
        )  # fmt: skip
    return found


def in_order(steps: Iterable[Step[Key]]) -> list[Step[Key]]:
    """The steps so that each comes after those it waits for, else as given."""
    given = {step.key: step for step in steps}
    for step in given.values():
        _check(step, given)
    waiting = {key: len(step.links) for key, step in given.items()}
    after: dict[Key, list[Key]] = {key: [] for key in given}
    for step in given.values():
        for link in step.links:
            after[link.before].append(step.key)
    ready = [key for key, count in waiting.items() if not count]
    ordered = []
    for key in ready:  # grows while it is read
        ordered.append(given[key])
        for later in after[key]:
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    if len(ordered) < len(given):
        ring = _ring(given, {key for key, count in waiting.items() if count})
        raise UserError("These steps wait for each other in a loop: {ring}. Remove one of the links.", ring=ring)
    return ordered


def _check(step: Step[Key], given: Mapping[Key, Step[Key]]) -> None:
    name = step.name or step.key
    if step.duration < 0:
        raise UserError("The duration of {name} is negative. Enter zero or more.", field="duration", name=name)
    if step.actual_finish is not None and (step.actual_start is None or step.actual_finish < step.actual_start):
        raise UserError("{name} is finished before it began. Check both actual dates.", field="actual", name=name)
    for link in step.links:
        if link.before not in given:
            raise UserError(
                "{name} waits for a step that is no longer there. Remove the link.", field="links", name=name
            )


def _ring(given: Mapping[Key, Step[Key]], stuck: set[Key]) -> str:
    """One loop among the `stuck` steps, as people read it: ``A → B → A``."""
    path: list[Key] = []
    key = next(key for key in given if key in stuck)
    while key not in path:
        path.append(key)
        key = next(link.before for link in given[key].links if link.before in stuck)
    ring = [*path[path.index(key) :], key]
    return " → ".join(str(given[each].name or each) for each in reversed(ring))


def _forward(ordered: Sequence[Step[Key]], start: int, status: int | None) -> dict[Key, _Pass]:
    early: dict[Key, _Pass] = {}
    for step in ordered:
        if step.actual_start is not None:
            early[step.key] = _Pass(step.actual_start, _expected_finish(step, step.actual_start, status))
            continue
        begin = max(start, step.not_before or start, status or start)
        finish = None
        for link in step.links:
            before = early[link.before]
            moment = step.time.add(before.start if link.kind[0] == "S" else before.finish, link.lag)
            if link.kind[1] == "S":
                begin = max(begin, moment)
            else:
                finish = moment if finish is None else max(finish, moment)
        if step.duration:
            begin = step.time.next_start(begin)
        end = step.time.add(begin, step.duration)
        if finish is not None and finish > end:
            begin, end = step.time.add(finish, -step.duration), finish
        early[step.key] = _Pass(begin, end)
    return early


def _expected_finish(step: Step[Key], begin: int, status: int | None) -> int:
    """The actual finish; else what is left, done from where the work stands or from `status`, the later of the two."""
    if step.actual_finish is not None:
        return step.actual_finish
    done = round(step.duration * step.progress)
    stands = step.time.add(begin, done)
    return step.time.add(max(stands, status or stands), step.duration - done)


def _backward(ordered: Sequence[Step[Key]], early: Mapping[Key, _Pass], end: int) -> dict[Key, _Pass]:
    last_finish: dict[Key, int] = {}
    last_start: dict[Key, int] = {}
    late: dict[Key, _Pass] = {}
    for step in reversed(ordered):
        if step.actual_finish is not None:
            late[step.key] = _Pass(early[step.key].start, early[step.key].finish)
        else:
            finish = min(last_finish.get(step.key, end), end if step.finish_by is None else step.finish_by)
            if step.duration:
                finish = step.time.last_finish(finish)
            begin = step.time.add(finish, -step.duration)
            if step.key in last_start and last_start[step.key] < begin:
                begin = last_start[step.key]
                finish = step.time.add(begin, step.duration)
            late[step.key] = _Pass(begin, finish)
        for link in step.links:
            limit = step.time.add(late[step.key].start if link.kind[1] == "S" else late[step.key].finish, -link.lag)
            limits = last_start if link.kind[0] == "S" else last_finish
            limits[link.before] = min(limits.get(link.before, limit), limit)
    return late


def _free_slack(ordered: Sequence[Step[Key]], early: Mapping[Key, _Pass], end: int) -> dict[Key, int]:
    """How far each step may slip before another step, or the end of the plan, does."""
    free = {step.key: step.time.between(early[step.key].finish, end) for step in ordered}
    for step in ordered:
        for link in step.links:
            before, own = early[link.before], early[step.key]
            from_ = step.time.add(before.start if link.kind[0] == "S" else before.finish, link.lag)
            gap = step.time.between(from_, own.start if link.kind[1] == "S" else own.finish)
            free[link.before] = min(free[link.before], gap)
    return free
