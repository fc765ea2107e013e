"""The columns of a product list and of a price list."""

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.imports_fields import (
    CODE_LENGTH,
    CURRENCY,
    LONG_LENGTH,
    NAME_LENGTH,
    NOTES,
    PRODUCT_CODE_HEADINGS,
    PRODUCT_NAME_HEADINGS,
    QUANTITY_HEADINGS,
    SPECIFICATION_HEADINGS,
    TAX_MODE,
    TIERS,
    UNIT_HEADINGS,
    UNIT_PRICE_HEADINGS,
    VAT_RATE,
    ImportField,
    ImportKind,
    choice_of,
    words_of,
)
from orderdesk_gui.rules.language import message

PRODUCTS = ImportKind(
    "products",
    message("Products"),
    (
        ImportField(
            "code",
            message("Product code"),
            PRODUCT_CODE_HEADINGS,
            parse=cells.code,
            required=True,
            longest=CODE_LENGTH,
            example="FL-0100",
        ),
        ImportField(
            "name_zh",
            message("Product name"),
            PRODUCT_NAME_HEADINGS,
            required=True,
            longest=NAME_LENGTH,
            example="不锈钢法兰",
        ),
        ImportField(
            "name_en",
            message("English product name"),
            words_of("英文名称 | 英文品名 | 英文名 | 产品英文名 | english name | name en | english description"),
            longest=NAME_LENGTH,
            example="Stainless steel flange",
        ),
        ImportField(
            "specification",
            message("Specification"),
            SPECIFICATION_HEADINGS,
            parse=cells.long_text,
            longest=LONG_LENGTH,
            example="DN100 PN16",
        ),
        ImportField(
            "specification_en",
            message("English specification"),
            words_of("英文规格 | 规格英文 | english specification | spec en"),
            parse=cells.long_text,
            longest=LONG_LENGTH,
        ),
        ImportField(
            "drawing_number",
            message("Drawing number"),
            words_of("图号 | 图纸号 | 图纸编号 | drawing no | drawing number | drawing | dwg no"),
            parse=cells.code,
            longest=CODE_LENGTH,
            example="DR-0100",
        ),
        ImportField(
            "drawing_revision",
            message("Drawing revision"),
            words_of("图纸版本 | 版本 | 版次 | revision | rev | drawing revision"),
            parse=cells.code,
            longest=CODE_LENGTH,
            example="B",
        ),
        ImportField("unit", message("Unit"), UNIT_HEADINGS, longest=CODE_LENGTH, example="件"),
        ImportField(
            "category",
            message("Category"),
            words_of(
                "类别 | 分类 | 产品类别 | 产品分类 | 商品分类 | 物料类别 | 存货分类 | 产品大类 | 大类 | 系列 | 产品系列"
                " | category | category name | product category | product group | group"
            ),
            example="法兰",
        ),
        VAT_RATE,
        ImportField(
            "list_price",
            message("List price"),
            words_of(
                "标准价 | 标准单价 | 目录价 | 面价 | 标准售价 | 参考售价 | 参考价 | 出厂价 | 牌价 | list price"
                " | standard price"
            )
            + UNIT_PRICE_HEADINGS,
            parse=cells.price,
            example="120.00",
        ),
        TAX_MODE,
        CURRENCY,
        ImportField(
            "cost",
            message("Cost"),
            words_of(
                "成本 | 成本价 | 单位成本 | 标准成本 | 成本单价 | 采购价 | 采购单价 | 进价 | 进货价 | cost"
                " | unit cost | cost price"
            ),
            parse=cells.price,
            secret=True,
            note=message("Per unit, without tax. Seen only by those who have the right."),
        ),
        ImportField(
            "minimum_quantity",
            message("Minimum quantity"),
            words_of(
                "起订量 | 最小起订量 | 起订数量 | 最小订购量 | 最小订货量 | 最小订量 | 最低起订量 | moq"
                " | minimum quantity"
                " | minimum order quantity | min qty"
            ),
            parse=cells.from_quantity,
            example=100,
        ),
        ImportField(
            "lead_days",
            message("Lead time (days)"),
            words_of(
                "交期 | 生产周期 | 交货期 | 货期 | 交期天 | 交货周期 | 供货周期 | lead time | lead days"
                " | delivery days | lead time days"
            ),
            parse=cells.whole_number,
            example=15,
        ),
        ImportField(
            "packing",
            message("Packing"),
            words_of("包装 | 包装方式 | 包装规格 | 包装要求 | 最小包装量 | 装箱数 | packing | package | packaging"),
        ),
        ImportField(
            "hs_code",
            message("HS code"),
            words_of(
                "hs编码 | 海关编码 | 海关hs编码 | 海关商品编码 | 税则号 | 商品hs编码 | hs | hs code | customs code"
                " | hscode"
            ),
            parse=cells.hs_code,
            longest=CODE_LENGTH,
            example="7307210000",
        ),
        ImportField(
            "active",
            message("On sale"),
            words_of("在售 | 是否启用 | 启用 | 是否在售 | active | on sale | enabled"),
            parse=cells.yes_or_no,
        ),
        NOTES,
    ),
    identity=(("code",),),
)

PRICES = ImportKind(
    "prices",
    message("Prices"),
    (
        ImportField(
            "product_code",
            message("Product code"),
            PRODUCT_CODE_HEADINGS,
            parse=cells.code,
            required=True,
            longest=CODE_LENGTH,
            example="FL-0100",
        ),
        ImportField(
            "unit_price",
            message("Unit price"),
            UNIT_PRICE_HEADINGS,
            parse=cells.price,
            example="118.50",
            note=message("Either a price or a discount."),
        ),
        ImportField(
            "discount",
            message("Discount"),
            words_of("折扣 | 折扣率 | 优惠 | discount | discount %"),
            parse=cells.discount,
            note=message("5% and 0.05 mean the same: off the list price."),
        ),
        TAX_MODE,
        CURRENCY,
        ImportField(
            "from_quantity",
            message("From quantity"),
            words_of(
                "起始数量 | 数量起 | 阶梯数量 | 数量下限 | 数量从 | 最小数量 | from qty | from quantity"
                " | min quantity | quantity break | 起订量 | 起订数量 | 最小起订量 | moq"
            )
            + QUANTITY_HEADINGS,
            parse=cells.from_quantity,
            example=100,
        ),
        ImportField(
            "tier",
            message("Tier"),
            words_of("客户等级 | 客户级别 | 等级 | 级别 | tier | customer tier"),
            **choice_of(TIERS),
            example="key",
            note=message("Empty: the price holds for all customers."),
        ),
        ImportField("price_list", message("Price list"), words_of("价格表 | 价目表 | 价格表名称 | price list | list")),
        ImportField(
            "valid_from",
            message("Valid from"),
            words_of(
                "生效日期 | 生效时间 | 开始日期 | 生效日 | 执行日期 | 起始日期 | valid from | effective date"
                " | effective from | start date"
            ),
            parse=cells.date,
            example="2026-01-01",
        ),
        ImportField(
            "valid_until",
            message("Valid until"),
            words_of(
                "失效日期 | 截止日期 | 有效期至 | 到期日期 | 结束日期 | valid until | valid to | expiry date | end date"
            ),
            parse=cells.date,
        ),
    ),
    identity=(("product_code", "price_list", "tier", "currency", "tax_mode", "from_quantity", "valid_from"),),
    one_of=("unit_price", "discount"),
)
