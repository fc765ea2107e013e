"""Values and texts of one line of the grid: whose price it is, what a chosen product fills in, how cells read."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from orderdesk_gui.rules.language import current_language
from orderdesk_gui.rules.money import format_number
from orderdesk_gui.ui.widgets.line_grid import Line, ProductChoice

from .draft import shown_name

if TYPE_CHECKING:
    from .price_asks import ProductFound

_HUNDREDTH = Decimal("0.01")


def own_price(line: Line) -> Decimal | None:
    """The price a person set: typed as such, or as a share of the list price; None where the list decides."""
    price, listed, share = line.get("unit_price"), line.get("list_price"), line.get("vs_list")
    if price is None:
        return None
    if share is not None and share != line.get("_vs") and listed and price == line.get("_price"):
        # What is typed into "vs. list" is taken off, with or without a minus before it.
        taken: Decimal = listed * (1 - abs(share))
        return taken.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)
    if line.get("_found") is None and not line.get("manual"):
        return None if price == line.get("_price") else Decimal(price)
    own: Decimal | None = None if price == line.get("_found") else price
    if conceded(line) and price == line.get("_price"):
        return None
    if not line.get("manual") and price == line.get("_price"):
        return None
    return own


def conceded(line: Line) -> Decimal | None:
    """The discount conceded by hand, None where there is none."""
    return line.get("conceded") or None


def name_text(line: Line) -> str:
    """Name and specification in one cell, the specification in English where that is known and the screen is."""
    specification = line.get("specification")
    if current_language() != "zh":
        specification = line.get("_english") or specification
    return " ".join(str(part) for part in (line.get("name"), specification) if part)


def price_text(line: Line) -> str:
    """At least two decimals, as many as there are."""
    price = line.get("unit_price")
    return format_number(price, 2, 6) if price is not None else ""


def vs_text(line: Line) -> str:
    """``−7.9 %`` against the list price."""
    share = line.get("vs_list")
    if share is None:
        return ""
    sign = "−" if share < 0 else "+" if share > 0 else ""
    return f"{sign}{format_number(abs(share) * 100, 1, 1)} %"


def product_choice(found: ProductFound, vat_rate: Decimal | None) -> ProductChoice:
    """A line of the popup; `vat_rate` stands in for the product's own where it is given (goods for abroad)."""
    row, priced = found.row, found.priced
    name = shown_name(row.name_zh, row.name_en)
    price = priced.price.unit_price if priced is not None else None
    values: Line = {
        "product_id": row.id, "kind": "goods", "code": row.code, "name": name, "_name": name,
        "name_zh": row.name_zh, "name_en": row.name_en, "specification": row.specification or None,
        "_english": found.english, "unit": row.unit or None,
        "vat_rate": priced.vat_rate if priced is not None and vat_rate is None else vat_rate,
        "lead_days": row.lead_days, "unit_price": None, "vs_list": None, "list_price": None, "conceded": None,
        "manual": False, "_price": None, "_found": None, "_vs": None, "_kept": False,
    }  # fmt: skip
    return ProductChoice(
        name_text(values),
        row.code,
        price=format_number(price, 2, 6) if price is not None else "",
        values=values,
    )
