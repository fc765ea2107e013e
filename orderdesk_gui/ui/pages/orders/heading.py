"""The head of an order: number, chips, terms in a line, where it stands in its life, and the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QPalette

from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.rules.money import format_amount
from orderdesk_gui.rules.orders import KIND_NAMES, Order
from orderdesk_gui.rules.quotes import addressee
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.delegates import status_chip
from orderdesk_gui.ui.widgets.life_strip import LifeStep

from .draft import Draft
from .list_rows import level_chip, state_chip

if TYPE_CHECKING:
    from .asks import Opened


def dress(ui: Any) -> None:
    """Fonts, icons and names that a Designer form cannot hold."""
    ui.asking_title.setFont(theme.font(17, bold=True))
    ui.number.setFont(theme.font(17, bold=True, tabular=True))
    ui.customer_name.setFont(theme.font(13, bold=True))
    for label in (
        ui.terms_line, ui.customer_detail, ui.credit_first, ui.credit_second, ui.key_hint, ui.asking_hint,
    ):  # fmt: skip
        label.setFont(theme.font(12, tabular=True))
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    ui.key_hint.setText(tr("Enter next cell · Ctrl+Z undo · F1 keys"))
    for button, name in (
        (ui.more, "dots"), (ui.deliveries_button, "truck-delivery"), (ui.terms_button, "list-details"),
        (ui.notes_button, "paperclip"),
    ):  # fmt: skip
        icons.set_icon(button, name)
    for button in (ui.terms_button, ui.deliveries_button, ui.discard, ui.save):
        button.setAccessibleName(button.text())


def show_heading(ui: Any, opened: Opened, draft: Draft) -> None:
    """Number, chips, terms line and life strip for the draft as it stands."""
    ui.number.setText(draft.number or tr("New order"))
    ui.state_chip.set_chip(state_chip(opened.state))
    running = opened.view is not None and opened.state in ("confirmed", "part_shipped")
    level = str(opened.view.figure["level"]) if opened.view is not None and running else "green"
    ui.level_chip.set_chip(level_chip(level))
    ui.terms_line.setText(terms_line(opened, draft.order))
    ui.life.set_steps(life_steps(opened, draft))


def terms_line(opened: Opened, order: Order) -> str:
    """Kind, date, their order number, the promise, whose it is, and its stars."""
    view = opened.view
    kind = str(KIND_NAMES[order.kind]) if order.kind != "normal" else ""
    theirs = ""
    if order.customer_po:
        day = f" ({order.customer_po_date.isoformat()})" if order.customer_po_date else ""
        theirs = tr("their order {number}", number=order.customer_po + day)
    promised = max((line.promised for line in order.lines if line.promised), default=None)
    parts = [
        kind,
        tr("Ordered on {day}", day=order.date.isoformat()),
        theirs,
        tr("promised {day}", day=promised.isoformat()) if promised else "",
        view.owner if view is not None else "",
        "★" * view.stars if view is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def life_steps(opened: Opened, draft: Draft) -> list[LifeStep]:
    """Where this business stands."""
    quote, contract = LifeStep(tr("Quotation"), tr("none")), LifeStep(tr("Contract"), tr("none"))
    if opened.quote is not None:
        quote = LifeStep(tr("Quotation"), _short(opened.quote[1]), "done", "quotations", opened.quote[0])
    if opened.contract is not None:
        contract = LifeStep(tr("Contract"), _short(opened.contract[1]), "done", "contracts", opened.contract[0])
    sent = [row for row in opened.deliveries if row.kind == "out" and row.state != "voided"]
    delivery = LifeStep(tr("Delivery"), tr("once confirmed") if draft.editable else tr("none yet"))
    if sent:
        whole = opened.state in ("shipped", "delivered", "closed")
        delivery = LifeStep(
            tr("Delivery"), f"{len(sent)} · {show_day(sent[0].date, opened.today)}", "done" if whole else "future"
        )
    return [
        quote,
        contract,
        LifeStep(tr("Order"), f"{state_chip(opened.state).text} · {draft.order.date:%m-%d}", "present"),
        delivery,
        LifeStep(tr("After-sales")),
    ]


def _short(number: str) -> str:
    return number if len(number) < 14 else f"{number[:3]}…{number[-4:]}"


def show_customer(ui: Any, opened: Opened, draft: Draft) -> None:
    """Who it is for: firm, tier, the person addressed, and what is known of their credit."""
    customer = opened.customer
    contact = addressee(customer.contacts, draft.order.contact_id)
    name = customer.name if current_language() == "zh" else customer.name_en or customer.name
    ui.customer_initial.set_name(customer.short_name or customer.name)
    ui.customer_name.setText(name)
    ui.tier_chip.set_chip(status_chip(customer.tier))
    parts = [contact.name, contact.title, contact.phone] if contact is not None else [customer.phone]
    if draft.order.delivery_place:
        parts.append(tr("to {place}", place=draft.order.delivery_place))
    ui.customer_detail.setText(" · ".join(part for part in parts if part))
    grade = tr("Credit grade {grade}", grade=customer.credit_grade) if customer.credit_grade else tr("No credit grade")
    ui.credit_first.setText(grade)
    limit = tr("limit {amount}", amount=format_amount(customer.credit_limit, "CNY")) if customer.credit_limit else ""
    ui.credit_second.setText(limit or tr("no credit limit"))
