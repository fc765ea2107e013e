"""Which columns of a line grid are shown and how wide, and the way of the cursor through those that can be edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.widgets.grid_model import GridColumn, GridModel

_FIXED = ("number_of_row", "marks", "product")  # always shown


class GridColumns:
    """Columns that give way hide in their order until the stretching one is as wide as it needs to be read."""

    def __init__(self, grid: QTableView, model: GridModel) -> None:
        self._grid = grid
        self._model = model
        self._chosen = {number for number, column in enumerate(model.columns) if not column.hidden}
        self._held: set[int] = set()  # asked for by hand: these do not give way again
        for number, column in enumerate(model.columns):
            grid.setColumnWidth(number, column.width)
        self.fit()

    def shown(self) -> list[str]:
        """Keys of the columns chosen, those too that have no room just now."""
        return [column.key for number, column in enumerate(self._model.columns) if number in self._chosen]

    def show(self, keys: Sequence[str]) -> None:
        """Choose just these; number, marks and product always are."""
        self._chosen = {
            number for number, column in enumerate(self._model.columns) if column.key in keys or column.kind in _FIXED
        }
        self.fit()

    def menu(self) -> QMenu:
        """A menu with one tick per column that may be hidden."""
        menu = QMenu(self._grid)
        for number, column in enumerate(self._model.columns):
            if column.kind in _FIXED:
                continue
            action = QAction(tr(column.title), menu)
            action.setCheckable(True)
            action.setChecked(not self._grid.isColumnHidden(number))
            action.toggled.connect(lambda on, number=number: self._toggle(number, on))
            menu.addAction(action)
        return menu

    def _toggle(self, number: int, on: bool) -> None:
        if on:
            self._chosen.add(number)
            self._held.add(number)
        else:
            self._chosen.discard(number)
            self._held.discard(number)
        self.fit()

    def editable(self, number: int) -> bool:
        """Whether cells of this column can be typed into now."""
        return self._model.columns[number].editable and not self._grid.isColumnHidden(number)

    def first_editable(self, row: int) -> QModelIndex:
        """The first cell of `row` that can be typed into, an invalid index where there is none."""
        for number in range(len(self._model.columns)):
            if self.editable(number):
                return self._model.index(row, number)
        return QModelIndex()

    def next_editable(self, index: QModelIndex, step: int, *, enter: bool = False) -> QModelIndex:
        """The next cell (`step` 1) or the one before (-1); the one that a product's editor covers is passed over.

        On the way forward `enter` passes by what is seldom typed as well.
        """
        if not index.isValid():
            return self.first_editable(0)
        columns = self._model.columns
        row, number = index.row(), index.column()
        covered = columns[number].span if step > 0 else ""
        while 0 <= row < self._model.rowCount():
            number += step
            if not 0 <= number < len(columns):
                row, number = row + step, -1 if step > 0 else len(columns)
                continue
            if self.editable(number) and columns[number].key != covered:
                found = self._model.index(row, number)
                if not (enter and step > 0 and self._passed(found)):
                    return found
        return QModelIndex()

    def _passed(self, index: QModelIndex) -> bool:
        column = self._model.columns[index.column()]
        return column.aside and (column.kind != "text" or bool(index.data()))

    def fit(self) -> None:
        """Hide what gives way where there is no room, and give the rest of the width to the stretching column."""
        columns = self._model.columns
        shown = set(self._chosen)
        wide = next((number for number in sorted(shown) if columns[number].stretch), None)
        if wide is not None:
            for number in self._giving_way(columns):
                if self._room(shown, wide) >= columns[wide].width:
                    break
                shown.discard(number)
        for number in range(len(columns)):
            self._grid.setColumnHidden(number, number not in shown)
        if wide is not None:
            least = columns[wide].width if self._giving_way(columns) else columns[wide].width // 2
            self._grid.setColumnWidth(wide, max(least, self._room(shown, wide)))

    def _giving_way(self, columns: Sequence[GridColumn]) -> list[int]:
        able = [number for number, column in enumerate(columns) if column.gives_way and number not in self._held]
        return sorted(able, key=lambda number: columns[number].gives_way)

    def _room(self, shown: set[int], wide: int) -> int:
        """What is left for the stretching column. A column that is hidden has no width in Qt, so ours is kept."""
        taken = sum(self._grid.columnWidth(number) or self._model.columns[number].width for number in shown - {wide})
        return self._grid.viewport().width() - taken
