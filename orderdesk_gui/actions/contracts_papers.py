"""The papers of a contract: preview, issuing, signing with its scan, void, and that it was sent."""

import datetime as dt
import uuid

from sqlalchemy import select

from orderdesk_gui.actions import companies, customers, storage
from orderdesk_gui.actions.contracts import ContractView, Head, view
from orderdesk_gui.actions.contracts_filing import attach
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes_facts import letterhead
from orderdesk_gui.actions.quotes_papers import Issued
from orderdesk_gui.documents.facts import Annex as PaperAnnex
from orderdesk_gui.documents.facts import Article, ClauseText, ContractFacts, PricedLine
from orderdesk_gui.documents.facts import Party as PaperParty
from orderdesk_gui.documents.figures import chinese_number
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.contract_facts import facts_of
from orderdesk_gui.rules.contract_findings import citation
from orderdesk_gui.rules.contract_text import as_read, contract_values, filled
from orderdesk_gui.rules.contracts import HEADINGS, MACHINE, TITLES, Annex, Contract, ContractLine, Party
from orderdesk_gui.rules.language import UserError, current_language
from orderdesk_gui.rules.money import ZERO, minor_units
from orderdesk_gui.rules.numbers import paper_file_name
from orderdesk_gui.rules.units import unit_in_english
from orderdesk_gui.rules.vat import convert_price, rounded_price
from orderdesk_gui.rules.words import amount_in_words
from orderdesk_gui.store import contracts as store
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.contract_rows import clause_values, head_values, line_values
from orderdesk_gui.store.papers import Paper, PaperVoiding

COLUMNS_INCLUSIVE = ("code", "name", "unit", "quantity", "price_gross", "gross")
COLUMNS_EXCLUSIVE = ("code", "name", "unit", "quantity", "price_net", "net", "tax", "gross")
COLUMNS_EXPORT = ("code", "name", "quantity", "unit", "price_net", "net")


def preview(desk: Desk, contract_id: uuid.UUID, changed: Contract | None = None) -> bytes:
    """The PDF of a contract as it stands, or as `changed` on the screen, with a draft's watermark.

    Not for a paper that the customer drew up: UserError.
    """
    with desk.reading() as connection:
        shown = view(desk, connection, contract_id)
        company = _company(companies.companies(connection), shown.company_id)
    if shown.origin != "ours":
        raise UserError("This is the customer's own paper; look at its scan among the attachments.")
    mark = "void" if shown.status == "voided" else "draft" if shown.status in ("draft", "review") else None
    return _render(desk, changed or shown.contract, company, mark)


def _render(desk: Desk, contract: Contract, company: Company, watermark: str | None) -> bytes:
    from orderdesk_gui.documents.contract_annexes import AnnexText
    from orderdesk_gui.documents.contracts import LetterheadChoice, render_contract

    made, full = facts(desk, contract, company), as_read(contract)
    texts = [AnnexText(shown, one.zh, one.en) for shown, one in zip(made.annexes, full.annexes, strict=True)]
    heads: dict[str, LetterheadChoice] = {"ours": "ours", "preprinted": "preprinted"}
    head = heads.get(facts_of(contract)["paper.letterhead"], "none")
    return render_contract(made, language=contract.language, watermark=watermark, letterhead=head, annexes=texts)


def issue(desk: Desk, contract_id: uuid.UUID) -> Issued:
    """Issue the draft: freeze it with its parties and keep the exact PDF, with the letterhead that it chose.

    UserError where a check blocks it (rules E of domain 2.3, unless legal overrode them) or where legal has
    not yet agreed to clauses changed by hand.
    """
    desk.require(Right.ISSUE)
    with desk.reading() as connection:
        shown = view(desk, connection, contract_id)
        company = _company(companies.companies(connection), shown.company_id)
    require_issuable(shown)
    language = shown.contract.language
    content = _render(desk, shown.contract, company, "demo" if company.demo else None)
    sha256 = files.keep(desk.store.folder, content)
    name = file_name(shown)
    with desk.writing("contracts.issue", counter_action="revise") as writing:
        connection = writing.connection
        again = view(desk, connection, contract_id)
        if (again.contract, again.status, again.review) != (shown.contract, shown.status, shown.review):
            raise UserError("Somebody changed this contract just now. Look at it again, then issue it.")
        now = desk.clock()
        paper_id, contract = desk.new_id(), shown.contract
        common = {"scope": shown.customer_id, "date": contract.date, "language": language, "issued_at": now,
                  "issued_by": desk.user_id}  # fmt: skip
        paper = {
            **common, "id": paper_id, "kind": "contract", "subject_table": "contract", "subject_id": contract_id,
            "number": shown.number, "revision": shown.version, "file_name": name, "sha256": sha256,
            "size": len(content), "customer_id": shown.customer_id,
        }  # fmt: skip
        rows.add(connection, Paper, [paper])
        version = {
            **common, "id": desk.new_id(), "contract_id": contract_id, "version": shown.version,
            "title": contract.title, "currency": contract.currency, "total": contract.total,
            "content": _frozen(contract), "paper_id": paper_id,
        }  # fmt: skip
        rows.add(connection, store.ContractVersion, [version])
        own = company.name_zh or company.name_en
        storage.queue(connection, paper_id, storage.archive_path(own, contract.date.year, shown.customer, name))
        values = head_values(contract)
        frozen = {"seller": values["seller"], "buyer": values["buyer"], "issued_at": now, "paper_id": paper_id}
        status = MACHINE.next_status(shown.status, "issue")
        rows.change(connection, Head, contract_id, {**frozen, "status": status})
    return Issued(paper_id, name, content, writing.changes)


