"""What the page of today shows: what is to be done, what waits, what runs out, and the newest papers."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select

from orderdesk_gui.actions import approvals_waiting, call_backs, complaints, notes, order_changes, quotes
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.search import PAGES
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import tr
from orderdesk_gui.rules.money import format_number
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.contracts import Contract
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.inquiries import Inquiry
from orderdesk_gui.store.orders import Order, OrderFigure
from orderdesk_gui.store.quotes import Quote

_SHORT = func.coalesce(func.nullif(Customer.short_name, ""), Customer.name)
MOST = 200
RECENT = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A thing of today: its kind (todo, approval, expiring, inquiry, complaint, order), where it leads, when it is due.

    `amount` with `currency` is shown where the text is empty; `late` says that a decision has waited too long.
    """

    kind: str
    id: uuid.UUID
    page: str
    target: uuid.UUID | None
    title: str
    customer: str
    text: str
    due: dt.date | None
    amount: Decimal | None = None
    currency: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class RecentPaper:
    """One of the newest papers."""

    page: str
    id: uuid.UUID
    number: str
    customer: str
    status: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the page; `month` counts what happened since the first of this month."""

    day: dt.date
    name: str
    items: tuple[Item, ...] = ()
    recent: tuple[RecentPaper, ...] = ()
    month: Mapping[str, int] = field(default_factory=dict)
    customers: bool = False
    products: bool = False


def today(desk: Desk) -> Today:
    """The page of today for the person at the desk."""
    day = quotes.today(desk)
    items = (
        *_todos(desk), *_approvals(desk), *_changes(desk), *_expiring(desk, day), *_inquiries(desk, day),
        *_complaints(desk, day), *_orders(desk, day),
    )  # fmt: skip
    with desk.reading() as connection:
        some = {
            table: connection.exec_driver_sql(f"SELECT 1 FROM {table} WHERE deleted_at IS NULL LIMIT 1").first()
            for table in ("customer", "product")
        }
    return Today(
        day, desk.access.user.name, items, _recent(desk), _month(desk, day),
        some["customer"] is not None, some["product"] is not None,
    )  # fmt: skip


def counts(desk: Desk) -> dict[str, tuple[int, str]]:
    """What waits on each page, for the sidebar: page -> (number, tone)."""
    day = quotes.today(desk)
    due = [todo for todo in notes.todos_for_me(desk, until=day)]
    late = any(todo.due is not None and todo.due < day for todo in due)
    to_approve = len(approvals_waiting.waiting_for_me(desk))
    with desk.reading() as connection:
        open_inquiries = connection.execute(
            select(func.count()).select_from(_due_inquiries(desk, day).with_only_columns(Inquiry.id).subquery())
        ).scalar_one()
    urgent = list(_complaints(desk, day))
    changes = len(order_changes.waiting_for_me(desk))
    waiting = to_approve + changes + int(open_inquiries) + len(due) + len(urgent)
    return {
        "today": (waiting, "red" if late else ""),
        "quotations": (to_approve, "yellow" if to_approve else ""),
        "inquiries": (int(open_inquiries), ""),
        "orders": (changes, "yellow" if changes else ""),
        "complaints": (len(urgent), "red" if any(item.late for item in urgent) else ""),
    }


def _todos(desk: Desk) -> Iterator[Item]:
    for todo in notes.todos_for_me(desk, limit=MOST):
        page = PAGES.get(todo.table, "")
        number, _, customer = todo.subject.partition(" · ")
        if todo.table in ("customer", ""):
            number, customer = "", number
        yield Item("todo", todo.id, page, todo.subject_id, number, customer, todo.text, todo.due)


def _approvals(desk: Desk) -> Iterator[Item]:
    waiting = approvals_waiting.waiting_for_me(desk)
    if not waiting:
        return
    query = (
        select(Quote.id, Quote.currency, Quote.total, Customer.short_name, Customer.name)
        .join(Customer, Customer.id == Quote.customer_id)
        .where(Quote.id.in_([one.quote_id for one in waiting]))
    )
    with desk.reading() as connection:
        heads: dict[uuid.UUID, Any] = {row.id: row for row in connection.execute(query)}
    for one in waiting:
        head = heads[one.quote_id]
        day = one.requested_at.astimezone().date()
        said = [tr("Rush: {why}", why=one.rush)] if one.rush else []
        said += [tr("for {name}", name=one.instead_of)] if one.instead_of else []
        amount = None if said else head.total  # where there is more to say than the amount, the text says both
        text = " · ".join([f"{format_number(head.total, 2, 2)} {head.currency}", *said]) if said else ""
        yield Item("approval", one.quote_id, "quotations", one.quote_id, one.number, head.short_name or head.name,
                   text, day, amount, head.currency, one.overdue or bool(one.rush))  # fmt: skip


def _changes(desk: Desk) -> Iterator[Item]:
    """Changes of confirmed orders that wait for this person's yes; they open the order."""
    for one in order_changes.waiting_for_me(desk):
        asked = one.approval.requested_at.astimezone().date() if one.approval is not None else one.asked_on
        with desk.reading() as connection:
            name = connection.execute(select(_SHORT).where(Customer.id == one.after.customer_id)).scalar_one()
        text = f"{tr('Order change')} · {one.reason}" if one.reason else tr("Order change")
        yield Item("approval", one.id, "orders", one.order_id, one.number, name, text, asked)


