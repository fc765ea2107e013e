"""Holds the shipped clauses and contract templates to their own rules and to the law they cite."""

import json
import re
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from orderdesk_gui.rules.assets import asset
from orderdesk_gui.rules.contract_findings import clause_law
from orderdesk_gui.rules.contract_lint import lint
from orderdesk_gui.rules.contracts import HEADINGS, Clause, Contract, ContractLine, Party

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
Json = dict[str, Any]


def read(*parts: str) -> Json:
    return json.loads(asset(*parts).read_text("utf-8"))


FILES = [read("clauses", path.name) for path in sorted(asset("clauses").glob("*.json"))]
CLAUSES: list[Json] = [clause for file in FILES for clause in file["clauses"]]
HEADING_OF = {clause["key"]: file["heading"] for file in FILES for clause in file["clauses"]}
BY_KEY = {clause["key"]: clause for clause in CLAUSES}
TEMPLATES = [
    read("templates", "contracts", path.name) for path in sorted(asset("templates", "contracts").glob("*.json"))
]
VOCABULARY = read("templates", "vocabulary.json")
KNOWN = {entry["name"]: entry for entry in VOCABULARY["placeholders"]}
FACTS = {entry["name"]: entry for entry in VOCABULARY["facts"]}


def chosen(template: Json, **facts: str) -> dict[int, list[str]]:
    """Keys of the clauses under each heading, for the facts named and the defaults of the rest."""
    values = {name: fact["default"] for name, fact in FACTS.items()} | template["facts"] | facts
    return {
        heading["number"]: [
            entry["key"]
            for entry in heading["clauses"]
            if all(values[name] in allowed for name, allowed in entry["when"].items())
        ]
        for heading in template["headings"]
    }


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def test_sixteen_headings_in_order_and_every_key_once() -> None:
    assert [file["heading"] for file in FILES] == list(range(1, 17))
    assert len(BY_KEY) == len(CLAUSES) >= 50


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c["key"])
def test_clause_is_complete_and_alike_in_both_languages(clause: Json) -> None:
    for field in ("title_zh", "title_en", "zh", "en", "risk_zh", "risk_en"):
        assert clause[field].strip() == clause[field] != ""
    assert placeholders(clause["zh"]) == placeholders(clause["en"]) == set(clause["placeholders"])
    assert placeholders(clause["zh"]) <= set(KNOWN)
    assert clause["trades"] and set(clause["trades"]) <= {"domestic", "export"}
    assert clause["product_types"] and set(clause["product_types"]) <= {"standard", "custom"}
    assert clause["law"] and all(clause["law"])
    assert clause["table"] in (None, "lines", "annexes")
    assert date.fromisoformat(clause["date"]) and clause["version"] >= 1


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c["key"])
def test_clause_text_is_clean_chinese_and_english(clause: Json) -> None:
    zh = PLACEHOLDER.sub("", clause["zh"])
    assert not re.search(r"[\u4e00-\u9fff][,;:!?]|[\u4e00-\u9fff]\.(?!\d)", zh), "Western punctuation"
    assert clause["zh"][-1] in "。：" and clause["en"][-1] in ".:"
    without_terms = re.sub(r"\(定金\)", "", clause["en"])
    assert not re.search(r"[\u4e00-\u9fff，。；：]", without_terms), "Chinese in the English text"
    for numeral in re.findall(r"第(十[一二三四五六]?|[一二三四五六七八九])条", clause["zh"]):
        number = {c: i for i, c in enumerate("零一二三四五六七八九")}
        value = 10 + number.get(numeral[1:], 0) if numeral.startswith("十") else number[numeral]
        assert f"Article {value}" in clause["en"] or (value == HEADING_OF[clause["key"]])


