"""Working time is added, taken back and counted alike, over nights, weekends and closed days."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.workdays import (
    DAY,
    HOUR,
    MINUTE,
    OFFICE_HOURS,
    WHOLE_DAY,
    WorkCalendar,
    WorkTime,
    to_moment,
    to_ticks,
    usual_week,
)

OFFICE = WorkCalendar(usual_week(), {date(2026, 10, 1): (), date(2026, 10, 10): OFFICE_HOURS})
NIGHT = WorkCalendar(
    tuple(((0, 3 * HOUR), (4 * HOUR, 8 * HOUR), (23 * HOUR, DAY)) if day < 5 else () for day in range(7))
)
CALENDARS = (OFFICE, NIGHT, WorkCalendar(usual_week(WHOLE_DAY, range(7))))
MOMENTS = st.integers(to_ticks(datetime(2025, 1, 1)), to_ticks(datetime(2027, 12, 31)))


def moved(start: str, hours: float, calendar: WorkCalendar = OFFICE) -> str:
    end = WorkTime(calendar).add(to_ticks(datetime.fromisoformat(start)), round(hours * HOUR))
    return to_moment(end).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T08:00", 8, "2026-11-23T17:00"),  # a day's work ends the same day
        ("2026-11-23T08:00", 8.5, "2026-11-24T08:30"),
        ("2026-11-23T11:00", 2, "2026-11-23T14:00"),  # over noon
        ("2026-11-27T16:00", 2, "2026-11-30T09:00"),  # over a weekend
        ("2026-11-28T10:00", 1, "2026-11-30T09:00"),  # begun on a Saturday
        ("2026-09-30T16:00", 2, "2026-10-02T09:00"),  # over a closed Thursday
        ("2026-10-09T16:00", 2, "2026-10-10T09:00"),  # into a Saturday that is worked
        ("2026-11-24T08:00", -1, "2026-11-23T16:00"),
        ("2026-11-24T08:00", -8, "2026-11-23T08:00"),
        ("2026-11-30T09:00", -2, "2026-11-27T16:00"),
        ("2026-11-28T10:00", 0, "2026-11-28T10:00"),
    ],
)
def test_work_is_added(start: str, hours: float, end: str) -> None:
    assert moved(start, hours) == end


def test_nothing_finer_than_a_tenth_of_a_minute() -> None:
    assert to_moment(to_ticks(datetime(2026, 11, 21, 8, 0, 17))) == datetime(2026, 11, 21, 8, 0, 12)
    assert to_ticks(datetime(1999, 12, 31, 23, 59)) == -MINUTE


@given(MOMENTS, st.integers(-40 * 8 * HOUR, 40 * 8 * HOUR), st.sampled_from(CALENDARS))
def test_what_is_added_is_counted(start: int, work: int, calendar: WorkCalendar) -> None:
    time = WorkTime(calendar)
    end = time.add(start, work)
    assert time.between(start, end) == work
    assert time.between(end, start) == -work


@given(MOMENTS, st.integers(1, 400 * HOUR), st.sampled_from(CALENDARS))
def test_the_earliest_end_and_the_latest_start(start: int, work: int, calendar: WorkCalendar) -> None:
    time = WorkTime(calendar)
    end = time.add(start, work)
    assert time.between(start, end - 1) == work - 1
    begin = time.add(start, -work)
    assert time.between(begin + 1, start) == work - 1


@given(MOMENTS, st.sampled_from(CALENDARS))
def test_next_start_and_last_finish(moment: int, calendar: WorkCalendar) -> None:
    time = WorkTime(calendar)
    start, finish = time.next_start(moment), time.last_finish(moment)
    assert finish <= moment <= start
    assert time.between(moment, start) == 0 == time.between(finish, moment)
    assert time.between(start, start + 1) == 1 == time.between(finish - 1, finish)


@given(st.lists(MOMENTS, min_size=2, max_size=6))
def test_answers_do_not_depend_on_what_was_asked_before(moments: list[int]) -> None:
    asked = WorkTime(OFFICE)
    for moment in moments:
        asked.add(moment, -300 * HOUR)
    first, last = moments[:2]
    assert asked.between(first, last) == WorkTime(OFFICE).between(first, last)


def test_a_calendar_without_work_is_refused() -> None:
    with pytest.raises(UserError, match="no working day"):
        WorkTime(WorkCalendar(usual_week((), range(5))))


@pytest.mark.parametrize(("year", "work"), [(9999, 1), (1, -1), (2199, 400 * 8 * HOUR)])
def test_what_cannot_be_planned_is_said(year: int, work: int) -> None:
    with pytest.raises(UserError, match="cannot be planned"):
        WorkTime(OFFICE).add(to_ticks(datetime(year, 6, 1)), work)
