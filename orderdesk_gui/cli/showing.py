"""Finds one record by what people call it, and lays it out flat."""

import uuid
from dataclasses import asdict
from typing import Any

from orderdesk_gui.actions import customers, inquiries, products, quotes
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.lists import search_now
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import search


def find(desk: Desk, table: str, name: str) -> uuid.UUID:
    """The id of the customer, product or paper that `name` means: its number or code, else the one best hit.

    UserError where there is none, or several that fit equally well.
    """
    search_now(desk)
    with desk.reading() as connection:
        hits = search.find(connection, name, tables=(table,), limit=20)
    folded = search.bare(name)
    exact = [hit for hit in hits if folded in (search.bare(hit.title), search.bare(hit.subtitle))]
    if len(exact) == 1 or len(hits) == 1:
        return (exact or hits)[0].id
    if table == "customer":
        known = customers.find_by_name(desk, name)
        if len(known) == 1:
            return known[0]
    if not hits:
        raise UserError("Nothing was found for “{name}”.", name=name)
    names = ", ".join(hit.title for hit in (exact or hits)[:5])
    raise UserError("“{name}” may be several: {names}. Write the whole number, code or name.", name=name, names=names)


def record(desk: Desk, number: str) -> dict[str, Any]:
    """The record that `number` means, of whatever kind."""
    for kind, table, load in (
        ("quote", "quote", quote),
        ("contract", "contract", contract),
        ("inquiry", "inquiry", inquiry),
        ("product", "product", product),
        ("customer", "customer", customer),
    ):
        try:
            found = find(desk, table, number)
        except UserError:
            continue
        return {"kind": kind, **load(desk, found)}
    raise UserError("Nothing was found for “{name}”.", name=number)


def quote(desk: Desk, quote_id: uuid.UUID) -> dict[str, Any]:
    """A quotation with its lines and amounts."""
    shown = quotes.load(desk, quote_id)
    lines = []
    for place, (line, amounts) in enumerate(zip(shown.quote.lines, shown.totals.lines, strict=True)):
        fields = {
            key: getattr(line, key)
            for key in ("code", "name_zh", "name_en", "specification", "quantity", "unit", "list_price", "unit_price",
                        "discount", "vat_rate", "delivery_date", "lead_days", "remark")
        }  # fmt: skip
        lines.append({**fields, "net": amounts.net, "tax": amounts.tax, "gross": amounts.gross})
        if shown.costs[place] is not None:
            lines[-1]["cost"] = shown.costs[place]
    return {
        "number": shown.number, "status": shown.status, "revision": shown.revision.number, "customer": shown.customer,
        "date": shown.revision.date, "valid_until": shown.revision.valid_until, "currency": shown.quote.currency,
        "tax_mode": shown.quote.tax_mode, "payment": shown.quote.terms.payment.text("zh"), "lines": lines,
        "net": shown.totals.total.net, "tax": shown.totals.total.tax, "total": shown.totals.total.gross,
        "revisions": [
            {"number": r.number, "status": r.status, "date": r.date, "total": r.total} for r in shown.revisions
        ],
    }  # fmt: skip


def inquiry(desk: Desk, inquiry_id: uuid.UUID) -> dict[str, Any]:
    """An inquiry with its lines."""
    shown = inquiries.load(desk, inquiry_id)
    return {"number": shown.number, "status": shown.status, **asdict(shown.inquiry)}


def product(desk: Desk, product_id: uuid.UUID) -> dict[str, Any]:
    """A product; its cost only with the right to see it."""
    found = asdict(products.load(desk, product_id))
    if found["cost"] is None:
        del found["cost"]
    return found


def customer(desk: Desk, customer_id: uuid.UUID) -> dict[str, Any]:
    """A customer with contacts, addresses and accounts."""
    found = customers.load(desk, customer_id)
    return {**asdict(found), "payment": found.payment.text("zh")}


def contract(desk: Desk, contract_id: uuid.UUID) -> dict[str, Any]:
    """A contract with its parties, lines and clauses."""
    from orderdesk_gui.actions import contracts

    shown = contracts.load(desk, contract_id)
    return {"number": shown.number, "status": shown.status, **asdict(shown.contract)}
