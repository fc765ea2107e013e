import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from orderdesk_gui.actions import opening, people
from tests.cli.conftest import Run, environment


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "orderdesk_gui.cli", "--data", str(folder / "data"), "demo"]
    done = subprocess.run(command, env=environment(ORDERDESK_CONFIG=str(folder)), capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and not done.stderr, done.stderr
    return folder / "data"


def test_the_demo_company_is_there_and_its_clerk_is_seated(run: Run, demo: Path) -> None:
    found = {kind: run("list", kind, "--limit", "3", user="", folder=demo).json for kind in
             ("customers", "products", "prices", "inquiries", "quotes", "contracts")}  # fmt: skip
    assert all(len(one["rows"]) == 3 and one["total"] > 50 for kind, one in found.items() if kind != "contracts")
    assert all(row["number"] and row["status"] for kind in ("inquiries", "quotes", "contracts")
               for row in found[kind]["rows"])  # fmt: skip


def test_a_rate_of_exchange_holds_from_today_and_leaves_the_others(run: Run, tmp_path: Path) -> None:
    assert run("rate", "EUR", "8.20").code == 1, "a clerk does not change settings"
    own: dict[str, Any] = {"user": "", "folder": tmp_path / "new"}
    assert run("setup", "--company", "泊远泵业有限公司", "--name", "孟青", **own).code == 0
    assert run("rate", "eur", "8.20", "--source", "BOC", **own).json["rate"] == "8.20"
    assert run("rate", "USD", "7.10", **own).code == 0
    assert run("rate", "EUR", "8.30", **own).json["currency"] == "EUR"
    refused = run("rate", "EUR", "-1", **own)
    assert refused.code == 1 and refused.err.count("\n") == 1
    with closing(sqlite3.connect(tmp_path / "new" / "orderdesk.db")) as connection:
        found = connection.execute("SELECT value FROM setting WHERE key = 'exchange_rates' ORDER BY id").fetchall()
    assert {key: float(one["rate"]) for key, one in json.loads(found[-1][0]).items()} == {"EUR": 8.3, "USD": 7.1}


def test_the_demo_never_mixes_with_data_that_are_there(run: Run) -> None:
    before = run("list", "customers").json
    refused = run("demo", user="")
    assert refused.code == 1 and refused.err.count("\n") == 1
    assert run("list", "customers").json == before


def test_a_first_use_in_an_empty_folder(run: Run, tmp_path: Path) -> None:
    found = run("list", "quotes", user="", folder=tmp_path / "new")
    assert found.json == {"rows": [], "total": 0} and found.code == 0


def test_setup_is_done_once(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert run("setup", "--company", "泊远泵业有限公司", "--name", "孟青", user="", folder=new).code == 0
    assert run("setup", "--company", "Other", user="", folder=new).code == 1
    wrong = run("setup", "--company", "X", "--uscc", "123", user="", folder=tmp_path / "other")
    assert wrong.code in (0, 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["1409.50"], "人民币壹仟肆佰零玖元伍角"),
        (["-5"], "负"),
        (["107000.53"], "人民币壹拾万柒仟元零伍角叁分"),
        (["1000000", "--currency", "usd", "--language", "en"], "ONE MILLION"),
        (["0"], "零元整"),
    ],
)
def test_amounts_in_words(run: Run, words: list[str], expected: str) -> None:
    found = run("words", *words).json
    assert expected in found["words"] and set(found) == {"amount", "currency", "words"}


def test_every_known_amount_in_words(run: Run) -> None:
    vectors = Path(__file__).parents[2].parent / "shared" / "data" / "vectors.json"
    if not vectors.exists():
        pytest.skip("the collected amounts in words are not beside this checkout")
    for known in json.loads(vectors.read_text(encoding="utf-8"))["rmb"]:
        assert run("words", known["amount"]).json["words"] == known["official"]


@pytest.mark.parametrize("amount", ["NaN", "abc", "1e40", ""])
def test_no_amount_no_words(run: Run, amount: str) -> None:
    refused = run("words", amount)
    assert refused.code == 1 and refused.err.count("\n") == 1 and not refused.out


def test_backup_and_restore_go_round(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.orderdesk"
    made = run("backup", file).json
    assert Path(made["file"]) == file and made["size"] == file.stat().st_size
    before = run("list", "customers").json
    with closing(sqlite3.connect(data / "orderdesk.db")) as db:
        db.executescript("DROP TABLE quote_line; DROP TABLE contract_clause")
    back = run("restore", file).json
    assert back["restored"] and Path(back["kept"]).exists()
    assert run("list", "customers").json == before and run("check", user="").json == {"ok": True, "problems": []}


def test_a_backup_that_is_none_is_refused(run: Run, data: Path, write: Any) -> None:
    before = (data / "orderdesk.db").read_bytes()
    for bad in (write("no backup"), data / "nowhere.orderdesk"):
        refused = run("restore", bad)
        assert refused.code == 1 and refused.err.count("\n") == 1
    assert (data / "orderdesk.db").read_bytes() == before


def test_check_finds_a_journal_that_was_tampered_with(run: Run, data: Path) -> None:
    with closing(sqlite3.connect(data / "orderdesk.db")) as db:
        for (name,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        ).fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE journal SET after = replace(after, '澄岳', '他人') WHERE after LIKE '%澄岳%'")
        db.commit()
    found = run("check", user="")
    assert found.code == 1 and not found.json["ok"] and found.json["problems"]


def test_restore_needs_the_file_alone(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.orderdesk"
    run("backup", file)
    window = opening.open_store(data, opening.now)
    try:
        assert run("list", "customers").code == 0  # the command works beside the window
        refused = run("restore", file)
        assert refused.code == 1 and "open in another" in refused.err
    finally:
        window.close()
    assert run("restore", file).code == 0


def test_who_may_not_make_backups_may_not_restore_one_either(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.orderdesk"
    run("backup", file)
    run("import", "customers", _customers(tmp_path))
    store = opening.open_store(data, opening.now)
    people.save_person(opening.open_desk(store), people.Person(name="跟单", login="gen", role="follow_up"))
    store.close()
    before = run("list", "customers").json
    for command in (("backup", tmp_path / "other.orderdesk"), ("restore", file)):
        refused = run(*command, user="gen")
        assert refused.code == 1 and "may not make and restore backups" in refused.err and not refused.out
    assert "--user" in run("restore", file, user="").err
    assert run("list", "customers").json == before


def _customers(folder: Path) -> Path:
    path = folder / "more.csv"
    path.write_text("客户名称\n后来的客户\n", encoding="utf-8")
    return path


def test_a_new_computer_and_a_damaged_file_are_restored_without_asking(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.orderdesk"
    run("backup", file)
    before = run("list", "customers").json
    assert run("restore", file, user="", folder=tmp_path / "new").json == {"restored": True, "kept": None}
    assert run("list", "customers", folder=tmp_path / "new").json == before
    whole = (data / "orderdesk.db").read_bytes()
    (data / "orderdesk.db").write_bytes(whole[:8192] + b"\xff" * 40_000 + whole[48_192:])
    assert run("restore", file, user="").json["restored"]
    assert run("list", "customers").json == before


def test_data_on_a_network_share_are_warned_of_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "network" not in run("list", "customers").err
    monkeypatch.setattr("orderdesk_gui.store.shares.on_network_share", lambda _folder: True)
    found = run("list", "customers")
    assert found.code == 0 and found.json["total"] and found.err.count("on a network share") == 1
