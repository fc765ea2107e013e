"""What an importable column is: its headings, how its cells are read, whether it is required."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.imports_cells import Parser
from orderdesk_gui.rules.language import Message, message

Words = Mapping[str, tuple[str, ...]]

TIERS: Words = {
    "strategic": ("战略客户", "战略", "strategic", "S"),
    "key": ("重点客户", "重点", "大客户", "VIP", "重要客户", "key account", "A类"),
    "regular": ("普通客户", "普通", "一般", "一般客户", "老客户", "normal", "standard", "B类"),
    "new": ("新客户", "新", "潜在客户", "prospect", "C类"),
}
GRADES: Words = {
    "A": ("A", "A级", "优"),
    "B": ("B", "B级", "良"),
    "C": ("C", "C级", "中"),
    "D": ("D", "D级", "差"),
}
CHANNELS: Words = {
    "phone": ("电话", "来电", "call", "telephone"),
    "email": ("邮件", "邮箱", "电子邮件", "e-mail", "mail"),
    "wechat": ("微信", "weixin", "企业微信"),
    "website": ("网站", "官网", "询盘表单", "web"),
    "visit": ("拜访", "上门", "来访"),
    "fair": ("展会", "广交会", "exhibition", "trade fair"),
    "marketplace": ("平台", "阿里巴巴", "1688", "made in china", "alibaba", "电商"),
    "referral": ("介绍", "转介绍", "老客户介绍", "推荐"),
    "other": ("其他", "其它"),
}
CUSTOMER_STATUS: Words = {
    "active": ("合作中", "正常", "启用", "有效", "在用"),
    "inactive": ("停用", "暂停", "失效", "流失", "disabled"),
}
TAX_MODES: Words = {
    "inclusive": (
        "含税",
        "含税价",
        "含增值税",
        "是",
        "tax included",
        "incl tax",
        "including tax",
        "incl",
        "incl vat",
        "with tax",
        "yes",
    ),
    "exclusive": (
        "未税",
        "不含税",
        "未税价",
        "不含税价",
        "除税",
        "否",
        "tax excluded",
        "excl tax",
        "excluding tax",
        "excl",
        "excl vat",
        "without tax",
        "net",
        "no",
    ),
}
LEVELS: Words = {
    "high": ("高", "紧急", "急", "重要", "复杂", "特急", "加急", "urgent", "complex"),
    "normal": ("中", "一般", "普通", "正常", "medium"),
    "low": ("低", "不急", "不紧急", "不重要", "简单", "simple"),
}


@dataclass(frozen=True)
class ImportField:
    """One column: `key` is its name in Record.values, `title` its heading in our templates."""

    key: str
    title: Message
    synonyms: tuple[str, ...]
    parse: Parser = cells.text
    required: bool = False
    longest: int = 200
    choices: Words | None = None
    head: bool = False
    """Belongs to the whole paper, not to the line: an empty cell takes the value of the row above."""
    secret: bool = False
    example: Any = ""
    note: Message | None = None


@dataclass(frozen=True)
class ImportKind:
    """A table that can be imported. `identity`: the fields that no two rows may share, tried in order."""

    key: str
    title: Message
    fields: tuple[ImportField, ...]
    identity: tuple[tuple[str, ...], ...] = ()
    one_of: tuple[str, ...] = ()
    """At least one of these must be filled in every row."""

    def field(self, key: str) -> ImportField:
        """The field of that name; KeyError where there is none."""
        return next(each for each in self.fields if each.key == key)

    @property
    def has_lines(self) -> bool:
        """Several rows may make one paper."""
        return any(each.head for each in self.fields)


def choice_of(words: Words) -> dict[str, Any]:
    return {"parse": cells.choice(words), "choices": words}


def words_of(joined: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in joined.split("|"))


NAME_LENGTH = 300
LONG_LENGTH = 4000
CODE_LENGTH = 60

CURRENCY = ImportField(
    "currency",
    message("Currency"),
    words_of("币种 | 币别 | 货币 | currency | 结算币种"),
    parse=cells.currency,
    example="CNY",
    note=message("ISO code such as CNY or USD; empty means CNY."),
)
TAX_MODE = ImportField(
    "tax_mode",
    message("Tax included"),
    words_of("是否含税 | 含税 | 含税未税 | 计税方式 | 价格类型 | tax mode | tax included"),
    **choice_of(TAX_MODES),
    example="inclusive",
    note=message("Whether prices include VAT. A heading such as “Unit price incl. tax” says it too."),
)
VAT_RATE = ImportField(
    "vat_rate",
    message("VAT rate"),
    words_of("税率 | 增值税率 | 增值税税率 | 税点 | 销项税率 | vat | tax rate | vat rate | 税率%"),
    parse=cells.vat_rate,
    example="13%",
    note=message("13%, 13 and 0.13 mean the same."),
)
NOTES = ImportField(
    "notes",
    message("Notes"),
    words_of("备注 | 说明 | 备注说明 | 备注信息 | 其他说明 | 摘要 | remark | remarks | note | comment | comments"),
    parse=cells.long_text,
    longest=LONG_LENGTH,
)

OWNER = ImportField(
    "owner",
    message("Salesperson"),
    words_of(
        "业务员 | 销售 | 负责人 | 销售员 | 销售人员 | 跟进人 | 跟单员 | 归属人 | 客户经理 | 销售负责人 | 所属业务员"
        " | owner | sales rep | sales person | sales representative | account manager"
    ),
    note=message("The name under which the person signs in."),
)
CHANNEL = ImportField(
    "channel",
    message("Channel"),
    words_of("来源 | 客户来源 | 渠道 | 询价渠道 | 来源渠道 | channel | source"),
    **choice_of(CHANNELS),
    example="fair",
)

CUSTOMER_NAME_HEADINGS = words_of(
    "客户名称 | 客户 | 客户名 | 客户全称 | 客户单位 | 客户单位名称 | 公司名称 | 公司 | 公司全称 | 单位名称 | 单位全称"
    " | 企业名称 | 企业全称 | 往来单位 | 往来单位名称 | 购货单位 | 购货单位名称 | 购买方 | 购买方名称 | 购方名称 | 需方"
    " | 需方名称 | 买方 | 买方名称 | 采购方 | 采购单位 | 甲方 | 询价客户 | 询价单位 | customer | customer name"
    " | company"
    " | company name | customer company | account name | client | client name | buyer | buyer name | bill to"
)
CONTACT_HEADINGS = words_of(
    "联系人 | 联络人 | 联系人姓名 | 客户联系人 | 采购联系人 | 对接人 | 经办人 | contact | contact name"
    " | contact person | attn"
)
PRODUCT_CODE_HEADINGS = words_of(
    "产品编码 | 产品编号 | 产品代码 | 物料编码 | 物料编号 | 料号 | 货号 | 商品编码 | 商品编号 | 商品id"
    " | 存货编码 | 存货编号 | 存货代码 | 物料代码 | 型号编码 | 物料号 | 品号 | 零件号 | 件号 | 商品货号 | 编码 | 编号"
    " | item no | item number | item code | item"
    " | part no | part number | part | part id | material no | material number | material code | product code"
    " | product no | product number | product id | item id | model no | model number | sku | code"
)
PRODUCT_NAME_HEADINGS = words_of(
    "产品名称 | 品名 | 物料名称 | 商品名称 | 货物名称 | 存货名称 | 名称 | 产品 | 中文名称 | 中文品名"
    " | 产品名 | 商品 | 货品名称 | 品名规格 | 品名及规格 | 名称及规格 | 货物名称及规格 | 宝贝标题"
    " | product name | name | product | item name | part name | material name"
    " | part description | product description | item description | description of goods | chinese name"
)
SPECIFICATION_HEADINGS = words_of(
    "规格 | 规格型号 | 型号 | 型号规格 | 产品规格 | 产品型号 | 规格参数 | 规格描述 | 技术参数 | 技术要求 | spec | specs"
    " | specification | specifications | model | size | technical data"
)
UNIT_HEADINGS = words_of(
    "单位 | 计量单位 | 主计量单位 | 基本单位 | 销售单位 | 数量单位 | unit | uom | u m | units | unit of measure"
)
QUANTITY_HEADINGS = words_of(
    "数量 | 订购数量 | 采购数量 | 需求数量 | 询价数量 | 报价数量 | 订货数量 | 销售数量 | 需求量 | 采购量 | 订货量"
    " | 数目"
    " | quantity | qty | order qty | order quantity | required quantity"
)
UNIT_PRICE_HEADINGS = words_of(
    "单价 | 价格 | 报价 | 含税单价 | 未税单价 | 不含税单价 | 含税价 | 不含税价 | 未税价 | 含税价格"
    " | 销售单价 | 销售价 | 售价 | 报价单价 | 单价含税 | 单价未税 | 单价不含税 | 不含税售价 | 含税售价"
    " | unit price | price | price incl tax | price excl tax"
    " | unit price incl tax | unit price excl tax | net price"
)
