"""What happens to a quotation's inquiry, revisions, papers and requests for approval when it is made or decided."""

import uuid

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.inquiries import MACHINE
from orderdesk_gui.rules.quote_status import REVISION
from orderdesk_gui.store import rows
from orderdesk_gui.store.approvals import ApprovalRequest
from orderdesk_gui.store.inquiries import Inquiry
from orderdesk_gui.store.papers import Paper, PaperVoiding
from orderdesk_gui.store.quotes import QuoteRevision


def note_inquiry(connection: Connection, inquiry_id: uuid.UUID | None) -> None:
    """An open inquiry is quoted with the first quotation made from it."""
    if inquiry_id is None:
        return
    if rows.fetch(connection, Inquiry, inquiry_id)["status"] == "open":
        rows.change(connection, Inquiry, inquiry_id, {"status": "quoted"})


def void_all(desk: Desk, connection: Connection, quote_id: uuid.UUID, reason: str) -> None:
    """Every revision and every issued paper of a quotation is void; what waits for a decision waits no more."""
    mine = select(QuoteRevision.id, QuoteRevision.status).where(
        QuoteRevision.quote_id == quote_id, QuoteRevision.deleted_at.is_(None), QuoteRevision.status != "voided"
    )
    for revision in connection.execute(mine).all():
        status = REVISION.next_status(revision.status, "void")
        rows.change(connection, QuoteRevision, revision.id, {"status": status})
        waiting = select(ApprovalRequest.id).where(
            ApprovalRequest.subject_id == revision.id, ApprovalRequest.status == "pending"
        )
        for request_id in connection.execute(waiting).scalars().all():
            rows.change(connection, ApprovalRequest, request_id, {"status": "withdrawn"})
    papers = select(Paper.id).where(
        Paper.subject_table == "quote", Paper.subject_id == quote_id, Paper.id.not_in(select(PaperVoiding.paper_id))
    )
    facts = [
        {"id": desk.new_id(), "paper_id": paper_id, "at": desk.clock(), "user_id": desk.user_id, "reason": reason}
        for paper_id in connection.execute(papers).scalars()
    ]
    rows.add(connection, PaperVoiding, facts)


def tell_inquiry(connection: Connection, inquiry_id: uuid.UUID | None, command: str) -> None:
    """The inquiry is won with its quotation, and open again with it."""
    living = select(Inquiry.status).where(Inquiry.id == inquiry_id, Inquiry.deleted_at.is_(None))
    status = connection.execute(living).scalar()
    if inquiry_id is None or status is None or command not in MACHINE.commands(status):
        return
    if command == "reopen" and status != "won":
        return
    rows.change(connection, Inquiry, inquiry_id, {"status": MACHINE.next_status(status, command)})
