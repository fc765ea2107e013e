"""What the demo company consists of: plain facts, ready to be written through the ordinary actions.

Records name each other by `code` (customers, products), `login` (people) and `key` (papers). Texts for people
come in pairs, Chinese and English; who writes them takes those of the language in use.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from orderdesk_gui.rules.payment import PaymentTerms

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class DemoText:
    """The same words in both languages."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """Our own invented firm, as on its papers."""

    name_zh: str
    name_en: str
    short_name: str
    uscc: str
    address_zh: str
    address_en: str
    phone: str
    email: str
    website: str
    legal_representative: str
    bank_name: str
    bank_name_en: str
    bank_account: str
    bank_code: str
    swift: str


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A person at a desk; `share` is the part of customers that they look after, in percent."""

    login: str
    name: str
    name_en: str
    role: str
    level: str
    share: int
    password: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoContact:
    """A person at a customer."""

    name: DemoText
    title: DemoText
    department: DemoText
    mobile: str
    email: str


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A firm that buys. A foreign one has its Latin name in `name` and a transliteration in `name_zh`.

    `since` is the first day of business with them, `until` the last one with those that went quiet.
    """

    code: str
    name: str
    name_zh: str
    name_en: str
    short_name: str
    uscc: str
    country: str
    region: DemoText
    industry: DemoText
    address: DemoText
    delivery_address: DemoText
    phone: str
    email: str
    legal_representative: str
    tier: str
    status: str
    channel: str
    credit_grade: str
    credit_limit: Decimal | None
    currency: str
    payment: PaymentTerms
    owner: str
    bank: str
    bank_account: str
    contacts: tuple[DemoContact, ...]
    since: dt.date
    until: dt.date | None = None

    @property
    def foreign(self) -> bool:
        """Whether they sit outside China."""
        return self.country != "CN"


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """What we sell; `list_price` with tax and `cost` without, per unit in CNY."""

    code: str
    family: str
    name: DemoText
    specification: DemoText
    category: DemoText
    unit: DemoText
    packing: DemoText
    kind: str
    list_price: Decimal
    cost: Decimal
    minimum_quantity: Decimal
    lead_days: int
    hs_code: str
    drawing_number: str = ""
    drawing_revision: str = ""
    vat_rate: Decimal = Decimal("0.13")


@dataclass(frozen=True, slots=True)
class DemoPriceRow:
    """From a quantity on, either a unit price or a discount (fraction) off it."""

    product: str
    from_quantity: Decimal = ZERO
    unit_price: Decimal | None = None
    discount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DemoTierDiscount:
    """What a tier gets off the list (fraction), for a category or, where that is None, for all."""

    tier: str
    discount: Decimal
    category: DemoText | None = None


@dataclass(frozen=True, slots=True)
class DemoPriceList:
    """A dated price list with its rows; domestic ones include tax, export ones do not."""

    name: DemoText
    revision: int
    currency: str
    tax_mode: str
    valid_from: dt.date
    valid_until: dt.date
    rows: tuple[DemoPriceRow, ...]
    tier_discounts: tuple[DemoTierDiscount, ...]


@dataclass(frozen=True, slots=True)
class DemoLine:
    """A wanted or offered line: a product, or a free line with its own words and price.

    `discount` is what was conceded by hand on top of the price list, a fraction.
    """

    quantity: Decimal
    product: str = ""
    discount: Decimal = ZERO
    kind: str = "goods"
    name: DemoText = DemoText()
    unit: DemoText = DemoText()
    unit_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DemoInquiry:
    """Who asked for what; `customer` is empty where only a name and a phone are known."""

    key: str
    date: dt.date
    customer: str
    customer_name: DemoText
    contact_name: DemoText
    phone: str
    channel: str
    wanted_date: dt.date
    urgency: str
    importance: str
    complexity: str
    status: str
    lines: tuple[DemoLine, ...]
    owner: str
    next_step: DemoText = DemoText()
    next_date: dt.date | None = None
    customer_reference: str = ""


@dataclass(frozen=True, slots=True)
class DemoRevision:
    """One numbered revision of a quotation and why it was made."""

    number: int
    date: dt.date
    valid_until: dt.date
    status: str
    lines: tuple[DemoLine, ...]
    payment: PaymentTerms
    reason: DemoText = DemoText()


@dataclass(frozen=True, slots=True)
class DemoQuote:
    """A quotation with all its revisions and how it ended; `state` is the one word that lists show."""

    key: str
    customer: str
    owner: str
    inquiry: str
    copied_from: str
    language: str
    currency: str
    tax_mode: str
    project: DemoText
    revisions: tuple[DemoRevision, ...]
    outcome: str
    state: str
    decided_on: dt.date | None = None
    lost_reason: str = ""
    lost_note: DemoText = DemoText()


@dataclass(frozen=True, slots=True)
class DemoContract:
    """A contract drawn up from a won quotation."""

    key: str
    quote: str
    customer: str
    owner: str
    date: dt.date
    status: str
    template: str
    language: str
    title: str
    delivery_date: dt.date
    signed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DemoTodo:
    """Something to be done about a customer, inquiry, quote or contract (`subject_kind`, `subject`)."""

    text: DemoText
    subject_kind: str
    subject: str
    owner: str
    due: dt.date
    done_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DemoTalk:
    """A talk or message with a customer, in UTC; `direction` is in or out."""

    customer: str
    contact: int
    user: str
    at: dt.datetime
    channel: str
    direction: str
    text: DemoText


@dataclass(frozen=True, slots=True)
class DemoData:
    """The whole demo company as of one day."""

    today: dt.date
    company: DemoCompany
    users: tuple[DemoUser, ...]
    customers: tuple[DemoCustomer, ...]
    products: tuple[DemoProduct, ...]
    price_lists: tuple[DemoPriceList, ...]
    inquiries: tuple[DemoInquiry, ...]
    quotes: tuple[DemoQuote, ...]
    contracts: tuple[DemoContract, ...]
    todos: tuple[DemoTodo, ...]
    talks: tuple[DemoTalk, ...]
