"""Brings facts in from other systems: stock counts, deliveries, receipts; each is judged by row and counted once."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import deliveries, imports_records, receivables, stock
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.imports_judging import Known
from orderdesk_gui.actions.imports_orders import Done, Job
from orderdesk_gui.actions.imports_orders_judging import Unknown, deliveries_on_file, orders_on_file
from orderdesk_gui.actions.orders import OrderView
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.documents.imports import Finding, Record, papers
from orderdesk_gui.documents.workbook_progress import report
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.deliveries import Delivery, LineState, Sent, check_delivery
from orderdesk_gui.rules.language import Message, UserError, message
from orderdesk_gui.rules.money import ZERO
from orderdesk_gui.store import rows
from orderdesk_gui.store.orders import Order
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.receivables import Receipt
from orderdesk_gui.store.stock import StockCount, StockPlace

SOURCE = "import"
_NO_PRODUCT = message("This product is not on file. Import it with “create”, or add the product first.")
_MAY_NOT_ADD = message("This product is not on file, and you may not add products. Ask someone who may.")
_WILL_BE_ADDED = message("This product is not on file yet and will be added. Check the code.")
_FUTURE = message("The day lies ahead. Enter today or an earlier day.")


def _product_codes(connection: Connection) -> dict[str, uuid.UUID]:
    found = connection.execute(select(Product.code, Product.id).where(Product.deleted_at.is_(None)))
    return {row.code: row.id for row in found}


def _places(connection: Connection) -> dict[str, uuid.UUID]:
    """Places of stock by name and by code."""
    found = connection.execute(
        select(StockPlace.id, StockPlace.code, StockPlace.name).where(StockPlace.deleted_at.is_(None))
    )
    return {name.casefold(): row.id for row in found for name in (row.name, row.code) if name}


def _counts(connection: Connection) -> set[tuple[uuid.UUID, uuid.UUID, date, Decimal]]:
    """What was taken over already: product, place, day and quantity."""
    found = connection.execute(
        select(StockCount.product_id, StockCount.place_id, StockCount.at, StockCount.quantity).where(
            StockCount.source == SOURCE
        )
    )
    return {(row.product_id, row.place_id, row.at.astimezone().date(), row.quantity) for row in found}


class StockJudge:
    """Asked once per row of a stock list."""

    def __init__(self, desk: Desk, connection: Connection, create: bool) -> None:
        self.unknown, self.create, self.today = Unknown(), create, today(desk)
        self.products, self.places = _product_codes(connection), _places(connection)
        self.may_add = desk.may(Right.EDIT_PRODUCTS)
        self.new_places: set[str] = set()

    def __call__(self, record: Record) -> Iterator[Finding]:
        values = record.values
        code, place = values["product_code"], values.get("place", "").casefold()
        if code not in self.products:
            self.unknown.products[code] = None
            if not self.create:
                yield Finding("product_code", _NO_PRODUCT)
            else:
                yield Finding("product_code", *((_WILL_BE_ADDED, "warning") if self.may_add else (_MAY_NOT_ADD,)))
        if place and place not in self.places and place not in self.new_places:
            self.new_places.add(place)
            yield Finding(
                "place", message("The place {place} is new and will be added.", place=values["place"]), "warning"
            )
        if values.get("date", self.today) > self.today:
            yield Finding("date", _FUTURE)


def stock_counts(job: Job) -> Done:
    """Write counts by place and day; a count that is on file already is left out."""
    desk, connection = job.desk, job.connection
    known = _product_codes(connection)
    goods = [
        Record(
            one.row,
            {"code": code, "name_zh": one.values.get("text", code), "unit": one.values.get("unit", "")},
        )
        for code, one in {one.values["product_code"]: one for one in job.records}.items()
        if code not in known
    ]
    if goods:
        imports_records.products(desk, connection, goods)
        known = _product_codes(connection)
    main = stock.main_place(desk, connection)
    places, there = _places(connection), _counts(connection)
    by_day: dict[date, list[stock.Counted]] = {}
    skipped = 0
    for record in job.records:
        values = record.values
        place_id = _place(desk, connection, places, values.get("place", "")) or main
        day = values.get("date") or today(desk)
        product_id = known[values["product_code"]]
        if (product_id, place_id, day, values["quantity"]) in there:
            skipped += 1
            continue
        by_day.setdefault(day, []).append(stock.Counted(product_id, values["quantity"], place_id))
    done = skipped
    for day, counted in sorted(by_day.items()):
        at = desk.clock() if day == today(desk) else datetime.combine(day, time(23, 59, 59)).astimezone()
        stock.write_counts(desk, connection, counted, at=at, source=SOURCE)
        done += len(counted)
        report(done, len(job.records), job.progress, job.stop)
    return Done(len(job.records) - skipped, skipped)


def _place(desk: Desk, connection: Connection, places: dict[str, uuid.UUID], name: str) -> uuid.UUID | None:
    if not name:
        return None
    if name.casefold() not in places:
        made = places[name.casefold()] = desk.new_id()
        rows.add(connection, StockPlace, [{"id": made, "code": name, "name": name}])
    return places[name.casefold()]


class DeliveryJudge:
    """Asked once per row of a list of deliveries: the rules of a delivery, with what the rows above have taken."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        self.desk, self.today = desk, today(desk)
        self.orders, self.known = orders_on_file(connection), deliveries_on_file(connection)
        self.views: dict[str, OrderView] = {}
        self.states: dict[str, dict[uuid.UUID, LineState]] = {}
        self.gates: dict[str, list[str]] = {}
        self.told: set[str] = set()

    def __call__(self, record: Record) -> Iterator[Finding]:
        values = record.values
        number, name = values["number"], values["order"]
        if number in self.known:
            if number not in self.told:
                self.told.add(number)
                yield Finding("number", message("Delivery {number} is on file already and is left out.", number=number),
                              "warning")  # fmt: skip
            return
        try:
            shown = self._view(name)
            line_id = line_of(shown, values["product_code"])
        except UserError as error:
            yield Finding(error.field or "order", error.message)
            return
        delivery = _delivery(shown.id, values, self.today, (Sent(line_id, abs(values["quantity"])),))
        problems = check_delivery(delivery, self.states[name], on=self.today, gates=self.gates[name])
        for problem in problems:
            field = "quantity" if problem.field.startswith("lines") else problem.field
            yield Finding(field, problem.message)
        if not problems:
            old = self.states[name][line_id]
            self.states[name][line_id] = LineState(old.name, old.ordered, old.sent + values["quantity"], old.cancelled)

    def _view(self, name: str) -> OrderView:
        if name not in self.views:
            if name not in self.orders:
                raise UserError("There is no order with the number {number}.", field="order", number=name)
            with self.desk.reading() as connection:
                shown = order_view(self.desk, connection, self.orders[name])
                self.gates[name] = deliveries.open_gates(connection, shown.id)
            if shown.status not in ("confirmed", "closed", "cancelled", "exception"):
                raise UserError("{number} is not confirmed yet. Confirm it first.", field="order", number=shown.number)
            self.states[name], self.views[name] = deliveries.line_states(shown), shown
        return self.views[name]


