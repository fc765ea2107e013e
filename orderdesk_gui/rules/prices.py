"""Finds the unit price of a product for a customer and says, step by step, why it is that price.

The order of what counts (domain 1.4 #036, 1.9, 5):

1. Among price lists valid on the day in the quotation's currency that price the product, the customer's
   own list comes first, then the one with the newest first day, then the higher revision.
2. The list price is the list's row for everyone with the smallest minimum quantity.
3. A price row for the customer's tier beats every discount and every quantity break for everyone.
4. Otherwise the reached row with the largest minimum quantity among those for everyone is the quantity
   break (its own price, or a discount off the list price), and a discount row of the customer's tier,
   or else the general discount of the tier, is taken off as well.
5. A discount conceded by hand comes last, off what was found; a price set by hand replaces it all.
6. What discounts leave is rounded half-up to the currency's minor unit, or to the list price's own decimals.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.money import (
    PRICE_PLACES,
    ZERO,
    decimals,
    divide,
    format_percent,
    format_price,
    format_quantity,
    minor_units,
    multiply,
    round_half_up,
)
from orderdesk_gui.rules.price_book import PriceBook, PriceList, PriceRow
from orderdesk_gui.rules.vat import TaxMode, convert_price, rounded_price

DISCOUNT_PLACES = 6

TIER_NAMES: dict[str, Message] = {
    "strategic": message("strategic customer"),
    "key": message("key customer"),
    "regular": message("regular customer"),
    "new": message("new customer"),
}


@dataclass(frozen=True, slots=True)
class PriceRequest:
    """What is to be priced. `manual_discount` is a fraction conceded by hand; `wanted` the wished day."""

    product_id: UUID
    quantity: Decimal
    on: date
    vat_rate: Decimal
    tier: str | None = None
    customer_id: UUID | None = None
    category: str | None = None
    unit: str = ""
    currency: str = "CNY"
    tax_mode: TaxMode = "inclusive"
    manual_price: Decimal | None = None
    manual_discount: Decimal | None = None
    minimum_quantity: Decimal | None = None
    lead_days: int | None = None
    wanted: date | None = None


StepKind = Literal["list", "tax", "quantity", "tier", "conceded", "rounded", "manual"]


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of the way to a price; `price` is what stands after it, not rounded."""

    kind: StepKind
    message: Message
    price: Decimal | None
    factor: Decimal | None = None
    reached: bool = True


@dataclass(frozen=True, slots=True)
class PricedLine:
    """The price found, in the quotation's tax mode, and why.

    `unit_price` is rounded to six decimals (None: no price was found, `problem` says what to do);
    `list_price` likewise; `discount` is the fraction off the list price, negative for a surcharge.
    """

    list_price: Decimal | None
    unit_price: Decimal | None
    discount: Decimal | None
    steps: tuple[PriceStep, ...]
    warnings: tuple[Message, ...] = ()
    problem: Message | None = None
    price_list_id: UUID | None = None
    price_list_revision: int | None = None

    def explained(self, language: str) -> str:
        """The steps in one sentence, ``List 2026-07 120.00, key customer -5 % 114.00, ...``."""
        return ("，" if language == "zh" else ", ").join(step.message.in_language(language) for step in self.steps)


def find_price(request: PriceRequest, book: PriceBook) -> PricedLine:
    """The price of `request` by the order of the module docstring, with every step and warning."""
    chosen = _choose_list(request, book)
    warnings = _warnings(request)
    if chosen is None:
        if request.manual_price is None:
            return PricedLine(None, None, None, (), warnings, _why_no_price(request, book))
        return PricedLine(None, rounded_price(request.manual_price), None, (_manual_step(request),), warnings)
    rows = book.rows(chosen, request.product_id)
    steps = _list_steps(request, chosen, _base(rows, request.tier))
    list_price = steps[-1].price
    assert list_price is not None
    steps += _customer_steps(request, chosen, rows, book, list_price)
    steps += _manual_steps(request, _last_price(steps))
    steps += _rounding(request, chosen, steps)
    unit_price = _last_price(steps)
    discount = round_half_up(1 - divide(unit_price, list_price), DISCOUNT_PLACES) if list_price else None
    return PricedLine(
        list_price=rounded_price(list_price),
        unit_price=rounded_price(unit_price),
        discount=discount,
        steps=tuple(steps),
        warnings=warnings,
        price_list_id=chosen.id,
        price_list_revision=chosen.revision,
    )


