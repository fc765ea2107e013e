"""Writes imported customers, products and prices: new ones added, known ones changed where they differ."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.documents.imports import Record
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.customers import company_key
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.store import customers as customer_tables
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import Base
from orderdesk_gui.store.people import Company, User
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


def known(connection: Connection, kind: str) -> Mapping[str, Callable[[Any], bool]]:
    """What a file of this kind may refer to: field key -> whether a value exists."""
    if kind != "prices":
        return {}
    codes = set(connection.execute(select(Product.code).where(Product.deleted_at.is_(None))).scalars())
    return {"product_code": codes.__contains__}


def owners(connection: Connection) -> dict[str, uuid.UUID]:
    """Names and logins of people -> their id."""
    found = connection.execute(select(User.id, User.name, User.login).where(User.deleted_at.is_(None)))
    return {name: r.id for r in found for name in (r.name, r.login)}


def customers(desk: Desk, connection: Connection, records: list[Record]) -> tuple[int, int]:
    """Write customers, known by code, social credit code or name. Returns (added, changed)."""
    t = customer_tables.Customer
    living = [dict(r) for r in connection.execute(select(t.__table__).where(t.deleted_at.is_(None))).mappings()]
    by_code = {r["code"]: r for r in living if r["code"]}
    by_uscc = {r["uscc"]: r for r in living if r["uscc"]}
    by_name = {r["name_key"]: r for r in living}
    people = owners(connection)
    added: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    parts: dict[type[Base], list[dict[str, Any]]] = {}
    for record in records:
        values = {key: record.values[key] for key in _CUSTOMER if key in record.values}
        values["name_key"] = company_key(values["name"])
        if "payment_terms" in record.values:
            values["payment"] = payment_data(record.values["payment_terms"])
        owner = people.get(record.values.get("owner", ""))
        if owner is not None:
            values["owner_id"] = owner
        old = (
            by_code.get(values.get("code", ""))
            or by_uscc.get(values.get("uscc", ""))
            or by_name.get(values["name_key"])
        )
        if old is not None:
            if any(old[key] != value for key, value in values.items()):
                changed.append({**old, **values})
            continue
        made = desk.new_id()
        row = {**_CUSTOMER_NEW, "owner_id": desk.user_id, **values, "id": made, "scope": made}
        added.append(row)
        _parts(desk, made, record.values, parts)
    rows.add(connection, t, added)
    for model, made_rows in parts.items():
        rows.add(connection, model, made_rows)
    _update(connection, t, changed, (*_CUSTOMER, "name_key", "payment", "owner_id"))
    return len(added), len(changed)


def _parts(
    desk: Desk, customer_id: uuid.UUID, values: Mapping[str, Any], parts: dict[type[Base], list[dict[str, Any]]]
) -> None:
    """Contact, addresses and bank account that stand in the same row."""

    def part(model: type[Base], **fields: Any) -> None:
        place = len([row for row in parts.get(model, [])[-3:] if row["customer_id"] == customer_id])
        row = {"id": desk.new_id(), "scope": customer_id, "customer_id": customer_id, "position": place, **fields}
        parts.setdefault(model, []).append(row)

    if values.get("contact") or values.get("mobile"):
        part(
            customer_tables.Contact, name=values.get("contact") or values["name"],
            title=values.get("contact_title", ""), phone=values.get("mobile") or values.get("phone", ""),
            email=values.get("email", ""), wechat=values.get("wechat", ""), main=True,
        )  # fmt: skip
    for key, kind in (("address", "registered"), ("delivery_address", "delivery")):
        if values.get(key):
            part(customer_tables.Address, kind=kind, text=values[key])
    if values.get("bank_account"):
        part(customer_tables.BankAccount, bank=values.get("bank", ""), account=values["bank_account"])


def _update(connection: Connection, model: type[Base], changed: list[dict[str, Any]], fields: tuple[str, ...]) -> None:
    if changed:
        table = rows.table_of(model)
        connection.execute(
            update(table).where(table.c.id == bindparam("_id")).values({key: bindparam(f"_{key}") for key in fields}),
            [{f"_{key}": row[key] for key in ("id", *fields)} for row in changed],
        )


def products(desk: Desk, connection: Connection, records: list[Record]) -> tuple[int, int]:
    """Write products, known by code; a list price in another currency or tax mode than ours goes to a price list."""
    ours = _ours(connection)
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


def _ours(connection: Connection) -> dict[str, Any]:
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
