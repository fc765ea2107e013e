"""What the page of customers asks of the actions; every function here runs in the background."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orderdesk_gui.actions.customers import Event, GivenPrice
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.lists import Listed
    from orderdesk_gui.actions.notes import AttachedFile, ToDo
    from orderdesk_gui.rules.customers import Customer
    from orderdesk_gui.rules.problems import Problem


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


def load(desk: Desk, customer_id: uuid.UUID | None) -> CustomerView:
    """One customer, or (None) what a new one starts from."""
    from orderdesk_gui.actions import customers, notes, people
    from orderdesk_gui.rules.access import Right
    from orderdesk_gui.rules.customers import Customer

    may_edit = desk.may(Right.EDIT_CUSTOMERS)
    everybody: list[tuple[uuid.UUID | None, str]] = [
        (person.id, person.name) for person in people.list_people(desk) if person.active
    ]
    if customer_id is None:
        mine = desk.user_id if desk.user_id in {id for id, _ in everybody} else None
        return CustomerView(Customer(name="", owner_id=mine), may_edit, everybody, [], [], [], [], ())
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
    )


def doubts(desk: Desk, customer: Customer) -> tuple[Problem, ...]:
    """What to look at again in a customer as it stands."""
    from orderdesk_gui.actions import customers

    return customers.doubts(desk, customer)


def save(desk: Desk, customer: Customer) -> Any:
    """Save it."""
    from orderdesk_gui.actions import customers

    return customers.save(desk, customer)


def delete(desk: Desk, customer_id: uuid.UUID) -> Changes:
    """Put it into the recycle bin."""
    from orderdesk_gui.actions import customers

    return customers.delete(desk, customer_id)


def undo(desk: Desk, tx: str) -> Changes:
    """Take a transaction back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


def note_talk(
    desk: Desk, customer_id: uuid.UUID, text: str, channel: str, direction: str, step: str, day: Any
) -> list[Changes]:
    """Note a talk and, where given, the next step as a to-do."""
    from orderdesk_gui.actions import customers, notes

    made = [customers.note_talk(desk, customer_id, text, channel, direction=direction)]
    if step.strip():
        made.append(notes.add_todo(desk, step, day, table="customer", record_id=customer_id))
    return made


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
