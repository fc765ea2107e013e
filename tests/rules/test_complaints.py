"""Complaints are due as their severity says, and a remedy gives no more than has left."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from orderdesk_gui.rules.clocks import Pause
from orderdesk_gui.rules.complaints import (
    ClockPolicy,
    LineFacts,
    RemedyKind,
    Severity,
    call_back_day,
    check_remedy,
    check_satisfaction,
    due,
    needs_approval,
)
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.office_calendar import office_calendar, official_days
from orderdesk_gui.rules.workdays import WorkCalendar

D = Decimal
OFFICE = office_calendar(official_days(2026))
BEFORE_THE_HOLIDAYS = datetime(2026, 9, 30, 17)


@pytest.mark.parametrize(
    ("severity", "answer", "solution"),
    [
        ("minor", datetime(2026, 10, 8, 17), datetime(2026, 10, 10, 17)),
        ("normal", datetime(2026, 10, 8, 17), datetime(2026, 10, 10, 17)),
        ("serious", datetime(2026, 10, 1, 17), datetime(2026, 10, 3, 17)),
        ("safety", datetime(2026, 10, 1, 17), datetime(2026, 10, 3, 17)),
    ],
)
def test_urgent_ones_do_not_wait_for_the_holidays(severity: Severity, answer: datetime, solution: datetime) -> None:
    found = due(BEFORE_THE_HOLIDAYS, severity, ClockPolicy(), OFFICE)
    assert (found.answer, found.solution) == (answer, solution)


def test_waiting_for_the_customer_moves_the_solution_only() -> None:
    pause = Pause(datetime(2026, 10, 1, 9), datetime(2026, 10, 2, 9))
    found = due(BEFORE_THE_HOLIDAYS, "safety", ClockPolicy(), OFFICE, [pause])
    assert (found.answer, found.solution) == (datetime(2026, 10, 1, 17), datetime(2026, 10, 4, 17))
    assert due(BEFORE_THE_HOLIDAYS, "safety", ClockPolicy(), OFFICE, [Pause(pause.start)]).solution is None


FACTS = LineFacts(
    ordered=D(100), shipped=D(80), returned=D(10), cancelled=D(0), unit_gross=D("11.30"), replaced=D(5), credited=D(91)
)


@pytest.mark.parametrize(
    ("kind", "quantity", "amount", "field"),
    [
        ("return", 65, None, None),
        ("return", 66, None, "quantity"),
        ("replacement", 0, None, "quantity"),
        ("repair", None, None, "quantity"),
        ("credit", None, "700.00", None),
        ("discount", None, "700.01", "amount"),
        ("credit", None, "0", "amount"),
        ("compensation", None, "99999", None),
        ("compensation", None, None, "amount"),
    ],
)
def test_a_remedy_gives_no_more_than_has_left(
    kind: RemedyKind, quantity: int | None, amount: str | None, field: str | None
) -> None:
    problems = check_remedy(
        kind, None if quantity is None else D(quantity), None if amount is None else D(amount), FACTS
    )
    assert [problem.field for problem in problems] == ([field] if field else [])


def test_what_never_left_cannot_come_back() -> None:
    nothing = LineFacts(D(10), D(0), D(0), D(0), D(1))
    cancelled = LineFacts(D(10), D(0), D(0), D(10), D(1))
    assert "has left yet" in check_remedy("return", D(1), None, nothing)[0].message.text
    assert "cancelled" in check_remedy("return", D(1), None, cancelled)[0].message.text
    assert check_remedy("compensation", None, D(1), nothing) == []


@pytest.mark.parametrize("points", [0, 6, -1])
def test_satisfaction_is_one_to_five(points: int) -> None:
    check_satisfaction(None)
    check_satisfaction(5)
    with pytest.raises(UserError):
        check_satisfaction(points)


def test_the_call_back_is_on_the_seventh_working_day() -> None:
    assert call_back_day(date(2026, 11, 20), OFFICE) == date(2026, 12, 1)
    assert call_back_day(date(2026, 9, 18), OFFICE, 1) == date(2026, 9, 20), "a make-up Sunday is a working day"
    with pytest.raises(UserError, match="no working day"):
        call_back_day(date(2026, 11, 20), WorkCalendar(((),) * 7))


@pytest.mark.parametrize(
    ("kind", "amount", "needed"),
    [("credit", "1", True), ("compensation", "0.01", True), ("discount", "5", True), ("replacement", None, False)],
)
def test_money_that_goes_back_is_approved(kind: RemedyKind, amount: str | None, needed: bool) -> None:
    assert needs_approval(kind, None if amount is None else D(amount)) is needed
