from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import MINE, THEIRS, Run
from tests.cli.test_selling import approved

LINES = [{"product": "PLF060", "quantity": 10}, {"product": "PLF090", "quantity": "2", "price": "200"}]


def ordered(run: Run, write: Any, *words: str, **more: Any) -> str:
    made = run("order", write({"customer": "C001", "lines": LINES, **more}), *words)
    assert made.code == 0, made.err
    return str(made.json["number"])


def confirmed(run: Run, write: Any) -> str:
    return ordered(run, write, "--confirm", "--promised", "2099-12-20")


def won(run: Run, write: Any) -> str:
    number = approved(run, write)
    assert run("issue", number).code == 0 and run("win", number).code == 0
    return number


def test_an_order_straight_from_a_file(run: Run, write: Any) -> None:
    made = run("order", write({"customer": MINE, "lines": LINES, "customer_po": "PO-77", "promised": "2099-12-20"}))
    assert made.code == 0, made.err
    assert (made.json["status"], made.json["total"], made.json["customer"]) == ("draft", "1600.00", MINE)
    shown = run("show", made.json["number"]).json
    assert (shown["kind"], shown["customer_po"], shown["promised"]) == ("order", "PO-77", "2099-12-20")
    assert [(line["code"], line["open"], line["gross"]) for line in shown["lines"]] == [
        ("PLF060", "10", "1200.00"), ("PLF090", "2", "400.00"),
    ]  # fmt: skip
    assert "cost" not in shown["lines"][0]
    assert run("list", "orders", "--search", "PO-77").json["total"] == 1


def test_an_order_from_a_won_quotation_and_from_its_contract(run: Run, write: Any) -> None:
    open_one = approved(run, write)
    early = run("order", open_one)
    assert early.code == 1 and "won" in early.err and early.err.count("\n") == 1
    number = won(run, write)
    made = run("order", number, "--promised", "2099-12-20", "--confirm").json
    assert (made["status"], made["total"], made["promised"]) == ("confirmed", "1200.00", "2099-12-20")
    contract = run("contract", number).json["number"]
    assert run("order", contract).json["total"] == "1200.00"
    assert "XX-1" in run("order", "XX-1").err


