"""What the data on file say of the rows of an import before anything is written: whose they are, what is taken."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.documents.imports import Finding, Judge, Record
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.customers import company_key
from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.inquiries import Inquiry, InquiryLine
from orderdesk_gui.store.people import User
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.quotes import Quote

_FOREIGN = message("This customer is a colleague's. Leave the row out, or have the customer handed over to you.")
_UNLINKED = message("This customer is a colleague's, so the inquiry keeps the name alone.")
_NEW = message("This customer is not on file yet and will be added. Check the spelling.")
_MAY_NOT_ADD = message("This customer is not on file, and you may not add customers. Ask someone who may.")
_NOBODY = message("Nobody here has this name, so the record becomes yours. Write the name of a person in Settings.")


class Known:
    """Customers and people by what files call them."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        t = Customer
        found = connection.execute(
            select(t.id, t.name_key, t.code, t.uscc, t.owner_id).where(t.deleted_at.is_(None))
        ).all()
        self.by_code = {r.code: r.id for r in found if r.code}
        self.by_uscc = {r.uscc: r.id for r in found if r.uscc}
        self.by_name = {r.name_key: r.id for r in found}
        sees_all = desk.may(Right.SEE_ALL_CUSTOMERS)
        self.foreign = {r.id for r in found if not sees_all and r.owner_id not in (None, desk.user_id)}
        self.people = owners(connection)

    def named(self, name: str) -> uuid.UUID | None:
        """The customer that a paper names: by its code or its name."""
        return self.by_code.get(name) or self.by_name.get(company_key(name))

    def listed(self, values: dict[str, Any]) -> uuid.UUID | None:
        """The customer that a row of a customer list means: by code, social credit code or name."""
        return (
            self.by_code.get(values.get("code", ""))
            or self.by_uscc.get(values.get("uscc", ""))
            or self.by_name.get(company_key(values["name"]))
        )


def owners(connection: Connection) -> dict[str, uuid.UUID]:
    """Names and logins of people -> their id."""
    found = connection.execute(select(User.id, User.name, User.login).where(User.deleted_at.is_(None)))
    return {name: r.id for r in found for name in (r.name, r.login) if name}


def judge(desk: Desk, connection: Connection, kind: str) -> Judge:
    """What to say of a row of this kind; it is asked once per row, in order."""
    judges: dict[str, Callable[[Desk, Connection], Judge]] = {
        "customers": _customers, "prices": _prices, "inquiries": _inquiries, "quotes": _quotes,
    }  # fmt: skip
    return judges[kind](desk, connection) if kind in judges else lambda record: iter(())


def _prices(desk: Desk, connection: Connection) -> Judge:
    codes = set(connection.execute(select(Product.code).where(Product.deleted_at.is_(None))).scalars())

    def found(record: Record) -> Iterator[Finding]:
        code = record.values.get("product_code")
        if code is not None and code not in codes:
            yield Finding(
                "product_code",
                message("Product code “{value}” does not exist yet. Import or create the product first.", value=code),
            )

    return found


def _customers(desk: Desk, connection: Connection) -> Judge:
    known = Known(desk, connection)
    seen: dict[uuid.UUID | str, int] = {}

    def found(record: Record) -> Iterator[Finding]:
        old = known.listed(record.values)
        if old in known.foreign:
            yield Finding("name", _FOREIGN)
        first = seen.setdefault(old or company_key(record.values["name"]), record.row)
        if first != record.row:
            yield Finding("name", message("This is the same firm as in row {first}. Keep one of the two.", first=first))
        yield from _owner(known, record)

    return found


def _owner(known: Known, record: Record) -> Iterator[Finding]:
    if record.values.get("owner", "") not in ("", *known.people):
        yield Finding("owner", _NOBODY, "warning")


def wanted_text(values: dict[str, Any]) -> str:
    """What a row says is wanted, in one line."""
    return " ".join(str(values[key]) for key in ("product_code", "text", "specification") if values.get(key))[:300]


def _inquiries(desk: Desk, connection: Connection) -> Judge:
    known = Known(desk, connection)
    noted = _noted(connection)
    today = desk.clock().astimezone().date()

    def found(record: Record) -> Iterator[Finding]:
        values = record.values
        key = (company_key(values["customer"]), values.get("date") or today, values.get("quantity"))
        texts = noted.get(key, {})
        if wanted_text(values) in texts or values.get("product_code") in texts:
            number = texts.get(wanted_text(values)) or texts[values["product_code"]]
            yield Finding("customer", message("This line is on file already, in inquiry {number}.", number=number))
        if known.named(record.values["customer"]) in known.foreign:
            yield Finding("customer", _UNLINKED, "warning")
        yield from _owner(known, record)

    return found


def _noted(connection: Connection) -> dict[tuple[str, dt.date, Decimal | None], dict[str, str]]:
    """(firm, day, quantity) -> text or product code -> number, of every line of an inquiry on file."""
    query = (
        select(
            Inquiry.number, Inquiry.customer_name, Inquiry.date, InquiryLine.quantity, InquiryLine.text, Product.code
        )
        .join(InquiryLine, InquiryLine.inquiry_id == Inquiry.id)
        .outerjoin(Product, Product.id == InquiryLine.product_id)
        .where(Inquiry.deleted_at.is_(None), InquiryLine.deleted_at.is_(None))
    )
    found: dict[tuple[str, dt.date, Decimal | None], dict[str, str]] = {}
    for r in connection.execute(query):
        texts = found.setdefault((company_key(r.customer_name), r.date, r.quantity), {})
        texts |= {name: r.number for name in (r.text, r.code) if name}
    return found


def _quotes(desk: Desk, connection: Connection) -> Judge:
    known = Known(desk, connection)
    numbers = set(connection.execute(select(Quote.number)).scalars())
    new: set[str] = set()
    may_add = desk.may(Right.EDIT_CUSTOMERS)

    def found(record: Record) -> Iterator[Finding]:
        name = record.values["customer"]
        customer = known.named(name)
        if customer in known.foreign:
            yield Finding("customer", _FOREIGN)
        elif customer is None and company_key(name) not in new:
            if may_add:
                new.add(company_key(name))
            yield Finding("customer", _NEW, "warning") if may_add else Finding("customer", _MAY_NOT_ADD)
        if record.values.get("number") in numbers:
            yield Finding("number", _taken(record.values["number"]))
        yield from _owner(known, record)

    return found


def _taken(number: str) -> Message:
    return message("There is already a quotation {number}. Change the number or remove the row.", number=number)
