from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.access import AuthorityGrant, User
from orderdesk_gui.rules.approval_steps import (
    ApprovalStep,
    Delegation,
    decide,
    escalated,
    is_overdue,
    open_steps,
    outcome,
)
from orderdesk_gui.rules.approvals import (
    LEVELS,
    PRESETS,
    ApprovalRule,
    LineFacts,
    QuoteFacts,
    assess,
    quote_facts,
)
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.material_changes import material_changes
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTerms

FULL = PRESETS["full_matrix"]
DAY, NOW = date(2026, 11, 21), datetime(2026, 11, 21, 8, tzinfo=UTC)
CLERK = User(UUID(int=1), "小李", "sales")
MANAGER, DIRECTOR, GM = (User(UUID(int=at), name, "manager", name) for at, name in enumerate(LEVELS[1:], 2))
FINANCE, DEPUTY = User(UUID(int=5), "老陈", "finance"), User(UUID(int=6), "小张", "sales")


def _facts(**fields: Any) -> QuoteFacts:
    calm = {"lines": (), "amount": D(50_000), "prepaid": D("0.3"), "days": D(30), "retention": D(0)}
    return QuoteFacts(**(calm | fields))


@pytest.mark.parametrize(
    ("discount", "level"),
    [("0", "auto"), ("0.03", "auto"), ("0.0301", "sales_manager"), ("0.08", "sales_manager"),
     ("0.15", "director"), ("0.150001", "gm"), ("-0.1", "auto")],
)  # fmt: skip
def test_discount_off_list(discount: str, level: str) -> None:
    assert assess(_facts(lines=(LineFacts(1, D(discount)),)), FULL).level == level


@pytest.mark.parametrize(
    ("margin", "level"),
    [("0.05", "auto"), ("0.049", "sales_manager"), ("0", "sales_manager"), ("-0.05", "director"), ("-0.06", "gm")],
)
def test_margin_against_the_floor(margin: str, level: str) -> None:
    assert assess(_facts(lines=(LineFacts(1, None, D(margin)),)), FULL).level == level


@pytest.mark.parametrize(
    ("change", "level"),
    [
        ({"amount": D(100_000)}, "auto"), ({"amount": D("100000.01")}, "sales_manager"),
        ({"amount": D(2_000_000)}, "director"), ({"amount": D("2000000.01")}, "gm"),
        ({"prepaid": D("0.29")}, "sales_manager"), ({"days": D(60)}, "sales_manager"),
        ({"days": D(90)}, "director"), ({"days": D(91)}, "gm"), ({"retention": D("0.05")}, "auto"),
        ({"retention": D("0.06")}, "director"), ({"custom_without_deposit": True}, "gm"),
    ],
)  # fmt: skip
def test_amount_and_terms(change: dict[str, Any], level: str) -> None:
    assert assess(_facts(**change), FULL).level == level


def test_the_highest_level_wins_and_every_reason_is_told() -> None:
    found = assess(_facts(lines=(LineFacts(1, D("0.02")), LineFacts(2, D("0.12"))), amount=D(300_000)), FULL)
    assert (found.level, found.deciders) == ("director", ("director", "finance"))
    assert [str(reason.message) for reason in found.reasons] == [
        "Line 2: discount of 12 % off the list price asks for: director.",
        "Amount of ¥300,000.00 with tax asks for: sales manager.",
    ]
    assert [(reason.dimension, reason.line, reason.level) for reason in found.reasons] == [
        ("discount", 2, "director"),
        ("amount", None, "sales_manager"),
    ]


def test_presets_send_it_to_different_people() -> None:
    facts = _facts(amount=D(300_000))
    assert [assess(facts, PRESETS[name]).deciders for name in ("one_person", "boss_alone", "full_matrix")] == [
        ("requester",),
        ("gm",),
        ("sales_manager",),
    ]
    assert all(assess(_facts(), policy).deciders == () for policy in PRESETS.values())


