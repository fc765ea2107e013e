"""Keeps payment terms and sentences as small JSON documents, and reads them back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from orderdesk_gui.rules.language import Message
from orderdesk_gui.rules.payment import PaymentTerms, Share


def payment_data(terms: PaymentTerms) -> dict[str, Any]:
    """`terms` as a JSON document."""
    return {
        "kind": terms.kind,
        "days": terms.days,
        "statement_day": terms.statement_day,
        "means": terms.means,
        "shares": [
            {"share": str(part.share), "trigger": part.trigger, "days": part.days, "deposit": part.deposit}
            for part in terms.shares
        ],
    }


def payment_terms(data: Mapping[str, Any] | None) -> PaymentTerms:
    """The terms that :func:`payment_data` wrote; the default ones for None."""
    if data is None:
        return PaymentTerms()
    shares = tuple(
        Share(Decimal(part["share"]), part["trigger"], part["days"], part["deposit"]) for part in data["shares"]
    )
    return PaymentTerms(data["kind"], data["days"], data["statement_day"], shares, data["means"])


def message_data(sentence: Message) -> dict[str, Any]:
    """A sentence as a JSON document, still untranslated."""
    values = {
        key: message_data(value) if isinstance(value, Message) else str(value) for key, value in sentence.values.items()
    }
    return {"text": sentence.text, "values": values}


def message_of(data: Mapping[str, Any]) -> Message:
    """The sentence that :func:`message_data` wrote."""
    values = {key: message_of(value) if isinstance(value, dict) else value for key, value in data["values"].items()}
    return Message(data["text"], values)
