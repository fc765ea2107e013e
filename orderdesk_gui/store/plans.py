"""Tables of calendars, plan templates, the plans of orders with steps and links, baselines, warnings and risks."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, Index

from orderdesk_gui.rules.order_status import PLAN_PATHS
from orderdesk_gui.store.base import (
    DERIVED,
    Base,
    Data,
    Long,
    Mapped,
    Rate,
    Ref,
    Shared,
    Short,
    When,
    column,
    shared,
)


class WorkCalendar(Shared, Base):
    """A calendar: the office's, or that of a department, a shift, a person or a machine that differs from it.

    `week`: seven lists of (from, to) in tenths of a minute since midnight, Monday first.
    """

    __tablename__ = "work_calendar"
    __table_args__ = shared()

    name: Mapped[Short]
    kind: Mapped[Short] = column(default="office")
    subject: Mapped[Short] = column(default="")
    parent_id: Mapped[Ref | None]
    week: Mapped[Data]


class CalendarDay(Shared, Base):
    """Days that differ: official holidays and make-up days (no calendar), closings, absences, single shifts."""

    __tablename__ = "calendar_day"
    __table_args__ = (Index("ix_calendar_day_day", "first"), shared())

    calendar_id: Mapped[Ref | None]
    first: Mapped[dt.date]
    last: Mapped[dt.date]
    kind: Mapped[Short]
    name: Mapped[Short] = column(default="")
    spans: Mapped[Data | None]
    provisional: Mapped[bool] = column(default=False)
    source: Mapped[Short] = column(default="")


class WorkCentre(Shared, Base):
    """Where work is done that can be too much for a week; `capacity` in worked tenths of a minute a week."""

    __tablename__ = "work_centre"
    __table_args__ = shared()

    name: Mapped[Short]
    department: Mapped[Short] = column(default="")
    calendar_id: Mapped[Ref | None]
    capacity: Mapped[int]


class PlanTemplate(Shared, Base):
    """A template of steps by order type; an edit is a new version."""

    __tablename__ = "plan_template"
    __table_args__ = (Index("ix_plan_template_key", "key", "version"), shared())

    key: Mapped[Short]
    version: Mapped[int]
    valid_from: Mapped[dt.date]
    content: Mapped[Data]


class Plan(Shared, Base):
    """The plan of an order (or of nothing but itself). Moments are local ticks, see rules.workdays.

    `promise` is the day by which the step `promise_step_id` has to be done.
    """

    __tablename__ = "plan"
    __table_args__ = (Index("ix_plan_order", "order_id"), shared(guarded={"status": PLAN_PATHS}))

    order_id: Mapped[Ref | None]
    name: Mapped[Short] = column(default="")
    template_key: Mapped[Short] = column(default="")
    template_version: Mapped[int | None]
    calendar_id: Mapped[Ref | None]
    start: Mapped[int]
    status_at: Mapped[int | None]
    promise: Mapped[dt.date | None]
    promise_step_id: Mapped[Ref | None]
    rush: Mapped[bool] = column(default=False)
    status: Mapped[Short] = column(default="active")
    baseline: Mapped[int] = column(default=0)


class PlanStep(Shared, Base):
    """One step. `duration` and `load` in worked tenths of a minute (of elapsed ones where `elapsed`).

    Moments are local ticks.
    """

    __tablename__ = "plan_step"
    __table_args__ = (Index("ix_plan_step_plan", "plan_id", "position"), shared())

    plan_id: Mapped[Ref] = column(ForeignKey("plan.id"))
    position: Mapped[int]
    key: Mapped[Short] = column(default="")
    parent_id: Mapped[Ref | None]
    order_line_id: Mapped[Ref | None]
    name_zh: Mapped[Short]
    name_en: Mapped[Short] = column(default="")
    department: Mapped[Short] = column(default="")
    role: Mapped[Short] = column(default="")
    owner_id: Mapped[Ref | None]
    kind: Mapped[Short] = column(default="step")
    duration: Mapped[int]
    elapsed: Mapped[bool] = column(default=False)
    calendar_id: Mapped[Ref | None]
    work_centre_id: Mapped[Ref | None]
    load: Mapped[int] = column(default=0)
    pinned: Mapped[bool] = column(default=False)
    not_before: Mapped[int | None]
    finish_by: Mapped[int | None]
    actual_start: Mapped[int | None]
    actual_finish: Mapped[int | None]
    progress: Mapped[Rate] = column(default=Decimal(0))
    reported_at: Mapped[When | None]
    gate: Mapped[Short] = column(default="")
    gate_result: Mapped[Short] = column(default="")
    touchpoint: Mapped[Short] = column(default="")
    internal: Mapped[bool] = column(default=True)
    participants: Mapped[Data | None]
    decisions: Mapped[Long] = column(default="")
    note: Mapped[Long] = column(default="")


class PlanLink(Shared, Base):
    """A step waits for another; `lag` in worked tenths of a minute (of elapsed ones where `elapsed`)."""

    __tablename__ = "plan_link"
    __table_args__ = (Index("ix_plan_link_step", "step_id"), Index("ix_plan_link_plan", "plan_id"), shared())

    plan_id: Mapped[Ref] = column(ForeignKey("plan.id"))
    step_id: Mapped[Ref] = column(ForeignKey("plan_step.id"))
    before_id: Mapped[Ref] = column(ForeignKey("plan_step.id"))
    kind: Mapped[Short] = column(default="FS")
    lag: Mapped[int] = column(default=0)
    elapsed: Mapped[bool] = column(default=False)


class PlanBaseline(Shared, Base):
    """The plan as it was promised: at confirmation and at each agreed change."""

    __tablename__ = "plan_baseline"
    __table_args__ = (Index("ix_plan_baseline_plan", "plan_id", "number"), shared(insert_only=True))

    plan_id: Mapped[Ref] = column(ForeignKey("plan.id"))
    number: Mapped[int]
    at: Mapped[When]
    user_id: Mapped[Ref]
    reason: Mapped[Short]
    promise: Mapped[dt.date | None]
    content: Mapped[Data]


class PlanDate(Base):
    """When each step can and must be done, as last worked out; rebuilt from the plan."""

    __tablename__ = "plan_date"
    __table_args__ = (Index("ix_plan_date_plan", "plan_id"), Index("ix_plan_date_finish", "late_finish"), DERIVED)

    step_id: Mapped[Ref] = column(primary_key=True)
    plan_id: Mapped[Ref]
    early_start: Mapped[int]
    early_finish: Mapped[int]
    late_start: Mapped[int]
    late_finish: Mapped[int]
    total_slack: Mapped[int]
    free_slack: Mapped[int]
    critical: Mapped[bool]


class EarlyWarning(Shared, Base):
    """An early warning: what is at risk, since when, why, who answers for it and what is done about it."""

    __tablename__ = "early_warning"
    __table_args__ = (Index("ix_early_warning_order", "order_id", "closed_at"), shared())

    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    step_id: Mapped[Ref | None]
    kind: Mapped[Short]
    level: Mapped[Short]
    content: Mapped[Data]
    cause: Mapped[Short] = column(default="")
    owner_id: Mapped[Ref | None]
    response: Mapped[Long] = column(default="")
    since: Mapped[When]
    before_node: Mapped[bool] = column(default=True)
    closed_at: Mapped[When | None]


class Risk(Shared, Base):
    """An entry in an order's register of risks (026)."""

    __tablename__ = "risk"
    __table_args__ = (Index("ix_risk_order", "order_id"), shared())

    order_id: Mapped[Ref] = column(ForeignKey("sales_order.id"))
    step_id: Mapped[Ref | None]
    key: Mapped[Short] = column(default="")
    text: Mapped[Long]
    cause: Mapped[Short] = column(default="")
    likelihood: Mapped[int] = column(default=2)
    impact: Mapped[int] = column(default=2)
    prevention: Mapped[Long] = column(default="")
    response: Mapped[Long] = column(default="")
    owner_id: Mapped[Ref | None]
    found_at: Mapped[When]
    before_node: Mapped[bool] = column(default=True)
    closed_at: Mapped[When | None]
