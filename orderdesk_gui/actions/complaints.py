"""Complaints from the call to the closing: noted in seconds, answered and solved by the clock, remedied, closed."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from orderdesk_gui.actions import calendars, settings
from orderdesk_gui.actions.complaint_clocks import (
    OPEN,
    ClockState,
    clock_policy,
    clock_states,
    clock_values,
    due_of,
    minutes_left,
    pauses_of,
    set_clocks,
)
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.complaints import ComplaintKind, Severity, check_satisfaction
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.order_status import COMPLAINT
from orderdesk_gui.rules.workdays import WorkCalendar
from orderdesk_gui.store import complaints as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.orders import Order, OrderLine
from orderdesk_gui.store.people import User

Head = store.Complaint


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a customer complains about, in their words; a customer suffices, the rest may come later."""

    customer_id: uuid.UUID
    words: str
    kind: ComplaintKind = "other"
    severity: Severity = "normal"
    order_id: uuid.UUID | None = None
    order_line_id: uuid.UUID | None = None
    delivery_id: uuid.UUID | None = None
    product_id: uuid.UUID | None = None
    contact: str = ""
    phone: str = ""
    channel: str = "phone"
    quantity: Decimal | None = None
    lot: str = ""
    sought: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class SavedComplaint:
    """A complaint that was noted: its id and number, and what changed."""

    id: uuid.UUID
    number: str
    changes: Changes


def note(desk: Desk, complaint: Complaint, *, received_at: dt.datetime | None = None) -> SavedComplaint:
    """Note a complaint; its clocks run from `received_at` (default now)."""
    desk.require(Right.HANDLE_COMPLAINTS)
    _check(complaint)
    received = received_at or desk.clock()
    if received > desk.clock():
        raise UserError("Enter when it came in, not a moment to come.", field="received_at")
    with desk.writing("complaints.note", counter_action="correct") as writing:
        connection = writing.connection
        rows.fetch(connection, Customer, complaint.customer_id)
        _check_about(connection, complaint)
        row_id, day = desk.new_id(), received.astimezone().date()
        number = next_number(
            connection, settings.read(connection, "number_series", day)["complaint"], day.year, desk.device
        )
        company = connection.exec_driver_sql(
            "SELECT id FROM company WHERE deleted_at IS NULL ORDER BY position LIMIT 1"
        ).scalar_one()
        policy = clock_policy(connection, day)
        clocks = due_of(connection, received, complaint.severity, policy, ())
        row = {
            **_values(complaint), "id": row_id, "number": number, "company_id": uuid.UUID(bytes=company),
            "owner_id": desk.user_id, "received_at": received,
            **clock_values(policy, complaint.severity, clocks),
        }  # fmt: skip
        rows.add(connection, Head, [row])
    return SavedComplaint(row_id, number, writing.changes)


def _check(complaint: Complaint) -> None:
    if not complaint.words.strip():
        raise UserError("Write what the customer said.", field="words")
    if complaint.quantity is not None and complaint.quantity <= 0:
        raise UserError("Enter how many pieces it concerns.", field="quantity")


def _check_about(connection: Connection, complaint: Complaint) -> None:
    """UserError where the order is another customer's, or the line another order's."""
    if complaint.order_id is None:
        return
    order = rows.fetch(connection, Order, complaint.order_id)
    line = rows.fetch(connection, OrderLine, complaint.order_line_id) if complaint.order_line_id else None
    if order["customer_id"] != complaint.customer_id or (line and line["order_id"] != complaint.order_id):
        raise UserError("This order is another customer's. Choose again whom it is about.", field="order_line_id")


_FIELDS = (
    "customer_id", "words", "kind", "severity", "order_id", "order_line_id", "delivery_id", "product_id", "contact",
    "phone", "channel", "quantity", "lot", "sought", "fragment",
)  # fmt: skip


def _values(complaint: Complaint) -> dict[str, Any]:
    return {**{key: getattr(complaint, key) for key in _FIELDS}, "scope": complaint.customer_id}


def edit(desk: Desk, complaint_id: uuid.UUID, complaint: Complaint) -> Changes:
    """Add or correct what is known; another severity sets the clocks anew from when it came in."""
    desk.require(Right.HANDLE_COMPLAINTS)
    _check(complaint)
    with desk.writing("complaints.edit") as writing:
        old = rows.fetch(writing.connection, Head, complaint_id)
        if old["status"] == "closed":
            raise UserError(COMPLAINT.advice["closed"])
        _check_about(writing.connection, complaint)
        rows.change(writing.connection, Head, complaint_id, _values(complaint))
        if old["severity"] != complaint.severity:
            set_clocks(writing.connection, complaint_id)
    return writing.changes


def pause(desk: Desk, complaint_id: uuid.UUID, reason: str) -> Changes:
    """Stop the clock of the solution while the customer is waited for; the reason says for what."""
    return _clock(desk, complaint_id, "pause", reason)


