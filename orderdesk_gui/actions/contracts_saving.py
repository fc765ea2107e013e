"""Writes contracts: drafts from a quotation, edits, overrides, new versions, the customer's own signed papers."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import companies, contracts_library
from orderdesk_gui.actions.contracts import Head, about, buyer_of, content, seller_of, view
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import QuoteView, today
from orderdesk_gui.actions.quotes import view as quote_view
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.contract_facts import city_of, months_of
from orderdesk_gui.rules.contract_library import LibraryClause, Template, vocabulary
from orderdesk_gui.rules.contract_making import (
    contract_lines,
    followed,
    numbered,
    total_of,
    with_clauses,
    wording_changed,
)
from orderdesk_gui.rules.contracts import MACHINE, TITLES, Clause, Contract, ContractLine, QuotationRef
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import round_amount
from orderdesk_gui.rules.payment import check_terms
from orderdesk_gui.store import contracts as store
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.contract_rows import clause_values, head_values, line_values
from orderdesk_gui.store.customers import Address, Customer
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.papers import Attachment
from orderdesk_gui.store.products import Product

LANGUAGES = ("zh", "en", "both")


@dataclass(frozen=True, slots=True)
class SavedContract:
    """A contract that was saved: its id and number, what to look at again, and what changed."""

    id: uuid.UUID
    number: str
    changes: Changes
    warnings: tuple[Message, ...] = ()


def from_quote(
    desk: Desk,
    quote_id: uuid.UUID,
    template: str | None = None,
    language: str | None = None,
    title: str | None = None,
) -> SavedContract:
    """Draw up a contract from the issued newest revision of a quotation, and save it as a draft.

    The quotation must be won, or still open: a contract is often what the customer is won with; then a
    warning says so. `template` is a key (default: by trade and kind of goods), `language` zh, en or both
    (default: of the template), `title` one of :data:`TITLES`. UserError where it cannot be made.
    """
    desk.require(Right.MAKE_CONTRACTS)
    contracts_library.ensure(desk)
    with desk.writing("contracts.from_quote") as writing:
        saved = write(desk, writing.connection, quote_id, template, language, title)
    return replace(saved, changes=writing.changes)


def write(
    desk: Desk,
    connection: Connection,
    quote_id: uuid.UUID,
    template: str | None = None,
    language: str | None = None,
    title: str | None = None,
) -> SavedContract:
    """As :func:`from_quote`, within a transaction under way."""
    shown = quote_view(desk, connection, quote_id)
    _require_ready(shown)
    used = _template(connection, shown, template)
    made, warnings = _drawn_up(desk, connection, shown, used, language or used.language, title or "销售合同")
    contract_id = desk.new_id()
    head = {
        **head_values(made), "id": contract_id, "scope": shown.quote.customer_id,
        "company_id": shown.quote.company_id, "customer_id": shown.quote.customer_id,
        "quote_revision_id": shown.revision.id, "owner_id": shown.owner_id, "template_key": used.key,
        "template_version": used.version,
    }  # fmt: skip
    rows.add(connection, Head, [head])
    _write_children(desk, connection, contract_id, shown.quote.customer_id, made)
    return SavedContract(contract_id, made.number, Changes(), warnings)


def _require_ready(shown: QuoteView) -> None:
    if shown.status not in ("won", "issued"):
        raise UserError(
            "A contract is made from a quotation that is won, or issued and still open. {number} is not: "
            "issue it first, or make a new revision of it.",
            field="quote_id", number=shown.number,
        )  # fmt: skip
    if shown.revision.issued_at is None:
        raise UserError("Issue revision {revision} of {number} first; a contract follows an issued offer.",
                        field="quote_id", revision=shown.revision.number, number=shown.number)  # fmt: skip


def _template(connection: Connection, shown: QuoteView, key: str | None) -> Template:
    known = contracts_library.templates(connection)
    if key is None:
        customer = rows.fetch(connection, Customer, shown.quote.customer_id)
        if customer["country"] != "CN" or shown.quote.currency != "CNY":
            key = "export"
        else:
            ids = {line.product_id for line in shown.quote.lines if line.product_id}
            kinds = connection.execute(select(Product.kind).where(Product.id.in_(ids))).scalars()
            key = "domestic_custom" if "custom" in set(kinds) else "domestic_standard"
    if key not in known:
        raise UserError("There is no contract template “{key}”. Choose one of: {known}.", field="template", key=key,
                        known=", ".join(known))  # fmt: skip
    return known[key]


def _drawn_up(
    desk: Desk, connection: Connection, shown: QuoteView, template: Template, language: str, title: str
) -> tuple[Contract, tuple[Message, ...]]:
    quote, day = shown.quote, today(desk)
    _check_choices(language, title)
    company = next(c for c in companies.companies(connection) if c.id == quote.company_id)
    seller = seller_of(connection, quote.company_id, shown.owner_id)
    buyer = buyer_of(connection, quote.customer_id, quote.contact_id)
    addresses = rows.children(connection, Address, "customer_id", quote.customer_id)
    place = quote.terms.delivery_place or next((a["text"] for a in addresses if a["kind"] == "delivery"), buyer.address)
    lines = _in_english(connection, contract_lines(quote))
    total = total_of(lines)
    made = Contract(
        number=next_number(connection, company.contract_series, day.year, desk.device),
        date=day,
        seller=seller,
        buyer=buyer,
        lines=lines,
        total=total.gross,
        net=total.net,
        tax=total.tax,
        title=title,
        language=language,  # type: ignore[arg-type]
        place=city_of(seller.address),
        place_en=_city_en(seller.address_en),
        currency=quote.currency,
        tax_mode=quote.tax_mode,
        payment=quote.terms.payment,
        delivery_place=place,
        delivery_place_en=next((a["text_en"] for a in addresses if a["text"] == place), ""),
        delivery_method=quote.terms.delivery_method,
        lead_days=_lead_days(connection, shown),
        warranty_months=months_of(quote.terms.warranty),
        trade_term=quote.terms.incoterm,
        drawings=_drawings(connection, shown),
        tooling=any(line.kind == "mould" for line in quote.lines),
        quotation=QuotationRef(shown.number, shown.revision.number, shown.revision.date),
        quote_id=shown.id,
        values=template.defaults,
        choices=template.facts,
    )
    made = replace(made, choices={**template.facts, "language": language})
    made = with_clauses(made, template, contracts_library.clauses(connection))
    return made, _warnings(shown, made)


def _in_english(connection: Connection, lines: tuple[ContractLine, ...]) -> tuple[ContractLine, ...]:
    """The lines with the English names and specifications of their products, where the quotation has none."""
    ids = {line.product_id for line in lines if line.product_id}
    query = select(Product.id, Product.name_en, Product.specification_en).where(Product.id.in_(ids))
    known = {r.id: r for r in connection.execute(query)}
    return tuple(
        replace(line, name_en=line.name_en or found.name_en, specification_en=found.specification_en) if found else line
        for line in lines
        for found in [known.get(line.product_id) if line.product_id else None]
    )


def _warnings(shown: QuoteView, made: Contract) -> tuple[Message, ...]:
    found = []
    if shown.status != "won":
        found.append(message("The quotation is not marked as won yet."))
    if made.lead_days is None and not any(line.delivery_date for line in made.lines):
        days = vocabulary()["delivery.lead_time_days"].default_zh
        found.append(
            message("The quotation says nothing of delivery; {days} working days stand in the contract.", days=days)
        )
    if not made.delivery_place:
        found.append(message("The customer has no address for delivery."))
    return tuple(found)


def _check_choices(language: str, title: str) -> None:
    if language not in LANGUAGES:
        raise UserError("Choose Chinese (zh), English (en) or both.", field="language")
    if title not in TITLES:
        raise UserError("Choose one of the titles: {titles}.", field="title", titles="、".join(TITLES))


def _city_en(address: str) -> str:
    """``Suzhou, China`` of an English address; empty where it has no comma."""
    parts = [re.sub(r"\s*\d{5,6}\s*", "", part).strip() for part in address.split(",") if part.strip()]
    kept = [part for part in parts if part and not re.search(r"P\.?\s?R\.?\s?China|^China$", part, re.IGNORECASE)]
    return f"{kept[-1]}, China" if len(parts) > 1 and kept else ""


def _lead_days(connection: Connection, shown: QuoteView) -> int | None:
    """Working days to delivery: of the offer, else the longest of its lines or products."""
    if shown.quote.terms.lead_days:
        return shown.quote.terms.lead_days
    ids = {line.product_id for line in shown.quote.lines if line.product_id}
    known = connection.execute(select(Product.lead_days).where(Product.id.in_(ids))).scalars()
    days = [*known, *(line.lead_days for line in shown.quote.lines)]
    return max((one for one in days if one), default=None)


def _drawings(connection: Connection, shown: QuoteView) -> str:
    ids = {line.product_id for line in shown.quote.lines if line.product_id}
    found = connection.execute(
        select(Product.drawing_number, Product.drawing_revision)
        .where(Product.id.in_(ids), Product.drawing_number != "")
        .order_by(Product.drawing_number)
    )
    return "、".join(f"{r[0]} {r[1]}".strip() for r in found)


def _write_children(
    desk: Desk, connection: Connection, contract_id: uuid.UUID, customer_id: uuid.UUID, made: Contract
) -> None:
    for model, values in ((store.ContractLine, line_values(made)), (store.ContractClause, clause_values(made))):
        children = [
            {**row, "id": desk.new_id(), "contract_id": contract_id, "scope": customer_id, "position": place}
            for place, row in enumerate(values)
        ]
        rows.add(connection, model, children)


def save(desk: Desk, contract_id: uuid.UUID, changed: Contract) -> SavedContract:
    """Save the draft as edited: title, date, place, language, delivery, payment, values, choices and clauses.

    Parties, lines and totals follow the books and the quotation. A clause whose words differ from the library
    counts as edited; other facts bring in and take out the clauses that the template ties to them.
    UserError where the contract is no draft.
    """
    desk.require(Right.MAKE_CONTRACTS)
    _check_choices(changed.language, changed.title)
    check_terms(changed.payment, "payment")
    with desk.writing("contracts.save") as writing:
        connection = writing.connection
        head = _draft(desk, connection, contract_id)
        before = content(connection, head)
        choices = {**changed.choices, "language": changed.language}
        after = replace(
            before, title=changed.title, date=changed.date, place=changed.place, place_en=changed.place_en,
            language=changed.language, delivery_place=changed.delivery_place,
            delivery_place_en=changed.delivery_place_en, delivery_method=changed.delivery_method,
            delivery_date=changed.delivery_date, lead_days=changed.lead_days,
            warranty_months=changed.warranty_months, trade_term=changed.trade_term, payment=changed.payment,
            values=_values(changed.values), choices=choices, clauses=changed.clauses,
        )  # fmt: skip
        after = replace(after, clauses=_clauses(connection, head, before, after))
        values = head_values(after)
        del values["quote_id"], values["number"]
        rows.change(connection, Head, contract_id, values)
        children = [{**row, "scope": head["scope"]} for row in clause_values(after)]
        rows.replace_children(
            connection, store.ContractClause, "contract_id", contract_id, children, now=desk.clock(),
            make_id=desk.new_id,
        )  # fmt: skip
    return SavedContract(contract_id, head["number"], writing.changes)


def _draft(desk: Desk, connection: Connection, contract_id: uuid.UUID) -> dict[str, Any]:
    head = rows.fetch(connection, Head, contract_id)
    desk.require_owner(head["owner_id"])
    if head["status"] != "draft" or head["origin"] != "ours":
        raise UserError(MACHINE.advice.get(head["status"], MACHINE.advice["signed"]), field="status")
    return head


def _values(values: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    known = vocabulary()
    return {
        name: (both[0].strip(), both[1].strip())
        for name, both in values.items()
        if name in known and known[name].open_to_people and (both[0].strip() or both[1].strip())
    }


def _clauses(connection: Connection, head: Mapping[str, Any], before: Contract, after: Contract) -> tuple[Clause, ...]:
    """The clauses numbered anew, with what other facts bring, and marked where their words were changed."""
    library = contracts_library.clauses(connection)
    clauses = numbered(one for one in after.clauses if one.zh.strip() or one.en.strip())
    marked = []
    recital = next((one for one in before.clauses if not one.number), None)
    for one in clauses:
        if one.number:
            known = _library_version(connection, library, one.library_key, one.library_version)
            marked.append(replace(one, edited=wording_changed(one, known)))
        else:
            same = recital is not None and (one.zh, one.en) == (recital.zh, recital.en)
            marked.append(replace(one, edited=one.edited or not same))
    template = contracts_library.template(connection, head["template_key"], head["template_version"])
    if template is None:
        return tuple(marked)
    return followed(before, replace(after, clauses=tuple(marked)), template, library)


def _library_version(
    connection: Connection, library: Mapping[str, LibraryClause], key: str, version: int | None
) -> LibraryClause | None:
    newest = library.get(key)
    if newest is None or newest.version == version:
        return newest
    return contracts_library.clause(connection, key, version or 1)


def override(desk: Desk, contract_id: uuid.UUID, rule: int, place: str, reason: str) -> Changes:
    """Let the finding of `rule` at `place` stand, for a reason that is kept with the person and the moment.

    What blocks issuing (E) takes the right to override contract checks; the words may not change afterwards,
    or it blocks again.
    """
    if not reason.strip():
        raise UserError("Say why this may stand.", field="reason")
    with desk.writing("contracts.override", counter_action="correct") as writing:
        shown = view(desk, writing.connection, contract_id)
        found = next((f.finding for f in shown.findings if (f.finding.rule, f.finding.place) == (rule, place)), None)
        if found is None:
            raise UserError("The check finds nothing there any more. Look at the contract again.")
        desk.require(Right.OVERRIDE_LINT if found.severity == "E" else Right.MAKE_CONTRACTS)
        head = rows.fetch(writing.connection, Head, contract_id)
        if head["status"] not in ("draft", "review"):
            raise UserError(MACHINE.advice[head["status"]], field="status")
        said = {
            "about": about(found), "rule": rule, "place": place, "reason": reason.strip(), "by": desk.user_id.hex,
            "at": desk.clock().isoformat(), "version": head["version"],
        }  # fmt: skip
        kept = [one for one in head["overrides"] or [] if one["about"] != said["about"]]
        rows.change(writing.connection, Head, contract_id, {"overrides": [*kept, said]})
    return writing.changes


def new_version(desk: Desk, contract_id: uuid.UUID) -> SavedContract:
    """Begin the next version of an issued contract, dated today; what was issued stays kept as it is."""
    desk.require(Right.MAKE_CONTRACTS)
    with desk.writing("contracts.new_version", counter_action="void") as writing:
        connection = writing.connection
        shown = view(desk, connection, contract_id)
        status = MACHINE.next_status(shown.status, "revise")
        values = {
            "status": status, "version": shown.version + 1, "date": today(desk), "issued_at": None, "paper_id": None,
        }  # fmt: skip
        rows.change(connection, Head, contract_id, values)
    return SavedContract(contract_id, shown.number, writing.changes)


def delete(desk: Desk, contract_id: uuid.UUID) -> Changes:
    """Put a contract that was never issued into the recycle bin; its number stays given."""
    desk.require(Right.MAKE_CONTRACTS)
    with desk.writing("contracts.delete") as writing:
        shown = view(desk, writing.connection, contract_id)
        if shown.versions or shown.status not in ("draft", "review"):
            raise UserError("An issued contract is never deleted. Void it with a reason instead.")
        rows.change(writing.connection, Head, contract_id, {"deleted_at": desk.clock()})
    return writing.changes


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
    """File a contract that the customer drew up and both have signed, under a number of ours and theirs."""
    desk.require(Right.MAKE_CONTRACTS)
    if not paper.customer_number.strip():
        raise UserError("Enter the number that stands on the customer's paper.", field="customer_number")
    if not paper.total.is_finite() or paper.total <= 0:
        raise UserError("Enter what the contract is worth, with tax.", field="total")
    sha256 = files.keep(desk.store.folder, paper.scan[1]) if paper.scan else ""
    with desk.writing("contracts.file_signed", counter_action="correct") as writing:
        connection = writing.connection
        own = companies.companies(connection)
        if not own:
            raise UserError("There is no company of our own yet. Enter it in Settings, Companies.", field="company_id")
        shown = quote_view(desk, connection, paper.quote_id) if paper.quote_id else None
        company = next((c for c in own if shown and c.id == shown.quote.company_id), own[0])
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


def attach(
    desk: Desk, connection: Connection, contract_id: uuid.UUID, scope: uuid.UUID, name: str, sha256: str, size: int
) -> None:
    """Hang a kept file on a contract, within a transaction under way."""
    row = {
        "id": desk.new_id(), "scope": scope, "subject_table": "contract", "subject_id": contract_id, "name": name,
        "sha256": sha256, "size": size, "added_at": desk.clock(), "added_by": desk.user_id,
    }  # fmt: skip
    rows.add(connection, Attachment, [row])
