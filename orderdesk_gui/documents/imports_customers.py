"""The columns of a customer list."""

from orderdesk_gui.documents import imports_cells as cells
from orderdesk_gui.documents.imports_countries import country
from orderdesk_gui.documents.imports_fields import (
    CHANNEL,
    CODE_LENGTH,
    CONTACT_HEADINGS,
    CURRENCY,
    CUSTOMER_NAME_HEADINGS,
    CUSTOMER_STATUS,
    GRADES,
    NAME_LENGTH,
    NOTES,
    OWNER,
    TIERS,
    ImportField,
    ImportKind,
    choice_of,
    words_of,
)
from orderdesk_gui.rules.language import message

CUSTOMERS = ImportKind(
    "customers",
    message("Customers"),
    (
        ImportField(
            "code",
            message("Customer code"),
            words_of(
                "客户编码 | 客户编号 | 客户代码 | 客户号 | 客户ID | 往来单位编码 | 单位编码 | 编号 | 编码 | 代码"
                " | customer no"
                " | customer number | customer id | customer code | client id | client code | code"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
            example="C001",
        ),
        ImportField(
            "name",
            message("Customer name"),
            CUSTOMER_NAME_HEADINGS + words_of("名称 | 全称 | name"),
            required=True,
            longest=NAME_LENGTH,
            example="青岛海纳机械有限公司",
        ),
        ImportField(
            "short_name",
            message("Short name"),
            words_of("简称 | 客户简称 | 公司简称 | 单位简称 | short name"),
            example="海纳机械",
        ),
        ImportField(
            "name_en",
            message("English name"),
            words_of("英文名称 | 英文名 | 客户英文名 | 公司英文名称 | english name | name en"),
            longest=NAME_LENGTH,
        ),
        ImportField(
            "uscc",
            message("Social credit code"),
            words_of(
                "统一社会信用代码 | 社会信用代码 | 信用代码 | 统一信用代码 | 税号 | 纳税人识别号 | 纳税人识别码"
                " | 纳税识别号 | 税务登记号"
                " | 统一社会信用代码税号 | 购方税号 | uscc | business registration number"
                " | unified social credit code | credit code"
            ),
            parse=cells.uscc,
            longest=CODE_LENGTH,
            note=message("18 digits and letters."),
        ),
        ImportField(
            "tax_number",
            message("Foreign tax number"),
            words_of("vat号 | vat no | vat number | tax id | 境外税号"),
            parse=cells.code,
            longest=CODE_LENGTH,
        ),
        ImportField(
            "contact",
            message("Contact person"),
            CONTACT_HEADINGS + words_of("采购员 | 收货人姓名 | 姓名"),
            example="王敏",
        ),
        ImportField(
            "contact_title",
            message("Job title"),
            words_of("职务 | 职位 | 头衔 | job title | position | title"),
        ),
        ImportField(
            "contact_department",
            message("Department"),
            words_of("部门 | 所在部门 | 所属部门 | 联系人部门 | 客户部门 | department | dept | contact department"),
        ),
        ImportField(
            "mobile",
            message("Mobile"),
            words_of(
                "手机 | 手机号 | 手机号码 | 联系手机 | 联系人手机 | 移动电话 | mobile | mobile phone | cell"
                " | cell phone"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
            example="13805321234",
            note=message("Format the column as text, so that Excel keeps every digit."),
        ),
        ImportField(
            "phone",
            message("Phone"),
            words_of(
                "电话 | 联系电话 | 联系人电话 | 公司电话 | 单位电话 | 办公电话 | 固定电话 | 座机 | 总机 | 电话号码"
                " | 联系方式 | tel | phone"
                " | telephone | phone number"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
            example="0532-88886666",
        ),
        ImportField(
            "email",
            message("E-mail"),
            words_of("邮箱 | 电子邮箱 | 电子邮件 | 邮件 | email | e-mail | mail | email address"),
            parse=cells.email,
            example="wangmin@example.com",
        ),
        ImportField(
            "wechat",
            message("WeChat"),
            words_of("微信 | 微信号 | wechat | weixin"),
            parse=cells.code,
            longest=CODE_LENGTH,
        ),
        ImportField("website", message("Website"), words_of("网址 | 网站 | 官网 | website | web | url")),
        ImportField(
            "country",
            message("Country"),
            words_of("国家 | 国别 | 国家地区 | 国家/地区 | country | country region"),
            parse=country,
            note=message("Empty means China."),
        ),
        ImportField(
            "region",
            message("Region"),
            words_of("省份 | 省 | 地区 | 区域 | 所在地区 | 所属地区 | 所属区域 | 省市 | region | province | state"),
        ),
        ImportField(
            "address",
            message("Address"),
            words_of(
                "地址 | 公司地址 | 单位地址 | 客户地址 | 联系地址 | 通讯地址 | 办公地址 | 经营地址 | 详细地址"
                " | 注册地址"
                " | address | office address | company address | street | street address"
            ),
            longest=NAME_LENGTH,
            example="青岛市城阳区春阳路88号",
        ),
        ImportField(
            "address_en",
            message("English address"),
            words_of(
                "英文地址 | 地址英文 | 公司英文地址 | 英文公司地址 | english address | address en | address in english"
            ),
            longest=NAME_LENGTH,
        ),
        ImportField(
            "delivery_address",
            message("Delivery address"),
            words_of(
                "收货地址 | 送货地址 | 交货地址 | 发货地址 | 收货人地址 | delivery address | ship to | shipping address"
            ),
            longest=NAME_LENGTH,
        ),
        ImportField("industry", message("Industry"), words_of("行业 | 所属行业 | 客户行业 | industry")),
        ImportField(
            "legal_representative",
            message("Legal representative"),
            words_of("法定代表人 | 法人 | 法人代表 | legal representative"),
        ),
        ImportField(
            "tier",
            message("Tier"),
            words_of(
                "客户等级 | 客户级别 | 客户分级 | 客户分类 | 客户类型 | 等级 | 级别 | tier | customer tier | level"
            ),
            **choice_of(TIERS),
            example="key",
        ),
        ImportField(
            "credit_grade",
            message("Credit grade"),
            words_of("信用等级 | 信用级别 | 资信等级 | 信用评级 | credit grade | credit rating | grade"),
            **choice_of(GRADES),
            example="B",
        ),
        ImportField(
            "credit_limit",
            message("Credit limit"),
            words_of("信用额度 | 授信额度 | 信用限额 | 额度 | credit limit"),
            parse=cells.amount,
            example=500000,
        ),
        CURRENCY,
        ImportField(
            "payment_terms",
            message("Payment terms"),
            words_of(
                "付款方式 | 付款条件 | 结算方式 | 账期 | 付款条款 | 结算周期 | 结算条件 | 收款条件 | 账期天数"
                " | 月结天数 | payment terms | payment | terms"
            ),
            parse=cells.payment_terms,
            example="月结30天",
            note=message("For example: 30 days after month end, prepaid, cash on delivery, 30/60/10."),
        ),
        ImportField(
            "invoice_title",
            message("Invoice title"),
            words_of("发票抬头 | 开票名称 | 开票抬头 | 抬头 | invoice title"),
            longest=NAME_LENGTH,
        ),
        ImportField(
            "invoice_address",
            message("Invoice address"),
            words_of("开票地址 | 发票地址 | invoice address | billing address"),
            longest=NAME_LENGTH,
        ),
        ImportField(
            "invoice_phone",
            message("Invoice phone"),
            words_of("开票电话 | 发票电话 | invoice phone"),
            parse=cells.code,
            longest=CODE_LENGTH,
        ),
        ImportField(
            "bank",
            message("Bank"),
            words_of("开户行 | 开户银行 | 银行 | 银行名称 | bank | bank name"),
            longest=NAME_LENGTH,
        ),
        ImportField(
            "bank_account",
            message("Bank account"),
            words_of(
                "银行账号 | 银行帐号 | 账号 | 帐号 | 开户账号 | 银行账户 | account | bank account | account number"
            ),
            parse=cells.code,
            longest=CODE_LENGTH,
        ),
        ImportField(
            "bank_holder",
            message("Account holder"),
            words_of(
                "户名 | 开户名 | 开户名称 | 账户名 | 账户名称 | 帐户名称 | 银行户名 | 银行账户名称 | 收款人"
                " | account holder | holder | bank account name | beneficiary | beneficiary name"
            ),
            longest=NAME_LENGTH,
        ),
        ImportField(
            "bank_code",
            message("Bank code"),
            words_of(
                "联行号 | 银行联行号 | 开户行联行号 | 银行行号 | 开户行行号 | 开户银行行号 | 支付行号 | cnaps"
                " | cnaps code | bank code"
            ),
            parse=cells.bank_code,
            longest=CODE_LENGTH,
            note=message("12 digits."),
        ),
        ImportField(
            "bic",
            message("BIC"),
            words_of("swift代码 | swift码 | 国际银行代码 | bic | swift | swift code | swift bic | bic code"),
            parse=cells.bic,
            longest=CODE_LENGTH,
        ),
        CHANNEL,
        OWNER,
        ImportField(
            "status",
            message("Customer status"),
            words_of("状态 | 客户状态 | 合作状态 | status"),
            **choice_of(CUSTOMER_STATUS),
        ),
        NOTES,
    ),
    identity=(("code",), ("uscc",), ("name",)),
)
