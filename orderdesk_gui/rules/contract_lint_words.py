"""Contract rules on wordings: blanks left open and clauses that the law makes void."""

import re
from collections.abc import Iterator

from orderdesk_gui.rules.contract_findings import Finding, finding, first_match, sentences
from orderdesk_gui.rules.contract_text import PLACEHOLDER, named
from orderdesk_gui.rules.contracts import Contract
from orderdesk_gui.rules.language import current_language

_BLANK = re.compile(r"待定|待补充|待确认|[_＿]{2,}|\bTB[DAC]\b|[【\[（(]\s*[】\]）)]|\bXX+\b|××+", re.IGNORECASE)

_FIXED_DAMAGES = re.compile(
    r"违约金.{0,25}(?:不得|不予|不可|无权|不再|放弃).{0,20}(?:调整|调低|调高|降低|减少|增加)"
    r"|(?:不得|无权|放弃).{0,25}(?:调整|调低|调高|降低|减少|增加).{0,10}违约金"
    r"|liquidated damages.{0,40}(?:not be|waive).{0,30}(?:adjust|reduc|increas)"
    r"|waive.{0,40}(?:adjust|reduc).{0,30}liquidated damages",
    re.IGNORECASE,
)
_VICTIM = r"人身|伤亡|人员伤害|故意|重大过失"
_EXEMPT = r"(?<!不)(?<!不得)(?:不承担|免除|免于承担|免责|概不负责|不负任何|不负责)"
_EXEMPTION = re.compile(
    rf"(?:{_VICTIM}).{{0,30}}{_EXEMPT}|{_EXEMPT}.{{0,30}}(?:{_VICTIM})"
    r"|(?:not (?:be )?liable|no liability|exclude[sd]?).{0,80}"
    r"(?:personal injury|death|wil+ful|intent|gross negligence)",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"不得免除|不免除|并不免除|除外|但.{0,12}(?:故意|重大过失|人身)|except|nothing|other than|save for", re.IGNORECASE
)
_HARDSHIP = re.compile(
    r"(?:放弃|不得主张|不得以|不适用|排除|无权).{0,25}情势变更|情势变更.{0,25}(?:放弃|不得|不适用|排除|无权)"
    r"|第五百三十三条.{0,20}(?:不适用|排除|放弃)|waive.{0,50}(?:change of circumstances|hardship)",
    re.IGNORECASE,
)
_LIMITATION = re.compile(
    r"诉讼时效.{0,20}(?:缩短|延长|改为|约定为|不适用|放弃|排除)|(?:放弃|排除|延长|缩短).{0,12}诉讼时效"
    r"|诉讼时效(?:期间)?为.{0,10}(?:年|月|日|天)"
    r"|limitation period.{0,40}(?:shorten|extend|shall be|waive)|waive.{0,40}limitation period",
    re.IGNORECASE,
)


def open_blanks(contract: Contract) -> Iterator[Finding]:
    """#4: an unfilled placeholder or blank, 待定, TBD. CC 510; write 无 or take the words out."""
    texts = [(one.place, one.zh + "\n" + one.en) for one in contract.clauses]
    texts += [(f"lines.{at}", f"{one.name}\n{one.specification}") for at, one in enumerate(contract.lines)]
    texts += [(f"annexes.{at}", "\n".join((one.title, one.title_en, one.reference, one.zh, one.en)))
              for at, one in enumerate(contract.annexes)]  # fmt: skip
    texts += [
        ("place", contract.place),
        ("delivery_place", contract.delivery_place),
        ("delivery_method", contract.delivery_method),
    ]
    for place, text in texts:
        found = PLACEHOLDER.search(text) or _BLANK.search(text)
        if found:
            yield finding(
                4, "E", place, "民法典第510条",
                "“{words}” is still open.", "Fill it in, write 无, or take it out.", quote=found[0],
                words=named(found[0], current_language()),
            )  # fmt: skip


def fixed_damages(contract: Contract) -> Iterator[Finding]:
    """#17: that damages may not be adjusted has no effect. CI 64."""
    found = first_match(contract, _FIXED_DAMAGES)
    if found:
        yield finding(
            17, "E", found[0], "合同编通则解释第64条",
            "The clause forbids courts to adjust liquidated damages, which has no effect.",
            "Take that sentence out.", quote=found[1],
        )  # fmt: skip


def void_exemptions(contract: Contract) -> Iterator[Finding]:
    """#19: no exemption for injury, intent or gross negligence. CC 506."""
    for place, sentence in sentences(contract):
        if _EXEMPTION.search(sentence) and not _KEPT.search(sentence):
            yield finding(
                19, "E", place, "民法典第506条",
                "The clause excludes liability for injury, intent or gross negligence, which is void.",
                "Limit the exemption to other losses.", quote=sentence,
            )  # fmt: skip
            return


def hardship_waived(contract: Contract) -> Iterator[Finding]:
    """#37: change of circumstances cannot be waived beforehand. CI 32, CC 533."""
    found = first_match(contract, _HARDSHIP)
    if found:
        yield finding(
            37, "E", found[0], "合同编通则解释第32条",
            "The clause waives the rules on change of circumstances, which is void.", "Take that sentence out.",
            quote=found[1],
        )  # fmt: skip


def limitation_altered(contract: Contract) -> Iterator[Finding]:
    """#38: periods of limitation cannot be altered by contract. CC 197."""
    found = first_match(contract, _LIMITATION)
    if found:
        yield finding(
            38, "E", found[0], "民法典第197条",
            "The clause alters the period of limitation, which has no effect.", "Take that sentence out.",
            quote=found[1],
        )  # fmt: skip
