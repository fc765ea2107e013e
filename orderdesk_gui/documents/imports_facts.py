"""The columns of stock counts, deliveries and receipts as other systems list them."""

from dataclasses import replace

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.imports_fields import (
    CODE_LENGTH,
    CURRENCY,
    CUSTOMER_NAME_HEADINGS,
    NAME_LENGTH,
    NOTES,
    PRODUCT_CODE_HEADINGS,
    PRODUCT_NAME_HEADINGS,
    QUANTITY_HEADINGS,
    UNIT_HEADINGS,
    ImportField,
    ImportKind,
    Words,
    choice_of,
    words_of,
)
from orderdesk_gui.documents.imports_orders import signed_quantity
from orderdesk_gui.rules.language import message

_MEANS: Words = {
    "transfer": ("电汇", "转账", "银行转账", "汇款", "网银", "t/t", "tt", "wire"),
    "acceptance": ("承兑", "承兑汇票", "银行承兑", "商业承兑", "draft"),
    "cash": ("现金",),
    "letter_of_credit": ("信用证", "l/c", "lc"),
}
_RECEIPT_KINDS: Words = {
    "deposit": ("定金", "订金", "预付款", "预付", "down payment"),
    "progress": ("进度款", "发货款"),
    "final": ("尾款", "余款", "货款", "balance"),
    "retention": ("质保金", "保证金"),
    "other": ("其他", "其它"),
}
_ORDER_HEADINGS = words_of(
    "订单号 | 订单编号 | 销售订单号 | 销售订单 | 关联订单 | 源单号 | order no "
    "| order number | order id | order | sales order"
)
_PRODUCT = ImportField(
    "product_code", message("Product code"), PRODUCT_CODE_HEADINGS, parse=cells.code, required=True,
    longest=CODE_LENGTH, example="FL-0100",
)  # fmt: skip

STOCK = ImportKind(
    "stock",
    message("Stock"),
    (
        _PRODUCT,
        ImportField("text", message("Product name"), PRODUCT_NAME_HEADINGS, longest=NAME_LENGTH),
        ImportField(
            "place",
            message("Stock place"),
            words_of("仓库 | 仓库名称 | 仓库编码 | 库位 | 存放地点 | warehouse | location | place | stock place"),
            longest=CODE_LENGTH,
            example="成品仓",
            note=message("Name or code; empty means the first place."),
        ),
        ImportField(
            "quantity",
            message("Quantity"),
            words_of(
                "库存数量 | 库存 | 现存量 | 结存数量 | 结存 | 在库数量 | 可用库存 | on hand | stock | stock quantity"
            )
            + QUANTITY_HEADINGS,
            parse=cells.from_quantity,
            required=True,
            example=120,
        ),
        ImportField("unit", message("Unit"), UNIT_HEADINGS, longest=CODE_LENGTH),
        ImportField(
            "date",
            message("Counted on"),
            words_of("盘点日期 | 库存日期 | 截止日期 | 日期 | 快照日期 | counted on | stock date | as of | date"),
            parse=cells.date,
            example="2026-11-02",
            note=message("The day of the snapshot; empty means today."),
        ),
    ),
    identity=(("product_code", "place", "date"),),
)

