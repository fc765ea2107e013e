"""Plan templates by order type: reads and checks them, makes the rush form of one, and builds the steps of a plan.

Source: domain 7, domain 1.18 (135).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from orderdesk_gui.rules.assets import asset
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.milestones import Link, LinkKind, Step, in_order
from orderdesk_gui.rules.workdays import DAY, HOUR, WHOLE_DAY, WorkCalendar, WorkTime, usual_week

KEYS = ("stock", "make_to_order", "custom", "export")
"""The templates that ship; the fifth, rush, is made of any of them that says how."""

DEPARTMENTS: dict[str, Message] = {
    "sales": message("sales"),
    "finance": message("finance"),
    "engineering": message("engineering"),
    "planning": message("planning"),
    "purchasing": message("purchasing"),
    "production": message("production"),
    "quality": message("quality inspection"),
    "warehouse": message("warehouse"),
    "logistics": message("logistics"),
    "documents": message("documents"),
    "service": message("service"),
    "customer": message("customer"),
}

TOUCHPOINTS: dict[str, Message] = {
    "confirmation": message("order confirmation"),
    "progress": message("production progress"),
    "dispatch": message("dispatch notice"),
    "arrival": message("arrival confirmation"),
}
"""The four messages to the customer. Source: domain 1.8 (068)."""

ELAPSED = WorkTime(WorkCalendar(usual_week(WHOLE_DAY, range(7))))
"""Time that passes by the clock, whether anybody works or not."""


@dataclass(frozen=True, slots=True)
class TemplateLink:
    """A step waits for step `before`; `lag` in days of work."""

    before: str
    kind: LinkKind = "FS"
    lag: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """One step of a template: `days` of work, or `months` that pass, or the credit of the payment `terms`.

    `gate` is an inspection that must be passed, `approval` an answer of the customer, `deposit` and
    `material` what production waits for, `touchpoint` what the customer is told when it is done.
    """

    key: str
    zh: str
    en: str
    department: str
    days: Decimal = Decimal(0)
    links: tuple[TemplateLink, ...] = ()
    months: int = 0
    terms: bool = False
    gate: str = ""
    touchpoint: str = ""
    approval: bool = False
    deposit: bool = False
    material: bool = False


@dataclass(frozen=True, slots=True)
class Rush:
    """How the rush form differs: steps `merge` become `merged`, `days` shorter ones, three `shifts` halve others.

    `before`: what some steps wait for instead, as material that is reserved before the contract.
    """

    merge: tuple[str, ...]
    merged: TemplateStep
    days: Mapping[str, Decimal]
    shifts: tuple[str, ...]
    before: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Template:
    """The steps of one type of order; what is promised to the customer is the end of step `promise`."""

    key: str
    zh: str
    en: str
    steps: tuple[TemplateStep, ...]
    promise: str = ""
    rush: Rush | None = None


@cache
def shipped_template(key: str) -> Template:
    """One of :data:`KEYS` as it ships."""
    return template_of(json.loads(asset("milestones", f"{key}.json").read_text(encoding="utf-8")))


def template_of(data: Mapping[str, Any]) -> Template:
    """A template from its JSON document, checked: UserError where it names steps that it has not, or loops."""
    rush = data.get("rush")
    template = Template(
        data["key"],
        data["zh"],
        data["en"],
        tuple(_step_of(step) for step in data["steps"]),
        data.get("promise", ""),
        None
        if rush is None
        else Rush(
            tuple(rush["merge"]),
            _step_of(rush["merged"]),
            {key: Decimal(days) for key, days in rush["days"].items()},
            tuple(rush["shifts"]),
            {key: tuple(before) for key, before in rush["before"].items()},
        ),
    )
    check_template(template)
    return template


_TOLD = ("months", "terms", "gate", "touchpoint", "approval", "deposit", "material")


def _step_of(data: Mapping[str, Any]) -> TemplateStep:
    links = [TemplateLink(before) for before in data.get("after", ())]
    links += [TemplateLink(link["before"], link["kind"], Decimal(link["lag"])) for link in data.get("links", ())]
    told = {key: data[key] for key in _TOLD if key in data}
    return TemplateStep(
        data["key"], data["zh"], data["en"], data["department"], Decimal(data.get("days", 0)), tuple(links), **told
    )  # fmt: skip


def template_data(template: Template) -> dict[str, Any]:
    """The JSON document that :func:`template_of` reads as this template."""
    rush = template.rush
    data: dict[str, Any] = {
        "key": template.key,
        "zh": template.zh,
        "en": template.en,
        "promise": template.promise,
        "steps": [_step_data(step) for step in template.steps],
    }
    if rush is not None:
        data["rush"] = {
            "merge": list(rush.merge),
            "merged": _step_data(rush.merged),
            "days": {key: str(days) for key, days in rush.days.items()},
            "shifts": list(rush.shifts),
            "before": {key: list(before) for key, before in rush.before.items()},
        }
    return data


def _step_data(step: TemplateStep) -> dict[str, Any]:
    told = {key: getattr(step, key) for key in _TOLD if getattr(step, key)}
    links = [{"before": link.before, "kind": link.kind, "lag": str(link.lag)} for link in step.links]
    named = {"key": step.key, "zh": step.zh, "en": step.en, "department": step.department, "days": str(step.days)}
    return {**named, "links": links, **told}


def check_template(template: Template) -> None:
    """UserError unless names, days, departments and links can be used as they stand."""
    if not template.steps:
        raise UserError("The template has no step. Add one.", field="steps")
    keys = [step.key for step in template.steps]
    for at, step in enumerate(template.steps):
        if not (step.zh.strip() or step.en.strip()):
            raise UserError("Step {number} has no name. Enter one.", field=f"steps.{at}.zh", number=at + 1)
        if keys.count(step.key) > 1:
            raise UserError("Two steps are called “{key}”. Rename one.", field=f"steps.{at}.key", key=step.key)
        if not 0 <= step.days <= 1000:
            raise UserError("{name} needs 0 to 1000 days.", field=f"steps.{at}.days", name=step.zh or step.en)
        if step.department not in DEPARTMENTS:
            raise UserError("Choose the department of {name}.", field=f"steps.{at}.department", name=step.zh or step.en)
    if template.promise and template.promise not in keys:
        raise UserError("Choose the step whose end is promised to the customer.", field="promise")
    in_order(build_steps(template, ELAPSED, credit_days=0))


def without_step(template: Template, key: str) -> Template:
    """The template without a step: nothing waits for it any more, in the rush form neither."""
    steps = tuple(
        replace(step, links=tuple(link for link in step.links if link.before != key))
        for step in template.steps
        if step.key != key
    )
    rush = template.rush
    if rush is not None:
        merge = tuple(name for name in rush.merge if name != key)
        before = {
            name: tuple(wanted for wanted in names if wanted != key)
            for name, names in rush.before.items()
            if name != key
        }
        days = {name: count for name, count in rush.days.items() if name != key}
        rush = Rush(merge, rush.merged, days, tuple(name for name in rush.shifts if name != key), before)
    kept = rush if rush is not None and rush.merge else None
    return replace(template, steps=steps, rush=kept, promise="" if template.promise == key else template.promise)


def rush_form(template: Template) -> Template:
    """The template for a rush order; UserError where it says nothing of rush orders. Source: domain 7, Rush."""
    rush = template.rush
    if rush is None:
        raise UserError(
            "This template has no rush form. Choose another, or shorten the steps by hand.", field="template"
        )
    gone = set(rush.merge)
    outside = [link for step in template.steps if step.key in gone for link in step.links if link.before not in gone]
    merged = replace(rush.merged, links=tuple({link.before: TemplateLink(link.before) for link in outside}.values()))
    steps, placed = [], False
    for step in template.steps:
        if step.key in gone:
            if not placed:
                steps.append(merged)
                placed = True
            continue
        before = rush.before.get(step.key)
        links = step.links if before is None else tuple(TemplateLink(name) for name in before)
        links = tuple(replace(link, before=merged.key) if link.before in gone else link for link in links)
        days = rush.days.get(step.key, step.days)
        days = days / 2 if step.key in rush.shifts else days
        unique = {(link.before, link.kind): link for link in links}
        steps.append(replace(step, links=tuple(unique.values()), days=days))
    return replace(template, steps=tuple(steps), rush=None)


def build_steps(
    template: Template, time: WorkTime, *, credit_days: int, day: int = 8 * HOUR, language: str = "zh"
) -> Sequence[Step[str]]:
    """The steps of a plan, by the template's keys; `day` is how much work a day of the template is.

    Waiting that passes by the clock (months of retention, `credit_days` of the payment terms) takes no work.
    """
    steps = []
    for step in template.steps:
        passing = step.months or step.terms
        duration = round(step.days * day)
        if passing:
            duration = (step.months * 365 // 12 if step.months else credit_days) * DAY
        links = tuple(Link(link.before, link.kind, round(link.lag * day)) for link in step.links)
        name = step.zh if language == "zh" else step.en
        steps.append(Step(step.key, duration, ELAPSED if passing else time, links, name=name or step.zh or step.en))
    return steps
