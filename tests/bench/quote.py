"""A quotation of ten lines priced, saved, submitted and approved, against its rows by bare sqlite3."""

import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from orderdesk_gui.actions import approvals, quotes_pricing, quotes_saving
from orderdesk_gui.rules.quotes import QuoteLine
from tests.bench.measuring import Measured, compare
from tests.bench.offices import Office, bare, office

LINES = 10
ROUNDS = 25
TYPED = Decimal("0.98")  # of the price found: more off than a clerk may give, so that a manager is asked


def measure(folder: Path) -> Iterator[Measured]:
    """The line of the table about quotations."""
    at = office(folder / "ours")
    db = floor_file(folder, at)
    sell(at)
    since = marks(at.store.path)
    sell(at)
    written = Written(at.store.path, since)
    written.prepare(ROUNDS + 1)
    yield compare(
        "quote", f"price, save, submit, approve: {written.count} rows, journal with it",
        lambda: sell(at), lambda: written.again(db), 20, rounds=ROUNDS,
    )  # fmt: skip
    db.close()
    at.store.close()


def sell(at: Office, lines: int = LINES) -> uuid.UUID:
    """One quotation from its prices to its approval: the clerk asks, the manager says yes."""
    desk = at.clerk
    wanted = [quotes_pricing.Wanted(product, Decimal(10)) for product in at.products[:lines]]
    quote = quotes_saving.blank(desk, at.customer)
    priced = quotes_pricing.price(
        desk, wanted, customer_id=at.customer, currency=quote.currency, tax_mode=quote.tax_mode
    )
    made = tuple(
        QuoteLine(
            quantity=one.quantity, unit_price=(found.price.unit_price or Decimal(1)) * TYPED, manual=True,
            product_id=found.product_id, code=found.code, name_zh=found.name_zh, unit=found.unit,
            vat_rate=found.vat_rate, list_price=found.price.list_price,
        )
        for one, found in zip(wanted, priced, strict=True)
    )  # fmt: skip
    saved = quotes_saving.save(desk, replace(quote, lines=made))
    if approvals.submit(desk, saved.id).status == "submitted":
        done = approvals.decide_request(at.manager, saved.id, "approved")
        assert done.status == "approved", done
    return saved.id


def floor_file(folder: Path, at: Office) -> sqlite3.Connection:
    """A copy of the file with the same tables and indexes and no triggers."""
    path = folder / "floor.db"
    db = bare(path)
    with bare(at.store.path) as source:
        source.backup(db)
    source.close()
    db.execute("PRAGMA journal_mode = WAL")
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    return db


def _tables(db: sqlite3.Connection) -> list[str]:
    found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall()
    return [name for (name,) in found if not name.startswith(("search_fragment", "counter", "desk_context"))]


def marks(path: Path) -> dict[str, int]:
    """The newest row of every table."""
    with bare(path) as db:
        found = {
            name: db.execute(f'SELECT coalesce(max(rowid), 0) FROM "{name}"').fetchone()[0] for name in _tables(db)
        }
    db.close()
    return found


class Written:
    """The rows that came after `since`, to be written again under fresh keys in one transaction."""

    def __init__(self, path: Path, since: dict[str, int]) -> None:
        self._parts: list[tuple[str, list[list[object]]]] = []
        self._ready: list[list[tuple[str, list[list[object]]]]] = []
        with bare(path) as db:
            for name, mark in since.items():
                columns = [(row[1], row[2], row[5]) for row in db.execute(f'PRAGMA table_info("{name}")')]
                rows = db.execute(f'SELECT * FROM "{name}" WHERE rowid > ? ORDER BY rowid', (mark,)).fetchall()
                if not rows:
                    continue
                whole = next((at for at, (_, kind, key) in enumerate(columns) if key and kind == "INTEGER"), None)
                kept = [[None if at == whole else value for at, value in enumerate(row)] for row in rows]
                self._parts.append((f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', kept))
        db.close()
        self.count = sum(len(rows) for _, rows in self._parts)

    def again(self, db: sqlite3.Connection) -> None:
        """Write them once more, as :meth:`prepare` made them ready."""
        db.execute("BEGIN IMMEDIATE")
        for sql, rows in self._ready.pop():
            db.executemany(sql, rows)
        db.execute("COMMIT")

    def prepare(self, rounds: int) -> None:
        """Make the rows of so many rounds ready; in each, every id and transaction gets another beginning."""
        for turn in range(rounds):
            prefix = (turn + 1).to_bytes(4, "big")
            self._ready.append(
                [(sql, [[_fresh(value, prefix) for value in row] for row in rows]) for sql, rows in self._parts]
            )


def _fresh(value: object, prefix: bytes) -> object:
    if isinstance(value, bytes) and len(value) == 16:
        return prefix + value[4:]
    if isinstance(value, str) and len(value) == 32:
        return prefix.hex() + value[8:]
    return value
