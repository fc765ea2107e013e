"""Calls back to customers (回访): planned at the closing of a complaint, moved, and what came of them."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from orderdesk_gui.actions import calendars
from orderdesk_gui.actions.complaints import add_event
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.complaints import call_back_day, check_satisfaction
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import complaints as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.customers import Customer

Head = store.CallBack


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """A planned call, or one that was made: whether somebody was reached, their satisfaction and words."""

    id: uuid.UUID
    customer: str
    complaint_id: uuid.UUID | None
    number: str
    due: dt.date
    owner_id: uuid.UUID
    done_at: dt.datetime | None
    reached: bool | None
    satisfaction: int | None
    words: str


_ROWS: AnySelect = (
    select(
        Head.id, func.coalesce(func.nullif(Customer.short_name, ""), Customer.name), Head.complaint_id,
        func.coalesce(store.Complaint.number, ""), Head.due, Head.owner_id, Head.done_at, Head.reached,
        Head.satisfaction, Head.words,
    )
    .join(Customer, Customer.id == Head.customer_id)
    .outerjoin(store.Complaint, store.Complaint.id == Head.complaint_id)
    .where(Head.deleted_at.is_(None))
)  # fmt: skip


def usual_call_back(desk: Desk) -> dt.date:
    """The day on which a customer is called back when their complaint is closed today."""
    day = today(desk)
    with desk.reading() as connection:
        return call_back_day(day, calendars.office(connection, day))


def of_complaint(connection: Connection, complaint_id: uuid.UUID) -> tuple[CallBackRow, ...]:
    """The calls about a complaint, the next first."""
    found = connection.execute(_ROWS.where(Head.complaint_id == complaint_id).order_by(Head.due, Head.id))
    return tuple(CallBackRow(*row) for row in found)


def due_for_me(desk: Desk, until: dt.date, limit: int = 200) -> list[CallBackRow]:
    """The calls that this person has to make by a day, the oldest first."""
    query = _ROWS.where(Head.owner_id == desk.user_id, Head.done_at.is_(None), Head.due <= until)
    with desk.reading() as connection:
        return [CallBackRow(*row) for row in connection.execute(query.order_by(Head.due, Head.id).limit(limit))]


def move(desk: Desk, call_back_id: uuid.UUID, due: dt.date) -> Changes:
    """Call on another day."""
    desk.require(Right.HANDLE_COMPLAINTS)
    if due < today(desk):
        raise UserError("Plan the call for today or later.", field="due")
    with desk.writing("call_backs.move") as writing:
        row = rows.fetch(writing.connection, Head, call_back_id)
        if row["done_at"] is not None:
            raise UserError("This call was made already.")
        rows.change(writing.connection, Head, call_back_id, {"due": due})
    return writing.changes


def note(
    desk: Desk, call_back_id: uuid.UUID, *, reached: bool, words: str = "", satisfaction: int | None = None
) -> Changes:
    """Note what came of a call; one that reached nobody stays planned, for the next day."""
    desk.require(Right.HANDLE_COMPLAINTS)
    check_satisfaction(satisfaction)
    if reached and not words.strip():
        raise UserError("Write in a few words what was said.", field="text")
    with desk.writing("call_backs.note", counter_action="correct") as writing:
        connection = writing.connection
        row = rows.fetch(connection, Head, call_back_id)
        if row["done_at"] is not None:
            raise UserError("This call was made already.")
        if reached:
            values = {"done_at": desk.clock(), "reached": True, "satisfaction": satisfaction, "words": words.strip()}
        else:
            values = {"reached": False, "due": max(row["due"], today(desk)) + dt.timedelta(days=1)}
        rows.change(connection, Head, call_back_id, values)
        if row["complaint_id"] is not None:
            add_event(desk, connection, row["complaint_id"], "call" if reached else "no_answer", words)
    return writing.changes
