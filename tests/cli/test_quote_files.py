from typing import Any

import pytest

from tests.cli.conftest import MINE, Run

LINE = {"product": "PLF060", "quantity": 10}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"lines": [{**LINE, "qty": 3}]}, "lines.0.qty"),
        ({"lines": [LINE, {"product": "PLF060"}]}, "2"),
        ({"lines": [{**LINE, "quantity": "NaN"}]}, "NaN"),
        ({"lines": [{**LINE, "quantity": "Infinity"}]}, "Infinity"),
        ({"lines": [{**LINE, "quantity": True}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": -5}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "price": "12,x"}]}, "12,x"),
        ({"lines": [{**LINE, "price": -1}]}, "lines.0."),
        ({"lines": [{**LINE, "price": "0.1234567"}]}, ""),
        ({"lines": [{**LINE, "quantity": "1e30"}]}, "lines.0.quantity"),
        ({"lines": [{**LINE, "discount": "1.5"}]}, "lines.0.discount"),
        ({"lines": [{**LINE, "vat_rate": "-0.13"}]}, ""),
        ({"lines": [{**LINE, "kind": "gift"}]}, "goods"),
        ({"lines": [{**LINE, "delivery_date": "soon"}]}, "soon"),
        ({"lines": ["PLF060"]}, "1"),
        ({"lines": [{"quantity": 1, "name": "模具"}]}, "1"),
        ({"lines": []}, "lines"),
        ({"lines": "PLF060"}, "lines"),
        ({"customer": ""}, "customer"),
        ({"customer": "不在的客户"}, "customer: Nothing was found for “不在的客户”"),
        ({"customer": ["C001"]}, "customer must be a text"),
        ({"remarks": {"zh": "x"}}, "remarks must be a text"),
        ({"lines": [LINE, {"product": "NO", "quantity": 1}]}, "lines.1.product (line 2): Nothing was found for “NO”"),
        ({"lines": [{"name": "模具", "quantity": 1}]}, "Write one, or name a product"),
        ({"date": "2026-02-30"}, "2026-02-30"),
        ({"valid_until": "2020-01-01", "date": "2026-01-01"}, ""),
        ({"payment": "whenever"}, ""),
        ({"currency": "XXX"}, "The currency XXX is not known"),
        ({"tax_mode": "none"}, "tax_mode must be one of inclusive, exclusive"),
        ({"lead_days": "soon"}, "soon"),
        ({"lead_days": -3}, "lead_days"),
        ({"discount_percent": 2}, ""),
        ({"freight": "-5"}, ""),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_in_one_sentence(run: Run, write: Any, change: dict[str, Any], named: str) -> None:
    refused = run("quote", write({"customer": "C001", "lines": [LINE], **change}))
    assert refused.code == 1 and not refused.out
    assert named in refused.err and len(refused.err) > 10 and refused.err.count("\n") == 1
    assert run("list", "quotes").json["total"] == 0


@pytest.mark.parametrize("quantity", [10, "10", "１０", 10.0, "10.000"])
def test_numbers_may_be_numbers_or_text(run: Run, write: Any, quantity: Any) -> None:
    made = run("quote", write({"customer": MINE, "lines": [{"product": "PLF060", "quantity": quantity}]}))
    assert made.json["total"] == "1200.00"


def test_a_million_million_pieces(run: Run, write: Any) -> None:
    much = '{"customer": "C001", "lines": [{"product": "PLF060", "quantity": 1e12, "price": %s}]}'
    refused = run("quote", write(much % "0.01"))
    assert refused.code == 1 and "1,000,000,000,000" in refused.err and refused.err.count("\n") == 1
    most = run("quote", write(much.replace("1e12", "999999999") % "0.01"))
    assert most.json["total"] == "9999999.99"


def test_floats_keep_their_digits(run: Run, write: Any) -> None:
    made = run("quote", write('{"customer": "C001", "lines": [{"product": "PLF060", "quantity": 1, "price": 0.1}]}'))
    assert made.json["total"] == "0.10"
    number = made.json["number"]
    assert run("show", number).json["lines"][0]["unit_price"] == "0.1"


def test_free_lines_and_every_field(run: Run, write: Any) -> None:
    whole = {
        "customer": "C001", "date": "2026-11-21", "valid_until": "2026-12-21", "currency": "CNY",
        "tax_mode": "inclusive", "payment": "月结 60 天", "delivery_place": "苏州", "delivery_method": "汽运",
        "lead_days": 20, "incoterm": "", "warranty": "12 个月", "remarks": "“加急”🙂", "remarks_en": "Urgent",
        "discount_percent": "0.01", "freight": "100", "customer_po": "PO-9", "project": "二号线",
        "lines": [
            {**LINE, "discount": "0.02", "customer_part_no": "K-1", "delivery_date": "2026-12-01", "remark": "急"},
            {"kind": "mould", "name": "安装座模具", "name_en": "Mould", "specification": "一模两腔", "unit": "项",
             "quantity": 1, "price": "6800", "vat_rate": "0.13"},
        ],
    }  # fmt: skip
    made = run("quote", write(whole))
    assert made.code == 0, made.err
    shown = run("show", made.json["number"]).json
    assert (shown["date"], shown["valid_until"], len(shown["lines"])) == ("2026-11-21", "2026-12-21", 2)
    assert "60" in shown["payment"] and shown["lines"][1]["name_zh"] == "安装座模具"
    assert [row["number"] for row in run("list", "quotes", "--search", "PO-9").json["rows"]] == [shown["number"]]


def test_names_that_try_everything(run: Run, write: Any) -> None:
    for name in ("'; DROP TABLE quote; --", '"quoted"', "🙂𠮷", "x" * 300, "\u202eabc", "一行\n两行"):
        made = run("quote", write({"customer": "C001", "lines": [{"name": name, "quantity": 1, "price": 1}]}))
        assert made.code == 0 or (made.err.count("\n") == 1 and not made.out), name
    assert run("check", user="").code == 0


@pytest.mark.parametrize("content", ["", "[]", "{", "null", '"text"', "\x00"])
def test_what_is_no_quotation(run: Run, write: Any, content: str) -> None:
    refused = run("quote", write(content))
    assert refused.code == 2 and not refused.out and refused.err.count("\n") == 1
    assert run("quote", "nowhere.json").code == 2
