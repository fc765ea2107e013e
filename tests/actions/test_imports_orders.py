"""Orders come in from other systems: grouped, priced, counted once, with what came back noted as returns."""

import csv
import datetime as dt
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from orderdesk_gui.actions import customers, deliveries, imports, order_figures, orders, products
from orderdesk_gui.actions.imports import Imported, Plan
from orderdesk_gui.documents.workbook_progress import Stopped
from orderdesk_gui.store.orders import OrderFigure
from tests.actions.selling_office import Office, office

__all__ = ["office"]
DATA = next((up / "shared" / "data" for up in Path(__file__).resolve().parents if (up / "shared").is_dir()), Path())
BUYER = "苏州云栎自动化设备有限公司"
HEADS = ["订单号", "订单日期", "客户名称", "产品编码", "产品名称", "数量", "单价"]
Bring = Callable[..., Imported]


def table(
    path: Path, heads: Sequence[str], *lines: Sequence[object], encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([heads, *lines])
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def plan_of(office: Office, path: Path, **more: Any) -> Plan:
    return imports.prepare(office["gm"], "orders", path, **more)


@pytest.fixture
def bring(office: Office, tmp_path: Path) -> Bring:
    def done(heads: Sequence[str], *lines: Sequence[object], good_rows: bool = False, **more: Any) -> Imported:
        path = table(tmp_path / "orders.csv", heads, *lines)
        return imports.run(office["gm"], plan_of(office, path, **more), good_rows=good_rows)

    return done


def listed(office: Office) -> list[orders.OrderRow]:
    return list(orders.list_orders(office["gm"], limit=100_000).rows)


def errors(done: Imported) -> list[tuple[int, str]]:
    return [(one.row, str(one.message)) for one in done.problems if one.severity == "error"]


def figures(office: Office) -> list[dict[str, Any]]:
    with office["gm"].reading() as connection:
        found = connection.execute(select(OrderFigure.__table__).order_by(OrderFigure.order_id))
        return [dict(row) for row in found.mappings()]


def rebuilt(office: Office) -> list[dict[str, Any]]:
    with office.store.plain_writing() as connection:
        order_figures.refresh_all(connection, dt.date(2026, 11, 21))
    return figures(office)


def test_lines_of_one_number_are_one_order(office: Office, bring: Bring) -> None:
    done = bring(HEADS, ["A-1", "2026-11-02", BUYER, "GEAR-1", "行星减速机", "2", "100"],
                 ["A-1", "2026-11-02", BUYER, "BELT-1", "同步带", "3", "46.275"],
                 ["A-2", "2026-11-03", BUYER, "", "非标支架", "1", "80"])  # fmt: skip
    assert (done.read, done.added, done.skipped, errors(done)) == (3, 2, 0, [])
    assert [(row.total, row.status) for row in listed(office)] == [(D("80"), "draft"), (D("338.83"), "draft")]
    shown = orders.load(office["gm"], listed(office)[1].id)
    assert [line.goods.product_id for line in shown.order.lines] == [office.gear, office.belt]
    assert figures(office) == rebuilt(office)


def test_the_same_file_twice_counts_once(office: Office, bring: Bring) -> None:
    lines = [["A-1", "2026-11-02", BUYER, "GEAR-1", "", "2", "100"], ["", "2026-11-04", BUYER, "BELT-1", "", "1", "46"]]
    assert bring(HEADS, *lines).added == 2
    again = bring(HEADS, *lines)
    assert (again.added, again.skipped, errors(again)) == (0, 2, [])
    assert "A-1" in str(again.problems[0].message) and len(listed(office)) == 2


def test_the_total_of_an_order_on_each_line_is_not_added_up(office: Office, bring: Bring) -> None:
    heads = [*HEADS, "订单金额"]
    bring(heads, ["A-1", "2026-11-02", BUYER, "GEAR-1", "", "2", "100", "246.28"],
          ["A-1", "2026-11-02", BUYER, "BELT-1", "", "1", "46.275", "246.28"])  # fmt: skip
    assert [row.total for row in listed(office)] == [D("246.28")]
    assert sum(figure["ordered"] for figure in figures(office)) == D("246.28")


def test_unknown_customers_and_products_are_listed_and_created_in_the_same_step(
    office: Office, bring: Bring, tmp_path: Path
) -> None:
    line = ["A-1", "2026-11-02", "青岛海纳机械有限公司", "NEW-1", "法兰", "2", "100"]
    refused = bring(HEADS, line)
    assert refused.added == 0 and "not on file" in errors(refused)[0][1]
    plan = plan_of(office, table(tmp_path / "x.csv", HEADS, line))
    assert (list(plan.unknown.customers), list(plan.unknown.products)) == (["青岛海纳机械有限公司"], ["NEW-1"])
    done = bring(HEADS, line, [*line[:3], "NEW-1", "法兰", "1", "90"], create=True)
    assert done.added == 1 and {one.severity for one in done.problems} == {"warning"} and len(done.problems) == 2
    assert customers.find_by_name(office["gm"], "青岛海纳机械有限公司")
    assert products.list_products(office["gm"], text="NEW-1").rows[0].name_zh == "法兰"
    assert orders.load(office["gm"], listed(office)[0].id).order.lines[0].goods.product_id is not None


def test_an_unknown_product_alone_makes_a_free_line(office: Office, bring: Bring) -> None:
    done = bring(HEADS, ["A-1", "2026-11-02", BUYER, "NEW-1", "法兰", "2", "100"])
    assert done.added == 1 and "in no stock" in str(done.problems[0].message)
    assert orders.load(office["gm"], listed(office)[0].id).order.lines[0].goods.product_id is None


def test_a_line_without_customer_is_a_problem_row(office: Office, bring: Bring) -> None:
    done = bring(HEADS, ["A-1", "2026-11-02", BUYER, "GEAR-1", "", "2", "100"],
                 ["A-2", "2026-11-02", "", "GEAR-1", "", "2", "100"], good_rows=True, create=True)  # fmt: skip
    assert done.added == 1 and [row for row, _ in errors(done)] == [3]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["A-1", "2026-11-02", BUYER, "", "", "2", "100"], "product code nor a name"),
        (["A-1", "2026-11-02", BUYER, "GEAR-1", "", "2", ""], "no price"),
        (["A-1", "2026-11-02", BUYER, "GEAR-1", "", "", "100"], "empty"),
        (["A-1", "2026-11-02", BUYER, "GEAR-1", "", "0", "100"], "0"),
        (["A-1", "2026-11-02", BUYER, "GEAR-1", "", "-1", "100"], "belongs to no order"),
    ],
)
def test_problem_rows_say_what_to_do_and_nothing_is_written(
    office: Office, bring: Bring, line: list[str], said: str
) -> None:
    done = bring(HEADS, line)
    assert done.added == 0 and said in errors(done)[0][1] and not listed(office)


