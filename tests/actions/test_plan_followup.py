"""Following an order up: what is at risk is answered, the customer is told, a report can be taken back."""

import datetime as dt
import uuid

import pytest

from orderdesk_gui.actions import customers, journal, orders, plan_followup, plans
from orderdesk_gui.rules.language import UserError, use_language
from tests.actions.selling_office import Office, office
from tests.actions.test_plans import confirmed, plan_of, step

__all__ = ["office"]


def kinds(office: Office, order_id: uuid.UUID) -> set[str]:
    return {one.kind for one in plan_followup.follow(office["sales"], order_id).warnings}


def test_what_is_at_risk_is_answered(office: Office) -> None:
    order_id = confirmed(office, dt.date(2026, 12, 18))
    shown = plan_followup.follow(office["sales"], order_id)
    assert shown.level == "red" and "days after the promise" in shown.warnings[0].sentence.in_language("en")
    plan_followup.answer(office["sales"], shown.warnings[0].id, cause="capacity", response=" 夜班赶工 ")
    after = plan_followup.follow(office["sales"], order_id).warnings[0]
    assert (after.cause, after.response) == ("capacity", "夜班赶工")
    with pytest.raises(UserError) as caught:
        plan_followup.answer(office["sales"], after.id, cause="weather", response="")
    assert caught.value.field == "cause"


def test_telling_the_customer_is_noted_and_ends_the_warning(office: Office) -> None:
    order_id = confirmed(office, template="make_to_order")
    plan = plan_of(office, order_id)
    now = office.clock.now.astimezone().replace(tzinfo=None)
    plans.report(office["sales"], step(plan, "contract").id, plans.Report(finished=now))
    assert "untold" in kinds(office, order_id)
    changes = plan_followup.tell(office["sales"], order_id, "confirmation", "您好，订单已确认。")
    shown = plan_followup.follow(office["sales"], order_id)
    assert shown.told == {"confirmation"} and "untold" not in kinds(office, order_id)
    assert any("订单已确认" in one.detail + one.title for one in customers.time_line(office["sales"], office.customer))
    assert changes.tx is not None
    journal.undo(office["sales"], changes.tx)
    assert plan_followup.follow(office["sales"], order_id).told == frozenset()
    assert "untold" in kinds(office, order_id)
    with pytest.raises(UserError):
        plan_followup.tell(office["sales"], order_id, "birthday", "…")


def test_a_report_taken_back_leaves_the_dates_as_they_were(office: Office) -> None:
    order_id = confirmed(office, template="stock")
    before = plan_of(office, order_id)
    office.clock.now = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    plan_followup.refresh(office["sales"], order_id)
    waiting = plan_of(office, order_id).forecast
    assert waiting is not None and before.forecast is not None and waiting > before.forecast
    what = plans.Report(finished=dt.datetime(2026, 11, 23, 9))
    changes = plans.report(office["sales"], step(before, "review").id, what)
    assert step(plan_of(office, order_id), "review").done == dt.datetime(2026, 11, 23, 9)
    assert changes.tx is not None
    journal.undo(office["sales"], changes.tx)
    assert step(plan_of(office, order_id), "review").done is None
    assert orders.load(office["sales"], order_id).figure["forecast"] == waiting


def test_a_colleagues_order_is_not_reported_on(office: Office) -> None:
    order_id = confirmed(office, dt.date(2026, 12, 18))
    plan = plan_of(office, order_id)
    warning = plan_followup.follow(office["sales"], order_id).warnings[0]
    with pytest.raises(UserError):
        plan_followup.follow(office["colleague"], order_id)
    with pytest.raises(UserError):
        plans.report(office["colleague"], plan.steps[0].id, plans.Report(note="x"))
    with pytest.raises(UserError):
        plan_followup.answer(office["colleague"], warning.id, cause="", response="x")
    with pytest.raises(UserError):
        plan_followup.tell(office["colleague"], order_id, "progress", "x")


def test_a_warning_names_its_step_in_the_language_of_the_screen(office: Office) -> None:
    order_id = confirmed(office, template="stock")
    check = step(plan_of(office, order_id), "check")
    plans.report(office["sales"], check.id, plans.Report(gate_result="failed"))

    def said() -> str:
        shown = plan_followup.follow(office["sales"], order_id).warnings
        return next(str(one.sentence) for one in shown if one.kind == "failed")

    use_language("en")
    assert check.name_en in said() and check.name_zh not in said()
    use_language("zh")
    try:
        assert check.name_zh in said()
    finally:
        use_language("en")
