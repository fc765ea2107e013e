"""Order confirmations and production notices stay within their margins, however long, in every language."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from orderdesk_gui.documents.facts_orders import ConfirmationFacts, ProductionFacts, WorkLine
from orderdesk_gui.documents.orders import render_confirmation, render_production_notice
from tests.documents.papers import LETTERHEAD, QUOTATION, assert_inside, many, pages, text

OFFER = replace(QUOTATION, number="SO-2026-7K3F-0342", revision=1, replaces=None)
CONFIRMATION = ConfirmationFacts(
    OFFER, "PO-YL-26-1187", date(2026, 11, 20), ("QT-2026-7K3F-0187", "CT-2026-7K3F-0042"), date(2026, 12, 15)
)
WORK = WorkLine(
    "行星减速机 PG090", D(24), "台", "Gearbox", "set", "PG090-10-K19", "速比 10:1", "ratio 10:1", "CY-0090-01 B",
    "木箱", "铭牌按客户要求", date(2026, 12, 15),
)  # fmt: skip
NOTICE = ProductionFacts(
    LETTERHEAD, "SO-2026-7K3F-0342", date(2026, 11, 21), "云栎自动化", (WORK,), "订单", "order", "PO-YL-26-1187",
    "送货；苏州", date(2026, 12, 15), "周洁", "首件须经客户确认", 2, 3,
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_both_papers_in_every_language(language: str) -> None:
    confirmation = render_confirmation(replace(CONFIRMATION, offer=replace(OFFER, language=language), version=2))
    notice = render_production_notice(replace(NOTICE, language=language))
    for data in (confirmation, notice):
        assert_inside(data, 20, 190)
        assert "SO-2026-7K3F-0342" in text(data) and "PO-YL-26-1187" in text(data)
    zh, en = language != "en", language != "zh"
    assert ("含第 2 号变更" in text(notice)) == zh and ("Includes change no. 2" in text(confirmation)) == en
    assert ("品质" in text(notice)) == zh and ("Quality" in text(notice)) == en


def test_same_facts_same_bytes() -> None:
    assert render_confirmation(CONFIRMATION) == render_confirmation(CONFIRMATION)
    assert render_confirmation(CONFIRMATION) != render_confirmation(replace(CONFIRMATION, customer_po="X"))
    assert render_production_notice(NOTICE) == render_production_notice(NOTICE)


@pytest.mark.parametrize("count", [1, 12, 25, 26, 60])
def test_long_orders_keep_every_line_and_one_place_to_sign(count: int) -> None:
    offer = replace(many(count), number="SO-1", revision=1, replaces=None)
    said = text(render_confirmation(replace(CONFIRMATION, offer=offer)))
    assert all(f"P-{at:04d}" in said for at in range(1, count + 1))
    assert said.count("买方确认") == 1
    lines = tuple(replace(WORK, code=f"W-{at:04d}") for at in range(count))
    notice = render_production_notice(replace(NOTICE, lines=lines))
    assert all(f"W-{at:04d}" in text(notice) for at in range(count))
    assert_inside(notice, 20, 190)
    assert pages(notice) <= 1 + count // 20


def test_without_letterhead_nothing_stands_where_it_is_printed() -> None:
    said = text(render_confirmation(CONFIRMATION, letterhead=False))
    assert "0574-5550 1188" not in said and "0574-5550 1188" in text(render_confirmation(CONFIRMATION))


def test_the_longest_names_fit() -> None:
    name = "苏州市吴中经济技术开发区云栎智能自动化装备系统集成股份有限公司" * 2
    offer = replace(OFFER, buyer=replace(OFFER.buyer, name=name))
    assert_inside(render_confirmation(replace(CONFIRMATION, offer=offer, customer_po="PO" * 40)), 20, 190)
    work = replace(WORK, code="X" * 60, name_zh=name, drawing="D" * 80, remark=name, quantity=D("123456789.123456"))
    assert_inside(render_production_notice(replace(NOTICE, customer=name, lines=(work,))), 20, 190)
