"""A complaint is noted in seconds, its clocks run as they should, and it is closed only after it was answered."""

import datetime as dt
import time
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from orderdesk_gui.actions import calendars, complaints, settings
from orderdesk_gui.actions.complaints import Complaint
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.office_calendar import CalendarDay
from tests.actions.complained_office import delivered
from tests.actions.selling_office import Office, office

__all__ = ["office"]
BEIJING = dt.timezone(dt.timedelta(hours=8))
FRIDAY = dt.datetime(2026, 11, 20, 9, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def in_china(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The clocks are local ones."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its time zone for a test")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def noted(office: Office, **changes: object) -> uuid.UUID:
    complaint = replace(Complaint(office.customer, "外壳有划痕", "quality"), **changes)  # type: ignore[arg-type]
    return complaints.note(office["sales"], complaint, received_at=FRIDAY).id


def row(office: Office, complaint_id: uuid.UUID):  # type: ignore[no-untyped-def]
    return complaints.load(office["sales"], complaint_id).row


def local(moment: dt.datetime | None) -> str:
    assert moment is not None
    return moment.astimezone(BEIJING).strftime("%m-%d %H:%M")


def test_a_customer_and_their_words_are_enough(office: Office) -> None:
    shown = complaints.load(office["sales"], noted(office))
    assert shown.number.startswith("CP-2026-") and shown.status == "open"
    assert (local(shown.row["answer_due"]), local(shown.row["solution_due"])) == ("11-23 09:00", "11-25 09:00")
    with pytest.raises(UserError, match="what the customer said"):
        noted(office, words="  ")


def test_another_severity_sets_the_clocks_anew(office: Office) -> None:
    made = noted(office)
    complaints.edit(office["sales"], made, Complaint(office.customer, "漏电", "quality", "safety"))
    assert local(row(office, made)["answer_due"]) == "11-21 09:00"


def test_the_clocks_are_settings(office: Office) -> None:
    clocks = {"answer_hours": 4, "solution_hours": 16, "usual": "business", "urgent": "calendar"}
    settings.put(office["admin"], "complaint_clocks", clocks, valid_from=dt.date(2026, 1, 1))
    assert local(row(office, noted(office))["solution_due"]) == "11-24 09:00"


def test_the_firms_closing_days_do_not_count(office: Office) -> None:
    calendars.add_closing(office["admin"], dt.date(2026, 11, 23), dt.date(2026, 11, 24), "盘点")
    assert local(row(office, noted(office))["answer_due"]) == "11-25 09:00"


def test_waiting_for_the_customer_stops_the_solution(office: Office) -> None:
    made = noted(office)
    office.clock.now = FRIDAY.astimezone(dt.UTC) + dt.timedelta(hours=1)
    with pytest.raises(UserError, match="waited for"):
        complaints.pause(office["sales"], made, " ")
    complaints.pause(office["sales"], made, "等客户寄样")
    assert row(office, made)["solution_due"] is None and row(office, made)["answer_due"] is not None
    with pytest.raises(UserError, match="stands already"):
        complaints.pause(office["sales"], made, "再等")
    office.clock.now += dt.timedelta(hours=2)
    complaints.resume(office["sales"], made)
    assert local(row(office, made)["solution_due"]) == "11-25 11:00"
    with pytest.raises(UserError, match="running"):
        complaints.resume(office["sales"], made)


def test_from_answer_to_closing(office: Office) -> None:
    made, desk = noted(office), office["sales"]
    with pytest.raises(UserError, match="Answer the customer first"):
        complaints.step(desk, made, "close")
    with pytest.raises(UserError, match="what was said"):
        complaints.step(desk, made, "answer")
    complaints.step(desk, made, "answer", "已致歉，安排质检")
    first = row(office, made)["answered_at"]
    complaints.step(desk, made, "answer", "质检结果明天给")
    assert row(office, made)["answered_at"] == first
    with pytest.raises(UserError) as caught:
        complaints.step(desk, made, "solve", cause="packing")
    assert caught.value.field == "measure"
    complaints.step(desk, made, "solve", cause="packing", measure="补发并改包装")
    with pytest.raises(UserError, match="1 to 5"):
        complaints.step(desk, made, "close", satisfaction=6)
    complaints.step(desk, made, "close", satisfaction=5)
    shown = complaints.load(desk, made)
    assert (shown.status, shown.row["satisfaction"], shown.commands) == ("closed", 5, frozenset({"reopen"}))
    assert [event.kind for event in shown.events] == ["answer", "answer", "solve", "close"]
    with pytest.raises(UserError, match="Reopen"):
        complaints.edit(desk, made, Complaint(office.customer, "x"))


def test_lists_tabs_and_search(office: Office) -> None:
    made, other = noted(office), noted(office, words="发票抬头错", kind="invoice")
    complaints.step(office["sales"], other, "answer", "重开")
    assert complaints.tab_counts(office["sales"]) == {"open": 2, "mine": 2, "late": 0, "all": 2}
    office.clock.now = FRIDAY.astimezone(dt.UTC) + dt.timedelta(days=4)
    assert [one.id for one in complaints.list_complaints(office["sales"], tab="late").rows] == [made]
    assert [one.id for one in complaints.list_complaints(office["sales"], text="抬头").rows] == [other]
    assert complaints.list_complaints(office["colleague"]).rows == ()


def test_what_has_not_come_in_yet(office: Office) -> None:
    with pytest.raises(UserError, match="not a moment to come"):
        complaints.note(office["sales"], Complaint(office.customer, "x"), received_at=FRIDAY + dt.timedelta(days=30))


def test_an_imported_year_replaces_what_was_supposed(office: Office) -> None:
    desk = office["admin"]
    assert calendars.provisional_years(desk, dt.date(2026, 11, 21)) == [2027, 2028]
    calendars.import_official(desk, [CalendarDay(dt.date(2027, 1, 4), "holiday", "元旦")], "国办发明电")
    with desk.reading() as connection:
        calendar = calendars.office(connection, dt.date(2026, 11, 21))
    assert not calendar.works(dt.date(2027, 1, 4))
    assert calendar.works(dt.date(2027, 1, 1)), "the supposed day is replaced by the list"
    assert calendars.provisional_years(desk, dt.date(2026, 11, 21)) == [2028]


def test_an_order_of_somebody_else_is_not_what_it_is_about(office: Office) -> None:
    order_id, line_id = delivered(office)
    mixed = Complaint(office.theirs, "x", order_id=order_id, order_line_id=line_id)
    with pytest.raises(UserError, match="another customer's") as caught:
        complaints.note(office["colleague"], mixed)
    assert caught.value.field == "order_line_id"
    with pytest.raises(UserError) as caught:
        noted(office, quantity=Decimal(0))
    assert caught.value.field == "quantity"


def test_the_clock_of_what_is_solved_is_not_stopped(office: Office) -> None:
    made = noted(office)
    complaints.step(office["sales"], made, "reject", "正常磨损")
    with pytest.raises(UserError, match="Close it"):
        complaints.pause(office["sales"], made, "等样品")
