"""The columns of orders, one row per line: our own template, and what other systems write."""

from dataclasses import replace
from typing import Any

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.imports_fields import (
    CHANNELS,
    CODE_LENGTH,
    CONTACT_HEADINGS,
    CURRENCY,
    CUSTOMER_NAME_HEADINGS,
    NAME_LENGTH,
    NOTES,
    OWNER,
    PRODUCT_CODE_HEADINGS,
    PRODUCT_NAME_HEADINGS,
    QUANTITY_HEADINGS,
    SPECIFICATION_HEADINGS,
    TAX_MODE,
    UNIT_HEADINGS,
    UNIT_PRICE_HEADINGS,
    VAT_RATE,
    ImportField,
    ImportKind,
    Words,
    choice_of,
    words_of,
)
from orderdesk_gui.rules.language import message

KINDS: Words = {
    "normal": ("普通", "正常", "销售", "标准", "standard"),
    "sample": ("样品", "样品单", "打样"),
    "replacement": ("补货", "换货", "补发"),
    "repair": ("维修", "返修"),
}
_SHOP: Words = {**CHANNELS, "shop": ("门店", "店铺", "store")}
_UNSHIPPED = ("unfulfilled", "未发货", "待发货", "等待买家付款", "等待卖家发货", "未完成", "unshipped")
_CANCELLED = ("取消", "交易关闭", "作废", "删除", "cancel", "void", "refunded", "已退款")
_DONE = (
    "完成",
    "成功",
    "签收",
    "已发货",
    "等待确认收货",
    "fulfilled",
    "shipped",
    "complete",
    "delivered",
    "closed",
    "关闭",
)


def state(cell: Any) -> str:
    """Where an order stands in the system it comes from: ``open``, ``done`` (it has left) or ``cancelled``."""
    word = cells.text(cell).casefold()
    if any(part in word for part in _CANCELLED):
        return "cancelled"
    if any(part in word for part in _UNSHIPPED):
        return "open"
    return "done" if any(part in word for part in _DONE) else "open"


signed_quantity = cells.decimal_number(6, least=None, zero=False)
"""A negative quantity came back."""
line_amount = cells.decimal_number(6, least=None)

