"""Data folders for the measurements: a firm with a customer and ten products, and files with very many rows."""

import os
import random
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from orderdesk_gui.actions import companies, customers, opening, people, products
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.opening import Store
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Customer
from orderdesk_gui.rules.products import Product


@dataclass(frozen=True)
class Office:
    """A firm ready to sell: the clerk's desk and the manager's, a customer, and products with prices."""

    store: Store
    clerk: Desk
    manager: Desk
    customer: uuid.UUID
    products: list[uuid.UUID]


def office(folder: Path, *, count: int = 10) -> Office:
    """A new data folder where a clerk asks and a manager approves."""
    os.environ["ORDERDESK_CONFIG"] = str(folder / "config")
    store = opening.open_store(folder, opening.now)
    first = opening.open_desk(store)
    companies.set_up(first, companies.FirstHour(Company(name_zh="澜川传动科技有限公司"), "王芳", "", "full_matrix"))
    boss = people.save_person(first, people.Person(name="陈总", role="manager", level="gm")).id
    clerk = people.save_person(first, people.Person(name="周洁", role="sales")).id
    desk, manager = opening.open_desk(store, clerk), opening.open_desk(store, boss)
    customer = customers.save(desk, Customer(name="苏州澄岳自动化设备有限公司", tier="key")).id
    made = [
        products.save(
            manager,
            Product(code=f"PLF{at:04}", name_zh=f"行星减速机 {at}", unit="台", list_price=Decimal(100 + at),
                    cost=Decimal(60)),
        ).id
        for at in range(count)
    ]  # fmt: skip
    products.set_tier_discount(manager, "key", Decimal("0.05"))
    return Office(store, desk, manager, customer, made)


def bare(path: Path) -> sqlite3.Connection:
    """The data file by sqlite3 alone, as safe against a power cut as OrderDesk's own connection."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def add_quotations(path: Path, owner: uuid.UUID, customer: uuid.UUID, count: int) -> None:
    """Put `count` quotations into the file, over some nine years, by one statement and without triggers."""
    values = {
        **_head("QT", owner, customer), "revision_id": _ID, "revision": "1", "outcome": "'open'",
        "state": "CASE n % 5 WHEN 0 THEN 'draft' WHEN 1 THEN 'won' ELSE 'issued' END",
        "valid_until": "date('2018-02-01', '+' || (n * 7919 % 3200) || ' days')", "project": "''",
        "lost_reason": "''", "lost_note": "''",
    }  # fmt: skip
    with closing(bare(path)) as db:
        _without_triggers(db)
        _add(db, "quote", values, count)


def add_orders(path: Path, owner: uuid.UUID, customer: uuid.UUID, count: int) -> None:
    """Put `count` sales orders with their figures into the file, as :func:`add_quotations` does."""
    head = _head("SO", owner, customer)
    values = {**head, "kind": "'normal'", "status": "'confirmed'", "tax_mode": "'inclusive'", "net": "n * 10000",
              "tax": "0", "stars": "1 + n % 3"}  # fmt: skip
    figure = {
        "order_id": _ID, "customer_id": head["customer_id"], "owner_id": head["owner_id"], "date": head["date"],
        "state": "'confirmed'", "open": "1", "ordered": head["total"], "shipped": "0", "invoiced": "0",
        "received": "0", "overdue": "0", "base_total": head["total"],
        "level": "CASE n % 5 WHEN 0 THEN 'red' ELSE 'green' END", "step": "''",
    }  # fmt: skip
    with closing(bare(path)) as db:
        _without_triggers(db)
        _add(db, "sales_order", values, count)
        _add(db, "order_figure", figure, count)


_ID = "cast(printf('%016d', n) AS BLOB)"


def _head(series: str, owner: uuid.UUID, customer: uuid.UUID) -> dict[str, str]:
    """What heads of all papers have, as SQL of the number `n`."""
    return {
        "id": _ID, "number": f"printf('{series}-2026-BNCH-%07d', n)", "company_id": "(SELECT id FROM company LIMIT 1)",
        "customer_id": f"x'{customer.hex}'", "scope": f"x'{customer.hex}'", "owner_id": f"x'{owner.hex}'",
        "date": "date('2018-01-01', '+' || (n * 7919 % 3200) || ' days')", "currency": "'CNY'",
        "total": "n * 10000 + 50000000", "customer_po": "''",
    }  # fmt: skip


def _without_triggers(db: sqlite3.Connection) -> None:
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')


def _add(db: sqlite3.Connection, table: str, values: dict[str, str], count: int) -> None:
    """Rows with the numbers 1 to `count`; text that is not said is empty, and a number nought."""
    given = dict(values)
    for _, name, kind, needed, usual, _ in db.execute(f'PRAGMA table_info("{table}")'):
        if needed and usual is None and name not in given:
            given[name] = "''" if "CHAR" in kind else "0"
    db.execute("BEGIN")
    db.execute(
        f"WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :count) "
        f"INSERT INTO {table} ({', '.join(given)}) SELECT {', '.join(given.values())} FROM counted",
        {"count": count},
    )
    db.execute("COMMIT")


_CITIES = ("上海", "北京", "苏州", "深圳", "广州", "杭州", "宁波", "青岛", "武汉", "成都", "重庆", "无锡", "东莞")
_MARKS = "华为中兴海尔格力美的长城东风永昌恒泰瑞丰金鑫宏达盛世龙腾飞跃鸿运明德正信诚联合创新科技腾达星辰凯旋博远"
_KINDS = ("机械", "电子", "五金", "贸易", "精密", "自动化", "塑胶", "模具", "科技", "实业")
_ENDS = ("有限公司", "股份有限公司", "厂", "有限责任公司", "商行")
_LATIN = ("Sun", "Moon", "Star", "Tech", "Global", "Power", "Max", "Linker", "Works", "Huawei", "Trade", "Metal")


def customer_names(count: int) -> list[str]:
    """Names of firms, the same ones every time, one in three with a Latin part."""
    chance = random.Random(20261121)
    made = []
    for at in range(count):
        name = chance.choice(_CITIES) + "".join(chance.choices(_MARKS, k=chance.choice((2, 2, 3))))
        name += chance.choice(_KINDS) + chance.choice(_ENDS)
        made.append(f"{name} {' '.join(chance.choices(_LATIN, k=2))}" if at % 3 == 0 else name)
    return made
