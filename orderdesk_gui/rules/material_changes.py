"""Tells changes of a quotation that need a new approval from those that do not.

Source: domain 8, CC 488: subject, quantity, quality, price, term, place and method are material.
"""

from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.quote_comparison import pair_lines
from orderdesk_gui.rules.quotes import Quote, QuoteLine

_TERM_FIELDS: tuple[tuple[str, Message], ...] = (
    ("payment", message("payment terms")),
    ("lead_days", message("lead time")),
    ("delivery_place", message("delivery place")),
    ("delivery_method", message("delivery method")),
    ("incoterm", message("trade term")),
    ("warranty", message("warranty")),
)
_LINE_FIELDS: tuple[tuple[tuple[str, ...], Message], ...] = (
    (("product_id", "kind", "code", "name_zh", "name_en"), message("subject")),
    (("quantity", "unit"), message("quantity")),
    (("specification",), message("quality")),
    (("unit_price", "vat_rate"), message("price")),
    (("delivery_date", "lead_days"), message("lead time")),
)


def material_changes(old: Quote, new: Quote) -> tuple[Message, ...]:
    """What changed that counts, each once; empty when only contacts, remarks and the like did."""
    found: list[Message] = []
    if old.customer_id != new.customer_id or old.company_id != new.company_id:
        found.append(message("parties"))
    for before, after in pair_lines(old.lines, new.lines):
        found += _line_changes(before, after)
    if _price_terms(old) != _price_terms(new):
        found.append(message("price"))
    found += [name for field, name in _TERM_FIELDS if getattr(old.terms, field) != getattr(new.terms, field)]
    if old.valid_until != new.valid_until:
        found.append(message("validity"))
    return tuple({change.text: change for change in found}.values())


def _price_terms(quote: Quote) -> tuple[object, ...]:
    return (
        quote.currency,
        quote.tax_mode,
        quote.discount_amount,
        quote.discount_percent,
        quote.freight,
        quote.freight_vat_rate,
    )


def _line_changes(before: QuoteLine | None, after: QuoteLine | None) -> list[Message]:
    if before is None or after is None:
        return [message("subject")]
    return [
        name
        for fields, name in _LINE_FIELDS
        if any(getattr(before, field) != getattr(after, field) for field in fields)
    ]
