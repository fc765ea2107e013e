"""A selling firm for the tests of contracts: company, people, a customer here and one abroad, won quotations."""

import uuid
from dataclasses import dataclass, replace
from decimal import Decimal as D
from pathlib import Path
from typing import Any

from orderdesk_gui.actions import (
    approvals,
    companies,
    customers,
    opening,
    people,
    products,
    quotes_papers,
    quotes_saving,
    settings,
)
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import Role
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Address, BankAccount, Contact, Customer
from orderdesk_gui.rules.identifiers import is_uscc
from orderdesk_gui.rules.payment import PaymentTerms, Share
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store.database import Store
from tests.fixtures_store import Clock

TERMS: dict[str, PaymentTerms] = {
    "prepaid": PaymentTerms(),
    "cod": PaymentTerms("cod"),
    "month end": PaymentTerms("monthly", 30),
    "statement day, acceptance": PaymentTerms("monthly", 60, 25, means="acceptance"),
    "days": PaymentTerms("days", 45),
    "30/70": PaymentTerms("split", shares=(Share(D("0.3"), "signing", 7), Share(D("0.7"), "before_shipment"))),
    "30/60/10": PaymentTerms(
        "split",
        shares=(Share(D("0.3"), "signing"), Share(D("0.6"), "before_shipment"), Share(D("0.1"), "retention", 10)),
    ),
    "deposit": PaymentTerms(
        "split",
        shares=(
            Share(D("0.2"), "signing", 7, True),
            Share(D("0.5"), "before_shipment"),
            Share(D("0.25"), "acceptance", 30),
            Share(D("0.05"), "retention"),
        ),
    ),
    "letter of credit": PaymentTerms(means="letter_of_credit"),
}
_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_GOODS = (
    ("PG090-10-K19", "行星减速机", "Planetary gearbox", "PG090，速比 10:1", "台", "24", "1386"),
    ("LM45-0600-10", "直线模组", "Linear module", "LM45，行程 600 mm", "套", "12", "2745.5"),
    ("HT5M-0850-25", "聚氨酯同步带", "PU timing belt", "HTD5M，850×25 mm", "条", "48", "46.275"),
)


def credit_code(start: str) -> str:
    """A social credit code that checks, from its first sixteen characters; nobody's."""
    return next(start + a + b for a in _DIGITS for b in _DIGITS if is_uscc(start + a + b))


@dataclass
class Office:
    """The open file with its people's desks and customers."""

    store: Store
    clock: Clock
    boss: Desk
    sales: Desk
    legal: Desk
    domestic: uuid.UUID
    foreign: uuid.UUID

    def won(
        self,
        customer: uuid.UUID | None = None,
        payment: PaymentTerms | None = None,
        *,
        win: bool = True,
        lead_days: int | None = 25,
        **changes: Any,
    ) -> uuid.UUID:
        """A quotation that was approved, issued and (unless told otherwise) won."""
        quote = quotes_saving.blank(self.sales, customer or self.domestic)
        foreign = quote.currency != "CNY"
        lines = tuple(
            QuoteLine(
                D(count), (D(price) / 8).quantize(D("0.01")) if foreign else D(price), D(0) if foreign else D("0.13"),
                code=code, name_zh=zh, name_en=en, specification=spec, unit=unit, manual=True,
            )
            for code, zh, en, spec, unit, count, price in _GOODS
        )  # fmt: skip
        term = "FCA Ningbo, Incoterms 2020" if foreign else ""
        terms = replace(quote.terms, lead_days=lead_days, incoterm=term, payment=payment or quote.terms.payment)
        quote = replace(quote, **{"lines": lines, "terms": terms, **changes})
        saved = quotes_saving.save(self.sales, quote)
        if approvals.submit(self.sales, saved.id).status != "approved":
            approvals.decide_request(self.boss, saved.id, "approved")
        quotes_papers.issue(self.sales, saved.id)
        if win:
            quotes_saving.decide(self.sales, saved.id, "win")
        return saved.id


def open_office(store: Store, clock: Clock, preset: str = "boss_alone") -> Office:
    """Set everything up by the actions that people use."""
    company = Company(
        name_zh="宁波澄岳传动科技有限公司", name_en="Ningbo Chengyue Drive Technology Co., Ltd.",
        uscc=credit_code("9133021100000013"), address_zh="浙江省宁波市镇海区云澜路 188 号 4 幢",
        address_en="Bldg 4, 188 Yunlan Road, Zhenhai District, Ningbo, China", phone="0574-5550 1188",
        email="sales@chengyue.example", legal_representative="周屿", bank_name="甬江商业银行镇海支行",
        bank_account="3301 0188 0000 2026 118", bank_name_en="Yongjiang Commercial Bank", swift="YJCBCN2NXXX",
    )  # fmt: skip
    first = opening.open_desk(store, clock=clock)
    me = companies.set_up(first, companies.FirstHour(company, "周洁", "", preset))
    admin = opening.open_desk(store, me, clock=clock)

    def seat(name: str, role: Role, level: str = "auto") -> Desk:
        person = people.save_person(admin, people.Person(name=name, role=role, level=level)).id
        return opening.open_desk(store, person, clock=clock)

    boss, sales, legal = seat("王总", "manager", "gm"), seat("周小", "sales"), seat("秦律", "legal")
    settings.put(admin, "exchange_rates", {"EUR": {"rate": "8"}})
    home = Customer(
        name="苏州云栎自动化设备有限公司", name_en="Suzhou Yunli Automation Equipment Co., Ltd.", tier="key",
        uscc=credit_code("9132050600000021"), legal_representative="沈禾",
        contacts=(Contact("沈女士", phone="0512-5550 2266", email="shen@yunli.example"),),
        addresses=(
            Address("苏州市吴中区枫屿路 66 号", "registered", "66 Fengyu Road, Suzhou"),
            Address("苏州市吴中区枫屿路 68 号 2 号库", "delivery", "Store 2, 68 Fengyu Road, Suzhou"),
        ),
        accounts=(BankAccount("太湖商业银行吴中支行", "3205 0660 0000 2026 226"),),
    )  # fmt: skip
    abroad = Customer(
        name="Hartmann Fördertechnik GmbH", country="DE", currency="EUR", tax_number="DE123456788",
        contacts=(Contact("Anna Weber", phone="+49 711 5550", email="weber@hartmann.example"),),
        addresses=(Address("Industriestr. 5, 70565 Stuttgart", "registered", "Industriestr. 5, 70565 Stuttgart"),),
    )  # fmt: skip
    return Office(
        store, clock, boss, sales, legal, customers.save(sales, home).id, customers.save(sales, abroad).id,
    )  # fmt: skip


def custom_product(office: Office) -> uuid.UUID:
    """A custom-made product with a drawing and an English name."""
    product = Product(
        code="CM-0187-A", name_zh="非标安装座", name_en="Mounting base", specification="6061", unit="件",
        specification_en="aluminium 6061", drawing_number="CY-0187-02", drawing_revision="C", kind="custom",
        list_price=D("215"),
    )  # fmt: skip
    return products.save(office.boss, product).id


def config_folder(folder: Path) -> str:
    """Where this test's computer remembers its devices."""
    return str(folder / "config")
