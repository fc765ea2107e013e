"""Reads the rows of an export in pages, keyed like the columns that an import knows."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import contracts as contract_actions
from orderdesk_gui.actions import customers as customer_actions
from orderdesk_gui.actions import exports_following
from orderdesk_gui.actions import inquiries as inquiry_actions
from orderdesk_gui.actions import products as product_actions
from orderdesk_gui.actions import quotes as quote_actions
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.imports_records import own_prices
from orderdesk_gui.actions.lists import Listed
from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.quotes import has_expired
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect, Base
from orderdesk_gui.store.contracts import Contract
from orderdesk_gui.store.customers import Address, BankAccount, Contact, Customer
from orderdesk_gui.store.inquiries import Inquiry, InquiryLine
from orderdesk_gui.store.paging import count, page
from orderdesk_gui.store.people import User
from orderdesk_gui.store.products import PriceList, PriceRow, Product
from orderdesk_gui.store.quotes import Quote, QuoteLine, QuoteRevision
from orderdesk_gui.store.terms import payment_terms

Row = dict[str, Any]
Filters = Mapping[str, Any]

FURTHER: Mapping[str, Mapping[str, Message]] = {
    "quotes": {"revision": message("Revision"), "state": message("State"), "total": message("Total incl. tax")},
    "inquiries": {"state": message("State")},
    "contracts": {
        "number": message("Contract number"), "date": message("Date"), "customer": message("Customer name"),
        "title": message("Title"), "customer_number": message("Customer's number"), "currency": message("Currency"),
        "total": message("Total incl. tax"), "state": message("State"), "owner": message("Salesperson"),
    },
    **exports_following.FURTHER,
}  # fmt: skip
"""Columns of an export that no import reads: key -> heading."""
IMPORTED_ONLY = exports_following.IMPORTED_ONLY


def read(desk: Desk, kind: str, filters: Filters, size: int) -> tuple[int, Iterator[Row]]:
    """How many records the list has, and their rows (a paper has one row per line), `size` records at a time."""
    if kind == "prices":
        return _prices(desk, filters, size)
    if kind in exports_following.READERS:
        return exports_following.READERS[kind](desk, filters, size)
    lists: dict[str, tuple[Callable[..., Listed[Any]], Filters, Callable[[Desk, list[uuid.UUID]], list[Row]]]] = {
        "customers": (customer_actions.list_customers, {"tab": "any"}, _customers),
        "products": (product_actions.list_products, {"inactive": True}, _products),
        "inquiries": (inquiry_actions.list_inquiries, {"tab": "all"}, _inquiries),
        "quotes": (quote_actions.list_quotes, {"tab": "all"}, _quotes),
        "contracts": (contract_actions.list_contracts, {"tab": "all"}, _contracts),
    }
    listing, usual, details = lists[kind]
    asked = {**usual, **filters}
    first = listing(desk, **asked, limit=size, counted=True)

    def pages() -> Iterator[Row]:
        part = first
        while True:
            yield from details(desk, [row.id for row in part.rows])
            if part.after is None:
                return
            part = listing(desk, **asked, after=part.after, limit=size)

    return first.total or 0, pages()


def _by_id(connection: Connection, model: type[Base], ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Row]:
    table = rows.table_of(model)
    found = connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
    return {row["id"]: dict(row) for row in found}


def _parts(
    connection: Connection, model: type[Base], parent: str, ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, list[Row]]:
    """The living rows of a child table by their parent, in order of position."""
    table = rows.table_of(model)
    query = select(table).where(table.c[parent].in_(ids), table.c.deleted_at.is_(None)).order_by(table.c.position)
    found: dict[uuid.UUID, list[Row]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row[parent], []).append(dict(row))
    return found


def _people(connection: Connection) -> dict[uuid.UUID, str]:
    return {r.id: r.name for r in connection.execute(select(User.id, User.name))}


def _customers(desk: Desk, ids: list[uuid.UUID]) -> list[Row]:
    with desk.reading() as connection:
        found = _by_id(connection, Customer, ids)
        contacts = _parts(connection, Contact, "customer_id", ids)
        addresses = _parts(connection, Address, "customer_id", ids)
        accounts = _parts(connection, BankAccount, "customer_id", ids)
        people = _people(connection)
    made = []
    for customer_id in ids:
        row = found[customer_id]
        contact = next(iter(sorted(contacts.get(customer_id, []), key=lambda each: not each["main"])), {})
        places = {place["kind"]: place for place in reversed(addresses.get(customer_id, []))}
        seat = places.get("registered", {})
        account = next(iter(accounts.get(customer_id, [])), {})
        made.append(
            {
                **row, "contact": contact.get("name"), "contact_title": contact.get("title"),
                "contact_department": contact.get("department"),
                "mobile": contact.get("phone"), "wechat": contact.get("wechat"),
                "email": row["email"] or contact.get("email"), "address": seat.get("text"),
                "address_en": seat.get("text_en"), "delivery_address": places.get("delivery", {}).get("text"),
                "payment_terms": payment_terms(row["payment"]),
                "bank": account.get("bank"), "bank_account": account.get("account"),
                "bank_holder": account.get("holder"), "bank_code": account.get("bank_code"), "bic": account.get("bic"),
                "owner": people.get(row["owner_id"]), "channel": row["channel"] or None,
                "credit_grade": row["credit_grade"] or None,
            }
        )  # fmt: skip
    return made


def _products(desk: Desk, ids: list[uuid.UUID]) -> list[Row]:
    with desk.reading() as connection:
        found = _by_id(connection, Product, ids)
        ours = own_prices(connection)
    listed = [found[product_id] for product_id in ids]
    return [row if row["list_price"] is None else {**row, **ours} for row in listed]


def _prices(desk: Desk, filters: Filters, size: int) -> tuple[int, Iterator[Row]]:
    """Every price of every list; `list_id` keeps to one list."""
    query: AnySelect = (
        select(
            Product.code.label("product_code"), PriceRow.id, PriceRow.unit_price, PriceRow.discount,
            PriceList.tax_mode, PriceList.currency, PriceRow.from_quantity, PriceRow.tier,
            PriceList.name.label("price_list"), PriceList.valid_from, PriceList.valid_until,
        )
        .join(Product, Product.id == PriceRow.product_id)
        .join(PriceList, PriceList.id == PriceRow.list_id)
        .where(PriceRow.deleted_at.is_(None), PriceList.deleted_at.is_(None), Product.deleted_at.is_(None))
        .where(product_actions.lists_seen(desk))
    )  # fmt: skip
    if filters.get("list_id") is not None:
        query = query.where(PriceRow.list_id == filters["list_id"])
    order = (Product.code.expression, PriceRow.id.expression)
    with desk.reading() as connection:
        total = count(connection, query)

    def pages() -> Iterator[Row]:
        after = None
        while True:
            with desk.reading() as connection:
                part = page(connection, query, order, after=after, limit=size, descending=False)
            for row in part.rows:
                values = dict(row._mapping)
                yield {**values, "tier": values["tier"] or None}
            after = part.after
            if after is None:
                return

    return total, pages()


def _inquiries(desk: Desk, ids: list[uuid.UUID]) -> list[Row]:
    with desk.reading() as connection:
        found = _by_id(connection, Inquiry, ids)
        lines = _parts(connection, InquiryLine, "inquiry_id", ids)
        codes = _codes(connection, lines)
        people = _people(connection)
    made = []
    for inquiry_id in ids:
        head = found[inquiry_id]
        for line in lines.get(inquiry_id, [{}]):
            made.append(
                {
                    **head, "customer": head["customer_name"], "owner": people.get(head["owner_id"]),
                    "wanted_date": head["wanted"], "channel": head["channel"] or None, "state": head["status"],
                    "product_code": codes.get(line.get("product_id")), "text": line.get("text"),
                    "quantity": line.get("quantity"), "unit": line.get("unit"),
                    "target_price": line.get("target_price"),
                }
            )  # fmt: skip
    return made


def _codes(connection: Connection, lines: Mapping[uuid.UUID, list[Row]]) -> dict[uuid.UUID | None, str]:
    ids = {line["product_id"] for part in lines.values() for line in part if line["product_id"] is not None}
    query = select(Product.id, Product.code).where(Product.id.in_(ids))
    return {r.id: r.code for r in connection.execute(query)}


def _quotes(desk: Desk, ids: list[uuid.UUID]) -> list[Row]:
    with desk.reading() as connection:
        heads = _by_id(connection, Quote, ids)
        revisions = _by_id(connection, QuoteRevision, [head["revision_id"] for head in heads.values()])
        lines = _parts(connection, QuoteLine, "revision_id", list(revisions))
        names = {
            r.id: r.name
            for r in connection.execute(
                select(Customer.id, Customer.name).where(Customer.id.in_({h["customer_id"] for h in heads.values()}))
            )
        }
        people = _people(connection)
    made = []
    for quote_id in ids:
        head = heads[quote_id]
        revision = revisions[head["revision_id"]]
        if head["state"] == "issued" and has_expired(revision["valid_until"], quote_actions.today(desk)):
            head["state"] = "expired"  # as the list shows it
        for line in lines.get(revision["id"], []):
            made.append(_quote_row(head, revision, line, names, people))
    return made


def _quote_row(
    head: Row, revision: Row, line: Row, names: Mapping[uuid.UUID, str], people: Mapping[uuid.UUID, str]
) -> Row:
    return {
        "number": head["number"], "date": revision["date"], "customer": names.get(head["customer_id"]),
        "contact": revision["contact_name"], "valid_until": revision["valid_until"],
        "currency": revision["currency"], "tax_mode": revision["tax_mode"],
        "payment_terms": payment_terms(revision["payment"]), "customer_po": head["customer_po"],
        "product_code": line["code"], "customer_part_no": line["customer_part_no"],
        "text": line["name_zh"] or line["name_en"], "specification": line["specification"],
        "quantity": line["quantity"], "unit": line["unit"], "unit_price": line["unit_price"],
        "vat_rate": line["vat_rate"], "lead_days": line["lead_days"], "owner": people.get(head["owner_id"]),
        "remark": line["remark"], "revision": head["revision"], "state": head["state"], "total": head["total"],
    }  # fmt: skip


def _contracts(desk: Desk, ids: list[uuid.UUID]) -> list[Row]:
    with desk.reading() as connection:
        found = _by_id(connection, Contract, ids)
        customers = _by_id(connection, Customer, list({row["customer_id"] for row in found.values()}))
        people = _people(connection)
    return [
        {
            **found[contract_id], "customer": customers[found[contract_id]["customer_id"]]["name"],
            "state": found[contract_id]["status"], "owner": people.get(found[contract_id]["owner_id"]),
        }
        for contract_id in ids
    ]  # fmt: skip
