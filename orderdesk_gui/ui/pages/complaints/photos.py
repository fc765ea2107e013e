"""Photos of a complaint: dropped or pasted, shown small, opened with Enter or a double click."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.widgets.attachments import Attachments

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.ui.page import Shell

SIZE = QSize(124, 88)
_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp")
_LARGEST = 20 * 2**20


@dataclass(frozen=True)
class Photo:
    """A kept file; `picture` is None where it is none, or is known already."""

    id: UUID
    name: str
    picture: QImage | None


class Photos(Attachments):
    """Files hang on the complaint that is shown."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._id: UUID | None = None
        self._pictures: dict[UUID, QImage | None] = {}
        shown = self._list
        shown.setViewMode(QListWidget.ViewMode.IconMode)
        shown.setIconSize(SIZE)
        shown.setGridSize(QSize(SIZE.width() + 12, SIZE.height() + 30))
        shown.setMovement(QListWidget.Movement.Static)
        shown.setResizeMode(QListWidget.ResizeMode.Adjust)
        shown.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        shown.setAccessibleName(tr("Photos"))
        shown.setFixedHeight(SIZE.height() + 34)
        shown.hide()
        self.files_added.connect(lambda paths: self._write(paths, []))
        self.picture_pasted.connect(lambda png: self._write([], [(tr("photo") + ".png", png)]))
        self.remove_asked.connect(self._remove)
        self.open_asked.connect(lambda id: shell.jobs.read(_unpack, id, done=_open, owner=self))

    def show_record(self, id: UUID | None) -> None:
        """Read what hangs on the complaint."""
        if id != self._id:
            self.set_attachments([])
            self._pictures = {}
        self._id = id
        if id is not None:
            self._shell.jobs.read(_read, id, frozenset(self._pictures), done=self._take, owner=self)

    def count(self) -> int:
        """How many are shown."""
        return self._list.count()

    def _take(self, found: tuple[UUID, list[Photo]]) -> None:
        id, photos = found
        if id != self._id:
            return
        self._list.clear()
        for photo in photos:
            picture = self._pictures.setdefault(photo.id, photo.picture)
            icon = QIcon(QPixmap.fromImage(picture)) if picture is not None else icons.icon("file-text")
            item = QListWidgetItem(icon, photo.name)
            item.setData(Qt.ItemDataRole.UserRole, photo.id)
            item.setToolTip(photo.name)
            self._list.addItem(item)
        self._list.setVisible(bool(photos))

    def _write(self, paths: list[Path], pasted: list[tuple[str, bytes]]) -> None:
        if self._id is not None:
            self._shell.jobs.write(_attach, self._id, paths, pasted, owner=self, title=tr("Add file"))

    def _remove(self, id: UUID) -> None:
        self._shell.jobs.write(_detach, id, owner=self)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _read(desk: Desk, complaint_id: UUID, known: frozenset[UUID]) -> tuple[UUID, list[Photo]]:
    """The files of a complaint; the pictures of those that are `known` are not made again."""
    from orderdesk_gui.actions import notes
    from orderdesk_gui.rules.language import UserError

    found = []
    for one in notes.attachments(desk, "complaint", complaint_id):
        picture = None
        if one.id not in known and Path(one.name).suffix.lower() in _PICTURES and one.size <= _LARGEST:
            try:
                picture = _small(notes.attached_content(desk, one.id)[1])
            except UserError:  # its file is missing: the name still stands there
                picture = None
        found.append(Photo(one.id, one.name, picture))
    return complaint_id, found


def _small(content: bytes) -> QImage | None:
    image = QImage.fromData(content)
    if image.isNull():
        return None
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    large = image.scaled(SIZE * 2, keep, smooth)
    left, top = (large.width() - SIZE.width() * 2) // 2, (large.height() - SIZE.height() * 2) // 2
    cut = large.copy(left, top, SIZE.width() * 2, SIZE.height() * 2)
    cut.setDevicePixelRatio(2)
    return cut


def _attach(desk: Desk, complaint_id: UUID, paths: list[Path], pasted: list[tuple[str, bytes]]) -> Changes:
    from orderdesk_gui.actions import notes

    files = [*((path.name, path.read_bytes()) for path in paths), *pasted]
    return notes.attach(desk, "complaint", complaint_id, files)


def _detach(desk: Desk, attachment_id: UUID) -> Changes:
    from orderdesk_gui.actions import notes

    return notes.remove_attachment(desk, attachment_id)


def _unpack(desk: Desk, attachment_id: UUID) -> Path:
    import re
    import tempfile

    from orderdesk_gui.actions import notes

    name, content = notes.attached_content(desk, attachment_id)
    target = Path(tempfile.mkdtemp(prefix="orderdesk-")) / (re.sub(r'[\\/:*?"<>|]', "_", name) or "file")
    target.write_bytes(content)
    return target
