"""The columns of a quotation's grid, how their cells read, and the columns of the paper that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Protocol

from orderdesk_gui.rules.language import UserError, current_language
from orderdesk_gui.rules.money import format_amount, format_number
from orderdesk_gui.rules.units import unit_in_english
from orderdesk_gui.rules.vat import TaxMode, convert_price, line_amounts
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.line_grid import GridColumn, Line

from .line_values import name_text, price_text, vs_text

PAPER_COLUMNS = (
    "code", "customer_code", "name", "unit", "quantity", "price_net", "price_gross", "tax_rate", "tax", "net", "gross",
    "delivery",
)  # fmt: skip
EDITED = (
    "code", "name", "customer_part_no", "specification", "quantity", "unit", "unit_price", "vs_list", "vat_rate",
    "delivery_date", "remark",
)  # fmt: skip
CELLS = {"name_zh": "name", "name_en": "name", "discount": "vs_list", "kind": "code", "lead_days": "delivery_date"}
"""Field of a line -> column where its error stands, where they differ."""

# grid column -> column of the paper, where they differ
_ON_PAPER = {"customer_part_no": "customer_code", "vat_rate": "tax_rate", "delivery_date": "delivery"}


class Pricing(Protocol):
    """How the figures of the lines are meant."""

    tax_mode: TaxMode
    currency: str


def columns(pricing: Pricing, today: Callable[[], date]) -> list[GridColumn]:
    """The columns; where there is no room the rate of tax gives way first, then the comparison with the list."""

    def delivery(line: Line) -> str:
        day = line.get("delivery_date")
        return show_day(day, today()) if isinstance(day, date) else ""

    return [
        GridColumn("number", "#", 40, kind="number_of_row", editable=False, right=True, quiet=True),
        GridColumn("code", "Code", 122, kind="product", span="name", quiet=True),
        GridColumn("name", "Name / specification", 200, stretch=True, text=name_text),
        GridColumn("customer_part_no", "Their part no.", 110, hidden=True, gives_way=3),
        GridColumn("specification", "Specification", 160, hidden=True, gives_way=4),
        GridColumn("quantity", "Qty", 66, kind="number", right=True),
        GridColumn("unit", "Unit", 44, quiet=True, aside=True, text=unit_text),
        GridColumn("other_price", "Price excl. tax", 100, right=True, editable=False, quiet=True, hidden=True,
                   text=lambda line: other_price(line, pricing)),
        GridColumn("unit_price", "Price incl. tax", 98, kind="number", right=True, text=price_text),
        GridColumn("vs_list", "vs. list", 68, kind="percent", right=True, quiet=True, aside=True, text=vs_text,
                   gives_way=2),
        GridColumn("vat_rate", "VAT", 54, kind="percent", right=True, quiet=True, aside=True, gives_way=1),
        GridColumn("delivery_date", "Promise", 78, kind="date", right=True, aside=True, text=delivery),
        GridColumn("net", "Amount excl. tax", 110, right=True, editable=False, hidden=True,
                   text=lambda line: amount(line, pricing, "net")),
        GridColumn("tax", "Tax", 96, right=True, editable=False, quiet=True, hidden=True,
                   text=lambda line: amount(line, pricing, "tax")),
        GridColumn("gross", "Amount incl. tax", 112, right=True, editable=False,
                   text=lambda line: amount(line, pricing, "gross")),
        GridColumn("remark", "Remark", 140, hidden=True, gives_way=5),
        GridColumn("marks", "", 32, kind="marks", editable=False),
    ]  # fmt: skip


def unit_text(line: Line) -> str:
    """The unit in the language of the screen; what is edited and saved stays as it was entered."""
    unit = str(line.get("unit") or "")
    return unit if current_language() == "zh" else unit_in_english(unit)


def other_price(line: Line, pricing: Pricing) -> str:
    """The price without tax where prices are with it, and the other way round."""
    price = line.get("unit_price")
    if price is None:
        return ""
    target: TaxMode = "exclusive" if pricing.tax_mode == "inclusive" else "inclusive"
    rate = line.get("vat_rate") or Decimal(0)
    return format_number(convert_price(price, rate, pricing.tax_mode, target), 2, 2)


def amount(line: Line, pricing: Pricing, kind: str) -> str:
    """The net, tax or gross amount of a line."""
    price, quantity = line.get("unit_price"), line.get("quantity")
    if price is None or quantity is None:
        return ""
    rate = line.get("vat_rate") or Decimal(0)
    try:
        amounts = line_amounts(price, quantity, rate, pricing.tax_mode, pricing.currency)
    except UserError:
        return "…"
    shown = format_amount(getattr(amounts, kind), pricing.currency)
    return shown.replace("¥", "").replace(f"{pricing.currency} ", "").replace("-", "−")


def paper_columns(shown: Collection[str], tax_mode: TaxMode, *, dated: bool) -> tuple[str, ...]:
    """The columns of the paper for those of the grid, in the order of papers; `dated` where a line has a date."""
    keys = {_ON_PAPER.get(key, key) for key in shown} | {"code", "name"}
    price, other = ("price_gross", "price_net") if tax_mode == "inclusive" else ("price_net", "price_gross")
    if "unit_price" in keys:
        keys.add(price)
    if "other_price" in keys:
        keys.add(other)
    if not keys & {"net", "gross"}:
        keys.add("gross" if tax_mode == "inclusive" else "net")
    # The rate stands on the paper's last line; as a column only where somebody asked for the tax itself.
    if "tax" not in keys:
        keys.discard("tax_rate")
    if not dated:
        keys.discard("delivery")
    return tuple(key for key in PAPER_COLUMNS if key in keys)
