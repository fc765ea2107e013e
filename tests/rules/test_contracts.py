from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from orderdesk_gui.rules.contract_lint import RULES, blocking, lint
from orderdesk_gui.rules.contract_text import contract_values, fill, filled, placeholders, unfilled
from orderdesk_gui.rules.contracts import HEADINGS, MACHINE, PATHS, TITLES, Annex, Clause, Contract, ContractLine, Party
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms, Share

SELLER = Party("佛山市某某阀门有限公司", "91440606722473344C", "广东省佛山市顺德区北滘镇1号")
BUYER = Party("华为技术有限公司", "914403001922038216", "广东省深圳市龙岗区坂田")
LINE = ContractLine("球阀", D(3), "件", D(100), D("300.00"))
SOUND = Contract(
    "SC-2026-7K3F-0001", date(2026, 11, 21), SELLER, BUYER, (LINE,), D("300.00"),
    (
        Clause(4, "delivery", "交货地点：{delivery.place}。", "Place of delivery: {delivery.place}."),
        Clause(7, "payment", "付款方式：{payment.terms}。定金为合同总价的20%。"),
        Clause(11, "breach", "逾期付款的，每日按万分之五支付违约金。本合同不免除故意或重大过失造成的责任。"),
        Clause(15, "disputes", "因本合同发生的争议，提交中国国际经济贸易仲裁委员会仲裁，裁决可向人民法院申请执行。"),
    ),
    place="佛山", delivery_place="深圳市龙岗区坂田仓库", total_words="人民币叁佰元整",
)  # fmt: skip
HIGH_DEPOSIT = (Share(D("0.3"), "signing", deposit=True), Share(D("0.7"), "delivery"))
INSTALMENTS = PaymentTerms("split", shares=tuple(Share(D(s), "delivery") for s in ("0.3", "0.3", "0.4")))


def _with(key: str, text: str, **changes: Any) -> Contract:
    number = next(heading.number for heading in HEADINGS if heading.key == key)
    kept = tuple(one for one in SOUND.clauses if one.key != key)
    return replace(
        filled(SOUND), clauses=(*filled(replace(SOUND, clauses=kept)).clauses, Clause(number, key, text)), **changes
    )


def _found(contract: Contract) -> list[tuple[int, str, str]]:
    return [(one.rule, one.severity, one.place) for one in lint(contract)]


def test_a_sound_contract_passes_once_filled() -> None:
    assert lint(filled(SOUND)) == ()
    assert _found(SOUND) == [(4, "E", "clauses.4"), (4, "E", "clauses.7")]


def test_the_checks_say_whose_data_and_which_words_are_missing() -> None:
    nameless = replace(filled(SOUND), buyer=replace(BUYER, address=" "), seller=replace(SELLER, name=""))
    said = [one.message.in_language("zh") for one in lint(nameless) if one.rule == 1]
    assert said == ["卖方名称未填写。", "买方地址未填写。"]
    (open_words,) = [one for one in lint(replace(SOUND, clauses=SOUND.clauses[:1])) if one.rule == 4]
    assert open_words.quote == "{delivery.place}"
    assert "delivery.place" not in str(open_words.message)


def test_clauses_are_filled_from_the_facts() -> None:
    done = filled(SOUND)
    assert done.clauses[0].zh == "交货地点：深圳市龙岗区坂田仓库。"
    assert done.clauses[1].zh.startswith("付款方式：款到发货，电汇。")
    values = contract_values(SOUND, "en")
    assert (values["contract.date"], values["total.gross"], values["total.words"]) == (
        "21 November 2026", "CNY 300.00", "SAY RENMINBI YUAN THREE HUNDRED ONLY",
    )  # fmt: skip
    assert contract_values(SOUND, "zh")["contract.date"] == "2026年11月21日"


