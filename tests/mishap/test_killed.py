"""Killed at any moment while it saves: everything confirmed is there, and the file is sound."""

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from orderdesk_gui.actions import drafts
from orderdesk_gui.rules.search import pinyin_initials
from orderdesk_gui.store import search
from orderdesk_gui.store.damage import check_after_crash
from orderdesk_gui.store.database import Store, open_store
from orderdesk_gui.store.device import next_number
from orderdesk_gui.store.journal import verify
from tests.fixtures_store import Clock, desk_of, forked, raw, save_customer

KILLS = 200

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")


def _save_for_ever(folder: Path, run: int, confirm: int) -> None:
    """Save customers, numbers and drafts; each is confirmed on the pipe only after its transaction."""
    store = open_store(folder, Clock())
    desk = desk_of(store, folder.parent / "computer.json")
    step = 0
    while True:
        step += 1
        name = f"客户{run}-{step}"
        save_customer(desk, name, notes="“x” 🙂" * 20)
        with store.plain_writing() as connection:
            number = next_number(connection, "QT", 2026, desk.device)
        drafts.save(desk, "quote", {"run": run, "step": step})
        with store.plain_writing() as connection:
            search.refresh(connection)
        os.write(confirm, f"{name}\t{number}\t{step}\n".encode())


def _check(store: Store) -> None:
    connection = raw(store.path)
    assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    connection.close()
    with store.reading() as connection:
        assert list(verify(connection)) == []
        assert connection.exec_driver_sql("SELECT tx FROM desk_context").scalar() is None


def test_killed_while_it_saves(data_folder: Path) -> None:
    pinyin_initials("华为")  # loads its tables once, not in every child
    chance = random.Random(20261121)
    names: set[str] = set()
    numbers: list[str] = []
    for run in range(KILLS):
        read, write = os.pipe()
        child = forked(lambda run=run, write=write: _save_for_ever(data_folder, run, write))  # type: ignore[misc]
        os.close(write)
        first = os.read(read, 65_536)  # it is under way; now any moment will do
        time.sleep(chance.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL, first
        said = first
        while part := os.read(read, 65_536):
            said += part
        os.close(read)
        confirmed = [line.split("\t") for line in said.decode().splitlines() if line.count("\t") == 2]
        names |= {line[0] for line in confirmed}
        numbers += [line[1] for line in confirmed]
        last = int(confirmed[-1][2])
        if run % 20 == 0 or run == KILLS - 1:
            check_after_crash(data_folder / "orderdesk.db", data_folder)
            store = open_store(data_folder, Clock())
            _check(store)
            with store.reading() as connection:
                found = set(connection.exec_driver_sql("SELECT name FROM customer").scalars())
                contents = connection.exec_driver_sql(
                    "SELECT max(json_extract(content, '$.step')) FROM draft "
                    "WHERE json_extract(content, '$.run') = ?", (run,)
                ).scalar_one()  # fmt: skip
            store.close()
            assert names <= found
            assert last <= contents <= last + 1, "the draft came back"
    assert len(numbers) == len(set(numbers)) >= KILLS
