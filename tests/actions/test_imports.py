"""Files come in checked, all or only the good rows, in one step that is undone; known records are not doubled."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import event

from orderdesk_gui.actions import (
    companies,
    customers,
    imports,
    inquiries,
    journal,
    opening,
    people,
    products,
    quotes,
    settings,
)
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.documents.imports_kinds import KINDS
from orderdesk_gui.documents.templates_xlsx import template
from orderdesk_gui.documents.workbook import Rows
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Contact, Customer
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.products import Product
from orderdesk_gui.store.database import Store
from tests.fixtures_store import Clock, desk_of

CUSTOMER_HEADS = ["客户编码", "客户名称", "联系人", "手机", "客户等级", "信用额度", "付款方式"]
ROW = ["001", "泊远泵业", "孙丽", "13805741234", "重点", "30万", "月结30天"]
Book = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Writes rows to a workbook."""

    def made(*rows: list[Any]) -> Path:
        path = tmp_path / f"{uuid.uuid4().hex}.xlsx"
        workbook = xlsxwriter.Workbook(str(path))
        sheet = workbook.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        workbook.close()
        return path

    return made


@pytest.fixture
def firm(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of the one person of a small firm."""
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    first = companies.FirstHour(Company(name_zh="澜川"), "周洁", "1234", "one_person")
    return opening.open_desk(store, companies.set_up(opening.open_desk(store, clock=clock), first), clock=clock)


def bring(desk: Desk, kind: str, path: Path, **keywords: Any) -> imports.Imported:
    return imports.run(desk, imports.prepare(desk, kind, path), **keywords)


def journal_entries(desk: Desk) -> int:
    with desk.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one())


def test_preparing_writes_nothing(desk: Desk, book: Book) -> None:
    before = journal_entries(desk)
    plan = imports.prepare(desk, "customers", book(CUSTOMER_HEADS, ROW))
    assert (plan.checked.read, plan.checked.clean) == (1, True)
    assert journal_entries(desk) == before


def test_a_row_becomes_a_customer_with_contact_and_terms(desk: Desk, book: Book) -> None:
    done = bring(desk, "customers", book(CUSTOMER_HEADS, ROW))
    assert (done.read, done.added, done.changed, done.skipped) == (1, 1, 0, 0)
    made = customers.load(desk, customers.list_customers(desk).rows[0].id)
    assert (made.code, made.tier, made.credit_limit) == ("001", "key", Decimal(300000))
    assert made.payment == PaymentTerms("monthly", 30)
    assert made.contacts == (Contact("孙丽", phone="13805741234", main=True),)
    assert customers.list_customers(desk, text="泊远").rows


def test_one_bad_row_stops_all_unless_good_rows_are_asked_for(desk: Desk, book: Book) -> None:
    path = book(CUSTOMER_HEADS, ROW, ["002", "", "", "", "", "", ""], ["003", "铭禾传动", "", "", "铂金", "", ""])
    done = bring(desk, "customers", path)
    assert (done.read, done.added, done.skipped) == (3, 0, 3)
    assert {problem.row for problem in done.problems} == {3, 4}
    assert done.changes.tx is None and customers.list_customers(desk).rows == ()
    done = bring(desk, "customers", path, good_rows=True)
    assert (done.added, done.skipped) == (1, 2)
    assert [row.name for row in customers.list_customers(desk).rows] == ["泊远泵业"]


def test_an_import_is_undone_as_one_step(desk: Desk, book: Book) -> None:
    customers.save(desk, Customer(name="铭禾传动", code="009", tier="new"))
    rows = [
        ["009", "铭禾传动", "", "", "战略", "", ""],
        *([f"{n:03}", f"客户{n}", "", "", "", "", ""] for n in range(20, 60)),
    ]
    done = bring(desk, "customers", book(CUSTOMER_HEADS, *rows))
    assert (done.added, done.changed) == (40, 1)
    assert done.changes.tx is not None
    journal.undo(desk, done.changes.tx)
    assert [(row.name, row.tier) for row in customers.list_customers(desk, tab="any").rows] == [("铭禾传动", "new")]


def test_known_records_change_only_where_they_differ(desk: Desk, book: Book) -> None:
    made = customers.save(desk, Customer(name="泊远泵业", code="001", notes="别动", contacts=(Contact("老孙"),))).id
    path = book(["客户编码", "客户名称", "客户等级"], ["001", "泊远泵业", "重点"])
    assert bring(desk, "customers", path).changed == 1
    after = customers.load(desk, made)
    assert (after.tier, after.notes, [contact.name for contact in after.contacts]) == ("key", "别动", ["老孙"])
    again = bring(desk, "customers", path)
    assert (again.added, again.changed) == (0, 0)
    assert not again.changes.touches("customer")


def test_customers_are_known_by_code_credit_code_or_name(desk: Desk, book: Book) -> None:
    customers.save(desk, Customer(name="深圳市泊远泵业有限公司"))
    customers.save(desk, Customer(name="铭禾", uscc="91350100M000100Y43"))
    path = book(["客户名称", "统一社会信用代码", "客户等级"], ["深圳泊远泵业（有限公司）", "", "重点"],
                ["铭禾传动", "91350100M000100Y43", "重点"])  # fmt: skip
    done = bring(desk, "customers", path)
    assert (done.added, done.changed) == (0, 2)


def test_a_choice_of_columns_is_remembered(desk: Desk, book: Book) -> None:
    heads, row = ["代号甲", "伙伴"], ["7", "泊远"]
    with pytest.raises(UserError):
        imports.prepare(desk, "customers", book(heads, row), heading_row=1)
    plan = imports.prepare(desk, "customers", book(heads, row), mapping={"代号甲": "code", "伙伴": "name"})
    imports.run(desk, plan)
    again = imports.prepare(desk, "customers", book(heads, ["8", "铭禾"]))
    assert again.headings.fields == {0: "code", 1: "name"}
    assert imports.run(desk, again).added == 1


def test_costs_come_in_only_with_the_right(desk: Desk, store: Store, tmp_path: Path, book: Book) -> None:
    heads = ["产品编码", "产品名称", "标准价", "成本"]
    products.save(desk, Product(code="A", name_zh="阀", list_price=Decimal(10), cost=Decimal(7)))
    admin = desk_of(store, tmp_path / "computer.json", "admin")
    bring(admin, "products", book(heads, ["A", "阀", 12, 1], ["B", "泵", 20, 2]))
    costs = {row.code: (row.list_price, row.cost) for row in products.list_products(desk).rows}
    assert costs == {"A": (Decimal(12), Decimal(7)), "B": (Decimal(20), None)}
    bring(desk, "products", book(heads, ["A", "阀", 12, 1]))
    assert products.list_products(desk).rows[0].cost == 1


def test_nobody_imports_without_the_rights(desk: Desk, store: Store, tmp_path: Path, book: Book) -> None:
    plan = imports.prepare(desk, "products", book(["产品编码", "产品名称"], ["A", "阀"]))
    for role in ("follow_up", "sales"):
        with pytest.raises(UserError):
            imports.run(desk_of(store, tmp_path / "computer.json", role), plan)
    assert products.list_products(desk).rows == ()


def test_prices_need_their_product_and_make_their_list(desk: Desk, book: Book) -> None:
    made = products.save(desk, Product(code="A", name_zh="阀")).id
    heads = ["产品编码", "含税单价", "起始数量", "客户等级", "价格表", "生效日期"]
    path = book(heads, ["A", 10, "", "", "2026-07", "2026-07-01"], ["A", 9.5, 100, "重点", "2026-07", "2026-07-01"],
                ["X", 1, "", "", "2026-07", "2026-07-01"])  # fmt: skip
    plan = imports.prepare(desk, "prices", path)
    assert [problem.row for problem in plan.checked.problems] == [4]
    done = imports.run(desk, plan, good_rows=True)
    assert (done.added, done.skipped) == (2, 1)
    found = products.prices_of(desk, made)
    assert {info.name for info, _ in found} == {"2026-07"} and len(products.price_lists(desk)) == 1
    assert {(price.tier, price.from_quantity, price.unit_price) for _, price in found} == {
        ("", Decimal(0), Decimal(10)), ("key", Decimal(100), Decimal("9.5")),
    }  # fmt: skip


def test_inquiries_and_quotations_come_in_by_their_lines(firm: Desk, book: Book) -> None:
    customers.save(firm, Customer(name="泊远泵业"))
    heads = ["询价单号", "询价日期", "客户名称", "产品名称", "数量"]
    done = bring(firm, "inquiries", book(heads, ["X1", "2026-11-02", "泊远泵业", "法兰", 5], ["X1", "", "", "阀", 2]))
    assert done.added == 1
    shown = inquiries.load(firm, inquiries.list_inquiries(firm).rows[0].id)
    assert [line.text for line in shown.inquiry.lines] == ["法兰", "阀"]
    heads = ["报价单号", "报价日期", "客户名称", "产品名称", "数量", "单位", "含税单价"]
    path = book(heads, ["Q1", "2026-11-02", "泊远泵业", "法兰", 5, "个", 10], ["Q1", "", "", "阀", 2, "个", 20])
    assert bring(firm, "quotes", path).added == 1
    row = quotes.list_quotes(firm).rows[0]
    assert (row.number, row.status, row.total) == ("Q1", "draft", Decimal(90))
    again = bring(firm, "quotes", path)
    assert (again.added, again.skipped) == (0, 2)
    assert "already a quotation Q1" in str(again.problems[0].message)


def test_the_same_inquiries_twice_are_noted_once(firm: Desk, book: Book) -> None:
    products.save(firm, Product(code="FL-1", name_zh="法兰"))
    path = book(
        ["日期", "客户", "料号", "品名", "数量", "邮箱", "客户单号"],
        ["2026-11-02", "泊远泵业", "FL-1", "", 5, "a@b.cn", "RFQ-77"],
        ["2026-11-02", "泊远泵业", "", "阀", 2, "", ""],
    )
    assert bring(firm, "inquiries", path).added == 1
    again = bring(firm, "inquiries", path, good_rows=True)
    assert (again.added, again.skipped, len(again.problems)) == (0, 2, 2)
    assert inquiries.list_inquiries(firm, text="RFQ-77").rows


@pytest.fixture
def clerks(firm: Desk) -> tuple[Desk, Desk]:
    """Two clerks who see their own customers alone; the second owns 泊远泵业."""
    settings.put(firm, "approval_preset", "full_matrix")
    made = [
        people.save_person(firm, people.Person(name=name, login=name, role="sales")).id for name in ("李雷", "王芳")
    ]
    one, two = (opening.open_desk(firm.store, person, clock=firm.clock) for person in made)
    customers.save(two, Customer(name="泊远泵业", code="B1"))
    return one, two


def test_a_colleagues_customer_is_neither_changed_nor_quoted_to(clerks: tuple[Desk, Desk], book: Book) -> None:
    one, two = clerks
    done = bring(
        one, "customers", book(["客户名称", "客户等级"], ["泊远泵业", "战略"], ["铭禾传动", "重点"]), good_rows=True
    )
    assert (done.added, done.changed) == (1, 0)
    assert [(each.row, each.column) for each in done.problems] == [(2, "客户名称")]
    heads = ["客户名称", "产品名称", "数量", "单价"]
    done = bring(one, "quotes", book(heads, ["B1", "法兰", 5, 10], ["铭禾传动", "阀", 1, 9]), good_rows=True)
    assert [(each.row, "colleague" in str(each.message)) for each in done.problems] == [(2, True)]
    assert (done.added, quotes.list_quotes(one).rows[0].customer) == (1, "铭禾传动")
    assert bring(two, "quotes", book(heads, ["B1", "法兰", 5, 10])).added == 1


def test_an_inquiry_from_a_colleagues_customer_keeps_the_name_alone(clerks: tuple[Desk, Desk], book: Book) -> None:
    one, two = clerks
    path = book(["客户名称", "产品名称"], ["泊远泵业", "法兰"])
    assert [each.severity for each in bring(one, "inquiries", path).problems] == ["warning"]
    assert inquiries.list_inquiries(one).rows[0].customer_id is None
    other = book(["客户名称", "产品名称"], ["泊远泵业", "阀"])
    assert bring(two, "inquiries", other).problems == ()
    assert inquiries.list_inquiries(two).rows[0].customer_id is not None


def test_the_person_named_in_the_file_gets_the_paper(firm: Desk, clerks: tuple[Desk, Desk], book: Book) -> None:
    heads = ["客户名称", "产品名称", "数量", "单价", "业务员"]
    done = bring(firm, "quotes", book(heads, ["新客户", "法兰", 5, 10, "李雷"], ["泊远泵业", "阀", 1, 9, "谁"]))
    assert [(each.row, each.column, each.severity) for each in done.problems] == [
        (2, "客户名称", "warning"), (3, "业务员", "warning"),
    ]  # fmt: skip
    assert [row.customer for row in quotes.list_quotes(clerks[0]).rows] == ["新客户"]
    assert [row.name for row in customers.list_customers(clerks[0], tab="mine").rows] == ["新客户"]


def test_two_rows_of_one_firm_are_one_too_many(firm: Desk, book: Book) -> None:
    path = book(["客户名称"], ["深圳市泊远泵业有限公司"], ["深圳泊远泵业（有限公司）"])
    assert [(each.row, "row 2" in str(each.message)) for each in bring(firm, "customers", path).problems] == [(3, True)]


def test_a_known_customer_gets_what_they_lack_once(firm: Desk, book: Book) -> None:
    made = customers.save(firm, Customer(name="泊远泵业", contacts=(Contact("老孙", main=True),))).id
    path = book(
        ["客户名称", "联系人", "手机", "地址", "银行账号"], ["泊远泵业", "小李", "13805741234", "青岛", "6222 1"]
    )
    assert bring(firm, "customers", path).changed == 1
    assert bring(firm, "customers", path).changed == 0
    after = customers.load(firm, made)
    assert [(each.name, each.main) for each in after.contacts] == [("老孙", True), ("小李", False)]
    assert ([each.text for each in after.addresses], [each.account for each in after.accounts]) == (
        ["青岛"],
        ["6222 1"],
    )


def test_department_english_address_and_bank_data_come_in(firm: Desk, book: Book) -> None:
    heads = ["客户名称", "联系人", "部门", "公司英文地址", "开户行", "账号", "户名", "联行号", "SWIFT", "备注"]
    row = ["泊远泵业", "小李", "采购部", "8 Boyuan Rd, Ningbo", "中国银行", "6222 1", "泊远泵业宁波", "104305045123",
           "bkchcnbj95b", "老客户介绍"]  # fmt: skip
    assert bring(firm, "customers", book(heads, row)).added == 1
    made = customers.load(firm, customers.list_customers(firm).rows[0].id)
    (contact,), (address,), (account,) = made.contacts, made.addresses, made.accounts
    assert (contact.department, address.text, address.text_en) == ("采购部", row[3], row[3])
    assert (account.holder, account.bank_code, account.bic) == ("泊远泵业宁波", "104305045123", "BKCHCNBJ95B")
    assert made.notes == "老客户介绍"
    doubtful = bring(firm, "customers", book(["客户名称", "账号", "联行号"], ["海纳机械", "6222 2", "104305"]))
    assert doubtful.added == 1
    assert [(each.column, each.severity) for each in doubtful.problems] == [("联行号", "warning")]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_a_template_holds_can_be_imported(firm: Desk, tmp_path: Path, kind: str, language: str) -> None:
    if kind in ("prices", "stock", "deliveries"):
        products.save(firm, Product(code="FL-0100", name_zh="法兰"))
    if kind in ("orders", "deliveries", "receipts"):
        customers.save(firm, Customer(name="青岛海纳机械有限公司"))
    if kind == "deliveries":
        cells = [["订单号", "客户名称", "产品编码", "数量", "单价", "状态"],
                 ["A-2026-118", "青岛海纳机械有限公司", "FL-0100", "200", "1", "已完成"]]  # fmt: skip
        imports.run(firm, imports.recheck(firm, "orders", Rows("S", [[*row] for row in cells])))
    path = tmp_path / "template.xlsx"
    path.write_bytes(template(kind, language, with_cost=True))
    plan = imports.prepare(firm, kind, path)
    if kind == "deliveries":  # all of its order has left already
        (problem,) = plan.checked.problems
        assert "More leaves than is open" in str(problem.message)
        return
    done = imports.run(firm, plan)
    assert done.added == 1, done.problems


def test_fifty_thousand_rows_take_as_many_statements_as_fifty(desk: Desk) -> None:
    def statements(rows: int) -> int:
        cells: list[list[Any]] = [["产品编码", "产品名称", "标准价"]]
        cells += [[f"P{rows}-{n:05}", f"产品 {n}", Decimal(n)] for n in range(rows)]
        plan = imports.recheck(desk, "products", Rows("S", cells))
        assert plan.checked.clean
        seen: list[str] = []
        listen = lambda _c, _cursor, text, *_: seen.append(text)  # noqa: E731
        event.listen(desk.store.engine, "before_cursor_execute", listen)
        assert imports.run(desk, plan).added == rows
        event.remove(desk.store.engine, "before_cursor_execute", listen)
        return len(seen)

    assert statements(50_000) <= statements(50) + 5
    assert products.list_products(desk, counted=True).total == 50_050


def test_an_unknown_kind_is_refused(desk: Desk, book: Book) -> None:
    with pytest.raises(UserError, match="contracts"):
        imports.prepare(desk, "contracts", book(["x"]))


def test_a_list_price_in_our_own_tax_mode_stays_on_the_product(firm: Desk, book: Book) -> None:
    heads = ["产品编码", "产品名称", "标准价", "是否含税"]
    bring(firm, "products", book(heads, ["A1", "减速机", 120, "含税"], ["A2", "电机", 100, "未税"]))
    listed = {row.code: row.list_price for row in products.list_products(firm).rows}
    assert listed == {"A1": Decimal(120), "A2": None}
    assert [one.tax_mode for one in products.price_lists(firm)] == ["exclusive"]


def test_bank_and_account_in_one_cell_are_told_apart(firm: Desk, book: Book) -> None:
    assert bring(
        firm, "customers", book(["单位全称", "开户行及账号"], ["泊远泵业", "中国银行苏州分行 4886 1234 5678 901"])
    ).added
    (account,) = customers.load(firm, customers.list_customers(firm).rows[0].id).accounts
    assert (account.bank, account.account) == ("中国银行苏州分行", "4886 1234 5678 901")
