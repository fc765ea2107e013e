import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest

from orderdesk_gui.documents.line_table import COLUMNS
from orderdesk_gui.documents.page import Letterhead
from orderdesk_gui.documents.quotes import render_quotation
from tests.documents.papers import (
    BUYER,
    LETTERHEAD,
    LINES,
    QUOTATION,
    TOTAL_EN,
    TOTAL_ZH,
    assert_inside,
    many,
    pages,
    text,
    words,
)

LANGUAGES = ("zh", "en", "both")


def test_a_chinese_quotation_reads_in_order() -> None:
    read = text(render_quotation(QUOTATION))
    order = [
        "宁波澄岳传动科技有限公司",
        "报价单",
        "QT-2026-7K3F-0187",
        "第 2 次修订（R2），取代 2026年11月13日 R1",
        "苏州云栎自动化设备有限公司",
        "2026年12月21日（30 天）",
        "PG090-10-K19",
        "背隙≤5 arcmin",
        "1,386.00",
        "33,264.00",
        "46.275",
        "120,480.20",
        "1,500.00",
        "−5,426.01",
        "¥116,554.19",
        "不含税 103,145.29 元，税额 13,408.90 元",
        "（¥34,966.26）",
        "第 1 页，共 1 页",
    ]
    at = -1
    for part in order:
        assert read.find(part, at + 1) > at, part
    assert TOTAL_ZH in read and "开具" not in read


def test_english_and_bilingual_quotations_say_it_in_their_language() -> None:
    english = render_quotation(replace(QUOTATION, language="en", domestic=False, currency="EUR"))
    read = text(english)
    for part in ("Quotation", "21 November 2026", "EUR 116,554.19", "Gearbox", "Page 1 of 1", TOTAL_EN[:40]):
        assert part in read
    for part in ("报价单", "¥", "行星减速机", "人民币"):
        assert part not in read
    bilingual = text(render_quotation(replace(QUOTATION, language="both")))
    for part in ("报价单", "行星减速机", "Gearbox", TOTAL_ZH, "第 1 页，共", "Page 1 of"):
        assert part in bilingual


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 40, 200])
def test_any_number_of_lines_on_numbered_pages_within_the_frame(language: str, count: int) -> None:
    data = render_quotation(replace(many(count), language=language))
    total = pages(data)
    read = text(data).split("\f")
    assert (total > 1) == (count > 5 or (language == "both" and total > 1))
    for page in range(1, total + 1):
        mark = {"zh": f"第 {page} 页，共 {total} 页"}.get(language, f"Page {page} of {total}")
        assert mark in read[page - 1]
    heads = [page for page in read if COLUMNS["code"][language == "en"] in page]
    assert len(heads) == sum("P-0" in page for page in read)
    assert all(f"P-{at:04d}" in "".join(read) for at in range(1, count + 1))
    assert_inside(data, 20, 190)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_columns_at_once_fit(language: str) -> None:
    columns = tuple(COLUMNS)
    data = render_quotation(replace(QUOTATION, columns=columns, language=language))
    assert_inside(data, 20, 190)
    huge = replace(LINES[0], **dict.fromkeys(("net", "tax", "gross"), Decimal("-1000000000000.00")))
    assert_inside(render_quotation(replace(QUOTATION, lines=(huge,), columns=columns, language=language)), 20, 190)
    read = text(data)
    for part in ("12.345678", "13%", "KH-PG09", "25 个工作日", "29,437.17", "3,826.83"):
        assert part in read


def test_a_single_line_quotation_leaves_no_idle_page() -> None:
    assert pages(render_quotation(many(1))) == 1


def test_nothing_but_a_number_is_still_a_paper() -> None:
    bare = replace(QUOTATION, lines=(), terms=(), adjustments=(), subtotal=None, letterhead=Letterhead("甲"))
    data = render_quotation(bare)
    assert pages(data) == 1 and "QT-2026-7K3F-0187" in text(data)
    assert_inside(render_quotation(replace(QUOTATION, columns=("code", "quantity", "gross"))), 20, 190)


def test_very_long_and_hostile_contents_stay_within_the_frame() -> None:
    long = "极长的名称" * 60
    hostile = "x" * 300 + "😀\u202e\u200b" + "龘" * 40
    line = replace(LINES[0], name_zh=long, spec_zh=hostile, code="C" * 120, price_gross=Decimal("999999999999.123456"))
    facts = replace(
        QUOTATION,
        lines=(line, replace(line, gross=Decimal("-1000000000000.00"), quantity=Decimal("1E+12"))),
        buyer=replace(BUYER, name=long, address=hostile, contact="第一行\r\n第二行"),
        letterhead=replace(LETTERHEAD, name_zh=long, name_en=hostile, address_zh=long),
        number="QT-" + "9" * 60,
        project=hostile,
        total=Decimal("999999999999.99"),
        total_words_zh="人民币" + "玖仟" * 50 + "元整",
        total_words_en="SAY " + "NINE THOUSAND " * 30 + "ONLY",
    )
    for language in LANGUAGES:
        data = render_quotation(replace(facts, language=language))
        assert_inside(data, 20, 190)
        read = text(data).replace("\n", "")
        assert "999,999,999,999.123456" in read and "−1,000,000,000,000.00" in read
        assert "\u202e" not in read


