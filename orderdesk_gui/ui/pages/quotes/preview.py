"""Shows a paper as it will be printed, and prints it with the same layout."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPainter, QPalette, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.style import HINT, KIND


class PaperDialog(QDialog):
    """The pages of a PDF; Ctrl+P prints, Ctrl+S saves, Esc closes."""

    def __init__(self, title: str, file_name: str, content: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._file_name = file_name
        self._content = content
        self._device = QBuffer(self)
        self._device.setData(QByteArray(content))
        self._device.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(self)
        self.document.load(self._device)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(title)
        shown = self.view.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            shown.setColor(role, QColor(theme.colours().ground))
        self.view.setPalette(shown)
        self._lay_out(file_name)
        screen = QGuiApplication.primaryScreen()
        room = screen.availableSize() if screen is not None else QSize(1366, 768)
        self.resize(min(860, room.width() - 80), min(1000, room.height() - 60))

    def _lay_out(self, file_name: str) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        name = QLabel(file_name)
        name.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        row.addWidget(name, 1)
        for text, icon, keys, run, kind in (
            (tr("Save as…"), "download", "Ctrl+S", self.save, "normal"),
            (tr("Print"), "printer", "Ctrl+P", self.print, "normal"),
            (tr("Close"), "x", "Esc", self.accept, "primary"),
        ):
            button = QPushButton(text)
            button.setAccessibleName(text)
            button.setProperty(KIND, kind)
            button.setProperty(HINT, keys)
            icons.set_icon(button, icon)
            button.clicked.connect(run)
            if keys != "Esc":
                QShortcut(QKeySequence(keys), self).activated.connect(run)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(row)
        self.view.setFocus()

    def pages(self) -> int:
        """How many pages there are."""
        return self.document.pageCount()

    def save(self) -> None:
        """Save the PDF where the person says."""
        name, _filter = QFileDialog.getSaveFileName(self, tr("Save as…"), self._file_name, "PDF (*.pdf)")
        if name:
            Path(name).write_bytes(self._content)

    def print(self) -> None:
        """Print at the printer's own resolution, each page at its own size."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(Path(self._file_name).stem)
        printer.setFullPage(True)
        if QPrintDialog(printer, self).exec() != QDialog.DialogCode.Accepted:
            return
        painter = QPainter(printer)
        dots = min(printer.resolution(), 300)
        for number in range(self.pages()):
            if number:
                printer.newPage()
            size = self.document.pagePointSize(number) / 72
            image = self.document.render(number, QSize(round(size.width() * dots), round(size.height() * dots)))
            scale = printer.resolution() / dots
            painter.save()
            painter.scale(scale, scale)
            painter.drawImage(QPoint(0, 0), image)
            painter.restore()
        painter.end()

    def keyPressEvent(self, event: object) -> None:
        from PySide6.QtGui import QKeyEvent

        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.accept()
        elif isinstance(event, QKeyEvent):
            super().keyPressEvent(event)
