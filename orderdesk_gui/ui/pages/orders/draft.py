"""An order as it is being typed: what the page holds, grid lines there and back, and the kept draft as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from orderdesk_gui.rules.language import current_language
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.ui.draft_values import from_plain, to_plain

Line = dict[str, Any]

EDITABLE = ("draft", "returned")
_KINDS = {kind.__name__: kind for kind in (Order, OrderLine, QuoteLine, PaymentTerms, Share)}
_SAME = ("quantity", "unit_price", "vat_rate", "product_id", "kind", "unit", "list_price", "manual", "lead_days")
_TEXTS = ("code", "customer_part_no", "specification", "remark")


@dataclass(frozen=True)
class Draft:
    """What the page shows and changes; without `id` it was never saved. `quote_id` is where a new one comes from."""

    order: Order
    id: UUID | None = None
    number: str = ""
    status: str = "draft"
    quote_id: UUID | None = None

    @property
    def editable(self) -> bool:
        """Whether it may be typed in: a new one, a draft, or one that was returned."""
        return self.status in EDITABLE


def shown_name(zh: str, en: str) -> str:
    """The name in the language of the screen, the other one where it is missing."""
    return (zh or en) if current_language() == "zh" else (en or zh)


def grid_lines(order: Order) -> list[Line]:
    """The lines of `order` for the grid; keys that begin with ``_`` are not typed."""
    return [_grid_line(line) for line in order.lines]


def _grid_line(line: OrderLine) -> Line:
    goods = line.goods
    values: Line = {key: getattr(goods, key) for key in _SAME}
    values |= {key: getattr(goods, key) or None for key in _TEXTS}
    values |= {"name_zh": goods.name_zh, "name_en": goods.name_en, "name": shown_name(goods.name_zh, goods.name_en)}
    values |= {"wanted": line.wanted, "promised": line.promised, "drawing": line.drawing or None}
    values |= {"_line": line.id, "_name": values["name"], "_goods": goods, "_looked": goods.code or values["name"]}
    return values


def order_lines(lines: Sequence[Mapping[str, Any]]) -> tuple[OrderLine, ...]:
    """The grid's lines as lines of an order; what is missing stays empty or zero and is checked later."""
    made, known = [], set()
    for line in lines:
        line_id = line.get("_line")
        if line_id in known:  # a copy of a line is another line
            line_id = None
        known.add(line_id)
        made.append(
            OrderLine(goods_of(line), line.get("wanted"), line.get("promised"), line.get("drawing") or "", line_id)
        )
    return tuple(made)


def goods_of(line: Mapping[str, Any]) -> QuoteLine:
    """What a line of the grid is about."""
    zh, en = line.get("name_zh") or "", line.get("name_en") or ""
    name = line.get("name") or ""
    if name != (line.get("_name") or ""):
        zh, en = (name, en) if current_language() == "zh" else (zh if line.get("product_id") else "", name)
    before: QuoteLine = line.get("_goods") or QuoteLine(Decimal(0), Decimal(0))
    if before.product_id != line.get("product_id"):
        before = QuoteLine(Decimal(0), Decimal(0))
    return replace(
        before,
        quantity=line.get("quantity") or Decimal(0),
        unit_price=line.get("unit_price") or Decimal(0),
        vat_rate=line["vat_rate"] if line.get("vat_rate") is not None else Decimal("0.13"),
        product_id=line.get("product_id"),
        kind=line.get("kind") or ("goods" if line.get("product_id") else "other"),
        name_zh=zh,
        name_en=en,
        unit=line.get("unit") or "",
        list_price=line.get("list_price"),
        manual=bool(line.get("manual")),
        lead_days=line.get("lead_days"),
        code=line.get("code") or "",
        customer_part_no=line.get("customer_part_no") or "",
        specification=line.get("specification") or "",
        remark=line.get("remark") or "",
    )


# Kept drafts ---------------------------------------------------------------------------------------------


def to_json(draft: Draft) -> dict[str, Any]:
    """Everything typed, as values that JSON can hold."""
    return {"order": to_plain(draft.order), "quote_id": to_plain(draft.quote_id)}


def from_json(content: Mapping[str, Any]) -> Draft:
    """What :func:`to_json` made of a draft."""
    order: Order = from_plain(content["order"], _KINDS)
    return Draft(order, quote_id=from_plain(content["quote_id"], {}))