ORDERS = ImportKind(
    "orders",
    message("Orders"),
    (
        ImportField(
            "number",
            message("Order number"),
            words_of(
                "订单号 | 订单编号 | 销售订单号 | 销售订单编号 | 单号 | 单据编号 | 单据号 "
                "| 交易编号 | order no | order number | order id"
                " | sales order | so no | so number | invoice no | invoice number | invoice"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
            example="A-2026-118",
            note=message("Rows with the same number are lines of one order; a number on file is not taken again."),
        ),
        ImportField(
            "date",
            message("Order date"),
            words_of(
                "订单日期 | 下单日期 | 下单时间 | 订单创建时间 | 日期 | 单据日期 | 开单日期 "
                "| 签订日期 | order date | invoice date"
                " | created at | date"
            ),
            parse=cells.date,
            head=True,
            example="2026-11-02",
        ),
        ImportField(
            "customer",
            message("Customer name"),
            words_of("买家会员名 | 买家 | 客户姓名 | 下单帐号") + CUSTOMER_NAME_HEADINGS,
            longest=NAME_LENGTH,
            head=True,
            example="青岛海纳机械有限公司",
        ),
        ImportField(
            "customer_code",
            message("Customer code"),
            words_of("客户编码 | 客户编号 | 客户代码 | customer code | customer id | customer no | customer number"),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
        ),
        ImportField("contact", message("Contact person"), words_of(
            "收货人姓名 | 收货人"
        ) + CONTACT_HEADINGS, head=True),
        ImportField(
            "phone",
            message("Phone"),
            words_of("联系手机 | 电话 | 联系电话 | 手机 | 手机号 | 手机号码 | 联系方式 | tel | phone | mobile"),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
        ),
        ImportField(
            "place",
            message("Delivery place"),
            words_of(
                "收货地址 | 送货地址 | 交货地点 | 客户地址 | delivery address | delivery place "
                "| ship to | ship address"
            ),
            longest=NAME_LENGTH,
            head=True,
        ),
        ImportField(
            "customer_po",
            message("Customer's number"),
            words_of("客户单号 | 客户po | po号 | 客户订单号 | customer po | po no | po number | reference"),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
        ),
        ImportField("kind", message("Order type"), words_of(
            "订单类别 | 订单类型 | 类型 | order type | kind"
        ), head=True, **choice_of(KINDS)),
        ImportField("channel", message("Channel"), words_of(
            "渠道 | 来源 | 订单渠道 | 订单来源 | channel"
        ), head=True, **choice_of(_SHOP)),
        ImportField(
            "state",
            message("State"),
            words_of("状态 | 订单状态 | 单据状态 | 交易状态 | status | state | order status | fulfillment status"),
            parse=state,
            head=True,
            note=message("Done orders come in closed and delivered, open ones as drafts; cancelled ones as returns."),
        ),
        ImportField(
            "cancelled_on",
            message("Cancelled on"),
            words_of("取消日期 | 取消时间 | cancelled at | canceled at | cancelled on"),
            parse=cells.date,
            head=True,
        ),
        ImportField(
            "shipped_on",
            message("Shipped on"),
            words_of("发货日期 | 发货时间 | 出库日期 | ship date | shipped date | shipped on | fulfilled at"),
            parse=cells.date,
            head=True,
        ),
        replace(CURRENCY, head=True),
        replace(TAX_MODE, head=True),
        ImportField(
            "payment_terms",
            message("Payment terms"),
            words_of("付款方式 | 付款条件 | 结算方式 | 账期 | payment terms | payment | terms"),
            head=True,
            parse=cells.payment_terms,
            example="月结30天",
        ),
        ImportField(
            "order_total",
            message("Order total"),
            words_of("订单金额 | 订单总额 | 总金额 | 合计金额 | 价税合计 | order total | total | grand total"),
            parse=line_amount,
            head=True,
            note=message("Of the whole order, even where it stands on each line; it is never added up."),
        ),
        ImportField(
            "freight",
            message("Freight"),
            words_of("运费 | 运费金额 | 邮费 | 买家应付邮费 | freight | shipping"),
            parse=cells.amount,
            head=True,
        ),
        ImportField(
            "order_discount",
            message("Discount on the order"),
            words_of("整单优惠 | 整单折扣额 | 优惠金额 | discount amount"),
            parse=cells.amount,
            head=True,
        ),
        ImportField(
            "original",
            message("Original order"),
            words_of("原订单号 | 原单号 | 退货原单 | 关联订单 | original order | original order no | return of"),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
            note=message("For what came back: the order it was delivered with."),
        ),
        replace(OWNER, head=True),
        ImportField(
            "product_code",
            message("Product code"),
            PRODUCT_CODE_HEADINGS + words_of("stock code"),
            parse=cells.code,
            longest=CODE_LENGTH,
            example="FL-0100",
        ),
        ImportField(
            "text",
            message("Product name"),
            tuple(word for word in PRODUCT_NAME_HEADINGS if word != "name") + words_of(
                "描述 | 产品描述 | description | goods"
            ),
            longest=NAME_LENGTH,
            example="不锈钢法兰",
        ),
        ImportField(
            "specification",
            message("Specification"),
            SPECIFICATION_HEADINGS,
            parse=cells.long_text,
            longest=NAME_LENGTH,
            example="DN100 PN16",
        ),
        ImportField(
            "quantity",
            message("Quantity"),
            QUANTITY_HEADINGS,
            parse=signed_quantity,
            required=True,
            example=200,
            note=message("Below zero for what came back."),
        ),
        ImportField("unit", message("Unit"), UNIT_HEADINGS, longest=CODE_LENGTH, example="件"),
        ImportField("unit_price", message("Unit price"), UNIT_PRICE_HEADINGS, parse=cells.price, example="118.50"),
        ImportField(
            "amount",
            message("Line amount"),
            words_of(
                "金额 | 行金额 | 小计 | 含税金额 | 销售额 | 销售金额 | amount | line amount "
                "| line total | sales"
            ),
            parse=line_amount,
            note=message("What the line costs after its discount; it goes before price and discount."),
        ),
        ImportField(
            "discount",
            message("Discount"),
            words_of("折扣 | 折扣率 | discount | discount %"),
            parse=cells.discount,
        ),
        VAT_RATE,
        ImportField(
            "wanted_date",
            message("Wanted date"),
            words_of("要求交期 | 需求日期 | 要求交货日期 | wanted date | required date | need by"),
            parse=cells.date,
            example="2026-12-20",
        ),
        ImportField(
            "promised_date",
            message("Promised date"),
            words_of("承诺交期 | 交货日期 | 交期 | 预计交期 | promised date | promise | delivery date | due date"),
            parse=cells.date,
        ),
        ImportField("remark", message("Line remark"), words_of(
            "行备注 | 明细备注"
        ) + NOTES.synonyms, longest=NAME_LENGTH),
    ),
    one_of=("customer", "customer_code"),
)  # fmt: skip
