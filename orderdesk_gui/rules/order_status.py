"""The status machines of what comes after "yes": orders, changes, refunds, reservations, holds, plans, complaints."""

from orderdesk_gui.rules.language import message
from orderdesk_gui.rules.status import StatusMachine

ORDER = StatusMachine(
    frozenset(
        {
            ("draft", "submit", "review"),
            ("draft", "confirm", "confirmed"),
            ("draft", "void", "voided"),
            ("returned", "submit", "review"),
            ("returned", "confirm", "confirmed"),
            ("returned", "void", "voided"),
            ("review", "confirm", "confirmed"),
            ("review", "return_", "returned"),
            ("review", "withdraw", "draft"),
            ("confirmed", "change", "confirmed"),
            ("confirmed", "cancel", "cancelled"),
            ("confirmed", "close", "closed"),
            ("confirmed", "except", "exception"),
            ("cancelled", "except", "exception"),
            ("exception", "resume", "confirmed"),
            ("exception", "cancel", "cancelled"),
            ("exception", "close", "closed"),
            ("closed", "reopen", "confirmed"),
        }
    ),
    {
        "draft": message("Confirm it, or submit it to a second person for the review."),
        "review": message("Wait for the review, or withdraw it to change it."),
        "returned": message("Change what was asked for and submit it again."),
        "confirmed": message("A confirmed order is changed by a change notice."),
        "cancelled": message("Copy it to start a new one."),
        "exception": message("Decide first whether it goes on, is cancelled or closed."),
        "closed": message("Reopen it first."),
        "voided": message("Copy it to start a new one."),
    },
)
"""An order. What was delivered and paid are facts and no status; cancelled here and shipped there is an exception."""

CHANGE = StatusMachine(
    frozenset(
        {
            ("draft", "submit", "submitted"),
            ("draft", "apply", "in_force"),
            ("submitted", "apply", "in_force"),
            ("submitted", "return_", "draft"),
            ("draft", "withdraw", "withdrawn"),
            ("submitted", "withdraw", "withdrawn"),
        }
    ),
    {
        "draft": message("Put it in force, or withdraw it."),
        "submitted": message("Wait for the approval, or withdraw it."),
        "in_force": message("Make another change that takes it back."),
        "withdrawn": message("Make a new change."),
    },
)
"""A numbered change of a confirmed order."""

REFUND = StatusMachine(
    frozenset(
        {
            ("draft", "approve", "approved"),
            ("approved", "pay", "paid"),
            ("draft", "withdraw", "withdrawn"),
            ("approved", "withdraw", "withdrawn"),
        }
    ),
    {
        "draft": message("Approve it, or withdraw it."),
        "approved": message("Note the payment, or withdraw it."),
        "paid": message("Note a receipt if the money came back."),
        "withdrawn": message("Make a new one."),
    },
)
"""Money to be given back or credited."""

RESERVATION = StatusMachine(
    frozenset({("held", "use", "used"), ("held", "release", "released")}),
    {"used": message("The goods have left."), "released": message("Reserve again.")},
)
"""Goods that are kept for an order."""

HOLD = StatusMachine(
    frozenset({("held", "release", "released"), ("released", "hold", "held")}),
    {"held": message("Finance releases it with a reason."), "released": message("It is held again by any change.")},
)
"""An order, or its delivery, that is stopped for credit. Source: domain 5, Exposure."""

PLAN = StatusMachine(frozenset({("active", "end", "ended"), ("ended", "reopen", "active")}))
"""The plan of an order."""

COMPLAINT = StatusMachine(
    frozenset(
        {
            ("open", "answer", "answered"),
            ("answered", "answer", "answered"),
            ("open", "solve", "solved"),
            ("answered", "solve", "solved"),
            ("solved", "close", "closed"),
            ("open", "reject", "rejected"),
            ("answered", "reject", "rejected"),
            ("rejected", "close", "closed"),
            ("solved", "reopen", "answered"),
            ("rejected", "reopen", "answered"),
            ("closed", "reopen", "answered"),
        }
    ),
    {
        "open": message("Answer the customer first."),
        "answered": message("Note the solution, or that the complaint is not justified."),
        "solved": message("Close it, or reopen it if the customer is not content."),
        "rejected": message("Close it, or reopen it if the customer does not accept that."),
        "closed": message("Reopen it first."),
    },
)
"""A complaint. Source: domain 6, ISO 10002 steps."""

REMEDY = StatusMachine(
    frozenset(
        {
            ("proposed", "approve", "approved"),
            ("proposed", "withdraw", "withdrawn"),
            ("approved", "withdraw", "withdrawn"),
            ("approved", "do", "done"),
        }
    ),
    {
        "proposed": message("Have it approved first."),
        "approved": message("Carry it out, or withdraw it."),
        "done": message("Make another remedy."),
        "withdrawn": message("Make another remedy."),
    },
)
"""What a customer gets for a complaint."""

PATHS = ORDER.paths
CHANGE_PATHS = CHANGE.paths
REFUND_PATHS = REFUND.paths
RESERVATION_PATHS = RESERVATION.paths
HOLD_PATHS = HOLD.paths
PLAN_PATHS = PLAN.paths
COMPLAINT_PATHS = COMPLAINT.paths
REMEDY_PATHS = REMEDY.paths
