"""Requests for approval as rows: asking, reading them with what was decided, noting a decision, closing."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.approval_asking import times_overdue
from orderdesk_gui.rules.approval_steps import ApprovalStep, waiting, waiting_since
from orderdesk_gui.rules.approvals import ApprovalPolicy, Assessment, Reason, rush_of
from orderdesk_gui.store import approvals as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.terms import message_data, message_of

_PENDING = select(store.ApprovalRequest).where(
    store.ApprovalRequest.subject_id == bindparam("subject"), store.ApprovalRequest.status == "pending"
)
_STEPS = (
    select(store.ApprovalStep)
    .where(store.ApprovalStep.request_id.in_(bindparam("requests", expanding=True)))
    .order_by(store.ApprovalStep.position, store.ApprovalStep.id)
)
_DECIDED = (
    select(store.ApprovalDecision)
    .join(store.ApprovalStep, store.ApprovalStep.id == store.ApprovalDecision.step_id)
    .where(store.ApprovalStep.request_id.in_(bindparam("requests", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its steps; `step_ids` go with `steps`."""

    id: uuid.UUID
    requested_by: uuid.UUID
    requested_at: dt.datetime
    status: str
    note: str
    assessment: Assessment
    step_ids: tuple[uuid.UUID, ...]
    steps: tuple[ApprovalStep, ...]

    @property
    def rush(self) -> str:
        """Why it is a rush; empty where it is none."""
        return rush_of(self.assessment)

    def waiting(self) -> tuple[int, ...]:
        """The places of the steps that may be decided now: one after the other, in a rush all at once."""
        return waiting(self.steps, rush=bool(self.rush)) if self.status == "pending" else ()

    def times_overdue(self, now: dt.datetime, policy: ApprovalPolicy) -> int:
        """How many times over the present step has waited too long."""
        since = self.requested_at if self.rush else waiting_since(self.steps, self.requested_at)
        return times_overdue(since, now, policy, rush=bool(self.rush))


def ask(
    desk: Desk,
    connection: Connection,
    subject: Mapping[str, Any],
    found: Assessment,
    version: int,
    hours: int,
    note: str,
) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """Note a request about `subject` (scope, subject_table, subject_id) and its steps; returns their ids."""
    made, step_ids = desk.new_id(), [desk.new_id() for _ in found.deciders]
    reasons = [
        {
            "dimension": r.dimension, "measure": r.measure, "line": r.line, "figure": str(r.figure),
            "level": r.level, "message": message_data(r.message),
        }
        for r in found.reasons
    ]  # fmt: skip
    request = {
        **subject, "id": made, "requested_by": desk.user_id, "requested_at": desk.clock(), "level": found.level,
        "reasons": reasons, "rule_version": version, "note": note,
        "status": "pending" if found.deciders else "approved",
    }  # fmt: skip
    rows.add(connection, store.ApprovalRequest, [request])
    steps = [
        {
            "id": step_ids[place], "scope": subject["scope"], "request_id": made, "position": place,
            "needs": decider, "due_at": desk.clock() + dt.timedelta(hours=hours),
        }
        for place, decider in enumerate(found.deciders)
    ]  # fmt: skip
    rows.add(connection, store.ApprovalStep, steps)
    return made, step_ids


def newest(connection: Connection, subject_id: uuid.UUID) -> Request | None:
    """The newest request about a revision, None where nobody has asked yet."""
    t = store.ApprovalRequest
    query = select(t).where(t.subject_id == subject_id).order_by(t.requested_at.desc(), t.id.desc()).limit(1)
    return next(iter(loaded(connection, connection.execute(query).mappings().all())), None)


def pending(connection: Connection, subject_id: uuid.UUID) -> Request | None:
    """The request about a revision that waits for a decision."""
    found = connection.execute(_PENDING, {"subject": subject_id}).mappings().all()
    return next(iter(loaded(connection, found)), None)


def loaded(connection: Connection, found: Iterable[Mapping[Any, Any]]) -> list[Request]:
    """Rows of requests with their steps and what was decided, in the same order, by two queries."""
    requests = list(found)
    if not requests:
        return []
    wanted = {"requests": [request["id"] for request in requests]}
    decided = {r.step_id: r for r in connection.execute(_DECIDED, wanted)}
    steps: dict[uuid.UUID, list[tuple[uuid.UUID, ApprovalStep]]] = {}
    for row in connection.execute(_STEPS, wanted):
        said = decided.get(row.id)
        step = ApprovalStep(
            row.needs,
            said.decision if said else "pending",
            said.user_id if said else None,
            said.at if said else None,
            said.reason if said else "",
            said.on_behalf_of if said else None,
        )
        steps.setdefault(row.request_id, []).append((row.id, step))
    return [
        Request(
            one["id"], one["requested_by"], one["requested_at"], one["status"], one["note"], _assessment(one),
            tuple(step_id for step_id, _ in steps.get(one["id"], ())),
            tuple(step for _, step in steps.get(one["id"], ())),
        )
        for one in requests
    ]  # fmt: skip


def _assessment(request: Mapping[Any, Any]) -> Assessment:
    reasons = tuple(
        Reason(r["dimension"], r["measure"], r["line"], Decimal(r["figure"]), r["level"], message_of(r["message"]))
        for r in request["reasons"]
    )
    return Assessment(request["level"], reasons, ())


def note_decision(
    desk: Desk,
    connection: Connection,
    step_id: uuid.UUID,
    verdict: str,
    remark: str,
    on_behalf_of: uuid.UUID | None = None,
) -> None:
    """Note what the person at the desk said to a step."""
    rows.change(connection, store.ApprovalStep, step_id, {"status": verdict})
    fact = {"id": desk.new_id(), "step_id": step_id, "user_id": desk.user_id, "at": desk.clock(),
            "decision": verdict, "reason": remark, "on_behalf_of": on_behalf_of}  # fmt: skip
    rows.add(connection, store.ApprovalDecision, [fact])


def close(connection: Connection, request_id: uuid.UUID, status: str) -> None:
    """The request is decided, or taken back."""
    rows.change(connection, store.ApprovalRequest, request_id, {"status": status})
