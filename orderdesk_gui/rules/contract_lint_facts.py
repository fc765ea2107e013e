"""Contract rules on parties, lines, total and goods: what must be there at all."""

import re
from collections.abc import Iterator
from decimal import Decimal

from orderdesk_gui.rules.contract_facts import facts_of
from orderdesk_gui.rules.contract_findings import Finding, finding, sentences
from orderdesk_gui.rules.contracts import Contract, Party
from orderdesk_gui.rules.identifiers import fold_code, is_uscc
from orderdesk_gui.rules.language import message
from orderdesk_gui.rules.money import ZERO, format_amount, multiply, round_amount
from orderdesk_gui.rules.vat import amounts_of
from orderdesk_gui.rules.words import amount_in_words

_BOTH_WAYS = re.compile(
    r"[¥￥]\s?([\d,]+(?:\.\d+)?)\s*元?[（(]大写[：:]?\s*(人民币[零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]+)"
)


_MISSING = {
    ("seller", "name"): message("The seller's name is missing.").text,
    ("seller", "address"): message("The seller's address is missing.").text,
    ("buyer", "name"): message("The buyer's name is missing.").text,
    ("buyer", "address"): message("The buyer's address is missing.").text,
}


def parties(contract: Contract) -> Iterator[Finding]:
    """#1: name, address and, in China, a social credit code that checks. CC 470(1)."""
    for role, party in (("seller", contract.seller), ("buyer", contract.buyer)):
        for name in ("name", "address"):
            if not getattr(party, name).strip():
                yield finding(
                    1, "E", f"{role}.{name}", "民法典第470条第1项",
                    _MISSING[role, name], "Complete the party's data.",
                )  # fmt: skip
        yield from _uscc(role, party)


def _uscc(role: str, party: Party) -> Iterator[Finding]:
    if party.country == "CN" and not is_uscc(fold_code(party.uscc)):
        yield finding(
            1, "E", f"{role}.uscc", "民法典第470条第1项",
            "The social credit code of {party} is missing or does not check.",
            "Compare it with the business licence and correct it.",
            party=party.name,
        )  # fmt: skip


def lines(contract: Contract) -> Iterator[Finding]:
    """#2: at least one line, each with a quantity and a unit. CC 470, CI 3."""
    law = "民法典第470条、合同编通则解释第3条"
    if not contract.lines:
        yield finding(2, "E", "lines", law, "The contract has no line.", "Add what is sold.")
    for at, line in enumerate(contract.lines):
        if line.quantity is None or not line.quantity.is_finite() or line.quantity <= 0:
            yield finding(
                2, "E", f"lines.{at}.quantity", law,
                "Line {line} has no quantity.", "Enter the agreed quantity.", line=at + 1,
            )  # fmt: skip
        if not line.unit.strip():
            yield finding(2, "E", f"lines.{at}.unit", law, "Line {line} has no unit.", "Enter the unit.", line=at + 1)


def total(contract: Contract) -> Iterator[Finding]:
    """#3: every line multiplies, the lines add up to the total, and the words say the figures. CC 470(5)."""
    law = "民法典第470条第5项"
    for at, line in enumerate(contract.lines):
        if line.quantity is None or line.unit_price is None or line.amount is None:
            continue
        entered = multiply(line.quantity, line.unit_price)
        gross = amounts_of(entered, line.vat_rate, contract.tax_mode, contract.currency).gross
        if gross != line.amount:
            yield finding(
                3, "E", f"lines.{at}.amount", law,
                "The amount of line {line} is {amount}, but price and quantity give {computed}.",
                "Correct the line.",
                line=at + 1, amount=_shown(line.amount, contract), computed=_shown(gross, contract),
            )  # fmt: skip
    added = sum((line.amount or ZERO for line in contract.lines), ZERO) - contract.discount + contract.freight
    if added != contract.total:
        yield finding(
            3, "E", "total", law,
            "The lines add up to {added}, but the total says {total}.", "Correct the lines or the total.",
            added=_shown(added, contract), total=_shown(contract.total, contract),
        )  # fmt: skip
    if contract.total_words and contract.total_words not in _spellings(contract.total, contract.currency):
        yield finding(
            3, "E", "total_words", law,
            "The amount in words differs from the figures.", "Let the program write the words again.",
        )  # fmt: skip
    yield from _words_in_clauses(contract, law)


def _words_in_clauses(contract: Contract, law: str) -> Iterator[Finding]:
    """``¥300.00（大写：人民币叁佰元整）`` typed by hand: the words must say the figures beside them."""
    for place, text in sentences(contract):
        for found in _BOTH_WAYS.finditer(text):
            amount = Decimal(found[1].replace(",", ""))
            words = found[2].replace("圆", "元").replace("正", "整").replace("〇", "零")
            if words not in _spellings(amount, "CNY"):
                yield finding(
                    3, "E", place, law,
                    "The amount in words differs from the figures.", "Let the program write the words again.",
                    quote=found[0],
                )  # fmt: skip


def _spellings(amount: Decimal, currency: str) -> set[str]:
    """Every correct way to write an amount in words."""
    amount = round_amount(amount, currency)
    chinese = {
        amount_in_words(amount, currency, optional_zero=zero, whole_after_jiao=whole)
        for zero in (True, False)
        for whole in (True, False)
    }
    return chinese | {amount_in_words(amount, currency, "en")}


def _shown(amount: Decimal, contract: Contract) -> str:
    return format_amount(amount, contract.currency, domestic=contract.domestic)


def controlled_goods(contract: Contract) -> Iterator[Finding]:
    """#49: controlled goods need the end user's proof. Export Control Law 15."""
    if facts_of(contract)["goods.controlled"] == "unproven":
        yield finding(
            49, "E", "lines", "出口管制法第15条",
            "Controlled goods are sold without proof of end user and end use.",
            "File the end user's statement before issuing.",
        )  # fmt: skip
