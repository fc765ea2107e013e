"""An order has a plan from its confirmation; reports move it, and what is at risk is said early."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import customers, orders, orders_saving, plans, stock
from orderdesk_gui.rules.customers import Contact, Customer
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from tests.actions.selling_office import Office, office

__all__ = ["office"]


def confirmed(
    office: Office, promised: dt.date = dt.date(2027, 2, 26), template: str = "", **changes: object
) -> uuid.UUID:
    blank = orders_saving.blank(office["sales"], office.customer)
    order = replace(blank, lines=(OrderLine(office.line("10", "113"), promised=promised),), **changes)  # type: ignore[arg-type]
    order_id = orders_saving.save(office["sales"], order).id
    orders_saving.confirm(office["sales"], order_id, template=template)
    return order_id


def plan_of(office: Office, order_id: uuid.UUID) -> plans.PlanView:
    found = plans.of_order(office["sales"], order_id)
    assert found is not None
    return found


def step(plan: plans.PlanView, key: str) -> plans.PlannedStep:
    return next(one for one in plan.steps if one.key == key)


def test_the_order_chooses_its_template(office: Office) -> None:
    assert plan_of(office, confirmed(office)).template_key == "make_to_order"
    assert plan_of(office, confirmed(office, difficulty=3)).template_key == "custom"
    assert plan_of(office, confirmed(office, kind="repair")).template_key == "stock"
    stock.count(office["keeper"], [stock.Counted(office.gear, D(100))])
    assert plan_of(office, confirmed(office)).template_key == "stock"
    abroad = customers.save(office["sales"], Customer(name="Feld GmbH", country="DE", contacts=(Contact("A"),))).id
    blank = orders_saving.blank(office["sales"], abroad)
    order = replace(blank, lines=(OrderLine(office.line("1"), promised=dt.date(2027, 5, 1)),))
    order_id = orders_saving.save(office["sales"], order).id
    orders_saving.confirm(office["sales"], order_id)
    assert plan_of(office, order_id).template_key == "export"


def test_the_forecast_is_the_end_of_what_is_promised(office: Office) -> None:
    order_id = confirmed(office, template="stock")
    plan = plan_of(office, order_id)
    assert plan.forecast == step(plan, "arrive").finish.date() == dt.date(2026, 12, 1)
    assert orders.load(office["sales"], order_id).figure["forecast"] == plan.forecast
    assert (step(plan, "receive").kind, step(plan, "pack").kind) == ("milestone", "step")


def test_a_late_report_pushes_what_follows(office: Office) -> None:
    order_id = confirmed(office, template="stock")
    before = plan_of(office, order_id)
    assert before.forecast is not None
    office.clock.now = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    finished = dt.datetime(2026, 12, 1, 9)
    plans.report(office["sales"], step(before, "review").id, plans.Report(finished=finished))
    after = plan_of(office, order_id)
    assert step(after, "review").done == finished == step(after, "review").begun
    assert after.forecast is not None and after.forecast > before.forecast
    assert step(after, "allocate").start >= finished


def test_a_promise_that_cannot_be_kept_is_red_at_once(office: Office) -> None:
    order_id = confirmed(office, dt.date(2026, 12, 18))
    plan = plan_of(office, order_id)
    assert ("promise", "red") in [(one["kind"], one["level"]) for one in plan.warnings]
    assert orders.load(office["sales"], order_id).figure["level"] == "red"
    assert [row.id for row in orders.list_orders(office["sales"], tab="late").rows] == [order_id]


def test_little_slack_is_yellow(office: Office) -> None:
    order_id = confirmed(office, dt.date(2026, 12, 2), template="stock")
    assert [(one["kind"], one["level"]) for one in plan_of(office, order_id).warnings] == [("slack", "yellow")]


def test_a_failed_inspection_warns_until_it_is_passed(office: Office) -> None:
    order_id = confirmed(office, template="stock")
    check = step(plan_of(office, order_id), "check").id
    plans.report(office["sales"], check, plans.Report(gate_result="failed"))
    assert "failed" in [one["kind"] for one in plan_of(office, order_id).warnings]
    plans.report(office["sales"], check, plans.Report(gate_result="passed"))
    assert "failed" not in [one["kind"] for one in plan_of(office, order_id).warnings]


def test_time_alone_makes_steps_overdue(office: Office) -> None:
    order_id = confirmed(office, dt.date(2026, 12, 18), template="stock")
    office.clock.now = dt.datetime(2027, 1, 20, 2, tzinfo=dt.UTC)
    assert plans.recompute_open(office["gm"]) == 1
    kinds = {one["kind"] for one in plan_of(office, order_id).warnings}
    assert {"promise", "not_begun"} & kinds
    assert orders.load(office["sales"], order_id).figure["level"] == "red"


@pytest.mark.parametrize(
    ("what", "field"),
    [
        (plans.Report(finished=dt.datetime(2027, 1, 1)), "finished"),
        (plans.Report(started=dt.datetime(2027, 1, 1)), "started"),
        (plans.Report(progress=D("1.01")), "progress"),
    ],
)
def test_what_cannot_be_reported(office: Office, what: plans.Report, field: str) -> None:
    plan = plan_of(office, confirmed(office, template="stock"))
    with pytest.raises(UserError) as caught:
        plans.report(office["sales"], plan.steps[0].id, what)
    assert caught.value.field == field
    assert plan_of(office, plan.order_id or uuid.UUID(int=0)).steps[0].done is None


def test_a_rush_order_is_earlier(office: Office) -> None:
    usual = plan_of(office, confirmed(office, template="make_to_order")).forecast
    blank = orders_saving.blank(office["sales"], office.customer)
    order = replace(blank, lines=(OrderLine(office.line("10"), promised=dt.date(2027, 2, 26)),))
    order_id = orders_saving.save(office["sales"], order).id
    orders_saving.confirm(office["sales"], order_id, template="make_to_order", rush=True)
    rush = plan_of(office, order_id)
    assert rush.rush and rush.forecast is not None and usual is not None
    assert (usual - rush.forecast).days > 20
