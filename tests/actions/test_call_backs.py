"""The closing plans a call, which is moved, made, or tried again on the next day."""

import datetime as dt
import uuid

import pytest

from orderdesk_gui.actions import call_backs, complaints, quotes
from orderdesk_gui.rules.language import UserError
from tests.actions.complained_office import complained
from tests.actions.selling_office import Office, office

__all__ = ["office"]


def closed(office: Office, due: dt.date) -> uuid.UUID:
    made, desk = complained(office), office["sales"]
    complaints.step(desk, made, "solve", cause="quality", measure="换密封圈")
    complaints.step(desk, made, "close", satisfaction=4, call_back=due)
    return made


def test_planned_at_the_closing_on_the_seventh_working_day(office: Office) -> None:
    desk = office["sales"]
    day = call_backs.usual_call_back(desk)
    assert (quotes.today(desk), day) == (dt.date(2026, 11, 21), dt.date(2026, 12, 1))
    made = closed(office, day)
    assert call_backs.due_for_me(desk, day - dt.timedelta(days=1)) == []
    (call,) = call_backs.due_for_me(desk, day)
    assert (call.complaint_id, call.due) == (made, day)
    with pytest.raises(UserError, match="today or later"):
        call_backs.move(desk, call.id, dt.date(2026, 11, 1))
    call_backs.move(desk, call.id, dt.date(2026, 11, 25))
    assert call_backs.due_for_me(desk, dt.date(2026, 11, 25))[0].due == dt.date(2026, 11, 25)


def test_nobody_answers_and_then_somebody_does(office: Office) -> None:
    desk = office["sales"]
    made = closed(office, dt.date(2026, 11, 23))
    (call,) = call_backs.due_for_me(desk, dt.date(2026, 11, 23))
    call_backs.note(desk, call.id, reached=False)
    (again,) = call_backs.due_for_me(desk, dt.date(2026, 12, 31))
    assert (again.due, again.reached) == (dt.date(2026, 11, 24), False)
    with pytest.raises(UserError, match="what was said"):
        call_backs.note(desk, call.id, reached=True)
    call_backs.note(desk, call.id, reached=True, words="运转正常", satisfaction=5)
    assert call_backs.due_for_me(desk, dt.date(2026, 12, 31)) == []
    with pytest.raises(UserError, match="made already"):
        call_backs.note(desk, call.id, reached=True, words="x")
    assert [event.kind for event in complaints.load(desk, made).events][-2:] == ["no_answer", "call"]
