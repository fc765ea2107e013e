"""The quotation as a workbook."""

import datetime
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from orderdesk_gui.documents.line_table import PricedLine
from orderdesk_gui.documents.quotes import Adjustment, Buyer, Letterhead, QuotationFacts, Term
from orderdesk_gui.documents.workbook_quotes import quotation_workbook

LINES = tuple(
    PricedLine(
        name_zh=f"=不锈钢法兰{number}",
        name_en="Flange",
        quantity=Decimal("200"),
        unit_zh="件",
        unit_en="pc",
        code=f"00{number}",
        spec_zh="DN100 PN16",
        price_gross=Decimal("12.345678"),
        tax_rate=Decimal("0.13"),
        net=Decimal("2185.08"),
        tax=Decimal("284.06"),
        gross=Decimal("2469.14"),
    )
    for number in range(1, 41)
)
FACTS = QuotationFacts(
    letterhead=Letterhead("青岛海纳机械有限公司", "Haina Machinery", "青岛市城阳区", "Qingdao", "0532-88886666"),
    buyer=Buyer("北京某某公司", "Some Firm", contact="王敏"),
    number="QT-2026-7K3F-0007",
    revision=2,
    dated=datetime.date(2026, 11, 21),
    valid_until=datetime.date(2026, 12, 21),
    lines=LINES,
    subtotal=Decimal("98765.60"),
    adjustments=(Adjustment("优惠", "Discount", Decimal("-765.60")),),
    net_total=Decimal("86725.66"),
    tax_total=Decimal("11274.34"),
    total=Decimal("98000.00"),
    total_words_zh="人民币玖万捌仟元整",
    total_words_en="SAY RMB NINETY-EIGHT THOUSAND ONLY",
    terms=(Term("payment", "月结 30 天", "30 days end of month"), Term("delivery", "15 天", "15 days")),
)


def opened(facts: QuotationFacts, watermark: str | None = None) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(quotation_workbook(facts, watermark=watermark))).active


def values(facts: QuotationFacts, watermark: str | None = None) -> list[object]:
    return [cell for row in opened(facts, watermark).iter_rows(values_only=True) for cell in row if cell is not None]


def test_it_shows_the_facts_to_the_cent() -> None:
    shown = values(FACTS)
    for fact in (
        "青岛海纳机械有限公司", "报价单　QT-2026-7K3F-0007 R2", "北京某某公司", "2026年11月21日", "2026年12月21日",
        "001", 12.345678, 2469.14, 98765.6, -765.6, 86725.66, 11274.34, 98000, "人民币玖万捌仟元整", "月结 30 天",
    ):  # fmt: skip
        assert fact in shown
    assert shown.count(2469.14) == 40


def test_it_holds_no_formula_and_keeps_texts() -> None:
    sheet = opened(FACTS)
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert "=不锈钢法兰1\nDN100 PN16" in values(FACTS)


def test_it_prints_on_a4_with_the_head_of_the_table_repeated() -> None:
    sheet = opened(FACTS)
    head = next(cell.row for cell in sheet["A"] if cell.value == "序号")
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert "QT-2026-7K3F-0007" in sheet.oddFooter.left.text
    wide = replace(FACTS, columns=("code", "name", "unit", "quantity", "price_net", "tax_rate", "net", "tax", "gross"))
    assert opened(wide).page_setup.orientation == "landscape"


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_it_speaks_the_language_of_the_paper(language: str) -> None:
    shown = " ".join(str(each) for each in values(replace(FACTS, language=language)))
    assert ("报价单" in shown) == (language != "en")
    assert ("30 days end of month" in shown) == (language != "zh")
    assert ("月结" in shown) == (language != "en")


def test_a_draft_says_so_on_every_page() -> None:
    assert "草稿，仅供内部审阅" in values(FACTS, "draft")
    assert "草稿" in opened(FACTS, "draft").oddHeader.center.text
    assert not any("草稿" in str(each) for each in values(FACTS))


def test_few_columns_and_other_currencies_fit() -> None:
    yen = replace(FACTS, columns=("name", "gross"), currency="JPY", places=0, domestic=False, tax_total=Decimal(0))
    sheet = opened(yen)
    total = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 98000)
    assert total.number_format == "#,##0"
    assert "总价 JPY" in values(yen)


def test_the_same_facts_give_the_same_bytes() -> None:
    assert quotation_workbook(FACTS) == quotation_workbook(FACTS)