def test_goods_without_a_promised_day_are_not_confirmed_and_nothing_is_lost(run: Run, write: Any) -> None:
    refused = run("order", write({"customer": "C001", "lines": LINES}), "--confirm")
    assert refused.code == 1 and "lines.0.promised" in refused.err
    (left,) = run("list", "orders").json["rows"]
    assert left["status"] == "draft"


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"lines": []}, "lines"),
        ({"kind": "gift"}, "kind"),
        ({"channel": "smoke"}, "channel"),
        ({"difficulty": 7}, "difficulty"),
        ({"promised": "20.12.2099"}, "20.12.2099"),
        ({"lines": [{"product": "PLF060", "quantity": -1}]}, "lines.0"),
        ({"lines": [{"product": "PLF060", "quantity": 1, "colour": "red"}]}, "lines.0.colour"),
        ({"customer": THEIRS}, "colleague"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_saved(run: Run, write: Any, more: dict[str, Any], named: str) -> None:
    refused = run("order", write({"customer": "C001", "lines": LINES, **more}))
    assert refused.code == 1 and named in refused.err and refused.err.count("\n") == 1 and not refused.out
    assert run("list", "orders").json["total"] == 0


def test_a_file_that_is_no_json_is_unreadable(run: Run, write: Any) -> None:
    assert run("order", write("[1, 2]")).code == 2
    assert run("ship", write("{")).code == 2
    assert run("receive", "nowhere.json").code == 2


def test_a_large_order_is_reviewed_by_a_second_person(run: Run, write: Any) -> None:
    number = ordered(run, write, lines=[{"product": "PLF060", "quantity": 5000}], promised="2099-12-20")
    alone = run("confirm", number)
    assert alone.code == 1 and "second person" in alone.err
    assert run("submit", number).json["status"] == "review"
    wrong = run("review", number, "--as", "wang", "--wrong", "price", "--note", "旧价", user="", typed="9999\n")
    assert (wrong.json["status"], wrong.json["wrong"]) == ("returned", ["price"])
    assert run("review", number, "--as", "wang", "--wrong", "colour", typed="9999\n").code == 1
    run("submit", number)
    assert run("review", number, "--as", "wang", user="", typed="9999\n").json["status"] == "review"
    assert run("confirm", number, "--template", "stock").json["status"] == "confirmed"


def test_the_maker_does_not_review_the_own_order(run: Run, write: Any) -> None:
    number = ordered(run, write)
    run("submit", number)
    refused = run("review", number, "--as", "zhou")
    assert refused.code == 1 and refused.err.count("\n") == 1 and not refused.out


def test_the_plan_of_a_confirmed_order(run: Run, write: Any) -> None:
    number = ordered(run, write)
    assert "no plan" in run("plan", number).err
    assert "--template" in run("confirm", number, "--template", "nonsense").err
    confirmed_one = confirmed(run, write)
    plan = run("plan", confirmed_one).json
    assert plan["promised"] == "2099-12-20" and plan["forecast"] and len(plan["steps"]) > 5
    assert all(step["start"] <= step["finish"] for step in plan["steps"])
    lines = run("plan", confirmed_one, json=False).out.splitlines()
    assert "2099-12-20" in lines[0] and len(lines) >= 1 + len(plan["steps"])


def test_all_that_is_open_is_shipped_and_a_part_comes_back(run: Run, write: Any) -> None:
    number = confirmed(run, write)
    assert "--all" in run("ship", number).err
    part = run("ship", write({"order": number, "gate_reason": "客户特采", "carrier": "顺丰",
                              "lines": [{"product": "PLF060", "quantity": 4}]}))  # fmt: skip
    assert part.code == 0, part.err
    assert part.json["status"] == "part_shipped" and part.json["lines"][0]["open"] == "6"
    rest = run("ship", number, "--all", "--gate-reason", "客户特采", "--tracking", "SF100").json
    assert rest["status"] == "shipped" and {line["open"] for line in rest["lines"]} == {"0"}
    more = run("ship", write({"order": number, "gate_reason": "x", "lines": [{"line": 1, "quantity": 1}]}))
    assert more.code == 1 and "over_reason" in more.err
    back = run("ship", write({"order": number, "kind": "return", "lines": [{"line": 2, "quantity": 1}]})).json
    assert back["kind"] == "return" and back["lines"][1]["open"] == "1"
    too_much = run("ship", write({"order": number, "kind": "return", "lines": [{"line": 2, "quantity": 9}]}))
    assert too_much.code == 1 and too_much.err.count("\n") == 1
    shown = run("show", rest["number"]).json
    assert (shown["kind"], shown["tracking"], shown["order"]) == ("delivery", "SF100", number)
    assert [line["quantity"] for line in shown["lines"]] == ["6", "2"]
    assert [row["state"] for row in run("list", "deliveries").json["rows"]] == ["returned", "shipped", "shipped"]


def test_stock_is_listed_with_what_is_reserved(run: Run, write: Any) -> None:
    confirmed(run, write)
    rows = {row["code"]: row for row in run("list", "stock").json["rows"]}
    assert (Decimal(rows["PLF060"]["on_hand"]), Decimal(rows["PLF060"]["reserved"])) == (0, 10)


def test_money_comes_in_and_pays_orders(run: Run, write: Any) -> None:
    number = confirmed(run, write)
    got = run("receive", write({"pays": {number: "500"}, "amount": "600", "kind": "deposit", "reference": "R1"}),
              user="王总", typed="9999\n")  # fmt: skip
    assert got.code == 0, got.err
    assert (got.json["amount"], got.json["on_account"], got.json["same"]) == ("600", "100", [])
    assert run("show", number).json["received"] == "500.00"
    again = run("receive", write({"pays": {number: "1500"}}), user="王总", typed="9999\n")
    assert again.code == 1 and "1,100.00" in again.err
    assert "SO-1" in run("receive", write({"pays": {"SO-1": 1}}), user="王总", typed="9999\n").err


def test_a_complaint_is_noted_with_its_clocks(run: Run, write: Any, tmp_path: Path) -> None:
    number = confirmed(run, write)
    noted = run("complain", write({"order": number, "line": 1, "words": "异响，停线", "severity": "serious"}))
    assert noted.code == 0, noted.err
    assert noted.json["status"] == "open" and noted.json["answer_due"] < noted.json["solution_due"]
    shown = run("show", noted.json["number"]).json
    assert (shown["kind"], shown["severity"], shown["words"]) == ("complaint", "serious", "异响，停线")
    assert run("list", "complaints").json["total"] == 1
    assert "customer" in run("complain", write({"words": "慢"})).err
    assert "line" in run("complain", write({"order": number, "line": 9, "words": "慢"})).err
    late = run("complain", write({"customer": "C001", "words": "慢", "received_at": "2099-01-01T00:00"}))
    assert late.code == 1 and "received_at" in late.err
