"""The decisions on a submitted quotation: who may decide which step, and what comes of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.access import User
from orderdesk_gui.rules.approval_asking import MANAGERS, Delegation, principals_of
from orderdesk_gui.rules.approvals import LEVELS, ApprovalPolicy, Assessment, Decider, Measure
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
    """One person's say; `decided_at` is aware UTC, `remark` the reason of a return.

    `on_behalf_of` is whom a deputy stood in for.
    """

    decider: Decider
    status: StepStatus = "pending"
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    remark: str = ""
    on_behalf_of: UUID | None = None


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


def covers(user: User, decider: Decider, *, late: int = 0) -> bool:
    """Whether `user` is such a decider: finance and legal by role, managers by their level or a higher one.

    The administrator of a small firm may be its manager too, and has a level then. What finance or legal left
    waiting too long (`late` times over) the general manager decides.
    """
    if not user.active or decider == "requester":
        return False
    managing = user.role in ("manager", "admin") and user.level in MANAGERS
    if decider in ("finance", "legal"):
        return user.role == decider or (late > 0 and managing and user.level == "gm")
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
    late: int = 0,
    principals: Iterable[User] = (),
    delegations: Iterable[Delegation] = (),
) -> tuple[ApprovalStep, ...]:
    """The steps after `user` has decided the one that waits for them.

    UserError when nothing waits, when they are the requester (but for self-approval), when another has to
    decide, or when a return gives no reason. `principals` are those whose delegations count; `late` says how
    many times over it has waited too long.
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
    acting = [user, *principals_of(user, principals, delegations, today, requester)]
    taken = {step.decided_by for step in steps if step.status == "approved"}
    for at in now_waiting:
        own = steps[at].decider == "requester" and user.id == requester
        able = [person for person in acting if covers(person, steps[at].decider, late=late)]
        if own or able:
            if user.id in taken and not policy.self_approval:
                break
            principal = None if own or able[0].id == user.id else able[0].id
            done = replace(
                steps[at], status=verdict, decided_by=user.id, decided_at=now, remark=remark.strip(),
                on_behalf_of=principal,
            )  # fmt: skip
            return (*steps[:at], done, *steps[at + 1 :])
    raise UserError(
        "This step waits for: {who}. Ask them to sign in and decide.",
        field="approval",
        who=DECIDER_NAMES[steps[now_waiting[0]].decider],
    )


def waiting_since(steps: Iterable[ApprovalStep], requested_at: datetime) -> datetime:
    """From when the present step waits: since the request, or since the step before it was decided."""
    return max((step.decided_at for step in steps if step.decided_at is not None), default=requested_at)


def own_limit(user: User, measure: Measure, policy: ApprovalPolicy) -> Decimal | None:
    """Up to where `user` may agree themselves: the limit of the highest level that they decide; None: any figure.

    Who decides no level has what is automatic. Source: domain 8 (nobody lends more than they have).
    """
    if policy.self_approval:
        return None
    decided = [level for level, deciders in policy.deciders.items() if any(covers(user, one) for one in deciders)]
    highest = max((LEVELS.index(level) for level in decided), default=0)
    limits = [rule.limit for rule in policy.rules if rule.measure == measure and LEVELS.index(rule.level) <= highest]
    return None if highest == len(LEVELS) - 1 else max(limits, default=None)
