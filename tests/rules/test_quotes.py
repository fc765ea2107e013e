from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.quote_checks import check_quote, require_valid
from orderdesk_gui.rules.quote_comparison import compare_quotes
from orderdesk_gui.rules.quote_status import check_loss_reason
from orderdesk_gui.rules.quotes import (
    HEAD,
    HEAD_PATHS,
    REVISION,
    REVISION_PATHS,
    Quote,
    QuoteLine,
    QuoteTerms,
    addressee,
    has_expired,
    quote_totals,
    shown_status,
)
from orderdesk_gui.rules.status import COMMAND_NAMES, STATUS_NAMES

LINE = QuoteLine(D(3), D(100), product_id=UUID(int=7), name_zh="球阀", unit="件")
MOULD = QuoteLine(D(1), D(5000), kind="mould", name_zh="模具费", unit="套")

PRICES = st.decimals(0, 10**5, places=6)
QUANTITIES = st.decimals("0.001", 10**4, places=3)
HALF_A_SPLIT = QuoteTerms(PaymentTerms("split", shares=(Share(D("0.3"), "signing"),)))


def _quote(*lines: QuoteLine, **fields: Any) -> Quote:
    asked = {"valid_until": date(2026, 12, 21)} | fields
    return Quote(UUID(int=1), UUID(int=2), date(2026, 11, 21), lines or (LINE,), **asked)


def _problems(quote: Quote) -> list[tuple[str, str]]:
    return [(problem.field, problem.severity) for problem in check_quote(quote)]


def test_totals_with_discount_and_freight_add_up() -> None:
    totals = quote_totals(_quote(LINE, MOULD, discount_amount=D(50), freight=D(80), freight_vat_rate=D("0.09")))
    assert [line.gross for line in totals.lines] == [D("300.00"), D("5000.00")]
    assert [row.amounts.gross for row in totals.discount] == [D("-50.00")]
    assert totals.total.gross == D("5330.00")
    assert {row.rate: row.amounts.gross for row in totals.by_rate} == {D("0.13"): D("5250.00"), D("0.09"): D("80.00")}


def test_a_discount_in_percent_spread_over_the_lines() -> None:
    quote = _quote(LINE, MOULD, discount_percent=D("0.033"), discount_style="spread")
    totals = quote_totals(quote)
    assert totals.discount == () and totals.discount_entered == D("174.90")
    assert [line.gross for line in totals.lines] == [D("290.10"), D("4835.00")]


@given(
    st.lists(st.tuples(PRICES, QUANTITIES), min_size=1, max_size=12),
    st.sampled_from(["inclusive", "exclusive"]),
    st.sampled_from(["line", "spread"]),
    st.decimals(0, "0.5", places=3),
)  # fmt: skip
def test_however_discounted_the_paper_adds_up(lines: Any, mode: Any, style: Any, percent: D) -> None:
    quote = _quote(
        *(replace(LINE, unit_price=price, quantity=quantity) for price, quantity in lines),
        tax_mode=mode, discount_style=style, discount_percent=percent,
    )  # fmt: skip
    totals = quote_totals(quote)
    plain = quote_totals(replace(quote, discount_percent=D(0)))
    assert totals.total.net + totals.total.tax == totals.total.gross
    assert totals.total.entered(mode) == plain.total.entered(mode) - totals.discount_entered
    assert sum((row.amounts.gross for row in totals.by_rate), D(0)) == totals.total.gross


def test_a_sound_quotation_has_no_problem() -> None:
    assert check_quote(_quote(LINE, MOULD)) == ()
    require_valid(_quote())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quantity": D(0)}, "quantity"), ({"quantity": D(-1)}, "quantity"), ({"quantity": D("1e12")}, "quantity"),
        ({"quantity": D("NaN")}, "quantity"), ({"quantity": D("Infinity")}, "quantity"),
        ({"unit_price": D("1.2345678")}, "unit_price"), ({"unit_price": D(-1)}, "unit_price"),
        ({"vat_rate": D("0.6")}, "vat_rate"), ({"vat_rate": D("sNaN")}, "vat_rate"),
        ({"name_zh": "长" * 301}, "name_zh"), ({"name_zh": " "}, "name_zh"), ({"unit": ""}, "unit"),
        ({"kind": "gift"}, "kind"), ({"lead_days": -1}, "lead_days"),
        ({"delivery_date": date(2026, 11, 20)}, "delivery_date"),
    ],
)  # fmt: skip
def test_each_mistake_of_a_line_stands_at_its_field(change: dict[str, Any], field: str) -> None:
    quote = _quote(LINE, MOULD, replace(LINE, **change))
    assert _problems(quote) == [(f"lines.2.{field}", "error")]
    with pytest.raises(UserError) as refused:
        require_valid(quote)
    assert refused.value.field == f"lines.2.{field}"


def test_odd_but_possible_lines_pass() -> None:
    odd = replace(LINE, unit_price=D("0.123456"), name_zh="“引号”😀𠮷\u202e" + "长" * 290)
    assert check_quote(_quote(odd)) == ()
    assert _problems(_quote(replace(LINE, unit_price=D(0)))) == [("lines.0.unit_price", "warning")]


