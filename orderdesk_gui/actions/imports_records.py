"""Writes imported customers, products and prices: new ones added, known ones changed where they differ."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.imports_judging import Known
from orderdesk_gui.documents.imports import Record
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.customers import company_key
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.store import customers as customer_tables
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import Base
from orderdesk_gui.store.people import Company
from orderdesk_gui.store.products import PriceList, PriceRow, Product
from orderdesk_gui.store.terms import payment_data

_CUSTOMER = (
    "code", "name", "short_name", "name_en", "uscc", "tax_number", "phone", "email", "website", "country", "region",
    "industry", "legal_representative", "tier", "credit_grade", "credit_limit", "currency", "invoice_title",
    "invoice_address", "invoice_phone", "channel", "status", "notes",
)  # fmt: skip
_CUSTOMER_NEW: dict[str, Any] = {
    **dict.fromkeys(_CUSTOMER, ""), "country": "CN", "tier": "new", "currency": "CNY", "status": "active",
    "credit_limit": Decimal(0), "payment": payment_data(PaymentTerms()),
}  # fmt: skip
_PRODUCT = (
    "code", "name_zh", "name_en", "specification", "specification_en", "drawing_number", "drawing_revision", "unit",
    "category", "vat_rate", "list_price", "cost", "minimum_quantity", "lead_days", "packing", "hs_code", "active",
    "notes",
)  # fmt: skip
_PRODUCT_NEW: dict[str, Any] = {
    **dict.fromkeys(_PRODUCT, ""), "vat_rate": Decimal("0.13"), "list_price": None, "cost": None,
    "minimum_quantity": None, "lead_days": None, "active": True,
}  # fmt: skip


def customers(desk: Desk, connection: Connection, records: list[Record]) -> tuple[int, int]:
    """Write customers, known by code, social credit code or name. Returns (added, changed)."""
    t = customer_tables.Customer
    known = Known(desk, connection)
    living = {
        r["id"]: dict(r) for r in connection.execute(select(t.__table__).where(t.deleted_at.is_(None))).mappings()
    }
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    parts: list[_PartRow] = []
    held = _held(connection)
    for record in records:
        values = {key: record.values[key] for key in _CUSTOMER if key in record.values}
        values["name_key"] = company_key(values["name"])
        if "payment_terms" in record.values:
            values["payment"] = payment_data(record.values["payment_terms"])
        owner = known.people.get(record.values.get("owner", ""))
        if owner is not None:
            values["owner_id"] = owner
        old_id = known.listed(record.values)
        old = living[old_id] if old_id is not None else None
        if old is not None:
            desk.require_owner(old["owner_id"])
            more = _parts(desk, old["id"], record.values, held)
            if more or any(old[key] != value for key, value in values.items()):
                changed.append({**old, **values})
            parts += more
            continue
        made = desk.new_id()
        row = {**_CUSTOMER_NEW, "owner_id": desk.user_id, **values, "id": made, "scope": made}
        added.append(row)
        parts += _parts(desk, made, record.values, {})
    rows.add(connection, t, added)
    for model in _PART_NAMES:
        rows.add(connection, model, [row for kind, row in parts if kind is model])
    _update(connection, t, changed, (*_CUSTOMER, "name_key", "payment", "owner_id"))
    return len(added), len(changed)


_BANK_AND_ACCOUNT = re.compile(r"(.*?\D)[\s,，;；:：/]*(\d[\d -]{7,})")
"""开户行及账号 in one cell: 中国银行苏州分行 4886 1234 5678."""
_PartRow = tuple[type[Base], dict[str, Any]]
_PART_NAMES: dict[type[Base], str] = {
    customer_tables.Contact: "name", customer_tables.Address: "text", customer_tables.BankAccount: "account",
}  # fmt: skip
"""What tells the contacts, addresses and accounts of one customer apart."""
_Held = dict[tuple[type[Base], uuid.UUID], set[str]]


def _held(connection: Connection) -> _Held:
    """The names of the contacts, texts of the addresses and numbers of the accounts that customers have."""
    found: _Held = {}
    for model, name in _PART_NAMES.items():
        table = rows.table_of(model)
        query = select(table.c.customer_id, table.c[name]).where(table.c.deleted_at.is_(None))
        for customer_id, text in connection.execute(query):
            found.setdefault((model, customer_id), set()).add(text)
    return found


def _parts(desk: Desk, customer_id: uuid.UUID, values: Mapping[str, Any], held: _Held) -> list[_PartRow]:
    """Contact, addresses and bank account that stand in the same row and that the customer does not have yet."""
    made: list[_PartRow] = []

    def part(model: type[Base], **fields: Any) -> None:
        known = held.get((model, customer_id), set())
        if fields[_PART_NAMES[model]] in known:
            return
        place = len(known) + sum(kind is model for kind, _ in made)
        row = {"id": desk.new_id(), "scope": customer_id, "customer_id": customer_id, "position": place, **fields}
        made.append((model, row))

    first = not held.get((customer_tables.Contact, customer_id))
    if values.get("contact") or (values.get("mobile") and first):
        part(
            customer_tables.Contact, name=values.get("contact") or values["name"],
            title=values.get("contact_title", ""), department=values.get("contact_department", ""),
            phone=values.get("mobile") or values.get("phone", ""),
            email=values.get("email", ""), wechat=values.get("wechat", ""), main=first,
        )  # fmt: skip
    english = values.get("address_en", "")
    if values.get("address") or english:
        part(customer_tables.Address, kind="registered", text=values.get("address") or english, text_en=english)
    if values.get("delivery_address"):
        part(customer_tables.Address, kind="delivery", text=values["delivery_address"], text_en="")
    bank, account = values.get("bank", ""), values.get("bank_account", "")
    if bank and not account and (both := _BANK_AND_ACCOUNT.fullmatch(bank)):
        bank, account = both.groups()
    if account:
        part(
            customer_tables.BankAccount, bank=bank, account=account, holder=values.get("bank_holder", ""),
            bank_code=values.get("bank_code", ""), bic=values.get("bic", ""),
        )  # fmt: skip
    return made


def _update(connection: Connection, model: type[Base], changed: list[dict[str, Any]], fields: tuple[str, ...]) -> None:
    if changed:
        table = rows.table_of(model)
        connection.execute(
            update(table).where(table.c.id == bindparam("_id")).values({key: bindparam(f"_{key}") for key in fields}),
            [{f"_{key}": row[key] for key in ("id", *fields)} for row in changed],
        )


def products(desk: Desk, connection: Connection, records: list[Record]) -> tuple[int, int]:
    """Write products, known by code; a list price in another currency or tax mode than ours goes to a price list."""
    ours = own_prices(connection)
    table = rows.table_of(Product)
    living = {
        r["code"]: dict(r) for r in connection.execute(select(table).where(table.c.deleted_at.is_(None))).mappings()
    }
    sees_cost = desk.may(Right.SEE_COST)
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    listed: list[Record] = []
    for record in records:
        values = {key: record.values[key] for key in _PRODUCT if key in record.values}
        if not sees_cost:
            values.pop("cost", None)
        said = {key: record.values[key] for key in ("currency", "tax_mode") if key in record.values}
        if "list_price" in values and any(said[key] != ours[key] for key in said):
            price: dict[str, Any] = {"product_code": values["code"], "unit_price": values.pop("list_price")}
            price |= ours | said
            listed.append(Record(record.row, price))
        old = living.get(values["code"])
        if old is None:
            added.append({**_PRODUCT_NEW, **values, "id": desk.new_id()})
        elif any(old[key] != value for key, value in values.items()):
            changed.append({**old, **values})
    rows.add(connection, Product, added)
    _update(connection, Product, changed, _PRODUCT)
    if listed:
        prices(desk, connection, listed)
    return len(added), len(changed)


def own_prices(connection: Connection) -> dict[str, Any]:
    """The currency and tax mode in which our products' own list prices are kept."""
    company = connection.execute(
        select(Company.currency, Company.tax_mode).where(Company.deleted_at.is_(None)).order_by(Company.position)
    ).first()
    return {"currency": "CNY", "tax_mode": "inclusive"} if company is None else dict(company._mapping)


