"""Prints a paper's exact PDF: each page at 100 %, flattened on white, to the printer that the person chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument

from orderdesk_gui.rules.language import UserError, tr

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

FINEST_DPI = 600
_POINTS = 72


def print_pdf(content: bytes, name: str, parent: QWidget | None = None) -> bool:
    """Ask for a printer and print; False where the person thought better of it.

    `name` stands in the printer's queue. UserError where the printer refuses.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("Print"))
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    paint(content, printer)
    return True


def paint(content: bytes, printer: QPrinter) -> None:
    """Print every page that the person chose, at 100 % of its own size."""
    document = QPdfDocument()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if not document.pageCount():
        raise UserError("The paper cannot be read, so it was not printed. Make its preview again.")
    printer.setFullPage(True)
    printer.setPageSize(_page_size(document, 0))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("The printer did not take the paper. Check that it is on and reachable, then print again.")
    try:
        for place, number in enumerate(_chosen(printer, document.pageCount())):
            if place:
                printer.setPageSize(_page_size(document, number))
                printer.newPage()
            image = flattened(document, number, min(printer.resolution(), FINEST_DPI))
            scale = printer.resolution() / _POINTS
            points = document.pagePointSize(number)
            whole = QRect(0, 0, round(points.width() * scale), round(points.height() * scale))
            painter.drawImage(whole, image)
    finally:
        painter.end()


def flattened(document: QPdfDocument, page: int, dpi: int) -> QImage:
    """A page on white at `dpi`."""
    points = document.pagePointSize(page)
    size = QSize(round(points.width() * dpi / _POINTS), round(points.height() * dpi / _POINTS))
    drawn = document.render(page, size)
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return image


def _page_size(document: QPdfDocument, page: int) -> QPageSize:
    return QPageSize(document.pagePointSize(page), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


def _chosen(printer: QPrinter, pages: int) -> range:
    first, last = printer.fromPage(), printer.toPage()
    return range(max(first, 1) - 1, min(last or pages, pages))
