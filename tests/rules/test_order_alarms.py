"""What looks wrong in an order is pointed at, and what is usual is left in peace."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal as D
from uuid import UUID

import pytest

from orderdesk_gui.rules.order_alarms import Known, nearly_same, order_alarms
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.quotes import QuoteLine

GEAR = UUID(int=7)
GOODS = QuoteLine(D(10), D(100), product_id=GEAR, code="GEAR-100", name_zh="减速机", unit="台")
LINE = OrderLine(GOODS, promised=dt.date(2026, 12, 15), drawing="ZC-1 B")
ORDER = Order(UUID(int=1), UUID(int=2), dt.date(2026, 11, 21), (LINE,), delivery_place="苏州")


def keys(known: Known, order: Order = ORDER) -> list[tuple[str, str]]:
    return [(alarm.key, alarm.field) for alarm in order_alarms(order, known)]


def priced(price: str, **changes: object) -> Order:
    return replace(ORDER, lines=(replace(LINE, goods=replace(GOODS, unit_price=D(price))),), **changes)  # type: ignore[arg-type]


def test_what_is_usual_raises_nothing() -> None:
    known = Known(
        {GEAR: D(95)}, {GEAR: [D(8), D(20)]}, {GEAR: dt.date(2026, 12, 15)}, {GEAR: "ZC-1 B"},
        places=frozenset({"苏州"}),
    )  # fmt: skip
    assert keys(known) == []


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (Known({GEAR: D(80)}), ("price", "lines.0.unit_price")),
        (Known({GEAR: D(120)}), ("price", "lines.0.unit_price")),
        (Known(quantities={GEAR: [D(1), D(1), D(2)]}), ("quantity", "lines.0.quantity")),
        (Known(quantities={GEAR: [D(100), D(90)]}), ("quantity", "lines.0.quantity")),
        (Known(earliest={GEAR: dt.date(2026, 12, 16)}), ("early", "lines.0.promised")),
        (Known(drawings={GEAR: "ZC-1 C"}), ("drawing", "lines.0.drawing")),
        (Known(inactive=frozenset({GEAR})), ("inactive", "lines.0.code")),
        (Known(alike={GEAR: ["GEAR-10"]}), ("alike", "lines.0.code")),
        (Known(same_po=["SO-1"]), ("duplicate", "customer_po")),
        (Known(places=frozenset({"无锡"})), ("place", "delivery_place")),
        (Known(customer_active=False), ("customer", "customer_id")),
    ],
)
def test_each_thing_that_looks_wrong(known: Known, found: tuple[str, str]) -> None:
    assert keys(known) == [found]


def test_one_earlier_order_makes_nothing_usual() -> None:
    assert keys(Known(quantities={GEAR: [D(1)]})) == []


def test_only_a_normal_order_costs_something() -> None:
    assert keys(Known({GEAR: D(80)}), priced("0")) == [("zero", "lines.0.unit_price")]
    assert keys(Known({GEAR: D(80)}), priced("0", kind="sample")) == []


def test_an_answer_counts_for_the_same_figures_alone() -> None:
    first, again = (order_alarms(priced(price), Known({GEAR: D(80)}))[0].digest for price in ("100", "100.00"))
    other = order_alarms(priced("130"), Known({GEAR: D(80)}))[0].digest
    assert first == again != other


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("GEAR-100", "GEAR-101", True),
        ("GEAR-100", "GEAR-10", True),
        ("GEAR-120", "GEAR-102", True),
        ("gear-100", "GEAR-100", False),
        ("GEAR-100", "GEAR-122", False),
        ("GEAR-100", "BELT-100", False),
        ("A-1", "A-2", False),
    ],
)
def test_codes_that_are_easily_taken_for_each_other(one: str, two: str, same: bool) -> None:
    assert nearly_same(one, two) is nearly_same(two, one) is same
