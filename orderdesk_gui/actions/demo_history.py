"""Two years of inquiries and quotations of the demo company, with how each of them ended."""

from bisect import bisect
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any

from orderdesk_gui.actions.demo_calendar import DemoCalendar
from orderdesk_gui.actions.demo_facts import (
    DemoCustomer,
    DemoInquiry,
    DemoLine,
    DemoProduct,
    DemoQuote,
    DemoRevision,
    DemoText,
)
from orderdesk_gui.actions.demo_products import EXPORT_FAMILIES

INQUIRIES = 1500
QUOTES = 2300
VALID_DAYS = 30
BUYING = {"strategic": 30, "key": 9, "regular": 1.8, "new": 2.5}
"""How often one customer of a tier asks, in proportion."""
SIZE = {"strategic": 3, "key": 2, "regular": 1, "new": 0.6}
WINNING = {"strategic": 0.37, "key": 0.31, "regular": 0.25, "new": 0.20}
PENDING_DAYS = 6
LINE_COUNTS = (1, 2, 3, 4, 5, 6, 8, 10, 12), (24, 22, 17, 12, 9, 7, 5, 2, 2)
CONCEDED = ("0", "0.02", "0.03", "0.05", "0.08", "0.12", "0.18"), (66, 10, 9, 8, 4, 2, 1)


FREIGHT = DemoText("运费", "Freight")
MOULD = DemoText("模具费（一次性）", "Mould charge (once)")


class Shop:
    """Draws customers, their usual products and their lines, always in the same order."""

    def __init__(
        self,
        customers: tuple[DemoCustomer, ...],
        products: tuple[DemoProduct, ...],
        words: dict[str, Any],
        random: Random,
    ) -> None:
        self._random = random
        self._customers = customers
        self._weights = list(accumulate(BUYING[customer.tier] for customer in customers))
        self._quantities = {family["code"]: family["quantities"] for family in words["families"]}
        families = sorted(self._quantities)
        by_family = {code: [item for item in products if item.family == code] for code in families}
        self.usual: dict[str, list[DemoProduct]] = {}
        for customer in customers:
            liked = random.sample(EXPORT_FAMILIES if customer.foreign else families, 4)
            pool = [item for code in liked for item in by_family[code]]
            self.usual[customer.code] = random.sample(pool, 16)

    def customer(self, day: date) -> DemoCustomer:
        """A customer who buys on that day, the large ones more often."""
        while True:
            drawn = bisect(self._weights, self._random.random() * self._weights[-1])
            found = self._customers[drawn]
            if found.since <= day and (found.until is None or day <= found.until):
                return found

    def lines(self, customer: DemoCustomer) -> tuple[DemoLine, ...]:
        """What the customer asks for: 1 to 12 of their usual products."""
        count = self._random.choices(*LINE_COUNTS)[0]
        return tuple(
            DemoLine(self.quantity(item, customer), item.code)
            for item in self._random.sample(self.usual[customer.code], count)
        )

    def quantity(self, item: DemoProduct, customer: DemoCustomer) -> Decimal:
        """A usual quantity, larger with larger customers, never below the minimum."""
        usual = self._random.choice(self._quantities[item.family]) * SIZE[customer.tier]
        return max(Decimal(round(usual)), item.minimum_quantity)


def demo_inquiries(
    shop: Shop, calendar: DemoCalendar, words: dict[str, Any], random: Random
) -> tuple[DemoInquiry, ...]:
    """1,500 inquiries; their status is set once their quotations are known."""
    return tuple(
        _inquiry(f"I{index + 1:04d}", day, shop, calendar, words, random)
        for index, day in enumerate(calendar.draw(random, INQUIRIES))
    )


