"""Order exports of marketplaces: known by their headings, and which of these mean what."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderdesk_gui.documents.workbook import Rows


@dataclass(frozen=True)
class Layout:
    """One export: the headings that tell it, and heading -> field of an order; all others are left out."""

    key: str
    told_by: frozenset[str]
    fields: Mapping[str, str]


_TAOBAO = {
    "订单编号": "number",
    "买家会员名": "customer",
    "买家应付邮费": "freight",
    "总金额": "order_total",
    "订单状态": "state",
    "收货人姓名": "contact",
    "收货地址": "place",
    "联系手机": "phone",
    "订单创建时间": "date",
    "宝贝标题": "text",
    "宝贝总数量": "quantity",
    "订单备注": "remark",
}
_JD = {
    "订单号": "number",
    "货号": "product_code",
    "商品名称": "text",
    "订购数量": "quantity",
    "下单时间": "date",
    "京东价": "unit_price",
    "订单金额": "order_total",
    "订单状态": "state",
    "下单帐号": "customer",
    "客户姓名": "contact",
    "客户地址": "place",
    "联系电话": "phone",
    "运费金额": "freight",
    "订单备注": "remark",
}
_SHOPIFY = {
    "Name": "number",
    "Currency": "currency",
    "Fulfillment Status": "state",
    "Fulfilled at": "shipped_on",
    "Cancelled at": "cancelled_on",
    "Shipping": "freight",
    "Discount Amount": "order_discount",
    "Created at": "date",
    "Lineitem quantity": "quantity",
    "Lineitem name": "text",
    "Lineitem price": "unit_price",
    "Lineitem sku": "product_code",
    "Billing Name": "customer",
    "Shipping Name": "contact",
    "Shipping Address1": "place",
    "Shipping Phone": "phone",
    "Notes": "remark",
}
LAYOUTS = (
    Layout("taobao", frozenset({"订单编号", "买家会员名", "宝贝标题"}), _TAOBAO),
    Layout("jd", frozenset({"订单号", "下单帐号", "京东价"}), _JD),
    Layout("shopify", frozenset({"Name", "Lineitem name", "Lineitem quantity"}), _SHOPIFY),
)
_LOOKED_AT = 5


def layout_of(rows: Rows) -> Layout | None:
    """The marketplace whose export these rows are; None for any other table."""
    for row in rows.cells[:_LOOKED_AT]:
        titles = {cell.strip() for cell in row if isinstance(cell, str)}
        for layout in LAYOUTS:
            if layout.told_by <= titles:
                return layout
    return None


def mapping_of(layout: Layout, rows: Rows) -> dict[str, str]:
    """Heading -> field for every column of an export, "" for those that are left out."""
    titles = next(
        titles
        for row in rows.cells[:_LOOKED_AT]
        if layout.told_by <= (titles := {cell.strip() for cell in row if isinstance(cell, str)})
    )
    return {title: layout.fields.get(title, "") for title in titles if title}
