import io
import re
from dataclasses import replace

import pypdf
import pytest

from orderdesk_gui.documents.blocks import MM
from orderdesk_gui.documents.contract_annexes import AnnexText
from orderdesk_gui.documents.contracts import Annex, Article, ClauseText, render_contract
from tests.documents.papers import LINES, TOTAL_EN, TOTAL_ZH, assert_inside, contract, pages, text, words

LANGUAGES = ("zh", "en", "both")


def test_a_chinese_contract_reads_in_the_order_of_its_articles() -> None:
    facts = contract()
    read = text(render_contract(facts))
    order = [
        "销售合同",
        "CY-XS-2026-0342",
        "2026年11月25日",
        "91320506DEMA000212",
        "《中华人民共和国民法典》",
        "第一条",
    ]
    order += [
        "1.1",
        "PG090-10-K19",
        TOTAL_ZH,
        "1.2",
        "第二条",
        "第十六条",
        "16.3",
        "技术参数与外形尺寸",
        "（以下无正文",
    ]
    at = -1
    for part in order:
        assert read.find(part, at + 1) > at, part
        at = read.find(part, at + 1)
    assert read.count("¥116,554.19") == 16 * 3 + 1
    assert read.count("2026年11月21日") == 48


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_numbered_and_all_within_the_frame(language: str) -> None:
    data = render_contract(contract(), language=language)
    total = pages(data)
    assert total > 2
    read = text(data).split("\f")
    for page in range(1, total + 1):
        assert ("第 {} 页，共 {} 页" if language == "zh" else "Page {} of {}").format(page, total) in read[page - 1]
    left_edge, right_edge = (20, 190) if language == "both" else (25, 184.4)
    assert_inside(data, left_edge, right_edge)


def test_amounts_and_dates_stand_whole_on_their_lines() -> None:
    for language in LANGUAGES:
        lines = text(render_contract(contract(), language=language), "-layout")
        if language != "en":
            assert lines.count("116,554.19") >= 49 and lines.count("2026年11月21日") == 48
        if language != "zh":
            assert lines.count("22 January 2027") == 48


def test_english_contract_has_no_chinese_labels() -> None:
    facts = replace(contract(2), domestic=False, currency="EUR", trade_term="FCA Ningbo, Incoterms 2020")
    read = text(render_contract(facts, language="en"))
    for part in ("Sales Contract", "Party A (Buyer)", "Article 2", "EUR 116,554.19", "Incoterms 2020", TOTAL_EN[:30]):
        assert part in read
    assert not re.search("合同|甲方（|乙方（|第一条|签署", read)


def test_bilingual_clauses_begin_at_the_same_height() -> None:
    found = words(render_contract(contract(), language="both"))
    numbers = [(page, word, left, bottom) for page, left, _, _, bottom, word in found if re.fullmatch(r"\d+\.\d", word)]
    for number in [f"{article}.{at}" for article in range(1, 17) for at in range(1, 4)]:
        places = [(page, left, bottom) for page, word, left, bottom in numbers if word == number and left < 120 * MM]
        zh = [place for place in places if place[1] < 30 * MM]
        en = [place for place in places if place[1] > 105 * MM]
        assert len(zh) == len(en) == 1, number
        assert zh[0][0] == en[0][0] and abs(zh[0][2] - en[0][2]) < 4, number


@pytest.mark.parametrize("language", LANGUAGES)
def test_signatures_stay_together_with_the_last_clause(language: str) -> None:
    for clauses in range(1, 9):
        read = text(render_contract(contract(3, clauses), language=language)).split("\f")
        marks = ("（盖章处）", "（以下无正文") if language != "en" else ("(seal)", "End of text")
        (page,) = [page for page in read if marks[1] in page]
        assert page.count(marks[0]) == 2
        assert "附件一" in page or "Annex 1" in page


def test_headings_never_stand_at_the_foot_of_a_page() -> None:
    for articles in range(2, 14):
        for page in text(render_contract(contract(articles, 2))).split("\f"):
            body = page.split("合同编号 CY")[0].strip()
            assert not re.search(r"第[一二三四五六七八九十]+条　标的、规格、数量与价款$", body)


def test_a_clause_longer_than_a_page_is_divided() -> None:
    long = ClauseText("1.1", "买方应按期付款。" * 900, "The Buyer shall pay in time. " * 500, table="lines")
    facts = replace(contract(2), articles=(Article(1, "付款", "Payment", (long,)),))
    for language in LANGUAGES:
        data = render_contract(facts, language=language)
        read = re.sub(r"\s", "", text(data))
        if language != "en":
            assert read.count("买方应按期付款。") >= 880  # the rest is divided by page heads
        if language != "zh":
            assert read.count("TheBuyershallpayintime.") >= 490
        assert TOTAL_ZH in read or language == "en"


