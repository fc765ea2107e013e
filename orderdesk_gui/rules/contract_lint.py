"""Checks a contract against the law before it goes out: a table of small rules over its facts and words.

A drafting aid, not legal advice. Source: domain 2.3; the numbers of the rules are those of that table.
"""

from collections.abc import Callable, Iterable

from orderdesk_gui.rules import contract_lint_disputes as disputes
from orderdesk_gui.rules import contract_lint_facts as facts
from orderdesk_gui.rules import contract_lint_payment as payment
from orderdesk_gui.rules import contract_lint_words as words
from orderdesk_gui.rules.contract_findings import Finding
from orderdesk_gui.rules.contracts import Contract

__all__ = ["RULES", "Finding", "blocking", "lint"]

Rule = Callable[[Contract], Iterable[Finding]]

RULES: dict[int, Rule] = {
    1: facts.parties,
    2: facts.lines,
    3: facts.total,
    4: words.open_blanks,
    11: payment.shares,
    12: payment.deposit,
    17: words.fixed_damages,
    19: words.void_exemptions,
    27: disputes.both_ways,
    28: disputes.institution,
    29: disputes.court,
    31: payment.pay_when_paid,
    32: payment.long_terms,
    33: payment.late_interest,
    34: payment.acceleration,
    37: words.hardship_waived,
    38: words.limitation_altered,
    49: facts.controlled_goods,
}


def lint(contract: Contract) -> tuple[Finding, ...]:
    """Everything found in `contract`, by number of the rule. Fill the clauses first."""
    return tuple(finding for number in sorted(RULES) for finding in RULES[number](contract))


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stop the contract from being issued."""
    return tuple(finding for finding in findings if finding.severity == "E")
