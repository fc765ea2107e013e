"""The settings of the firm, dated, and those of this desk."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import rows
from orderdesk_gui.store.desks import LocalSetting
from orderdesk_gui.store.people import Setting

DEFAULTS: dict[str, Any] = {
    "approval_preset": "one_person",
    "margin_floor": "0.18",
    "quotation_valid_days": 30,
    "idle_lock_minutes": 0,
    "approval_hours": 24,
    "rush_approval_hours": 4,
    "agreed_discounts_count": True,
    "number_series": {
        "order": "SO",
        "change": "CN",
        "delivery": "DN",
        "receipt": "RC",
        "refund": "RF",
        "statement": "ST",
        "complaint": "CP",
        "remedy": "RM",
    },
    "order_review_from": "50000",
    "complaint_clocks": {"answer_hours": 24, "solution_hours": 72, "usual": "workday24", "urgent": "calendar"},
}
"""What holds until an administrator changes it. `margin_floor` is a fraction (domain 8, an example default)."""


_VALUE = (
    select(Setting.value)
    .where(Setting.key == bindparam("name"), Setting.valid_from <= bindparam("day"), Setting.deleted_at.is_(None))
    .order_by(Setting.valid_from.desc(), Setting.id.desc())
    .limit(1)
)


_VALUES = (
    select(Setting.key, Setting.value)
    .where(
        Setting.key.in_(bindparam("names", expanding=True)), Setting.valid_from <= bindparam("day"),
        Setting.deleted_at.is_(None),
    )
    .order_by(Setting.valid_from, Setting.id)
)  # fmt: skip


def read(connection: Connection, key: str, on: dt.date) -> Any:
    """The value of a setting on a day."""
    found = connection.execute(_VALUE, {"name": key, "day": on}).first()
    return found[0] if found is not None else DEFAULTS.get(key)


def several(connection: Connection, keys: Sequence[str], on: dt.date) -> dict[str, Any]:
    """The values of these settings on a day, by one query."""
    found = connection.execute(_VALUES, {"names": list(keys), "day": on}).all()
    return {key: DEFAULTS.get(key) for key in keys} | {row.key: row.value for row in found}


def get(desk: Desk, key: str) -> Any:
    """The value of a setting today."""
    with desk.reading() as connection:
        return read(connection, key, desk.clock().astimezone().date())


def put(desk: Desk, key: str, value: Any, *, valid_from: dt.date | None = None) -> Changes:
    """Set a setting from a day on (default today); what held before stays known."""
    desk.require(Right.CHANGE_SETTINGS)
    with desk.writing("settings.put") as writing:
        write(desk, writing.connection, key, value, valid_from)
    return writing.changes


def write(desk: Desk, connection: Connection, key: str, value: Any, valid_from: dt.date | None = None) -> None:
    """As :func:`put`, within a transaction under way."""
    first = valid_from or desk.clock().astimezone().date()
    row = {"id": desk.new_id(), "key": key, "valid_from": first, "value": value, "changed_by": desk.user_id}
    rows.add(connection, Setting, [row])


def get_local(connection: Connection, key: str) -> Any:
    """A setting of this desk, None where it was never set."""
    return connection.execute(select(LocalSetting.value).where(LocalSetting.key == key)).scalar_one_or_none()


def put_local(connection: Connection, key: str, value: Any) -> None:
    """Set a setting of this desk; needs a transaction that may write."""
    step = upsert(LocalSetting).values(key=key, value=value)
    connection.execute(step.on_conflict_do_update(index_elements=["key"], set_={"value": step.excluded.value}))
