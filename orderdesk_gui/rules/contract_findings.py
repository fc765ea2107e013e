"""What a check of a contract found, and how its clauses are searched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from orderdesk_gui.rules.contracts import Contract
from orderdesk_gui.rules.language import Message

Severity = Literal["E", "W", "I"]


@dataclass(frozen=True, slots=True)
class Finding:
    """E blocks issue, W needs a reason, I is a hint; `place` is a field path such as ``clauses.15``.

    `law` cites the article, ``民法典第586条``; `quote` is the sentence that broke the rule, where it was one.
    """

    rule: int
    severity: Severity
    place: str
    message: Message
    law: str
    remedy: Message
    quote: str = ""


def finding(
    rule: int, severity: Severity, place: str, law: str, text: str, remedy: str, /, quote: str = "", **values: Any
) -> Finding:
    """A finding with its sentence, its law and what to do."""
    return Finding(rule, severity, place, Message(text, values), law, Message(remedy), quote)


def sentences(contract: Contract, *keys: str) -> Iterator[tuple[str, str]]:
    """(place, sentence) over the clauses with these keys (default: all), Chinese and English."""
    for clause in contract.clauses:
        if keys and clause.key not in keys:
            continue
        for text in (clause.zh, clause.en):
            for sentence in re.split(r"[。；;\n]|\.(?=\s|$)", text):
                if sentence.strip():
                    yield clause.place, " ".join(sentence.split())


def first_match(contract: Contract, pattern: re.Pattern[str], *keys: str) -> tuple[str, str] | None:
    """The place and words of the first sentence that `pattern` finds, or None."""
    return next(((place, text) for place, text in sentences(contract, *keys) if pattern.search(text)), None)


_LAWS = {
    "民法典": "Civil Code",
    "合同编通则解释": "Interpretation on General Contract Provisions",
    "买卖合同解释": "Sale-Contract Interpretation",
    "仲裁法司法解释（2006）": "Arbitration Interpretation (2006)",
    "仲裁法": "Arbitration Law",
    "民事诉讼法": "Civil Procedure Law",
    "保障中小企业款项支付条例": "SME Payment Regulation",
    "出口管制法": "Export Control Law",
}
_ARTICLE = re.compile(r"第(\d+)条(?:第(\d+)项)?")


def citation(law: str, language: str) -> str:
    """``民法典第470条第1项`` as it is, or in English: ``Civil Code art. 470(1)``."""
    if language == "zh":
        return law
    for chinese, english in _LAWS.items():
        law = law.replace(chinese, f"{english} ")
    said = _ARTICLE.sub(lambda found: f"art. {found[1]}" + (f"({found[2]})" if found[2] else ""), law)
    return " ".join(said.replace("、", ", ").split())


_SHORT = {
    "CC": ("民法典", "Civil Code"),
    "CI": ("合同编通则解释", "Interpretation on General Contract Provisions"),
    "SI": ("买卖合同解释", "Sale-Contract Interpretation"),
    "Decree 802": ("保障中小企业款项支付条例", "SME Payment Regulation"),
    "Civil Procedure Law": ("民事诉讼法", "Civil Procedure Law"),
    "Arbitration Law": ("仲裁法", "Arbitration Law"),
    "Electronic Signature Law": ("电子签名法", "Electronic Signature Law"),
    "Export Control Law": ("出口管制法", "Export Control Law"),
    "Foreign-related Law": ("涉外民事关系法律适用法", "Law on Foreign-Related Civil Relations"),
    "Invoice Measures": ("发票管理办法", "Invoice Measures"),
    "Negotiable Instruments Law": ("票据法", "Negotiable Instruments Law"),
    "VAT Law": ("增值税法", "VAT Law"),
    "CISG": ("联合国国际货物销售合同公约", "CISG"),
    "UCP 600": ("UCP 600 ", "UCP 600"),
}
_CITED = re.compile(r"(.+?) (?:art )?(\d+)")


def clause_law(cited: str, language: str) -> str:
    """What a clause of the library cites, ``CC 634``, as people read it: ``民法典第634条``, ``Civil Code art. 634``."""
    found = _CITED.fullmatch(cited)
    if cited in _SHORT or found is None or found[1] not in _SHORT:
        return cited
    zh, en = _SHORT[found[1]]
    return f"{zh}第{found[2]}条" if language == "zh" else f"{en} art. {found[2]}"
