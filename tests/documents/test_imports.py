"""From the rows of a clerk's sheet to records and problems."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from orderdesk_gui.documents.imports import Finding, Record, check, papers
from orderdesk_gui.documents.imports_headings import find_headings
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.documents.workbook import CellError, Rows
from orderdesk_gui.documents.workbook_progress import Stopped
from orderdesk_gui.rules.language import UserError, message


def checked(kind: str, *rows: list[Any], **keywords: Any) -> Any:
    sheet = Rows("S", list(rows))
    return check(sheet, find_headings(sheet, kind), **keywords)


def complaints(result: Any) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.severity) for each in result.problems]


def test_every_good_row_is_a_record_with_its_row_number() -> None:
    result = checked(
        "products",
        ["产品报价目录", None],
        ["产品编码", "产品名称", "含税单价(USD)", "起订量", "图号"],
        ["007", "法兰\n盘", "１２.５", Decimal(100), Decimal(12)],
        [],
        [None, "  ", ""],
        ["008", "阀门", Decimal("3.25")],
    )
    assert [(each.row, each.values["code"]) for each in result.records] == [(3, "007"), (6, "008")]
    assert result.records[0].values == {
        "code": "007",
        "name_zh": "法兰 盘",
        "list_price": Decimal("12.5"),
        "minimum_quantity": Decimal(100),
        "drawing_number": "12",
        "tax_mode": "inclusive",
        "currency": "USD",
    }
    assert result.read == 2
    assert result.clean


def test_every_problem_names_row_column_value_and_remedy() -> None:
    result = checked(
        "products",
        ["产品编码", "产品名称", "单价", "税率"],
        ["A1", "法兰", "abc", "13%"],
        ["A2", None, "-5", "200%"],
        ["a1", "另一个", "1", "13"],
        [CellError("#N/A"), "x", "1", "13"],
        ["A5", "长" * 301, "1", "13"],
        ["A6", "长" * 300, "1", "13"],
    )
    assert complaints(result) == [
        (2, "单价", "error"),
        (3, "单价", "error"),
        (3, "税率", "error"),
        (5, "产品编码", "error"),
        (6, "产品名称", "error"),
    ]
    assert result.problems[0].value == "abc"
    assert all(len(str(each.message)) > 20 for each in result.problems)
    assert [each.row for each in result.records] == [4, 7]
    assert result.read == 6
    assert not result.clean


def test_rows_that_repeat_each_other_are_named_with_the_first() -> None:
    result = checked(
        "customers",
        ["客户名称", "税号"],
        ["甲公司", "914403001922038216"],
        ["乙公司", None],
        ["甲公司", None],
        ["丙公司", "914403001922038216"],
        ["Acme Ltd", None],
        ["ACME LTD", None],
    )
    assert complaints(result) == [(4, "客户名称", "error"), (5, "税号", "error"), (7, "客户名称", "error")]
    assert "row 2" in str(result.problems[0].message)


def test_price_steps_may_repeat_the_product_but_not_the_step() -> None:
    rows = [
        ["料号", "单价", "起始数量", "等级"],
        ["A", "1", "1", "重点"],
        ["A", "0.9", "100", "重点"],
        ["A", "1", "100", "普通"],
    ]
    assert checked("prices", *rows).clean
    assert complaints(checked("prices", *rows, ["A", "0.8", "100", "重点"])) == [(5, "料号", "error")]
    assert complaints(checked("prices", ["料号", "单价"], ["A", None])) == [(2, "单价", "error")]


def test_rounding_is_a_warning_and_the_row_is_taken() -> None:
    result = checked("products", ["code", "name", "price"], ["A", "B", Decimal("33.3333333333")])
    assert complaints(result) == [(2, "price", "warning")]
    assert result.records[0].values["list_price"] == Decimal("33.333333")
    assert result.clean


def test_doubtful_codes_and_terms_are_warnings() -> None:
    result = checked(
        "customers",
        ["客户名称", "统一社会信用代码", "付款方式"],
        ["华为", "9144030019 22038216", "月结30天"],
        ["错码", "914403001922038217", "看心情"],
    )
    assert complaints(result) == [(3, "统一社会信用代码", "warning"), (3, "付款方式", "warning")]
    assert result.records[0].values["uscc"] == "914403001922038216"
    assert result.records[0].values["payment_terms"].days == 30
    assert "payment_terms" not in result.records[1].values
    assert result.records[1].values["uscc"] == "914403001922038217"


def test_what_the_data_on_file_say_stands_at_its_row() -> None:
    asked = []

    def judge(record: Record) -> Iterator[Finding]:
        asked.append(record.row)
        if record.values["product_code"] == "B":
            yield Finding("product_code", message("gone"))
            yield Finding("unit_price", message("odd"), "warning")

    rows = [["料号", "单价"], ["A", "1"], ["B", "1"], ["C", "x"]]
    result = checked("prices", *rows, judge=judge)
    assert complaints(result) == [(3, "料号", "error"), (3, "单价", "warning"), (4, "单价", "error")]
    assert [record.row for record in result.records] == asked[:1] == [2]
    assert asked == [2, 3]


def test_lines_of_one_paper_find_together_and_fall_together() -> None:
    head = ["报价单号", "日期", "客户", "品名", "数量", "单价"]
    result = checked(
        "quotes",
        head,
        ["Q1", "2026-11-01", "甲", "法兰", "1", "2"],
        [None, None, None, "阀门", "3", "4"],
        ["Q1", "2026-11-01", "甲", "弯头", "5", "6"],
        ["Q2", "2026-11-02", "乙", "法兰", "x", "2"],
        [None, None, None, "阀门", "3", "4"],
    )
    assert complaints(result) == [(5, "数量", "error"), (6, "", "error")]
    (paper,) = papers(result.records, "quotes")
    assert paper.head == {"number": "Q1", "date": datetime.date(2026, 11, 1), "customer": "甲"}
    assert [line.values["text"] for line in paper.lines] == ["法兰", "阀门", "弯头"]
    assert paper.lines[0].values == {"text": "法兰", "quantity": Decimal(1), "unit_price": Decimal(2)}


def test_a_line_with_a_number_of_its_own_takes_nothing_from_the_paper_above() -> None:
    result = checked(
        "quotes",
        ["报价单号", "客户", "品名", "数量", "单价"],
        ["Q1", "甲", "法兰", "1", "2"],
        ["Q2", None, "阀门", "3", "4"],
    )
    assert complaints(result) == [(3, "客户", "error")]


def test_papers_without_numbers_go_by_customer_and_date_in_sequence() -> None:
    result = checked(
        "inquiries",
        ["客户", "询价日期", "品名", "数量"],
        ["甲", "2026-11-01", "a", "1"],
        ["甲", "2026-11-01", "b", "1"],
        ["乙", "2026-11-01", "c", "1"],
        ["甲", "2026-11-01", "d", "1"],
    )
    found = papers(result.records, "inquiries")
    assert [(each.head["customer"], len(each.lines)) for each in found] == [("甲", 2), ("乙", 1), ("甲", 1)]


def test_a_missing_required_column_or_heading_row_is_said_before_anything_else() -> None:
    with pytest.raises(UserError, match="No column was found for “Product name”"):
        checked("products", ["产品编码", "单价"], ["A", "1"])
    with pytest.raises(UserError, match="No row with headings"):
        checked("products", ["A", "1"], ["B", "2"])
    with pytest.raises(UserError, match="Several columns may be “Unit price”: 含税单价, 未税单价"):
        checked("prices", ["料号", "含税单价", "未税单价"], ["A", "1", "2"])


def test_checking_can_be_stopped_and_tells_how_far_it_is() -> None:
    sheet = Rows("S", [["code", "name"], *([f"P{at}", "x"] for at in range(3000))])
    told: list[tuple[int, int]] = []
    headings = find_headings(sheet, "products")
    check(sheet, headings, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3001, 3001)
    with pytest.raises(Stopped):
        check(sheet, headings, stop=lambda: True)


def test_kinds_are_the_words_of_the_command_line() -> None:
    selling = ["customers", "products", "prices", "inquiries", "quotes"]
    assert list(KINDS) == [*selling, "orders", "deliveries", "stock", "receipts"]
    for kind in KINDS.values():
        keys = [each.key for each in kind.fields]
        assert len(set(keys)) == len(keys)
        assert {key for identity in kind.identity for key in identity} | set(kind.one_of) <= set(keys)


def test_a_row_that_sums_up_is_no_record() -> None:
    result = checked(
        "customers",
        ["序号", "客户名称", "电话"],
        [Decimal(1), "苏州工厂", "0512-1234567"],
        ["合 计：", Decimal(1), None],
        [None, "Total", None],
        [None, "合计机械有限公司", None],
    )
    assert [each.values["name"] for each in result.records] == ["苏州工厂", "合计机械有限公司"]
    assert result.read == 2 and result.clean


def test_the_unit_in_a_heading_counts() -> None:
    found = checked(
        "customers",
        ["单位全称", "信用额度(万元)", "账期(天)"],
        ["海纳机械", Decimal(30), Decimal(60)],
        ["泊远泵业", "1,5", "月结30天"],
        ["铭禾传动", "80万", None],
    )
    assert [record.values["credit_limit"] for record in found.records] == [300_000, 150_000, 800_000]
    assert [record.values["payment_terms"].kind for record in found.records[:2]] == ["days", "monthly"]
    weeks = checked("products", ["产品编码", "产品名称", "交期（周）"], ["1", "泵", Decimal(2)], ["2", "阀", "10天"])
    assert [record.values["lead_days"] for record in weeks.records] == [14, 10]


def test_totals_and_signatures_below_the_table_are_no_rows() -> None:
    found = checked(
        "products",
        ["产品编码", "产品名称", "标准价"],
        ["０１２", "法兰", "1"],
        [None, "合 计：", "1"],
        ["制表人：", "周洁", None],
        ["备注: 价格含税", None, None],
        ["注塑机", "注塑机", "2"],
    )
    assert [(record.row, record.values["code"]) for record in found.records] == [(2, "012"), (6, "注塑机")]
    assert (found.read, found.problems) == (2, [])
