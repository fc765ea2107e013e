"""What the one search box finds: customers, products and papers, as far as this person may see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, column, not_, or_, select, table

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.lists import PAPERS, search_now
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import schema, search
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
_BUYERS, _PAPERS_EACH = 5, 4
"""Of so many customers that were found, so many papers of each kind are found with them."""
_OWNED = (*PAPERS, "complaint")


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record that was found: the page that shows it, its id, what to call it, and what it is about."""

    page: str
    id: uuid.UUID
    title: str
    subtitle: str


def find(desk: Desk, text: str, limit: int = 12, tables: Sequence[str] = ()) -> list[FoundRecord]:
    """The records that hold every word of `text`, best first; a colleague's only with the right to see them.

    `tables` narrows to some kinds of record. The newest papers of a customer who is found follow.
    """
    search_now(desk)
    with desk.reading() as connection:
        allowed = (lambda _: True) if desk.may(Right.SEE_ALL_CUSTOMERS) else _Mine(desk, connection)
        hits = search.find(connection, text, limit=limit, tables=tables, allowed=allowed)
        papers = [name for name in PAPERS if not tables or name in tables]
        buyers = search.find(connection, text, limit=_BUYERS, tables=("customer",), allowed=allowed) if papers else []
        if not tables:
            hits = [*buyers, *(hit for hit in hits if hit not in buyers)] if _crowded(hits) else hits
        known = {hit.id for hit in hits}
        hits += [hit for hit in _papers_of(connection, buyers, papers) if hit.id not in known]
        if not desk.may(Right.SEE_ALL_CUSTOMERS):
            hits = _own(desk, connection, hits)
        hits = hits[:limit]
    return [FoundRecord(PAGES[hit.table], hit.id, hit.title, hit.subtitle) for hit in hits if hit.table in PAGES]


def _crowded(hits: Sequence[search.Hit]) -> bool:
    """Whether papers leave no room for the customer whose name they hold."""
    return bool(hits) and all(hit.table in PAPERS for hit in hits)


def _papers_of(connection: Connection, buyers: Sequence[search.Hit], kinds: Sequence[str]) -> list[search.Hit]:
    """The newest papers of these customers."""
    found = []
    for buyer in buyers:
        for kind in kinds:
            paper = schema.metadata.tables[kind].c
            query = select(paper.id, paper.number).where(paper.customer_id == buyer.id, paper.deleted_at.is_(None))
            newest = connection.execute(query.order_by(paper.date.desc(), paper.id.desc()).limit(_PAPERS_EACH))
            found += [search.Hit(kind, row.id, row.number, buyer.title, buyer.id) for row in newest]
    return found


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
