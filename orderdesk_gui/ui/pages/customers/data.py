"""What the page of customers asks of the actions; every function here runs in the background."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orderdesk_gui.ui.draft_values import over, with_values

if TYPE_CHECKING:
    from orderdesk_gui.actions.customers import Event, GivenPrice, SavedCustomer
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.drafts import Kept
    from orderdesk_gui.actions.lists import Listed
    from orderdesk_gui.actions.notes import AttachedFile, ToDo
    from orderdesk_gui.rules.customers import Customer
    from orderdesk_gui.rules.problems import Problem
    from orderdesk_gui.ui.dialogs.talk import Talk

KIND = "customer"


@dataclass(frozen=True)
class CustomerView:
    """A customer with everything that stands on its page."""

    customer: Customer
    may_edit: bool
    people: list[tuple[uuid.UUID | None, str]]
    events: list[Event]
    given: list[GivenPrice]
    todos: list[ToDo]
    files: list[AttachedFile]
    doubts: tuple[Problem, ...]
    kept: Kept | None = None

    def typed(self) -> Customer:
        """The customer with what was typed into it, kept and not saved."""
        from orderdesk_gui.rules.customers import Address, BankAccount, Contact
        from orderdesk_gui.rules.payment import PaymentTerms, Share

        kinds = (Contact, Address, BankAccount, PaymentTerms, Share)
        return with_values(self.customer, self.kept.content if self.kept is not None else {}, *kinds)


def fetch_list(desk: Desk, query: dict[str, str], after: Any, limit: int) -> Listed[Any]:
    """A window of the list."""
    from orderdesk_gui.actions import customers

    return customers.list_customers(
        desk, tab=query["tab"], text=query["text"], after=after, limit=limit, counted=after is None
    )


def counts(desk: Desk) -> dict[str, int]:
    """How many customers each tab holds."""
    from orderdesk_gui.actions import customers

    return customers.tab_counts(desk)


def load(desk: Desk, customer_id: uuid.UUID | None, with_kept: bool = True) -> CustomerView:
    """One customer, or (None) what a new one starts from; with what was typed into it and kept."""
    from orderdesk_gui.actions import customers, notes, people
    from orderdesk_gui.rules.access import Right
    from orderdesk_gui.rules.customers import Customer

    may_edit = desk.may(Right.EDIT_CUSTOMERS)
    everybody: list[tuple[uuid.UUID | None, str]] = [
        (person.id, person.name) for person in people.list_people(desk) if person.active
    ]
    if customer_id is None:
        mine = desk.user_id if desk.user_id in {id for id, _ in everybody} else None
        kept = _kept(desk, None) if with_kept else None
        return CustomerView(Customer(name="", owner_id=mine), may_edit, everybody, [], [], [], [], (), kept)
    customer = customers.load(desk, customer_id)
    return CustomerView(
        customer,
        may_edit,
        everybody,
        customers.time_line(desk, customer_id),
        customers.given_prices(desk, customer_id),
        notes.todos(desk, "customer", customer_id),
        notes.attachments(desk, "customer", customer_id),
        customers.doubts(desk, customer),
        _kept(desk, customer_id) if may_edit and with_kept else None,
    )


def _kept(desk: Desk, customer_id: uuid.UUID | None) -> Kept | None:
    from orderdesk_gui.actions import drafts

    return next((kept for kept in drafts.drafts_of(desk, KIND) if kept.subject == customer_id), None)


def waiting(desk: Desk) -> Customer | None:
    """The customer (without an id: a new one) of the newest draft that was kept and never saved."""
    from orderdesk_gui.actions import customers, drafts
    from orderdesk_gui.rules.customers import Customer
    from orderdesk_gui.rules.language import UserError

    for kept in drafts.drafts_of(desk, KIND):
        if kept.subject is None:
            return Customer(name=str(kept.content.get("name", "")))
        try:
            return customers.load(desk, kept.subject)
        except UserError:  # in the recycle bin, or a colleague's by now
            continue
    return None


def doubts(desk: Desk, customer: Customer) -> tuple[Problem, ...]:
    """What to look at again in a customer as it stands."""
    from orderdesk_gui.actions import customers

    return customers.doubts(desk, customer)


def save(desk: Desk, typed: Customer, before: Customer, kept_id: uuid.UUID | None) -> SavedCustomer:
    """Save what was typed over `before`; what others saved meanwhile stays. The draft is not needed any more."""
    from orderdesk_gui.actions import customers, drafts

    if typed.id is not None:
        typed = over(customers.load(desk, typed.id), before, typed)
    saved = customers.save(desk, typed)
    if kept_id is not None:
        drafts.drop(desk, kept_id)
    return saved


def delete(desk: Desk, customer_id: uuid.UUID) -> Changes:
    """Put it into the recycle bin."""
    from orderdesk_gui.actions import customers

    return customers.delete(desk, customer_id)


def undo(desk: Desk, tx: str) -> Changes:
    """Take a transaction back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


