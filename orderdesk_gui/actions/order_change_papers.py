"""The change notice (变更通知单) of an order: drawn as a draft, kept once in force, the same bytes again."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from orderdesk_gui.actions import companies, storage
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.order_change_views import ChangeView, contract_of, promised_of, view
from orderdesk_gui.actions.orders import view as order_view
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.actions.quotes_facts import letterhead
from orderdesk_gui.documents.facts import Buyer
from orderdesk_gui.documents.facts_changes import ChangedItem, ChangeFacts
from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import minor_units
from orderdesk_gui.rules.numbers import paper_file_name
from orderdesk_gui.rules.order_changes import CAUSE_NAMES, Change, Shown, name_of
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.quotes import addressee
from orderdesk_gui.store import customers as customer_store
from orderdesk_gui.store import files, rows
from orderdesk_gui.store.orders import Order, OrderChange
from orderdesk_gui.store.papers import Paper

_CONTACT = ("id", "name", "title", "phone", "email", "main")


@dataclass(frozen=True, slots=True)
class DrawnNotice:
    """A notice that was drawn and kept on disk, but that nothing points to yet."""

    change_id: uuid.UUID
    facts: ChangeFacts
    customer_id: uuid.UUID
    file_name: str
    content: bytes
    sha256: str


def preview(desk: Desk, change_id: uuid.UUID) -> bytes:
    """The PDF of a change that is not in force yet, with a draft's watermark."""
    with desk.reading() as connection:
        return _render(_facts(desk, connection, view(desk, connection, change_id)), "draft")


def _render(made: ChangeFacts, watermark: str | None) -> bytes:
    from orderdesk_gui.documents.order_changes import render_change_notice

    return render_change_notice(made, watermark=watermark)


def draw(desk: Desk, connection: Connection, shown: ChangeView) -> DrawnNotice:
    """The notice of a change as it will be kept."""
    made = _facts(desk, connection, shown)
    demo = companies.companies(connection)[0].demo
    content = _render(made, "demo" if demo else None)
    title = "Change notice" if made.language == "en" else "变更通知单"
    name = paper_file_name(title, made.number, made.buyer.name)
    sha256 = files.keep(desk.store.folder, content)
    return DrawnNotice(shown.id, made, shown.after.customer_id, name, content, sha256)


def keep(desk: Desk, connection: Connection, drawn: DrawnNotice) -> uuid.UUID:
    """Note a drawn notice as issued; returns the id of the paper."""
    made = drawn.facts
    paper_id = desk.new_id()
    paper = {
        "id": paper_id, "scope": drawn.customer_id, "kind": "order_change", "subject_table": "order_change",
        "subject_id": drawn.change_id, "number": made.number, "revision": 1, "language": made.language,
        "date": made.dated, "file_name": drawn.file_name, "sha256": drawn.sha256, "size": len(drawn.content),
        "customer_id": drawn.customer_id, "issued_at": desk.clock(), "issued_by": desk.user_id,
    }  # fmt: skip
    rows.add(connection, Paper, [paper])
    company = made.letterhead.name_zh or made.letterhead.name_en
    place = storage.archive_path(company, made.dated.year, made.buyer.name, drawn.file_name)
    storage.queue(connection, paper_id, place)
    return paper_id


def paper(desk: Desk, change_id: uuid.UUID) -> tuple[str, bytes]:
    """File name and exact bytes of the notice of a change in force."""
    with desk.reading() as connection:
        shown = view(desk, connection, change_id)
        if shown.paper_id is None:
            raise UserError("The change is not in force yet. Preview shows the draft.")
        found = rows.fetch(connection, Paper, shown.paper_id)
    return found["file_name"], files.read(desk.store.folder, found["sha256"])


def _facts(desk: Desk, connection: Connection, shown: ChangeView) -> ChangeFacts:
    order = order_view(desk, connection, shown.order_id)
    head = rows.fetch(connection, Order, shown.order_id)
    customer = rows.fetch(connection, customer_store.Customer, order.order.customer_id)
    company = next(one for one in companies.companies(connection) if one.id == order.order.company_id)
    domestic = order.order.currency == "CNY" and customer["country"] == "CN"
    cause = CAUSE_NAMES[shown.cause]  # type: ignore[index]
    before = select(func.count()).where(
        OrderChange.order_id == shown.order_id, OrderChange.status == "in_force", OrderChange.id != shown.id
    )
    sent = [
        (name_of(line), order.sent[line.id], line.goods.unit)
        for line in order.order.lines
        if line.id and order.sent.get(line.id)
    ]
    return ChangeFacts(
        letterhead=letterhead(desk, company),
        buyer=_buyer(connection, customer, head),
        number=shown.number,
        order_number=order.number,
        sequence=connection.execute(before).scalar_one() + 1,
        dated=today(desk),
        asked_on=shown.asked_on,
        cause_zh=cause.in_language("zh"),
        cause_en=cause.in_language("en"),
        reason=shown.reason,
        items=tuple(_item(one) for one in shown.changes),
        totals=shown.totals,
        promised=(promised_of(shown.before), promised_of(shown.after)),
        customer_po=shown.after.customer_po,
        contract=contract_of(connection, order),
        delivered_zh="；".join(f"{name} 已交 {quantity.normalize():f} {unit}" for name, quantity, unit in sent),
        delivered_en="; ".join(f"{name}: {quantity.normalize():f} delivered" for name, quantity, _ in sent),
        language=head["language"] if domestic else "both",
        currency=order.order.currency,
        places=minor_units(order.order.currency),
        domestic=domestic,
    )


def _buyer(connection: Connection, customer: dict[str, Any], head: dict[str, Any]) -> Buyer:
    found = rows.children(connection, customer_store.Contact, "customer_id", customer["id"])
    person = addressee([Contact(**{key: row[key] for key in _CONTACT}) for row in found], head["contact_id"])
    name = " ".join(part for part in (person.name, person.title) if part) if person else ""
    return Buyer(
        name=customer["name"], name_en=customer["name_en"], contact=name,
        phone=(person.phone if person else "") or customer["phone"],
    )  # fmt: skip


def _item(change: Change) -> ChangedItem:
    return ChangedItem(
        change.line, change.name.in_language("zh"), change.name.in_language("en"), _said(change.before, "zh"),
        _said(change.before, "en"), _said(change.after, "zh"), _said(change.after, "en"),
    )  # fmt: skip


def _said(value: Shown, language: str) -> str:
    if isinstance(value, PaymentTerms):
        return value.text(language)
    return value if isinstance(value, str) else value.in_language(language)
