"""Lists all open orders by the day they are forecast for, with the step they are at and how far off they are."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import plans as store
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.orders import Order, OrderFigure

Figure = OrderFigure
TABS = ("all", "red", "yellow", "mine")


@dataclass(frozen=True, slots=True)
class StepNow:
    """What an order is at: the first step that is not done, in the order of the plan's dates."""

    name_zh: str
    name_en: str
    department: str
    begun: bool


@dataclass(frozen=True, slots=True)
class FollowedOrder:
    """An open order; `level` is red, yellow or green, `spare` days from the forecast to the promise (late: negative).

    `step` is None where there is no plan, or all its steps are done.
    """

    id: uuid.UUID
    number: str
    customer: str
    state: str
    level: str
    promised: dt.date | None
    forecast: dt.date | None
    step: StepNow | None

    @property
    def spare(self) -> int | None:
        """Calendar days; None where nothing is promised or forecast."""
        if self.promised is None or self.forecast is None:
            return None
        return (self.promised - self.forecast).days


_LISTED: AnySelect = (
    select(
        Figure.forecast, Figure.order_id, Order.number, Customer.short_name, Customer.name, Figure.state,
        Figure.level, Figure.promised,
    )
    .join(Order, Order.id == Figure.order_id)
    .join(Customer, Customer.id == Figure.customer_id)
    .where(Figure.open)
)  # fmt: skip


def _query(desk: Desk, tab: str) -> AnySelect:
    query = _LISTED
    if tab in ("red", "yellow"):
        query = query.where(Figure.level == tab)
    if tab == "mine" or not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where(Figure.owner_id == desk.user_id)
    return query


def list_open(
    desk: Desk,
    *,
    tab: str = "all",
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[FollowedOrder]:
    """Open orders, the earliest forecast first, those without one last; `tab` is one of :data:`TABS`."""
    asked: dict[str, Any] = {"text": text, "table": "sales_order", "id_column": Order.id.expression}
    query, found = _query(desk, tab), []
    if after is None or after[0] is not None:
        dated = query.where(Figure.forecast.is_not(None))
        order = (Figure.forecast.expression, Figure.order_id.expression)
        part = listed(desk, dated, order, lambda row: row, after=after, limit=limit, descending=False, **asked)
        found, after = list(part.rows), part.after
        more = after is not None
    else:
        more = False
    if not more and len(found) < limit:
        undated = query.where(Figure.forecast.is_(None)).with_only_columns(
            Figure.order_id, Figure.forecast, Order.number, Customer.short_name, Customer.name, Figure.state,
            Figure.level, Figure.promised,
        )  # fmt: skip
        place = None if after is None else after[1:]
        rest = listed(
            desk, undated, (Figure.order_id.expression,), lambda row: row, after=place, limit=limit - len(found),
            descending=False, **asked,
        )  # fmt: skip
        found += rest.rows
        after = None if rest.after is None else (None, *rest.after)
    total = _total(desk, tab, len(found), text) if counted else None
    with desk.reading() as connection:
        steps = _steps_now(connection, [row.order_id for row in found])
    made = tuple(
        FollowedOrder(
            row.order_id, row.number, row.short_name or row.name, row.state, row.level, row.promised, row.forecast,
            steps.get(row.order_id),
        )
        for row in found
    )  # fmt: skip
    return Listed(made, after, total)


def _total(desk: Desk, tab: str, found: int, text: str) -> int:
    """How many there are; of a search, how many the first window shows."""
    if text.strip():
        return found
    with desk.reading() as connection:
        return _count(connection, desk, tab)


def _count(connection: Connection, desk: Desk, tab: str) -> int:
    conditions = _query(desk, tab).whereclause
    counted = select(func.count(Figure.order_id))
    return int(connection.execute(counted if conditions is None else counted.where(conditions)).scalar_one())


def tab_counts(desk: Desk) -> dict[str, int]:
    """How many open orders stand in each tab."""
    with desk.reading() as connection:
        return {tab: _count(connection, desk, tab) for tab in TABS}


def _steps_now(connection: Connection, orders: Iterable[uuid.UUID]) -> dict[uuid.UUID, StepNow]:
    """Of each order the step that is under way, or the one that comes next."""
    step, date, plan = store.PlanStep, store.PlanDate, store.Plan
    query = (
        select(plan.order_id, step.name_zh, step.name_en, step.department, step.actual_start)
        .join(step, step.plan_id == plan.id)
        .join(date, date.step_id == step.id)
        .where(
            plan.order_id.in_(list(orders)), plan.deleted_at.is_(None), step.deleted_at.is_(None),
            step.actual_finish.is_(None),
        )
        .order_by(step.actual_start.is_(None), date.early_start, step.position)
    )  # fmt: skip
    found: dict[uuid.UUID, StepNow] = {}
    for row in connection.execute(query):
        found.setdefault(row.order_id, StepNow(row.name_zh, row.name_en, row.department, row.actual_start is not None))
    return found
