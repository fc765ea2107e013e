"""What the page of plans asks; every function runs in the background, the desk comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk


@dataclass(frozen=True)
class Reported:
    """What was typed of a step; moments are local. What is None stays as it was."""

    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    progress: Decimal | None = None
    gate_result: str | None = None
    note: str | None = None


def list_open(desk: Desk, query: tuple[str, str], after: Any, limit: int) -> Any:
    """Open orders of a tab that a text finds."""
    from orderdesk_gui.actions import plan_lists

    tab, text = query
    return plan_lists.list_open(desk, tab=tab, text=text, after=after, limit=limit, counted=after is None)


def counts(desk: Desk) -> Mapping[str, int]:
    """How many stand in each tab."""
    from orderdesk_gui.actions import plan_lists

    return plan_lists.tab_counts(desk)


def follow(desk: Desk, order_id: UUID) -> Any:
    """One order with its plan."""
    from orderdesk_gui.actions import plan_followup

    return plan_followup.follow(desk, order_id)


def day(desk: Desk) -> dt.date:
    """Today by the clock of the open file."""
    from orderdesk_gui.actions.quotes import today

    return today(desk)


def work_out(desk: Desk) -> int:
    """Work all running plans out anew: a day has gone by."""
    from orderdesk_gui.actions import plans

    return plans.recompute_open(desk)


def report(desk: Desk, step_id: UUID, what: Reported) -> Changes:
    """Report what was typed."""
    from orderdesk_gui.actions import plans

    told = plans.Report(what.started, what.finished, what.progress, what.gate_result, what.note)
    return plans.report(desk, step_id, told)


def begin_or_finish(desk: Desk, step_id: UUID, finish: bool) -> Changes:
    """Report that a step begins now, or is done now."""
    from orderdesk_gui.actions import plans

    now = desk.clock().astimezone().replace(tzinfo=None, second=0, microsecond=0)
    return plans.report(desk, step_id, plans.Report(finished=now) if finish else plans.Report(started=now))


def undo(desk: Desk, tx: str) -> Changes:
    """Take a report back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


def refresh(desk: Desk, order_id: UUID) -> Changes:
    """Work one plan out anew."""
    from orderdesk_gui.actions import plan_followup

    return plan_followup.refresh(desk, order_id)


def answer(desk: Desk, warning_id: UUID, cause: str, response: str) -> Changes:
    """Keep why something is at risk and what is done about it."""
    from orderdesk_gui.actions import plan_followup

    return plan_followup.answer(desk, warning_id, cause=cause, response=response)


def tell(desk: Desk, order_id: UUID, touchpoint: str, text: str, channel: str) -> Changes:
    """Note that the customer was told."""
    from orderdesk_gui.actions import plan_followup

    return plan_followup.tell(desk, order_id, touchpoint, text, channel=channel)
