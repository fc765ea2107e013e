"""Contacts, addresses and bank accounts of a customer: read and kept row by row, accounts confirmed by telephone."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.customers import Address, BankAccount, Contact, Customer
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import customers as store
from orderdesk_gui.store import rows

_PARTS: tuple[tuple[str, type[Any], type[Any], str], ...] = (
    ("contacts", store.Contact, Contact, "name"),
    ("addresses", store.Address, Address, "text"),
    ("accounts", store.BankAccount, BankAccount, "account"),
)
NAMES = tuple(name for name, *_ in _PARTS)


def read(connection: Connection, customer_id: uuid.UUID) -> dict[str, Any]:
    """The parts of a customer by their name in :class:`Customer`."""
    return {
        name: tuple(
            part(**{key: child[key] for key in part.__dataclass_fields__})
            for child in rows.children(connection, model, "customer_id", customer_id)
        )
        for name, model, part, _ in _PARTS
    }


def write(desk: Desk, connection: Connection, customer_id: uuid.UUID, customer: Customer) -> None:
    """Make the parts of `customer` those of the kept one: known ones keep their rows, missing ones go to the bin."""
    for name, model, part, named in _PARTS:
        old = rows.children(connection, model, "customer_id", customer_id) if customer.id else []
        known = {row["id"]: row for row in old}
        new = []
        for one in _numbered(getattr(customer, name), old, named):
            if part is BankAccount:
                one = _unconfirmed(one, known.get(one.id))
            new.append({**asdict(one), "scope": customer_id})
        rows.replace_children(connection, model, "customer_id", customer_id, new, now=desk.clock(), make_id=desk.new_id)


def _numbered(parts: Sequence[Any], old: Sequence[Mapping[str, Any]], named: str) -> list[Any]:
    """The parts, each with the id of its row; one without an id (from a file, say) is known by what it is called."""
    free = {row["id"]: row[named] for row in old}
    taken = [one.id if free.pop(one.id, None) is not None else None for one in parts]
    made = []
    for one, row_id in zip(parts, taken, strict=True):
        if row_id is None and one.id is None:
            row_id = next((id for id, called in free.items() if called == getattr(one, named)), None)
            free.pop(row_id, None)
        made.append(replace(one, id=row_id))
    return made


def _unconfirmed(account: BankAccount, row: Mapping[str, Any] | None) -> BankAccount:
    """The account, confirmed as its row is: saving confirms none, and one that leads elsewhere is unconfirmed."""
    if row is None:
        return replace(account, confirmed_by=None, confirmed_at=None)
    before = BankAccount(**{key: row[key] for key in BankAccount.__dataclass_fields__})
    if before.leads_elsewhere(account):
        return replace(account, confirmed_by=None, confirmed_at=None)
    return replace(account, confirmed_by=before.confirmed_by, confirmed_at=before.confirmed_at)


def confirm_account(desk: Desk, account_id: uuid.UUID, at: dt.datetime | None = None) -> Changes:
    """The person at the desk has checked a bank account by telephone, now or `at` (Source: domain 4, fraud)."""
    if at is not None and at > desk.clock():
        raise UserError("This day is still to come. Enter the day of the call.", field="day")
    values = {"confirmed_by": desk.user_id, "confirmed_at": at or desk.clock()}
    return _confirm(desk, "customers.confirm_account", account_id, values)


def withdraw_confirmation(desk: Desk, account_id: uuid.UUID) -> Changes:
    """A bank account counts as unconfirmed again."""
    values = {"confirmed_by": None, "confirmed_at": None}
    return _confirm(desk, "customers.withdraw_confirmation", account_id, values)


def _confirm(desk: Desk, action: str, account_id: uuid.UUID, values: Mapping[str, Any]) -> Changes:
    desk.require(Right.EDIT_CUSTOMERS)
    with desk.writing(action, counter_action="correct") as writing:
        row = rows.fetch(writing.connection, store.BankAccount, account_id)
        desk.require_owner(rows.fetch(writing.connection, store.Customer, row["customer_id"])["owner_id"])
        rows.change(writing.connection, store.BankAccount, account_id, values)
    return writing.changes


def entered_by(desk: Desk, account_id: uuid.UUID) -> uuid.UUID | None:
    """Who gave a bank account the number that it has now, by the journal."""
    with desk.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT t.user FROM journal j JOIN journal_tx t ON t.tx = j.tx WHERE j.tbl = 'bank_account' AND j.pk = ? "
            "AND json_extract(j.after, '$.account') IS NOT NULL ORDER BY j.entry DESC LIMIT 1",
            (account_id.hex,),
        ).scalar()
    return uuid.UUID(found) if found else None
