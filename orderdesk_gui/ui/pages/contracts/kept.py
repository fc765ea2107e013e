"""What a person typed in a contract, as values that a draft keeps, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from orderdesk_gui.rules.contracts import Annex, Clause, Contract
from orderdesk_gui.rules.payment import PaymentTerms, Share


def to_json(contract: Contract) -> dict[str, Any]:
    """What a person may change in a contract, as values that JSON can hold."""
    clauses = [{**asdict(one), "id": one.id.hex if one.id else None} for one in contract.clauses]
    payment = asdict(contract.payment)
    return {
        "title": contract.title, "date": contract.date.isoformat(), "place": contract.place,
        "language": contract.language, "values": {name: list(both) for name, both in contract.values.items()},
        "choices": dict(contract.choices), "clauses": clauses, "annexes": [asdict(one) for one in contract.annexes],
        "payment": {**payment, "shares": [{**one, "share": str(one["share"])} for one in payment["shares"]]},
    }  # fmt: skip


def from_json(content: Mapping[str, Any], saved: Contract) -> Contract:
    """`saved` with what :func:`to_json` kept of a contract."""
    clauses = tuple(Clause(**{**one, "id": UUID(one["id"]) if one["id"] else None}) for one in content["clauses"])
    return replace(
        saved, title=content["title"], date=dt.date.fromisoformat(content["date"]), place=content["place"],
        language=content["language"], choices=content["choices"], clauses=clauses,
        values={name: (both[0], both[1]) for name, both in content["values"].items()},
        annexes=tuple(Annex(**one) for one in content.get("annexes", ())),
        payment=_payment(content["payment"]) if "payment" in content else saved.payment,
    )  # fmt: skip


def _payment(data: Mapping[str, Any]) -> PaymentTerms:
    shares = tuple(Share(**{**one, "share": Decimal(one["share"])}) for one in data["shares"])
    return PaymentTerms(**{**data, "shares": shares})
