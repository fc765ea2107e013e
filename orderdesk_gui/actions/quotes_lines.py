"""The line rows of a quotation as they are saved: with cost, price list and the steps that led to each price."""

import uuid
from typing import Any

from sqlalchemy import Connection

from orderdesk_gui.actions.quotes_pricing import Wanted, price_lines
from orderdesk_gui.rules.prices import PriceStep
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTotals
from orderdesk_gui.store import rows
from orderdesk_gui.store.quote_rows import line_values
from orderdesk_gui.store.quotes import QuoteLine as LineRow
from orderdesk_gui.store.terms import message_data


def line_rows(
    connection: Connection,
    quote: Quote,
    totals: QuoteTotals,
    *,
    before: uuid.UUID | None = None,
    tier: str | None = None,
) -> list[dict[str, Any]]:
    """The line rows, with the cost of each product as it is now and the steps of its price.

    `before` is the revision whose lines these replace or follow: a price agreed there keeps its list and steps.
    `tier` is the customer's where it was read already.
    """
    goods = [line for line in quote.lines if line.product_id]
    wanted = [_wanted(line) for line in goods]
    found = price_lines(connection, wanted, quote.customer_id, quote.date, quote.currency, quote.tax_mode, tier=tier)
    costs = {product.id: product.cost for product, _ in found}
    priced = iter(found)
    places = rows.children(connection, LineRow, "revision_id", before) if before else []
    agreed = {(row["product_id"], row["unit_price"]): row for row in places}
    made = []
    for place, values in enumerate(line_values(quote, totals)):
        steps = None
        if values["product_id"] in costs:
            product, price = next(priced)
            steps = [_step_data(step) for step in price.steps]
            values["list_price"] = price.list_price
            if not values["manual"] and price.unit_price == values["unit_price"]:
                values |= {"price_list_id": price.price_list_id, "price_list_revision": price.price_list_revision}
            elif not values["manual"]:
                known = agreed.get((product.id, values["unit_price"]))
                steps = known["price_steps"] if known else None
        made.append(
            {
                **values,
                "id": places[place]["id"] if place < len(places) else None,
                "scope": quote.customer_id,
                "cost": costs.get(values["product_id"]),
                "price_steps": steps,
            }
        )
    return made


def _wanted(line: QuoteLine) -> Wanted:
    assert line.product_id is not None
    if line.manual:
        return Wanted(line.product_id, line.quantity, manual_price=line.unit_price)
    return Wanted(line.product_id, line.quantity, manual_discount=line.discount or None)


def _step_data(step: PriceStep) -> dict[str, Any]:
    return {
        "kind": step.kind, "message": message_data(step.message), "reached": step.reached,
        "price": None if step.price is None else str(step.price),
    }  # fmt: skip
