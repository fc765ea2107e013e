from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from orderdesk_gui.rules.customers import CHANNELS
from orderdesk_gui.rules.inquiries import (
    CHANNEL_NAMES,
    MACHINE,
    PATHS,
    Inquiry,
    InquiryLine,
    check_inquiry,
    is_due,
    priority,
)
from orderdesk_gui.rules.language import UserError

ASKED = Inquiry(date(2026, 11, 21), customer_name="王先生", phone="13800138000")


def test_a_name_and_a_phone_suffice() -> None:
    assert check_inquiry(ASKED) == ()


@pytest.mark.parametrize(
    ("change", "field", "severity"),
    [
        ({"customer_name": " "}, "customer_name", "error"),
        ({"phone": ""}, "phone", "warning"),
        ({"channel": "pigeon"}, "channel", "error"),
        ({"urgency": "mad"}, "urgency", "error"),
        ({"wanted": date(2026, 11, 20)}, "wanted", "error"),
        ({"next_step": "回电"}, "next_date", "warning"),
        ({"lines": (InquiryLine(""),)}, "lines.0.text", "error"),
        ({"lines": (InquiryLine("球阀", quantity=D(0)),)}, "lines.0.quantity", "error"),
        ({"lines": (InquiryLine("球阀", quantity=D("NaN")),)}, "lines.0.quantity", "error"),
        ({"lines": (InquiryLine("球阀"), InquiryLine("阀", target_price=D(-1)))}, "lines.1.target_price", "error"),
    ],
)
def test_each_problem_stands_at_its_field(change: dict[str, Any], field: str, severity: str) -> None:
    assert [(one.field, one.severity) for one in check_inquiry(replace(ASKED, **change))] == [(field, severity)]


def test_the_way_of_an_inquiry() -> None:
    assert MACHINE.next_status("open", "quote") == "quoted" and ("open", "quoted") in PATHS
    assert MACHINE.next_status("lost", "reopen") == "open"
    with pytest.raises(UserError, match="Reopen it first"):
        MACHINE.next_status("closed", "quote")


def test_urgent_and_important_comes_first_and_due_steps_are_known() -> None:
    hot = replace(ASKED, urgency="high", importance="high", next_date=date(2026, 11, 22))
    assert priority(hot) > priority(replace(hot, importance="normal")) > priority(replace(ASKED, urgency="low"))
    assert is_due(hot, date(2026, 11, 22)) and not is_due(hot, date(2026, 11, 21)) and not is_due(ASKED, date.max)


def test_every_channel_has_a_name() -> None:
    assert set(CHANNEL_NAMES) == set(CHANNELS)
