"""Delivery notes fit their paper, whichever it is, each sheet with its head and its signatures."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pypdf
import pytest

from orderdesk_gui.documents.deliveries import render_delivery_note
from orderdesk_gui.documents.facts_orders import NoteFacts, NoteLine
from tests.documents.papers import BUYER, LETTERHEAD, pages, text, words

LINE = NoteLine(
    "行星减速机 PG090", D(24), "台", "Gearbox", "set", "PG090-10-K19", "速比 10:1", "ratio 10:1", "", "木箱 8 箱",
    D(1386), D(33264),
)  # fmt: skip
NOTE = NoteFacts(
    LETTERHEAD, BUYER, "DN-2026-7K3F-0093", date(2026, 12, 28), "SO-2026-7K3F-0342", (LINE,), "out", "PO-YL-26-1187",
    "德邦物流", "DPK364512880",
)  # fmt: skip
PRICED = replace(
    NOTE, total=D(33264), total_words_zh="人民币叁万叁仟贰佰陆拾肆元整", total_words_en="SAY RENMINBI ONLY"
)
EDGES = {"a4": (20, 190, 297), "a5": (12, 198, 148), "continuous": (19, 218.5, 140)}


def several(count: int, note: NoteFacts = NOTE) -> NoteFacts:
    return replace(note, lines=tuple(replace(LINE, code=f"P-{at:04d}") for at in range(count)))


def inside(data: bytes, paper: str) -> None:
    """Every word on the sheet and between its edges; the ply names stand at the right of continuous paper."""
    left_edge, right_edge, high = EDGES[paper]
    for _, left, top, right, bottom, word in words(data):
        if bottom - top > 3 * (right - left):
            continue
        place = (word, left / 72 * 25.4, right / 72 * 25.4, bottom / 72 * 25.4)
        assert left / 72 * 25.4 > left_edge - 1, place
        assert right / 72 * 25.4 < right_edge + 1.6 or paper == "continuous", place
        assert bottom / 72 * 25.4 < high - 3, place


@pytest.mark.parametrize("paper", ["a4", "a5", "continuous"])
@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_every_paper_in_every_language(paper: str, language: str) -> None:
    for note in (NOTE, PRICED):
        data = render_delivery_note(replace(note, format=paper, language=language))  # type: ignore[arg-type]
        said = text(data)
        assert "DN-2026-7K3F-0093" in said and "PO-YL-26-1187" in said and "PG090-10-K19" in said
        assert ("33,264.00" in said) == (note is PRICED)
        inside(data, paper)
        assert pages(data) == 1


@pytest.mark.parametrize("paper", ["a4", "a5", "continuous"])
@pytest.mark.parametrize("count", [1, 7, 8, 30])
def test_many_lines(paper: str, count: int) -> None:
    data = render_delivery_note(replace(several(count, PRICED), format=paper))  # type: ignore[arg-type]
    said = text(data)
    assert all(f"P-{at:04d}" in said for at in range(count)) and "共" in said
    inside(data, paper)
    sheets = pages(data)
    assert said.count("仓库发货") == (1 if paper == "a4" else sheets)
    assert said.count("收货单位") == (1 if paper == "a4" else sheets)
    if paper != "a4":
        assert f"第 {sheets} 页，共 {sheets} 页" in said


def test_smaller_type_where_it_saves_a_sheet() -> None:
    long = replace(LINE, spec_zh="波纹管式，外径 32 mm，孔径 14/19 mm，额定扭矩 6 N·m，带键槽，不锈钢材质")
    note = replace(PRICED, format="continuous", lines=(long,) * 4)
    assert pages(render_delivery_note(note)) == 1
    inside(render_delivery_note(note), "continuous")


def test_the_print_is_moved_by_millimetres() -> None:
    note = replace(NOTE, format="continuous")
    still = {word: (left, top) for _, left, top, _, _, word in words(render_delivery_note(note))}
    shifted = render_delivery_note(replace(note, shift=(D("2.5"), D("-1"))))
    moved = {word: (left, top) for _, left, top, _, _, word in words(shifted)}
    for word in ("PG090-10-K19", "PO-YL-26-1187"):
        assert moved[word][0] - still[word][0] == pytest.approx(2.5 * 72 / 25.4, abs=0.01)
        assert moved[word][1] - still[word][1] == pytest.approx(-1 * 72 / 25.4, abs=0.01)


def test_small_forms_are_black_alone_with_rules_a_needle_prints() -> None:
    data = render_delivery_note(replace(PRICED, format="continuous"))
    drawn = pypdf.PdfReader(io.BytesIO(data)).pages[0].get_contents()
    assert drawn is not None
    code = drawn.get_data().decode("latin-1").split()
    assert {tuple(code[at - 3 : at]) for at, word in enumerate(code) if word in ("rg", "RG")} == {("0", "0", "0")}
    assert min(float(code[at - 1]) for at, word in enumerate(code) if word == "w") >= 0.6


def test_a_return_asks_for_no_signature_of_a_receiver() -> None:
    said = text(render_delivery_note(replace(NOTE, kind="return", remark="包装破损")))
    assert "退货单" in said and "退货单位" in said and "收货人签字" not in said and "包装破损" in said


def test_the_period_to_object_is_said_where_one_was_agreed() -> None:
    assert "如有异议请在签收后 7 日内书面提出" in text(render_delivery_note(replace(NOTE, inspection_days=7)))
    assert "如有异议请及时书面提出" in text(render_delivery_note(NOTE))


def test_same_facts_same_bytes() -> None:
    assert render_delivery_note(PRICED) == render_delivery_note(PRICED) != render_delivery_note(NOTE)


def test_long_names_fit() -> None:
    long = "苏州市吴中经济技术开发区云栎智能自动化装备系统集成股份有限公司" * 2
    line = replace(LINE, code="X" * 50, name_zh=long, lot="L" * 60, note=long, quantity=D("1234567.123456"))
    for paper in EDGES:
        note = replace(PRICED, format=paper, lines=(line,), receiver=replace(BUYER, name=long, address=long * 2))  # type: ignore[arg-type]
        inside(render_delivery_note(note), paper)
