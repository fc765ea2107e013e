"""What lies behind a contract: its issued versions, legal's review of it, and the papers it grew out of."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.store import contracts as store
from orderdesk_gui.store.approvals import ApprovalDecision, ApprovalRequest, ApprovalStep
from orderdesk_gui.store.inquiries import Inquiry
from orderdesk_gui.store.papers import Paper, PaperVoiding
from orderdesk_gui.store.quotes import Quote, QuoteRevision


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One issued version: its date, total and paper, and the reason where that was voided."""

    version: int
    date: dt.date
    total: Decimal
    language: str
    issued_at: dt.datetime
    paper_id: uuid.UUID
    file_name: str
    void: str


@dataclass(frozen=True, slots=True)
class Review:
    """The newest request to legal about this version: pending, approved, returned or withdrawn."""

    status: str
    requested_by_id: uuid.UUID
    requested_by: str
    requested_at: dt.datetime
    note: str
    decided_by: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The papers that a contract grew out of."""

    quote_id: uuid.UUID | None = None
    quote_number: str = ""
    quote_revision: int = 1
    quote_status: str = ""
    inquiry_id: uuid.UUID | None = None
    inquiry_number: str = ""
    inquiry_date: dt.date | None = None


def versions(connection: Connection, contract_id: uuid.UUID) -> tuple[VersionInfo, ...]:
    """Every issued version, oldest first."""
    table = store.ContractVersion
    query = (
        select(
            table.version, table.date, table.total, table.language, table.issued_at, table.paper_id,
            Paper.file_name, PaperVoiding.reason,
        )
        .join(Paper, Paper.id == table.paper_id)
        .outerjoin(PaperVoiding, PaperVoiding.paper_id == table.paper_id)
        .where(table.contract_id == contract_id)
        .order_by(table.version)
    )  # fmt: skip
    return tuple(
        VersionInfo(r.version, r.date, r.total, r.language, r.issued_at, r.paper_id, r.file_name, r.reason or "")
        for r in connection.execute(query)
    )


def review(connection: Connection, contract_id: uuid.UUID, names: Mapping[uuid.UUID, str]) -> Review | None:
    """The newest request to legal; None where there was none."""
    request = (
        connection.execute(
            select(ApprovalRequest)
            .where(ApprovalRequest.subject_id == contract_id)
            .order_by(ApprovalRequest.requested_at.desc(), ApprovalRequest.id.desc())
        )
        .mappings()
        .first()
    )
    if request is None:
        return None
    said = connection.execute(
        select(ApprovalDecision.user_id, ApprovalDecision.reason)
        .join(ApprovalStep, ApprovalStep.id == ApprovalDecision.step_id)
        .where(ApprovalStep.request_id == request["id"])
    ).first()
    return Review(
        request["status"], request["requested_by"], names.get(request["requested_by"], ""), request["requested_at"],
        request["note"], names.get(said.user_id, "") if said else "", said.reason if said else "",
    )  # fmt: skip


def came_from(connection: Connection, head: Mapping[str, Any]) -> Origin:
    """The quotation and the inquiry behind a contract."""
    if head["quote_id"] is None:
        return Origin()
    quote = connection.execute(
        select(Quote.number, Quote.state, Quote.inquiry_id, QuoteRevision.number.label("revision"))
        .outerjoin(QuoteRevision, QuoteRevision.id == head["quote_revision_id"])
        .where(Quote.id == head["quote_id"])
    ).one()
    inquiry = connection.execute(
        select(Inquiry.number, Inquiry.date).where(Inquiry.id == quote.inquiry_id)
    ).first()  # fmt: skip
    return Origin(
        head["quote_id"], quote.number, quote.revision or 1, quote.state, quote.inquiry_id,
        inquiry.number if inquiry else "", inquiry.date if inquiry else None,
    )  # fmt: skip


def grown_from(desk: Desk, quote_id: uuid.UUID) -> tuple[uuid.UUID, str] | None:
    """Id and number of the newest contract made from a quotation, neither voided nor deleted; None where none is."""
    head = store.Contract
    query = (
        select(head.id, head.number)
        .where(head.quote_id == quote_id, head.status != "voided", head.deleted_at.is_(None))
        .order_by(head.date.desc(), head.id.desc())
    )
    with desk.reading() as connection:
        found = connection.execute(query).first()
    return (found.id, found.number) if found is not None else None
