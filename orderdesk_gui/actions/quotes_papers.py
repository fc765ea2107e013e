"""The papers of a quotation: preview, issuing, the exact bytes again, void, and that it was sent."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, select

from orderdesk_gui.actions import approvals, companies, customers, storage
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import QuoteView, view
from orderdesk_gui.actions.quotes_facts import PaperChoice as PaperChoice
from orderdesk_gui.actions.quotes_facts import facts
from orderdesk_gui.documents.facts import QuotationFacts
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.numbers import paper_file_name
from orderdesk_gui.rules.quote_status import REVISION, shown_status
from orderdesk_gui.rules.quotes import Quote
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.contracts import Contract
from orderdesk_gui.store.papers import Paper, PaperVoiding
from orderdesk_gui.store.quotes import Quote as Head
from orderdesk_gui.store.quotes import QuoteRevision


def preview(
    desk: Desk, quote: Quote, *, number: str = "", revision: int = 1, choice: PaperChoice | None = None
) -> bytes:
    """The PDF of a quotation as typed, with a draft's watermark."""
    with desk.reading() as connection:
        made = facts(desk, connection, quote, number=number, revision=revision, choice=choice or PaperChoice())
    return _render(made, "draft", choice)


def facts_of(desk: Desk, quote_id: uuid.UUID, choice: PaperChoice | None = None) -> QuotationFacts:
    """The facts of the newest revision of a saved quotation, e.g. for its workbook."""
    with desk.reading() as connection:
        return _facts_of(desk, connection, view(desk, connection, quote_id), choice or PaperChoice())


def _facts_of(desk: Desk, connection: Connection, shown: QuoteView, choice: PaperChoice) -> QuotationFacts:
    before = [one for one in shown.revisions if one.issued_at is not None and one.number < shown.revision.number]
    replaces = (before[-1].date, before[-1].number) if before else None
    return facts(
        desk, connection, shown.quote, number=shown.number, revision=shown.revision.number, choice=choice,
        replaces=replaces, project=shown.project, their_reference=shown.customer_po, owner_id=shown.owner_id,
        printed=shown.contact,
    )  # fmt: skip


def _render(made: QuotationFacts, watermark: str | None, choice: PaperChoice | None) -> bytes:
    from orderdesk_gui.documents.quotes import render_quotation

    return render_quotation(made, watermark=watermark, letterhead=choice is None or choice.letterhead)


def workbook(desk: Desk, quote_id: uuid.UUID, choice: PaperChoice | None = None) -> tuple[str, bytes]:
    """File name and xlsx of the newest revision; marked as a draft, as the PDF is, until it is issued."""
    from orderdesk_gui.documents.workbook_quotes import quotation_workbook

    with desk.reading() as connection:
        shown = view(desk, connection, quote_id)
        made = _facts_of(desk, connection, shown, choice or PaperChoice())
        demo = companies.companies(connection)[0].demo
    marks = {"issued": "demo" if demo else None, "voided": "void"}
    name = paper_file_name(_title(made.language), shown.number, made.buyer.name, shown.revision.number, "xlsx")
    return name, quotation_workbook(made, watermark=marks.get(shown.revision.status, "draft"))


def _title(language: str) -> str:
    return "Quotation" if language == "en" else "报价单"


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued paper: its id, its file name and its bytes, and what changed."""

    paper_id: uuid.UUID
    file_name: str
    content: bytes
    changes: Changes


def issue(desk: Desk, quote_id: uuid.UUID, choice: PaperChoice | None = None) -> Issued:
    """Issue the approved newest revision: freeze it and keep the exact PDF. UserError while it is not approved."""
    desk.require(Right.ISSUE)
    with desk.reading() as connection:
        shown = view(desk, connection, quote_id)
        REVISION.next_status(shown.revision.status, "issue")
        approvals.require_open_offer(desk, shown)
        drawn = _draw(desk, connection, shown, choice or PaperChoice())
    with desk.writing("quotes.issue", counter_action="revise") as writing:
        now = view(desk, writing.connection, quote_id)
        if (now.revision, now.outcome) != (shown.revision, shown.outcome):
            raise UserError("Somebody changed this quotation just now. Look at it again, then issue it.")
        paper_id = _keep(desk, writing.connection, shown, drawn)
        status = REVISION.next_status(shown.revision.status, "issue")
        buyer = drawn.facts.buyer
        rows.change(
            writing.connection, QuoteRevision, shown.revision.id,
            {
                "status": status, "language": drawn.facts.language, "columns": list(drawn.facts.columns),
                "issued_at": desk.clock(), "issued_by": desk.user_id,
                "contact_name": buyer.contact[:300], "contact_phone": buyer.phone, "contact_email": buyer.email,
            },
        )  # fmt: skip
        rows.change(writing.connection, Head, quote_id, {"state": shown_status(status, shown.outcome)})
    return Issued(paper_id, drawn.name, drawn.content, writing.changes)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A paper that was drawn and kept on disk, but that nothing points to yet."""

    facts: QuotationFacts
    name: str
    content: bytes
    sha256: str


