"""Shows a paper as it will be printed, and prints it with the same layout."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.printing import LETTERHEAD_MM, print_pdf
from orderdesk_gui.ui.style import HINT, KIND
from orderdesk_gui.ui.widgets.page_view import PageView


class PaperDialog(QDialog):
    """The pages of a PDF; Ctrl+P prints, Ctrl+S saves, Esc closes.

    With `plain` the letterhead is left out when printing, for paper that bears one.
    """

    def __init__(
        self, title: str, file_name: str, content: bytes, parent: QWidget | None = None, *, plain: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._file_name = file_name
        self._content = content
        self.view = PageView(self)  # goes first, since it paints pages in a thread, then the document, then the bytes
        self.document = QPdfDocument(self)
        self._device = QBuffer(self)
        self._device.setData(QByteArray(content))
        self._device.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._device)
        self.view.setDocument(self.document)
        self.view.setAccessibleName(title)
        self._lay_out(file_name)
        self.plain.setChecked(plain)
        screen = QGuiApplication.primaryScreen()
        room = screen.availableSize() if screen is not None else QSize(1366, 768)
        self.resize(min(860, room.width() - 80), min(1000, room.height() - 60))

    def _lay_out(self, file_name: str) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self._said = QLabel(file_name)
        self._said.setWordWrap(True)
        self._said.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        row.addWidget(self._said, 1)
        self.plain = QCheckBox(tr("Print without letterhead"))
        self.plain.setAccessibleName(self.plain.text())
        self.plain.setToolTip(tr("For paper that bears your letterhead: its place on the first page stays white."))
        row.addWidget(self.plain)
        for text, icon, keys, run, kind in (
            (tr("Save as…"), "download", "Ctrl+S", self.save, "normal"),
            (tr("Close"), "x", "Esc", self.accept, "normal"),
            (tr("Print"), "printer", "Ctrl+P", self.print, "primary"),
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
        """Print these bytes at 100 %; what the printer says stands in place of the file's name."""
        self._said.setText(self._file_name)
        try:
            blank = LETTERHEAD_MM if self.plain.isChecked() else 0
            print_pdf(self._content, Path(self._file_name).stem, self, blank=blank)
        except UserError as error:
            self._said.setText(str(error))

    def keyPressEvent(self, event: object) -> None:
        from PySide6.QtGui import QKeyEvent

        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.accept()
        elif isinstance(event, QKeyEvent):
            super().keyPressEvent(event)
