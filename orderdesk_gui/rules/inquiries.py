"""What an inquiry (询价) holds, its classes, next step, checks and status machine."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.customers import CHANNELS
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import QUANTITY_PLACES, check_number
from orderdesk_gui.rules.phones import check_phone
from orderdesk_gui.rules.problems import Problem, caught, error, warning
from orderdesk_gui.rules.status import StatusMachine

Class = Literal["low", "normal", "high"]
CLASSES: tuple[Class, ...] = ("low", "normal", "high")

CHANNEL_NAMES: dict[str, Message] = {
    "phone": message("phone"),
    "email": message("e-mail"),
    "wechat": message("WeChat"),
    "website": message("website"),
    "visit": message("visit"),
    "fair": message("fair"),
    "marketplace": message("marketplace"),
    "referral": message("referral"),
    "other": message("other"),
}

CLASS_NAMES: dict[Class, Message] = {
    "low": message("low"),
    "normal": message("normal"),
    "high": message("high"),
}

MACHINE = StatusMachine(
    frozenset(
        {
            ("open", "quote", "quoted"),
            ("quoted", "quote", "quoted"),
            ("open", "win", "won"),
            ("quoted", "win", "won"),
            ("open", "lose", "lost"),
            ("quoted", "lose", "lost"),
            ("open", "close", "closed"),
            ("quoted", "close", "closed"),
            ("won", "reopen", "quoted"),
            ("lost", "reopen", "open"),
            ("closed", "reopen", "open"),
        }
    ),
    {
        "open": message("Make a quotation from it, or close it."),
        "quoted": message("Mark it as won or lost, or make another quotation."),
        "won": message("Reopen it first."),
        "lost": message("Reopen it first."),
        "closed": message("Reopen it first."),
    },
)
PATHS: frozenset[tuple[str, str]] = MACHINE.paths


@dataclass(frozen=True, slots=True)
class InquiryLine:
    """Something wanted, as far as the customer said; quantity None is still open."""

    text: str
    product_id: UUID | None = None
    quantity: Decimal | None = None
    unit: str = ""
    target_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """An inquiry; a customer on file, or a name and a phone of one who is not yet."""

    date: datetime.date
    channel: str = "phone"
    customer_id: UUID | None = None
    customer_name: str = ""
    contact: str = ""
    phone: str = ""
    lines: tuple[InquiryLine, ...] = ()
    wanted: datetime.date | None = None
    urgency: Class = "normal"
    importance: Class = "normal"
    complexity: Class = "normal"
    next_step: str = ""
    next_date: datetime.date | None = None
    owner_id: UUID | None = None
    notes: str = ""


def priority(inquiry: Inquiry) -> int:
    """2 to 6: urgency and importance together, for sorting. Source: domain 1.3 #034."""
    return 2 + CLASSES.index(inquiry.urgency) + CLASSES.index(inquiry.importance)


def is_due(inquiry: Inquiry, today: datetime.date) -> bool:
    """Whether its next step is today or overdue."""
    return inquiry.next_date is not None and inquiry.next_date <= today


def check_inquiry(inquiry: Inquiry) -> tuple[Problem, ...]:
    """Errors and warnings; a name and a phone suffice."""
    problems = check_phone(inquiry.phone)
    if inquiry.customer_id is None and not inquiry.customer_name.strip():
        problems.append(error("customer_name", "Choose a customer, or enter a name and a phone number."))
    elif inquiry.customer_id is None and not inquiry.phone.strip():
        problems.append(warning("phone", "Enter a phone number, so that somebody can call back."))
    if inquiry.channel not in CHANNELS:
        problems.append(error("channel", "Choose how the inquiry came in."))
    for name in ("urgency", "importance", "complexity"):
        if getattr(inquiry, name) not in CLASSES:
            problems.append(error(name, "Choose low, normal or high."))
    if inquiry.wanted and inquiry.wanted < inquiry.date:
        problems.append(error("wanted", "The wanted date is before the inquiry. Choose a later day."))
    if inquiry.next_step.strip() and inquiry.next_date is None:
        problems.append(warning("next_date", "The next step has no date. Enter one to be reminded."))
    for at, line in enumerate(inquiry.lines):
        problems += _check_line(line, f"lines.{at}")
    return tuple(problems)


def _check_line(line: InquiryLine, at: str) -> list[Problem]:
    problems = []
    if line.product_id is None and not line.text.strip():
        problems.append(error(f"{at}.text", "The line is empty. Write what is wanted, or remove it."))
    for field, value in ((f"{at}.quantity", line.quantity), (f"{at}.target_price", line.target_price)):
        if value is not None:
            problems += caught(partial(_check_figure, value, field))
    return problems


def _check_figure(value: Decimal, field: str) -> None:
    check_number(value, field=field, places=QUANTITY_PLACES, limit=Decimal(10) ** 9)
    if value <= 0:
        raise UserError("Enter a number above zero, or leave it empty.", field=field)
