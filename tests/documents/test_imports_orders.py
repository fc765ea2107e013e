import pytest

from orderdesk_gui.documents.imports_headings import find_headings
from orderdesk_gui.documents.imports_marketplaces import LAYOUTS, layout_of, mapping_of
from orderdesk_gui.documents.imports_orders import ORDERS, state
from orderdesk_gui.documents.workbook import Rows


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("交易成功", "done"),
        ("卖家已发货，等待买家确认", "done"),
        ("等待卖家发货", "open"),
        ("等待买家付款", "open"),
        ("交易关闭", "cancelled"),
        ("已取消", "cancelled"),
        ("完成", "done"),
        ("fulfilled", "done"),
        ("Unfulfilled", "open"),
        ("Cancelled", "cancelled"),
        ("已关闭", "done"),
        ("whatever", "open"),
    ],
)
def test_states_of_other_systems(word: str, meaning: str) -> None:
    assert state(word) == meaning


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
def test_an_export_is_known_by_its_headings_and_leaves_the_rest_out(layout) -> None:  # type: ignore[no-untyped-def]
    titles = [*layout.fields, "Billing Street", "卖家服务费"]
    rows = Rows("S", [[*titles]])
    assert layout_of(rows) is layout
    found = find_headings(rows, "orders", remembered=mapping_of(layout, rows))
    assert {titles[at]: key for at, key in found.fields.items()} == dict(layout.fields) and not found.ambiguous
    assert set(layout.fields.values()) <= {each.key for each in ORDERS.fields}


def test_a_firms_own_list_is_no_export() -> None:
    assert layout_of(Rows("S", [["订单号", "客户名称", "数量"], ["Name", "Currency"]])) is None


def test_headings_of_other_programs_are_understood() -> None:
    titles = ["Order ID", "Order Date", "Ship Date", "Customer ID", "Customer Name", "Product ID", "Product Name",
              "Sales", "Quantity", "Discount"]  # fmt: skip
    found = find_headings(Rows("S", [[*titles]]), "orders")
    assert list(found.fields.values()) == [
        "number", "date", "shipped_on", "customer_code", "customer", "product_code", "text", "amount", "quantity",
        "discount",
    ]  # fmt: skip
