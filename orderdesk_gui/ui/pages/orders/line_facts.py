"""What the grid of an order asks about products: prices and stock; every function runs in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from orderdesk_gui.rules.stock import promise
from orderdesk_gui.rules.vat import TaxMode

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk

FOUND = 30


@dataclass(frozen=True)
class LineContext:
    """For whom, when and how lines are priced; stock kept for the order `order_id` is its own."""

    customer_id: UUID
    on: dt.date
    currency: str
    tax_mode: TaxMode
    order_id: UUID | None = None


@dataclass(frozen=True)
class LineFacts:
    """What is known of a product in a line: its price for this customer, and how its stock stands."""

    price: Decimal | None
    list_price: Decimal | None
    vat_rate: Decimal
    lead_days: int | None
    warnings: tuple[str, ...]
    on_hand: Decimal
    reserved: Decimal
    as_of: dt.datetime | None
    now: Decimal
    whole_on: dt.date | None


def line_facts(desk: Desk, wanted: Sequence[tuple[UUID, Decimal]], context: LineContext) -> list[LineFacts | None]:
    """The facts of (product, quantity) in order, None for unknown products."""
    from orderdesk_gui.actions import quotes_pricing, stock

    asked = [quotes_pricing.Wanted(product, quantity) for product, quantity in wanted]
    priced = quotes_pricing.price(
        desk, asked, customer_id=context.customer_id, on=context.on, currency=context.currency,
        tax_mode=context.tax_mode,
    )  # fmt: skip
    known = {one.product_id for one in priced}
    standing = stock.standing(desk, list(known), besides=context.order_id)
    following = iter(priced)
    made: list[LineFacts | None] = []
    for product, quantity in wanted:
        if product not in known:
            made.append(None)
            continue
        one, there = next(following), standing[product]
        promised = promise(quantity, there.available)
        problems = (one.price.problem,) if one.price.problem is not None else ()
        made.append(
            LineFacts(
                one.price.unit_price,
                one.price.list_price,
                one.vat_rate,
                one.lead_days,
                tuple(str(each) for each in (*problems, *one.price.warnings)),
                there.on_hand,
                there.reserved,
                there.as_of,
                promised.now,
                promised.whole_on,
            )
        )
    return made


@dataclass(frozen=True)
class ProductFound:
    """A product for the popup, with this customer's price and what is free of it."""

    row: Any
    facts: LineFacts | None


def find_products(
    desk: Desk, text: str, context: LineContext, after: Any = None
) -> tuple[list[ProductFound], int, Any]:
    """The products that `text` finds (all where it is empty) from `after` on; how many there are, and what follows."""
    from orderdesk_gui.actions import products

    listed = products.list_products(desk, text=text, after=after, limit=FOUND, counted=after is None)
    facts = line_facts(desk, [(row.id, Decimal(1)) for row in listed.rows], context)
    return [ProductFound(*each) for each in zip(listed.rows, facts, strict=True)], listed.total or 0, listed.after
