"""Both clocks as the page shows them: what counts, what stands still, what ran out."""

import datetime as dt
import uuid

import pytest

from orderdesk_gui.actions import complaints
from orderdesk_gui.actions.complaint_clocks import ClockState
from orderdesk_gui.actions.complaints import Complaint
from tests.actions.selling_office import Office, office
from tests.actions.test_complaints import FRIDAY, in_china

__all__ = ["in_china", "office"]
HOUR = dt.timedelta(hours=1)


def clocks(office: Office, made: uuid.UUID) -> tuple[ClockState, ClockState]:
    return complaints.load(office["sales"], made).clocks


def noted(office: Office, severity: str = "normal") -> uuid.UUID:
    complaint = Complaint(office.customer, "外壳有划痕", "quality", severity)  # type: ignore[arg-type]
    return complaints.note(office["sales"], complaint, received_at=FRIDAY).id


def at(office: Office, moment: dt.datetime) -> None:
    office.clock.now = moment.astimezone(dt.UTC)


def test_a_weekend_does_not_count_unless_the_line_stands(office: Office) -> None:
    usual, serious = noted(office), noted(office, "serious")
    at(office, FRIDAY + 48 * HOUR)  # Sunday, nine o'clock
    assert [state.left for state in clocks(office, usual)] == [9 * 60, 57 * 60]
    assert [state.used for state in clocks(office, serious)] == [48 * 60, 48 * 60]
    assert clocks(office, serious)[0].late and not clocks(office, serious)[1].late


def test_waiting_stands_still_and_the_answer_does_not(office: Office) -> None:
    made = noted(office, "serious")
    at(office, FRIDAY + 2 * HOUR)
    complaints.pause(office["sales"], made, "等样品")
    at(office, FRIDAY + 5 * HOUR)
    answer, solution = clocks(office, made)
    assert (answer.used // 60, solution.used // 60, solution.paused, solution.due) == (5, 2, True, None)
    complaints.resume(office["sales"], made)
    at(office, FRIDAY + 6 * HOUR)
    assert [state.used // 60 for state in clocks(office, made)] == [6, 3]


def test_what_is_done_stays_as_it_was(office: Office) -> None:
    made = noted(office, "serious")
    at(office, FRIDAY + 25 * HOUR)
    complaints.step(office["sales"], made, "answer", "已致歉")
    at(office, FRIDAY + 60 * HOUR)
    answer, solution = clocks(office, made)
    assert answer.late and answer.left is not None and -61 <= answer.left <= -60 and answer.ended is not None
    assert not solution.late and solution.ended is None


@pytest.mark.parametrize(("hours", "left"), [(1, 23 * 60), (30, -6 * 60)])
def test_the_list_says_the_same(office: Office, hours: int, left: int) -> None:
    noted(office, "safety")
    at(office, FRIDAY + hours * HOUR)
    (row,) = complaints.list_complaints(office["sales"], tab="open").rows
    assert row.left == left and not row.paused
