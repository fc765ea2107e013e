"""The plans of orders: made from a template at confirmation, reported on, worked out anew, warned of early."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from orderdesk_gui.actions import calendars, order_figures
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.milestone_templates import (
    ELAPSED,
    KEYS,
    Template,
    build_steps,
    rush_form,
    shipped_template,
    template_of,
)
from orderdesk_gui.rules.milestone_warnings import WatchedStep, warnings
from orderdesk_gui.rules.milestones import Link, Step, StepDates, schedule
from orderdesk_gui.rules.workdays import DAY, WorkTime, to_moment, to_ticks
from orderdesk_gui.store import plans as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Communication, Customer
from orderdesk_gui.store.orders import Order
from orderdesk_gui.store.terms import message_data


def templates(connection: Connection) -> dict[str, tuple[Template, int]]:
    """The templates in force by key, with their version: the firm's newest, else as they ship (version 0)."""
    found = {key: (shipped_template(key), 0) for key in KEYS}
    table = store.PlanTemplate
    for row in connection.execute(
        select(table.key, table.version, table.content).where(table.deleted_at.is_(None)).order_by(table.version)
    ):
        found[row.key] = (template_of(row.content), row.version)
    return found


def usual_template(connection: Connection, shown: OrderView, *, in_stock: bool) -> str:
    """Which template an order takes by itself: export abroad, stock where all is there, else make to order."""
    country = rows.fetch(connection, Customer, shown.order.customer_id)["country"]
    if country not in ("", "CN"):
        return "export"
    if in_stock or shown.order.kind in ("replacement", "repair"):
        return "stock"
    return "custom" if shown.order.difficulty >= 3 else "make_to_order"


def begin(desk: Desk, connection: Connection, shown: OrderView, key: str, *, rush: bool = False) -> uuid.UUID:
    """Make the plan of an order from a template, beginning now, with its first baseline."""
    template, version = templates(connection)[key]
    if rush:
        template = rush_form(template)
    now = local_now(desk)
    time = WorkTime(calendars.office(connection, to_moment(now).date()))
    steps = build_steps(template, time, credit_days=shown.order.payment.credit_days)
    ids = {step.key: desk.new_id() for step in steps}
    scope = {"scope": shown.order.customer_id}
    promised = max((line.promised for line in shown.order.lines if line.promised), default=None)
    plan_id = desk.new_id()
    plan = {
        **scope, "id": plan_id, "order_id": shown.id, "template_key": key, "template_version": version,
        "start": time.next_start(now), "promise": promised, "promise_step_id": ids.get(template.promise), "rush": rush,
        "baseline": 1,
    }  # fmt: skip
    rows.add(connection, store.Plan, [plan])
    made = [
        {
            **scope, "id": ids[step.key], "plan_id": plan_id, "position": position, "key": step.key,
            "name_zh": described.zh, "name_en": described.en, "department": described.department,
            "duration": step.duration, "elapsed": step.time is ELAPSED, "gate": described.gate,
            "touchpoint": described.touchpoint, "internal": not described.touchpoint,
            "kind": "step" if step.duration else "milestone", "role": _expects(described),
        }
        for position, (step, described) in enumerate(zip(steps, template.steps, strict=True))
    ]  # fmt: skip
    rows.add(connection, store.PlanStep, made)
    links = [
        {**scope, "id": desk.new_id(), "plan_id": plan_id, "step_id": ids[step.key], "before_id": ids[link.before],
         "kind": link.kind, "lag": link.lag}
        for step in steps
        for link in step.links
    ]  # fmt: skip
    rows.add(connection, store.PlanLink, links)
    recompute(desk, connection, plan_id)
    baseline(desk, connection, plan_id, "order confirmed")
    return plan_id


def _expects(step: Any) -> str:
    """What a step waits for, as the warnings ask it."""
    if step.deposit:
        return "deposit"
    return "material" if step.material else "customer" if step.approval else ""


