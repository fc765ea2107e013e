"""What a product is, and what is wrong with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import format_number
from orderdesk_gui.rules.problems import Problem, error, warning
from orderdesk_gui.rules.vat import VatRate, vat_rate_on

NAME_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Product:
    """What we sell. Prices are per unit in the currency of our books; `cost` is without tax.

    `cost` is None for those who may not see it.
    """

    id: UUID | None = None
    code: str = ""
    name_zh: str = ""
    name_en: str = ""
    specification: str = ""
    specification_en: str = ""
    drawing_number: str = ""
    drawing_revision: str = ""
    unit: str = ""
    category: str = ""
    kind: str = "standard"
    vat_rate: Decimal = Decimal("0.13")
    list_price: Decimal | None = None
    cost: Decimal | None = None
    minimum_quantity: Decimal | None = None
    lead_days: int | None = None
    packing: str = ""
    hs_code: str = ""
    picture_sha: str = ""
    active: bool = True
    notes: str = ""


def problems(product: Product) -> list[Problem]:
    """Everything that is wrong with `product`, each at its field."""
    found: list[Problem] = []
    if not product.code.strip():
        found.append(error("code", "A product needs a code. Use the one in your price list."))
    if not product.name_zh.strip() and not product.name_en.strip():
        found.append(error("name_zh", "A product needs a name."))
    for field in ("code", "name_zh", "name_en", "unit", "category"):
        if len(getattr(product, field)) > NAME_LIMIT:
            found.append(error(field, "This is longer than {limit} characters. Shorten it.", limit=NAME_LIMIT))
    if not product.unit.strip():
        found.append(warning("unit", "Without a unit, papers cannot say what is counted."))
    for field in ("list_price", "cost", "minimum_quantity"):
        value = getattr(product, field)
        if value is not None and value < 0:
            found.append(error(field, "This cannot be below zero."))
    if not 0 <= product.vat_rate < 1:
        found.append(error("vat_rate", "A VAT rate lies between 0 % and 100 %."))
    if product.lead_days is not None and not 0 <= product.lead_days <= 3650:
        found.append(error("lead_days", "The lead time lies between 0 and 3,650 working days."))
    if product.list_price is not None and product.cost is not None and 0 < product.list_price < product.cost:
        found.append(warning("list_price", "The list price is below the cost."))
    return found


def rates_in_force(rates: Sequence[VatRate], on: date) -> tuple[Decimal, ...]:
    """The VAT rates (fractions) that hold on a day, highest first; none where the table has none."""
    found = set()
    for category in {row.category for row in rates}:
        try:
            found.add(vat_rate_on(rates, category, on))
        except UserError:  # a rate of another time
            continue
    return tuple(sorted(found, reverse=True))


def check_vat_rate(product: Product, rates: Sequence[VatRate], on: date) -> list[Problem]:
    """A warning where no supply is taxed at the product's rate on that day. Source: domain 3, VAT Law 2026."""
    held = rates_in_force(rates, on)
    if not held or product.vat_rate in held or not 0 <= product.vat_rate < 1:
        return []
    return [
        warning(
            "vat_rate", "No supply is taxed at {rate} % on {day}. The rates are {rates}.",
            rate=format_number(product.vat_rate * 100), day=on.isoformat(),
            rates=", ".join(f"{format_number(rate * 100)} %" for rate in held),
        )
    ]  # fmt: skip
