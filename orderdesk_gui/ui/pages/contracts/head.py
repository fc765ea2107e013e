"""Words and chips of a contract for the list and the head of its page: where it came from, its life, a notice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from orderdesk_gui.rules.contracts import TITLES, Contract
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.rules.money import format_amount, format_number, minor_units
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.pages.contracts.asks import Opened
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow, status_chip
from orderdesk_gui.ui.widgets.life_strip import LifeStep


def contract_chip(status: str) -> Chip:
    """The chip of a contract's status; an issued contract is one that waits for signatures."""
    return Chip(tr("To sign"), "blue", "rubber-stamp") if status == "issued" else status_chip(status)


def version_chip(opened: Opened) -> Chip:
    """Status and, from the second on, version."""
    chip, version = contract_chip(opened.view.status), opened.view.version
    text = f"{chip.text} · {tr('version {number}', number=version)}" if version > 1 else chip.text
    return Chip(text, chip.tone, chip.icon)


def origin_line(opened: Opened, contract: Contract) -> str:
    """The title, the customer, what it was made from, and what it is worth."""
    title = contract.title if current_language() == "zh" else TITLES.get(contract.title, contract.title)
    parts = [title, opened.view.customer]
    if contract.quotation:
        quoted = f"{contract.quotation.number} R{contract.quotation.revision}"
        parts.append(tr("made from {quotation}", quotation=quoted))
    if opened.template:
        name = opened.template.title_zh if current_language() == "zh" else opened.template.title_en
        parts.append(tr("template {name} v{version}", name=name, version=opened.template.version))
    if opened.view.customer_number:
        parts.append(tr("their number {number}", number=opened.view.customer_number))
    parts.append(format_amount(contract.total, contract.currency))
    return " · ".join(parts)


def life_steps(opened: Opened) -> list[LifeStep]:
    """Where this business stands."""
    view, came = opened.view, opened.view.came_from
    inquiry, quotation = LifeStep(tr("Inquiry"), tr("none")), LifeStep(tr("Quotation"), tr("none"))
    if came.inquiry_id is not None and came.inquiry_date is not None:
        detail = f"{came.inquiry_number[:3]}…{came.inquiry_number[-4:]} · {came.inquiry_date:%m-%d}"
        inquiry = LifeStep(tr("Inquiry"), detail, "done", "inquiries", came.inquiry_id)
    if came.quote_id is not None:
        detail = f"R{came.quote_revision} · {status_chip(came.quote_status or 'issued').text}"
        quotation = LifeStep(tr("Quotation"), detail, "done", "quotations", came.quote_id)
    here = LifeStep(tr("Contract"), f"V{view.version} · {contract_chip(view.status).text}", "present")
    return [inquiry, quotation, here, LifeStep(tr("Order")), LifeStep(tr("Delivery")), LifeStep(tr("After-sales"))]


@dataclass(frozen=True)
class Notice:
    """A strip above the clauses."""

    text: str
    tone: str
    icon: str


def notice_of(opened: Opened) -> Notice | None:
    """What one should know before reading on; None where there is nothing."""
    view, review = opened.view, opened.view.review
    if opened.kept_at is not None:
        when = f"{opened.kept_at.astimezone():%m-%d %H:%M}"
        return Notice(tr("What you typed on {when} was kept and is back.", when=when), "blue", "history")
    if view.status == "draft" and review is not None and review.status == "returned":
        text = tr("Sent back by {who}: {remark}", who=review.decided_by, remark=review.remark)
        return Notice(text, "red", "corner-down-left")
    if view.status == "review" and review is not None:
        if review.status == "approved":
            return Notice(tr("Legal has agreed: {who}", who=review.decided_by), "green", "circle-check")
        return Notice(tr("Waiting for legal."), "yellow", "hourglass")
    if view.origin != "ours" and view.status == "signed":
        text = tr("This is the customer's own paper; look at its scan among the attachments.")
        return Notice(text, "blue", "paperclip")
    if view.status == "signed" and view.signed_on is not None:
        return Notice(tr("Signed on {day}.", day=view.signed_on.isoformat()), "green", "circle-check")
    if view.status == "voided" and view.versions:
        return Notice(tr("Void: {reason}", reason=view.versions[-1].void), "red", "circle-minus")
    return None


def list_row(row: Any, today: dt.date) -> ListRow:
    """A contract in the list: customer, amount, number with its version, status and day."""
    places = minor_units(row.currency)
    number = row.number if len(row.number) < 14 else f"{row.number[:3]}…{row.number[-4:]}"
    second = f"{number} V{row.version}" if row.version > 1 else number
    amount, unit = format_number(row.total, places, places), "" if row.currency == "CNY" else row.currency
    day = show_day(row.date, today)
    return ListRow(row.id, row.customer, amount, second, contract_chip(row.status), day, "", unit)
