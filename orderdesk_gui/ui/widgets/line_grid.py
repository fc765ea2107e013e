"""The grid for the lines of a quotation: everything by keyboard, from Excel by paste, undone step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.cell_edit import CellEdit
from orderdesk_gui.ui.widgets.cell_note import CellNote
from orderdesk_gui.ui.widgets.grid_clipboard import paste, rows_as_text
from orderdesk_gui.ui.widgets.grid_columns import GridColumns
from orderdesk_gui.ui.widgets.grid_editors import GridDelegate
from orderdesk_gui.ui.widgets.grid_model import GridColumn, GridModel, Line, Marks
from orderdesk_gui.ui.widgets.product_field import FindProducts, ProductChoice, ProductEdit
from orderdesk_gui.ui.widgets.table import ENTER_KEYS

__all__ = ["GridColumn", "Line", "LineGrid", "Marks", "ProductChoice"]

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class LineGrid(QTableView):
    """Lines of a draft.

    `price_line(line, deliver)` is called with a copy of a line after the person changed it (also by paste,
    undo and redo); it calls ``deliver(values, marks)`` with the computed columns, now or later.
    `find_products(text, after, deliver)` calls ``deliver(choices, total, after)``, a page at a time.
    """

    edited = Signal()  # the person changed something: the draft is to be kept
    lines_changed = Signal()  # also when computed values came: totals are to be shown anew
    line_chosen = Signal(int)  # id of the line under the cursor

    def __init__(
        self,
        columns: Sequence[GridColumn],
        name: str,
        *,
        price_line: Callable[[Line, Callable[[Line, Marks | None], None]], None] | None = None,
        find_products: FindProducts | None = None,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = GridModel(columns, today, self)
        self._price_line = price_line
        self._delegate = GridDelegate(self, find_products, self.window_of_popups)
        self._asked: dict[int, int] = {}
        self.setModel(self._grid)
        self.setAccessibleName(name)
        self.setItemDelegate(self._delegate)
        self._delegate.moved_on.connect(self.move_on)
        self._set_up()
        self._columns_shown = GridColumns(self, self._grid)
        self.note = CellNote(self)
        self._delegate.refused.connect(self._say_at)
        self._delegate.closeEditor.connect(lambda *_: self._say_problem())
        self._grid.edited.connect(lambda line_id, _key: self._price(line_id))
        self._grid.lines_changed.connect(self.lines_changed)
        self._grid.stepped.connect(self.edited)
        self.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.selectionModel().currentChanged.connect(lambda *_: self._say_problem())
        self._grid.dataChanged.connect(lambda *_: self._say_problem())
        self._grid.modelReset.connect(self._say_problem)

    def _set_up(self) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(theme.ROW)
        rows.setDefaultSectionSize(theme.ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setFixedHeight(theme.HEAD)
        heads.setHighlightSections(False)
        heads.setMinimumSectionSize(24)
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(lambda at: self.columns_menu().exec(heads.mapToGlobal(at)))

    # The page's side ---------------------------------------------------------------------------------

    def lines(self) -> list[Line]:
        """Copies of the lines in which something was typed; ``_id`` names each within this draft."""
        return self._grid.lines()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show the lines of a draft (dicts by column key, other keys are kept); forgets undo."""
        self._asked.clear()
        self._grid.set_lines(lines)
        self.setCurrentIndex(self._columns_shown.first_editable(0))

    def set_computed(self, line_id: int, values: Line, marks: Marks | None = None) -> None:
        """Fill in computed columns and marks of one line (no step of undo)."""
        self._grid.set_computed(line_id, values, marks)

    def set_cell(self, line_id: int, key: str, value: Any) -> None:
        """Change a value for the person (a repaired price, say), as one step of undo."""
        row = self._grid.row_of(line_id)
        if row >= 0:
            self._grid.set_values(row, {key: value}, key)

    def current_line(self) -> Line | None:
        """A copy of the line under the cursor."""
        index = self.currentIndex()
        return dict(self._grid.line(index.row())) if index.isValid() else None

    def focus_cell(self, row: int, key: str) -> None:
        """Put the cursor on a cell, to mend what is wrong there."""
        self.setCurrentIndex(self._grid.index(row, self._grid.column_number(key)))
        self.setFocus()

    def price_all(self) -> None:
        """Compute every line anew (another customer, another date)."""
        for line in self._grid.lines():
            self._price(line["_id"])

    def undo(self) -> None:
        """Take the last step inside this draft back."""
        self._step(self._grid.undo_stack.undo)

    def redo(self) -> None:
        """Do again what :meth:`undo` took back."""
        self._step(self._grid.undo_stack.redo)

    def can_undo(self) -> bool:
        """Whether there is a step to take back inside the draft."""
        return self._grid.undo_stack.canUndo()

    def can_redo(self) -> bool:
        """Whether there is a step that was taken back inside the draft."""
        return self._grid.undo_stack.canRedo()

    def shown_columns(self) -> list[str]:
        """Keys of the columns chosen, those too that have no room just now."""
        return self._columns_shown.shown()

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show just these columns; those without a title (number, marks) always are."""
        self._columns_shown.show(keys)

    def columns_menu(self) -> QMenu:
        """A menu with one tick per column that may be hidden."""
        return self._columns_shown.menu()

    def window_of_popups(self) -> QWidget:
        """Where popups live: the widget named ``popup_area`` around the grid, else its window."""
        host = self.parentWidget()
        while host is not None and host.objectName() != "popup_area" and not host.isWindow():
            host = host.parentWidget()
        return host or self

    # Keyboard ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & (_CTRL | _ALT)
        key = event.key()
        commands: dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]] = {
            (_Key.Key_D, _CTRL): self.duplicate_line,
            (_Key.Key_Delete, _CTRL): self.remove_line,
            (_Key.Key_Up, _ALT): lambda: self.move_line(-1),
            (_Key.Key_Down, _ALT): lambda: self.move_line(1),
            (_Key.Key_Insert, Qt.KeyboardModifier.NoModifier): self.insert_line,
            (_Key.Key_Delete, Qt.KeyboardModifier.NoModifier): self.clear_cell,
            (_Key.Key_F4, Qt.KeyboardModifier.NoModifier): self.show_all_products,
        }
        command = commands.get((key, held))
        if event.matches(QKeySequence.StandardKey.Undo):
            command = self.undo
        elif _is_redo(event):
            command = self.redo
        elif event.matches(QKeySequence.StandardKey.Paste):
            command = self.paste
        elif event.matches(QKeySequence.StandardKey.Copy):
            command = self.copy
        editing = self.state() == QAbstractItemView.State.EditingState
        if command is not None:
            if editing:
                self.setFocus()  # what is being typed is committed first
            command()
            event.accept()
        elif editing and key in ENTER_KEYS:
            event.accept()  # the first composition of an input method: Enter is the method's
        elif key in ENTER_KEYS and not held:
            self.move_on(-1 if event.modifiers() & _SHIFT else 1)
        elif key in (_Key.Key_Tab, _Key.Key_Backtab) and not held and self._tab(key):
            event.accept()
        elif key == _Key.Key_Down and not held and self._at_end() and not self._blank_end():
            self._grid.add_blank_at_end()
            self.setCurrentIndex(self._grid.index(self._grid.rowCount() - 1, self.currentIndex().column()))
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Qt opens the cell at the first composition; what comes committed at once, as some methods do, goes in too.
        super().inputMethodEvent(event)
        editor = self.focusWidget() if event.commitString() else None
        if isinstance(editor, CellEdit) and not editor.isModified() and editor.text() != event.commitString():
            QCoreApplication.sendEvent(editor, event)

    def event(self, event: QEvent) -> bool:
        # F2 belongs to the draft while the grid has the focus, not to the page; so do undo and redo as long as
        # there is a step in the draft: behind it the page takes back what was saved.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            steps = self._grid.undo_stack
            undo = event.matches(QKeySequence.StandardKey.Undo) and steps.canUndo()
            if event.key() == _Key.Key_F2 or undo or (_is_redo(event) and steps.canRedo()):
                event.accept()
                return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        if self.state() == QAbstractItemView.State.EditingState:
            return False
        return super().focusNextPrevChild(next)

    def _tab(self, key: int) -> bool:
        """Tab moves on inside the grid; at either end it leaves the grid. False where it leaves."""
        step = -1 if key == _Key.Key_Backtab else 1
        target = self._columns_shown.next_editable(self.currentIndex(), step)
        if not target.isValid():
            self.focusNextPrevChild(step > 0)
            return True
        self.setCurrentIndex(target)
        return True

    def move_on(self, step: int, enter: bool = True) -> None:
        """Go to the next cell (`step` 1), with `enter` the next that is usually typed, or the one before (-1).

        Past the end a line is added.
        """
        target = self._columns_shown.next_editable(self.currentIndex(), step, enter=enter)
        if not target.isValid() and step > 0:
            if self._blank_end():
                target = self._columns_shown.first_editable(self._grid.rowCount() - 1)
            else:
                self._grid.add_blank_at_end()
                target = self._columns_shown.first_editable(self._grid.rowCount() - 1)
        if target.isValid():
            self.setCurrentIndex(target)
            self.scrollTo(target)
        self.setFocus()

    def duplicate_line(self) -> None:
        """A copy of the line beneath it (Ctrl+D)."""
        row = self.currentIndex().row()
        if row < 0:
            return
        values = {key: value for key, value in self._grid.line(row).items() if key != "_id"}
        column = self.currentIndex().column()
        self._grid.insert_line(row + 1, values)
        self._go(row + 1, column)
        self._price(self._grid.line(row + 1)["_id"])

    def insert_line(self) -> None:
        """A blank line above the cursor (Insert)."""
        row = max(self.currentIndex().row(), 0)
        self._grid.insert_line(row)
        self.setCurrentIndex(self._columns_shown.first_editable(row))

    def remove_line(self) -> None:
        """Take the line under the cursor away (Ctrl+Delete)."""
        index = self.currentIndex()
        if index.isValid():
            row, column = index.row(), index.column()
            self._grid.remove_line(row)
            self._go(min(row, self._grid.rowCount() - 1), column)

    def move_line(self, step: int) -> None:
        """Move the line under the cursor up (-1) or down (1)."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        to = row + step
        if row >= 0 and 0 <= to < self._grid.rowCount():
            self._grid.move_line(row, to)
            self._go(to, column)

    def clear_cell(self) -> None:
        """Empty the cell under the cursor (Delete)."""
        index = self.currentIndex()
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._grid.setData(index, "")

    def copy(self) -> None:
        """Copy the selected lines as text with tabs."""
        columns = [n for n, column in enumerate(self._grid.columns) if self._copied(n, column)]
        rows = sorted({index.row() for index in self.selectedIndexes()}) or [self.currentIndex().row()]
        QGuiApplication.clipboard().setText(rows_as_text(self._grid, rows, columns))

    def paste(self) -> None:
        """Paste rows copied from Excel, from the cursor on; read-only columns are passed over."""
        text = QGuiApplication.clipboard().text()
        start = self.currentIndex()
        if not text.strip() or not start.isValid():
            return
        row, column = start.row(), start.column()
        targets = [n for n in range(column, len(self._grid.columns)) if not self.isColumnHidden(n)]
        touched = paste(self._grid, text, row, targets)
        self._go(row, column)
        for line_id in touched:
            self._price(line_id)

    def show_all_products(self) -> None:
        """F4: the list of all products at the product cell of this line."""
        row = self.currentIndex().row()
        number = next((n for n, column in enumerate(self._grid.columns) if column.kind == "product"), -1)
        if row < 0 or number < 0 or not self._columns_shown.editable(number):
            return
        self._go(row, number)
        self.edit(self.currentIndex())
        for editor in self.findChildren(ProductEdit):
            if editor.isVisible():  # one that was closed just now may still be there
                editor.show_all()

    # Inside ------------------------------------------------------------------------------------------

    def _copied(self, number: int, column: GridColumn) -> bool:
        return not self.isColumnHidden(number) and column.kind not in ("number_of_row", "marks")

    def _step(self, step: Callable[[], None]) -> None:
        row, column = self.currentIndex().row(), self.currentIndex().column()
        self._grid.forget_refused()
        step()
        self._go(min(max(row, 0), self._grid.rowCount() - 1), max(column, 0))
        self.price_all()

    def _price(self, line_id: int) -> None:
        row = self._grid.row_of(line_id)
        if self._price_line is None or row < 0:
            return
        asked = self._asked[line_id] = self._asked.get(line_id, 0) + 1

        def deliver(values: Line, marks: Marks | None = None) -> None:
            if self._asked.get(line_id) == asked:
                self._grid.set_computed(line_id, values, marks)

        self._price_line(dict(self._grid.line(row)), deliver)

    def _go(self, row: int, column: int) -> None:
        self.setCurrentIndex(self._grid.index(row, column))

    def _at_end(self) -> bool:
        return self.currentIndex().row() == self._grid.rowCount() - 1

    def _blank_end(self) -> bool:
        last = self._grid.rowCount() - 1
        return self._grid.is_blank(self._grid.line(last))

    def _row_chosen(self, now: QModelIndex, before: QModelIndex) -> None:
        self.viewport().update()
        if now.isValid():
            self.line_chosen.emit(self._grid.line(now.row())["_id"])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns_shown.fit()
        self._say_problem()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._say_problem()

    def _say_problem(self) -> None:
        """What is wrong with the cell under the cursor is said over it."""
        index = self.currentIndex()
        problem = ""
        if index.isValid() and index.row() < self._grid.rowCount():
            key = self._grid.columns[index.column()].key
            problem = self._grid.marks(self._grid.line(index.row())).problems.get(key, "")
        cell = self.visualRect(index) if problem else QRect()
        self.note.say(problem if not cell.isEmpty() else "", cell)

    def _say_at(self, editor: QWidget, text: str) -> None:
        """What was typed into an open cell cannot be read."""
        self.note.say(text, editor.geometry())


def _is_redo(event: QKeyEvent) -> bool:
    """Ctrl+Y or Ctrl+Shift+Z, whichever the system is used to."""
    return (event.key(), event.modifiers()) in ((_Key.Key_Y, _CTRL), (_Key.Key_Z, _CTRL | _SHIFT))
