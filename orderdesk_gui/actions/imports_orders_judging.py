"""What the data on file say of imported order lines: whose they are, what is new, and what a return goes back to."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.imports_judging import Known
from orderdesk_gui.actions.orders import sent_by_line
from orderdesk_gui.documents.imports import Finding, Record
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import message
from orderdesk_gui.rules.money import ZERO
from orderdesk_gui.store import rows
from orderdesk_gui.store.deliveries import Delivery
from orderdesk_gui.store.orders import Order, OrderLine
from orderdesk_gui.store.products import Product

_FOREIGN = message("This customer is a colleague's. Leave the row out, or have the customer handed over to you.")
_UNKNOWN = message("This customer is not on file. Import it with “create”, or add the customer first.")
_MAY_NOT_ADD = message("This customer is not on file, and you may not add customers. Ask someone who may.")
_WILL_BE_ADDED = message("This customer is not on file yet and will be added. Check the spelling.")
_NO_GOODS = message("Neither a product code nor a name is there. Fill in one of them.")
_NO_PRICE = message("There is no price. Fill in the unit price or the amount of the line.")
_SHARED_TOTAL = message("Several lines share one total. Fill in the unit price or the amount of each line.")
_FREE_LINE = message(
    "This product is not on file, so the line counts in no stock. Import it with “create”, or add the product first."
)
_PRODUCT_WILL_BE_ADDED = message("This product is not on file yet and will be added. Check the code.")
_NO_ORIGINAL = message(
    "What came back belongs to no order on file. Fill in “Original order” with one that has left, or leave the row out."
)
_NO_NUMBER = message("Without an order number the customer's name is needed to tell orders apart. Fill in one of them.")
_CANCELLED = message("This order was cancelled and is not on file. Leave the row out.")


@dataclass(slots=True)
class Unknown:
    """Customers and products that a file names and nobody has on file, in the order of the file."""

    customers: dict[str, None] = field(default_factory=dict)
    products: dict[str, None] = field(default_factory=dict)


def went_back(values: Mapping[str, Any]) -> bool:
    """Whether a line came back or its whole order was cancelled."""
    return values["quantity"] < 0 or values.get("state") == "cancelled" or "cancelled_on" in values


def has_left(values: Mapping[str, Any]) -> bool:
    """Whether the goods of an order have left, as the other system has it."""
    return values.get("state") == "done" or "shipped_on" in values


def own_numbers(connection: Connection) -> set[str]:
    """Our own numbers: what we exported ourselves never cancels anything when it comes in again."""
    return set(connection.execute(select(rows.table_of(Order).c.number)).scalars())


def goods_key(values: Mapping[str, Any]) -> str:
    """What tells the lines of an order apart: code, else name."""
    return str(values.get("product_code") or values.get("text", "")).casefold()


def orders_on_file(connection: Connection) -> dict[str, uuid.UUID]:
    """Orders by our number and by the number of the system they came from."""
    table = rows.table_of(Order)
    found = connection.execute(
        select(table.c.id, table.c.number, table.c.source_number).where(table.c.deleted_at.is_(None))
    )
    return {name: row_id for row_id, *names in found for name in names if name}


def deliveries_on_file(connection: Connection) -> set[str]:
    """Numbers under which deliveries and returns came from another system, and our own."""
    found = connection.execute(select(Delivery.number, Delivery.source_number))
    return {name for names in found for name in names if name}


class OrderJudge:
    """Asked once per row, in order; `unknown` is what may be created."""

    def __init__(self, desk: Desk, connection: Connection, create: bool) -> None:
        self.desk, self.create, self.unknown = desk, create, Unknown()
        self.known = Known(desk, connection)
        self.products = set(connection.execute(select(Product.code).where(Product.deleted_at.is_(None))).scalars())
        self.orders = orders_on_file(connection)
        self.own = own_numbers(connection)
        self.returns = deliveries_on_file(connection)
        self.may_add = desk.may(Right.EDIT_CUSTOMERS)
        self.left: dict[str, dict[str, Decimal]] = {}
        self.told: set[str] = set()
        self.totals: set[str] = set()

    def __call__(self, record: Record) -> Iterator[Finding]:
        values = record.values
        yield from self._customer(values)
        if not goods_key(values):
            yield Finding("text", _NO_GOODS)
            return
        number = values.get("number", "")
        if went_back(values) and not (number in self.own and values["quantity"] > 0):
            yield from self._return(values)
            return
        if not number and not values.get("customer"):
            yield Finding("customer_code", _NO_NUMBER)
        if number in self.orders:
            if number not in self.told:
                self.told.add(number)
                yield Finding("number", message("Order {number} is on file already and is left out.", number=number),
                              "warning")  # fmt: skip
            return
        if "unit_price" not in values and "amount" not in values:
            if "order_total" not in values:
                yield Finding("unit_price", _NO_PRICE)
            elif number in self.totals:
                yield Finding("unit_price", _SHARED_TOTAL)
            self.totals.add(number)
        yield from self._product(values)
        if has_left(values):
            left = self.left.setdefault(number, {})
            left[goods_key(values)] = left.get(goods_key(values), ZERO) + values["quantity"]

    def _customer(self, values: dict[str, Any]) -> Iterator[Finding]:
        name, code = values.get("customer", ""), values.get("customer_code", "")
        found = self.known.by_code.get(code) or (self.known.named(name) if name else None)
        where = "customer" if name else "customer_code"
        if found in self.known.foreign:
            yield Finding(where, _FOREIGN)
        elif found is None:
            new = (name or code) not in self.unknown.customers
            self.unknown.customers[name or code] = None
            if not self.create:
                yield Finding(where, _UNKNOWN)
            elif not self.may_add:
                yield Finding(where, _MAY_NOT_ADD)
            elif new:
                yield Finding(where, _WILL_BE_ADDED, "warning")

    def _product(self, values: dict[str, Any]) -> Iterator[Finding]:
        code = values.get("product_code", "")
        if code and code not in self.products and code not in self.unknown.products:
            self.unknown.products[code] = None
            yield Finding("product_code", _PRODUCT_WILL_BE_ADDED if self.create else _FREE_LINE, "warning")

    def _return(self, values: dict[str, Any]) -> Iterator[Finding]:
        number = values.get("number", "")
        original = values.get("original") or number
        if number and number in self.returns:
            if number not in self.told:
                self.told.add(number)
                yield Finding("number", message("Return {number} is on file already and is left out.", number=number),
                              "warning")  # fmt: skip
            return
        if original in self.orders and original not in self.left:
            self.left[original] = self._left_of(self.orders[original])
        left = self.left.get(original)
        if left is None:
            yield Finding("number", _NO_ORIGINAL if values["quantity"] < 0 else _CANCELLED)
            return
        key, back = goods_key(values), abs(values["quantity"])
        if left.get(key, ZERO) < back:
            yield Finding(
                "quantity",
                message(
                    "Of {goods} {left} have left with order {number}; {back} cannot come back. Correct the row, or "
                    "cancel the order itself.",
                    goods=values.get("product_code") or values["text"], left=left.get(key, ZERO), number=original,
                    back=back,
                ),
            )  # fmt: skip
            return
        left[key] -= back

    def _left_of(self, order_id: uuid.UUID) -> dict[str, Decimal]:
        with self.desk.reading() as connection:
            sent = sent_by_line(connection, order_id)
            left: dict[str, Decimal] = {}
            for line in rows.children(connection, OrderLine, "order_id", order_id):
                key = goods_key({"product_code": line["code"], "text": line["name_zh"]})
                left[key] = left.get(key, ZERO) + sent.get(line["id"], ZERO)
        return left
