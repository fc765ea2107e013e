"""Files the customer's own signed paper as a contract, and hangs scans on contracts."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection

from orderdesk_gui.actions import companies
from orderdesk_gui.actions.contracts import Head
from orderdesk_gui.actions.contracts_parties import buyer_of, seller_of
from orderdesk_gui.actions.contracts_saving import SavedContract
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes import QuoteView, today
from orderdesk_gui.actions.quotes import view as quote_view
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.contracts import MACHINE, Contract
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import round_amount
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.contract_rows import head_values
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.papers import Attachment


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """The customer's own signed paper: their number, what it is worth, and the scan (name and bytes)."""

    customer_id: uuid.UUID
    customer_number: str
    signed_on: dt.date
    total: Decimal
    currency: str = "CNY"
    title: str = "销售合同"
    quote_id: uuid.UUID | None = None
    scan: tuple[str, bytes] | None = field(default=None, repr=False)


def file_signed(desk: Desk, paper: FiledPaper) -> SavedContract:
    """File a contract that the customer drew up and both have signed, under a number of ours and theirs.

    It needs neither a contract nor a quotation of ours; a quotation must be the customer's. UserError otherwise.
    """
    desk.require(Right.MAKE_CONTRACTS)
    _check(paper, today(desk))
    sha256 = files.keep(desk.store.folder, paper.scan[1]) if paper.scan else ""
    with desk.writing("contracts.file_signed", counter_action="correct") as writing:
        connection = writing.connection
        shown = quote_view(desk, connection, paper.quote_id) if paper.quote_id else None
        if shown is not None and shown.quote.customer_id != paper.customer_id:
            raise UserError("{number} is a quotation to another customer. Choose one of theirs, or none.",
                            field="quote_id", number=shown.number)  # fmt: skip
        company = _company(companies.companies(connection), shown)
        assert company.id is not None
        total = round_amount(paper.total, paper.currency)
        contract_id = desk.new_id()
        number = next_number(connection, company.contract_series, today(desk).year, desk.device)
        made = Contract(
            number, paper.signed_on, seller_of(connection, company.id, desk.user_id),
            buyer_of(connection, paper.customer_id, None), (), total, title=paper.title, currency=paper.currency,
            net=total, quote_id=paper.quote_id,
        )  # fmt: skip
        head = {
            **head_values(made), "id": contract_id, "scope": paper.customer_id, "company_id": company.id,
            "customer_id": paper.customer_id, "owner_id": shown.owner_id if shown else desk.user_id,
            "origin": "customer", "customer_number": paper.customer_number.strip(), "status": "draft",
            "quote_revision_id": shown.revision.id if shown else None,
        }  # fmt: skip
        rows.add(connection, Head, [head])
        status = MACHINE.next_status("draft", "file_signed")
        rows.change(connection, Head, contract_id, {"status": status, "signed_on": paper.signed_on})
        if paper.scan:
            attach(desk, connection, contract_id, paper.customer_id, paper.scan[0], sha256, len(paper.scan[1]))
    return SavedContract(contract_id, number, writing.changes)


def _check(paper: FiledPaper, on: dt.date) -> None:
    if not paper.customer_number.strip():
        raise UserError("Enter the number that stands on the customer's paper.", field="customer_number")
    if paper.signed_on > on:
        raise UserError("The day of signing lies in the future. Enter the day that stands on the paper.",
                        field="signed_on")  # fmt: skip
    if not paper.total.is_finite() or paper.total <= 0:
        raise UserError("Enter what the contract is worth, with tax.", field="total")


def _company(own: list[Company], shown: QuoteView | None) -> Company:
    if not own:
        raise UserError("There is no company of our own yet. Enter it in Settings, Companies.", field="company_id")
    return next((c for c in own if shown and c.id == shown.quote.company_id), own[0])


def attach(
    desk: Desk, connection: Connection, contract_id: uuid.UUID, scope: uuid.UUID, name: str, sha256: str, size: int
) -> None:
    """Hang a kept file on a contract, within a transaction under way."""
    row = {
        "id": desk.new_id(), "scope": scope, "subject_table": "contract", "subject_id": contract_id, "name": name,
        "sha256": sha256, "size": size, "added_at": desk.clock(), "added_by": desk.user_id,
    }  # fmt: skip
    rows.add(connection, Attachment, [row])
