"""The columns of an order's grid, and how their cells read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Protocol

from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.money import format_amount, format_number
from orderdesk_gui.rules.units import unit_in_english
from orderdesk_gui.rules.vat import TaxMode, line_amounts
from orderdesk_gui.ui.figures import show_day, show_number
from orderdesk_gui.ui.widgets.line_grid import GridColumn, Line

EDITED = (
    "code", "name", "customer_part_no", "specification", "quantity", "unit", "unit_price", "vat_rate", "wanted",
    "promised", "drawing", "remark",
)  # fmt: skip
PROGRESS = ("shipped", "open")
CELLS = {"name_zh": "name", "name_en": "name", "discount": "unit_price", "kind": "code", "lead_days": "promised"}
"""Field of a line -> column where its error stands, where they differ."""


class Pricing(Protocol):
    """How the figures of the lines are meant."""

    tax_mode: TaxMode
    currency: str


def columns(pricing: Pricing, today: Callable[[], date]) -> list[GridColumn]:
    """The columns; where there is no room the rate of tax gives way first, then stock and the day wanted."""

    def day(key: str) -> Callable[[Line], str]:
        def shown(line: Line) -> str:
            value = line.get(key)
            return show_day(value, today()) if isinstance(value, date) else ""

        return shown

    return [
        GridColumn("number", "#", 36, kind="number_of_row", editable=False, right=True, quiet=True),
        GridColumn("code", "Code", 112, kind="product", span="name", quiet=True),
        GridColumn("name", "Name / specification", 130, stretch=True, text=name_text),
        GridColumn("customer_part_no", "Their part no.", 110, hidden=True, gives_way=5),
        GridColumn("specification", "Specification", 160, hidden=True, gives_way=6),
        GridColumn("drawing", "Drawing", 100, hidden=True, gives_way=6),
        GridColumn("quantity", "Qty", 66, kind="number", right=True),
        GridColumn("unit", "Unit", 44, quiet=True, text=unit_text),
        GridColumn("shipped", "Shipped", 66, right=True, editable=False, hidden=True, quiet=True,
                   text=lambda line: show_number(line.get("_shipped"))),
        GridColumn("open", "To ship", 60, right=True, editable=False, hidden=True, bold=True,
                   text=lambda line: show_number(line.get("_open"))),
        GridColumn("unit_price", "Price incl. tax", 94, kind="number", right=True, text=price_text),
        GridColumn("vat_rate", "VAT", 54, kind="percent", right=True, quiet=True, gives_way=1),
        GridColumn("wanted", "Wanted on", 76, kind="date", right=True, quiet=True, text=day("wanted"), gives_way=2),
        GridColumn("promised", "Promise", 76, kind="date", right=True, text=day("promised")),
        GridColumn("stock", "In stock", 76, right=True, editable=False, quiet=True, text=stock_text, gives_way=3),
        GridColumn("gross", "Amount incl. tax", 106, right=True, editable=False,
                   text=lambda line: amount(line, pricing)),
        GridColumn("remark", "Remark", 140, hidden=True, gives_way=7),
        GridColumn("marks", "", 32, kind="marks", editable=False),
    ]  # fmt: skip


def name_text(line: Line) -> str:
    """Name and specification in one cell."""
    return " ".join(str(part) for part in (line.get("name"), line.get("specification")) if part)


def unit_text(line: Line) -> str:
    """The unit in the language of the screen; what is edited and saved stays as it was entered."""
    unit = str(line.get("unit") or "")
    return unit if current_language() == "zh" else unit_in_english(unit)


def price_text(line: Line) -> str:
    """At least two decimals, as many as there are."""
    price = line.get("unit_price")
    return format_number(price, 2, 6) if price is not None else ""


def stock_text(line: Line) -> str:
    """How much of what this line still wants is there; nothing where stock is not kept."""
    now, asked = line.get("_now"), line.get("_asked")
    if now is None or not asked:
        return ""
    return tr("enough") if now >= asked else show_number(now)


def amount(line: Line, pricing: Pricing) -> str:
    """The amount of a line, with tax."""
    price, quantity = line.get("unit_price"), line.get("quantity")
    if price is None or quantity is None:
        return ""
    try:
        amounts = line_amounts(
            price, quantity, line.get("vat_rate") or Decimal(0), pricing.tax_mode, pricing.currency
        )  # fmt: skip
    except UserError:
        return "…"
    shown = format_amount(amounts.gross, pricing.currency)
    return shown.replace("¥", "").replace(f"{pricing.currency} ", "").replace("-", "−")
