"""A quotation as it is being typed: what the page holds, grid lines there and back, and the kept draft as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from orderdesk_gui.rules.language import current_language
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTerms

Line = dict[str, Any]

EDITABLE = ("draft", "returned")
_PLAIN = (
    "quantity", "unit_price", "vat_rate", "product_id", "kind", "code", "customer_part_no", "specification", "unit",
    "list_price", "manual", "price_list_id", "price_list_revision", "delivery_date", "lead_days", "remark",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How the paper is to look: its language ("" as usual with the customer), and with our letterhead or not."""

    language: str = ""
    letterhead: bool = True


@dataclass(frozen=True)
class Draft:
    """What the page shows and changes; without `id` it was never saved."""

    quote: Quote
    id: UUID | None = None
    number: str = ""
    revision: int = 1
    status: str = "draft"
    customer_po: str = ""
    project: str = ""
    copied_from: str = ""
    copied_id: UUID | None = None
    look: Look = Look()

    @property
    def editable(self) -> bool:
        """Whether it may be typed in: a new one, a draft, or one that was returned."""
        return self.status in EDITABLE


def grid_lines(quote: Quote, english: Mapping[tuple[UUID | None, str], str] | None = None) -> list[Line]:
    """The lines of `quote` for the grid; keys that begin with ``_`` say what was last computed.

    `english` are specifications in English, by product and Chinese text.
    """
    known = english or {}
    return [
        {**_grid_line(line), "_english": known.get((line.product_id, line.specification), "")} for line in quote.lines
    ]


def _grid_line(line: QuoteLine) -> Line:
    values: Line = {key: getattr(line, key) for key in _PLAIN}
    values["code"] = line.code or None
    values["customer_part_no"] = line.customer_part_no or None
    values["specification"] = line.specification or None
    values["conceded"] = line.discount
    values["name_zh"], values["name_en"] = line.name_zh, line.name_en
    values["name"] = shown_name(line.name_zh, line.name_en)
    values["vs_list"] = against_list(line.unit_price, line.list_price)
    values |= {"_price": line.unit_price, "_vs": values["vs_list"], "_name": values["name"]}
    values["_found"] = None if line.manual else line.unit_price
    values |= {"_kept": True, "_looked": line.code or values["name"]}
    return values


def shown_name(zh: str, en: str) -> str:
    """The name in the language of the screen, the other one where it is missing."""
    return (zh or en) if current_language() == "zh" else (en or zh)


def against_list(price: Decimal | None, listed: Decimal | None) -> Decimal | None:
    """How far `price` stands from the list price, as a fraction: -0.05 for five percent less."""
    if price is None or not listed:
        return None
    return (price / listed - 1).quantize(Decimal("0.0001"))


def quote_lines(lines: Sequence[Mapping[str, Any]]) -> tuple[QuoteLine, ...]:
    """The grid's lines as lines of a quotation; what is missing stays empty or zero and is checked later."""
    return tuple(_quote_line(line) for line in lines)


def _quote_line(line: Mapping[str, Any]) -> QuoteLine:
    zh, en = line.get("name_zh") or "", line.get("name_en") or ""
    name = line.get("name") or ""
    if name != line.get("_name", ""):
        zh, en = (name, en) if current_language() == "zh" else (zh if line.get("product_id") else "", name)
    return QuoteLine(
        quantity=line.get("quantity") or Decimal(0),
        unit_price=line.get("unit_price") or Decimal(0),
        vat_rate=line["vat_rate"] if line.get("vat_rate") is not None else Decimal("0.13"),
        product_id=line.get("product_id"),
        kind=line.get("kind") or ("goods" if line.get("product_id") else "other"),
        code=line.get("code") or "",
        customer_part_no=line.get("customer_part_no") or "",
        name_zh=zh,
        name_en=en,
        specification=line.get("specification") or "",
        unit=line.get("unit") or "",
        list_price=line.get("list_price"),
        discount=line.get("conceded") or Decimal(0),
        manual=bool(line.get("manual")),
        price_list_id=line.get("price_list_id"),
        price_list_revision=line.get("price_list_revision"),
        delivery_date=line.get("delivery_date"),
        lead_days=line.get("lead_days"),
        remark=line.get("remark") or "",
    )


# Kept drafts ---------------------------------------------------------------------------------------------


def to_json(draft: Draft) -> dict[str, Any]:
    """Everything typed, as values that JSON can hold."""
    encoded: dict[str, Any] = _encode(asdict(draft))
    return encoded


def from_json(content: Mapping[str, Any]) -> Draft:
    """What :func:`to_json` made of a draft."""
    values = {key: _decode(value) for key, value in content.items()}
    quote = values.pop("quote")
    look = Look(**values.pop("look", {}))
    terms = quote.pop("terms")
    payment = terms.pop("payment")
    shares = tuple(Share(**share) for share in payment.pop("shares"))
    lines = tuple(QuoteLine(**line) for line in quote.pop("lines"))
    made = QuoteTerms(payment=PaymentTerms(shares=shares, **payment), **terms)
    return Draft(quote=Quote(lines=lines, terms=made, **quote), look=look, **values)


def _encode(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, UUID):
        return {"id": value.hex}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, dict):
        return {key: _encode(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encode(item) for item in value]
    return value


_DECODERS: dict[str, Any] = {"number": Decimal, "id": UUID, "day": dt.date.fromisoformat}


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        if len(value) == 1:
            ((key, item),) = value.items()
            if key in _DECODERS and isinstance(item, str):
                return _DECODERS[key](item)
        return {key: _decode(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_decode(item) for item in value]
    return value


def with_lines(draft: Draft, lines: Sequence[Mapping[str, Any]]) -> Draft:
    """`draft` with the lines of the grid."""
    return replace(draft, quote=replace(draft.quote, lines=quote_lines(lines)))
