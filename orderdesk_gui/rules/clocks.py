"""Says when an answer or a solution is due: 24 and 72 hours in the three ways that the hours can be meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from orderdesk_gui.rules.workdays import HOUR, WHOLE_DAY, WorkCalendar, WorkTime, to_moment, to_ticks, usual_week

ClockMode = Literal["calendar", "workday24", "business"]
"""Hours of every day; the 24 hours of each working day; the office hours of each working day (8 a day)."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood, waiting for the customer, from `start` to `end` (None: it still stands); local moments."""

    start: datetime
    end: datetime | None = None


class Clock:
    """One way to count hours on the office's calendar. Source: domain 6, Clock."""

    def __init__(self, mode: ClockMode, office: WorkCalendar) -> None:
        if mode == "calendar":
            calendar = WorkCalendar(usual_week(WHOLE_DAY, range(7)))
        elif mode == "workday24":
            whole = tuple(WHOLE_DAY if spans else () for spans in office.week)
            calendar = WorkCalendar(whole, {day: WHOLE_DAY if spans else () for day, spans in office.days.items()})
        else:
            calendar = office
        self._time = WorkTime(calendar)

    def due(self, start: datetime, hours: int, pauses: Iterable[Pause] = ()) -> datetime | None:
        """When `hours` from `start` are over; None while a pause still stands.

        Pauses are in order and do not overlap; each moves the end by what would have counted meanwhile.
        """
        end = self._time.add(to_ticks(start), hours * HOUR)
        for pause in pauses:
            begin = max(to_ticks(pause.start), to_ticks(start))
            if begin >= end:
                break
            if pause.end is None:
                return None
            end = self._time.add(end, max(self._time.between(begin, to_ticks(pause.end)), 0))
        return to_moment(end)

    def left(self, now: datetime, due: datetime) -> int:
        """Hours that count from `now` to `due`, rounded down to whole ones towards the past; negative when late."""
        return self._time.between(to_ticks(now), to_ticks(due)) // HOUR

    def minutes(self, first: datetime, last: datetime) -> int:
        """Minutes that count from `first` to `last`, rounded down; negative where `last` is earlier."""
        return self._time.between(to_ticks(first), to_ticks(last)) * 60 // HOUR
