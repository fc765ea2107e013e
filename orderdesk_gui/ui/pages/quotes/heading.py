"""Fills the head of a quotation: number and chips, terms, the strip of its life, the customer and their credit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QPalette

from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.rules.money import format_amount, format_number, format_percent
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.delegates import Chip, status_chip
from orderdesk_gui.ui.widgets.life_strip import LifeStep

from .draft import Draft
from .summaries import terms_line

if TYPE_CHECKING:
    from orderdesk_gui.rules.approvals import Assessment
    from orderdesk_gui.rules.customers import Contact, Customer

    from .asks import Opened

_NARROW, _NARROWER = 780, 620


def dress(ui: Any) -> None:
    """Fonts, icons and names that a Designer form cannot hold."""
    ui.asking_title.setFont(theme.font(17, bold=True))
    ui.number.setFont(theme.font(17, bold=True, tabular=True))
    ui.customer_name.setFont(theme.font(13, bold=True))
    ui.credit_figure.setFont(theme.font(12, bold=True, tabular=True))
    for label in (
        ui.terms_line, ui.customer_detail, ui.credit_first, ui.credit_second, ui.credit_label,
        ui.key_hint, ui.asking_hint,
    ):  # fmt: skip
        label.setFont(theme.font(12, tabular=True))
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    ui.key_hint.setText(tr("Enter next cell · Ctrl+Z undo · F1 keys"))
    for button, name in ( (ui.more, "dots"), (ui.copy_button, "copy"),
        (ui.win, "circle-check"), (ui.preview, "printer"),
        (ui.terms_button, "list-details"), (ui.notes_button, "paperclip"),
    ):  # fmt: skip
        icons.set_icon(button, name)
    # Names on buttons for a screen reader are their texts, without the shortcut behind them.
    for button in (ui.terms_button, ui.copy_button, ui.discard, ui.save, ui.preview, ui.win, ui.main):
        button.setAccessibleName(button.text())


def show_heading(ui: Any, opened: Opened, draft: Draft) -> None:
    """Number, chips, terms line and life strip for the draft as it stands."""
    ui.number.setText(draft.number or tr("New quotation"))
    chip = status_chip("issued" if draft.status == "issued" else draft.status)
    text = f"R{draft.revision} {chip.text}" if draft.id is not None else chip.text
    ui.revision_chip.set_chip(Chip(text, chip.tone, "" if draft.editable else chip.icon))
    ui.terms_line.setText(terms_line(draft.quote, opened.today))
    ui.life.set_steps(life_steps(opened, draft))


def show_approval_chip(ui: Any, assessment: Assessment | None) -> None:
    """Who would have to agree, beside the number."""
    from .summaries import deciders_text

    if assessment is None:
        ui.approval_chip.set_chip(None)
    elif assessment.deciders:
        ui.approval_chip.set_chip(Chip(tr("Needs {who}", who=deciders_text(assessment)), "yellow", "hourglass"))
    else:
        ui.approval_chip.set_chip(Chip(tr("Within your limits"), "green", "circle-check"))


def life_steps(opened: Opened, draft: Draft) -> list[LifeStep]:
    """Where this business stands."""
    inquiry = LifeStep(tr("Inquiry"), tr("none"), "future")
    if opened.inquiry is not None:
        inquiry_id, number, day = opened.inquiry
        inquiry = LifeStep(tr("Inquiry"), f"{number[:3]}…{number[-4:]} · {day:%m-%d}", "done", "inquiries", inquiry_id)
    here = f"R{draft.revision} · {draft.quote.date:%m-%d}"
    won = draft.status == "won"
    contract = LifeStep(tr("Contract"), tr("to be made") if won else tr("once won"))
    order = LifeStep(tr("Order"))
    if opened.contract is not None:
        contract_id, number = opened.contract
        contract = LifeStep(tr("Contract"), f"{number[:2]}…{number[-4:]}", "done", "contracts", contract_id)
    elif won:
        contract = LifeStep(contract.title, contract.detail, "future", "contracts", {"from_quote": draft.id})
    if won:
        order = LifeStep(order.title, tr("to be made"), "future", "orders", {"from_quote": draft.id})
    return [
        inquiry,
        LifeStep(tr("Quotation"), here, "present"),
        contract,
        order,
        LifeStep(tr("Delivery")),
        LifeStep(tr("After-sales")),
    ]


def show_customer(ui: Any, customer: Customer, contact: Contact | None) -> None:
    """Who it is for: firm, tier, the person addressed, and what is known of their credit."""
    name = customer.name if current_language() == "zh" else customer.name_en or customer.name
    ui.customer_initial.set_name(customer.short_name or customer.name)
    ui.customer_name.setText(name)
    ui.tier_chip.set_chip(status_chip(customer.tier))
    parts = [contact.name, contact.title, contact.phone] if contact is not None else []
    ui.customer_detail.setText(" · ".join(part for part in (*parts, "" if parts else customer.phone) if part))
    grade = tr("Credit grade {grade}", grade=customer.credit_grade) if customer.credit_grade else tr("No credit grade")
    ui.credit_first.setText(grade)
    limit = tr("limit {amount}", amount=format_amount(customer.credit_limit, "CNY")) if customer.credit_limit else ""
    ui.credit_second.setText(limit or tr("no credit limit"))


def show_credit(ui: Any, customer: Customer, draft: Draft, total: Decimal | None) -> None:
    """How much of the limit this quotation would take; nothing where that is not known."""
    limit = customer.credit_limit
    width = ui.customer_band.width()
    known = bool(limit) and draft.quote.currency == "CNY" and total is not None
    ui.credit_pane.setVisible(known and width > _NARROW)
    for label in (ui.credit_first, ui.credit_second):
        label.setVisible(width > _NARROWER)
    if not known or total is None:
        return
    share = (total / limit).quantize(Decimal("0.001"))
    figure = f"{format_number(total, 0, 0)} / {format_number(limit, 0, 0)} · {format_percent(share)}"
    ui.credit_figure.setText(figure)
    ui.credit_bar.set_shares([(min(float(share), 1.0), "late" if share > 1 else "normal")], figure)
