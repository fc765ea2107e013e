"""The office's calendar knows the official days of 2025 and 2026 and marks what later years only suppose."""

from datetime import date

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.office_calendar import CalendarDay, closing_days, office_calendar, official_days


def days(year: int, kind: str) -> set[str]:
    return {entry.day.strftime("%m-%d") for entry in official_days(year) if entry.kind == kind}


def test_make_up_days_of_the_known_years() -> None:
    assert days(2025, "workday") == {"01-26", "02-08", "04-27", "09-28", "10-11"}
    assert days(2026, "workday") == {"01-04", "02-14", "02-28", "05-09", "09-20", "10-10"}


def test_weekdays_off_in_2026() -> None:
    off = {entry.day for entry in official_days(2026) if entry.kind == "holiday" and entry.day.weekday() < 5}
    assert len(off) == 19
    assert {date(2026, 1, 2), date(2026, 2, 16), date(2026, 2, 23), date(2026, 5, 5), date(2026, 10, 7)} <= off
    assert not any(entry.provisional for entry in official_days(2026))


def test_a_year_without_its_list_is_provisional() -> None:
    later = official_days(2031)
    assert all(entry.provisional and entry.kind == "holiday" for entry in later)
    assert date(2031, 10, 1) in {entry.day for entry in later}


def test_which_days_are_worked() -> None:
    calendar = office_calendar([*official_days(2026), *closing_days(date(2026, 2, 9), date(2026, 2, 28), "春节停产")])
    assert calendar.works(date(2026, 10, 10))
    assert not calendar.works(date(2026, 10, 11))
    assert not calendar.works(date(2026, 10, 1))
    assert not calendar.works(date(2026, 2, 14)), "the firm's own closing outweighs a make-up day"
    assert calendar.works(date(2026, 2, 6))


def test_a_make_up_day_outweighs_a_holiday_in_either_order() -> None:
    entries = [CalendarDay(date(2027, 2, 6), "workday"), CalendarDay(date(2027, 2, 6), "holiday", provisional=True)]
    assert office_calendar(entries).works(date(2027, 2, 6))
    assert office_calendar(reversed(entries)).works(date(2027, 2, 6))


@pytest.mark.parametrize(("last", "words"), [(date(2026, 2, 8), "before it begins"), (date(2026, 9, 1), "120 days")])
def test_a_closing_that_cannot_be(last: date, words: str) -> None:
    with pytest.raises(UserError, match=words):
        closing_days(date(2026, 2, 9), last, "春节停产")