def test_the_matrix_is_data() -> None:
    strict = replace(FULL, rules=(ApprovalRule("amount", "amount", "auto", D(10)),))
    assert assess(_facts(amount=D(11), days=D(400)), strict).level == "gm"
    assert [reason.measure for reason in assess(_facts(amount=D(11), days=D(400)), strict).reasons] == ["amount"]


def test_authority_before_a_fair_raises_the_own_limit() -> None:
    grant = AuthorityGrant(CLERK.id, "discount", D("0.10"), DAY, DAY + timedelta(days=3), GM.id)
    facts = _facts(lines=(LineFacts(1, D("0.10")),))
    assert assess(facts, FULL, requester=CLERK.id, grants=[grant], on=DAY).level == "auto"
    assert assess(facts, FULL, requester=DEPUTY.id, grants=[grant], on=DAY).level == "director"
    assert assess(facts, FULL, requester=CLERK.id, grants=[grant], on=DAY + timedelta(days=4)).level == "director"
    dearer = _facts(lines=(LineFacts(1, D("0.11")),))
    assert assess(dearer, FULL, requester=CLERK.id, grants=[grant], on=DAY).level == "director"


@given(st.decimals(0, 1, places=4), st.decimals(0, 1, places=4), st.decimals(0, 10**7, places=2))
def test_a_worse_figure_never_asks_for_less(discount: D, more: D, amount: D) -> None:
    def rank(value: D) -> int:
        return LEVELS.index(assess(_facts(lines=(LineFacts(1, value),), amount=amount), FULL).level)

    assert rank(discount) <= rank(discount + more)


LINE = QuoteLine(D(10), D("114"), product_id=UUID(int=9), name_zh="球阀", unit="件", list_price=D(120))
QUOTE = Quote(UUID(int=10), UUID(int=11), DAY, (LINE,), terms=QuoteTerms(PaymentTerms("monthly", 60)))
MOVED = QuoteTerms(PaymentTerms("monthly", 90), delivery_place="苏州")


def test_figures_of_a_quotation_count_its_discount_and_cost() -> None:
    quote = replace(QUOTE, discount_percent=D("0.05"))
    found = quote_facts(quote, costs={UUID(int=9): (D(80), D("0.10"))}, custom=True)
    assert found.lines == (LineFacts(1, D("0.09750"), D("0.06528")),)
    assert (found.amount, found.prepaid, found.days, found.custom_without_deposit) == (D("1083.00"), 0, 60, True)
    assert quote_facts(quote, rate_to_cny=D("7.1")).amount == D("7689.300")


def test_a_discount_that_just_keeps_its_limit_is_not_tripped_by_rounded_prices() -> None:
    line = replace(LINE, list_price=D("106.194690"), unit_price=D("103.008849"))
    assert quote_facts(replace(QUOTE, lines=(line,))).lines[0].discount == D("0.03")


def _decide(steps: Any, user: User, verdict: Any = "approved", **more: Any) -> tuple[ApprovalStep, ...]:
    asked = {"requester": CLERK.id, "policy": FULL, "now": NOW, "today": DAY} | more
    return decide(steps, user, verdict, **asked)


def _steps() -> tuple[ApprovalStep, ...]:
    return open_steps(assess(_facts(amount=D(1_000_000)), FULL))


def test_two_deciders_one_after_the_other() -> None:
    steps = _decide(_steps(), DIRECTOR)
    assert outcome(steps) == "pending"
    steps = _decide(steps, FINANCE)
    assert outcome(steps) == "approved"
    assert [(step.decided_by, step.decided_at) for step in steps] == [(DIRECTOR.id, NOW), (FINANCE.id, NOW)]
    with pytest.raises(UserError, match="Nothing waits"):
        _decide(steps, GM)


def test_finance_waits_for_the_director_but_not_in_a_rush() -> None:
    with pytest.raises(UserError, match="waits for: director"):
        _decide(_steps(), FINANCE)
    assert _decide(_steps(), FINANCE, rush=True)[1].status == "approved"


def test_a_lower_manager_may_not_and_a_higher_one_may() -> None:
    with pytest.raises(UserError, match="waits for: director"):
        _decide(_steps(), MANAGER)
    assert _decide(_steps(), GM)[0].decided_by == GM.id


