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
