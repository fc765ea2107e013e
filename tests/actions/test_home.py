"""The page of today: complaints to answer or late, calls due, late orders of mine, changes that wait for my yes."""

import datetime as dt
from decimal import Decimal

from orderdesk_gui.actions import complaints, home, order_changes, quotes
from tests.actions.complained_office import complained
from tests.actions.selling_office import Office, office
from tests.actions.test_order_changes import confirmed, content, noted, with_first

__all__ = ["office"]


def due(office: Office, who: str = "sales") -> list[home.Item]:
    return [item for item in home.today(office[who]).items if item.kind == "complaint"]


def test_a_complaint_stands_there_until_it_is_answered_and_again_when_late(office: Office) -> None:
    made, desk = complained(office), office["sales"]
    (item,) = due(office)
    assert (item.target, item.page, item.text, item.late) == (made, "complaints", "结合面渗油", False)
    assert home.counts(desk)["complaints"] == (1, "") and home.counts(desk)["today"][0] == 1
    assert due(office, "colleague") == []
    complaints.step(desk, made, "answer", "已致歉")
    assert due(office) == [] and home.counts(desk)["complaints"] == (0, "")
    office.clock.now += dt.timedelta(days=5)
    assert due(office)[0].late and home.counts(desk)["complaints"] == (1, "red")


def test_a_call_back_stands_there_on_its_day(office: Office) -> None:
    made, desk = complained(office), office["sales"]
    complaints.step(desk, made, "reject", "正常磨损")
    complaints.step(desk, made, "close", call_back=dt.date(2026, 11, 24))
    assert due(office) == []
    office.clock.now += dt.timedelta(days=4)
    (call,) = due(office)
    assert call.target == made and call.due == dt.date(2026, 11, 24) and call.late


def test_my_order_past_its_promise_leads_to_it(office: Office) -> None:
    made = confirmed(office)
    assert [item for item in home.today(office["sales"]).items if item.kind == "order"] == []
    office.clock.now += dt.timedelta(days=40)
    (item,) = [item for item in home.today(office["sales"]).items if item.kind == "order"]
    assert (item.page, item.target, item.due, item.late) == ("orders", made, dt.date(2026, 12, 15), True)
    assert [item for item in home.today(office["colleague"]).items if item.kind == "order"] == []


def test_a_change_stands_with_whoever_can_agree_to_it(office: Office) -> None:
    made = confirmed(office)
    change = noted(office, made, with_first(content(office, made), unit_price=Decimal(95)))
    before = home.counts(office["sales_manager"])["today"][0]
    order_changes.submit(office["sales"], change)
    (item,) = [item for item in home.today(office["sales_manager"]).items if item.page == "orders"]
    assert (item.kind, item.target) == ("approval", made) and item.text.endswith(" · 客户加量")
    assert item.due == quotes.today(office["sales"])
    counts = home.counts(office["sales_manager"])
    assert (counts["orders"], counts["today"][0]) == ((1, "yellow"), before + 1)
    assert home.counts(office["sales"])["orders"] == (0, "")
