"""Payment terms: what they say in Chinese and English, and when they fall due."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import ZERO, format_number

TermsKind = Literal["monthly", "prepaid", "cod", "days", "split"]
Trigger = Literal["signing", "before_shipment", "delivery", "acceptance", "invoice", "retention"]
Means = Literal["transfer", "acceptance", "cash", "letter_of_credit"]

MEANS_NAMES: dict[Means, tuple[str, str]] = {
    "transfer": ("电汇", "T/T"),
    "acceptance": ("承兑汇票", "banker's acceptance"),
    "cash": ("现金", "cash"),
    "letter_of_credit": ("信用证", "L/C"),
}

TRIGGER_NAMES: dict[Trigger, tuple[str, str]] = {
    "signing": ("合同签订后预付", "on signing"),
    "before_shipment": ("发货前付", "before shipment"),
    "delivery": ("到货后付", "after delivery"),
    "acceptance": ("验收合格后付", "after acceptance"),
    "invoice": ("开票后付", "after invoice"),
    "retention": ("质保金", "retention"),
}
"""What a share of the price waits for; papers print it in Chinese or English."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the price (fraction) due `days` days after its trigger; a deposit is 定金."""

    share: Decimal
    trigger: Trigger
    days: int = 0
    deposit: bool = False


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """How and when the customer pays.

    ``monthly``: `days` after the end of the month, or after `statement_day` (对账日) of each month;
    ``prepaid`` 款到发货; ``cod`` 货到付款; ``days``: `days` after delivery (none: as ``cod``); ``split``: `shares`.
    """

    kind: TermsKind = "prepaid"
    days: int = 0
    statement_day: int | None = None
    shares: tuple[Share, ...] = ()
    means: Means = "transfer"

    def text(self, language: str) -> str:
        """As papers print it: ``月结30天（对账日25日），电汇``, ``30 % on signing ..., by T/T``."""
        means_zh, means_en = MEANS_NAMES[self.means]
        return f"{self._zh()}，{means_zh}" if language == "zh" else f"{self._en()}, by {means_en}"

    @property
    def prepaid_share(self) -> Decimal:
        """The fraction paid before the goods leave."""
        if self.kind == "prepaid":
            return Decimal(1)
        early = (part.share for part in self.shares if part.trigger in ("signing", "before_shipment"))
        return sum(early, ZERO) if self.kind == "split" else ZERO

    @property
    def retention_share(self) -> Decimal:
        """The fraction kept back as 质保金."""
        return sum((part.share for part in self.shares if part.trigger == "retention"), ZERO)

    @property
    def deposit_share(self) -> Decimal:
        """The fraction that is 定金 in the sense of CC 586."""
        return sum((part.share for part in self.shares if part.deposit), ZERO)

    @property
    def credit_days(self) -> int:
        """The longest credit after delivery in days, retention left out; a month's wait is not counted."""
        if self.kind in ("monthly", "days"):
            return self.days
        after = ("delivery", "acceptance", "invoice")
        return max((part.days for part in self.shares if part.trigger in after), default=0)

    def _zh(self) -> str:
        if self.kind == "monthly":
            return f"月结{self.days}天" + (f"（对账日{self.statement_day}日）" if self.statement_day else "")
        if self.kind == "days" and self.days:
            return f"货到{self.days}天内付款"
        if self.kind == "split":
            return "，".join(_share_text(part, "zh") for part in self.shares)
        return "款到发货" if self.kind == "prepaid" else "货到付款"

    def _en(self) -> str:
        if self.kind == "monthly":
            since = f"the statement of day {self.statement_day}" if self.statement_day else "month end"
            return f"{self.days} days after {since}"
        if self.kind == "days" and self.days:
            return f"{self.days} days after delivery"
        if self.kind == "split":
            return ", ".join(_share_text(part, "en") for part in self.shares)
        return "payment in full before shipment" if self.kind == "prepaid" else "cash on delivery"


def _share_text(part: Share, language: str) -> str:
    percent = f"{format_number(part.share * 100)}%"
    zh, en = TRIGGER_NAMES[part.trigger]
    if language == "zh":
        name = f"定金{percent}，{zh}" if part.deposit else f"{zh}{percent}"
        return name + (f"（{part.days}天内）" if part.days else "")
    within = f" within {part.days} days" if part.days else ""
    return f"{percent}{' deposit' if part.deposit else ''} {en}{within}"


def check_terms(terms: PaymentTerms, field: str = "terms.payment") -> None:
    """UserError unless the days are 0 to 720, the statement day 1 to 31 and the shares add up to 100 %.

    Source: domain 2.3 #11, CC 626.
    """
    if not 0 <= terms.days <= 720:
        raise UserError("Payment within {days} days is not possible. Enter 0 to 720 days.",
                        field=f"{field}.days", days=terms.days)  # fmt: skip
    if terms.statement_day is not None and not 1 <= terms.statement_day <= 31:
        raise UserError("The statement day must be a day of the month, 1 to 31.", field=f"{field}.statement_day")
    if terms.kind != "split":
        return
    whole = sum((part.share for part in terms.shares), ZERO)
    if whole != 1 or any(part.share <= 0 for part in terms.shares):
        raise UserError(
            "The payment shares add up to {whole} %. Change them so that they make 100 %.",
            field=f"{field}.shares",
            whole=format_number(whole * 100),
        )


def due_date(terms: PaymentTerms, delivered: date) -> date:
    """The day the last part (retention left out) of what was delivered on `delivered` falls due.

    Monthly terms count from the end of the month of delivery, or from the first statement day on or after
    it; a statement day that a month lacks is that month's last day.
    """
    if terms.kind == "monthly":
        return _statement(delivered, terms.statement_day or 31) + timedelta(days=terms.days)
    return delivered + timedelta(days=terms.credit_days)


def _statement(delivered: date, day: int) -> date:
    year, month = delivered.year, delivered.month
    found = date(year, month, min(day, calendar.monthrange(year, month)[1]))
    if found < delivered:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        found = date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return found


TERMS_NAMES: dict[TermsKind, Message] = {
    "monthly": message("monthly statement"),
    "prepaid": message("payment before shipment"),
    "cod": message("cash on delivery"),
    "days": message("days after delivery"),
    "split": message("in shares"),
}
"""What the form calls each kind."""
