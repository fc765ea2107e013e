from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.access import AuthorityGrant, User
from orderdesk_gui.rules.approval_asking import Delegation, asked, times_overdue
from orderdesk_gui.rules.approval_gaps import gaps, who_is_asked
from orderdesk_gui.rules.approval_steps import ApprovalStep, decide, open_steps, outcome, own_limit, waiting_since
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


@pytest.mark.parametrize(
    ("discount", "shown"), [("0.11799", "11.8 %"), ("0.1225", "12.3 %"), ("0.12249", "12.2 %"), ("0.12", "12 %")]
)
def test_people_read_percentages_to_one_decimal(discount: str, shown: str) -> None:
    (reason,) = assess(_facts(lines=(LineFacts(1, D(discount)),)), FULL).reasons
    assert f"discount of {shown} off" in str(reason.message) and reason.figure == D(discount)


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


HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("spent", "rush", "times"),
    [(24 * HOUR, False, 0), (24 * HOUR + SECOND, False, 1), (48 * HOUR + SECOND, False, 2), (4 * HOUR, True, 0),
     (5 * HOUR, True, 1), (-HOUR, False, 0)],
)  # fmt: skip
def test_waiting_too_long_is_counted_in_whole_times(spent: timedelta, rush: bool, times: int) -> None:
    assert times_overdue(NOW, NOW + spent, FULL, rush=rush) == times


def test_the_next_step_waits_from_the_decision_before_it() -> None:
    steps = _decide(_steps(), DIRECTOR, now=NOW + HOUR)
    assert waiting_since(_steps(), NOW) == NOW and waiting_since(steps, NOW) == NOW + HOUR


EVERYBODY = (CLERK, MANAGER, DIRECTOR, GM, FINANCE)


@pytest.mark.parametrize(
    ("decider", "people", "late", "names"),
    [
        ("sales_manager", EVERYBODY, 0, [MANAGER]),
        ("sales_manager", EVERYBODY, 1, [MANAGER, DIRECTOR]),
        ("sales_manager", EVERYBODY, 5, [MANAGER, DIRECTOR, GM]),
        ("sales_manager", (CLERK, GM), 0, [GM]),
        ("director", (MANAGER, GM), 0, [GM]),
        ("gm", (MANAGER, DIRECTOR), 9, []),
        ("finance", EVERYBODY, 0, [FINANCE]),
        ("finance", EVERYBODY, 1, [FINANCE, GM]),
        ("finance", (DIRECTOR, GM), 0, []),
        ("legal", (GM,), 1, [GM]),
    ],
)
def test_who_is_asked(decider: Any, people: Any, late: int, names: list[User]) -> None:
    assert [user for _, user in asked(decider, people, requester=CLERK.id, late=late)] == names


def test_the_requester_is_passed_over_for_the_next_level() -> None:
    assert [user for _, user in asked("sales_manager", EVERYBODY, requester=MANAGER.id)] == [DIRECTOR]


def test_what_finance_leaves_waiting_the_general_manager_decides() -> None:
    steps = _decide(_steps(), DIRECTOR)
    with pytest.raises(UserError, match="waits for: finance"):
        _decide(steps, GM)
    assert outcome(_decide(steps, GM, late=1)) == "approved"
    with pytest.raises(UserError, match="waits for: finance"):
        _decide(steps, MANAGER, late=1)


def test_a_deputy_notes_for_whom_they_decided() -> None:
    delegation = Delegation(DIRECTOR.id, DEPUTY.id, DAY, DAY)
    more = {"principals": [DIRECTOR], "delegations": [delegation]}
    assert _decide(_steps(), DEPUTY, **more)[0].on_behalf_of == DIRECTOR.id
    assert _decide(_steps(), GM, **more)[0].on_behalf_of is None


def test_a_submitter_is_told_who_is_asked_or_that_nobody_can() -> None:
    found = who_is_asked(["director", "finance"], EVERYBODY, CLERK.id)
    assert (str(found.told), found.names) == ("Asked to decide: director, 老陈", ("director", "老陈"))
    nobody = who_is_asked(["director", "finance"], (DIRECTOR, GM), CLERK.id)
    assert "Nobody can decide as finance" in str(nobody.told) and nobody.names == ()
    assert "Nobody can decide as general manager" in str(who_is_asked(["gm"], EVERYBODY, GM.id).told)


def test_levels_of_the_matrix_without_people_are_named() -> None:
    second = User(UUID(int=7), "second", "manager", "gm")
    assert gaps(FULL, (*EVERYBODY, second)) == ()
    assert [str(one).split(":")[0].split(",")[0] for one in gaps(FULL, (CLERK, GM))] == [
        "Nobody is sales manager", "Nobody is director", "Nobody is finance", "Only gm decides as general manager",
    ]  # fmt: skip
    assert [str(one).split(":")[0] for one in gaps(PRESETS["boss_alone"], (MANAGER,))] == [
        "Nobody can decide as general manager"
    ]
    assert gaps(PRESETS["one_person"], ()) == ()


@pytest.mark.parametrize(
    ("user", "preset", "discount", "amount"),
    [
        (CLERK, "full_matrix", D("0.03"), D(100_000)),
        (MANAGER, "full_matrix", D("0.08"), D(500_000)),
        (DIRECTOR, "full_matrix", D("0.15"), D(2_000_000)),
        (GM, "full_matrix", None, None),
        (DIRECTOR, "boss_alone", D("0.03"), D(100_000)),
        (CLERK, "one_person", None, None),
    ],
)
def test_up_to_where_one_may_agree_oneself(user: User, preset: str, discount: D | None, amount: D | None) -> None:
    policy = PRESETS[preset]
    assert (own_limit(user, "discount", policy), own_limit(user, "amount", policy)) == (discount, amount)


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
