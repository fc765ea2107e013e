"""What the page of products asks of the actions; every function here runs in the background."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orderdesk_gui.ui.draft_values import from_plain, over, with_values

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.drafts import Kept
    from orderdesk_gui.actions.lists import Listed
    from orderdesk_gui.actions.products import Price, PriceListInfo, Saved
    from orderdesk_gui.rules.problems import Problem
    from orderdesk_gui.rules.products import Product
    from orderdesk_gui.ui.pages.products.prices import GridPrice
    from orderdesk_gui.ui.widgets.line_grid import Line

KIND = "product"


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
    currency: str = "CNY"
    tax_mode: str = "inclusive"
    kept: Kept | None = None

    def typed(self) -> Product:
        """The product with what was typed into it, kept and not saved."""
        return _typed(self.product, self.kept)

    def typed_prices(self) -> list[Line] | None:
        """The lines of prices that were typed, kept and not saved; None where they were not touched."""
        lines = self.kept.content.get("prices") if self.kept is not None else None
        return None if lines is None else [{k: from_plain(v, {}) for k, v in line.items()} for line in lines]


def _typed(product: Product, kept: Kept | None) -> Product:
    return with_values(product, kept.content["product"] if kept is not None else {})


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
    """One product, or (None) what a new one starts from; with what was typed into it and kept."""
    from orderdesk_gui.actions import companies, drafts, products
    from orderdesk_gui.rules.access import Right
    from orderdesk_gui.rules.companies import Company
    from orderdesk_gui.rules.products import Product

    may_edit = desk.may(Right.EDIT_PRODUCTS)
    own = next(iter(companies.list_companies(desk)), Company())
    product = Product(vat_rate=own.vat_rate) if product_id is None else products.load(desk, product_id)
    kept = next((one for one in drafts.drafts_of(desk, KIND) if one.subject == product_id), None)
    kept = kept if may_edit or desk.may(Right.EDIT_PRICES) else None
    return ProductView(
        product,
        products.picture(desk, _typed(product, kept)),
        [] if product_id is None else products.prices_of(desk, product_id),
        products.price_lists(desk),
        products.categories(desk),
        products.units(desk),
        [] if product_id is None else products.doubts(desk, product),
        may_edit,
        desk.may(Right.EDIT_PRICES),
        desk.may(Right.SEE_COST),
        own.currency,
        own.tax_mode,
        kept,
    )


def waiting(desk: Desk) -> Product | None:
    """The product (without an id: a new one) of the newest draft that was kept and never saved."""
    from orderdesk_gui.actions import drafts, products
    from orderdesk_gui.rules.language import UserError
    from orderdesk_gui.rules.products import Product

    for kept in drafts.drafts_of(desk, KIND):
        if kept.subject is None:
            return _typed(Product(), kept)
        try:
            return products.load(desk, kept.subject)
        except UserError:  # in the recycle bin
            continue
    return None


def keep_picture(desk: Desk, content: bytes) -> Changes:
    """Keep the bytes of a picture; the product names them when it is saved."""
    from orderdesk_gui.actions import products
    from orderdesk_gui.actions.desk import Changes

    products.keep_picture(desk, content)
    return Changes()


def doubts(desk: Desk, product: Product) -> list[Problem]:
    """What to look at again in a product as it stands."""
    from orderdesk_gui.actions import products

    return products.doubts(desk, product)


def save(
    desk: Desk, typed: Product, before: Product, prices: list[GridPrice] | None, kept_id: uuid.UUID | None
) -> Saved:
    """Save what was typed over `before`, and the prices (None: unchanged), in one transaction.

    What others saved meanwhile stays. The draft is not needed any more.
    """
    from orderdesk_gui.actions import drafts, products

    no_id = uuid.UUID(int=0)  # a new product gets its id when it is saved
    wanted = None if prices is None else [
        (list_id, products.Price(typed.id or no_id, from_quantity, tier, unit_price, discount))
        for list_id, tier, from_quantity, unit_price, discount in prices
    ]  # fmt: skip
    if typed.id is None:
        saved = products.save(desk, typed, wanted)
    elif typed == before and wanted is not None:
        saved = products.Saved(typed.id, products.set_product_prices(desk, typed.id, wanted))
    else:
        saved = products.save(desk, over(products.load(desk, typed.id), before, typed), wanted)
    if kept_id is not None:
        drafts.drop(desk, kept_id)
    return saved


def delete(desk: Desk, product_id: uuid.UUID) -> Changes:
    """Put it into the recycle bin."""
    from orderdesk_gui.actions import products

    return products.delete(desk, product_id)


def undo(desk: Desk, tx: str) -> Changes:
    """Take a transaction back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)
