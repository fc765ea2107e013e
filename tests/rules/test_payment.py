from datetime import date
from decimal import Decimal as D

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms, Share, check_terms, due_date
from orderdesk_gui.rules.payment_parse import parse_terms


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("月结30天", "月结30天，电汇", "30 days after month end, by T/T"),
        ("月结60", "月结60天，电汇", "60 days after month end, by T/T"),
        ("月结 30 天（对账日 25）", "月结30天（对账日25日），电汇", "30 days after the statement of day 25, by T/T"),
        ("款到发货", "款到发货，电汇", "payment in full before shipment, by T/T"),
        ("100% T/T in advance", "款到发货，电汇", "payment in full before shipment, by T/T"),
        ("货到付款", "货到付款，电汇", "cash on delivery, by T/T"),
        ("Net 60", "货到60天内付款，电汇", "60 days after delivery, by T/T"),
        ("月结９０天 承兑", "月结90天，承兑汇票", "90 days after month end, by banker's acceptance"),
        ("30% prepaid, balance before shipment", "合同签订后预付30%，发货前付70%，电汇",
         "30% on signing, 70% before shipment, by T/T"),
        ("30/60/10", "合同签订后预付30%，发货前付60%，质保金10%，电汇",
         "30% on signing, 60% before shipment, 10% retention, by T/T"),
        ("3-3-3-1", "合同签订后预付30%，发货前付30%，验收合格后付30%，质保金10%，电汇",
         "30% on signing, 30% before shipment, 30% after acceptance, 10% retention, by T/T"),
        ("30%预付，余款月结30天", "合同签订后预付30%，到货后付70%（30天内），电汇",
         "30% on signing, 70% after delivery within 30 days, by T/T"),
        ("定金20%，余款货到付款", "定金20%，合同签订后预付，到货后付80%，电汇",
         "20% deposit on signing, 80% after delivery, by T/T"),
    ],
)  # fmt: skip
def test_terms_are_read_and_written(text: str, zh: str, en: str) -> None:
    terms = parse_terms(text)
    assert (terms.text("zh"), terms.text("en")) == (zh, en)


def test_no_days_after_delivery_are_payment_on_delivery() -> None:
    at_once = PaymentTerms("days", 0)
    assert (at_once.text("zh"), at_once.text("en")) == ("货到付款，电汇", "cash on delivery, by T/T")


@pytest.mark.parametrize("text", ["", "看情况", "30/30/30", "110%预付，10%尾款"])
def test_unclear_terms_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse_terms(text)


@pytest.mark.parametrize(
    "terms",
    [
        *(PaymentTerms("monthly", days) for days in (0, 30, 45)),
        *(PaymentTerms(kind) for kind in ("prepaid", "cod")),
        *(PaymentTerms("monthly", 30, 25), PaymentTerms("days", 15)),
    ],
)
def test_what_is_written_reads_back(terms: PaymentTerms) -> None:
    assert parse_terms(terms.text("zh")) == terms


@pytest.mark.parametrize(
    ("terms", "delivered", "due"),
    [
        (PaymentTerms("monthly", 30), "2026-11-05", "2026-12-30"),
        (PaymentTerms("monthly", 0), "2026-02-03", "2026-02-28"),
        (PaymentTerms("monthly", 30, 25), "2026-11-25", "2026-12-25"),
        (PaymentTerms("monthly", 30, 25), "2026-11-26", "2027-01-24"),
        (PaymentTerms("monthly", 30, 31), "2026-02-10", "2026-03-30"),
        (PaymentTerms("monthly", 10, 5), "2026-12-20", "2027-01-15"),
        (PaymentTerms("days", 30), "2026-11-05", "2026-12-05"),
        (PaymentTerms("cod"), "2026-11-05", "2026-11-05"),
        (PaymentTerms("split", shares=(Share(D("0.9"), "delivery", 15), Share(D("0.1"), "retention", 365))),
         "2026-11-05", "2026-11-20"),
    ],
)  # fmt: skip
def test_due_dates(terms: PaymentTerms, delivered: str, due: str) -> None:
    assert due_date(terms, date.fromisoformat(delivered)) == date.fromisoformat(due)


def test_shares_are_told_apart() -> None:
    shares = (
        Share(D("0.2"), "signing", deposit=True),
        Share(D("0.7"), "acceptance", 45),
        Share(D("0.1"), "retention", 365),
    )
    terms = PaymentTerms("split", shares=shares)
    check_terms(terms)
    assert (terms.prepaid_share, terms.deposit_share, terms.retention_share) == (D("0.2"), D("0.2"), D("0.1"))
    assert terms.credit_days == 45
    assert PaymentTerms("prepaid").prepaid_share == 1 and PaymentTerms("monthly", 60).credit_days == 60


def test_impossible_terms_name_their_field() -> None:
    for terms, field in (
        (PaymentTerms("monthly", 721), "terms.payment.days"),
        (PaymentTerms("monthly", 30, 32), "terms.payment.statement_day"),
        (PaymentTerms("split", shares=(Share(D("0.9"), "signing"),)), "terms.payment.shares"),
    ):
        with pytest.raises(UserError) as refused:
            check_terms(terms)
        assert refused.value.field == field


@pytest.mark.parametrize("text", ["payment before shipment", "Full payment before shipment", "prepaid", "款到发货"])
def test_what_the_screen_calls_it_is_understood(text: str) -> None:
    assert parse_terms(text).kind == "prepaid"
