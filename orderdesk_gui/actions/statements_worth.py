"""What the deliveries of an order are charged at: its prices with tax, a discount on the whole spread over the goods.

Freight and lines that do not ship (moulds, services) go with the order's first delivery. All deliveries of an order
together are charged to the cent at what it is worth.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, select

from orderdesk_gui.rules.money import ZERO, divide, multiply, round_amount
from orderdesk_gui.rules.vat import amounts_of
from orderdesk_gui.store.base import AnyRow
from orderdesk_gui.store.orders import Order, OrderLine


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account it is: a customer's with one of our companies, in one currency."""

    customer_id: uuid.UUID
    company_id: uuid.UUID
    currency: str


@dataclass(frozen=True, slots=True)
class Worth:
    """What an order is worth: per unit of each line (before a discount on the whole), and what ships with nothing.

    `factor` is what is left of the goods' value by the discount; `extras` freight, moulds and services.
    """

    currency: str
    customer_po: str
    lines: dict[uuid.UUID, AnyRow]
    factor: Decimal
    extras: Decimal

    def value(self, sent: dict[uuid.UUID, Decimal]) -> Decimal:
        """What these quantities are worth, rounded once."""
        whole = ZERO
        for line_id, quantity in sent.items():
            line = self.lines[line_id]
            if line.quantity:
                whole += divide(multiply(line.gross, quantity), line.quantity)
        return round_amount(multiply(whole, self.factor), self.currency)


def orders_of(connection: Connection, account: Account) -> dict[uuid.UUID, Worth]:
    """What every order of the account is worth."""
    mine = (
        Order.customer_id == account.customer_id, Order.company_id == account.company_id,
        Order.currency == account.currency,
    )  # fmt: skip
    lines: dict[uuid.UUID, dict[uuid.UUID, AnyRow]] = defaultdict(dict)
    columns = (
        OrderLine.id, OrderLine.order_id, OrderLine.kind, OrderLine.quantity, OrderLine.cancelled, OrderLine.gross,
        OrderLine.name_zh, OrderLine.name_en, OrderLine.unit,
    )  # fmt: skip
    for line in connection.execute(select(*columns).join(Order, Order.id == OrderLine.order_id).where(*mine)):
        lines[line.order_id][line.id] = line
    heads = select(
        Order.id, Order.total, Order.freight, Order.freight_vat_rate, Order.tax_mode, Order.customer_po, Order.number
    ).where(*mine)
    return {head.id: worth_of(head, lines[head.id], account.currency) for head in connection.execute(heads)}


def worth_of(head: AnyRow, lines: dict[uuid.UUID, AnyRow], currency: str) -> Worth:
    """What one order is worth, from its head and its lines by id; what was cancelled of it counts no more."""
    stands = {
        line.id: divide(multiply(line.gross, line.quantity - line.cancelled), line.quantity) if line.quantity else ZERO
        for line in lines.values()
    }
    goods = sum((stands[line.id] for line in lines.values() if line.kind == "goods"), ZERO)
    others = sum((stands[line.id] for line in lines.values() if line.kind != "goods"), ZERO)
    freight = amounts_of(head.freight, head.freight_vat_rate, head.tax_mode, currency).gross
    extras = round_amount(others, currency) + (freight if any(stands.values()) else ZERO)
    factor = divide(head.total - extras, goods) if goods else Decimal(1)
    return Worth(currency, head.customer_po or head.number, lines, factor, extras)
