"""What the page of orders asks of the actions; every function runs in the background, the desk comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import Message

from .draft import Draft, from_json

if TYPE_CHECKING:
    from orderdesk_gui.actions.deliveries import DeliveryRow
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.orders import OrderView
    from orderdesk_gui.actions.orders_saving import SavedOrder
    from orderdesk_gui.actions.plans import PlanView
    from orderdesk_gui.rules.customers import Customer

KIND = "order"
Numbered = tuple[UUID, str]


@dataclass(frozen=True)
class Opened:
    """An order with everything around it that the page shows; `view` is None while it was never saved."""

    draft: Draft
    customer: Customer
    free_vat: Decimal
    review_from: Decimal
    today: dt.date
    view: OrderView | None = None
    plan: PlanView | None = None
    quote: Numbered | None = None
    contract: Numbered | None = None
    deliveries: tuple[DeliveryRow, ...] = ()
    gates: tuple[str, ...] = ()
    same_po: tuple[Numbered, ...] = ()
    made_already: tuple[Numbered, ...] = ()
    alarms: tuple[Message, ...] = ()
    may_review: bool = False
    held: bool = False
    unpaid: tuple[str, ...] = ()
    kept_id: UUID | None = None
    kept_at: dt.datetime | None = None

    @property
    def status(self) -> str:
        """The status of the order."""
        return self.draft.status

    @property
    def state(self) -> str:
        """The one word for status and facts."""
        return self.view.state if self.view is not None else self.draft.status

    @property
    def confirmed(self) -> bool:
        """Whether it was ever confirmed: then deliveries and money follow it."""
        return self.status in ("confirmed", "closed", "cancelled", "exception")


@dataclass(frozen=True)
class KeptRow:
    """A new order in the list that was typed and never saved."""

    id: UUID
    customer: str
    saved_at: dt.datetime


@dataclass(frozen=True)
class Listing:
    """A window of the list, with the unsaved ones before its first row."""

    rows: tuple[Any, ...]
    after: Any
    total: int | None


def listing(desk: Desk, query: tuple[str, str], after: Any, limit: int) -> Listing:
    """A window of the list; `query` is (tab, text)."""
    from orderdesk_gui.actions import orders

    tab, text = query
    found = orders.list_orders(desk, tab=tab, text=text, after=after, limit=limit, counted=after is None)
    kept = _kept_rows(desk) if after is None and tab in ("mine", "all") and not text else ()
    return Listing((*kept, *found.rows), found.after, found.total)


def _kept_rows(desk: Desk) -> tuple[KeptRow, ...]:
    from orderdesk_gui.actions import customers, drafts

    made = []
    for kept in drafts.drafts_of(desk, KIND):
        if kept.subject is None:
            customer = customers.load(desk, from_json(kept.content).order.customer_id)
            made.append(KeptRow(kept.id, customer.short_name or customer.name, kept.saved_at))
    return tuple(made)


def counts(desk: Desk) -> dict[str, int]:
    """How many orders stand in each tab."""
    from orderdesk_gui.actions import orders

    return orders.tab_counts(desk)


# One order -----------------------------------------------------------------------------------------------


def open_order(desk: Desk, order_id: UUID) -> Opened:
    """A saved order, with what was typed into it and not saved yet."""
    from orderdesk_gui.actions import credit, deliveries, drafts, orders, plans

    view = orders.load(desk, order_id)
    draft = Draft(view.order, view.id, view.number, view.status, view.quote_id)
    kept = next((one for one in drafts.drafts_of(desk, KIND) if one.subject == order_id), None)
    if kept is not None and draft.editable:
        draft = replace(draft, order=from_json(kept.content).order)
    with desk.reading() as connection:
        gates = tuple(deliveries.open_gates(connection, order_id)) if view.status == "confirmed" else ()
    alone = _setting(desk, "approval_preset") == "one_person"
    return replace(
        _around(desk, draft),
        view=view,
        plan=plans.of_order(desk, order_id),
        contract=_contract(desk, view.contract_id),
        deliveries=tuple(deliveries.list_deliveries(desk, order_id=order_id).rows),
        gates=gates,
        same_po=tuple(orders.with_customer_po(desk, draft.order.customer_id, draft.order.customer_po, order_id)),
        held=bool(credit.holds(desk, order_id=order_id)),
        unpaid=tuple(str(one) for one in credit.before_shipment(view)) if view.status == "confirmed" else (),
        alarms=_alarms(desk, draft) if draft.editable or draft.status == "review" else (),
        may_review=desk.may(Right.REVIEW_ORDERS) and (alone or view.owner_id != desk.user_id),
        kept_id=kept.id if kept is not None and draft.editable else None,
        kept_at=kept.saved_at if kept is not None and draft.editable else None,
    )


def open_kept(desk: Desk, draft_id: UUID) -> Opened:
    """A new order that was typed and not saved."""
    from orderdesk_gui.actions import drafts

    kept = drafts.load(desk, draft_id)
    return replace(_around(desk, from_json(kept.content)), kept_id=kept.id, kept_at=kept.saved_at)


def new_order(desk: Desk, customer_id: UUID) -> Opened:
    """An empty order of a customer, with the terms that are usual with them."""
    from orderdesk_gui.actions import orders_saving

    return _around(desk, Draft(orders_saving.blank(desk, customer_id)))


def order_of_quote(desk: Desk, quote_id: UUID) -> Opened:
    """An order prepared from a won quotation, with the orders that were made from it before."""
    from orderdesk_gui.actions import orders, orders_saving

    opened = _around(desk, Draft(orders_saving.from_quote(desk, quote_id), quote_id=quote_id))
    return replace(opened, made_already=tuple(orders.of_quote(desk, quote_id)))


def copied_order(desk: Desk, order_id: UUID) -> Opened:
    """A new order with the goods and prices of an earlier one; days and their order number are new."""
    from orderdesk_gui.actions import orders, quotes

    order = orders.load(desk, order_id).order
    lines = tuple(replace(line, id=None, wanted=None, promised=None) for line in order.lines)
    fresh = replace(order, date=quotes.today(desk), lines=lines, customer_po="", customer_po_date=None)
    return _around(desk, Draft(fresh))


def reopened(desk: Desk, draft: Draft) -> Opened:
    """A kept draft with everything around it."""
    return replace(open_order(desk, draft.id), draft=draft) if draft.id is not None else _around(desk, draft)


def _around(desk: Desk, draft: Draft) -> Opened:
    from orderdesk_gui.actions import companies, customers, quotes

    customer = customers.load(desk, draft.order.customer_id)
    company = next((one for one in companies.list_companies(desk) if one.id == draft.order.company_id), None)
    rate = company.vat_rate if company is not None else Decimal("0.13")
    if draft.order.tax_mode == "exclusive" and draft.order.currency != "CNY":
        rate = Decimal(0)
    quote = (draft.quote_id, quotes.load(desk, draft.quote_id).number) if draft.quote_id is not None else None
    least = Decimal(_setting(desk, "order_review_from"))
    return Opened(draft, customer, rate, least, quotes.today(desk), quote=quote)


def _alarms(desk: Desk, draft: Draft) -> tuple[Message, ...]:
    """What looks wrong in a draft and nobody went on in spite of."""
    from orderdesk_gui.actions import order_alarms

    return tuple(one.message for one in order_alarms.of_draft(desk, draft.order, draft.id) if not one.answered)


def _contract(desk: Desk, contract_id: UUID | None) -> Numbered | None:
    from orderdesk_gui.actions import contracts

    return (contract_id, contracts.load(desk, contract_id).number) if contract_id is not None else None


def _setting(desk: Desk, key: str) -> Any:
    from orderdesk_gui.actions import settings

    return settings.get(desk, key)


def same_po(desk: Desk, customer_id: UUID, customer_po: str, besides: UUID | None) -> list[Numbered]:
    """Other orders of the customer under the same number of theirs."""
    from orderdesk_gui.actions import orders

    return orders.with_customer_po(desk, customer_id, customer_po, besides)


# Deeds ---------------------------------------------------------------------------------------------------


def save(desk: Desk, draft: Draft, kept_id: UUID | None) -> SavedOrder:
    """Save the draft; what was kept of it is not needed any more."""
    from orderdesk_gui.actions import drafts, orders_saving

    origin = {"quote_id": draft.quote_id} if draft.id is None else None
    saved = orders_saving.save(desk, draft.order, draft.id, origin=origin)
    if kept_id is not None:
        drafts.drop(desk, kept_id)
    return saved


def step(desk: Desk, order_id: UUID, command: str) -> Changes:
    """Submit, withdraw or confirm."""
    from orderdesk_gui.actions import orders_saving

    steps = {"submit": orders_saving.submit, "withdraw": orders_saving.withdraw, "confirm": orders_saving.confirm}
    return steps[command](desk, order_id)


def end(desk: Desk, order_id: UUID, command: str, reason: str) -> Changes:
    """Close, reopen or void, with the reason."""
    from orderdesk_gui.actions import orders_saving

    steps = {"close": orders_saving.close, "reopen": orders_saving.reopen, "void": orders_saving.void}
    return steps[command](desk, order_id, reason)


def resolve(desk: Desk, order_id: UUID, decision: Any, reason: str) -> Changes:
    """Decide on an exception: resume, cancel or close."""
    from orderdesk_gui.actions import order_ending

    return order_ending.resolve(desk, order_id, decision, reason)


def release_credit(desk: Desk, order_id: UUID, reason: str) -> Changes:
    """Let an order go although credit holds it."""
    from orderdesk_gui.actions import credit

    return credit.release(desk, order_id, reason)


def reviewers(desk: Desk, owner_id: UUID) -> list[tuple[str, str]]:
    """(login, name) of those who may review an order of `owner_id`, but for the person at the desk."""
    from orderdesk_gui.actions import people

    others = [one for one in people.list_people(desk) if one.active and one.id not in (desk.user_id, owner_id)]
    return [
        (one.login, one.name)
        for one in others
        if one.id is not None and people.seat(desk, one.id).may(Right.REVIEW_ORDERS)
    ]


def review(desk: Desk, order_id: UUID, wrong: frozenset[str], note: str, login: str, secret: str) -> Changes:
    """Note the review, by the person at the desk or by whoever signs in for it."""
    from orderdesk_gui.actions import orders_saving, people

    seat = people.sign_in(desk, login, secret) if login else desk
    return orders_saving.review(seat, order_id, wrong, note)


@dataclass(frozen=True)
class Delivered:
    """A delivery or return as typed; `lines` are quantities by the order's lines."""

    order_id: UUID
    kind: Any
    date: dt.date
    lines: Mapping[UUID, Decimal] = field(default_factory=dict)
    carrier: str = ""
    tracking: str = ""
    note: str = ""
    over_reason: str = ""
    gate_reason: str = ""


