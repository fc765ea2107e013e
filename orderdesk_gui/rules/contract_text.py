"""Fills the placeholders of clauses from the facts of a contract, and names those left open."""

import re
from collections.abc import Mapping
from dataclasses import replace

from orderdesk_gui.rules.contracts import Clause, Contract, Party
from orderdesk_gui.rules.money import format_amount
from orderdesk_gui.rules.words import amount_in_words

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)\}")


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the placeholders in `text`, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders filled; one without a value (or an empty one) stays, to be seen."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1]) or found[0], text)


def long_date(day_text: str, language: str) -> str:
    """An ISO date as papers print it: ``2026年11月21日``, ``21 November 2026``."""
    year, month, day = day_text.split("-")
    if language == "zh":
        return f"{year}年{int(month)}月{int(day)}日"
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def contract_values(contract: Contract, language: str) -> dict[str, str]:
    """What placeholders may ask for in ``zh`` or ``en``; an empty text is a fact that is missing."""
    values = {
        "number": contract.number,
        "date": long_date(contract.date.isoformat(), language),
        "place": contract.place,
        "currency": contract.currency,
        "total": format_amount(contract.total, contract.currency, domestic=contract.domestic and language == "zh"),
        "total_words": amount_in_words(contract.total, contract.currency, language),
        "payment.terms": contract.payment.text(language),
        "delivery.place": contract.delivery_place,
        "delivery.method": contract.delivery_method,
    }
    days = sorted({line.delivery_date for line in contract.lines if line.delivery_date})
    values["delivery.date"] = long_date(days[-1].isoformat(), language) if days else ""
    return values | _party("seller", contract.seller) | _party("buyer", contract.buyer)


def _party(role: str, party: Party) -> dict[str, str]:
    names = ("name", "uscc", "address", "representative", "contact", "phone", "bank", "account")
    return {f"{role}.{name}": getattr(party, name) for name in names}


def filled(contract: Contract, extra: Mapping[str, str] | None = None) -> Contract:
    """`contract` with every clause filled from its facts and `extra` (e.g. ``warranty.months``)."""
    zh = contract_values(contract, "zh") | dict(extra or {})
    en = contract_values(contract, "en") | dict(extra or {})
    clauses = tuple(replace(one, zh=fill(one.zh, zh), en=fill(one.en, en)) for one in contract.clauses)
    return replace(contract, clauses=clauses)


def unfilled(clauses: tuple[Clause, ...]) -> tuple[tuple[int, str], ...]:
    """(clause number, placeholder) for everything still open."""
    return tuple((one.number, name) for one in clauses for name in placeholders(one.zh + one.en))
