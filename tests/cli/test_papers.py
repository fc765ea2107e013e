import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import MINE, THEIRS, Run
from tests.cli.test_ordering import confirmed, ordered

MONTH = dt.date.today().strftime("%Y-%m")


def shipped(run: Run, write: Any) -> tuple[str, str]:
    number = confirmed(run, write)
    made = run("ship", number, "--all", "--gate-reason", "客户特采")
    assert made.code == 0, made.err
    return number, made.json["number"]


def test_papers_of_an_order_and_its_delivery(run: Run, write: Any, tmp_path: Path) -> None:
    order, delivery = shipped(run, write)
    for number, words in (
        (order, ()),
        (order, ("--kind", "production")),
        (delivery, ("--paper", "continuous", "--prices")),
    ):
        path = tmp_path / "out.pdf"
        shown = run("paper", number, "--pdf", path, *words)
        assert shown.code == 0 and shown.json["issued"] is False, shown.err
        assert path.read_bytes().startswith(b"%PDF")
        issued = run("paper", number, "--pdf", path, *words, "--issue").json
        assert number in issued["file_name"] and issued["issued"] is True
    assert run("paper", order, "--pdf", tmp_path / "x.pdf", json=False).out == f"{tmp_path / 'x.pdf'}\n"


def test_a_draft_is_not_issued_and_no_file_is_left(run: Run, write: Any, tmp_path: Path) -> None:
    number = ordered(run, write)
    path = tmp_path / "out.pdf"
    refused = run("paper", number, "--pdf", path, "--issue")
    assert refused.code == 1 and "confirmed order" in refused.err and not path.exists()
    assert "XX-1" in run("paper", "XX-1", "--pdf", path).err
    assert run("paper", number, "--pdf", tmp_path / "none" / "out.pdf").code == 1


def test_a_statement_is_shown_issued_and_told_when_it_changed(run: Run, write: Any, tmp_path: Path) -> None:
    shipped(run, write)
    now = run("statement", "C001", "--month", MONTH).json
    assert (now["number"], now["opening"], now["closing"], now["changed_by"]) == ("", "0", "1600.00", None)
    assert [entry["charged"] for entry in now["entries"]] == ["1600.00"]
    pdf, xlsx = tmp_path / "st.pdf", tmp_path / "st.xlsx"
    issued = run("statement", MINE, "--month", MONTH, "--issue", "--pdf", pdf, "--xlsx", xlsx).json
    assert issued["number"].startswith("ST-") and issued["revision"] == 1
    assert pdf.read_bytes().startswith(b"%PDF") and xlsx.read_bytes().startswith(b"PK")
    shipped(run, write)
    later = run("statement", "C001", "--month", MONTH)
    assert later.json["changed_by"] == "1600.00" and "changed since" in later.err
    assert run("statement", "C001", "--month", MONTH, "--issue").json["revision"] == 2
    assert run("statement", "C001", "--month", MONTH, json=False).out.startswith(f"{issued['number']}\tCNY\t0\t+3200")


@pytest.mark.parametrize("month", ["2026-13", "2026", "２０２６-11", "0000-01", "2999-01"])
def test_what_is_no_month(run: Run, month: str) -> None:
    done = run("statement", "C001", "--month", month)
    assert done.code == 1 and "month" in done.err.lower()


def test_a_colleagues_customer(run: Run) -> None:
    assert run("statement", THEIRS, "--month", MONTH).code == 1
