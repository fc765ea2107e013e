"""The list at the left of a page: two-line rows under bands of days, fetched in windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from orderdesk_gui.ui import style
from orderdesk_gui.ui.background import Background, Job
from orderdesk_gui.ui.widgets.delegates import ROW_ROLE, ListRow, TwoLineDelegate
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.table_model import WINDOW, Fetch, Window

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class ListModel(QAbstractListModel):
    """List rows with their bands; `fetch` as for PagedTableModel, `show` makes a ListRow of each row."""

    loaded = Signal(int)  # total

    def __init__(
        self,
        jobs: Background | None = None,
        fetch: Fetch | None = None,
        show: Callable[[Any], ListRow] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._fetch = fetch
        self._show = show
        self._items: list[str | ListRow] = []
        self._count = 0
        self._total = 0
        self._cursor: Any = None
        self._query: Any = None
        self._job: Job | None = None
        self.known = fetch is None  # whether it is known which rows there are

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show `rows` that are all at hand."""
        self._show_rows(rows, None, len(rows), True)

    def set_query(self, query: Any) -> None:
        """Ask for something else; what is shown stays until the first window comes."""
        self._query = query
        self._start(None, WINDOW)

    def reload(self) -> None:
        """Fetch again as many rows as are shown now."""
        self._start(None, max(WINDOW, self._count))

    def total(self) -> int:
        """How many rows there are in all."""
        return self._total

    def rows(self) -> list[ListRow]:
        """The rows loaded so far, without bands."""
        return [item for item in self._items if isinstance(item, ListRow)]

    def index_of(self, id: Any) -> QModelIndex:
        """Where the row `id` stands; an invalid index where it is not loaded."""
        for number, item in enumerate(self._items):
            if isinstance(item, ListRow) and item.id == id:
                return self.index(number, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self._items[index.row()]
        if role == ROW_ROLE:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(item, str):
                return item
            parts = (item.title, item.right, item.second, item.chip.text if item.chip else "", item.date)
            return " · ".join(part for part in parts if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._items[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._cursor is not None and self._job is None

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._start(self._cursor, WINDOW)

    def _start(self, cursor: Any, limit: int) -> None:
        if self._jobs is None or self._fetch is None:
            return
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
        self._show_rows(window.rows, window.after, window.total, first)

    def _show_rows(self, rows: Sequence[Any], after: Any, total: int | None, first: bool) -> None:
        self._cursor = after
        self.known = True
        if total is not None:
            self._total = total
        shown = [row if isinstance(row, ListRow) or self._show is None else self._show(row) for row in rows]
        last = "" if first else self._last_day()
        items: list[str | ListRow] = []
        for row in shown:
            if row.day and row.day != last:
                items.append(row.day)
            last = row.day
            items.append(row)
        if first:
            self.beginResetModel()
            self._items, self._count = items, len(shown)
            self.endResetModel()
        elif items:
            start = len(self._items)
            self.beginInsertRows(QModelIndex(), start, start + len(items) - 1)
            self._items.extend(items)
            self._count += len(shown)
            self.endInsertRows()
        self.loaded.emit(self._total)

    def _last_day(self) -> str:
        last = self._items[-1] if self._items else None
        return last.day if isinstance(last, ListRow) else ""

    def _fail(self, error: BaseException) -> bool:
        self._job = None
        self._cursor = None
        return False


class ListView(QListView):
    """Shows a ListModel; the chosen row stays chosen when the model is loaded anew."""

    chosen = Signal(object)  # id of the row under the cursor, or None
    opened = Signal(object)  # Enter or double click: id

    def __init__(self, model: ListModel, name: str, height: int = 60, parent: QWidget | None = None) -> None:
        """`name` is the translated accessible name, `height` that of a row: 60, 56 or 48."""
        super().__init__(parent)
        self._list = model
        self._wanted: Any = None
        self._restoring = False
        self._empty: EmptyState | None = None
        self._make_empty: Callable[[], EmptyState] | None = None
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(TwoLineDelegate(height, self))
        self.setStyle(style.plain())
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._current)
        self.doubleClicked.connect(self._open)
        model.modelReset.connect(self._again)

    def choose(self, id: Any) -> None:
        """Put the cursor on the row `id`, now or when it is loaded."""
        self._wanted = id
        index = self._list.index_of(id)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.clearSelection()

    def choose_first(self) -> None:
        """Put the cursor on the first row."""
        rows = self._list.rows()
        if rows:
            self.choose(rows[0].id)

    def current_id(self) -> Any:
        """Id of the row under the cursor, or None."""
        row = self.currentIndex().data(ROW_ROLE) if self.currentIndex().isValid() else None
        return row.id if isinstance(row, ListRow) else None

    def set_empty(
        self,
        icon: str,
        title: str,
        sentence: str = "",
        steps: list[tuple[str, Callable[[], Any]]] | None = None,
    ) -> None:
        """What to show while there are no rows."""
        if self._empty is not None:
            self._empty.deleteLater()
            self._empty = None
        self._make_empty = lambda: EmptyState(icon, title, sentence, steps)
        self._show_empty()

    def _show_empty(self) -> None:
        """Show what stands in an empty list; made only when there is one."""
        empty = self._list.rowCount() == 0 and self._list.known
        if self._empty is None and self._make_empty is not None and empty:
            self._empty = self._make_empty()
            self._empty.cover(self.viewport())
        if self._empty is not None:
            self._empty.setVisible(empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _current(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.data(ROW_ROLE) if now.isValid() else None
        if isinstance(row, ListRow) and not self._restoring:
            self._wanted = row.id
            self.chosen.emit(row.id)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        if isinstance(row, ListRow):
            self.opened.emit(row.id)

    def _again(self) -> None:
        self._show_empty()
        index = self._list.index_of(self._wanted) if self._wanted is not None else QModelIndex()
        if index.isValid():
            self._restoring = True
            self.setCurrentIndex(index)
            self._restoring = False


_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
