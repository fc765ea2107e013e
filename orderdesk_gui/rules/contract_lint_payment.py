"""Contract rules on payment: shares, deposit, pay-when-paid, long terms, interest, acceleration."""

import re
from collections.abc import Iterator
from decimal import Decimal

from orderdesk_gui.rules.contract_facts import facts_of
from orderdesk_gui.rules.contract_findings import Finding, finding, first_match, sentences
from orderdesk_gui.rules.contracts import Contract
from orderdesk_gui.rules.money import ZERO, format_number, format_percent

ONE_YEAR_LPR = Decimal("0.03")
"""One-year loan prime rate where the firm's settings name none.

3.0 % in the announcements of 20 October 2025 and 20 August 2026, read second-hand: confirm at the National Interbank
Funding Center. Used by #33 alone.
"""

_DEPOSIT = re.compile(r"定金.{0,20}?([0-9]+(?:\.[0-9]+)?)\s*[%％]|([0-9]+(?:\.[0-9]+)?)\s*[%％].{0,8}(?:作为|的)定金")
_PAY_WHEN_PAID = re.compile(
    r"背靠背|(?:收到|取得|获得|待).{0,20}(?:最终用户|终端客户|业主|第三方|下游|总包|发包|建设单位|客户).{0,20}(?:付款|款项|货款|支付|回款)"
    r"|(?:最终用户|终端客户|业主|第三方|下游|总包方|发包人|建设单位).{0,15}(?:付款|支付|回款).{0,10}后"
    r"|pay[- ]when[- ]paid|paid by (?:the )?(?:end[- ]user|owner|third party)|back[- ]to[- ]back",
    re.IGNORECASE,
)
_LATE_PAYMENT = re.compile(r"(?:逾期|迟延|延期|延迟|拖欠).{0,6}(?:付款|支付|货款)|late payment|overdue", re.IGNORECASE)
_DAILY = re.compile(r"(?:每日|按日|每天|每逾期一日|日).{0,25}?(万分之|千分之)([一二三四五六七八九十零点\d.]+)")
_DAILY_PERCENT = re.compile(
    r"(?:每日|按日|每天|每逾期一日)[^%％]{0,25}?([0-9.]+)\s*[%％]|([0-9.]+)\s*%\s*per day", re.IGNORECASE
)
_YEARLY = re.compile(r"年(?:利率|化)?[^%％]{0,10}?([0-9.]+)\s*[%％]|([0-9.]+)\s*%\s*per (?:year|annum)", re.IGNORECASE)
_ACCELERATION = re.compile(
    r"(?:任何|任意|任)一(?:期|笔).{0,40}(?:全部|剩余|余下|未付).{0,20}(?:到期|支付|付清|价款)|任(?:何|意)?一(?:期|笔).{0,40}解除"
    r"|any instal+ment.{0,80}(?:entire|whole|remaining|all).{0,40}(?:due|payable)",
    re.IGNORECASE,
)
_FIFTH = re.compile(r"五分之一|1/5|百分之二十|2[0-9]\s*[%％]|one[- ]fifth", re.IGNORECASE)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")}


def shares(contract: Contract) -> Iterator[Finding]:
    """#11: payment shares make 100 %. CC 626."""
    whole = sum((part.share for part in contract.payment.shares), ZERO)
    if contract.payment.kind == "split" and whole != 1:
        yield finding(
            11, "E", "payment.shares", "民法典第626条",
            "The payment shares add up to {whole} %.", "Change them so that they make 100 %.",
            whole=format_number(whole * 100),
        )  # fmt: skip


def deposit(contract: Contract) -> Iterator[Finding]:
    """#12: a deposit (定金) is at most 20 % of the price; the excess has no deposit effect. CC 586."""
    found = [(contract.payment.deposit_share, "payment.shares", "")]
    for place, text in sentences(contract):
        for match in _DEPOSIT.finditer(text):
            found.append((Decimal(match[1] or match[2]).scaleb(-2), place, match[0]))
    worst = max(found, key=lambda one: one[0])
    if worst[0] > Decimal("0.2"):
        yield finding(
            12, "E", worst[1], "民法典第586条",
            "The deposit (定金) of {share} exceeds 20 % of the price.",
            "Lower it to 20 %, or call the rest a prepayment (预付款).",
            quote=worst[2], share=format_percent(worst[0]),
        )  # fmt: skip


