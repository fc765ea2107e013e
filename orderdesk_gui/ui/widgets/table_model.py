"""Rows behind tables and lists: all in memory, or windows fetched as one scrolls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.background import Background, Job
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import CHIP_ROLE, ICON_ROLE, ROW_ROLE, TONE_ROLE, UNIT_ROLE

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Any, Any, Any, int], "Window"]  # desk, query, after (None: the first window), limit

WINDOW = 100
_NONE = QModelIndex()


class Window(Protocol):
    """What actions return for a list: `after` is where the next window begins (None: the end)."""

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of this window."""

    @property
    def after(self) -> Any:
        """Where the next window begins."""

    @property
    def total(self) -> int | None:
        """How many rows there are in all; None where it was not counted."""


_ASKED = {
    UNIT_ROLE: "unit",
    TONE_ROLE: "tone",
    ICON_ROLE: "icon",
    CHIP_ROLE: "chip",
    Qt.ItemDataRole.ToolTipRole: "tip",
}


class TableModel(QAbstractTableModel):
    """Rows of any type shown through declared columns."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._rows: list[Any] = []
        self.known = True  # whether it is known which rows there are

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show `rows` instead of what was shown."""
        self.known = True
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> list[Any]:
        """The rows loaded so far, in the order shown."""
        return list(self._rows)

    def row_at(self, index: Index) -> Any:
        """The row under `index`, None where there is none."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def total(self) -> int:
        """How many rows there are in all, loaded or not."""
        return len(self._rows)

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.shown(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == ROW_ROLE:
            return row
        name = _ASKED.get(role)
        asked = getattr(column, name) if name is not None else None
        return asked(row) if asked is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows in memory; empty values come last either way."""
        if not 0 <= column < len(self.columns):
            return
        value = self.columns[column].value
        filled = [row for row in self._rows if value(row) is not None]
        empty = [row for row in self._rows if value(row) is None]
        self.layoutAboutToBeChanged.emit()
        filled.sort(key=value, reverse=order == Qt.SortOrder.DescendingOrder)
        self._rows = filled + empty
        self.layoutChanged.emit()


class PagedTableModel(TableModel):
    """Rows fetched in windows by key as one scrolls; a million rows open as fast as ten.

    `fetch(desk, query, after, limit)` runs in the background and returns rows, after, total; it counts
    where `after` is None.
    """

    loaded = Signal(int)  # total; after every window
    failed = Signal(object)

    def __init__(
        self,
        jobs: Background,
        fetch: Fetch,
        columns: Sequence[Column] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._jobs = jobs
        self._fetch = fetch
        self._query: Any = None
        self._cursor: Any = None
        self._more = False
        self._total = 0
        self._job: Job | None = None
        self.known = False

    @property
    def query(self) -> Any:
        """What is asked for at present."""
        return self._query

    @property
    def loading(self) -> bool:
        """Whether a window is on its way."""
        return self._job is not None

    def set_query(self, query: Any) -> None:
        """Ask for something else (filter, order); what is shown stays until the first window comes."""
        self._query = query
        self._start(None, WINDOW)

    def reload(self) -> None:
        """Fetch again as many rows as are shown now."""
        self._start(None, max(WINDOW, len(self._rows)))

    def total(self) -> int:
        return self._total

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order is the query's matter: the table emits ``sort_changed`` instead."""

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and self._job is None

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._start(self._cursor, WINDOW)

    def _start(self, cursor: Any, limit: int) -> None:
        if self._job is not None:
            self._job.stop()
        first = cursor is None
        self._job = self._jobs.read(
            self._fetch,
            self._query,
            cursor,
            limit,
            done=lambda window: self._take(window, first),
            failed=self._fail,
            owner=self,
        )

    def _take(self, window: Window, first: bool) -> None:
        self._job = None
        rows, self._cursor = window.rows, window.after
        if window.total is not None:
            self._total = window.total
        self._more = self._cursor is not None
        if first:
            self.set_rows(rows)
        elif rows:
            start = len(self._rows)
            self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()
        self.loaded.emit(self._total)

    def _fail(self, error: BaseException) -> bool:
        self._job = None
        self._more = False
        self.failed.emit(error)
        return False


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
