"""Follows an order up: its plan with what is at risk, what is done about it, and what the customer was told."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import plans
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.fact_voiding import taken_back
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import Message, UserError, current_language
from orderdesk_gui.rules.milestone_notices import NoticeFacts
from orderdesk_gui.rules.milestone_templates import TOUCHPOINTS
from orderdesk_gui.rules.milestone_warnings import CAUSES
from orderdesk_gui.store import plans as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Communication, Customer
from orderdesk_gui.store.deliveries import Delivery, DeliveryLine
from orderdesk_gui.store.orders import Order, OrderFigure
from orderdesk_gui.store.terms import message_of


@dataclass(frozen=True, slots=True)
class OpenWarning:
    """Something at risk now; `cause` is a key of ``CAUSES`` or empty."""

    id: uuid.UUID
    kind: str
    level: str
    sentence: Message
    cause: str
    response: str
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """All that the page shows of an order; `told` names the messages that the customer has had.

    `plan` is None for an order that has none (brought in from a file, or not confirmed yet).
    """

    id: uuid.UUID
    number: str
    customer: str
    level: str
    promised: dt.date | None
    forecast: dt.date | None
    plan: plans.PlanView | None
    warnings: tuple[OpenWarning, ...]
    told: frozenset[str]
    facts: NoticeFacts
    may_plan: bool


def follow(desk: Desk, order_id: uuid.UUID) -> Followed:
    """One order to follow up."""
    plan = plans.of_order(desk, order_id)
    with desk.reading() as connection:
        order = rows.fetch(connection, Order, order_id)
        customer = rows.fetch(connection, Customer, order["customer_id"])
        figure = connection.execute(
            select(OrderFigure.level, OrderFigure.forecast).where(OrderFigure.order_id == order_id)
        ).one()
        facts = _facts(desk, connection, order, plan, figure.forecast)
        told = plans.told(connection, order_id)
    return Followed(
        order_id, order["number"], customer["short_name"] or customer["name"], figure.level, order["promised"],
        figure.forecast, plan, _warnings(plan), frozenset(told), facts, desk.may(Right.PLAN),
    )  # fmt: skip


def _warnings(plan: plans.PlanView | None) -> tuple[OpenWarning, ...]:
    """The warnings of a plan; steps are named in the language of the screen."""
    if plan is None:
        return ()
    english = {step.name_zh: step.name_en for step in plan.steps if step.name_en and current_language() != "zh"}
    made = []
    for row in plan.warnings:
        found = message_of(row["content"])
        if found.values.get("name") in english:
            found = Message(found.text, {**found.values, "name": english[found.values["name"]]})
        made.append(
            OpenWarning(row["id"], row["kind"], row["level"], found, row["cause"], row["response"], row["since"])
        )
    return tuple(made)


def _facts(
    desk: Desk, connection: Connection, order: Mapping[str, Any], plan: plans.PlanView | None, forecast: dt.date | None
) -> NoticeFacts:
    voided = taken_back(Delivery)
    sent = connection.execute(
        select(Delivery.date, Delivery.carrier, Delivery.tracking)
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(DeliveryLine.order_id == order["id"], Delivery.kind == "out", Delivery.id.not_in(voided))
        .order_by(Delivery.date.desc(), Delivery.id.desc())
        .limit(1)
    ).first()
    open_ = [step for step in plan.steps if step.done is None and step.kind == "step"] if plan is not None else []
    now = next((step for step in open_ if step.begun is not None), open_[0] if open_ else None)
    return NoticeFacts(
        order["number"], order["customer_po"], order["promised"], forecast,
        now.name_zh if now else "", now.name_en if now else "",
        sent.date if sent else None, sent.carrier if sent else "", sent.tracking if sent else "", desk.access.user.name,
    )  # fmt: skip


def refresh(desk: Desk, order_id: uuid.UUID) -> Changes:
    """Work out the plan of an order anew: time has gone by."""
    with desk.writing("plans.recompute", counter_action="correct") as writing:
        _recompute(desk, writing.connection, order_id)
    return writing.changes


def _recompute(desk: Desk, connection: Connection, order_id: uuid.UUID) -> None:
    plan_id = connection.execute(
        select(store.Plan.id).where(store.Plan.order_id == order_id, store.Plan.deleted_at.is_(None))
    ).scalar()
    if plan_id is not None:
        plans.recompute(desk, connection, plan_id)


def answer(desk: Desk, warning_id: uuid.UUID, *, cause: str, response: str) -> Changes:
    """Say why something is at risk (a key of ``CAUSES``, or empty) and what is done about it."""
    desk.require(Right.PLAN)
    if cause and cause not in CAUSES:
        raise UserError("Choose a cause from the list.", field="cause")
    with desk.writing("plans.answer") as writing:
        row = rows.fetch(writing.connection, store.EarlyWarning, warning_id)
        plans.require_owner(desk, writing.connection, row["order_id"])
        rows.change(writing.connection, store.EarlyWarning, warning_id, {"cause": cause, "response": response.strip()})
    return writing.changes


def tell(desk: Desk, order_id: uuid.UUID, touchpoint: str, text: str, *, channel: str = "wechat") -> Changes:
    """Note that the customer was told one of the four messages, in these words."""
    desk.require(Right.PLAN)
    if touchpoint not in TOUCHPOINTS:
        raise UserError("Choose what the customer is told.", field="touchpoint")
    with desk.writing("plans.tell") as writing:
        plans.require_owner(desk, writing.connection, order_id)
        customer = rows.fetch(writing.connection, Order, order_id)["customer_id"]
        said = {
            "id": desk.new_id(), "customer_id": customer, "scope": customer, "user_id": desk.user_id,
            "at": desk.clock(), "channel": channel, "direction": "out", "text": text.strip(),
            "subject_table": "sales_order", "subject_id": order_id, "touchpoint": touchpoint,
        }  # fmt: skip
        rows.add(writing.connection, Communication, [said])
        _recompute(desk, writing.connection, order_id)
    return writing.changes
