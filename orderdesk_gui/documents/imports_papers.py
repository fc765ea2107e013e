"""The columns of inquiries and quotations, one row per line of a paper."""

from dataclasses import replace

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.imports_fields import (
    CHANNEL,
    CODE_LENGTH,
    CONTACT_HEADINGS,
    CURRENCY,
    CUSTOMER_NAME_HEADINGS,
    LEVELS,
    LONG_LENGTH,
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
    choice_of,
    words_of,
)
from orderdesk_gui.rules.language import message

_LINE_CODE = ImportField(
    "product_code",
    message("Product code"),
    PRODUCT_CODE_HEADINGS,
    parse=cells.code,
    longest=CODE_LENGTH,
    example="FL-0100",
)
_LINE_NAME = ImportField(
    "text",
    message("Product name"),
    words_of(
        "描述 | 产品描述 | 货物描述 | 产品需求 | 需求产品 | 询价产品 | 询价内容 | 需求内容 | 需求描述 | 产品及要求"
        " | description | goods"
    )
    + PRODUCT_NAME_HEADINGS,
    longest=NAME_LENGTH,
    example="不锈钢法兰",
)
_LINE_SPECIFICATION = ImportField(
    "specification",
    message("Specification"),
    SPECIFICATION_HEADINGS,
    parse=cells.long_text,
    longest=LONG_LENGTH,
    example="DN100 PN16",
)
_LINE_UNIT = ImportField("unit", message("Unit"), UNIT_HEADINGS, longest=CODE_LENGTH, example="件")
INQUIRIES = ImportKind(
    "inquiries",
    message("Inquiries"),
    (
        ImportField(
            "number",
            message("Inquiry number"),
            words_of("询价单号 | 询价编号 | 询盘编号 | 单号 | 编号 | inquiry no | inquiry number | rfq no | rfq"),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
            note=message("Rows with the same number are lines of one inquiry."),
        ),
        ImportField(
            "date",
            message("Inquiry date"),
            words_of("询价日期 | 日期 | 询盘日期 | 询价时间 | 登记日期 | inquiry date | date"),
            parse=cells.date,
            head=True,
            example="2026-11-02",
        ),
        ImportField(
            "customer",
            message("Customer name"),
            CUSTOMER_NAME_HEADINGS,
            required=True,
            longest=NAME_LENGTH,
            head=True,
            example="青岛海纳机械有限公司",
        ),
        ImportField(
            "contact",
            message("Contact person"),
            CONTACT_HEADINGS,
            head=True,
            example="王敏",
        ),
        ImportField(
            "phone",
            message("Phone"),
            words_of("电话 | 联系电话 | 手机 | 手机号 | 手机号码 | 联系人电话 | 联系方式 | tel | phone | mobile"),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
        ),
        ImportField(
            "email",
            message("E-mail"),
            words_of("邮箱 | 电子邮箱 | 邮件 | email | e-mail | mail"),
            parse=cells.email,
            head=True,
        ),
        replace(CHANNEL, head=True),
        ImportField(
            "customer_reference",
            message("Customer's number"),
            words_of("客户单号 | 客户询价单号 | 客户编号 | customer reference | customer rfq | reference"),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
        ),
        _LINE_CODE,
        _LINE_NAME,
        _LINE_SPECIFICATION,
        ImportField("quantity", message("Quantity"), QUANTITY_HEADINGS, parse=cells.quantity, example=200),
        _LINE_UNIT,
        ImportField(
            "wanted_date",
            message("Wanted date"),
            words_of(
                "要求交期 | 需求日期 | 需求时间 | 期望交期 | 期望交货日期 | 要求交货日期 | 要求到货日期 | 交货日期"
                " | 交期 | 需要日期"
                " | wanted date | required date | delivery date | need by | due date"
            ),
            parse=cells.date,
            example="2026-12-20",
        ),
        ImportField(
            "target_price",
            message("Target price"),
            words_of("目标价 | 目标单价 | 期望价格 | target price | target"),
            parse=cells.price,
        ),
        ImportField(
            "urgency",
            message("Urgency"),
            words_of("紧急程度 | 紧急 | 紧急度 | urgency | priority"),
            **choice_of(LEVELS),
            head=True,
            example="high",
        ),
        ImportField(
            "importance",
            message("Importance"),
            words_of("重要程度 | 重要性 | 重要度 | importance"),
            **choice_of(LEVELS),
            head=True,
        ),
        ImportField(
            "complexity",
            message("Complexity"),
            words_of("复杂程度 | 复杂度 | 难度 | complexity"),
            **choice_of(LEVELS),
            head=True,
        ),
        ImportField(
            "next_step",
            message("Next step"),
            words_of("下一步 | 下步计划 | 跟进计划 | next step | next action"),
            head=True,
        ),
        ImportField(
            "next_date",
            message("Next step on"),
            words_of("下次跟进日期 | 跟进日期 | 下次联系时间 | next date | next step date | follow up date"),
            parse=cells.date,
            head=True,
        ),
        replace(OWNER, head=True),
        NOTES,
    ),
    one_of=("text", "product_code", "specification", "notes"),
)