FORBIDDEN = [
    r"不得(请求)?调整", r"不予调整", r"待定|TBD|_{2,}|面议", r"订金|诚意金|押金",
    r"签字盖章|签字、盖章|签章", r"概不负责|不承担任何责任|一切责任", r"非格式条款",
    r"放弃.{0,6}情势变更|排除.{0,6}情势变更", r"诉讼时效",
    r"(收到|取得).{0,8}(第三方|业主|最终用户).{0,6}(付款|款项)后",
    r"最终解释权", r"第一受让人|自动续期", r"no adjustment|sole discretion|entire risk",
]  # fmt: skip


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c["key"])
def test_clause_uses_no_wording_that_a_court_would_not_uphold(clause: Json) -> None:
    """Source: domain 2.3 #4, #13, #17, #19, #20, #31, #37, #38, #42."""
    for pattern in FORBIDDEN:
        assert not re.search(pattern, clause["zh"] + clause["en"], re.IGNORECASE), pattern


def test_court_and_arbitration_never_stand_in_one_clause() -> None:
    """Source: domain 2.3 #27, SPC 2006 art 7."""
    for clause in CLAUSES:
        assert not ("人民法院提起诉讼" in clause["zh"] and "仲裁" in clause["zh"]), clause["key"]


def test_default_values_stay_within_the_law() -> None:
    """Source: domain 2.3 #12, #15, #16, #23; CC 586, CC 585, CC 622."""
    assert float(KNOWN["payment.deposit_percent"]["default_zh"]) <= 20
    assert float(KNOWN["liability.late_delivery_rate"]["default_zh"]) <= 0.05
    assert float(KNOWN["liability.late_payment_rate"]["default_zh"]) <= 0.05
    assert float(KNOWN["liability.late_delivery_cap"]["default_zh"]) == 5
    assert int(KNOWN["inspection.visible_days"]["default_zh"]) >= 3
    assert int(KNOWN["inspection.commissioning_days"]["default_zh"]) >= 15
    shares = [KNOWN[f"payment.{part}_percent"]["default_zh"] for part in ("advance", "balance", "retention")]
    assert sum(map(int, shares)) == 100


def test_heavy_clauses_are_bold() -> None:
    """Source: domain 2.3 #21, CC 496."""
    heavy = {clause["key"] for clause in CLAUSES if clause["bold"]}
    assert {
        "inspection.quality", "warranty.exclusions", "liability.late_delivery", "liability.late_payment",
        "liability.cap", "title.retained", "termination.exercise", "payment.deposit", "notice.bank_change",
    } <= heavy  # fmt: skip
    for clause in CLAUSES:
        if "视为" in clause["zh"] and "符合约定" in clause["zh"]:
            assert clause["bold"], clause["key"]


def test_vocabulary_names_are_unique_described_and_used() -> None:
    assert len(KNOWN) == len(VOCABULARY["placeholders"])
    assert len(FACTS) == len(VOCABULARY["facts"])
    readme = asset("templates", "README.md").read_text("utf-8")
    for name, entry in KNOWN.items():
        assert f"`{name}`" in readme
        assert (entry["default_zh"] is None) == (entry["default_en"] is None)
    for fact in FACTS.values():
        assert fact["default"] in fact["values"] and f"`{fact['name']}`" in readme


def test_the_three_templates_are_there() -> None:
    assert {t["key"] for t in TEMPLATES} == {"domestic_standard", "domestic_custom", "export"}
    assert {t["key"]: t["language"] for t in TEMPLATES}["export"] == "both"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t["key"])
def test_template_refers_only_to_what_exists_and_fits(template: Json) -> None:
    assert [heading["number"] for heading in template["headings"]] == list(range(1, 17))
    for heading in template["headings"]:
        for entry in heading["clauses"]:
            clause = BY_KEY[entry["key"]]
            assert HEADING_OF[entry["key"]] == heading["number"]
            assert template["trade"] in clause["trades"], entry["key"]
            if template["trade"] == "domestic":
                assert template["product_type"] in clause["product_types"], entry["key"]
            for fact, values in entry["when"].items():
                assert values and set(values) <= set(FACTS[fact]["values"])
    for recital in template["recitals"]:
        assert placeholders(recital["zh"]) == placeholders(recital["en"]) <= set(KNOWN)
    assert set(template["defaults"]) <= set(KNOWN)
    assert all(value in FACTS[name]["values"] for name, value in template["facts"].items())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t["key"])