def test_what_has_left_comes_in_delivered_and_what_came_back_as_a_return(office: Office, bring: Bring) -> None:
    heads = [*HEADS, "状态", "发货日期", "原订单号"]
    lines = [
        ["A-1", "2026-10-02", BUYER, "GEAR-1", "", "5", "100", "已完成", "2026-10-20", ""],
        ["R-1", "2026-11-02", BUYER, "GEAR-1", "", "-2", "100", "", "", "A-1"],
        ["A-2", "2026-11-02", BUYER, "BELT-1", "", "3", "46", "已取消", "", ""],
    ]
    done = bring(heads, *lines, good_rows=True)
    assert done.added == 2 and [row for row, _ in errors(done)] == [4] and "cancelled" in errors(done)[0][1]
    (row,) = listed(office)
    shown = orders.load(office["gm"], row.id)
    assert (row.status, list(shown.sent.values()), row.shipped) == ("closed", [3], D("300"))
    noted = deliveries.list_deliveries(office["gm"]).rows
    assert [(one.kind, one.quantity, one.date) for one in noted] == [
        ("return", 2, dt.date(2026, 11, 2)), ("out", 5, dt.date(2026, 10, 20)),
    ]  # fmt: skip
    assert figures(office) == rebuilt(office)
    again = bring(heads, *lines[:2])
    assert (again.added, again.skipped) == (0, 2) and len(deliveries.list_deliveries(office["gm"]).rows) == 2
    more = bring(heads, ["R-2", "2026-11-03", BUYER, "GEAR-1", "", "-4", "100", "", "", "A-1"])
    assert more.added == 0 and "3 have left" in errors(more)[0][1]


def test_an_order_that_was_cancelled_after_it_left_comes_back(office: Office, bring: Bring) -> None:
    heads = [*HEADS, "状态"]
    line = ["A-1", "2026-10-02", BUYER, "GEAR-1", "", "5", "100"]
    bring(heads, [*line, "已发货"])
    done = bring(heads, [*line, "已取消"])
    assert (done.added, errors(done)) == (1, [])
    assert list(orders.load(office["gm"], listed(office)[0].id).sent.values()) == [0]
    open_one = ["A-2", "2026-10-02", BUYER, "GEAR-1", "", "5", "100"]
    bring(heads, [*open_one, "待发货"])
    refused = bring(heads, [*open_one, "已取消"])
    assert refused.added == 0 and "cancel the order itself" in errors(refused)[0][1]


