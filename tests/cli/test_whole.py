"""The first paragraph of the program's purpose by the command alone: from the price list to the contract."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from orderdesk_gui.documents.templates_xlsx import template
from tests.cli.conftest import Run


def filled(path: Path, kind: str, *rows: dict[str, Any]) -> Path:
    """Our own template with `rows` under its headings, which begin with the keys."""
    book = openpyxl.load_workbook(BytesIO(template(kind, "zh")))
    sheet = book.worksheets[0]
    heads = [str(cell.value).rstrip("*") for cell in sheet[1]]
    sheet.delete_rows(2, 10)
    for at, row in enumerate(rows, 2):
        for head, value in row.items():
            sheet.cell(at, heads.index(head) + 1, value)
    book.save(path)
    return path


def test_from_the_price_list_to_the_contract(run: Run, tmp_path: Path, write: Any) -> None:
    folder = tmp_path / "new"

    def go(*words: object) -> Any:
        done = run(*words, user="", folder=folder)
        assert done.code == 0, done.err + done.out
        return done.json

    go("setup", "--company", "澜川传动科技（苏州）有限公司", "--name", "周洁", "--address", "苏州市云澜路 188 号",
       "--phone", "0512-55500000", "--uscc", "91330211DEMA000133")  # fmt: skip
    buyer = "常州松石液压有限公司"
    made = go(
        "import",
        "customers",
        filled(
            tmp_path / "客户.xlsx",
            "customers",
            {
                "客户名称": buyer,
                "客户编码": "K01",
                "统一社会信用代码": "91320506DEMA000212",
                "地址": "常州市新北区枫屿路 66 号",
            },
        ),
    )
    assert (made["read"], made["added"], made["problems"]) == (1, 1, [])
    goods = [{"产品编码": f"PLF{at:03}", "产品名称": f"行星减速机 {at}", "单位": "台"} for at in (60, 90)]
    assert go("import", "products", filled(tmp_path / "产品.xlsx", "products", *goods))["added"] == 2
    prices = [
        {"产品编码": "PLF060", "起始数量": 1, "单价": 1280.5},
        {"产品编码": "PLF060", "起始数量": 100, "单价": 1200},
        {"产品编码": "PLF090", "起始数量": 1, "单价": 2100},
    ]
    assert go("import", "prices", filled(tmp_path / "价格.xlsx", "prices", *prices))["added"] == 3
    asked = [{"客户名称": buyer, "产品编码": "PLF060", "数量": 120}]
    assert go("import", "inquiries", filled(tmp_path / "询价.xlsx", "inquiries", *asked))["added"] == 1
    assert go("list", "inquiries")["rows"][0]["customer"] == buyer

    found = go("price", "--customer", "K01", "--product", "PLF060", "--quantity", "120")
    assert found["unit_price"] == "1200" and found["explained"]
    lines = [{"product": "PLF060", "quantity": 120}, {"product": "PLF090", "quantity": 2}]
    terms = {"payment": "款到发货", "delivery_place": "常州市新北区", "lead_days": 20, "warranty": "12 个月"}
    number = go("quote", write({"customer": "K01", "lines": lines, **terms}))["number"]
    asked_for = go("submit", number)
    if asked_for["status"] != "approved":
        go("approve", number, "--as", "周洁")
    offer = tmp_path / "报价单.pdf"
    assert Decimal(go("issue", number, "--pdf", offer)["total"]) == 120 * 1200 + 2 * 2100
    assert go("win", number)["status"] == "won"
    contract = go("contract", number, "--language", "both")
    findings = run("lint", contract["number"], user="", folder=folder).json["findings"]
    assert [f for f in findings if f["severity"] == "E"] == [], findings
    paper = tmp_path / "合同.pdf"
    assert go("issue", contract["number"], "--pdf", paper)["status"] == "issued"
    assert offer.read_bytes().startswith(b"%PDF-") and paper.read_bytes().startswith(b"%PDF-")

    go("export", "contracts", tmp_path / "合同.xlsx")
    assert go("show", number)["status"] == "won"
    assert go("show", contract["number"])["status"] == "issued"
    totals = {kind: go("list", kind)["total"] for kind in ("customers", "products", "inquiries", "quotes", "contracts")}
    assert totals == {"customers": 1, "products": 2, "inquiries": 1, "quotes": 1, "contracts": 1}
    assert go("check")["ok"]