def require_issuable(shown: ContractView) -> None:
    """UserError naming what keeps a contract from being issued."""
    MACHINE.next_status(shown.status, "issue")
    if shown.origin != "ours":
        raise UserError("This is the customer's own paper; it is filed, not issued.")
    if shown.blocking:
        first = shown.blocking[0].finding
        raise UserError(
            "{count} checks stop this contract. The first: {sentence} ({law})", field=first.place,
            count=len(shown.blocking), sentence=first.message, law=citation(first.law, current_language()),
        )  # fmt: skip
    agreed = shown.status == "review" and shown.review is not None and shown.review.status == "approved"
    if (shown.needs_review or shown.status == "review") and not agreed:
        raise UserError("Clauses were changed by hand. Send the contract to legal and wait for their word.",
                        field="status")  # fmt: skip


def _frozen(contract: Contract) -> dict[str, object]:
    """The facts of a version as the store keeps them for good; figures as text."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(one) for one in value]
        return value if value is None or isinstance(value, (bool, int, str)) else str(value)

    lines, clauses = line_values(contract), clause_values(filled(contract))
    return {"head": plain(head_values(contract)), "lines": plain(lines), "clauses": plain(clauses)}


def file_name(shown: ContractView) -> str:
    """``销售合同_CT-2026-7K3F-0001_华为技术_V1.pdf``."""
    title = TITLES[shown.contract.title] if shown.contract.language == "en" else shown.contract.title
    whole = paper_file_name(title, shown.number, shown.customer)
    return f"{whole.removesuffix('.pdf')}_V{shown.version}.pdf"


def sign(desk: Desk, contract_id: uuid.UUID, signed_on: dt.date, scan: tuple[str, bytes] | None = None) -> Changes:
    """Note that both parties have signed on that day, and file the scan (name and bytes)."""
    desk.require(Right.MAKE_CONTRACTS)
    sha256 = files.keep(desk.store.folder, scan[1]) if scan else ""
    with desk.writing("contracts.sign", counter_action="correct") as writing:
        connection = writing.connection
        shown = view(desk, connection, contract_id)
        status = MACHINE.next_status(shown.status, "sign")
        if signed_on < shown.contract.date or signed_on > desk.clock().astimezone().date():
            raise UserError("The day of signing lies between the date of the contract and today.", field="signed_on")
        rows.change(connection, Head, contract_id, {"status": status, "signed_on": signed_on})
        if scan:
            attach(desk, connection, contract_id, shown.customer_id, scan[0], sha256, len(scan[1]))
    return writing.changes


def void(desk: Desk, contract_id: uuid.UUID, reason: str) -> Changes:
    """Declare a contract and its papers void (作废), with the reason; they stay kept."""
    desk.require(Right.VOID_PAPERS)
    if not reason.strip():
        raise UserError("Say why the contract is void.", field="reason")
    with desk.writing("contracts.void", counter_action="correct") as writing:
        connection = writing.connection
        head = rows.fetch(connection, Head, contract_id)
        status = MACHINE.next_status(head["status"], "void")
        rows.change(connection, Head, contract_id, {"status": status})
        voided = select(PaperVoiding.paper_id)
        papers = connection.execute(
            select(Paper.id).where(Paper.subject_id == contract_id, Paper.id.not_in(voided))
        ).scalars()  # fmt: skip
        facts_made = [
            {
                "id": desk.new_id(), "scope": head["scope"], "paper_id": paper_id, "at": desk.clock(),
                "user_id": desk.user_id, "reason": reason.strip(),
            }
            for paper_id in papers
        ]  # fmt: skip
        rows.add(connection, PaperVoiding, facts_made)
    return writing.changes


def note_sent(desk: Desk, contract_id: uuid.UUID, channel: str, to: str) -> Changes:
    """Note that a contract was sent: by which channel, to whom; now."""
    with desk.reading() as connection:
        shown = view(desk, connection, contract_id)
    text = f"{shown.number} V{shown.version} → {to}".rstrip(" →")
    return customers.note_talk(
        desk, shown.customer_id, text, channel, direction="out", subject_table="contract", subject_id=contract_id
    )


def _company(own: list[Company], company_id: uuid.UUID) -> Company:
    return next(c for c in own if c.id == company_id)


def facts(desk: Desk, contract: Contract, company: Company) -> ContractFacts:
    """All that the paper of `contract` shows."""
    full = as_read(contract)
    recital = next((one for one in full.clauses if not one.number), None)
    return ContractFacts(
        number=contract.number,
        dated=contract.date,
        buyer=_party(contract.buyer, contract.domestic),
        seller=_party(contract.seller, contract.domestic),
        lines=tuple(_line(line, contract) for line in contract.lines),
        total=contract.total,
        articles=tuple(_article(full, number) for number in range(1, len(HEADINGS) + 1)),
        title_zh=contract.title,
        title_en=TITLES.get(contract.title, contract.title),
        place_zh=contract.place,
        place_en=contract.place_en or contract.place,
        recital_zh=recital.zh if recital else "",
        recital_en=recital.en if recital else "",
        columns=_columns(contract),
        trade_term=_trade_term(contract),
        total_words_zh=amount_in_words(contract.total, contract.currency, "zh"),
        total_words_en=amount_in_words(contract.total, contract.currency, "en"),
        currency=contract.currency,
        places=minor_units(contract.currency),
        domestic=contract.domestic,
        annexes=tuple(_annex(at, one) for at, one in enumerate(contract.annexes, 1)),
        letterhead=letterhead(desk, company),
    )


def _annex(at: int, one: Annex) -> PaperAnnex:
    """An annex as the list shows it: 附件一, Annex 1; a file is named where it has no number of its own."""
    return PaperAnnex(
        f"附件{chinese_number(at)}", one.title, f"Annex {at}", one.title_en or one.title, one.reference or one.file,
        one.pages,
    )  # fmt: skip


def _columns(contract: Contract) -> tuple[str, ...]:
    if contract.tax_mode == "inclusive":
        return COLUMNS_INCLUSIVE
    return COLUMNS_EXCLUSIVE if contract.domestic or contract.tax else COLUMNS_EXPORT


def _trade_term(contract: Contract) -> str:
    if contract.domestic:
        return ""
    values = contract_values(contract, "en")
    return f"{values['delivery.incoterm']} {values['delivery.named_place']}, Incoterms 2020"


def _article(full: Contract, number: int) -> Article:
    """An article; one without a clause says so, since others refer to articles by their numbers."""
    heading = HEADINGS[number - 1]
    clauses = tuple(
        ClauseText(f"{number}.{place}", one.zh, one.en, one.bold, one.table)
        for place, one in enumerate((one for one in full.clauses if one.number == number), 1)
    )
    return Article(number, heading.zh, heading.en, clauses or (ClauseText(f"{number}.1", "无。", "None."),))


def _line(line: ContractLine, contract: Contract) -> PricedLine:
    price = line.unit_price
    net = gross = None
    if price is not None:
        net = rounded_price(convert_price(price, line.vat_rate, contract.tax_mode, "exclusive"))
        gross = rounded_price(convert_price(price, line.vat_rate, contract.tax_mode, "inclusive"))
    return PricedLine(
        name_zh=line.name,
        name_en=line.name_en,
        code=line.code or "—",
        customer_code=line.customer_part_no,
        spec_zh=line.specification,
        spec_en=line.specification_en or line.specification,
        quantity=line.quantity or ZERO,
        unit_zh=line.unit,
        unit_en=unit_in_english(line.unit),
        price_net=net,
        price_gross=gross,
        tax_rate=line.vat_rate,
        net=line.net,
        tax=line.tax,
        gross=line.amount,
        delivery=line.delivery_date.isoformat() if line.delivery_date else "",
    )


def _party(party: Party, domestic: bool) -> PaperParty:
    return PaperParty(
        name=party.name,
        name_en=party.name_en,
        uscc=party.uscc if party.country == "CN" else "",
        tax_id=party.registration,
        address=party.address,
        address_en=party.address_en,
        representative=party.representative,
        contact=party.contact,
        phone=party.phone,
        email=party.email,
        bank=party.bank if domestic else party.bank_en or party.bank,
        account=party.account,
        swift="" if domestic else party.bank_code,
    )
