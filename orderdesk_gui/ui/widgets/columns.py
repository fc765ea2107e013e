"""Columns of tables, declared as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from orderdesk_gui.rules.language import Message
from orderdesk_gui.ui.figures import show_number
from orderdesk_gui.ui.widgets.delegates import Chip, chip_width, metrics


@dataclass(frozen=True)
class Column:
    """One column: `title` is English source text, `value` takes the row and gives what is exported and sorted.

    `text` overrides how the value is shown; `places` rounds a Decimal for show. `stretch` takes what is left.
    """

    key: str
    title: str
    width: int
    value: Callable[[Any], Any]
    text: Callable[[Any], str] | None = None
    places: int | None = None
    right: bool = False
    unit: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    icon: Callable[[Any], str] | None = None
    chip: Callable[[Any], Chip | None] | None = None
    tip: Callable[[Any], str] | None = None
    stretch: bool = False
    hidden: bool = False
    sortable: bool = True

    def shown(self, row: Any) -> str:
        """The cell's text."""
        if self.text is not None:
            return self.text(row)
        return show_value(self.value(row), self.places)

    def room(self, row: Any) -> int:
        """How wide the column must be for this row, in pixels."""
        chip = self.chip(row) if self.chip is not None else None
        if chip is not None:
            return chip_width(chip) + 16
        icon = 22 if self.icon is not None and self.icon(row) else 0
        unit = metrics(12).horizontalAdvance(self.unit(row)) + 4 if self.unit is not None else 0
        return metrics(13).horizontalAdvance(self.shown(row)) + icon + unit + 18


def show_value(value: Any, places: int | None = None) -> str:
    """Any value of a row as text on the screen."""
    if value is None:
        return ""
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return show_number(value, places)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Message):
        return str(value)
    return " ".join(str(value).split())
