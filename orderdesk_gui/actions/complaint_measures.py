"""Measures against what was complained about, in the steps of an 8D report: who does what by when, and did it help."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions.complaints import Head as ComplaintHead
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.complaints import STEP_NAMES
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import complaints as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.people import User

Head = store.ComplaintAction


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done in a step (D0-D8), by whom, until when; on `check_on` somebody looks whether it helped."""

    step: str
    text: str
    owner_id: uuid.UUID | None = None
    due: dt.date | None = None
    check_on: dt.date | None = None
    effective: bool | None = None
    done_at: dt.datetime | None = None
    id: uuid.UUID | None = None
    owner: str = ""


def check_measure(measure: Measure) -> None:
    """UserError at the field that must be mended."""
    if measure.step not in STEP_NAMES:
        raise UserError("Choose a step from D0 to D8.", field="step")
    if not measure.text.strip():
        raise UserError("Write what is done.", field="measure")
    if measure.due and measure.check_on and measure.check_on < measure.due:
        raise UserError("Check the effect after it is done, not before.", field="check_on")


_FIELDS = ("step", "owner_id", "due", "check_on", "effective")


def save(desk: Desk, complaint_id: uuid.UUID, measure: Measure) -> Changes:
    """Add a measure, or change the one with its id."""
    desk.require(Right.HANDLE_COMPLAINTS)
    check_measure(measure)
    with desk.writing("complaint_measures.save") as writing:
        connection = writing.connection
        values: dict[str, Any] = {key: getattr(measure, key) for key in _FIELDS} | {"text": measure.text.strip()}
        if measure.id is not None:
            rows.change(connection, Head, measure.id, values)
        else:
            scope = rows.fetch(connection, ComplaintHead, complaint_id)["scope"]
            row = {**values, "id": desk.new_id(), "scope": scope, "complaint_id": complaint_id}
            rows.add(connection, Head, [row])
    return writing.changes


def set_done(desk: Desk, measure_id: uuid.UUID, done: bool) -> Changes:
    """Tick a measure off, or take the tick away; what is not done has no effect yet."""
    desk.require(Right.HANDLE_COMPLAINTS)
    with desk.writing("complaint_measures.done") as writing:
        values: dict[str, Any] = {"done_at": desk.clock()} if done else {"done_at": None, "effective": None}
        rows.change(writing.connection, Head, measure_id, values)
    return writing.changes


def remove(desk: Desk, measure_id: uuid.UUID) -> Changes:
    """Into the recycle bin."""
    desk.require(Right.HANDLE_COMPLAINTS)
    with desk.writing("complaint_measures.remove") as writing:
        rows.change(writing.connection, Head, measure_id, {"deleted_at": desk.clock()})
    return writing.changes


def of_complaint(connection: Connection, complaint_id: uuid.UUID) -> tuple[Measure, ...]:
    """The measures of a complaint by step and day."""
    found = connection.execute(
        select(Head.__table__, User.name.label("owner"))
        .outerjoin(User, User.id == Head.owner_id)
        .where(Head.complaint_id == complaint_id, Head.deleted_at.is_(None))
    )
    made = [
        Measure(r.step, r.text, r.owner_id, r.due, r.check_on, r.effective, r.done_at, r.id, r.owner or "")
        for r in found
    ]
    return tuple(sorted(made, key=lambda one: (one.step, one.due or dt.date.max, str(one.id))))


def step_states(measures: Sequence[Measure]) -> dict[str, str]:
    """How far each step of the 8D report is: ``done``, ``present`` (something is still to do) or ``future``."""
    states = {}
    for step in STEP_NAMES:
        own = [one for one in measures if one.step == step]
        states[step] = "future" if not own else "done" if all(one.done_at for one in own) else "present"
    return states
