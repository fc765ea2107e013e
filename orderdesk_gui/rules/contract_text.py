"""Fills the placeholders of clauses from the data of a contract, per language, and names those left open."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from orderdesk_gui.rules import contract_facts as facts
from orderdesk_gui.rules.contract_library import vocabulary
from orderdesk_gui.rules.contracts import Clause, Contract, Party
from orderdesk_gui.rules.money import format_amount, format_number
from orderdesk_gui.rules.payment import Share
from orderdesk_gui.rules.words import CHINESE_NAMES, ENGLISH_NAMES, amount_in_words

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)\}")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_COUNT_ZH = "零壹贰叁肆伍陆柒捌玖拾"
_COUNT_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LC_DAYS = 15


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the placeholders in `text`, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders filled; one without a value (or an empty one) stays, to be seen."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1]) or found[0], text)


def named(text: str, language: str) -> str:
    """`text` with what is still open called by what it stands for, as people read it: ``{交货地点}``."""
    known, zh = vocabulary(), language == "zh"

    def label(found: re.Match[str]) -> str:
        one = known.get(found[1])
        return f"{{{(one.label_zh if zh else one.label_en) if one else found[1]}}}"

    return PLACEHOLDER.sub(label, text)


def long_date(day_text: str, language: str) -> str:
    """An ISO date as papers print it: ``2026年11月21日``, ``21 November 2026``."""
    year, month, day = day_text.split("-")
    if language == "zh":
        return f"{year}年{int(month)}月{int(day)}日"
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def contract_values(contract: Contract, language: str) -> dict[str, str]:
    """What every placeholder says in ``zh`` or ``en``, by the names of the vocabulary.

    What the data say comes before the default; a value that a person set comes before both. An empty text
    is a fact that is missing.
    """
    at = 0 if language == "zh" else 1
    defaults = {
        name: _counted(one.kind, (one.default_zh, one.default_en)[at] or "", language)
        for name, one in vocabulary().items()
    }
    data = {
        **_papers(contract, language),
        **_totals(contract, language),
        **_delivery(contract, language),
        **_payment(contract, language),
        **_party("seller", contract.seller, language),
        **_party("buyer", contract.buyer, language),
    }
    given = {
        name: _shown(vocabulary()[name].kind, both[at] or both[1 - at], language, contract)
        for name, both in contract.values.items()
        if name in vocabulary() and vocabulary()[name].open_to_people
    }
    known = {name: value for name, value in data.items() if value}
    return {**defaults, **known, **{name: value for name, value in given.items() if value}}


def _shown(kind: str, raw: str, language: str, contract: Contract) -> str:
    """A value as typed, in the form of its kind: an ISO date, an amount and a count are written out."""
    if kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        return long_date(raw, language)
    if kind == "amount" and re.fullmatch(r"-?\d+(\.\d+)?", raw):
        return _amount(Decimal(raw), contract, language)
    return _counted(kind, raw, language)


def _counted(kind: str, raw: str, language: str) -> str:
    if kind == "count" and raw.isdigit() and int(raw) <= 10:
        return _COUNT_ZH[int(raw)] if language == "zh" else _COUNT_EN[int(raw)]
    return raw


def _amount(amount: Decimal, contract: Contract, language: str) -> str:
    return format_amount(amount, contract.currency, domestic=contract.domestic and language == "zh")


def _papers(contract: Contract, language: str) -> dict[str, str]:
    zh = language == "zh"
    place = contract.place if zh else contract.place_en or contract.place
    found = {
        "contract.number": contract.number,
        "contract.date": long_date(contract.date.isoformat(), language),
        "contract.place": place,
        "contract.goods_summary": _goods(contract, language),
        "quality.drawing_numbers": contract.drawings,
        "warranty.months": str(contract.warranty_months or ""),
    }
    if contract.quotation:
        found["quotation.number"] = contract.quotation.number
        found["quotation.revision"] = f"R{contract.quotation.revision}"
        found["quotation.date"] = long_date(contract.quotation.date.isoformat(), language)
    return found


def _goods(contract: Contract, language: str) -> str:
    if not contract.lines:
        return ""
    first = contract.lines[0]
    if language == "zh":
        return first.name if len(contract.lines) == 1 else f"{first.name}等货物"
    if not first.name_en:
        return "the goods listed in Article 1"
    return first.name_en if len(contract.lines) == 1 else f"{first.name_en} and other goods"


def _totals(contract: Contract, language: str) -> dict[str, str]:
    rates = sorted({line.vat_rate for line in contract.lines}, reverse=True)
    name = CHINESE_NAMES.get(contract.currency, contract.currency)
    if language == "en":
        name = f"{ENGLISH_NAMES.get(contract.currency, (contract.currency, ''))[0].title()} ({contract.currency})"
    return {
        "total.gross": _amount(contract.total, contract, language),
        "total.net": _amount(contract.net, contract, language),
        "total.tax": _amount(contract.tax, contract, language),
        "total.words": amount_in_words(contract.total, contract.currency, language),
        "total.currency_name": name,
        "price.vat_rates": ("、" if language == "zh" else " and ").join(
            f"{format_number(rate.scaleb(2), 0, 4)}%" for rate in rates
        ),
    }


def _delivery(contract: Contract, language: str) -> dict[str, str]:
    zh = language == "zh"
    lead = contract.lead_days or int(vocabulary()["delivery.lead_time_days"].default_zh or 0)
    day = facts.delivery_day(contract, lead)
    place = contract.delivery_place if zh else contract.delivery_place_en or contract.delivery_place
    mode = facts.delivery_mode(contract.delivery_method, contract.trade_term)
    ours = contract.seller.address if zh else contract.seller.address_en or contract.seller.address
    term, named = facts.incoterm(contract.trade_term)
    city = facts.city_of(contract.seller.address) if zh else contract.place_en
    return {
        "delivery.date": long_date(day.isoformat(), language),
        "delivery.lead_time_days": str(lead),
        "delivery.place": ours if mode != "to_buyer" else place,
        "delivery.destination": place,
        "delivery.receiver": contract.buyer.contact,
        "delivery.receiver_phone": contract.buyer.phone,
        "delivery.incoterm": term,
        "delivery.named_place": named or contract.delivery_place or city or ours,
        "payment.lc_open_date": long_date(facts.workdays_after(contract.date, _LC_DAYS).isoformat(), language),
    }


def _payment(contract: Contract, language: str) -> dict[str, str]:
    terms = contract.payment
    found = {"payment.terms": terms.text(language)}
    if terms.kind in ("monthly", "days"):
        found["payment.net_days"] = str(terms.days)
        found["payment.statement_day"] = str(terms.statement_day or "")
    if terms.kind == "prepaid" and terms.days:
        found["payment.due_days"] = str(terms.days)
    for name, trigger in (
        ("advance", "signing"),
        ("balance", "before_shipment"),
        ("retention", "retention"),
        ("deposit", "deposit"),
    ):
        one = facts.instalment(terms, contract.total, contract.currency, trigger)
        if one is not None:
            found[f"payment.{name}_percent"] = _percent(one.part)
            found[f"payment.{name}_amount"] = _amount(one.amount, contract, language)
            found[f"payment.{name}_days"] = str(one.part.days or "")
    parts = facts.schedule(terms, contract.total, contract.currency)
    write = _instalment_zh if language == "zh" else _instalment_en
    items = [write(one.part, _amount(one.amount, contract, language), _days(one.part)) for one in parts]
    numbered, between = ("（{}）{}", "；") if language == "zh" else ("({}) {}", "; ")
    found["payment.schedule"] = between.join(numbered.format(n, item) for n, item in enumerate(items, 1))
    return found


def _percent(part: Share) -> str:
    return format_number(part.share.scaleb(2), 0, 4)


_DEFAULT_DAYS = {
    "signing": "payment.advance_days",
    "before_shipment": "payment.balance_days",
    "acceptance": "payment.balance_days",
    "invoice": "payment.balance_days",
    "retention": "payment.retention_days",
}


def _days(part: Share) -> int:
    """The days of a share; where none are agreed, the usual ones of its trigger (none after delivery)."""
    name = _DEFAULT_DAYS.get(part.trigger)
    return part.days or (int(vocabulary()[name].default_zh or 0) if name else 0)


def _instalment_zh(part: Share, amount: str, days: int) -> str:
    latest = vocabulary()["inspection.latest_days"].default_zh
    when = {
        "signing": f"自本合同生效之日起 {days} 日内支付",
        "before_shipment": f"自卖方发出备货完成通知之日起 {days} 日内、卖方发货前付清",
        "delivery": f"自货物交付之日起 {days} 日内支付" if days else "于货物交付当日支付",
        "acceptance": (
            f"自货物验收合格之日起 {days} 日内支付"
            f"（自货物交付之日起 {latest} 日内未完成验收的，自该期限届满之日起计算）"
        ),
        "invoice": f"自买方收到增值税专用发票之日起 {days} 日内支付",
        "retention": f"作为质保金，自质保期届满之日起 {days} 日内无息支付",
    }[part.trigger]
    return f"合同总价的 {_percent(part)}%，计 {amount}，{'作为定金，' if part.deposit else ''}{when}"


def _instalment_en(part: Share, amount: str, days: int) -> str:
    latest = vocabulary()["inspection.latest_days"].default_en
    when = {
        "signing": f"within {days} days after the contract takes effect",
        "before_shipment": f"within {days} days after the Seller's notice that the Goods are ready, before dispatch",
        "delivery": f"within {days} days after delivery" if days else "on the day of delivery",
        "acceptance": (
            f"within {days} days after acceptance (if acceptance is not completed within {latest} days after "
            "delivery, counted from the end of that period)"
        ),
        "invoice": f"within {days} days after the Buyer's receipt of the VAT invoice",
        "retention": f"as retention, without interest within {days} days after the end of the warranty period",
    }[part.trigger]
    return f"{_percent(part)}% of the contract price, namely {amount}, {'as deposit, ' if part.deposit else ''}{when}"


def _party(role: str, party: Party, language: str) -> dict[str, str]:
    zh = language == "zh"
    return {
        f"{role}.name": party.name if zh else party.name_en or party.name,
        f"{role}.uscc": party.uscc,
        f"{role}.registration": party.registration,
        f"{role}.address": party.address if zh else party.address_en or party.address,
        f"{role}.representative": party.representative,
        f"{role}.contact": party.contact,
        f"{role}.phone": party.phone,
        f"{role}.email": party.email,
        f"{role}.bank_name": party.bank if zh else party.bank_en or party.bank,
        f"{role}.bank_account": party.account,
        f"{role}.bank_code": party.bank_code,
    }


def filled(contract: Contract) -> Contract:
    """`contract` with every clause filled in both languages."""
    zh, en = contract_values(contract, "zh"), contract_values(contract, "en")
    clauses = tuple(replace(one, zh=fill(one.zh, zh), en=fill(one.en, en)) for one in contract.clauses)
    annexes = tuple(replace(one, zh=fill(one.zh, zh), en=fill(one.en, en)) for one in contract.annexes)
    return replace(contract, clauses=clauses, annexes=annexes)


def as_read(contract: Contract) -> Contract:
    """`contract` filled, with what is still open called by what it stands for: what a draft prints."""
    full = filled(contract)
    clauses = tuple(replace(one, zh=named(one.zh, "zh"), en=named(one.en, "en")) for one in full.clauses)
    annexes = tuple(replace(one, zh=named(one.zh, "zh"), en=named(one.en, "en")) for one in full.annexes)
    return replace(full, clauses=clauses, annexes=annexes)


def printed(contract: Contract) -> Contract:
    """`contract` filled, with the text of the languages that its paper prints: what a check must read."""
    full = filled(contract)
    if full.language == "both":
        return full
    chinese = full.language == "zh"
    return replace(
        full,
        clauses=tuple(replace(one, en="") if chinese else replace(one, zh="") for one in full.clauses),
        annexes=tuple(replace(one, en="") if chinese else replace(one, zh="") for one in full.annexes),
    )


def unfilled(clauses: tuple[Clause, ...]) -> tuple[tuple[int, str], ...]:
    """(heading, placeholder) for everything still open."""
    return tuple((one.number, name) for one in clauses for name in placeholders(one.zh + one.en))
