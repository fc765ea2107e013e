"""Writes imported orders in bulk: new ones as drafts, what has left as closed and delivered, returns as facts."""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, select, update

from orderdesk_gui.actions import deliveries, imports_records, settings
from orderdesk_gui.actions.approvals_assessing import known_rate
from orderdesk_gui.actions.companies import companies
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.imports_judging import Known
from orderdesk_gui.actions.imports_orders_judging import (
    deliveries_on_file,
    goods_key,
    has_left,
    orders_on_file,
    own_numbers,
    went_back,
)
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.documents.imports import Record, keyed
from orderdesk_gui.documents.imports_orders import ORDERS
from orderdesk_gui.documents.workbook_progress import report
from orderdesk_gui.rules.deliveries import Delivery, Sent
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import PRICE_PLACES, ZERO, round_amount, round_half_up
from orderdesk_gui.rules.numbers import parse_number
from orderdesk_gui.rules.orders import Order, OrderLine, StarTable, order_totals, stars
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store import deliveries as delivery_store
from orderdesk_gui.store import orders as store
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.desks import Counter
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.order_rows import line_values, order_values
from orderdesk_gui.store.products import Product
from orderdesk_gui.store.terms import payment_terms

CHUNK = 1000
"""Orders that are worked out and written at a time."""
_USUAL_RATE = Decimal("0.13")


