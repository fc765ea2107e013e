"""What the grid of a quotation asks about prices; every function runs in the background, the desk comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import message
from orderdesk_gui.rules.vat import TaxMode, convert_price

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.actions.quotes import QuoteView
    from orderdesk_gui.actions.quotes_pricing import Priced
    from orderdesk_gui.rules.prices import PriceStep
    from orderdesk_gui.rules.quotes import Quote, QuoteLine

FOUND = 30


@dataclass(frozen=True)
class PriceContext:
    """For whom, when and how lines are priced."""

    customer_id: UUID
    on: dt.date
    currency: str
    tax_mode: TaxMode


@dataclass(frozen=True)
class Found:
    """The price of a line: what the list gives, what stands with the person's own price, and the margin."""

    usual: Priced
    priced: Priced
    margin: Decimal | None
    then: bool = False  # found when it was saved, kept since


def prices(desk: Desk, wanted: Sequence[tuple[Any, ...]], context: PriceContext) -> list[Found | None]:
    """Prices of (product, quantity, manual price, conceded discount) in order, None for unknown products."""
    from orderdesk_gui.actions import quotes_pricing

    def ask(many: Sequence[quotes_pricing.Wanted]) -> list[Priced]:
        return quotes_pricing.price(
            desk, many, customer_id=context.customer_id, on=context.on, currency=context.currency,
            tax_mode=context.tax_mode,
        )  # fmt: skip

    usual = ask([quotes_pricing.Wanted(one[0], one[1]) for one in wanted])
    priced = ask([quotes_pricing.Wanted(*one) for one in wanted])
    by_product = {one.product_id for one in usual}
    pairs = iter(zip(usual, priced, strict=True))
    sees = desk.may(Right.SEE_MARGIN)
    made: list[Found | None] = []
    for one in wanted:
        if one[0] not in by_product:
            made.append(None)
            continue
        first, second = next(pairs)
        made.append(Found(first, second, _margin(second, context) if sees else None))
    return made


def _margin(found: Priced, context: PriceContext) -> Decimal | None:
    if found.cost is None or not found.price.unit_price or context.currency != "CNY":
        return None
    net = convert_price(found.price.unit_price, found.vat_rate, context.tax_mode, "exclusive")
    return (1 - found.cost / net).quantize(Decimal("0.001"))


@dataclass(frozen=True)
class ProductFound:
    """A product for the popup, with this customer's price."""

    row: Any
    priced: Priced | None
    english: str = ""  # its specification in English


def find_products(
    desk: Desk, text: str, context: PriceContext, after: Any = None
) -> tuple[list[ProductFound], int, Any]:
    """The products that `text` finds (code, name, pinyin initials; all where it is empty) from `after` on, priced.

    Returns them with how many there are, and where the next ones begin.
    """
    from orderdesk_gui.actions import products, quotes_facts, quotes_pricing

    listed = products.list_products(desk, text=text, after=after, limit=FOUND, counted=after is None)
    wanted = [quotes_pricing.Wanted(row.id, Decimal(1)) for row in listed.rows]
    priced = quotes_pricing.price(
        desk, wanted, customer_id=context.customer_id, on=context.on, currency=context.currency,
        tax_mode=context.tax_mode,
    )  # fmt: skip
    by_id = {one.product_id: one for one in priced}
    english = quotes_facts.in_english(desk, by_id)
    found = [ProductFound(row, by_id.get(row.id), english.get((row.id, row.specification), "")) for row in listed.rows]
    return found, listed.total or 0, listed.after


@dataclass(frozen=True)
class LastSold:
    """When a customer last took a product: the day, how many, at which price."""

    on: dt.date
    quantity: Decimal
    unit_price: Decimal
    currency: str


def last_sold(desk: Desk, customer_id: UUID, product_id: UUID) -> LastSold | None:
    """The newest won quotation to this customer that holds the product (looked for in the last ten)."""
    from orderdesk_gui.actions import quotes

    for row in quotes.list_quotes(desk, status="won", customer_id=customer_id, limit=10).rows:
        for line in quotes.load(desk, row.id).quote.lines:
            if line.product_id == product_id:
                return LastSold(row.date, line.quantity, line.unit_price, row.currency)
    return None


def as_saved(view: QuoteView) -> tuple[Found | None, ...]:
    """Why the lines of a frozen revision cost what they do: as it was found then, not as it would be now."""
    return tuple(_found_then(view.quote, *each) for each in zip(view.quote.lines, view.steps, view.costs, strict=True))


def _found_then(
    quote: Quote, line: QuoteLine, steps: tuple[PriceStep, ...] | None, cost: Decimal | None
) -> Found | None:
    from orderdesk_gui.actions.quotes_pricing import Priced
    from orderdesk_gui.rules.prices import PricedLine

    if line.product_id is None:
        return None
    unknown = None if steps else message("How this price was found was not kept.")
    price = PricedLine(line.list_price, line.unit_price, None, steps or (), (), unknown)
    priced = Priced(
        line.product_id, line.code, line.name_zh, line.name_en, line.specification, line.unit, line.vat_rate,
        line.lead_days, price, cost,
    )  # fmt: skip
    context = PriceContext(quote.customer_id, quote.date, quote.currency, quote.tax_mode)
    return Found(priced, priced, _margin(priced, context), then=True)
