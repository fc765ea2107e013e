from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from orderdesk_gui.actions import customers, opening, products
from orderdesk_gui.documents.templates_xlsx import template
from tests.cli.conftest import MINE, THEIRS, Run


def book(path: Path, *rows: tuple[Any, ...], sheet: str = "Sheet1") -> Path:
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("空")
        page = made.add_worksheet(sheet)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return path


@pytest.mark.parametrize("kind", ["customers", "products", "prices", "inquiries", "quotes"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_our_own_templates_come_in(run: Run, tmp_path: Path, kind: str, language: str) -> None:
    for each in dict.fromkeys(("customers", "products", kind)):  # the later ones name the first ones
        (tmp_path / f"{each}.xlsx").write_bytes(template(each, language))
        done = run("import", each, tmp_path / f"{each}.xlsx", user="wang", typed="9999\n")
        assert done.code == 0, done.out + done.err
        assert done.json["read"] == done.json["added"] + done.json["changed"] >= 1 and done.json["skipped"] == 0


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    file = book(tmp_path / "c.xlsx", ("客户名称", "电话"), ("常州松石液压有限公司", "0519-86550000"))
    before = run("list", "customers").json
    tried = run("import", "customers", file, "--dry-run").json
    assert (tried["read"], tried["added"], tried["problems"]) == (1, 0, [])
    assert run("list", "customers").json == before
    assert run("import", "customers", file).json["added"] == 1
    assert run("import", "customers", file).json["changed"] <= 1
    assert run("list", "customers").json["total"] == before["total"] + 1


def test_one_bad_row_keeps_all_out_unless_the_good_ones_are_wanted(run: Run, tmp_path: Path) -> None:
    file = book(tmp_path / "p.xlsx", ("产品编码", "中文名称", "单位", "销售价"), ("A1", "法兰", "件", "十二"),
                ("A2", "法兰二", "件", 12.5))  # fmt: skip
    as_manager: dict[str, Any] = {"user": "wang", "typed": "9999\n"}
    refused = run("import", "products", file, **as_manager)
    assert refused.code == 1
    problem = refused.json["problems"][0]
    assert (problem["row"], problem["column"], problem["value"]) == (2, "销售价", "十二") and problem["message"]
    assert refused.json["added"] == 0
    good = run("import", "products", file, "--good-rows", **as_manager)
    assert good.code == 1 and (good.json["added"], good.json["skipped"]) == (1, 1)
    assert Decimal(run("show", "A2").json["list_price"]) == Decimal("12.5")
    assert run("show", "A1").code == 1


def test_columns_and_sheets_may_be_named(run: Run, tmp_path: Path, write: Any) -> None:
    file = book(tmp_path / "c.xlsx", ("甲列", "乙列"), ("常州松石液压有限公司", "CZ01"), sheet="第二页")
    mapping = write({"甲列": "name", "乙列": "code"}, "map.json")
    assert run("import", "customers", file, "--map", mapping, "--sheet", "第二页").json["added"] == 1
    assert run("show", "CZ01").json["name"] == "常州松石液压有限公司"
    assert run("import", "customers", file, "--sheet", "不在").code == 2
    assert run("import", "customers", file, "--map", write({"甲列": "nonsense"})).code == 2
    assert run("import", "customers", file, "--map", write("no json")).code == 2


def test_what_cannot_be_read_is_exit_code_2(run: Run, tmp_path: Path, write: Any) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    for bad in (tmp_path / "broken.xlsx", tmp_path / "nowhere.xlsx", write("\x00\x01", "x.bin")):
        refused = run("import", "customers", bad)
        assert refused.code == 2 and refused.err.count("\n") == 1 and not refused.out
    assert run("import", "contracts", tmp_path / "x.xlsx").code == 2
    assert run("no-such-command").code == 2


def test_a_clerk_imports_no_prices(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(template("products", "zh"))
    refused = run("import", "products", tmp_path / "p.xlsx")
    assert refused.code == 1 and not refused.out


def test_everybody_sees_their_own_customers(run: Run, tmp_path: Path) -> None:
    assert [row["name"] for row in run("list", "customers").json["rows"]] == [MINE]
    assert [row["name"] for row in run("list", "customers", user="li", typed="1111\n").json["rows"]] == [THEIRS]
    assert run("list", "customers", user="wang", typed="9999\n").json["total"] == 2
    assert run("show", "C002").code == 1 and THEIRS not in run("show", "C002").out
    assert run("list", "customers", "--search", "泊远").json == {"rows": [], "total": 0}
    run("export", "customers", tmp_path / "all.csv")
    assert THEIRS not in (tmp_path / "all.csv").read_text(encoding="utf-8-sig")


def test_prices_given_to_a_colleagues_customer_stay_theirs(run: Run, data: Path, tmp_path: Path) -> None:
    store = opening.open_store(data, opening.now)
    manager = opening.open_desk(store)
    theirs = customers.find_by_name(manager, "C002")[0]
    product = products.list_products(manager, text="PLF060").rows[0].id
    info = products.PriceListInfo(None, "泊远专价", "CNY", "inclusive", date(2026, 1, 1), None, 1, theirs)
    products.save_price_list(manager, info, [products.Price(product, Decimal(1), "", Decimal("99.99"), None)])
    store.close()
    for user, typed, count in (("zhou", "", 0), ("li", "1111\n", 1), ("wang", "9999\n", 1)):
        assert run("list", "prices", user=user, typed=typed).json["total"] == count, user
        run("export", "prices", tmp_path / f"{user}.csv", user=user, typed=typed)
        assert ("泊远专价" in (tmp_path / f"{user}.csv").read_text(encoding="utf-8-sig")) == bool(count)


def test_cost_is_for_those_who_may_see_it(run: Run, tmp_path: Path, write: Any) -> None:
    number = run("quote", write({"customer": "C001", "lines": [{"product": "PLF060", "quantity": 1}]})).json["number"]
    asked: list[tuple[Any, ...]] = [
        ("show", "PLF060"), ("show", number), ("list", "products"), ("list", "prices"), ("list", "quotes"),
        ("price", "--customer", "C001", "--product", "PLF060", "--quantity", "1"), ("submit", number),
    ]  # fmt: skip
    for words in asked:
        for shown in (run(*words), run(*words, json=False)):
            assert "61.25" not in shown.out + shown.err and '"cost"' not in shown.out, words
    run("export", "products", tmp_path / "p.csv")
    assert "61.25" not in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")
    assert run("show", "PLF060", user="wang", typed="9999\n").json["cost"] == "61.25"
    assert run("show", number, user="wang", typed="9999\n").json["lines"][0]["cost"] == "61.25"


@pytest.mark.parametrize("text", ["澄", "澄岳", "szcy", "C001"])
def test_lists_are_searched_as_the_box_searches(run: Run, text: str) -> None:
    assert [row["name"] for row in run("list", "customers", "--search", text).json["rows"]] == [MINE]


def test_limits(run: Run) -> None:
    found = run("list", "products", "--limit", "1").json
    assert len(found["rows"]) == 1 and found["total"] == 2
    assert run("list", "products", "--limit", "0").json["rows"] == []
    assert run("list", "products", "--limit", "-5").code == 2


def test_what_goes_out_comes_in_again(run: Run, tmp_path: Path) -> None:
    for suffix in ("xlsx", "csv"):
        made = run("export", "customers", tmp_path / f"c.{suffix}").json
        assert made["rows"] == 1
        again = run("import", "customers", tmp_path / f"c.{suffix}").json
        assert again["read"] == 1 and again["added"] == 0 and again["problems"] == []
    assert run("export", "customers", tmp_path / "c.doc").code == 1


def test_lines_for_people(run: Run) -> None:
    shown = run("list", "customers", json=False)
    assert shown.out.startswith(f"C001\t{MINE}\t") and "(1 / 1)" in shown.err
    assert f"name: {MINE}" in run("show", "C001", json=False).out


def test_orders_come_in_and_say_what_is_unknown(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        f"订单号,客户名称,产品编码,数量,单价\nA-1,{MINE},PLF060,2,100\nA-2,青岛海纳,NEW-1,1,50\n", encoding="utf-8"
    )
    refused = run("import", "orders", path)
    assert refused.code == 1 and refused.json["added"] == 0
    assert refused.json["unknown"] == {"customers": ["青岛海纳"], "products": ["NEW-1"]}
    assert run("import", "orders", path, "--good-rows").json["added"] == 1
    assert run("list", "orders").json["rows"][0]["total"] == "200.00"
    assert "青岛海纳" in run("import", "orders", path, json=False).out
    assert run("export", "orders", tmp_path / "orders.xlsx").json["rows"] == 1
