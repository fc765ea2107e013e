"""What is known of a customer, how it is checked, and the key by which the same firm is recognised."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.identifiers import (
    check_account,
    check_bank_code,
    check_bic,
    check_foreign_vat,
    check_uscc,
)
from orderdesk_gui.rules.money import AMOUNT_LIMIT, ZERO, check_number
from orderdesk_gui.rules.payment import PaymentTerms, check_terms
from orderdesk_gui.rules.phones import check_phone
from orderdesk_gui.rules.problems import Problem, caught, error, warning

Tier = Literal["strategic", "key", "regular", "new"]
TIERS: tuple[Tier, ...] = ("strategic", "key", "regular", "new")
CREDIT_GRADES = ("A", "B", "C", "D")
CUSTOMER_STATUSES = ("active", "inactive")
CHANNELS = ("phone", "email", "wechat", "website", "visit", "fair", "marketplace", "referral", "other")
NAME_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the customer; `id` names the kept row, None for one that was never saved."""

    name: str
    title: str = ""
    department: str = ""
    phone: str = ""
    email: str = ""
    wechat: str = ""
    main: bool = False
    id: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Address:
    """Where something goes; `kind` says what, `id` names the kept row (None: never saved)."""

    text: str
    kind: Literal["registered", "delivery", "invoice", "other"] = "delivery"
    text_en: str = ""
    contact: str = ""
    phone: str = ""
    id: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BankAccount:
    """A bank account; a change needs a second person's word (Source: domain 4, fraud).

    `id` names the kept row (None: never saved). `confirmed_at` is the moment when `confirmed_by` asked the
    customer by telephone; None for an account that nobody asked about since it was entered or changed.
    """

    bank: str
    account: str
    holder: str = ""
    bank_code: str = ""
    bic: str = ""
    currency: str = "CNY"
    id: UUID | None = field(default=None, compare=False)
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = None

    def leads_elsewhere(self, other: "BankAccount") -> bool:
        """Whether money sent to `other` may arrive elsewhere: any change of bank data counts.

        Source: domain 4, fraud.
        """
        return any(
            "".join(getattr(self, key).split()).upper() != "".join(getattr(other, key).split()).upper()
            for key in ("bank", "account", "holder", "bank_code", "bic")
        )


@dataclass(frozen=True, slots=True)
class Customer:
    """A firm that buys, or may; `credit_limit` is in CNY."""

    name: str
    id: UUID | None = None
    code: str = ""
    short_name: str = ""
    name_en: str = ""
    uscc: str = ""
    tax_number: str = ""
    country: str = "CN"
    region: str = ""
    industry: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    legal_representative: str = ""
    channel: str = ""
    currency: str = "CNY"
    tier: Tier = "new"
    credit_grade: str = ""
    credit_limit: Decimal = ZERO
    payment: PaymentTerms = field(default_factory=PaymentTerms)
    invoice_title: str = ""
    invoice_address: str = ""
    invoice_phone: str = ""
    owner_id: UUID | None = None
    status: str = "active"
    notes: str = ""
    contacts: tuple[Contact, ...] = ()
    addresses: tuple[Address, ...] = ()
    accounts: tuple[BankAccount, ...] = ()


def one_line(text: str) -> str:
    """Text pasted into a one-line field: line breaks, tabs and runs of spaces become one space."""
    return " ".join(text.split())


def check_customer(customer: Customer) -> tuple[Problem, ...]:
    """Errors (no name, too long, impossible figures) and warnings (numbers that do not check)."""
    problems = []
    if not customer.name.strip():
        problems.append(error("name", "The customer has no name. Enter the name on its business licence."))
    for at in ("name", "short_name", "name_en", "invoice_title"):
        text = getattr(customer, at)
        if len(text) > NAME_LENGTH:
            problems.append(error(at, "The name has {length} characters, {most} fit. Shorten it.",
                                  length=len(text), most=NAME_LENGTH))  # fmt: skip
        if "\n" in text or "\r" in text:
            problems.append(error(at, "The name has line breaks. Put it on one line."))
    if customer.tier not in TIERS:
        problems.append(error("tier", "Choose a tier: strategic, key, regular or new."))
    if customer.credit_grade not in ("", *CREDIT_GRADES):
        problems.append(error("credit_grade", "Choose a credit grade: A, B, C or D."))
    if customer.status not in CUSTOMER_STATUSES:
        problems.append(error("status", "Choose whether the customer is active."))
    limits = caught(lambda: check_number(customer.credit_limit, field="credit_limit", places=2, limit=AMOUNT_LIMIT))
    if not limits and customer.credit_limit < 0:
        limits = [error("credit_limit", "Enter a credit limit of zero or more.")]
    problems += limits + caught(lambda: check_terms(customer.payment, "payment"))
    problems += check_uscc(customer.uscc) + check_foreign_vat(customer.tax_number)
    if customer.country == "CN" and not customer.uscc.strip():
        problems.append(warning("uscc", "The social credit code is missing; contracts and invoices need it."))
    problems += [one for at, contact in enumerate(customer.contacts) for one in _contact(contact, f"contacts.{at}")]
    problems += [one for at, bank in enumerate(customer.accounts) for one in _account(bank, f"accounts.{at}")]
    return tuple(problems)


def _contact(contact: Contact, at: str) -> list[Problem]:
    problems = check_phone(contact.phone, f"{at}.phone")
    if not contact.name.strip():
        problems.append(error(f"{at}.name", "The contact has no name. Enter one, or remove the contact."))
    if contact.email.strip() and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", contact.email.strip()):
        problems.append(warning(f"{at}.email", "The e-mail address looks incomplete. Check it."))
    return problems


def _account(bank: BankAccount, at: str) -> list[Problem]:
    return [
        *check_account(bank.account, f"{at}.account"),
        *check_bank_code(bank.bank_code, f"{at}.bank_code"),
        *check_bic(bank.bic, f"{at}.bic"),
    ]


_FORMS_ZH = re.compile(r"(集团)?(股份|责任|控股)*(有限)?(责任)?公司$|集团$|总公司$|分公司$|厂$|工厂$")
_FORMS_EN = re.compile(
    r"\b(co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|sa|srl|pte|pty|bv|group)\b"
)


def company_key(name: str) -> str:
    """What is left of a firm's name when everything that people write differently is gone.

    Brackets of any width, legal forms, punctuation, case, accents and spaces do not count: 深圳市华为技术有限公司 and
    ``深圳华为技术（有限公司）`` share a key. An empty key never matches.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold()
    folded = "".join(char for char in folded if not unicodedata.combining(char))
    plain = re.sub(r"[^\w\s]|_", " ", folded)
    plain = "".join(_FORMS_EN.sub(" ", plain).split())
    plain = re.sub(r"(?<=[\u4e00-\u9fff]{2})[省市](?=[\u4e00-\u9fff]{2})", "", plain)
    stripped = _FORMS_ZH.sub("", plain)
    return stripped or plain
