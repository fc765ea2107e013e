"""Files for the accounting programs 用友 and 金蝶: which columns they take by default, and how a firm maps its own."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from orderdesk_gui.documents.exports import Column, Kind, write_csv, write_xlsx
from orderdesk_gui.rules.language import UserError

LedgerKind = Literal["deliveries", "invoices", "receipts"]
LedgerSystem = Literal["yonyou", "kingdee"]

FIELDS: Mapping[LedgerKind, Mapping[str, Kind]] = {
    "deliveries": {
        "date": "date", "number": "text", "order_number": "text", "customer_po": "text", "customer_code": "text",
        "customer": "text", "product_code": "text", "product": "text", "specification": "text", "unit": "text",
        "quantity": "number", "price_net": "price", "price_gross": "price", "tax_percent": "number", "net": "amount",
        "tax": "amount", "gross": "amount", "currency": "text", "owner": "text", "note": "text",
    },
    "invoices": {
        "date": "date", "number": "text", "code": "text", "kind": "text", "customer_code": "text", "customer": "text",
        "orders": "text", "net": "amount", "tax": "amount", "gross": "amount", "currency": "text", "note": "text",
    },
    "receipts": {
        "date": "date", "number": "text", "kind": "text", "customer_code": "text", "customer": "text",
        "means": "text", "reference": "text", "payer": "text", "amount": "amount", "currency": "text", "note": "text",
    },
}  # fmt: skip
"""What a column may hold, by kind of file. In deliveries a return has a negative quantity and negative amounts."""

LAYOUTS: Mapping[LedgerSystem, Mapping[LedgerKind, Mapping[str, str]]] = {
    "yonyou": {
        "deliveries": {
            "单据日期": "date", "单据编号": "number", "客户编码": "customer_code", "客户名称": "customer",
            "存货编码": "product_code", "存货名称": "product", "规格型号": "specification", "计量单位": "unit",
            "数量": "quantity", "含税单价": "price_gross", "税率%": "tax_percent", "无税金额": "net", "税额": "tax",
            "价税合计": "gross", "币种": "currency", "业务员": "owner", "备注": "note",
        },
        "invoices": {
            "开票日期": "date", "发票号": "number", "发票类型": "kind",
            "客户编码": "customer_code", "客户名称": "customer",
            "无税金额": "net", "税额": "tax", "价税合计": "gross", "币种": "currency",
            "来源单号": "orders", "备注": "note",
        },
        "receipts": {
            "单据日期": "date", "单据编号": "number", "客户编码": "customer_code", "客户名称": "customer",
            "结算方式": "means", "票据号": "reference", "金额": "amount", "币种": "currency",
            "摘要": "kind", "备注": "note",
        },
    },
    "kingdee": {
        "deliveries": {
            "日期": "date", "单据编号": "number", "客户编码": "customer_code", "客户": "customer",
            "物料编码": "product_code", "物料名称": "product", "规格型号": "specification", "单位": "unit",
            "实发数量": "quantity", "含税单价": "price_gross", "税率(%)": "tax_percent", "金额": "net", "税额": "tax",
            "价税合计": "gross", "币别": "currency", "销售员": "owner", "备注": "note",
        },
        "invoices": {
            "业务日期": "date", "发票号": "number", "客户编码": "customer_code", "客户": "customer",
            "不含税金额": "net", "税额": "tax", "价税合计": "gross", "币别": "currency",
            "源单编号": "orders", "备注": "note",
        },
        "receipts": {
            "业务日期": "date", "单据编号": "number", "付款单位编码": "customer_code", "付款单位": "customer",
            "结算方式": "means", "结算号": "reference", "实收金额": "amount", "币别": "currency", "备注": "note",
        },
    },
}  # fmt: skip
"""Heading to field, in order. These are a beginning: the templates of both programs differ by version and by firm."""


def checked(kind: LedgerKind, layout: Mapping[str, str]) -> dict[str, str]:
    """A firm's own columns: heading to field, or to ``=text`` for the same text in every row. UserError for others."""
    if not layout:
        raise UserError("Name at least one column.", field="map")
    for heading, field in layout.items():
        if not field.startswith("=") and field not in FIELDS[kind]:
            raise UserError(
                "“{name}” of the column {heading} is not known. Choose one of {fields}, or write =text.",
                field="map", heading=heading, fields=", ".join(FIELDS[kind]), name=field,
            )  # fmt: skip
    return dict(layout)


def write_ledger(
    kind: LedgerKind, layout: Mapping[str, str], rows: Sequence[Mapping[str, Any]], path: Path, title: str
) -> int:
    """Write rows to `path` (.xlsx or .csv) under the headings of `layout`, and count them."""
    kinds = FIELDS[kind]
    columns = [Column(heading, kinds.get(field, "text")) for heading, field in layout.items()]
    cells = _cells(layout, rows)
    if path.suffix.lower() == ".csv":
        return write_csv(columns, cells, path, total=len(rows))
    if path.suffix.lower() != ".xlsx":
        raise UserError("Choose a file name that ends in .xlsx or .csv.", field="path")
    return write_xlsx(columns, cells, path, title=title, total=len(rows))


def _cells(layout: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> Iterable[list[Any]]:
    for row in rows:
        yield [field[1:] if field.startswith("=") else row[field] for field in layout.values()]