def line_of(shown: OrderView, code: str) -> uuid.UUID:
    """The line of an order with this product code: the first that is not yet shipped whole, else the first."""
    same = [line for line in shown.order.lines if code.casefold() in (line.goods.code.casefold(), line.goods.name_zh)]
    if not same:
        raise UserError("{number} has no line with the product {code}.", field="product_code", number=shown.number,
                        code=code)  # fmt: skip
    found = next((line for line in same if shown.left(line) > 0), same[0]).id
    assert found is not None
    return found


def _delivery(order_id: uuid.UUID, values: dict[str, Any], usual: date, sent: tuple[Sent, ...]) -> Delivery:
    texts = {key: str(values.get(key, "")) for key in ("carrier", "tracking", "over_reason", "gate_reason", "note")}
    kind: Any = "out" if values["quantity"] > 0 else "return"
    return Delivery(order_id, values.get("date") or usual, sent, kind, **texts)  # type: ignore[arg-type]


def delivered(job: Job) -> Done:
    """Write deliveries and returns; one that is on file already is left out."""
    desk, connection = job.desk, job.connection
    known, orders = deliveries_on_file(connection), orders_on_file(connection)
    added = skipped = done = 0
    for paper in papers(job.records, "deliveries"):
        done += len(paper.lines)
        if paper.head["number"] in known:
            skipped += len(paper.lines)
            continue
        for back in (False, True):
            lines = [line for line in paper.lines if (line.values["quantity"] < 0) is back]
            if lines:
                shown = order_view(desk, connection, orders[paper.head["order"]])
                sent = tuple(
                    Sent(line_of(shown, line.values["product_code"]), abs(line.values["quantity"]),
                         line.values.get("lot", ""))
                    for line in lines
                )  # fmt: skip
                head = {**paper.head, "quantity": lines[0].values["quantity"]}
                deliveries.write(desk, connection, _delivery(shown.id, head, today(desk), sent), paper.head["number"])
                added += 1
        report(done, len(job.records), job.progress, job.stop)
    return Done(added, skipped)


