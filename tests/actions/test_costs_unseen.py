"""A cost that stands nowhere else, looked for in everything that a person without the right can read."""

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from orderdesk_gui import cli
from orderdesk_gui.actions import (
    approvals,
    approvals_assessing,
    approvals_waiting,
    contracts,
    contracts_papers,
    contracts_saving,
    customers,
    drafts,
    exports,
    history,
    home,
    imports,
    inquiries,
    journal,
    opening,
    people,
    products,
    quotes,
    quotes_papers,
    quotes_pricing,
    quotes_saving,
    search,
)
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.cli.arguments import KINDS, LISTED
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError
from tests.actions.selling_office import Office, office
from tests.actions.test_rights import cells, pdf_text

__all__ = ["office"]
COST = D("7713.37")
UNSEEN = ("7713.37", "7,713.37", "771337", "12.84", "0.1284", "0.05161", "5.161")
"""The cost, as stored too; the margin of the price of 10,000 with tax, and how far it stays below the floor."""
BLIND = ("sales", "follow_up", "legal", "keeper")


@dataclass
class Firm:
    """An office that sells the costly gear: quotations in every state, a contract, a deleted product."""

    office: Office
    open_quote: uuid.UUID
    won_quote: uuid.UUID
    contract: uuid.UUID

    def desk(self, name: str) -> Desk:
        """The desk with the rights of now."""
        return opening.open_desk(self.office.store, self.office[name].user_id, clock=self.office.clock)


@pytest.fixture
def firm(office: Office) -> Firm:
    """Everybody may read the journal and export: that alone shows no cost."""
    for role in ("sales", "follow_up", "legal", "admin"):
        for right in (Right.SEE_JOURNAL, Right.EXPORT_DATA, Right.IMPORT_DATA):
            people.set_right(office["admin"], role, right, True)  # type: ignore[arg-type]
    gear = products.load(office["gm"], office.gear)
    products.save(office["gm"], replace(gear, cost=COST, list_price=D(12000)))
    products.save(office["gm"], replace(products.load(office["gm"], office.belt), cost=COST + 1))
    products.save(office["gm"], replace(products.load(office["gm"], office.belt), cost=COST))
    products.delete(office["gm"], office.belt)
    line = office.line("10", "10000")
    won = office.issued(line)
    quotes_saving.decide(office["sales"], won, "win")
    contract = contracts_saving.from_quote(office["sales"], won).id
    waiting = office.saved(line)
    assert "margin" in {r.dimension for r in approvals.submit(office["sales"], waiting).assessment.reasons}
    returned = office.saved(line)
    approvals.submit(office["sales"], returned)
    approvals.decide_request(office["gm"], returned, "returned", "太低")
    return Firm(office, waiting, won, contract)


READINGS: dict[str, Callable[[Firm, Desk], Any]] = {
    "today": lambda f, d: (home.today(d), home.counts(d)),
    "customers": lambda f, d: (customers.list_customers(d), customers.load(d, f.office.customer)),
    "time line": lambda f, d: (customers.time_line(d, f.office.customer), customers.given_prices(d, f.office.customer)),
    "products": lambda f, d: (products.list_products(d), products.list_products(d, text="7713.37").rows),
    "product": lambda f, d: (products.load(d, f.office.gear), products.prices_of(d, f.office.gear)),
    "lists": lambda f, d: (products.list_prices(d), products.price_lists(d)),
    "inquiries": lambda f, d: inquiries.list_inquiries(d),
    "quotations": lambda f, d: (quotes.list_quotes(d), quotes.load(d, f.open_quote), quotes.load(d, f.won_quote)),
    "price": lambda f, d: quotes_pricing.price(
        d, [quotes_pricing.Wanted(f.office.gear, D(10), manual_price=D(10000))], customer_id=f.office.customer
    ),
    "assessment": lambda f, d: approvals_assessing.assess_draft(d, quotes.load(d, f.open_quote).quote),
    "request": lambda f, d: (approvals_waiting.of_quote(d, f.open_quote), approvals_waiting.waiting_for_me(d)),
    "quotation paper": lambda f, d: pdf_text(quotes_papers.issued_paper(d, f.won_quote).content),
    "quotation preview": lambda f, d: pdf_text(quotes_papers.preview(d, quotes.load(d, f.open_quote).quote)),
    "workbook": lambda f, d: cells(quotes_papers.workbook(d, f.open_quote)[1]),
    "contract": lambda f, d: (contracts.list_contracts(d), contracts.load(d, f.contract)),
    "contract paper": lambda f, d: pdf_text(contracts_papers.preview(d, f.contract)),
    "copy": lambda f, d: quotes_saving.copy(d, f.won_quote),
    "journal": lambda f, d: (journal.history(d, limit=1000), journal.recycle_bin(d)),
    "journal page": lambda f, d: history.changes(d, history.Query(), limit=1000).rows,
    "search": lambda f, d: (search.find(d, "GEAR"), search.find(d, "7713.37"), search.find(d, "771337")),
    "drafts": lambda f, d: drafts.drafts_of(d, "quote"),
}


