"""The four messages to the customer say what is so, in both languages."""

import datetime as dt

import pytest

from orderdesk_gui.rules.milestone_notices import NoticeFacts, notice
from orderdesk_gui.rules.milestone_templates import TOUCHPOINTS

FACTS = NoticeFacts(
    "SO-2026-AAAA-0001", "4500012345", dt.date(2026, 12, 18), dt.date(2026, 12, 16), "生产", "Production",
    dt.date(2026, 12, 14), "顺丰", "SF1234567890", "周洁",
)  # fmt: skip


@pytest.mark.parametrize("touchpoint", TOUCHPOINTS)
def test_every_message_names_the_order_in_both_languages(touchpoint: str) -> None:
    for language in ("zh", "en"):
        text = notice(touchpoint, FACTS, language)
        assert "SO-2026-AAAA-0001" in text and "4500012345" in text and text.endswith("周洁")
        assert ("您好" in text) == (language == "zh") and ("Hello" in text) == (language == "en")


def test_progress_says_it_when_the_order_will_be_late() -> None:
    assert "2026-12-16" in notice("progress", FACTS, "zh") and "生产" in notice("progress", FACTS, "zh")
    assert "抱歉" not in notice("progress", FACTS, "zh")
    late = NoticeFacts("SO-1", promised=dt.date(2026, 12, 18), forecast=dt.date(2026, 12, 23))
    assert "抱歉" in notice("progress", late, "zh") and "2026-12-23" in notice("progress", late, "zh")
    assert "sorry" in notice("progress", late, "en") and "2026-12-18" in notice("progress", late, "en")


def test_dispatch_names_carrier_and_number_only_where_they_are_known() -> None:
    assert "SF1234567890" in notice("dispatch", FACTS, "en") and "2026-12-14" in notice("dispatch", FACTS, "en")
    ready = notice("dispatch", NoticeFacts("SO-1"), "en")
    assert "ready" in ready and "Tracking" not in ready and "Carrier" not in ready
