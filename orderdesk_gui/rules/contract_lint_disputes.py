"""Contract rules on disputes: arbitration or court, a named institution, a connected court."""

import re
from collections.abc import Iterator

from orderdesk_gui.rules.contract_findings import Finding, finding, sentences
from orderdesk_gui.rules.contracts import Contract

_ARBITRATION = re.compile(r"仲裁|arbitrat", re.IGNORECASE)
_COURT = re.compile(r"人民法院|法院.{0,6}(?:起诉|诉讼)|(?:起诉|提起诉讼)|\bcourts?\b|litigation", re.IGNORECASE)
_HELP = re.compile(r"执行|保全|撤销|不得.{0,12}(?:起诉|诉讼)|enforce|interim|set aside|preserv", re.IGNORECASE)

_INSTITUTION = re.compile(r"([\u4e00-\u9fff]{0,30}?)(仲裁委员会|仲裁院|仲裁中心)")
_ALIAS = re.compile(r"[（(][^（）()]*[）)]")
_BEFORE_NAME = re.compile(r".*(?:提交|提请|申请|交由|向|由|至|到|给|或者|或|和|选择|约定|任一方均可|均可|应当|应)")
_GENERIC = re.compile(r"^(?:$|该|本|上述|前述|其|有管辖权的|相关|当地|.*(?:所在地|住所地|签订地|履行地)的?)$")
_FOREIGN = re.compile(
    r"CIETAC|HKIAC|SIAC|\bICC\b|\bLCIA\b|\bSCC\b|\bSHIAC\b|\bSCIA\b|\bBIAC\b|\bCMAC\b"
    r"|(?:[A-Z][\w&]+ (?:and )?)+(?:Arbitration (?:Commission|Cent(?:re|er)|Institute|Court))"
)
_CODES = {
    "CIETAC": "中国国际经济贸易",
    "China International Economic and Trade Arbitration Commission": "中国国际经济贸易",
}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

_COURT_NAME = re.compile(r"([\u4e00-\u9fff]{2,24}?)(?:中级|高级|最高|基层)?人民法院")
_CONNECTED = re.compile(
    r"甲方|乙方|买方|卖方|供方|需方|出卖人|买受人|原告|被告|合同|履行地|签订地|标的物|管辖权|所在地|住所地"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:特别行政区|自治区|自治州|省|市|区|县|旗)")


def _clause_sentences(contract: Contract) -> list[tuple[str, str]]:
    return list(sentences(contract, "disputes"))


def both_ways(contract: Contract) -> Iterator[Finding]:
    """#27: arbitration and court together make the arbitration void. SPC 2006 interpretation 7."""
    found = _clause_sentences(contract)
    arbitration = [place for place, text in found if _ARBITRATION.search(text)]
    court = [
        part for _, text in found for part in re.split("[,，]", text) if _COURT.search(part) and not _HELP.search(part)
    ]
    if arbitration and court:
        yield finding(
            27, "E", arbitration[0], "仲裁法司法解释（2006）第7条",
            "The clause allows both arbitration and court, which makes the arbitration void.",
            "Choose one of them.", quote=court[0],
        )  # fmt: skip


def institution(contract: Contract) -> Iterator[Finding]:
    """#28: arbitration needs exactly one named institution. Arbitration Law 27, 29 (in force 1 Mar 2026)."""
    found = [(place, text) for place, text in _clause_sentences(contract) if _ARBITRATION.search(text)]
    if not found:
        return
    chinese = {name for _, text in found if _CHINESE.search(text) for name in _institutions(text)}
    names = chinese or {name for _, text in found for name in _institutions(text)}
    if not names:
        yield finding(
            28, "E", found[0][0], "仲裁法第27条、第29条",
            "The arbitration clause names no institution.",
            "Name one, such as 中国国际经济贸易仲裁委员会.", quote=found[0][1],
        )  # fmt: skip
    elif len(names) > 1:
        yield finding(
            28, "E", found[0][0], "仲裁法第29条、仲裁法司法解释（2006）第5条",
            "The arbitration clause names more than one institution.", "Keep one of them.",
            quote=found[0][1],
        )  # fmt: skip


def _institutions(text: str) -> set[str]:
    """Names in one sentence; the English names of a bilingual clause count only where no Chinese one stands."""
    names = set()
    for found in _INSTITUTION.finditer(_ALIAS.sub("", text)):
        name = _BEFORE_NAME.sub("", found[1])
        if not _GENERIC.match(name):
            names.add(name)
    return names if _CHINESE.search(text) else {_CODES.get(one, one) for one in _FOREIGN.findall(text)}


def court(contract: Contract) -> Iterator[Finding]:
    """#29: a domestic contract's court must be connected with parties, performance, signing or goods. CPL 35."""
    if not contract.domestic:
        return
    known = " ".join((contract.seller.address, contract.buyer.address, contract.delivery_place, contract.place))
    for place, text in _clause_sentences(contract):
        if _HELP.search(text):
            continue
        for found in _COURT_NAME.finditer(text):
            name = _BEFORE_NAME.sub("", found[1])
            parts = [part[:-1] for part in _PLACE.findall(name)] or ([name] if name else [])
            if not parts or _CONNECTED.search(found[1]) or any(part in known for part in parts):
                continue
            yield finding(
                29, "E", place, "民事诉讼法第35条",
                "The court of {court} seems connected with neither party, performance, signing nor goods.",
                "Choose the court at a party's domicile, the place of performance or of signing.",
                quote=name, court=name,
            )  # fmt: skip
            return