@dataclass(frozen=True, slots=True)
class Job:
    """What a writer of an import gets; `source` names the system that the rows come from."""

    desk: Desk
    connection: Connection
    records: list[Record]
    source: str = "file"
    create: bool = False
    progress: Callable[[int, int], None] | None = None
    stop: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a writer did: records added, and rows left out because they were on file already."""

    added: int
    skipped: int


def keeps_facts(records: Sequence[Record]) -> bool:
    """Whether some of these rows are deliveries or returns, which are never undone."""
    return any(went_back(record.values) or has_left(record.values) for record in records)


def orders(job: Job) -> Done:
    """Write orders with their lines, and what came back. Raises Stopped where the person asked for it."""
    on_file = orders_on_file(job.connection)
    own, returned = own_numbers(job.connection), deliveries_on_file(job.connection)
    names = _Names(job)
    new: list[_Group] = []
    back: list[_Group] = []
    skipped = 0
    for records in _grouped(job.records):
        number = source_number(records)
        lines: list[Record] = []
        returning: list[Record] = []
        for line in records:
            forth = line.values["quantity"] > 0 and (number in own or not went_back(line.values))
            (lines if forth else returning).append(line)
        for part, known, parts in ((lines, number in on_file, new), (returning, number in returned, back)):
            if part and known:
                skipped += len(part)
            elif part:
                parts.append(_Group(number, part))
    names.create([*new, *back])
    total, done = len(job.records), skipped
    pending: Iterator[_Group] = iter(new)
    while chunk := list(islice(pending, CHUNK)):
        on_file |= _write(job, names, chunk)
        done += sum(len(group.lines) for group in chunk)
        report(done, total, job.progress, job.stop)
    for group in back:
        _return(job, names, group, on_file)
        done += len(group.lines)
        report(done, total, job.progress, job.stop)
    return Done(len(new) + len(back), skipped)


_HEADS = tuple(each.key for each in ORDERS.fields if each.head)


@dataclass(frozen=True, slots=True)
class _Group:
    """The lines of one order; what belongs to the whole of it may stand on any of them."""

    number: str
    lines: list[Record]

    @property
    def head(self) -> dict[str, Any]:
        """What the lines say of the whole order, the first line first."""
        merged: dict[str, Any] = {}
        for line in self.lines:
            for key in _HEADS:
                if key in line.values:
                    merged.setdefault(key, line.values[key])
        return merged


def _grouped(records: Sequence[Record]) -> Iterable[list[Record]]:
    found: dict[Any, list[Record]] = {}
    for record, key in keyed(records):
        found.setdefault(key, []).append(record)
    return found.values()


def source_number(lines: Sequence[Record]) -> str:
    """The number of an order in its own system; one without has a digest of what it says."""
    number = str(lines[0].values.get("number", "")).strip()
    if number:
        return number
    said = repr([sorted(line.values.items()) for line in lines])
    return f"#{hashlib.sha256(said.encode()).hexdigest()[:16]}"


class _Names:
    """Customers, products and people by what files call them, and the numbers that are given next."""

    def __init__(self, job: Job) -> None:
        self.job, desk, connection = job, job.desk, job.connection
        self.known = Known(desk, connection)
        self.today = today(desk)
        company = next(iter(companies(connection)), None)
        if company is None or company.id is None:
            raise UserError("First say which company this is: open Settings, Companies.")
        self.company_id = company.id
        self.products: dict[str, Any] = {}
        self.terms: dict[uuid.UUID, PaymentTerms] = {}
        self._rates: dict[str, tuple[Decimal | None, str]] = {}
        self._series: dict[date, str] = {}
        self._load()

    def _load(self) -> None:
        living = select(Product.__table__).where(Product.deleted_at.is_(None))
        self.products = {row.code: row for row in self.job.connection.execute(living)}
        found = self.job.connection.execute(select(Customer.id, Customer.payment).where(Customer.deleted_at.is_(None)))
        self.terms = {row.id: payment_terms(row.payment) for row in found}

    def customer(self, head: dict[str, Any]) -> uuid.UUID | None:
        name = head.get("customer", "")
        return self.known.by_code.get(head.get("customer_code", "")) or (self.known.named(name) if name else None)

    def create(self, found: Sequence[_Group]) -> None:
        """Put the customers on file that are not there yet, and with `create` the products."""
        new: dict[str, Record] = {}
        goods: dict[str, Record] = {}
        for group in found:
            head = group.lines[0].values
            if self.customer(head) is None:
                head = group.head
                name = head.get("customer") or head["customer_code"]
                values = {"name": name, "code": head.get("customer_code", ""), "contact": head.get("contact", ""),
                          "phone": head.get("phone", "")}  # fmt: skip
                new.setdefault(name, Record(group.lines[0].row, {key: each for key, each in values.items() if each}))
            for line in group.lines if self.job.create else ():
                code = line.values.get("product_code", "")
                if code and code not in self.products and code not in goods:
                    named = {"code": code, "name_zh": line.values.get("text", code)}
                    plain = {key: line.values[key] for key in ("specification", "unit") if key in line.values}
                    goods[code] = Record(line.row, named | plain)
        if new and not self.job.create:
            raise UserError("This customer is not on file. Import it with “create”, or add the customer first.")
        if new:
            imports_records.customers(self.job.desk, self.job.connection, list(new.values()))
        if goods:
            imports_records.products(self.job.desk, self.job.connection, list(goods.values()))
        if new or goods:
            self.known = Known(self.job.desk, self.job.connection)
            self._load()

    def rate(self, currency: str) -> tuple[Decimal | None, str]:
        """What one of a currency is worth today in that of our books, and who said so; None where nobody did."""
        if currency not in self._rates:
            self._rates[currency] = known_rate(self.job.connection, currency, self.today)
        return self._rates[currency]

    def numbers(self, kind: str, days: Sequence[date]) -> list[str]:
        """Document numbers of a kind for papers of these days, in their order."""
        wanted: dict[tuple[str, int], int] = {}
        keys = []
        for day in days:
            if day not in self._series:
                self._series[day] = settings.read(self.job.connection, "number_series", day)
            key = (self._series[day][kind], day.year)  # type: ignore[index]
            wanted[key] = wanted.get(key, 0) + 1
            keys.append(key)
        first: dict[tuple[str, int], int] = {}
        for (series, year), count in wanted.items():
            given = next_number(self.job.connection, series, year, self.job.desk.device)
            first[series, year] = parse_number(given).counter
            at = (Counter.series == series) & (Counter.year == year) & (Counter.device == self.job.desk.device)
            self.job.connection.execute(update(Counter).where(at).values(last=Counter.last + count - 1))
        made = []
        for key in keys:
            made.append(f"{key[0]}-{key[1]:04d}-{self.job.desk.device}-{first[key]:04d}")
            first[key] += 1
        return made


def _write(job: Job, names: _Names, chunk: Sequence[_Group]) -> dict[str, uuid.UUID]:
    """Insert orders; gives their ids by source number."""
    desk, now = job.desk, job.desk.clock()
    made = [(group, head, _order(names, head, group.lines)) for group in chunk for head in (group.head,)]
    heads, lines, figures, left = [], [], [], []
    numbers = names.numbers("order", [order.date for _, _, order in made])
    ids: dict[str, uuid.UUID] = {}
    for (group, head, order), number in zip(made, numbers, strict=True):
        try:
            totals = order_totals(order)
        except UserError as error:
            raise UserError("Row {row}: {sentence}", row=group.lines[0].row, sentence=error.message) from error
        order_id = ids[group.number] = desk.new_id()
        gone = has_left(head)
        values = order_values(order, totals)
        rate, rate_source = names.rate(order.currency)
        owner = names.known.people.get(head.get("owner", "")) or desk.user_id
        state = "closed" if gone else "draft"
        heads.append(
            {
                **values, "id": order_id, "number": number, "owner_id": owner, "source": job.source,
                "rate": rate, "rate_source": rate_source,
                "source_number": group.number, "status": state, "contact_name": head.get("contact", ""),
                "contact_phone": head.get("phone", ""), "stars": stars(totals.total.gross, 1, StarTable()),
                "first_promised": values["promised"] if gone else None, "confirmed_at": now if gone else None,
                "confirmed_by": desk.user_id if gone else None, "ended_at": now if gone else None,
            }
        )  # fmt: skip
        costs = {line.goods.product_id: names.products[line.goods.code].cost for line in order.lines
                 if line.goods.product_id}  # fmt: skip
        own = [
            {**line, "id": desk.new_id(), "order_id": order_id, "position": position}
            for position, line in enumerate(line_values(order, totals, costs))
        ]
        lines += own
        day = min(head.get("shipped_on") or order.date, names.today)
        if gone:
            left.append((order_id, order, day, own))
        figures.append(
            {
                "order_id": order_id, "customer_id": order.customer_id, "owner_id": owner, "date": order.date,
                "state": state, "open": False, "ordered": totals.total.gross,
                "shipped": sum((line.gross for line in totals.lines), ZERO) if gone else ZERO, "invoiced": ZERO,
                "received": ZERO, "overdue": ZERO, "base_total": round_amount(totals.total.gross * (rate or 1), "CNY"),
                "promised": values["promised"], "forecast": values["promised"],
                "last_shipped": day if gone else None, "level": "green",
            }
        )  # fmt: skip
    rows.add(job.connection, store.Order, heads)
    rows.add(job.connection, store.OrderLine, lines)
    job.connection.execute(insert(store.OrderFigure), figures)
    _deliver(job, names, left, now)
    return ids


def _deliver(
    job: Job, names: _Names, left: Sequence[tuple[uuid.UUID, Order, date, list[dict[str, Any]]]], now: datetime
) -> None:
    """Note that orders left, whole; stock is not touched: what is there now is told by the next count."""
    desk = job.desk
    numbers = names.numbers("delivery", [day for _, _, day, _ in left])
    heads, lines = [], []
    for (order_id, order, day, own), number in zip(left, numbers, strict=True):
        delivery_id = desk.new_id()
        heads.append(
            {
                "id": delivery_id, "scope": order.customer_id, "number": number, "kind": "out", "order_id": order_id,
                "company_id": order.company_id, "customer_id": order.customer_id, "date": day, "at": now,
                "user_id": desk.user_id, "receiver": {},
            }
        )  # fmt: skip
        lines += [
            {
                "id": desk.new_id(), "scope": order.customer_id, "delivery_id": delivery_id, "position": position,
                "order_id": order_id, "order_line_id": line["id"], "quantity": line["quantity"],
            }
            for position, line in enumerate(own)
        ]  # fmt: skip
    rows.add(job.connection, delivery_store.Delivery, heads)
    rows.add(job.connection, delivery_store.DeliveryLine, lines)


def _order(names: _Names, head: dict[str, Any], lines: Sequence[Record]) -> Order:
    customer_id = names.customer(head)
    assert customer_id is not None
    currency = head.get("currency", "CNY")
    texts = {key: head[key] for key in ("kind", "channel", "customer_po") if key in head}
    freight = head.get("freight", ZERO)
    return Order(
        customer_id=customer_id,
        company_id=names.company_id,
        date=head.get("date") or names.today,
        lines=tuple(_line(names, head, line.values, currency) for line in lines),
        currency=currency,
        tax_mode=head.get("tax_mode", "inclusive"),
        discount_amount=abs(head.get("order_discount", ZERO)),
        freight=freight,
        freight_vat_rate=_USUAL_RATE if currency == "CNY" else ZERO,
        payment=head.get("payment_terms") or names.terms.get(customer_id) or PaymentTerms(),
        delivery_place=head.get("place", ""),
        **texts,
    )


def _line(names: _Names, head: dict[str, Any], values: dict[str, Any], currency: str) -> OrderLine:
    product = names.products.get(values.get("product_code", ""))
    usual = product.vat_rate if product else _USUAL_RATE
    goods = QuoteLine(
        quantity=values["quantity"],
        unit_price=_price(head, values),
        vat_rate=values.get("vat_rate", usual if currency == "CNY" else ZERO),
        product_id=product.id if product else None,
        code=str(values.get("product_code", "")),
        name_zh=values.get("text") or (product.name_zh if product else str(values.get("product_code", ""))),
        name_en=product.name_en if product else "",
        specification=values.get("specification") or (product.specification if product else ""),
        unit=values.get("unit") or (product.unit if product else ""),
        remark=values.get("remark", ""),
    )
    return OrderLine(goods, wanted=values.get("wanted_date"), promised=values.get("promised_date"))


def _price(head: dict[str, Any], values: dict[str, Any]) -> Decimal:
    """The price of one, discount taken off: from the line's amount, its price, or a total of this line alone."""
    if "amount" in values:
        return round_half_up(values["amount"] / values["quantity"], PRICE_PLACES)
    if "unit_price" in values:
        price: Decimal = values["unit_price"]
        return round_half_up(price * (1 - values["discount"]), PRICE_PLACES) if "discount" in values else price
    whole = head["order_total"] - head.get("freight", ZERO) + abs(head.get("order_discount", ZERO))
    return round_half_up(max(whole, ZERO) / values["quantity"], PRICE_PLACES)


def _return(job: Job, names: _Names, group: _Group, on_file: dict[str, uuid.UUID]) -> None:
    """Note what came back of an order that has left."""
    head = group.head
    order_id = on_file[head.get("original") or group.number]
    lines = rows.children(job.connection, store.OrderLine, "order_id", order_id)
    known: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        known.setdefault(goods_key({"product_code": line["code"], "text": line["name_zh"]}), []).append(line)
    sent = order_view(job.desk, job.connection, order_id).sent
    back: list[Sent] = []
    for record in group.lines:
        rest = abs(record.values["quantity"])
        for line in known.get(goods_key(record.values), []):
            taken = min(
                rest, sent.get(line["id"], ZERO) - sum(one.quantity for one in back if one.line_id == line["id"])
            )
            if taken > 0:
                back.append(Sent(line["id"], taken))
                rest -= taken
    day = head.get("cancelled_on") or head.get("date") or names.today
    delivery = Delivery(order_id, min(day, names.today), tuple(back), "return")
    deliveries.write(job.desk, job.connection, delivery, group.number)
