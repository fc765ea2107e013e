"""What goes to the accounting program: each fact once, returns negative, nothing that was taken back."""

import csv
import datetime as dt
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import openpyxl
import pytest

from orderdesk_gui.actions import deliveries, ledger_files, orders, receivables
from orderdesk_gui.actions.receivables import Invoice
from orderdesk_gui.documents.ledger_files import LAYOUTS
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.orders import OrderLine
from tests.actions.selling_office import Office, office
from tests.actions.test_statements import PROMISED, ordered, pay, ship

__all__ = ["office"]
FIRST, LAST = dt.date(2026, 11, 1), dt.date(2026, 11, 30)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_deliveries_and_returns(office: Office, tmp_path: Path) -> None:
    order_id = ordered(office, OrderLine(replace(office.line("10", "113"), specification="速比 10"), promised=PROMISED))
    ship(office, order_id, dt.date(2026, 10, 30), "1")
    sent = ship(office, order_id, dt.date(2026, 11, 3), "4")
    back = ship(office, order_id, dt.date(2026, 11, 5), "1", kind="return")
    wrong = ship(office, order_id, dt.date(2026, 11, 6), "2")
    deliveries.void(office["gm"], wrong.id, "录错")
    path = tmp_path / "out.csv"
    assert ledger_files.write(office["finance"], "yonyou", "deliveries", path, FIRST, LAST) == 2
    first, second = lines(path)
    assert (first["单据编号"], first["数量"], first["无税金额"], first["税额"], first["价税合计"], first["税率%"]) == (
        sent.number, "4", "400.00", "52.00", "452.00", "13",
    )  # fmt: skip
    assert (first["存货编码"], first["规格型号"], first["业务员"]) == ("GEAR-1", "速比 10", "周小")
    assert (second["单据编号"], second["数量"], second["价税合计"]) == (back.number, "-1", "-113.00")


def test_invoices_and_receipts(office: Office, tmp_path: Path) -> None:
    order_id = ordered(office)
    ship(office, order_id, dt.date(2026, 11, 3), "10")
    day = dt.date(2026, 11, 6)
    invoice = Invoice("2401", day, {order_id: D(1000)}, net=D("884.96"))
    receivables.note_invoice(office["finance"], invoice)
    money = pay(office, day, "300", order_id, kind="deposit", reference="0091")
    path = tmp_path / "out.xlsx"
    assert ledger_files.write(office["finance"], "kingdee", "invoices", path, FIRST, LAST) == 1
    head, row = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    number = orders.load(office["gm"], order_id).number
    assert (found["发票号"], found["不含税金额"], found["税额"], found["源单编号"]) == ("2401", 884.96, 115.04, number)
    assert ledger_files.write(office["finance"], "yonyou", "receipts", tmp_path / "r.csv", FIRST, LAST) == 1
    (receipt,) = lines(tmp_path / "r.csv")
    assert (receipt["单据编号"], receipt["结算方式"], receipt["票据号"], receipt["金额"], receipt["摘要"]) == (
        money.number, "电汇", "0091", "300", "定金",
    )  # fmt: skip


def test_columns_of_our_own(office: Office, tmp_path: Path) -> None:
    ship(office, ordered(office), dt.date(2026, 11, 3), "4")
    path = tmp_path / "own.csv"
    own = {"仓库": "=01", "单号": "number", "客户单号": "customer_po"}
    ledger_files.write(office["finance"], "yonyou", "deliveries", path, FIRST, LAST, own)
    (row,) = lines(path)
    assert list(row) == ["仓库", "单号", "客户单号"] and (row["仓库"], row["客户单号"]) == ("01", "PO-77")
    for wrong in ({"成本": "cost"}, {}):
        with pytest.raises(UserError) as caught:
            ledger_files.write(office["finance"], "yonyou", "deliveries", tmp_path / "no.csv", FIRST, LAST, wrong)
        assert caught.value.field == "map" and not (tmp_path / "no.csv").exists()


@pytest.mark.parametrize("system", list(LAYOUTS))
@pytest.mark.parametrize("kind", ["deliveries", "invoices", "receipts"])
def test_every_usual_layout_can_be_written(office: Office, tmp_path: Path, system: str, kind: str) -> None:
    ship(office, ordered(office), dt.date(2026, 11, 3), "4")
    pay(office, dt.date(2026, 11, 4), "5")
    path = tmp_path / "all.xlsx"
    rows = ledger_files.write(office["finance"], system, kind, path, FIRST, LAST)  # type: ignore[arg-type]
    assert rows == (0 if kind == "invoices" else 1)


def test_who_may_and_what_cannot_be(office: Office, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="may not"):
        ledger_files.write(office["sales"], "yonyou", "receipts", tmp_path / "a.csv", FIRST, LAST)
    with pytest.raises(UserError, match="ends before"):
        ledger_files.write(office["finance"], "yonyou", "receipts", tmp_path / "a.csv", LAST, FIRST)
    with pytest.raises(UserError, match=r"\.xlsx"):
        ledger_files.write(office["finance"], "yonyou", "receipts", tmp_path / "a.doc", FIRST, LAST)
