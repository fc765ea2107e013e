from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import MINE, THEIRS, Run

LINES = [{"product": "PLF060", "quantity": 10}]


def quoted(run: Run, write: Any, **more: Any) -> str:
    made = run("quote", write({"customer": "C001", "lines": LINES, **more}))
    assert made.code == 0, made.err
    return str(made.json["number"])


def approved(run: Run, write: Any, **more: Any) -> str:
    number = quoted(run, write, **more)
    assert run("submit", number).json["status"] == "approved"
    return number


def test_a_price_says_why(run: Run) -> None:
    found = run("price", "--customer", MINE, "--product", "PLF060", "--quantity", "10").json
    assert (found["unit_price"], found["currency"], found["tax_mode"]) == ("120", "CNY", "inclusive")
    assert found["steps"] and "120" in found["explained"]


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity", "abc", "1e3000"])
def test_a_price_needs_a_sensible_quantity(run: Run, quantity: str) -> None:
    refused = run("price", "--customer", "C001", "--product", "PLF060", "--quantity", quantity)
    assert refused.code == 1 and refused.err.count("\n") == 1 and not refused.out


def test_a_price_on_another_day(run: Run) -> None:
    asked = ("price", "--customer", "C001", "--product", "PLF060", "--quantity", "１０")
    assert run(*asked, "--on", "2026-01-01").code == 0
    assert "2026-13-01" in run(*asked, "--on", "2026-13-01").err


def test_a_price_of_a_product_that_is_not_there(run: Run) -> None:
    assert "XYZ" in run("price", "--customer", "C001", "--product", "XYZ", "--quantity", "1").err
    assert "PLF060, PLF090" in run("price", "--customer", "C001", "--product", "PLF", "--quantity", "1").err.replace(
        "PLF090, PLF060", "PLF060, PLF090"
    )


def test_from_quotation_to_issued_paper(run: Run, write: Any, tmp_path: Path) -> None:
    number = approved(run, write)
    paper = tmp_path / "报价单.pdf"
    issued = run("issue", number, "--pdf", paper).json
    assert issued["status"] == "issued" and issued["file_name"].startswith(f"报价单_{number}_")
    assert paper.read_bytes().startswith(b"%PDF-") and issued["total"] == "1200.00"
    assert run("win", number).json["status"] == "won"
    assert run("show", number).json["status"] == "won"


def test_the_submission_says_which_dimension_asked_for_whom(run: Run, write: Any) -> None:
    number = quoted(run, write, discount_percent="0.25")
    asked = run("submit", number).json
    assert asked["status"] == "submitted" and asked["level"] != "auto"
    assert {reason["dimension"] for reason in asked["reasons"]} >= {"discount"}
    assert "margin" not in {key for key, value in asked.items() if isinstance(value, str)}


def test_the_submission_says_who_was_asked(run: Run, write: Any) -> None:
    asked = run("submit", quoted(run, write, discount_percent="0.25")).json
    assert sorted(asked["asked"]) == ["周总", "王总", "陈总"] and "王总" in asked["told"]
    printed = run("submit", quoted(run, write, discount_percent="0.25"), json=False).out
    assert "submitted" in printed and "Asked to decide" in printed.splitlines()[1]
    at_once = run("submit", quoted(run, write)).json
    assert at_once["status"] == "approved" and at_once["asked"] == [] and at_once["told"] is None


def test_a_free_line_for_abroad_bears_no_tax(run: Run, write: Any, tmp_path: Path) -> None:
    path = tmp_path / "abroad.csv"
    path.write_text("客户名称,国家,币种\nHartmann GmbH,Germany,EUR\n", encoding="utf-8")
    assert run("import", "customers", path).code == 0
    line = {"kind": "freight", "name": "Sea freight", "unit": "lot", "quantity": 1, "price": "350"}
    made = run("quote", write({"customer": "Hartmann GmbH", "lines": [line]}))
    assert made.code == 0, made.err
    abroad = made.json
    assert (abroad["currency"], abroad["tax"], abroad["total"]) == ("EUR", "0.00", "350.00")
    at_home = run("quote", write({"customer": "C001", "lines": [line]})).json
    assert (at_home["tax"], at_home["total"]) == ("40.27", "350.00")


def test_a_rush_says_why(run: Run, write: Any) -> None:
    number = quoted(run, write, discount_percent="0.25")
    assert run("submit", number, "--rush", " ").code == 1
    asked = run("submit", number, "--rush", "客户今晚定标").json
    assert "客户今晚定标" in next(one["text"] for one in asked["reasons"] if one["dimension"] == "rush")
    ordinary = run("submit", quoted(run, write, discount_percent="0.25")).json
    assert "rush" not in {one["dimension"] for one in ordinary["reasons"]}


def test_approval_by_password_from_standard_input(run: Run, write: Any) -> None:
    number = quoted(run, write, discount_percent="0.25")
    run("submit", number)
    wrong = run("approve", number, "--as", "wang", user="", typed="8888\n")
    assert wrong.code == 1 and "password" in wrong.err and not wrong.out
    assert run("approve", number, "--as", "wang", user="", typed="9999\n").json["status"] == "approved"
    assert run("approve", number, "--as", "wang", user="", typed="9999\n").code == 0  # again is no harm


