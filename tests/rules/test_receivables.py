"""Schedules add up to the cent, fall due as the terms say, and credit stages follow the worst of their causes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.receivables import (
    CreditPolicy,
    Delivered,
    Exposure,
    OpenItem,
    Release,
    check_credit,
    overdue_days,
    payment_schedule,
)

D = Decimal
THIRTY_SIXTY_TEN = PaymentTerms(
    "split",
    shares=(
        Share(D("0.3"), "signing", 7, deposit=True),
        Share(D("0.6"), "before_shipment"),
        Share(D("0.1"), "retention", 365),
    ),
)


def test_shares_fall_due_after_what_they_wait_for() -> None:
    reached = {"signing": date(2026, 11, 20), "before_shipment": date(2026, 12, 18)}
    parts = payment_schedule(THIRTY_SIXTY_TEN, D("1000.01"), "CNY", reached)  # type: ignore[arg-type]
    assert [part.amount for part in parts] == [D("300.00"), D("600.01"), D("100.00")]
    assert [part.due for part in parts] == [date(2026, 11, 27), date(2026, 12, 18), None]
    assert [part.deposit for part in parts] == [True, False, False]


def test_monthly_terms_have_a_part_for_each_due_day() -> None:
    deliveries = [
        Delivered(date(2026, 11, 5), D("100.00")),
        Delivered(date(2026, 11, 25), D("50.00")),
        Delivered(date(2026, 12, 1), D("30.00"), planned=True),
    ]
    parts = payment_schedule(PaymentTerms("monthly", 30), D("180.00"), "CNY", {}, deliveries)
    assert [(part.due, part.amount) for part in parts] == [
        (date(2026, 12, 30), D("150.00")),
        (date(2027, 1, 30), D("30.00")),
    ]


def test_the_share_of_a_part_can_be_stored() -> None:
    sent = [Delivered(date(2026, 11, 20), D("4001.13")), Delivered(date(2027, 12, 18), D("160532.87"))]
    parts = payment_schedule(PaymentTerms("monthly", days=60), D("164534.00"), "CNY", {}, sent)
    assert [part.share for part in parts] == [D("0.024318"), D("0.975682")]


def test_monthly_terms_before_anything_is_delivered() -> None:
    (part,) = payment_schedule(PaymentTerms("monthly", 30), D(9), "CNY", {"delivery": date(2026, 11, 5)})
    assert (part.amount, part.due) == (D(9), date(2026, 12, 30))


def test_what_is_paid_ahead_waits_for_the_shipment() -> None:
    (part,) = payment_schedule(PaymentTerms("prepaid"), D(9), "CNY", {"before_shipment": date(2026, 11, 5)})
    assert (part.trigger, part.due) == ("before_shipment", date(2026, 11, 5))


@given(
    st.decimals(0, 10**9, places=2),
    st.lists(st.integers(1, 97), min_size=1, max_size=7),
    st.sampled_from(["CNY", "JPY", "KWD"]),
)
def test_the_parts_add_up(total: Decimal, weights: list[int], currency: str) -> None:
    whole = sum(weights)
    shares = [Share(D(weight) / whole, "delivery") for weight in weights]
    parts = payment_schedule(PaymentTerms("split", shares=tuple(shares)), total, currency, {})
    assert sum(part.amount for part in parts) == total


@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.decimals(0, 9999, places=2)), min_size=1))
def test_deliveries_of_more_than_the_order_are_not_owed_twice(sent: list[tuple[date, Decimal]]) -> None:
    total = D("5000.00")
    parts = payment_schedule(
        PaymentTerms("days", 10), total, "CNY", {}, [Delivered(day, amount) for day, amount in sent]
    )
    assert sum(part.amount for part in parts) == total
    assert all(part.amount >= 0 for part in parts)


TODAY = date(2026, 11, 21)
POLICY = CreditPolicy()


@pytest.mark.parametrize(
    ("at_risk", "days_late", "stage"),
    [
        (80, 0, "fine"),
        (D("80.01"), 0, "warn"),
        (100, 0, "warn"),
        (D("100.01"), 0, "hold_order"),
        (120, 0, "hold_order"),
        (121, 0, "hold_delivery"),
        (0, 1, "warn"),
        (0, 29, "warn"),
        (0, 30, "hold_order"),
        (0, 60, "hold_delivery"),
        (121, 1, "hold_delivery"),
        (81, 30, "hold_order"),
    ],
)
def test_stages(at_risk: Decimal | int, days_late: int, stage: str) -> None:
    item = OpenItem(D(1), date.fromordinal(TODAY.toordinal() - days_late))
    found = check_credit(Exposure(this_order=D(at_risk)), D(100), [item], TODAY, POLICY)
    assert found.stage == stage
    assert bool(found.reasons) == (stage != "fine")


def test_no_credit_holds_the_order_and_nothing_at_risk_holds_nothing() -> None:
    assert check_credit(Exposure(this_order=D(1)), D(0), [], TODAY, POLICY).stage == "hold_order"
    paid = Exposure(this_order=D(1), prepayments=D(1))
    assert check_credit(paid, D(0), [], TODAY, POLICY).stage == "fine"


def test_the_cap_on_one_order() -> None:
    capped = CreditPolicy(document_cap=D(50))
    assert check_credit(Exposure(this_order=D(51)), D(1000), [], TODAY, capped).stage == "hold_order"
    assert check_credit(Exposure(open_orders=D(51)), D(1000), [], TODAY, capped).stage == "fine"


def test_paid_items_are_not_overdue() -> None:
    items = [OpenItem(D(0), date(2026, 1, 1)), OpenItem(D(5), date(2026, 11, 11))]
    assert overdue_days(items, TODAY) == 10


def test_any_change_after_a_release_blocks_again() -> None:
    release = Release(D("100.00"), (D(1), D(2)))
    assert release.covers(D(100), [D(1), D(2)])
    assert not release.covers(D(99), [D(1), D(2)])
    assert not release.covers(D(100), [D(2), D(1)])
