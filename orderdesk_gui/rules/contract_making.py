"""Makes a contract from what a quotation agreed: its lines, its clauses, and how they follow a change."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from orderdesk_gui.rules.contract_facts import facts_of
from orderdesk_gui.rules.contract_library import Choice, LibraryClause, Template, taken
from orderdesk_gui.rules.contracts import HEADINGS, Clause, Contract, ContractLine
from orderdesk_gui.rules.money import ZERO, divide
from orderdesk_gui.rules.quotes import Quote, quote_totals
from orderdesk_gui.rules.vat import LineAmounts, rounded_price

_KEYS = {heading.number: heading.key for heading in HEADINGS}


def contract_lines(quote: Quote) -> tuple[ContractLine, ...]:
    """The lines of article 1: those of the quotation, then freight and discount as lines of their own.

    A discount spread over the lines stands in their unit prices, so that each line still multiplies.
    """
    totals = quote_totals(quote)
    spread = bool(totals.discount_entered) and not totals.discount
    made = []
    for line, amounts in zip(quote.lines, totals.lines, strict=True):
        price = line.unit_price
        if spread:
            price = rounded_price(divide(amounts.entered(quote.tax_mode), line.quantity))
        made.append(
            ContractLine(
                name=line.name_zh or line.name_en, quantity=line.quantity, unit=line.unit, unit_price=price,
                amount=amounts.gross, vat_rate=line.vat_rate, name_en=line.name_en, code=line.code,
                customer_part_no=line.customer_part_no, specification=line.specification,
                delivery_date=line.delivery_date, kind=line.kind, product_id=line.product_id, net=amounts.net,
                tax=amounts.tax,
            )
        )  # fmt: skip
    if quote.freight:
        made.append(_extra("freight", "运费", "Freight", quote.freight_vat_rate, totals.freight, quote))
    for part in totals.discount:
        made.append(_extra("discount", "折扣", "Discount", part.rate, part.amounts, quote))
    return tuple(made)


def _extra(kind: str, zh: str, en: str, rate: Decimal, amounts: LineAmounts, quote: Quote) -> ContractLine:
    return ContractLine(
        name=zh, name_en=en, quantity=Decimal(1), unit="项", unit_price=amounts.entered(quote.tax_mode),
        amount=amounts.gross, vat_rate=rate, kind=kind, net=amounts.net, tax=amounts.tax,
    )  # fmt: skip


def with_clauses(contract: Contract, template: Template, library: Mapping[str, LibraryClause]) -> Contract:
    """`contract` with the clauses that its facts call for in `template`."""
    made = [_clause(choice, library) for choice in taken(template, facts_of(contract))]
    return replace(contract, clauses=numbered(made))


def _clause(choice: Choice, library: Mapping[str, LibraryClause]) -> Clause:
    if not choice.key:
        return Clause(0, "recital", choice.zh, choice.en)
    return from_library(library[choice.key])


def from_library(clause: LibraryClause) -> Clause:
    """A clause of the library as it enters a contract."""
    return Clause(
        clause.heading, _KEYS[clause.heading], clause.zh, clause.en, library_key=clause.key,
        library_version=clause.version, bold=clause.bold, table=clause.table,
    )  # fmt: skip


def numbered(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Clauses in the order of their headings, each with its number under its own heading."""
    ordered = sorted(clauses, key=lambda one: one.number)
    made: list[Clause] = []
    for number, group in groupby(ordered, key=lambda one: one.number):
        made += [replace(one, paragraph=place if number else 0) for place, one in enumerate(group, 1)]
    return tuple(made)


def followed(
    before: Contract, after: Contract, template: Template, library: Mapping[str, LibraryClause]
) -> tuple[Clause, ...]:
    """The clauses of `after`, where other facts call for other clauses than they did `before`.

    Only clauses that the template itself put in or leaves out come and go; an edited one stays.
    """
    old = {one.key for one in taken(template, facts_of(before)) if one.key}
    order = [one.key for one in taken(template, facts_of(after)) if one.key]
    if old == set(order):
        return numbered(after.clauses)
    kept = [
        one
        for one in after.clauses
        if not one.library_key or one.edited or one.library_key in order or one.library_key not in old
    ]
    present = {one.library_key for one in kept}
    for place, key in enumerate(order):
        if key in old or key in present:
            continue
        previous = order[:place][::-1]
        at = next((i + 1 for p in previous for i, one in enumerate(kept) if one.library_key == p), 0)
        kept.insert(at, from_library(library[key]))
    return numbered(kept)


def wording_changed(clause: Clause, library: LibraryClause | None) -> bool:
    """Whether a clause says something else than the version of the library that it was made from."""
    return library is None or (clause.zh.strip(), clause.en.strip()) != (library.zh, library.en)


def total_of(lines: Iterable[ContractLine]) -> LineAmounts:
    """Net, tax and total with tax of all lines."""
    made = list(lines)
    return LineAmounts(
        sum((line.net for line in made), ZERO),
        sum((line.tax for line in made), ZERO),
        sum((line.amount or ZERO for line in made), ZERO),
    )
