"""The change notice marks what was and what is now, in every language, and is the same bytes each time."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal as D

import pytest
from pypdf import PdfReader

from orderdesk_gui.documents.facts import Buyer, Letterhead
from orderdesk_gui.documents.facts_changes import ChangedItem, ChangeFacts
from orderdesk_gui.documents.order_changes import render_change_notice

ITEM = ChangedItem("GEAR-1 行星减速机", "数量", "quantity", "10", "10", "12", "12")
WHOLE = ChangedItem("", "交货地点", "delivery place", "", "", "苏州", "Suzhou")
FACTS = ChangeFacts(
    Letterhead("澜川传动", "Lanchuan Drives"), Buyer("云栎自动化", "Yunli", "沈女士"), "CN-2026-7K3F-0003",
    "SO-2026-7K3F-0007", 2, dt.date(2026, 11, 21), dt.date(2026, 11, 20), "客户原因", "the customer's wish", "增购",
    (ITEM, WHOLE), (D(1200), D(1280)), (dt.date(2026, 12, 15), dt.date(2026, 12, 28)), "PO-77", "HT-1",
    "GEAR-1 已交 6 台", "GEAR-1: 6 delivered",
)  # fmt: skip


def text(facts: ChangeFacts, watermark: str | None = None) -> str:
    pages = PdfReader(io.BytesIO(render_change_notice(facts, watermark=watermark))).pages
    return "\n".join(page.extract_text() for page in pages)


def test_before_and_after_stand_side_by_side() -> None:
    said = text(FACTS)
    for words in ("变更通知单", "CN-2026-7K3F-0003", "SO-2026-7K3F-0007", "PO-77", "▲ 12", "整单", "▲ 苏州", "增购",
                  "¥1,200.00 → ¥1,280.00", "HT-1，另签补充协议", "GEAR-1 已交 6 台", "订单第 2 次变更"):  # fmt: skip
        assert words in said, words
    assert "Suzhou" not in said and "→" not in text(replace(FACTS, totals=(D(1200), D(1200)), promised=(None, None)))


@pytest.mark.parametrize("language", ["en", "both"])
def test_in_english_and_in_both(language: str) -> None:
    said = text(replace(FACTS, language=language))
    assert "quantity" in said and "supplementary agreement" in said
    assert ("数量" in said) == (language == "both")


def test_the_same_facts_are_the_same_bytes_and_a_draft_is_marked() -> None:
    assert render_change_notice(FACTS) == render_change_notice(FACTS)
    assert "草稿" in text(FACTS, "draft") and "草稿" not in text(FACTS)


def test_many_changes_run_over_pages() -> None:
    many = replace(FACTS, items=(replace(ITEM, line="GEAR-1 行星减速机" * 6),) * 80)
    assert len(PdfReader(io.BytesIO(render_change_notice(many))).pages) >= 3
