"""A square that shows a company's logo and takes a picture dropped on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

PICTURES = (".png", ".jpg", ".jpeg")


class LogoBox(QWidget):
    """48 px; empty it says by an icon what belongs there."""

    dropped = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(48, 48)
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Logo"))
        self._picture = QPixmap()

    def set_logo(self, content: bytes | None) -> None:
        """Show these bytes, or none."""
        self._picture = QPixmap()
        if content:
            self._picture.loadFromData(content)
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_of(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = picture_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        table = theme.colours()
        if not self._picture.isNull():
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawPixmap(
                (48 - size.width()) // 2, (48 - size.height()) // 2, size.width(), size.height(), self._picture
            )
            return
        painter.setPen(QPen(QColor(table.field_line), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(table.ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.CORNER, theme.CORNER)
        icons.paint(painter, "photo", 14, 14, table.quiet, 20)


def picture_of(event: QDropEvent) -> Path | None:
    """The picture that is being dragged, None where it is something else."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in PICTURES), None)
