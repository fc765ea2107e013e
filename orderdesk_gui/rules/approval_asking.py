"""Who is asked to decide a waiting step: its own level, the next one once it is overdue, and who stands in.

Source: domain 8: a decision that takes longer than 24 hours (rush 4) escalates; delegation has dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from orderdesk_gui.rules.access import User
from orderdesk_gui.rules.approvals import ApprovalPolicy, Decider

MANAGERS: tuple[Decider, ...] = ("sales_manager", "director", "gm")


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


def principals_of(
    user: User, people: Iterable[User], delegations: Iterable[Delegation], today: date, requester: UUID
) -> list[User]:
    """Those of `people` for whom `user` may decide today; nobody hands on the approval of their own request."""
    granting = {one.user_id for one in delegations if one.holds(user.id, today)}
    return [one for one in people if one.id in granting and one.id != requester]


def times_overdue(since: datetime, now: datetime, policy: ApprovalPolicy, *, rush: bool = False) -> int:
    """How many times over a decision has taken longer than the policy allows (24 hours, rush 4); 0 in time."""
    allowed = timedelta(hours=policy.rush_timeout_hours if rush else policy.timeout_hours)
    spent = now - since
    return max(0, -(-spent // allowed) - 1)


def asked(
    decider: Decider, approvers: Iterable[User], *, requester: UUID | None = None, late: int = 0
) -> tuple[tuple[Decider, User], ...]:
    """The people whom a waiting step asks now, each with what they are asked as, the step's own level first.

    A level without anybody but the requester passes the question on to the next manager; `late` asks so many
    more levels as well. What finance or legal has to say passes to the general manager only when it is late.
    Empty: nobody can decide.
    """
    able = [one for one in approvers if one.active and one.id != requester]
    if decider in ("finance", "legal"):
        own = [(decider, one) for one in able if one.role == decider]
        above = [("gm", one) for one in able if late and is_manager(one, "gm")]
        return (*own, *above)  # type: ignore[arg-type]
    if decider not in MANAGERS:
        return ()
    chain = MANAGERS[MANAGERS.index(decider) :]
    staffed = [(level, [one for one in able if is_manager(one, level)]) for level in chain]
    staffed = [(level, found) for level, found in staffed if found]
    return tuple((level, one) for level, found in staffed[: late + 1] for one in found)


def is_manager(user: User, level: Decider) -> bool:
    """Whether `user` is a manager of just this level; an administrator may be one."""
    return user.role in ("manager", "admin") and user.level == level
