"""Monthly statements show every fact with its balance, on few pages, with one slip to send back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from orderdesk_gui.documents.facts_orders import StatementEntry, StatementFacts, StatementInvoice
from orderdesk_gui.documents.statements import render_statement
from tests.documents.papers import BUYER, LETTERHEAD, assert_inside, pages, text

ENTRIES = (
    StatementEntry(date(2026, 10, 9), "DN-1", "发货  PO-1  减速机 24 台", "Delivery  PO-1  Gearbox", D(33264), None,
                   D(119684)),
    StatementEntry(date(2026, 10, 12), "RC-1", "收款  电汇", "Receipt  T/T", None, D(52000), D(67684)),
    StatementEntry(date(2026, 10, 16), "DN-2", "退货  PO-1", "Return  PO-1", D(-2772), None, D(64912)),
)  # fmt: skip
STATEMENT = StatementFacts(
    LETTERHEAD, BUYER, "ST-2026-7K3F-0036", date(2026, 11, 3), date(2026, 10, 1), date(2026, 10, 31), D(86420),
    D(30492), D(52000), D(64912), ENTRIES, (StatementInvoice(date(2026, 10, 10), "26330211", "SO-1, SO-2", D(33264)),),
    (D(60492), D(4420), D(0), D(0), D(0)), D("37069.2"), terms_zh="月结60天", terms_en="60 days after month end",
    account="甬江商业银行 3301 0188", words_zh="人民币陆万肆仟玖佰壹拾贰元整", words_en="SAY RENMINBI ONLY",
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_every_language(language: str) -> None:
    data = render_statement(replace(STATEMENT, language=language, revision=2))
    said = text(data)
    for part in ("86,420.00", "33,264.00", "52,000.00", "−2,772.00", "64,912.00", "26330211", "3301 0188", "4,420.00"):
        assert part in said, part
    assert ("回执" in said) == (language != "en") and ("Reply slip" in said) == (language == "en")
    assert_inside(data, 20, 190)


def test_a_usual_month_takes_one_page() -> None:
    assert pages(render_statement(STATEMENT)) == 1


def test_a_long_month() -> None:
    entries = tuple(replace(ENTRIES[at % 3], number=f"DN-2026-7K3F-{at:04d}") for at in range(120))
    data = render_statement(replace(STATEMENT, entries=entries))
    said = text(data)
    assert all(f"DN-2026-7K3F-{at:04d}" in said for at in range(120)) and said.count("回执") == 1
    assert said.count("摘要") == pages(data) - ("摘要" not in said.split("\f")[pages(data) - 1])
    assert_inside(data, 20, 190)


def test_what_explains_the_balance() -> None:
    said = text(render_statement(replace(STATEMENT, closing_before=D(86000))))
    assert "上期对账单的期末余额为 86,000.00，其后更正 420.00" in said and "已发货未开票 37,069.20 元" in said
    plain = text(render_statement(replace(STATEMENT, closing_before=D(86420), not_invoiced=D(0))))
    assert "上期对账单" not in plain and "未开票" not in plain
    ahead = text(render_statement(replace(STATEMENT, closing=D(-5), ageing=None, words_zh="")))
    assert "贵方预付款" in ahead and "账龄" not in ahead and "−¥5.00" in ahead


def test_other_currencies_and_great_amounts() -> None:
    great = D("123456789012.34")
    entries = tuple(replace(entry, balance=great, charged=great) for entry in ENTRIES)
    data = render_statement(
        replace(STATEMENT, currency="USD", domestic=False, entries=entries, closing=great, language="en")
    )
    assert "USD 123,456,789,012.34" in text(data) and "¥" not in text(data)
    assert_inside(data, 20, 190)


def test_same_facts_same_bytes() -> None:
    assert render_statement(STATEMENT) == render_statement(STATEMENT)
    assert render_statement(STATEMENT) != render_statement(STATEMENT, watermark="draft")
