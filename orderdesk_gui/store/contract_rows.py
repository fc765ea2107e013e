"""Turns the content of a contract into rows and back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from orderdesk_gui.rules.contracts import HEADINGS, Annex, Clause, Contract, ContractLine, Party, QuotationRef
from orderdesk_gui.store.terms import payment_data, payment_terms

_HEAD_FIELDS = ("number", "date", "title", "place", "currency", "tax_mode", "language", "net", "tax", "total")
_TERM_FIELDS = (
    "place_en", "delivery_place", "delivery_place_en", "delivery_method", "lead_days", "warranty_months",
    "trade_term", "drawings", "tooling",
)  # fmt: skip
_KEYS = {0: "recital", **{heading.number: heading.key for heading in HEADINGS}}


def head_values(contract: Contract) -> dict[str, Any]:
    """The columns of a contract row that hold its content."""
    terms = {name: getattr(contract, name) for name in _TERM_FIELDS}
    quoted = contract.quotation
    return {
        **{name: getattr(contract, name) for name in _HEAD_FIELDS},
        "trade": "domestic" if contract.domestic else "export",
        "quote_id": contract.quote_id,
        "seller": asdict(contract.seller),
        "buyer": asdict(contract.buyer),
        "payment": payment_data(contract.payment),
        "terms": {
            **terms,
            "delivery_date": contract.delivery_date.isoformat() if contract.delivery_date else None,
            "quotation": [quoted.number, quoted.revision, quoted.date.isoformat()] if quoted else None,
            "values": {name: list(both) for name, both in contract.values.items()},
            "choices": dict(contract.choices),
            "annexes": [asdict(one) for one in contract.annexes],
        },
    }


def line_values(contract: Contract) -> list[dict[str, Any]]:
    """The columns of the line rows, without ids."""
    return [
        {
            "kind": line.kind, "product_id": line.product_id, "code": line.code,
            "customer_part_no": line.customer_part_no, "name_zh": line.name, "name_en": line.name_en,
            "specification": line.specification, "specification_en": line.specification_en,
            "quantity": line.quantity, "unit": line.unit, "unit_price": line.unit_price,
            "vat_rate": line.vat_rate, "net": line.net, "tax": line.tax,
            "gross": line.amount, "delivery_date": line.delivery_date,
        }
        for line in contract.lines
    ]  # fmt: skip


def clause_values(contract: Contract) -> list[dict[str, Any]]:
    """The columns of the clause rows, their ids where they have one."""
    return [
        {
            "id": one.id, "heading": one.number, "library_key": one.library_key,
            "library_version": one.library_version, "edited": one.edited, "bold": one.bold,
            "text_zh": one.zh, "text_en": one.en,
        }
        for one in contract.clauses
    ]  # fmt: skip


def contract_of(
    head: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    clauses: Sequence[Mapping[str, Any]],
    tables: Mapping[str, str],
) -> Contract:
    """The content of a contract from its rows; `tables` says after which library clauses a table stands."""
    terms = head["terms"]
    return Contract(
        seller=Party(**head["seller"]),
        buyer=Party(**head["buyer"]),
        lines=tuple(_line(row) for row in lines),
        clauses=tuple(_clauses(clauses, tables)),
        payment=payment_terms(head["payment"]),
        quote_id=head["quote_id"],
        delivery_date=dt.date.fromisoformat(terms["delivery_date"]) if terms.get("delivery_date") else None,
        quotation=_quotation(terms.get("quotation")),
        values={name: (both[0], both[1]) for name, both in terms.get("values", {}).items()},
        choices=terms.get("choices", {}),
        annexes=tuple(Annex(**one) for one in terms.get("annexes", ())),
        **{name: head[name] for name in _HEAD_FIELDS},
        **{name: terms[name] for name in _TERM_FIELDS if name in terms},
    )


def _quotation(data: Sequence[Any] | None) -> QuotationRef | None:
    return QuotationRef(data[0], data[1], dt.date.fromisoformat(data[2])) if data else None


def _line(row: Mapping[str, Any]) -> ContractLine:
    return ContractLine(
        name=row["name_zh"], quantity=row["quantity"], unit=row["unit"], unit_price=row["unit_price"],
        amount=row["gross"], vat_rate=row["vat_rate"], name_en=row["name_en"], code=row["code"],
        customer_part_no=row["customer_part_no"], specification=row["specification"],
        delivery_date=row["delivery_date"], kind=row["kind"], product_id=row["product_id"], net=row["net"],
        tax=row["tax"], specification_en=row["specification_en"],
    )  # fmt: skip


def _clauses(found: Sequence[Mapping[str, Any]], tables: Mapping[str, str]) -> list[Clause]:
    made: list[Clause] = []
    for row in sorted(found, key=lambda row: (row["heading"], row["position"])):
        number = row["heading"]
        place = 1 + sum(one.number == number for one in made) if number else 0
        made.append(
            Clause(
                number, _KEYS.get(number, "effect"), row["text_zh"], row["text_en"], place, row["library_key"],
                row["library_version"], row["edited"], row["bold"], tables.get(row["library_key"], ""), row["id"],
            )
        )  # fmt: skip
    return made
