"""How an inquiry reads in the list, and its head on the page: number, status, origin and life strip."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from orderdesk_gui.rules.inquiries import CHANNEL_NAMES, is_due
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow, status_chip
from orderdesk_gui.ui.widgets.life_strip import LifeStep

if TYPE_CHECKING:
    from .asks import Opened


def list_row(row: Any, today: dt.date) -> ListRow:
    """How an inquiry reads in the list."""
    chip = status_chip(row.status)
    if row.status in ("open", "quoted") and row.next_date is not None and row.next_date <= today:
        late = (today - row.next_date).days
        text = tr("Due today") if late == 0 else tr("{days} days overdue", days=late)
        chip = Chip(text, "yellow" if late == 0 else "red", "clock")
    right = tr("urgent") if row.urgency == "high" and row.status == "open" else ""
    second = row.next_step or str(CHANNEL_NAMES.get(row.channel, row.channel))
    return ListRow(row.id, row.customer, right, second, chip, show_day(row.date, today), _band(row.date, today))


def _band(day: dt.date, today: dt.date) -> str:
    """The band a row stands under: none for today, this week, this month, earlier."""
    if day >= today:
        return ""
    if day >= today - dt.timedelta(days=today.weekday()):
        return tr("This week")
    if (day.year, day.month) == (today.year, today.month):
        return tr("This month")
    return tr("Earlier")


def show_heading(ui: Any, opened: Opened) -> None:
    """Number, status, where it came from, and what was made of it."""
    inquiry = opened.inquiry
    ui.number.setText(opened.number or tr("New inquiry"))
    ui.status_chip.set_chip(status_chip(opened.status))
    due = opened.status in ("open", "quoted") and is_due(inquiry, opened.today)
    ui.due_chip.set_chip(Chip(tr("Next step is due"), "yellow", "clock") if due else None)
    parts = [
        tr("Came {day} by {channel}", day=inquiry.date.isoformat(), channel=CHANNEL_NAMES[inquiry.channel]),
        tr("noted by {who}", who=opened.owner) if opened.owner else "",
        ", ".join(number for _id, number, _status in opened.quotes),
    ]
    ui.subtitle.setText(" · ".join(part for part in parts if part))
    quoted = opened.quotes[-1] if opened.quotes else None
    ui.life.set_steps(
        [
            LifeStep(tr("Inquiry"), f"{inquiry.date:%m-%d}", "present"),
            LifeStep(tr("Quotation"), quoted[1], "done", "quotations", quoted[0])
            if quoted is not None
            else LifeStep(tr("Quotation"), tr("to be made")),
            LifeStep(tr("Contract"), tr("once won")),
            LifeStep(tr("Order")),
            LifeStep(tr("Delivery")),
            LifeStep(tr("After-sales")),
        ]
    )
    ui.close_it.setVisible(opened.id is not None and opened.status in ("open", "quoted"))
    main = tr("Another quotation") if opened.quotes else tr("Make quotation")
    ui.main.setText(main)
    ui.main.setAccessibleName(main)
