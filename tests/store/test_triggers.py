import json
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from orderdesk_gui.store.base import Base, Identifier, tables, traits_of
from orderdesk_gui.store.customers import Customer
from orderdesk_gui.store.database import FILE_NAME, Store
from orderdesk_gui.store.journal import TxHead
from tests.fixtures_store import Clock, raw, sample_row

SHARED = [t.name for t in tables("shared")]
GUARDED = [(t.name, column) for t in tables("shared") for column in traits_of(t).guarded]
INSERT_ONLY = [t.name for t in tables("shared") if traits_of(t).insert_only]


@pytest.fixture
def file(data_folder: Path) -> Iterator[sqlite3.Connection]:
    """The data file under bare sqlite3, with the desk's context set."""
    connection = raw(data_folder / FILE_NAME)
    connection.execute("PRAGMA synchronous = OFF")
    _context(connection, "tx1")
    yield connection
    connection.close()


def _context(connection: sqlite3.Connection, tx: str | None, applying: int = 0) -> None:
    connection.execute("UPDATE desk_context SET tx = ?, applying = ?", (tx, applying))


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, object], verb: str = "INSERT") -> None:
    names = ", ".join(f'"{name}"' for name in row)
    connection.execute(f'{verb} INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})', tuple(row.values()))


def _update(connection: sqlite3.Connection, table: str, row_id: object, values: dict[str, object]) -> None:
    setters = ", ".join(f'"{name}" = ?' for name in values)
    connection.execute(f'UPDATE "{table}" SET {setters} WHERE id = ?', (*values.values(), row_id))


def _journalled(row: dict[str, object]) -> dict[str, object]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}


def _entries(connection: sqlite3.Connection) -> list[tuple[str, str, str, object, object]]:
    found = connection.execute("SELECT tbl, pk, op, before, after FROM journal ORDER BY entry").fetchall()
    return [(t, pk, op, b and json.loads(b), a and json.loads(a)) for t, pk, op, b, a in found]


