import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.blocks import Block
from orderdesk_gui.documents.fonts import SANS, SANS_BOLD, SERIF, SERIF_BOLD
from orderdesk_gui.documents.lines import Composed, clean
from orderdesk_gui.documents.page import About, Sheet, render
from orderdesk_gui.documents.text import BODY, SERIF_BODY, TextBlock, text_width
from tests.documents.papers import text


def broken(said: str, ems: float, face: str = SANS, justified: bool = False) -> list[str]:
    composed = Composed(said, face, SANS_BOLD)
    return [composed.text[line.start : line.end] for line in composed.lines(ems * 1000, justified)]


def paper(*blocks: Block) -> bytes:
    about = About("t", "a", "s", date(2026, 11, 21))
    return render(blocks, Sheet(60, 300, 60, 60), lambda *_: None, about, language="zh")


def test_amounts_dates_codes_and_units_are_never_broken() -> None:
    for whole in (
        "¥1,234,567.89",
        "EUR 49,083.55",
        "2026年11月21日",
        "22 January 2027",
        "人民币壹拾壹万陆仟伍佰伍拾肆元壹角玖分",
        "25 个工作日",
        "0.02 mm",
        "850×25 mm",
        "QT-202611-0187",
        "第十三条",
        "3205 0660 0000 2026 226",
        "Incoterms 2020",
        "sales@chengyue.example",
        "−5,426.01",
        "10%",
    ):
        for before in range(30):
            lines = broken("字" * before + whole + "后续文字后续文字后续文字", 26)
            assert any(whole in line for line in lines), (whole, before, lines)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    said = "他说：“你好”（第一次），《民法典》规定；甲方、乙方均应遵守。" * 4
    for ems in range(6, 40):
        for line in broken(said, ems):
            assert line[0] not in "，。、；：）》”", (ems, line)
            assert line[-1] not in "（《“", (ems, line)


def test_lines_stay_within_the_measure() -> None:
    said = "背隙≤5 arcmin，输入轴孔 19 mm；“Hello” it’s ±0.02 mm（含税）。龘龘 " + "x" * 300 + " 😀结束。"
    for face in (SANS, SERIF):
        for ems in (4.5, 8, 13.3, 30):
            composed = Composed(said, face, SANS_BOLD)
            lines = composed.lines(ems * 1000, True)
            assert all(line.width <= ems * 1000 + 1e-6 for line in lines)
            assert "".join(composed.text[line.start : line.end] for line in lines).replace(" ", "") == said.replace(
                " ", ""
            )


@given(
    st.text(
        st.sampled_from("中龘，。（）《》“”‘’ab1 .,-/¥$×±≤𬭎😀…—　年月日第条个人民币壹佰元整\u0301\n"), max_size=120
    ),
    st.floats(1.2, 40),
)
def test_any_text_is_broken_without_loss_and_within_the_measure(said: str, ems: float) -> None:
    for paragraph in clean(said).split("\n"):
        composed = Composed(paragraph, SANS, SANS_BOLD)
        lines = composed.lines(ems * 1000, True)
        kept = "".join(composed.text[line.start : line.end] for line in lines)
        assert kept.replace(" ", "").replace("　", "") == paragraph.replace(" ", "").replace("　", "")
        assert all(line.width <= ems * 1000 + 1e-6 or line.end - line.start <= 1 for line in lines)
        assert all(0 <= line.stretch <= 80 for line in lines)


def test_the_last_line_has_three_em_where_a_few_characters_can_move() -> None:
    lines = broken("一二三四五六七八九十一二三四五六七八九十一二", 20)
    assert [len(line) for line in lines] == [19, 3]
    assert [len(line) for line in broken("一二三四五六七八九十一二三四五六七八九十一二三", 20)] == [20, 3]


def test_stretch_stays_small_else_ragged() -> None:
    composed = Composed("两端对齐，遇到 12,345,678.90 元这样的金额时也不能拉得太开，否则难看。" * 3, SANS, SANS_BOLD)
    lines = composed.lines(23_300, True)
    assert any(line.stretch for line in lines)
    assert all(0 <= line.stretch <= 80 for line in lines)
    assert not lines[-1].stretch


def test_space_between_chinese_and_latin_and_less_in_dates() -> None:
    assert text_width("共3页", BODY) == pytest.approx((2 * 1000 + 555 + 400) * 9 / 1000)
    assert text_width("共 3 页", BODY) == pytest.approx(text_width("共3页", BODY))
    assert text_width("2026年11月21日", BODY) == pytest.approx((8 * 555 + 3 * 1000 + 5 * 70) * 9 / 1000)


def test_adjacent_marks_stand_closer_and_the_last_one_is_trimmed() -> None:
    assert text_width("（甲）。", BODY) == pytest.approx((4000 - 500 - 500 - 500) * 9 / 1000)


def test_symbols_are_narrow_beside_latin_only() -> None:
    assert text_width("850×25", BODY) < text_width("850中25", BODY) - 2
    assert text_width("“中”", BODY) > text_width("“I”", BODY) + 6


def test_drawn_text_reads_back_exactly() -> None:
    said = "乙方2026年11月21日报价单QT-0187 R2）。背隙≤5 arcmin，6 N·m，“Hello” it’s “good”，他说“你好”。"
    for style in (BODY, SERIF_BODY):
        assert text(paper(TextBlock(said, style.with_(align="left", size=6)))).strip() == said


def test_bold_parts_and_rare_characters_in_one_line_read_back() -> None:
    block = TextBlock("任何一方**均有权𬭎龘**起诉。", SERIF_BODY, rich=True)
    data = paper(block)
    assert text(data).strip() == "任何一方均有权𬭎龘起诉。"
    assert data.count(b"/Subtype /Type0") == 3  # serif, its bold, the rare characters
    assert SERIF_BOLD.encode() in data


def test_stars_stay_where_bold_is_not_asked_for() -> None:
    assert text(paper(TextBlock("M6**A2**"))).strip() == "M6**A2**"


def test_hostile_text_is_set() -> None:
    said = "甲\u202e乙\u200b丙\x00\x1b丁\ud800戊\ufeff"
    assert clean(said) == "甲乙丙丁戊"
    assert clean("a\r\nb\u2028c\td") == "a\nb\nc d"
    data = paper(TextBlock("第一行\r\n第二行　全角\n\n" + "长" * 3000 + "😀" * 50 + "\u202eabc"))
    read = text(data)
    assert "第二行" in read and read.count("长") == 3000 and read.count("😀") == 50 and "\u202e" not in read


def test_a_block_splits_between_lines_and_leaves_no_single_line() -> None:
    block = TextBlock("字" * 200, BODY)
    width = 20 * 9.0
    assert block.height(width) == pytest.approx(10 * 15.3)
    parts = block.split(width, 5.5 * 15.3)
    assert parts and [part.height(width) for part in parts] == pytest.approx([5 * 15.3, 5 * 15.3])
    assert block.split(width, 1.5 * 15.3) is None
    parts = block.split(width, 9.5 * 15.3)
    assert parts and parts[1].height(width) == pytest.approx(2 * 15.3)


def test_drawing_leaves_the_canvas_as_it_was() -> None:
    canvas = Canvas(io.BytesIO(), initialFontName=SANS)  # type: ignore[arg-type]
    TextBlock("甲", BODY).draw(canvas, 0, 100, 100)
    code = "\n".join(canvas._code)  # type: ignore[attr-defined]
    assert code.count("q BT") == code.count("ET Q") == 1
