"""What the page of contracts asks of the actions; every function runs in the background, the desk comes first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.contract_lint import lint
from orderdesk_gui.rules.contract_remedies import Remedy, remedy
from orderdesk_gui.rules.contract_text import contract_values, printed
from orderdesk_gui.ui.dialogs.contract_file import Business, Known
from orderdesk_gui.ui.pages.contracts.kept import from_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orderdesk_gui.actions.contracts import ContractView, FindingView
    from orderdesk_gui.actions.contracts_saving import SavedContract
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.lists import Listed
    from orderdesk_gui.actions.quotes_papers import Issued
    from orderdesk_gui.rules.contract_library import LibraryClause, Template
    from orderdesk_gui.rules.contracts import Contract

KIND = "contract"


@dataclass(frozen=True)
class Opened:
    """A contract with everything around it that the page shows; `kept` is what was typed and not saved."""

    view: ContractView
    contract: Contract
    library: Mapping[str, LibraryClause]
    template: Template | None
    today: dt.date
    rights: frozenset[Right]
    me: UUID
    kept_id: UUID | None = None
    kept_at: dt.datetime | None = None


@dataclass(frozen=True)
class Checked:
    """What the checks say of the contract on the screen, its values, and the remedies a click can do."""

    findings: tuple[FindingView, ...]
    remedies: tuple[Remedy | None, ...]
    values: Mapping[str, Mapping[str, str]]


def listing(desk: Desk, query: Any, after: Any, limit: int) -> Listed[Any]:
    """A window of the list; `query` is (tab, text)."""
    from orderdesk_gui.actions import contracts

    tab, text = query or ("all", "")
    return contracts.list_contracts(desk, tab=tab, text=text, after=after, limit=limit, counted=after is None)


def counts(desk: Desk) -> dict[str, int]:
    """How many contracts stand in each tab."""
    from orderdesk_gui.actions import contracts

    return contracts.tab_counts(desk)


def opened(desk: Desk, contract_id: UUID) -> Opened:
    """One contract, with what was typed in it and not saved."""
    from orderdesk_gui.actions import contracts, contracts_library, drafts, quotes

    view = contracts.load(desk, contract_id)
    library = {one.key: one for one in contracts_library.list_clauses(desk)}
    with desk.reading() as connection:
        template = contracts_library.template(connection, view.template_key, view.template_version)
    found = Opened(view, view.contract, library, template, quotes.today(desk), desk.access.rights, desk.user_id)
    kept = next((one for one in drafts.drafts_of(desk, KIND) if one.subject == contract_id), None)
    if kept is None or not view.editable:
        return found
    changed = from_json(kept.content, view.contract)
    return replace(found, contract=changed, kept_id=kept.id, kept_at=kept.saved_at)


def checked(desk: Desk, view: ContractView, contract: Contract, library: Mapping[str, LibraryClause]) -> Checked:
    """Check the contract as typed; overrides of unchanged findings still hold."""
    from orderdesk_gui.actions.contracts import FindingView, about

    known = {about(one.finding): one.override for one in view.findings if one.override}
    found = tuple(FindingView(one, known.get(about(one))) for one in lint(printed(contract)))
    remedies = tuple(remedy(contract, one.finding, dict(library)) for one in found)
    return Checked(found, remedies, {language: contract_values(contract, language) for language in ("zh", "en")})


def preview(desk: Desk, contract_id: UUID, contract: Contract) -> bytes:
    """The PDF of the contract as typed."""
    from orderdesk_gui.actions import contracts_papers

    return contracts_papers.preview(desk, contract_id, contract)


def reprint(desk: Desk, contract_id: UUID) -> tuple[str, bytes]:
    """File name and exact bytes of the newest issued paper."""
    from orderdesk_gui.actions import quotes_papers

    kept = quotes_papers.issued_paper(desk, contract_id)
    return kept.file_name, kept.content


def save(desk: Desk, contract_id: UUID, contract: Contract) -> SavedContract:
    """Save the draft."""
    from orderdesk_gui.actions import contracts_saving

    return contracts_saving.save(desk, contract_id, contract)


def from_quote(desk: Desk, quote_id: UUID, template: str | None, language: str | None, title: str) -> SavedContract:
    """Draw up a contract."""
    from orderdesk_gui.actions import contracts_saving

    return contracts_saving.from_quote(desk, quote_id, template, language, title)


@dataclass(frozen=True)
class Quoted:
    """A quotation from which a contract can be made."""

    id: UUID
    number: str
    customer: str
    status: str
    amount: str


def quotations(desk: Desk, text: str, only: UUID | None = None) -> tuple[list[Quoted], list[Template]]:
    """Won and open quotations that `text` finds, won ones first (or `only` one), and the templates."""
    from orderdesk_gui.actions import contracts_library, quotes
    from orderdesk_gui.rules.money import format_amount

    templates = contracts_library.list_templates(desk)
    if only is not None:
        v = quotes.load(desk, only)
        return [Quoted(v.id, v.number, v.customer, v.status, format_amount(v.totals.total.gross, v.quote.currency))], (
            templates
        )
    found = [
        row
        for status in ("won", "issued")
        for row in quotes.list_quotes(desk, status=status, text=text, limit=30).rows
        if row.status == status
    ]
    return [
        Quoted(row.id, row.number, row.customer, row.status, format_amount(row.total, row.currency)) for row in found
    ], templates


def override(desk: Desk, contract_id: UUID, rule: int, place: str, reason: str) -> Changes:
    """Let a finding stand."""
    from orderdesk_gui.actions import contracts_saving

    return contracts_saving.override(desk, contract_id, rule, place, reason)


def submit(desk: Desk, contract_id: UUID) -> Changes:
    """Send it to legal."""
    from orderdesk_gui.actions import contracts_review

    return contracts_review.submit(desk, contract_id)


def decide(desk: Desk, contract_id: UUID, verdict: str, remark: str) -> Changes:
    """Legal's word."""
    from orderdesk_gui.actions import contracts_review

    return contracts_review.decide(desk, contract_id, verdict, remark)


