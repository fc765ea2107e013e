"""Fills an empty data folder with the demo company: two years of business of a firm that we invented."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from orderdesk_gui.actions import (
    approvals,
    companies,
    demo_contracts,
    demo_quotes,
    opening,
    passwords,
    people,
    settings,
)
from orderdesk_gui.actions.demo_data import demo_company
from orderdesk_gui.actions.demo_facts import DemoCustomer, DemoData, DemoInquiry, DemoLine, DemoText
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import company_key
from orderdesk_gui.rules.language import UserError, current_language
from orderdesk_gui.rules.vat import DEFAULT_VAT_RATES
from orderdesk_gui.store import customers as customer_tables
from orderdesk_gui.store import inquiries as inquiry_tables
from orderdesk_gui.store import papers as paper_tables
from orderdesk_gui.store import people as people_tables
from orderdesk_gui.store import products as product_tables
from orderdesk_gui.store import rows
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.terms import payment_data

Row = dict[str, Any]
Progress = Callable[[int, int, str], None]
USUAL_LOGIN = "zhoujie"
RATES = {
    "USD": {"rate": "7.10", "source": "demo"},
    "EUR": {"rate": "8.20", "source": "demo"},
    "GBP": {"rate": "9.40", "source": "demo"},
}


def said(text: DemoText) -> str:
    """`text` in the language of the person at the desk."""
    return text.zh if current_language() == "zh" else text.en


def fill(desk: Desk, *, progress: Progress | None = None) -> uuid.UUID:
    """Write the demo company and seat its usual clerk; returns their id. UserError in a file in use."""
    if companies.is_set_up(desk):
        raise UserError("The demo company opens in a folder of its own. Choose an empty one.")
    today = desk.clock().astimezone().date()
    data = demo_company(today)
    tell = progress or (lambda done, total, text: None)
    with desk.writing("demo", counter_action="correct") as writing:
        world = _World(desk, writing.connection, data)
        world.people()
        world.customers()
        world.products()
        tell(1, 5, "")
        world.inquiries()
        world.quotes()
        tell(2, 5, "")
        world.notes()
    clerk = world.users[USUAL_LOGIN]
    for login, user_id in world.users.items():
        secret = next(u.password for u in data.users if u.login == login)
        if login != USUAL_LOGIN:
            passwords.set_password(desk, user_id, secret)
    for quote_id, owner in world.unsubmitted:
        approvals.submit(people.seat(desk, owner), quote_id)
    tell(3, 5, "")
    demo_contracts.write(desk, data, world.users, world.paper_ids, progress=tell)
    tell(4, 5, "")
    demo_quotes.keep_recent_papers(desk, world.recent)
    opening.remember(desk.store, clerk)
    tell(5, 5, "")
    return clerk


class _World:
    """The records written so far, by the keys that the facts name each other with."""

    def __init__(self, desk: Desk, connection: Connection, data: DemoData) -> None:
        self.desk, self.connection, self.data = desk, connection, data
        self.users: dict[str, uuid.UUID] = {}
        self.customer_ids: dict[str, uuid.UUID] = {}
        self.contact_ids: dict[str, list[uuid.UUID]] = {}
        self.product_ids: dict[str, uuid.UUID] = {}
        self.paper_ids: dict[str, uuid.UUID] = {}
        self.recent: list[uuid.UUID] = []
        self.unsubmitted: list[tuple[uuid.UUID, uuid.UUID]] = []
        self.company_id = desk.new_id()

    def people(self) -> None:
        given = self.data.company
        company = Company(**{f: getattr(given, f) for f in given.__dataclass_fields__}, demo=True)
        row = {key: getattr(company, key) for key in Company.__dataclass_fields__ if key != "id"}
        rows.add(self.connection, people_tables.Company, [{**row, "id": self.company_id}])
        for user in self.data.users:
            name = user.name if current_language() == "zh" else user.name_en
            person = people.Person(
                login=user.login, name=name, role=user.role, level=user.level, email=user.email  # type: ignore[arg-type]
            )  # fmt: skip
            self.users[user.login] = people.write_person(self.desk, self.connection, person)
        settings.write(self.desk, self.connection, "approval_preset", "full_matrix", dt.date(2020, 1, 1))
        settings.write(self.desk, self.connection, "exchange_rates", RATES, dt.date(2020, 1, 1))
        shared = {"role": "sales", "right": Right.SEE_ALL_CUSTOMERS.value, "allowed": True}
        rows.add(self.connection, people_tables.Right, [{**shared, "id": self.desk.new_id()}])
        rates = [
            {"id": self.desk.new_id(), "category": r.category, "rate": r.rate, "valid_from": r.valid_from,
             "valid_until": r.valid_until}
            for r in DEFAULT_VAT_RATES
        ]  # fmt: skip
        rows.add(self.connection, product_tables.VatRate, rates)

    def customers(self) -> None:
        made, contacts, addresses, accounts = [], [], [], []
        for customer in self.data.customers:
            customer_id = self.desk.new_id()
            self.customer_ids[customer.code] = customer_id
            made.append(_customer_row(customer, customer_id, self.users[customer.owner]))
            part = {"customer_id": customer_id, "scope": customer_id}
            self.contact_ids[customer.code] = [self.desk.new_id() for _ in customer.contacts]
            for place, one in enumerate(customer.contacts):
                contacts.append({
                    **part, "id": self.contact_ids[customer.code][place], "position": place, "name": said(one.name),
                    "title": said(one.title), "department": said(one.department), "phone": one.mobile,
                    "email": one.email, "main": place == 0,
                })  # fmt: skip
            for place, (kind, text) in enumerate(
                (("registered", customer.address), ("delivery", customer.delivery_address))
            ):
                addresses.append({**part, "id": self.desk.new_id(), "position": place, "kind": kind,
                                  "text": text.en if customer.foreign else text.zh, "text_en": text.en})  # fmt: skip
            if customer.bank_account:
                accounts.append({**part, "id": self.desk.new_id(), "position": 0, "bank": customer.bank,
                                 "account": customer.bank_account})  # fmt: skip
        rows.add(self.connection, customer_tables.Customer, made)
        rows.add(self.connection, customer_tables.Contact, contacts)
        rows.add(self.connection, customer_tables.Address, addresses)
        rows.add(self.connection, customer_tables.BankAccount, accounts)

    def products(self) -> None:
        made = []
        for product in self.data.products:
            self.product_ids[product.code] = self.desk.new_id()
            made.append({
                "id": self.product_ids[product.code], "code": product.code, "name_zh": product.name.zh,
                "name_en": product.name.en, "specification": product.specification.zh,
                "specification_en": product.specification.en, "drawing_number": product.drawing_number,
                "drawing_revision": product.drawing_revision, "unit": said(product.unit),
                "category": said(product.category), "kind": product.kind, "vat_rate": product.vat_rate,
                "list_price": product.list_price, "cost": product.cost, "minimum_quantity": product.minimum_quantity,
                "lead_days": product.lead_days, "packing": said(product.packing), "hs_code": product.hs_code,
            })  # fmt: skip
        rows.add(self.connection, product_tables.Product, made)
        self._price_lists()

    def _price_lists(self) -> None:
        prices = []
        for price_list in self.data.price_lists:
            list_id = self.desk.new_id()
            head = {"id": list_id, "name": said(price_list.name), "revision": price_list.revision,
                    "currency": price_list.currency, "tax_mode": price_list.tax_mode,
                    "valid_from": price_list.valid_from, "valid_until": price_list.valid_until}  # fmt: skip
            rows.add(self.connection, product_tables.PriceList, [head])
            prices += [
                {"id": self.desk.new_id(), "list_id": list_id, "product_id": self.product_ids[r.product],
                 "from_quantity": r.from_quantity, "unit_price": r.unit_price, "discount": r.discount}
                for r in price_list.rows
            ]  # fmt: skip
        rows.add(self.connection, product_tables.PriceRow, prices)
        domestic = next(one for one in self.data.price_lists if one.currency == "CNY")
        discounts = [
            {"id": self.desk.new_id(), "tier": d.tier, "category": said(d.category) if d.category else "",
             "discount": d.discount, "valid_from": dt.date(2024, 1, 1)}
            for d in domestic.tier_discounts
        ]  # fmt: skip
        rows.add(self.connection, product_tables.TierDiscount, discounts)

    def inquiries(self) -> None:
        names = {c.code: c.name for c in self.data.customers}
        units = {p.code: said(p.unit) for p in self.data.products}
        goods = {p.code: said(p.name) for p in self.data.products}
        made, lines = [], []
        for inquiry in self.data.inquiries:
            inquiry_id = self.desk.new_id()
            self.paper_ids[inquiry.key] = inquiry_id
            customer_id = self.customer_ids.get(inquiry.customer)
            made.append(self._inquiry_row(inquiry, inquiry_id, customer_id, names))
            lines += [
                {"id": self.desk.new_id(), "scope": customer_id, "inquiry_id": inquiry_id, "position": place,
                 "product_id": self.product_ids.get(line.product), "quantity": line.quantity,
                 "text": _line_text(line, goods), "unit": units.get(line.product) or said(line.unit)}
                for place, line in enumerate(inquiry.lines)
            ]  # fmt: skip
        rows.add(self.connection, inquiry_tables.Inquiry, made)
        rows.add(self.connection, inquiry_tables.InquiryLine, lines)

    def _inquiry_row(
        self, inquiry: DemoInquiry, inquiry_id: uuid.UUID, customer_id: uuid.UUID | None, names: Mapping[str, str]
    ) -> Row:
        plain = ("date", "phone", "channel", "urgency", "importance", "complexity", "status", "next_date",
                 "customer_reference")  # fmt: skip
        return {
            **{key: getattr(inquiry, key) for key in plain},
            "id": inquiry_id, "scope": customer_id, "company_id": self.company_id, "customer_id": customer_id,
            "number": next_number(self.connection, "INQ", inquiry.date.year, self.desk.device),
            "customer_name": names.get(inquiry.customer) or said(inquiry.customer_name),
            "contact": said(inquiry.contact_name), "wanted": inquiry.wanted_date,
            "next_step": said(inquiry.next_step), "owner_id": self.users[inquiry.owner],
        }  # fmt: skip

    def quotes(self) -> None:
        self.recent, self.unsubmitted = demo_quotes.write(
            self.desk, self.connection, self.data, company_id=self.company_id, users=self.users,
            customers=self.customer_ids, contacts=self.contact_ids, products=self.product_ids, papers=self.paper_ids,
        )  # fmt: skip

    def notes(self) -> None:
        tables = {"customer": self.customer_ids}
        todos = [
            {"id": self.desk.new_id(), "subject_table": t.subject_kind, "text": said(t.text), "due": t.due,
             "subject_id": tables.get(t.subject_kind, self.paper_ids).get(t.subject), "owner_id": self.users[t.owner],
             "done_at": None if t.done_on is None else dt.datetime.combine(t.done_on, dt.time(9), dt.UTC)}
            for t in self.data.todos
            if t.subject in tables.get(t.subject_kind, self.paper_ids)
        ]  # fmt: skip
        rows.add(self.connection, paper_tables.Todo, todos)
        talks = [
            {"id": self.desk.new_id(), "customer_id": self.customer_ids[t.customer],
             "scope": self.customer_ids[t.customer], "contact_id": self.contact_ids[t.customer][t.contact],
             "user_id": self.users[t.user], "at": t.at, "channel": t.channel, "direction": t.direction,
             "text": said(t.text)}
            for t in self.data.talks
        ]  # fmt: skip
        rows.add(self.connection, customer_tables.Communication, talks)


def _customer_row(customer: DemoCustomer, customer_id: uuid.UUID, owner_id: uuid.UUID) -> Row:
    plain = ("code", "name", "short_name", "name_en", "uscc", "country", "phone", "email", "legal_representative",
             "tier", "status", "channel", "credit_grade", "currency")  # fmt: skip
    return {
        **{key: getattr(customer, key) for key in plain},
        "id": customer_id, "scope": customer_id, "owner_id": owner_id, "name_key": company_key(customer.name),
        "region": said(customer.region), "industry": said(customer.industry),
        "credit_limit": customer.credit_limit or Decimal(0), "payment": payment_data(customer.payment),
        "invoice_title": customer.name if not customer.foreign else "",
    }  # fmt: skip


def _line_text(line: DemoLine, goods: Mapping[str, str]) -> str:
    return goods.get(line.product) or said(line.name)
