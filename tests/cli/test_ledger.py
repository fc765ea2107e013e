from pathlib import Path
from typing import Any

from tests.cli.conftest import Run
from tests.cli.test_papers import shipped


def test_files_for_the_accounting_program(run: Run, write: Any, tmp_path: Path) -> None:
    _, delivery = shipped(run, write)
    period = ("--from", "2000-01-01", "--to", "2999-12-31")
    path = tmp_path / "out.csv"
    own = write({"仓库": "=01", "单号": "number", "金额": "gross"}, "map.json")
    done = run("ledger", "yonyou", "deliveries", path, *period, "--map", own, user="wang", typed="9999\n")
    assert done.code == 0 and done.json == {"file": str(path), "rows": 2}, done.err
    assert path.read_text(encoding="utf-8-sig").splitlines()[:2] == ["仓库,单号,金额", f"01,{delivery},1200.00"]
    assert (
        run("ledger", "kingdee", "receipts", tmp_path / "r.xlsx", *period, user="wang", typed="9999\n").json["rows"]
        == 0
    )
    assert (tmp_path / "r.xlsx").read_bytes().startswith(b"PK")


def test_what_it_refuses(run: Run, write: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    wrong = write({"成本": "cost"}, "map.json")
    early, late = ("--from", "2026-01-01"), ("--to", "2026-12-31")
    for words in (("--from", "x", *late), (*early, *late, "--map", wrong), (*early, *late, "--map", tmp_path / "none")):
        done = run("ledger", "yonyou", "deliveries", path, *words, user="wang", typed="9999\n")
        assert done.code == 1 and done.err.count("\n") == 1, done.err
    assert "may not" in run("ledger", "yonyou", "deliveries", path, *early, *late).err
    assert not path.exists()