def test_nobody_approves_their_own(run: Run, write: Any) -> None:
    made = run("quote", write({"customer": "C001", "lines": LINES, "discount_percent": "0.25"}), user="wang",
               typed="9999\n").json["number"]  # fmt: skip
    assert run("submit", made, user="wang", typed="9999\n").json["status"] == "submitted"
    refused = run("approve", made, "--as", "wang", typed="9999\n")
    assert refused.code == 1 and refused.err and not refused.out
    assert run("show", made, user="wang", typed="9999\n").json["status"] == "submitted"


def test_a_clerk_may_not_approve(run: Run, write: Any) -> None:
    number = quoted(run, write, discount_percent="0.25")
    run("submit", number)
    assert run("approve", number, "--as", "li", typed="1111\n").code == 1


def test_nothing_is_issued_before_approval(run: Run, write: Any, tmp_path: Path) -> None:
    number = quoted(run, write)
    refused = run("issue", number, "--pdf", tmp_path / "early.pdf")
    assert refused.code == 1 and not (tmp_path / "early.pdf").exists()


def test_a_paper_that_cannot_be_written(run: Run, write: Any, tmp_path: Path) -> None:
    number = approved(run, write)
    refused = run("issue", number, "--pdf", tmp_path / "nowhere" / "x.pdf")
    assert refused.code == 1 and refused.err.count("\n") == 1


@pytest.mark.parametrize("command", ["submit", "issue", "win", "contract", "lint"])
def test_a_number_that_is_not_there(run: Run, command: str) -> None:
    refused = run(command, "QT-2026-0000-9999")
    assert refused.code == 1 and "QT-2026-0000-9999" in refused.err and refused.err.count("\n") == 1


def test_a_contract_from_a_won_quotation(run: Run, write: Any, tmp_path: Path) -> None:
    number = approved(run, write)
    early = run("contract", number)
    assert early.code == 1 and number in early.err
    run("issue", number)
    run("win", number)
    draft = tmp_path / "draft.pdf"
    made = run("contract", number, "--language", "both", "--pdf", draft).json
    assert made["status"] == "draft" and made["total"] == "1200.00" and draft.read_bytes().startswith(b"%PDF-")
    assert "no-such" in run("contract", number, "--template", "no-such").err
    found = run("lint", made["number"])
    blocking = [f for f in found.json["findings"] if f["severity"] == "E"]
    assert found.code == (1 if blocking else 0)
    assert all(f["message"] and f["law"] is not None and f["remedy"] for f in found.json["findings"])
    shown = run("show", made["number"]).json
    assert (shown["kind"], shown["number"]) == ("contract", made["number"])
    issued = run("issue", made["number"])
    assert (issued.code == 1) == bool(blocking)


def test_a_colleagues_quotation_stays_theirs(run: Run, write: Any) -> None:
    made = run("quote", write({"customer": THEIRS, "lines": LINES}), user="li", typed="1111\n").json["number"]
    for command in ("show", "submit", "issue", "win", "contract"):
        refused = run(command, made)
        assert refused.code == 1 and not refused.out, command
    assert run("quote", write({"customer": "C002", "lines": LINES})).code == 1
    assert run("price", "--customer", "C002", "--product", "PLF060", "--quantity", "1").code == 1
    assert THEIRS not in run("show", "有限公司").err
    assert run("list", "quotes").json == {"rows": [], "total": 0}


def test_six_decimals_stay_exact(run: Run, write: Any) -> None:
    number = quoted(run, write, lines=[{"product": "PLF060", "quantity": "3.5", "price": "0.123456"}])
    line = run("show", number).json["lines"][0]
    assert Decimal(line["unit_price"]) == Decimal("0.123456") and Decimal(line["gross"]) == Decimal("0.43")


def test_nothing_is_issued_where_its_pdf_has_no_place(run: Run, write: Any, tmp_path: Path) -> None:
    number = approved(run, write)
    for place in (tmp_path / "nowhere" / "a.pdf", tmp_path):
        refused = run("issue", number, "--pdf", place)
        assert refused.code == 1 and refused.err.count("\n") == 1 and not refused.out
    assert run("show", number).json["status"] == "approved"
    assert run("issue", number, "--pdf", tmp_path / "a.pdf").code == 0
    assert run("contract", number, "--pdf", tmp_path / "nowhere" / "c.pdf").code == 1
    assert run("list", "contracts").json["total"] == 0
    assert run("backup", tmp_path / "nowhere" / "b.backup", user="wang", typed="9999\n").err.startswith("The folder")


def test_who_may_not_approve_is_told_so_again(run: Run, write: Any) -> None:
    number = quoted(run, write)
    run("submit", number)
    assert run("approve", number, "--as", "li", user="", typed="1111\n").code == 1
