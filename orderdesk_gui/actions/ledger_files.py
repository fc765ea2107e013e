"""Takes what was delivered, invoiced and received in a period to the accounting program; there is no ledger here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.fact_voiding import taken_back
from orderdesk_gui.documents.ledger_files import LAYOUTS, LedgerKind, LedgerSystem, checked, write_ledger
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import divide, multiply, round_amount
from orderdesk_gui.rules.payment import MEANS_NAMES
from orderdesk_gui.rules.vat import convert_price, rounded_price
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.deliveries import Delivery, DeliveryLine
from orderdesk_gui.store.orders import Order, OrderLine
from orderdesk_gui.store.people import User
from orderdesk_gui.store.receivables import Invoice, InvoiceShare, Receipt

_INVOICES = {"special": "增值税专用发票", "ordinary": "增值税普通发票", "export": "出口发票", "red": "红字发票"}
_RECEIPTS = {"deposit": "定金", "progress": "进度款", "final": "尾款", "retention": "质保金", "refund": "退款"}
_TITLES = {"deliveries": "销售出库", "invoices": "销售发票", "receipts": "收款单"}


def write(
    desk: Desk,
    system: LedgerSystem,
    kind: LedgerKind,
    path: Path,
    first: dt.date,
    last: dt.date,
    layout: Mapping[str, str] | None = None,
) -> int:
    """Write the file of a period, first and last day included, and return how many rows it has.

    `layout` are a firm's own columns (heading to field) in place of the usual ones of `system`. What was taken back
    is left out. Delivered goods have the prices of their lines: a discount or freight of the whole order stands in
    its invoice. UserError where the file cannot be written or a column is not known.
    """
    desk.require(Right.EXPORT_DATA)
    desk.require(Right.SEE_ALL_CUSTOMERS)
    if last < first:
        raise UserError("The period ends before it begins. Choose a later last day.", field="last")
    columns = checked(kind, LAYOUTS[system][kind] if layout is None else layout)
    with desk.reading() as connection:
        found = _READERS[kind](connection, first, last)
    return write_ledger(kind, columns, found, path, _TITLES[kind])


def _deliveries(connection: Connection, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    query = (
        select(
            Delivery.date, Delivery.number, Delivery.kind, Order.number.label("order_number"), Order.customer_po,
            Order.currency, Order.tax_mode, Customer.code.label("customer_code"), Customer.name.label("customer"),
            OrderLine.code.label("product_code"), OrderLine.name_zh, OrderLine.name_en, OrderLine.specification,
            OrderLine.unit, OrderLine.unit_price, OrderLine.vat_rate, OrderLine.net, OrderLine.gross,
            OrderLine.quantity.label("ordered"), DeliveryLine.quantity, DeliveryLine.note, User.name.label("owner"),
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .join(OrderLine, OrderLine.id == DeliveryLine.order_line_id)
        .join(Order, Order.id == DeliveryLine.order_id)
        .join(Customer, Customer.id == Delivery.customer_id)
        .outerjoin(User, User.id == Order.owner_id)
        .where(Delivery.date.between(first, last), Delivery.id.not_in(taken_back(Delivery)))
        .order_by(Delivery.date, Delivery.number, DeliveryLine.position)
    )  # fmt: skip
    return [_delivered(dict(row)) for row in connection.execute(query).mappings()]


def _delivered(row: dict[str, Any]) -> dict[str, Any]:
    quantity = row["quantity"] if row["kind"] == "out" else -row["quantity"]
    part = {
        key: round_amount(divide(multiply(row[key], quantity), row["ordered"]), row["currency"])
        for key in ("net", "gross")
    }
    price, rate, mode = row["unit_price"], row["vat_rate"], row["tax_mode"]
    prices = {
        "price_net": rounded_price(convert_price(price, rate, mode, "exclusive")),
        "price_gross": rounded_price(convert_price(price, rate, mode, "inclusive")),
    }
    return {
        **row, **part, **prices, "quantity": quantity, "tax": part["gross"] - part["net"],
        "tax_percent": (row["vat_rate"] * 100).normalize() + 0,
        "product": row["name_zh"] or row["name_en"], "owner": row["owner"] or "",
    }  # fmt: skip


def _invoices(connection: Connection, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    inside = (Invoice.date.between(first, last), Invoice.id.not_in(taken_back(Invoice)))
    shares = (
        select(InvoiceShare.invoice_id, Order.number)
        .join(Order, Order.id == InvoiceShare.order_id)
        .join(Invoice, Invoice.id == InvoiceShare.invoice_id)
        .where(*inside)
        .order_by(Order.number)
    )
    orders: dict[Any, list[str]] = defaultdict(list)
    for share in connection.execute(shares):
        orders[share.invoice_id].append(share.number)
    query = (
        select(Invoice.__table__, Customer.code.label("customer_code"), Customer.name.label("customer"))
        .join(Customer, Customer.id == Invoice.customer_id)
        .where(*inside)
        .order_by(Invoice.date, Invoice.number)
    )
    return [
        {**row, "orders": ", ".join(orders[row["id"]]), "kind": _INVOICES.get(row["kind"], row["kind"])}
        for row in connection.execute(query).mappings()
    ]


def _receipts(connection: Connection, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    query = (
        select(Receipt.__table__, Customer.code.label("customer_code"), Customer.name.label("customer"))
        .join(Customer, Customer.id == Receipt.customer_id)
        .where(Receipt.date.between(first, last), Receipt.id.not_in(taken_back(Receipt)))
        .order_by(Receipt.date, Receipt.number)
    )
    means: dict[str, tuple[str, str]] = {key: pair for key, pair in MEANS_NAMES.items()}
    return [
        {
            **row,
            "means": means.get(row["means"], (row["means"], ""))[0],
            "kind": _RECEIPTS.get(row["kind"], "收款"),
        }
        for row in connection.execute(query).mappings()
    ]


_READERS = {"deliveries": _deliveries, "invoices": _invoices, "receipts": _receipts}
