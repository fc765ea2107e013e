"""Reads a quotation from a JSON document, as docs/cli.md describes it."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes_pricing import Priced, Wanted, price
from orderdesk_gui.actions.quotes_saving import blank
from orderdesk_gui.cli.showing import find
from orderdesk_gui.rules.language import UserError, message
from orderdesk_gui.rules.money import CURRENCIES, parse_decimal
from orderdesk_gui.rules.payment_parse import parse_terms
from orderdesk_gui.rules.quotes import LINE_KINDS, Quote, QuoteLine

LONGEST = 40
MOST_DAYS = 3650
TAX_MODES = ("inclusive", "exclusive")
_HEAD = {"customer", "lines", "date", "valid_until", "currency", "tax_mode", "payment", "delivery_place",
         "delivery_method", "lead_days", "incoterm", "warranty", "remarks", "remarks_en", "discount_percent",
         "discount_amount", "freight", "customer_po", "project"}  # fmt: skip
_LINE = {"product", "quantity", "price", "discount", "name", "name_en", "specification", "unit", "vat_rate", "kind",
         "customer_part_no", "delivery_date", "remark"}  # fmt: skip


def content(desk: Desk, given: Mapping[str, Any]) -> Quote:
    """The quotation that `given` describes. UserError names the field that is wrong."""
    _only(given, _HEAD, "")
    if not _text(given, "customer"):
        raise UserError("The customer is missing. Write a name or code.", field="customer")
    quote = blank(desk, _found(desk, "customer", _text(given, "customer"), "customer"))
    terms = quote.terms
    if given.get("payment"):
        terms = replace(terms, payment=parse_terms(_text(given, "payment")))
    named = ("delivery_place", "delivery_method", "incoterm", "warranty")
    texts: dict[str, Any] = {key: _text(given, key) for key in named if key in given}
    terms = replace(
        terms, **texts, remarks_zh=_text(given, "remarks"), remarks_en=_text(given, "remarks_en"),
        lead_days=_days(given, "lead_days"),
    )  # fmt: skip
    quote = replace(
        quote,
        terms=terms,
        date=_date(given, "date") or quote.date,
        valid_until=_date(given, "valid_until") or quote.valid_until,
        currency=_currency(given, quote.currency),
        tax_mode=_one_of(given, "tax_mode", TAX_MODES, quote.tax_mode),
        discount_percent=_number(given, "discount_percent", "") or Decimal(0),
        discount_amount=_number(given, "discount_amount", "") or Decimal(0),
        freight=_number(given, "freight", "") or Decimal(0),
    )
    lines = given.get("lines")
    if not isinstance(lines, list) or not lines:
        raise UserError("The quotation has no lines. Write a list of at least one.", field="lines")
    return replace(quote, lines=_lines(desk, quote, lines))


def _lines(desk: Desk, quote: Quote, given: list[Any]) -> tuple[QuoteLine, ...]:
    wanted: list[Wanted | None] = []
    for place, line in enumerate(given):
        at = f"lines.{place}."
        if not isinstance(line, dict):
            raise UserError(
                'Line {line} is not an object. Write one like {{"product": "A1", "quantity": 10}}.',
                field=at.rstrip("."),
                line=place + 1,
            )
        _only(line, _LINE, at)
        quantity = _number(line, "quantity", at)
        if quantity is None:
            raise UserError(
                "Line {line}: the quantity is missing. Write a number.", field=f"{at}quantity", line=place + 1
            )
        name = _text(line, "product", at)
        product = _found(desk, "product", name, f"{at}product") if name else None
        discount = _number(line, "discount", at)
        if discount is not None and not 0 <= discount < 1:
            raise UserError("Enter a discount of 0 % to below 100 %.", field=f"{at}discount")
        wanted.append(Wanted(product, quantity, _number(line, "price", at), discount) if product else None)
    priced = iter(
        price(
            desk, [one for one in wanted if one], customer_id=quote.customer_id, on=quote.date,
            currency=quote.currency, tax_mode=quote.tax_mode,
        )
    )  # fmt: skip
    return tuple(
        _line(line, next(priced) if one else None, f"lines.{place}.", place, quote.freight_vat_rate)
        for place, (line, one) in enumerate(zip(given, wanted, strict=True))
    )


def _line(given: Mapping[str, Any], found: Priced | None, at: str, place: int, free_rate: Decimal) -> QuoteLine:
    """One line; `free_rate` is the VAT rate of one without a product, as for freight: none abroad."""
    manual = _number(given, "price", at)
    unit_price = manual if manual is not None else found.price.unit_price if found else None
    if unit_price is None:
        problem = found.price.problem if found else None
        raise UserError(
            "Line {line}: there is no price. {reason}",
            field=f"{at}price", line=place + 1, reason=problem or message("Write one, or name a product that has one."),
        )  # fmt: skip
    kind = _one_of(given, "kind", LINE_KINDS, "goods", at)
    quantity = _number(given, "quantity", at)
    rate = _number(given, "vat_rate", at)
    return QuoteLine(
        quantity=quantity if quantity is not None else Decimal(0),
        unit_price=unit_price,
        vat_rate=rate if rate is not None else found.vat_rate if found else free_rate,
        product_id=found.product_id if found else None,
        kind=kind,
        code=found.code if found else "",
        customer_part_no=_text(given, "customer_part_no", at),
        name_zh=_text(given, "name", at) or (found.name_zh if found else ""),
        name_en=_text(given, "name_en", at) or (found.name_en if found else ""),
        specification=_text(given, "specification", at) or (found.specification if found else ""),
        unit=_text(given, "unit", at) or (found.unit if found else ""),
        list_price=found.price.list_price if found else None,
        discount=_number(given, "discount", at) or Decimal(0),
        manual=manual is not None or found is None,
        price_list_id=found.price.price_list_id if found else None,
        price_list_revision=found.price.price_list_revision if found else None,
        delivery_date=_date(given, "delivery_date", at),
        lead_days=found.lead_days if found else None,
        remark=_text(given, "remark", at),
    )


def _only(given: Mapping[str, Any], known: set[str], at: str) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise UserError("Unknown field {field_name}. Known are: {known}.", field=f"{at}{unknown[0]}",
                        field_name=f"{at}{unknown[0]}", known=", ".join(sorted(known)))  # fmt: skip


def _found(desk: Desk, table: str, name: str, at: str) -> uuid.UUID:
    """As `find`, and an error names the field of the file."""
    try:
        return find(desk, table, name)
    except UserError as error:
        raise UserError(error.message, field=at) from error


def _text(given: Mapping[str, Any], key: str, at: str = "") -> str:
    value = given.get(key)
    if isinstance(value, list | dict | bool):
        raise UserError("{field_name} must be a text.", field=f"{at}{key}", field_name=f"{at}{key}")
    return "" if value is None else str(value)


def _one_of(given: Mapping[str, Any], key: str, known: Sequence[str], usual: str, at: str = "") -> Any:
    value = given.get(key, usual)
    if value not in known:
        raise UserError("{field_name} must be one of {words}.", field=f"{at}{key}", field_name=f"{at}{key}",
                        words=", ".join(known))  # fmt: skip
    return value


def _currency(given: Mapping[str, Any], usual: str) -> str:
    named = _text(given, "currency").upper() or usual
    if named not in CURRENCIES:
        raise UserError(
            "The currency {currency} is not known. Use an ISO code such as CNY, USD or EUR.",
            field="currency",
            currency=named[:LONGEST],
        )
    return named


def _number(given: Mapping[str, Any], key: str, at: str) -> Decimal | None:
    value = given.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise UserError("{field_name} must be a number.", field=f"{at}{key}", field_name=f"{at}{key}")
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < LONGEST:
        value = format(value, "f")  # 1e12 is a number in JSON
    return parse_decimal(str(value), field=f"{at}{key}")


def _days(given: Mapping[str, Any], key: str) -> int | None:
    days = _number(given, key, "")
    if days is None:
        return None
    if days < 0 or days != int(days) or days > MOST_DAYS:
        raise UserError("{field_name} must be a whole number of days.", field=key, field_name=key)
    return int(days)


def _date(given: Mapping[str, Any], key: str, at: str = "") -> dt.date | None:
    value = given.get(key)
    if not value:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise UserError("{value} is not a date. Write it like 2026-11-21.", field=f"{at}{key}", value=value) from error
