"""Keeps plans in step with what happens around them: an order that ends or reopens, an undo, a new day."""

import uuid
from collections.abc import Iterable

from sqlalchemy import Connection, select

from orderdesk_gui.actions import plans, settings
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.order_status import PLAN
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Communication
from orderdesk_gui.store.plans import EarlyWarning, Plan, PlanLink, PlanStep

WORKED_OUT = "plans_worked_out"
"""The setting of this desk that holds the day on which all running plans were last worked out."""


def end(desk: Desk, connection: Connection, order_id: uuid.UUID) -> None:
    """The order of a plan has ended: its steps are awaited no more, and nothing of it is at risk."""
    plan = _plan(connection, order_id, "active")
    if plan is not None:
        rows.change(connection, Plan, plan, {"status": PLAN.next_status("active", "end")})
    warned = select(EarlyWarning.id).where(
        EarlyWarning.order_id == order_id, EarlyWarning.closed_at.is_(None), EarlyWarning.deleted_at.is_(None)
    )
    for row_id in connection.execute(warned).scalars().all():
        rows.change(connection, EarlyWarning, row_id, {"closed_at": desk.clock()})


def resume(desk: Desk, connection: Connection, order_id: uuid.UUID) -> None:
    """The order goes on, and its plan with it, from today."""
    plan = _plan(connection, order_id, "ended")
    if plan is not None:
        rows.change(connection, Plan, plan, {"status": PLAN.next_status("ended", "reopen")})
        plans.recompute(desk, connection, plan)


def _plan(connection: Connection, order_id: uuid.UUID, status: str) -> uuid.UUID | None:
    query = select(Plan.id).where(Plan.order_id == order_id, Plan.status == status, Plan.deleted_at.is_(None))
    return connection.execute(query).scalars().first()


def follow_undo(desk: Desk, connection: Connection, changed: Iterable[tuple[str, str]]) -> None:
    """Work out the running plans that rows (table, id as hex) belong to which are as they were before again."""
    ids: dict[str, list[uuid.UUID]] = {}
    for table, row in changed:
        ids.setdefault(table, []).append(uuid.UUID(row))
    found = set(ids.get("plan", ()))
    for part in (PlanStep, PlanLink):
        own = ids.get(part.__table__.name)
        if own:
            found |= set(connection.execute(select(part.plan_id).where(part.id.in_(own))).scalars())
    said = ids.get("communication")
    if said:
        told = select(Communication.subject_id).where(Communication.id.in_(said), Communication.touchpoint.is_not(None))
        found |= set(connection.execute(select(Plan.id).where(Plan.order_id.in_(told))).scalars())
    running = select(Plan.id).where(Plan.id.in_(found), Plan.status == "active", Plan.deleted_at.is_(None))
    for plan_id in connection.execute(running).scalars().all() if found else ():
        plans.recompute(desk, connection, plan_id)


def once_a_day(desk: Desk) -> int:
    """Work all running plans out where this desk has not yet done so today. Returns how many."""
    day = today(desk).isoformat()
    with desk.reading() as connection:
        if settings.get_local(connection, WORKED_OUT) == day:
            return 0
    count = plans.recompute_open(desk)
    with desk.writing("plans.recompute") as writing:
        settings.put_local(writing.connection, WORKED_OUT, day)
    return count
