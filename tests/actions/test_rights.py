"""Nobody without the right sees a cost or a margin, sees a colleague's papers, or writes."""

import datetime as dt
import io
import json
import shutil
import subprocess
import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import openpyxl
import pytest

from orderdesk_gui import cli
from orderdesk_gui.actions import (
    approvals,
    approvals_assessing,
    approvals_policy,
    approvals_waiting,
    authority,
    companies,
    customers,
    exports,
    imports,
    inquiries,
    journal,
    people,
    products,
    quotes,
    quotes_papers,
    quotes_pricing,
    quotes_saving,
    search,
    settings,
)
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.rules.access import RIGHT_NAMES, Right
from orderdesk_gui.rules.companies import Company
from orderdesk_gui.rules.customers import Customer
from orderdesk_gui.rules.inquiries import Inquiry
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.products import Product
from tests.actions.selling_office import Office, office

__all__ = ["office"]
TODAY = dt.date(2026, 11, 21)
COST = "61.3579"
MARGIN = "-0.65"
"""A cost that stands nowhere else; the price of 72.11 with tax is 3.85 points above it, the margin 14.15 below 18."""


@pytest.fixture
def veiled(office: Office) -> tuple[Office, uuid.UUID]:
    """A quotation waiting for approval because of its margin."""
    gear = replace(products.load(office["gm"], office.gear), cost=D(COST), list_price=None)
    products.save(office["gm"], gear)
    saved = office.saved(office.line("10", "72.11"))
    assert {r.dimension for r in approvals.submit(office["gm"], saved).assessment.reasons} == {"margin"}
    return office, saved


def figures(office: Office, quote_id: uuid.UUID) -> tuple[str, ...]:
    """The cost and the margin against the floor, as they would stand in any text."""
    seen = approvals_waiting.of_quote(office["gm"], quote_id)
    assert seen is not None
    figure = seen.assessment.reasons[0].figure
    return COST, "613579", str(abs(figure)), str(abs(figure * 100)).rstrip("0")


VIEWS: dict[str, Callable[[Office, Desk, uuid.UUID, Path], object]] = {
    "load": lambda o, d, q, p: quotes.load(d, q),
    "list": lambda o, d, q, p: quotes.list_quotes(d),
    "price": lambda o, d, q, p: quotes_pricing.price(d, [quotes_pricing.Wanted(o.gear, D(10))]),
    "assess": lambda o, d, q, p: approvals_assessing.assess_draft(d, quotes.load(d, q).quote),
    "approval": lambda o, d, q, p: approvals_waiting.of_quote(d, q),
    "waiting": lambda o, d, q, p: approvals_waiting.waiting_for_me(d),
    "product": lambda o, d, q, p: products.load(d, o.gear),
    "products": lambda o, d, q, p: products.list_products(d),
    "price rows": lambda o, d, q, p: (products.list_prices(d), products.prices_of(d, o.gear)),
    "search": lambda o, d, q, p: (search.find(d, "GEAR"), search.find(d, COST)),
    "given prices": lambda o, d, q, p: customers.given_prices(d, o.customer),
    "time line": lambda o, d, q, p: customers.time_line(d, o.customer),
    "copy": lambda o, d, q, p: quotes_saving.copy(d, q),
    "facts": lambda o, d, q, p: quotes_papers.facts_of(d, q),
    "workbook": lambda o, d, q, p: cells(quotes_papers.workbook(d, q)[1]),
    "pdf": lambda o, d, q, p: pdf_text(quotes_papers.preview(d, quotes.load(d, q).quote)),
    "journal": lambda o, d, q, p: journal.history(d, limit=500) if d.may(Right.SEE_JOURNAL) else "",
    "export quotes": lambda o, d, q, p: exported(d, "quotes", p),
    "export products": lambda o, d, q, p: exported(d, "products", p),
}


def cells(book: bytes) -> str:
    sheets = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    return " ".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


