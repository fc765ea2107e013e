"""The delivery note of a delivery or return: how this desk prints it, preview, and the note that was issued."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from orderdesk_gui.actions import companies, orders, papers, quotes_facts, settings
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.fact_voiding import is_void
from orderdesk_gui.actions.quotes_papers import Issued
from orderdesk_gui.documents.facts import Buyer
from orderdesk_gui.documents.facts_orders import NoteFacts, NoteFormat, NoteLine
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Contact
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.money import ZERO, check_number, minor_units, round_amount
from orderdesk_gui.rules.orders import Order
from orderdesk_gui.rules.quotes import addressee
from orderdesk_gui.rules.units import unit_in_english
from orderdesk_gui.rules.vat import convert_price, rounded_price
from orderdesk_gui.rules.words import amount_in_words
from orderdesk_gui.store import customers as customer_store
from orderdesk_gui.store import deliveries as store
from orderdesk_gui.store import orders as order_store
from orderdesk_gui.store import rows
from orderdesk_gui.store.products import Product

FORMATS: tuple[NoteFormat, ...] = ("a4", "a5", "continuous")
FARTHEST = Decimal(30)
"""How many millimetres a print may be moved: no form leaves more room."""
_SETTING = "delivery_note"
_CONTACT = ("id", "name", "title", "phone", "email", "main")


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """How a delivery note is to look; `x` and `y` move the print to the right and down, in millimetres.

    `language` is left empty for the customer's own.
    """

    format: NoteFormat = "a4"
    prices: bool = False
    language: str = ""
    letterhead: bool = True
    x: Decimal = ZERO
    y: Decimal = ZERO


def usual_choice(desk: Desk) -> NoteChoice:
    """How this desk, with its printer, prints delivery notes."""
    with desk.reading() as connection:
        kept = settings.get_local(connection, _SETTING)
    if not kept:
        return NoteChoice()
    return NoteChoice(
        kept["format"], kept["prices"], "", kept["letterhead"], Decimal(kept["x"]), Decimal(kept["y"])
    )  # fmt: skip


def keep_choice(desk: Desk, choice: NoteChoice) -> None:
    """Remember on this desk how delivery notes are printed here; the language is the customer's."""
    _check(choice)
    value = {
        "format": choice.format, "prices": choice.prices, "letterhead": choice.letterhead, "x": str(choice.x),
        "y": str(choice.y),
    }  # fmt: skip
    with desk.store.plain_writing() as connection:
        settings.put_local(connection, _SETTING, value)


def _check(choice: NoteChoice) -> None:
    if choice.format not in FORMATS:
        raise UserError("Choose A4, A5 or continuous paper.", field="format")
    for name, value in (("x", choice.x), ("y", choice.y)):
        check_number(value, field=name, places=1, limit=Decimal(1000))
        if abs(value) > FARTHEST:
            raise UserError("Move the print by at most {most} mm.", field=name, most=FARTHEST)


def preview(desk: Desk, delivery_id: uuid.UUID, choice: NoteChoice | None = None) -> bytes:
    """The PDF of a delivery note; one that was taken back is marked void."""
    return _drawn(desk, delivery_id, choice or usual_choice(desk)).content


def issue(desk: Desk, delivery_id: uuid.UUID, choice: NoteChoice | None = None) -> Issued:
    """Issue the note and keep the exact PDF; the same again is not kept twice. UserError for one taken back."""
    desk.require(Right.SHIP)
    with desk.reading() as connection:
        if is_void(connection, delivery_id):
            raise UserError("This delivery was taken back. Note the right one, and issue its note.")
    return papers.issue(desk, _drawn(desk, delivery_id, choice or usual_choice(desk)), "deliveries.delivery_note")


def _drawn(desk: Desk, delivery_id: uuid.UUID, choice: NoteChoice) -> papers.Drawn:
    from orderdesk_gui.documents.deliveries import render_delivery_note

    _check(choice)
    with desk.reading() as connection:
        head = rows.fetch(connection, store.Delivery, delivery_id)
        company = next(c for c in companies.companies(connection) if c.id == head["company_id"])
        customer = rows.fetch(connection, customer_store.Customer, head["customer_id"])
        made = _facts(desk, connection, head, company, customer, choice)
        mark = "void" if is_void(connection, delivery_id) else "demo" if company.demo else None
    content = render_delivery_note(made, watermark=mark, letterhead=choice.letterhead)
    title = {"out": ("送货单", "Delivery note"), "return": ("退货单", "Return note")}[made.kind][made.language == "en"]
    return papers.Drawn(
        f"{'delivery' if made.kind == 'out' else 'return'}_note", "delivery", delivery_id, head["number"],
        head["customer_id"], customer["name"], company.name_zh or company.name_en, head["date"], made.language, title,
        content,
    )  # fmt: skip


