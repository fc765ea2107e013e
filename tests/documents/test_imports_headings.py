"""Which row holds the headings, and which column is which field."""

import json
from pathlib import Path
from typing import Any

import pytest

from orderdesk_gui.documents.imports_headings import check_mapping, find_headings
from orderdesk_gui.documents.workbook import Rows
from orderdesk_gui.rules.language import UserError

SHOPS = Path(__file__).parents[2].parent / "shared" / "data" / "order_export_headers" / "headers.json"


def found(kind: str, *rows: list[Any], **keywords: Any) -> Any:
    return find_headings(Rows("S", list(rows)), kind, **keywords)


def test_headings_stand_below_a_title_and_among_data() -> None:
    headings = found(
        "customers",
        ["二〇二六年客户名单"],
        [],
        ["序号", "客户名称", "联系 人", "手机号码", "客户等级", "付款方式", "备注"],
        [1, "客户", "联系人", "1", "A", "x", "y"],
    )
    assert headings.row == 3
    assert headings.fields == {1: "name", 2: "contact", 3: "mobile", 4: "tier", 5: "payment_terms", 6: "notes"}
    assert not headings.unsure


def test_english_headings_marks_and_units_in_brackets_do_no_harm() -> None:
    headings = found("products", ["Item No.*", "Product Name", "Unit Price (USD)", "MOQ (pcs)", "Lead time（天）"])
    assert list(headings.fields.values()) == ["code", "name_zh", "list_price", "minimum_quantity", "lead_days"]
    assert headings.implied == {"currency": "USD"}


def test_a_part_of_a_heading_is_a_guess_that_is_marked() -> None:
    headings = found("products", ["本厂产品编码", "产品名称", "2026年含税单价"])
    assert headings.fields == {0: "code", 1: "name_zh", 2: "list_price"}
    assert headings.unsure == {0, 2}
    assert headings.implied == {"tax_mode": "inclusive"}


def test_the_end_of_a_chinese_heading_decides() -> None:
    headings = found("quotes", ["客户料号", "客户名称", "品名", "数量", "单价", "单价说明"])
    assert headings.fields[0] == "customer_part_no"
    assert headings.fields[1] == "customer"
    assert headings.fields[4] == "unit_price"
    assert headings.fields.get(5) != "unit_price"
    assert found("quotes", ["客户名称", "品名", "数量", "单价说明"]).fields.get(3) != "unit_price"


def test_no_two_columns_become_one_field() -> None:
    headings = found("prices", ["料号", "含税单价", "未税单价", "产品单价"])
    assert headings.fields == {0: "product_code"}
    assert headings.ambiguous == {"unit_price": (1, 2)}
    exact_wins = found("prices", ["料号", "单价", "去年平均单价"])
    assert exact_wins.fields == {0: "product_code", 1: "unit_price"}


def test_what_the_person_chose_goes_before_any_guess() -> None:
    remembered = {"编号 ": "name", "客户名称": "", "Zeichen": "code"}
    headings = found("customers", ["编号", "客户名称", "ZEICHEN", "电话"], remembered=remembered)
    assert headings.fields == {0: "name", 2: "code", 3: "phone"}
    chosen = headings.with_fields({1: "name"})
    assert chosen.remembered() == {"客户名称": "name"}
    assert chosen.row == headings.row


def test_a_mapping_that_names_an_unknown_field_is_refused() -> None:
    check_mapping("customers", {"编号": "code", "x": ""})
    with pytest.raises(UserError, match="“cod”, to which “编号” is mapped"):
        check_mapping("customers", {"编号": "cod"})


def test_a_given_row_is_taken_though_another_looks_better() -> None:
    headings = found("customers", ["客户名称", "电话", "地址"], ["name", "x"], row=2)
    assert headings.row == 2
    assert headings.fields == {0: "name"}


def test_no_headings_are_found_where_there_are_none() -> None:
    assert found("customers").row == 0
    assert found("customers", [1, 2], ["a", None]).row == 0
    assert found("customers", ["Kd", "Bezeichnung"], ["201", "泊远泵业有限公司"], ["202", "Kestrel Company"]).row == 0
    assert found("customers", ["Kd", "单位全名称"], row=1).row == 1


def test_the_tax_mode_of_the_heading_gives_way_to_a_column() -> None:
    assert found("prices", ["料号", "不含税单价"]).implied == {"tax_mode": "exclusive"}
    assert found("prices", ["料号", "不含税单价", "是否含税"]).implied == {}


