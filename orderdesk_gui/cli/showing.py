"""Finds one record by what people call it, and lays it out flat."""

import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from orderdesk_gui.actions import (
    complaints,
    contracts,
    customers,
    deliveries,
    inquiries,
    orders,
    products,
    quotes,
    search,
)
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import ZERO, round_amount
from orderdesk_gui.store import rows
from orderdesk_gui.store.deliveries import Delivery
from orderdesk_gui.store.search import bare

_MANY = 100_000
"""More deliveries than an order ever has."""


def find(desk: Desk, table: str, name: str) -> uuid.UUID:
    """The id of the customer or product that `name` means: its code or name, else the one hit.

    UserError where there is none, or several that fit equally well; only what this person may see counts.
    """
    if table == "customer":
        known = customers.find_by_name(desk, name)
        if len(known) == 1:
            return known[0]
    hits = search.find(desk, name, limit=20, tables=(table,))
    exact = [hit for hit in hits if bare(name) in (bare(hit.title), bare(hit.subtitle))]
    if len(exact) == 1 or len(hits) == 1:
        return (exact or hits)[0].id
    if not hits:
        raise NotFound(name)
    raise Several(name, [hit.title for hit in (exact or hits)[:5]])


class NotFound(UserError):
    """A name that fits nothing this person may see."""

    def __init__(self, name: str) -> None:
        super().__init__("Nothing was found for “{name}”.", name=name)


class Several(UserError):
    """A name that fits several records."""

    def __init__(self, name: str, titles: list[str]) -> None:
        super().__init__(
            "“{name}” may be several: {names}. Write the whole number, code or name.",
            name=name, names=", ".join(titles),
        )  # fmt: skip


def record(desk: Desk, number: str) -> dict[str, Any]:
    """The record that `number` means: a paper by its whole number, else a product or customer."""
    for kind, by_number, load in (
        ("quote", quotes.find_number, quote),
        ("contract", contracts.find_number, contract),
        ("inquiry", _number_in("inquiry"), inquiry),
        ("order", orders.find_number, order),
        ("delivery", delivery_named, delivery),
        ("complaint", complaints.find_number, complaint),
    ):
        paper = by_number(desk, number)
        if paper is not None:
            return {"kind": kind, **load(desk, paper)}
    several = None
    for kind, found in (("product", product), ("customer", customer)):
        try:
            return {"kind": kind, **found(desk, find(desk, kind, number))}
        except Several as error:
            several = several or error
        except NotFound:
            continue
    raise several or NotFound(number)


def _number_in(table: str) -> Callable[[Desk, str], uuid.UUID | None]:
    """Finds a record of `table` by its whole number, among those that this person may see."""

    def find_number(desk: Desk, number: str) -> uuid.UUID | None:
        hits = search.find(desk, number, limit=20, tables=(table,))
        return next((hit.id for hit in hits if bare(hit.title) == bare(number)), None)

    return find_number


delivery_named = _number_in("delivery")
"""The delivery or return with this number; None where there is none that this person may see."""


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
    if "kind" in found:
        found["product_kind"] = found.pop("kind")  # `kind` says that this is a product
    return found


def customer(desk: Desk, customer_id: uuid.UUID) -> dict[str, Any]:
    """A customer with contacts, addresses and accounts."""
    found = customers.load(desk, customer_id)
    return {**asdict(found), "payment": found.payment.text("zh")}


def contract(desk: Desk, contract_id: uuid.UUID) -> dict[str, Any]:
    """A contract with its parties, lines and clauses."""
    shown = contracts.load(desk, contract_id)
    return {"number": shown.number, "status": shown.status, **asdict(shown.contract)}


def order(desk: Desk, order_id: uuid.UUID) -> dict[str, Any]:
    """A sales order with what was delivered of each line, invoiced and received; `status` as lists show it."""
    shown = orders.load(desk, order_id)
    lines = []
    for place, (line, amounts) in enumerate(zip(shown.order.lines, shown.totals.lines, strict=True)):
        goods, key = line.goods, line.id
        assert key is not None
        lines.append(
            {
                **{name: getattr(goods, name) for name in ("code", "name_zh", "name_en", "specification", "quantity",
                                                           "unit", "unit_price", "vat_rate", "remark")},
                "wanted": line.wanted, "promised": line.promised, "drawing": line.drawing,
                "delivered": shown.sent.get(key, ZERO), "cancelled": shown.cancelled.get(key, ZERO),
                "open": shown.left(line), "net": amounts.net, "tax": amounts.tax, "gross": amounts.gross,
            }
        )  # fmt: skip
        if shown.costs[place] is not None:
            lines[-1]["cost"] = shown.costs[place]
    order, total, figure = shown.order, shown.totals.total, shown.figure
    facts = {key: round_amount(figure[key], order.currency) for key in ("shipped", "invoiced", "received", "overdue")}
    return {
        "number": shown.number, "status": shown.state, "order_kind": order.kind, "version": shown.version,
        "customer": shown.customer, "customer_po": order.customer_po, "date": order.date, "owner": shown.owner,
        "stars": shown.stars, "currency": order.currency, "tax_mode": order.tax_mode,
        "payment": order.payment.text("zh"), "promised": figure["promised"], "forecast": figure["forecast"],
        "level": figure["level"], "lines": lines, "net": total.net, "tax": total.tax, "total": total.gross, **facts,
    }  # fmt: skip


def delivery(desk: Desk, delivery_id: uuid.UUID) -> dict[str, Any]:
    """A delivery or return with its lines; `delivery_kind` is out or return."""
    lines = deliveries.lines_of(desk, delivery_id)
    with desk.reading() as connection:
        order_id = rows.fetch(connection, Delivery, delivery_id)["order_id"]
    listed = deliveries.list_deliveries(desk, order_id=order_id, limit=_MANY).rows
    row = next(one for one in listed if one.id == delivery_id)
    return {
        **{key: getattr(row, key) for key in ("number", "date", "customer", "carrier", "tracking", "signed_on")},
        "status": row.state, "delivery_kind": row.kind, "order": row.order_number,
        "lines": [
            {"code": line["code"], "name": line["name_zh"] or line["name_en"], "unit": line["unit"],
             "quantity": line["sent"], "lot": line["lot"], "note": line["note"]}
            for line in lines
        ],
    }  # fmt: skip


def complaint(desk: Desk, complaint_id: uuid.UUID) -> dict[str, Any]:
    """A complaint with its clocks and what happened so far."""
    shown = complaints.load(desk, complaint_id)
    about = shown.complaint
    return {
        "number": shown.number, "status": shown.status, "customer": shown.customer, "complaint_kind": about.kind,
        **{key: getattr(about, key) for key in ("severity", "words", "contact", "phone", "channel", "quantity", "lot",
                                                "sought")},
        **{key: shown.row[key] for key in ("received_at", "answer_due", "solution_due", "cause", "measure")},
        "events": [asdict(event) for event in shown.events],
    }  # fmt: skip