def deliver(desk: Desk, typed: Delivered) -> Any:
    """Note a delivery or a return."""
    from orderdesk_gui.actions import deliveries
    from orderdesk_gui.rules.deliveries import Delivery, Sent

    lines = tuple(Sent(line_id, quantity) for line_id, quantity in typed.lines.items())
    fact = Delivery(
        typed.order_id, typed.date, lines, typed.kind, typed.carrier, typed.tracking, note=typed.note,
        over_reason=typed.over_reason, gate_reason=typed.gate_reason,
    )  # fmt: skip
    return deliveries.note(desk, fact)


def deliveries_of(desk: Desk, order_id: UUID) -> tuple[DeliveryRow, ...]:
    """Deliveries and returns of an order, the newest first."""
    from orderdesk_gui.actions import deliveries

    return tuple(deliveries.list_deliveries(desk, order_id=order_id).rows)


def delivery_event(desk: Desk, delivery_id: UUID, kind: Any, on: dt.date, words: str) -> Changes:
    """Note what came of a delivery."""
    from orderdesk_gui.actions import deliveries

    return deliveries.add_event(desk, delivery_id, kind, on, words)


def take_back(desk: Desk, delivery_id: UUID, reason: str) -> Changes:
    """Take back a delivery that was noted wrongly."""
    from orderdesk_gui.actions import deliveries

    return deliveries.void(desk, delivery_id, reason)


