"""Fields of a product that its form promotes: prices, whole numbers, a picture to drop on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.form_fields import AmountEdit
from orderdesk_gui.ui.widgets.table import ENTER_KEYS

SIDE = 88
_LARGEST_SIDE = 1600


class PriceEdit(AmountEdit):
    """A price with at least two places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(2, "CNY", parent)


class CountEdit(AmountEdit):
    """A quantity or a number of days, shown as exact as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, "", parent)


class PictureField(QLabel):
    """Shows a picture; a new one is dropped, pasted (Ctrl+V) or chosen (Enter); Delete takes it away."""

    picture_given = Signal(bytes)  # PNG or JPEG
    picture_removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: QPixmap | None = None
        self.setFixedSize(SIDE, SIDE)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Drop a picture here, paste it, or click to choose one"))

    def set_picture(self, content: bytes | None) -> None:
        """Show these bytes; None for no picture."""
        image = QImage.fromData(content) if content else QImage()
        self._shown = None if image.isNull() else QPixmap.fromImage(image)
        self.update()

    def take(self, data: QMimeData) -> bool:
        """Take a picture from a drop or the clipboard; False where there is none."""
        for url in data.urls():
            if url.isLocalFile() and self._give(QImage(url.toLocalFile())):
                return True
        image = data.imageData() if data.hasImage() else None
        return isinstance(image, QImage) and self._give(image)

    def _give(self, image: QImage) -> bool:
        if image.isNull():
            return False
        if max(image.width(), image.height()) > _LARGEST_SIDE:
            ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(_LARGEST_SIDE, _LARGEST_SIDE, ratio, smooth)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        content = bytes(buffer.data().data())
        self.set_picture(content)
        self.picture_given.emit(content)
        return True

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a picture"), "", "*.png *.jpg *.jpeg *.bmp *.webp")
        if name:
            self._give(QImage(str(Path(name))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QGuiApplication.clipboard().mimeData())
        elif event.key() == Qt.Key.Key_Delete and self._shown is not None:
            self.set_picture(None)
            self.picture_removed.emit()
        elif event.key() in ENTER_KEYS or event.key() == Qt.Key.Key_Space:
            self._choose()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        table = theme.colours()
        frame = self.rect().adjusted(0, 0, -1, -1)
        painter.setBrush(QColor(table.ground))
        style = Qt.PenStyle.SolidLine if self._shown else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(table.accent if self.hasFocus() else table.field_line), 1, style))
        painter.drawRoundedRect(frame, theme.CORNER, theme.CORNER)
        if self._shown is None:
            icons.paint(painter, "photo", self.width() / 2 - 12, self.height() / 2 - 12, table.done, 24)
            return
        size = self._shown.size().scaled(self.width() - 8, self.height() - 8, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(
            (self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(), size.height()
        )
        painter.drawPixmap(place, self._shown)