def local_now(desk: Desk) -> int:
    """This moment on the wall's clock, in ticks."""
    return to_ticks(desk.clock().astimezone().replace(tzinfo=None))


def recompute(desk: Desk, connection: Connection, plan_id: uuid.UUID) -> dict[uuid.UUID, StepDates]:
    """Work out when each step can and must be done, and what is at risk; kept for lists."""
    plan = rows.fetch(connection, store.Plan, plan_id)
    steps = rows.children(connection, store.PlanStep, "plan_id", plan_id)
    now = local_now(desk)
    time = WorkTime(calendars.office(connection, to_moment(now).date()))
    links: dict[uuid.UUID, list[Link[uuid.UUID]]] = {}
    table = store.PlanLink
    for row in connection.execute(
        select(table.step_id, table.before_id, table.kind, table.lag).where(
            table.plan_id == plan_id, table.deleted_at.is_(None)
        )
    ):
        links.setdefault(row.step_id, []).append(Link(row.before_id, row.kind, row.lag))
    planned = schedule(
        [
            Step(
                row["id"], row["duration"], ELAPSED if row["elapsed"] else time, tuple(links.get(row["id"], ())),
                row["not_before"], row["finish_by"], row["actual_start"], row["actual_finish"], float(row["progress"]),
                row["name_zh"] or row["name_en"],
            )
            for row in steps
        ],
        plan["start"], status=now,
    )  # fmt: skip
    connection.execute(delete(store.PlanDate.__table__).where(store.PlanDate.plan_id == plan_id))
    connection.execute(
        insert(store.PlanDate),
        [
            {"step_id": key, "plan_id": plan_id, "early_start": d.early_start, "early_finish": d.early_finish,
             "late_start": d.late_start, "late_finish": d.late_finish, "total_slack": d.total_slack,
             "free_slack": d.free_slack, "critical": d.critical}
            for key, d in planned.items()
        ],
    )  # fmt: skip
    if plan["order_id"] is not None:
        _warn(desk, connection, plan, steps, planned, time, now)
        order_figures.refresh(connection, [plan["order_id"]], today(desk))
    return planned


def _warn(
    desk: Desk,
    connection: Connection,
    plan: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    planned: Mapping[uuid.UUID, StepDates],
    time: WorkTime,
    now: int,
) -> None:
    """Bring the early warnings of an order in step: new ones are opened, those that are over closed."""
    messages = told(connection, plan["order_id"])
    watched = [
        WatchedStep(
            row["key"], row["name_zh"] or row["name_en"], row["department"], planned[row["id"]], row["actual_start"],
            row["actual_finish"], row["progress"], _ticks(row["reported_at"]), row["gate_result"], row["role"],
            row["touchpoint"], row["touchpoint"] in messages, row["key"] == "produce",
        )
        for row in steps
    ]  # fmt: skip
    keys = {row["id"]: row["key"] for row in steps}
    ids = {row["key"]: row["id"] for row in steps}
    promise = None if plan["promise"] is None else to_ticks(dt.datetime.combine(plan["promise"], dt.time())) + DAY
    found = warnings(watched, now=now, promise=promise, promise_step=keys.get(plan["promise_step_id"], ""), time=time)
    wanted = {(one.kind, ids.get(one.step)): one for one in found}
    table = store.EarlyWarning
    open_ = connection.execute(
        select(table.id, table.kind, table.step_id, table.level, table.content).where(
            table.order_id == plan["order_id"], table.closed_at.is_(None), table.deleted_at.is_(None)
        )
    ).all()
    known = {(row.kind, row.step_id): row for row in open_}
    for key, row in known.items():
        one = wanted.get(key)
        if one is None:
            rows.change(connection, table, row.id, {"closed_at": desk.clock()})
        elif (one.level, message_data(one.sentence)) != (row.level, row.content):
            rows.change(connection, table, row.id, {"level": one.level, "content": message_data(one.sentence)})
    owner = rows.fetch(connection, Order, plan["order_id"])["owner_id"]
    made = [
        {"id": desk.new_id(), "scope": plan["scope"], "order_id": plan["order_id"], "step_id": ids.get(one.step),
         "kind": one.kind, "level": one.level, "content": message_data(one.sentence), "cause": one.cause,
         "owner_id": owner, "since": desk.clock(),
         "before_node": one.kind not in ("overdue", "failed")}
        for key, one in wanted.items()
        if key not in known
    ]  # fmt: skip
    rows.add(connection, table, made)


