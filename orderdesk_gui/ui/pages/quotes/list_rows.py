"""How a quotation reads in the list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from orderdesk_gui.rules.language import tr
from orderdesk_gui.rules.money import format_number, minor_units
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow

from . import asks
from .summaries import band_of, list_chip

KEPT = "kept"


def list_row(row: Any, today: dt.date) -> ListRow:
    """A saved quotation, or one that was typed and never saved: its id is then (``KEPT``, id of the draft)."""
    if isinstance(row, asks.KeptRow):
        when = f"{row.saved_at.astimezone():%H:%M}"
        return ListRow(
            (KEPT, row.id), row.customer, "", tr("New, not saved"), Chip(tr("Draft"), "yellow", "pencil"), when
        )
    places = minor_units(row.currency)
    number = row.number if len(row.number) < 14 else f"{row.number[:3]}…{row.number[-4:]}"
    return ListRow(
        row.id,
        row.customer,
        format_number(row.total, places, places),
        f"{number} R{row.revision}" if row.revision > 1 else number,
        list_chip(row.status, row.valid_until, today, row.lost_reason),
        show_day(row.date, today),
        band_of(row.date, today),
        "" if row.currency == "CNY" else row.currency,
    )
