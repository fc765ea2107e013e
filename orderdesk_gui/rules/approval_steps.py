"""The decisions on a submitted quotation: who may decide which step, and what comes of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.access import User
from orderdesk_gui.rules.approvals import LEVELS, ApprovalPolicy, Assessment, Decider
from orderdesk_gui.rules.language import Message, UserError, message

StepStatus = Literal["pending", "approved", "returned"]

DECIDER_NAMES: dict[Decider, Message] = {
    "requester": message("the requester"),
    "sales_manager": message("sales manager"),
    "director": message("director"),
    "gm": message("general manager"),
    "finance": message("finance"),
    "legal": message("legal"),
}


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """One person's say; `decided_at` is aware UTC, `remark` the reason of a return."""

    decider: Decider
    status: StepStatus = "pending"
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Delegation:
    """`user_id` lets `deputy_id` decide for them, from the first to the last day."""

    user_id: UUID
    deputy_id: UUID
    valid_from: date
    valid_until: date

    def holds(self, deputy_id: UUID, on: date) -> bool:
        """Whether this deputy stands in on that day."""
        return self.deputy_id == deputy_id and self.valid_from <= on <= self.valid_until


def open_steps(assessment: Assessment) -> tuple[ApprovalStep, ...]:
    """The steps that `assessment` asks for, all pending."""
    return tuple(ApprovalStep(decider) for decider in assessment.deciders)


def outcome(steps: Iterable[ApprovalStep]) -> StepStatus:
    """What the steps amount to: one return returns the paper, all approvals approve it."""
    states = {step.status for step in steps}
    if "returned" in states:
        return "returned"
    return "pending" if "pending" in states else "approved"


def waiting(steps: tuple[ApprovalStep, ...], *, rush: bool = False) -> tuple[int, ...]:
    """The steps that may be decided now: the first pending one, or all of them for a rush."""
    if outcome(steps) != "pending":
        return ()
    pending = tuple(at for at, step in enumerate(steps) if step.status == "pending")
    return pending if rush else pending[:1]


def covers(user: User, decider: Decider) -> bool:
    """Whether `user` is such a decider: finance and legal by role, managers by their level or a higher one.

    The administrator of a small firm may be its manager too, and has a level then.
    """
    if not user.active or decider == "requester":
        return False
    if decider in ("finance", "legal"):
        return user.role == decider
    managing = user.role in ("manager", "admin") and user.level in LEVELS
    return managing and LEVELS.index(user.level) >= LEVELS.index(decider)


def decide(
    steps: tuple[ApprovalStep, ...],
    user: User,
    verdict: Literal["approved", "returned"],
    *,
    requester: UUID,
    policy: ApprovalPolicy,
    now: datetime,
    today: date,
    remark: str = "",
    rush: bool = False,
    principals: Iterable[User] = (),
    delegations: Iterable[Delegation] = (),
) -> tuple[ApprovalStep, ...]:
    """The steps after `user` has decided the one that waits for them.

    UserError when nothing waits, when they are the requester (but for self-approval), when another has to
    decide, or when a return gives no reason. `principals` are those whose delegations count.
    """
    now_waiting = waiting(steps, rush=rush)
    if not now_waiting:
        raise UserError("Nothing waits for a decision here. Look at its status.", field="approval")
    if user.id == requester and not policy.self_approval:
        raise UserError(
            "Nobody approves their own quotation. Ask {who} to sign in and decide.",
            field="approval",
            who=DECIDER_NAMES[steps[now_waiting[0]].decider],
        )
    if verdict == "returned" and not remark.strip():
        raise UserError("Write what should be changed before you return it.", field="remark")
    people = [user, *_principals(user, principals, delegations, today, requester)]
    taken = {step.decided_by for step in steps if step.status == "approved"}
    for at in now_waiting:
        own = steps[at].decider == "requester" and user.id == requester
        if own or any(covers(person, steps[at].decider) for person in people):
            if user.id in taken and not policy.self_approval:
                break
            done = replace(steps[at], status=verdict, decided_by=user.id, decided_at=now, remark=remark.strip())
            return (*steps[:at], done, *steps[at + 1 :])
    raise UserError(
        "This step waits for: {who}. Ask them to sign in and decide.",
        field="approval",
        who=DECIDER_NAMES[steps[now_waiting[0]].decider],
    )


def is_overdue(requested_at: datetime, now: datetime, policy: ApprovalPolicy, *, rush: bool = False) -> bool:
    """Whether a decision has taken longer than the policy allows (24 hours, rush 4)."""
    hours = policy.rush_timeout_hours if rush else policy.timeout_hours
    return now - requested_at > timedelta(hours=hours)


def escalated(steps: tuple[ApprovalStep, ...]) -> tuple[Decider, ...]:
    """Who is asked as well once it is overdue: the next higher manager of each waiting step."""
    managers: tuple[Decider, ...] = ("sales_manager", "director", "gm")
    asked = [steps[at].decider for at in waiting(steps)]
    return tuple(managers[min(managers.index(one) + 1, 2)] if one in managers else "gm" for one in asked)


def _principals(
    user: User, principals: Iterable[User], delegations: Iterable[Delegation], today: date, requester: UUID
) -> list[User]:
    """Those for whom `user` may decide today; nobody can hand on the approval of their own request."""
    granting = {one.user_id for one in delegations if one.holds(user.id, today)}
    return [one for one in principals if one.id in granting and one.id != requester]
