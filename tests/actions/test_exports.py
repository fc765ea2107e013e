"""Lists leave as xlsx and csv, under headings with which they come in again, and without secrets."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk_gui.actions import companies, customers, exports, imports, inquiries, products, quotes_saving
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.documents.workbook import read_sheet
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Address, BankAccount, Contact, Customer
from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store.database import Store
from tests.fixtures_store import desk_of

CUSTOMER = Customer(
    name="苏州澄岳自动化设备有限公司", code="C007", uscc="91320505MA9P2D6X0M", tier="key", credit_grade="A",
    credit_limit=Decimal("800000"), payment=PaymentTerms("monthly", 30, 25), phone="0512-65550142", channel="fair",
    contacts=(Contact("钱工", "采购", "供应链部", phone="13800138000", main=True),),
    addresses=(Address("园区路 1 号", "registered", "1 Yuanqu Road, Suzhou"), Address("=仓库", "delivery")),
    accounts=(BankAccount("中国银行", "4886 1234 5678 901", "澄岳自动化", "104305045123", "BKCHCNBJ95B"),),
    notes="第一行\n第二行",
)  # fmt: skip
PRODUCT = Product(
    code="007", name_zh="法兰", unit="台", category="阀门", list_price=Decimal("12.345678"), cost=Decimal("8.5"),
    minimum_quantity=Decimal(10), lead_days=15, hs_code="84123456", active=False, vat_rate=Decimal("0.09"),
    notes="易碎\n轻放",
)  # fmt: skip


@pytest.fixture
def firm(desk: Desk) -> Desk:
    companies.set_up(desk, companies.FirstHour(Company(name_zh="澜川"), "周洁", "1234", "full_matrix"))
    return desk


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_customers_come_in_again_as_they_went_out(firm: Desk, tmp_path: Path, language: str, suffix: str) -> None:
    first = customers.save(firm, CUSTOMER)
    file = tmp_path / f"out{suffix}"
    assert exports.export(firm, "customers", file, language=language) == 1
    customers.delete(firm, first.id)
    plan = imports.prepare(firm, "customers", file)
    assert plan.checked.clean, plan.checked.problems
    assert imports.run(firm, plan).added == 1
    again = customers.load(firm, customers.list_customers(firm).rows[0].id)
    before = replace(CUSTOMER, id=again.id, owner_id=again.owner_id, email=again.email)
    contact = replace(again.contacts[0], email="")
    address = tuple(sorted(again.addresses, key=lambda each: each.kind, reverse=True))
    assert replace(again, contacts=(contact,), addresses=address) == before


def test_an_unchanged_export_changes_nothing(firm: Desk, tmp_path: Path) -> None:
    customers.save(firm, CUSTOMER)
    products.save(firm, PRODUCT)
    for kind in ("customers", "products"):
        file = tmp_path / f"{kind}.xlsx"
        exports.export(firm, kind, file, language="zh")
        done = imports.run(firm, imports.prepare(firm, kind, file))
        assert (done.added, done.changed) == (0, 0), kind


def test_prices_come_in_again(firm: Desk, tmp_path: Path) -> None:
    made = products.save(firm, PRODUCT).id
    info = products.PriceListInfo(None, "2026-07", "USD", "exclusive", firm.clock().date())
    prices = [
        products.Price(made, Decimal(0), "", Decimal("9.99")),
        products.Price(made, Decimal(100), "key", None, Decimal("0.05")),
    ]
    list_id = products.save_price_list(firm, info, prices).id
    file = tmp_path / "prices.csv"
    assert exports.export(firm, "prices", file, language="en") == 2
    assert exports.export(firm, "prices", tmp_path / "one.csv", filters={"list_id": firm.new_id()}) == 0
    products.delete_price_list(firm, list_id)
    assert imports.run(firm, imports.prepare(firm, "prices", file)).added == 2
    assert [price for _, price in products.prices_of(firm, made)] == prices


def test_costs_leave_only_with_the_right(firm: Desk, store: Store, tmp_path: Path) -> None:
    products.save(firm, PRODUCT)
    clerk = desk_of(store, tmp_path / "computer.json", "sales")
    file = tmp_path / "out.csv"
    exports.export(clerk, "products", file, language="en")
    text = file.read_text("utf-8-sig")
    assert "Cost" not in text and "8.5" not in text
    exports.export(firm, "products", file, language="en")
    assert "Cost" in (text := file.read_text("utf-8-sig")) and "8.5" in text


def test_nobody_exports_without_the_right(store: Store, tmp_path: Path) -> None:
    lawyer = desk_of(store, tmp_path / "computer.json", "legal")
    with pytest.raises(UserError, match="export"):
        exports.export(lawyer, "customers", tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_a_list_leaves_as_it_is_shown(firm: Desk, tmp_path: Path) -> None:
    customers.save(firm, CUSTOMER)
    customers.save(firm, Customer(name="泊远泵业", status="inactive"))
    file = tmp_path / "out.csv"
    assert exports.export(firm, "customers", file) == 2
    assert exports.export(firm, "customers", file, filters={"tab": "inactive"}) == 1
    assert exports.export(firm, "customers", file, filters={"tab": "all", "text": "cyzdh"}) == 1
    assert "澄岳" in file.read_text("utf-8-sig")


def test_papers_leave_a_row_a_line(firm: Desk, tmp_path: Path) -> None:
    buyer = customers.save(firm, CUSTOMER).id
    made = products.save(firm, PRODUCT).id
    line = QuoteLine(
        quantity=Decimal(3), unit_price=Decimal("11.5"), product_id=made, code="007", name_zh="法兰", unit="台"
    )
    saved = quotes_saving.save(
        firm, replace(quotes_saving.blank(firm, buyer), lines=(line, replace(line, quantity=Decimal(5))))
    )
    file = tmp_path / "quotes.xlsx"
    assert exports.export(firm, "quotes", file, language="zh") == 2
    cells = read_sheet(file).cells
    first = dict(zip(cells[0], cells[1], strict=False))
    assert (first["报价单号"], first["状态"], first["数量"], first["单价"]) == (
        saved.number,
        "草稿",
        Decimal(3),
        Decimal("11.5"),
    )
    again = imports.prepare(firm, "quotes", file).checked
    assert [(each.row, each.column) for each in again.problems] == [(2, "报价单号"), (3, "报价单号")]
    inquiries.save(
        firm,
        Inquiry(date=firm.clock().date(), customer_name="泊远", lines=(InquiryLine("法兰 DN100", made, Decimal(5)),)),
    )
    file = tmp_path / "inquiries.csv"
    assert exports.export(firm, "inquiries", file, language="en") == 1
    (known,) = imports.prepare(firm, "inquiries", file).checked.problems
    assert "on file already" in str(known.message)
    assert exports.export(firm, "contracts", tmp_path / "contracts.csv") == 0


def test_more_rows_than_a_page_all_leave_in_order(firm: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        products.save(firm, Product(code=f"P{number}", name_zh="阀"))
    monkeypatch.setattr(exports, "PAGE", 3)
    file = tmp_path / "out.csv"
    assert exports.export(firm, "products", file, language="en") == 7
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["Product code", *(f"P{number}" for number in range(7))]


def test_an_unknown_kind_or_suffix_is_refused(firm: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="plans"):
        exports.export(firm, "plans", tmp_path / "out.csv")
    with pytest.raises(UserError, match=r"\.xlsx"):
        exports.export(firm, "products", tmp_path / "out.pdf")


def test_a_list_price_says_its_currency_and_tax(firm: Desk, tmp_path: Path) -> None:
    products.save(firm, PRODUCT)
    products.save(firm, replace(PRODUCT, code="008", list_price=None))
    exports.export(firm, "products", tmp_path / "out.csv", language="en")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        found = {row["Product code"]: (row["Currency"], row["Tax included"]) for row in csv.DictReader(file)}
    assert found == {"007": ("CNY", "inclusive"), "008": ("", "")}