def _facts(
    desk: Desk,
    connection: Connection,
    head: Mapping[str, Any],
    company: Company,
    customer: Mapping[str, Any],
    choice: NoteChoice,
) -> NoteFacts:
    shown = orders.view(desk, connection, head["order_id"])
    order = shown.order
    domestic = order.currency == "CNY" and customer["country"] == "CN"
    printed = tuple(_line(line, order, choice.prices) for line in _lines(connection, head["id"]))
    total = sum((line.amount for line in printed if line.amount is not None), ZERO) if choice.prices else None
    days = select(order_store.Order.inspection_days).where(order_store.Order.id == shown.id)
    return NoteFacts(
        letterhead=quotes_facts.letterhead(desk, company),
        receiver=_receiver(connection, head, order, customer),
        number=head["number"],
        dated=head["date"],
        order_number=shown.number,
        lines=printed,
        kind=head["kind"],
        customer_po=order.customer_po,
        carrier=head["carrier"],
        tracking=head["tracking"],
        remark=head["note"],
        inspection_days=connection.execute(days).scalar(),
        total=total,
        total_words_zh="" if total is None else amount_in_words(total, order.currency, "zh"),
        total_words_en="" if total is None else amount_in_words(total, order.currency, "en"),
        currency=order.currency,
        places=minor_units(order.currency),
        domestic=domestic,
        language=choice.language or ("zh" if domestic else "en"),
        format=choice.format,
        shift=(choice.x, choice.y),
    )


def _lines(connection: Connection, delivery_id: uuid.UUID) -> list[dict[str, Any]]:
    """The lines of a delivery with what is known of the order's: `sent` is the quantity of this delivery."""
    line, row = order_store.OrderLine, store.DeliveryLine
    found = connection.execute(
        select(
            line.code, line.name_zh, line.name_en, line.specification, line.unit, line.unit_price, line.vat_rate,
            line.gross, line.quantity, row.quantity.label("sent"), row.lot, row.note,
            Product.specification.label("known"), Product.specification_en,
        )
        .join(row, row.order_line_id == line.id)
        .outerjoin(Product, Product.id == line.product_id)
        .where(row.delivery_id == delivery_id)
        .order_by(row.position)
    )  # fmt: skip
    return [dict(one) for one in found.mappings()]


def _line(line: Mapping[str, Any], order: Order, prices: bool) -> NoteLine:
    price = amount = None
    if prices:
        whole = line["gross"] * line["sent"] / line["quantity"] if line["quantity"] else ZERO
        amount = round_amount(whole, order.currency)
        price = rounded_price(convert_price(line["unit_price"], line["vat_rate"], order.tax_mode, "inclusive"))
    return NoteLine(
        name_zh=line["name_zh"] or line["name_en"],
        quantity=line["sent"],
        unit_zh=line["unit"],
        name_en=line["name_en"],
        unit_en=unit_in_english(line["unit"]),
        code=line["code"],
        spec_zh=line["specification"],
        spec_en=line["specification_en"] or "" if line["known"] == line["specification"] else "",
        lot=line["lot"],
        note=line["note"],
        price=price,
        amount=amount,
    )


def _receiver(connection: Connection, head: Mapping[str, Any], order: Order, customer: Mapping[str, Any]) -> Buyer:
    """Where the goods went: as noted with the delivery, else the order's place, else the customer's own address."""
    noted = head["receiver"] or {}
    found = rows.children(connection, customer_store.Contact, "customer_id", head["customer_id"])
    person = addressee([Contact(**{key: row[key] for key in _CONTACT}) for row in found], order.contact_id)
    addresses = rows.children(connection, customer_store.Address, "customer_id", head["customer_id"])
    usual = next((one for one in addresses if one["kind"] == "delivery"), addresses[0] if addresses else {})
    return Buyer(
        name=noted.get("name") or customer["name"],
        name_en=noted.get("name_en") or customer["name_en"],
        contact=noted.get("contact") or usual.get("contact") or (person.name if person else ""),
        phone=noted.get("phone") or usual.get("phone") or (person.phone if person else "") or customer["phone"],
        address=noted.get("address") or order.delivery_place or usual.get("text", ""),
        address_en=usual.get("text_en", "") if not noted.get("address") and not order.delivery_place else "",
    )
