"""Works out a customer's month: opening balance, what left and came back, what was credited, received and is open."""

import calendar
import datetime as dt
import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, func, select, type_coerce

from orderdesk_gui.actions import companies
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.fact_voiding import taken_back
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.actions.statements_worth import Account, Worth, orders_of
from orderdesk_gui.documents.facts_orders import StatementEntry, StatementInvoice
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import ZERO, format_number
from orderdesk_gui.rules.payment import MEANS_NAMES
from orderdesk_gui.rules.units import unit_in_english
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnyRow, Scaled
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.deliveries import Delivery, DeliveryLine
from orderdesk_gui.store.orders import Order, Refund
from orderdesk_gui.store.receivables import Allocation, Invoice, InvoiceShare, PaymentDue, Receipt

Ageing = tuple[Decimal, Decimal, Decimal, Decimal, Decimal]

_RECEIPTS = {
    "deposit": ("定金", "Deposit"),
    "progress": ("进度款", "Progress payment"),
    "final": ("尾款", "Final payment"),
    "retention": ("质保金", "Retention"),
    "other": ("收款", "Receipt"),
}


@dataclass(frozen=True, slots=True)
class Month:
    """A customer's month as the facts say it now; amounts with tax in one currency.

    `ageing` splits what is open at its end (or today): not due, overdue up to 30, 60, 90 days, longer; None where
    nothing is open. `digest` is that of balances, entries and invoices: another one tells that the month changed.
    """

    account: Account
    first: dt.date
    last: dt.date
    opening: Decimal
    charged: Decimal
    paid: Decimal
    closing: Decimal
    entries: tuple[StatementEntry, ...]
    invoices: tuple[StatementInvoice, ...]
    not_invoiced: Decimal
    ageing: Ageing | None
    digest: str


def account_of(
    desk: Desk, connection: Connection, customer_id: uuid.UUID, company_id: uuid.UUID | None = None, currency: str = ""
) -> Account:
    """The account meant: by default with our first company, in the customer's own currency."""
    customer = rows.fetch(connection, Customer, customer_id)
    desk.require_owner(customer["owner_id"])
    own = company_id or companies.companies(connection)[0].id
    if own is None:
        raise UserError("Choose one of our own companies.", field="company_id")
    return Account(customer_id, own, currency or customer["currency"])


def compute(
    desk: Desk, customer_id: uuid.UUID, month: dt.date, *, company_id: uuid.UUID | None = None, currency: str = ""
) -> Month:
    """The month in which the day `month` lies. UserError where it has not begun."""
    with desk.reading() as connection:
        return month_of(connection, account_of(desk, connection, customer_id, company_id, currency), month, today(desk))


def month_of(connection: Connection, account: Account, month: dt.date, on: dt.date) -> Month:
    """As :func:`compute`, within a transaction; `on` is today."""
    first = month.replace(day=1)
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    if first > on:
        raise UserError("This month has not begun. Choose an earlier one.", field="month")
    orders = orders_of(connection, account)
    charges = _charges(connection, account, orders, last)
    moved = sorted([*charges, *_credits(connection, account, orders, last), *_receipts(connection, account, last)])
    opening = sum((one.charged - one.paid for one in moved if one.day < first), ZERO)
    entries, balance = [], opening
    for one in moved:
        if one.day >= first:
            balance += one.charged - one.paid
            entries.append(one.entry(balance))
    invoices = _invoices(connection, account, first, last)
    return Month(
        account=account,
        first=first,
        last=last,
        opening=opening,
        charged=sum((entry.charged or ZERO for entry in entries), ZERO),
        paid=sum((entry.paid or ZERO for entry in entries), ZERO),
        closing=balance,
        entries=tuple(entries),
        invoices=invoices,
        not_invoiced=_not_invoiced(connection, account, moved, last),
        ageing=_ageing(connection, account, moved, balance, min(last, on)),
        digest=_digest(account, opening, entries, invoices),
    )


@dataclass(frozen=True, slots=True, order=True)
class _Moved:
    """A delivery, a return or a receipt, in the order in which a statement tells them."""

    day: dt.date
    rank: int
    number: str
    place: int
    charged: Decimal
    paid: Decimal
    text_zh: str
    text_en: str
    order_id: uuid.UUID | None = None

    def entry(self, balance: Decimal) -> StatementEntry:
        """As the paper shows it, with the balance after it."""
        return StatementEntry(
            self.day, self.number, self.text_zh, self.text_en, self.charged if self.rank == 0 else None,
            self.paid if self.rank else None, balance,
        )  # fmt: skip


