"""What the page of quotations asks of the actions; every function runs in the background, the desk comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from orderdesk_gui.rules.quotes import addressee

from . import paper_look, price_asks
from .draft import Draft, from_json

if TYPE_CHECKING:
    from orderdesk_gui.actions.approvals import Submitted
    from orderdesk_gui.actions.approvals_waiting import ApprovalView
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.quotes import QuoteView, RevisionInfo
    from orderdesk_gui.actions.quotes_saving import SavedQuote
    from orderdesk_gui.rules.approvals import Assessment
    from orderdesk_gui.rules.customers import Contact, Customer
    from orderdesk_gui.rules.quote_comparison import LineDifference

    from .price_asks import Found


@dataclass(frozen=True)
class Opened:
    """A quotation with everything around it that the page shows."""

    draft: Draft
    customer: Customer
    customer_id: UUID
    company_vat_rate: Decimal
    today: dt.date
    owner: str = ""
    outcome: str = "open"
    revisions: tuple[RevisionInfo, ...] = ()
    approval: ApprovalView | None = None
    inquiry: tuple[UUID, str, dt.date] | None = None
    contract: tuple[UUID, str] | None = None
    lost_reason: str = ""
    lost_note: str = ""
    may_decide: bool = False
    differences: tuple[LineDifference, ...] = ()
    then: tuple[Found | None, ...] = ()
    printed: Contact | None = None
    english: Mapping[tuple[UUID | None, str], str] = field(default_factory=dict)
    kept_id: UUID | None = None
    kept_at: dt.datetime | None = None

    @property
    def status(self) -> str:
        """The one word for revision and outcome."""
        return self.draft.status

    @property
    def addressee(self) -> Contact | None:
        """The person whom the issued paper names, or whom the draft would."""
        return self.printed or addressee(self.customer.contacts, self.draft.quote.contact_id)


KIND = "quote"


@dataclass(frozen=True)
class KeptRow:
    """A new quotation in the list that was typed and never saved."""

    id: UUID
    customer: str
    saved_at: dt.datetime


@dataclass(frozen=True)
class Listing:
    """A window of the list, with the unsaved ones before its first row."""

    rows: tuple[Any, ...]
    after: Any
    total: int | None


def listing(desk: Desk, query: tuple[str, str], after: Any, limit: int) -> Listing:
    """A window of the list; `query` is (tab, text)."""
    from orderdesk_gui.actions import quotes

    tab, text = query
    found = quotes.list_quotes(desk, tab=tab, text=text, after=after, limit=limit, counted=after is None)
    kept = _kept_rows(desk) if after is None and tab in ("mine", "all") and not text else ()
    return Listing((*kept, *found.rows), found.after, found.total)


def _kept_rows(desk: Desk) -> tuple[KeptRow, ...]:
    from orderdesk_gui.actions import drafts

    made = []
    for kept in drafts.drafts_of(desk, KIND):
        if kept.subject is None:
            from orderdesk_gui.actions import customers  # most lists have no such row, and it loads a good deal

            customer = customers.load(desk, from_json(kept.content).quote.customer_id)
            made.append(KeptRow(kept.id, customer.short_name or customer.name, kept.saved_at))
    return tuple(made)


def open_kept(desk: Desk, draft_id: UUID) -> Opened:
    """A new quotation that was typed and not saved."""
    from orderdesk_gui.actions import drafts

    kept = drafts.load(desk, draft_id)
    return replace(_around(desk, from_json(kept.content)), kept_id=kept.id, kept_at=kept.saved_at)


def counts(desk: Desk) -> dict[str, int]:
    """How many quotations stand in each tab."""
    from orderdesk_gui.actions import quotes

    return quotes.tab_counts(desk)


def open_quote(desk: Desk, quote_id: UUID) -> Opened:
    """A saved quotation in its newest revision."""
    from orderdesk_gui.actions import approvals_waiting, drafts, quotes

    view = quotes.load(desk, quote_id)
    status = "withdrawn" if view.revision.status == "withdrawn" and view.outcome == "open" else view.status
    draft = Draft(view.quote, view.id, view.number, view.revision.number, status, view.customer_po, view.project)
    approval = approvals_waiting.of_quote(desk, quote_id)
    kept = next((one for one in drafts.drafts_of(desk, KIND) if one.subject == quote_id), None)
    if kept is not None and draft.editable:
        typed = from_json(kept.content)
        draft = replace(draft, quote=typed.quote, customer_po=typed.customer_po, project=typed.project, look=typed.look)
    else:
        draft = replace(draft, look=paper_look.read(desk, quote_id))
    return replace(
        _around(desk, draft),
        kept_id=kept.id if kept is not None else None,
        kept_at=kept.saved_at if kept is not None else None,
        owner=view.owner,
        outcome=view.outcome,
        revisions=view.revisions,
        approval=approval,
        lost_reason=view.lost_reason,
        lost_note=view.lost_note,
        then=() if draft.editable else price_asks.as_saved(view),
        printed=_printed(view),
        may_decide=approval is not None and approval.may_decide,
        contract=_contract(desk, quote_id) if view.status in ("won", "issued") else None,
    )


def _contract(desk: Desk, quote_id: UUID) -> tuple[UUID, str] | None:
    from orderdesk_gui.actions import contracts_history

    return contracts_history.grown_from(desk, quote_id)


def _printed(view: QuoteView) -> Contact | None:
    from orderdesk_gui.rules.customers import Contact

    one = view.contact
    return Contact(one.name, phone=one.phone, email=one.email) if one is not None else None


def new_quote(desk: Desk, customer_id: UUID) -> Opened:
    """An empty quotation for a customer, with the terms that are usual with them."""
    from orderdesk_gui.actions.quotes_saving import blank

    return _around(desk, Draft(blank(desk, customer_id)))


def copied_quote(desk: Desk, quote_id: UUID) -> Opened:
    """A new quotation like an earlier one (返单), priced anew, with what changed against then."""
    from orderdesk_gui.actions import quotes, quotes_saving

    copied = quotes_saving.copy(desk, quote_id)
    number = quotes.load(desk, quote_id).number
    look = paper_look.read(desk, quote_id)
    return replace(
        _around(desk, Draft(copied.quote, copied_from=number, copied_id=quote_id, look=look)),
        differences=copied.differences,
    )


def quote_of_inquiry(desk: Desk, inquiry_id: UUID) -> Opened:
    """A quotation prepared from an inquiry."""
    from orderdesk_gui.actions import inquiries

    return _around(desk, Draft(inquiries.to_quote(desk, inquiry_id)))


def reopened(desk: Desk, draft: Draft) -> Opened:
    """A kept draft with everything around it."""
    return _around(desk, draft)


def _around(desk: Desk, draft: Draft) -> Opened:
    from orderdesk_gui.actions import companies, customers, inquiries, quotes, quotes_facts

    customer = customers.load(desk, draft.quote.customer_id)
    company = next((one for one in companies.list_companies(desk) if one.id == draft.quote.company_id), None)
    inquiry = None
    if draft.quote.inquiry_id is not None:
        seen = inquiries.load(desk, draft.quote.inquiry_id)
        inquiry = (seen.id, seen.number, seen.inquiry.date)
    rate = company.vat_rate if company is not None else Decimal("0.13")
    if draft.quote.tax_mode == "exclusive" and draft.quote.currency != "CNY":
        rate = Decimal(0)
    english = quotes_facts.in_english(desk, (line.product_id for line in draft.quote.lines if line.product_id))
    return Opened(draft, customer, draft.quote.customer_id, rate, quotes.today(desk), inquiry=inquiry, english=english)


def assess(desk: Desk, draft: Draft) -> Assessment:
    """Who would have to agree to the draft as it stands."""
    from orderdesk_gui.actions import approvals_assessing

    return approvals_assessing.assess_draft(desk, draft.quote)


def save(desk: Desk, draft: Draft, kept_id: UUID | None) -> SavedQuote:
    """Save the draft; what was kept of it is not needed any more."""
    from orderdesk_gui.actions import drafts, quotes_saving

    saved = quotes_saving.save(
        desk,
        draft.quote,
        draft.id,
        customer_po=draft.customer_po,
        project=draft.project,
        copied_from=draft.copied_id,
    )
    paper_look.write(desk, saved.id, draft.look)
    if kept_id is not None:
        drafts.drop(desk, kept_id)
    return saved


def submit(desk: Desk, quote_id: UUID, rush: str = "") -> Submitted:
    """Ask for approval; `rush` is why it cannot wait."""
    from orderdesk_gui.actions import approvals

    return approvals.submit(desk, quote_id, rush=rush)


def outcome(desk: Desk, quote_id: UUID, command: str, reason: str, note: str) -> Changes:
    """Win, lose, reopen or void."""
    from orderdesk_gui.actions import quotes_saving

    return quotes_saving.decide(desk, quote_id, command, reason=reason, note=note)


def withdraw(desk: Desk, quote_id: UUID) -> Changes:
    """Take back a request, an approval or an issued revision."""
    from orderdesk_gui.actions import approvals

    return approvals.withdraw(desk, quote_id)


def revise(desk: Desk, quote_id: UUID) -> SavedQuote:
    """Begin the next revision."""
    from orderdesk_gui.actions import quotes_saving

    return quotes_saving.revise(desk, quote_id)


def delete(desk: Desk, quote_id: UUID) -> Changes:
    """Put it into the recycle bin."""
    from orderdesk_gui.actions import quotes_saving

    return quotes_saving.delete(desk, quote_id)


def undo(desk: Desk, tx: str) -> Changes:
    """Take a committed change back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


