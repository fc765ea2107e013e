"""The firm's approval matrix in force on a day, who approves, and what an administrator changes of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select

from orderdesk_gui.actions import people, settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.approval_gaps import gaps
from orderdesk_gui.rules.approvals import PRESETS, ApprovalPolicy, ApprovalRule
from orderdesk_gui.rules.language import Message, UserError
from orderdesk_gui.store import approvals as store
from orderdesk_gui.store import rows

KEYS = ("approval_preset", "approval_hours", "rush_approval_hours", "agreed_discounts_count")
"""The settings that belong to the matrix: who approves, hours until it escalates, what a discount is measured from."""

_MOST_HOURS = 24 * 30
_RULES = (
    select(store.ApprovalRule)
    .where(store.ApprovalRule.valid_from <= bindparam("day"), store.ApprovalRule.deleted_at.is_(None))
    .order_by(store.ApprovalRule.version.desc(), store.ApprovalRule.position)
)


def policy(connection: Connection, on: dt.date) -> tuple[ApprovalPolicy, int]:
    """The firm's approval matrix on a day, and its version (0: the built-in one)."""
    kept = settings.several(connection, KEYS, on)
    chosen = replace(
        PRESETS[kept["approval_preset"]],
        timeout_hours=int(kept["approval_hours"]),
        rush_timeout_hours=int(kept["rush_approval_hours"]),
        agreed_discounts=bool(kept["agreed_discounts_count"]),
    )
    found = connection.execute(_RULES, {"day": on}).all()
    if not found:
        return chosen, 0
    version = found[0].version
    edited = tuple(
        ApprovalRule(r.dimension, r.measure, r.level, r.limit, r.at_least) for r in found if r.version == version
    )
    return replace(chosen, rules=edited), version


def matrix(desk: Desk) -> tuple[ApprovalPolicy, int]:
    """The approval matrix of today, and its version, for the page of settings."""
    with desk.reading() as connection:
        return policy(connection, _today(desk))


def missing(desk: Desk) -> tuple[Message, ...]:
    """Each level of today's matrix that nobody, or only one person, can decide, and what to do about it."""
    with desk.reading() as connection:
        chosen, _ = policy(connection, _today(desk))
        return gaps(chosen, people.approvers(connection, _today(desk)))


def save_policy(
    desk: Desk,
    rules: tuple[ApprovalRule, ...] | None = None,
    changed: Mapping[str, Any] | None = None,
    *,
    valid_from: dt.date | None = None,
) -> Changes:
    """Put a new version of the limits, and these settings of :data:`KEYS`, in force from a day on (default today).

    UserError for a matrix without limits, an unknown preset, or hours that are no whole number above zero.
    """
    desk.require(Right.CHANGE_SETTINGS)
    if rules is not None and not rules:
        raise UserError("The matrix needs at least one limit.")
    changed = changed or {}
    _check(changed)
    first = valid_from or _today(desk)
    with desk.writing("approvals.matrix") as writing:
        for key, value in changed.items():
            settings.write(desk, writing.connection, key, value, first)
        if rules is not None:
            rows.add(writing.connection, store.ApprovalRule, _version(desk, writing.connection, rules, first))
    return writing.changes


def _check(changed: Mapping[str, Any]) -> None:
    if changed.get("approval_preset", "full_matrix") not in PRESETS:
        raise UserError("Choose who approves.", field="approval_preset")
    for key in ("approval_hours", "rush_approval_hours"):
        hours = changed.get(key, 1)
        if hours != int(hours) or not 1 <= hours <= _MOST_HOURS:
            raise UserError("Type a whole number of hours, 1 to {most}.", field=key, most=_MOST_HOURS)


def _version(
    desk: Desk, connection: Connection, rules: tuple[ApprovalRule, ...], first: dt.date
) -> list[dict[str, Any]]:
    last = connection.exec_driver_sql("SELECT coalesce(max(version), 0) FROM approval_rule").scalar_one()
    return [
        {
            "id": desk.new_id(), "version": last + 1, "valid_from": first, "position": place,
            "dimension": rule.dimension, "measure": rule.measure, "level": rule.level, "limit": rule.limit,
            "at_least": rule.at_least,
        }
        for place, rule in enumerate(rules)
    ]  # fmt: skip


def _today(desk: Desk) -> dt.date:
    return desk.clock().astimezone().date()
