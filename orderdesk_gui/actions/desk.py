"""A person at the desk: who writes, when, on which device, and what each transaction changed."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from orderdesk_gui.rules.access import Access, Right
from orderdesk_gui.rules.ids import new_id
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.base import moment_text
from orderdesk_gui.store.connecting import bare
from orderdesk_gui.store.database import Store
from orderdesk_gui.store.journal import TxHead


@dataclass(frozen=True, slots=True)
class Changes:
    """What a transaction changed: table -> ids. `tx` is the handle for undo, None where nothing changed."""

    tx: str | None = None
    rows: Mapping[str, frozenset[uuid.UUID]] = field(default_factory=dict)

    def touches(self, *tables: str) -> bool:
        """Whether any of these tables changed."""
        return any(table in self.rows for table in tables)


@dataclass(slots=True)
class Writing:
    """A transaction under way: run statements on `connection`; `changes` is filled when it commits."""

    connection: Connection
    changes: Changes = Changes()


@dataclass(frozen=True, slots=True)
class Desk:
    """What every action gets: the open file, the person with their rights, the device and the clock."""

    store: Store
    access: Access
    device_id: uuid.UUID
    device: str
    clock: Callable[[], datetime]

    @property
    def user_id(self) -> uuid.UUID:
        """The person who is signed in."""
        return self.access.user.id

    def may(self, right: Right) -> bool:
        """Whether this person has `right`."""
        return self.access.may(right)

    def require(self, right: Right) -> None:
        """UserError naming the right unless this person has it."""
        self.access.require(right)

    def require_owner(self, owner_id: uuid.UUID | None) -> None:
        """UserError where a record is somebody else's and this person sees only their own."""
        if owner_id not in (None, self.user_id) and not self.may(Right.SEE_ALL_CUSTOMERS):
            raise UserError("This belongs to a colleague. Ask them, or a manager, to hand it over to you.")

    def new_id(self) -> uuid.UUID:
        """An id for a new row."""
        return new_id(self.clock)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view of the file."""
        with self.store.reading() as connection:
            yield connection

    @contextmanager
    def writing(
        self, action: str, *, counter_action: str | None = None, undoes: str | None = None
    ) -> Iterator[Writing]:
        """One transaction of one action, e.g. ``quotes.issue``.

        `counter_action` names what to do instead of undoing it (withdraw, revise, correct); without it the
        transaction can be undone. All or nothing: an error inside leaves the file as it was.
        """
        head = TxHead(
            tx=self.new_id().hex,
            user=self.user_id.hex,
            device=self.device_id.hex,
            now=moment_text(self.clock()),
            action=action,
            counter_action=counter_action,
            undoes=undoes,
        )
        with self.store.writing(head) as connection:
            writing = Writing(connection)
            yield writing
            writing.changes = _changes(connection, head.tx)


def _changes(connection: Connection, tx: str) -> Changes:
    found: dict[str, set[uuid.UUID]] = {}
    for table, pk in bare(connection).execute("SELECT DISTINCT tbl, pk FROM journal WHERE tx = ?", (tx,)):
        found.setdefault(table, set()).add(uuid.UUID(pk))
    return Changes(tx if found else None, {table: frozenset(ids) for table, ids in found.items()})