def prices(desk: Desk, connection: Connection, records: list[Record]) -> tuple[int, int]:
    """Write prices into the lists they name; a list that is not there yet is made, valid from today or as said."""
    ids = {
        r.code: r.id for r in connection.execute(select(Product.code, Product.id).where(Product.deleted_at.is_(None)))
    }
    lists = {
        (r.name, r.currency, r.tax_mode, r.valid_from): r.id
        for r in connection.execute(select(PriceList).where(PriceList.deleted_at.is_(None)))
    }
    living = {
        (r.list_id, r.product_id, r.tier, r.from_quantity): r
        for r in connection.execute(select(PriceRow).where(PriceRow.deleted_at.is_(None)))
    }
    today = desk.clock().astimezone().date()
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for record in records:
        values = record.values
        list_id = _list(desk, connection, lists, values, today)
        row = {
            "list_id": list_id, "product_id": ids[values["product_code"]], "tier": values.get("tier", ""),
            "from_quantity": values.get("from_quantity", Decimal(0)), "unit_price": values.get("unit_price"),
            "discount": None if values.get("unit_price") is not None else values.get("discount"),
        }  # fmt: skip
        old = living.get((list_id, row["product_id"], row["tier"], row["from_quantity"]))
        if old is None:
            added.append({**row, "id": desk.new_id()})
        elif (old.unit_price, old.discount) != (row["unit_price"], row["discount"]):
            changed.append({**row, "id": old.id})
    rows.add(connection, PriceRow, added)
    _update(connection, PriceRow, changed, ("unit_price", "discount"))
    return len(added), len(changed)


def _list(
    desk: Desk,
    connection: Connection,
    lists: dict[tuple[str, str, str, dt.date], uuid.UUID],
    values: Mapping[str, Any],
    today: dt.date,
) -> uuid.UUID:
    first = values.get("valid_from") or today
    head = (
        values.get("price_list") or f"{first:%Y-%m}", values.get("currency", "CNY"),
        values.get("tax_mode", "inclusive"), first,
    )  # fmt: skip
    if head not in lists:
        made = desk.new_id()
        row = {
            "id": made, "name": head[0], "currency": head[1], "tax_mode": head[2], "valid_from": head[3],
            "valid_until": values.get("valid_until"),
        }  # fmt: skip
        rows.add(connection, PriceList, [row])
        lists[head] = made
    return lists[head]