def preview(desk: Desk, draft: Draft, language: str, columns: tuple[str, ...], letterhead: bool) -> bytes:
    """The PDF of the draft as typed, with a draft's watermark."""
    from orderdesk_gui.actions import quotes_papers

    choice = quotes_papers.PaperChoice(language, columns, letterhead)
    return quotes_papers.preview(desk, draft.quote, number=draft.number, revision=draft.revision, choice=choice)


def issue(desk: Desk, quote_id: UUID, language: str, columns: tuple[str, ...], letterhead: bool) -> Any:
    """Issue the approved revision: its exact PDF is kept."""
    from orderdesk_gui.actions import quotes_papers

    return quotes_papers.issue(desk, quote_id, quotes_papers.PaperChoice(language, columns, letterhead))


def issued_paper(desk: Desk, quote_id: UUID, revision: int | None = None) -> Any:
    """The exact issued bytes."""
    from orderdesk_gui.actions import quotes_papers

    return quotes_papers.issued_paper(desk, quote_id, revision)


def workbook(desk: Desk, quote_id: UUID, path: str) -> str:
    """Write the newest revision as a workbook to `path`."""
    from pathlib import Path

    from orderdesk_gui.actions import quotes_papers

    Path(path).write_bytes(quotes_papers.workbook(desk, quote_id)[1])
    return path


def note_sent(desk: Desk, quote_id: UUID, channel: str, to: str) -> Changes:
    """Note by which channel and to whom a quotation was sent."""
    from orderdesk_gui.actions import quotes_papers

    return quotes_papers.note_sent(desk, quote_id, channel, to)
