"""How orders read in their list, and the chips of their states and levels."""

from __future__ import annotations

import datetime as dt
from typing import Any

from orderdesk_gui.rules.language import tr
from orderdesk_gui.rules.money import format_number, minor_units
from orderdesk_gui.rules.status import STATUS_NAMES
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow, status_chip

from . import asks

KEPT = "kept"
_STATES = {
    "confirmed": ("blue", "circle-check"), "part_shipped": ("blue", "truck-delivery"),
    "shipped": ("green", "truck-delivery"), "delivered": ("green", "circle-check"), "cancelled": ("grey", "circle-x"),
    "exception": ("red", "alert-triangle"),
}  # fmt: skip


def state_chip(state: str) -> Chip:
    """The chip of an order's one word for status and facts."""
    if state not in _STATES:
        return status_chip(state)
    words = str(STATUS_NAMES[state])
    return Chip(words[:1].upper() + words[1:], *_STATES[state])


def level_chip(level: str) -> Chip | None:
    """Late or at risk; nothing where all is well."""
    if level == "red":
        return Chip(tr("Late"), "red", "alert-circle")
    return Chip(tr("At risk"), "yellow", "alert-triangle") if level == "yellow" else None


def list_row(row: Any, today: dt.date) -> ListRow:
    """A saved order, or one that was typed and never saved: its id is then (``KEPT``, id of the draft)."""
    if isinstance(row, asks.KeptRow):
        when = f"{row.saved_at.astimezone():%H:%M}"
        chip = Chip(tr("Draft"), "yellow", "pencil")
        return ListRow((KEPT, row.id), row.customer, "", tr("New, not saved"), chip, when)
    places = minor_units(row.currency)
    chip = state_chip(row.status)
    running = row.status in ("confirmed", "part_shipped")
    level = level_chip(row.level) if running else None
    if level is not None:
        chip = Chip(chip.text if row.status == "part_shipped" else level.text, level.tone, level.icon)
    promised = row.promised is not None and running
    return ListRow(
        row.id,
        row.customer,
        format_number(row.total, places, places),
        row.number if len(row.number) < 14 else f"{row.number[:3]}…{row.number[-4:]}",
        chip,
        tr("by {day}", day=show_day(row.promised, today)) if promised else show_day(row.date, today),
        band_of(row.date, today),
        "" if row.currency == "CNY" else row.currency,
        "red" if level is not None and row.level == "red" else "",
    )


def band_of(day: dt.date, today: dt.date) -> str:
    """The band a row stands under: none for today, this week, this month, a month, earlier."""
    if day >= today:
        return ""
    if day >= today - dt.timedelta(days=today.weekday()):
        return tr("This week")
    if (day.year, day.month) == (today.year, today.month):
        return tr("This month")
    if day >= (today.replace(day=1) - dt.timedelta(days=60)):
        return f"{day:%Y-%m}"
    return tr("Earlier")
