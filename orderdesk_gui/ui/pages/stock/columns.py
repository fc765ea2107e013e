"""How stock reads in tables: the list of products, places, orders that goods are kept for, expected supply."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui.figures import show_date, show_number
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import Chip

_FLAGS = {
    "shortage": ("Short", "red", "alert-circle"),
    "below_safety": ("Low", "red", "alert-triangle"),
    "reorder": ("To be reordered", "yellow", "alert-triangle"),
    "excess": ("Excess", "yellow", "box"),
    "fine": ("Fine", "green", "circle-check"),
}


def flag_chip(standing: Any) -> Chip | None:
    """How a product stands; none where nothing of it is known."""
    if standing.flag == "fine" and standing.as_of is None and not standing.flows:
        return None
    text, tone, icon = _FLAGS[standing.flag]
    return Chip(tr(text), tone, icon)


def product_name(row: Any) -> str:
    """The name in the language of the screen, or the other one."""
    first, second = (row.name_zh, row.name_en) if current_language() == "zh" else (row.name_en, row.name_zh)
    return str(first or second)


def more_on(standing: Any) -> str:
    """When more can be promised than today, and how much: ``2026-12-01: 40``."""
    more = next((flow for flow in standing.available[1:] if flow.quantity > standing.available[0].quantity), None)
    return "" if more is None else f"{show_date(more.day)}: {show_number(more.quantity)}"


def _number(key: str, title: str, width: int, value: Any, tone: Any = None, *, hidden: bool = False) -> Column:
    """A quantity; nothing is shown for zero."""
    return Column(
        key, title, width, value, text=lambda row: show_number(value(row)) if value(row) else "", right=True,
        tone=tone, sortable=False, hidden=hidden,
    )  # fmt: skip


def _date(moment: Any) -> str:
    return "" if moment is None else f"{moment.astimezone():%Y-%m-%d}"


def stock_columns() -> list[Column]:
    """Products."""
    return [
        Column("code", "Code", 116, lambda r: r.code, tone=lambda _r: "quiet", sortable=False),
        Column("name", "Name", 196, product_name, stretch=True, tip=product_name, sortable=False),
        Column("flag", "State", 96, lambda r: r.standing.flag, text=lambda _r: "",
               chip=lambda r: flag_chip(r.standing), sortable=False),
        Column("on_hand", "On hand", 66, lambda r: r.standing.on_hand, right=True, sortable=False,
               text=lambda r: "" if r.standing.as_of is None and not r.standing.on_hand
               else show_number(r.standing.on_hand)),
        _number("reserved", "Reserved", 70, lambda r: r.standing.reserved),
        _number("expected", "Expected", 70, lambda r: r.standing.expected, hidden=True),
        Column("free", "To promise", 82, lambda r: r.standing.available[0].quantity, right=True, sortable=False,
               text=lambda r: "" if flag_chip(r.standing) is None else show_number(r.standing.available[0].quantity),
               tip=lambda r: tr("What can be promised from today on")),
        Column("more", "More from", 90, lambda r: more_on(r.standing), tone=lambda _r: "quiet", sortable=False,
               text=lambda r: more_on(r.standing)[5:], tip=lambda r: more_on(r.standing)),
        _number("reorder", "To order", 68, lambda r: r.standing.reorder, lambda r: "yellow"),
        Column("as_of", "As of", 58, lambda r: r.standing.as_of, text=lambda r: _date(r.standing.as_of)[5:],
               tone=lambda _r: "quiet", tip=lambda r: _date(r.standing.as_of), sortable=False),
    ]  # fmt: skip


def place_columns() -> list[Column]:
    """What lies where."""
    return [
        Column("place", "Place", 150, lambda p: f"{p.code} {p.name}", stretch=True, sortable=False),
        Column("on_hand", "On hand", 90, lambda p: p.on_hand, right=True, sortable=False),
        Column("counted_at", "Last counted", 130, lambda p: p.counted_at, sortable=False, tone=lambda _p: "quiet",
               text=lambda p: tr("never") if p.counted_at is None else f"{p.counted_at.astimezone():%Y-%m-%d %H:%M}"),
    ]  # fmt: skip


def kept_columns() -> list[Column]:
    """For which orders."""
    return [
        Column("day", "Day", 86, lambda k: k.day, text=lambda k: show_date(k.day), sortable=False),
        Column("number", "Order", 136, lambda k: k.number or tr("a colleague's order"), sortable=False,
               tone=lambda k: "" if k.own else "quiet"),
        Column("customer", "Customer", 150, lambda k: k.customer, stretch=True, sortable=False,
               tone=lambda _k: "quiet"),
        Column("quantity", "Quantity", 72, lambda k: k.quantity, right=True, sortable=False),
    ]  # fmt: skip


def coming_columns() -> list[Column]:
    """Expected supply."""
    return [
        Column("due", "Expected on", 104, lambda c: c.due, text=lambda c: show_date(c.due), sortable=False,
               tone=lambda c: "red" if c.late else ""),
        Column("reference", "Supply order", 180, lambda c: c.reference, stretch=True, sortable=False,
               tone=lambda _c: "quiet"),
        Column("quantity", "Quantity", 72, lambda c: c.quantity, right=True, sortable=False),
    ]  # fmt: skip


def shown(value: Decimal | None, unit: str) -> str:
    """``12 台``."""
    return f"{show_number(value)} {unit}".strip() if value is not None else ""