DELIVERIES = ImportKind(
    "deliveries",
    message("Deliveries"),
    (
        ImportField(
            "number",
            message("Delivery number"),
            words_of(
                "送货单号 | 发货单号 | 出库单号 | 单据编号 | 单号 | delivery no | delivery number "
                "| delivery note"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
            required=True,
            example="CK-20261102-01",
            note=message("As the other system has it; a number on file is not taken again."),
        ),
        ImportField(
            "order",
            message("Order number"),
            _ORDER_HEADINGS,
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
            required=True,
            example="A-2026-118",
            note=message("Ours, or the one it was brought in with."),
        ),
        ImportField(
            "date",
            message("Shipped on"),
            words_of("发货日期 | 出库日期 | 送货日期 | 日期 | ship date | shipped on | delivery date | date"),
            parse=cells.date,
            head=True,
            example="2026-11-02",
        ),
        replace(_PRODUCT, example="FL-0100"),
        ImportField(
            "quantity",
            message("Quantity"),
            words_of("发货数量 | 出库数量 | 送货数量 | 实发数量 | shipped | shipped quantity") + QUANTITY_HEADINGS,
            parse=signed_quantity,
            required=True,
            example=20,
            note=message("Below zero for what came back."),
        ),
        ImportField("lot", message("Lot"), words_of(
            "批号 | 批次 | 批次号 | lot | batch"
        ), parse=cells.code, longest=CODE_LENGTH),
        ImportField(
            "carrier",
            message("Carrier"),
            words_of("承运商 | 物流公司 | 快递公司 | 承运人 | carrier | shipper"),
            longest=100,
            head=True,
        ),
        ImportField(
            "tracking",
            message("Tracking number"),
            words_of("物流单号 | 快递单号 | 运单号 | 运单编号 | tracking | tracking no | tracking number | waybill"),
            parse=cells.code,
            longest=100,
            head=True,
        ),
        ImportField(
            "over_reason", message("Why more than is open"), words_of("超发原因 | reason for excess"), head=True,
        ),
        ImportField(
            "gate_reason",
            message("Why before the inspection"),
            words_of("未检放行原因 | 特采原因 | 放行原因 | reason for release"),
            head=True,
        ),
        replace(NOTES, key="note", head=True),
    ),
)  # fmt: skip

RECEIPTS = ImportKind(
    "receipts",
    message("Receipts"),
    (
        ImportField(
            "number",
            message("Reference"),
            words_of(
                "流水号 | 交易流水号 | 回款单号 | 收款单号 | 凭证号 | 单号 | 摘要编号 | reference "
                "| receipt no | transaction id"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
            example="20261102-07",
            note=message("Rows with the same reference, customer and day are one receipt; it counts once."),
        ),
        ImportField(
            "date",
            message("Received on"),
            words_of(
                "回款日期 | 收款日期 | 到账日期 | 交易日期 | 日期 | received on | receipt date "
                "| payment date | date"
            ),
            parse=cells.date,
            head=True,
            required=True,
            example="2026-11-02",
        ),
        ImportField(
            "customer",
            message("Customer name"),
            CUSTOMER_NAME_HEADINGS,
            longest=NAME_LENGTH,
            head=True,
            required=True,
            example="青岛海纳机械有限公司",
        ),
        ImportField(
            "amount",
            message("Amount received"),
            words_of(
                "回款金额 | 收款金额 | 到账金额 | 金额 | 收入金额 | 贷方金额 | amount "
                "| amount received | received"
            ),
            parse=cells.decimal_number(2, zero=False),
            head=True,
            required=True,
            example="5000",
            note=message("Of the whole receipt, even where it stands on each line; it is never added up."),
        ),
        replace(CURRENCY, head=True),
        ImportField("kind", message("Receipt type"), words_of(
            "款项性质 | 款项类型 | 回款类型 | receipt type | kind"
        ), head=True,
                    **choice_of(_RECEIPT_KINDS)),
        ImportField("means", message("Means of payment"), words_of(
            "付款方式 | 收款方式 | 结算方式 | means | payment method"
        ), head=True,
                    **choice_of(_MEANS)),
        ImportField("payer", message("Payer"), words_of(
            "付款人 | 付款方 | 付款账户名 | 对方户名 | payer"
        ), head=True),
        ImportField("order", message("Order number"), _ORDER_HEADINGS, parse=cells.code, longest=CODE_LENGTH,
                    note=message("What it pays, one order a row; empty leaves it on account.")),
        ImportField(
            "allocated",
            message("Amount for this order"),
            words_of("核销金额 | 分配金额 | 本单金额 | allocated | allocated amount"),
            parse=cells.decimal_number(2, zero=False),
            note=message("Empty: as much as the order still owes."),
        ),
        replace(NOTES, key="note", head=True),
    ),
)  # fmt: skip