@pytest.mark.parametrize(
    ("change", "field", "severity"),
    [
        ({"currency": "XXX"}, "currency", "error"),
        ({"valid_until": date(2026, 11, 20)}, "valid_until", "error"),
        ({"valid_until": None}, "valid_until", "warning"),
        ({"discount_amount": D(301)}, "discount_amount", "error"),
        ({"discount_amount": D(1), "discount_percent": D("0.1")}, "discount_amount", "error"),
        ({"discount_percent": D("1")}, "discount_percent", "error"),
        ({"freight": D("0.001")}, "freight", "error"),
        ({"terms": HALF_A_SPLIT}, "terms.payment.shares", "error"),
        ({"terms": QuoteTerms(remarks_zh="长" * 4001)}, "terms.remarks_zh", "error"),
    ],
)  # fmt: skip
def test_each_mistake_of_the_paper_stands_at_its_field(change: dict[str, Any], field: str, severity: str) -> None:
    assert (field, severity) in _problems(_quote(**change))


def test_no_line_and_too_much_money_are_refused() -> None:
    assert _problems(replace(_quote(), lines=())) == [("lines", "error")]
    assert _problems(_quote(replace(LINE, quantity=D("999999999"), unit_price=D("99999")))) == [("lines", "error")]


def test_the_way_of_a_revision() -> None:
    status = "draft"
    for command in ("submit", "return_", "submit", "approve", "issue", "revise", "withdraw"):
        status = REVISION.next_status(status, command)
    assert status == "withdrawn"
    assert ("issued", "draft") not in REVISION_PATHS and ("draft", "issued") not in REVISION_PATHS
    assert {("open", "won"), ("open", "lost"), ("expired", "open")} <= HEAD_PATHS
    assert ("voided", "open") not in HEAD_PATHS and not HEAD.commands("voided")


def test_what_is_not_allowed_names_the_way_out() -> None:
    with pytest.raises(UserError, match=r"“approve” is not possible while the status is “issued”.*new revision"):
        REVISION.next_status("issued", "approve")
    with pytest.raises(UserError, match="reopen the quotation first"):
        HEAD.next_status("won", "lose")


def test_every_status_and_command_has_a_name_and_every_status_advice() -> None:
    for machine in (REVISION, HEAD):
        states = {old for old, _, _ in machine.transitions} | {new for _, _, new in machine.transitions}
        assert states <= set(STATUS_NAMES) and states <= set(machine.advice)
        assert {command for _, command, _ in machine.transitions} <= set(COMMAND_NAMES)


class RevisionLife(RuleBasedStateMachine):
    """Any commands in any order: only legal paths, and nothing is issued that was not approved."""

    def __init__(self) -> None:
        super().__init__()
        self.status, self.seen = "draft", ["draft"]

    @rule(command=st.sampled_from(sorted(COMMAND_NAMES)))
    def run(self, command: str) -> None:
        if command in REVISION.commands(self.status):
            self.status = REVISION.next_status(self.status, command)
            self.seen.append(self.status)
        else:
            with pytest.raises(UserError):
                REVISION.next_status(self.status, command)

    @invariant()
    def legal(self) -> None:
        steps = list(zip(self.seen, self.seen[1:], strict=False))
        assert all(old == new or (old, new) in REVISION_PATHS for old, new in steps)
        assert "issued" not in self.seen or "approved" in self.seen[: self.seen.index("issued")]
        assert "voided" not in self.seen[:-1]


TestRevisionLife = RevisionLife.TestCase


def test_lists_show_one_word() -> None:
    assert [shown_status("draft", "open"), shown_status("issued", "won"), shown_status("issued", "open")] == [
        "draft",
        "won",
        "issued",
    ]


def test_a_loss_needs_a_reason_and_another_reason_words() -> None:
    check_loss_reason("price")
    check_loss_reason("other", "project cancelled")
    for reason in ("", "other"):
        with pytest.raises(UserError):
            check_loss_reason(reason)


def test_an_offer_holds_through_its_last_day() -> None:
    assert not has_expired(date(2026, 12, 21), date(2026, 12, 21))
    assert has_expired(date(2026, 12, 21), date(2026, 12, 22)) and not has_expired(None, date(2099, 1, 1))


def test_a_copy_shows_what_became_dearer() -> None:
    old = _quote(LINE, MOULD, replace(LINE, product_id=None, name_zh="旧件"))
    new = _quote(MOULD, replace(LINE, unit_price=D(105)), replace(LINE, product_id=UUID(int=8)))
    found = compare_quotes(old, new)
    assert [(entry.kind, entry.price_difference, entry.price_change) for entry in found] == [
        ("same", D(0), D(0)),
        ("changed", D(5), D("0.05")),
        ("added", None, None),
        ("removed", None, None),
    ]


def test_prices_with_and_without_tax_are_compared_alike() -> None:
    new = _quote(replace(LINE, unit_price=D("88.495575")), tax_mode="exclusive")
    assert compare_quotes(_quote(), new)[0].price_change == 0
    assert compare_quotes(_quote(), _quote(currency="USD"))[0].price_change is None


def test_a_quotation_is_addressed_to_the_one_chosen_else_to_the_main_contact() -> None:
    first, main, other = Contact("first"), Contact("main", main=True), Contact("other", id=UUID(int=2))
    people = (first, main, other)
    assert addressee(people, UUID(int=2)) is other
    assert addressee(people, None) is main
    assert addressee(people, UUID(int=9)) is main  # the one chosen is no longer there
    assert addressee((first, other), None) is first
    assert addressee((), UUID(int=2)) is None
