"""A change names each thing that differs, knows what is material, and does not touch what has shipped."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from orderdesk_gui.rules.order_changes import (
    Done,
    cancellations,
    changes_between,
    check_change,
    open_quantity,
    standing_order,
)
from orderdesk_gui.rules.orders import Order, OrderLine
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.quotes import QuoteLine

D = Decimal
GOODS = QuoteLine(D(10), D("11.30"), name_zh="轴承座", unit="件", product_id=UUID(int=7), code="ZC-1")
ONE, TWO = UUID(int=11), UUID(int=12)
FIRST = OrderLine(GOODS, promised=date(2026, 12, 8), id=ONE)
SECOND = OrderLine(replace(GOODS, code="ZC-2", name_zh="端盖", product_id=UUID(int=8)), id=TWO)
ORDER = Order(UUID(int=1), UUID(int=2), date(2026, 11, 21), (FIRST, SECOND))


def with_first(**goods: object) -> Order:
    return replace(ORDER, lines=(replace(FIRST, goods=replace(GOODS, **goods)), SECOND))  # type: ignore[arg-type]


LATER = replace(ORDER, lines=(replace(FIRST, promised=date(2026, 12, 9)), SECOND))


def test_nothing_changed() -> None:
    assert changes_between(ORDER, ORDER) == ()


@pytest.mark.parametrize(
    ("new", "what", "before", "after", "material"),
    [
        (with_first(quantity=D(12)), "quantity", "10", "12", True),
        (with_first(unit_price=D("11.00")), "price", "11.3", "11", True),
        (with_first(vat_rate=D("0.09")), "price", "13 %", "9 %", True),
        (with_first(specification="HT250"), "quality", "", "HT250", True),
        (with_first(remark="red box"), "other", "", "red box", False),
        (LATER, "date", "2026-12-08", "2026-12-09", True),
        (replace(ORDER, delivery_place="上海"), "terms", "", "上海", True),
        (replace(ORDER, remarks="by sea"), "other", "", "by sea", False),
    ],
)  # fmt: skip
def test_each_difference(new: Order, what: str, before: str, after: str, material: bool) -> None:
    (change,) = changes_between(ORDER, new)
    assert (change.what, change.before, change.after, change.material) == (what, before, after, material)


def test_lines_added_and_removed() -> None:
    new = replace(ORDER, lines=(OrderLine(replace(GOODS, code="ZC-3")), SECOND))
    added, removed = changes_between(ORDER, new)
    assert (added.what, added.line, str(added.after)) == ("added", "ZC-3 轴承座", "10 件")
    assert (removed.what, removed.line, removed.line_id) == ("removed", "ZC-1 轴承座", ONE)


def test_payment_terms_stay_what_they_are() -> None:
    (change,) = changes_between(ORDER, replace(ORDER, payment=PaymentTerms("monthly", 30)))
    assert isinstance(change.after, PaymentTerms)
    assert change.after.days == 30


def fields(new: Order, done: Done) -> list[str]:
    return [problem.field for problem in check_change(ORDER, new, done)]


def test_what_has_shipped_stays_ordered() -> None:
    done = Done(shipped={ONE: D(4)}, cancelled={ONE: D(1)})
    assert fields(with_first(quantity=D(5)), done) == []
    assert fields(with_first(quantity=D("4.99")), done) == ["lines.0.quantity"]
    assert fields(replace(ORDER, lines=(SECOND,)), done) == ["lines"]
    assert fields(replace(ORDER, lines=(FIRST,)), done) == []
    assert fields(with_first(product_id=UUID(int=9)), done) == ["lines.0.code"]


def test_an_invoiced_price_is_credited_instead() -> None:
    cheaper = with_first(unit_price=D(9))
    assert fields(cheaper, Done(shipped={ONE: D(4)})) == []
    assert fields(cheaper, Done(shipped={ONE: D(4)}, invoiced=True)) == ["lines.0.unit_price"]
    assert fields(cheaper, Done(shipped={TWO: D(4)}, invoiced=True)) == []


def test_an_order_keeps_its_parties() -> None:
    assert fields(replace(ORDER, customer_id=UUID(int=5)), Done()) == ["customer_id"]


@pytest.mark.parametrize(("shipped", "cancelled", "left"), [(0, 0, 10), (4, 1, 5), (10, 0, 0), (12, 0, 0)])
def test_open_quantity(shipped: int, cancelled: int, left: int) -> None:
    assert open_quantity(D(10), D(shipped), D(cancelled)) == left


def test_what_stands_after_cancelling_has_its_share_of_the_discount() -> None:
    order = replace(ORDER, discount_amount=D(20), freight=D(50))
    assert standing_order(order, {}) is order
    half = standing_order(order, {ONE: D(10)})
    assert [line.goods.quantity for line in half.lines] == [0, 10]
    assert (half.discount_amount, half.freight) == (10, 50)
    nothing = standing_order(order, {ONE: D(10), TWO: D(12)})
    assert (nothing.discount_amount, nothing.freight) == (0, 0)
    assert all(line.goods.quantity == 0 for line in nothing.lines)


def test_a_notice_shows_what_of_a_line_still_stands() -> None:
    (change,) = cancellations(ORDER, {ONE: D(1)}, {ONE: D(4)})
    assert (change.what, str(change.before), str(change.after), change.line_id) == ("cancelled", "9 件", "6 件", ONE)
    assert change.material
