"""What a contract holds: parties, lines, the sixteen headings of its clauses, and its status machine."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.language import message
from orderdesk_gui.rules.money import ZERO
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.status import StatusMachine
from orderdesk_gui.rules.vat import TaxMode

TITLES: dict[str, str] = {
    "销售合同": "Sales Contract",
    "购销合同": "Purchase and Sales Contract",
    "买卖合同": "Contract of Sale",
}
"""Titles to choose, Chinese and English. Source: domain 2.2."""

Language = Literal["zh", "en", "both"]
Size = Literal["", "sme", "large", "public"]


@dataclass(frozen=True, slots=True)
class Heading:
    """One of the sixteen headings, in their order on the paper."""

    number: int
    key: str
    zh: str
    en: str


HEADINGS: tuple[Heading, ...] = (
    Heading(1, "subject", "标的、规格、数量与价款", "Goods, quantity and price"),
    Heading(2, "quality", "质量标准", "Quality"),
    Heading(3, "packing", "包装", "Packing"),
    Heading(4, "delivery", "交货", "Delivery"),
    Heading(5, "risk", "风险与所有权", "Risk and title"),
    Heading(6, "inspection", "验收与异议期", "Inspection and objections"),
    Heading(7, "payment", "付款", "Payment"),
    Heading(8, "invoice", "发票", "Invoices"),
    Heading(9, "warranty", "质保与售后", "Warranty and service"),
    Heading(10, "confidentiality", "知识产权与保密", "Intellectual property and confidentiality"),
    Heading(11, "breach", "违约责任", "Liability for breach"),
    Heading(12, "force_majeure", "不可抗力", "Force majeure"),
    Heading(13, "change", "变更与解除", "Change and rescission"),
    Heading(14, "notices", "通知与送达", "Notices"),
    Heading(15, "disputes", "争议解决", "Disputes"),
    Heading(16, "effect", "生效、份数与附件", "Effect, copies and annexes"),
)
"""Source: domain 2.2."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party. `size` is what Decree 802 asks for; empty: as the contract's choices say."""

    name: str
    uscc: str = ""
    address: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""
    bank: str = ""
    account: str = ""
    country: str = "CN"
    size: Size = ""
    name_en: str = ""
    address_en: str = ""
    email: str = ""
    bank_en: str = ""
    bank_code: str = ""
    registration: str = ""


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A line as agreed; `amount` is its rounded total with tax, None where nothing is agreed yet."""

    name: str
    quantity: Decimal | None
    unit: str
    unit_price: Decimal | None
    amount: Decimal | None
    vat_rate: Decimal = Decimal("0.13")
    name_en: str = ""
    code: str = ""
    customer_part_no: str = ""
    specification: str = ""
    delivery_date: datetime.date | None = None
    kind: str = "goods"
    product_id: UUID | None = None
    net: Decimal = ZERO
    tax: Decimal = ZERO
    specification_en: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One paragraph under heading `number`; ``{delivery.place}`` and the like are filled from the facts.

    `paragraph` counts under its heading, 0 where the text is all there is under it. Heading 0 holds the
    recital. `library_key` and `library_version` say which clause of the library it was made from, `edited`
    that a person changed its words; `table` names what follows it: "lines" or "annexes".
    """

    number: int
    key: str
    zh: str = ""
    en: str = ""
    paragraph: int = 0
    library_key: str = ""
    library_version: int | None = None
    edited: bool = False
    bold: bool = False
    table: str = ""
    id: UUID | None = None

    @property
    def place(self) -> str:
        """Where a finding about it stands: ``clauses.7.3``, or ``clauses.7`` for a whole heading."""
        return f"clauses.{self.number}.{self.paragraph}" if self.paragraph else f"clauses.{self.number}"


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its title, its own number and revision, its pages; `zh` and `en` are its text where it has one.

    `file` names the attachment of the contract that it is. Source: domain 2.2.
    """

    title: str
    title_en: str = ""
    reference: str = ""
    pages: int | None = None
    zh: str = ""
    en: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class QuotationRef:
    """The quotation that a contract was made from."""

    number: str
    revision: int
    date: datetime.date


@dataclass(frozen=True, slots=True)
class Contract:
    """The content of one version of a contract; `total` is with tax, `discount` and `freight` included in it.

    `values` are those of placeholders (Chinese, English) that a person or the template set instead of the
    vocabulary's defaults, `choices` the facts set in the same way (``{"dispute.kind": "arbitration"}``).
    `lpr` is the one-year loan prime rate on its date as the firm's settings have it, None for the shipped one.
    """

    number: str
    date: datetime.date
    seller: Party
    buyer: Party
    lines: tuple[ContractLine, ...]
    total: Decimal
    clauses: tuple[Clause, ...] = ()
    title: str = "销售合同"
    place: str = ""
    total_words: str = ""
    currency: str = "CNY"
    tax_mode: TaxMode = "inclusive"
    discount: Decimal = ZERO
    freight: Decimal = ZERO
    payment: PaymentTerms = field(default_factory=PaymentTerms)
    delivery_place: str = ""
    delivery_method: str = ""
    language: Language = "zh"
    quote_id: UUID | None = None
    net: Decimal = ZERO
    tax: Decimal = ZERO
    place_en: str = ""
    delivery_place_en: str = ""
    delivery_date: datetime.date | None = None
    lead_days: int | None = None
    warranty_months: int | None = None
    trade_term: str = ""
    drawings: str = ""
    tooling: bool = False
    quotation: QuotationRef | None = None
    values: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    annexes: tuple[Annex, ...] = ()
    lpr: Decimal | None = None

    @property
    def domestic(self) -> bool:
        """Whether both parties sit in mainland China."""
        return self.seller.country == self.buyer.country == "CN"


MACHINE = StatusMachine(
    frozenset(
        {
            ("draft", "submit", "review"),
            ("draft", "issue", "issued"),
            ("review", "return_", "draft"),
            ("review", "issue", "issued"),
            ("issued", "sign", "signed"),
            ("draft", "file_signed", "signed"),
            ("issued", "revise", "draft"),
            ("draft", "void", "voided"),
            ("review", "void", "voided"),
            ("issued", "void", "voided"),
            ("signed", "void", "voided"),
        }
    ),
    {
        "draft": message("Issue it, or send it to review first."),
        "review": message("Wait for the review, or have it returned to change it."),
        "issued": message("An issued contract is frozen. Make a new version, or void it with a reason."),
        "signed": message("A signed contract is changed by a supplement, or voided with a reason."),
        "voided": message("A voided contract stays as it is. Make a new one."),
    },
)
PATHS: frozenset[tuple[str, str]] = MACHINE.paths
