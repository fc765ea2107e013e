import datetime as dt
import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pypdf
import pytest

from orderdesk_gui.actions import (
    approvals,
    approvals_assessing,
    approvals_policy,
    approvals_waiting,
    authority,
    customers,
    home,
    journal,
    people,
    products,
    quotes,
    quotes_papers,
    quotes_saving,
    settings,
)
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.approvals import DEFAULT_RULES, PRESETS
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.quotes import Quote, QuoteLine
from orderdesk_gui.store.database import Store
from tests.actions.selling_office import PEOPLE, Office, office, open_office
from tests.fixtures_store import Clock

__all__ = ["office"]
DAY = dt.timedelta(days=1)


def goods(price: str, quantity: str = "1") -> QuoteLine:
    """A free line: no list price, no cost."""
    return QuoteLine(D(quantity), D(price), name_zh="加工", unit="项", manual=True)


def split(*shares: tuple[str, str, int]) -> PaymentTerms:
    return PaymentTerms("split", shares=tuple(Share(D(s), trigger, days) for s, trigger, days in shares))  # type: ignore[arg-type]


def paying(terms: PaymentTerms) -> Callable[[Office], Quote]:
    def made(office: Office) -> Quote:
        quote = office.quote(goods("100"))
        return replace(quote, terms=replace(quote.terms, payment=terms))

    return made


def amount(total: str) -> Callable[[Office], Quote]:
    return lambda office: office.quote(goods(total))


def gear(price: str) -> Callable[[Office], Quote]:
    """The gear, list 1000 and cost 100, at a price: only the discount counts."""

    def made(office: Office) -> Quote:
        product = products.load(office["gm"], office.gear)
        products.save(office["gm"], replace(product, list_price=D(1000), cost=D(100)))
        return office.quote(office.line("1", price))

    return made


def costing(cost: str) -> Callable[[Office], Quote]:
    """The gear at its list price of 113 (100 without tax) and this cost: only the margin counts, floor 18 %."""

    def made(office: Office) -> Quote:
        product = products.load(office["gm"], office.gear)
        products.save(office["gm"], replace(product, list_price=D(113), cost=D(cost)))
        return office.quote(office.line("1", None, unit_price=D(113)))

    return made


def custom(terms: PaymentTerms) -> Callable[[Office], Quote]:
    def made(office: Office) -> Quote:
        product = products.load(office["gm"], office.gear)
        products.save(office["gm"], replace(product, kind="custom", cost=None))
        quote = office.quote()
        return replace(quote, terms=replace(quote.terms, payment=terms))

    return made


TABLE = [
    (gear("970"), "auto"), (gear("969.9"), "sales_manager"), (gear("920"), "sales_manager"),
    (gear("919"), "director"), (gear("850"), "director"), (gear("849"), "gm"),
    (costing("77"), "auto"), (costing("77.01"), "sales_manager"), (costing("82"), "sales_manager"),
    (costing("82.01"), "director"), (costing("87"), "director"), (costing("87.01"), "gm"), (costing("120"), "gm"),
    (amount("100000"), "auto"), (amount("100000.01"), "sales_manager"), (amount("500000"), "sales_manager"),
    (amount("500000.01"), "director"), (amount("2000000"), "director"), (amount("2000000.01"), "gm"),
    (paying(PaymentTerms()), "auto"), (paying(PaymentTerms("monthly", 30)), "auto"),
    (paying(PaymentTerms("monthly", 31)), "sales_manager"), (paying(PaymentTerms("days", 60)), "sales_manager"),
    (paying(PaymentTerms("days", 61)), "director"), (paying(PaymentTerms("days", 90)), "director"),
    (paying(PaymentTerms("monthly", 91)), "gm"),
    (paying(split(("0.3", "signing", 0), ("0.7", "delivery", 30))), "auto"),
    (paying(split(("0.29", "signing", 0), ("0.71", "delivery", 30))), "sales_manager"),
    (paying(split(("0.95", "before_shipment", 0), ("0.05", "retention", 365))), "auto"),
    (paying(split(("0.94", "before_shipment", 0), ("0.06", "retention", 365))), "director"),
    (custom(PaymentTerms("monthly", 30)), "gm"), (custom(PaymentTerms()), "auto"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "level"), TABLE)
