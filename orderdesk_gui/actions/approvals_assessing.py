"""What a quotation would need: its figures against the matrix of the firm, veiled where somebody may not see them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, select

from orderdesk_gui.actions import authority, settings
from orderdesk_gui.actions.approvals_policy import policy
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.actions.quotes_pricing import Wanted, price_lines
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.approvals import ApprovalPolicy, Assessment, Reason, assess, quote_facts
from orderdesk_gui.rules.language import UserError, message
from orderdesk_gui.rules.prices import PricedLine
from orderdesk_gui.rules.quotes import Quote
from orderdesk_gui.store.products import Product

BOOKS = "CNY"
_COSTS = select(Product.id, Product.cost, Product.kind).where(Product.id.in_(bindparam("ids", expanding=True)))


def assess_draft(desk: Desk, quote: Quote) -> Assessment:
    """What `quote` as typed would need; figures of margin are left out without the right to see them."""
    with desk.reading() as connection:
        matrix_today, _ = policy(connection, today(desk))
        rate = rate_to_books(connection, quote.currency, today(desk))
        listed = {number: found.list_price for number, found in _prices(connection, quote).items()}
        found = assess_quote(desk, connection, _measured_from(quote, listed), matrix_today, rate)
    return shown_to(desk, found)


def assess_quote(
    desk: Desk, connection: Connection, quote: Quote, matrix_today: ApprovalPolicy, rate: Decimal
) -> Assessment:
    """What `quote` needs by this matrix, within a transaction under way; `rate` is CNY for one of its currency."""
    day = today(desk)
    if not matrix_today.agreed_discounts:
        own = {number: found.unit_price for number, found in _prices(connection, quote).items()}
        quote = _measured_from(quote, own)
    ids = {line.product_id for line in quote.lines if line.product_id}
    products = connection.execute(_COSTS, {"ids": list(ids)}).all()
    floor = Decimal(settings.read(connection, "margin_floor", day))
    costs = {r.id: (r.cost / rate, floor) for r in products if r.cost is not None}
    facts = quote_facts(quote, rate_to_cny=rate, costs=costs, custom=any(r.kind == "custom" for r in products))
    return assess(facts, matrix_today, requester=desk.user_id, grants=authority.grants(connection), on=day)


def _prices(connection: Connection, quote: Quote) -> dict[int, PricedLine]:
    """What the lists give this customer for each line: place of the line -> its price."""
    numbers = [number for number, line in enumerate(quote.lines) if line.product_id]
    wanted = [Wanted(quote.lines[number].product_id, quote.lines[number].quantity) for number in numbers]  # type: ignore[arg-type]
    found = price_lines(connection, wanted, quote.customer_id, quote.date, quote.currency, quote.tax_mode)
    prices = iter(found)
    known = {product.id for product, _ in found}
    return {number: next(prices)[1] for number in numbers if quote.lines[number].product_id in known}


def _measured_from(quote: Quote, prices: Mapping[int, Decimal | None]) -> Quote:
    """The quotation with these prices to measure discounts from; a line without one keeps its own list price."""
    lines = tuple(replace(line, list_price=prices.get(n) or line.list_price) for n, line in enumerate(quote.lines))
    return replace(quote, lines=lines)


def shown_to(desk: Desk, assessment: Assessment) -> Assessment:
    """The assessment without figures that this person may not see."""
    if desk.may(Right.SEE_MARGIN):
        return assessment
    return replace(assessment, reasons=tuple(_veiled(reason) for reason in assessment.reasons))


def _veiled(reason: Reason) -> Reason:
    if reason.dimension != "margin":
        return reason
    text = message("Line {line}: the margin asks for: {level}.", **{
        key: value for key, value in reason.message.values.items() if key in ("line", "level")
    })  # fmt: skip
    return replace(reason, figure=Decimal(0), message=text)


def rate_to_books(connection: Connection, currency: str, on: dt.date) -> Decimal:
    """What one unit of `currency` is worth in the currency of our books. UserError where nobody said."""
    rate, _ = known_rate(connection, currency, on)
    if rate is None:
        raise UserError(
            "There is no exchange rate for {currency} yet. Enter one in Settings, Rates and prices.",
            field="currency",
            currency=currency,
        )
    return rate


def rate_source(connection: Connection, currency: str, on: dt.date) -> str:
    """Where today's rate of `currency` was taken from."""
    return known_rate(connection, currency, on)[1]


def known_rate(connection: Connection, currency: str, on: dt.date) -> tuple[Decimal | None, str]:
    """As :func:`rate_to_books` and :func:`rate_source`, but (None, "") where nobody said."""
    if currency == BOOKS:
        return Decimal(1), ""
    rates: Mapping[str, Any] = settings.read(connection, "exchange_rates", on) or {}
    if currency not in rates:
        return None, ""
    return Decimal(rates[currency]["rate"]), str(rates[currency].get("source", ""))
