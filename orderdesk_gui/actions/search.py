"""What the one search box finds: customers, products and papers, as far as this person may see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, column, not_, or_, select, table

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.lists import search_now
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import search
from orderdesk_gui.store.base import Identifier
from orderdesk_gui.store.customers import Customer

PAGES = {
    "customer": "customers",
    "product": "products",
    "inquiry": "inquiries",
    "quote": "quotations",
    "contract": "contracts",
    "sales_order": "orders",
    "delivery": "deliveries",
    "complaint": "complaints",
}
"""The page that shows a kind of record."""
_OWNED = ("inquiry", "quote", "contract", "sales_order", "complaint")


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record that was found: the page that shows it, its id, what to call it, and what it is about."""

    page: str
    id: uuid.UUID
    title: str
    subtitle: str


def find(desk: Desk, text: str, limit: int = 12, tables: Sequence[str] = ()) -> list[FoundRecord]:
    """The records that hold every word of `text`, best first; a colleague's only with the right to see them.

    `tables` narrows to some kinds of record.
    """
    search_now(desk)
    with desk.reading() as connection:
        if desk.may(Right.SEE_ALL_CUSTOMERS):
            hits = search.find(connection, text, limit=limit, tables=tables)
        else:
            hits = search.find(connection, text, limit=limit, tables=tables, allowed=_Mine(desk, connection))
            hits = _own(desk, connection, hits)
    return [FoundRecord(PAGES[hit.table], hit.id, hit.title, hit.subtitle) for hit in hits if hit.table in PAGES]


class _Mine:
    """Whether a customer is this person's or nobody's; each is looked up once."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        self._desk, self._connection = desk, connection
        self._known: dict[uuid.UUID, bool] = {}

    def __call__(self, customer_id: uuid.UUID | None) -> bool:
        if customer_id is None:
            return True
        if customer_id not in self._known:
            owner = self._connection.execute(select(Customer.owner_id).where(Customer.id == customer_id)).scalar()
            self._known[customer_id] = owner in (None, self._desk.user_id)
        return self._known[customer_id]


def _own(desk: Desk, connection: Connection, hits: Sequence[search.Hit]) -> list[search.Hit]:
    """Without the papers of colleagues."""
    foreign: set[uuid.UUID] = set()
    for name in _OWNED:
        ids = [hit.id for hit in hits if hit.table == name]
        if not ids:
            continue
        kept, owner = column("id", Identifier()), column("owner_id", Identifier())
        mine = or_(owner.is_(None), owner == desk.user_id)
        others = select(kept).select_from(table(name, kept, owner)).where(kept.in_(ids), not_(mine))
        foreign |= set(connection.execute(others).scalars())
    return [hit for hit in hits if hit.id not in foreign]
