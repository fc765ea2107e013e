"""What the notice of a changed order shows: plain values, known without loading what draws them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orderdesk_gui.documents.facts import Buyer, Letterhead


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """One thing that becomes different, in both languages; `line` empty for the whole order."""

    line: str
    name_zh: str
    name_en: str
    before_zh: str
    before_en: str
    after_zh: str
    after_en: str


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """All that a change notice shows; pairs are (before, after), `sequence` counts the changes of the order."""

    letterhead: Letterhead
    buyer: Buyer
    number: str
    order_number: str
    sequence: int
    dated: date
    asked_on: date
    cause_zh: str
    cause_en: str
    reason: str
    items: tuple[ChangedItem, ...]
    totals: tuple[Decimal, Decimal]
    promised: tuple[date | None, date | None]
    customer_po: str = ""
    contract: str = ""
    delivered_zh: str = ""
    delivered_en: str = ""
    language: str = "zh"
    currency: str = "CNY"
    places: int = 2
    domestic: bool = True
