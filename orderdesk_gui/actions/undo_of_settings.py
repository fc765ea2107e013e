"""What may not be undone of people, rights and settings: by whom who could not do it now, and what locks people out."""

import uuid
from collections.abc import Collection

from sqlalchemy import Connection, func, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store.people import User

_NEEDS = {
    "right": Right.MANAGE_USERS, "user": Right.MANAGE_USERS, "company": Right.CHANGE_SETTINGS,
    "setting": Right.CHANGE_SETTINGS, "vat_rate": Right.CHANGE_SETTINGS, "approval_rule": Right.CHANGE_SETTINGS,
    "authority": Right.APPROVE,
}  # fmt: skip


def require_right(desk: Desk, changed: Collection[tuple[str, str]]) -> None:
    """UserError unless this person might still make these changes (table, id as hex); one's own name one always may."""
    for table, row in changed:
        own = table == "user" and row == desk.user_id.hex
        if table in _NEEDS and not own:
            desk.require(_NEEDS[table])


def check_people(connection: Connection, changed: Collection[tuple[str, str]]) -> None:
    """UserError where, after undoing, nobody is administrator or somebody who has worked here is gone."""
    rows = [row for table, row in changed if table == "user"]
    if not rows:
        return
    admins = select(func.count()).where(User.role == "admin", User.active, User.deleted_at.is_(None))
    if not connection.execute(admins).scalar_one():
        raise UserError("Somebody has to stay administrator. Make another person one first.", field="role")
    gone = select(User.name).where(User.id.in_([uuid.UUID(row) for row in rows]), User.deleted_at.is_not(None))
    worked = f"SELECT 1 FROM journal_tx WHERE user IN ({', '.join('?' * len(rows))}) LIMIT 1"
    name = connection.execute(gone).scalars().first()
    if name is not None and connection.exec_driver_sql(worked, tuple(rows)).first() is not None:
        raise UserError("{name} has worked here already. Mark them as left instead.", name=name)
