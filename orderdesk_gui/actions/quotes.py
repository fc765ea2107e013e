"""Looks at quotations: the list, what waits, and one quotation with all its revisions."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.lists import Listed, listed
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.quotes import Quote, QuoteTotals, has_expired, quote_totals
from orderdesk_gui.store import rows
from orderdesk_gui.store.base import AnySelect
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.quote_rows import quote_of
from orderdesk_gui.store.quotes import Quote as Head
from orderdesk_gui.store.quotes import QuoteLine, QuoteRevision
from orderdesk_gui.store.terms import message_of

if TYPE_CHECKING:
    from orderdesk_gui.rules.prices import PriceStep

EXPIRING_DAYS = 7


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A line in the list of quotations; `status` is the one word for revision and outcome."""

    id: uuid.UUID
    number: str
    revision: int
    customer_id: uuid.UUID
    customer: str
    status: str
    currency: str
    total: Decimal
    date: dt.date
    valid_until: dt.date
    owner_id: uuid.UUID
    customer_po: str
    project: str
    lost_reason: str


def today(desk: Desk) -> dt.date:
    """The day on the desk's calendar."""
    return desk.clock().astimezone().date()


_LISTED: AnySelect = (
    select(
        Head.date, Head.id, Head.number, Head.revision, Head.customer_id,
        Customer.short_name, Customer.name, Head.state, Head.currency, Head.total, Head.valid_until, Head.owner_id,
        Head.customer_po, Head.project, Head.lost_reason,
    )
    .join(Customer, Customer.id == Head.customer_id)
    .where(Head.deleted_at.is_(None))
)  # fmt: skip


def _query(desk: Desk, tab: str, status: str, customer_id: uuid.UUID | None) -> AnySelect:
    query = _LISTED
    if tab == "mine":
        query = query.where(Head.owner_id == desk.user_id)
    elif tab == "to_approve":
        query = query.where(Head.state == "submitted")
    elif tab == "expiring":
        first = today(desk)
        last = first + dt.timedelta(days=EXPIRING_DAYS)
        query = query.where(Head.state == "issued", Head.valid_until.between(first, last))
    if status == "issued":
        query = query.where(Head.state == "issued", Head.valid_until >= today(desk))
    elif status == "expired":
        ended = and_(Head.state == "issued", Head.valid_until < today(desk))
        query = query.where(or_(Head.state == "expired", ended))
    elif status:
        query = query.where(Head.state == status)
    if customer_id is not None:
        query = query.where(Head.customer_id == customer_id)
    if not desk.may(Right.SEE_ALL_CUSTOMERS):
        query = query.where(Head.owner_id == desk.user_id)
    return query


def list_quotes(
    desk: Desk,
    *,
    tab: str = "all",
    status: str = "",
    customer_id: uuid.UUID | None = None,
    text: str = "",
    after: tuple[Any, ...] | None = None,
    limit: int = 100,
    counted: bool = False,
) -> Listed[QuoteRow]:
    """Quotations, newest first; `tab` is all, mine, to_approve or expiring."""
    return listed(
        desk, _query(desk, tab, status, customer_id), (Head.date.expression, Head.id.expression), _row(today(desk)),
        text=text, table="quote", id_column=Head.id.expression, after=after, limit=limit, counted=counted,
    )  # fmt: skip


def _row(on: dt.date) -> Any:
    def make(r: Any) -> QuoteRow:
        date, row_id, number, revision, customer_id, short_name, name, state, currency, total, until, *rest = r
        status = "expired" if state == "issued" and has_expired(until, on) else state
        return QuoteRow(
            row_id, number, revision, customer_id, short_name or name, status, currency, total, date, until, *rest
        )

    return make


def tab_counts(desk: Desk) -> dict[str, int]:
    """How many quotations stand in each tab."""
    with desk.reading() as connection:
        return {
            tab: int(
                connection.execute(
                    select(func.count()).select_from(_query(desk, tab, "", None).with_only_columns(Head.id).subquery())
                ).scalar_one()
            )
            for tab in ("mine", "to_approve", "expiring", "all")
        }


@dataclass(frozen=True, slots=True)
class RevisionInfo:
    """One revision in the history of a quotation."""

    id: uuid.UUID
    number: int
    status: str
    date: dt.date
    valid_until: dt.date
    total: Decimal
    issued_at: dt.datetime | None
    paper_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class PrintedContact:
    """The person whom an issued paper names, as it does so."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quotation as the page shows it: the content of one revision and what became of all.

    `steps` say of each line how its price came about when it was saved, None where that was not kept;
    `contact` is None until the revision is issued.
    """

    id: uuid.UUID
    number: str
    status: str
    outcome: str
    revision: RevisionInfo
    revisions: tuple[RevisionInfo, ...]
    quote: Quote
    totals: QuoteTotals
    customer: str
    owner_id: uuid.UUID
    owner: str
    customer_po: str
    project: str
    lost_reason: str
    lost_note: str
    costs: tuple[Decimal | None, ...]
    steps: tuple[tuple["PriceStep", ...] | None, ...]
    contact: PrintedContact | None


