import importlib
import os
import shutil
import signal
import time
import uuid
from pathlib import Path

import pytest

from orderdesk_gui.rules.language import UserError
from orderdesk_gui.store import backup, migrating, triggers, versions
from orderdesk_gui.store.base import tables
from orderdesk_gui.store.connecting import InUse
from orderdesk_gui.store.database import FILE_NAME, open_store
from orderdesk_gui.store.journal import verify
from tests.fixtures_store import Clock, desk_of, forked, raw, sample_row, save_customer

REBUILD = """
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = "9999", "{before}", None, None
def upgrade():
    bind = op.get_bind()
    for name in {names!r}:
        kept = {{"sqlite_autoincrement": True}} if name.startswith("journal") else {{}}
        with op.batch_alter_table(name, recreate="always", table_kwargs=kept) as table:
            table.add_column(sa.Column("added_later", sa.String(20), server_default="x"))
    {more}
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Makes up a version 9999 that rebuilds every table, with more statements at its end."""

    def make(more: str = "pass") -> None:
        scripts = tmp_path / "migrations"
        shutil.copytree(migrating.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        names = [t.name for t in tables()]
        text = REBUILD.format(names=names, before=versions.HEAD, more=more)
        (scripts / "versions" / "9999_made_up.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(migrating, "SCRIPTS", scripts)
        known = (*versions.KNOWN, "9999")
        monkeypatch.setattr(versions, "KNOWN", known)
        monkeypatch.setattr(versions, "HEAD", "9999")
        monkeypatch.setattr(backup, "KNOWN", known)

    return make


@pytest.fixture
def filled(data_folder: Path, tmp_path: Path, clock: Clock) -> Path:
    """A data file with rows in every table, the journal's among them."""
    store = open_store(data_folder, clock)
    desk = desk_of(store, tmp_path / "computer.json")
    for n in range(3):
        save_customer(desk, f"客户{n}")
    store.close()
    connection = raw(store.path)
    connection.execute("UPDATE desk_context SET applying = 1")
    ids: dict[str, bytes] = {}
    for table in tables("shared"):
        for variant in (0, 1):
            row = sample_row(table.name, uuid.uuid4, variant)
            for key in table.foreign_keys:
                row[key.parent.name] = ids[key.column.table.name]
            ids[table.name] = row["id"]  # type: ignore[assignment]
            marks = ", ".join("?" * len(row))
            names = ", ".join(f'"{n}"' for n in row)
            connection.execute(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', tuple(row.values()))
    connection.execute("UPDATE desk_context SET applying = 0")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return data_folder


def _rows(path: Path, names: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    connection = raw(path)
    found = {
        table: connection.execute(
            f'SELECT {", ".join(f"{chr(34)}{c}{chr(34)}" for c in columns)} FROM "{table}" ORDER BY rowid'
        ).fetchall()
        for table, columns in names.items()
    }
    connection.close()
    return found


def _schema(path: Path, kind: str) -> dict[str, str]:
    connection = raw(path)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = ? AND sql NOT NULL", (kind,))
    made = {name: " ".join(sql.replace('"', "").split()) for name, sql in found}
    connection.close()
    return made


COLUMNS = {t.name: [c.name for c in t.columns] for t in tables()}


def test_every_table_can_be_rebuilt_with_all_that_is_in_it(  # type: ignore[no-untyped-def]
    filled: Path, next_version, clock: Clock
) -> None:
    path = filled / FILE_NAME
    rows, made, indexes = _rows(path, COLUMNS), _schema(path, "trigger"), _schema(path, "index")
    assert all(rows[t.name] for t in tables("shared")) and rows["journal"] and rows["journal_tx"]
    next_version()
    store = open_store(filled, clock)
    assert _rows(path, COLUMNS) == rows
    assert _schema(path, "trigger") == made and len(made) == len(triggers.statements())
    assert _schema(path, "index") == indexes
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT DISTINCT added_later FROM customer").all() == [("x",)]
        assert list(verify(connection)) == []
        assert connection.exec_driver_sql("PRAGMA foreign_key_list(contact)").all()
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        sql = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'journal'").scalar_one()
        assert "AUTOINCREMENT" in sql
    save_customer(desk_of(store, filled.parent / "computer.json"), "新")
    with store.reading() as connection:
        assert list(verify(connection)) == []
    store.close()
    [kept] = (filled / "backups").iterdir()
    assert kept.name.endswith("-before-migration.db")
    assert _rows(kept, COLUMNS) == rows


def test_a_migration_that_fails_leaves_the_file_as_it_was(  # type: ignore[no-untyped-def]
    filled: Path, next_version, clock: Clock
) -> None:
    path = filled / FILE_NAME
    before = path.read_bytes()
    next_version("raise RuntimeError('half way')")
    with pytest.raises(RuntimeError, match="half way"):
        open_store(filled, clock)
    assert path.read_bytes() == before


def test_a_migration_that_breaks_references_is_taken_back(  # type: ignore[no-untyped-def]
    filled: Path, next_version, clock: Clock
) -> None:
    path = filled / FILE_NAME
    before = path.read_bytes()
    next_version('bind.exec_driver_sql("DELETE FROM price_list")')
    with pytest.raises(UserError, match=r"point to nothing, the first in (price_row|tier_discount)"):
        open_store(filled, clock)
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")
def test_killed_in_the_middle_the_file_is_old_or_new(  # type: ignore[no-untyped-def]
    filled: Path, next_version, clock: Clock
) -> None:
    path = filled / FILE_NAME
    rows = _rows(path, COLUMNS)
    next_version()
    importlib.import_module("alembic.command")
    whole, seen = 0.0, set()
    for n in range(-1, 12):
        folder = filled.parent / f"run{n}"
        folder.mkdir()
        shutil.copyfile(path, folder / FILE_NAME)
        child = forked(lambda folder=folder: migrating.migrate(folder / FILE_NAME))  # type: ignore[misc]
        if n >= 0:
            time.sleep(whole * n / 10)
            os.kill(child, signal.SIGKILL)
        started = time.monotonic()
        os.waitpid(child, 0)
        whole = whole or time.monotonic() - started
        assert _rows(folder / FILE_NAME, COLUMNS) == rows
        connection = raw(folder / FILE_NAME)
        seen.add(versions.version_of(connection))
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        connection.close()
        assert len(_schema(folder / FILE_NAME, "trigger")) == len(triggers.statements())
        shutil.rmtree(folder)
    assert seen == {versions.KNOWN[-2], "9999"}


def test_a_file_in_use_is_not_migrated(data_folder: Path, next_version, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    store = open_store(data_folder, clock)
    before = store.path.read_bytes()
    next_version()
    with pytest.raises(InUse, match="needs it alone"):
        open_store(data_folder, clock)
    assert store.path.read_bytes() == before
    store.close()


def test_a_file_whose_references_were_broken_before_says_so(  # type: ignore[no-untyped-def]
    data_folder: Path, next_version, clock: Clock
) -> None:
    connection = raw(data_folder / FILE_NAME)
    connection.execute("UPDATE desk_context SET applying = 1")
    row = sample_row("contact", uuid.uuid4)
    names = ", ".join(f'"{n}"' for n in row)
    connection.execute(f"INSERT INTO contact ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    connection.execute("UPDATE desk_context SET applying = 0")
    connection.close()
    next_version()
    with pytest.raises(UserError, match="1 rows point to nothing, the first in contact"):
        open_store(data_folder, clock)
