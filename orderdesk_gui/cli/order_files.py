"""Reads orders, deliveries, receipts and complaints from JSON documents, as docs/cli.md describes them."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

from orderdesk_gui.actions import orders, orders_saving
from orderdesk_gui.actions.complaints import Complaint
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.actions.receivables import Receipt, ReceiptKind
from orderdesk_gui.cli import quote_files
from orderdesk_gui.cli.json_fields import currency, date, found, number, objects, one_of, only, text
from orderdesk_gui.rules.complaints import KIND_NAMES as COMPLAINT_KINDS
from orderdesk_gui.rules.complaints import SEVERITY_NAMES
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import CHANNEL_NAMES, KIND_NAMES, Order, OrderLine
from orderdesk_gui.rules.payment import MEANS_NAMES
from orderdesk_gui.rules.payment_parse import parse_terms

ORDER = {"customer", "lines", "date", "kind", "channel", "customer_po", "customer_po_date", "currency", "tax_mode",
         "payment", "delivery_place", "delivery_method", "incoterm", "warranty", "remarks", "discount_amount",
         "freight", "wanted", "promised", "difficulty"}  # fmt: skip
ORDER_LINE = frozenset({"wanted", "promised", "drawing"})
DELIVERY = {"order", "lines", "kind", "date", "carrier", "tracking", "over_reason", "gate_reason", "note"}
DELIVERY_LINE = {"line", "product", "quantity", "lot", "note"}
RECEIPT = {"customer", "date", "amount", "currency", "kind", "means", "reference", "payer", "note", "pays"}
COMPLAINT = {"customer", "order", "line", "words", "kind", "severity", "contact", "phone", "channel", "quantity",
             "lot", "sought", "received_at"}  # fmt: skip


def order(desk: Desk, given: Mapping[str, Any]) -> Order:
    """The order that `given` describes; lines without a price are priced. UserError names the field that is wrong."""
    only(given, ORDER, "")
    if not text(given, "customer"):
        raise UserError("The customer is missing. Write a name or code.", field="customer")
    made = orders_saving.blank(desk, found(desk, "customer", text(given, "customer"), "customer"))
    named = ("delivery_place", "delivery_method", "incoterm", "warranty", "remarks", "customer_po")
    texts: dict[str, Any] = {key: text(given, key) for key in named if key in given}
    difficulty = number(given, "difficulty", "")
    if difficulty not in (None, 1, 2, 3):
        raise UserError("Enter a difficulty of 1, 2 or 3.", field="difficulty")
    made = replace(
        made,
        **texts,
        date=date(given, "date") or made.date,
        kind=one_of(given, "kind", tuple(KIND_NAMES), "normal"),
        channel=one_of(given, "channel", ("", *CHANNEL_NAMES), ""),
        customer_po_date=date(given, "customer_po_date"),
        currency=currency(given, made.currency),
        tax_mode=one_of(given, "tax_mode", quote_files.TAX_MODES, made.tax_mode),
        payment=parse_terms(text(given, "payment")) if given.get("payment") else made.payment,
        discount_amount=number(given, "discount_amount", "") or Decimal(0),
        freight=number(given, "freight", "") or Decimal(0),
        difficulty=int(difficulty or 1),
    )
    priced = quote_files.lines(desk, made.as_quote(), given, ORDER_LINE)
    wanted, promised = date(given, "wanted"), date(given, "promised")
    lines = tuple(
        OrderLine(
            goods,
            wanted=date(line, "wanted", f"lines.{place}.") or goods.delivery_date or wanted,
            promised=date(line, "promised", f"lines.{place}.") or goods.delivery_date or promised,
            drawing=text(line, "drawing", f"lines.{place}."),
        )
        for place, (goods, line) in enumerate(zip(priced, given["lines"], strict=True))
    )
    return replace(made, lines=lines)


def order_named(desk: Desk, number: str, field: str = "order") -> OrderView:
    """The order with this number. UserError where there is none."""
    order_id = orders.find_number(desk, number)
    if order_id is None:
        raise UserError("There is no order with the number {number}.", field=field, number=number)
    return orders.load(desk, order_id)


def delivery(desk: Desk, given: Mapping[str, Any]) -> Delivery:
    """The delivery or return that `given` describes; without lines all that is still to ship."""
    only(given, DELIVERY, "")
    shown = order_named(desk, text(given, "order"))
    kind = one_of(given, "kind", ("out", "return"), "out")
    if "lines" in given:
        lines = tuple(_sent(shown, line, f"lines.{at}.", at) for at, line in enumerate(objects(given, "lines")))
    else:
        lines = whole(shown, kind)
    texts: dict[str, Any] = {
        key: text(given, key) for key in ("carrier", "tracking", "over_reason", "gate_reason", "note")
    }
    return Delivery(shown.id, date(given, "date") or today(desk), lines, kind, **texts)


def whole(shown: OrderView, kind: str = "out") -> tuple[Sent, ...]:
    """Of each line of goods all that is still to ship; for a return, all that has left."""
    lines = [(line.id, line) for line in shown.order.lines if line.id and line.goods.kind == "goods"]
    if kind == "return":
        return tuple(Sent(key, shown.sent[key]) for key, _ in lines if shown.sent.get(key))
    return tuple(Sent(key, shown.left(line)) for key, line in lines if shown.left(line) > 0)


def _sent(shown: OrderView, given: Mapping[str, Any], at: str, place: int) -> Sent:
    only(given, DELIVERY_LINE, at)
    quantity = number(given, "quantity", at)
    if quantity is None:
        raise UserError("Line {line}: the quantity is missing. Write a number.", field=f"{at}quantity", line=place + 1)
    line = line_named(shown, given, at)
    assert line.id is not None
    return Sent(line.id, quantity, text(given, "lot", at), text(given, "note", at))


def line_named(shown: OrderView, given: Mapping[str, Any], at: str = "") -> OrderLine:
    """The line of an order that `given` means: by its place from 1 on, or by the code of its product."""
    lines, place, code = shown.order.lines, number(given, "line", at), text(given, "product", at)
    if place is not None:
        if place != int(place) or not 1 <= place <= len(lines):
            raise UserError("{number} has lines 1 to {last}.", field=f"{at}line", number=shown.number, last=len(lines))
        return lines[int(place) - 1]
    same = [line for line in lines if code and line.goods.code == code]
    if len(same) != 1:
        raise UserError(
            "{number} has {count} lines of “{code}”. Write the line's place: {{\"line\": 1}}.",
            field=f"{at}product", number=shown.number, count=len(same), code=code,
        )  # fmt: skip
    return same[0]


def receipt(desk: Desk, given: Mapping[str, Any]) -> Receipt:
    """The receipt that `given` describes; its customer is that of the first order it pays, where none is named."""
    only(given, RECEIPT, "")
    paid = given.get("pays", {})
    if not isinstance(paid, dict):
        raise UserError('“pays” is an object such as {{"SO-2026-7K3F-0001": "5000"}}.', field="pays")
    pays: dict[uuid.UUID, Decimal] = {}
    first: OrderView | None = None
    for key in paid:
        shown = order_named(desk, key, "pays")
        first = first or shown
        pays[shown.id] = number(paid, key, "pays.") or Decimal(0)
    if text(given, "customer"):
        customer = found(desk, "customer", text(given, "customer"), "customer")
    elif first is not None:
        customer = first.order.customer_id
    else:
        raise UserError("The customer is missing. Write a name or code.", field="customer")
    amount = number(given, "amount", "")
    return Receipt(
        customer, date(given, "date") or today(desk),
        amount if amount is not None else sum(pays.values(), Decimal(0)),
        currency(given, first.order.currency if first else "CNY"),
        one_of(given, "kind", get_args(ReceiptKind), "other"),
        one_of(given, "means", tuple(MEANS_NAMES), "transfer"),
        **{key: text(given, key) for key in ("reference", "payer", "note")}, pays=pays,
    )  # fmt: skip


def complaint(desk: Desk, given: Mapping[str, Any]) -> tuple[Complaint, dt.datetime | None]:
    """The complaint that `given` describes, and when it came in; an order names its customer."""
    only(given, COMPLAINT, "")
    shown = order_named(desk, text(given, "order")) if given.get("order") else None
    line = line_named(shown, given) if shown and given.get("line") else None
    if shown is None and not text(given, "customer"):
        raise UserError("Name the customer or the order that it is about.", field="customer")
    customer = shown.order.customer_id if shown else found(desk, "customer", text(given, "customer"), "customer")
    texts: dict[str, Any] = {key: text(given, key) for key in ("contact", "phone", "lot", "sought")}
    made = Complaint(
        customer, text(given, "words"), one_of(given, "kind", tuple(COMPLAINT_KINDS), "other"),
        one_of(given, "severity", tuple(SEVERITY_NAMES), "normal"), shown.id if shown else None,
        line.id if line else None, product_id=line.goods.product_id if line else None,
        channel=one_of(given, "channel", tuple(CHANNEL_NAMES), "phone"), quantity=number(given, "quantity", ""),
        **texts,
    )  # fmt: skip
    return made, _moment(given, "received_at")


def _moment(given: Mapping[str, Any], key: str) -> dt.datetime | None:
    value = text(given, key)
    if not value:
        return None
    try:
        return dt.datetime.fromisoformat(value).astimezone()
    except ValueError as error:
        raise UserError("{value} is not a moment. Write it like 2026-11-21T09:30.", field=key, value=value) from error
