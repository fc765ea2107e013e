"""Plans of the four templates come out as worked by hand; links, lags, actual dates and loops are treated as said."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.milestones import Link, LinkKind, Step, StepDates, schedule
from orderdesk_gui.rules.workdays import HOUR, WorkCalendar, WorkTime, to_moment, to_ticks, usual_week

VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "vectors.json"
DAY = 8 * HOUR
TIME = WorkTime(WorkCalendar(usual_week()))
START = to_ticks(datetime(2006, 9, 21, 8))  # a Thursday


def step(
    key: int,
    days: float,
    *links: Link[int],
    not_before: int | None = None,
    finish_by: int | None = None,
    actual: tuple[str, str] | tuple[str] | None = None,
    progress: float = 0,
) -> Step[int]:
    begun, ended = (*actual, None) if actual and len(actual) == 1 else actual or (None, None)
    return Step(
        key, round(days * DAY), TIME, links, not_before, finish_by,
        None if begun is None else ticks(begun), None if ended is None else ticks(ended), progress, f"step {key}",
    )  # fmt: skip


def ticks(text: str) -> int:
    return to_ticks(datetime.fromisoformat(text))


def shown(dates: StepDates) -> list[str]:
    moments = (dates.early_start, dates.early_finish, dates.late_start, dates.late_finish)
    return [to_moment(moment).strftime("%m-%dT%H") for moment in moments]


def test_templates_of_the_vectors() -> None:
    if not VECTORS.exists():
        pytest.skip("the shared vectors are not beside the checkout")
    for name, case in json.loads(VECTORS.read_text(encoding="utf-8"))["milestones"].items():
        plan = schedule((step(n["id"], n["days"], *map(Link, n["after"])) for n in case["nodes"]), START)
        assert TIME.between(START, max(d.early_finish for d in plan.values())) == case["total_wd"] * DAY, name
        assert [key for key in sorted(plan) if plan[key].critical] == case["critical"], name
        slack = {str(key): d.total_slack / DAY for key, d in plan.items() if d.total_slack}
        assert slack == case["slack"], name


def test_the_four_kinds_of_link_as_a_well_known_program_plans_them() -> None:
    plan = schedule(
        [
            step(1, 1),
            step(2, 1, Link(1)),
            step(3, 1, Link(2, "SS", DAY)),
            step(4, 1, Link(3, "FF")),
            step(5, 1, Link(4, "SF")),
        ],
        START,
    )
    assert {key: shown(dates) for key, dates in plan.items()} == {
        1: ["09-21T08", "09-21T17", "09-21T08", "09-21T17"],
        2: ["09-22T08", "09-22T17", "09-22T08", "09-22T17"],
        3: ["09-25T08", "09-25T17", "09-25T08", "09-25T17"],
        4: ["09-25T08", "09-25T17", "09-25T08", "09-25T17"],
        5: ["09-22T08", "09-25T08", "09-25T08", "09-25T17"],
    }
    assert [plan[key].critical for key in (1, 2, 3, 4, 5)] == [True, True, True, True, False]
    assert plan[5].total_slack == plan[5].free_slack == DAY


def test_a_negative_lag_overlaps() -> None:
    plan = schedule([step(1, 1), step(2, 1, Link(1, "FS", -DAY))], START)
    assert plan[2].early_start == plan[1].early_start == START


def test_free_slack_is_what_delays_nobody() -> None:
    plan = schedule([step(1, 1), step(2, 3), step(3, 1, Link(1), Link(2)), step(4, 10)], START)
    assert (plan[1].free_slack, plan[1].total_slack) == (2 * DAY, 8 * DAY)
    assert (plan[3].free_slack, plan[3].total_slack) == (6 * DAY, 6 * DAY)


def test_a_promise_before_the_end_leaves_negative_slack() -> None:
    plan = schedule([step(1, 3), step(2, 1, Link(1))], START, finish=ticks("2006-09-25T17:00"))
    assert plan[2].total_slack == -DAY
    assert plan[1].critical


def test_a_step_with_its_own_promise() -> None:
    plan = schedule([step(1, 2, finish_by=ticks("2006-09-21T17:00")), step(2, 9)], START)
    assert plan[1].total_slack == -DAY


def test_not_before() -> None:
    plan = schedule([step(1, 1, not_before=ticks("2006-09-23T10:00"))], START)
    assert shown(plan[1])[0] == "09-25T08"


def test_a_slip_pushes_what_follows_and_what_is_done_is_not_critical() -> None:
    steps = [step(1, 1, actual=("2006-09-21T08:00", "2006-09-26T12:00")), step(2, 1, Link(1))]
    plan = schedule(steps, START)
    assert shown(plan[2])[:2] == ["09-26T13", "09-27T12"]
    assert (plan[1].critical, plan[2].critical) == (False, True)
    assert plan[1].total_slack == 0


def test_what_is_not_done_by_now_is_planned_from_now() -> None:
    now = ticks("2006-09-25T08:00")
    begun = step(1, 4, actual=("2006-09-21T08:00",), progress=0.25)
    plan = schedule([begun, step(2, 1)], START, status=now)
    assert shown(plan[1])[:2] == ["09-21T08", "09-27T17"]
    assert shown(plan[2])[:2] == ["09-25T08", "09-25T17"]


def test_a_milestone_stands_where_the_step_before_ends() -> None:
    plan = schedule([step(1, 2), step(2, 0, Link(1))], START)
    assert shown(plan[2])[:2] == ["09-22T17", "09-22T17"]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (
            [step(1, 1, Link(3)), step(2, 1, Link(1)), step(3, 1, Link(2)), step(4, 1, Link(3))],
            "step 1 → step 2 → step 3",
        ),
        ([step(1, 1, Link(1))], "step 1 → step 1"),
        ([step(1, -1)], "step 1 is negative"),
        ([step(1, 1, Link(9))], "step 1 waits for a step"),
        ([step(1, 1, actual=("2006-09-22T08:00", "2006-09-21T08:00"))], "finished before"),
    ],
)
def test_what_cannot_be_planned(steps: list[Step[int]], words: str) -> None:
    with pytest.raises(UserError) as caught:
        schedule(steps, START)
    assert words in str(caught.value)


KINDS: list[LinkKind] = ["FS", "SS", "FF", "SF"]


@st.composite
def plans(draw: st.DrawFn) -> list[Step[int]]:
    count = draw(st.integers(1, 8))
    made = []
    for key in range(count):
        before = draw(st.lists(st.integers(0, key - 1), unique=True, max_size=3)) if key else []
        links = [Link(b, draw(st.sampled_from(KINDS)), draw(st.integers(-2 * DAY, 2 * DAY))) for b in before]
        made.append(step(key, draw(st.integers(0, 60)) / 8, *links))
    return made


@given(plans())
def test_every_link_is_kept_and_nothing_is_late_before_it_can_be(steps: list[Step[int]]) -> None:
    plan = schedule(steps, START)
    for each in steps:
        own = plan[each.key]
        assert own.early_start >= START or any(link.kind in ("FF", "SF") for link in each.links)
        assert TIME.between(own.early_start, own.early_finish) == each.duration
        assert own.total_slack >= 0
        assert own.free_slack <= own.total_slack or own.total_slack == own.free_slack
        for link in each.links:
            before = plan[link.before]
            from_ = before.early_start if link.kind[0] == "S" else before.early_finish
            to = own.early_start if link.kind[1] == "S" else own.early_finish
            assert to >= TIME.add(from_, link.lag)
    assert any(dates.critical for dates in plan.values())
