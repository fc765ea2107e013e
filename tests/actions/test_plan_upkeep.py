"""Plans end and go on with their orders, follow an undo from whatever page, and are worked out once a day."""

import datetime as dt
import uuid

import pytest

from orderdesk_gui.actions import journal, opening, orders_saving, plan_upkeep, plans, starting
from orderdesk_gui.store import rows
from orderdesk_gui.store.plans import Plan
from tests.actions.selling_office import Office, office
from tests.actions.test_plans import confirmed, plan_of, step

__all__ = ["office"]
LATER = dt.datetime(2027, 1, 20, 2, tzinfo=dt.UTC)


def status_of(office: Office, order_id: uuid.UUID) -> str:
    with office["sales"].reading() as connection:
        return str(rows.fetch(connection, Plan, plan_of(office, order_id).id)["status"])


def kinds(office: Office, order_id: uuid.UUID) -> set[str]:
    return {one["kind"] for one in plan_of(office, order_id).warnings}


def test_an_undo_from_any_page_brings_the_dates_back_and_doing_it_again_moves_them(office: Office) -> None:
    order_id = confirmed(office, template="stock")
    office.clock.now = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    plans.recompute_open(office["gm"])
    before = plan_of(office, order_id)
    what = plans.Report(finished=dt.datetime(2026, 11, 23, 9))
    changes = plans.report(office["sales"], step(before, "review").id, what)
    reported = plan_of(office, order_id)
    assert step(reported, "review").finish != step(before, "review").finish
    assert changes.tx is not None
    undone = journal.undo(office["sales"], changes.tx)
    assert plan_of(office, order_id) == before
    assert undone.tx is not None
    journal.undo(office["sales"], undone.tx)
    assert plan_of(office, order_id).steps == reported.steps


def test_the_plan_of_a_closed_order_ends_and_goes_on_when_it_is_reopened(office: Office) -> None:
    order_id = confirmed(office, dt.date(2026, 12, 2), template="stock")
    assert kinds(office, order_id) == {"slack"}
    orders_saving.close(office["sales"], order_id, "客户不要余量")
    assert (status_of(office, order_id), kinds(office, order_id)) == ("ended", set())
    office.clock.now = LATER
    assert plans.recompute_open(office["gm"]) == 0
    orders_saving.reopen(office["sales"], order_id, "客户又要")
    assert status_of(office, order_id) == "active"
    assert "promise" in kinds(office, order_id)


def test_upkeep_works_plans_out_once_a_day(office: Office) -> None:
    order_id = confirmed(office, dt.date(2026, 12, 18), template="stock")
    system = opening.open_desk(office.store, clock=office.clock)
    starting.upkeep(system)
    assert plan_upkeep.once_a_day(system) == 0
    office.clock.now = LATER
    starting.upkeep(system)
    assert "promise" in kinds(office, order_id)
    assert plan_upkeep.once_a_day(system) == 0


def test_plans_that_cannot_be_worked_out_keep_no_backup_from_being_made(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_desk: object) -> int:
        raise ArithmeticError("no such day")

    confirmed(office)
    monkeypatch.setattr(plans, "recompute_open", broken)
    assert starting.upkeep(opening.open_desk(office.store, clock=office.clock)).backup is not None
    assert "no such day" in caplog.text
