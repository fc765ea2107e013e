"""Dated price lists, their rows and the discounts of customer tiers, ready to be looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from orderdesk_gui.rules.money import ZERO
from orderdesk_gui.rules.vat import TaxMode


@dataclass(frozen=True, slots=True)
class PriceList:
    """A dated price list; `valid_until` is its last day (None: until replaced)."""

    id: UUID
    name: str
    currency: str
    tax_mode: TaxMode
    valid_from: date
    valid_until: date | None = None
    revision: int = 1
    customer_id: UUID | None = None

    def valid_on(self, on: date) -> bool:
        """Whether the list holds on that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """From `min_quantity` on: a unit price, or a discount (fraction) off the list price; no tier: for all."""

    list_id: UUID
    product_id: UUID
    min_quantity: Decimal = ZERO
    unit_price: Decimal | None = None
    discount: Decimal | None = None
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class TierDiscount:
    """What a tier gets off the list price (fraction), for one product category or all (None)."""

    tier: str
    discount: Decimal
    category: str | None = None


@dataclass(frozen=True)
class PriceBook:
    """Price lists with their rows, indexed once for all lines of a quotation."""

    lists: tuple[PriceList, ...]
    tier_discounts: tuple[TierDiscount, ...] = ()
    _rows: Mapping[tuple[UUID, UUID], tuple[PriceRow, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        lists: Iterable[PriceList],
        rows: Iterable[PriceRow],
        tier_discounts: Iterable[TierDiscount] = (),
    ) -> "PriceBook":
        """A book of these lists, rows and general tier discounts."""
        index: dict[tuple[UUID, UUID], list[PriceRow]] = {}
        for row in rows:
            index.setdefault((row.list_id, row.product_id), []).append(row)
        ordered = {key: tuple(sorted(found, key=_by_quantity)) for key, found in index.items()}
        return cls(tuple(lists), tuple(tier_discounts), ordered)

    def rows(self, price_list: PriceList, product_id: UUID) -> tuple[PriceRow, ...]:
        """The rows of a product in a list, smallest minimum quantity first."""
        return self._rows.get((price_list.id, product_id), ())


def _by_quantity(row: PriceRow) -> Decimal:
    return row.min_quantity