def note_talk(desk: Desk, customer_id: uuid.UUID, talk: Talk) -> Changes:
    """Note a talk and, where given, the next step as a to-do."""
    from orderdesk_gui.actions import customers

    return customers.note_talk(
        desk, customer_id, talk.text, talk.channel, direction=talk.direction, contact_id=talk.contact_id,
        next_step=talk.next_step, next_day=talk.next_day,
    )  # fmt: skip


def before_confirming(desk: Desk, account_id: uuid.UUID) -> tuple[dt.date, bool]:
    """Today, and whether the person at the desk gave a bank account its number."""
    from orderdesk_gui.actions import customers_parts

    return desk.clock().astimezone().date(), customers_parts.entered_by(desk, account_id) == desk.user_id


def confirm_account(desk: Desk, account_id: uuid.UUID, day: dt.date) -> Changes:
    """The person at the desk asked the customer by telephone on a day."""
    from orderdesk_gui.actions import customers_parts

    if day == desk.clock().astimezone().date():
        return customers_parts.confirm_account(desk, account_id)
    return customers_parts.confirm_account(desk, account_id, dt.datetime.combine(day, dt.time(12)).astimezone())


def withdraw_confirmation(desk: Desk, account_id: uuid.UUID) -> Changes:
    """A bank account counts as unconfirmed again."""
    from orderdesk_gui.actions import customers_parts

    return customers_parts.withdraw_confirmation(desk, account_id)


def add_todo(desk: Desk, customer_id: uuid.UUID, text: str, due: Any) -> Changes:
    """Note what is to be done."""
    from orderdesk_gui.actions import notes

    return notes.add_todo(desk, text, due, table="customer", record_id=customer_id)


def set_done(desk: Desk, todo_id: uuid.UUID, done: bool) -> Changes:
    """Tick a to-do off."""
    from orderdesk_gui.actions import notes

    return notes.set_done(desk, todo_id, done)


def attach(desk: Desk, customer_id: uuid.UUID, paths: list[Path], pasted: list[tuple[str, bytes]]) -> Changes:
    """Hang files on the customer."""
    from orderdesk_gui.actions import notes

    contents = [(path.name, path.read_bytes()) for path in paths]
    return notes.attach(desk, "customer", customer_id, [*contents, *pasted])


def remove_file(desk: Desk, attachment_id: uuid.UUID) -> Changes:
    """Take a file away."""
    from orderdesk_gui.actions import notes

    return notes.remove_attachment(desk, attachment_id)


def unpack_file(desk: Desk, attachment_id: uuid.UUID) -> Path:
    """A copy of a file in a folder of its own, for another program to open."""
    import re
    import tempfile

    from orderdesk_gui.actions import notes

    name, content = notes.attached_content(desk, attachment_id)
    target = Path(tempfile.mkdtemp(prefix="orderdesk-")) / (re.sub(r'[\\/:*?"<>|]', "_", name) or "file")
    target.write_bytes(content)
    return target