class ReceiptJudge:
    """Asked once per row of a list of receipts."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        self.desk, self.today = desk, today(desk)
        self.names, self.orders, self.known = Known(desk, connection), orders_on_file(connection), _receipts(connection)
        self.owed: dict[str, Decimal] = {}
        self.left: dict[tuple[Any, ...], Decimal] = {}

    def __call__(self, record: Record) -> Iterator[Finding]:
        values = record.values
        customer = self.names.named(values["customer"])
        if customer is None:
            yield Finding(
                "customer", message("This customer is not on file. Check the name, or add the customer first.")
            )
            return
        if (customer, values["date"], values["amount"], values.get("number", "")) in self.known:
            yield Finding("amount", message("This receipt is on file already and is left out."), "warning")
            return
        if values["date"] > self.today:
            yield Finding("date", _FUTURE)
        if values["amount"] < 0:
            yield Finding("amount", message("Enter an amount above zero."))
        name = values.get("order", "")
        if not name:
            return
        if (problem := self._owing(name, customer, values)) is not None:
            yield Finding("order", problem)
            return
        key = receipt_key(record)
        left = self.left.setdefault(key, values["amount"])
        paid = values.get("allocated", min(left, self.owed[name]))
        if paid > self.owed[name]:
            sentence = "Of {number} only {due} are still to be paid. Leave the rest on account."
            yield Finding("allocated", message(sentence, number=name, due=self.owed[name]))
        elif paid > left:
            yield Finding("allocated", message("More is allocated than came in. Lower one of the amounts."))
        self.owed[name] -= paid
        self.left[key] = left - paid

    def _owing(self, name: str, customer: uuid.UUID, values: dict[str, Any]) -> Message | None:
        """What is wrong with an order that is to be paid; else `owed` knows what it still owes."""
        if name not in self.orders:
            return message("There is no order with the number {number}.", number=name)
        with self.desk.reading() as connection:
            order = rows.fetch(connection, Order, self.orders[name])
            if (order["customer_id"], order["currency"]) != (customer, values.get("currency", "CNY")):
                return message("{number} is another customer's, or in another currency.", number=name)
            if name not in self.owed:
                shown = order_view(self.desk, connection, self.orders[name])
                self.owed[name] = order["total"] - shown.figure["received"]
        return None


def receipt_key(record: Record) -> tuple[Any, ...]:
    """Rows with the same key are one receipt: number, customer, day and amount; without a number each is its own."""
    values = record.values
    number = values.get("number", "")
    return (number or record.row, values["customer"], values["date"], values["amount"])


def _receipts(connection: Connection) -> set[tuple[uuid.UUID, date, Decimal, str]]:
    found = connection.execute(select(Receipt.customer_id, Receipt.date, Receipt.amount, Receipt.reference))
    return {tuple(row) for row in found}  # type: ignore[misc]


def received(job: Job) -> Done:
    """Write receipts and what they pay; one that is on file already is left out."""
    desk, connection = job.desk, job.connection
    names, orders, known = Known(desk, connection), orders_on_file(connection), _receipts(connection)
    found: dict[tuple[Any, ...], list[Record]] = {}
    for record in job.records:
        found.setdefault(receipt_key(record), []).append(record)
    added = skipped = done = 0
    for lines in found.values():
        head = lines[0].values
        done += len(lines)
        customer = names.named(head["customer"])
        if customer is None or (customer, head["date"], head["amount"], head.get("number", "")) in known:
            skipped += len(lines)
            continue
        pays: dict[uuid.UUID, Decimal] = {}
        for line in lines:
            if "order" in line.values:
                order_id = orders[line.values["order"]]
                view = order_view(desk, connection, order_id)
                owed = view.totals.total.gross - view.figure["received"] - pays.get(order_id, ZERO)
                left = head["amount"] - sum(pays.values(), ZERO)
                pays[order_id] = pays.get(order_id, ZERO) + line.values.get("allocated", min(left, owed))
        receipt = receivables.Receipt(
            customer, head["date"], head["amount"], head.get("currency", "CNY"), head.get("kind", "other"),
            head.get("means", "transfer"), head.get("number", ""), head.get("payer", ""), head.get("note", ""),
            {order_id: amount for order_id, amount in pays.items() if amount > 0},
        )  # fmt: skip
        receivables.write_receipt(desk, connection, receipt)
        added += 1
        report(done, len(job.records), job.progress, job.stop)
    return Done(added, skipped)
