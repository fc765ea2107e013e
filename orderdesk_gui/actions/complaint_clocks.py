"""The clocks of complaints: set when one comes in, stopped while the customer is waited for, read off."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from orderdesk_gui.actions import calendars, settings
from orderdesk_gui.rules.clocks import Clock, ClockMode, Pause
from orderdesk_gui.rules.complaints import ClockPolicy, Due, Severity, due
from orderdesk_gui.rules.workdays import WorkCalendar
from orderdesk_gui.store import complaints as store
from orderdesk_gui.store import rows

OPEN = ("open", "answered")


@dataclass(frozen=True, slots=True)
class ClockState:
    """A clock as it stands; minutes are those that count in its mode, `left` is negative when late.

    `due` is None while it is paused, `ended` the moment it was stopped for good.
    """

    kind: Literal["answer", "solution"]
    mode: ClockMode
    hours: int
    started: dt.datetime
    due: dt.datetime | None
    left: int | None
    used: int
    ended: dt.datetime | None = None
    paused: bool = False

    @property
    def late(self) -> bool:
        """Whether it ran out before it was stopped, or has run out now."""
        return self.left is not None and self.left < 0


def clock_policy(connection: Connection, on: dt.date) -> ClockPolicy:
    """How the clocks are set on a day. Source: domain 6, Clock [A]."""
    found = settings.read(connection, "complaint_clocks", on)
    return ClockPolicy(found["answer_hours"], found["solution_hours"], found["usual"], found["urgent"])


def due_of(
    connection: Connection, received: dt.datetime, severity: Severity, policy: ClockPolicy, pauses: tuple[Pause, ...]
) -> Due:
    """When both clocks of a complaint run out, in local time."""
    begin = local(received)
    return due(begin, severity, policy, calendars.office(connection, begin.date()), pauses)


def set_clocks(connection: Connection, complaint_id: uuid.UUID) -> None:
    """Work out anew when the clocks run out, from when it came in and what it was paused for."""
    row = rows.fetch(connection, store.Complaint, complaint_id)
    policy = clock_policy(connection, row["received_at"].astimezone().date())
    clocks = due_of(connection, row["received_at"], row["severity"], policy, pauses_of(connection, complaint_id))
    rows.change(connection, store.Complaint, complaint_id, clock_values(policy, row["severity"], clocks))


def clock_values(policy: ClockPolicy, severity: Severity, clocks: Due) -> dict[str, Any]:
    """The columns of a complaint that hold its clocks."""
    mode = policy.mode(severity)
    return {"answer_mode": mode, "solution_mode": mode, "answer_due": _aware(clocks.answer),
            "solution_due": _aware(clocks.solution)}  # fmt: skip


def pauses_of(connection: Connection, complaint_id: uuid.UUID) -> tuple[Pause, ...]:
    """When the customer was waited for, in order; the last may still last."""
    event = store.ComplaintEvent
    found = connection.execute(
        select(event.kind, event.at)
        .where(event.complaint_id == complaint_id, event.kind.in_(("pause", "resume")))
        .order_by(event.at, event.id)
    )
    made: list[Pause] = []
    for kind, at in found:
        if kind == "pause":
            made.append(Pause(local(at)))
        elif made and made[-1].end is None:
            made[-1] = Pause(made[-1].start, local(at))
    return tuple(made)


def local(moment: dt.datetime) -> dt.datetime:
    """A moment as the clock on the wall shows it."""
    return moment.astimezone().replace(tzinfo=None)


def _aware(moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None else moment.astimezone(dt.UTC)


def minutes_left(
    office: WorkCalendar, now: dt.datetime, status: str, mode: ClockMode, answer_due: dt.datetime | None,
    solution_due: dt.datetime | None,
) -> int | None:  # fmt: skip
    """Minutes that count until the next clock of a complaint runs out, negative when late; None where none runs."""
    running = answer_due if status == "open" else solution_due if status == "answered" else None
    return None if running is None else Clock(mode, office).minutes(local(now), local(running))


def clock_states(connection: Connection, row: Mapping[str, Any], now: dt.datetime) -> tuple[ClockState, ClockState]:
    """Both clocks of a complaint as they stand `now`."""
    office = calendars.office(connection, row["received_at"].astimezone().date())
    policy = clock_policy(connection, row["received_at"].astimezone().date())
    known = pauses_of(connection, row["id"])
    stands = bool(known and known[-1].end is None and row["status"] in OPEN)
    begin = local(row["received_at"])
    answer = _state("answer", row, policy.answer_hours, office, begin, now, row["answered_at"], ())
    solution = _state("solution", row, policy.solution_hours, office, begin, now, row["solved_at"], known)
    return answer, (solution if not stands else _paused(solution))


def _paused(state: ClockState) -> ClockState:
    return ClockState(state.kind, state.mode, state.hours, state.started, None, state.left, state.used, None, True)


def _state(
    kind: Literal["answer", "solution"], row: Mapping[str, Any], hours: int, office: WorkCalendar, begin: dt.datetime,
    now: dt.datetime, ended: dt.datetime | None, pauses: tuple[Pause, ...],
) -> ClockState:  # fmt: skip
    mode: ClockMode = row[f"{kind}_mode"]
    clock, end = Clock(mode, office), local(ended or now)
    stood = sum(max(clock.minutes(one.start, min(one.end or end, end)), 0) for one in pauses)
    used = max(clock.minutes(begin, end) - stood, 0)
    return ClockState(kind, mode, hours, row["received_at"], row[f"{kind}_due"], hours * 60 - used, used, ended)
