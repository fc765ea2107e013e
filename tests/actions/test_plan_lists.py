"""All open orders by forecast: the order, the tabs, the pages, and the step each is at."""

import datetime as dt

from orderdesk_gui.actions import plan_lists, plans
from tests.actions.selling_office import Office, office
from tests.actions.test_plans import confirmed, plan_of, step

__all__ = ["office"]


def test_the_earliest_forecast_comes_first(office: Office) -> None:
    slow = confirmed(office, template="make_to_order")
    quick = confirmed(office, template="stock")
    found = plan_lists.list_open(office["sales"], counted=True)
    assert [row.id for row in found.rows] == [quick, slow]
    assert found.total == 2
    assert found.rows[0].forecast == dt.date(2026, 12, 1)
    assert found.rows[0].spare == (dt.date(2027, 2, 26) - dt.date(2026, 12, 1)).days


def test_pages_follow_each_other(office: Office) -> None:
    made = {confirmed(office, template="stock") for _ in range(3)}
    first = plan_lists.list_open(office["sales"], limit=2)
    assert first.after is not None
    second = plan_lists.list_open(office["sales"], limit=2, after=first.after)
    assert {row.id for row in (*first.rows, *second.rows)} == made
    assert second.after is None


def test_orders_without_a_forecast_come_last(office: Office) -> None:
    planned = confirmed(office, template="stock")
    unplanned = [confirmed(office, template="stock") for _ in range(3)]
    with office["sales"].writing("test") as writing:
        for order_id in unplanned:
            writing.connection.exec_driver_sql(
                "UPDATE order_figure SET forecast = NULL WHERE order_id = ?", (order_id.bytes,)
            )
    whole = [row.id for row in plan_lists.list_open(office["sales"]).rows]
    assert whole == [planned, *sorted(unplanned)]
    paged, after = [], None
    while True:
        part = plan_lists.list_open(office["sales"], limit=2, after=after)
        paged += [row.id for row in part.rows]
        after = part.after
        if after is None:
            break
    assert paged == whole


def test_tabs_show_what_is_at_risk_and_whose_it_is(office: Office) -> None:
    late = confirmed(office, dt.date(2026, 12, 18))
    tight = confirmed(office, dt.date(2026, 12, 2), template="stock")
    fine = confirmed(office, template="stock")

    def tab(name: str, who: str = "gm") -> set[object]:
        return {row.id for row in plan_lists.list_open(office[who], tab=name).rows}

    assert (tab("red"), tab("yellow"), tab("all")) == ({late}, {tight}, {late, tight, fine})
    assert (tab("mine"), tab("mine", "sales")) == (set(), {late, tight, fine})
    assert tab("all", "colleague") == set()
    assert plan_lists.tab_counts(office["gm"]) == {"all": 3, "red": 1, "yellow": 1, "mine": 0}
    assert plan_lists.tab_counts(office["colleague"])["red"] == 0


def test_the_step_now_is_the_one_under_way(office: Office) -> None:
    order_id = confirmed(office, template="stock")
    plan = plan_of(office, order_id)
    assert _now(office) == (step(plan, "receive").name_zh, False)
    done = plans.Report(finished=dt.datetime(2026, 11, 20, 9))
    plans.report(office["sales"], step(plan, "receive").id, done)
    plans.report(office["sales"], step(plan, "review").id, done)
    plans.report(office["sales"], step(plan, "pack").id, plans.Report(started=dt.datetime(2026, 11, 20, 9)))
    assert _now(office) == (step(plan, "pack").name_zh, True)


def _now(office: Office) -> tuple[str, bool]:
    found = plan_lists.list_open(office["sales"]).rows[0].step
    assert found is not None
    return found.name_zh, found.begun


def test_a_customer_finds_the_order(office: Office) -> None:
    order_id = confirmed(office, template="stock")
    found = plan_lists.list_open(office["sales"], text="云栎", counted=True)
    assert [row.id for row in found.rows] == [order_id] and found.total == 1
    assert plan_lists.list_open(office["sales"], text="泊远").rows == ()