def pdf_text(content: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext from poppler-utils")
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def exported(desk: Desk, kind: str, folder: Path) -> str:
    if not desk.may(Right.EXPORT_DATA):
        return ""
    exports.export(desk, kind, folder / "x.xlsx")
    exports.export(desk, kind, folder / "x.csv")
    return cells((folder / "x.xlsx").read_bytes()) + (folder / "x.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("who", ["sales", "follow_up", "legal", "keeper"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_cost_and_no_margin_anywhere(veiled: tuple[Office, uuid.UUID], tmp_path: Path, view: str, who: str) -> None:
    office, saved = veiled
    said = str(VIEWS[view](office, office[who], saved, tmp_path))
    assert not [one for one in figures(office, saved) if one in said]


@pytest.mark.parametrize("view", ["load", "price", "assess", "approval", "product", "journal", "export products"])
def test_those_with_the_right_do_see_them(veiled: tuple[Office, uuid.UUID], tmp_path: Path, view: str) -> None:
    office, saved = veiled
    said = str(VIEWS[view](office, office["finance"], saved, tmp_path))
    assert [one for one in figures(office, saved) if one in said]


COMMANDS = [
    ("show", "GEAR-1"), ("show", "{number}"), ("list", "quotes"), ("list", "products"),
    ("price", "--customer", "云栎", "--product", "GEAR-1", "--quantity", "10"),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_nor_on_the_command_line(
    veiled: tuple[Office, uuid.UUID], command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    office, saved = veiled
    number = quotes.load(office["gm"], saved).number
    given = [part.format(number=number) for part in command]
    for who, sees in (("周小", False), ("孙会计", command in (("show", "GEAR-1"), ("show", "{number}")))):
        cli.main(["--data", str(office.store.folder), "--user", who, "--json", *given])
        said = "".join(capsys.readouterr())
        assert "GEAR-1" in said or number in said
        if who == "周小" or sees:
            assert (COST in said) == sees


def test_an_import_does_not_tell_costs_either(veiled: tuple[Office, uuid.UUID], tmp_path: Path) -> None:
    office, _ = veiled
    path = tmp_path / "products.csv"
    path.write_text("编码,名称,单位,目录价\nGEAR-1,行星减速机,台,10\n", encoding="utf-8")
    with pytest.raises(UserError, match="may not edit products"):
        imports.run(office["sales"], imports.prepare(office["sales"], "products", path))
    plan = imports.prepare(office["keeper"], "products", path)
    assert COST not in str(plan)
    assert COST not in str(imports.run(office["keeper"], plan))
    assert products.load(office["gm"], office.gear).cost == D(COST), "who does not see a cost does not wipe it out"


WRITERS: list[tuple[Right, Callable[[Office, Desk], object]]] = [
    (Right.MAKE_QUOTES, lambda o, d: quotes_saving.save(d, o.quote())),
    (Right.MAKE_QUOTES, lambda o, d: quotes_saving.revise(d, o.saved())),
    (Right.MAKE_QUOTES, lambda o, d: quotes_saving.decide(d, o.saved(), "win")),
    (Right.MAKE_QUOTES, lambda o, d: quotes_saving.decide(d, o.saved(), "lose", reason="price")),
    (Right.MAKE_QUOTES, lambda o, d: quotes_saving.delete(d, o.saved())),
    (Right.VOID_PAPERS, lambda o, d: quotes_saving.decide(d, o.saved(), "void", note="x")),
    (Right.VOID_PAPERS, lambda o, d: quotes_papers.void_paper(d, uuid.uuid4(), "x")),
    (Right.MAKE_QUOTES, lambda o, d: approvals.submit(d, o.saved())),
    (Right.MAKE_QUOTES, lambda o, d: approvals.withdraw(d, o.saved())),
    (Right.APPROVE, lambda o, d: approvals.decide_request(d, o.saved(), "approved")),
    (Right.APPROVE, lambda o, d: authority.grant(d, o["sales"].user_id, "discount", D("0.1"), TODAY, TODAY)),
    (Right.ISSUE, lambda o, d: quotes_papers.issue(d, o.saved())),
    (Right.MAKE_INQUIRIES, lambda o, d: inquiries.save(d, Inquiry(TODAY, customer_name="x", phone="1"))),
    (Right.MAKE_INQUIRIES, lambda o, d: inquiries.decide(d, uuid.uuid4(), "close")),
    (Right.MAKE_INQUIRIES, lambda o, d: inquiries.delete(d, uuid.uuid4())),
    (Right.MAKE_QUOTES, lambda o, d: inquiries.to_quote(d, uuid.uuid4())),
    (Right.EDIT_CUSTOMERS, lambda o, d: customers.save(d, Customer(name="x"))),
    (Right.EDIT_CUSTOMERS, lambda o, d: customers.delete(d, o.customer)),
    (Right.EDIT_PRODUCTS, lambda o, d: products.save(d, Product(code="x", name_zh="x", unit="x"))),
    (Right.EDIT_PRODUCTS, lambda o, d: products.delete(d, o.gear)),
    (Right.EDIT_PRICES, lambda o, d: products.set_tier_discount(d, "key", D("0.1"))),
    (Right.EDIT_PRICES, lambda o, d: products.delete_price_list(d, uuid.uuid4())),
    (Right.CHANGE_SETTINGS, lambda o, d: settings.put(d, "margin_floor", "0.1")),
    (Right.CHANGE_SETTINGS, lambda o, d: approvals_policy.save_policy(d, ())),
    (Right.CHANGE_SETTINGS, lambda o, d: companies.save_company(d, Company(name_zh="x"))),
    (Right.MANAGE_USERS, lambda o, d: people.save_person(d, people.Person(name="x"))),
    (Right.MANAGE_USERS, lambda o, d: people.set_right(d, "sales", Right.SEE_COST, True)),
    (Right.EXPORT_DATA, lambda o, d: exports.export(d, "quotes", Path("x.csv"))),
    (Right.SEE_JOURNAL, lambda o, d: journal.history(d)),
]  # fmt: skip


@pytest.mark.parametrize(("right", "action"), WRITERS)
def test_every_verb_asks_for_its_right(office: Office, right: Right, action: Callable[[Office, Desk], object]) -> None:
    everything = office["gm"]
    without = replace(everything, access=replace(everything.access, rights=frozenset(Right) - {right}))
    with pytest.raises(UserError) as caught:
        action(office, without)
    assert caught.value.message.values.get("right") == RIGHT_NAMES[right]


def test_who_left_may_nothing(office: Office) -> None:
    gone = office["gm"]
    user = replace(gone.access.user, active=False)
    for right in Right:
        assert not replace(gone, access=replace(gone.access, user=user)).may(right)


def test_a_clerk_finds_only_their_own_papers(office: Office, tmp_path: Path) -> None:
    number = quotes.load(office["sales"], office.saved()).number
    assert [hit.title for hit in search.find(office["sales"], number)] == [number]
    assert search.find(office["colleague"], number) == [] == search.find(office["colleague"], "云栎")
    assert number not in exported(office["colleague"], "quotes", tmp_path)
    assert number in exported(office["sales"], "quotes", tmp_path)
    assert "云栎" not in exported(office["colleague"], "customers", tmp_path)
    with pytest.raises(UserError):
        customers.time_line(office["colleague"], office.customer)


def test_nor_does_the_command_line_show_them(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    number = quotes.load(office["sales"], office.saved()).number
    start = ["--data", str(office.store.folder), "--user", "吴明", "--json"]
    assert cli.main([*start, "show", number]) == 1
    assert cli.main([*start, "list", "quotes"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rows": [], "total": 0}
