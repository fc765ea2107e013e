"""The papers of a sales order: its confirmation for the customer, and the production notice for the workshop."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import Connection, select

from orderdesk_gui.actions import companies, orders, papers, plans, quotes_facts
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.quotes_facts import PaperChoice as PaperChoice
from orderdesk_gui.actions.quotes_papers import Issued
from orderdesk_gui.documents.facts import PricedLine
from orderdesk_gui.documents.facts_orders import ConfirmationFacts, ProductionFacts, WorkLine
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.language import UserError, translated
from orderdesk_gui.rules.money import ZERO, format_number
from orderdesk_gui.rules.order_changes import standing_order
from orderdesk_gui.rules.order_status import ORDER
from orderdesk_gui.rules.orders import KIND_NAMES, Order, OrderLine, order_totals
from orderdesk_gui.rules.quotes import Quote, QuoteTerms
from orderdesk_gui.rules.units import unit_in_english
from orderdesk_gui.store import rows
from orderdesk_gui.store.contracts import Contract
from orderdesk_gui.store.customers import Communication, Customer
from orderdesk_gui.store.plans import Plan
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.quotes import Quote as QuoteHead

OrderPaper = Literal["confirmation", "production"]

KINDS: dict[OrderPaper, str] = {"confirmation": "order_confirmation", "production": "production_notice"}
TITLES: dict[OrderPaper, tuple[str, str]] = {
    "confirmation": ("订单确认", "Order confirmation"),
    "production": ("生产通知单", "Production notice"),
}
_ISSUABLE = ("confirmed", "exception", "closed")
_MARKS = {"voided": "void", "cancelled": "void"}


def preview(desk: Desk, order_id: uuid.UUID, paper: OrderPaper, choice: PaperChoice | None = None) -> bytes:
    """The PDF of an order as saved: with a draft's watermark until the order is confirmed."""
    with desk.reading() as connection:
        return _draw(desk, connection, orders.view(desk, connection, order_id), paper, choice or PaperChoice()).content


def preview_unsaved(
    desk: Desk, order_id: uuid.UUID, changed: Order, paper: OrderPaper, choice: PaperChoice | None = None
) -> bytes:
    """The same of an order as typed on the screen; always a draft."""
    with desk.reading() as connection:
        shown = replace(
            orders.view(desk, connection, order_id), order=changed, totals=order_totals(changed), status="draft"
        )
        return _draw(desk, connection, shown, paper, choice or PaperChoice()).content


def issue(
    desk: Desk,
    order_id: uuid.UUID,
    paper: OrderPaper,
    choice: PaperChoice | None = None,
    *,
    channel: str = "other",
    to: str = "",
) -> Issued:
    """Issue a paper of a confirmed order and keep the exact PDF; the same again is not kept twice.

    Issuing the confirmation notes the promised message to the customer, by which channel and to whom
    (domain 1.8, 068). UserError while the order is not confirmed.
    """
    desk.require(Right.MAKE_ORDERS)
    with desk.reading() as connection:
        shown = orders.view(desk, connection, order_id)
        if shown.status not in _ISSUABLE:
            advice = ORDER.advice[shown.status]
            raise UserError("This paper is issued for a confirmed order. {advice}", field="status", advice=advice)
        drawn = _draw(desk, connection, shown, paper, choice or PaperChoice())

    def note(connection: Connection, paper_id: uuid.UUID) -> None:
        if paper == "confirmation":
            rows.change(connection, orders.Head, order_id, {"paper_id": paper_id})
            _note_touchpoint(desk, connection, shown, drawn.title, channel, to)

    return papers.issue(desk, drawn, f"orders.{KINDS[paper]}", note)


def _note_touchpoint(desk: Desk, connection: Connection, shown: OrderView, title: str, channel: str, to: str) -> None:
    """Write that the customer was told, and let the plan's warning about it go."""
    text = f"{title} {shown.number} → {to}".rstrip(" →")
    talk = {
        "id": desk.new_id(), "customer_id": shown.order.customer_id, "scope": shown.order.customer_id,
        "user_id": desk.user_id, "at": desk.clock(), "channel": channel, "direction": "out", "text": text,
        "subject_table": "sales_order", "subject_id": shown.id, "contact_id": shown.order.contact_id,
        "touchpoint": "confirmation",
    }  # fmt: skip
    rows.add(connection, Communication, [talk])
    running = select(Plan.id).where(Plan.order_id == shown.id, Plan.deleted_at.is_(None), Plan.status == "active")
    for plan_id in connection.execute(running).scalars().all():
        plans.recompute(desk, connection, plan_id)


def _draw(desk: Desk, connection: Connection, shown: OrderView, paper: OrderPaper, choice: PaperChoice) -> papers.Drawn:
    company = next(c for c in companies.companies(connection) if c.id == shown.order.company_id)
    customer = rows.fetch(connection, Customer, shown.order.customer_id)
    mark = _MARKS.get(shown.status) or ("draft" if shown.status not in _ISSUABLE else "demo" if company.demo else None)
    if paper == "confirmation":
        from orderdesk_gui.documents.orders import render_confirmation

        made = confirmation_facts(desk, connection, shown, customer, choice)
        language = made.offer.language
        content = render_confirmation(made, watermark=mark, letterhead=choice.letterhead)
    else:
        from orderdesk_gui.documents.orders import render_production_notice

        notice = production_facts(desk, connection, shown, company, customer, choice)
        language = notice.language
        content = render_production_notice(notice, watermark=mark, letterhead=choice.letterhead)
    return papers.Drawn(
        KINDS[paper], "sales_order", shown.id, shown.number, shown.order.customer_id, customer["name"],
        company.name_zh or company.name_en, shown.order.date, language, TITLES[paper][language == "en"], content,
    )  # fmt: skip


