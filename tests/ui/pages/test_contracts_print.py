"""Print and reprint from the page of contracts."""

import uuid

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from orderdesk_gui.actions import contracts_papers, contracts_saving, quotes_papers
from orderdesk_gui.ui import printing
from tests.actions.contract_office import Office
from tests.ui.pages.test_contracts_page import Open, draft, open_page, selling, settle

__all__ = ["draft", "open_page", "selling"]


def test_a_draft_is_printed_as_shown_and_an_issued_contract_as_issued(
    selling: Office, open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets: list[tuple[int, str]] = []
    monkeypatch.setattr(QPrintDialog, "exec", lambda self: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(
        printing, "_paint", lambda document, printer, _blank: sheets.append((document.pageCount(), printer.docName()))
    )
    made = contracts_saving.from_quote(selling.sales, selling.won())
    page = open_page(made.id)
    page.print()
    assert sheets == [(page.sheet.preview.document.pageCount(), made.number)] and sheets[0][0] > 0
    contracts_papers.issue(selling.sales, made.id)
    page.reload_shown()
    settle(qtbot, page)
    page.print()
    settle(qtbot, page)
    kept = quotes_papers.issued_paper(selling.sales, made.id)
    assert page.sheet.preview.content() == kept.content and sheets[1][1] == kept.file_name


def test_a_printer_that_refuses_is_told_on_the_page(
    selling: Office, draft: uuid.UUID, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(draft)
    told: list[str] = []
    monkeypatch.setattr(QPrintDialog, "exec", lambda self: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(page.shell, "toast", lambda text, *_more, **_named: told.append(text))
    page.print_paper("CT-1", b"%PDF-1.4 broken")
    assert len(told) == 1 and "cannot be read" in told[0]