@pytest.mark.parametrize("variant", [0, 1])
@pytest.mark.parametrize("table", SHARED)
def test_an_insert_is_journalled_with_all_that_it_says(file: sqlite3.Connection, table: str, variant: int) -> None:
    row = sample_row(table, uuid.uuid4, variant)
    _insert(file, table, row)
    unjournalled = traits_of(Base.metadata.tables[table]).unjournalled
    said = {k: v for k, v in _journalled(row).items() if v is not None and k not in unjournalled}
    assert _entries(file) == [(table, row["id"].hex(), "I", None, said)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", [t for t in SHARED if t not in INSERT_ONLY])
def test_an_update_is_journalled_field_by_field(file: sqlite3.Connection, table: str) -> None:
    row = sample_row(table, uuid.uuid4, 0)
    other = {**sample_row(table, uuid.uuid4, 1), "id": row["id"]}
    for column in traits_of(Base.metadata.tables[table]).guarded:
        other[column] = row[column]
    _insert(file, table, row)
    file.execute("UPDATE desk_context SET tx = 'tx2'")
    for name in other:
        _update(file, table, row["id"], {name: other[name]})
    _update(file, table, row["id"], row)
    entries = _entries(file)[1:]
    changed = [name for name in other if other[name] != row[name]]
    old, new = _journalled(row), _journalled(other)
    pk = row["id"].hex()  # type: ignore[attr-defined]
    assert entries[:-1] == [(table, pk, "U", {n: old[n]}, {n: new[n]}) for n in changed]
    assert entries[-1] == (table, pk, "U", {n: new[n] for n in changed}, {n: old[n] for n in changed})
    assert set(file.execute("SELECT DISTINCT tx FROM journal").fetchall()) == {("tx1",), ("tx2",)}


@pytest.mark.parametrize("table", [t for t in SHARED if t not in INSERT_ONLY])
def test_an_update_that_changes_nothing_is_not_journalled(file: sqlite3.Connection, table: str) -> None:
    row = sample_row(table, uuid.uuid4, 1)
    _insert(file, table, row)
    _update(file, table, row["id"], row)
    assert len(_entries(file)) == 1


@pytest.mark.parametrize("table", SHARED)
def test_nothing_is_written_without_context(file: sqlite3.Connection, table: str) -> None:
    row = sample_row(table, uuid.uuid4)
    _context(file, None)
    with pytest.raises(sqlite3.IntegrityError, match="orderdesk: no desk context"):
        _insert(file, table, row)
    file.execute("DELETE FROM desk_context")
    with pytest.raises(sqlite3.IntegrityError, match="orderdesk: no desk context"):
        _insert(file, table, row)
    assert file.execute(f'SELECT count(*) FROM "{table}"').fetchone() == (0,)


@pytest.mark.parametrize("table", SHARED)
def test_applying_mutes_the_journal_and_every_guard(file: sqlite3.Connection, table: str) -> None:
    row = sample_row(table, uuid.uuid4)
    _context(file, None, applying=1)
    _insert(file, table, row)
    changed = {k: v for k, v in sample_row(table, uuid.uuid4, 2).items() if k != "id"}
    _update(file, table, row["id"], changed)
    file.execute(f'DELETE FROM "{table}"')
    assert _entries(file) == []


@pytest.mark.parametrize("table", SHARED)
def test_rows_are_never_deleted_and_ids_never_change(file: sqlite3.Connection, table: str) -> None:
    row = sample_row(table, uuid.uuid4)
    _insert(file, table, row)
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        file.execute(f'DELETE FROM "{table}"')
    with pytest.raises(sqlite3.IntegrityError, match=r"an id never changes|keeps facts"):
        _update(file, table, row["id"], {"id": uuid.uuid4().bytes})
    assert file.execute(f'SELECT id FROM "{table}"').fetchall() == [(row["id"],)]


@pytest.mark.parametrize("table", INSERT_ONLY)
def test_facts_never_change(file: sqlite3.Connection, table: str) -> None:
    row = sample_row(table, uuid.uuid4)
    _insert(file, table, row)
    for name, value in sample_row(table, uuid.uuid4, 2).items():
        with pytest.raises(sqlite3.IntegrityError, match="orderdesk: "):
            _update(file, table, row["id"], {name: value})
    assert {"paper", "paper_voiding", "approval_decision"} <= set(INSERT_ONLY)


@pytest.mark.parametrize(("table", "column"), GUARDED)
def test_a_status_changes_along_its_paths_alone(file: sqlite3.Connection, table: str, column: str) -> None:
    paths = traits_of(Base.metadata.tables[table]).guarded[column]
    words = sorted({word for path in paths for word in path} | {"nonsense"})
    for old in words:
        for new in words:
            row = {**sample_row(table, uuid.uuid4), column: old}
            _insert(file, table, row)
            if old == new or (old, new) in paths:
                _update(file, table, row["id"], {column: new})
            else:
                with pytest.raises(sqlite3.IntegrityError, match=f"{table}.{column} cannot change"):
                    _update(file, table, row["id"], {column: new})
    with pytest.raises(sqlite3.IntegrityError):
        _update(file, table, row["id"], {column: None})


def test_every_status_with_paths_is_there() -> None:
    papers = {("quote", "outcome"), ("quote_revision", "status"), ("inquiry", "status"), ("contract", "status")}
    assert papers | {("approval_request", "status"), ("approval_step", "status")} <= set(GUARDED)


def test_insert_or_replace_is_refused_on_our_connections(store: Store) -> None:
    """Elsewhere it deletes without firing delete triggers, which is why nobody may use it."""
    row = sample_row("customer", uuid.uuid4)
    with store.writing(_head("a")) as connection:
        _insert(connection.connection.driver_connection, "customer", row)  # type: ignore[arg-type]
    with (
        pytest.raises(sqlite3.IntegrityError, match="never deleted"),
        store.writing(_head("b")) as connection,
    ):
        driver = connection.connection.driver_connection
        _insert(driver, "customer", row, "INSERT OR REPLACE")  # type: ignore[arg-type]


def test_insert_or_replace_by_another_program_is_at_least_journalled(file: sqlite3.Connection) -> None:
    row = sample_row("customer", uuid.uuid4)
    _insert(file, "customer", row)
    _insert(file, "customer", {**row, "name": "换了"}, "INSERT OR REPLACE")
    assert [(e[2], e[4]["name"]) for e in _entries(file)] == [("I", row["name"]), ("I", "换了")]  # type: ignore[index]


@pytest.mark.parametrize("table", ["journal", "journal_tx"])
@pytest.mark.parametrize("applying", [0, 1])
def test_the_journal_is_only_ever_added_to(file: sqlite3.Connection, table: str, applying: int) -> None:
    _insert(file, "customer", sample_row("customer", uuid.uuid4))
    file.execute("INSERT INTO journal_tx VALUES (1, 'tx1', 'u', 'd', 'n', 'a', NULL, NULL, 1, 1, 'p', 'h')")
    _context(file, "tx1", applying)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET tx = 'other'"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            file.execute(statement)


def _head(tx: str) -> TxHead:
    return TxHead(tx, "u", "d", "2026-11-21T08:00:00.000000Z", "test")


def test_bulk_statements_of_sqlalchemy_core_are_captured(store: Store, clock: Clock) -> None:
    ids = [uuid.uuid4() for _ in range(50)]
    with store.writing(_head("a")) as connection:
        connection.execute(insert(Customer), [{"id": i, "name": f"客户{n}"} for n, i in enumerate(ids)])
    with store.writing(_head("b")) as connection:
        connection.execute(update(Customer).where(Customer.name != "客户0").values(tier="key"))
    with store.reading() as connection:
        found = connection.exec_driver_sql("SELECT tx, op, count(*), count(DISTINCT pk) FROM journal GROUP BY 1, 2")
        assert found.all() == [("a", "I", 50, 50), ("b", "U", 49, 49)]


_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_TEXTS, st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=6))
def test_whatever_is_written_the_journal_can_tell_the_present_row(
    file: sqlite3.Connection, writes: list[tuple[str, int]]
) -> None:
    """The row is the fold of its entries, also with quotes, emoji and right-to-left marks in it."""
    row = sample_row("customer", uuid.uuid4)
    _insert(file, "customer", row)
    for name, limit in writes:
        _update(file, "customer", row["id"], {"name": name, "credit_limit": limit})
    pk = row["id"].hex()  # type: ignore[attr-defined]
    folded: dict[str, object] = {}
    for _, key, _, before, after in _entries(file):
        if key == pk:
            assert all(folded[name] == value for name, value in (before or {}).items())  # type: ignore[attr-defined]
            folded.update(after)  # type: ignore[call-overload]
    present = file.execute("SELECT * FROM customer WHERE id = ?", (row["id"],))
    names = [d[0] for d in present.description]
    assert {k: v for k, v in folded.items() if v is not None} == {
        k: v for k, v in _journalled(dict(zip(names, present.fetchone(), strict=True))).items() if v is not None
    }


def test_identifiers_are_the_only_blobs() -> None:
    for table in tables("shared"):
        for column in table.columns:
            assert column.type.python_type is not bytes or isinstance(column.type, Identifier)