def resume(desk: Desk, complaint_id: uuid.UUID) -> Changes:
    """Let the clock go on: the customer has answered."""
    return _clock(desk, complaint_id, "resume", "")


def _clock(desk: Desk, complaint_id: uuid.UUID, kind: str, reason: str) -> Changes:
    desk.require(Right.HANDLE_COMPLAINTS)
    if kind == "pause" and not reason.strip():
        raise UserError("Say what the customer is waited for; the clock stands for nothing else.", field="reason")
    with desk.writing(f"complaints.{kind}", counter_action="correct") as writing:
        connection = writing.connection
        status = rows.fetch(connection, Head, complaint_id)["status"]
        if status not in OPEN:
            raise UserError(COMPLAINT.advice[status])
        stands = bool((known := pauses_of(connection, complaint_id)) and known[-1].end is None)
        if stands == (kind == "pause"):
            raise UserError("The clock stands already." if stands else "The clock is running.")
        add_event(desk, connection, complaint_id, kind, reason)
        set_clocks(connection, complaint_id)
    return writing.changes


def step(
    desk: Desk,
    complaint_id: uuid.UUID,
    command: str,
    text: str = "",
    *,
    cause: str = "",
    measure: str = "",
    satisfaction: int | None = None,
    call_back: dt.date | None = None,
) -> Changes:
    """One step: answer, solve (with cause and measure), reject, close (with the customer's satisfaction), reopen.

    A closing plans the call back of that day (回访).

    UserError where the status does not allow it or what belongs to the step is missing.
    """
    desk.require(Right.HANDLE_COMPLAINTS)
    check_satisfaction(satisfaction)
    if command in ("answer", "reject", "reopen") and not text.strip():
        raise UserError("Write in a few words what was said.", field="text")
    if command == "solve" and not (cause and measure.strip()):
        raise UserError("Say what caused it and what was done about it.", field="measure" if cause else "cause")
    with desk.writing(f"complaints.{command}", counter_action="reopen") as writing:
        connection = writing.connection
        old = rows.fetch(connection, Head, complaint_id)
        now = desk.clock()
        values: dict[str, Any] = {"status": COMPLAINT.next_status(old["status"], command)}
        if command == "answer":
            values["answered_at"] = old["answered_at"] or now
        elif command == "solve":
            values |= {"solved_at": now, "answered_at": old["answered_at"] or now, "cause": cause,
                       "measure": measure.strip(), "justified": True}  # fmt: skip
        elif command == "reject":
            values |= {"solved_at": now, "justified": False}
        elif command == "close":
            values |= {"closed_at": now, "satisfaction": satisfaction}
        elif command == "reopen":
            values |= {"solved_at": None, "closed_at": None}
        rows.change(connection, Head, complaint_id, values)
        add_event(desk, connection, complaint_id, command, text or measure)
        if command == "close" and call_back is not None:
            rows.add(connection, store.CallBack, [_call_back(desk, old, call_back)])
    return writing.changes


def _call_back(desk: Desk, row: Mapping[str, Any], due: dt.date) -> dict[str, Any]:
    if due < today(desk):
        raise UserError("Plan the call for today or later.", field="due")
    return {"id": desk.new_id(), "scope": row["scope"], "customer_id": row["customer_id"],
            "order_id": row["order_id"], "complaint_id": row["id"], "kind": "complaint", "due": due,
            "owner_id": row["owner_id"]}  # fmt: skip


def add_note(desk: Desk, complaint_id: uuid.UUID, text: str) -> Changes:
    """Note something that happened, such as a test or a call."""
    desk.require(Right.HANDLE_COMPLAINTS)
    if not text.strip():
        raise UserError("Write in a few words what happened.", field="text")
    with desk.writing("complaints.add_note", counter_action="correct") as writing:
        add_event(desk, writing.connection, complaint_id, "note", text)
    return writing.changes


