"""What the table of price lists needs: how many prices each holds, discounts per tier, copies with a change."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.products import Price, PriceListInfo, Saved, save_price_list
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import rows
from orderdesk_gui.store.products import PriceList, PriceRow, TierDiscount


def copy_price_list(desk: Desk, list_id: uuid.UUID, info: PriceListInfo, change: Decimal = Decimal(0)) -> Saved:
    """A new list `info` with the prices of another, each raised by `change` (a fraction; below 0: lowered).

    Unit prices are rounded half up to the places they had, at least two; discounts stay as they are.
    """
    desk.require(Right.EDIT_PRICES)
    if change <= -1:
        raise UserError("Prices cannot fall by 100 % or more.", field="change")
    with desk.reading() as connection:
        rows.fetch(connection, PriceList, list_id)
        query = select(PriceRow).where(PriceRow.list_id == list_id, PriceRow.deleted_at.is_(None))
        prices = [
            Price(r.product_id, r.from_quantity, r.tier, _changed(r.unit_price, change), r.discount)
            for r in connection.execute(query)
        ]
    return save_price_list(desk, replace(info, id=None), prices)


def _changed(price: Decimal | None, change: Decimal) -> Decimal | None:
    if price is None:
        return None
    exponent = price.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 0)
    return (price * (1 + change)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def price_counts(desk: Desk) -> dict[uuid.UUID, int]:
    """How many prices each list holds."""
    with desk.reading() as connection:
        query = select(PriceRow.list_id, func.count()).where(PriceRow.deleted_at.is_(None)).group_by(PriceRow.list_id)
        return {list_id: number for list_id, number in connection.execute(query)}


def tier_discounts(desk: Desk) -> list[tuple[str, str, Decimal, date, date | None]]:
    """The general discounts: tier, category (empty: all), fraction, first and last day."""
    with desk.reading() as connection:
        found = connection.execute(
            select(TierDiscount).where(TierDiscount.deleted_at.is_(None)).order_by(TierDiscount.tier)
        )
        return [(r.tier, r.category, r.discount, r.valid_from, r.valid_until) for r in found]