def test_what_has_no_value_stays_open_and_is_named() -> None:
    text = "质保 {warranty.months} 个月，{buyer.name}，{warranty.months}"
    assert placeholders(text) == ("warranty.months", "buyer.name")
    assert (
        fill(text, {"warranty.months": "", "buyer.name": "{x}"})
        == "质保 {warranty.months} 个月，{x}，{warranty.months}"
    )
    assert unfilled((Clause(9, "warranty", text),)) == ((9, "warranty.months"), (9, "buyer.name"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"seller": replace(SELLER, address=" ")}, (1, "E", "seller.address")),
        ({"buyer": replace(BUYER, uscc="914403001922038217")}, (1, "E", "buyer.uscc")),
        ({"lines": (), "total": D(0), "total_words": ""}, (2, "E", "lines")),
        ({"lines": (replace(LINE, quantity=None),)}, (2, "E", "lines.0.quantity")),
        ({"lines": (replace(LINE, unit=""),)}, (2, "E", "lines.0.unit")),
        ({"lines": (replace(LINE, amount=D(301)),), "total": D(301), "total_words": ""}, (3, "E", "lines.0.amount")),
        ({"freight": D(1)}, (3, "E", "total")),
        ({"total_words": "人民币叁佰零壹元整"}, (3, "E", "total_words")),
        ({"delivery_place": "待定"}, (4, "E", "delivery_place")),
        ({"payment": PaymentTerms("split", shares=(Share(D("0.9"), "signing"),))}, (11, "E", "payment.shares")),
        ({"payment": PaymentTerms("split", shares=HIGH_DEPOSIT)}, (12, "E", "payment.shares")),
        ({"choices": {"goods.controlled": "unproven"}}, (49, "E", "lines")),
        ({"annexes": (Annex("技术协议", zh="转速：待定"),)}, (4, "E", "annexes.0")),
    ],
)  # fmt: skip
def test_rules_on_facts(changes: dict[str, Any], expected: tuple[int, str, str]) -> None:
    assert expected in _found(replace(filled(SOUND), **changes))
    assert {rule for rule, _, _ in _found(replace(filled(SOUND), **changes))} <= {expected[0], 4}


@pytest.mark.parametrize(
    ("rule", "key", "text"),
    [
        (3, "quality", "合同总价为¥300.00（大写：人民币叁仟元整）"),
        (4, "quality", "质量标准：____"), (4, "quality", "质量标准：TBD"), (4, "quality", "质量标准：【 】"),
        (12, "payment", "买方支付合同总价30%作为定金"), (12, "payment", "定金：合同总价的 25％"),
        (17, "breach", "双方确认违约金不得调整"), (17, "breach", "双方放弃请求法院调低违约金的权利"),
        (19, "breach", "卖方对因产品造成的人身伤害概不负责"), (19, "breach", "卖方不承担因重大过失造成的损失"),
        (27, "disputes", "争议可向上海仲裁委员会申请仲裁，也可向佛山市顺德区人民法院起诉"),
        (28, "disputes", "争议提交当地仲裁委员会仲裁"), (28, "disputes", "协商不成的，提交仲裁"),
        (28, "disputes", "提交上海仲裁委员会或广州仲裁委员会仲裁"),
        (29, "disputes", "向北京市海淀区人民法院起诉"),
        (31, "payment", "买方收到业主付款后7日内支付货款"), (31, "payment", "本合同采用背靠背付款"),
        (37, "change", "双方放弃以情势变更为由请求变更合同的权利"),
        (38, "inspection", "诉讼时效缩短为一年"), (38, "inspection", "双方同意诉讼时效期间为6个月"),
    ],
)  # fmt: skip
def test_rules_on_wordings(rule: int, key: str, text: str) -> None:
    assert [found for found, _, _ in _found(_with(key, text))] == [rule]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("payment", "买方支付合同总价20%作为定金"),
        ("payment", "首付款为￥1,680.32元（大写：人民币壹仟陆佰捌拾圆叁角贰分），余款为¥90（大写：人民币玖拾元正）"),
        ("breach", "违约金过分高于损失的，可以请求适当减少违约金"),
        ("breach", "卖方的责任以合同总价为限，但故意、重大过失或人身损害除外"),
        ("breach", "卖方不承担间接损失，但故意造成的除外"),
        ("breach", "卖方对间接损失不承担责任"),
        ("disputes", "向合同履行地人民法院起诉"),
        ("disputes", "向深圳市龙岗区人民法院提起诉讼"),
        ("disputes", "提交上海国际经济贸易仲裁委员会（上海国际仲裁中心）仲裁，双方不得向人民法院起诉"),
        ("disputes", "协商解决；协商不成的，任何一方均可将争议提交佛山仲裁委员会，按照其仲裁规则进行仲裁"),
        ("change", "发生情势变更的，双方应重新协商"),
        ("inspection", "质保期为12个月，诉讼时效依法计算"),
        ("payment", "收到货物并验收合格后30日内付款"),
    ],
)
def test_harmless_wordings_pass(key: str, text: str) -> None:
    assert _found(_with(key, text)) == []