def _inquiry(
    key: str, day: date, shop: Shop, calendar: DemoCalendar, words: dict[str, Any], random: Random
) -> DemoInquiry:
    customer = shop.customer(day)
    contact = random.choice(customer.contacts)
    channels = words["foreign_channels"] if customer.foreign else words["channels"]
    unknown = not customer.foreign and random.random() < 0.03
    prospect = DemoText(*random.choice(words["prospects"]))
    lines = shop.lines(customer)
    custom = any(line.product.startswith("CM-") for line in lines)
    return DemoInquiry(
        key=key,
        date=day,
        customer="" if unknown else customer.code,
        customer_name=prospect if unknown else DemoText(customer.name, customer.name_en),
        contact_name=prospect if unknown else contact.name,
        phone=f"139 0000 {random.randint(0, 9999):04d}" if unknown else contact.mobile,
        channel=random.choices([name for name, _ in channels], [weight for _, weight in channels])[0],
        wanted_date=calendar.shift(day, random.choice((10, 15, 20, 25, 30, 40))),
        urgency=random.choices(("low", "normal", "high"), (15, 65, 20))[0],
        importance="high" if customer.tier in ("strategic", "key") else "normal",
        complexity="high" if custom else "normal",
        status="open",
        lines=lines,
        owner=customer.owner,
        next_step=DemoText(*random.choice(words["next_steps"])),
        next_date=calendar.shift(day, random.choice((1, 2, 3, 5))),
        customer_reference=f"RFQ-{day:%y%m}-{random.randint(10, 99)}" if random.random() < 0.2 else "",
    )


def demo_quotes(
    inquiries: tuple[DemoInquiry, ...],
    customers: tuple[DemoCustomer, ...],
    shop: Shop,
    calendar: DemoCalendar,
    words: dict[str, Any],
    random: Random,
) -> tuple[DemoQuote, ...]:
    """2,300 quotations in order of date: answers to four inquiries of five, and repeat orders (返单)."""
    known = {customer.code: customer for customer in customers}
    plans: list[tuple[date, DemoCustomer, DemoInquiry | None]] = []
    for asked in inquiries:
        quoted = calendar.shift(asked.date, random.choices((0, 1, 2, 3), (30, 40, 20, 10))[0])
        if asked.customer and random.random() < 0.82 and quoted <= calendar.last:
            plans.append((quoted, known[asked.customer], asked))
    plans.extend((day, shop.customer(day), None) for day in calendar.draw(random, QUOTES - len(plans)))
    plans.sort(key=lambda plan: plan[0])
    made: list[DemoQuote] = []
    latest: dict[str, DemoQuote] = {}
    for index, (day, customer, inquiry) in enumerate(plans):
        before = latest.get(customer.code) if inquiry is None else None
        lines = inquiry.lines if inquiry else _repeated(before, shop, customer, random)
        quote = _quote(f"Q{index + 1:04d}", day, customer, lines, calendar, words, random)
        quote = replace(quote, inquiry=inquiry.key if inquiry else "", copied_from=before.key if before else "")
        made.append(quote)
        latest[customer.code] = quote
    return tuple(made)


def _repeated(before: DemoQuote | None, shop: Shop, customer: DemoCustomer, random: Random) -> tuple[DemoLine, ...]:
    """The goods of the last quotation in other quantities; something new for who has none."""
    if before is None:
        return shop.lines(customer)
    goods = {item.code: item for item in shop.usual[customer.code]}
    return tuple(
        DemoLine(shop.quantity(goods[line.product], customer), line.product)
        for line in before.revisions[-1].lines
        if line.product
    )


def _quote(
    key: str,
    day: date,
    customer: DemoCustomer,
    lines: tuple[DemoLine, ...],
    calendar: DemoCalendar,
    words: dict[str, Any],
    random: Random,
) -> DemoQuote:
    revisions = _revisions(day, customer, lines, calendar, words, random)
    quote = DemoQuote(
        key=key,
        customer=customer.code,
        owner=customer.owner,
        inquiry="",
        copied_from="",
        language="en" if customer.foreign else "zh",
        currency=customer.currency,
        tax_mode="exclusive" if customer.foreign else "inclusive",
        project=DemoText(*random.choice(words["projects"])),
        revisions=revisions,
        outcome="open",
        state="issued",
    )
    return _ended(quote, customer.tier, calendar, words, random)


