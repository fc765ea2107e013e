"""Takes back facts that were noted wrongly: they stay, with the reason, and no sum counts them any more."""

import uuid

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect, Base
from orderdesk_gui.store.deliveries import FactVoiding


def void_fact(
    desk: Desk, connection: Connection, table: str, fact_id: uuid.UUID, reason: str, scope: uuid.UUID | None
) -> None:
    """Write that a fact of `table` no longer counts."""
    fact = {
        "id": desk.new_id(), "scope": scope, "fact_table": table, "fact_id": fact_id, "reason": reason,
        "at": desk.clock(), "user_id": desk.user_id,
    }  # fmt: skip
    rows.add(connection, FactVoiding, [fact])


def is_void(connection: Connection, fact_id: uuid.UUID) -> bool:
    """Whether a fact was taken back."""
    found = select(FactVoiding.id).where(FactVoiding.fact_id == fact_id).limit(1)
    return connection.execute(found).first() is not None


def taken_back(fact: type[Base]) -> AnySelect:
    """Ids of the facts of a table that were taken back: what every sum leaves out."""
    return select(FactVoiding.fact_id).where(FactVoiding.fact_table == fact.__table__.name)
