"""Names that break programs, from the screen's fields through lists, search, papers and exports and back."""

import csv
import io
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pypdf
import pytest

from orderdesk_gui.actions import (
    approvals,
    contracts_papers,
    contracts_saving,
    customers,
    exports,
    lists,
    notes,
    products,
    quotes,
    quotes_papers,
    quotes_saving,
    search,
    storage,
)
from orderdesk_gui.documents.workbook import read_sheet
from orderdesk_gui.rules.customers import Address, BankAccount, Contact, Customer
from orderdesk_gui.rules.products import Product
from orderdesk_gui.rules.quotes import QuoteLine
from orderdesk_gui.store.database import Store
from tests.actions.selling_office import Office, open_office
from tests.fixtures_store import Clock

NAMES = {
    "quotes": 'O\'Brien "Best" “弯引号” ‘单’ `x` \\',
    "emoji": "阳光🙂机械 👩‍🔧 厂",
    "four bytes": "𬭎𠮷𡈽精密机械",
    "300 characters": "长" * 300,
    "300 of four bytes": "𬭎" * 300,
    "right to left": "\u202eמפעל\u202c مصنع \u200f有限公司",
    "formula": "=cmd|'/C calc'!A1",
    "path": "../../a/b\\c:d*e?f|g<h>",
    "reserved": "CON",
    "markup": "<b>A&B</b> <para> &amp; %s {x} %(y)s",
    "sql": "x'); DROP TABLE customer;--",
    "invisible": "甲\u200b乙丙\ufeff",
}


@pytest.fixture
def office(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("ORDERDESK_CONFIG", str(tmp_path / "config"))
    return open_office(store, clock, "one_person")


def _plain(text: str) -> str:
    """What of a name a paper is held to: letters and figures of the fonts that it embeds."""
    return "".join(
        char for char in text if char.isalnum() and (char < "\u0590" or char > "\u2fff") and char < "\U0001f000"
    )


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_goes_all_the_way(office: Office, tmp_path: Path, name: str) -> None:
    desk = office["gm"]
    buyer = Customer(
        name=name, short_name=name, name_en=name, notes=name, website=name, invoice_title=name, invoice_address=name,
        contacts=(Contact(name, name, wechat=name),),
        addresses=(Address(name, "delivery"),), accounts=(BankAccount(name, "4886 1234"),),
    )  # fmt: skip
    buyer_id = customers.save(desk, buyer).id
    kept = customers.load(desk, buyer_id)
    for at in ("name", "short_name", "name_en", "notes", "website", "invoice_title", "invoice_address"):
        assert getattr(kept, at) == name, at
    assert (kept.contacts[0].name, kept.addresses[0].text, kept.accounts[0].bank) == (name, name, name)
    product = products.save(desk, Product(code="X-1", name_zh=name, name_en=name, specification=name, unit="台",
                                          list_price=D(100))).id  # fmt: skip

    line = QuoteLine(D(10), D(100), product_id=product, code="X-1", name_zh=name, name_en=name, specification=name,
                     unit="台", customer_part_no=name[:100], remark=name)  # fmt: skip
    quote = replace(quotes_saving.blank(desk, buyer_id), lines=(line,))
    quote = replace(quote, terms=replace(quote.terms, remarks_zh=name, delivery_place=name))
    (tmp_path / "archive").mkdir()
    storage.set_archive_folder(desk.store, tmp_path / "archive")
    made = quotes_saving.save(desk, quote).id
    assert approvals.submit(desk, made).status == "approved"
    quotes_papers.issue(desk, made)
    assert quotes.load(desk, made).quote.lines[0].name_zh == name

    lists.search_now(desk)
    assert buyer_id in {hit.id for hit in search.find(desk, name[:12])}
    assert name in [row.name for row in customers.list_customers(desk).rows]

    paper = quotes_papers.issued_paper(desk, made)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert _plain(name)[:20] in _plain(text)
    assert len(paper.file_name.encode()) <= 200 and not set(paper.file_name) & set('/\\:*?"<>|\n')
    assert storage.retry(desk.store) == 0
    archived = list((tmp_path / "archive").rglob("*.pdf"))
    assert [path.read_bytes() for path in archived] == [paper.content]
    contract = contracts_saving.from_quote(desk, made).id
    drawn = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(contracts_papers.preview(desk, contract))).pages
    )
    assert _plain(name)[:20] in _plain(drawn)

    workbook = tmp_path / "q.xlsx"
    workbook.write_bytes(quotes_papers.workbook(desk, made)[1])
    assert any(name in str(cell) for row in read_sheet(workbook).cells for cell in row)

    for kind in ("customers", "products", "quotes"):
        exports.export(desk, kind, tmp_path / f"{kind}.csv")
        exports.export(desk, kind, tmp_path / f"{kind}.xlsx")
        with (tmp_path / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert name in cells or f"'{name}" in cells
        assert not any(cell.startswith("=cmd") for cell in cells)
        assert any(cell == name for row in read_sheet(tmp_path / f"{kind}.xlsx").cells for cell in row)

    notes.attach(desk, "customer", buyer_id, [(name, b"x")])
    assert notes.attachments(desk, "customer", buyer_id)[0].name == name
