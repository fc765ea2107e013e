import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from orderdesk_gui.actions import journal as journal_actions
from orderdesk_gui.rules.ids import new_id
from orderdesk_gui.store import device
from orderdesk_gui.store.database import FILE_NAME, Store, open_store
from orderdesk_gui.store.journal import verify
from tests.fixtures_store import Clock, desk_of, save_customer

ROOT = Path(__file__).resolve().parents[2]


def _code(folder: Path, outside: Path, clock: Clock) -> str:
    store = open_store(folder, clock)
    with store.plain_writing() as connection:
        _, code = device.current(connection, outside, clock)
    store.close()
    return code


def _copied(folder: Path, to: Path) -> Path:
    to.mkdir()
    shutil.copyfile(folder / FILE_NAME, to / FILE_NAME)
    return to


def test_a_computer_keeps_its_code(data_folder: Path, tmp_path: Path, clock: Clock) -> None:
    codes = {_code(data_folder, tmp_path / "outside.json", clock) for _ in range(4)}
    assert len(codes) == 1 and re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}", codes.pop())


def test_a_copied_folder_takes_a_new_code_on_the_other_computer(
    data_folder: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = _code(data_folder, tmp_path / "here.json", clock)
    there_folder = _copied(data_folder, tmp_path / "there")
    monkeypatch.setattr(device, "fingerprint", lambda: "f" * 32)
    there = _code(there_folder, tmp_path / "there.json", clock)
    assert there != here
    assert _code(there_folder, tmp_path / "there.json", clock) == there
    monkeypatch.undo()
    back = _code(_copied(there_folder, tmp_path / "back"), tmp_path / "here.json", clock)
    assert back not in (here, there), "numbers may have been given here meanwhile"


def test_a_computer_that_looks_the_same_but_does_not_know_the_file_takes_a_new_code(
    data_folder: Path, tmp_path: Path, clock: Clock
) -> None:
    here = _code(data_folder, tmp_path / "here.json", clock)
    assert _code(data_folder, tmp_path / "cloned without the home folder.json", clock) != here


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": 1}'])
def test_a_spoilt_file_outside_means_a_new_code_and_is_mended(
    data_folder: Path, tmp_path: Path, clock: Clock, content: str
) -> None:
    first = _code(data_folder, tmp_path / "here.json", clock)
    (tmp_path / "here.json").write_text(content, encoding="utf-8")
    second = _code(data_folder, tmp_path / "here.json", clock)
    assert second != first
    assert _code(data_folder, tmp_path / "here.json", clock) == second


def test_the_newest_code_counts_even_when_the_clock_was_set_back(
    data_folder: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _code(data_folder, tmp_path / "here.json", clock)
    clock.now -= timedelta(days=365)
    monkeypatch.setattr(device, "fingerprint", lambda: "f" * 32)
    codes = {_code(data_folder, tmp_path / "there.json", clock) for _ in range(3)}
    assert len(codes) == 1


def test_numbers_count_up_by_series_year_and_device(store: Store) -> None:
    asked = [("QT", 2026, "7K3F"), ("CT", 2026, "7K3F"), ("QT", 2027, "7K3F"), ("QT", 2026, "ABCD")] * 3
    with store.plain_writing() as connection:
        found = [device.next_number(connection, *one) for one in asked]
    assert found[:5] == [
        "QT-2026-7K3F-0001", "CT-2026-7K3F-0001", "QT-2027-7K3F-0001", "QT-2026-ABCD-0001", "QT-2026-7K3F-0002"
    ]  # fmt: skip
    assert len(set(found)) == len(asked)


def test_a_number_whose_paper_was_not_saved_is_free_again(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.plain_writing() as connection:
        device.next_number(connection, "QT", 2026, "7K3F")
        _ = 1 / 0
    with store.plain_writing() as connection:
        assert device.next_number(connection, "QT", 2026, "7K3F") == "QT-2026-7K3F-0001"


_NUMBERER = """
import sys
from pathlib import Path
from orderdesk_gui.store.database import open_store
from orderdesk_gui.store.device import next_number
from tests.fixtures_store import Clock
store = open_store(Path(sys.argv[1]), Clock())
for _ in range(60):
    with store.plain_writing() as connection:
        number = next_number(connection, "QT", 2026, "7K3F")
    print(number, flush=True)
store.close()
"""


def test_two_programs_never_give_the_same_number(store: Store) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", _NUMBERER, store.folder], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(2)
    ]
    given = [child.communicate(timeout=60)[0].split() for child in children]
    assert sorted(given[0] + given[1]) == [f"QT-2026-7K3F-{n:04d}" for n in range(1, 121)]
    assert all(one == sorted(one) for one in given)


def test_a_clock_set_back_a_year_breaks_nothing(store: Store, clock: Clock, tmp_path: Path) -> None:
    desk = desk_of(store, tmp_path / "computer.json")
    ids, numbers, transactions = [], [], []
    for step in range(6):
        if step == 3:
            clock.now -= timedelta(days=365)
        row_id, tx = save_customer(desk, f"客户{step}")
        ids.append(row_id)
        transactions.append(tx)
        with store.plain_writing() as connection:
            numbers.append(device.next_number(connection, "QT", clock.now.year, desk.device))
    assert len(set(numbers)) == 6
    assert ids == sorted(ids) and new_id(clock) > ids[-1]
    with store.reading() as connection:
        assert list(verify(connection)) == []
    journal_actions.undo(desk, transactions[-1])
    assert [e.row for e in journal_actions.history(desk, limit=3)] == [ids[5], ids[5], ids[4]]
