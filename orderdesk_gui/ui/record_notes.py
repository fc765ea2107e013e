"""The drawer of what hangs on a record: attached files and dated to-dos, beside any page's detail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.attachments import Attachment, Attachments
from orderdesk_gui.ui.widgets.todo_list import ToDo, ToDoList

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.ui.page import Shell

WIDTH = 380
_TOP = 62


class RecordNotes(QWidget):
    """Lies over the right side of `host`; `table` is the kind of record (quote, inquiry)."""

    counted = Signal(int, int)  # files, open to-dos
    closed = Signal()

    def __init__(self, host: QWidget, shell: Shell, table: str) -> None:
        super().__init__(host)
        self._shell = shell
        self._table = table
        self._id: UUID | None = None
        self.setAccessibleName(tr("Files and to-dos"))
        self.files = Attachments()
        self.todos = ToDoList()
        self._lay_out()
        self.files.files_added.connect(lambda paths: self._write(_attach, self._table, self._id, paths, []))
        self.files.picture_pasted.connect(self._pasted)
        self.files.remove_asked.connect(lambda id: self._write(_detach, id))
        self.files.open_asked.connect(lambda id: shell.jobs.read(_unpack, id, done=_open, owner=self))
        self.todos.added.connect(lambda text, due: self._write(_add_todo, text, due, self._table, self._id))
        self.todos.done_changed.connect(lambda id, done: self._write(_set_done, id, done))
        self.hide()

    def _lay_out(self) -> None:
        close = QToolButton()
        close.setAutoRaise(True)
        close.setAccessibleName(tr("Close"))
        close.setToolTip(tr("Close") + "  Esc")
        icons.set_icon(close, "x")
        close.clicked.connect(self.close_now)
        head = QHBoxLayout()
        head.addWidget(_title(tr("Attachments")), 1)
        head.addWidget(close)
        for part in (self.files, self.todos):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 12, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.files)
        column.addSpacing(12)
        column.addWidget(_title(tr("To do")))
        column.addWidget(self.todos)
        column.addStretch()

    def show_record(self, id: UUID | None) -> None:
        """Read what hangs on the record; nothing hangs on one that is not saved yet."""
        self._id = id
        if id is None:
            self._take((id, [], []))
            self.close_now()
        else:
            self._shell.jobs.read(_read, self._table, id, done=self._take, owner=self)

    def toggle(self) -> None:
        """Open or close it."""
        if self.isVisible():
            self.close_now()
        elif self._id is not None:
            self.place()
            self.show()
            self.raise_()
            self.todos.setFocus(Qt.FocusReason.OtherFocusReason)
            self.focusNextChild()
        else:
            self._shell.toast(tr("Save it first; then files and to-dos can hang on it."), tone="blue")

    def close_now(self) -> None:
        """Esc."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def place(self) -> None:
        """Take the right side of the host, between its head and its action bar."""
        host = self.parentWidget()
        if host is not None:
            width = min(WIDTH, host.width())
            self.setGeometry(host.width() - width, _TOP, width, host.height() - _TOP - theme.ACTION_BAR)

    def _take(self, found: tuple[UUID | None, list[Attachment], list[ToDo]]) -> None:
        id, files, todos = found
        if id == self._id:
            self.files.set_attachments(files)
            self.todos.set_todos(todos)
            self.counted.emit(len(files), sum(1 for one in todos if not one.done))

    def _pasted(self, png: bytes) -> None:
        name = f"{dt.date.today():%Y-%m-%d}.png"
        self._write(_attach, self._table, self._id, [], [(name, png)])

    def _write(self, fn: Callable[..., Changes], *args: Any) -> None:
        if self._id is not None:
            self._shell.jobs.write(fn, *args, done=lambda _changes: self.show_record(self._id), owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = theme.colours()
        painter.fillRect(self.rect(), QColor(table.paper))
        painter.fillRect(0, 0, 1, self.height(), QColor(table.field_line))
        painter.fillRect(0, 0, self.width(), 1, QColor(table.line))


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(theme.font(13, bold=True))
    return label


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


# In the background -----------------------------------------------------------------------------------------


def _read(desk: Desk, table: str, id: UUID) -> tuple[UUID, list[Attachment], list[ToDo]]:
    from orderdesk_gui.actions import notes

    files = [
        Attachment(one.id, one.name, f"{max(1, one.size // 1024):,} KB · {one.added_at.astimezone():%m-%d}")
        for one in notes.attachments(desk, table, id)
    ]
    return id, files, [ToDo(one.id, one.text, one.due, one.done) for one in notes.todos(desk, table, id)]


def _attach(desk: Desk, table: str, id: UUID, paths: list[Path], pasted: list[tuple[str, bytes]]) -> Changes:
    from orderdesk_gui.actions import notes

    return notes.attach(desk, table, id, [*((path.name, path.read_bytes()) for path in paths), *pasted])


def _detach(desk: Desk, attachment_id: UUID) -> Changes:
    from orderdesk_gui.actions import notes

    return notes.remove_attachment(desk, attachment_id)


def _unpack(desk: Desk, attachment_id: UUID) -> Path:
    """A copy in a folder of its own, for another program to open."""
    import re
    import tempfile

    from orderdesk_gui.actions import notes

    name, content = notes.attached_content(desk, attachment_id)
    target = Path(tempfile.mkdtemp(prefix="orderdesk-")) / (re.sub(r'[\\/:*?"<>|]', "_", name) or "file")
    target.write_bytes(content)
    return target


def _add_todo(desk: Desk, text: str, due: dt.date | None, table: str, id: UUID) -> Changes:
    from orderdesk_gui.actions import notes

    return notes.add_todo(desk, text, due, table=table, record_id=id)


def _set_done(desk: Desk, todo_id: UUID, done: bool) -> Changes:
    from orderdesk_gui.actions import notes

    return notes.set_done(desk, todo_id, done)
