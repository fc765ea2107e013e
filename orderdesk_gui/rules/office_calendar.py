"""Makes the office's calendar: official Chinese holidays with their make-up days, and the firm's own closing days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.workdays import OFFICE_HOURS, Span, WorkCalendar, usual_week

DayKind = Literal["holiday", "workday", "closed"]
"""Official day off 休, official make-up workday 班, the firm's own closing day 停产."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that differs from its weekday. `provisional` 暂定: the official list of that year is not yet known."""

    day: date
    kind: DayKind
    name: str = ""
    provisional: bool = False


@cache  # a year's list is long to work out, and every plan and clock asks for four of them
def official_days(year: int) -> tuple[CalendarDay, ...]:
    """Days off and make-up days of `year` in mainland China, in order, named in Chinese.

    The State Council's list comes about early November of the year before; until the library knows it,
    the days of the statute are answered, provisionally and without make-up days. Source: domain 6, Clock.
    """
    import holidays  # slow to import, and only plans and clocks need it

    found = holidays.country_holidays("CN", years=year, language="zh_CN")
    made_up = sorted(day for day in found.weekend_workdays if day.year == year)
    provisional = not made_up
    days = [CalendarDay(day, "holiday", name, provisional) for day, name in found.items() if day.year == year]
    return tuple(
        sorted([*days, *(CalendarDay(day, "workday", "调休上班") for day in made_up)], key=lambda entry: entry.day)
    )


def closing_days(first: date, last: date, name: str) -> tuple[CalendarDay, ...]:
    """The firm's own closing (春节停产) from `first` to `last`, both included.

    UserError where they are the wrong way round or more than 120 days.
    """
    if last < first:
        raise UserError("The closing ends on {last}, before it begins. Enter a later day.", field="last", last=last)
    if (last - first).days >= 120:
        raise UserError("A closing of more than 120 days is not possible. Check both dates.", field="last")
    return tuple(CalendarDay(first + timedelta(days=gone), "closed", name) for gone in range((last - first).days + 1))


def office_calendar(
    days: Iterable[CalendarDay], hours: tuple[Span, ...] = OFFICE_HOURS, workdays: Iterable[int] = range(5)
) -> WorkCalendar:
    """The calendar of an office that works `hours` on the `workdays` of a week (0 is Monday) and on make-up days.

    Where several entries name a day, a closing outweighs a make-up day, and that an official holiday.
    """
    rank = {"holiday": 0, "workday": 1, "closed": 2}
    chosen: dict[date, CalendarDay] = {}
    for entry in days:
        present = chosen.get(entry.day)
        if present is None or rank[entry.kind] >= rank[present.kind]:
            chosen[entry.day] = entry
    spans = {day: hours if entry.kind == "workday" else () for day, entry in chosen.items()}
    return WorkCalendar(usual_week(hours, tuple(workdays)), spans)