def _ticks(moment: dt.datetime | None) -> int | None:
    return None if moment is None else to_ticks(moment.astimezone().replace(tzinfo=None))


def told(connection: Connection, order_id: uuid.UUID) -> set[str]:
    """Which of the four messages the customer has had."""
    found = connection.execute(
        select(Communication.touchpoint).where(
            Communication.subject_id == order_id,
            Communication.touchpoint.is_not(None),
            Communication.deleted_at.is_(None),
        )
    )
    return {row.touchpoint for row in found}


def baseline(desk: Desk, connection: Connection, plan_id: uuid.UUID, reason: str) -> None:
    """Keep the plan as it is promised now: at confirmation and at each change that the customer agreed to."""
    plan = rows.fetch(connection, store.Plan, plan_id)
    dates = connection.execute(
        select(store.PlanDate.step_id, store.PlanDate.early_start, store.PlanDate.early_finish).where(
            store.PlanDate.plan_id == plan_id
        )
    )
    table = store.PlanBaseline
    last = connection.execute(select(func.max(table.number)).where(table.plan_id == plan_id)).scalar() or 0
    fact = {
        "id": desk.new_id(), "scope": plan["scope"], "plan_id": plan_id, "number": last + 1, "at": desk.clock(),
        "user_id": desk.user_id, "reason": reason, "promise": plan["promise"],
        "content": {row.step_id.hex: [row.early_start, row.early_finish] for row in dates},
    }  # fmt: skip
    rows.add(connection, table, [fact])
    if last:
        rows.change(connection, store.Plan, plan_id, {"baseline": last + 1})


