"""What of an order is at risk: never what is paid before it leaves, always what has left unpaid."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.credit import order_exposure, to_pay_first

AMOUNTS = st.integers(0, 2000).map(D)
SHARES = st.sampled_from([D(0), D("0.3"), D(1)])


@pytest.mark.parametrize(
    ("shipped", "invoiced", "received", "prepaid", "at_risk"),
    [
        ("0", "0", "0", "0", "1000"),
        ("0", "0", "0", "1", "0"),
        ("500", "0", "500", "1", "0"),
        ("500", "0", "0", "1", "500"),
        ("0", "0", "0", "0.3", "700"),
        ("0", "0", "300", "0.3", "700"),
        ("500", "0", "300", "0.3", "700"),
        ("1000", "1000", "300", "0.3", "700"),
        ("1000", "1000", "1000", "0", "0"),
        ("0", "400", "0", "1", "400"),
    ],
)
def test_an_order_of_a_thousand(shipped: str, invoiced: str, received: str, prepaid: str, at_risk: str) -> None:
    found = order_exposure(D(1000), D(shipped), D(invoiced), D(received), D(prepaid), running=True)
    assert found.total == D(at_risk)


def test_of_an_ended_order_only_what_has_left_counts() -> None:
    assert order_exposure(D(1000), D(300), D(0), D(100), D(0), running=False).total == 200
    assert order_exposure(D(1000), D(0), D(0), D(100), D(0), running=False).prepayments == 100


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, SHARES, st.booleans())
def test_the_parts_are_never_negative_and_cover_what_is_owed(
    ordered: D, shipped: D, invoiced: D, received: D, share: D, running: bool
) -> None:
    found = order_exposure(ordered, shipped, invoiced, received, share, running=running)
    parts = (found.open_orders, found.shipped_not_invoiced, found.receivables, found.prepayments)
    assert min(parts) >= 0
    assert found.total >= max(shipped, invoiced) - received


def test_what_has_to_come_in_before_the_goods_leave() -> None:
    assert to_pay_first(D(1000), D(100), D("0.3")) == 200
    assert to_pay_first(D(1000), D(400), D("0.3")) == 0
