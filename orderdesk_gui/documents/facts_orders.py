"""What the papers after "yes" show: order confirmation, production notice, delivery note and monthly statement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from orderdesk_gui.documents.facts import Buyer, Letterhead, QuotationFacts

NoteFormat = Literal["a4", "a5", "continuous"]
"""A4 upright, A5 lying, or continuous paper of 241 x 140 mm with perforated edges."""


@dataclass(frozen=True, slots=True)
class ConfirmationFacts:
    """An order confirmation (订单确认): what a quotation shows, and what makes it an order.

    `version` counts the changes in force; `references` are the numbers of our quotation and contract.
    """

    offer: QuotationFacts
    customer_po: str = ""
    customer_po_date: date | None = None
    references: tuple[str, ...] = ()
    promised: date | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line for the workshop; it has no price."""

    name_zh: str
    quantity: Decimal
    unit_zh: str
    name_en: str = ""
    unit_en: str = ""
    code: str = ""
    spec_zh: str = ""
    spec_en: str = ""
    drawing: str = ""
    packing: str = ""
    remark: str = ""
    promised: date | None = None


@dataclass(frozen=True, slots=True)
class ProductionFacts:
    """A production notice (生产通知单): what is to be made by when, without any price or cost."""

    letterhead: Letterhead
    number: str
    dated: date
    customer: str
    lines: tuple[WorkLine, ...]
    kind_zh: str = ""
    kind_en: str = ""
    customer_po: str = ""
    delivery: str = ""
    promised: date | None = None
    owner: str = ""
    remarks: str = ""
    version: int = 0
    difficulty: int = 1
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of a delivery note; `price` per unit and `amount` with tax."""

    name_zh: str
    quantity: Decimal
    unit_zh: str
    name_en: str = ""
    unit_en: str = ""
    code: str = ""
    spec_zh: str = ""
    spec_en: str = ""
    lot: str = ""
    note: str = ""
    price: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A delivery note (送货单), or the note of a return; `total` is None on one without prices.

    `shift` moves what is printed to the right and down, in millimetres.
    """

    letterhead: Letterhead
    receiver: Buyer
    number: str
    dated: date
    order_number: str
    lines: tuple[NoteLine, ...]
    kind: Literal["out", "return"] = "out"
    customer_po: str = ""
    carrier: str = ""
    tracking: str = ""
    remark: str = ""
    inspection_days: int | None = None
    total: Decimal | None = None
    total_words_zh: str = ""
    total_words_en: str = ""
    currency: str = "CNY"
    places: int = 2
    domestic: bool = True
    language: str = "zh"
    format: NoteFormat = "a4"
    shift: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One fact of the month: what the customer owes more (`charged`, negative for a return) or has paid."""

    day: date
    number: str
    text_zh: str
    text_en: str
    charged: Decimal | None
    paid: Decimal | None
    balance: Decimal


@dataclass(frozen=True, slots=True)
class StatementInvoice:
    """An invoice of the month; it says nothing of what is owed."""

    day: date
    number: str
    orders: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A monthly statement (对账单); amounts with tax in one currency.

    `ageing` splits the closing balance: not yet due, overdue up to 30, 60, 90 days, and longer.
    """

    letterhead: Letterhead
    customer: Buyer
    number: str
    dated: date
    first: date
    last: date
    opening: Decimal
    charged: Decimal
    paid: Decimal
    closing: Decimal
    entries: tuple[StatementEntry, ...]
    invoices: tuple[StatementInvoice, ...] = ()
    ageing: tuple[Decimal, Decimal, Decimal, Decimal, Decimal] | None = None
    not_invoiced: Decimal = Decimal(0)
    revision: int = 1
    closing_before: Decimal | None = None
    terms_zh: str = ""
    terms_en: str = ""
    account: str = ""
    words_zh: str = ""
    words_en: str = ""
    currency: str = "CNY"
    places: int = 2
    domestic: bool = True
    language: str = "zh"
