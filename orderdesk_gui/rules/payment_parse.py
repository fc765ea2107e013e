"""Reads payment terms as they stand in people's workbooks."""

import re
import unicodedata
from decimal import Decimal

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import Means, PaymentTerms, Share, Trigger, check_terms

_MONTHLY = re.compile(r"月结(?:后)?(\d{1,3})?(?:天|日|days?)?|(\d{1,3})days?(?:after|from)?(?:monthend|eom|statement)")
_STATEMENT_DAY = re.compile(r"(?:对账日|对帐日|statementday)[为是:每月]*(\d{1,2})")
_DAYS = re.compile(
    r"(?:货到|到货|收货|交货|发货)(?:后)?(\d{1,3})(?:天|日)"
    r"|(\d{1,3})days?after(?:delivery|receipt)|^net(\d{1,3})|账期(\d{1,3})"
)
_PREPAID = re.compile(
    r"款到发货|先款后货|全款|全额预付|100%(?:预付|prepa|advance|t/t)|^prepa|^预付$|inadvance"
    r"|^(?:full)?payment(?:infull)?beforeshipment"
)
_COD = re.compile(r"货到付款|到货付款|\bcod\b|cashondelivery|现款现货")
_RATIO = re.compile(r"(\d{1,2})([/:-])(\d{1,2})(?:\2(\d{1,2}))?(?:\2(\d{1,2}))?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_REST = re.compile(r"余款|尾款|余额|其余|balance|rest|remainder")

_MEANS: tuple[tuple[str, Means], ...] = (
    ("承兑", "acceptance"),
    ("信用证", "letter_of_credit"),
    ("l/c", "letter_of_credit"),
    ("现金", "cash"),
)
_TRIGGERS: tuple[tuple[re.Pattern[str], Trigger], ...] = (
    (re.compile(r"质保|retention|warranty"), "retention"),
    (re.compile(r"验收|acceptance"), "acceptance"),
    (re.compile(r"发票|开票|invoice"), "invoice"),
    (re.compile(r"发货前|出货前|提货前|款到发货|beforeshipment|beforedelivery|priorto"), "before_shipment"),
    (re.compile(r"货到|到货|收货|交货|月结|账期|afterdelivery|ondelivery|onreceipt"), "delivery"),
    (re.compile(r"定金|订金|预付|首付|签订|合同|prepa|deposit|advance|signing|downpayment"), "signing"),
)


def parse_terms(text: str) -> PaymentTerms:
    """Terms from ``月结30天（对账日25）``, ``30/60/10``, ``30% prepaid, balance before shipment`` and so on.

    UserError when they are not understood or their shares do not make 100 %.
    """
    dense = "".join(unicodedata.normalize("NFKC", text).lower().split())
    means: Means = next((kind for word, kind in _MEANS if word in dense), "transfer")
    parsed = _split(dense, means) or _monthly(dense, means) or _simple(dense, means)
    if parsed is None:
        raise UserError(
            "The payment terms “{text}” are not understood. "
            "Write 30 days after month end, prepaid, cash on delivery or 30/60/10.",
            field="payment",
            text=text.strip()[:40],
        )
    check_terms(parsed, "payment")
    return parsed


def _monthly(dense: str, means: Means) -> PaymentTerms | None:
    found = _MONTHLY.search(dense)
    if not found:
        return None
    day = _STATEMENT_DAY.search(dense)
    return PaymentTerms("monthly", int(found[1] or found[2] or 30), int(day[1]) if day else None, means=means)


def _simple(dense: str, means: Means) -> PaymentTerms | None:
    if _PREPAID.search(dense):
        return PaymentTerms("prepaid", means=means)
    days = _DAYS.search(dense)
    if days:
        return PaymentTerms("days", int(next(group for group in days.groups() if group)), means=means)
    return PaymentTerms("cod", means=means) if _COD.search(dense) else None


def _split(dense: str, means: Means) -> PaymentTerms | None:
    ratio = _RATIO.fullmatch(dense)
    if ratio:
        parts = [Decimal(group) for group in (ratio[1], ratio[3], ratio[4], ratio[5]) if group]
        scale = Decimal("0.1") if sum(parts) == 10 else Decimal("0.01")
        triggers: tuple[Trigger, ...] = ("signing", "before_shipment", "acceptance", "retention")
        if len(parts) == 3:
            last: Trigger = "retention" if parts[2] * scale <= Decimal("0.1") else "acceptance"
            triggers = ("signing", "before_shipment", last)
        shares = tuple(Share(part * scale, trigger) for part, trigger in zip(parts, triggers, strict=False))
        return PaymentTerms("split", shares=shares, means=means)
    shares = _worded_shares(dense)
    return PaymentTerms("split", shares=shares, means=means) if len(shares) > 1 else None


def _worded_shares(dense: str) -> tuple[Share, ...]:
    """One share per percentage, and the rest where the text speaks of a balance."""
    pieces = [piece for piece in re.split(r"[,;、+。]|(?<=\d%)(?=余|尾)|and", dense) if piece]
    if sum(bool(_PERCENT.search(piece)) for piece in pieces) < len(_PERCENT.findall(dense)):
        return ()
    shares: list[Share] = []
    for piece in pieces:
        percent = _PERCENT.search(piece)
        if not percent and not _REST.search(piece):
            continue
        so_far = sum((share.share for share in shares), Decimal(0))
        amount = Decimal(percent[1]).scaleb(-2) if percent else 1 - so_far
        fallback: Trigger = "before_shipment" if shares else "signing"
        trigger = next((kind for pattern, kind in _TRIGGERS if pattern.search(piece)), fallback)
        days = re.search(r"(\d{1,3})(?:天|日|days?)|月结(\d{1,3})", piece)
        shares.append(Share(amount, trigger, int(days[1] or days[2]) if days else 0, deposit="定金" in piece))
    return tuple(shares)
