"""The table of all pages: 32 px rows, hairlines, sorting, columns to choose, copying as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import style, theme
from orderdesk_gui.ui.widgets.delegates import CellDelegate
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.table_model import PagedTableModel, TableModel


class DataTable(QTableView):
    """A read-only table over a TableModel or a PagedTableModel; Enter or double click opens a row."""

    opened = Signal(object)  # the row
    chosen = Signal(object)  # the row, or None
    sort_changed = Signal(str, bool)  # column key, descending; from paged models only
    columns_changed = Signal()

    def __init__(self, model: TableModel, name: str, parent: QWidget | None = None) -> None:
        """`name` is the translated accessible name."""
        super().__init__(parent)
        self._table = model
        self._stretching = False
        self._empty: EmptyState | None = None
        self._make_empty: Callable[[], EmptyState] | None = None
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setStyle(style.plain())
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self._set_up_heads()
        self.doubleClicked.connect(lambda index: self._open(index))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.chosen.emit(self._table.row_at(now)))
        model.modelReset.connect(self._show_empty)
        model.rowsInserted.connect(self._show_empty)

    def _set_up_heads(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(theme.ROW)
        rows.setDefaultSectionSize(theme.ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsMovable(True)
        heads.setFixedHeight(theme.HEAD)
        heads.setSectionsClickable(True)
        heads.setSortIndicatorShown(True)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(self.choose_columns)
        for number, column in enumerate(self._table.columns):
            self.setColumnWidth(number, column.width)
            self.setColumnHidden(number, column.hidden)
        heads.sortIndicatorChanged.connect(self._sort)
        heads.sectionResized.connect(self._resized)

    def _sort(self, number: int, order: Qt.SortOrder) -> None:
        if not 0 <= number < len(self._table.columns) or not self._table.columns[number].sortable:
            return
        if isinstance(self._table, PagedTableModel):
            key = self._table.columns[number].key
            self.sort_changed.emit(key, order == Qt.SortOrder.DescendingOrder)
        else:
            self._table.sort(number, order)

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

    def current_row(self) -> Any:
        """The row under the cursor, or None."""
        return self._table.row_at(self.currentIndex())

    def selected_rows(self) -> list[Any]:
        """The selected rows, from top to bottom."""
        numbers = sorted({index.row() for index in self.selectedIndexes()})
        return [self._table.row_at(self._table.index(number, 0)) for number in numbers]

    def select_row(self, number: int) -> None:
        """Put the cursor on row `number`."""
        self.setCurrentIndex(self._table.index(number, 0))

    def shown_columns(self) -> list[str]:
        """Keys of the shown columns from left to right."""
        return [self._table.columns[number].key for number in self._visible()]

    def exported(self) -> tuple[list[str], list[list[Any]]]:
        """Translated headings and raw values of all loaded rows, columns as shown."""
        columns = [self._table.columns[number] for number in self._visible()]
        rows = [[column.value(row) for column in columns] for row in self._table.rows()]
        return [tr(column.title) for column in columns], rows

    def columns_state(self) -> list[dict[str, Any]]:
        """Order, width and visibility of the columns, for Settings."""
        heads = self.horizontalHeader()
        order = sorted(range(len(self._table.columns)), key=heads.visualIndex)
        return [
            {
                "key": self._table.columns[number].key,
                "width": self._table.columns[number].width if self.isColumnHidden(number) else self.columnWidth(number),
                "hidden": self.isColumnHidden(number),
            }
            for number in order
        ]

    def restore_columns(self, state: list[dict[str, Any]]) -> None:
        """Take up what :meth:`columns_state` gave; unknown columns are passed over."""
        numbers = {column.key: number for number, column in enumerate(self._table.columns)}
        heads = self.horizontalHeader()
        place = 0
        for kept in state:
            number = numbers.get(str(kept.get("key")))
            if number is None:
                continue
            heads.moveSection(heads.visualIndex(number), place)
            self.setColumnWidth(number, int(kept.get("width", 100)))
            self.setColumnHidden(number, bool(kept.get("hidden")))
            place += 1

    def choose_columns(self, at: QPoint) -> None:
        """The menu of columns, at a point of the head."""
        menu = self.columns_menu()
        menu.exec(self.horizontalHeader().mapToGlobal(at))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:  # what the mouse finds at the head
            self.choose_columns(self.horizontalHeader().rect().bottomLeft())

    def columns_menu(self) -> QMenu:
        """A menu with one tick per column; the last shown column cannot be hidden."""
        menu = QMenu(self)
        for number, column in enumerate(self._table.columns):
            action = menu.addAction(tr(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.setEnabled(self.isColumnHidden(number) or len(self._visible()) > 1)
            action.toggled.connect(lambda on, number=number: self._show_column(number, on))
        return menu

    def fit(self, *keys: str) -> None:
        """Make these columns as wide as what the loaded rows show in them."""
        for number, column in enumerate(self._table.columns):
            if column.key in keys:
                wide = max((column.room(row) for row in self._table.rows()[:_MEASURED]), default=column.width)
                self.setColumnWidth(number, wide)
        self._stretch()

    def copy(self) -> None:
        """Copy the selected rows to the clipboard: tabs between cells, the headings on top."""
        columns = [self._table.columns[number] for number in self._visible()]
        lines = ["\t".join(tr(column.title) for column in columns)]
        for row in self.selected_rows():
            lines.append("\t".join(column.shown(row).replace("\t", " ") for column in columns))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _HELD:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.horizontalHeader().viewport().update()

    def _open(self, index: QModelIndex) -> None:
        row = self._table.row_at(index)
        if row is not None:
            self.opened.emit(row)

    def _visible(self) -> list[int]:
        heads = self.horizontalHeader()
        order = sorted(range(len(self._table.columns)), key=heads.visualIndex)
        return [number for number in order if not self.isColumnHidden(number)]

    def _show_column(self, number: int, on: bool) -> None:
        self.setColumnHidden(number, not on)
        self._stretch()
        self.columns_changed.emit()

    def _resized(self, number: int, before: int, now: int) -> None:
        """A column was made wider, narrower, shown or hidden: the one that takes what is left follows."""
        self.columns_changed.emit()
        if not self._stretching and not (self._table.columns[number].stretch and before and now):
            self._stretch()

    def _stretch(self) -> None:
        wide = [number for number in self._visible() if self._table.columns[number].stretch]
        if not wide:
            return
        others = sum(self.columnWidth(number) for number in self._visible() if number not in wide)
        share = (self.viewport().width() - others) // len(wide)
        self._stretching = True
        for number in wide:
            self.setColumnWidth(number, max(share, self._table.columns[number].width // 2))
        self._stretching = False

    def _show_empty(self, *_: Any) -> None:
        empty = self._table.rowCount() == 0 and self._table.known
        if self._empty is None and self._make_empty is not None and empty:
            self._empty = self._make_empty()
            self._empty.cover(self.viewport())
        if self._empty is not None:
            self._empty.setVisible(empty)


_MEASURED = 200  # rows
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
