"""Writes sales orders: new ones from a quotation, a contract or straight, edits before confirmation, the review."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import (
    credit,
    order_figures,
    plan_upkeep,
    plans,
    quotes,
    quotes_saving,
    receivables,
    settings,
    stock,
)
from orderdesk_gui.actions.approvals_assessing import known_rate, rate_source, rate_to_books
from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.orders import Head, OrderView, view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.order_status import ORDER
from orderdesk_gui.rules.orders import (
    Order,
    OrderLine,
    StarTable,
    order_totals,
    require_valid_order,
    review_digest,
    stars,
)
from orderdesk_gui.store import orders as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.order_rows import line_values, order_values
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.quotes import Quote as QuoteHead


@dataclass(frozen=True, slots=True)
class SavedOrder:
    """An order that was saved: its id and number, and what changed."""

    id: uuid.UUID
    number: str
    changes: Changes


def blank(desk: Desk, customer_id: uuid.UUID, *, company_id: uuid.UUID | None = None) -> Order:
    """A new order of a customer, straight, with the terms that are usual with them and no lines."""
    quote = quotes_saving.blank(desk, customer_id, company_id=company_id)
    return Order(
        customer_id=quote.customer_id, company_id=quote.company_id, date=quote.date, lines=(),
        currency=quote.currency, tax_mode=quote.tax_mode, freight_vat_rate=quote.freight_vat_rate,
        payment=quote.terms.payment, delivery_place=quote.terms.delivery_place, contact_id=quote.contact_id,
    )  # fmt: skip


def from_quote(desk: Desk, quote_id: uuid.UUID) -> Order:
    """The content of an order from a won quotation, as its newest revision was issued; nothing is saved yet."""
    shown = quotes.load(desk, quote_id)
    if shown.outcome != "won":
        raise UserError("Mark the quotation as won first.")
    quote, terms = shown.quote, shown.quote.terms
    whole = quote.discount_amount or shown.totals.discount_entered
    return Order(
        customer_id=quote.customer_id,
        company_id=quote.company_id,
        date=today(desk),
        lines=tuple(OrderLine(line, wanted=line.delivery_date, promised=line.delivery_date) for line in quote.lines),
        customer_po=shown.customer_po,
        currency=quote.currency,
        tax_mode=quote.tax_mode,
        discount_amount=whole,
        freight=quote.freight,
        freight_vat_rate=quote.freight_vat_rate,
        payment=terms.payment,
        delivery_place=terms.delivery_place,
        delivery_method=terms.delivery_method,
        incoterm=terms.incoterm,
        warranty=terms.warranty,
        contact_id=quote.contact_id,
    )


def save(
    desk: Desk,
    order: Order,
    order_id: uuid.UUID | None = None,
    *,
    origin: Mapping[str, Any] | None = None,
) -> SavedOrder:
    """Save a new order, or one that is not yet confirmed; it takes its number now and keeps it.

    `origin` of a new one: quote_id, contract_id, complaint_id, fair_id, source, source_number. UserError at the
    field that must be mended, and where the order is confirmed already.
    """
    desk.require(Right.MAKE_ORDERS)
    require_valid_order(order)
    with desk.writing("orders.save") as writing:
        if order_id is None:
            desk.require_owner(rows.fetch(writing.connection, Customer, order.customer_id)["owner_id"])
        saved = write(desk, writing.connection, order, order_id, origin or {})
    return replace(saved, changes=writing.changes)


def write(
    desk: Desk, connection: Connection, order: Order, order_id: uuid.UUID | None, origin: Mapping[str, Any]
) -> SavedOrder:
    """As :func:`save`, within a transaction under way and without checks."""
    totals = order_totals(order)
    values = order_values(order, totals)
    values["stars"] = stars(totals.total.gross, order.difficulty, StarTable())
    values["rate"], values["rate_source"] = known_rate(connection, order.currency, today(desk))
    lines = line_values(order, totals, _costs(connection, order))
    if order_id is None:
        order_id = desk.new_id()
        series = settings.read(connection, "number_series", order.date)["order"]
        number = next_number(connection, series, order.date.year, desk.device)
        head = {**values, **_origin(connection, origin), "id": order_id, "number": number, "owner_id": desk.user_id}
        rows.add(connection, Head, [head])
        place = {"order_id": order_id}
        rows.add(
            connection, store.OrderLine,
            [{**line, **place, "id": desk.new_id(), "position": position} for position, line in enumerate(lines)],
        )  # fmt: skip
    else:
        old = rows.fetch(connection, Head, order_id)
        desk.require_owner(old["owner_id"])
        if old["status"] not in ("draft", "returned"):
            raise UserError(ORDER.advice[old["status"]])
        if old["customer_id"] != order.customer_id:
            desk.require_owner(rows.fetch(connection, Customer, order.customer_id)["owner_id"])
        number = old["number"]
        rows.change(connection, Head, order_id, values)
        rows.replace_children(
            connection, store.OrderLine, "order_id", order_id, lines, now=desk.clock(), make_id=desk.new_id
        )
    order_figures.refresh(connection, [order_id], today(desk))
    return SavedOrder(order_id, number, Changes())


def _origin(connection: Connection, origin: Mapping[str, Any]) -> dict[str, Any]:
    known = {key: origin.get(key) for key in ("quote_id", "contract_id", "complaint_id", "fair_id")}
    if known["quote_id"] is not None:
        known["quote_revision_id"] = rows.fetch(connection, QuoteHead, known["quote_id"])["revision_id"]
    return {**known, "source": origin.get("source", ""), "source_number": origin.get("source_number", "")}


def _costs(connection: Connection, order: Order) -> dict[Any, Decimal | None]:
    ids = {line.goods.product_id for line in order.lines if line.goods.product_id}
    if not ids:
        return {}
    found = connection.execute(select(Product.id, Product.cost).where(Product.id.in_(ids)))
    return {row.id: row.cost for row in found}


def needs_review(connection: Connection, shown: OrderView) -> bool:
    """Whether a second person has to look at it before it is confirmed: above the amount of the settings.

    Source: domain 1.27 (215), 1.25 (199).
    """
    least = Decimal(settings.read(connection, "order_review_from", shown.order.date))
    return shown.totals.total.gross >= least and not (shown.review and shown.review.stands)


def submit(desk: Desk, order_id: uuid.UUID) -> Changes:
    """Ask for the four-point review by a second person."""
    return _step(desk, order_id, "submit", Right.MAKE_ORDERS)


def withdraw(desk: Desk, order_id: uuid.UUID) -> Changes:
    """Take an order back from its review, to change it."""
    return _step(desk, order_id, "withdraw", Right.MAKE_ORDERS)


def review(desk: Desk, order_id: uuid.UUID, wrong: frozenset[str], note: str = "") -> Changes:
    """Note the four-point review by the person at the desk, never the one who made the order.

    `wrong` names what is not right (product, quantity, price, customer), with a note; then the order goes back.
    """
    desk.require(Right.REVIEW_ORDERS)
    if wrong and not note.strip():
        raise UserError("Say what is wrong, so that it can be mended.", field="note")
    with desk.writing("orders.review", counter_action="correct") as writing:
        shown = view(desk, writing.connection, order_id)
        returned = ORDER.next_status(shown.status, "return_")  # only what waits for its review can be reviewed
        alone = settings.read(writing.connection, "approval_preset", today(desk)) == "one_person"
        if shown.owner_id == desk.user_id and not alone:
            raise UserError("The review is done by a second person, not by the one who made the order.")
        fact = {
            "id": desk.new_id(), "order_id": order_id, "scope": shown.order.customer_id, "reviewer_id": desk.user_id,
            "at": desk.clock(), "note": note.strip(), "digest": review_digest(shown.order, shown.totals),
            **{f"{point}_right": point not in wrong for point in ("product", "quantity", "price", "customer")},
        }  # fmt: skip
        rows.add(writing.connection, store.OrderReview, [fact])
        if wrong:
            rows.change(writing.connection, Head, order_id, {"status": returned})
            order_figures.refresh(writing.connection, [order_id], today(desk))
    return writing.changes


def confirm(desk: Desk, order_id: uuid.UUID, *, template: str = "", rush: bool = False) -> Changes:
    """Confirm an order: its goods are reserved, its plan begins, and it changes by change notices only.

    `template` names the plan; left empty, the order's kind, country and stock choose it.

    UserError where it is not sound, where its review is missing, where goods have no promised day, where nobody
    said the rate of its currency, and while credit holds it.
    """
    desk.require(Right.MAKE_ORDERS)
    credit.require_free(desk, order_id, "order")
    with desk.writing("orders.confirm", counter_action="revise") as writing:
        connection = writing.connection
        shown = view(desk, connection, order_id)
        status = ORDER.next_status(shown.status, "confirm")
        require_valid_order(shown.order)
        if needs_review(connection, shown):
            raise UserError("A second person reviews an order of this size first. Submit it for the review.")
        for at, line in enumerate(shown.order.lines):
            if line.goods.kind == "goods" and line.promised is None:
                raise UserError("Say when this line will be delivered.", field=f"lines.{at}.promised")
        key = template or plans.usual_template(connection, shown, in_stock=_all_there(connection, shown, today(desk)))
        write_confirmed(desk, connection, shown, status)
        plans.begin(desk, connection, shown, key, rush=rush)
        receivables.follow(desk, connection, order_id)
    return writing.changes


def write_confirmed(desk: Desk, connection: Connection, shown: OrderView, status: str = "confirmed") -> None:
    """The promise is given and the goods are reserved, within a transaction under way; the plan is another matter."""
    promised = max((line.promised for line in shown.order.lines if line.promised), default=None)
    currency, on = shown.order.currency, today(desk)
    head = {"status": status, "confirmed_at": desk.clock(), "confirmed_by": desk.user_id,
            "promised": promised, "first_promised": promised,
            "rate": rate_to_books(connection, currency, on),
            "rate_source": rate_source(connection, currency, on)}  # fmt: skip
    rows.change(connection, Head, shown.id, head)
    for line in shown.order.lines:
        if line.id:
            rows.change(connection, store.OrderLine, line.id, {"first_promised": line.promised})
    stock.reserve(desk, connection, shown)


def _all_there(connection: Connection, shown: OrderView, on: date) -> bool:
    """Whether all goods of an order can be promised from stock today."""
    wanted: dict[uuid.UUID, Decimal] = {}
    for line in shown.order.lines:
        if line.goods.product_id is not None:
            wanted[line.goods.product_id] = wanted.get(line.goods.product_id, Decimal(0)) + line.goods.quantity
    found = stock.standing_of(connection, list(wanted), on)
    return bool(wanted) and all(found[product].available[0].quantity >= wanted[product] for product in wanted)


def _step(desk: Desk, order_id: uuid.UUID, command: str, right: Right) -> Changes:
    desk.require(right)
    with desk.writing(f"orders.{command}", counter_action="withdraw") as writing:
        old = rows.fetch(writing.connection, Head, order_id)
        desk.require_owner(old["owner_id"])
        rows.change(writing.connection, Head, order_id, {"status": ORDER.next_status(old["status"], command)})
        order_figures.refresh(writing.connection, [order_id], today(desk))
    return writing.changes


def void(desk: Desk, order_id: uuid.UUID, reason: str) -> Changes:
    """Void an order that was never confirmed; its number stays given."""
    return _end(desk, order_id, "void", reason, "correct")


def close(desk: Desk, order_id: uuid.UUID, reason: str = "") -> Changes:
    """Close an order; with a reason where something of it is still open."""
    return _end(desk, order_id, "close", reason, "reopen")


def reopen(desk: Desk, order_id: uuid.UUID, reason: str) -> Changes:
    """Open a closed order again."""
    return _end(desk, order_id, "reopen", reason, "correct")


def _end(desk: Desk, order_id: uuid.UUID, command: str, reason: str, counter_action: str) -> Changes:
    desk.require(Right.MAKE_ORDERS)
    with desk.writing(f"orders.{command}", counter_action=counter_action) as writing:
        shown = view(desk, writing.connection, order_id)
        if shown.status == "exception":
            raise UserError(ORDER.advice["exception"])
        status = ORDER.next_status(shown.status, command)
        rest = any(shown.left(line) for line in shown.order.lines if line.goods.kind == "goods")
        if (command != "close" or rest) and not reason.strip():
            raise UserError("Say why.", field="reason")
        ended = None if command == "reopen" else desk.clock()
        values = {"status": status, "ended_at": ended, "ended_reason": reason.strip()}
        rows.change(writing.connection, Head, order_id, values)
        if command == "close":
            stock.release(writing.connection, order_id)
            plan_upkeep.end(desk, writing.connection, order_id)
        elif command == "reopen":
            stock.reserve(desk, writing.connection, shown)
            plan_upkeep.resume(desk, writing.connection, order_id)
        receivables.follow(desk, writing.connection, order_id)
    return writing.changes
