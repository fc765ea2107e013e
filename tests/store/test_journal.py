import itertools
import sqlite3
from collections.abc import Callable

import pytest

from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.store import rows
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.database import Store
from orderdesk_gui.store.journal import GENESIS, last_entry, verify
from tests.fixtures_store import raw, save_customer


@pytest.fixture
def written(desk: Desk) -> Store:
    """Five transactions: a customer each, the third one of three customers."""
    for n in (1, 2):
        save_customer(desk, f"客户{n}")
    with desk.writing("import") as writing:
        three = [{"id": desk.new_id(), "name": f"导入{n}"} for n in range(3)]
        rows.add(writing.connection, Customer, three)
    for n in (4, 5):
        save_customer(desk, f"客户{n}", notes="“引号” 🙂 \u202e")
    return desk.store


def _breaks(store: Store) -> list[tuple[int, str]]:
    with store.reading() as connection:
        return [(b.place, str(b.wrong)) for b in verify(connection)]


def _tamper(store: Store, *statements: str) -> None:
    connection = raw(store.path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        assert connection.execute(statement).rowcount > 0, statement
    connection.close()


def test_an_untouched_journal_holds(written: Store) -> None:
    assert _breaks(written) == []
    with written.reading() as connection:
        heads = connection.exec_driver_sql("SELECT prev_hash, hash, entries FROM journal_tx ORDER BY place").all()
    assert heads[0][0] == GENESIS and [h[2] for h in heads] == [1, 1, 3, 1, 1]
    assert all(later[0] == earlier[1] for earlier, later in itertools.pairwise(heads))


CHANGED = "an entry or the transaction itself was changed"
COUNT = "entries are missing or were added"
BEFORE = "the transaction before it is missing or was changed"
TAMPERINGS: dict[str, tuple[list[str], list[tuple[int, str]]]] = {
    "a value": (["UPDATE journal SET after = replace(after, '导入1', '导入9') WHERE entry = 4"], [(3, CHANGED)]),
    "a before": (["UPDATE journal SET before = '{}' WHERE entry = 2"], [(2, CHANGED)]),
    "the row it is about": (["UPDATE journal SET pk = 'ff' WHERE entry = 1"], [(1, CHANGED)]),
    "the kind of change": (["UPDATE journal SET op = 'U' WHERE entry = 7"], [(5, CHANGED)]),
    "its number": (["UPDATE journal SET entry = 99 WHERE entry = 7"], [(5, COUNT)]),
    "an entry dropped": (["DELETE FROM journal WHERE entry = 4"], [(3, COUNT)]),
    "an entry dropped, count adjusted": (
        ["DELETE FROM journal WHERE entry = 4", "UPDATE journal_tx SET entries = 2 WHERE place = 3"], [(3, CHANGED)]
    ),
    "an entry added": (
        ["INSERT INTO journal (tx, tbl, pk, op) SELECT tx, tbl, pk, op FROM journal WHERE entry = 1"], [(1, COUNT)]
    ),
    "an entry of no transaction": (
        ["INSERT INTO journal (tx, tbl, pk, op) VALUES ('x', 'customer', 'ff', 'I')"],
        [(5, "there are entries that belong to no transaction")],
    ),
    "an entry moved": (
        ["UPDATE journal SET tx = (SELECT tx FROM journal WHERE entry = 1) WHERE entry = 2"], [(1, COUNT), (2, COUNT)]
    ),
    "two entries swapped": (
        ["UPDATE journal SET entry = -1 WHERE entry = 3", "UPDATE journal SET entry = 3 WHERE entry = 4",
         "UPDATE journal SET entry = 4 WHERE entry = -1"], [(3, CHANGED)]
    ),
    "who": (["UPDATE journal_tx SET user = 'somebody' WHERE place = 2"], [(2, CHANGED)]),
    "when": (["UPDATE journal_tx SET now = '2020-01-01' WHERE place = 2"], [(2, CHANGED)]),
    "what for": (["UPDATE journal_tx SET counter_action = 'void' WHERE place = 2"], [(2, CHANGED)]),
    "a hash": (["UPDATE journal_tx SET hash = 'x' WHERE place = 2"], [(2, CHANGED), (3, BEFORE)]),
    "a predecessor": (
        ["UPDATE journal_tx SET prev_hash = 'x' WHERE place = 2"], [(2, BEFORE), (2, CHANGED)]
    ),
    "a transaction dropped": (
        ["DELETE FROM journal WHERE entry = 2", "DELETE FROM journal_tx WHERE place = 2"], [(3, BEFORE)]
    ),
    "the first one dropped": (
        ["DELETE FROM journal WHERE entry = 1", "DELETE FROM journal_tx WHERE place = 1"], [(2, BEFORE)]
    ),
    "the last one dropped": (
        ["DELETE FROM journal WHERE entry = 7", "DELETE FROM journal_tx WHERE place = 5"],
        [(4, "the transactions after it are missing")],
    ),
    "two transactions swapped": (
        ["UPDATE journal_tx SET place = -1 WHERE place = 1", "UPDATE journal_tx SET place = 1 WHERE place = 2",
         "UPDATE journal_tx SET place = 2 WHERE place = -1"], [(1, BEFORE), (2, BEFORE), (3, BEFORE)]
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERINGS)
def test_every_tampering_is_found_and_where(written: Store, how: str) -> None:
    statements, breaks = TAMPERINGS[how]
    _tamper(written, *statements)
    assert _breaks(written) == breaks


def test_a_transaction_that_changed_nothing_leaves_no_trace(desk: Desk) -> None:
    row_id, _ = save_customer(desk)
    with desk.writing("customers.save") as writing:
        rows.change(writing.connection, Customer, row_id, {"name": "华为技术有限公司"})
    assert writing.changes.tx is None and not writing.changes.touches("customer")
    with desk.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal_tx").scalar_one() == 1


def _fails(desk: Desk, work: Callable[[], object]) -> None:
    with pytest.raises(ZeroDivisionError), desk.writing("customers.save") as writing:
        rows.add(writing.connection, Customer, [{"id": desk.new_id(), "name": "x"}])
        work()


def test_a_transaction_that_failed_leaves_no_trace_and_no_context(desk: Desk) -> None:
    _fails(desk, lambda: 1 / 0)
    with desk.reading() as connection:
        for table in ("customer", "journal", "journal_tx"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0
        assert connection.exec_driver_sql("SELECT tx, user FROM desk_context").one() == (None, None)
    save_customer(desk)
    assert _breaks(desk.store) == []


def test_outside_a_transaction_nobody_can_write(desk: Desk) -> None:
    save_customer(desk)
    connection = raw(desk.store.path)
    with pytest.raises(sqlite3.IntegrityError, match="no desk context"):
        connection.execute("UPDATE customer SET name = 'x'")
    connection.close()


def test_the_version_of_a_row_is_its_newest_entry(desk: Desk) -> None:
    row_id, _ = save_customer(desk)
    with desk.writing("customers.save") as writing:
        rows.change(writing.connection, Customer, row_id, {"name": "新"})
    with desk.reading() as connection:
        assert last_entry(connection, "customer", row_id.hex) == 2
        assert last_entry(connection, "customer", "ff") == 0