def test_the_matrix_of_the_firm(office: Office, made: Callable[[Office], Quote], level: str) -> None:
    quote = made(office)
    typed = approvals_assessing.assess_draft(office["gm"], quote)
    saved = quotes_saving.save(office["sales"], quote).id
    asked = approvals.submit(office["sales"], saved)
    assert (typed.level, asked.assessment.level) == (level, level)
    assert asked.status == ("approved" if level == "auto" else "submitted") == office.status(saved)
    assert asked.assessment.deciders == PRESETS["full_matrix"].deciders.get(level, ())
    assert len(asked.assessment.reasons) == (0 if level == "auto" else 1)


def test_the_highest_of_all_figures_decides_and_every_reason_is_told(office: Office) -> None:
    quote = office.quote(office.line("3000", "94"), goods("10"))
    quote = replace(quote, terms=replace(quote.terms, payment=PaymentTerms("days", 75)))
    saved = quotes_saving.save(office["sales"], quote).id
    asked = approvals.submit(office["sales"], saved).assessment
    assert asked.level == "director" and asked.deciders == ("director", "finance")
    assert [(r.dimension, r.line, r.level) for r in asked.reasons] == [
        ("discount", 1, "sales_manager"), ("amount", None, "sales_manager"), ("terms", None, "director"),
    ]  # fmt: skip
    assert asked.reasons[0].message.in_language("zh") == "第 1 行：较标准价折扣 6 %，需要销售经理审批。"


def test_a_discount_on_the_whole_paper_counts_in_every_line(office: Office) -> None:
    saved = office.saved(office.line("10"), discount_percent=D("0.1"))
    assert approvals.submit(office["sales"], saved).assessment.reasons[0].figure == D("0.1")


def step_needs(office: Office, quote_id: uuid.UUID) -> list[tuple[str, str]]:
    seen = approvals_waiting.of_quote(office["gm"], quote_id)
    assert seen is not None
    return [(one.needs, one.status) for one in seen.steps]


WHO = [  # the first person of a firm is administrator and its general manager
    ("94", "sales_manager", {"sales_manager", "director", "gm", "admin"}),
    ("90", "director", {"director", "gm", "admin"}),
    ("80", "gm", {"gm", "admin"}),
]


@pytest.mark.parametrize(("price", "level", "may"), WHO)
def test_who_may_decide(office: Office, price: str, level: str, may: set[str]) -> None:
    saved = office.saved(office.line("1", price))
    assert approvals.submit(office["sales"], saved).assessment.level == level
    for name in ("admin", *PEOPLE):
        listed = [one.quote_id for one in approvals_waiting.waiting_for_me(office[name])]
        assert listed == ([saved] if office[name].access.user.level == level else []), "the level itself is asked"
        seen = approvals_waiting.of_quote(office[name], saved) if name != "colleague" else None
        assert (seen is not None and seen.may_decide) == (name in may), "a higher one may decide too"
        if name not in may:
            with pytest.raises(UserError):
                approvals.decide_request(office[name], saved, "approved")
    assert office.status(saved) == "submitted"
    status = approvals.decide_request(office[max(may)], saved, "approved").status
    assert status == ("submitted" if level == "director" else "approved")


def test_director_and_finance_both_agree_in_turn(office: Office) -> None:
    saved = office.saved(office.line("1", "90"))
    approvals.submit(office["sales"], saved)
    with pytest.raises(UserError, match="director"):
        approvals.decide_request(office["finance"], saved, "approved")
    assert approvals.decide_request(office["gm"], saved, "approved").status == "submitted"
    assert step_needs(office, saved) == [("director", "approved"), ("finance", "pending")]
    with pytest.raises(UserError, match="finance"):
        approvals.decide_request(office["director"], saved, "approved")
    with pytest.raises(UserError):
        quotes_papers.issue(office["sales"], saved)
    assert approvals.decide_request(office["finance"], saved, "approved").status == "approved"
    assert quotes_papers.issue(office["sales"], saved).file_name


