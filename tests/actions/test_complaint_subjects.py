"""Any fragment leads to the customer and to the line of the order."""

import datetime as dt

import pytest

from orderdesk_gui.actions import complaint_subjects
from tests.actions.complained_office import delivered
from tests.actions.selling_office import Office, office

__all__ = ["office"]


@pytest.mark.parametrize("fragment", ["PO-4711", "4711", "云栎", "55502266", "GEAR-1", "行星", "B2611-07", "szyl"])
def test_a_fragment_finds_the_line(office: Office, fragment: str) -> None:
    order_id, line_id = delivered(office)
    found = complaint_subjects.find(office["sales"], fragment)
    lines = [one for one in found if one.order_line_id == line_id]
    assert lines and lines[0].order_id == order_id and lines[0].customer_id == office.customer
    if fragment == "云栎":
        assert found[0].order_line_id is None and found[0].contact == "沈女士"


def test_nobody_finds_a_colleagues(office: Office) -> None:
    delivered(office)
    for fragment in ("PO-4711", "云栎", "B2611-07", "GEAR-1"):
        assert complaint_subjects.find(office["colleague"], fragment) == []
    assert complaint_subjects.find(office["sales"], "  ") == []


def test_goods_have_their_name_in_the_language_of_the_screen(office: Office) -> None:
    order_id, line_id = delivered(office)
    with office["sales"].reading() as connection:
        shown = complaint_subjects.line_shown(connection, order_id, line_id)
    assert (shown.called("zh"), shown.called("en"), shown.delivered_on) == (
        "行星减速机",
        "行星减速机",
        dt.date(2026, 11, 20),
    )
    assert complaint_subjects.named("行星减速机", "Gearbox", "en") == "Gearbox"
