"""Verbs on inquiries: list, open, save, close, and the one click that makes a quotation."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import customers
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.actions.quotes_pricing import Wanted, price
from orderdesk_gui.actions.quotes_saving import blank
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.customers import Contact, Customer
from orderdesk_gui.rules.inquiries import MACHINE, Inquiry, InquiryLine, check_inquiry
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.problems import refuse_errors
from orderdesk_gui.rules.quotes import Quote, QuoteLine
from orderdesk_gui.store import inquiries as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Customer as CustomerTable
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.people import Company

_PLAIN = tuple(key for key in Inquiry.__dataclass_fields__ if key != "lines")


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """A line in the list of inquiries."""

    id: uuid.UUID
    number: str
    customer_id: uuid.UUID | None
    customer: str
    status: str
    date: dt.date
    wanted: dt.date | None
    urgency: str
    importance: str
    channel: str
    next_step: str
    next_date: dt.date | None
    owner_id: uuid.UUID | None


def list_inquiries(
    desk: Desk,
    *,
    tab: str = "open",
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[InquiryRow]:
    """Inquiries, newest first; `tab` is open, mine, due or all."""
    t = store.Inquiry
    query = select(
        t.date, t.id, t.number, t.customer_id, t.customer_name.label("customer"), t.status, t.wanted, t.urgency,
        t.importance, t.channel, t.next_step, t.next_date, t.owner_id,
    ).where(t.deleted_at.is_(None))  # fmt: skip
    if tab == "open":
        query = query.where(t.status == "open")
    elif tab == "due":
        query = query.where(t.status.in_(("open", "quoted")), t.next_date <= desk.clock().astimezone().date())
    if tab == "mine" or not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where((t.owner_id == desk.user_id) | t.owner_id.is_(None))
    return listed(
        desk, query, (t.date.expression, t.id.expression), lambda row: InquiryRow(**row._mapping), text=text,
        table="inquiry", id_column=t.id.expression, after=after, limit=limit, counted=counted,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class InquiryView:
    """An inquiry as the page shows it, with the quotations made from it."""

    id: uuid.UUID
    number: str
    status: str
    inquiry: Inquiry
    quotes: tuple[tuple[uuid.UUID, str, str], ...]


def load(desk: Desk, inquiry_id: uuid.UUID) -> InquiryView:
    """One inquiry; `quotes` are (id, number, status) of the quotations made from it."""
    with desk.reading() as connection:
        row = rows.fetch(connection, store.Inquiry, inquiry_id)
        desk.require_owner(row["owner_id"])
        lines = tuple(
            InquiryLine(**{key: line[key] for key in InquiryLine.__dataclass_fields__})
            for line in rows.children(connection, store.InquiryLine, "inquiry_id", inquiry_id)
        )
        made = connection.exec_driver_sql(
            "SELECT id, number, state FROM quote WHERE inquiry_id = ? AND deleted_at IS NULL ORDER BY number",
            (inquiry_id.bytes,),
        ).all()
    inquiry = Inquiry(lines=lines, **{key: row[key] for key in _PLAIN})
    quotes = tuple((uuid.UUID(bytes=r[0]), r[1], r[2]) for r in made)
    return InquiryView(inquiry_id, row["number"], row["status"], inquiry, quotes)


@dataclass(frozen=True, slots=True)
class SavedInquiry:
    """An inquiry that was saved: its id and number, and what changed."""

    id: uuid.UUID
    number: str
    changes: Changes


def save(desk: Desk, inquiry: Inquiry, inquiry_id: uuid.UUID | None = None) -> SavedInquiry:
    """Save a new or changed inquiry; it takes its number now and keeps it."""
    desk.require(Right.MAKE_INQUIRIES)
    refuse_errors(check_inquiry(inquiry))
    with desk.writing("inquiries.save") as writing:
        made, number = write(desk, writing.connection, inquiry, inquiry_id)
    return SavedInquiry(made, number, writing.changes)


def write(
    desk: Desk, connection: Connection, inquiry: Inquiry, inquiry_id: uuid.UUID | None = None
) -> tuple[uuid.UUID, str]:
    """As :func:`save`, within a transaction under way and without checks. Returns id and number."""
    values = {key: getattr(inquiry, key) for key in _PLAIN}
    values["owner_id"] = inquiry.owner_id or desk.user_id
    values["scope"] = inquiry.customer_id
    if inquiry.customer_id is not None and not inquiry.customer_name:
        values["customer_name"] = rows.fetch(connection, CustomerTable, inquiry.customer_id)["name"]
    if inquiry_id is None:
        company = connection.execute(
            select(Company.id, Company.inquiry_series).where(Company.deleted_at.is_(None)).order_by(Company.position)
        ).first()
        if company is None:
            raise UserError("First say which company this is: open Settings, Companies.")
        made = desk.new_id()
        number = next_number(connection, company.inquiry_series, inquiry.date.year, desk.device)
        rows.add(connection, store.Inquiry, [{**values, "id": made, "number": number, "company_id": company.id}])
    else:
        made = inquiry_id
        old = rows.fetch(connection, store.Inquiry, inquiry_id)
        desk.require_owner(old["owner_id"])
        number = old["number"]
        rows.change(connection, store.Inquiry, inquiry_id, values)
    known = rows.children(connection, store.InquiryLine, "inquiry_id", made) if inquiry_id else []
    lines = [
        {**asdict(line), "id": known[place]["id"] if place < len(known) else None, "scope": inquiry.customer_id}
        for place, line in enumerate(inquiry.lines)
    ]
    rows.replace_children(
        connection, store.InquiryLine, "inquiry_id", made, lines, now=desk.clock(), make_id=desk.new_id
    )
    return made, number


def decide(desk: Desk, inquiry_id: uuid.UUID, command: str) -> Changes:
    """Note what became of an inquiry: command lose, close or reopen."""
    desk.require(Right.MAKE_INQUIRIES)
    counter = "correct" if command == "reopen" else "reopen"
    with desk.writing(f"inquiries.{command}", counter_action=counter) as writing:
        row = rows.fetch(writing.connection, store.Inquiry, inquiry_id)
        desk.require_owner(row["owner_id"])
        status = MACHINE.next_status(row["status"], command)
        rows.change(writing.connection, store.Inquiry, inquiry_id, {"status": status})
    return writing.changes


def delete(desk: Desk, inquiry_id: uuid.UUID) -> Changes:
    """Put an inquiry into the recycle bin; its number stays given."""
    desk.require(Right.MAKE_INQUIRIES)
    with desk.writing("inquiries.delete") as writing:
        desk.require_owner(rows.fetch(writing.connection, store.Inquiry, inquiry_id)["owner_id"])
        rows.change(writing.connection, store.Inquiry, inquiry_id, {"deleted_at": desk.clock()})
    return writing.changes


def to_quote(desk: Desk, inquiry_id: uuid.UUID) -> Quote:
    """The content of a quotation from an inquiry, priced; a customer not yet on file is put there.

    The quotation itself is not saved yet.
    """
    desk.require(Right.MAKE_QUOTES)
    shown = load(desk, inquiry_id)
    inquiry = shown.inquiry
    customer_id = inquiry.customer_id or _new_customer(desk, inquiry_id, inquiry)
    quote = replace(blank(desk, customer_id), inquiry_id=inquiry_id)
    wanted = [Wanted(line.product_id, line.quantity or Decimal(1)) for line in inquiry.lines if line.product_id]
    priced = iter(
        price(desk, wanted, customer_id=customer_id, on=quote.date, currency=quote.currency, tax_mode=quote.tax_mode)
    )
    lines = tuple(_line(line, priced, inquiry.wanted) for line in inquiry.lines)
    return replace(quote, lines=lines)


def _line(line: InquiryLine, priced: Any, wanted: dt.date | None) -> QuoteLine:
    quantity = line.quantity or Decimal(1)
    found = next(priced, None) if line.product_id else None
    if found is None:
        return QuoteLine(quantity, line.target_price or Decimal(0), name_zh=line.text, unit=line.unit, manual=True)
    return QuoteLine(
        quantity=quantity,
        unit_price=found.price.unit_price or Decimal(0),
        vat_rate=found.vat_rate,
        product_id=found.product_id,
        code=found.code,
        name_zh=found.name_zh,
        name_en=found.name_en,
        specification=found.specification,
        unit=found.unit,
        list_price=found.price.list_price,
        price_list_id=found.price.price_list_id,
        price_list_revision=found.price.price_list_revision,
        lead_days=found.lead_days,
        delivery_date=wanted,
    )


def _new_customer(desk: Desk, inquiry_id: uuid.UUID, inquiry: Inquiry) -> uuid.UUID:
    """The one customer on file of that name, else a new one; the inquiry belongs to them from now on."""
    known = customers.find_by_name(desk, inquiry.customer_name)
    contacts = (Contact(inquiry.contact or inquiry.customer_name, phone=inquiry.phone, main=True),)
    customer = Customer(
        name=inquiry.customer_name, phone=inquiry.phone, channel=inquiry.channel, contacts=contacts,
        owner_id=inquiry.owner_id,
    )  # fmt: skip
    with desk.writing("inquiries.customer") as writing:
        made = known[0] if len(known) == 1 else customers.write(desk, writing.connection, customer)
        rows.change(writing.connection, store.Inquiry, inquiry_id, {"customer_id": made, "scope": made})
    return made
