"""What people are told about who can decide: who is asked now, and which level of the matrix has nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from orderdesk_gui.rules.access import User
from orderdesk_gui.rules.approval_asking import MANAGERS, asked, is_manager
from orderdesk_gui.rules.approval_steps import DECIDER_NAMES
from orderdesk_gui.rules.approvals import ApprovalPolicy, Decider
from orderdesk_gui.rules.language import Message, message


@dataclass(frozen=True, slots=True)
class Asked:
    """The names of those who are asked, in order, and the sentence that tells the submitter of it."""

    names: tuple[str, ...]
    told: Message


def who_is_asked(waiting: Iterable[Decider], approvers: Sequence[User], requester: UUID) -> Asked:
    """Those whom the waiting steps ask; nobody, and what to do, where a step has nobody who can decide it."""
    names: list[str] = []
    for decider in waiting:
        found = asked(decider, approvers, requester=requester)
        if not found:
            nobody = message(
                "Nobody can decide as {who} yet. Give somebody this level or role in Settings, People.",
                who=DECIDER_NAMES[decider],
            )
            return Asked((), nobody)
        names += [user.name for _level, user in found if user.name not in names]
    return Asked(tuple(names), message("Asked to decide: {people}", people=", ".join(names)))


def gaps(policy: ApprovalPolicy, approvers: Sequence[User]) -> tuple[Message, ...]:
    """Each level of the matrix that nobody, or only one person, can decide, and what to do about it."""
    wanted = {decider: None for deciders in policy.deciders.values() for decider in deciders if decider != "requester"}
    found: list[Message] = []
    for decider in wanted:
        able = [user for _level, user in asked(decider, approvers)]
        who = DECIDER_NAMES[decider]
        if not able and decider in ("finance", "legal"):
            found.append(message(
                "Nobody is {who}: what asks for it waits {hours} hours, then the general manager decides. "
                "Give somebody this role in Settings, People.", who=who, hours=policy.timeout_hours,
            ))  # fmt: skip
        elif not able:
            found.append(message(
                "Nobody can decide as {who}: what asks for it waits for ever. Give somebody this level in Settings, "
                "People, or choose another way to approve.", who=who,
            ))  # fmt: skip
        elif decider in MANAGERS and not any(is_manager(user, decider) for user in able):
            found.append(message("Nobody is {who}: {people} is asked instead.", who=who, people=able[0].name))
        elif decider == "gm" and len(able) == 1:
            found.append(message(
                "Only {people} decides as {who}, and nobody approves their own: what {people} quotes beyond the limits "
                "waits. Give a second person this level.", who=who, people=able[0].name,
            ))  # fmt: skip
    return tuple(found)
