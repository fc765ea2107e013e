"""Remedies that need no thinking: what a click changes in a contract so that a finding is gone."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from orderdesk_gui.rules.contract_findings import Finding
from orderdesk_gui.rules.contract_library import LibraryClause
from orderdesk_gui.rules.contract_text import contract_values, fill
from orderdesk_gui.rules.contracts import Clause, Contract
from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.money import format_percent
from orderdesk_gui.rules.payment import Share

_TAKEN_OUT = (17, 19, 37, 38)
_AS_IN_LIBRARY = (3, 4, 12, 27, 28, 29, 31, 33, 34)
_MOST_DEPOSIT = Decimal("0.2")
_PARTS = re.compile(r"[^。；;\n]*[。；;\n]?")


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the button says, and the contract as it then is."""

    label: Message
    contract: Contract


def remedy(contract: Contract, finding: Finding, library: dict[str, LibraryClause]) -> Remedy | None:
    """The mechanical remedy for `finding`, None where a person must think. `library` holds clauses by key."""
    if finding.rule == 12 and finding.place == "payment.shares":
        return _split_deposit(contract)
    clause = next((one for one in contract.clauses if one.place == finding.place), None)
    if clause is None:
        return None
    if finding.rule in _TAKEN_OUT:
        shorter = _without(clause, finding.quote, contract)
        if shorter != clause:
            return Remedy(message("Take that sentence out"), _with(contract, clause, shorter))
    known = library.get(clause.library_key)
    if finding.rule in (*_AS_IN_LIBRARY, *_TAKEN_OUT) and known and (clause.zh, clause.en) != (known.zh, known.en):
        restored = replace(clause, zh=known.zh, en=known.en, library_version=known.version)
        return Remedy(message("As in the library"), _with(contract, clause, restored))
    return None


def _split_deposit(contract: Contract) -> Remedy:
    """A deposit above 20 %: the excess becomes a prepayment. Source: domain 2.3 #12, CC 586."""
    room = _MOST_DEPOSIT
    shares: list[Share] = []
    rest = Decimal(0)
    for part in contract.payment.shares:
        if not part.deposit:
            shares.append(part)
            continue
        kept = min(part.share, room)
        room -= kept
        if kept:
            shares.append(replace(part, share=kept))
        if part.share > kept:
            rest += part.share - kept
            shares.append(replace(part, share=part.share - kept, deposit=False))
    label = message("Deposit 20 % + prepayment {rest}", rest=format_percent(rest))
    return Remedy(label, replace(contract, payment=replace(contract.payment, shares=tuple(shares))))


def _without(clause: Clause, quote: str, contract: Contract) -> Clause:
    """`clause` without the sentence that says `quote` once its placeholders are filled."""
    texts = []
    for language, text in (("zh", clause.zh), ("en", clause.en)):
        values = contract_values(contract, language)
        kept = "".join(part for part in _PARTS.findall(text) if _plain(fill(part, values)) != _plain(quote))
        if language == "en" and kept == text:
            ends = re.split(r"(?<=\.)\s+", text)
            kept = " ".join(part for part in ends if _plain(fill(part, values)) != _plain(quote))
        kept = kept.strip()
        texts.append(f"{kept[:-1]}。" if kept.endswith("；") else kept)
    return replace(clause, zh=texts[0], en=texts[1])


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip("。；;. ")


def _with(contract: Contract, old: Clause, new: Clause) -> Contract:
    return replace(contract, clauses=tuple(new if one is old else one for one in contract.clauses))