def load(desk: Desk, quote_id: uuid.UUID, revision: int | None = None) -> QuoteView:
    """One quotation with its newest revision, or with an older one; costs only with the right to see them."""
    with desk.reading() as connection:
        return view(desk, connection, quote_id, revision)


def find_number(desk: Desk, number: str) -> uuid.UUID | None:
    """The quotation with this number, None where there is none."""
    with desk.reading() as connection:
        query = select(Head.id).where(Head.number == number.strip().upper(), Head.deleted_at.is_(None))
        return connection.execute(query).scalars().first()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a quotation stands, without its content."""

    id: uuid.UUID
    outcome: str
    revision: RevisionInfo


def standing(desk: Desk, connection: Connection, quote_id: uuid.UUID) -> Standing:
    """How the newest revision stands, within a transaction under way."""
    head = rows.fetch(connection, Head, quote_id)
    desk.require_owner(head["owner_id"])
    newest = next(r for r in reversed(_revisions(connection, quote_id)) if r.id == head["revision_id"])
    return Standing(quote_id, head["outcome"], newest)


def view(desk: Desk, connection: Connection, quote_id: uuid.UUID, revision: int | None = None) -> QuoteView:
    """As :func:`load`, within a transaction under way."""
    head = rows.fetch(connection, Head, quote_id)
    desk.require_owner(head["owner_id"])
    history = _revisions(connection, quote_id)
    chosen = next((r for r in history if r.number == (revision or head["revision"])), history[-1])
    content = rows.fetch(connection, QuoteRevision, chosen.id)
    lines = rows.children(connection, QuoteLine, "revision_id", chosen.id)
    quote = quote_of(head, content, lines)
    names = connection.exec_driver_sql(
        'SELECT c.name, (SELECT name FROM "user" WHERE id = ?) FROM customer c WHERE c.id = ?',
        (head["owner_id"].bytes, head["customer_id"].bytes),
    ).one()
    sees_cost = desk.may(Right.SEE_COST)
    expired = head["state"] == "issued" and has_expired(head["valid_until"], today(desk))
    return QuoteView(
        id=quote_id,
        number=head["number"],
        status="expired" if expired else head["state"],
        outcome=head["outcome"],
        revision=chosen,
        revisions=tuple(history),
        quote=quote,
        totals=quote_totals(quote),
        customer=names[0],
        owner_id=head["owner_id"],
        owner=names[1] or "",
        customer_po=head["customer_po"],
        project=head["project"],
        lost_reason=head["lost_reason"],
        lost_note=head["lost_note"],
        costs=tuple(line["cost"] if sees_cost else None for line in lines),
        steps=tuple(_steps(line["price_steps"]) for line in lines),
        contact=_printed(content),
    )


def _steps(kept: Sequence[Mapping[str, Any]] | None) -> tuple["PriceStep", ...] | None:
    if kept is None:
        return None
    from orderdesk_gui.rules.prices import PriceStep  # lists have no prices to explain

    return tuple(
        PriceStep(
            step["kind"], message_of(step["message"]), None if step["price"] is None else Decimal(step["price"]),
            reached=step["reached"],
        )
        for step in kept
    )  # fmt: skip


def _printed(revision: Mapping[str, Any]) -> PrintedContact | None:
    if not revision["contact_name"]:
        return None
    return PrintedContact(revision["contact_name"], revision["contact_phone"], revision["contact_email"])


_HISTORY = (
    select(
        QuoteRevision.id, QuoteRevision.number, QuoteRevision.status, QuoteRevision.date, QuoteRevision.valid_until,
        QuoteRevision.total, QuoteRevision.issued_at, QuoteRevision.paper_id,
    )
    .where(QuoteRevision.quote_id == bindparam("quote"), QuoteRevision.deleted_at.is_(None))
    .order_by(QuoteRevision.number)
)  # fmt: skip


def _revisions(connection: Connection, quote_id: uuid.UUID) -> list[RevisionInfo]:
    found = connection.execute(_HISTORY, {"quote": quote_id})
    return [
        RevisionInfo(r.id, r.number, r.status, r.date, r.valid_until, r.total, r.issued_at, r.paper_id) for r in found
    ]
