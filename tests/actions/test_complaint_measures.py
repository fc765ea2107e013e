"""Measures stand in the steps of 8D; a step is done when all of its measures are."""

import datetime as dt

import pytest

from orderdesk_gui.actions import complaint_measures
from orderdesk_gui.actions.complaint_measures import Measure, step_states
from orderdesk_gui.rules.language import UserError
from tests.actions.complained_office import complained
from tests.actions.selling_office import Office, office

__all__ = ["office"]


def test_measures_by_step_with_their_effect(office: Office) -> None:
    made, desk = complained(office), office["sales"]
    complaint_measures.save(desk, made, Measure("D3", "封存同批 25 台", desk.user_id, dt.date(2026, 11, 22)))
    complaint_measures.save(desk, made, Measure("D0", "先发 3 台"))
    with desk.reading() as connection:
        first, second = complaint_measures.of_complaint(connection, made)
    assert (first.step, second.step, second.owner) == ("D0", "D3", "周小") and second.id and first.id
    assert step_states([first, second])["D3"] == "present"
    complaint_measures.set_done(desk, second.id, True)
    changed = Measure("D3", "封存 25 台，通知在途", desk.user_id, dt.date(2026, 11, 22), dt.date(2026, 11, 30), True,
                      id=second.id)  # fmt: skip
    complaint_measures.save(desk, made, changed)
    complaint_measures.remove(desk, first.id)
    with desk.reading() as connection:
        (left,) = complaint_measures.of_complaint(connection, made)
    assert left.done_at is not None and left.effective and left.text == "封存 25 台，通知在途"
    states = step_states([left])
    assert (states["D0"], states["D3"]) == ("future", "done")
    complaint_measures.set_done(desk, second.id, False)
    with desk.reading() as connection:
        assert complaint_measures.of_complaint(connection, made)[0].effective is None


@pytest.mark.parametrize(
    ("measure", "field"),
    [
        (Measure("D9", "x"), "step"),
        (Measure("D3", " "), "measure"),
        (Measure("D3", "x", due=dt.date(2026, 11, 30), check_on=dt.date(2026, 11, 29)), "check_on"),
    ],
)
def test_what_cannot_stand(measure: Measure, field: str) -> None:
    with pytest.raises(UserError) as caught:
        complaint_measures.check_measure(measure)
    assert caught.value.field == field
