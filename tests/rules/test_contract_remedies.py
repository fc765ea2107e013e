"""Remedies that a click does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from orderdesk_gui.rules.contract_findings import citation
from orderdesk_gui.rules.contract_library import shipped_clauses
from orderdesk_gui.rules.contract_lint import lint
from orderdesk_gui.rules.contract_making import from_library, numbered
from orderdesk_gui.rules.contract_remedies import remedy
from orderdesk_gui.rules.contract_text import printed
from orderdesk_gui.rules.contracts import Clause, Contract, ContractLine, Party
from orderdesk_gui.rules.payment import PaymentTerms, Share

LIBRARY = {one.key: one for one in shipped_clauses()}
PARTY = Party("甲", address="苏州市", uscc="91320506DEM0202690")
LINE = ContractLine("减速机", D(1), "台", D(100), D(100))


def contract(*clauses: Clause, **changes: object) -> Contract:
    plain = Contract("1", date(2026, 11, 21), PARTY, PARTY, (LINE,), D(100), numbered(clauses))
    return replace(plain, **changes)  # type: ignore[arg-type]


def mended(one: Contract) -> Contract:
    """The contract after the remedy of its only finding."""
    (finding,) = lint(printed(one))
    cure = remedy(one, finding, LIBRARY)
    assert cure is not None
    assert lint(printed(cure.contract)) == ()
    return cure.contract


def test_an_excess_of_the_deposit_becomes_a_prepayment() -> None:
    shares = (Share(D("0.3"), "signing", 5, True), Share(D("0.7"), "before_shipment"))
    done = mended(contract(payment=PaymentTerms("split", shares=shares))).payment
    assert [(part.share, part.deposit) for part in done.shares] == [
        (D("0.2"), True), (D("0.1"), False), (D("0.7"), False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "逾期付款的，每日支付 {liability.late_payment_rate}%；双方确认该违约金不得调整。",
        "双方放弃以情势变更为由请求变更合同的权利。逾期付款的，每日支付 {liability.late_payment_rate}%。",
        "卖方不承担因重大过失造成的损失。逾期付款的，每日支付 {liability.late_payment_rate}%。",
    ],
)
def test_a_void_sentence_is_taken_out_and_the_rest_stays(text: str) -> None:
    done = mended(contract(Clause(11, "breach", text)))
    assert done.clauses[0].zh == "逾期付款的，每日支付 {liability.late_payment_rate}%。"


def test_a_sentence_with_a_filled_value_is_found_too() -> None:
    text = "买方付款。违约金按 {liability.late_payment_rate}% 计算且不得调整。"
    assert mended(contract(Clause(11, "breach", text))).clauses[0].zh == "买方付款。"


def test_words_of_the_library_come_back() -> None:
    clause = from_library(LIBRARY["dispute.court_plaintiff"])
    two_ways = replace(clause, zh="向上海仲裁委员会申请仲裁，也可向原告住所地人民法院起诉。")
    assert mended(contract(two_ways)).clauses[0].zh == LIBRARY["dispute.court_plaintiff"].zh


def test_where_one_must_think_there_is_none() -> None:
    one = contract(Clause(15, "disputes", "提交仲裁。"), buyer=replace(PARTY, uscc=""))
    assert [remedy(one, found, LIBRARY) for found in lint(printed(one))] == [None, None]


def test_laws_are_cited_in_both_languages() -> None:
    said = citation("民法典第470条第1项、合同编通则解释第3条", "en")
    assert said == "Civil Code art. 470(1), Interpretation on General Contract Provisions art. 3"
    assert citation("仲裁法第29条、仲裁法司法解释（2006）第5条", "en") == (
        "Arbitration Law art. 29, Arbitration Interpretation (2006) art. 5"
    )
    assert citation("民法典第586条", "zh") == "民法典第586条"
    every = lint(replace(contract(Clause(15, "disputes", "仲裁。违约金不得调整。")), lines=(), buyer=Party("")))
    assert every and all(citation(one.law, "en").isascii() for one in every)
