"""However an order is shipped, its deliveries together are charged at what it is worth."""

import uuid
from decimal import Decimal as D
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from orderdesk_gui.actions.statements_worth import worth_of


@given(parts=st.lists(st.integers(1, 400), min_size=1, max_size=6), off=st.integers(0, 5000), fee=st.integers(0, 900))
def test_all_deliveries_together_are_what_the_order_is_worth(parts: list[int], off: int, fee: int) -> None:
    line_id, other = uuid.uuid4(), uuid.uuid4()
    whole = D(sum(parts)) / 10
    lines = {
        line_id: SimpleNamespace(id=line_id, kind="goods", quantity=whole, cancelled=D(0), gross=D("333.33")),
        other: SimpleNamespace(id=other, kind="goods", quantity=D(3), cancelled=D(1), gross=D("100.01")),
    }
    head = SimpleNamespace(
        freight=D(fee), freight_vat_rate=D("0.13"), tax_mode="inclusive", customer_po="", number="SO",
        total=D("333.33") + D("66.67") - D(off) / 100 + D(fee),
    )  # fmt: skip
    made = worth_of(head, lines, "CNY")  # type: ignore[arg-type]
    charged, sent = D(0), D(0)
    for part in parts:
        before = made.value({line_id: sent})
        sent += D(part) / 10
        charged += made.value({line_id: sent}) - before
    last = made.value({line_id: sent, other: D(2)}) - made.value({line_id: sent})
    assert charged + last + made.extras == head.total
