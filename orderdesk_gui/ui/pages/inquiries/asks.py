"""What the page of inquiries asks of the actions; every function runs in the background, the desk comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from orderdesk_gui.rules.inquiries import Inquiry, InquiryLine

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.inquiries import SavedInquiry

KIND = "inquiry"
TABS = ("open", "due", "mine", "all")
FOUND = 30


@dataclass(frozen=True)
class Opened:
    """An inquiry as the page shows it; without `id` it was never saved."""

    inquiry: Inquiry
    today: dt.date
    id: UUID | None = None
    number: str = ""
    status: str = "open"
    quotes: tuple[tuple[UUID, str, str], ...] = ()
    codes: Mapping[UUID, str] | None = None
    owner: str = ""
    kept_id: UUID | None = None
    kept_at: dt.datetime | None = None


def listing(desk: Desk, query: tuple[str, str], after: Any, limit: int) -> Any:
    """A window of the list; `query` is (tab, text)."""
    from orderdesk_gui.actions import inquiries

    tab, text = query
    return inquiries.list_inquiries(desk, tab=tab, text=text, after=after, limit=limit, counted=after is None)


def counts(desk: Desk) -> dict[str, int]:
    """How many inquiries stand in each tab."""
    from orderdesk_gui.actions import inquiries

    return {tab: inquiries.list_inquiries(desk, tab=tab, limit=1, counted=True).total or 0 for tab in TABS}


def open_inquiry(desk: Desk, inquiry_id: UUID) -> Opened:
    """A saved inquiry, with what was typed into it and not saved yet."""
    from orderdesk_gui.actions import drafts, inquiries, people

    view = inquiries.load(desk, inquiry_id)
    kept = next((one for one in drafts.drafts_of(desk, KIND) if one.subject == inquiry_id), None)
    inquiry = from_json(kept.content) if kept is not None else view.inquiry
    owner = next((one.name for one in people.list_people(desk) if one.id == view.inquiry.owner_id), "")
    return Opened(
        inquiry, _today(desk), view.id, view.number, view.status, view.quotes, _codes(desk, inquiry), owner,
        kept.id if kept is not None else None, kept.saved_at if kept is not None else None,
    )  # fmt: skip


def new_inquiry(desk: Desk, customer_id: UUID | None = None) -> Opened:
    """An empty inquiry of today; what was typed into a new one and never saved comes back first."""
    from orderdesk_gui.actions import drafts

    if customer_id is None:
        for kept in drafts.drafts_of(desk, KIND):
            if kept.subject is None:
                inquiry = from_json(kept.content)
                return Opened(
                    inquiry, _today(desk), codes=_codes(desk, inquiry), kept_id=kept.id, kept_at=kept.saved_at
                )
        return Opened(Inquiry(_today(desk)), _today(desk))
    name, contact, phone = customer(desk, customer_id)
    return Opened(
        Inquiry(_today(desk), customer_id=customer_id, customer_name=name, contact=contact, phone=phone), _today(desk)
    )


def customer(desk: Desk, customer_id: UUID) -> tuple[str, str, str]:
    """Name, main contact and phone of a customer."""
    from orderdesk_gui.actions import customers

    found = customers.load(desk, customer_id)
    contact = next((one for one in found.contacts if one.main), None) or next(iter(found.contacts), None)
    phone = (contact.phone if contact is not None else "") or found.phone
    return found.name, contact.name if contact is not None else "", phone


def find_products(desk: Desk, text: str, after: Any = None) -> tuple[list[Any], int, Any]:
    """The products that `text` finds (all where it is empty) from `after` on, how many there are, and what follows."""
    from orderdesk_gui.actions import products

    listed = products.list_products(desk, text=text, after=after, limit=FOUND, counted=after is None)
    return list(listed.rows), listed.total or 0, listed.after


def save(desk: Desk, inquiry: Inquiry, inquiry_id: UUID | None, kept_id: UUID | None) -> SavedInquiry:
    """Save a new or changed inquiry; what was kept of it is not needed any more."""
    from orderdesk_gui.actions import drafts, inquiries

    saved = inquiries.save(desk, inquiry, inquiry_id)
    if kept_id is not None:
        drafts.drop(desk, kept_id)
    return saved


def decide(desk: Desk, inquiry_id: UUID, command: str) -> Changes:
    """Lose, close or reopen."""
    from orderdesk_gui.actions import inquiries

    return inquiries.decide(desk, inquiry_id, command)


def delete(desk: Desk, inquiry_id: UUID) -> Changes:
    """Into the recycle bin."""
    from orderdesk_gui.actions import inquiries

    return inquiries.delete(desk, inquiry_id)


def undo(desk: Desk, tx: str) -> Changes:
    """Take a committed change back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


def _today(desk: Desk) -> dt.date:
    return desk.clock().astimezone().date()


def _codes(desk: Desk, inquiry: Inquiry) -> dict[UUID, str]:
    from orderdesk_gui.actions import products

    wanted = {line.product_id for line in inquiry.lines if line.product_id is not None}
    return {product_id: products.load(desk, product_id).code for product_id in wanted}


# Kept drafts ---------------------------------------------------------------------------------------------


def to_json(inquiry: Inquiry) -> dict[str, Any]:
    """Everything typed, as values that JSON can hold."""
    values = asdict(inquiry)
    values["lines"] = [_plain(line) for line in values["lines"]]
    return _plain(values)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value if value is None or isinstance(value, str | list) else value.hex if isinstance(value, UUID)
        else value.isoformat() if isinstance(value, dt.date) else str(value)
        for key, value in values.items()
    }  # fmt: skip


def from_json(content: Mapping[str, Any]) -> Inquiry:
    """What :func:`to_json` made of an inquiry."""
    values = dict(content)
    values["lines"] = tuple(
        InquiryLine(
            line["text"],
            _id(line["product_id"]),
            _number(line["quantity"]),
            line["unit"],
            _number(line["target_price"]),
        )
        for line in values["lines"]
    )
    for key in ("customer_id", "owner_id"):
        values[key] = _id(values[key])
    for key in ("date", "wanted", "next_date"):
        values[key] = dt.date.fromisoformat(values[key]) if values[key] else None
    return Inquiry(**values)


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