def needles(said: object) -> list[str]:
    """Which of the unseen figures stand in it; ids and hashes hold any digits and do not count."""
    text = _without_ids(str(said))
    return [figure for figure in UNSEEN if figure in text]


def _without_ids(text: str) -> str:
    return re.sub(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32,}", "", text)


@pytest.mark.parametrize("who", BLIND)
def test_no_reading_tells_a_cost_or_a_margin(firm: Firm, who: str) -> None:
    told = {}
    for name, read in READINGS.items():
        try:
            told[name] = needles(read(firm, firm.desk(who)))
        except UserError as refused:  # a reading that this person may not do at all
            told[name] = needles(refused)
    assert told == {name: [] for name in READINGS}


def test_who_has_the_right_does_read_them(firm: Firm) -> None:
    """The same readings find the figures, so the search for them is no empty one."""
    found = {name for name, read in READINGS.items() if needles(read(firm, firm.desk("finance")))}
    assert {"product", "products", "price", "assessment", "request", "quotations", "journal", "journal page"} <= found
    assert not found & {"quotation paper", "quotation preview", "contract", "contract paper", "workbook", "copy"}


def test_nor_does_looking_for_it_in_the_journal_find_where_it_stands(firm: Firm) -> None:
    for who in ("legal", "keeper"):  # they read everybody's changes
        desk = firm.desk(who)
        for text in ("7713.37", "771337", "-0.05161", "5.161"):
            assert history.changes(desk, history.Query(text=text)).rows == (), (who, text)
        assert history.changes(desk, history.Query(text="GEAR-1")).rows != ()
    rows = history.changes(firm.desk("finance"), history.Query(text="771337")).rows
    assert {row.table for row in rows} >= {"product"}, "with the right it is found"


@pytest.mark.parametrize("who", BLIND)
def test_no_list_taken_out_holds_them(firm: Firm, tmp_path: Path, who: str) -> None:
    for kind in KINDS:
        exports.export(firm.desk(who), kind, tmp_path / "list.xlsx")
        exports.export(firm.desk(who), kind, tmp_path / "list.csv")
        said = cells((tmp_path / "list.xlsx").read_bytes()), (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
        assert needles(said) == [], kind


def test_an_import_of_the_same_product_does_not_name_its_cost(firm: Firm, tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text("编码,名称,单位,成本\nGEAR-1,行星减速机,台,1\n", encoding="utf-8")
    plan = imports.prepare(firm.desk("keeper"), "products", path)
    assert needles(plan) == []
    try:
        said: object = imports.run(firm.desk("keeper"), plan)
    except UserError as refused:
        said = refused
    assert needles(said) == []
    assert products.load(firm.desk("gm"), firm.office.gear).cost == COST, "who does not see a cost does not write one"


def test_nor_does_the_command_line(firm: Firm, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = quotes.load(firm.desk("gm"), firm.open_quote).number
    won = quotes.load(firm.desk("gm"), firm.won_quote).number
    contract = contracts.load(firm.desk("gm"), firm.contract).number
    draft = quotes.load(firm.desk("gm"), firm.office.saved(firm.office.line("10", "10000"))).number
    price = ("price", "--customer", "云栎", "--product", "GEAR-1", "--quantity", "10")
    asked = [
        *(("list", kind) for kind in LISTED), *(("list", kind, "--search", "7713.37") for kind in LISTED),
        *(("export", kind, str(tmp_path / f"{kind}.csv")) for kind in KINDS),
        ("show", number), ("show", won), ("show", contract), ("show", "GEAR-1"), price, ("submit", draft),
        ("lint", contract), ("check",),
    ]  # fmt: skip
    for style in ((), ("--json",)):
        for command in asked:
            cli.main(["--data", str(firm.office.store.folder), "--user", "周小", *style, *command])
            said = "".join(capsys.readouterr())
            assert needles(said) == [], command
    assert not [path.name for path in tmp_path.glob("*.csv") if needles(path.read_text(encoding="utf-8-sig"))]
    cli.main(["--data", str(firm.office.store.folder), "--user", "孙会计", "--json", "show", "GEAR-1"])
    assert str(COST) in json.dumps(json.loads(capsys.readouterr().out)), "with the right it does"


def test_undoing_tells_none_and_gives_none_away(firm: Firm) -> None:
    """A manager who changed a cost and lost the right afterwards undoes it without being told any figure."""
    gm = firm.desk("gm")
    changed = products.save(gm, replace(products.load(gm, firm.office.gear), cost=D(8000))).changes
    blind = replace(gm, access=replace(gm.access, rights=gm.access.rights - {Right.SEE_COST, Right.SEE_MARGIN}))
    assert changed.tx is not None
    try:
        said: object = journal.undo(blind, changed.tx)
    except UserError as refused:
        said = refused
    assert needles(said) == [] and "8000" not in _without_ids(str(said))
