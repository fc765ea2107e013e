"""Points at what looks wrong in an order before it is confirmed; a person goes on with a reason.

Source: domain 1.25 (198, 201): a wrong model, entered once and looked at by nobody, cost a customer.
"""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from uuid import UUID

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.money import divide, format_number
from orderdesk_gui.rules.order_changes import name_of
from orderdesk_gui.rules.orders import Order, OrderLine

PRICE_GAP = Decimal("0.1")
"""From which difference to the last price to this customer on a price is asked about. Source: [A]."""
QUANTITY_TIMES = Decimal(5)
"""How many times more, or less, than usual a quantity is asked about. Source: [A]."""
USUAL_FROM = 2
"""From how many earlier lines on there is a usual quantity."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before this order; by product where nothing else is said.

    `last_prices` of this customer in the order's currency and tax mode, `quantities` of their earlier lines,
    `earliest` the first day that lead time and stock allow, `drawings` as last ordered, `alike` the codes of
    products that this customer did order and that are easily taken for one that they never did.
    """

    last_prices: Mapping[UUID, Decimal] = field(default_factory=dict)
    quantities: Mapping[UUID, Sequence[Decimal]] = field(default_factory=dict)
    earliest: Mapping[UUID, datetime.date] = field(default_factory=dict)
    drawings: Mapping[UUID, str] = field(default_factory=dict)
    inactive: frozenset[UUID] = frozenset()
    alike: Mapping[UUID, Sequence[str]] = field(default_factory=dict)
    same_po: Sequence[str] = ()
    places: frozenset[str] = frozenset()
    customer_active: bool = True


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that looks wrong: its `key` (``price``, ``quantity`` ...), the field it stands at, what it is."""

    key: str
    field: str
    message: Message

    @property
    def digest(self) -> str:
        """Changes with what is alarming about it: an answer counts for this alone."""
        parts = [self.key, self.field, self.message.in_language("en")]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def order_alarms(order: Order, known: Known) -> tuple[Alarm, ...]:
    """Everything that looks wrong, the whole order first, then line by line."""
    found = _head_alarms(order, known)
    for at, line in enumerate(order.lines):
        found += _line_alarms(order, line, known, f"lines.{at}")
    return tuple(found)


def _head_alarms(order: Order, known: Known) -> list[Alarm]:
    found = []
    if not known.customer_active:
        found.append(Alarm("customer", "customer_id", message("The customer is no longer active.")))
    if known.same_po:
        sentence = message(
            "The customer's order {po} is in {numbers} already.", po=order.customer_po, numbers=", ".join(known.same_po)
        )
        found.append(Alarm("duplicate", "customer_po", sentence))
    place = order.delivery_place.strip()
    if place and known.places and place not in known.places:
        sentence = message("{place} is a new delivery place for this customer.", place=place)
        found.append(Alarm("place", "delivery_place", sentence))
    return found


def _line_alarms(order: Order, line: OrderLine, known: Known, at: str) -> list[Alarm]:
    goods, product = line.goods, line.goods.product_id
    found = []
    if order.kind == "normal" and goods.unit_price == 0:
        found.append(Alarm("zero", f"{at}.unit_price", message("{name} costs nothing.", name=name_of(line))))
    if product is None:
        return found
    if product in known.inactive:
        found.append(Alarm("inactive", f"{at}.code", message("{name} is no longer sold.", name=name_of(line))))
    found += [
        *_price_alarm(line, known.last_prices.get(product), at),
        *_quantity_alarm(line, known.quantities.get(product, ()), at),
    ]
    earliest = known.earliest.get(product)
    if line.promised and earliest and line.promised < earliest:
        sentence = message("{name} takes until {day} at least.", name=name_of(line), day=earliest)
        found.append(Alarm("early", f"{at}.promised", sentence))
    drawing = known.drawings.get(product, "")
    if drawing and line.drawing and drawing != line.drawing:
        sentence = message("The drawing known so far is {before}, here it is {now}.", before=drawing, now=line.drawing)
        found.append(Alarm("drawing", f"{at}.drawing", sentence))
    if known.alike.get(product):
        others = ", ".join(known.alike[product])
        sentence = message("{name} is easily taken for {others}. Check the model.", name=name_of(line), others=others)
        found.append(Alarm("alike", f"{at}.code", sentence))
    return found


def _price_alarm(line: OrderLine, last: Decimal | None, at: str) -> list[Alarm]:
    price = line.goods.unit_price
    if not last or not price or abs(price - last) <= last * PRICE_GAP:
        return []
    share = format_number(divide(abs(price - last) * 100, last).quantize(Decimal(1)))
    more = price > last
    sentence = (
        message("{name} is {share} % dearer than the last time ({last}).", name=name_of(line), share=share,
                last=format_number(last))
        if more
        else message("{name} is {share} % cheaper than the last time ({last}).", name=name_of(line), share=share,
                     last=format_number(last))
    )  # fmt: skip
    return [Alarm("price", f"{at}.unit_price", sentence)]


def _quantity_alarm(line: OrderLine, earlier: Sequence[Decimal], at: str) -> list[Alarm]:
    quantity = line.goods.quantity
    if len(earlier) < USUAL_FROM or quantity <= 0:
        return []
    usual = Decimal(median(earlier))
    if usual / QUANTITY_TIMES <= quantity <= usual * QUANTITY_TIMES:
        return []
    sentence = message(
        "{quantity} of {name} are far from the usual {usual}.", quantity=format_number(quantity), name=name_of(line),
        usual=format_number(usual),
    )  # fmt: skip
    return [Alarm("quantity", f"{at}.quantity", sentence)]


def nearly_same(code: str, other: str) -> bool:
    """Whether two different codes are easily taken for each other: one character differs, is missing or swapped."""
    one, two = sorted((code.upper(), other.upper()), key=len)
    if one == two or len(one) < 4 or len(two) - len(one) > 1:
        return False
    head = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    if len(one) < len(two):
        return one[head:] == two[head + 1 :]
    swapped = one[head : head + 2] == two[head : head + 2][::-1] and one[head + 2 :] == two[head + 2 :]
    return swapped or one[head + 1 :] == two[head + 1 :]
