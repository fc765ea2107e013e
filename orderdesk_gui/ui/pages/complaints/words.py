"""The words of complaints on the screen: time left, states, what happened, and the row of the list."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from orderdesk_gui.rules.complaints import KIND_NAMES, REMEDY_NAMES
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaints import ComplaintRow, Happened

SOON = 4 * 60
"""Minutes left from which a clock is shown in yellow."""

STATES = {
    "open": ("Not answered", "red", "alert-circle"),
    "answered": ("Answered", "blue", "send"),
    "solved": ("Solved", "green", "circle-check"),
    "rejected": ("Not justified", "grey", "circle-x"),
    "closed": ("Closed", "grey", "circle-minus"),
}
SEVERITIES = {
    "minor": ("minor", "grey", ""),
    "normal": ("normal", "blue", ""),
    "serious": ("serious", "red", "alert-triangle"),
    "safety": ("safety", "red", "alert-triangle"),
}
MODES = {
    "calendar": "every hour counts",
    "workday24": "24 hours of each working day",
    "business": "office hours",
}
EVENTS = {
    "answer": ("Answered", "send", "blue"),
    "solve": ("Solved", "circle-check", "green"),
    "reject": ("Not justified", "circle-x", "grey"),
    "close": ("Closed", "circle-minus", "grey"),
    "reopen": ("Reopened", "arrow-back-up", "yellow"),
    "pause": ("Waiting for the customer", "hourglass", "yellow"),
    "resume": ("The clock goes on", "player-play", "blue"),
    "note": ("Note", "note", "grey"),
    "call": ("Called back", "phone", "green"),
    "no_answer": ("Nobody answered", "phone", "yellow"),
    "remedy_propose": ("Proposed: {remedy}", "refresh", "blue"),
    "remedy_approve": ("Approved: {remedy}", "rubber-stamp", "green"),
    "remedy_do": ("Carried out: {remedy}", "circle-check", "green"),
    "remedy_withdraw": ("Withdrawn: {remedy}", "arrow-back-up", "grey"),
}
REMEDY_STATES = {
    "proposed": ("To approve", "yellow", "hourglass"),
    "approved": ("Approved", "blue", "rosette-discount"),
    "done": ("Done", "green", "circle-check"),
    "withdrawn": ("Withdrawn", "grey", "arrow-back-up"),
}


def hours(minutes: int) -> str:
    """``50:14``: hours and minutes, without a sign."""
    return f"{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def left(minutes: int) -> str:
    """How much time is left, or how late it is."""
    return tr("{time} left", time=hours(minutes)) if minutes >= 0 else tr("{time} late", time=hours(minutes))


def tone_left(minutes: int) -> str:
    """Red when late, yellow when soon."""
    return "red" if minutes < 0 else "yellow" if minutes < SOON else "blue"


def chip_of(known: tuple[str, str, str]) -> Chip:
    """A chip from its English text, tone and icon."""
    return Chip(tr(known[0]), known[1], known[2])


def list_row(row: ComplaintRow) -> ListRow:
    """How a complaint stands in the list."""
    if row.left is not None:
        chip = Chip(left(row.left), tone_left(row.left), "clock")
    elif row.paused:
        chip = Chip(tr("Paused"), "grey", "hourglass")
    elif row.satisfaction is not None:
        chip = Chip(tr("{points} of 5", points=row.satisfaction), "green" if row.satisfaction > 3 else "yellow", "star")
    else:
        chip = chip_of(STATES[row.status])
    grave = tr("safety") if row.severity == "safety" else tr("serious") if row.severity == "serious" else ""
    kind = str(KIND_NAMES.get(row.kind, row.kind))  # type: ignore[call-overload]
    return ListRow(row.id, row.customer, grave, f"{kind} · {row.words}", chip)


def happened(event: Happened) -> tuple[str, str, str]:
    """Title, icon and tone of something that happened."""
    text, icon, tone = EVENTS.get(event.kind, (event.kind, "circle-dot", "grey"))
    if event.content and "remedy" in event.content:
        return tr(text, remedy=REMEDY_NAMES[event.content["remedy"]]), icon, tone  # type: ignore[index]
    return tr(text), icon, tone


def moment(at: dt.datetime, now: dt.datetime) -> str:
    """``11-23 11:56``."""
    here = at.astimezone()
    return f"{show_day(here.date(), now.astimezone().date())} {here:%H:%M}"