def _charges(
    connection: Connection, account: Account, orders: dict[uuid.UUID, Worth], last: dt.date
) -> Iterable[_Moved]:
    """What each delivery adds to, and each return takes from, what the customer owes."""
    found = connection.execute(
        select(
            Delivery.id, Delivery.number, Delivery.kind, Delivery.date, DeliveryLine.order_id,
            DeliveryLine.order_line_id, DeliveryLine.quantity,
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(
            Delivery.customer_id == account.customer_id, Delivery.date <= last, DeliveryLine.order_id.in_(orders),
            Delivery.id.not_in(taken_back(Delivery)),
        )
        .order_by(Delivery.date, Delivery.at, Delivery.id, DeliveryLine.position)
    )  # fmt: skip
    notes: dict[tuple[uuid.UUID, uuid.UUID], list[AnyRow]] = defaultdict(list)
    for row in found:
        notes[row.id, row.order_id].append(row)
    sent: dict[uuid.UUID, dict[uuid.UUID, Decimal]] = defaultdict(dict)
    charged: set[uuid.UUID] = set()
    for place, ((_, order_id), lines) in enumerate(notes.items()):
        order, before = orders[order_id], sent[order_id]
        worth = order.value(before)
        for line in lines:
            sign = 1 if line.kind == "out" else -1
            before[line.order_line_id] = before.get(line.order_line_id, ZERO) + sign * line.quantity
        first = lines[0]
        zh, en = _said(order, lines)
        common = (first.date, 0, first.number)
        yield _Moved(*common, 2 * place, order.value(before) - worth, ZERO, zh, en, order_id)
        if first.kind == "out" and order_id not in charged:
            charged.add(order_id)
            if order.extras:
                words = (f"运费及其他  {order.customer_po}", f"Freight and other  {order.customer_po}")
                yield _Moved(*common, 2 * place + 1, order.extras, ZERO, *words, order_id)


def _said(order: Worth, lines: Sequence[AnyRow]) -> tuple[str, str]:
    """``发货  PO-1187  行星减速机 24 台等 3 项``."""
    first = lines[0]
    line = order.lines[first.order_line_id]
    zh, en = ("发货", "Delivery") if first.kind == "out" else ("退货", "Return")
    number = format_number(first.quantity)
    more_zh = f"等 {len(lines)} 项" if len(lines) > 1 else ""
    more_en = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    name_en = line.name_en or line.name_zh
    return (
        f"{zh}  {order.customer_po}  {line.name_zh or line.name_en} {number} {line.unit}{more_zh}",
        f"{en}  {order.customer_po}  {name_en}, {number} {unit_in_english(line.unit)}{more_en}",
    )


def _credits(
    connection: Connection, account: Account, orders: dict[uuid.UUID, Worth], last: dt.date
) -> Iterable[_Moved]:
    """Credit notes that were given, on the day they were; they take off what is owed besides any return."""
    found = connection.execute(
        select(Refund.number, Refund.order_id, Refund.paid_on, Refund.amount, Refund.reason)
        .where(
            Refund.customer_id == account.customer_id, Refund.kind == "credit", Refund.status == "paid",
            Refund.order_id.in_(orders), Refund.paid_on <= last, Refund.deleted_at.is_(None),
        )
        .order_by(Refund.number)
    )  # fmt: skip
    for place, row in enumerate(found):
        po = orders[row.order_id].customer_po
        words = (f"贷项通知  {po}  {row.reason}", f"Credit note  {po}  {row.reason}")
        yield _Moved(row.paid_on, 0, row.number, place, -row.amount, ZERO, *words, row.order_id)


def _receipts(connection: Connection, account: Account, last: dt.date) -> Iterable[_Moved]:
    """Money that came in; what was given back has a negative amount."""
    found = connection.execute(
        select(Receipt.number, Receipt.date, Receipt.amount, Receipt.kind, Receipt.means, Receipt.reference)
        .where(
            Receipt.customer_id == account.customer_id, Receipt.company_id == account.company_id,
            Receipt.currency == account.currency, Receipt.date <= last, Receipt.id.not_in(taken_back(Receipt)),
        )
        .order_by(Receipt.date, Receipt.noted_at, Receipt.id)
    )  # fmt: skip
    means: dict[str, tuple[str, str]] = {key: pair for key, pair in MEANS_NAMES.items()}
    for place, row in enumerate(found):
        zh, en = _RECEIPTS.get(row.kind, _RECEIPTS["other"]) if row.amount >= 0 else ("退款", "Refund")
        by_zh, by_en = means.get(row.means, ("", ""))
        said_zh = "  ".join(part for part in (zh, by_zh, row.reference) if part)
        said_en = "  ".join(part for part in (en, by_en, row.reference) if part)
        yield _Moved(row.date, 1, row.number, place, ZERO, row.amount, said_zh, said_en)


def _invoices(connection: Connection, account: Account, first: dt.date, last: dt.date) -> tuple[StatementInvoice, ...]:
    """The invoices of the month with the orders that they are for; they change nothing of what is owed."""
    found = connection.execute(
        select(Invoice.id, Invoice.date, Invoice.number, Invoice.gross, Order.number.label("order_number"))
        .join(InvoiceShare, InvoiceShare.invoice_id == Invoice.id)
        .join(Order, Order.id == InvoiceShare.order_id)
        .where(
            Invoice.customer_id == account.customer_id, Invoice.company_id == account.company_id,
            Invoice.currency == account.currency, Invoice.date.between(first, last),
            Invoice.id.not_in(taken_back(Invoice)),
        )
        .order_by(Invoice.date, Invoice.number, Invoice.id, Order.number)
    )  # fmt: skip
    grouped: dict[uuid.UUID, list[AnyRow]] = defaultdict(list)
    for row in found:
        grouped[row.id].append(row)
    return tuple(
        StatementInvoice(own[0].date, own[0].number, ", ".join(row.order_number for row in own), own[0].gross)
        for own in grouped.values()
    )


def _not_invoiced(connection: Connection, account: Account, moved: Sequence[_Moved], last: dt.date) -> Decimal:
    """What was delivered by the end of the month, order by order, above what was invoiced."""
    shipped: dict[uuid.UUID, Decimal] = defaultdict(lambda: ZERO)
    for one in moved:
        if one.order_id is not None:
            shipped[one.order_id] += one.charged
    found = connection.execute(
        select(InvoiceShare.order_id, type_coerce(func.sum(InvoiceShare.amount), Scaled(4)).label("amount"))
        .join(Invoice, Invoice.id == InvoiceShare.invoice_id)
        .where(Invoice.customer_id == account.customer_id, Invoice.date <= last, Invoice.id.not_in(taken_back(Invoice)))
        .group_by(InvoiceShare.order_id)
    )
    invoiced = {row.order_id: row.amount for row in found}
    return sum((max(amount - invoiced.get(order_id, ZERO), ZERO) for order_id, amount in shipped.items()), ZERO)


def _ageing(
    connection: Connection, account: Account, moved: Sequence[_Moved], closing: Decimal, at: dt.date
) -> Ageing | None:
    """How long what is open at `at` has been due, the oldest first; money on account covers the oldest.

    No more is overdue than is open: a deposit asked for ahead of any delivery is not owed here.
    """
    if closing <= 0:
        return None
    paid = _allocated(connection, account, at)
    spare = sum((one.paid for one in moved if one.day <= at), ZERO) - sum(paid.values(), ZERO)
    items: list[tuple[dt.date, Decimal]] = []
    for due in connection.execute(
        select(PaymentDue.order_id, PaymentDue.due, PaymentDue.amount)
        .join(Order, Order.id == PaymentDue.order_id)
        .where(
            Order.customer_id == account.customer_id, Order.company_id == account.company_id,
            Order.currency == account.currency, Order.status.in_(("confirmed", "exception", "closed")),
            PaymentDue.deleted_at.is_(None), PaymentDue.due < at,
        )
        .order_by(PaymentDue.due, PaymentDue.position)
    ):  # fmt: skip
        covered = min(paid.get(due.order_id, ZERO), due.amount)
        paid[due.order_id] = paid.get(due.order_id, ZERO) - covered
        items.append((due.due, due.amount - covered))
    buckets, left = [ZERO] * 5, closing
    for day, amount in items:
        covered = min(max(spare, ZERO), amount)
        spare -= covered
        open_now = min(amount - covered, left)
        left -= open_now
        buckets[min(((at - day).days - 1) // 30 + 1, 4)] += open_now
    return (left, buckets[1], buckets[2], buckets[3], buckets[4])


def _allocated(connection: Connection, account: Account, at: dt.date) -> dict[uuid.UUID, Decimal]:
    """What receipts up to a day pay of each order."""
    found = connection.execute(
        select(Allocation.order_id, type_coerce(func.sum(Allocation.amount), Scaled(4)).label("amount"))
        .join(Receipt, Receipt.id == Allocation.receipt_id)
        .where(
            Receipt.customer_id == account.customer_id, Receipt.company_id == account.company_id,
            Receipt.currency == account.currency, Receipt.date <= at, Receipt.id.not_in(taken_back(Receipt)),
        )
        .group_by(Allocation.order_id)
    )  # fmt: skip
    return {row.order_id: row.amount for row in found}


def _digest(
    account: Account, opening: Decimal, entries: Sequence[StatementEntry], invoices: Sequence[StatementInvoice]
) -> str:
    """SHA-256 of balances and facts, not of how they are worded."""
    content = [
        str(account.company_id), account.currency, format_number(opening),
        [[e.day.isoformat(), e.number, plain(e.charged), plain(e.paid)] for e in entries],
        [[i.day.isoformat(), i.number, plain(i.amount)] for i in invoices],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def plain(value: Decimal | None) -> str | None:
    """An amount as the store keeps it in documents."""
    return None if value is None else format_number(value)
