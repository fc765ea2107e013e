"""What a contract's data say to its template: kinds of payment and delivery, and the payment schedule."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from orderdesk_gui.rules.contract_library import fact_defaults
from orderdesk_gui.rules.contracts import Contract
from orderdesk_gui.rules.money import multiply, round_amount
from orderdesk_gui.rules.payment import PaymentTerms, Share

INCOTERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
_COLLECTED = re.compile(r"自提|提货|工厂交货|\bEXW\b|ex[- ]?works|collect", re.IGNORECASE)
_CARRIER = re.compile(r"代办|承运|物流|托运|快递|到付|carrier|courier", re.IGNORECASE)


def facts_of(contract: Contract) -> dict[str, str]:
    """Every fact of the vocabulary for `contract`; what a person or the template chose comes last and wins."""
    terms = contract.payment
    found = {
        "language": contract.language,
        "price.tax_mode": contract.tax_mode,
        "payment.kind": terms.kind,
        "payment.pattern": payment_pattern(terms),
        "payment.monthly_basis": "statement_day" if terms.statement_day else "month_end",
        "payment.means": terms.means,
        "payment.advance": _yes(terms.prepaid_share > 0),
        "payment.deposit": _yes(terms.deposit_share > 0),
        "payment.retention": _yes(terms.retention_share > 0),
        "delivery.mode": delivery_mode(contract.delivery_method, contract.trade_term),
        "delivery.incoterm": incoterm(contract.trade_term)[0],
        "delivery.receiver": _yes(bool(contract.buyer.contact and contract.buyer.phone)),
        "price.tooling": _yes(contract.tooling),
        "quotation": _yes(contract.quotation is not None),
        "annexes": _yes(bool(contract.annexes)),
    }
    return {**fact_defaults(), **found, **contract.choices}


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def payment_pattern(terms: PaymentTerms) -> str:
    """advance_balance (two shares, all paid before the goods leave), advance_balance_retention, else other.

    With a deposit it is other, so that the schedule names the deposit beside the rest.
    """
    triggers = tuple(part.trigger for part in terms.shares)
    if terms.kind == "split" and not terms.deposit_share:
        if triggers == ("signing", "before_shipment"):
            return "advance_balance"
        if triggers == ("signing", "before_shipment", "retention"):
            return "advance_balance_retention"
    return "other"


def delivery_mode(method: str, trade_term: str = "") -> str:
    """to_buyer, ex_works or carrier, as the words of the quotation say; to the buyer where they say nothing."""
    if _COLLECTED.search(f"{method} {trade_term}"):
        return "ex_works"
    return "carrier" if _CARRIER.search(method) else "to_buyer"


def incoterm(trade_term: str) -> tuple[str, str]:
    """Term and named place of ``FOB Shanghai, Incoterms 2020``; FCA where there is no term."""
    words = re.sub(r"[,，（(]?\s*incoterms.*$", "", trade_term.strip(), flags=re.IGNORECASE).split(None, 1)
    if words and words[0].upper().strip(",，") in INCOTERMS:
        return words[0].upper().strip(",，"), words[1].strip() if len(words) > 1 else ""
    return "FCA", " ".join(words)


@dataclass(frozen=True, slots=True)
class Instalment:
    """A share of the price with its amount, rounded; all of them add up to the total."""

    part: Share
    amount: Decimal


def schedule(terms: PaymentTerms, total: Decimal, currency: str) -> tuple[Instalment, ...]:
    """The shares of `total` to the minor unit; what rounding leaves goes on the last. Source: domain 2.2."""
    made: list[Instalment] = []
    rest = total
    for place, part in enumerate(terms.shares):
        last = place == len(terms.shares) - 1
        amount = rest if last else round_amount(multiply(total, part.share), currency)
        rest -= amount
        made.append(Instalment(part, amount))
    return tuple(made)


def instalment(terms: PaymentTerms, total: Decimal, currency: str, trigger: str) -> Instalment | None:
    """The first share that waits for `trigger` (for a deposit: ``deposit``), with its amount; None without one."""
    for one in schedule(terms, total, currency):
        if one.part.trigger == trigger or (trigger == "deposit" and one.part.deposit):
            return one
    return None


@cache  # a calendar takes longer to make than to ask, and a contract asks often
def workdays_after(start: datetime.date, days: int) -> datetime.date:
    """The day that is `days` working days after `start` in mainland China.

    Source: domain 2.1, CC 201-203 (the first day is not counted).
    """
    import holidays  # slow to import, and only contracts need it

    return holidays.country_holidays("CN").get_nth_working_day(start, days) if days else start


def delivery_day(contract: Contract, default_lead_days: int) -> datetime.date:
    """The last day of delivery: as agreed, else that of the latest line, else after the lead time."""
    days = [line.delivery_date for line in contract.lines if line.delivery_date]
    if contract.delivery_date or days:
        return contract.delivery_date or max(days)
    return workdays_after(contract.date, contract.lead_days or default_lead_days)


def city_of(address: str) -> str:
    """``江苏省苏州市`` of a Chinese address, empty where it names no city."""
    found = re.match(r"\s*((?:[\u4e00-\u9fff]{2,6}?(?:省|自治区))?[\u4e00-\u9fff]{2,6}?市)", address)
    return found[1] if found else ""


def months_of(warranty: str) -> int | None:
    """The months in ``质保 12 个月`` or ``1 year``; None where it names none."""
    months = re.search(r"(\d{1,3})\s*(?:个?月|months?)", warranty, re.IGNORECASE)
    years = re.search(r"(\d{1,2})\s*(?:年|years?)", warranty, re.IGNORECASE)
    return int(months[1]) if months else int(years[1]) * 12 if years else None
