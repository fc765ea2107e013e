"""What the page of stock asks; every function runs in the background, the desk comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.rules.stock import StockPolicy


@dataclass(frozen=True)
class Rows:
    """A list that is all there at once."""

    rows: tuple[Any, ...]
    after: Any = None
    total: int | None = None


def list_stock(desk: Desk, query: tuple[str, str], after: Any, limit: int) -> Any:
    """All products with their stock, or what to order now."""
    from orderdesk_gui.actions import stock

    tab, text = query
    if tab != "to_order":
        return stock.list_stock(desk, text=text, after=after, limit=limit, counted=after is None)
    wanted = text.casefold()
    found = [row for row in stock.suggestions(desk) if wanted in f"{row.code} {row.name_zh} {row.name_en}".casefold()]
    return Rows(tuple(found), None, len(found))


def to_order(desk: Desk) -> Mapping[str, int]:
    """How many products are to be ordered."""
    from orderdesk_gui.actions import stock

    return {"to_order": len(stock.suggestions(desk))}


def view(desk: Desk, product_id: UUID) -> Any:
    """One product."""
    from orderdesk_gui.actions import stock_views

    return stock_views.view(desk, product_id)


def count(desk: Desk, product_id: UUID, quantity: Decimal, place_id: UUID | None, source: str) -> Changes:
    """Note a count."""
    from orderdesk_gui.actions import stock

    return stock.count(desk, [stock.Counted(product_id, quantity, place_id)], source=source)


def expect(desk: Desk, product_id: UUID, quantity: Decimal, due: dt.date, reference: str) -> Changes:
    """Note supply that is expected."""
    from orderdesk_gui.actions import stock

    return stock.expect(desk, product_id, quantity, due, reference)


def come_in(desk: Desk, supply_id: UUID) -> Changes:
    """What was expected is there."""
    from orderdesk_gui.actions import stock_views

    return stock_views.come_in(desk, supply_id)


def drop_supply(desk: Desk, supply_id: UUID) -> Changes:
    """What was expected will not come."""
    from orderdesk_gui.actions import stock_views

    return stock_views.drop_supply(desk, supply_id)


def set_policy(desk: Desk, product_id: UUID, policy: StockPolicy | None) -> Changes:
    """When a product is reordered; None: by no rule."""
    from orderdesk_gui.actions import stock, stock_views

    if policy is None:
        return stock_views.drop_policy(desk, product_id)
    return stock.set_policy(desk, product_id, policy)


def export_suggestions(desk: Desk, path: Path) -> int:
    """What to order, as a workbook."""
    from orderdesk_gui.actions import stock_views

    return stock_views.export_suggestions(desk, path)