def confirmation_facts(
    desk: Desk, connection: Connection, shown: OrderView, customer: Mapping[str, Any], choice: PaperChoice
) -> ConfirmationFacts:
    """All that the order confirmation shows; each line with the day promised for it."""
    order = standing_order(shown.order, shown.cancelled)
    order = replace(order, lines=tuple(line for line in order.lines if line.goods.quantity))
    offer = quotes_facts.facts(
        desk, connection, _as_quote(order), number=shown.number, revision=1, choice=choice, owner_id=shown.owner_id
    )
    if not choice.columns and any(line.delivery for line in offer.lines):
        offer = replace(offer, columns=(*offer.columns, "delivery"))
    lines = (_less_cancelled(shown, *pair) for pair in zip(order.lines, offer.lines, strict=True))
    return ConfirmationFacts(
        replace(offer, lines=tuple(lines)), order.customer_po, order.customer_po_date,
        _references(connection, shown), _last_promise(order), shown.version,
    )  # fmt: skip


def _less_cancelled(shown: OrderView, line: OrderLine, printed: PricedLine) -> PricedLine:
    """The printed line, saying how much was cancelled besides."""
    cancelled = shown.cancelled.get(line.id) if line.id else None
    if not cancelled:
        return printed
    number = format_number(cancelled)
    zh = f"另有 {number} {printed.unit_zh}已取消"
    en = f"{number} {printed.unit_en} more were cancelled"
    spec_zh, spec_en = "；".join(filter(None, (printed.spec_zh, zh))), "; ".join(filter(None, (printed.spec_en, en)))
    return replace(printed, spec_zh=spec_zh, spec_en=spec_en)


def _last_promise(order: Order) -> dt.date | None:
    """The last day promised for any line of it."""
    return max((line.promised for line in order.lines if line.promised), default=None)


def _as_quote(order: Order) -> Quote:
    """The order as the facts of papers take it: promised days in place of lead times."""
    lines = tuple(replace(line.goods, delivery_date=line.promised, lead_days=None) for line in order.lines)
    terms = QuoteTerms(
        order.payment, order.delivery_place, order.delivery_method, None, order.incoterm, order.warranty, order.remarks
    )
    return replace(order.as_quote(), lines=lines, terms=terms)


def _references(connection: Connection, shown: OrderView) -> tuple[str, ...]:
    """The numbers of the quotation and the contract that the order comes from."""
    found = []
    for table, row_id in ((QuoteHead, shown.quote_id), (Contract, shown.contract_id)):
        if row_id is not None:
            found.append(connection.execute(select(table.number).where(table.id == row_id)).scalar())
    return tuple(number for number in found if number)


def production_facts(
    desk: Desk,
    connection: Connection,
    shown: OrderView,
    company: Company,
    customer: Mapping[str, Any],
    choice: PaperChoice,
) -> ProductionFacts:
    """All that the production notice shows; nothing of it is a price or a cost."""
    order = shown.order
    ids = {line.goods.product_id for line in order.lines if line.goods.product_id}
    query = select(
        Product.id, Product.packing, Product.drawing_number, Product.drawing_revision, Product.specification,
        Product.specification_en,
    ).where(Product.id.in_(ids))  # fmt: skip
    products = {row.id: row for row in connection.execute(query)} if ids else {}
    lines = [_work(shown, line, products.get(line.goods.product_id)) for line in order.lines]
    kind = KIND_NAMES[order.kind].text
    return ProductionFacts(
        letterhead=quotes_facts.letterhead(desk, company),
        number=shown.number,
        dated=order.date,
        customer=customer["short_name"] or customer["name"],
        lines=tuple(line for line in lines if line is not None),
        kind_zh=translated(kind, "zh"),
        kind_en=kind,
        customer_po=order.customer_po,
        delivery="；".join(part for part in (order.delivery_method, order.delivery_place) if part),
        promised=_last_promise(order),
        owner=shown.owner,
        remarks=order.remarks,
        version=shown.version,
        difficulty=order.difficulty,
        language=choice.language or "zh",
    )


def _work(shown: OrderView, line: OrderLine, product: Any) -> WorkLine | None:
    """A line for the workshop: what is not cancelled of it; None where nothing is to be made."""
    goods = line.goods
    quantity = goods.quantity - (shown.cancelled.get(line.id, ZERO) if line.id else ZERO)
    if goods.kind not in ("goods", "mould") or quantity <= 0:
        return None
    drawing = line.drawing
    if not drawing and product is not None:
        drawing = " ".join(part for part in (product.drawing_number, product.drawing_revision) if part)
    known = product is not None and product.specification == goods.specification
    return WorkLine(
        name_zh=goods.name_zh or goods.name_en,
        quantity=quantity,
        unit_zh=goods.unit,
        name_en=goods.name_en,
        unit_en=unit_in_english(goods.unit),
        code=goods.code,
        spec_zh=goods.specification,
        spec_en=product.specification_en if known else "",
        drawing=drawing,
        packing=product.packing if product is not None else "",
        remark=goods.remark,
        promised=line.promised,
    )
