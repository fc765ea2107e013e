"""What the page of products asks of the actions; every function here runs in the background."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.lists import Listed
    from orderdesk_gui.actions.products import Price, PriceListInfo
    from orderdesk_gui.rules.problems import Problem
    from orderdesk_gui.rules.products import Product
    from orderdesk_gui.ui.pages.products.prices import GridPrice


@dataclass(frozen=True)
class ProductView:
    """A product with everything that stands beside the table."""

    product: Product
    picture: bytes | None
    prices: list[tuple[PriceListInfo, Price]]
    lists: list[PriceListInfo]
    categories: list[str]
    units: list[str]
    doubts: list[Problem]
    may_edit: bool
    may_price: bool
    sees_cost: bool


@dataclass(frozen=True)
class Around:
    """What the head of the page needs: categories, and what the person may do."""

    categories: list[str]
    sees_cost: bool
    may_edit: bool


def fetch_list(desk: Desk, query: dict[str, Any], after: Any, limit: int) -> Listed[Any]:
    """A window of the table."""
    from orderdesk_gui.actions import products

    return products.list_products(desk, **query, after=after, limit=limit, counted=after is None)


def around(desk: Desk) -> Around:
    """Categories and rights."""
    from orderdesk_gui.actions import products
    from orderdesk_gui.rules.access import Right

    return Around(products.categories(desk), desk.may(Right.SEE_COST), desk.may(Right.EDIT_PRODUCTS))


def load(desk: Desk, product_id: uuid.UUID | None) -> ProductView:
    """One product, or (None) what a new one starts from."""
    from orderdesk_gui.actions import products
    from orderdesk_gui.rules.access import Right
    from orderdesk_gui.rules.products import Product

    product = Product() if product_id is None else products.load(desk, product_id)
    return ProductView(
        product,
        products.picture(desk, product),
        [] if product_id is None else products.prices_of(desk, product_id),
        products.price_lists(desk),
        products.categories(desk),
        products.units(desk),
        [] if product_id is None else products.doubts(desk, product),
        desk.may(Right.EDIT_PRODUCTS),
        desk.may(Right.EDIT_PRICES),
        desk.may(Right.SEE_COST),
    )


def doubts(desk: Desk, product: Product) -> list[Problem]:
    """What to look at again in a product as it stands."""
    from orderdesk_gui.actions import products

    return products.doubts(desk, product)


def save(
    desk: Desk,
    product: Product | None,
    product_id: uuid.UUID | None,
    prices: list[GridPrice] | None,
    picture: bytes | None,
) -> tuple[uuid.UUID, list[str]]:
    """Save what changed (None: unchanged): the product, then its prices. Its id, and the transactions."""
    from orderdesk_gui.actions import products

    made: list[str] = []
    if product is not None:
        if picture is not None:
            product = replace(product, picture_sha=products.keep_picture(desk, picture))
        saved = products.save(desk, product)
        product_id = saved.id
        made += [saved.changes.tx] if saved.changes.tx else []
    assert product_id is not None
    if prices is not None:
        wanted = [
            (list_id, products.Price(product_id, from_quantity, tier, unit_price, discount))
            for list_id, tier, from_quantity, unit_price, discount in prices
        ]
        changes = products.set_product_prices(desk, product_id, wanted)
        made += [changes.tx] if changes.tx else []
    return product_id, made


def delete(desk: Desk, product_id: uuid.UUID) -> Changes:
    """Put it into the recycle bin."""
    from orderdesk_gui.actions import products

    return products.delete(desk, product_id)


def undo(desk: Desk, transactions: list[str]) -> Any:
    """Take transactions back, the last one first."""
    from orderdesk_gui.actions import journal

    for tx in reversed(transactions):
        journal.undo(desk, tx)
    return None