def _base(rows: tuple[PriceRow, ...], tier: str | None) -> PriceRow | None:
    """The row that gives the list price: for everyone first, of the customer's tier where there is none."""
    priced = [row for row in rows if row.unit_price is not None]
    everyone = [row for row in priced if row.tier is None]
    return next(iter(everyone or [row for row in priced if row.tier == tier]), None)


def _choose_list(request: PriceRequest, book: PriceBook) -> PriceList | None:
    candidates = [
        price_list
        for price_list in book.lists
        if price_list.valid_on(request.on)
        and price_list.currency == request.currency
        and price_list.customer_id in (None, request.customer_id)
        and _base(book.rows(price_list, request.product_id), request.tier)
    ]
    return max(candidates, key=lambda one: (one.customer_id is not None, one.valid_from, one.revision), default=None)


def _why_no_price(request: PriceRequest, book: PriceBook) -> Message:
    with_product = [
        one
        for one in book.lists
        if one.customer_id in (None, request.customer_id) and book.rows(one, request.product_id)
    ]
    same_currency = [one for one in with_product if one.currency == request.currency]
    expired = [one for one in same_currency if one.valid_until and one.valid_until < request.on]
    if expired:
        latest = max(expired, key=lambda one: one.valid_until or request.on)
        return message(
            "Price list {name} expired on {day}. Bring in the new list or type a price.",
            name=latest.name,
            day=str(latest.valid_until),
        )
    if same_currency:
        return message(
            "No price list holds on {day}. Bring in a list for that day or type a price.", day=str(request.on)
        )
    if with_product:
        return message(
            "No price list in {currency} has this product. Add one or type a price.",
            currency=request.currency,
        )
    return message("This product is in no price list. Add it to one or type a price.")


def _list_steps(request: PriceRequest, chosen: PriceList, base: PriceRow | None) -> list[PriceStep]:
    assert base is not None and base.unit_price is not None
    shown = format_price(base.unit_price, request.currency)
    text = (
        message("List {name} {price}", name=chosen.name, price=shown)
        if chosen.name
        else message("List price {price}", price=shown)
    )
    first = PriceStep("list", text, base.unit_price)
    if chosen.tax_mode == request.tax_mode:
        return [first]
    price = convert_price(base.unit_price, request.vat_rate, chosen.tax_mode, request.tax_mode)
    text = (
        message("without {rate} tax {price}", rate=format_percent(request.vat_rate), price=_shown(price, request))
        if request.tax_mode == "exclusive"
        else message("with {rate} tax {price}", rate=format_percent(request.vat_rate), price=_shown(price, request))
    )
    return [first, PriceStep("tax", text, price)]


def _customer_steps(
    request: PriceRequest, chosen: PriceList, rows: tuple[PriceRow, ...], book: PriceBook, list_price: Decimal
) -> list[PriceStep]:
    """The steps from the list price to what this customer pays for this quantity."""
    own = [row for row in rows if row.tier == request.tier is not None]
    own_priced = [row for row in own if row.unit_price is not None and row.min_quantity <= request.quantity]
    base = _base(rows, request.tier)
    if own_priced:
        row = own_priced[-1]
        assert row.unit_price is not None
        price = convert_price(row.unit_price, request.vat_rate, chosen.tax_mode, request.tax_mode)
        text = message("price for {tier} {price}", tier=_tier(request), price=_shown(price, request))
        steps = [] if row is base else [PriceStep("tier", text, price)]
        later = [one for one in own if one.min_quantity > request.quantity]
        return steps + _not_reached(request, later)
    everyone = [row for row in rows if row.tier is None and row is not base]
    reached = [row for row in everyone if row.min_quantity <= request.quantity]
    steps = []
    price, percent_break = list_price, None
    if reached and reached[-1].unit_price is not None:
        row = reached[-1]
        price = convert_price(reached[-1].unit_price, request.vat_rate, chosen.tax_mode, request.tax_mode)
        steps.append(PriceStep("quantity", _from_text(request, row, price), price))
    elif reached:
        percent_break = reached[-1]
    tier_discount = _tier_discount(request, own, book)
    if tier_discount:
        price = multiply(price, 1 - tier_discount)
        text = message(
            "{tier} {change} {price}",
            tier=_tier(request),
            change=_change(tier_discount),
            price=_shown(price, request),
        )
        steps.append(PriceStep("tier", text, price, 1 - tier_discount))
    if percent_break and percent_break.discount:
        price = multiply(price, 1 - percent_break.discount)
        steps.append(
            PriceStep("quantity", _from_text(request, percent_break, price), price, 1 - percent_break.discount)
        )
    later = [row for row in everyone if row.min_quantity > request.quantity]
    return steps + _not_reached(request, later)