def test_small_sellers_are_protected_from_large_buyers() -> None:
    seller, large, public = replace(SELLER, size="sme"), replace(BUYER, size="large"), replace(BUYER, size="public")
    waits = _with("payment", "待业主回款后支付", seller=seller, buyer=large)
    assert _found(waits) == [(31, "E", "clauses.7")]
    for other in (BUYER, public):
        assert _found(replace(waits, buyer=other)) == [(31, "W", "clauses.7")]
    long = replace(filled(SOUND), seller=seller, buyer=large, payment=PaymentTerms("days", 61))
    assert _found(long) == [(32, "W", "payment.days")]
    assert _found(replace(long, buyer=public)) == [(32, "E", "payment.days")]
    assert _found(replace(long, payment=PaymentTerms("days", 60))) == []
    assert _found(replace(long, payment=PaymentTerms("monthly", 60))) == []
    assert _found(replace(long, buyer=replace(large, country="DE"))) == []
    low = _with("breach", "逾期付款的，每日按万分之零点五支付违约金", seller=seller, buyer=large)
    assert _found(low) == [(33, "E", "clauses.11")] and _found(replace(low, buyer=BUYER)) == []
    assert _found(_with("breach", "逾期付款的，每日按0.05%支付违约金", seller=seller, buyer=large)) == []
    five = _with("breach", "逾期付款的，按年利率 5% 支付利息", seller=seller, buyer=large)
    assert _found(five) == [] and _found(replace(five, lpr=D("0.0501"))) == [(33, "E", "clauses.11")]


def test_sizes_are_chosen_on_the_contract() -> None:
    waits = _with("payment", "待业主回款后支付")
    assert _found(replace(waits, choices={"buyer.size": "large"})) == [(31, "E", "clauses.7")]
    assert _found(replace(waits, choices={"buyer.size": "large", "seller.size": "large"})) == [(31, "W", "clauses.7")]
    assert _found(replace(waits, choices={"buyer.size": "sme"})) == [(31, "W", "clauses.7")]


def test_one_late_instalment_does_not_make_everything_due() -> None:
    text = "任何一期未按时支付的，全部剩余价款立即到期"
    assert _found(_with("payment", text, payment=INSTALMENTS)) == [(34, "E", "clauses.7")]
    assert _found(_with("payment", text)) == []
    fifth = "任何一期未付且欠款达到总价五分之一的，全部剩余价款到期"
    assert _found(_with("payment", fifth, payment=INSTALMENTS)) == []


def test_english_clauses_are_read_too() -> None:
    def english(text: str) -> list[int]:
        return [one.rule for one in lint(replace(filled(SOUND), clauses=(Clause(15, "disputes", "", text),)))]

    assert english("Disputes shall be submitted to CIETAC for arbitration.") == []
    assert english("Disputes shall be settled by arbitration in Shanghai.") == [28]
    assert english("Disputes go to arbitration by CIETAC or to a competent court.") == [27]
    assert english("Arbitration shall be held by CIETAC or HKIAC.") == [28]
    assert english("The seller shall not be liable for death or personal injury.") == [19]


def test_every_finding_cites_a_law_and_a_remedy() -> None:
    findings = lint(replace(SOUND, lines=(), buyer=Party("")))
    assert findings and blocking(findings) == findings
    assert all(one.law and str(one.remedy) and one.rule in RULES for one in findings)


def test_headings_titles_and_status() -> None:
    assert [heading.number for heading in HEADINGS] == list(range(1, 17))
    assert {"销售合同", "购销合同", "买卖合同"} == set(TITLES)
    assert ("issued", "signed") in PATHS and ("signed", "draft") not in PATHS
    with pytest.raises(UserError, match="supplement"):
        MACHINE.next_status("signed", "revise")


def test_every_rule_of_the_law_table_that_blocks_is_there() -> None:
    """The E rules of domain 2.3; 32 is one where a public body buys."""
    assert set(RULES) == {1, 2, 3, 4, 11, 12, 17, 19, 27, 28, 29, 31, 32, 33, 34, 37, 38, 49}
    for number, rule in RULES.items():
        assert f"#{number}:" in (rule.__doc__ or ""), number
