"""Checks a quotation before it is kept or submitted: every problem with its field and remedy."""

from decimal import Decimal

from orderdesk_gui.rules.language import Message, UserError
from orderdesk_gui.rules.money import (
    AMOUNT_LIMIT,
    PRICE_PLACES,
    QUANTITY_PLACES,
    check_number,
    minor_units,
)
from orderdesk_gui.rules.payment import check_terms
from orderdesk_gui.rules.problems import Problem, caught, error, refuse_errors, warning
from orderdesk_gui.rules.quotes import LINE_KINDS, Quote, QuoteLine, quote_totals
from orderdesk_gui.rules.vat import TAX_MODES

QUANTITY_LIMIT = Decimal(10) ** 9
PRICE_LIMIT = Decimal(10) ** 12
NAME_LENGTH = 300
TEXT_LENGTH = 4000
MOST_LINES = 2000


def check_quote(quote: Quote) -> tuple[Problem, ...]:
    """Everything wrong with `quote`; errors stop it from being submitted, warnings do not."""
    problems = caught(lambda: minor_units(quote.currency))
    if quote.tax_mode not in TAX_MODES:
        problems.append(error("tax_mode", "Choose whether prices are with or without tax."))
    if not quote.lines:
        problems.append(error("lines", "The quotation has no line. Add a product or a free line."))
    if len(quote.lines) > MOST_LINES:
        problems.append(error("lines", "A quotation holds at most {most} lines. Make a second one.", most=MOST_LINES))
    problems += [problem for at, line in enumerate(quote.lines) for problem in check_line(line, f"lines.{at}")]
    problems += _check_dates(quote)
    problems += _check_discount(quote)
    problems += caught(lambda: check_terms(quote.terms.payment))
    problems += _check_texts(quote)
    if not any(problem.severity == "error" for problem in problems):
        problems += _check_total(quote)
    return tuple(problems)


def require_valid(quote: Quote) -> None:
    """UserError with the first error of :func:`check_quote`."""
    refuse_errors(check_quote(quote))


def check_line(line: QuoteLine, at: str) -> list[Problem]:
    """What is wrong with one line; `at` is its path, ``lines.2``."""
    problems = [
        *caught(lambda: _check_quantity(line.quantity, f"{at}.quantity")),
        *caught(lambda: _check_price(line.unit_price, f"{at}.unit_price")),
        *caught(lambda: check_vat_rate(line.vat_rate, f"{at}.vat_rate")),
    ]
    if line.kind not in LINE_KINDS:
        problems.append(error(f"{at}.kind", "Choose what kind of line this is."))
    if not (line.name_zh.strip() or line.name_en.strip()):
        problems.append(error(f"{at}.name_zh", "The line has no name. Choose a product or write one."))
    if not line.unit.strip():
        problems.append(error(f"{at}.unit", "The line has no unit. Enter one, such as 件 or pc."))
    if line.lead_days is not None and not 0 <= line.lead_days <= 3650:
        problems.append(error(f"{at}.lead_days", "Enter a lead time of 0 to 3650 days."))
    for name, most in (
        ("name_zh", NAME_LENGTH), ("name_en", NAME_LENGTH), ("code", 100), ("customer_part_no", 100),
        ("unit", 20), ("specification", TEXT_LENGTH), ("remark", TEXT_LENGTH),
    ):  # fmt: skip
        problems += check_length(getattr(line, name), most, f"{at}.{name}")
    if not line.unit_price and not problems:
        problems.append(warning(f"{at}.unit_price", "The price is zero. Leave it so only for goods given free."))
    return problems


def check_length(text: str, most: int, field: str) -> list[Problem]:
    """A problem when `text` is longer than `most` characters."""
    if len(text) <= most:
        return []
    return [error(field, "The text has {length} characters, {most} fit. Shorten it.", length=len(text), most=most)]


def check_vat_rate(rate: Decimal, field: str) -> None:
    """UserError unless the rate is a fraction of 0 to 0.5 with at most six decimals."""
    check_number(rate, field=field, places=6, limit=AMOUNT_LIMIT)
    if not 0 <= rate <= Decimal("0.5"):
        raise UserError("Enter a VAT rate of 0 to 50 %.", field=field)


def _check_quantity(quantity: Decimal, field: str) -> None:
    check_number(quantity, field=field, places=QUANTITY_PLACES, limit=QUANTITY_LIMIT)
    if quantity <= 0:
        raise UserError("Enter a quantity above zero.", field=field)


def _check_price(price: Decimal, field: str) -> None:
    check_number(price, field=field, places=PRICE_PLACES, limit=PRICE_LIMIT)
    if price < 0:
        raise UserError("Enter a price of zero or more; write deductions as a discount.", field=field)


def _check_dates(quote: Quote) -> list[Problem]:
    problems = []
    if quote.valid_until and quote.valid_until < quote.date:
        problems.append(error("valid_until", "The offer would end before its own date. Choose a later day."))
    if quote.valid_until is None:
        problems.append(warning("valid_until", "The offer has no last day. Enter one, so that it can expire."))
    for at, line in enumerate(quote.lines):
        if line.delivery_date and line.delivery_date < quote.date:
            problems.append(
                error(f"lines.{at}.delivery_date", "The delivery date is before the quotation. Choose a later day.")
            )
    return problems


def _check_discount(quote: Quote) -> list[Problem]:
    problems = caught(lambda: _check_amount(quote.discount_amount, "discount_amount", quote.currency))
    problems += caught(lambda: _check_amount(quote.freight, "freight", quote.currency))
    problems += caught(lambda: check_vat_rate(quote.freight_vat_rate, "freight_vat_rate"))
    if not (quote.discount_percent.is_finite() and 0 <= quote.discount_percent < 1):
        problems.append(error("discount_percent", "Enter a discount of 0 % to below 100 %."))
    if quote.discount_amount and quote.discount_percent:
        problems.append(error("discount_amount", "Enter the discount as an amount or as a percentage, not both."))
    return problems


def _check_amount(amount: Decimal, field: str, currency: str) -> None:
    check_number(amount, field=field, places=minor_units(currency), limit=AMOUNT_LIMIT)
    if amount < 0:
        raise UserError("Enter an amount of zero or more.", field=field)


def _check_texts(quote: Quote) -> list[Problem]:
    terms = quote.terms
    problems = []
    for name, text, most in (
        ("delivery_place", terms.delivery_place, NAME_LENGTH),
        ("delivery_method", terms.delivery_method, NAME_LENGTH),
        ("incoterm", terms.incoterm, 100),
        ("warranty", terms.warranty, NAME_LENGTH),
        ("remarks_zh", terms.remarks_zh, TEXT_LENGTH),
        ("remarks_en", terms.remarks_en, TEXT_LENGTH),
    ):
        problems += check_length(text, most, f"terms.{name}")
    return problems


def _check_total(quote: Quote) -> list[Problem]:
    problems = caught(lambda: quote_totals(quote))
    if not problems and quote_totals(quote).total.gross >= AMOUNT_LIMIT:
        too_large = Message("The total is too large. Check quantities and prices.")
        problems.append(Problem("lines", too_large))
    return problems