def _tier_discount(request: PriceRequest, own: list[PriceRow], book: PriceBook) -> Decimal:
    """The tier's discount on this product: its own row, else that of the category, else the general one."""
    reached = [row for row in own if row.discount is not None and row.min_quantity <= request.quantity]
    if reached and reached[-1].discount is not None:
        return reached[-1].discount
    fitting = [
        rule for rule in book.tier_discounts if rule.tier == request.tier and rule.category in (None, request.category)
    ]
    best = max(fitting, key=lambda rule: rule.category is not None, default=None)
    return best.discount if best else ZERO


def _not_reached(request: PriceRequest, rows: list[PriceRow]) -> list[PriceStep]:
    steps = []
    for row in rows:
        offer = (
            _change(row.discount)
            if row.discount is not None
            else format_price(row.unit_price or ZERO, request.currency)
        )
        text = message(
            "{quantity}; {offer} from {least}: not reached",
            quantity=_counted(request.quantity, request),
            offer=offer,
            least=format_quantity(row.min_quantity),
        )
        factor = 1 - row.discount if row.discount is not None else None
        steps.append(PriceStep("quantity", text, None, factor, reached=False))
    return steps


def _manual_steps(request: PriceRequest, found: Decimal) -> list[PriceStep]:
    if request.manual_price is not None:
        return [_manual_step(request)]
    if not request.manual_discount:
        return []
    price = multiply(found, 1 - request.manual_discount)
    text = message("conceded {change} {price}", change=_change(request.manual_discount), price=_shown(price, request))
    return [PriceStep("conceded", text, price, 1 - request.manual_discount)]


def _rounding(request: PriceRequest, chosen: PriceList, steps: list[PriceStep]) -> list[PriceStep]:
    """A discounted price is offered in whole minor units (分), or as finely as the list itself is priced.

    A price converted between tax modes keeps its six decimals, and one set by hand is as it was typed.
    """
    found, listed = _last_price(steps), steps[0].price
    if chosen.tax_mode != request.tax_mode or request.manual_price is not None or listed is None:
        return []
    rounded = round_half_up(found, min(max(minor_units(request.currency), decimals(listed)), PRICE_PLACES))
    if rounded == found:
        return []
    return [PriceStep("rounded", message("rounded {price}", price=_shown(rounded, request)), rounded)]


def _manual_step(request: PriceRequest) -> PriceStep:
    assert request.manual_price is not None
    shown = _shown(request.manual_price, request)
    return PriceStep("manual", message("price set by hand {price}", price=shown), request.manual_price)


def _last_price(steps: list[PriceStep]) -> Decimal:
    return next(step.price for step in reversed(steps) if step.price is not None)


def _warnings(request: PriceRequest) -> tuple[Message, ...]:
    """Minimum quantity and lead time, which never stop a quotation. Source: issue, 起订量 and 交期."""
    found = []
    if request.minimum_quantity and request.quantity < request.minimum_quantity:
        found.append(
            message(
                "{quantity} is below the minimum order quantity of {least}.",
                quantity=format_quantity(request.quantity),
                least=_counted(request.minimum_quantity, request),
            )
        )
    if request.lead_days and request.wanted:
        earliest = request.on + timedelta(days=request.lead_days)
        if request.wanted < earliest:
            found.append(
                message(
                    "Wanted on {wanted}, but the lead time of {days} days leads to {earliest}.",
                    wanted=str(request.wanted),
                    days=request.lead_days,
                    earliest=str(earliest),
                )
            )
    return tuple(found)


def _from_text(request: PriceRequest, row: PriceRow, price: Decimal) -> Message:
    shown = _shown(price, request)
    least = _counted(row.min_quantity, request)
    if row.discount is None:
        return message("from {least} {price}", least=least, price=shown)
    return message(
        "from {least} {change} {price}",
        least=least,
        change=_change(row.discount),
        price=shown,
    )


def _tier(request: PriceRequest) -> Message | str:
    return TIER_NAMES.get(request.tier or "", message("{tier}", tier=request.tier))


def _change(discount: Decimal) -> str:
    return f"{'+' if discount < 0 else '-'}{format_percent(abs(discount))}"


def _counted(quantity: Decimal, request: PriceRequest) -> str:
    """A quantity with its unit: ``100 pc``."""
    return f"{format_quantity(quantity)} {request.unit}".strip()


def _shown(price: Decimal, request: PriceRequest) -> str:
    return format_price(price, request.currency)
