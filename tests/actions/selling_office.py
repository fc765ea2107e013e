"""A selling firm for the tests of quotations: its people with their rights, two customers, priced products."""

import uuid
from dataclasses import dataclass, replace
from decimal import Decimal as D
from pathlib import Path

import pytest

from orderdesk_gui.actions import (
    approvals,
    approvals_waiting,
    companies,
    customers,
    opening,
    people,
    products,
    quotes,
    quotes_papers,
    quotes_pricing,
    quotes_saving,
    settings,
)
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Role
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Address, Contact, Customer
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import Quote, QuoteLine
from orderdesk_gui.store.database import Store
from tests.fixtures_store import Clock

PEOPLE: dict[str, tuple[str, Role, str]] = {
    "sales": ("周小", "sales", "auto"),
    "colleague": ("吴明", "sales", "auto"),
    "follow_up": ("许跟", "follow_up", "auto"),
    "sales_manager": ("赵经理", "manager", "sales_manager"),
    "director": ("钱总监", "manager", "director"),
    "gm": ("王总", "manager", "gm"),
    "finance": ("孙会计", "finance", "auto"),
    "legal": ("秦律", "legal", "auto"),
    "keeper": ("冯网管", "admin", "auto"),
}


@dataclass
class Office:
    """The open file, everybody's desk, and what is for sale; `gear` lists at 100.00 and costs 60.00 without tax."""

    store: Store
    clock: Clock
    desks: dict[str, Desk]
    customer: uuid.UUID
    theirs: uuid.UUID
    gear: uuid.UUID
    belt: uuid.UUID

    def __getitem__(self, name: str) -> Desk:
        return self.desks[name]

    def line(self, quantity: str = "10", price: str | None = None, **changes: object) -> QuoteLine:
        """A line of the gear: at its list price, or at a price typed by hand."""
        line = QuoteLine(
            D(quantity), D(price or "100"), product_id=self.gear, code="GEAR-1", name_zh="行星减速机", unit="台",
            manual=price is not None,
        )  # fmt: skip
        return replace(line, **changes)  # type: ignore[arg-type]

    def quote(self, *lines: QuoteLine, **changes: object) -> Quote:
        """A quotation of the clerk for their customer, by default of ten gears at the list price."""
        made = quotes_saving.blank(self["sales"], self.customer)
        return replace(made, lines=lines or (self.line(),), **changes)  # type: ignore[arg-type]

    def saved(self, *lines: QuoteLine, **changes: object) -> uuid.UUID:
        """The same, saved."""
        return quotes_saving.save(self["sales"], self.quote(*lines, **changes)).id

    def issued(self, *lines: QuoteLine, **changes: object) -> uuid.UUID:
        """The same, approved by whomever it takes, and issued."""
        made = self.saved(*lines, **changes)
        self.approved(made)
        quotes_papers.issue(self["sales"], made)
        return made

    def approved(self, quote_id: uuid.UUID) -> None:
        """Submit and let everybody who is asked agree."""
        status = approvals.submit(self["sales"], quote_id).status
        while status != "approved":
            seen = approvals_waiting.of_quote(self["gm"], quote_id)
            assert seen is not None
            needs = next(step.needs for step in seen.steps if step.status == "pending")
            status = approvals.decide_request(self[needs], quote_id, "approved").status

    def status(self, quote_id: uuid.UUID) -> str:
        """The one word that lists show."""
        return quotes.load(self["gm"], quote_id).status

    def priced(self, quantity: str, product: uuid.UUID | None = None, **wanted: D) -> quotes_pricing.Priced:
        """What the clerk's customer pays for so many."""
        one = quotes_pricing.Wanted(product or self.gear, D(quantity), **wanted)
        return quotes_pricing.price(self["sales"], [one], customer_id=self.customer)[0]


def open_office(store: Store, clock: Clock, preset: str = "full_matrix") -> Office:
    """Set everything up by the actions that people use."""
    first = opening.open_desk(store, clock=clock)
    company = Company(name_zh="澜川传动科技（苏州）有限公司", name_en="Lanchuan Drives Ltd.", phone="0512-5550 1188")
    me = companies.set_up(first, companies.FirstHour(company, "周洁", "", preset))
    desks = {"admin": opening.open_desk(store, me, clock=clock)}
    for key, (name, role, level) in PEOPLE.items():
        person = people.save_person(desks["admin"], people.Person(name=name, role=role, level=level)).id
        desks[key] = opening.open_desk(store, person, clock=clock)
    rates = {"USD": {"rate": "7.1", "source": "BOC"}, "JPY": {"rate": "0.048", "source": "BOC"}, "KWD": {"rate": "23"}}
    settings.put(desks["admin"], "exchange_rates", rates)
    gear = Product(code="GEAR-1", name_zh="行星减速机", name_en="Gearbox", unit="台", list_price=D(100), cost=D(60),
                   minimum_quantity=D(5))  # fmt: skip
    belt = Product(code="BELT-1", name_zh="同步带", name_en="Belt", unit="条", list_price=D("46.275"), cost=D("21.4"))
    buyer = Customer(
        name="苏州云栎自动化设备有限公司", contacts=(Contact("沈女士", phone="0512-5550 2266"), Contact("何工")),
        addresses=(Address("苏州市吴中区枫屿路 68 号", "delivery"),),
    )  # fmt: skip
    other = Customer(name="宁波泊远泵业有限公司", contacts=(Contact("江经理", phone="0574-5550 2266"),))
    return Office(
        store, clock, desks, customers.save(desks["sales"], buyer).id, customers.save(desks["colleague"], other).id,
        products.save(desks["gm"], gear).id, products.save(desks["gm"], belt).id,
    )  # fmt: skip


@pytest.fixture
def office(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    return open_office(store, clock)
