"""A template that the firm edits is a new version; orders confirmed from then on are planned by it."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from orderdesk_gui.actions import plan_templates
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.milestone_templates import KEYS
from tests.actions.selling_office import Office, office
from tests.actions.test_plans import confirmed, plan_of

__all__ = ["office"]


def test_an_edit_is_a_new_version_and_old_plans_stay(office: Office) -> None:
    shipped = {one.template.key: one for one in plan_templates.in_force(office["gm"])}
    assert list(shipped) == list(KEYS) and {one.version for one in shipped.values()} == {0}
    before = confirmed(office, template="stock")
    stock = shipped["stock"].template
    slower = tuple(replace(step, days=step.days + 5) if step.key == "pack" else step for step in stock.steps)
    plan_templates.save(office["admin"], replace(stock, steps=slower))
    after = confirmed(office, template="stock")
    assert {one.template.key: one.version for one in plan_templates.in_force(office["gm"])}["stock"] == 1
    first, second = plan_of(office, before), plan_of(office, after)
    assert first.forecast is not None and second.forecast is not None
    assert (second.forecast - first.forecast).days == 7


def test_a_template_that_cannot_be_planned_is_refused(office: Office) -> None:
    template = plan_templates.in_force(office["gm"])[1].template
    with pytest.raises(UserError) as caught:
        plan_templates.save(office["admin"], replace(template, steps=()))
    assert caught.value.field == "steps"
    too_long = tuple(replace(step, days=D(5000)) for step in template.steps)
    with pytest.raises(UserError):
        plan_templates.save(office["admin"], replace(template, steps=too_long))
    with pytest.raises(UserError):
        plan_templates.save(office["sales"], template)
    assert plan_templates.in_force(office["gm"])[1].version == 0
