"""What actions, tables and columns are called when the journal is read; English source text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from orderdesk_gui.rules.language import tr, translated
from orderdesk_gui.ui.figures import show_number

ACTIONS = {
    "approvals.matrix": "Approval limits changed", "companies.delete": "Company deleted",
    "companies.save": "Company saved", "contracts.decide": "Contract decided", "contracts.delete": "Contract deleted",
    "contracts.file_signed": "Signed contract filed", "contracts.from_quote": "Contract made from a quotation",
    "contracts.issue": "Contract issued", "contracts.library": "Clause library set up",
    "contracts.new_version": "New version of a contract", "contracts.override": "Contract check overridden",
    "contracts.save": "Contract saved", "contracts.save_clause": "Clause saved",
    "contracts.save_template": "Contract template saved", "contracts.sign": "Contract signed",
    "contracts.submit": "Contract sent to review", "contracts.take_back": "Contract taken back",
    "contracts.void": "Contract voided", "customers.confirm_account": "Bank account confirmed",
    "customers.withdraw_confirmation": "Bank account no longer confirmed",
    "customers.delete": "Customer deleted", "customers.note": "Talk noted", "customers.save": "Customer saved",
    "demo": "Demo company made", "demo.papers": "Demo company made", "first_hour": "Set up",
    "inquiries.customer": "Customer made from an inquiry", "inquiries.delete": "Inquiry deleted",
    "inquiries.save": "Inquiry saved", "inquiries.close": "Inquiry closed", "notes.attach": "File attached",
    "notes.detach": "Attached file removed", "notes.done": "To-do ticked off", "notes.todo": "To-do noted",
    "papers.void": "Paper voided", "people.end_grant": "Lent authority ended", "people.grant": "Authority lent",
    "people.right": "Right changed", "people.save": "Person saved", "prices.delete": "Price list deleted",
    "prices.product": "Prices of a product saved", "prices.save": "Price list saved",
    "prices.tier": "Tier discount set", "products.delete": "Product deleted", "products.save": "Product saved",
    "quotes.decide": "Approval decided", "quotes.delete": "Quotation deleted", "quotes.expire": "Quotation expired",
    "quotes.issue": "Quotation issued", "quotes.revise": "New revision", "quotes.save": "Quotation saved",
    "quotes.submit": "Sent to approval", "quotes.withdraw": "Withdrawn", "quotes.win": "Quotation won",
    "quotes.lose": "Quotation lost", "quotes.reopen": "Quotation reopened", "quotes.void": "Quotation voided",
    "restore": "Restored", "settings.put": "Setting changed", "settings.vat": "VAT rate saved", "undo": "Undone",
    "imports": "Imported", "orders.save": "Order saved", "orders.submit": "Order sent to review",
    "orders.withdraw": "Order taken back from review", "orders.review": "Order reviewed",
    "orders.confirm": "Order confirmed", "orders.close": "Order closed", "orders.reopen": "Order reopened",
    "orders.void": "Order voided", "orders.cancel": "Order cancelled",
    "orders.cancel_lines": "Order lines cancelled", "deliveries.note": "Delivery noted",
    "deliveries.event": "What came of a delivery noted", "deliveries.void": "Delivery taken back",
    "receivables.invoice": "Invoice noted", "receivables.receipt": "Receipt noted",
    "orders.order_confirmation": "Order confirmation issued", "orders.production_notice": "Production notice issued",
    "deliveries.delivery_note": "Delivery note issued", "statements.issue": "Statement issued",
    "receivables.allocate": "Receipt allocated", "receivables.void": "Invoice or receipt taken back",
    "order_changes.save": "Change notice saved", "order_changes.submit": "Change sent to approval",
    "order_changes.decide": "Change decided on", "order_changes.withdraw": "Change withdrawn",
    "order_changes.apply": "Change put in force", "orders.resume_exception": "Exception goes on",
    "orders.cancel_exception": "Exception cancelled", "orders.close_exception": "Exception closed",
    "credit.hold": "Held for credit", "credit.lift": "Credit hold lifted", "credit.release": "Credit hold released",
    "refunds.save": "Refund noted", "refunds.approve": "Refund approved", "refunds.withdraw": "Refund withdrawn",
    "refunds.pay": "Refund paid", "order_alarms.acknowledge": "Alarm answered",
}  # fmt: skip
TABLES = {
    "address": "Address", "approval_decision": "Approval decision", "approval_request": "Approval request",
    "approval_rule": "Approval limit", "approval_step": "Approval step", "attachment": "Attached file",
    "authority": "Lent authority", "bank_account": "Bank account", "communication": "Talk", "company": "Company",
    "contact": "Contact", "contract": "Contract", "contract_clause": "Contract clause",
    "contract_line": "Contract line", "contract_template": "Contract template",
    "contract_version": "Contract version", "customer": "Customer", "import_profile": "Import profile",
    "inquiry": "Inquiry", "inquiry_line": "Inquiry line", "library_clause": "Library clause", "paper": "Paper",
    "paper_voiding": "Voided paper", "price_list": "Price list", "price_row": "Price", "product": "Product",
    "quote": "Quotation", "quote_line": "Quotation line", "quote_revision": "Quotation revision", "right": "Right",
    "setting": "Setting", "tier_discount": "Tier discount", "todo": "To-do", "user": "Person",
    "vat_rate": "VAT rate", "quote_id": "Quotation", "sales_order": "Order", "sales_order_line": "Order line",
    "order_review": "Order review", "delivery": "Delivery", "delivery_line": "Delivery line",
    "delivery_event": "Delivery event", "fact_voiding": "Fact taken back", "invoice": "Invoice",
    "invoice_share": "Invoice share", "receipt": "Receipt", "allocation": "Allocation", "payment_due": "Payment due",
    "reservation": "Reservation", "statement": "Statement of account",
    "order_change": "Change notice", "refund": "Refund", "credit_hold": "Credit hold",
    "acknowledgement": "Answer to an alarm",
}  # fmt: skip
KINDS = {
    "customers": "Customers", "products": "Products & prices", "inquiries": "Inquiries", "quotations": "Quotations",
    "contracts": "Contracts", "papers": "Papers and notes", "settings": "Settings",
}  # fmt: skip
_COLUMNS = {
    "confirmed_by": "Confirmed by", "confirmed_at": "Confirmed on",
    "name_zh": "Chinese name", "name_en": "English name", "uscc": "Social credit code", "hs_code": "HS code",
    "customer_po": "Customer's PO number", "done_at": "Done", "deleted_at": "Deleted", "sha256": "Fingerprint",
    "logo_sha": "Logo", "picture_sha": "Picture", "swift": "SWIFT", "bic": "BIC", "wechat": "WeChat",
    "owner_id": "Owner", "valid_from": "Valid from", "text_zh": "Chinese text", "text_en": "English text",
    "remarks_zh": "Chinese remarks", "remarks_en": "English remarks", "op": "What",
    "active": "Works here", "key": "Name", "vat_rate": "VAT rate", "quote_id": "Quotation",
}  # fmt: skip
_WORDS = {"status", "outcome", "state", "tier", "role", "level", "tax_mode", "channel", "direction", "decision",
          "needs", "urgency", "importance", "complexity", "kind", "dimension", "measure", "right"}  # fmt: skip
_NAMES = {
    "approval_preset": "Who approves", "margin_floor": "Margin floor", "quotation_valid_days": "Valid for",
    "approval_hours": "The next level is asked after", "rush_approval_hours": "in a rush after",
    "agreed_discounts_count": "Agreed discounts count", "deputy": "stands in",
    "idle_lock_minutes": "Lock after", "exchange_rates": "Exchange rates", "listed_goods": "listed goods",
    "simplified": "simplified method", "small_scale": "small-scale taxpayer",
}  # fmt: skip
_OPS = {"I": "added", "U": "changed", "D": "removed"}


def action_words(action: str) -> str:
    """What was done, translated."""
    known = ACTIONS.get(action) or ACTIONS.get(action.split(".")[0])
    return tr(known) if known else action


def table_words(table: str) -> str:
    """A kind of record, translated."""
    return tr(TABLES.get(table, table))


def column_words(name: str) -> str:
    """A field, translated."""
    plain = name.removesuffix("_id")
    return tr(_COLUMNS.get(name) or plain.replace("_", " ").capitalize())


def title_words(table: str, title: str) -> str:
    """What a record is called; settings and kinds of supply by their words."""
    return tr(_NAMES.get(title, title)) if table in ("setting", "vat_rate") else title


def op_words(op: str) -> str:
    """Added, changed or removed."""
    return tr(_OPS.get(op, op))


def value_words(column: str, value: Any) -> str:
    """A value as it is read."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Decimal):
        return show_number(value)
    if column in _WORDS and isinstance(value, str):
        plain = value.replace("_", " ")
        return translated(plain.capitalize()) if translated(plain) == plain else translated(plain)
    return " ".join(str(value).split())
