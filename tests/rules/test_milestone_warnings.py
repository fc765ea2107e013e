"""Each warning of a plan comes when it should, and not a moment before."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from orderdesk_gui.rules.milestone_warnings import WatchedStep, warnings
from orderdesk_gui.rules.milestones import StepDates
from orderdesk_gui.rules.workdays import DAY, HOUR, WorkCalendar, WorkTime, to_ticks, usual_week

TIME = WorkTime(WorkCalendar(usual_week()))


def at(day: int, hour: int = 8) -> int:
    return to_ticks(datetime(2026, 11, day, hour))


NOW = at(23)  # a Monday
DATES = StepDates(at(23), at(25, 17), at(26), at(30, 17), 24 * HOUR, 0, False)
STEP = WatchedStep("arrive", "到货", "logistics", DATES)


def kinds(*steps: WatchedStep, promise: int | None = None, now: int = NOW) -> list[tuple[str, str]]:
    found = warnings(steps, now=now, promise=promise, promise_step="arrive", time=TIME)
    return [(one.kind, one.level) for one in found]


def test_nothing_is_at_risk() -> None:
    assert kinds(STEP) == []
    assert kinds(STEP, promise=at(27, 17)) == []


def test_the_promise() -> None:
    assert kinds(STEP, promise=at(25, 16)) == [("promise", "red")]
    assert kinds(STEP, promise=at(25, 17)) == [("slack", "yellow")]
    assert kinds(STEP, promise=at(27, 16)) == [("slack", "yellow")]
    done = replace(STEP, actual_start=at(20), actual_finish=at(20, 17))
    assert kinds(done, promise=at(19)) == []


def test_how_many_days_late_and_the_guessed_cause() -> None:
    (found,) = warnings([STEP], now=NOW, promise=at(24, 17), promise_step="arrive", time=TIME)
    assert (found.sentence.values["days"], found.cause) == (1, "logistics")


def test_slack_of_less_than_a_fifth_of_what_remains() -> None:
    far = replace(STEP, dates=replace(DATES, early_finish=to_ticks(datetime(2027, 2, 1, 17))))
    assert kinds(far, promise=to_ticks(datetime(2027, 2, 12, 17))) == [("slack", "yellow")]
    assert kinds(far, promise=to_ticks(datetime(2027, 2, 16, 17))) == []


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(26), []),
        (at(26, 9), [("not_begun", "yellow")]),
        (at(30, 17), [("not_begun", "yellow")]),
        (at(30, 18), [("overdue", "red")]),
    ],
)
def test_not_begun_and_overdue(now: int, expected: list[tuple[str, str]]) -> None:
    assert kinds(STEP, now=now) == expected


def test_silence() -> None:
    begun = replace(STEP, actual_start=at(19), progress=Decimal("0.5"))
    assert kinds(begun, now=at(24)) == []
    assert kinds(begun, now=at(24, 9)) == [("silent", "yellow")]
    assert kinds(replace(begun, reported_at=at(23)), now=at(24, 9)) == []


def test_a_failed_inspection_and_a_customer_not_told() -> None:
    assert kinds(replace(STEP, gate_result="failed")) == [("failed", "red")]
    done = replace(STEP, actual_start=at(20), actual_finish=at(20, 17), touchpoint="arrival")
    assert kinds(done) == [("untold", "yellow")]
    assert kinds(replace(done, told=True)) == []


def test_production_without_the_deposit() -> None:
    deposit = replace(
        STEP, key="deposit", expects="deposit", dates=replace(DATES, late_start=at(30), late_finish=at(30))
    )
    making = replace(STEP, key="produce", name="生产", production=True)
    assert kinds(deposit, making) == [("deposit", "red")]
    later = replace(making, dates=replace(DATES, early_start=NOW + 2 * DAY))
    assert kinds(deposit, later) == []
    assert kinds(replace(deposit, actual_start=at(20), actual_finish=at(20)), making) == []


def test_the_worst_comes_first() -> None:
    steps = [replace(STEP, actual_start=at(12)), replace(STEP, key="b", gate_result="failed", actual_start=at(23))]
    assert [level for _, level in kinds(*steps, now=at(24, 9))] == ["red", "yellow"]