def _buyer(contract: Contract) -> str:
    """large or public where Decree 802 protects a small or medium seller from such a buyer, else nothing.

    Source: domain 2.1, Decree 802 arts 2, 3.
    """
    facts = facts_of(contract)
    buyer, seller = contract.buyer.size or facts["buyer.size"], contract.seller.size or facts["seller.size"]
    return buyer if contract.domestic and seller == "sme" and buyer in ("large", "public") else ""


def pay_when_paid(contract: Contract) -> Iterator[Finding]:
    """#31: payment that waits for somebody else's; E where a large firm buys from a small one.

    Source: domain 2.3 #31, Decree 802 art 9, SPC reply 法释〔2024〕11号.
    """
    found = first_match(contract, _PAY_WHEN_PAID, "payment", "inspection", "invoice", "breach")
    if found:
        yield finding(
            31, "E" if _buyer(contract) == "large" else "W", found[0], "保障中小企业款项支付条例第9条",
            "Payment waits until a third party has paid.", "Tie payment to delivery or acceptance with a date.",
            quote=found[1],
        )  # fmt: skip


def long_terms(contract: Contract) -> Iterator[Finding]:
    """#32: beyond 60 days from delivery, where the buyer is large (W) or a public body (E). Decree 802 art 9.

    Monthly terms count from the statement that both confirm (art 9, fourth paragraph), so its wait is not added.
    """
    days, buyer = contract.payment.credit_days, _buyer(contract)
    if buyer and days > 60:
        yield finding(
            32, "E" if buyer == "public" else "W", "payment.days", "保障中小企业款项支付条例第9条",
            "Payment may take {days} days from delivery, more than the 60 days allowed.", "Agree on at most 60 days.",
            days=days,
        )  # fmt: skip


def late_interest(contract: Contract) -> Iterator[Finding]:
    """#33: late interest below the one-year LPR of the day towards a small seller. Decree 802 art 17."""
    if not _buyer(contract):
        return
    least = ONE_YEAR_LPR if contract.lpr is None else contract.lpr
    for place, text in sentences(contract, "payment", "breach"):
        rate = _yearly_rate(text) if _LATE_PAYMENT.search(text) else None
        if rate is not None and rate < least:
            yield finding(
                33, "E", place, "保障中小企业款项支付条例第17条",
                "Late interest of {rate} a year is below the loan prime rate of {least}.",
                "Agree on at least 0.05 % a day.",
                quote=text, rate=format_percent(rate), least=format_percent(least),
            )  # fmt: skip


def _yearly_rate(text: str) -> Decimal | None:
    daily = _DAILY.search(text)
    if daily:
        number = _number(daily[2])
        scale = -4 if daily[1] == "万分之" else -3
        return number.scaleb(scale) * 365 if number is not None else None
    percent = _DAILY_PERCENT.search(text)
    if percent:
        return Decimal((percent[1] or percent[2]).strip(".") or 0).scaleb(-2) * 365
    yearly = _YEARLY.search(text)
    return Decimal((yearly[1] or yearly[2]).strip(".") or 0).scaleb(-2) if yearly else None


def _number(text: str) -> Decimal | None:
    """``0.5``, ``五`` or ``零点五``; None for anything more involved."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return Decimal(text)
    whole, _, part = text.partition("点")
    if len(whole) != 1 or len(part) > 1 or not set(whole + part) <= set(_DIGITS):
        return None
    return Decimal(_DIGITS[whole]) + (Decimal(_DIGITS[part]) / 10 if part else 0)


def acceleration(contract: Contract) -> Iterator[Finding]:
    """#34: with three or more instalments, only arrears of a fifth make the rest due. CC 634, SI 27."""
    if len(contract.payment.shares) < 3:
        return
    for place, text in sentences(contract, "payment", "breach", "change"):
        if _ACCELERATION.search(text) and not _FIFTH.search(text):
            yield finding(
                34, "E", place, "民法典第634条、买卖合同解释第27条",
                "One late instalment makes all due or ends the contract; the law wants arrears of a fifth.",
                "Write: 逾期金额达到全部价款的五分之一，经催告后仍不支付的.", quote=text,
            )  # fmt: skip
            return
