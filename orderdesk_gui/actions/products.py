"""Verbs on products and price lists: list, open, save, delete, set prices."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, true

from orderdesk_gui.actions.desk import Changes, Desk
from orderdesk_gui.actions.lists import SEARCH_LIMIT, Listed, listed, search_now
from orderdesk_gui.actions.rates import vat_rates
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.customers import one_line
from orderdesk_gui.rules.identifiers import check_hs_code
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.problems import Problem, refuse_errors
from orderdesk_gui.rules.products import Product, check_vat_rate, problems
from orderdesk_gui.rules.vat import DEFAULT_VAT_RATES, VatRate
from orderdesk_gui.store import files, rows, search
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.paging import count
from orderdesk_gui.store.products import PriceList, PriceRow, TierDiscount
from orderdesk_gui.store.products import Product as Table


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A line in the list of products; `cost` is None without the right to see it."""

    id: uuid.UUID
    code: str
    name_zh: str
    name_en: str
    specification: str
    specification_en: str
    category: str
    unit: str
    list_price: Decimal | None
    cost: Decimal | None
    lead_days: int | None
    active: bool


def list_products(
    desk: Desk,
    *,
    text: str = "",
    category: str = "",
    inactive: bool = False,
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[ProductRow]:
    """Products by code."""
    t = Table
    query = select(
        t.code, t.id, t.name_zh, t.name_en, t.specification, t.specification_en, t.category, t.unit, t.list_price,
        t.cost, t.lead_days, t.active,
    ).where(t.deleted_at.is_(None))  # fmt: skip
    if category:
        query = query.where(t.category == category)
    if not inactive:
        query = query.where(t.active)
    sees_cost = desk.may(Right.SEE_COST)

    def make(row: Any) -> ProductRow:
        fields = dict(row._mapping)
        return ProductRow(**{**fields, "cost": fields["cost"] if sees_cost else None})

    return listed(
        desk, query, (t.code.expression, t.id.expression), make,
        text=text, table="product", id_column=t.id.expression, after=after, limit=limit, counted=counted,
        descending=False,
    )  # fmt: skip


def units(desk: Desk) -> list[str]:
    """All units in use."""
    with desk.reading() as connection:
        query = select(Table.unit).where(Table.deleted_at.is_(None), Table.unit != "").distinct()
        return sorted(connection.execute(query).scalars())


def categories(desk: Desk) -> list[str]:
    """All categories in use."""
    with desk.reading() as connection:
        query = select(Table.category).where(Table.deleted_at.is_(None), Table.category != "").distinct()
        return sorted(connection.execute(query).scalars())


def load(desk: Desk, product_id: uuid.UUID) -> Product:
    """One product; its cost only with the right to see it."""
    with desk.reading() as connection:
        row = rows.fetch(connection, Table, product_id)
    product = Product(**{key: row[key] for key in Product.__dataclass_fields__})
    return product if desk.may(Right.SEE_COST) else replace(product, cost=None)


def doubts(desk: Desk, product: Product) -> list[Problem]:
    """Everything to look at again in a product as it stands; nothing is saved."""
    today = desk.clock().astimezone().date()
    rates = [VatRate(r.category, r.rate, r.valid_from, r.valid_until) for r in vat_rates(desk)]
    found = [
        *problems(product),
        *check_hs_code(product.hs_code),
        *check_vat_rate(product, rates or DEFAULT_VAT_RATES, today),
    ]
    return found if desk.may(Right.SEE_COST) else [each for each in found if each.field != "cost"]


def keep_picture(desk: Desk, content: bytes) -> str:
    """Keep the bytes of a picture; what it returns goes into `Product.picture_sha`."""
    desk.require(Right.EDIT_PRODUCTS)
    return files.keep(desk.store.folder, content)


def picture(desk: Desk, product: Product) -> bytes | None:
    """The bytes of a product's picture, None where it has none or the kept file is missing."""
    try:
        return files.read(desk.store.folder, product.picture_sha) if product.picture_sha else None
    except UserError:
        return None


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved, and what changed by it."""

    id: uuid.UUID
    changes: Changes


ListedPrices = Sequence[tuple[uuid.UUID, "Price"]]
"""Prices of one product, each with the id of its list."""


def save(desk: Desk, product: Product, prices: ListedPrices | None = None) -> Saved:
    """Save a new or changed product and, where given, make `prices` all its prices, in one transaction.

    UserError at the field that must be mended; a code is used once.
    """
    desk.require(Right.EDIT_PRODUCTS)
    refuse_errors(problems(product))
    if prices is not None:
        desk.require(Right.EDIT_PRICES)
        check_prices(prices)
    with desk.writing("products.save") as writing:
        made = _write(desk, writing.connection, product)
        if prices is not None:
            _put_prices(desk, writing.connection, made, prices)
    return Saved(made, writing.changes)


def _write(desk: Desk, connection: Connection, product: Product) -> uuid.UUID:
    values = {key: value for key, value in asdict(product).items() if key != "id"}
    for key in ("code", "name_zh", "name_en", "unit", "category", "drawing_number", "drawing_revision", "packing"):
        values[key] = one_line(values[key])
    if not desk.may(Right.SEE_COST):
        del values["cost"]
    same = select(Table.id).where(Table.code == values["code"], Table.deleted_at.is_(None))
    other = connection.execute(same).scalars().first()
    if other is not None and other != product.id:
        raise UserError("There is already a product with the code {code}.", field="code", code=values["code"])
    if product.id is None:
        made = desk.new_id()
        rows.add(connection, Table, [{**values, "id": made}])
        return made
    rows.change(connection, Table, product.id, values)
    return product.id


def delete(desk: Desk, product_id: uuid.UUID) -> Changes:
    """Put a product into the recycle bin; papers that name it stay as they are."""
    desk.require(Right.EDIT_PRODUCTS)
    with desk.writing("products.delete") as writing:
        rows.fetch(writing.connection, Table, product_id)
        rows.change(writing.connection, Table, product_id, {"deleted_at": desk.clock()})
    return writing.changes


@dataclass(frozen=True, slots=True)
class PriceListInfo:
    """The head of a price list, of all customers or of one."""

    id: uuid.UUID | None
    name: str
    currency: str
    tax_mode: str
    valid_from: date
    valid_until: date | None = None
    revision: int = 1
    customer_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """A price of a product in a list: `unit_price`, or `discount` (a fraction) off the list price."""

    product_id: uuid.UUID
    from_quantity: Decimal = Decimal(0)
    tier: str = ""
    unit_price: Decimal | None = None
    discount: Decimal | None = None


def price_lists(desk: Desk) -> list[PriceListInfo]:
    """The price lists that this person may see, newest first."""
    with desk.reading() as connection:
        found = connection.execute(
            select(PriceList)
            .where(PriceList.deleted_at.is_(None), lists_seen(desk))
            .order_by(PriceList.valid_from.desc())
        )
        return [
            PriceListInfo(r.id, r.name, r.currency, r.tax_mode, r.valid_from, r.valid_until, r.revision, r.customer_id)
            for r in found
        ]


def prices_of(desk: Desk, product_id: uuid.UUID) -> list[tuple[PriceListInfo, Price]]:
    """Every price of a product in every list, newest list first."""
    lists = {one.id: one for one in price_lists(desk)}
    with desk.reading() as connection:
        query = select(PriceRow).where(PriceRow.product_id == product_id, PriceRow.deleted_at.is_(None))
        found = [
            (lists[r.list_id], Price(r.product_id, r.from_quantity, r.tier, r.unit_price, r.discount))
            for r in connection.execute(query)
            if r.list_id in lists
        ]
    return sorted(found, key=lambda pair: (-pair[0].valid_from.toordinal(), pair[1].tier, pair[1].from_quantity))


def save_price_list(desk: Desk, info: PriceListInfo, prices: Sequence[Price] | None = None) -> Saved:
    """Save the head of a list and, where given, set these prices in it (others stay as they are)."""
    desk.require(Right.EDIT_PRICES)
    if not info.name.strip():
        raise UserError("A price list needs a name, such as its month.", field="name")
    if info.valid_until is not None and info.valid_until < info.valid_from:
        raise UserError("The last day lies before the first.", field="valid_until")
    values = {key: value for key, value in asdict(info).items() if key != "id"}
    with desk.writing("prices.save") as writing:
        if info.id is None:
            made = desk.new_id()
            rows.add(writing.connection, PriceList, [{**values, "id": made}])
        else:
            made = info.id
            rows.change(writing.connection, PriceList, made, values)
        if prices:
            _set_prices(desk, writing.connection, made, prices)
    return Saved(made, writing.changes)


def _check_price(price: Price, at: str) -> None:
    if (price.unit_price is None) == (price.discount is None):
        raise UserError("Give either a unit price or a discount.", field=f"{at}.unit_price")
    if price.unit_price is not None and price.unit_price < 0:
        raise UserError("This cannot be below zero.", field=f"{at}.unit_price")
    if price.discount is not None and not 0 <= price.discount < 1:
        raise UserError("A discount lies between 0 % and 100 %.", field=f"{at}.discount")
    if price.from_quantity < 0:
        raise UserError("This cannot be below zero.", field=f"{at}.from_quantity")


def _set_prices(desk: Desk, connection: Any, list_id: uuid.UUID, prices: Sequence[Price]) -> None:
    living = {
        (r.product_id, r.from_quantity, r.tier): r
        for r in connection.execute(select(PriceRow).where(PriceRow.list_id == list_id, PriceRow.deleted_at.is_(None)))
    }
    added = []
    for price in prices:
        _check_price(price, "prices")
        known = living.get((price.product_id, price.from_quantity, price.tier))
        if known is None:
            added.append({**asdict(price), "list_id": list_id, "id": desk.new_id()})
        elif (known.unit_price, known.discount) != (price.unit_price, price.discount):
            rows.change(connection, PriceRow, known.id, {"unit_price": price.unit_price, "discount": price.discount})
    rows.add(connection, PriceRow, added)


def set_product_prices(desk: Desk, product_id: uuid.UUID, wanted: ListedPrices) -> Changes:
    """Make `wanted` all prices of a product; those not among them go to the recycle bin."""
    desk.require(Right.EDIT_PRICES)
    check_prices(wanted)
    with desk.writing("prices.product") as writing:
        _put_prices(desk, writing.connection, product_id, wanted)
    return writing.changes


def check_prices(wanted: ListedPrices) -> None:
    """UserError at the first price that cannot be, or that stands there twice (``prices.2.discount``)."""
    seen = set()
    for place, (list_id, price) in enumerate(wanted):
        _check_price(price, f"prices.{place}")
        where = (list_id, price.tier, price.from_quantity)
        if where in seen:
            raise UserError(
                "There are two prices for the same list, tier and quantity. Remove one of them.",
                field=f"prices.{place}.from_quantity",
            )
        seen.add(where)


def _put_prices(desk: Desk, connection: Connection, product_id: uuid.UUID, wanted: ListedPrices) -> None:
    kept = {(list_id, price.tier, price.from_quantity) for list_id, price in wanted}
    query = select(PriceRow).where(PriceRow.product_id == product_id, PriceRow.deleted_at.is_(None))
    for row in connection.execute(query).all():
        if (row.list_id, row.tier, row.from_quantity) not in kept:
            rows.change(connection, PriceRow, row.id, {"deleted_at": desk.clock()})
    by_list: dict[uuid.UUID, list[Price]] = {}
    for list_id, price in wanted:
        by_list.setdefault(list_id, []).append(replace(price, product_id=product_id))
    for list_id, prices in by_list.items():
        _set_prices(desk, connection, list_id, prices)


def delete_price_list(desk: Desk, list_id: uuid.UUID) -> Changes:
    """Put a price list into the recycle bin; papers keep the prices they were made with."""
    desk.require(Right.EDIT_PRICES)
    with desk.writing("prices.delete") as writing:
        rows.fetch(writing.connection, PriceList, list_id)
        rows.change(writing.connection, PriceList, list_id, {"deleted_at": desk.clock()})
    return writing.changes


def set_tier_discount(
    desk: Desk, tier: str, discount: Decimal, *, category: str = "", valid_from: date | None = None
) -> Changes:
    """Set what customers of a tier get off list prices from a day on (default today)."""
    return set_tier_discounts(desk, {(tier, category): discount}, valid_from=valid_from)


def set_tier_discounts(
    desk: Desk, discounts: Mapping[tuple[str, str], Decimal], *, valid_from: date | None = None
) -> Changes:
    """Set several discounts (tier, category -> fraction) from a day on (default today), in one transaction."""
    desk.require(Right.EDIT_PRICES)
    if not all(0 <= discount < 1 for discount in discounts.values()):
        raise UserError("A discount lies between 0 % and 100 %.", field="discount")
    first = valid_from or desk.clock().astimezone().date()
    with desk.writing("prices.tier") as writing:
        made = [
            {"id": desk.new_id(), "tier": tier, "category": category, "discount": discount, "valid_from": first}
            for (tier, category), discount in discounts.items()
        ]
        rows.add(writing.connection, TierDiscount, made)
    return writing.changes


def lists_seen(desk: Desk) -> ColumnElement[bool]:
    """All lists, or without those given to the customers of colleagues."""
    if desk.may(Right.SEE_ALL_CUSTOMERS):
        return true()
    own = select(Customer.id).where((Customer.owner_id == desk.user_id) | Customer.owner_id.is_(None))
    return PriceList.customer_id.is_(None) | PriceList.customer_id.in_(own)


def list_prices(desk: Desk, *, text: str = "", limit: int = 100) -> tuple[list[Mapping[str, Any]], int]:
    """Prices of all lists, newest list first, of the products that `text` finds; and how many there are."""
    query = (
        select(
            PriceList.name.label("list"), PriceList.revision, PriceList.currency, PriceList.tax_mode,
            PriceList.valid_from, PriceList.valid_until, Table.code.label("product"), Table.name_zh, PriceRow.tier,
            PriceRow.from_quantity, PriceRow.unit_price, PriceRow.discount,
        )
        .join(PriceList, PriceList.id == PriceRow.list_id)
        .join(Table, Table.id == PriceRow.product_id)
        .where(PriceRow.deleted_at.is_(None), PriceList.deleted_at.is_(None), Table.deleted_at.is_(None))
        .where(lists_seen(desk))
        .order_by(PriceList.valid_from.desc(), PriceList.revision.desc(), Table.code, PriceRow.from_quantity)
    )  # fmt: skip
    if text.strip():
        search_now(desk)
    with desk.reading() as connection:
        if text.strip():
            hits = search.find(connection, text, limit=SEARCH_LIMIT, tables=("product",))
            query = query.where(Table.id.in_([hit.id for hit in hits]))
        total = count(connection, query)
        return [dict(row) for row in connection.execute(query.limit(limit)).mappings()], total
