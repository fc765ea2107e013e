"""The demo company's orders stand in every state, some late and some at risk, and their sums are right."""

from collections import Counter
from collections.abc import Iterator

import pytest

from orderdesk_gui.actions import complaints, demo, opening, order_figures, orders, stock
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes import today
from tests.fixtures_store import Clock


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("demo")
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ORDERDESK_CONFIG", str(folder / "config"))
        store = opening.open_store(folder / "data", clock)
        me = demo.fill(opening.open_desk(store, clock=clock))
        yield opening.open_desk(store, me, clock=clock)
    store.close()


def test_orders_stand_in_every_state(clerk: Desk) -> None:
    rows = orders.list_orders(clerk, limit=500, counted=True)
    states = Counter(row.status for row in rows.rows)
    assert rows.total == 170 and len({row.number for row in rows.rows}) == 170
    assert set(states) >= {"confirmed", "shipped", "closed", "delivered"}
    running = Counter(row.level for row in rows.rows if row.status in ("confirmed", "part_shipped"))
    assert running["red"] >= 5 and running["yellow"] >= 3 and running["green"] > running["red"] - 10
    assert any(row.overdue for row in rows.rows)


def test_figures_are_those_of_the_facts(clerk: Desk) -> None:
    with clerk.reading() as connection:
        before = connection.exec_driver_sql("SELECT * FROM order_figure ORDER BY order_id").all()
    with clerk.store.plain_writing() as connection:
        order_figures.refresh_all(connection, today(clerk))
        after = connection.exec_driver_sql("SELECT * FROM order_figure ORDER BY order_id").all()
    assert after == before


def test_nobody_paid_or_received_more_than_ordered(clerk: Desk) -> None:
    for row in orders.list_orders(clerk, limit=500).rows:
        assert row.received <= row.total and row.invoiced <= row.total and row.shipped <= row.total, row


def test_complaints_and_stock(clerk: Desk) -> None:
    counts = complaints.tab_counts(clerk)
    assert counts["all"] == 24 and counts["open"] >= 1
    assert stock.suggestions(clerk)
    assert any(row.standing.on_hand > 0 for row in stock.list_stock(clerk).rows)