def test_it_can_be_stopped_and_then_nothing_is_there(office: Office, tmp_path: Path) -> None:
    lines = [[f"A-{at}", "2026-11-02", BUYER, "GEAR-1", "", "1", "100"] for at in range(2500)]
    plan = plan_of(office, table(tmp_path / "x.csv", HEADS, *lines))
    seen: list[tuple[int, int]] = []
    with pytest.raises(Stopped):
        imports.run(office["gm"], plan, progress=lambda *at: seen.append(at), stop=lambda: bool(seen))
    assert seen == [(1000, 2500)] and not listed(office)
    seen.clear()
    assert imports.run(office["gm"], plan, progress=lambda *at: seen.append(at)).added == 2500
    assert seen == [(1000, 2500), (2000, 2500), (2500, 2500)]
    numbers = {row.number for row in listed(office)}
    assert len(numbers) == 2500 and max(numbers).endswith("-2500")


def test_an_import_of_open_orders_is_undone_as_one_step(office: Office, bring: Bring) -> None:
    from orderdesk_gui.actions import journal

    done = bring(HEADS, ["A-1", "2026-11-02", BUYER, "GEAR-1", "", "2", "100"])
    assert done.changes.tx is not None
    journal.undo(office["gm"], done.changes.tx)
    assert not listed(office)


# --- exports of marketplaces ---------------------------------------------------------------------------


def headings(name: str) -> list[str]:
    path = DATA / "order_export_headers" / "headers.json"
    if not path.exists():
        pytest.skip("the headings of marketplaces are not beside this checkout")
    return list(json.loads(path.read_text(encoding="utf-8"))[name]["columns"])


def of(columns: list[str], **values: object) -> list[object]:
    assert set(values) <= set(columns)
    return [values.get(column, "") for column in columns]


def test_taobao_in_gbk_with_wrapped_numbers(office: Office, tmp_path: Path) -> None:
    columns = headings("taobao_ExportOrderList")
    one = of(columns, 订单编号='="3489112233445566778"', 买家会员名="tb_小林", 买家应付邮费="10.00", 总金额="110.00",
             订单状态="交易成功", 收货人姓名="林小姐", 收货地址="浙江省杭州市余杭区 1 号", 联系手机="'13800000000",
             订单创建时间="2026-10-05 10:20:30", 宝贝标题="行星减速机 小", 宝贝总数量="2")  # fmt: skip
    two = of(columns, 订单编号='="3489112233445566779"', 买家会员名="tb_小林", 总金额="50.00", 订单状态="等待卖家发货",
             订单创建时间="2026-10-06 10:20:30", 宝贝标题="同步带", 宝贝总数量="3")  # fmt: skip
    gone = of(columns, 订单编号='="3489112233445566780"', 买家会员名="tb_小王", 总金额="50.00", 订单状态="交易关闭",
              订单创建时间="2026-10-06", 宝贝标题="同步带", 宝贝总数量="3")  # fmt: skip
    path = table(tmp_path / "ExportOrderList.csv", columns, one, two, gone, encoding="gb18030")
    plan = plan_of(office, path, create=True)
    assert plan.source == "taobao" and list(plan.unknown.customers) == ["tb_小林", "tb_小王"]
    done = imports.run(office["gm"], plan, good_rows=True)
    assert done.added == 2 and [row for row, _ in errors(done)] == [4]
    first, second = sorted(listed(office), key=lambda row: row.date)
    assert (first.total, first.status, second.total, second.status) == (D("110"), "closed", D("50"), "draft")
    with office["gm"].reading() as connection:
        numbers = connection.execute(text("SELECT source, source_number FROM sales_order ORDER BY date")).all()
    assert [tuple(row) for row in numbers] == [("taobao", "3489112233445566778"), ("taobao", "3489112233445566779")]


def test_jd_with_several_lines_and_tabs(office: Office, tmp_path: Path) -> None:
    columns = headings("jd_pop")
    head = {"订单号": "2847711", "下单时间": "2026-10-05 10:20", "订单金额": "292.55", "订单状态": "完成",
            "下单帐号": "jd_abc", "客户姓名": "李四", "客户地址": "北京市朝阳区"}  # fmt: skip
    lines = [
        of(columns, **head, 货号="GEAR-1", 商品名称="行星减速机", 订购数量="2", 京东价="100"),
        of(columns, **head, 货号="BELT-1", 商品名称="同步带", 订购数量="2", 京东价="46.275"),
    ]
    path = table(tmp_path / "jd.csv", columns, *lines, encoding="gbk", delimiter="\t")
    plan = plan_of(office, path, create=True)
    assert plan.source == "jd"
    assert imports.run(office["gm"], plan).added == 1
    assert [(row.total, row.customer) for row in listed(office)] == [(D("292.55"), "jd_abc")]


