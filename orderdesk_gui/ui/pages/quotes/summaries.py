"""Words and figures of the lower band: from an assessment, a draft's lines and its totals to what is shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.money import format_number, format_percent, minor_units, round_amount, round_half_up
from orderdesk_gui.rules.quotes import Quote, QuoteLine, quote_totals
from orderdesk_gui.rules.words import amount_in_words
from orderdesk_gui.ui.widgets.delegates import Chip

from .bands import AskRow, Totals

if TYPE_CHECKING:
    from orderdesk_gui.actions.approvals_waiting import ApprovalView
    from orderdesk_gui.rules.approvals import Assessment, Reason

_DIMENSIONS = ("discount", "margin", "amount", "terms")
_NAMES = {
    "discount": "Discount",
    "margin": "Margin",
    "amount": "Amount",
    "prepaid": "Prepayment",
    "days": "Credit days",
    "retention": "Retention",
    "custom_without_deposit": "Custom goods without a deposit",
    "terms": "Payment terms",
}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def deciders_text(assessment: Assessment) -> str:
    """``director + finance``, or the level where nobody is named."""
    from orderdesk_gui.rules.approval_steps import DECIDER_NAMES
    from orderdesk_gui.rules.approvals import LEVEL_NAMES

    names = [str(DECIDER_NAMES[one]) for one in assessment.deciders]
    return " + ".join(names) or str(LEVEL_NAMES[assessment.level])


def asked_rows(assessment: Assessment) -> list[AskRow]:
    """One row per dimension: the strictest figure that asks, or that it passes by itself."""
    from orderdesk_gui.rules.approvals import LEVELS

    rows = []
    for dimension in _DIMENSIONS:
        reasons = [one for one in assessment.reasons if one.dimension == dimension]
        if reasons:
            worst = max(reasons, key=lambda one: (LEVELS.index(one.level), abs(one.figure)))
            rows.append(_asking(worst))
    passed = [dimension for dimension in _DIMENSIONS if not any(r.dimension == dimension for r in assessment.reasons)]
    rows += [AskRow("circle-check", tr(_NAMES[one]), "", tr("within limits"), "green") for one in passed]
    return rows


def _asking(reason: Reason) -> AskRow:
    from orderdesk_gui.rules.approvals import LEVEL_NAMES

    name = tr(_NAMES[reason.measure])
    if reason.line is not None:
        name = tr("{what}, line {line}", what=name, line=reason.line)
    if reason.measure == "amount":
        figure = f"¥{format_number(reason.figure, 0, 0)}"
    elif reason.measure == "days":
        figure = tr("{days} days", days=format_number(reason.figure))
    elif reason.measure == "custom_without_deposit" or (reason.measure == "margin" and not reason.figure):
        figure = ""
    elif reason.measure == "margin":
        points = format_number(abs(reason.figure) * 100, 1, 1)
        figure = tr("floor {points} %", points=("+" if reason.figure > 0 else "−") + points)
    else:
        figure = format_percent(round_half_up(reason.figure, 3))
    return AskRow("circle-arrow-up", name, figure, str(LEVEL_NAMES[reason.level]), "yellow")


_STEP_SIGNS = {
    "pending": ("hourglass", "yellow"),
    "approved": ("circle-check", "green"),
    "returned": ("circle-x", "red"),
}


def step_rows(approval: ApprovalView) -> list[AskRow]:
    """Who was asked and what they said."""
    from orderdesk_gui.rules.approval_steps import DECIDER_NAMES

    rows = []
    if approval.rush:
        rows.append(AskRow("alert-triangle", tr("Rush: {why}", why=approval.rush), "", "", "red"))
    for step in approval.steps:
        icon, tone = _STEP_SIGNS.get(step.status, ("user", ""))
        when = f"{step.at.astimezone():%m-%d %H:%M}" if step.at is not None else ""
        said = {"pending": tr("waiting"), "approved": tr("approved"), "returned": tr("returned")}.get(step.status, "")
        if step.overdue:
            said = tr("overdue")
        names = [str(DECIDER_NAMES[one]) for one in (step.needs, *step.escalated_to)]  # type: ignore[index]
        name = " → ".join(names)
        if step.instead_of:
            name += " · " + tr("{by} for {whom}", by=step.by, whom=step.instead_of)
        elif step.by or (step.people and not step.escalated_to):
            name += " · " + (step.by or ", ".join(step.people))
        rows.append(AskRow(icon, name + (f" · {step.remark}" if step.remark else ""), when, said, tone))
    return rows


def delivery(quote: Quote, wanted: dt.date | None) -> tuple[str, str, Chip | None, list[str]]:
    """The day when the last line is delivered, else the longest lead time in working days."""
    dated = [(line.delivery_date, number, line) for number, line in enumerate(quote.lines, 1) if line.delivery_date]
    timed = [(line.lead_days, number, line) for number, line in enumerate(quote.lines, 1) if line.lead_days]
    lines: list[str] = []
    if quote.terms.delivery_place:
        lines.append(tr("To {place}", place=quote.terms.delivery_place))
    if dated:
        day, number, line = max(dated, key=lambda one: one[0])
        slowest = tr("Slowest: line {line}, {name}", line=number, name=_name(line))
        left = len(quote.lines) - len(dated)
        if left:
            one, several = tr("1 line without a date"), tr("{count} lines without a date", count=left)
            lines.insert(0, one if left == 1 else several)
        chip = None
        if wanted is not None and day != wanted:
            days = (wanted - day).days
            chip = (
                Chip(tr("{days} days early", days=days), "green", "clock")
                if days > 0
                else Chip(tr("{days} days late", days=-days), "red", "clock")
            )
        return day.isoformat(), tr(_WEEKDAYS[day.weekday()]), chip, [slowest, *lines]
    if quote.terms.lead_days or timed:
        days, number, slow = max(timed, key=lambda one: one[0]) if timed else (0, 0, None)
        if quote.terms.lead_days:
            return tr("{days} working days", days=quote.terms.lead_days), tr("after the order"), None, lines
        if slow is not None:
            slowest = tr("Slowest: line {line}, {name}", line=number, name=_name(slow))
            return tr("{days} working days", days=days), tr("after the order"), None, [slowest, *lines]
    return tr("No delivery date yet"), "", None, lines or [tr("Type one into a line, or a lead time into the terms.")]


def _name(line: QuoteLine) -> str:
    return (line.name_zh if current_language() == "zh" else line.name_en) or line.name_zh or line.name_en or line.code


def totals(quote: Quote) -> Totals | None:
    """The totals as shown; None where the figures cannot be added up (the cell says why)."""
    try:
        found = quote_totals(quote)
        words = amount_in_words(found.total.gross, quote.currency, current_language())
    except UserError:
        return None
    currency = quote.currency

    def figure(amount: Decimal) -> str:
        places = minor_units(currency)
        return format_number(round_amount(amount, currency), places, places).replace("-", "−")

    rates = {one.rate for one in found.by_rate}
    tax = tr("VAT {rate}", rate=format_percent(next(iter(rates)))) if len(rates) == 1 else tr("VAT")
    rows = [(tr("Without tax"), figure(found.total.net)), (tax, figure(found.total.tax))]
    off = sum((one.amounts.entered(quote.tax_mode) for one in found.discount), Decimal(0))
    if quote.discount_style == "spread" and found.discount_entered:
        rows.append((tr("Discount, spread over the lines"), figure(-found.discount_entered)))
    else:
        rows.append((tr("Discount on the whole"), figure(off)))
    if quote.freight:
        rows.append((tr("Freight"), figure(found.freight.entered(quote.tax_mode))))
    sign = "¥" if currency == "CNY" else currency
    said = words if current_language() == "zh" else words.capitalize()
    return Totals(tuple(rows), tr("Total incl. tax"), sign, figure(found.total.gross), said, words)


def terms_line(quote: Quote, today: dt.date) -> str:
    """The line under the number: date, validity, currency and tax, payment, delivery."""
    rates = sorted({line.vat_rate for line in quote.lines})
    rate = format_percent(rates[0]) if len(rates) == 1 else ""
    included = "{currency} incl. {rate} VAT" if quote.tax_mode == "inclusive" else "{currency} excl. VAT"
    currency = tr("CNY (name)") if quote.currency == "CNY" and current_language() == "zh" else quote.currency
    parts = [
        tr("Dated {day}", day=quote.date.isoformat()),
        tr("valid to {day}", day=quote.valid_until.isoformat()) if quote.valid_until else tr("no last day"),
        " ".join(tr(included, currency=currency, rate=rate).split()),
        quote.terms.payment.text(current_language()),
    ]
    if quote.terms.delivery_place:
        parts.append(tr("to {place}", place=quote.terms.delivery_place))
    return " · ".join(parts)


def list_chip(status: str, valid_until: dt.date, today: dt.date, lost_reason: str) -> Chip:
    """The chip of a row: the status, the days that are left, or why it was lost."""
    from orderdesk_gui.rules.quotes import LOSS_REASONS
    from orderdesk_gui.ui.widgets.delegates import status_chip

    if status == "issued" and 0 <= (valid_until - today).days <= 7:
        days = (valid_until - today).days
        text = tr("Last day") if days == 0 else tr("{days} days left", days=days)
        return Chip(text, "yellow", "clock")
    if status == "lost" and lost_reason in LOSS_REASONS:
        return Chip(tr("Lost · {reason}", reason=LOSS_REASONS[lost_reason]), "red", "circle-x")
    return status_chip(status)


def band_of(day: dt.date, today: dt.date) -> str:
    """The band a row stands under: none for today, this week, this month, a month, earlier."""
    if day >= today:
        return ""
    monday = today - dt.timedelta(days=today.weekday())
    if day >= monday:
        return tr("This week")
    if (day.year, day.month) == (today.year, today.month):
        return tr("This month")
    if day >= (today.replace(day=1) - dt.timedelta(days=60)):
        return f"{day:%Y-%m}"
    return tr("Earlier")
