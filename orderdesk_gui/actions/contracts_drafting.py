"""Draws up a contract from a quotation: its template, parties, lines, terms and what to look at again."""

import re
from dataclasses import replace

from sqlalchemy import Connection, select

from orderdesk_gui.actions import companies, contracts_library
from orderdesk_gui.actions.contracts_parties import buyer_of, seller_of
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes import QuoteView, today
from orderdesk_gui.rules.contract_facts import city_of, months_of
from orderdesk_gui.rules.contract_library import Template, vocabulary
from orderdesk_gui.rules.contract_making import contract_lines, total_of, with_clauses
from orderdesk_gui.rules.contracts import TITLES, Contract, ContractLine, QuotationRef
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Address, Customer
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.products import Product

LANGUAGES = ("zh", "en", "both")


def template_for(connection: Connection, shown: QuoteView, key: str | None) -> Template:
    """The template with this key, or the one that fits the trade and the goods; UserError where there is none."""
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


def drawn_up(
    desk: Desk, connection: Connection, shown: QuoteView, template: Template, language: str, title: str
) -> tuple[Contract, tuple[Message, ...]]:
    """The contract with its clauses under a number of its own, and the warnings."""
    quote, day = shown.quote, today(desk)
    check_choices(language, title)
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


def check_choices(language: str, title: str) -> None:
    """UserError unless both may stand on a paper."""
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