def test_a_line_higher_than_a_page_goes_on() -> None:
    line = replace(LINES[0], spec_zh="长规格" * 2500)
    data = render_quotation(replace(QUOTATION, lines=(line, LINES[1])))
    assert pages(data) >= 3
    assert text(data).count("长") == 2500
    assert_inside(data, 20, 190)


def test_terms_longer_than_a_page_go_on_and_the_signature_stays_whole() -> None:
    terms = tuple(replace(QUOTATION.terms[0], zh=f"条款{at}：" + "买方应按期付款。" * 20) for at in range(40))
    data = render_quotation(replace(QUOTATION, terms=terms))
    read = text(data).split("\f")
    assert pages(data) > 2 and all(f"条款{at}：" in "".join(read) for at in range(40))
    (signed,) = [page for page in read if "（盖章处）" in page]
    assert "签字" in signed and "日期" in signed
    assert_inside(data, 20, 190)


def test_totals_never_stand_without_a_line() -> None:
    for count in range(1, 30):
        read = text(render_quotation(many(count))).split("\f")
        (page,) = [page for page in read if TOTAL_ZH in page]
        assert f"P-{count:04d}" in page, count


def test_unit_prices_are_aligned_on_the_point() -> None:
    found = {word: (left, right) for _, left, _, right, _, word in words(render_quotation(QUOTATION))}
    digit = 0.555 * 8.8
    assert found["46.275"][1] - found["1,386.00"][1] == pytest.approx(digit, abs=0.1)
    assert found["2,745.50"][1] == pytest.approx(found["1,386.00"][1], abs=0.1)


def test_only_embedded_fonts_are_listed() -> None:
    data = render_quotation(replace(QUOTATION, project="镇𬭎龘"), watermark="draft")
    reader = pypdf.PdfReader(io.BytesIO(data))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert len(fonts) == 3
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert len(descriptor["/FontFile2"].get_object().get_data()) > 1000
        assert font["/BaseFont"][7] == "+" and "OrderDesk" in font["/BaseFont"]
    assert "镇𬭎龘" in text(data)


def test_the_same_facts_give_the_same_bytes_in_any_process() -> None:
    program = (
        "import hashlib\nfrom tests.documents.papers import QUOTATION, contract\n"
        "from orderdesk_gui.documents.quotes import render_quotation\n"
        "from orderdesk_gui.documents.contracts import render_contract\n"
        "print(hashlib.sha256(render_quotation(QUOTATION) + render_contract(contract(4))).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    made = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        made.add(run.stdout)
    assert len(made) == 1
    first = render_quotation(QUOTATION)
    render_quotation(many(40))
    assert hashlib.sha256(render_quotation(QUOTATION)).digest() == hashlib.sha256(first).digest()


def test_the_note_on_tax_says_whether_prices_include_it() -> None:
    assert "价格含 13% 增值税：不含税 103,145.29 元" in text(render_quotation(QUOTATION))
    net = replace(QUOTATION, columns=("code", "name", "unit", "quantity", "price_net", "net"))
    assert "单价不含 13% 增值税：不含税 103,145.29 元" in text(render_quotation(net))
    assert "Unit prices exclude VAT at 13%: CNY 103,145.29" in text(render_quotation(replace(net, language="en")))
    export = replace(net, tax_total=Decimal(0), language="en", domestic=False, currency="EUR")
    assert "VAT" not in text(render_quotation(export))


def test_yen_has_no_decimals_and_dinars_three() -> None:
    yen = replace(QUOTATION, currency="JPY", places=0, domestic=False, total=Decimal(1165542), language="en")
    assert "JPY 1,165,542" in text(render_quotation(yen)).split()[0] + text(render_quotation(yen))
    dinar = replace(yen, currency="KWD", places=3, total=Decimal("1165.542"))
    assert "KWD 1,165.542" in text(render_quotation(dinar))


def short(count: int, language: str) -> bytes:
    """A quotation of so many lines of one name and a short specification."""
    lines = tuple(replace(LINES[at % 3], code=f"P-{at:04d}", spec_en="ratio 10:1") for at in range(1, count + 1))
    return render_quotation(replace(QUOTATION, lines=lines, language=language))


@pytest.mark.parametrize(("language", "count", "most"), [
    ("zh", 12, 1), ("zh", 40, 2), ("en", 10, 1), ("en", 40, 2), ("both", 3, 1), ("both", 40, 3),
])  # fmt: skip
def test_short_lines_take_few_pages(language: str, count: int, most: int) -> None:
    data = short(count, language)
    assert pages(data) <= most
    assert_inside(data, 20, 190)
    assert all(f"P-{at:04d}" in text(data) for at in range(1, count + 1))


def test_a_specification_stands_beneath_its_name_while_there_is_room() -> None:
    def beneath(data: bytes) -> float:
        tops = {word: top for _, _, top, _, _, word in words(data)}
        return next(top for word, top in tops.items() if "速比" in word) - tops["行星减速机"]

    assert beneath(render_quotation(QUOTATION)) > 10
    assert beneath(short(40, "zh")) < 3