def take_back(desk: Desk, contract_id: UUID) -> Changes:
    """Make it a draft again."""
    from orderdesk_gui.actions import contracts_review

    return contracts_review.take_back(desk, contract_id)


def issue(desk: Desk, contract_id: UUID) -> Issued:
    """Freeze it and keep the exact PDF."""
    from orderdesk_gui.actions import contracts_papers

    return contracts_papers.issue(desk, contract_id)


def sign(desk: Desk, contract_id: UUID, on: dt.date, scan: str) -> Changes:
    """Note the signatures; `scan` is a path or empty."""
    from orderdesk_gui.actions import contracts_papers

    return contracts_papers.sign(desk, contract_id, on, _file(scan))


def file_signed(
    desk: Desk,
    customer_id: UUID,
    number: str,
    on: dt.date,
    total: Decimal,
    currency: str,
    title: str,
    quote_id: UUID | None,
    scan: str,
) -> SavedContract:
    """File the customer's own signed paper under their `number`; `scan` is a path or empty."""
    from orderdesk_gui.actions.contracts_filing import FiledPaper, file_signed

    return file_signed(desk, FiledPaper(customer_id, number, on, total, currency, title, quote_id, _file(scan)))


def customer_known(desk: Desk, customer_id: UUID) -> Known:
    """A customer with the quotations that a paper of theirs may answer: won ones first, then open ones."""
    from orderdesk_gui.actions import customers, quotes

    customer = customers.load(desk, customer_id)
    rows = [
        row
        for status in ("won", "issued")
        for row in quotes.list_quotes(desk, status=status, customer_id=customer_id, limit=30).rows
        if row.status == status
    ]
    found = tuple(Business(row.id, row.number, row.total, row.currency) for row in rows)
    return Known(customer_id, customer.name, customer.currency, found)


def attached(desk: Desk, contract_id: UUID) -> list[str]:
    """The names of the files attached to a contract."""
    from orderdesk_gui.actions import notes

    return [one.name for one in notes.attachments(desk, "contract", contract_id)]


def library(desk: Desk) -> tuple[list[LibraryClause], list[Template]]:
    """The clauses and the templates of the firm."""
    from orderdesk_gui.actions import contracts_library

    return contracts_library.list_clauses(desk), contracts_library.list_templates(desk)


def _file(path: str) -> tuple[str, bytes] | None:
    from pathlib import Path

    from orderdesk_gui.rules.language import UserError

    if not path:
        return None
    try:
        return Path(path).name, Path(path).read_bytes()
    except OSError as error:
        raise UserError("The file {name} cannot be read. Choose it again.", field="scan", name=path) from error


def new_version(desk: Desk, contract_id: UUID) -> SavedContract:
    """Begin the next version."""
    from orderdesk_gui.actions import contracts_saving

    return contracts_saving.new_version(desk, contract_id)


def void(desk: Desk, contract_id: UUID, reason: str) -> Changes:
    """Declare it void."""
    from orderdesk_gui.actions import contracts_papers

    return contracts_papers.void(desk, contract_id, reason)


def delete(desk: Desk, contract_id: UUID) -> Changes:
    """Into the recycle bin."""
    from orderdesk_gui.actions import contracts_saving

    return contracts_saving.delete(desk, contract_id)


def undo(desk: Desk, tx: str) -> Changes:
    """Take back a transaction."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


def note_sent(desk: Desk, contract_id: UUID, channel: str, to: str) -> Changes:
    """Note that it was sent."""
    from orderdesk_gui.actions import contracts_papers

    return contracts_papers.note_sent(desk, contract_id, channel, to)
