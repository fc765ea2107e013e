"""Verbs on customers: list, open, save, delete, the log of talks and the time line of papers."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select

from orderdesk_gui.actions import customers_parts, notes
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.customers import Customer, check_customer, company_key, one_line
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.problems import Problem, refuse_errors, warning
from orderdesk_gui.store import customers as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.terms import payment_data, payment_terms

_PLAIN = tuple(key for key in Customer.__dataclass_fields__ if key not in ("id", "payment", *customers_parts.NAMES))


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A line in the list of customers."""

    id: uuid.UUID
    name: str
    short_name: str
    code: str
    region: str
    tier: str
    credit_grade: str
    currency: str
    phone: str
    status: str
    owner_id: uuid.UUID | None


def list_customers(
    desk: Desk,
    *,
    tab: str = "all",
    tier: str = "",
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[CustomerRow]:
    """Customers by name; `tab` is all (the active ones), mine, inactive, or any."""
    t = store.Customer
    query: AnySelect = select(
        t.name_key, t.id, t.name, t.short_name, t.code, t.region, t.tier, t.credit_grade, t.currency, t.phone,
        t.status, t.owner_id,
    )  # fmt: skip
    query = _in_tab(desk, query, tab)
    if tier:
        query = query.where(t.tier == tier)

    def make(row: Any) -> CustomerRow:
        fields = dict(row._mapping)
        del fields["name_key"]
        return CustomerRow(**fields)

    return listed(
        desk, query, (t.name_key.expression, t.id.expression), make, text=text, table="customer",
        id_column=t.id.expression, after=after, limit=limit, counted=counted, descending=False,
    )  # fmt: skip


def _in_tab(desk: Desk, query: AnySelect, tab: str) -> AnySelect:
    t = store.Customer
    query = query.where(t.deleted_at.is_(None))
    if tab != "any":
        query = query.where(t.status == ("inactive" if tab == "inactive" else "active"))
    if tab == "mine" or not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where((t.owner_id == desk.user_id) | t.owner_id.is_(None))
    return query


def tab_counts(desk: Desk) -> dict[str, int]:
    """How many customers each tab of the list holds."""
    with desk.reading() as connection:
        return {
            tab: connection.execute(_in_tab(desk, select(func.count(store.Customer.id)), tab)).scalar_one()
            for tab in ("all", "mine", "inactive")
        }


def load(desk: Desk, customer_id: uuid.UUID) -> Customer:
    """One customer with contacts, addresses and bank accounts."""
    with desk.reading() as connection:
        return read(desk, connection, customer_id)


def read(desk: Desk, connection: Connection, customer_id: uuid.UUID) -> Customer:
    """As :func:`load`, within a transaction under way."""
    row = rows.fetch(connection, store.Customer, customer_id)
    desk.require_owner(row["owner_id"])
    plain = {key: row[key] for key in _PLAIN}
    return Customer(
        id=customer_id,
        payment=payment_terms(row["payment"]),
        **plain,
        **customers_parts.read(connection, customer_id),
    )


def find_by_name(desk: Desk, name: str) -> list[uuid.UUID]:
    """Customers with this code, this name, or a name that differs only in spelling habits."""
    t = store.Customer
    with desk.reading() as connection:
        query = select(t.id).where(
            t.deleted_at.is_(None), (t.name_key == company_key(name)) | (t.code == name.strip()) & (t.code != "")
        )
        return list(connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class SavedCustomer:
    """A customer that was saved, what changed, and what the person may want to look at again."""

    id: uuid.UUID
    changes: Changes
    warnings: tuple[Problem, ...]


def save(desk: Desk, customer: Customer) -> SavedCustomer:
    """Save a new or changed customer. UserError at the field that must be mended; doubts come as warnings."""
    desk.require(Right.EDIT_CUSTOMERS)
    found = check_customer(customer)
    refuse_errors(found)
    with desk.writing("customers.save") as writing:
        warnings = [*_likely_same(writing.connection, customer), *(p for p in found if p.severity == "warning")]
        made = write(desk, writing.connection, customer)
    return SavedCustomer(made, writing.changes, tuple(warnings))


def doubts(desk: Desk, customer: Customer) -> tuple[Problem, ...]:
    """Everything to look at again in a customer as it stands, errors first; nothing is saved."""
    found = check_customer(customer)
    with desk.reading() as connection:
        same = _likely_same(connection, customer)
    return tuple(sorted([*same, *found], key=lambda problem: problem.severity != "error"))


def _likely_same(connection: Connection, customer: Customer) -> list[Problem]:
    t = store.Customer
    same = connection.execute(
        select(t.name).where(
            t.deleted_at.is_(None),
            t.id != (customer.id or uuid.UUID(int=0)),
            (t.name_key == company_key(customer.name)) | ((t.uscc == customer.uscc) & (t.uscc != "")),
        )
    ).scalars()
    return [
        warning("name", "This may be the same firm as {name}. Search for it before you go on.", name=name)
        for name in same
    ]


def write(desk: Desk, connection: Connection, customer: Customer) -> uuid.UUID:
    """As :func:`save`, within a transaction under way and without checks."""
    values = {key: getattr(customer, key) for key in _PLAIN}
    for key in ("name", "short_name", "name_en"):
        values[key] = one_line(values[key])
    values["uscc"] = customer.uscc.strip().upper()
    values["name_key"] = company_key(customer.name)
    values["payment"] = payment_data(customer.payment)
    if customer.id is None:
        made = desk.new_id()
        if values["owner_id"] is None:
            values["owner_id"] = desk.user_id
        rows.add(connection, store.Customer, [{**values, "id": made, "scope": made}])
    else:
        made = customer.id
        desk.require_owner(rows.fetch(connection, store.Customer, made)["owner_id"])
        rows.change(connection, store.Customer, made, values)
    customers_parts.write(desk, connection, made, customer)
    return made


def delete(desk: Desk, customer_id: uuid.UUID) -> Changes:
    """Put a customer into the recycle bin; refused while there are papers that name it."""
    desk.require(Right.EDIT_CUSTOMERS)
    with desk.writing("customers.delete") as writing:
        row = rows.fetch(writing.connection, store.Customer, customer_id)
        desk.require_owner(row["owner_id"])
        papers = writing.connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM quote WHERE customer_id = :c AND deleted_at IS NULL) + "
            "(SELECT count(*) FROM contract WHERE customer_id = :c AND deleted_at IS NULL)",
            {"c": customer_id.bytes},
        ).scalar_one()
        if papers:
            raise UserError("There are papers for this customer. Set it inactive instead.")
        rows.change(writing.connection, store.Customer, customer_id, {"deleted_at": desk.clock()})
    return writing.changes


