"""What leaves is open, or has a reason; what comes back has left; objections end."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from orderdesk_gui.rules.deliveries import Delivery, LineState, Sent, check_delivery, objection_ends, require_delivery
from orderdesk_gui.rules.language import UserError

D = Decimal
ONE, TWO, GONE = UUID(int=1), UUID(int=2), UUID(int=3)
LINES = {
    ONE: LineState("ZC-1", D(10), sent=D(4), cancelled=D(1)),
    TWO: LineState("ZC-2", D(5)),
    GONE: LineState("ZC-3", D(5), cancelled=D(5)),
}
TODAY = date(2026, 11, 21)
DELIVERY = Delivery(UUID(int=9), TODAY, (Sent(ONE, D(5)),))


def fields(delivery: Delivery, gates: tuple[str, ...] = ()) -> list[str]:
    return [problem.field for problem in check_delivery(delivery, LINES, on=TODAY, gates=gates)]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"lines": ()}, ["lines"]),
        ({"date": date(2026, 11, 22)}, ["date"]),
        ({"lines": (Sent(ONE, D("5.000001")),)}, ["over_reason"]),
        ({"lines": (Sent(ONE, D(6)),), "over_reason": "客户同意"}, []),
        ({"lines": (Sent(ONE, D(6)),), "over_reason": " "}, ["over_reason"]),
        ({"lines": (Sent(ONE, D(0)),)}, ["lines.0.quantity"]),
        ({"lines": (Sent(ONE, D("NaN")),)}, ["lines.0.quantity"]),
        ({"lines": (Sent(TWO, D(1)), Sent(ONE, D("1e12")))}, ["lines.1.quantity", "over_reason"]),
        ({"lines": (Sent(GONE, D(1)),), "over_reason": "x"}, ["lines.0.quantity"]),
        ({"lines": (Sent(UUID(int=7), D(1)),)}, ["lines.0.quantity"]),
        ({"kind": "return", "lines": (Sent(ONE, D(4)),)}, []),
        ({"kind": "return", "lines": (Sent(ONE, D(5)),)}, ["lines.0.quantity"]),
        ({"kind": "return", "lines": (Sent(TWO, D(1)),)}, ["lines.0.quantity"]),
        ({"tracking": "x" * 101}, ["tracking"]),
    ],
)
def test_what_may_leave_and_come_back(change: dict[str, object], found: list[str]) -> None:
    assert fields(replace(DELIVERY, **change)) == found  # type: ignore[arg-type]


def test_an_open_gate_needs_a_reason() -> None:
    assert fields(DELIVERY, ("成品检验",)) == ["gate_reason"]
    assert fields(replace(DELIVERY, gate_reason="客户特采"), ("成品检验",)) == []
    assert fields(replace(DELIVERY, kind="return", lines=(Sent(ONE, D(1)),)), ("成品检验",)) == []


def test_errors_are_refused() -> None:
    with pytest.raises(UserError, match="Nothing is to leave"):
        require_delivery(replace(DELIVERY, lines=()), LINES, on=TODAY)


def test_objections_end_after_the_agreed_period_or_two_years() -> None:
    assert objection_ends(TODAY, 7) == date(2026, 11, 28)
    assert objection_ends(TODAY, None) == date(2028, 11, 20)