@pytest.mark.skipif(not SHOPS.exists(), reason="the export headers are not on this machine")
def test_exports_of_shops_are_not_misread() -> None:
    for shop in json.loads(SHOPS.read_text(encoding="utf-8")).values():
        for kind in ("customers", "quotes"):
            fields = found(kind, list(shop["columns"])).fields
            assert len(set(fields.values())) == len(fields)


REAL = {
    "customers": {
        "*单位全称": "name", "单位简称": "short_name", "纳税人识别号": "uscc", "联系人姓名": "contact",
        "手机号码（必填）": "mobile", "信用额度(万元)": "credit_limit", "所属业务员": "owner", "详细地址": "address",
        "3. 付款条件": "payment_terms", "备注信息": "notes", "邮编": "", "联系人部门": "contact_department",
        "公司英文地址": "address_en", "开户名称": "bank_holder", "开户行行号": "bank_code", "SWIFT Code": "bic",
        "销售部门": "", "传真": "", "序号": "",
    },
    "products": {
        "物料代码*": "code", "品名 Description": "name_zh", "规格 Spec.": "specification", "主计量单位": "unit",
        "参考售价(元)": "list_price", "采购单价": "cost", "最小起订量(个)": "minimum_quantity", "货期：天": "lead_days",
        "海关HS编码": "hs_code", "增值税税率%": "vat_rate", "仓库名称": "",
    },
    "prices": {"Part #": "product_code", "Unit Price, USD": "unit_price", "MOQ (pcs)": "from_quantity", "Vendor": ""},
    "inquiries": {
        "询价单位": "customer", "产品需求": "text", "需求量": "quantity", "期望交货日期": "wanted_date",
        "紧急程度(高/中/低)": "urgency", "跟进人": "owner",
    },
    "quotes": {
        "购买方名称": "customer", "物料编码": "product_code", "品名及规格": "text", "数量（个）": "quantity",
        "单价(元/件)": "unit_price", "含税金额": "", "Lead-time (wks)": "lead_days",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", REAL)
def test_headings_as_firms_write_them_are_understood_for_certain(kind: str) -> None:
    headings = found(kind, list(REAL[kind]))
    assert [headings.fields.get(at, "") for at in range(len(REAL[kind]))] == list(REAL[kind].values())
    assert not headings.unsure


def test_a_slip_of_the_pen_is_a_guess_that_is_marked() -> None:
    headings = found("quotes", ["Customer Name", "Quantitiy", "Descripton", "Unit price"])
    assert headings.fields == {0: "customer", 1: "quantity", 2: "text", 3: "unit_price"}
    assert headings.unsure == {1, 2}


def test_headings_in_two_rows_are_read_together() -> None:
    rows = [
        ["报价一览"],
        ["客户名称", "物料编码", "品名", "数量", "单价", None, "税率"],
        [None, None, None, None, "未税", "含税"],
        ["泊远泵业", "A1", "泵", 2, 100, 113, "13%"],
    ]
    headings = found("quotes", *rows)
    assert headings.row == 3
    assert headings.ambiguous == {"unit_price": (4, 5)}
    assert headings.titles[4:6] == ("未税单价", "含税单价")
    assert found("quotes", *rows, row=3).titles == headings.titles


def test_headings_in_both_languages_one_below_the_other_are_no_data() -> None:
    rows = [
        ["客户名称", "产品编码", "数量", "单价"],
        ["Customer", "Item No.", "Qty", "Unit Price (USD)"],
        ["海纳", "1"],
    ]
    headings = found("quotes", *rows)
    assert (headings.row, len(headings.fields)) == (2, 4)
    assert found("customers", ["客户名称", "联系人"], ["海纳机械", "联系人"]).row == 1


def test_the_columns_of_a_known_database_are_understood() -> None:
    headings = found("customers", ["customer_id", "company_name", "contact_name", "contact_title", "address", "city",
                                   "region", "postal_code", "country", "phone", "fax"])  # fmt: skip
    assert list(headings.fields.values()) == ["code", "name", "contact", "contact_title", "address", "region",
                                              "country", "phone"]  # fmt: skip


def test_a_heading_of_two_things_is_the_first_and_marked() -> None:
    headings = found("customers", ["单位全称", "联系人/电话", "开户行及账号", "国家/地区"])
    assert headings.fields == {0: "name", 1: "contact", 2: "bank", 3: "country"}
    assert headings.unsure == {1, 2}
    assert not found("products", ["编码", "名称", "型号/规格"]).unsure