QUOTES = ImportKind(
    "quotes",
    message("Quotations"),
    (
        ImportField(
            "number",
            message("Quotation number"),
            words_of(
                "报价单号 | 报价编号 | 报价单编号 | 单号 | 编号 | quotation no | quotation number"
                " | quote no | quote number | quote"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
            note=message("Rows with the same number are lines of one quotation."),
        ),
        ImportField(
            "date",
            message("Quotation date"),
            words_of("报价日期 | 日期 | 报价时间 | 开单日期 | quotation date | quote date | date"),
            parse=cells.date,
            head=True,
            example="2026-11-02",
        ),
        ImportField(
            "customer",
            message("Customer name"),
            CUSTOMER_NAME_HEADINGS,
            required=True,
            longest=NAME_LENGTH,
            head=True,
            example="青岛海纳机械有限公司",
        ),
        ImportField(
            "contact",
            message("Contact person"),
            CONTACT_HEADINGS,
            head=True,
            example="王敏",
        ),
        ImportField(
            "valid_until",
            message("Valid until"),
            words_of(
                "有效期至 | 有效期 | 报价有效期 | 报价有效期至 | 有效日期 | 截止日期 | valid until | validity"
                " | valid to"
            ),
            parse=cells.date,
            head=True,
            example="2026-12-02",
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
            note=message("For example: 30 days after month end, prepaid, cash on delivery, 30/60/10."),
        ),
        ImportField(
            "customer_po",
            message("Customer's number"),
            words_of("客户单号 | 客户po | po号 | 客户订单号 | customer po | po no | reference"),
            parse=cells.code,
            longest=CODE_LENGTH,
            head=True,
        ),
        _LINE_CODE,
        ImportField(
            "customer_part_no",
            message("Customer's part number"),
            words_of(
                "客户料号 | 客户物料号 | 客户图号 | 客户产品编码 | customer part no | customer part number"
                " | customer item"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
        ),
        _LINE_NAME,
        _LINE_SPECIFICATION,
        ImportField(
            "quantity",
            message("Quantity"),
            QUANTITY_HEADINGS,
            parse=cells.quantity,
            required=True,
            example=200,
        ),
        _LINE_UNIT,
        ImportField(
            "unit_price",
            message("Unit price"),
            UNIT_PRICE_HEADINGS,
            parse=cells.price,
            required=True,
            example="118.50",
        ),
        ImportField(
            "discount",
            message("Discount"),
            words_of("折扣 | 折扣率 | 优惠 | discount | discount %"),
            parse=cells.discount,
        ),
        VAT_RATE,
        ImportField(
            "lead_days",
            message("Lead time (days)"),
            words_of("交期 | 交货期 | 货期 | 生产周期 | 交货周期 | lead time | lead days | delivery | lead time days"),
            parse=cells.whole_number,
            example=15,
        ),
        replace(OWNER, head=True),
        ImportField(
            "remark",
            message("Line remark"),
            words_of("行备注 | 明细备注") + NOTES.synonyms,
            longest=NAME_LENGTH,
        ),
    ),
    one_of=("text", "product_code"),
)
