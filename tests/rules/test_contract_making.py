"""Lines from a quotation, clauses by facts, and what follows a change."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.contract_library import (
    clause_data,
    clause_of,
    shipped_clauses,
    shipped_templates,
    taken,
    template_data,
    template_of,
)
from orderdesk_gui.rules.contract_lint import lint
from orderdesk_gui.rules.contract_lint_facts import total as total_rule
from orderdesk_gui.rules.contract_making import (
    contract_lines,
    followed,
    from_library,
    numbered,
    total_of,
    with_clauses,
    wording_changed,
)
from orderdesk_gui.rules.contract_text import printed
from orderdesk_gui.rules.contracts import Clause, Contract, ContractLine, Party
from orderdesk_gui.rules.quotes import Quote, QuoteLine, quote_totals

LIBRARY = {one.key: one for one in shipped_clauses()}
TEMPLATES = {one.key: one for one in shipped_templates()}
NOBODY = uuid.UUID(int=0)
PARTY = Party("甲", address="苏州市", uscc="91320506DEM0202690")


def quote(*lines: QuoteLine, **changes: object) -> Quote:
    return replace(Quote(NOBODY, NOBODY, date(2026, 11, 21), lines), **changes)  # type: ignore[arg-type]


def drawn(**changes: object) -> Contract:
    line = ContractLine("减速机", D(1), "台", D(100), D(100))
    plain = Contract("1", date(2026, 11, 21), PARTY, PARTY, (line,), D(100))
    return with_clauses(replace(plain, **changes), TEMPLATES["domestic_standard"], LIBRARY)  # type: ignore[arg-type]


@given(
    st.lists(st.tuples(st.integers(1, 900), st.decimals("0.01", "5000", places=3)), min_size=1, max_size=5),
    st.sampled_from(["inclusive", "exclusive"]),
    st.sampled_from(["line", "spread"]),
    st.sampled_from(["0", "0.05", "0.333"]),
    st.sampled_from(["0", "88.80"]),
)
def test_lines_add_up_to_the_quotation_and_each_multiplies(
    goods: list[tuple[int, D]], mode: str, style: str, discount: str, freight: str
) -> None:
    """Source: domain 2.3 #3."""
    made = quote(
        *(QuoteLine(D(count), price, name_zh="件", unit="件") for count, price in goods),
        tax_mode=mode, discount_style=style, discount_percent=D(discount), freight=D(freight),
    )  # fmt: skip
    lines, totals = contract_lines(made), quote_totals(made).total
    assert total_of(lines) == totals
    whole = Contract(
        "1", date(2026, 11, 21), PARTY, PARTY, lines, totals.gross, tax_mode=mode,  # type: ignore[arg-type]
    )  # fmt: skip
    assert list(total_rule(whole)) == []


def test_library_and_templates_come_back_from_their_documents() -> None:
    for clause in LIBRARY.values():
        assert clause_of(clause.key, clause.heading, clause.version, clause.date, clause_data(clause)) == clause
    for one in TEMPLATES.values():
        assert template_of(one.key, one.version, one.date, template_data(one)) == one


def test_a_contract_takes_what_its_facts_call_for() -> None:
    made = drawn()
    keys = [one.library_key for one in made.clauses]
    assert "payment.prepaid" in keys and "payment.deposit" not in keys and made.clauses[0].number == 0
    assert [one.place for one in made.clauses if one.number == 7] == ["clauses.7.1", "clauses.7.2"]
    assert "dispute.arbitration" in [
        one.key for one in taken(TEMPLATES["domestic_standard"], {"dispute.kind": "arbitration"})
    ]


def test_what_follows_a_change_leaves_own_and_edited_clauses_alone() -> None:
    before = drawn()
    own = Clause(15, "disputes", "双方指定联系人。", "Contacts.")
    after = replace(before, choices={"dispute.kind": "arbitration"}, clauses=numbered([*before.clauses, own]))
    template = TEMPLATES["domestic_standard"]
    keys = [one.library_key for one in followed(before, after, template, LIBRARY) if one.number == 15]
    assert keys == ["dispute.law_domestic", "dispute.arbitration", "dispute.continue", ""]
    edited = tuple(replace(one, edited=one.library_key == "dispute.court_plaintiff") for one in after.clauses)
    kept = [one.library_key for one in followed(before, replace(after, clauses=edited), template, LIBRARY)]
    assert "dispute.court_plaintiff" in kept
    same = followed(before, replace(before, clauses=before.clauses[:-1]), template, LIBRARY)
    assert len(same) == len(before.clauses) - 1  # what a person took out stays out


def test_words_of_the_library_are_not_edited_words() -> None:
    known = LIBRARY["packing.standard"]
    clause = from_library(known)
    assert not wording_changed(clause, known)
    assert wording_changed(replace(clause, zh=clause.zh + "木箱。"), known) and wording_changed(clause, None)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_one_institution_in_two_languages_is_one(language: str) -> None:
    """Source: domain 2.3 #28."""
    made = drawn(choices={"dispute.kind": "arbitration"}, language=language)
    assert [one.rule for one in lint(printed(made)) if one.rule in (27, 28, 29)] == []
    two = tuple(
        replace(one, zh=one.zh + "也可提交上海仲裁委员会仲裁。", en=one.en + " Or arbitration by HKIAC.")
        if one.library_key == "dispute.arbitration"
        else one
        for one in made.clauses
    )
    assert 28 in [one.rule for one in lint(printed(replace(made, clauses=two)))]
