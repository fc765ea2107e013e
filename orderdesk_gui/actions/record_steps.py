"""Goes back and forth through the saved changes of one paper, step by step, as its journal tells them."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from orderdesk_gui.actions import journal
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.language import UserError

_PARTS = {
    "quote": (
        ("quote_revision", "SELECT lower(hex(id)) FROM quote_revision WHERE quote_id = :id"),
        (
            "quote_line",
            "SELECT lower(hex(id)) FROM quote_line WHERE revision_id IN "
            "(SELECT id FROM quote_revision WHERE quote_id = :id)",
        ),
    ),
    "inquiry": (("inquiry_line", "SELECT lower(hex(id)) FROM inquiry_line WHERE inquiry_id = :id"),),
    "sales_order": (("sales_order_line", "SELECT lower(hex(id)) FROM sales_order_line WHERE order_id = :id"),),
}
"""Kinds of paper with the tables of their parts, and the parts of one paper by id."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """A change that was taken back or done again: what that changed now, and when it had been made."""

    changes: Changes
    tx: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Change:
    tx: str
    at: str
    creates: bool
    counter: str


@dataclass(slots=True)
class _Steps:
    """What can be taken back and what can be done again, the next one last."""

    back: list[_Change] = field(default_factory=list)
    again: list[_Change] = field(default_factory=list)


def take_back(desk: Desk, table: str, record_id: uuid.UUID) -> Stepped:
    """Take the newest saved change of a paper (`table` quote, inquiry or sales_order) back.

    UserError with the reason where it must not be undone, somebody else made it, or it was changed since;
    and at the first save, which only deleting takes back.
    """
    steps = _steps(desk, table, record_id)
    if not steps.back:
        raise UserError("There is nothing to undo.")
    newest = steps.back[-1]
    if newest.counter:
        raise UserError(journal.COUNTER_ACTIONS[newest.counter])
    if newest.creates:
        raise UserError("This is how it was first saved. Delete it from the menu if it is not wanted.")
    return _step(desk, newest)


def do_again(desk: Desk, table: str, record_id: uuid.UUID) -> Stepped:
    """Do again what was taken back last; UserError where nothing was, or something was changed since."""
    steps = _steps(desk, table, record_id)
    if not steps.again:
        raise UserError("There is nothing to do again.")
    return _step(desk, steps.again[-1])


def _step(desk: Desk, change: _Change) -> Stepped:
    return Stepped(journal.undo(desk, change.tx), change.tx, dt.datetime.fromisoformat(change.at))


def _steps(desk: Desk, table: str, record_id: uuid.UUID) -> _Steps:
    """Undoing and redoing, played through from the first save on."""
    with desk.reading() as connection:
        found = _transactions(connection, table, record_id)
    steps = _Steps()
    for tx, undoes, at, creates, counter in found:
        undone = next((one for one in steps.back if one.tx == undoes), None)
        redone = next((one for one in steps.again if one.tx == undoes), None)
        if undone is not None:
            steps.back.remove(undone)
            steps.again.append(replace(undone, tx=tx))
        elif redone is not None:
            steps.again.remove(redone)
            steps.back.append(replace(redone, tx=tx))
        else:
            steps.back.append(_Change(tx, at, creates, counter))
            steps.again.clear()
    return steps


def _transactions(
    connection: Connection, table: str, record_id: uuid.UUID
) -> Sequence[tuple[str, str | None, str, bool, str]]:
    """(transaction, the one it undoes, when, whether it made the paper, its counter-action), the oldest first."""
    own = "(j.tbl = :table AND j.pk = :pk)"
    parts = " OR ".join(f"(j.tbl = '{part}' AND j.pk IN ({ids}))" for part, ids in _PARTS[table])
    found = connection.exec_driver_sql(
        "SELECT t.tx, t.undoes, t.now, max(j.op = 'I' AND j.tbl = :table AND j.pk = :pk), "
        "coalesce(t.counter_action, '') "
        f"FROM journal j JOIN journal_tx t ON t.tx = j.tx WHERE {own} OR {parts} GROUP BY t.place ORDER BY t.place",
        {"table": table, "pk": record_id.hex, "id": record_id.bytes},
    )
    return [(tx, undoes, at, bool(creates), counter) for tx, undoes, at, creates, counter in found]
