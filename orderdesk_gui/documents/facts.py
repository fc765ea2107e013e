"""The facts that papers are made of: plain values, known without loading what draws them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: columns that a table of lines may have, with their Chinese and English headings
COLUMNS = {
    "code": ("编码", "Item code"),
    "customer_code": ("客户料号", "Your part no."),
    "name": ("品名规格", "Description"),
    "unit": ("单位", "Unit"),
    "quantity": ("数量", "Qty"),
    "price_net": ("不含税单价", "Unit price\nexcl. tax"),
    "price_gross": ("含税单价", "Unit price\nincl. tax"),
    "tax_rate": ("税率", "VAT rate"),
    "tax": ("税额", "VAT"),
    "net": ("不含税金额", "Amount\nexcl. tax"),
    "gross": ("含税金额", "Amount\nincl. tax"),
    "delivery": ("交期", "Delivery"),
}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The seller as the head of its papers shows it; ``logo`` holds the bytes of a PNG or JPEG."""

    name_zh: str
    name_en: str = ""
    address_zh: str = ""
    address_en: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    uscc: str = ""
    logo: bytes | None = None

    def name(self, language: str) -> str:
        """The name to print in a paper of that language; the other one where it is missing."""
        return (self.name_en or self.name_zh) if language == "en" else (self.name_zh or self.name_en)


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line. ``tax_rate`` is a fraction (0.13); amounts are rounded; what is None is left blank."""

    name_zh: str
    quantity: Decimal
    unit_zh: str
    name_en: str = ""
    unit_en: str = ""
    code: str = ""
    customer_code: str = ""
    spec_zh: str = ""
    spec_en: str = ""
    price_net: Decimal | None = None
    price_gross: Decimal | None = None
    tax_rate: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    gross: Decimal | None = None
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom the quotation is for; English fields are used on English papers where they are filled."""

    name: str
    name_en: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    address_en: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Freight, discount or another sum between subtotal and total; a discount is negative."""

    zh: str
    en: str
    amount: Decimal
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One paragraph of terms: key delivery, payment, warranty, packing, remarks or contact, or own labels."""

    key: str
    zh: str
    en: str = ""
    label_zh: str = ""
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class QuotationFacts:
    """All that a quotation paper shows.

    Amounts are final: the paper rounds and adds nothing. ``language`` is "zh", "en" or "both"; ``columns``
    names columns of ``COLUMNS`` in their order; ``places`` are the decimal places of the currency;
    ``replaces`` is the date and number of the revision that this one takes the place of; ``subtotal`` is the
    sum of the lines in the amounts of the last amount column.
    """

    letterhead: Letterhead
    buyer: Buyer
    number: str
    dated: date
    lines: tuple[PricedLine, ...]
    net_total: Decimal
    tax_total: Decimal
    total: Decimal
    revision: int = 1
    replaces: tuple[date, int] | None = None
    valid_until: date | None = None
    valid_days: int | None = None
    their_reference: str = ""
    project: str = ""
    trade_term: str = ""
    columns: tuple[str, ...] = ("code", "name", "unit", "quantity", "price_gross", "gross")
    subtotal: Decimal | None = None
    adjustments: tuple[Adjustment, ...] = ()
    total_words_zh: str = ""
    total_words_en: str = ""
    terms: tuple[Term, ...] = ()
    tax_note_zh: str = ""
    tax_note_en: str = ""
    language: str = "zh"
    currency: str = "CNY"
    places: int = 2
    domestic: bool = True


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause: its number such as "7.1", its text in one or both languages, ``**bold**`` parts in it.

    ``bold`` sets the whole clause bold (a term that the other side must notice; Source: domain 2.1, CC 496).
    ``table`` is "lines" or "annexes" where that table follows the clause.
    """

    number: str
    zh: str
    en: str = ""
    bold: bool = False
    table: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article (条) with its clauses."""

    number: int
    heading_zh: str
    heading_en: str
    clauses: tuple[ClauseText, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """A party with what a contract says about it; empty fields are left out. Source: domain 2.2."""

    name: str
    name_en: str = ""
    uscc: str = ""
    tax_id: str = ""
    address: str = ""
    address_en: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    bank: str = ""
    account: str = ""
    swift: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: "附件一" / "Annex 1", its title, its own number and revision, how many pages."""

    number_zh: str
    title_zh: str
    number_en: str = ""
    title_en: str = ""
    reference: str = ""
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """All that a contract paper shows; amounts and clauses are final, the paper adds nothing.

    ``columns`` names columns of the line table; ``places`` are the decimal places of the currency. The line
    table follows the clause whose ``table`` is "lines" (else the first clause), the list of annexes the one
    that shows "annexes" (else the last clause).
    """

    number: str
    dated: date
    buyer: Party
    seller: Party
    lines: tuple[PricedLine, ...]
    total: Decimal
    articles: tuple[Article, ...]
    title_zh: str = "销售合同"
    title_en: str = "Sales Contract"
    place_zh: str = ""
    place_en: str = ""
    recital_zh: str = ""
    recital_en: str = ""
    columns: tuple[str, ...] = ("code", "name", "unit", "quantity", "price_gross", "gross")
    trade_term: str = ""
    total_words_zh: str = ""
    total_words_en: str = ""
    annexes: tuple[Annex, ...] = ()
    currency: str = "CNY"
    places: int = 2
    domestic: bool = True
    letterhead: Letterhead | None = None
