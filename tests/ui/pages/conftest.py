"""An office with a real data file for the tests of pages: a firm, its people, customers, products and prices."""

import datetime as dt
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import companies, customers, opening, people, products
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Address, Contact, Customer
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.rules.products import Product
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.main_window import MainWindow
from orderdesk_gui.ui.page import Page
from orderdesk_gui.ui.registry import page_specs
from orderdesk_gui.ui.settings import Settings

TODAY = dt.date(2026, 11, 24)
PRODUCTS = (
    ("PLF060-L1-5", "行星减速机 60 框 速比 5", "Planetary gearbox 60, i = 5", "台", "486.00", "300", 18),
    ("PLF090-L1-10", "行星减速机 90 框 速比 10", "Planetary gearbox 90, i = 10", "台", "1120.00", "700", 20),
    ("CP32-14-16", "梅花联轴器 D32 孔 14/16", "Jaw coupling D32, bore 14/16", "只", "46.00", "22", 8),
)
CUSTOMERS = (
    ("宁波启泽泵业有限公司", "启泽泵业", "new", PaymentTerms("prepaid"), "孙丽"),
    ("苏州澄岳自动化设备有限公司", "澄岳自动化", "key", PaymentTerms("monthly", 30), "钱工"),
    ("内蒙古自治区呼和浩特市经济技术开发区力昊高性能陶瓷装备与精密传动系统研究制造股份有限公司第二分公司",
     "力昊陶瓷装备", "regular", PaymentTerms("cod"), "欧阳长久"),
)  # fmt: skip
WAIT_MS = 20_000


class Clock:
    """A clock of its own: ten in the morning in China, a little later at each look."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=3)
        return self.now


@dataclass
class Office:
    """An open data file and who and what is in it."""

    store: opening.Store
    clock: Clock
    people: dict[str, uuid.UUID]
    customers: list[uuid.UUID]
    products: list[uuid.UUID]

    def desk(self, who: str = "zhou") -> Desk:
        """The desk of a person."""
        return opening.open_desk(self.store, self.people[who], clock=self.clock)


@pytest.fixture(scope="session")
def filled_office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[uuid.UUID]]]:
    """A data folder made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("office")
    clock = Clock()
    store = opening.open_store(folder, clock)
    firm = Company(name_zh="苏州澜川传动科技有限公司", name_en="Lanchuan Drives Co., Ltd.", short_name="澜川传动")
    answers = companies.FirstHour(firm, "Boss", approval_preset="full_matrix")
    boss = companies.set_up(opening.open_desk(store, clock=clock), answers)
    desk = opening.open_desk(store, boss, clock=clock)
    zhou = people.save_person(desk, people.Person(login="zhou", name="周洁", role="sales")).id
    wang = people.save_person(
        desk, people.Person(login="wang", name="王总监", role="manager", level="director"), "4321"
    ).id
    chen = people.save_person(desk, people.Person(login="chen", name="陈会计", role="finance"), "8765").id
    manager = opening.open_desk(store, wang, clock=clock)  # who may see and set costs
    made = [
        products.save(
            manager,
            Product(code=code, name_zh=zh, name_en=en, unit=unit, list_price=Decimal(price), cost=Decimal(cost),
                    lead_days=days),
        ).id
        for code, zh, en, unit, price, cost, days in PRODUCTS
    ]  # fmt: skip
    month = products.PriceListInfo(None, "2026-07", "CNY", "inclusive", dt.date(2026, 7, 1))
    prices = [products.Price(product, unit_price=Decimal(row[4])) for product, row in zip(made, PRODUCTS, strict=True)]
    prices += [products.Price(product, from_quantity=Decimal(100), discount=Decimal("0.03")) for product in made]
    products.save_price_list(desk, month, prices)
    products.set_tier_discount(desk, "key", Decimal("0.05"), valid_from=dt.date(2026, 7, 1))
    firms = [
        customers.save(
            desk,
            Customer(name=name, short_name=short, tier=tier, credit_grade="A", credit_limit=Decimal(800_000),  # type: ignore[arg-type]
                     payment=payment, contacts=(Contact(contact, phone="0512-6555 0142", main=True),),
                     addresses=(Address("苏州工业园区星湖街 328 号"),), owner_id=zhou),
        ).id
        for name, short, tier, payment, contact in CUSTOMERS
    ]  # fmt: skip
    products.list_products(desk, text="x")  # the search index is up to date from the start
    store.close()
    return folder, {"people": [boss, zhou, wang, chen], "customers": firms, "products": made}


@pytest.fixture
def office(
    filled_office: tuple[Path, dict[str, list[uuid.UUID]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """A copy of the filled office, open."""
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    folder, ids = filled_office
    shutil.copytree(folder, tmp_path / "data")
    clock = Clock()
    store = opening.open_store(tmp_path / "data", clock)
    people_ids = dict(zip(("boss", "zhou", "wang", "chen"), ids["people"], strict=True))
    yield Office(store, clock, people_ids, ids["customers"], ids["products"])
    store.close()


class Seat:
    """A person before the window."""

    def __init__(self, office: Office, window: MainWindow, jobs: Background, qtbot: QtBot) -> None:
        self.office = office
        self.window = window
        self.jobs = jobs
        self.qtbot = qtbot

    def settle(self) -> None:
        """Wait until nothing is under way and everything has been shown."""
        self.qtbot.waitUntil(lambda: not self.jobs.busy, timeout=WAIT_MS)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.jobs.busy, timeout=WAIT_MS)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)

    def page(self) -> Page:
        """The page shown."""
        page = self.window.current_page()
        assert page is not None
        return page

    def type(self, text: str) -> None:
        """Type, each key to what has the keyboard then (a cell opens its editor at the first)."""
        for key in text:
            self.qtbot.keyClicks(self.focus(), key)

    def focus(self) -> QWidget:
        """What has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget


@pytest.fixture
def sit_down(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Seat]]:
    """Opens the window on a page for a person; closed after the test."""
    made: list[Seat] = []

    def sit(key: str, who: str = "zhou") -> Seat:
        jobs = Background(lambda: office.desk(who))
        specs = [spec for spec in page_specs() if spec.key in ("inquiries", "quotations", "orders")]
        window = MainWindow(specs, jobs, Settings(tmp_path / "screen.json"))
        window.resize(1366, 768)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        seat = Seat(office, window, jobs, qtbot)
        made.append(seat)
        window.navigate(key)
        seat.settle()
        return seat

    yield sit
    for seat in made:
        seat.settle()
        seat.window.close()
        seat.jobs.close()
        seat.jobs.deleteLater()
        seat.window.deleteLater()