def test_every_choice_gives_each_heading_and_one_payment_rule(template: Json) -> None:
    names = [
        "payment.kind", "payment.pattern", "payment.monthly_basis", "payment.means", "delivery.mode",
        "delivery.incoterm", "price.tax_mode",
    ]  # fmt: skip
    side_rules = {"payment.deposit", "payment.transfer", "payment.acceptance", "payment.bank_charges"}
    for values in product(*(FACTS[name]["values"] for name in names)):
        facts = dict(zip(names, values, strict=True))
        taken = chosen(template, **facts)
        assert all(taken.values()), facts
        assert len(set(taken[7]) - side_rules) == 1, facts
        assert sum(BY_KEY[key]["table"] == "lines" for key in taken[1]) == 1, facts
        assert sum(key.startswith("price.fixed") for key in taken[1]) == 1, facts


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t["key"])
def test_each_contract_answers_what_the_checks_ask(template: Json) -> None:
    """Source: domain 2.3 #14, #18, #22, #24, #28, #30, #36, #39, #40, #48."""
    kinds = ["arbitration"] if template["trade"] == "export" else FACTS["dispute.kind"]["values"]
    for kind in kinds:
        taken = [k for ks in chosen(template, **{"dispute.kind": kind}).values() for k in ks]
        text = "".join(BY_KEY[key]["zh"] for key in taken)
        assert ("仲裁" in text) != ("人民法院" in text)
        for needed in (
            "逾期交货",
            "逾期付款",
            "隐蔽瑕疵",
            "质保期",
            "解除权应自",
            "force_majeure.proof_days",
        ):
            assert needed in text, needed
    both = chosen(template, language="both", **{"payment.deposit": "yes"})
    assert "effect.language" in both[16] and "liability.deposit_either_or" in both[11]
    if template["trade"] == "export":
        assert "联合国国际货物销售合同公约" in text and "Incoterms 2020" in text


def filled(text: str, language: str) -> str:
    """The text with default values, and with a plain figure where there is none."""
    return PLACEHOLDER.sub(lambda found: KNOWN[found[1]][f"default_{language}"] or "12", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t["key"])
@pytest.mark.parametrize("extra", [{}, {"payment.deposit": "yes", "payment.kind": "monthly", "annexes": "yes"}])
def test_our_own_checks_find_nothing_in_the_text_of_a_template(template: Json, extra: dict[str, str]) -> None:
    """A large buyer and a small seller, for whom the checks are strictest. Source: domain 2.3."""
    seller = Party("甲", uscc="91320506DEM0202690", address="苏州市", size="sme")
    buyer = Party("乙", uscc="91320506DEM0202690", address="苏州市", size="large")
    clauses = tuple(
        Clause(number, HEADINGS[number - 1].key, "\n".join(filled(BY_KEY[key]["zh"], "zh") for key in keys))
        for number, keys in chosen(template, **extra).items()
    )
    line = ContractLine("减速机", Decimal(1), "台", Decimal(100), Decimal(100))
    contract = Contract("1", date(2026, 11, 21), seller, buyer, (line,), Decimal(100), clauses)
    assert lint(contract) == ()


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c["key"])
def test_our_own_checks_find_nothing_in_a_clause(clause: Json) -> None:
    number = HEADING_OF[clause["key"]]
    party = Party("甲", uscc="91320506DEM0202690", address="苏州市")
    line = ContractLine("减速机", Decimal(1), "台", Decimal(100), Decimal(100))
    text = Clause(number, HEADINGS[number - 1].key, filled(clause["zh"], "zh"))
    assert lint(Contract("1", date(2026, 11, 21), party, party, (line,), Decimal(100), (text,))) == ()


def test_every_law_that_a_clause_cites_is_named_in_full() -> None:
    cited = {law for clause in CLAUSES for law in clause["law"]}
    for law in cited - {"UCP 600", "Incoterms 2020"}:
        assert re.search(r"第\d+条$", clause_law(law, "zh")), law
        assert re.search(r" art\. \d+$", clause_law(law, "en")), law
    assert clause_law("CC 634", "zh") == "民法典第634条" and clause_law("UCP 600 art 18", "en") == "UCP 600 art. 18"
    assert {clause_law(law, "en") for law in ("UCP 600", "Incoterms 2020")} == {"UCP 600", "Incoterms 2020"}
