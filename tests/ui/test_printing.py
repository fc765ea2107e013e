"""Printing into a file: the ink stands where the PDF has it."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from orderdesk_gui.documents.contracts import render_contract
from orderdesk_gui.documents.quotes import render_quotation
from orderdesk_gui.rules.language import UserError
from orderdesk_gui.ui.printing import LETTERHEAD_MM, paint
from tests.documents.papers import contract, many

EDGES = 12  #: grey edges of strokes that two renderings may take for ink or not
A4, LYING = (595.28, 841.89), (841.89, 595.28)


def into(path: Path, dpi: int = 300) -> QPrinter:
    """A printer that writes a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(dpi)
    return printer


def seen(content: bytes, folder: Path) -> list[Image.Image]:
    """The pages as grey pictures at 100 dpi."""
    if not shutil.which("pdftoppm"):
        pytest.skip("needs pdftoppm from poppler-utils")
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-", str(folder / "p")], input=content, check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.iterdir())]


def ink_without(one: Image.Image, other: Image.Image) -> int:
    """How many dark pixels of one have nothing grey within a pixel of the same place in the other."""
    dark = one.point(lambda value: 255 if value < 80 else 0)
    near = other.filter(ImageFilter.MinFilter(3)).point(lambda value: 255 if value < 240 else 0)
    return ImageChops.subtract(dark, near).histogram()[255]


def drawn(*sizes: tuple[float, float]) -> bytes:
    """Pages of these sizes with a frame 20 points from their edges."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for wide, high in sizes:
        canvas.setPageSize((wide, high))
        canvas.rect(20, 20, wide - 40, high - 40)
        canvas.rect(40, high - 90, 50, 50, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


PAPERS = {
    "quotation": lambda: render_quotation(many(40)),
    "contract": lambda: render_contract(contract(4), language="both"),
    "lying": lambda: drawn(A4, LYING, A4),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_ink_stands_where_the_paper_has_it(kind: str, tmp_path: Path, qtbot: QtBot) -> None:
    content = PAPERS[kind]()
    paint(content, into(tmp_path / "printed.pdf"))
    wanted = seen(content, tmp_path / "wanted")
    printed = seen((tmp_path / "printed.pdf").read_bytes(), tmp_path / "printed")
    assert len(printed) == len(wanted) >= 2
    for number, (paper, print_) in enumerate(zip(wanted, printed, strict=True), 1):
        assert all(abs(a - b) <= 1 for a, b in zip(paper.size, print_.size, strict=True)), number
        print_ = print_.crop((0, 0, *paper.size))
        assert max(ink_without(paper, print_), ink_without(print_, paper)) <= EDGES, number
        assert ink_without(paper, ImageChops.offset(print_, 2, 0)) > 10 * EDGES, "the comparison sees nothing"


def test_only_the_chosen_pages_are_printed(tmp_path: Path, qtbot: QtBot) -> None:
    printer = into(tmp_path / "printed.pdf")
    printer.setFromTo(2, 2)
    paint(drawn(A4, LYING, A4), printer)
    (page,) = seen((tmp_path / "printed.pdf").read_bytes(), tmp_path / "printed")
    assert page.width > page.height


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_fails_says_so(tmp_path: Path, qtbot: QtBot) -> None:
    with pytest.raises(UserError, match="did not take the paper"):
        paint(drawn(A4), into(tmp_path / "no such folder" / "printed.pdf"))
    with pytest.raises(UserError, match="cannot be read"):
        paint(b"%PDF-1.4 broken", into(tmp_path / "printed.pdf"))


def test_the_letterheads_place_stays_white_on_the_first_page_alone(tmp_path: Path, qtbot: QtBot) -> None:
    content = render_quotation(many(40))
    paint(content, into(tmp_path / "printed.pdf"), blank=LETTERHEAD_MM)
    with_head, later = seen(content, tmp_path / "wanted")
    without, later_too = seen((tmp_path / "printed.pdf").read_bytes(), tmp_path / "printed")
    high = round(31 / 25.4 * 100)
    head = with_head.crop((0, 0, with_head.width, high))
    assert head.getextrema()[0] < 60 and without.crop((0, 0, without.width, high)).getextrema()[0] > 250
    below = [page.crop((0, high + 3, with_head.width, with_head.height)) for page in (with_head, without)]
    assert ink_without(*below) <= EDGES and ink_without(later, later_too) <= EDGES
