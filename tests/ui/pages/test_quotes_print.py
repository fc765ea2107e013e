"""Preview, print, reprint and workbook from the menu of a quotation."""

import io

import openpyxl
import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from orderdesk_gui.actions import approvals, quotes, quotes_papers
from orderdesk_gui.ui import printing
from orderdesk_gui.ui.dialogs.paper import PaperDialog
from orderdesk_gui.ui.dialogs.send import SendDialog
from tests.ui.pages.test_quotes_page import dialog, issued_quote, saved_quote, show


def choose(page, text: str) -> None:
    next(action for action in page.menu().actions() if action.text() == text).trigger()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch):
    """What is handed to the printer once the person said yes."""
    calls: list[tuple[int, str, float]] = []

    def paint(document, printer, blank: float) -> None:
        calls.append((document.pageCount(), printer.docName(), blank))

    monkeypatch.setattr(QPrintDialog, "exec", lambda self: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(printing, "_paint", paint)
    return calls


def test_the_workbook_from_the_menu(sit_down, office, tmp_path, monkeypatch) -> None:
    seat = sit_down("quotations")
    quote_id = issued_quote(office)
    page = show(seat, quote_id)
    wanted = tmp_path / "报价.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(wanted), ""))
    choose(page, "Export to Excel")
    seat.until(wanted.exists)
    seat.settle()
    assert wanted.read_bytes() == quotes_papers.workbook(office.desk(), quote_id)[1]
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(wanted.read_bytes())).active.values for cell in row]
    number = quotes.load(office.desk(), quote_id).number
    assert "PLF060-L1-5" in cells and any(number in str(cell) for cell in cells)


def test_the_issued_bytes_are_shown_and_printed_again(sit_down, office, printed) -> None:
    seat = sit_down("quotations")
    quote_id = issued_quote(office)
    kept = quotes_papers.issued_paper(office.desk(), quote_id)
    page = show(seat, quote_id)
    choose(page, "Issued PDF again")
    shown = dialog(seat, PaperDialog)
    assert shown._content == kept.content and not shown.plain.isChecked()
    shown.print()
    assert printed == [(1, kept.file_name.removesuffix(".pdf"), 0)]
    shown.accept()


def test_without_letterhead_the_issued_paper_leaves_its_place_white(sit_down, office, printed) -> None:
    seat = sit_down("quotations")
    quote_id = issued_quote(office)
    page = show(seat, quote_id)
    choose(page, "Preview without letterhead")
    shown = dialog(seat, PaperDialog)
    assert shown.plain.isChecked()
    assert shown._content == quotes_papers.issued_paper(office.desk(), quote_id).content
    shown.print()
    assert printed[0][2] == printing.LETTERHEAD_MM
    shown.accept()


def test_a_draft_without_letterhead_is_drawn_without(sit_down, office) -> None:
    seat = sit_down("quotations")
    page = show(seat, saved_quote(office))
    choose(page, "Preview without letterhead")
    shown = dialog(seat, PaperDialog)
    words = shown.document.getAllText(0).text()
    shown.accept()
    page.print()
    seat.until(lambda: any(one.isVisible() for one in page.findChildren(PaperDialog)))
    headed = next(one for one in page.findChildren(PaperDialog) if one.isVisible())
    assert len(headed.document.getAllText(0).text()) > len(words)
    headed.accept()


@pytest.mark.parametrize("headed", [True, False])
def test_a_quotation_is_issued_with_the_head_that_was_chosen(sit_down, office, headed: bool) -> None:
    seat = sit_down("quotations")
    quote_id = saved_quote(office)
    assert approvals.submit(office.desk(), quote_id).status == "approved"
    page = show(seat, quote_id)
    page.terms.ui.letterhead.setCurrentIndex(page.terms.ui.letterhead.findData(headed))
    page.main_action()
    sending = dialog(seat, SendDialog)
    sending.reject()
    shown = PaperDialog("", "x.pdf", quotes_papers.issued_paper(office.desk(), quote_id).content)
    seat.qtbot.addWidget(shown)
    said = shown.document.getAllText(0).text()
    assert said.count("苏州澜川传动科技有限公司") == 1 + headed  # always beside the signature


@pytest.mark.qt_log_ignore("QPainter::begin", "propagateSizeHints")
def test_a_printer_that_refuses_says_so_in_the_window(sit_down, office, tmp_path, monkeypatch) -> None:
    seat = sit_down("quotations")
    page = show(seat, issued_quote(office))
    choose(page, "Issued PDF again")
    shown = dialog(seat, PaperDialog)

    def refused(self: QPrintDialog) -> QDialog.DialogCode:
        self.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.printer().setOutputFileName(str(tmp_path / "no such folder" / "x.pdf"))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", refused)
    shown.print()
    assert "did not take the paper" in shown._said.text()
    shown.accept()
