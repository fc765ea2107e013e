"""Files of a record: dropped, pasted or chosen; opened, and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.table import ENTER_KEYS


@dataclass(frozen=True)
class Attachment:
    """A kept file: its name, and a translated line such as ``214 KB · 11-21``."""

    id: Any
    name: str
    detail: str = ""


class Attachments(QWidget):
    """A pure view: what is asked for goes out by signals, the page keeps the files."""

    files_added = Signal(list)  # list of Path
    picture_pasted = Signal(bytes)  # PNG
    open_asked = Signal(object)  # id
    remove_asked = Signal(object)  # id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setAccessibleName(tr("Attachments"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Attachments"))
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.itemActivated.connect(lambda item: self.open_asked.emit(item.data(Qt.ItemDataRole.UserRole)))
        self._hint = QLabel(tr("Drop files here, or paste a picture"))
        self._hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._hint.setWordWrap(True)
        add = QPushButton(tr("Add file"))
        add.setAccessibleName(tr("Add file"))
        icons.set_icon(add, "paperclip")
        add.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self._hint, 1)
        row.addWidget(add)
        column.addWidget(self._list, 1)
        column.addLayout(row)
        self.set_attachments([])

    def set_attachments(self, attachments: Sequence[Attachment]) -> None:
        """Show these files."""
        self._list.clear()
        for kept in attachments:
            name = "photo" if Path(kept.name).suffix.lower() in (".png", ".jpg", ".jpeg") else "file-text"
            item = QListWidgetItem(icons.icon(name), f"{kept.name}    {kept.detail}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, kept.id)
            item.setToolTip(kept.name)
            item.setSizeHint(QSize(0, theme.HEAD))
            self._list.addItem(item)
        self._list.setVisible(bool(attachments))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self._list.currentItem()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QGuiApplication.clipboard().mimeData())
        elif event.key() == Qt.Key.Key_Delete and item is not None:
            self.remove_asked.emit(item.data(Qt.ItemDataRole.UserRole))
        elif event.key() in ENTER_KEYS and item is not None:
            self.open_asked.emit(item.data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)

    def take(self, data: QMimeData) -> bool:
        """Take files or a picture from a drop or the clipboard; False where there is neither."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        files = [path for path in paths if path.is_file()]
        if files:
            self.files_added.emit(files)
            return True
        picture = data.imageData() if data.hasImage() else None
        if isinstance(picture, QImage) and not picture.isNull():
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            picture.save(buffer, "PNG")  # type: ignore[call-overload]
            self.picture_pasted.emit(bytes(buffer.data().data()))
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _choose(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, tr("Add file"))
        if names:
            self.files_added.emit([Path(name) for name in names])
