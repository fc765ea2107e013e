"""Stock is promised once only, late supply is not counted on, and flags say what a storekeeper would."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.rules.stock import (
    Flow,
    StockPolicy,
    available_to_promise,
    imbalanced,
    promise,
    reorder_quantity,
    stock_flag,
)

TODAY = date(2026, 11, 23)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def available(on_hand: int, *flows: tuple[int, int]) -> list[tuple[int, int]]:
    found = available_to_promise(Decimal(on_hand), [Flow(day(d), Decimal(q)) for d, q in flows], TODAY)
    return [((entry.day - TODAY).days, int(entry.quantity)) for entry in found]


@pytest.mark.parametrize(
    ("on_hand", "flows", "expected"),
    [
        (100, [], [(0, 100)]),
        (100, [(5, -30)], [(0, 70)]),  # promised for day 5: it cannot be sold today either
        (10, [(3, 50), (5, -40)], [(0, 10), (3, 20)]),
        (10, [(3, 50), (5, -60)], [(0, 0)]),
        (10, [(-2, 50)], [(0, 10)]),  # should have come the day before yesterday
        (10, [(-2, -4)], [(0, 6)]),  # should have left, and still will
        (0, [(2, 5), (4, 5)], [(0, 0), (2, 5), (4, 10)]),
        (5, [(1, -9), (2, 20)], [(0, 0), (2, 16)]),
    ],
)
def test_available_to_promise(on_hand: int, flows: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert available(on_hand, *flows) == expected


def test_a_promise_names_what_there_is_and_when_all() -> None:
    flows = [Flow(day(3), Decimal(50))]
    found = promise(Decimal(40), available_to_promise(Decimal(10), flows, TODAY))
    assert (found.now, found.whole_on) == (Decimal(10), day(3))
    assert promise(Decimal(61), available_to_promise(Decimal(10), flows, TODAY)).whole_on is None


flows = st.lists(st.builds(Flow, st.integers(-5, 20).map(day), st.integers(-50, 50).map(Decimal)), max_size=12)


@given(st.integers(0, 100).map(Decimal), flows, st.integers(0, 25))
def test_what_is_promised_breaks_no_other_promise(on_hand: Decimal, given_flows: list[Flow], when: int) -> None:
    before = available_to_promise(on_hand, given_flows, TODAY)
    free = [entry for entry in before if entry.day <= day(when)][-1].quantity
    after = available_to_promise(on_hand, [*given_flows, Flow(day(when), -free)], TODAY)
    for entry in after:
        if entry.day >= day(when):
            earlier = [old for old in before if old.day <= entry.day][-1].quantity
            assert entry.quantity == max(earlier - free, Decimal(0))


POLICY = StockPolicy(reorder_point=Decimal(20), safety=Decimal(10), maximum=Decimal(100), lot=Decimal(30))


@pytest.mark.parametrize(
    ("on_hand", "reserved", "expected", "flag"),
    [
        (5, 8, 100, "shortage"),
        (9, 0, 100, "below_safety"),
        (20, 0, 0, "reorder"),
        (20, 0, 1, "fine"),
        (100, 0, 0, "fine"),
        (100, 0, 1, "excess"),
    ],
)
def test_flags(on_hand: int, reserved: int, expected: int, flag: str) -> None:
    assert stock_flag(Decimal(on_hand), Decimal(reserved), Decimal(expected), POLICY) == flag


def test_flags_without_a_policy() -> None:
    assert stock_flag(Decimal(0), Decimal(0), Decimal(0), None) == "fine"
    assert stock_flag(Decimal(0), Decimal(1), Decimal(0), None) == "shortage"


@pytest.mark.parametrize(
    ("on_hand", "expected", "quantity"), [(21, 0, 0), (20, 0, 90), (0, 0, 120), (0, 21, 0), (11, 0, 90), (9, 0, 120)]
)
def test_reorder_in_whole_lots(on_hand: int, expected: int, quantity: int) -> None:
    assert reorder_quantity(Decimal(on_hand), Decimal(0), Decimal(expected), POLICY) == quantity


def test_reorder_without_maximum_or_lot() -> None:
    assert reorder_quantity(Decimal(5), Decimal(0), Decimal(0), StockPolicy(Decimal(20))) == 35


def test_imbalance_needs_both_a_lack_and_a_surplus() -> None:
    assert imbalanced([Decimal(0), Decimal(120)], [POLICY, POLICY])
    assert not imbalanced([Decimal(15), Decimal(120)], [POLICY, POLICY])
    assert not imbalanced([Decimal(0), Decimal(90)], [POLICY, POLICY])