def require_owner(desk: Desk, connection: Connection, order_id: uuid.UUID | None) -> None:
    """UserError where the order of a plan is a colleague's and this person sees only their own."""
    if order_id is not None:
        desk.require_owner(rows.fetch(connection, Order, order_id)["owner_id"])


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported of a step; moments local. What is None stays as it was."""

    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    progress: Decimal | None = None
    gate_result: str | None = None
    note: str | None = None


def report(desk: Desk, step_id: uuid.UUID, what: Report) -> Changes:
    """Report on a step: begun, how far, done, inspection passed or failed. A finished step has begun."""
    desk.require(Right.PLAN)
    now = desk.clock().astimezone().replace(tzinfo=None)
    for name, moment in (("started", what.started), ("finished", what.finished)):
        if moment is not None and moment > now + dt.timedelta(minutes=1):
            raise UserError("Report what has happened, not what will. Enter now or earlier.", field=name)
    if what.progress is not None and not 0 <= what.progress <= 1:
        raise UserError("Enter a progress of 0 to 100 %.", field="progress")
    with desk.writing("plans.report") as writing:
        connection = writing.connection
        row = rows.fetch(connection, store.PlanStep, step_id)
        require_owner(desk, connection, rows.fetch(connection, store.Plan, row["plan_id"])["order_id"])
        values: dict[str, Any] = {"reported_at": desk.clock()}
        if what.started is not None:
            values["actual_start"] = to_ticks(what.started)
        if what.progress is not None:
            values["progress"] = what.progress
            if what.progress and row["actual_start"] is None and "actual_start" not in values:
                values["actual_start"] = to_ticks(now)
        if what.finished is not None:
            start = values.get("actual_start", row["actual_start"])
            values |= {"actual_finish": to_ticks(what.finished), "progress": Decimal(1)}
            values["actual_start"] = min(
                to_ticks(what.finished), start if start is not None else to_ticks(what.finished)
            )
        if what.gate_result is not None:
            values["gate_result"] = what.gate_result
        if what.note is not None:
            values["note"] = what.note
        rows.change(connection, store.PlanStep, step_id, values)
        recompute(desk, connection, row["plan_id"])
    return writing.changes


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step as the page shows it; moments local."""

    id: uuid.UUID
    key: str
    name_zh: str
    name_en: str
    department: str
    kind: str
    start: dt.datetime
    finish: dt.datetime
    latest: dt.datetime
    slack: int
    critical: bool
    begun: dt.datetime | None
    done: dt.datetime | None
    progress: Decimal
    gate: str
    gate_result: str
    touchpoint: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan of an order, and what is at risk in it."""

    id: uuid.UUID
    order_id: uuid.UUID | None
    template_key: str
    rush: bool
    promise: dt.date | None
    forecast: dt.date | None
    steps: tuple[PlannedStep, ...]
    warnings: tuple[Mapping[str, Any], ...]


def of_order(desk: Desk, order_id: uuid.UUID) -> PlanView | None:
    """The plan of an order; None where it has none."""
    with desk.reading() as connection:
        order = rows.fetch(connection, Order, order_id)
        desk.require_owner(order["owner_id"])
        plan = connection.execute(
            select(store.Plan.__table__).where(store.Plan.order_id == order_id, store.Plan.deleted_at.is_(None))
        ).mappings().first()  # fmt: skip
        if plan is None:
            return None
        steps = rows.children(connection, store.PlanStep, "plan_id", plan["id"])
        dates = {
            row.step_id: row
            for row in connection.execute(select(store.PlanDate.__table__).where(store.PlanDate.plan_id == plan["id"]))
        }
        warned = connection.execute(
            select(store.EarlyWarning.__table__)
            .where(
                store.EarlyWarning.order_id == order_id,
                store.EarlyWarning.closed_at.is_(None),
                store.EarlyWarning.deleted_at.is_(None),
            )
            .order_by(store.EarlyWarning.level, store.EarlyWarning.since)
        ).mappings()
        made = tuple(_shown(step, dates[step["id"]]) for step in steps)
        promised = dates.get(plan["promise_step_id"])
        return PlanView(
            plan["id"], order_id, plan["template_key"], plan["rush"], plan["promise"],
            None if promised is None else to_moment(promised.early_finish).date(), made,
            tuple(dict(row) for row in warned),
        )  # fmt: skip


def _shown(step: Mapping[str, Any], dates: Any) -> PlannedStep:
    def moment(ticks: int | None) -> dt.datetime | None:
        return None if ticks is None else to_moment(ticks)

    same = (
        "id",
        "key",
        "name_zh",
        "name_en",
        "department",
        "kind",
        "progress",
        "gate",
        "gate_result",
        "touchpoint",
        "note",
    )
    return PlannedStep(
        start=to_moment(dates.early_start), finish=to_moment(dates.early_finish), latest=to_moment(dates.late_finish),
        slack=dates.total_slack, critical=dates.critical, begun=moment(step["actual_start"]),
        done=moment(step["actual_finish"]), **{key: step[key] for key in same},
    )  # fmt: skip


def recompute_open(desk: Desk) -> int:
    """Work out all plans that still run, as every morning: time has gone by. Returns how many."""
    with desk.reading() as connection:
        ids = connection.execute(
            select(store.Plan.id)
            .join(Order, Order.id == store.Plan.order_id)
            .where(store.Plan.deleted_at.is_(None), store.Plan.status == "active", Order.status == "confirmed")
        ).scalars().all()  # fmt: skip
    with desk.writing("plans.recompute", counter_action="correct") as writing:
        for plan_id in ids:
            recompute(desk, writing.connection, plan_id)
    return len(ids)
