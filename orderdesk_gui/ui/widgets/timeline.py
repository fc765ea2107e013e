"""A time line: what happened, newest first, each with its sign, its day and a word beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem, QWidget

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.cut_text import CutTextDelegate
from orderdesk_gui.ui.widgets.painting import paint_text

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole.UserRole + 1
_NONE = QModelIndex()


@dataclass(frozen=True)
class TimeLineEntry:
    """One thing that happened; `page` and `id` say where a click leads."""

    title: str
    when: str
    detail: str = ""
    icon: str = "circle-dot"
    tone: str = "grey"
    page: str = ""
    id: Any = None


class TimeLine(QListView):
    """A list of entries; Enter or a click goes where the entry leads."""

    navigate = Signal(str, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = _Entries()
        self._entries.setParent(self)
        self.setModel(self._entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._go)
        self.activated.connect(self._go)

    def set_entries(self, entries: Sequence[TimeLineEntry]) -> None:
        """Show these, in the order given."""
        self._entries.beginResetModel()
        self._entries.entries = list(entries)
        self._entries.endResetModel()

    def _go(self, index: QModelIndex) -> None:
        entry = index.data(_ROLE)
        if isinstance(entry, TimeLineEntry) and entry.page:
            self.navigate.emit(entry.page, entry.id)


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[TimeLineEntry] = []

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == _ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return " · ".join(part for part in (entry.title, entry.detail, entry.when) if part)
        return None


class _EntryDelegate(CutTextDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: TimeLineEntry = index.data(_ROLE)
        table = theme.colours()
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(table.selected))
        fill, ink = table.chips[entry.tone]
        last = index.row() == index.model().rowCount() - 1
        if not last:
            painter.fillRect(rect.left() + 30, rect.top() + 26, 1, rect.height() - 22, QColor(table.line))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawEllipse(rect.left() + 20, rect.top() + 5, 20, 20)
        icons.paint(painter, entry.icon, rect.left() + 24, rect.top() + 9, ink, 12)
        first = QRect(rect.left() + 54, rect.top() + 5, rect.width() - 74, 20)
        used = paint_text(painter, first, entry.when, table.quiet, 12, right=True)
        paint_text(painter, first.adjusted(0, 0, -used - 8, 0), entry.title, table.text)
        if entry.detail:
            paint_text(painter, first.translated(0, 19), entry.detail, table.quiet, 12)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, 52 if index.data(_ROLE).detail else 34)
