"""Keeps the firm's own plan templates: an edit is a new version, plans made before stay as they are."""

from dataclasses import dataclass

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.plans import templates
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.milestone_templates import KEYS, Template, check_template, rush_form, template_data
from orderdesk_gui.store import plans as store
from orderdesk_gui.store import rows


@dataclass(frozen=True, slots=True)
class TemplateInForce:
    """A template and its version; version 0 is as it ships."""

    template: Template
    version: int


def in_force(desk: Desk) -> tuple[TemplateInForce, ...]:
    """The templates that new orders are planned by, in the order of ``KEYS``."""
    with desk.reading() as connection:
        found = templates(connection)
    return tuple(TemplateInForce(*found[key]) for key in KEYS)


def save(desk: Desk, template: Template) -> Changes:
    """Keep a template as its next version; UserError where it cannot be planned by."""
    desk.require(Right.CHANGE_SETTINGS)
    if template.key not in KEYS:
        raise UserError("Choose one of the templates.", field="template")
    check_template(template)
    if not template.promise:
        raise UserError("Choose the step whose end is promised to the customer.", field="promise")
    if template.rush is not None:
        check_template(rush_form(template))
    with desk.writing("plans.template") as writing:
        _, version = templates(writing.connection)[template.key]
        row = {
            "id": desk.new_id(), "key": template.key, "version": version + 1, "valid_from": today(desk),
            "content": template_data(template),
        }  # fmt: skip
        rows.add(writing.connection, store.PlanTemplate, [row])
    return writing.changes
