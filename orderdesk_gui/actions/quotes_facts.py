"""What the paper of a quotation shows: the letterhead, the buyer, lines, totals and terms in both languages."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import companies, people
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes import PrintedContact
from orderdesk_gui.documents.facts import Adjustment, Buyer, Letterhead, PricedLine, QuotationFacts, Term
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.contract_facts import delivery_mode, months_of
from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.rules.money import format_percent, minor_units
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTotals, addressee, quote_totals
from orderdesk_gui.rules.units import unit_in_english
from orderdesk_gui.rules.vat import LineAmounts, convert_price, rounded_price
from orderdesk_gui.rules.words import amount_in_words
from orderdesk_gui.store import customers as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.products import Product

COLUMNS_INCLUSIVE = ("code", "name", "unit", "quantity", "price_gross", "gross")
COLUMNS_EXCLUSIVE = ("code", "name", "unit", "quantity", "price_net", "net")
COLUMNS_EXPORT = ("code", "name", "quantity", "unit", "price_net", "net")
_CONTACT = ("id", "name", "title", "phone", "email", "main")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CARRIAGE = {"to_buyer": "delivered to the buyer", "ex_works": "collected by the buyer", "carrier": "by carrier"}


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """How a paper is to look: its language (default: of the revision or the customer), its columns, its head."""

    language: str = ""
    columns: tuple[str, ...] = ()
    letterhead: bool = True


def facts(
    desk: Desk,
    connection: Connection,
    quote: Quote,
    *,
    number: str,
    revision: int,
    choice: PaperChoice,
    replaces: tuple[Any, int] | None = None,
    project: str = "",
    their_reference: str = "",
    owner_id: uuid.UUID | None = None,
    printed: PrintedContact | None = None,
) -> QuotationFacts:
    """All that the paper of `quote` shows; one that was issued keeps the contact `printed` on it."""
    company = next(c for c in companies.companies(connection) if c.id == quote.company_id)
    customer = rows.fetch(connection, store.Customer, quote.customer_id)
    domestic = quote.currency == "CNY" and customer["country"] == "CN"
    language = choice.language or ("zh" if domestic else "en")
    totals = quote_totals(quote)
    inclusive = quote.tax_mode == "inclusive"
    usual = COLUMNS_INCLUSIVE if inclusive else COLUMNS_EXCLUSIVE if domestic else COLUMNS_EXPORT
    return QuotationFacts(
        letterhead=letterhead(desk, company),
        buyer=_buyer(connection, quote, customer, printed),
        number=number or company.quote_series,
        dated=quote.date,
        lines=_lines(connection, quote, totals),
        net_total=totals.total.net,
        tax_total=totals.total.tax,
        total=totals.total.gross,
        revision=revision,
        replaces=replaces,
        valid_until=quote.valid_until,
        valid_days=(quote.valid_until - quote.date).days if quote.valid_until else None,
        their_reference=their_reference,
        project=project,
        trade_term=quote.terms.incoterm,
        columns=choice.columns or usual,
        subtotal=sum((line.entered(quote.tax_mode) for line in totals.lines), Decimal(0)),
        adjustments=_adjustments(quote, totals),
        total_words_zh=amount_in_words(totals.total.gross, quote.currency, "zh"),
        total_words_en=amount_in_words(totals.total.gross, quote.currency, "en"),
        terms=_terms(connection, quote, owner_id or desk.user_id),
        **_tax_note(totals, domestic),
        language=language,
        currency=quote.currency,
        places=minor_units(quote.currency),
        domestic=domestic,
    )


def letterhead(desk: Desk, company: Company) -> Letterhead:
    """The head of our papers."""
    return Letterhead(
        name_zh=company.name_zh,
        name_en=company.name_en,
        address_zh=company.address_zh,
        address_en=company.address_en,
        phone=company.phone,
        email=company.email,
        website=company.website,
        uscc=company.uscc,
        logo=companies.logo(desk, company),
    )


def _buyer(connection: Connection, quote: Quote, customer: dict[str, Any], printed: PrintedContact | None) -> Buyer:
    found = rows.children(connection, store.Contact, "customer_id", quote.customer_id)
    person = addressee([Contact(**{key: row[key] for key in _CONTACT}) for row in found], quote.contact_id)
    if printed is None:
        name = " ".join(part for part in (person.name, person.title) if part) if person is not None else ""
        phone, email = (person.phone, person.email) if person is not None else ("", "")
        printed = PrintedContact(name, phone or customer["phone"], email or customer["email"])
    addresses = rows.children(connection, store.Address, "customer_id", quote.customer_id)
    address = addresses[0] if addresses else {}
    return Buyer(
        name=customer["name"],
        name_en=customer["name_en"],
        contact=printed.name,
        phone=printed.phone,
        email=printed.email,
        address=address.get("text", ""),
        address_en=address.get("text_en", ""),
    )


def _lines(connection: Connection, quote: Quote, totals: QuoteTotals) -> tuple[PricedLine, ...]:
    made = []
    english = _in_english(connection, {line.product_id for line in quote.lines if line.product_id})
    for line, amounts in zip(quote.lines, totals.lines, strict=True):
        net = rounded_price(convert_price(line.unit_price, line.vat_rate, quote.tax_mode, "exclusive"))
        gross = rounded_price(convert_price(line.unit_price, line.vat_rate, quote.tax_mode, "inclusive"))
        made.append(
            PricedLine(
                name_zh=line.name_zh or line.name_en,
                name_en=line.name_en or english.get((line.product_id, line.name_zh), ""),
                code=line.code,
                customer_code=line.customer_part_no,
                spec_zh=_joined(line.specification, line.remark),
                spec_en=_english_details(line, english),
                quantity=line.quantity,
                unit_zh=line.unit,
                unit_en=unit_in_english(line.unit),
                price_net=net,
                price_gross=gross,
                tax_rate=line.vat_rate,
                net=amounts.net,
                tax=amounts.tax,
                gross=amounts.gross,
                delivery=line.delivery_date.isoformat() if line.delivery_date else "",
            )
        )
    return tuple(made)


English = dict[tuple[uuid.UUID | None, str], str]


def in_english(desk: Desk, product_ids: Iterable[uuid.UUID]) -> English:
    """The English of the names and specifications of products, by product and Chinese text."""
    with desk.reading() as connection:
        return _in_english(connection, set(product_ids))


def _in_english(connection: Connection, ids: set[uuid.UUID]) -> English:
    columns = (Product.name_zh, Product.name_en, Product.specification, Product.specification_en)
    found = connection.execute(select(Product.id, *columns).where(Product.id.in_(ids))) if ids else ()
    made: English = {}
    for one in found:
        made[one.id, one.name_zh] = one.name_en
        if one.specification:
            made[one.id, one.specification] = one.specification_en
    return made


def _english_details(line: QuoteLine, english: English) -> str:
    """Specification and remark in English; empty where the specification is known in Chinese alone."""
    specification = english.get((line.product_id, line.specification)) or line.specification
    if _CHINESE.search(specification):
        return ""
    return _joined(specification, "" if _CHINESE.search(line.remark) else line.remark, between="; ")


def _joined(*parts: str, between: str = "；") -> str:
    return between.join(part for part in parts if part)


def _adjustments(quote: Quote, totals: QuoteTotals) -> tuple[Adjustment, ...]:
    made = []
    if quote.freight:
        made.append(Adjustment("运费", "Freight", totals.freight.entered(quote.tax_mode)))
    off = sum((row.amounts.entered(quote.tax_mode) for row in totals.discount), Decimal(0))
    if off:
        share = format_percent(quote.discount_percent) if quote.discount_percent else ""
        made.append(Adjustment("折扣", "Discount", off, note_zh=share, note_en=share))
    return tuple(made)


def _tax_note(totals: QuoteTotals, domestic: bool) -> dict[str, str]:
    """Several rates are itemised, since otherwise the highest applies (VAT Law 12); the paper says one by itself."""
    if not domestic or len(totals.by_rate) < 2:
        return {}
    parts: list[tuple[str, LineAmounts]] = [(format_percent(one.rate), one.amounts) for one in totals.by_rate]
    zh = "；".join(f"{rate}：不含税 {a.net:,.2f} 元，税额 {a.tax:,.2f} 元" for rate, a in parts)
    en = "; ".join(f"VAT {rate}: net {a.net:,.2f}, tax {a.tax:,.2f}" for rate, a in parts)
    return {
        "tax_note_zh": f"其中 {zh}。",
        "tax_note_en": f"Of this, {en}.",
    }


def _terms(connection: Connection, quote: Quote, owner_id: uuid.UUID) -> tuple[Term, ...]:
    terms = quote.terms
    method, months = terms.delivery_method, months_of(terms.warranty)
    warranty_en = f"{months} months" if months and _CHINESE.search(terms.warranty) else terms.warranty
    lead_days = terms.lead_days or max((line.lead_days or 0 for line in quote.lines), default=0)
    delivery_zh = _joined(
        f"签约后 {lead_days} 个工作日内" if lead_days else "", terms.delivery_method,
        f"交货地点：{terms.delivery_place}" if terms.delivery_place else "",
    )  # fmt: skip
    delivery_en = "; ".join(
        part
        for part in (
            f"within {lead_days} working days of signing" if lead_days else "",
            _CARRIAGE[delivery_mode(method)] if _CHINESE.search(method) else method,
            f"place of delivery: {terms.delivery_place}" if terms.delivery_place else "",
        )
        if part
    )
    user = next((p for p in people.people(connection) if p.id == owner_id), None)
    contact = "，".join(part for part in (user.name, user.phone, user.email) if part) if user else ""
    found = (
        Term("delivery", delivery_zh, delivery_en),
        Term("payment", terms.payment.text("zh"), terms.payment.text("en")),
        Term("warranty", terms.warranty, warranty_en),
        Term("remarks", terms.remarks_zh, terms.remarks_en or terms.remarks_zh),
        Term("contact", contact, contact.replace("，", ", ")),
    )
    return tuple(term for term in found if term.zh or term.en)
