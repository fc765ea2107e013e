"""Makes the demo company as of one day: the same day always gives the same company."""

import json
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from orderdesk_gui.actions.demo_calendar import DemoCalendar
from orderdesk_gui.actions.demo_customers import demo_customers, demo_firm, demo_users
from orderdesk_gui.actions.demo_facts import (
    DemoContract,
    DemoCustomer,
    DemoData,
    DemoInquiry,
    DemoProduct,
    DemoQuote,
    DemoTalk,
    DemoText,
    DemoTodo,
)
from orderdesk_gui.actions.demo_history import Shop, demo_inquiries, demo_quotes, with_status
from orderdesk_gui.actions.demo_products import demo_price_lists, demo_products
from orderdesk_gui.rules.assets import asset

SEED = 20261121
CONTRACTS = 350
TALKS = 1200
OPEN_TODOS = 45
DONE_TODOS = 75
BEIJING = timedelta(hours=8)


def demo_company(today: date) -> DemoData:
    """The whole demo company: everything happened up to `today`, on working days; due dates may lie ahead."""
    company, names, goods, past = (_words(name) for name in ("company", "names", "products", "history"))
    random = Random(SEED)
    calendar = demo_calendar(today)
    users = demo_users(company)
    customers = demo_customers(names, users, today, random)
    products = demo_products(goods)
    shop = Shop(customers, products, goods, random)
    inquiries = demo_inquiries(shop, calendar, past, random)
    quotes = demo_quotes(inquiries, customers, shop, calendar, past, random)
    inquiries = with_status(inquiries, quotes, calendar.last)
    contracts = _contracts(quotes, {item.code: item for item in products}, calendar, random)
    return DemoData(
        today=today,
        company=demo_firm(company),
        users=users,
        customers=customers,
        products=products,
        price_lists=demo_price_lists(goods, products, today),
        inquiries=inquiries,
        quotes=quotes,
        contracts=contracts,
        todos=_todos(inquiries, quotes, contracts, calendar, past, random),
        talks=_talks(customers, calendar, past, random),
    )


def demo_calendar(today: date) -> DemoCalendar:
    """The working days that everything in the demo company happens on."""
    company = _words("company")
    return DemoCalendar(today, company["spring_festival"], company["month_weights"])


def _words(name: str) -> dict[str, Any]:
    return json.loads(asset("demo", f"{name}.json").read_text("utf-8"))  # type: ignore[no-any-return]


def _contracts(
    quotes: tuple[DemoQuote, ...], products: dict[str, DemoProduct], calendar: DemoCalendar, random: Random
) -> tuple[DemoContract, ...]:
    """350 contracts from won quotations, in order of date; the latest are still on their way."""
    won = [quote for quote in quotes if quote.outcome == "won"]
    chosen = random.sample(won, CONTRACTS)
    dated = sorted(
        ((_contract_day(quote, calendar, random), quote) for quote in chosen), key=lambda pair: (pair[0], pair[1].key)
    )
    return tuple(
        _contract(f"K{index + 1:04d}", day, quote, products, calendar, random)
        for index, (day, quote) in enumerate(dated)
    )


def _contract_day(quote: DemoQuote, calendar: DemoCalendar, random: Random) -> date:
    assert quote.decided_on is not None
    return min(calendar.shift(quote.decided_on, random.randint(0, 3)), calendar.last)


def _contract(
    key: str,
    day: date,
    quote: DemoQuote,
    products: dict[str, DemoProduct],
    calendar: DemoCalendar,
    random: Random,
) -> DemoContract:
    goods = [products[line.product] for line in quote.revisions[-1].lines if line.product]
    export, custom = quote.currency != "CNY", any(item.kind == "custom" for item in goods)
    signed = calendar.shift(day, random.randint(3, 14))
    age = calendar.between(day, calendar.last)
    if random.random() < 0.02:
        status, signed_on = "voided", None
    elif signed <= calendar.last:
        status, signed_on = "signed", signed
    else:
        status, signed_on = ("draft" if age < 2 else "review" if age < 4 else "issued"), None
    return DemoContract(
        key=key,
        quote=quote.key,
        customer=quote.customer,
        owner=quote.owner,
        date=day,
        status=status,
        template="export" if export else "domestic_custom" if custom else "domestic_standard",
        language="both" if export else "zh",
        title=random.choices(("销售合同", "购销合同", "买卖合同"), (7, 2, 1))[0],
        delivery_date=calendar.shift(day, 8 + max(item.lead_days for item in goods)),
        signed_on=signed_on,
    )


def _todos(
    inquiries: tuple[DemoInquiry, ...],
    quotes: tuple[DemoQuote, ...],
    contracts: tuple[DemoContract, ...],
    calendar: DemoCalendar,
    words: dict[str, Any],
    random: Random,
) -> tuple[DemoTodo, ...]:
    """To-dos around today about what is still open, and done ones of the last months."""
    live: list[tuple[str, str, str]] = [("inquiry", i.key, i.owner) for i in inquiries if i.status == "open"]
    live += [("quote", quote.key, quote.owner) for quote in quotes if quote.outcome == "open"]
    live += [("contract", contract.key, contract.owner) for contract in contracts if contract.status != "signed"]
    made: list[DemoTodo] = []
    for index in range(OPEN_TODOS + DONE_TODOS):
        kind, key, owner = random.choice(live)
        text = DemoText(*random.choice(words["todos"]))
        if index < OPEN_TODOS:
            made.append(DemoTodo(text, kind, key, owner, calendar.shift(calendar.last, random.randint(-3, 12))))
        else:
            due = calendar.shift(calendar.last, -random.randint(2, 60))
            customer = random.choice(quotes).customer
            made.append(
                DemoTodo(text, "customer", customer, owner, due, calendar.shift(due, random.choice((-1, 0, 0, 1))))
            )
    return tuple(made)


def _talks(
    customers: tuple[DemoCustomer, ...], calendar: DemoCalendar, words: dict[str, Any], random: Random
) -> tuple[DemoTalk, ...]:
    """Talks of the two years, the latest on the last working day before today; strategic customers talk more."""
    weights = [8 if customer.tier == "strategic" else 3 if customer.tier == "key" else 1 for customer in customers]
    made: list[DemoTalk] = []
    for day in calendar.draw(random, TALKS):
        customer = random.choices(customers, weights)[0]
        ended = customer.until or calendar.last
        day = min(day, calendar.shift(calendar.last, -1))
        when = datetime.combine(day, time(9), UTC) - BEIJING
        if customer.since <= day <= ended:
            made.append(
                DemoTalk(
                    customer.code,
                    random.randrange(len(customer.contacts)),
                    customer.owner,
                    when + timedelta(minutes=random.randint(0, 510)),
                    "email" if customer.foreign else random.choice(("phone", "wechat", "email", "visit")),
                    random.choice(("in", "out")),
                    DemoText(*random.choice(words["talks"])),
                )
            )
    return tuple(made)
