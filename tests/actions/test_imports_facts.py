"""Counts, deliveries and receipts come in from other systems: judged by row, counted once."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from orderdesk_gui.actions import (
    complaints,
    deliveries,
    exports,
    imports,
    orders,
    orders_saving,
    plans,
    products,
    receivables,
    stock,
)
from orderdesk_gui.actions.imports import Imported
from orderdesk_gui.documents.workbook import read_sheet
from orderdesk_gui.documents.workbook_progress import Stopped
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from tests.actions.selling_office import Office, office
from tests.actions.test_imports_orders import BUYER, errors, table

__all__ = ["office"]
Bring = Callable[..., Imported]


@pytest.fixture
def bring(office: Office, tmp_path: Path) -> Bring:
    def done(
        kind: str, heads: Sequence[str], *lines: Sequence[object], good_rows: bool = False, **more: Any
    ) -> Imported:
        path = table(tmp_path / f"{kind}.csv", heads, *lines)
        return imports.run(office["keeper"], imports.prepare(office["keeper"], kind, path, **more), good_rows=good_rows)

    return done


@pytest.fixture
def number(office: Office) -> str:
    """A confirmed order of ten gears at 113 and four belts, whose inspections are passed."""
    blank = orders_saving.blank(office["sales"], office.customer)
    lines = (OrderLine(office.line("10", "113"), promised=dt.date(2026, 12, 15)),
             OrderLine(replace(office.line("4", "50"), product_id=office.belt, code="BELT-1", name_zh="同步带"),
                       promised=dt.date(2026, 12, 15)))  # fmt: skip
    saved = orders_saving.save(office["sales"], replace(blank, lines=lines))
    orders_saving.confirm(office["sales"], saved.id, template="stock")
    plan = plans.of_order(office["sales"], saved.id)
    assert plan is not None
    for step in plan.steps:
        if step.gate:
            plans.report(office["follow_up"], step.id, plans.Report(gate_result="passed"))
    return saved.number


def on_hand(office: Office, product: uuid.UUID) -> D:
    return stock.standing(office["gm"], [product])[product].on_hand


def view(office: Office, number: str) -> orders.OrderView:
    found = orders.find_number(office["gm"], number)
    assert found is not None
    return orders.load(office["gm"], found)


def test_counts_per_place_with_their_day_count_once(office: Office, bring: Bring) -> None:
    heads = ["品号", "仓库", "库存数量", "盘点日期"]
    lines = [["GEAR-1", "成品仓", "12", "2026-11-02"], ["GEAR-1", "二号仓", "3", "2026-11-02"],
             ["BELT-1", "", "7.5", "2026-11-02"]]  # fmt: skip
    done = bring("stock", heads, *lines)
    assert (done.added, errors(done)) == (3, []) and any("二号仓" in str(one.message) for one in done.problems)
    assert (on_hand(office, office.gear), on_hand(office, office.belt)) == (15, D("7.5"))
    as_of = stock.standing(office["gm"], [office.gear])[office.gear].as_of
    assert as_of is not None and as_of.astimezone().date() == dt.date(2026, 11, 2)
    again = bring("stock", heads, *lines)
    assert (again.added, again.skipped) == (0, 3)
    bring("stock", heads, ["GEAR-1", "成品仓", "10", "2026-11-20"])
    assert on_hand(office, office.gear) == 13


def test_a_count_of_an_unknown_product_or_of_tomorrow_is_refused(office: Office, bring: Bring) -> None:
    heads = ["品号", "品名", "库存数量", "盘点日期"]
    done = bring("stock", heads, ["NEW-9", "新品", "5", ""], ["GEAR-1", "", "5", "2026-12-24"])
    assert [row for row, _ in errors(done)] == [2, 3] and done.added == 0
    assert bring("stock", heads, ["NEW-9", "新品", "5", ""], create=True).added == 1
    (made,) = products.list_products(office["gm"], text="NEW-9").rows
    assert on_hand(office, made.id) == 5


def test_deliveries_by_order_number_count_once(office: Office, bring: Bring, number: str) -> None:
    heads = ["出库单号", "订单号", "发货日期", "产品编码", "发货数量", "物流公司", "运单号"]
    lines = [["CK-1", number, "2026-11-20", "GEAR-1", "6", "顺丰", "SF1"], ["CK-1", "", "", "BELT-1", "4", "", ""],
             ["CK-2", number, "2026-11-21", "GEAR-1", "-1", "", ""]]  # fmt: skip
    done = bring("deliveries", heads, *lines)
    assert (done.added, errors(done)) == (2, [])
    shown = view(office, number)
    assert [shown.left(line) for line in shown.order.lines] == [5, 0] and shown.state == "part_shipped"
    first = deliveries.list_deliveries(office["gm"]).rows[-1]
    assert (first.carrier, first.tracking, first.date) == ("顺丰", "SF1", dt.date(2026, 11, 20))
    again = bring("deliveries", heads, *lines)
    assert (again.added, again.skipped, errors(again)) == (0, 3, [])
    assert deliveries.list_deliveries(office["gm"], text="CK-1").total is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["CK-1", "SO-9", "2026-11-20", "GEAR-1", "6"], "no order with the number SO-9"),
        (["CK-1", "{}", "2026-11-20", "XYZ", "6"], "no line with the product XYZ"),
        (["CK-1", "{}", "2026-11-20", "GEAR-1", "11"], "More leaves than is open"),
        (["CK-1", "{}", "2026-11-20", "GEAR-1", "-1"], "No more can come back"),
        (["CK-1", "{}", "2026-12-20", "GEAR-1", "1"], "cannot be noted"),
    ],
)
def test_deliveries_keep_the_rules(office: Office, bring: Bring, number: str, line: list[str], said: str) -> None:
    heads = ["出库单号", "订单号", "发货日期", "产品编码", "发货数量"]
    done = bring("deliveries", heads, [cell.format(number) for cell in line])
    assert done.added == 0 and said in errors(done)[0][1]


def test_rows_together_may_not_ship_more_than_is_open(office: Office, bring: Bring, number: str) -> None:
    heads = ["出库单号", "订单号", "发货日期", "产品编码", "发货数量", "超发原因"]
    lines = [[f"CK-{at}", number, "2026-11-20", "GEAR-1", "6", ""] for at in (1, 2)]
    done = bring("deliveries", heads, *lines, good_rows=True)
    assert done.added == 1 and [row for row, _ in errors(done)] == [3]
    assert bring("deliveries", heads, ["CK-2", number, "2026-11-20", "GEAR-1", "6", "客户同意"]).added == 1


def test_receipts_pay_orders_and_count_once(office: Office, tmp_path: Path, number: str) -> None:
    def take(*lines: Sequence[object], good_rows: bool = False) -> Imported:
        heads = ["流水号", "收款日期", "客户名称", "收款金额", "订单号", "核销金额", "款项类型"]
        path = table(tmp_path / "receipts.csv", heads, *lines)
        desk = office["gm"]
        return imports.run(desk, imports.prepare(desk, "receipts", path), good_rows=good_rows)

    lines = [["L-1", "2026-11-20", BUYER, "1000", number, "400", "定金"],
             ["L-2", "2026-11-20", BUYER, "300", number, "", ""],
             ["L-3", "2026-11-20", BUYER, "50", "", "", ""]]  # fmt: skip
    done = take(*lines)
    assert (done.added, errors(done)) == (3, [])
    assert view(office, number).figure["received"] == D("700")
    assert (again := take(*lines)).added == 0 and again.skipped == 3
    too_much = take(["L-4", "2026-11-21", BUYER, "9000", number, "9000", ""])
    assert too_much.added == 0 and "still to be paid" in errors(too_much)[0][1]
    stranger = take(["L-5", "2026-11-21", "青岛海纳", "10", "", "", ""], ["L-6", "2027-11-21", BUYER, "10", "", "", ""])
    assert [row for row, _ in errors(stranger)] == [2, 3]


def test_facts_need_their_right(office: Office, tmp_path: Path) -> None:
    path = table(tmp_path / "stock.csv", ["品号", "库存数量"], ["GEAR-1", "5"])
    with pytest.raises(UserError, match="stock"):
        imports.run(office["sales"], imports.prepare(office["sales"], "stock", path))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_lists_leave_and_come_in_again_as_known(
    office: Office, bring: Bring, number: str, tmp_path: Path, language: str
) -> None:
    bring("stock", ["品号", "仓库", "库存数量", "盘点日期"], ["GEAR-1", "成品仓", "12", "2026-11-02"])
    bring(
        "deliveries",
        ["出库单号", "订单号", "发货日期", "产品编码", "发货数量"],
        ["CK-1", number, "2026-11-20", "GEAR-1", "6"],
    )
    for kind, rows in (("orders", 2), ("deliveries", 1), ("stock", 1), ("receipts", 0), ("complaints", 0)):
        file = tmp_path / f"{kind}.xlsx"
        assert exports.export(office["gm"], kind, file, language=language) == rows, kind
        if kind in ("orders", "deliveries"):
            done = imports.run(office["keeper"], imports.prepare(office["keeper"], kind, file))
            assert (done.added, done.skipped, errors(done)) == (0, rows, []), kind
    heads, first, *_ = read_sheet(tmp_path / "orders.xlsx").cells
    shown = dict(zip(map(str, heads), first, strict=False))
    order, delivered, total = (
        ("订单号", "已发数量", "订单总额")
        if language == "zh"
        else ("Order number", "Delivered quantity", "Order total")
    )
    assert (shown[order + ("" if order in shown else "*")], shown[delivered], shown[total]) == (number, D(6), D("1330"))


def test_complaints_and_receipts_leave_as_lists(office: Office, number: str, tmp_path: Path) -> None:
    shown = view(office, number)
    complaints.note(
        office["sales"], complaints.Complaint(office.customer, "异响", "quality", "serious", order_id=shown.id)
    )
    paid = receivables.Receipt(
        office.customer, dt.date(2026, 11, 20), D("300"), pays={shown.id: D("200")}, reference="L-1"
    )
    receivables.note_receipt(office["finance"], paid)
    file = tmp_path / "list.csv"
    assert exports.export(office["gm"], "complaints", file, language="zh") == 1
    assert all(word in file.read_text("utf-8-sig") for word in (number, "异响", "质量", BUYER, "2026-11-"))
    assert exports.export(office["gm"], "receipts", file, language="en") == 1
    assert all(word in file.read_text("utf-8-sig") for word in (number, "L-1", "300", "200", BUYER))
    assert exports.export(office["colleague"], "receipts", file, language="en") == 0
    again = imports.prepare(office["gm"], "receipts", tmp_path / "list.csv")
    assert not again.checked.records


def test_the_command_of_stopping_leaves_no_count(office: Office, tmp_path: Path) -> None:
    path = table(tmp_path / "stock.csv", ["品号", "库存数量"], ["GEAR-1", "5"])
    plan = imports.prepare(office["keeper"], "stock", path)
    with pytest.raises(Stopped):
        imports.run(office["keeper"], plan, stop=lambda: True)
    assert on_hand(office, office.gear) == 0
