"""Holds the demo company to what a believable one must be."""

import datetime as dt
import re
from collections import Counter
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import pytest
from stdnum.cn import uscc

from orderdesk_gui.actions.demo_customers import demo_uscc
from orderdesk_gui.actions.demo_data import demo_company
from orderdesk_gui.actions.demo_facts import DemoData, DemoQuote, DemoText
from orderdesk_gui.rules.quote_status import LOSS_REASONS, shown_status

TODAY = dt.date(2026, 11, 21)
REAL = "华为 海尔 美的 格力 小米 腾讯 阿里 京东 百度 联想 中兴 三一 大疆 宁德 "
REAL += "比亚迪 汇川 埃斯顿 绿的 来福 秦川 双环 纽卡特 新松"


@pytest.fixture(scope="module")
def demo() -> DemoData:
    return demo_company(TODAY)


def amount(demo: DemoData, quote: DemoQuote) -> Decimal:
    """Total of the last revision at today's list prices in CNY, what was conceded taken off."""
    price = {item.code: item.list_price for item in demo.products}
    return sum(
        (
            line.unit_price
            if line.unit_price is not None
            else price[line.product] * line.quantity * (1 - line.discount)
            for line in quote.revisions[-1].lines
        ),
        Decimal(0),
    )


def test_the_same_day_gives_the_same_company(demo: DemoData) -> None:
    assert demo_company(TODAY) == demo
    assert demo_company(TODAY + dt.timedelta(days=1)) != demo


def test_as_many_as_promised(demo: DemoData) -> None:
    assert len(demo.customers) == 300 and len(demo.products) == 400
    assert len(demo.inquiries) == 1500 and len(demo.quotes) == 2300 and len(demo.contracts) == 350
    assert 50 <= len(demo.todos) <= 200 and len(demo.talks) > 500
    assert 10 <= len({item.category for item in demo.products}) <= 14
    assert Counter(c.foreign for c in demo.customers)[True] == 22


def test_every_code_and_key_once(demo: DemoData) -> None:
    for things in (
        [c.code for c in demo.customers],
        [c.name for c in demo.customers],
        [c.uscc for c in demo.customers if c.uscc] + [demo.company.uscc],
        [c.phone for c in demo.customers if not c.foreign],
        [item.code for item in demo.products],
        [user.login for user in demo.users],
        [i.key for i in demo.inquiries],
        [quote.key for quote in demo.quotes],
        [contract.key for contract in demo.contracts],
        [contract.quote for contract in demo.contracts],
    ):
        assert len(set(things)) == len(things)


def test_all_roles_levels_and_tiers(demo: DemoData) -> None:
    assert {u.role for u in demo.users} == {"sales", "follow_up", "manager", "finance", "legal", "admin"}
    assert {u.level for u in demo.users} == {"auto", "sales_manager", "director", "gm"}
    assert {c.tier for c in demo.customers} == {"strategic", "key", "regular", "new"}
    assert {c.credit_grade for c in demo.customers} == set("ABCD")
    assert {c.currency for c in demo.customers} == {"CNY", "USD", "EUR", "GBP"}
    assert {c.payment.kind for c in demo.customers} == {"monthly", "prepaid", "cod", "days", "split"}
    assert all(sum(s.share for s in c.payment.shares) in (0, 1) for c in demo.customers)
    owners = {u.login for u in demo.users if u.share}
    assert {c.owner for c in demo.customers} == owners