def _draw(desk: Desk, connection: Connection, shown: QuoteView, choice: PaperChoice) -> _Drawn:
    made = _facts_of(desk, connection, shown, choice)
    demo = companies.companies(connection)[0].demo
    content = _render(made, "demo" if demo else None, choice)
    name = paper_file_name(_title(made.language), shown.number, made.buyer.name, shown.revision.number)
    return _Drawn(made, name, content, files.keep(desk.store.folder, content))


def _keep(desk: Desk, connection: Connection, shown: QuoteView, drawn: _Drawn) -> uuid.UUID:
    """Note the paper as issued."""
    paper_id = desk.new_id()
    paper = {
        "id": paper_id, "scope": shown.quote.customer_id, "kind": "quotation", "subject_table": "quote",
        "subject_id": shown.id, "number": shown.number, "revision": shown.revision.number,
        "language": drawn.facts.language, "date": shown.revision.date, "file_name": drawn.name,
        "sha256": drawn.sha256, "size": len(drawn.content), "customer_id": shown.quote.customer_id,
        "issued_at": shown.revision.issued_at or desk.clock(), "issued_by": desk.user_id,
    }  # fmt: skip
    rows.add(connection, Paper, [paper])
    rows.change(connection, QuoteRevision, shown.revision.id, {"paper_id": paper_id})
    made = drawn.facts
    company = made.letterhead.name_zh or made.letterhead.name_en
    storage.queue(connection, paper_id, storage.archive_path(company, made.dated.year, made.buyer.name, drawn.name))
    return paper_id


def keep_paper(desk: Desk, connection: Connection, quote_id: uuid.UUID) -> uuid.UUID:
    """Draw and keep the paper of a revision that counts as issued but has none, as in imported business."""
    shown = view(desk, connection, quote_id)
    return _keep(desk, connection, shown, _draw(desk, connection, shown, PaperChoice()))


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """An issued paper as it was: file name and exact bytes; `void` is the reason where it was voided."""

    id: uuid.UUID
    file_name: str
    revision: int
    content: bytes
    void: str


def issued_paper(desk: Desk, subject_id: uuid.UUID, revision: int | None = None) -> KeptPaper:
    """The exact issued bytes of a quotation or contract: of one revision, by default the newest."""
    with desk.reading() as connection:
        query = select(Paper).where(Paper.subject_id == subject_id).order_by(Paper.issued_at.desc())
        found = [r for r in connection.execute(query) if revision in (None, r.revision)]
        if not found:
            raise UserError("No paper has been issued here yet. Preview shows the draft.")
        row = found[0]
        about = Contract if row.subject_table == "contract" else Head
        desk.require_owner(connection.execute(select(about.owner_id).where(about.id == subject_id)).scalar())
        void = connection.execute(select(PaperVoiding.reason).where(PaperVoiding.paper_id == row.id)).scalar()
    return KeptPaper(row.id, row.file_name, row.revision, files.read(desk.store.folder, row.sha256), void or "")


def void_paper(desk: Desk, paper_id: uuid.UUID, reason: str) -> Changes:
    """Declare an issued paper void (作废), with the reason; it stays kept."""
    desk.require(Right.VOID_PAPERS)
    if not reason.strip():
        raise UserError("Say why the paper is void.", field="reason")
    with desk.writing("papers.void", counter_action="correct") as writing:
        rows.fetch(writing.connection, Paper, paper_id)
        before = select(PaperVoiding.id).where(PaperVoiding.paper_id == paper_id)
        if writing.connection.execute(before).first() is not None:
            raise UserError("This paper is void already.")
        fact = {
            "id": desk.new_id(), "paper_id": paper_id, "at": desk.clock(), "user_id": desk.user_id,
            "reason": reason.strip(),
        }  # fmt: skip
        rows.add(writing.connection, PaperVoiding, [fact])
    return writing.changes


def note_sent(desk: Desk, quote_id: uuid.UUID, channel: str, to: str) -> Changes:
    """Note that a quotation was sent: by which channel, to whom; now."""
    with desk.reading() as connection:
        shown = view(desk, connection, quote_id)
    text = f"{shown.number} R{shown.revision.number} → {to}".rstrip(" →")
    return customers.note_talk(
        desk, shown.quote.customer_id, text, channel, direction="out", subject_table="quote", subject_id=quote_id
    )
