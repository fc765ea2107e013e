"""Legal's word on contracts whose clauses were changed by hand: asking, deciding, taking back."""

import uuid
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import settings
from orderdesk_gui.actions.contracts import Head, view
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.approvals import PRESETS
from orderdesk_gui.rules.contracts import MACHINE
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import rows
from orderdesk_gui.store.approvals import ApprovalDecision, ApprovalRequest, ApprovalStep

APPROVED, RETURNED = "approved", "returned"


def submit(desk: Desk, contract_id: uuid.UUID, note: str = "") -> Changes:
    """Send a draft to legal; its words stay as they are until legal decides or it is taken back."""
    desk.require(Right.MAKE_CONTRACTS)
    with desk.writing("contracts.submit", counter_action="withdraw") as writing:
        connection = writing.connection
        shown = view(desk, connection, contract_id)
        status = MACHINE.next_status(shown.status, "submit")
        edited = [one.place for one in shown.contract.clauses if one.edited]
        request = {
            "id": desk.new_id(), "scope": shown.customer_id, "subject_table": "contract", "subject_id": contract_id,
            "requested_by": desk.user_id, "requested_at": desk.clock(), "level": "legal",
            "reasons": [{"place": place} for place in edited], "rule_version": shown.version, "note": note.strip(),
        }  # fmt: skip
        rows.add(connection, ApprovalRequest, [request])
        step = {
            "id": desk.new_id(), "scope": shown.customer_id, "request_id": request["id"], "position": 0,
            "needs": "legal",
        }  # fmt: skip
        rows.add(connection, ApprovalStep, [step])
        rows.change(connection, Head, contract_id, {"status": status})
    return writing.changes


def decide(desk: Desk, contract_id: uuid.UUID, verdict: str, remark: str = "") -> Changes:
    """Legal's word: `verdict` approved or returned (then with a remark). The requester never decides.

    The one-person firm is the exception.
    """
    desk.require(Right.OVERRIDE_LINT)
    if verdict not in (APPROVED, RETURNED):
        raise ValueError(f"unknown verdict {verdict!r}")
    if verdict == RETURNED and not remark.strip():
        raise UserError("Say what must be changed.", field="remark")
    with desk.writing("contracts.decide", counter_action="correct") as writing:
        connection = writing.connection
        request = _pending(connection, contract_id)
        alone = PRESETS[settings.read(connection, "approval_preset", today(desk))].self_approval
        if request["requested_by"] == desk.user_id and not alone:
            raise UserError("Whoever asked does not decide. Ask a colleague of legal.", field="status")
        step = rows.children(connection, ApprovalStep, "request_id", request["id"])[0]
        fact = {
            "id": desk.new_id(), "scope": request["scope"], "step_id": step["id"], "user_id": desk.user_id,
            "at": desk.clock(), "decision": verdict, "reason": remark.strip(),
        }  # fmt: skip
        rows.add(connection, ApprovalDecision, [fact])
        rows.change(connection, ApprovalStep, step["id"], {"status": verdict})
        rows.change(connection, ApprovalRequest, request["id"], {"status": verdict})
        if verdict == RETURNED:
            _return(connection, contract_id)
    return writing.changes


def take_back(desk: Desk, contract_id: uuid.UUID) -> Changes:
    """Make a contract that lies with legal, or that legal agreed to, a draft again."""
    desk.require(Right.MAKE_CONTRACTS)
    with desk.writing("contracts.take_back", counter_action="correct") as writing:
        connection = writing.connection
        shown = view(desk, connection, contract_id)
        MACHINE.next_status(shown.status, "return_")
        if shown.review is not None and shown.review.status == "pending":
            request = _pending(connection, contract_id)
            rows.change(connection, ApprovalRequest, request["id"], {"status": "withdrawn"})
        _return(connection, contract_id)
    return writing.changes


def _pending(connection: Connection, contract_id: uuid.UUID) -> dict[str, Any]:
    table = ApprovalRequest
    query = select(table).where(table.subject_id == contract_id, table.status == "pending")
    found = connection.execute(query).mappings().first()
    if found is None:
        raise UserError("Nothing waits for legal here any more. Look at the contract again.", field="status")
    return dict(found)


def _return(connection: Connection, contract_id: uuid.UUID) -> None:
    head = rows.fetch(connection, Head, contract_id)
    rows.change(connection, Head, contract_id, {"status": MACHINE.next_status(head["status"], "return_")})