def add_event(
    desk: Desk, connection: Connection, complaint_id: uuid.UUID, kind: str, text: str,
    content: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Write what happened into the time line, within a transaction under way."""
    scope = rows.fetch(connection, Head, complaint_id)["scope"]
    fact = {"id": desk.new_id(), "scope": scope, "complaint_id": complaint_id, "kind": kind, "at": desk.clock(),
            "user_id": desk.user_id, "text": text.strip(), "content": content}  # fmt: skip
    rows.add(connection, store.ComplaintEvent, [fact])


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A line in the list of complaints; `due` is the next end of a clock, `left` the minutes that count until then.

    Both are None where no clock runs; `paused` says that the customer is waited for.
    """

    id: uuid.UUID
    number: str
    customer_id: uuid.UUID
    customer: str
    kind: str
    severity: str
    status: str
    words: str
    received_at: dt.datetime
    due: dt.datetime | None
    owner_id: uuid.UUID
    order_id: uuid.UUID | None
    left: int | None = None
    paused: bool = False
    satisfaction: int | None = None


_LISTED: AnySelect = (
    select(
        Head.received_at, Head.id, Head.number, Head.customer_id, Customer.short_name, Customer.name, Head.kind,
        Head.severity, Head.status, Head.words, Head.answer_due, Head.solution_due, Head.owner_id, Head.order_id,
        Head.answer_mode, Head.satisfaction,
    )
    .join(Customer, Customer.id == Head.customer_id)
    .where(Head.deleted_at.is_(None))
)  # fmt: skip


def _row(r: Any, office: WorkCalendar, now: dt.datetime) -> ComplaintRow:
    running = r.answer_due if r.status == "open" else r.solution_due if r.status == "answered" else None
    left = minutes_left(office, now, r.status, r.answer_mode, r.answer_due, r.solution_due)
    return ComplaintRow(
        r.id, r.number, r.customer_id, r.short_name or r.name, r.kind, r.severity, r.status, r.words, r.received_at,
        running, r.owner_id, r.order_id, left, r.status in OPEN and r.solution_due is None, r.satisfaction,
    )  # fmt: skip


def _query(desk: Desk, tab: str) -> AnySelect:
    query = _LISTED
    if tab == "mine":
        query = query.where(Head.owner_id == desk.user_id, Head.status.in_(OPEN))
    elif tab == "open":
        query = query.where(Head.status.in_(OPEN))
    elif tab == "late":
        now = desk.clock()
        query = query.where(
            ((Head.status == "open") & (Head.answer_due < now)) | (Head.status.in_(OPEN) & (Head.solution_due < now))
        )
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        own = select(Customer.id).where((Customer.owner_id == desk.user_id) | Customer.owner_id.is_(None))
        query = query.where((Head.owner_id == desk.user_id) | Head.customer_id.in_(own))
    return query


def list_complaints(
    desk: Desk,
    *,
    tab: str = "all",
    customer_id: uuid.UUID | None = None,
    order_id: uuid.UUID | None = None,
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[ComplaintRow]:
    """Complaints, newest first; `tab` is open, mine, late or all."""
    query = _query(desk, tab)
    if customer_id is not None:
        query = query.where(Head.customer_id == customer_id)
    if order_id is not None:
        query = query.where(Head.order_id == order_id)
    with desk.reading() as connection:
        office = calendars.office(connection, today(desk))
    now = desk.clock()
    return listed(
        desk, query, (Head.received_at.expression, Head.id.expression), lambda row: _row(row, office, now),
        text=text, table="complaint", id_column=Head.id.expression, after=after, limit=limit, counted=counted,
    )  # fmt: skip


def tab_counts(desk: Desk) -> dict[str, int]:
    """How many complaints stand in each tab."""
    with desk.reading() as connection:
        found = {}
        for tab in ("open", "mine", "late", "all"):
            counted = _query(desk, tab).with_only_columns(Head.id).subquery()
            found[tab] = int(connection.execute(select(func.count()).select_from(counted)).scalar_one())
    return found


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened with a complaint; `content` names the remedy where it is about one."""

    kind: str
    at: dt.datetime
    by: str
    text: str
    content: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint as the page shows it."""

    id: uuid.UUID
    number: str
    status: str
    complaint: Complaint
    row: Mapping[str, Any]
    customer: str
    events: tuple[Happened, ...]
    paused: bool
    clocks: tuple[ClockState, ClockState]

    @property
    def commands(self) -> frozenset[str]:
        """What may be done with it as it stands."""
        return COMPLAINT.commands(self.status)


def load(desk: Desk, complaint_id: uuid.UUID) -> ComplaintView:
    """One complaint with all that happened."""
    with desk.reading() as connection:
        row = rows.fetch(connection, Head, complaint_id)
        customer = rows.fetch(connection, Customer, row["customer_id"])
        if row["owner_id"] != desk.user_id:
            desk.require_owner(customer["owner_id"])
        event = store.ComplaintEvent
        found = connection.execute(
            select(event.kind, event.at, User.name, event.text, event.content)
            .outerjoin(User, User.id == event.user_id)
            .where(event.complaint_id == complaint_id)
            .order_by(event.at, event.id)
        )
        events = tuple(Happened(kind, at, by or "", text, content) for kind, at, by, text, content in found)
        clocks = clock_states(connection, row, desk.clock())
    return ComplaintView(
        complaint_id, row["number"], row["status"], Complaint(**{key: row[key] for key in _FIELDS}), row,
        customer["name"], events, clocks[1].paused, clocks,
    )  # fmt: skip


def find_number(desk: Desk, number: str) -> uuid.UUID | None:
    """The complaint with this number; None where there is none."""
    with desk.reading() as connection:
        query = select(Head.id).where(Head.number == number.strip().upper(), Head.deleted_at.is_(None))
        return connection.execute(query).scalars().first()
