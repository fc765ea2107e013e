"""How open orders and the steps of a plan read in their tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.rules.milestone_templates import DEPARTMENTS
from orderdesk_gui.rules.milestone_warnings import WORKDAY
from orderdesk_gui.ui.figures import show_date
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import Chip

_LEVELS = {
    "red": ("Red alert", "red", "alert-circle"),
    "yellow": ("Yellow alert", "yellow", "alert-triangle"),
    "green": ("On track", "green", "circle-check"),
}
_GATES = {"passed": "Passed", "failed": "Failed"}


def level_chip(level: str) -> Chip:
    """How an order stands: never by colour alone."""
    text, tone, icon = _LEVELS[level]
    return Chip(tr(text), tone, icon)


def spare_words(spare: int | None) -> str:
    """``3 days late``, ``5 days spare``; "" where nothing is promised."""
    if spare is None:
        return ""
    return tr("{days} days late", days=-spare) if spare < 0 else tr("{days} days spare", days=spare)


def named(zh: str, en: str) -> str:
    """The name in the language of the screen, or the other one."""
    first, second = (zh, en) if current_language() == "zh" else (en, zh)
    return first or second


def department(key: str) -> str:
    """A department's name."""
    return str(DEPARTMENTS.get(key, key))


def step_now(row: Any) -> str:
    """What an order is at."""
    step = row.step
    return "" if step is None else f"{named(step.name_zh, step.name_en)} · {department(step.department)}"


def order_columns() -> list[Column]:
    """Open orders."""
    return [
        Column("level", "Level", 116, lambda r: str(level_chip(r.level).text), chip=lambda r: level_chip(r.level),
               sortable=False),
        Column("customer", "Customer", 200, lambda r: r.customer, stretch=True, sortable=False),
        Column("number", "Order", 168, lambda r: r.number, tone=lambda _r: "quiet", sortable=False),
        Column("promised", "Promised", 104, lambda r: r.promised, text=lambda r: show_date(r.promised), sortable=False),
        Column("forecast", "Forecast", 104, lambda r: r.forecast, text=lambda r: show_date(r.forecast), sortable=False,
               tone=lambda r: "red" if (r.spare or 0) < 0 else ""),
        Column("spare", "Late or spare", 116, lambda r: r.spare, text=lambda r: spare_words(r.spare), sortable=False,
               tone=lambda r: "red" if (r.spare or 0) < 0 else ""),
        Column("step", "Step now", 220, step_now, sortable=False, stretch=True,
               icon=lambda r: "player-play" if r.step is not None and r.step.begun else "",
               tip=lambda r: tr("under way") if r.step is not None and r.step.begun else ""),
    ]  # fmt: skip


def slack_days(ticks: int) -> Decimal:
    """Slack in working days, to a tenth."""
    return (Decimal(ticks) / WORKDAY).quantize(Decimal("0.1"))


def _day(moment: dt.datetime | None) -> str:
    return "" if moment is None else f"{moment:%m-%d}"


def _moment(moment: dt.datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _state_icon(step: Any) -> str:
    if step.done is not None:
        return "circle-check"
    if step.gate_result == "failed":
        return "circle-x"
    return "player-play" if step.begun is not None else "circle-dot"


def _state_tone(step: Any) -> str:
    if step.done is not None:
        return "green"
    return "red" if step.gate_result == "failed" else "blue" if step.begun is not None else "quiet"


def _slack_tone(step: Any) -> str:
    if step.done is not None:
        return "quiet"
    return "red" if step.slack < 0 else "yellow" if step.slack == 0 else ""


def _moments(key: str, title: str, width: int, value: Callable[[Any], dt.datetime | None], tone: str = "") -> Column:
    """A column of moments: the day, the hour in its tip."""
    return Column(
        key, title, width, value, text=lambda step: _day(value(step)), tip=lambda step: _moment(value(step)),
        tone=lambda _step: tone, sortable=False,
    )  # fmt: skip


def step_columns() -> list[Column]:
    """Steps of a plan."""
    return [
        Column("state", "", 34, lambda s: "", icon=_state_icon, tone=_state_tone, sortable=False, tip=state_word),
        Column("name", "Plan step", 150, lambda s: named(s.name_zh, s.name_en), stretch=True, sortable=False,
               tone=lambda s: "quiet" if s.done is not None else ""),
        Column("department", "Department", 88, lambda s: department(s.department), tone=lambda _s: "quiet",
               sortable=False),
        _moments("start", "Planned start", 96, lambda s: s.start),
        _moments("finish", "Planned finish", 104, lambda s: s.finish),
        _moments("latest", "At the latest", 96, lambda s: s.latest, "quiet"),
        Column("slack", "Slack", 64, lambda s: None if s.done is not None else slack_days(s.slack), right=True,
               unit=lambda s: "" if s.done is not None else tr("d"), tone=_slack_tone, sortable=False),
        Column("progress", "Progress", 72, lambda s: s.progress, right=True, sortable=False,
               text=lambda s: f"{s.progress * 100:.0f} %" if s.progress else ""),
        _moments("done", "Done on", 80, lambda s: s.done),
        Column("gate", "Inspection", 88, _gate, sortable=False,
               tone=lambda s: {"passed": "green", "failed": "red"}.get(s.gate_result, "quiet")),
        Column("note", "Note", 110, lambda s: s.note, tip=lambda s: s.note, sortable=False, hidden=True),
    ]  # fmt: skip


def _gate(step: Any) -> str:
    if not step.gate:
        return ""
    return tr(_GATES.get(step.gate_result, "To inspect"))


def state_word(step: Any) -> str:
    """Done, under way, not begun, or failed."""
    if step.done is not None:
        return tr("Done")
    if step.gate_result == "failed":
        return tr("Inspection failed")
    return tr("under way") if step.begun is not None else tr("not begun")
