"""Prints a paper's exact PDF: each page at 100 %, flattened on white, to the printer that the person chooses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument

from orderdesk_gui.rules.language import UserError, tr

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

FINEST_DPI = 600
LETTERHEAD_MM = 31.5  #: the letterhead of a quotation with its rule
_POINTS = 72
_MM_PER_INCH = 25.4


def print_pdf(content: bytes, name: str, parent: QWidget | None = None, *, blank: float = 0) -> bool:
    """Ask for a printer and print; False where the person thought better of it.

    `name` stands in the printer's queue; `blank` as for :func:`paint`. UserError where the printer refuses.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    with _opened(content) as document:
        dialog = QPrintDialog(printer, parent)
        dialog.setWindowTitle(tr("Print"))
        dialog.setMinMax(1, document.pageCount())
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return False
        _paint(document, printer, blank)
    return True


def paint(content: bytes, printer: QPrinter, *, blank: float = 0) -> None:
    """Print every page that the person chose, at 100 % of its own size.

    `blank` mm at the top of the first page stay white, for paper with a printed letterhead. UserError where
    the printer refuses.
    """
    with _opened(content) as document:
        _paint(document, printer, blank)


@contextmanager
def _opened(content: bytes) -> Iterator[QPdfDocument]:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if not document.pageCount():
        raise UserError("The paper cannot be read, so it was not printed. Make its preview again.")
    try:
        yield document
    finally:
        document.close()


def _paint(document: QPdfDocument, printer: QPrinter, blank: float) -> None:
    printer.setFullPage(True)
    painter = QPainter()
    try:
        for place, number in enumerate(_chosen(printer, document.pageCount())):
            printer.setPageLayout(_layout(document.pagePointSize(number)))
            if not (printer.newPage() if place else painter.begin(printer)):
                raise UserError(
                    "The printer did not take the paper. Check that it is on and reachable, then print again."
                )
            image = flattened(document, number, min(printer.resolution(), FINEST_DPI))
            if blank and number == 0:
                high = round(blank / _MM_PER_INCH * image.height() * _POINTS / document.pagePointSize(0).height())
                _whiten(image, QRect(0, 0, image.width(), high))
            painter.drawImage(QRect(0, 0, *_dots(document.pagePointSize(number), printer.resolution())), image)
    finally:
        if painter.isActive():
            painter.end()


def flattened(document: QPdfDocument, page: int, dpi: int) -> QImage:
    """A page on white at `dpi`."""
    image = document.render(page, QSize(*_dots(document.pagePointSize(page), dpi)))
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOver)
    painter.fillRect(image.rect(), Qt.GlobalColor.white)
    painter.end()
    image.convertTo(QImage.Format.Format_RGB32)
    return image


def _whiten(image: QImage, area: QRect) -> None:
    painter = QPainter(image)
    painter.fillRect(area, Qt.GlobalColor.white)
    painter.end()


def _dots(points: QSizeF, dpi: int) -> tuple[int, int]:
    return round(points.width() * dpi / _POINTS), round(points.height() * dpi / _POINTS)


def _layout(points: QSizeF) -> QPageLayout:
    """The sheet of a page, lying where it is wider than high."""
    lies = points.width() > points.height()
    upright = points.transposed() if lies else points
    sheet = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    layout = QPageLayout(sheet, way, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _chosen(printer: QPrinter, pages: int) -> range:
    first, last = printer.fromPage(), printer.toPage()
    return range(max(first, 1) - 1, min(last or pages, pages))
