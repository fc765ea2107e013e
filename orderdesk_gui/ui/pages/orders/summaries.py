"""Words and figures of the lower band: from an order, its facts and its plan to what is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from orderdesk_gui.rules.language import Message, UserError, current_language, message, tr
from orderdesk_gui.rules.milestone_templates import DEPARTMENTS
from orderdesk_gui.rules.money import format_amount, format_number, format_percent, minor_units, round_amount
from orderdesk_gui.rules.orders import Order, order_totals
from orderdesk_gui.rules.words import amount_in_words
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.delegates import Chip

from .bands import Bar, PlanRow, Totals

if TYPE_CHECKING:
    from orderdesk_gui.actions.orders import OrderView
    from orderdesk_gui.actions.plans import PlannedStep, PlanView

    from .asks import Opened
    from .draft import Draft

POINTS = {
    "product": message("product"), "quantity": message("quantity"), "price": message("price"),
    "customer": message("customer"),
}  # fmt: skip
"""What the four-point review looks at."""
_SIGNS = {"red": "alert-circle"}


def bars(view: OrderView) -> tuple[Bar, ...]:
    """Shipped, invoiced and received of the order's amount."""
    figure, currency = view.figure, view.order.currency
    whole = figure["ordered"]

    def bar(text: str, key: str, colour: str) -> Bar:
        share = float(figure[key] / whole) if whole else 0.0
        return Bar(text, format_amount(figure[key], currency), share, colour)

    return (
        bar(tr("Shipped"), "shipped", "normal"), bar(tr("Invoiced"), "invoiced", "done"),
        bar(tr("Received"), "received", "good"),
    )  # fmt: skip


def progress_note(view: OrderView) -> tuple[str, str]:
    """(words, tone): what is overdue, else of how much."""
    currency = view.order.currency
    if view.figure["overdue"]:
        return tr("{amount} overdue", amount=format_amount(view.figure["overdue"], currency)), "red"
    return tr("of {amount}", amount=format_amount(view.figure["ordered"], currency)), "quiet"


def plan_rows(plan: PlanView, today: dt.date) -> tuple[str, Chip | None, list[PlanRow]]:
    """Promise, whether the forecast keeps it, and what is at risk or comes next."""
    rows = [
        PlanRow(
            "alert-circle" if one["level"] == "red" else "alert-triangle",
            str(_sentence(one["content"])),
            " ",
            one["level"],
        )
        for one in plan.warnings[:2]
    ]
    coming = [step for step in plan.steps if step.done is None and step.kind != "summary"]
    coming.sort(key=lambda step: (step.finish, step.start))
    for step in coming[: 4 - len(rows)]:
        who = f" · {DEPARTMENTS[step.department]}" if step.department in DEPARTMENTS else ""
        icon = "player-play" if step.begun else "flag-3" if step.kind == "milestone" else "circle-dot"
        rows.append(PlanRow(icon, _step_name(step) + who, show_day(step.finish.date(), today)))
    if not coming:
        rows.append(PlanRow("circle-check", tr("All steps are done."), "", "green"))
    return _promised(plan, today), _forecast(plan, today), rows


def _sentence(content: Mapping[str, Any]) -> Message:
    """The sentence of a warning as the file keeps it: its text, and what stands in it."""
    values = {key: _sentence(value) if isinstance(value, dict) else value for key, value in content["values"].items()}
    return Message(content["text"], values)


def _step_name(step: PlannedStep) -> str:
    return (step.name_zh or step.name_en) if current_language() == "zh" else (step.name_en or step.name_zh)


def _promised(plan: PlanView, today: dt.date) -> str:
    """The promise, and the forecast where it does not keep it."""
    promised = tr("promised {day}", day=show_day(plan.promise, today)) if plan.promise else ""
    if plan.promise is None or plan.forecast is None or plan.forecast <= plan.promise:
        return promised
    return promised + " · " + tr("forecast {day}", day=show_day(plan.forecast, today))


def _forecast(plan: PlanView, today: dt.date) -> Chip | None:
    if plan.forecast is None:
        return None
    if plan.promise is None or plan.forecast <= plan.promise:
        return Chip(tr("forecast {day}", day=show_day(plan.forecast, today)), "green", "circle-check")
    return Chip(tr("{days} days late", days=(plan.forecast - plan.promise).days), "red", "alert-circle")


def before_confirmation(opened: Opened, draft: Draft) -> list[PlanRow]:
    """What is still to be done before the order is confirmed."""
    review = opened.view.review if opened.view is not None else None
    rows = []
    if review is not None and review.wrong:
        points = ", ".join(str(POINTS[one]) for one in review.wrong)
        rows.append(
            PlanRow("circle-x", tr("Returned: {points}", points=points), f"{review.at.astimezone():%m-%d}", "red")
        )
    elif review is not None and review.stands:
        text = tr("Reviewed by {who}", who=review.by)
        rows.append(PlanRow("circle-check", text, f"{review.at.astimezone():%m-%d %H:%M}", "green"))
    elif needs_review(opened, draft.order):
        least = format_amount(opened.review_from, "CNY")
        text = tr("A second person reviews orders from {amount}", amount=least)
        rows.append(PlanRow("hourglass" if draft.status == "review" else "user", text, " ", "yellow"))
    undated = sum(1 for line in draft.order.lines if line.goods.kind == "goods" and line.promised is None)
    if undated:
        text = (
            tr("1 line has no promised day")
            if undated == 1
            else tr("{count} lines have no promised day", count=undated)
        )
        rows.append(PlanRow("calendar", text, " ", "yellow"))
    elif draft.order.lines:
        rows.append(PlanRow("circle-check", tr("All lines have a promised day"), " ", "green"))
    rows += [PlanRow("alert-triangle", str(alarm), " ", "yellow") for alarm in opened.alarms[: 4 - len(rows)]]
    if not rows:
        rows.append(PlanRow("info-circle", tr("The plan begins when the order is confirmed.")))
    return rows


def needs_review(opened: Opened, order: Order) -> bool:
    """Whether a second person has to look at it before it is confirmed."""
    try:
        total = order_totals(order).total.gross
    except UserError:
        return False
    review = opened.view.review if opened.view is not None else None
    return total >= opened.review_from and not (review is not None and review.stands)


def totals(order: Order) -> Totals | None:
    """The totals as shown; None where the figures cannot be added up (the cell says why)."""
    try:
        found = order_totals(order)
        words = amount_in_words(found.total.gross, order.currency, current_language())
    except UserError:
        return None
    places = minor_units(order.currency)

    def figure(amount: Decimal) -> str:
        return format_number(round_amount(amount, order.currency), places, places).replace("-", "−")

    rates = {one.rate for one in found.by_rate}
    tax = tr("VAT {rate}", rate=format_percent(next(iter(rates)))) if len(rates) == 1 else tr("VAT")
    rows = [(tr("Without tax"), figure(found.total.net)), (tax, figure(found.total.tax))]
    off = sum((one.amounts.entered(order.tax_mode) for one in found.discount), Decimal(0))
    if off:
        rows.append((tr("Discount on the whole"), figure(off)))
    if order.freight:
        rows.append((tr("Freight"), figure(found.freight.entered(order.tax_mode))))
    sign = "¥" if order.currency == "CNY" else order.currency
    said = words if current_language() == "zh" else words.capitalize()
    return Totals(tuple(rows), tr("Total incl. tax"), sign, figure(found.total.gross), said)
