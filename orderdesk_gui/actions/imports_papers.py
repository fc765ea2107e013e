"""Writes imported inquiries and quotations; a customer they name who is not on file yet is put there."""

import uuid
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import customers as customer_actions
from orderdesk_gui.actions import inquiries as inquiry_actions
from orderdesk_gui.actions import quotes_saving
from orderdesk_gui.actions.companies import companies
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.imports_judging import Known, wanted_text
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.documents.imports import Paper, Record, papers
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.customers import Contact, Customer, company_key
from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTerms
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Customer as CustomerTable
from orderdesk_gui.store.inquiries import Inquiry as InquiryTable
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.quotes import Quote as Head
from orderdesk_gui.store.terms import payment_terms


class _Names:
    """Customers, products and people by what files call them."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        self.desk, self.connection = desk, connection
        self.known = Known(desk, connection)
        self.products = {r.code: r for r in connection.execute(select(Product).where(Product.deleted_at.is_(None)))}

    def owner(self, head: dict[str, Any]) -> uuid.UUID | None:
        return self.known.people.get(head.get("owner", ""))

    def customer(self, head: dict[str, Any]) -> uuid.UUID:
        name = head["customer"]
        found = self.known.named(name)
        if found in self.known.foreign:
            raise UserError("This belongs to a colleague. Ask them, or a manager, to hand it over to you.")
        if found is not None:
            return found
        self.desk.require(Right.EDIT_CUSTOMERS)
        contacts = (Contact(head["contact"], phone=head.get("phone", ""), main=True),) if head.get("contact") else ()
        made = customer_actions.write(
            self.desk,
            self.connection,
            Customer(name=name, phone=head.get("phone", ""), contacts=contacts, owner_id=self.owner(head)),
        )
        self.known.by_name[company_key(name)] = made
        return made


def inquiries(desk: Desk, connection: Connection, records: list[Record]) -> tuple[int, int]:
    """Write inquiries, each with its lines. Returns (added, changed)."""
    names = _Names(desk, connection)
    found = papers(records, "inquiries")
    for paper in found:
        made, _ = inquiry_actions.write(desk, connection, _inquiry(names, paper))
        more: dict[str, Any] = {key: paper.head[key] for key in ("email", "customer_reference") if key in paper.head}
        if more:
            rows.change(connection, InquiryTable, made, more)
    return len(found), 0


def _inquiry(names: _Names, paper: Paper) -> Inquiry:
    head = paper.head
    plain = {
        key: head[key] for key in ("phone", "channel", "urgency", "importance", "complexity", "next_step", "next_date")
        if key in head
    }  # fmt: skip
    wanted = [line.values["wanted_date"] for line in paper.lines if "wanted_date" in line.values]
    known = names.known.named(head["customer"])
    return Inquiry(
        date=head.get("date") or today(names.desk),
        customer_id=None if known in names.known.foreign else known,
        customer_name=head["customer"],
        contact=head.get("contact", ""),
        wanted=min(wanted, default=None),
        owner_id=names.owner(head),
        notes="\n".join(line.values["notes"] for line in paper.lines if line.values.get("notes")),
        lines=tuple(_inquiry_line(names, line.values) for line in paper.lines),
        **plain,
    )


def _inquiry_line(names: _Names, values: dict[str, Any]) -> InquiryLine:
    product = names.products.get(values.get("product_code", ""))
    return InquiryLine(
        text=product.name_zh if product else wanted_text(values),
        product_id=product.id if product else None,
        quantity=values.get("quantity"),
        unit=values.get("unit") or (product.unit if product else ""),
        target_price=values.get("target_price"),
    )


def quotes(desk: Desk, connection: Connection, records: list[Record]) -> tuple[int, int]:
    """Write quotations as drafts, under their own numbers where they bring one. Returns (added, changed)."""
    names = _Names(desk, connection)
    company = next(iter(companies(connection)), None)
    if company is None or company.id is None:
        raise UserError("First say which company this is: open Settings, Companies.")
    found = papers(records, "quotes")
    numbers = set(connection.execute(select(Head.number)).scalars())
    for paper in found:
        number = str(paper.head.get("number", "")).strip()
        if number in numbers:
            raise UserError(
                "Row {row}: there is already a quotation with the number {number}. Change it or remove the row.",
                row=paper.lines[0].row, number=number,
            )  # fmt: skip
        extra = {"customer_po": str(paper.head.get("customer_po", ""))}
        quote = _quote(desk, names, paper, company.id)
        saved = quotes_saving.write(desk, connection, quote, None, extra, own_number=number)
        owner = names.owner(paper.head)
        if owner is not None and owner != desk.user_id:
            rows.change(connection, Head, saved.id, {"owner_id": owner})
    return len(found), 0


def _quote(desk: Desk, names: _Names, paper: Paper, company_id: uuid.UUID) -> Quote:
    head = paper.head
    customer_id = names.customer(head)
    terms = head.get("payment_terms")
    usual = names.connection.execute(select(CustomerTable.payment).where(CustomerTable.id == customer_id)).scalar()
    return Quote(
        customer_id=customer_id,
        company_id=company_id,
        date=head.get("date") or today(desk),
        valid_until=head.get("valid_until"),
        currency=head.get("currency", "CNY"),
        tax_mode=head.get("tax_mode", "inclusive"),
        terms=QuoteTerms(payment=terms or payment_terms(usual)),
        lines=tuple(_quote_line(names, line.values) for line in paper.lines),
    )


def _quote_line(names: _Names, values: dict[str, Any]) -> QuoteLine:
    product = names.products.get(values.get("product_code", ""))
    rate = values.get("vat_rate", product.vat_rate if product else Decimal("0.13"))
    return QuoteLine(
        quantity=values["quantity"],
        unit_price=values["unit_price"],
        vat_rate=rate,
        product_id=product.id if product else None,
        code=str(values.get("product_code", "")),
        customer_part_no=str(values.get("customer_part_no", "")),
        name_zh=values.get("text") or (product.name_zh if product else str(values.get("product_code", ""))),
        name_en=product.name_en if product else "",
        specification=values.get("specification") or (product.specification if product else ""),
        unit=values.get("unit") or (product.unit if product else ""),
        manual=True,
        lead_days=values.get("lead_days"),
        remark=values.get("remark", ""),
    )