def _orders(desk: Desk, day: dt.date) -> Iterator[Item]:
    """My open orders past their promise, or whose forecast is red; the earliest promise first."""
    query = (
        select(Order.id, Order.number, OrderFigure.promised, OrderFigure.forecast, _SHORT.label("customer"))
        .join(OrderFigure, OrderFigure.order_id == Order.id)
        .join(Customer, Customer.id == Order.customer_id)
        .where(Order.deleted_at.is_(None), Order.owner_id == desk.user_id, OrderFigure.open,
               or_(OrderFigure.level == "red", OrderFigure.promised < day))
        .order_by(OrderFigure.promised, Order.id)
        .limit(MOST)
    )  # fmt: skip
    with desk.reading() as connection:
        for row in connection.execute(query).all():
            text = tr("forecast {day}", day=row.forecast) if row.forecast is not None else ""
            late = row.promised is not None and row.promised < day
            yield Item("order", row.id, "orders", row.id, row.number, row.customer, text, row.promised, late=late)


def _expiring(desk: Desk, day: dt.date) -> Iterator[Item]:
    last = day + dt.timedelta(days=quotes.EXPIRING_DAYS)
    query = (
        select(Quote.id, Quote.number, Quote.currency, Quote.total, Quote.valid_until, Customer.short_name,
               Customer.name)
        .join(Customer, Customer.id == Quote.customer_id)
        .where(Quote.state == "issued", Quote.valid_until.between(day, last), Quote.deleted_at.is_(None),
               Quote.owner_id == desk.user_id)
        .order_by(Quote.valid_until, Quote.id)
        .limit(MOST)
    )  # fmt: skip
    with desk.reading() as connection:
        for row in connection.execute(query).all():
            yield Item("expiring", row.id, "quotations", row.id, row.number, row.short_name or row.name, "",
                       row.valid_until, row.total, row.currency)  # fmt: skip


def _due_inquiries(desk: Desk, day: dt.date) -> AnySelect:
    mine = (Inquiry.owner_id == desk.user_id) | Inquiry.owner_id.is_(None)
    return select(
        Inquiry.id, Inquiry.number, Inquiry.customer_name, Inquiry.next_step, Inquiry.next_date, Inquiry.wanted
    ).where(Inquiry.status == "open", Inquiry.next_date <= day, Inquiry.deleted_at.is_(None), mine)


def _inquiries(desk: Desk, day: dt.date) -> Iterator[Item]:
    query = _due_inquiries(desk, day).order_by(Inquiry.next_date, Inquiry.id).limit(MOST)
    with desk.reading() as connection:
        for row in connection.execute(query).all():
            yield Item("inquiry", row.id, "inquiries", row.id, row.number, row.customer_name, row.next_step,
                       row.next_date)  # fmt: skip


def _complaints(desk: Desk, day: dt.date) -> Iterator[Item]:
    """My complaints without an answer or past the time for their solution, and the calls back that are due."""
    for row in complaints.list_complaints(desk, tab="mine", limit=MOST).rows:
        late = row.left is not None and row.left < 0
        if row.status == "open" or late:
            due = row.due.astimezone().date() if row.due is not None else None
            yield Item("complaint", row.id, "complaints", row.id, row.number, row.customer, row.words, due, late=late)
    for call in call_backs.due_for_me(desk, day, MOST):
        text = tr("Call back: {words}", words=call.words) if call.words else tr("Call back")
        yield Item("complaint", call.id, "complaints", call.complaint_id, call.number, call.customer, text, call.due,
                   late=call.due < day)  # fmt: skip


def _recent(desk: Desk) -> tuple[RecentPaper, ...]:
    everybody = desk.may(Right.SEE_ALL_CUSTOMERS)
    quote_rows = (
        select(Quote.id, Quote.number, _SHORT.label("customer"), Quote.state.label("status"), Quote.date)
        .join(Customer, Customer.id == Quote.customer_id)
        .where(Quote.deleted_at.is_(None))
        .order_by(Quote.date.desc(), Quote.id.desc())
        .limit(RECENT)
    )
    contract_rows = (
        select(Contract.id, Contract.number, _SHORT.label("customer"), Contract.status, Contract.date)
        .join(Customer, Customer.id == Contract.customer_id)
        .where(Contract.deleted_at.is_(None))
        .order_by(Contract.date.desc(), Contract.id.desc())
        .limit(RECENT)
    )
    if not everybody:
        quote_rows = quote_rows.where(Quote.owner_id == desk.user_id)
        contract_rows = contract_rows.where(Contract.owner_id == desk.user_id)
    found: list[RecentPaper] = []
    with desk.reading() as connection:
        for page, query in (("quotations", quote_rows), ("contracts", contract_rows)):
            found += [RecentPaper(page, *row) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda paper: (paper.date, paper.number), reverse=True)[:RECENT])


def _month(desk: Desk, day: dt.date) -> dict[str, int]:
    first = day.replace(day=1)
    own = "" if desk.may(Right.SEE_ALL_CUSTOMERS) else " AND owner_id = ?"
    parameters = (first.isoformat(),) if not own else (first.isoformat(), desk.user_id.bytes)
    asked = {
        "inquiries": "SELECT count(*) FROM inquiry WHERE deleted_at IS NULL AND date >= ?",
        "quotations": "SELECT count(*) FROM quote WHERE deleted_at IS NULL AND state <> 'draft' AND date >= ?",
        "won": "SELECT count(*) FROM quote WHERE deleted_at IS NULL AND state = 'won' AND decided_on >= ?",
        "lost": "SELECT count(*) FROM quote WHERE deleted_at IS NULL AND state = 'lost' AND decided_on >= ?",
    }
    with desk.reading() as connection:
        return {
            name: int(connection.exec_driver_sql(sql + own, parameters).scalar_one()) for name, sql in asked.items()
        }
