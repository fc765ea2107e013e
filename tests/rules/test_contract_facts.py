"""What a contract's data say: kinds of payment and delivery, schedules, days."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules import contract_facts as facts
from orderdesk_gui.rules.contracts import Contract, ContractLine, Party
from orderdesk_gui.rules.payment import PaymentTerms, Share

PARTY = Party("甲", address="江苏省苏州市吴中区枫屿路 66 号")
LINE = ContractLine("减速机", D(1), "台", D(100), D(100))


def contract(**changes: object) -> Contract:
    values: dict[str, object] = {"total": D(100), **changes}
    return Contract("1", date(2026, 11, 21), PARTY, PARTY, (LINE,), **values)  # type: ignore[arg-type]


def split(*shares: tuple[str, str]) -> PaymentTerms:
    return PaymentTerms("split", shares=tuple(Share(D(s), t) for s, t in shares))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "pattern"),
    [
        (split(("0.3", "signing"), ("0.7", "before_shipment")), "advance_balance"),
        (split(("0.3", "signing"), ("0.6", "before_shipment"), ("0.1", "retention")), "advance_balance_retention"),
        (split(("0.3", "signing"), ("0.7", "delivery")), "other"),
        (PaymentTerms("split", shares=(Share(D("0.2"), "signing", 0, True), Share(D("0.8"), "before_shipment"))),
         "other"),
        (PaymentTerms(), "other"),
    ],
)  # fmt: skip
def test_shape_of_the_payment(terms: PaymentTerms, pattern: str) -> None:
    assert facts.payment_pattern(terms) == pattern
    assert facts.facts_of(contract(payment=terms))["payment.pattern"] == pattern


@given(
    st.lists(st.integers(1, 100), min_size=1, max_size=6),
    st.decimals("0.01", "99999999", places=2, allow_nan=False, allow_infinity=False),
)
def test_the_schedule_adds_up_to_the_cent(weights: list[int], total: D) -> None:
    whole = sum(weights)
    shares = [D(weight) / whole for weight in weights[:-1]]
    terms = PaymentTerms("split", shares=tuple(Share(one, "delivery") for one in (*shares, 1 - sum(shares))))
    parts = facts.schedule(terms, total, "CNY")
    assert sum(part.amount for part in parts) == total
    assert all(part.amount == part.amount.quantize(D("0.01")) for part in parts)


@pytest.mark.parametrize(
    ("method", "term", "mode"),
    [
        ("送货上门", "", "to_buyer"), ("买方自提", "", "ex_works"), ("", "EXW Suzhou", "ex_works"),
        ("代办托运，运费到付", "", "carrier"), ("", "", "to_buyer"), ("汽运到厂", "FOB Ningbo", "to_buyer"),
    ],
)  # fmt: skip
def test_who_carries_the_goods(method: str, term: str, mode: str) -> None:
    assert facts.delivery_mode(method, term) == mode


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FOB Ningbo, Incoterms 2020", ("FOB", "Ningbo")), ("CIF Hamburg", ("CIF", "Hamburg")), ("", ("FCA", "")),
        ("dap Stuttgart (Incoterms 2020)", ("DAP", "Stuttgart")), ("Ningbo", ("FCA", "Ningbo")), ("FCA", ("FCA", "")),
    ],
)  # fmt: skip
def test_trade_terms(text: str, expected: tuple[str, str]) -> None:
    assert facts.incoterm(text) == expected


def test_working_days_leave_out_weekends_and_holidays() -> None:
    """Source: notice of the State Council on holidays of 2026: 1 to 3 January off, 4 January worked."""
    assert facts.workdays_after(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert facts.workdays_after(date(2025, 12, 31), 1) == date(2026, 1, 4)
    assert facts.workdays_after(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_the_day_of_delivery() -> None:
    assert facts.delivery_day(contract(lead_days=1), 30) == date(2026, 11, 23)
    assert facts.delivery_day(contract(), 1) == date(2026, 11, 23)
    assert facts.delivery_day(contract(lead_days=5, delivery_date=date(2027, 1, 8)), 1) == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("address", "city"),
    [
        ("江苏省苏州市吴中区枫屿路 66 号", "江苏省苏州市"), ("苏州市吴中区", "苏州市"), ("上海市松江区", "上海市"),
        ("Industriestr. 5", ""), ("内蒙古自治区呼和浩特市新城区", "内蒙古自治区呼和浩特市"), ("", ""),
    ],
)  # fmt: skip
def test_city_of_an_address(address: str, city: str) -> None:
    assert facts.city_of(address) == city


@pytest.mark.parametrize(
    ("text", "months"), [("质保 18 个月", 18), ("12月", 12), ("2 years", 24), ("保修1年", 12), ("按国家规定", None)]
)
def test_months_of_a_warranty(text: str, months: int | None) -> None:
    assert facts.months_of(text) == months


def test_what_somebody_chose_wins() -> None:
    found = facts.facts_of(contract(choices={"dispute.kind": "arbitration"}))
    assert (found["dispute.kind"], found["title.retained"]) == ("arbitration", "yes")
