"""The shipped templates come out as long as they should, and the rush form of one saves what it says."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.milestone_templates import (
    KEYS,
    TOUCHPOINTS,
    Template,
    TemplateLink,
    TemplateStep,
    build_steps,
    check_template,
    rush_form,
    shipped_template,
    template_data,
    template_of,
    without_step,
)
from orderdesk_gui.rules.milestones import StepDates, schedule
from orderdesk_gui.rules.workdays import HOUR, WorkCalendar, WorkTime, to_ticks, usual_week

DAY = 8 * HOUR
TIME = WorkTime(WorkCalendar(usual_week()))
START = to_ticks(datetime(2026, 11, 23, 8))
VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "vectors.json"


def planned(template: Template, credit_days: int = 0) -> dict[str, StepDates]:
    return schedule(build_steps(template, TIME, credit_days=credit_days), START)


def days_until(template: Template, key: str) -> float:
    return TIME.between(START, planned(template)[key].early_finish) / DAY


@pytest.mark.parametrize(
    ("key", "step", "days"),
    [
        ("stock", "visit", 12.5),
        ("make_to_order", "arrive", 40.5),
        ("custom", "install", 84),
        ("export", "on_board", 47),
    ],
)
def test_how_long_each_takes(key: str, step: str, days: float) -> None:
    assert days_until(shipped_template(key), step) == days


def test_durations_are_those_of_the_vectors() -> None:
    if not VECTORS.exists():
        pytest.skip("the shared vectors are not beside the checkout")
    for key, case in json.loads(VECTORS.read_text(encoding="utf-8"))["milestones"].items():
        known = sorted(node["days"] for node in case["nodes"])
        own = [float(step.days) for step in shipped_template(key).steps]
        for days in known:
            assert days in own, (key, days)
            own.remove(days)


@pytest.mark.parametrize("key", KEYS)
def test_every_template_tells_the_customer_four_times(key: str) -> None:
    told = [step.touchpoint for step in shipped_template(key).steps if step.touchpoint]
    expected = (
        set(TOUCHPOINTS) - ({"progress"} if key == "stock" else set()) - ({"arrival"} if key == "export" else set())
    )
    assert set(told) == expected
    assert len(told) == len(expected)


def test_credit_and_retention_pass_by_the_clock() -> None:
    plan = planned(shipped_template("stock"), credit_days=30)
    assert plan["pay"].early_finish - plan["pay"].early_start == 30 * 24 * HOUR
    assert plan["pay"].early_start >= plan["invoice"].early_finish
    custom = planned(shipped_template("custom"))["retention"]
    assert custom.early_finish - custom.early_start == 365 * 24 * HOUR


def test_the_rush_form_halves_what_three_shifts_can_and_merges_the_reviews() -> None:
    usual, rush = shipped_template("make_to_order"), rush_form(shipped_template("make_to_order"))
    keys = [step.key for step in rush.steps]
    assert "review" not in keys
    assert keys.count("joint_review") == 1
    days = {step.key: step.days for step in rush.steps}
    assert (days["produce"], days["material"], days["joint_review"]) == (Decimal(6), Decimal(6), Decimal("0.5"))
    assert days_until(rush, "arrive") == 21
    assert days_until(rush, "arrive") < days_until(usual, "arrive") - 15
    with pytest.raises(UserError, match="no rush form"):
        rush_form(rush)


STEP = TemplateStep("one", "一", "One", "sales")


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ((), "steps"),
        ((replace(STEP, zh="", en=" "),), "steps.0.zh"),
        ((STEP, STEP), "steps.0.key"),
        ((replace(STEP, days=Decimal(-1)),), "steps.0.days"),
        ((replace(STEP, department="nobody"),), "steps.0.department"),
        ((replace(STEP, links=(TemplateLink("two"),)),), "links"),
        ((replace(STEP, links=(TemplateLink("one"),)),), ""),
    ],
)
def test_what_is_no_template(steps: tuple[TemplateStep, ...], field: str) -> None:
    with pytest.raises(UserError) as caught:
        check_template(Template("x", "某", "Some", steps))
    assert caught.value.field == field


@pytest.mark.parametrize("key", KEYS)
def test_a_template_survives_its_json(key: str) -> None:
    shipped = shipped_template(key)
    assert template_of(json.loads(json.dumps(template_data(shipped)))) == shipped


def test_a_template_without_a_step_can_still_be_planned_also_in_a_rush() -> None:
    shipped = shipped_template("make_to_order")
    for step in shipped.steps:
        left = without_step(shipped, step.key)
        check_template(left)
        assert step.key not in [one.key for one in left.steps]
        assert left.promise == ("" if step.key == shipped.promise else shipped.promise)
        if left.rush is not None:
            check_template(rush_form(left))
    bare = shipped
    assert shipped.rush is not None
    for key in shipped.rush.merge:
        bare = without_step(bare, key)
    assert bare.rush is None
