"""Reads a quotation from a JSON document, as docs/cli.md describes it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes_pricing import Priced, Wanted, price
from orderdesk_gui.actions.quotes_saving import blank
from orderdesk_gui.cli.json_fields import currency, date, days, found, number, objects, one_of, only, text
from orderdesk_gui.rules.language import UserError, message
from orderdesk_gui.rules.payment_parse import parse_terms
from orderdesk_gui.rules.quotes import LINE_KINDS, Quote, QuoteLine

TAX_MODES = ("inclusive", "exclusive")
_HEAD = {"customer", "lines", "date", "valid_until", "currency", "tax_mode", "payment", "delivery_place",
         "delivery_method", "lead_days", "incoterm", "warranty", "remarks", "remarks_en", "discount_percent",
         "discount_amount", "freight", "customer_po", "project"}  # fmt: skip
_LINE = {"product", "quantity", "price", "discount", "name", "name_en", "specification", "unit", "vat_rate", "kind",
         "customer_part_no", "delivery_date", "remark"}  # fmt: skip


def content(desk: Desk, given: Mapping[str, Any]) -> Quote:
    """The quotation that `given` describes. UserError names the field that is wrong."""
    only(given, _HEAD, "")
    if not text(given, "customer"):
        raise UserError("The customer is missing. Write a name or code.", field="customer")
    quote = blank(desk, found(desk, "customer", text(given, "customer"), "customer"))
    terms = quote.terms
    if given.get("payment"):
        terms = replace(terms, payment=parse_terms(text(given, "payment")))
    named = ("delivery_place", "delivery_method", "incoterm", "warranty")
    texts: dict[str, Any] = {key: text(given, key) for key in named if key in given}
    terms = replace(
        terms, **texts, remarks_zh=text(given, "remarks"), remarks_en=text(given, "remarks_en"),
        lead_days=days(given, "lead_days"),
    )  # fmt: skip
    quote = replace(
        quote,
        terms=terms,
        date=date(given, "date") or quote.date,
        valid_until=date(given, "valid_until") or quote.valid_until,
        currency=currency(given, quote.currency),
        tax_mode=one_of(given, "tax_mode", TAX_MODES, quote.tax_mode),
        discount_percent=number(given, "discount_percent", "") or Decimal(0),
        discount_amount=number(given, "discount_amount", "") or Decimal(0),
        freight=number(given, "freight", "") or Decimal(0),
    )
    return replace(quote, lines=lines(desk, quote, given))


def lines(
    desk: Desk, quote: Quote, given: Mapping[str, Any], more: frozenset[str] = frozenset()
) -> tuple[QuoteLine, ...]:
    """The lines that `given` describes, priced for `quote`; a line may also have the fields `more`."""
    described = objects(given, "lines")
    wanted: list[Wanted | None] = []
    for place, line in enumerate(described):
        at = f"lines.{place}."
        only(line, _LINE | more, at)
        quantity = number(line, "quantity", at)
        if quantity is None:
            raise UserError(
                "Line {line}: the quantity is missing. Write a number.", field=f"{at}quantity", line=place + 1
            )
        name = text(line, "product", at)
        product = found(desk, "product", name, f"{at}product") if name else None
        discount = number(line, "discount", at)
        if discount is not None and not 0 <= discount < 1:
            raise UserError("Enter a discount of 0 % to below 100 %.", field=f"{at}discount")
        wanted.append(Wanted(product, quantity, number(line, "price", at), discount) if product else None)
    priced = iter(
        price(
            desk, [one for one in wanted if one], customer_id=quote.customer_id, on=quote.date,
            currency=quote.currency, tax_mode=quote.tax_mode,
        )
    )  # fmt: skip
    return tuple(
        _line(line, next(priced) if one else None, f"lines.{place}.", place, quote.freight_vat_rate)
        for place, (line, one) in enumerate(zip(described, wanted, strict=True))
    )


def _line(given: Mapping[str, Any], found: Priced | None, at: str, place: int, free_rate: Decimal) -> QuoteLine:
    """One line; `free_rate` is the VAT rate of one without a product, as for freight: none abroad."""
    manual = number(given, "price", at)
    unit_price = manual if manual is not None else found.price.unit_price if found else None
    if unit_price is None:
        problem = found.price.problem if found else None
        raise UserError(
            "Line {line}: there is no price. {reason}",
            field=f"{at}price", line=place + 1, reason=problem or message("Write one, or name a product that has one."),
        )  # fmt: skip
    kind = one_of(given, "kind", LINE_KINDS, "goods", at)
    quantity = number(given, "quantity", at)
    rate = number(given, "vat_rate", at)
    return QuoteLine(
        quantity=quantity if quantity is not None else Decimal(0),
        unit_price=unit_price,
        vat_rate=rate if rate is not None else found.vat_rate if found else free_rate,
        product_id=found.product_id if found else None,
        kind=kind,
        code=found.code if found else "",
        customer_part_no=text(given, "customer_part_no", at),
        name_zh=text(given, "name", at) or (found.name_zh if found else ""),
        name_en=text(given, "name_en", at) or (found.name_en if found else ""),
        specification=text(given, "specification", at) or (found.specification if found else ""),
        unit=text(given, "unit", at) or (found.unit if found else ""),
        list_price=found.price.list_price if found else None,
        discount=number(given, "discount", at) or Decimal(0),
        manual=manual is not None or found is None,
        price_list_id=found.price.price_list_id if found else None,
        price_list_revision=found.price.price_list_revision if found else None,
        delivery_date=date(given, "delivery_date", at),
        lead_days=found.lead_days if found else None,
        remark=text(given, "remark", at),
    )