def test_credit_codes_have_both_check_digits_and_say_demo(demo: DemoData) -> None:
    """Source: domain 4, GB 32100-2015, GB 11714."""
    for code in [demo.company.uscc, *(c.uscc for c in demo.customers if not c.foreign)]:
        assert uscc.is_valid(code), code
        assert code[8:11] == "DEM"
        values = [int(char, 36) * weight for char, weight in zip(code[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True)]
        assert code[16] == "0123456789X0"[11 - sum(values) % 11]


def test_credit_code_of_a_published_example() -> None:
    assert demo_uscc("440300", "19220382") == "914403001922038216"


def test_names_are_invented_and_stand_in_both_languages(demo: DemoData) -> None:
    for customer in demo.customers:
        assert customer.name and customer.name_zh and customer.name_en and customer.contacts
        assert not any(name in customer.name_zh for name in REAL.split()), customer.name
        assert customer.email.endswith(".example")
        assert customer.foreign or re.search(r"-5555 \d{4}$", customer.phone)
    for text in texts(demo):
        assert bool(text.zh) == bool(text.en), text
    for item in demo.products:
        assert item.name.zh and item.specification.en and item.unit.zh and re.fullmatch(r"\d{10}", item.hs_code)


def texts(value: Any) -> list[DemoText]:
    if isinstance(value, DemoText):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


def test_products_earn_money_and_price_lists_cover_the_two_years(demo: DemoData) -> None:
    for item in demo.products:
        assert 0 < item.cost < item.list_price / Decimal("1.13") and item.lead_days > 0
    domestic = [lst for lst in demo.price_lists if lst.currency == "CNY"]
    assert all(lst.tax_mode == ("inclusive" if lst.currency == "CNY" else "exclusive") for lst in demo.price_lists)
    this_year = [lst for lst in domestic if lst.valid_from.year == TODAY.year]
    assert [lst.revision for lst in this_year] == [1, 2]
    for quote in demo.quotes:
        day = quote.revisions[0].date
        valid = [p for p in demo.price_lists if p.currency == quote.currency and p.valid_from <= day <= p.valid_until]
        priced = {row.product for row in valid[-1].rows if row.unit_price}
        assert {line.product for line in quote.revisions[0].lines if line.product} <= priced
    current = {row.product: row.unit_price for row in domestic[-1].rows if row.unit_price}
    assert all(current[item.code] == item.list_price for item in demo.products)


def test_quotations_are_lifelike(demo: DemoData) -> None:
    ended = Counter(quote.outcome for quote in demo.quotes)
    rate = ended["won"] / (ended["won"] + ended["lost"] + ended["expired"])
    assert 0.29 <= rate <= 0.35
    assert {quote.lost_reason for quote in demo.quotes if quote.outcome == "lost"} == set(LOSS_REASONS) - {"other"}
    assert {1, 2, 3, 4} == {len(quote.revisions) for quote in demo.quotes}
    assert {len([x for x in q.revisions[0].lines if x.product]) for q in demo.quotes} <= set(range(1, 13))
    states = Counter(quote.state for quote in demo.quotes)
    assert all(states[s] for s in ("draft", "submitted", "returned", "approved", "issued", "voided"))
    for quote in demo.quotes:
        assert [r.number for r in quote.revisions] == list(range(1, len(quote.revisions) + 1))
        assert quote.state == shown_status(quote.revisions[-1].status, quote.outcome)
        assert (quote.outcome == "open") == (quote.decided_on is None)
        assert all(line.quantity > 0 for r in quote.revisions for line in r.lines)
    amounts = sorted(amount(demo, quote) for quote in demo.quotes)
    assert 20_000 < amounts[len(amounts) // 2] < 120_000 and amounts[-1] < 3_000_000
    signed = {c.quote for c in demo.contracts}
    assert 10_000_000 < sum(amount(demo, quote) for quote in demo.quotes if quote.key in signed) < 60_000_000


def test_papers_follow_from_each_other(demo: DemoData) -> None:
    inquiries = {inquiry.key: inquiry for inquiry in demo.inquiries}
    quotes = {quote.key: quote for quote in demo.quotes}
    customers = {customer.code: customer for customer in demo.customers}
    for quote in demo.quotes:
        assert customers[quote.customer].since <= quote.revisions[0].date
        if quote.inquiry:
            assert inquiries[quote.inquiry].customer == quote.customer
            assert inquiries[quote.inquiry].date <= quote.revisions[0].date
        if quote.copied_from:
            assert quote.copied_from < quote.key and quotes[quote.copied_from].customer == quote.customer
    for contract in demo.contracts:
        quote = quotes[contract.quote]
        assert quote.outcome == "won" and quote.decided_on and quote.decided_on <= contract.date
        assert (contract.signed_on is not None) == (contract.status == "signed")
    assert {c.template for c in demo.contracts} == {"domestic_standard", "domestic_custom", "export"}


@pytest.mark.parametrize("today", [TODAY, dt.date(2026, 1, 3), dt.date(2027, 2, 10), dt.date(2026, 10, 4)])
def test_everything_happened_on_past_working_days(today: dt.date) -> None:
    demo = demo_company(today)
    assert len(demo.quotes) == 2300 and len(demo.contracts) == 350
    happened = [i.date for i in demo.inquiries] + [r.date for quote in demo.quotes for r in quote.revisions]
    happened += [quote.decided_on for quote in demo.quotes if quote.decided_on]
    happened += [day for c in demo.contracts for day in (c.date, c.signed_on) if day]
    happened += [(talk.at + dt.timedelta(hours=8)).date() for talk in demo.talks]
    happened += [todo.done_on for todo in demo.todos if todo.done_on]
    for day in happened:
        assert today - dt.timedelta(days=731) <= day <= today and day.weekday() < 5, day
    assert (today - max(happened)).days < 14
    expected = [todo.due for todo in demo.todos] + [c.delivery_date for c in demo.contracts]
    expected += [i.wanted_date for i in demo.inquiries] + [i.next_date for i in demo.inquiries if i.next_date]
    assert all(day.weekday() < 5 for day in expected)
    assert all(quote.revisions[-1].valid_until >= today - dt.timedelta(days=14)
               for quote in demo.quotes if quote.outcome == "open")  # fmt: skip


def test_business_follows_the_seasons(demo: DemoData) -> None:
    months = Counter((i.date.year, i.date.month) for i in demo.inquiries)
    assert months[2026, 2] < months[2026, 3] / 2
    assert sum(n for (y, m), n in months.items() if (y, m) > (2025, 11)) > 750
