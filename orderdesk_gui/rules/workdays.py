"""Counts working time: which hours of which days are worked, and what so much work after a moment is.

Moments are local and without a time zone, since a plan is kept by the clock on the factory's wall. Inside,
a moment is its number of tenths of a minute since 2000-01-01 00:00 (``ticks``), and working time is a
whole number of worked tenths; days are only how both are shown.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from orderdesk_gui.rules.language import UserError

MINUTE = 10
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Span = tuple[int, int]
"""From and to, in tenths of a minute since midnight, the end not included."""

OFFICE_HOURS: tuple[Span, ...] = ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
WHOLE_DAY: tuple[Span, ...] = ((0, DAY),)

_EPOCH = datetime(2000, 1, 1)


def to_ticks(moment: datetime) -> int:
    """`moment` (local, no time zone) in tenths of a minute since 2000-01-01; what is finer is cut off."""
    gone = moment - _EPOCH
    return gone.days * DAY + gone.seconds // 6


def to_moment(ticks: int) -> datetime:
    """The local moment `ticks` tenths of a minute after 2000-01-01."""
    return _EPOCH + timedelta(seconds=ticks * 6)


_EARLIEST, _LATEST = to_ticks(datetime(1950, 1, 1)), to_ticks(datetime(2200, 1, 1))
_STRETCH = 366
"""Days that are prepared at a time."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The hours worked on each weekday (Monday first) and on single days that differ: none on a holiday.

    The spans of a day are in order and do not overlap.
    """

    week: tuple[tuple[Span, ...], ...]
    days: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def spans(self, day: date) -> tuple[Span, ...]:
        """When work is done on `day`."""
        found = self.days.get(day)
        return self.week[day.weekday()] if found is None else found

    def works(self, day: date) -> bool:
        """Whether any work is done on `day`."""
        return bool(self.spans(day))


def usual_week(
    spans: tuple[Span, ...] = OFFICE_HOURS, workdays: Sequence[int] = range(5)
) -> tuple[tuple[Span, ...], ...]:
    """A week that works `spans` on the `workdays` (0 is Monday) and rests on the others."""
    return tuple(spans if day in workdays else () for day in range(7))


class WorkTime:
    """Adds and counts working time on a calendar, in ticks; days are prepared as they are asked for.

    Raises UserError where the calendar has no working day and where an answer lies outside 1950 to 2199.
    """

    def __init__(self, calendar: WorkCalendar) -> None:
        if not any(calendar.week):
            raise UserError("The calendar has no working day. Give at least one weekday its hours.", field="week")
        self.calendar = calendar
        self._starts: list[int] = []  # of every worked span, in ticks
        self._ends: list[int] = []
        self._before: list[int] = []  # worked tenths before each span, counted from wherever the first question lay
        self._first = self._last = 0  # the ticks prepared

    def add(self, ticks: int, work: int) -> int:
        """The moment by which `work` tenths are done, begun at `ticks`; back from it where `work` is negative.

        Forwards the earliest such moment is answered (a job of a day ends at 17:00, not at 8:00 the next
        day), backwards the latest. Nothing to do is done at once.
        """
        if work == 0:
            return ticks
        target = self._worked_until(ticks) + work
        if work > 0:
            while self._done() < target:
                self._extend(forwards=True)
            index = bisect_left(self._before, target) - 1
        else:
            while self._before[0] > target:
                self._extend(forwards=False)
            index = bisect_right(self._before, target) - 1
        return self._starts[index] + target - self._before[index]

    def next_start(self, ticks: int) -> int:
        """`ticks` where it is worked then, else when work next begins."""
        self._cover(ticks)
        while self._ends[-1] <= ticks:
            self._extend(forwards=True)
        return max(ticks, self._starts[bisect_right(self._ends, ticks)])

    def last_finish(self, ticks: int) -> int:
        """`ticks` where it is worked until then, else when work last ended."""
        self._cover(ticks)
        while self._starts[0] >= ticks:
            self._extend(forwards=False)
        return min(ticks, self._ends[bisect_left(self._starts, ticks) - 1])

    def between(self, first: int, last: int) -> int:
        """Worked tenths from `first` to `last`; negative where `last` is earlier."""
        return self._worked_until(last) - self._worked_until(first)

    def _done(self) -> int:
        """Worked tenths before the end of what is prepared."""
        return self._before[-1] + self._ends[-1] - self._starts[-1]

    def _worked_until(self, ticks: int) -> int:
        self._cover(ticks)
        index = bisect_right(self._starts, ticks) - 1
        if index < 0:
            return self._before[0]
        return self._before[index] + min(ticks, self._ends[index]) - self._starts[index]

    def _cover(self, ticks: int) -> None:
        if not self._starts:
            self._first = self._last = ticks // DAY * DAY
        while not self._starts or ticks >= self._last:
            self._extend(forwards=True)
        while ticks < self._first:
            self._extend(forwards=False)

    def _extend(self, *, forwards: bool) -> None:
        """Prepare another stretch of days after or before those that are."""
        first = self._last if forwards else self._first - _STRETCH * DAY
        if not _EARLIEST <= first < _LATEST:
            raise UserError("A date before 1950 or after 2199 cannot be planned. Check the dates and durations.")
        starts, ends, before, worked = [], [], [], 0
        for day in range(first, first + _STRETCH * DAY, DAY):
            for begin, end in self.calendar.spans(to_moment(day).date()):
                starts.append(day + begin)
                ends.append(day + end)
                before.append(worked)
                worked += end - begin
        origin = (self._done() if forwards else self._before[0] - worked) if self._starts else 0
        at = len(self._starts) if forwards else 0
        self._starts[at:at] = starts
        self._ends[at:at] = ends
        self._before[at:at] = [origin + count for count in before]
        if forwards:
            self._last = first + _STRETCH * DAY
        else:
            self._first = first
