"""Turns the content of a sales order into rows and back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from orderdesk_gui.rules.orders import Order, OrderLine, promised_day
from orderdesk_gui.rules.quotes import QuoteLine, QuoteTotals
from orderdesk_gui.store.terms import payment_data, payment_terms

_ORDER_FIELDS = (
    "customer_id", "company_id", "date", "kind", "channel", "customer_po", "customer_po_date", "currency", "tax_mode",
    "discount_amount", "freight", "freight_vat_rate", "delivery_place", "delivery_method", "incoterm", "warranty",
    "remarks", "difficulty", "contact_id",
)  # fmt: skip
_GOODS_FIELDS = (
    "quantity", "unit_price", "vat_rate", "product_id", "kind", "code", "customer_part_no", "name_zh", "name_en",
    "specification", "unit", "list_price", "discount", "remark",
)  # fmt: skip
_LINE_FIELDS = ("wanted", "promised", "drawing")


def order_values(order: Order, totals: QuoteTotals) -> dict[str, Any]:
    """The columns of an order's row that hold the content of `order`."""
    wanted = [line.wanted for line in order.lines if line.wanted]
    return {
        **{field: getattr(order, field) for field in _ORDER_FIELDS},
        "payment": payment_data(order.payment),
        "net": totals.total.net,
        "tax": totals.total.tax,
        "total": totals.total.gross,
        "wanted": min(wanted, default=None),
        "promised": promised_day(order.lines),
        "scope": order.customer_id,
    }


def line_values(order: Order, totals: QuoteTotals, costs: Mapping[Any, Decimal | None]) -> list[dict[str, Any]]:
    """The columns of the line rows; `costs` by product, per unit without tax, are frozen into new lines."""
    return [
        {
            "id": line.id,
            "scope": order.customer_id,
            **{field: getattr(line.goods, field) for field in _GOODS_FIELDS},
            **{field: getattr(line, field) for field in _LINE_FIELDS},
            "net": amounts.net,
            "tax": amounts.tax,
            "gross": amounts.gross,
            "cost": costs.get(line.goods.product_id),
        }
        for line, amounts in zip(order.lines, totals.lines, strict=True)
    ]


def order_of(head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> Order:
    """The content of an order from its rows."""
    return Order(
        lines=tuple(
            OrderLine(
                QuoteLine(**{field: line[field] for field in _GOODS_FIELDS}),
                id=line["id"],
                **{field: line[field] for field in _LINE_FIELDS},
            )
            for line in lines
        ),
        payment=payment_terms(head["payment"]),
        **{field: head[field] for field in _ORDER_FIELDS},
    )