def test_shopify_whose_further_lines_name_only_the_order(office: Office, tmp_path: Path) -> None:
    columns = headings("shopify_orders")

    def line(**values: object) -> list[object]:
        return of(columns, **{key.replace("_", " "): value for key, value in values.items()})

    first = line(Name="#1001", Email="a@b.com", Currency="USD", Subtotal="250.00", Shipping="10.00", Total="255.00",
                 Discount_Amount="5.00", Created_at="2026-10-05 09:00:00 +0800", Lineitem_quantity="2",
                 Lineitem_name="Gearbox - small", Lineitem_price="100.00", Lineitem_sku="GEAR-1",
                 Billing_Name="Acme Ltd", Fulfillment_Status="unfulfilled")  # fmt: skip
    further = line(Name="#1001", Lineitem_quantity="1", Lineitem_name="Belt", Lineitem_price="50.00")
    gone = line(Name="#1002", Currency="USD", Created_at="2026-10-06 09:00:00 +0800", Lineitem_quantity="1",
                Lineitem_name="Belt", Lineitem_price="50.00", Billing_Name="Acme Ltd",
                Cancelled_at="2026-10-07 10:00:00 +0800")  # fmt: skip
    path = table(tmp_path / "orders_export.csv", columns, first, further, gone)
    plan = plan_of(office, path, create=True)
    assert plan.source == "shopify"
    done = imports.run(office["gm"], plan, good_rows=True)
    assert done.added == 1 and [row for row, _ in errors(done)] == [4]
    (row,) = listed(office)
    assert (row.total, row.currency, row.status, row.customer) == (D("255"), "USD", "draft", "Acme Ltd")
    assert [figure["base_total"] for figure in figures(office)] == [D("1810.50")]  # at 7.1 a dollar


# --- whole companies ------------------------------------------------------------------------------------


def test_the_superstore_comes_in_whole(office: Office) -> None:
    path = DATA / "superstore_en" / "superstore.csv"
    if not path.exists():
        pytest.skip("the superstore is not beside this checkout")
    done = imports.run(office["gm"], plan_of(office, path, create=True))
    assert (done.read, done.added, errors(done)) == (9994, 5009, [])
    with path.open(encoding="utf-8") as file:
        sales = [D(row["Sales"]) for row in csv.DictReader(file)]
    rounded = sum(amount.quantize(D("0.01"), ROUND_HALF_UP) for amount in sales)
    ordered = sum(figure["ordered"] for figure in figures(office))
    assert abs(ordered - rounded) < D("0.10") and abs(ordered - D("2297200.86")) < 5
    assert {row.status for row in listed(office)} == {"closed"}


def test_northwind_comes_in_whole(office: Office, tmp_path: Path) -> None:
    path = DATA / "northwind" / "northwind.sql"
    if not path.exists():
        pytest.skip("northwind is not beside this checkout")
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for name, values in re.findall(r"INSERT INTO (\w+) VALUES \((.*)\);", path.read_text(encoding="utf-8")):
        found = re.findall(r"'((?:[^']|'')*)'|([^,\s']+)", values)
        rows[name].append([quoted.replace("''", "'") or ("" if bare == "NULL" else bare) for quoted, bare in found])
    names = {row[0]: row[1] for row in rows["customers"]}
    goods = {row[0]: row[1] for row in rows["products"]}
    heads = {row[0]: row for row in rows["orders"]}
    lines = []
    for order, product, price, quantity, discount in rows["order_details"]:
        head = heads[order]
        lines.append(
            [order, names[head[1]], head[3], head[4], head[5], product, goods[product], price, quantity, discount]
        )
    titles = "OrderID CompanyName OrderDate RequiredDate ShippedDate ProductID ProductName UnitPrice Quantity Discount"
    made = table(tmp_path / "northwind.csv", titles.split(), *lines)
    done = imports.run(office["gm"], plan_of(office, made, create=True))
    assert (done.read, done.added, errors(done)) == (2155, 830, [])
    exact = sum(D(line[7]) * D(line[8]) * (1 - D(line[9])) for line in lines)
    assert abs(sum(figure["ordered"] for figure in figures(office)) - exact) < 5
    assert sum(row.status == "draft" for row in listed(office)) == sum(not head[5] for head in heads.values())
