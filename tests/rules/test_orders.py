"""Orders add up like quotations, may be free of charge where that is their nature, and are reviewed as they stand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import (
    Order,
    OrderKind,
    OrderLine,
    StarTable,
    check_order,
    order_totals,
    promised_day,
    require_valid_order,
    review_digest,
    stars,
)
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.quotes import QuoteLine

D = Decimal
GOODS = QuoteLine(D(10), D("11.30"), name_zh="轴承座", unit="件", product_id=UUID(int=7), code="ZC-1")
LINE = OrderLine(GOODS, wanted=date(2026, 12, 10), promised=date(2026, 12, 8))
ORDER = Order(UUID(int=1), UUID(int=2), date(2026, 11, 21), (LINE,), customer_po="PO-88")


def found(order: Order) -> set[tuple[str, str]]:
    return {(problem.field, problem.severity) for problem in check_order(order)}


def test_a_sound_order() -> None:
    assert found(ORDER) == set()
    totals = order_totals(replace(ORDER, freight=D("11.30"), discount_amount=D("13.00")))
    assert (totals.total.gross, totals.freight.net) == (D("111.30"), D("10.00"))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"lines": ()}, ("lines", "error")),
        ({"lines": (replace(LINE, goods=replace(GOODS, quantity=D(0))),)}, ("lines.0.quantity", "error")),
        ({"lines": (replace(LINE, promised=date(2026, 11, 20)),)}, ("lines.0.promised", "error")),
        ({"lines": (replace(LINE, promised=date(2026, 12, 11)),)}, ("lines.0.promised", "warning")),
        ({"customer_po_date": date(2026, 11, 22)}, ("customer_po_date", "warning")),
        ({"payment": PaymentTerms("days", 9999)}, ("terms.payment.days", "error")),
        ({"discount_amount": D(114)}, ("discount", "error")),
        ({"remarks": "x" * 4001}, ("remarks", "error")),
    ],
)
def test_problems_stand_at_their_field(change: dict[str, object], problem: tuple[str, str]) -> None:
    problems = found(replace(ORDER, **change))  # type: ignore[arg-type]
    assert any(name.startswith(problem[0]) and severity == problem[1] for name, severity in problems), problems


@pytest.mark.parametrize(
    ("kind", "warned"), [("normal", True), ("sample", False), ("replacement", False), ("repair", False)]
)
def test_a_price_of_zero(kind: OrderKind, warned: bool) -> None:
    free = replace(ORDER, kind=kind, lines=(replace(LINE, goods=replace(GOODS, unit_price=D(0))),))
    assert bool(found(free)) == warned


def test_errors_are_refused_and_warnings_are_not() -> None:
    require_valid_order(replace(ORDER, customer_po_date=date(2026, 11, 22)))
    with pytest.raises(UserError, match="no line"):
        require_valid_order(replace(ORDER, lines=()))


def test_the_whole_order_is_promised_when_its_last_goods_are() -> None:
    later = replace(LINE, promised=date(2026, 12, 20))
    freight = OrderLine(replace(GOODS, kind="freight", product_id=None))
    assert promised_day([LINE, later, freight]) == date(2026, 12, 20)
    assert promised_day([LINE, replace(LINE, promised=None)]) is None


def test_a_review_counts_for_what_was_looked_at() -> None:
    digest = review_digest(ORDER, order_totals(ORDER))
    for change in (
        {"customer_id": UUID(int=9)},
        {"customer_po": "PO-89"},
        {"lines": (replace(LINE, goods=replace(GOODS, quantity=D(11))),)},
        {"lines": (replace(LINE, goods=replace(GOODS, unit_price=D("11.31"))),)},
        {"lines": (replace(LINE, goods=replace(GOODS, code="ZC-2")),)},
        {"lines": (replace(LINE, drawing="B"),)},
    ):
        changed = replace(ORDER, **change)
        assert review_digest(changed, order_totals(changed)) != digest, change
    same = replace(ORDER, remarks="by sea", lines=(replace(LINE, promised=date(2026, 12, 9)),))
    assert review_digest(same, order_totals(same)) == digest


@pytest.mark.parametrize(
    ("amount", "difficulty", "expected"),
    [(0, 1, 1), (19_999, 2, 1), (20_000, 1, 2), (99_999, 3, 3), (2_000_000, 1, 5), (2_000_000, 3, 5), (500_000, 3, 5)],
)
def test_stars(amount: int, difficulty: int, expected: int) -> None:
    assert stars(D(amount), difficulty, StarTable()) == expected
