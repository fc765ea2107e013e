import datetime as dt
import io
import shutil
import subprocess
import sys
import uuid
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import openpyxl
import pypdf
import pytest

from orderdesk_gui.actions import companies, customers, journal, quotes, quotes_papers, quotes_saving, storage
from orderdesk_gui.actions.quotes_papers import PaperChoice
from orderdesk_gui.rules.customers import Address, Contact, Customer
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.rules.quotes import QuoteLine
from tests.actions.selling_office import Office, office

__all__ = ["office"]
NASTY = [
    'A/B:C*D?"E<F>G|H\\', "CON", "名称\n换行\t公司", "﻿右‮左公司", "🙂" * 80, "三百字" * 100, "..  尾点. .",
    "O'Neil & Söhne “GmbH”",
]  # fmt: skip


def text(content: bytes) -> str:
    """The words of a PDF without any space."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext from poppler-utils")
    run = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return "".join(run.stdout.decode("utf-8").split())


def test_the_same_facts_give_the_same_bytes(office: Office) -> None:
    quote = office.quote()
    first = quotes_papers.preview(office["sales"], quote, number="QT-1")
    office.clock.now += dt.timedelta(hours=5)
    assert quotes_papers.preview(office["sales"], quote, number="QT-1") == first
    assert quotes_papers.preview(office["sales"], quote, number="QT-2") != first


def test_an_issued_paper_is_kept_to_the_byte(office: Office) -> None:
    saved = office.saved()
    office.approved(saved)
    issued = quotes_papers.issue(office["sales"], saved)
    office.clock.now += dt.timedelta(days=400)
    gone = replace(customers.load(office["sales"], office.customer), name="改名后的公司")
    customers.save(office["sales"], gone)
    kept = quotes_papers.issued_paper(office["sales"], saved)
    assert kept.content == issued.content and kept.file_name == issued.file_name and kept.void == ""
    shown = quotes.load(office["sales"], saved)
    assert shown.revision.paper_id == kept.id == issued.paper_id and shown.revision.issued_at is not None
    assert text(kept.content).count("苏州云栎自动化设备有限公司") >= 1 and "改名后" not in text(kept.content)


def test_a_changed_or_lost_file_is_told(office: Office) -> None:
    saved = office.issued()
    (kept,) = [p for p in (office.store.folder / "files").glob("??/*") if p.is_file()]
    content = kept.read_bytes()
    kept.chmod(0o644)
    kept.write_bytes(content.replace(b"%PDF", b"%PDf"))
    with pytest.raises(UserError):
        quotes_papers.issued_paper(office["sales"], saved)
    assert any("missing or was changed" in str(one) for one in journal.check(office["admin"]))
    kept.unlink()
    with pytest.raises(UserError):
        quotes_papers.issued_paper(office["sales"], saved)


def test_the_paper_says_what_was_agreed(office: Office) -> None:
    quote = office.quote(
        office.line("12", "95.5", remark="黑色"), QuoteLine(D(1), D(300), name_zh="模具", unit="副", manual=True),
        freight=D(50), discount_percent=D("0.02"),
    )  # fmt: skip
    said = text(quotes_papers.preview(office["sales"], quote, number="QT-2026-AAAA-0001"))
    total = D("1146") + D(300) - D("28.92") + D(50)
    for part in (
        "QT-2026-AAAA-0001", "澜川传动科技（苏州）有限公司", "苏州云栎自动化设备有限公司", "沈女士", "2026年11月21日",
        "行星减速机", "黑色", "模具", "运费", "折扣", f"{total:,.2f}", "款到发货", "周小", "草稿",
        "壹仟肆佰陆拾柒元",
    ):  # fmt: skip
        assert part in said, part


def test_languages_and_letterhead(office: Office) -> None:
    quote = office.quote()
    papers = {
        language: quotes_papers.preview(office["sales"], quote, choice=PaperChoice(language))
        for language in ("zh", "en", "both")
    }
    assert "行星减速机" in text(papers["both"]) and len(set(papers.values())) == 3
    assert "报价单" in text(papers["zh"]) and "Quotation" not in text(papers["zh"])
    assert "QUOTATION" in text(papers["en"]).upper()
    plain = quotes_papers.preview(office["sales"], quote, choice=PaperChoice("zh", letterhead=False))
    assert "0512-55501188" in text(papers["zh"]) and "0512-55501188" not in text(plain)


def test_foreign_customers_get_english_and_their_currency(office: Office) -> None:
    abroad = Customer(name="Hartmann GmbH", country="DE", currency="USD", contacts=(Contact("Anna Weber"),),
                      addresses=(Address("Industriestr. 5", "registered", "Industriestr. 5"),))  # fmt: skip
    made = customers.save(office["sales"], abroad).id
    quote = replace(quotes_saving.blank(office["sales"], made), lines=(office.line("3", "12.345", vat_rate=D(0)),))
    assert (quote.currency, quote.tax_mode) == ("USD", "exclusive")
    saved = quotes_saving.save(office["sales"], quote).id
    office.approved(saved)
    issued = quotes_papers.issue(office["sales"], saved)
    assert issued.file_name.startswith("Quotation_QT-")
    said = text(issued.content)
    assert "USD" in said and "37.04" in said and "¥" not in said


@pytest.mark.parametrize("name", NASTY)
def test_file_names_hold_on_every_system(office: Office, name: str, tmp_path: Path) -> None:
    buyer = replace(customers.load(office["sales"], office.customer), name=name)
    try:
        customers.save(office["sales"], buyer)
    except UserError:
        pytest.skip("such a name is refused when it is typed")
    saved = office.saved()
    office.approved(saved)
    made = quotes_papers.issue(office["sales"], saved).file_name
    assert not set(made) & set('\\/:*?"<>|\n\t‮﻿') and len(made.encode()) <= 180
    assert made.startswith("报价单_QT-2026-") and made.endswith("_R1.pdf")
    (tmp_path / made).write_bytes(b"x")


def test_the_paper_goes_to_the_archive(office: Office, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    storage.set_archive_folder(office.store, tmp_path / "away")
    (tmp_path / "away").rmdir()
    office.issued()
    storage.retry(office.store)
    (tmp_path / "away").mkdir()
    storage.retry(office.store)
    (kept,) = (tmp_path / "away").rglob("*.pdf")
    parts = kept.relative_to(tmp_path / "away").parts
    assert parts[:3] == ("澜川传动科技（苏州）有限公司", "2026", "苏州云栎自动化设备有限公司")


def test_void_papers_stay_and_say_why(office: Office) -> None:
    saved = office.issued()
    paper = quotes_papers.issued_paper(office["sales"], saved)
    with pytest.raises(UserError, match="may not"):
        quotes_papers.void_paper(office["sales"], paper.id, "错价")
    with pytest.raises(UserError) as caught:
        quotes_papers.void_paper(office["gm"], paper.id, " ")
    assert caught.value.field == "reason"
    done = quotes_papers.void_paper(office["gm"], paper.id, " 错价 ")
    kept = quotes_papers.issued_paper(office["sales"], saved)
    assert (kept.void, kept.content) == ("错价", paper.content) and done.tx
    with pytest.raises(UserError, match="not undone"):
        journal.undo(office["gm"], done.tx)
    with pytest.raises(UserError):
        quotes_papers.void_paper(office["gm"], uuid.uuid4(), "没有")
    with pytest.raises(UserError, match="already"):
        quotes_papers.void_paper(office["gm"], paper.id, "再来")


def test_the_workbook_is_a_draft_until_issued(office: Office) -> None:
    saved = office.saved(office.line("10", "95"))

    def cells() -> str:
        name, content = quotes_papers.workbook(office["sales"], saved)
        assert name.endswith("_R1.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        header = str(sheet.oddHeader.center.text) + str(sheet.oddHeader.left.text) + str(sheet.oddHeader.right.text)
        return header + " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)

    assert "草稿" in cells()
    office.approved(saved)
    assert "草稿" in cells()
    quotes_papers.issue(office["sales"], saved)
    clean = cells()
    assert "草稿" not in clean and "行星减速机" in clean
    quotes_saving.decide(office["gm"], saved, "void", note="x")
    assert "作废" in cells()


def test_papers_of_the_demo_say_so(office: Office) -> None:
    mine = companies.list_companies(office["admin"])[0]
    companies.save_company(office["admin"], replace(mine, demo=True))
    saved = office.saved()
    office.approved(saved)
    said = text(quotes_papers.issue(office["sales"], saved).content)
    assert "演示" in said or "DEMO" in said.upper()


def test_a_revision_names_the_one_it_replaces(office: Office) -> None:
    saved = office.issued()
    office.clock.now += dt.timedelta(days=2)
    quotes_saving.revise(office["sales"], saved)
    made = quotes_papers.facts_of(office["sales"], saved)
    assert made.replaces == (dt.date(2026, 11, 21), 1) and made.revision == 2 and made.dated == dt.date(2026, 11, 23)


def test_sending_is_noted_with_channel_and_person(office: Office) -> None:
    saved = office.issued()
    quotes_papers.note_sent(office["sales"], saved, "wechat", "沈女士")
    number = quotes.load(office["sales"], saved).number
    events = [one for one in customers.time_line(office["sales"], office.customer) if one.kind == "talk"]
    assert len(events) == 1 and f"{number} R1 → 沈女士" in f"{events[0].title} {events[0].detail}"


def test_two_rates_are_itemised(office: Office) -> None:
    quote = office.quote(
        office.line(), QuoteLine(D(1), D(106), vat_rate=D("0.06"), name_zh="安装", unit="项", manual=True)
    )
    said = text(quotes_papers.preview(office["sales"], quote))
    assert "其中13%：不含税884.96元，税额115.04元；6%：不含税100.00元，税额6.00元。" in said.replace("草稿", "")
    assert said.count("币种人民币") == 1


def test_an_issued_pdf_is_whole(office: Office) -> None:
    saved = office.saved(*[office.line(str(n + 1)) for n in range(60)])
    office.approved(saved)
    reader = pypdf.PdfReader(io.BytesIO(quotes_papers.issue(office["sales"], saved).content))
    assert len(reader.pages) >= 2
    assert reader.metadata is not None and "QT-2026" in str(reader.metadata.title)


@pytest.mark.parametrize("module", ["quotes_papers", "quotes_facts", "contracts_papers"])
def test_papers_load_the_drawing_library_only_when_they_draw(module: str) -> None:
    code = f"import sys, orderdesk_gui.actions.{module}; print([m for m in ('reportlab', 'PIL') if m in sys.modules])"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