def note_invoice(desk: Desk, values: Mapping[str, Any]) -> Any:
    """Note a tax invoice of an order."""
    from orderdesk_gui.actions import receivables

    return receivables.note_invoice(desk, receivables.Invoice(**values))


def note_receipt(desk: Desk, values: Mapping[str, Any]) -> Any:
    """Note money that came in for an order."""
    from orderdesk_gui.actions import receivables

    return receivables.note_receipt(desk, receivables.Receipt(**values))


# Papers and changes --------------------------------------------------------------------------------------


def preview(desk: Desk, draft: Draft, paper: Any) -> bytes:
    """The PDF of a saved order's paper, as it is typed while it may be typed in."""
    from orderdesk_gui.actions import orders_papers

    assert draft.id is not None
    if draft.editable:
        return orders_papers.preview_unsaved(desk, draft.id, draft.order, paper)
    return orders_papers.preview(desk, draft.id, paper)


def issue(desk: Desk, order_id: UUID, paper: Any) -> Any:
    """Issue a paper: its exact PDF is kept; the confirmation counts as told to the customer."""
    from orderdesk_gui.actions import orders_papers

    return orders_papers.issue(desk, order_id, paper)


def note_sent(desk: Desk, order_id: UUID, text: str, channel: str, to: str) -> Changes:
    """Note by which channel and to whom a paper was sent."""
    from orderdesk_gui.actions import customers, orders

    view = orders.load(desk, order_id)
    words = f"{text} → {to}".rstrip(" →")
    return customers.note_talk(
        desk, view.order.customer_id, words, channel, direction="out", subject_table="sales_order",
        subject_id=order_id, contact_id=view.order.contact_id,
    )  # fmt: skip
