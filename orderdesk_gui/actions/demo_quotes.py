"""Writes the demo company's quotations as its clerks would have: priced by the list of the day."""

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from orderdesk_gui.actions import quotes_papers
from orderdesk_gui.actions.demo_facts import DemoCustomer, DemoData, DemoLine, DemoProduct, DemoQuote, DemoRevision
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import current_language
from orderdesk_gui.rules.price_book import PriceBook
from orderdesk_gui.rules.prices import PriceRequest, find_price
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTerms, quote_totals
from orderdesk_gui.store import price_book, rows
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.quote_rows import line_values, revision_values
from orderdesk_gui.store.quotes import Quote as Head
from orderdesk_gui.store.quotes import QuoteLine as LineRow
from orderdesk_gui.store.quotes import QuoteRevision

Row = dict[str, Any]
RECENT_DAYS = 30


def write(
    desk: Desk,
    connection: Connection,
    data: DemoData,
    *,
    company_id: uuid.UUID,
    users: Mapping[str, uuid.UUID],
    customers: Mapping[str, uuid.UUID],
    contacts: Mapping[str, list[uuid.UUID]],
    products: Mapping[str, uuid.UUID],
    papers: dict[str, uuid.UUID],
) -> tuple[list[uuid.UUID], list[tuple[uuid.UUID, uuid.UUID]]]:
    """Write all quotations; their ids go into `papers`.

    Returns the recent ones that were issued, and (id, owner) of those that their owners still have to submit.
    """
    buyers = {c.code: c for c in data.customers}
    goods = {p.code: p for p in data.products}
    listed = {product_id: goods[code].list_price for code, product_id in products.items()}
    book = price_book.load(connection, listed, None, data.today)
    heads: list[Row] = []
    revisions: list[Row] = []
    lines: list[Row] = []
    recent: list[uuid.UUID] = []
    unsubmitted: list[tuple[uuid.UUID, uuid.UUID]] = []
    for one in data.quotes:
        buyer = buyers[one.customer]
        head_id = papers[one.key] = desk.new_id()
        contact = contacts[one.customer][0] if contacts[one.customer] else None
        for revision in one.revisions:
            quote = Quote(
                customer_id=customers[one.customer],
                company_id=company_id,
                date=revision.date,
                valid_until=revision.valid_until,
                currency=one.currency,
                tax_mode="exclusive" if one.tax_mode == "exclusive" else "inclusive",
                terms=_terms(buyer, revision),
                contact_id=contact,
                inquiry_id=papers.get(one.inquiry),
                lines=tuple(_line(line, one, buyer, revision.date, goods, products, book) for line in revision.lines),
            )
            totals = quote_totals(quote)
            revision_id = desk.new_id()
            issued = revision.status in ("issued", "withdrawn")
            at = dt.datetime.combine(revision.date, dt.time(6, 30), dt.UTC)
            owner = users[one.owner]
            revisions.append({
                **revision_values(quote, totals), "id": revision_id, "quote_id": head_id, "scope": quote.customer_id,
                "number": revision.number, "status": _before_asking(revision.status), "language": one.language,
                "issued_at": at if issued else None, "issued_by": owner if issued else None,
            })  # fmt: skip
            costs = [goods[line.product].cost if line.product else None for line in revision.lines]
            lines += [
                {**values, "id": desk.new_id(), "revision_id": revision_id, "scope": quote.customer_id,
                 "position": place, "cost": costs[place]}
                for place, values in enumerate(line_values(quote, totals))
            ]  # fmt: skip
        heads.append({
            "id": head_id, "scope": quote.customer_id, "customer_id": quote.customer_id, "company_id": company_id,
            "number": next_number(connection, "QT", one.revisions[0].date.year, desk.device),
            "inquiry_id": papers.get(one.inquiry), "copied_from": papers.get(one.copied_from), "owner_id": owner,
            "outcome": one.outcome, "state": _before_asking(one.state), "revision": revision.number,
            "revision_id": revision_id,
            "date": quote.date, "valid_until": quote.valid_until, "currency": one.currency,
            "total": totals.total.gross, "decided_on": one.decided_on, "lost_reason": one.lost_reason,
            "project": one.project.zh if current_language() == "zh" else one.project.en,
            "lost_note": one.lost_note.zh if current_language() == "zh" else one.lost_note.en,
        })  # fmt: skip
        if issued and (data.today - quote.date).days <= RECENT_DAYS:
            recent.append(head_id)
        if one.state == "submitted":
            unsubmitted.append((head_id, owner))
    rows.add(connection, Head, heads)
    rows.add(connection, QuoteRevision, revisions)
    rows.add(connection, LineRow, lines)
    return recent, unsubmitted


def _before_asking(status: str) -> str:
    """What waits for approval is submitted by its clerk afterwards, so that it can really be decided."""
    return "draft" if status == "submitted" else status


def _terms(buyer: DemoCustomer, revision: DemoRevision) -> QuoteTerms:
    place = buyer.delivery_address
    return QuoteTerms(
        payment=revision.payment,
        delivery_place=place.en if buyer.foreign else place.zh,
        incoterm="FCA Suzhou, Incoterms 2020" if buyer.foreign else "",
        warranty="12 months from acceptance" if buyer.foreign else "验收合格之日起 12 个月",
    )


def _line(
    line: DemoLine,
    one: DemoQuote,
    buyer: DemoCustomer,
    day: dt.date,
    goods: Mapping[str, DemoProduct],
    products: Mapping[str, uuid.UUID],
    book: PriceBook,
) -> QuoteLine:
    rate = Decimal(0) if one.tax_mode == "exclusive" else Decimal("0.13")
    if not line.product:
        return QuoteLine(
            line.quantity, line.unit_price or Decimal(0), vat_rate=rate, kind=line.kind,  # type: ignore[arg-type]
            name_zh=line.name.zh, name_en=line.name.en, unit=line.unit.zh, manual=True,
        )  # fmt: skip
    product = goods[line.product]
    request = PriceRequest(
        product_id=products[line.product], quantity=line.quantity, on=day, vat_rate=rate, tier=buyer.tier,
        category=product.category.zh if current_language() == "zh" else product.category.en, unit=product.unit.zh,
        currency=one.currency, tax_mode="exclusive" if one.tax_mode == "exclusive" else "inclusive",
        manual_discount=line.discount or None,
    )  # fmt: skip
    found = find_price(request, book)
    english = buyer.foreign
    return QuoteLine(
        quantity=line.quantity,
        unit_price=found.unit_price or Decimal(0),
        vat_rate=rate,
        product_id=request.product_id,
        code=product.code,
        name_zh=product.name.zh,
        name_en=product.name.en,
        specification=product.specification.en if english else product.specification.zh,
        unit=product.unit.en if english else product.unit.zh,
        list_price=found.list_price,
        discount=line.discount,
        price_list_id=found.price_list_id,
        price_list_revision=found.price_list_revision,
        lead_days=product.lead_days,
        delivery_date=day + dt.timedelta(days=product.lead_days * 7 // 5),
    )


def keep_recent_papers(desk: Desk, quotes: list[uuid.UUID]) -> None:
    """Keep the PDFs of quotations that were issued lately, as issuing them would have."""
    with desk.writing("demo.papers", counter_action="correct") as writing:
        for quote_id in quotes:
            quotes_papers.keep_paper(desk, writing.connection, quote_id)