@pytest.mark.parametrize("level", ["sales_manager", "director", "gm"])
def test_nobody_approves_their_own(office: Office, level: str) -> None:
    saved = quotes_saving.save(office[level], office.quote(office.line("1", "94"))).id
    assert approvals.submit(office[level], saved).status == "submitted"
    assert approvals_waiting.waiting_for_me(office[level]) == []
    with pytest.raises(UserError, match="own quotation"):
        approvals.decide_request(office[level], saved, "approved")
    other = "gm" if level != "gm" else "director"
    assert approvals.decide_request(office[other], saved, "approved").status == "approved"


def test_one_person_agrees_with_themselves_and_the_journal_says_so(
    store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    office = open_office(store, clock, "one_person")
    saved = office.saved(office.line("1", "50"))
    assert approvals.submit(office["sales"], saved).status == "approved"
    assert step_needs(office, saved) == [("requester", "approved")]
    written = [e.after for e in journal.history(office["admin"]) if e.table == "approval_decision"]
    assert [(one["decision"], one["reason"]) for one in written] == [("approved", "self-approval")]
    assert journal.check(office["admin"]) == []


def test_the_boss_alone(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    office = open_office(store, clock, "boss_alone")
    for price in ("94", "90", "50"):
        saved = office.saved(office.line("1", price))
        approvals.submit(office["sales"], saved)
        with pytest.raises(UserError):
            approvals.decide_request(office["director"], saved, "approved")
        assert approvals.decide_request(office["gm"], saved, "approved").status == "approved"


def test_returned_with_a_remark_changed_and_asked_again(office: Office) -> None:
    saved = office.saved(office.line("1", "80"))
    approvals.submit(office["sales"], saved)
    with pytest.raises(UserError) as caught:
        approvals.decide_request(office["gm"], saved, "returned", "  ")
    assert caught.value.field == "remark"
    assert approvals.decide_request(office["gm"], saved, "returned", "最低 95").status == "returned"
    seen = approvals_waiting.of_quote(office["sales"], saved)
    assert seen is not None and (seen.status, seen.steps[0].remark, seen.steps[0].by) == ("returned", "最低 95", "王总")
    with pytest.raises(UserError):
        quotes_papers.issue(office["sales"], saved)
    quotes_saving.save(office["sales"], office.quote(office.line("1", "95")), saved)
    assert office.status(saved) == "returned"
    assert approvals.submit(office["sales"], saved).assessment.level == "sales_manager"
    assert approvals.decide_request(office["sales_manager"], saved, "approved").status == "approved"


@pytest.mark.parametrize("reached", ["submitted", "approved"])
def test_a_request_or_an_approval_is_taken_back_to_change_it(office: Office, reached: str) -> None:
    saved = office.saved(office.line("1", "95"))
    approvals.submit(office["sales"], saved)
    if reached == "approved":
        approvals.decide_request(office["gm"], saved, "approved")
    approvals.withdraw(office["sales"], saved)
    assert office.status(saved) == "draft" and approvals_waiting.waiting_for_me(office["gm"]) == []
    with pytest.raises(UserError):
        approvals.decide_request(office["gm"], saved, "approved")
    with pytest.raises(UserError):
        quotes_papers.issue(office["sales"], saved)
    quotes_saving.save(office["sales"], office.quote(office.line("1", "80")), saved)
    assert approvals.submit(office["sales"], saved).assessment.level == "gm"


def test_asking_and_deciding_are_not_undone(office: Office) -> None:
    saved = office.saved(office.line("1", "95"))
    asked = approvals.submit(office["sales"], saved).changes.tx
    said = approvals.decide_request(office["gm"], saved, "approved").changes.tx
    for desk, tx in ((office["sales"], asked), (office["gm"], said)):
        assert tx
        with pytest.raises(UserError, match="Withdraw it"):
            journal.undo(desk, tx)


@pytest.mark.parametrize(("dimension", "limit", "line"), [("discount", "0.12", "90"), ("amount", "300000", "100")])
def test_lent_authority_holds_on_its_days_for_its_dimension(
    office: Office, dimension: str, limit: str, line: str
) -> None:
    today = office.clock.now.date()
    who = office["sales"].user_id
    quantity = "2000" if dimension == "amount" else "1"
    authority.grant(office["gm"], who, dimension, D(limit), today + DAY, today + 2 * DAY, "广交会")
    levels = []
    for day in range(4):
        office.clock.now = office.clock.now.replace(day=21 + day)
        saved = office.saved(office.line(quantity, line))
        levels.append(approvals.submit(office["sales"], saved).assessment.level)
    asked = {"discount": "director", "amount": "sales_manager"}[dimension]
    assert levels == [asked, "auto", "auto", asked]
    office.clock.now = office.clock.now.replace(day=22)
    beyond = office.saved(office.line("1", "85"), office.line("4000", "100"))
    assert approvals.submit(office["sales"], beyond).assessment.level == "director"
    theirs = quotes_saving.blank(office["colleague"], office.theirs)
    made = quotes_saving.save(office["colleague"], replace(theirs, lines=(office.line(quantity, line),))).id
    assert approvals.submit(office["colleague"], made).assessment.level == asked, "it was not lent to them"


def test_nobody_lends_authority_to_themselves(office: Office) -> None:
    today = office.clock.now.date()
    with pytest.raises(UserError, match="themselves"):
        authority.grant(office["gm"], office["gm"].user_id, "discount", D("0.1"), today, today)
    with pytest.raises(UserError):
        authority.grant(office["sales"], office["colleague"].user_id, "discount", D("0.1"), today, today)


def test_margins_are_veiled_without_the_right(office: Office) -> None:
    product = replace(products.load(office["gm"], office.gear), cost=D("86.5"), list_price=None)
    products.save(office["gm"], product)
    quote = office.quote(office.line("1", "100"))
    saved = quotes_saving.save(office["sales"], quote).id
    margin = "-15.7"
    shown = [
        approvals_assessing.assess_draft(office["sales"], quote), approvals.submit(office["sales"], saved).assessment,
    ]  # fmt: skip
    seen = approvals_waiting.of_quote(office["sales"], saved)
    assert seen is not None
    for one in (*shown, seen.assessment):
        assert [r.dimension for r in one.reasons] == ["margin"]
        assert one.reasons[0].figure == 0 and margin not in str(one) and "0.15" not in str(one)
        assert one.reasons[0].message.in_language("zh") == "第 1 行：毛利率需要总经理审批。"
    open_to = approvals_waiting.of_quote(office["finance"], saved)
    assert open_to is not None and margin in str(open_to.assessment.reasons[0].message)


def test_foreign_offers_need_a_rate_which_is_kept_with_its_source(office: Office) -> None:
    quote = office.quote(goods("15000"), currency="USD", tax_mode="exclusive")
    saved = quotes_saving.save(office["sales"], quote).id
    asked = approvals.submit(office["sales"], saved).assessment
    assert asked.level == "sales_manager" and asked.reasons[0].figure == D("15000") * D("1.13") * D("7.1")
    row = "SELECT rate, rate_source FROM quote_revision WHERE quote_id = ?"
    with office.store.reading() as connection:
        assert tuple(connection.exec_driver_sql(row, (saved.bytes,)).one()) == (7_100_000, "BOC")
    settings.put(office["admin"], "exchange_rates", {"USD": {"rate": "6.9"}})
    with office.store.reading() as connection:
        assert tuple(connection.exec_driver_sql(row, (saved.bytes,)).one()) == (7_100_000, "BOC")
    roubles = quotes_saving.save(office["sales"], replace(quote, currency="RUB")).id
    with pytest.raises(UserError, match="no exchange rate for RUB") as caught:
        approvals.submit(office["sales"], roubles)
    assert caught.value.field == "currency" and office.status(roubles) == "draft"


def test_the_edited_matrix_holds_from_its_day_and_old_requests_keep_theirs(office: Office) -> None:
    before = office.saved(office.line("1", "95"))
    approvals.submit(office["sales"], before)
    strict = tuple(
        replace(r, limit=D("0.01")) if (r.measure, r.level) == ("discount", "auto") else r for r in DEFAULT_RULES
    )
    with pytest.raises(UserError):
        approvals_policy.save_policy(office["sales"], strict)
    with pytest.raises(UserError):
        approvals_policy.save_policy(office["admin"], ())
    approvals_policy.save_policy(office["admin"], strict, valid_from=office.clock.now.date() + DAY)
    assert approvals_policy.matrix(office["sales"])[1] == 0
    today = approvals.submit(office["sales"], office.saved(office.line("1", "98")))
    office.clock.now += DAY
    policy, version = approvals_policy.matrix(office["sales"])
    assert version == 1 and policy.rules == strict and policy.deciders == PRESETS["full_matrix"].deciders
    tomorrow = approvals.submit(office["sales"], office.saved(office.line("1", "98")))
    assert (today.assessment.level, tomorrow.assessment.level) == ("auto", "sales_manager")
    with office.store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT rule_version FROM approval_request ORDER BY requested_at").scalars()
        assert list(kept) == [0, 0, 1]
    approvals_policy.save_policy(office["admin"], DEFAULT_RULES)
    assert approvals_policy.matrix(office["sales"])[1] == 2
    assert approvals.decide_request(office["gm"], before, "approved").status == "approved"


def test_a_paper_is_never_clean_before_approval(office: Office) -> None:
    saved = office.saved(office.line("1", "95"))
    mark = "草稿"

    def text(content: bytes) -> str:
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)

    assert mark in text(quotes_papers.preview(office["sales"], office.quote()))
    for _ in ("draft", "submitted"):
        with pytest.raises(UserError):
            quotes_papers.issue(office["sales"], saved)
        if office.status(saved) == "draft":
            approvals.submit(office["sales"], saved)
    approvals.decide_request(office["gm"], saved, "approved")
    assert mark not in text(quotes_papers.issue(office["sales"], saved).content)
    with pytest.raises(UserError, match="new revision"):
        quotes_papers.issue(office["sales"], saved)


def test_requests_that_wait_too_long_are_told(office: Office) -> None:
    saved = office.saved(office.line("1", "95"))
    approvals.submit(office["sales"], saved)
    assert [one.overdue for one in approvals_waiting.waiting_for_me(office["sales_manager"])] == [False]
    with office.store.reading() as connection:
        due = connection.exec_driver_sql("SELECT due_at FROM approval_step").scalar_one()
    assert due.startswith("2026-11-22T08:00")
    asked: list[list[str]] = []
    for _ in range(4):
        asked.append([name for name in ("sales_manager", "director", "gm")
                      if approvals_waiting.waiting_for_me(office[name])])  # fmt: skip
        office.clock.now += dt.timedelta(hours=24, minutes=1)
    everybody = ["sales_manager", "director", "gm"]
    assert asked == [everybody[:1], everybody[:2], everybody, everybody]
    assert [one.overdue for one in approvals_waiting.waiting_for_me(office["gm"])] == [True]
    seen = approvals_waiting.of_quote(office["sales"], saved)
    assert seen is not None and seen.steps[0].overdue and seen.steps[0].escalated_to == ("director", "gm")
    assert seen.steps[0].people[:2] == ("赵经理", "钱总监")


def test_requests_wait_in_order_of_asking(office: Office) -> None:
    made = [office.saved(office.line("1", "95")) for _ in range(3)]
    for one in reversed(made):
        approvals.submit(office["sales"], one)
    assert [one.quote_id for one in approvals_waiting.waiting_for_me(office["sales_manager"])] == made[::-1]


def test_what_finance_leaves_waiting_goes_to_the_general_manager(office: Office) -> None:
    saved = office.saved(office.line("1", "90"))
    approvals.submit(office["sales"], saved)
    office.clock.now += dt.timedelta(hours=20)
    approvals.decide_request(office["director"], saved, "approved")
    office.clock.now += dt.timedelta(hours=20)
    assert approvals_waiting.waiting_for_me(office["gm"]) == [], "finance has its own 24 hours"
    with pytest.raises(UserError, match="finance"):
        approvals.decide_request(office["gm"], saved, "approved")
    office.clock.now += dt.timedelta(hours=5)
    assert [one.needs for one in approvals_waiting.waiting_for_me(office["gm"])] == ["finance"]
    assert approvals.decide_request(office["gm"], saved, "approved").status == "approved"


def test_a_rush_asks_everybody_at_once_comes_first_and_escalates_after_four_hours(office: Office) -> None:
    calm, rush = office.saved(office.line("1", "90")), office.saved(office.line("1", "90"))
    approvals.submit(office["sales"], calm)
    done = approvals.submit(office["sales"], rush, rush="客户产线停机")
    assert str(done.told) == "Asked to decide: 钱总监, 孙会计"
    assert done.assessment.reasons[-1].message.in_language("zh") == "加急：客户产线停机"
    assert [(w.quote_id, w.rush) for w in approvals_waiting.waiting_for_me(office["director"])] == [
        (rush, "客户产线停机"), (calm, ""),
    ]  # fmt: skip
    assert [w.quote_id for w in approvals_waiting.waiting_for_me(office["finance"])] == [rush]
    with office.store.reading() as connection:
        due = connection.exec_driver_sql("SELECT due_at FROM approval_step").scalars().all()
    assert {one[:13] for one in due} == {"2026-11-21T12", "2026-11-22T08"}
    assert home.counts(office["director"])["quotations"] == (2, "yellow") != home.counts(office["gm"])["quotations"]
    shown = [(one.text, one.amount, one.late) for one in home.today(office["director"]).items]
    assert shown == [("90.00 CNY · Rush: 客户产线停机", None, True), ("", D("90.00"), False)]
    assert approvals.decide_request(office["finance"], rush, "approved").status == "submitted"
    office.clock.now += dt.timedelta(hours=5)
    assert [w.quote_id for w in approvals_waiting.waiting_for_me(office["gm"])] == [rush]
    seen = approvals_waiting.of_quote(office["sales"], rush)
    assert seen is not None and seen.rush == "客户产线停机" and seen.steps[0].escalated_to == ("gm",)
    assert approvals.decide_request(office["gm"], rush, "approved").status == "approved"


def test_a_rush_within_the_limits_is_no_rush(office: Office) -> None:
    done = approvals.submit(office["sales"], office.saved(), rush="eilig")
    assert (done.status, done.assessment.reasons, done.told) == ("approved", (), None)


def test_the_hours_until_it_escalates_are_the_firms(office: Office) -> None:
    approvals_policy.save_policy(office["admin"], None, {"approval_hours": 8})
    approvals.submit(office["sales"], office.saved(office.line("1", "95")))
    office.clock.now += dt.timedelta(hours=9)
    assert len(approvals_waiting.waiting_for_me(office["director"])) == 1
    for hours in (0, 1.5, 10_000):
        with pytest.raises(UserError) as refused:
            approvals_policy.save_policy(office["admin"], None, {"rush_approval_hours": hours})
        assert refused.value.field == "rush_approval_hours"


def test_a_deputy_decides_on_the_days_and_on_record(office: Office) -> None:
    today = office.clock.now.date()
    authority.delegate(office["sales_manager"], office["follow_up"].user_id, today + DAY, today + 2 * DAY, "出差")
    found = []
    for day in range(4):
        office.clock.now = office.clock.now.replace(day=21 + day)
        saved = office.saved(office.line("1", "95"))
        approvals.submit(office["sales"], saved)
        mine = [one for one in approvals_waiting.waiting_for_me(office["follow_up"]) if one.quote_id == saved]
        found.append([one.instead_of for one in mine])
        seen = approvals_waiting.of_quote(office["follow_up"], saved)
        assert seen is not None and seen.may_decide == bool(mine)
        if mine:
            assert approvals.decide_request(office["follow_up"], saved, "approved").status == "approved"
            seen = approvals_waiting.of_quote(office["sales"], saved)
            assert seen is not None and (seen.steps[0].by, seen.steps[0].instead_of) == ("许跟", "赵经理")
        else:
            with pytest.raises(UserError, match="may not approve"):
                approvals.decide_request(office["follow_up"], saved, "approved")
    assert found == [[], ["赵经理"], ["赵经理"], []]


def test_a_deputy_of_a_manager_decides_no_more_than_the_manager_and_never_their_own(office: Office) -> None:
    today = office.clock.now.date()
    authority.delegate(office["sales_manager"], office["follow_up"].user_id, today, today)
    high = office.saved(office.line("1", "80"))
    approvals.submit(office["sales"], high)
    with pytest.raises(UserError, match="waits for: general manager"):
        approvals.decide_request(office["follow_up"], high, "approved")
    own = quotes_saving.save(office["sales_manager"], office.quote(office.line("1", "95"))).id
    approvals.submit(office["sales_manager"], own)
    with pytest.raises(UserError):
        approvals.decide_request(office["follow_up"], own, "approved")


def test_a_delegation_is_ended_by_who_gave_it(office: Office) -> None:
    today = office.clock.now.date()
    authority.delegate(office["director"], office["follow_up"].user_id, today, today)
    (lent,) = authority.lent(office["gm"])
    assert (lent.person, lent.dimension, lent.granted_by) == ("许跟", "deputy", "钱总监")
    for name in ("sales_manager", "finance", "sales"):
        with pytest.raises(UserError):
            authority.end(office[name], lent.id)
    authority.end(office["director"], lent.id)
    saved = office.saved(office.line("1", "90"))
    approvals.submit(office["sales"], saved)
    assert approvals_waiting.waiting_for_me(office["follow_up"]) == []


@pytest.mark.parametrize(
    ("who", "deputy", "field"), [("gm", "gm", "user_id"), ("gm", "sales", "user_id"), ("sales", "gm", "")]
)
def test_who_may_not_stand_in(office: Office, who: str, deputy: str, field: str) -> None:
    today = office.clock.now.date()
    with pytest.raises(UserError) as refused:
        authority.delegate(office[who], office[deputy].user_id, today, today)
    assert refused.value.field == field
    with pytest.raises(UserError) as refused:
        authority.delegate(office["gm"], office["director"].user_id, today, today - DAY)
    assert refused.value.field == "valid_until"


@pytest.mark.parametrize(
    ("who", "dimension", "most", "beyond"),
    [("sales_manager", "discount", "0.08", "0.0801"), ("sales_manager", "amount", "500000", "500001"),
     ("director", "discount", "0.15", "0.2"), ("gm", "discount", "0.99", "1")],
)  # fmt: skip
def test_nobody_lends_more_than_they_have(office: Office, who: str, dimension: str, most: str, beyond: str) -> None:
    today = office.clock.now.date()
    authority.grant(office[who], office["sales"].user_id, dimension, D(most), today, today)
    with pytest.raises(UserError) as refused:
        authority.grant(office[who], office["sales"].user_id, dimension, D(beyond), today, today)
    assert refused.value.field == "limit"
    if who == "sales_manager" and dimension == "discount":
        assert "up to 8 %" in str(refused.value)
    assert len(authority.lent(office["gm"])) == 1


def test_a_submitter_is_told_that_nobody_can_decide(office: Office) -> None:
    finance = next(one for one in people.list_people(office["admin"]) if one.name == "孙会计")
    people.save_person(office["admin"], replace(finance, active=False))
    saved = office.saved(office.line("1", "90"))
    assert str(approvals.submit(office["sales"], saved).told) == "Asked to decide: 钱总监"
    rushed = office.saved(office.line("1", "90"))
    assert "Nobody can decide as finance" in str(approvals.submit(office["sales"], rushed, rush="x").told)
    assert any("Nobody is finance" in str(one) for one in approvals_policy.missing(office["admin"]))


def test_a_discount_agreed_with_the_tier_counts_unless_the_firm_says_otherwise(office: Office) -> None:
    products.set_tier_discount(office["gm"], "key", D("0.05"))
    customer = customers.load(office["sales"], office.customer)
    customers.save(office["gm"], replace(customer, tier="key"))
    quote = office.quote(office.line("10", None, unit_price=D(95)), office.line("10", "94"))

    def figures() -> list[tuple[str, int | None, D]]:
        submitted = approvals.submit(office["sales"], quotes_saving.save(office["sales"], quote).id)
        typed = approvals_assessing.assess_draft(office["sales"], quote)
        assert typed.reasons == submitted.assessment.reasons
        return [(r.level, r.line, r.figure) for r in typed.reasons]

    assert figures() == [("sales_manager", 1, D("0.05")), ("sales_manager", 2, D("0.06"))]
    approvals_policy.save_policy(office["admin"], None, {"agreed_discounts_count": False})
    assert figures() == []
    quote = replace(quote, lines=(*quote.lines, office.line("10", "90")))
    assert figures() == [("sales_manager", 3, D("0.05263"))]


MATERIAL: list[tuple[str, Callable[[Quote, Office], Quote], bool]] = [
    ("nothing", lambda q, o: q, False),
    ("remarks", lambda q, o: replace(q, terms=replace(q.terms, remarks_zh="请回签")), False),
    ("line remark", lambda q, o: replace(q, lines=(replace(q.lines[0], remark="黑色"),)), False),
    ("contact", lambda q, o: replace(q, contact_id=None), False),
    ("part number", lambda q, o: replace(q, lines=(replace(q.lines[0], customer_part_no="X1"),)), False),
    ("shorter", lambda q, o: replace(q, valid_until=q.date + DAY), False),
    ("longer", lambda q, o: replace(q, valid_until=q.date + 60 * DAY), True),
    ("price", lambda q, o: replace(q, lines=(replace(q.lines[0], unit_price=D("95.5")),)), True),
    ("quantity", lambda q, o: replace(q, lines=(replace(q.lines[0], quantity=D(11)),)), True),
    ("quality", lambda q, o: replace(q, lines=(replace(q.lines[0], specification="IP67"),)), True),
    ("subject", lambda q, o: replace(q, lines=(*q.lines, goods("10"))), True),
    ("payment", lambda q, o: replace(q, terms=replace(q.terms, payment=PaymentTerms("monthly", 30))), True),
    ("place", lambda q, o: replace(q, terms=replace(q.terms, delivery_place="宁波")), True),
    ("freight", lambda q, o: replace(q, freight=D(50)), True),
]


@pytest.mark.parametrize(("change", "asks"), [case[1:] for case in MATERIAL], ids=[case[0] for case in MATERIAL])
def test_a_revision_is_approved_again_only_where_something_material_changed(
    office: Office, change: Callable[[Quote, Office], Quote], asks: bool
) -> None:
    saved = office.issued(office.line("10", "95"))
    office.clock.now += 5 * DAY
    quotes_saving.revise(office["sales"], saved)
    quote = quotes.load(office["sales"], saved).quote
    quotes_saving.save(office["sales"], change(quote, office), saved)
    done = approvals.submit(office["sales"], saved)
    seen = approvals_waiting.of_quote(office["sales"], saved)
    assert seen is not None
    assert (done.status, seen.note != "") == (("submitted", False) if asks else ("approved", True))
    assert [r.dimension for r in seen.assessment.reasons] == ["discount"], "the figures are noted all the same"
    if not asks:
        assert "revision 1" in seen.note and seen.status == "approved"
        quotes_papers.issue(office["sales"], saved)


def test_an_earlier_approval_does_not_cover_what_asks_for_somebody_higher(office: Office) -> None:
    saved = office.issued(office.line("10", "95"))
    product = replace(products.load(office["gm"], office.gear), list_price=D(150))
    products.save(office["gm"], product)
    quotes_saving.revise(office["sales"], saved)
    assert approvals.submit(office["sales"], saved).assessment.level == "gm"
    assert office.status(saved) == "submitted"


def test_an_earlier_approval_ends_with_its_offer(office: Office) -> None:
    saved = office.issued(office.line("10", "95"))
    office.clock.now += 31 * DAY
    quotes_saving.revise(office["sales"], saved)
    assert approvals.submit(office["sales"], saved).status == "submitted"


def test_finance_may_not_be_skipped_by_taking_away_rights(office: Office) -> None:
    people.set_right(office["admin"], "finance", Right.APPROVE, False)
    saved = office.saved(office.line("1", "90"))
    approvals.submit(office["sales"], saved)
    approvals.decide_request(office["director"], saved, "approved")
    stripped = people.seat(office["admin"], office["finance"].user_id)
    with pytest.raises(UserError, match="may not approve"):
        approvals.decide_request(stripped, saved, "approved")
    assert office.status(saved) == "submitted"
