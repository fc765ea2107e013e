"""A small table that is edited in its cells: texts, numbers and ticks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.delegates import paint_ground, paint_text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TICK = Qt.ItemDataRole.CheckStateRole
_NAME_LEAST, _NARROWEST = 190, 0.72
"""On a narrow screen: pixels that the stretched column keeps, and the share of their widths that others keep."""
_FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class EditTable(QTableWidget):
    """Rows of texts and ticks; `edited` tells that the person changed something."""

    edited = Signal()

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int], stretch: int = 0) -> None:
        """`name` and `heads` are translated; the column `stretch` takes what is left."""
        super().__init__(0, len(heads))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        head = self.horizontalHeader()
        head.setFixedHeight(theme.HEAD)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._widths, self._stretch = list(widths), stretch
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.itemChanged.connect(lambda _item: self.edited.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room, named = self.viewport().width(), self._widths[self._stretch]
        others = sum(self._widths) - named
        least = min(named, _NAME_LEAST)
        share = min(1.0, max(_NARROWEST, (room - least) / others)) if others else 1.0
        for column, width in enumerate(self._widths):
            if column != self._stretch:
                self.setColumnWidth(column, int(width * share))
        rest = room - sum(self.columnWidth(column) for column in range(self.columnCount()) if column != self._stretch)
        self.setColumnWidth(self._stretch, max(least, rest))

    def set_texts(self, rows: Sequence[Sequence[str]], fixed: Sequence[int] = (), right: Sequence[int] = ()) -> None:
        """Show these texts; the columns `fixed` cannot be edited, `right` are figures."""
        self.blockSignals(True)
        for column in right:
            head = self.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(_RIGHT)
        self.setRowCount(0)
        for row in rows:
            self._append(row, fixed, right)
        self.blockSignals(False)
        self.viewport().update()

    def append(self, row: Sequence[str], right: Sequence[int] = ()) -> None:
        """Add a row at the end and begin to type in its first cell."""
        self._append(row, (), right)
        place = self.model().index(self.rowCount() - 1, 0)
        self.setCurrentIndex(place)
        self.setFocus()
        self.edit(place)
        self.edited.emit()

    def remove_current(self) -> None:
        """Take the row under the cursor away."""
        if self.currentRow() >= 0:
            self.removeRow(self.currentRow())
            self.edited.emit()

    def _append(self, row: Sequence[str], fixed: Sequence[int], right: Sequence[int]) -> None:
        number = self.rowCount()
        self.insertRow(number)
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            if column in fixed:
                item.setFlags(_FIXED)
            if column in right:
                item.setTextAlignment(_RIGHT)
            self.setItem(number, column, item)

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""

    def set_tick(self, row: int, column: int, on: bool) -> None:
        """Show a tick or its absence."""
        self.blockSignals(True)
        item = QTableWidgetItem()
        item.setFlags(_FIXED | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.setItem(row, column, item)
        self.blockSignals(False)

    def tick(self, row: int, column: int) -> bool:
        """Whether a cell is ticked."""
        item = self.item(row, column)
        return item is not None and item.checkState() == Qt.CheckState.Checked

    def fit_height(self) -> None:
        """As high as the rows need: the page scrolls, not the table."""
        self.setFixedHeight(theme.HEAD + self.rowCount() * theme.ROW + 2)


class _Delegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        paint_ground(painter, option)
        table = theme.colours()
        tick = index.data(_TICK)
        rect = option.rect.adjusted(8, 0, -8, 0)
        if tick is not None:
            on = Qt.CheckState(tick) == Qt.CheckState.Checked
            name, colour = ("check", table.accent_text) if on else ("minus", table.field_line)
            icons.paint(painter, name, option.rect.center().x() - 8, option.rect.center().y() - 7, colour)
        else:
            fixed = not index.flags() & Qt.ItemFlag.ItemIsEditable
            alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
            right = alignment is not None and bool(Qt.AlignmentFlag(alignment) & Qt.AlignmentFlag.AlignRight)
            colour = table.quiet if fixed and index.column() else table.text
            paint_text(painter, rect, str(index.data() or ""), colour, right=right)
        painter.restore()

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setGeometry(option.rect.adjusted(0, 1, 0, -1))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, theme.ROW)

    def editorEvent(self, event, model, option, index):  # type: ignore[no-untyped-def]
        """A click anywhere in the cell changes its tick."""
        from PySide6.QtCore import QEvent

        flags = index.flags()
        if flags & Qt.ItemFlag.ItemIsUserCheckable and flags & Qt.ItemFlag.ItemIsEnabled:
            key = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
            if key or event.type() == QEvent.Type.MouseButtonRelease:
                on = Qt.CheckState(index.data(_TICK)) == Qt.CheckState.Checked
                return model.setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, _TICK)
        return super().editorEvent(event, model, option, index)
