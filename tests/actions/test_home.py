"""The page of today names the complaints that nobody answered, those that are late, and the calls that are due."""

import datetime as dt

from orderdesk_gui.actions import complaints, home
from tests.actions.complained_office import complained
from tests.actions.selling_office import Office, office

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