def note_talk(
    desk: Desk, customer_id: uuid.UUID, text: str, channel: str, *, direction: str = "in",
    subject_table: str = "", subject_id: uuid.UUID | None = None, at: dt.datetime | None = None,
    contact_id: uuid.UUID | None = None, next_step: str = "", next_day: dt.date | None = None,
) -> Changes:  # fmt: skip
    """Note a talk with a customer, or that a paper was sent to them; a next step becomes a to-do of mine."""
    if not text.strip():
        raise UserError("Write in a few words what was said.", field="text")
    with desk.writing("customers.note") as writing:
        rows.fetch(writing.connection, store.Customer, customer_id)
        row = {
            "id": desk.new_id(), "customer_id": customer_id, "scope": customer_id, "user_id": desk.user_id,
            "at": at or desk.clock(), "channel": channel, "direction": direction, "text": text.strip(),
            "subject_table": subject_table, "subject_id": subject_id, "contact_id": contact_id,
        }  # fmt: skip
        rows.add(writing.connection, store.Communication, [row])
        if next_step.strip():
            notes.put_todo(desk, writing.connection, next_step, next_day, table="customer", record_id=customer_id)
    return writing.changes


@dataclass(frozen=True, slots=True)
class Event:
    """A point on the time line: a talk, an inquiry, a quotation, a contract or an issued paper.

    Of a talk, `contact` is with whom and `noted_by` the colleague who noted it.
    """

    at: str
    kind: str
    title: str
    detail: str
    status: str
    table: str
    id: uuid.UUID
    amount: Decimal | None = None
    currency: str = ""
    contact: str = ""
    noted_by: str = ""