def test_the_requester_never_approves_but_in_the_one_person_firm() -> None:
    with pytest.raises(UserError, match="own quotation"):
        _decide(_steps(), DIRECTOR, requester=DIRECTOR.id)
    alone = PRESETS["one_person"]
    steps = open_steps(assess(_facts(amount=D(1_000_000)), alone))
    assert outcome(_decide(steps, CLERK, policy=alone)) == "approved"


def test_a_return_needs_a_reason() -> None:
    with pytest.raises(UserError) as refused:
        _decide(_steps(), DIRECTOR, "returned", remark=" ")
    assert refused.value.field == "remark"
    assert outcome(_decide(_steps(), DIRECTOR, "returned", remark="价格太低")) == "returned"


def test_a_deputy_decides_within_the_days_of_the_delegation() -> None:
    delegation = Delegation(DIRECTOR.id, DEPUTY.id, DAY, DAY)
    more = {"principals": [DIRECTOR], "delegations": [delegation]}
    assert _decide(_steps(), DEPUTY, **more)[0].decided_by == DEPUTY.id
    for wrong in ({"today": DAY + timedelta(days=1)}, {"requester": DIRECTOR.id}, {"requester": DEPUTY.id}):
        with pytest.raises(UserError):
            _decide(_steps(), DEPUTY, **(more | wrong))


def test_nobody_decides_twice() -> None:
    finance_too = Delegation(FINANCE.id, DIRECTOR.id, DAY, DAY)
    steps = _decide(_steps(), DIRECTOR)
    with pytest.raises(UserError, match="waits for: finance"):
        _decide(steps, DIRECTOR, principals=[FINANCE], delegations=[finance_too])


def test_waiting_too_long_is_escalated() -> None:
    assert not is_overdue(NOW, NOW + timedelta(hours=24), FULL)
    assert is_overdue(NOW, NOW + timedelta(hours=24, seconds=1), FULL)
    assert is_overdue(NOW, NOW + timedelta(hours=5), FULL, rush=True)
    assert escalated(_steps()) == ("gm",)


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        (replace(QUOTE, lines=(replace(LINE, quantity=D(11)),)), ["quantity"]),
        (replace(QUOTE, lines=(replace(LINE, unit_price=D(113), name_zh="蝶阀"),)), ["subject", "price"]),
        (replace(QUOTE, lines=(LINE, LINE)), ["subject"]),
        (replace(QUOTE, discount_amount=D(1)), ["price"]),
        (replace(QUOTE, terms=MOVED), ["payment terms", "delivery place"]),
        (replace(QUOTE, customer_id=UUID(int=99)), ["parties"]),
        (replace(QUOTE, contact_id=UUID(int=99), lines=(replace(LINE, remark="x", customer_part_no="y"),)), []),
        (replace(QUOTE, terms=replace(QUOTE.terms, remarks_zh="祝好")), []),
    ],
)  # fmt: skip
def test_only_material_changes_need_a_new_approval(changed: Quote, names: list[str]) -> None:
    assert [str(name) for name in material_changes(QUOTE, changed)] == names


def test_retention_and_deposit_reach_the_matrix() -> None:
    shares = (Share(D("0.3"), "signing"), Share(D("0.6"), "delivery", 90), Share(D("0.1"), "retention", 365))
    quote = replace(QUOTE, terms=QuoteTerms(PaymentTerms("split", shares=shares)))
    found = assess(quote_facts(quote), FULL)
    assert [reason.measure for reason in found.reasons] == ["discount", "days", "retention"]


def test_monthly_terms_within_the_days_need_no_prepayment():
    calm = {"lines": (), "amount": D(50_000), "retention": D(0)}
    policy = PRESETS["full_matrix"]
    assert assess(QuoteFacts(prepaid=D(0), days=D(30), **calm), policy).level == "auto"
    assert assess(QuoteFacts(prepaid=D("0.1"), days=D(30), **calm), policy).level == "sales_manager"