def _revisions(
    day: date,
    customer: DemoCustomer,
    lines: tuple[DemoLine, ...],
    calendar: DemoCalendar,
    words: dict[str, Any],
    random: Random,
) -> tuple[DemoRevision, ...]:
    conceded = Decimal(random.choices(*CONCEDED)[0])
    offered = tuple(replace(line, discount=conceded) for line in lines) + _free_lines(customer, random)
    made: list[DemoRevision] = []
    reason = DemoText()
    for number in range(1, random.choices((1, 2, 3, 4), (68, 21, 8, 3))[0] + 1):
        if number > 1:
            day = calendar.shift(day, random.randint(1, 6))
            reason = DemoText(*random.choice(words["revision_reasons"]))
            offered = _revised(offered, random)
        if day > calendar.last:
            break
        until = day + timedelta(days=VALID_DAYS)
        made.append(DemoRevision(number, day, until, "issued", offered, customer.payment, reason))
    return tuple(made)


def _free_lines(customer: DemoCustomer, random: Random) -> tuple[DemoLine, ...]:
    """A mould charge or freight, now and then, on domestic quotations."""
    if customer.foreign or random.random() > 0.12:
        return ()
    if random.random() < 0.6:
        price, name, unit = random.choice((300, 500, 800, 1200, 1500)), FREIGHT, DemoText("车次", "trip")
        return (DemoLine(Decimal(1), kind="freight", name=name, unit=unit, unit_price=Decimal(price)),)
    price, name, unit = random.choice((2800, 4500, 6800, 9600)), MOULD, DemoText("项", "item")
    return (DemoLine(Decimal(1), kind="mould", name=name, unit=unit, unit_price=Decimal(price)),)


def _revised(lines: tuple[DemoLine, ...], random: Random) -> tuple[DemoLine, ...]:
    """Either one percent more off all goods, or another quantity of the first line."""
    if random.random() < 0.5:
        return tuple(
            replace(line, discount=line.discount + Decimal("0.01")) if line.product else line for line in lines
        )
    more = lines[0].quantity + max(Decimal(1), (lines[0].quantity / 4).to_integral_value())
    return (replace(lines[0], quantity=more), *lines[1:])


def _ended(quote: DemoQuote, tier: str, calendar: DemoCalendar, words: dict[str, Any], random: Random) -> DemoQuote:
    """Won, lost, expired or voided, if that was before today; else where it stands."""
    last = quote.revisions[-1]
    won = WINNING[tier]
    fate = random.choices(("won", "lost", "expired", "voided"), (won, 0.74 - won, 0.24, 0.02))[0]
    if fate == "expired":
        decided = calendar.on_or_after(last.valid_until + timedelta(days=1))
    else:
        decided = calendar.shift(last.date, round(random.triangular(1, 20, 6)))
    decided = min(decided, calendar.on_or_after(last.valid_until + timedelta(days=1)))
    standing = random.choices(("draft", "submitted", "returned", "approved", "issued"), (20, 22, 12, 14, 32))[0]
    if decided <= calendar.last:
        reason = random.choices(*zip(*words["lost_reasons"], strict=True))[0] if fate == "lost" else ""
        note = DemoText(*words["lost_notes"][reason]) if reason else DemoText()
        return replace(
            quote, outcome=fate, state=fate, decided_on=decided, lost_reason=reason, lost_note=note,
            revisions=_with_last(quote, "voided") if fate == "voided" else quote.revisions,
        )  # fmt: skip
    if calendar.between(last.date, calendar.last) > PENDING_DAYS:
        return quote
    return replace(quote, state=standing, revisions=_with_last(quote, standing))


def _with_last(quote: DemoQuote, status: str) -> tuple[DemoRevision, ...]:
    return (*quote.revisions[:-1], replace(quote.revisions[-1], status=status))


def with_status(
    inquiries: tuple[DemoInquiry, ...], quotes: tuple[DemoQuote, ...], last: date
) -> tuple[DemoInquiry, ...]:
    """The inquiries as their quotations left them; unanswered ones are closed after three weeks."""
    by_inquiry = {quote.inquiry: quote for quote in quotes if quote.inquiry}
    status = {"open": "quoted", "won": "won", "lost": "lost", "expired": "closed", "voided": "closed"}
    known: list[DemoInquiry] = []
    for inquiry in inquiries:
        quote = by_inquiry.get(inquiry.key)
        if quote:
            done = replace(inquiry, status=status[quote.outcome])
        else:
            done = replace(inquiry, status="closed" if (last - inquiry.date).days > 21 else "open")
        known.append(done if done.status == "open" else replace(done, next_step=DemoText(), next_date=None))
    return tuple(known)