def test_the_table_goes_over_pages_with_the_sum_carried_forward() -> None:
    data = render_contract(replace(contract(2), lines=LINES * 20))
    read = text(data).split("\f")
    tables = [page for page in read if "品名规格" in page]
    assert len(tables) >= 2 and all("承前页" in page for page in tables[1:]) and "承前页" not in tables[0]
    done = len(re.findall("PG090-10-K19", tables[0])), len(re.findall("LM45-0600-10", tables[0]))
    belts = len(re.findall("HT5M-0850-25", tables[0]))
    carried = f"{done[0] * 33264 + done[1] * 32946 + belts * 2221.20:,.2f}"
    assert carried in tables[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_very_long_names_stay_within_the_frame(language: str) -> None:
    facts = contract(2)
    long, word = "极长的名称" * 60, "x" * 300 + "😀"
    facts = replace(
        facts,
        buyer=replace(facts.buyer, name=long, name_en=word, address=word, contact=long),
        number="N" * 80,
        place_zh=long,
        title_zh="销售合同" * 12,
        title_en="Contract " * 20,
        total_words_zh="人民币" + "玖仟" * 80,
        trade_term="FCA " * 20,
    )
    edges = (20, 190) if language == "both" else (25, 184.4)
    assert_inside(render_contract(facts, language=language, letterhead="ours"), *edges)


def test_a_contract_may_be_empty_but_for_its_parties() -> None:
    assert pages(render_contract(replace(contract(1), lines=(), articles=(), annexes=()))) == 1


def test_letterhead_and_watermark_are_as_asked() -> None:
    plain, headed = render_contract(contract(1)), render_contract(contract(1), letterhead="ours", watermark="void")
    assert "0574-5550 1188" not in text(plain) and "0574-5550 1188" in text(headed)
    reader = pypdf.PdfReader(io.BytesIO(headed))
    assert all("作废" in page.extract_text() for page in reader.pages)


def test_serif_text_and_sans_figures() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_contract(contract(2))))
    names = {font.get_object()["/BaseFont"][8:] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert names == {"OrderDeskSans-Regular", "OrderDeskSans-Bold", "OrderDeskSerif-Regular", "OrderDeskSerif-Bold"}


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("count", range(2, 9))
def test_a_short_table_begins_on_the_first_page(language: str, count: int) -> None:
    """The total takes the last line along to the next page; clause and table do not move with it."""
    facts = replace(contract(4, 2), lines=tuple(LINES[at % 3] for at in range(count)))
    read = text(render_contract(facts, language=language)).split("\f")
    assert "1.1" in read[0] and LINES[0].code in read[0]


def test_paper_with_a_printed_letterhead_stays_white_at_its_top() -> None:
    tops = {
        head: min(top for page, _, top, *_ in words(render_contract(contract(1), letterhead=head)) if page == 1)
        for head in ("none", "ours", "preprinted")
    }
    assert tops["preprinted"] > 36 * MM > 30 * MM > tops["none"] > tops["ours"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_an_annex_follows_the_signatures_on_a_page_of_its_own(language: str) -> None:
    facts = contract(2)
    drawings = Annex("附件二", "图纸", "Annex 2", "Drawings")
    facts = replace(facts, annexes=(*facts.annexes, drawings))
    plain = render_contract(facts, language=language)
    long = "\n".join(f"第 {n} 项：额定转矩、背隙和噪声按下表，偏差不超过 {n} %。" for n in range(1, 61))
    texts = [
        AnnexText(facts.annexes[0], long, long.replace("第", "No.")),
        AnnexText(replace(drawings, number_zh="附件三")),
        AnnexText(drawings, "图样随附。", "Drawings attached."),
    ]
    full = render_contract(facts, language=language, annexes=texts)
    more = text(full).split("\f")[pages(plain) :]
    assert len([page for page in more if page.strip()]) >= 3
    number, title = (
        ("Annex 1", facts.annexes[0].title_en) if language == "en" else ("附件一", facts.annexes[0].title_zh)
    )
    assert number in more[0] and title in more[0] and "60" in "".join(more[:-2])
    assert ("Drawings attached." if language == "en" else "图样随附") in more[-2]
    left_edge, right_edge = (20, 190) if language == "both" else (25, 184.4)
    assert_inside(full, left_edge, right_edge)
