"""Turns the content of a quotation into rows and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from orderdesk_gui.rules.quotes import Quote, QuoteLine, QuoteTerms, QuoteTotals
from orderdesk_gui.store.terms import payment_data, payment_terms

_LINE_FIELDS = (
    "quantity", "unit_price", "vat_rate", "product_id", "kind", "code", "customer_part_no", "name_zh", "name_en",
    "specification", "unit", "list_price", "discount", "manual", "price_list_id", "price_list_revision",
    "delivery_date", "lead_days", "remark",
)  # fmt: skip
_TERM_FIELDS = (
    "delivery_place", "delivery_method", "lead_days", "incoterm", "warranty", "remarks_zh", "remarks_en",
)  # fmt: skip
_REVISION_FIELDS = (
    "date", "currency", "tax_mode", "discount_amount", "discount_percent", "discount_style", "freight",
    "freight_vat_rate", "contact_id",
)  # fmt: skip


def revision_values(quote: Quote, totals: QuoteTotals) -> dict[str, Any]:
    """The columns of a revision row that hold the content of `quote`."""
    values = {field: getattr(quote, field) for field in _REVISION_FIELDS}
    values.update({field: getattr(quote.terms, field) for field in _TERM_FIELDS})
    return {
        **values,
        "valid_until": quote.valid_until or quote.date,
        "payment": payment_data(quote.terms.payment),
        "net": totals.total.net,
        "tax": totals.total.tax,
        "total": totals.total.gross,
    }


def line_values(quote: Quote, totals: QuoteTotals) -> list[dict[str, Any]]:
    """The columns of the line rows, without ids, costs and price steps."""
    return [
        {
            **{field: getattr(line, field) for field in _LINE_FIELDS},
            "net": amounts.net,
            "tax": amounts.tax,
            "gross": amounts.gross,
        }
        for line, amounts in zip(quote.lines, totals.lines, strict=True)
    ]


def quote_of(head: Mapping[str, Any], revision: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> Quote:
    """The content of a revision from its rows."""
    terms = QuoteTerms(payment=payment_terms(revision["payment"]), **{field: revision[field] for field in _TERM_FIELDS})
    return Quote(
        customer_id=head["customer_id"],
        company_id=head["company_id"],
        inquiry_id=head["inquiry_id"],
        valid_until=revision["valid_until"],
        terms=terms,
        lines=tuple(QuoteLine(**{field: line[field] for field in _LINE_FIELDS}) for line in lines),
        **{field: revision[field] for field in _REVISION_FIELDS},
    )
