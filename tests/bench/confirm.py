"""An order of ten lines confirmed, its goods reserved and its plan made, against its rows by bare sqlite3."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from orderdesk_gui.actions import orders_saving, stock
from orderdesk_gui.rules.orders import OrderLine
from orderdesk_gui.rules.quotes import QuoteLine
from tests.bench.measuring import Measured, compare
from tests.bench.offices import Office, office
from tests.bench.quote import LINES, Written, floor_file, marks

ROUNDS = 25


def measure(folder: Path) -> Iterator[Measured]:
    """The line of the table about confirming."""
    at = office(folder / "ours")
    stock.count(at.manager, [stock.Counted(product, Decimal(100_000)) for product in at.products])
    waiting = [entered(at) for _ in range(ROUNDS + 3)]
    db = floor_file(folder, at)
    orders_saving.confirm(at.clerk, waiting.pop())
    since = marks(at.store.path)
    orders_saving.confirm(at.clerk, waiting.pop())
    written = Written(at.store.path, since)
    written.prepare(ROUNDS + 1)
    yield compare(
        "confirm", f"confirm, reserve and plan {LINES} lines: {written.count} rows, journal with it",
        lambda: orders_saving.confirm(at.clerk, waiting.pop()), lambda: written.again(db), 25, rounds=ROUNDS,
    )  # fmt: skip
    db.close()
    at.store.close()


def entered(at: Office) -> uuid.UUID:
    """An order of every product that waits to be confirmed."""
    promised = dt.date.today() + dt.timedelta(days=60)
    lines = tuple(
        OrderLine(
            QuoteLine(
                Decimal(2), Decimal(100), product_id=product, code=f"PLF{place:04}", name_zh=f"行星减速机 {place}",
                unit="台",
            ),
            promised=promised,
        )
        for place, product in enumerate(at.products[:LINES])
    )  # fmt: skip
    return orders_saving.save(at.clerk, replace(orders_saving.blank(at.clerk, at.customer), lines=lines)).id
