"""Shows the first page of a PDF whole, as large as there is room, e.g. while its facts are being typed."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.ui import theme


class PaperView(QWidget):
    """A sheet of paper on the ground, with a hairline around it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMinimumSize(200, 283)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._shape = QSize(595, 842)
        self._image = QImage()

    def set_pdf(self, content: bytes) -> None:
        """Show these bytes; what cannot be read shows an empty sheet."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.pageCount():
            self._shape = self._document.pagePointSize(0).toSize()
        self._image = QImage()
        self.update()

    def pages(self) -> int:
        """How many pages the paper has; 0 before the first one is set."""
        return max(0, self._document.pageCount())

    def sheet(self) -> QRect:
        """Where the sheet lies in the widget."""
        room = QSize(self.width() - 2, self.height() - 2)
        size = self._shape.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRect((self.width() - size.width()) // 2, 1, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._image = QImage()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        sheet = self.sheet()
        painter.fillRect(sheet, QColor("#FFFFFF"))
        if self._document.pageCount():
            if self._image.isNull():
                ratio = self.devicePixelRatioF()
                self._image = self._document.render(0, sheet.size() * ratio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, self._image)
        painter.setPen(QPen(QColor(theme.colours().line), 1))
        painter.drawRect(QRectF(sheet).adjusted(-0.5, -0.5, 0.5, 0.5))