_TIME_LINE = """
SELECT t.at, 'talk', t.channel, t.text, t.direction, 'communication', t.id, NULL, '', k.name, u.name
  FROM communication t LEFT JOIN contact k ON k.id = t.contact_id LEFT JOIN "user" u ON u.id = t.user_id
 WHERE t.customer_id = :c AND t.deleted_at IS NULL
UNION ALL SELECT date, 'inquiry', number, next_step, status, 'inquiry', id, NULL, '', '', '' FROM inquiry
 WHERE customer_id = :c AND deleted_at IS NULL
UNION ALL SELECT date, 'quote', number, 'R' || revision, state, 'quote', id, total, currency, '', '' FROM quote
 WHERE customer_id = :c AND deleted_at IS NULL
UNION ALL SELECT date, 'contract', number, title, status, 'contract', id, total, currency, '', '' FROM contract
 WHERE customer_id = :c AND deleted_at IS NULL
ORDER BY 1 DESC LIMIT :n"""


def time_line(desk: Desk, customer_id: uuid.UUID, *, limit: int = 100) -> list[Event]:
    """What happened with a customer, newest first; dates as ISO text."""
    with desk.reading() as connection:
        desk.require_owner(rows.fetch(connection, store.Customer, customer_id)["owner_id"])
        found = connection.exec_driver_sql(_TIME_LINE, {"c": customer_id.bytes, "n": limit}).all()
    return [
        Event(
            r[0], r[1], r[2], r[3], r[4], r[5], uuid.UUID(bytes=r[6]),
            None if r[7] is None else Decimal(r[7]).scaleb(-4), r[8], r[9] or "", r[10] or "",
        )
        for r in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GivenPrice:
    """The price a customer was last given for a product, in an issued quotation; `list_price` is today's."""

    product_id: uuid.UUID
    code: str
    name_zh: str
    name_en: str
    unit: str
    unit_price: Decimal
    currency: str
    tax_mode: str
    quantity: Decimal
    date: dt.date
    quote_id: uuid.UUID
    number: str
    state: str
    list_price_then: Decimal | None
    list_price: Decimal | None


_GIVEN = """
SELECT product_id, code, name_zh, name_en, unit, unit_price, currency, tax_mode, quantity, date, quote_id, number,
       state, list_then, list_now
  FROM (SELECT l.product_id, l.code, l.name_zh, l.name_en, l.unit, l.unit_price, r.currency, r.tax_mode, l.quantity,
               r.date, q.id AS quote_id, q.number, q.state, l.list_price AS list_then, p.list_price AS list_now,
               row_number() OVER (PARTITION BY l.product_id ORDER BY r.date DESC, r.number DESC, l.id DESC) AS place
          FROM quote q
          JOIN quote_revision r ON r.quote_id = q.id AND r.status = 'issued' AND r.deleted_at IS NULL
          JOIN quote_line l ON l.revision_id = r.id AND l.deleted_at IS NULL AND l.product_id IS NOT NULL
          LEFT JOIN product p ON p.id = l.product_id AND p.deleted_at IS NULL
         WHERE q.customer_id = :c AND q.deleted_at IS NULL)
 WHERE place = 1 ORDER BY date DESC, code LIMIT :n"""


def given_prices(desk: Desk, customer_id: uuid.UUID, *, limit: int = 50) -> list[GivenPrice]:
    """The last price of each product in the quotations issued to a customer, newest first."""
    with desk.reading() as connection:
        desk.require_owner(rows.fetch(connection, store.Customer, customer_id)["owner_id"])
        found = connection.exec_driver_sql(_GIVEN, {"c": customer_id.bytes, "n": limit}).all()
    return [
        GivenPrice(
            uuid.UUID(bytes=r[0]), r[1], r[2], r[3], r[4], Decimal(r[5]).scaleb(-6), r[6], r[7],
            Decimal(r[8]).scaleb(-6), dt.date.fromisoformat(r[9]), uuid.UUID(bytes=r[10]), r[11], r[12],
            None if r[13] is None else Decimal(r[13]).scaleb(-6), None if r[14] is None else Decimal(r[14]).scaleb(-6),
        )
        for r in found
    ]  # fmt: skip
