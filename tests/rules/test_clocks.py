"""24 and 72 hours fall due across holidays and make-up days as the vectors say, and stand in a pause."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from orderdesk_gui.rules.clocks import Clock, ClockMode, Pause
from orderdesk_gui.rules.office_calendar import office_calendar, official_days

OFFICE = office_calendar(official_days(2026))
VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "vectors.json"
START = datetime(2026, 9, 30, 17)


@pytest.mark.parametrize(
    ("mode", "hours", "due"),
    [
        ("calendar", 24, datetime(2026, 10, 1, 17)),
        ("workday24", 24, datetime(2026, 10, 8, 17)),
        ("business", 24, datetime(2026, 10, 10, 17)),
        ("calendar", 72, datetime(2026, 10, 3, 17)),
        ("workday24", 72, datetime(2026, 10, 10, 17)),
        ("business", 72, datetime(2026, 10, 19, 17)),
    ],
)
def test_the_three_ways(mode: ClockMode, hours: int, due: datetime) -> None:
    assert Clock(mode, OFFICE).due(START, hours) == due


def test_the_vectors() -> None:
    if not VECTORS.exists():
        pytest.skip("the shared vectors are not beside the checkout")
    modes: dict[str, ClockMode] = {"calendar": "calendar", "workday24": "workday24", "business8h": "business"}
    asked = 0
    for case in json.loads(VECTORS.read_text(encoding="utf-8"))["sla_2026"]:
        for name, mode in modes.items():
            if name in case:
                due = Clock(mode, OFFICE).due(datetime.fromisoformat(case["start"]), case["h"])
                assert due == datetime.fromisoformat(case[name]), (case, name)
                asked += 1
    assert asked == 8


def test_a_pause_moves_the_end_by_what_would_have_counted() -> None:
    clock = Clock("business", OFFICE)
    friday = datetime(2026, 11, 20, 15)
    weekend = Pause(datetime(2026, 11, 20, 16), datetime(2026, 11, 23, 10))  # one hour of Friday, two of Monday
    assert clock.due(friday, 8) == datetime(2026, 11, 23, 15)
    assert clock.due(friday, 8, [weekend]) == datetime(2026, 11, 24, 9)


def test_a_pause_that_still_stands_has_no_end() -> None:
    assert Clock("calendar", OFFICE).due(START, 24, [Pause(datetime(2026, 10, 1, 9))]) is None


def test_a_pause_after_the_end_changes_nothing() -> None:
    late = Pause(datetime(2026, 10, 2, 9))
    assert Clock("calendar", OFFICE).due(START, 24, [late]) == datetime(2026, 10, 1, 17)


def test_hours_left() -> None:
    clock = Clock("calendar", OFFICE)
    due = datetime(2026, 10, 1, 17)
    assert clock.left(datetime(2026, 10, 1, 13, 30), due) == 3
    assert clock.left(datetime(2026, 10, 1, 17, 30), due) == -1


def test_minutes_that_count() -> None:
    clock = Clock("workday24", OFFICE)
    friday, monday = datetime(2026, 11, 20, 23), datetime(2026, 11, 23, 0, 30)
    assert clock.minutes(friday, monday) == 90 and clock.minutes(monday, friday) == -90
