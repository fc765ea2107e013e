"""Keeps the content of an order as a JSON document, as a change holds what was and what is to be, and reads it back."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any
from uuid import UUID

from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store.terms import payment_data, payment_terms

_DECIMALS = frozenset(
    {"quantity", "unit_price", "vat_rate", "list_price", "discount", "discount_amount", "freight", "freight_vat_rate"}
)
_DAYS = frozenset({"date", "customer_po_date", "delivery_date", "wanted", "promised"})
_IDS = frozenset({"id", "product_id", "price_list_id", "customer_id", "company_id", "contact_id"})


def order_data(order: Order, cancelled: Mapping[UUID, Decimal]) -> dict[str, Any]:
    """`order` and what is cancelled of its lines, as a JSON document."""
    lines = [{**_plain(line, "goods"), "goods": _plain(line.goods)} for line in order.lines]
    gone = {line_id.hex: str(quantity) for line_id, quantity in cancelled.items() if quantity}
    return {**_plain(order, "lines", "payment"), "lines": lines, "payment": payment_data(order.payment),
            "cancelled": gone}  # fmt: skip


def order_of_data(data: Mapping[str, Any]) -> tuple[Order, dict[UUID, Decimal]]:
    """What :func:`order_data` wrote."""
    lines = tuple(OrderLine(QuoteLine(**_typed(line["goods"])), **_typed(line, "goods")) for line in data["lines"])
    head = _typed(data, "lines", "payment", "cancelled")
    cancelled = {UUID(line_id): Decimal(quantity) for line_id, quantity in data["cancelled"].items()}
    return Order(lines=lines, payment=payment_terms(data["payment"]), **head), cancelled


def _plain(made: Any, *but: str) -> dict[str, Any]:
    found = {field.name: getattr(made, field.name) for field in fields(made) if field.name not in but}
    return {key: value if value is None or isinstance(value, int | str) else str(value) for key, value in found.items()}


def _typed(data: Mapping[str, Any], *but: str) -> dict[str, Any]:
    return {key: _value(key, value) for key, value in data.items() if key not in but}


def _value(key: str, value: Any) -> Any:
    if value is None:
        return None
    if key in _DECIMALS:
        return Decimal(value)
    if key in _DAYS:
        return dt.date.fromisoformat(value)
    return UUID(value) if key in _IDS else value
