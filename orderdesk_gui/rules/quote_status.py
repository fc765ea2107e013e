"""The status machines of a quotation: of each revision, and of the quotation as a whole."""

from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.status import StatusMachine

REVISION = StatusMachine(
    frozenset(
        {
            ("draft", "submit", "submitted"),
            ("draft", "auto_approve", "approved"),
            ("returned", "submit", "submitted"),
            ("returned", "auto_approve", "approved"),
            ("submitted", "approve", "approved"),
            ("submitted", "return_", "returned"),
            ("submitted", "withdraw", "draft"),
            ("approved", "withdraw", "draft"),
            ("approved", "issue", "issued"),
            ("issued", "withdraw", "withdrawn"),
            ("issued", "revise", "issued"),
            ("withdrawn", "revise", "withdrawn"),
            ("draft", "void", "voided"),
            ("returned", "void", "voided"),
            ("submitted", "void", "voided"),
            ("approved", "void", "voided"),
            ("issued", "void", "voided"),
            ("withdrawn", "void", "voided"),
        }
    ),
    {
        "draft": message("Submit it for approval first."),
        "submitted": message("Wait for the approval, or withdraw it to change it."),
        "returned": message("Change what was asked for and submit it again."),
        "approved": message("Issue it, or withdraw it to change it."),
        "issued": message("An issued quotation is frozen. Make a new revision, withdraw it or void it."),
        "withdrawn": message("Make a new revision to offer again."),
        "voided": message("A voided quotation stays as it is. Copy it to start a new one."),
    },
)
"""One revision. Approving and issuing are undone by withdrawing or a new revision, never by going back."""

HEAD = StatusMachine(
    frozenset(
        {
            ("open", "win", "won"),
            ("open", "lose", "lost"),
            ("open", "expire", "expired"),
            ("open", "revise", "open"),
            ("open", "void", "voided"),
            ("expired", "revise", "open"),
            ("expired", "lose", "lost"),
            ("expired", "void", "voided"),
            ("lost", "revise", "open"),
            ("lost", "reopen", "open"),
            ("lost", "void", "voided"),
            ("won", "reopen", "open"),
        }
    ),
    {
        "open": message("Issue a revision first."),
        "won": message("If the customer changed their mind, reopen the quotation first."),
        "lost": message("Reopen it, or make a new revision to offer again."),
        "expired": message("Make a new revision with a new validity."),
        "voided": message("A voided quotation stays as it is. Copy it to start a new one."),
    },
)
"""The outcome of the quotation. An expired one is offered again by a new revision (domain 8)."""

REVISION_PATHS: frozenset[tuple[str, str]] = REVISION.paths
HEAD_PATHS: frozenset[tuple[str, str]] = HEAD.paths

LOSS_REASONS: dict[str, Message] = {
    "price": message("price"),
    "lead_time": message("lead time"),
    "quality": message("quality"),
    "communication": message("communication"),
    "competitor": message("competitor"),
    "other": message("another reason"),
}
"""Source: domain 1.22 #169, and one for the rest."""


def check_loss_reason(reason: str, remark: str = "") -> None:
    """UserError unless `reason` is one of the six; ``other`` needs a remark."""
    if reason not in LOSS_REASONS:
        raise UserError("Choose why the quotation was lost.", field="loss_reason")
    if reason == "other" and not remark.strip():
        raise UserError("Write in a few words why the quotation was lost.", field="loss_remark")


def shown_status(revision: str, head: str) -> str:
    """The one word that lists show: the outcome once there is one, until then the revision's status."""
    return revision if head == "open" else head
