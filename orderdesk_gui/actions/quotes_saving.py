"""Writes quotations: new ones, edits, revisions, copies, and what became of them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from orderdesk_gui.actions import settings
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.quotes import QuoteView, load, today, view
from orderdesk_gui.actions.quotes_effects import note_inquiry, tell_inquiry, void_all
from orderdesk_gui.actions.quotes_lines import line_rows
from orderdesk_gui.actions.quotes_pricing import Wanted, price_lines
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.prices import PricedLine
from orderdesk_gui.rules.quote_checks import require_valid
from orderdesk_gui.rules.quote_comparison import LineDifference, compare_quotes
from orderdesk_gui.rules.quote_status import HEAD, REVISION, check_loss_reason, shown_status
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTerms, quote_totals
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Contact, Customer
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.people import Company
from orderdesk_gui.store.quote_rows import revision_values
from orderdesk_gui.store.quotes import Quote as Head
from orderdesk_gui.store.quotes import QuoteLine as LineRow
from orderdesk_gui.store.quotes import QuoteRevision
from orderdesk_gui.store.terms import payment_terms


@dataclass(frozen=True, slots=True)
class SavedQuote:
    """A quotation that was saved: its id and number, and what changed."""

    id: uuid.UUID
    number: str
    revision_id: uuid.UUID
    changes: Changes


def blank(desk: Desk, customer_id: uuid.UUID, *, company_id: uuid.UUID | None = None) -> Quote:
    """A new quotation for a customer, with the terms that are usual with them and no lines."""
    with desk.reading() as connection:
        customer = rows.fetch(connection, Customer, customer_id)
        desk.require_owner(customer["owner_id"])
        company = _company(connection, company_id)
        contact = connection.execute(_FIRST_CONTACT, {"customer": customer_id}).scalar()
        place = connection.exec_driver_sql(
            "SELECT text FROM address WHERE customer_id = ? AND kind = 'delivery' AND deleted_at IS NULL "
            "ORDER BY position LIMIT 1",
            (customer_id.bytes,),
        ).scalar()
        day = today(desk)
        lasts = settings.read(connection, "quotation_valid_days", day)
    foreign = customer["currency"] != company["currency"]
    return Quote(
        customer_id=customer_id,
        company_id=company["id"],
        date=day,
        valid_until=day + timedelta(days=lasts),
        currency=customer["currency"],
        tax_mode="exclusive" if foreign else company["tax_mode"],
        freight_vat_rate=Decimal(0) if foreign else company["vat_rate"],
        terms=QuoteTerms(payment=payment_terms(customer["payment"]), delivery_place=place or ""),
        contact_id=contact,
        lines=(),
    )


_FIRST_CONTACT = (
    select(Contact.id)
    .where(Contact.customer_id == bindparam("customer"), Contact.deleted_at.is_(None))
    .order_by(Contact.main.desc(), Contact.position)
    .limit(1)
)
_FIRST_COMPANY = select(Company.__table__).where(Company.deleted_at.is_(None)).order_by(Company.position).limit(1)


def _company(connection: Connection, company_id: uuid.UUID | None) -> Mapping[str, Any]:
    if company_id is not None:
        return rows.fetch(connection, Company, company_id)
    found = connection.execute(_FIRST_COMPANY).mappings().first()
    if found is None:
        raise UserError("First say which company this is: open Settings, Companies.", field="company_id")
    return dict(found)


def save(
    desk: Desk,
    quote: Quote,
    quote_id: uuid.UUID | None = None,
    *,
    customer_po: str = "",
    project: str = "",
    copied_from: uuid.UUID | None = None,
) -> SavedQuote:
    """Save a new quotation, or the draft revision of one; it takes its number now and keeps it.

    `copied_from` is the earlier quotation that a new one repeats (返单).
    UserError at the field that must be mended, and where the newest revision is no draft any more.
    """
    desk.require(Right.MAKE_QUOTES)
    require_valid(quote)
    with desk.writing("quotes.save") as writing:
        extra: dict[str, Any] = {"customer_po": customer_po, "project": project}
        tier = None
        if quote_id is None:
            extra["copied_from"] = copied_from
            customer = rows.fetch(writing.connection, Customer, quote.customer_id)
            desk.require_owner(customer["owner_id"])
            tier = customer["tier"]
        saved = write(desk, writing.connection, quote, quote_id, extra, tier=tier)
    return replace(saved, changes=writing.changes)


def write(
    desk: Desk,
    connection: Connection,
    quote: Quote,
    quote_id: uuid.UUID | None,
    extra: Mapping[str, Any],
    *,
    own_number: str = "",
    tier: str | None = None,
) -> SavedQuote:
    """As :func:`save`, within a transaction under way and without checks.

    `own_number` keeps the number under which an imported quotation is known; `tier` is the customer's where it was
    read already.
    """
    totals = quote_totals(quote)
    seen = {
        "date": quote.date,
        "valid_until": quote.valid_until or quote.date,
        "currency": quote.currency,
        "total": totals.total.gross,
        "customer_id": quote.customer_id,
        "company_id": quote.company_id,
        "scope": quote.customer_id,
        **extra,
    }
    if quote_id is None:
        head_id, revision_id = desk.new_id(), desk.new_id()
        company = _company(connection, quote.company_id)
        number = own_number or next_number(connection, company["quote_series"], quote.date.year, desk.device)
        note_inquiry(connection, quote.inquiry_id)
        head = {
            **seen, "id": head_id, "number": number, "inquiry_id": quote.inquiry_id, "owner_id": desk.user_id,
            "revision_id": revision_id,
        }  # fmt: skip
        rows.add(connection, Head, [head])
        revision = {"id": revision_id, "quote_id": head_id, "number": 1, "scope": quote.customer_id}
        rows.add(connection, QuoteRevision, [{**revision_values(quote, totals), **revision}])
    else:
        head_id = quote_id
        old = rows.fetch(connection, Head, quote_id)
        desk.require_owner(old["owner_id"])
        revision_id, number = old["revision_id"], old["number"]
        revised = rows.fetch(connection, QuoteRevision, revision_id)
        require_open(old["outcome"])
        if revised["status"] not in ("draft", "returned"):
            raise UserError(REVISION.advice[revised["status"]])
        _require_same_parties(desk, connection, old, quote, revised["number"])
        rows.change(connection, Head, head_id, seen)
        rows.change(connection, QuoteRevision, revision_id, revision_values(quote, totals))
    lines = line_rows(connection, quote, totals, before=revision_id if quote_id else None, tier=tier)
    if quote_id is None:
        place = {"revision_id": revision_id}
        rows.add(
            connection, LineRow,
            [{**line, **place, "id": desk.new_id(), "position": position} for position, line in enumerate(lines)],
        )  # fmt: skip
    else:
        rows.replace_children(
            connection, LineRow, "revision_id", revision_id, lines, now=desk.clock(), make_id=desk.new_id
        )
    return SavedQuote(head_id, number, revision_id, Changes())


def require_open(outcome: str) -> None:
    """UserError naming the way out unless the business is still open."""
    if outcome != "open":
        raise UserError(HEAD.advice[outcome])


def _require_same_parties(
    desk: Desk, connection: Connection, old: Mapping[str, Any], quote: Quote, revision: int
) -> None:
    if old["customer_id"] != quote.customer_id:
        desk.require_owner(rows.fetch(connection, Customer, quote.customer_id)["owner_id"])
    if revision > 1 and (old["customer_id"], old["company_id"]) != (quote.customer_id, quote.company_id):
        raise UserError(
            "Seller and customer stay the same in every revision. Copy the quotation to offer to somebody else.",
            field="customer_id",
        )


_UNDECIDED: Mapping[str, Any] = {"lost_reason": "", "lost_note": "", "decided_on": None}


def revise(desk: Desk, quote_id: uuid.UUID) -> SavedQuote:
    """Begin the next revision of an issued quotation, dated today; the issued ones stay in force as they are."""
    desk.require(Right.MAKE_QUOTES)
    with desk.writing("quotes.revise", counter_action="void") as writing:
        connection = writing.connection
        old = view(desk, connection, quote_id)
        REVISION.next_status(old.revision.status, "revise")
        day = today(desk)
        lasted = (old.revision.valid_until - old.revision.date).days
        quote = replace(old.quote, date=day, valid_until=day + timedelta(days=max(lasted, 1)))
        totals = quote_totals(quote)
        revision_id = desk.new_id()
        number = (
            1
            + connection.execute(
                select(func.max(QuoteRevision.number)).where(QuoteRevision.quote_id == quote_id)
            ).scalar_one()
        )
        rows.add(
            connection,
            QuoteRevision,
            [
                {
                    **revision_values(quote, totals),
                    "id": revision_id,
                    "quote_id": quote_id,
                    "number": number,
                    "scope": quote.customer_id,
                }
            ],
        )
        rows.change(
            connection,
            Head,
            quote_id,
            {
                "revision": number,
                "revision_id": revision_id,
                "outcome": HEAD.next_status(old.outcome, "revise"),
                **_UNDECIDED,
                "state": "draft",
                "date": day,
                "valid_until": quote.valid_until,
            },
        )
        lines = [
            {**line, "id": desk.new_id(), "revision_id": revision_id, "position": position}
            for position, line in enumerate(line_rows(connection, quote, totals, before=old.revision.id))
        ]
        rows.add(connection, LineRow, lines)
    return SavedQuote(quote_id, old.number, revision_id, writing.changes)


@dataclass(frozen=True, slots=True)
class Copied:
    """A new quotation made from an earlier one (返单): its content, and what each line costs now against then."""

    quote: Quote
    differences: tuple[LineDifference, ...]


def copy(desk: Desk, quote_id: uuid.UUID) -> Copied:
    """The content of a new quotation like an earlier one, priced anew; nothing is saved yet."""
    old = load(desk, quote_id).quote
    day = today(desk)
    with desk.reading() as connection:
        goods = [line for line in old.lines if line.product_id]
        wanted = [Wanted(line.product_id, line.quantity) for line in goods if line.product_id]
        found = price_lines(connection, wanted, old.customer_id, day, old.currency, old.tax_mode)
        lasts = settings.read(connection, "quotation_valid_days", day)
    priced = iter([line for _, line in found])
    lines = tuple(_repriced(line, next(priced, None) if line.product_id else None) for line in old.lines)
    quote = replace(old, date=day, valid_until=day + timedelta(days=lasts), lines=lines, inquiry_id=None)
    return Copied(quote, compare_quotes(old, quote))


def _repriced(line: QuoteLine, found: PricedLine | None) -> QuoteLine:
    if found is None or found.unit_price is None:
        return replace(line, delivery_date=None)
    return replace(
        line,
        unit_price=found.unit_price,
        list_price=found.list_price,
        discount=Decimal(0),
        manual=False,
        price_list_id=found.price_list_id,
        price_list_revision=found.price_list_revision,
        delivery_date=None,
    )


def decide(
    desk: Desk, quote_id: uuid.UUID, command: str, *, reason: str = "", note: str = "", customer_po: str = ""
) -> Changes:
    """Note what became of a quotation: command win, lose (with a reason), reopen or void (with a note)."""
    desk.require(Right.VOID_PAPERS if command == "void" else Right.MAKE_QUOTES)
    if command == "lose":
        check_loss_reason(reason, note)
    if command == "void" and not note.strip():
        raise UserError("Say why the quotation is void.", field="note")
    counter = {"win": "reopen", "lose": "reopen", "reopen": "correct", "void": "correct"}[command]
    with desk.writing(f"quotes.{command}", counter_action=counter) as writing:
        head = rows.fetch(writing.connection, Head, quote_id)
        desk.require_owner(head["owner_id"])
        revision = rows.fetch(writing.connection, QuoteRevision, head["revision_id"])
        if command == "win" and revision["status"] != "issued":
            raise UserError(REVISION.advice[revision["status"]])
        outcome = HEAD.next_status(head["outcome"], command)
        values: dict[str, Any] = {"outcome": outcome, "state": shown_status(revision["status"], outcome)}
        if command == "void":
            void_all(desk, writing.connection, quote_id, note.strip())
            values["lost_note"] = note.strip()
        elif command == "reopen":
            values |= _UNDECIDED
        else:
            values["decided_on"] = today(desk)
        if command == "lose":
            values |= {"lost_reason": reason, "lost_note": note}
        if customer_po:
            values["customer_po"] = customer_po
        rows.change(writing.connection, Head, quote_id, values)
        if "won" in (head["outcome"], outcome):
            tell_inquiry(writing.connection, head["inquiry_id"], command)
    return writing.changes


def expire(desk: Desk, on: date | None = None) -> Changes:
    """Mark open offers that ended before `on` (default today) as expired."""
    day = on or today(desk)
    with desk.writing("quotes.expire", counter_action="revise") as writing:
        ended: Sequence[uuid.UUID] = (
            writing.connection.execute(
                select(Head.id).where(Head.state == "issued", Head.outcome == "open", Head.valid_until < day)
            )
            .scalars()
            .all()
        )
        for quote_id in ended:
            rows.change(writing.connection, Head, quote_id, {"outcome": "expired", "state": "expired"})
    return writing.changes


def delete(desk: Desk, quote_id: uuid.UUID) -> Changes:
    """Put a quotation that was never issued into the recycle bin; its number stays given.

    On top of issued revisions only the draft goes: the last one before it is the newest again.
    """
    desk.require(Right.MAKE_QUOTES)
    with desk.writing("quotes.delete") as writing:
        shown = view(desk, writing.connection, quote_id)
        if all(one.issued_at is None for one in shown.revisions):
            rows.change(writing.connection, Head, quote_id, {"deleted_at": desk.clock()})
        elif shown.revision.status in ("draft", "returned") and shown.outcome == "open":
            _drop_draft(desk, writing.connection, shown)
        else:
            raise UserError("An issued quotation is never deleted. Void it with a reason instead.")
    return writing.changes


def _drop_draft(desk: Desk, connection: Connection, shown: QuoteView) -> None:
    before = rows.fetch(connection, QuoteRevision, shown.revisions[-2].id)
    rows.change(connection, QuoteRevision, shown.revision.id, {"deleted_at": desk.clock()})
    seen = {key: before[key] for key in ("date", "valid_until", "currency", "total")}
    head = {**seen, "revision": before["number"], "revision_id": before["id"], "state": before["status"]}
    rows.change(connection, Head, shown.id, head)
