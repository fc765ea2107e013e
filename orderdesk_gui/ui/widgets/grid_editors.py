"""Painting of the line grid's cells, and their editors: plain fields, choices, the product field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.style import ERROR
from orderdesk_gui.ui.widgets.cell_edit import CellEdit
from orderdesk_gui.ui.widgets.delegates import Index, metrics, paint_ground, paint_text, tone_colour
from orderdesk_gui.ui.widgets.grid_model import COLUMN_ROLE, LINE_ROLE, GridColumn, GridModel, Marks, ask_for, shown
from orderdesk_gui.ui.widgets.product_field import FindProducts, ProductChoice, ProductEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GridDelegate(QStyledItemDelegate):
    """Paints the grid's cells and makes their editors."""

    moved_on = Signal(int, bool)  # 1 on, -1 back; whether by Enter, or by Tab
    refused = Signal(QWidget, str)  # editor, what is to be typed there; "" once it can be read

    def __init__(self, parent: QWidget, find: FindProducts | None, host: Callable[[], QWidget]) -> None:
        super().__init__(parent)
        self.find = find
        self._host = host

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, column = index.data(LINE_ROLE), index.data(COLUMN_ROLE)
        model = index.model()
        marks = model.marks(line) if isinstance(model, GridModel) else Marks()
        current = option.widget.currentIndex() if isinstance(option.widget, QTableView) else None
        table = theme.colours()
        painter.save()
        selected = paint_ground(painter, option)
        rect = option.rect
        here = current is not None and current.row() == index.row()
        problem, tone = marks.problems.get(column.key), marks.tones.get(column.key, "")
        if problem or tone:
            fill, _ink = table.chips["red" if problem else tone]
            painter.fillRect(rect.adjusted(0, 0, 0, -1), QColor(fill))
            painter.setPen(QPen(QColor(table.late if problem else table.warning), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        self._cell(painter, rect.adjusted(8, 0, -8, 0), index, line, column, marks, here or selected)
        if here and current is not None and current.column() == index.column():
            painter.setPen(QPen(QColor(table.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _cell(
        self,
        painter: QPainter,
        rect: QRect,
        index: Index,
        line: dict[str, Any],
        column: GridColumn,
        marks: Marks,
        selected: bool,
    ) -> None:
        table = theme.colours()
        quiet = table.quiet_on_selected if selected else table.quiet
        if column.kind == "marks":
            if marks.icon:
                icons.paint(painter, marks.icon, rect.left(), rect.center().y() - 7, tone_colour(marks.tone))
            return
        if column.kind == "number_of_row":
            colour = table.accent_text if selected else table.quiet
            paint_text(painter, rect, str(index.row() + 1), colour, 12, bold=selected, right=True)
            return
        if column.kind == "product" and marks.tag and not line.get(column.key):
            width = metrics(11).horizontalAdvance(marks.tag) + 11
            frame = QRect(rect.left(), rect.center().y() - 9, min(width, rect.width()), 19)
            painter.setPen(QPen(QColor(table.field_line), 1))
            painter.drawRoundedRect(frame, 4, 4)
            paint_text(painter, frame.adjusted(5, 0, -2, 0), marks.tag, table.quiet, 11)
            return
        tone = marks.tones.get(column.key, "")
        colour = tone_colour(tone) if tone else quiet if column.quiet else table.text
        paint_text(painter, rect, shown(line, column), colour, bold=column.bold or bool(tone), right=column.right)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, theme.ROW)

    # Editing -----------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column: GridColumn = index.data(COLUMN_ROLE)
        editor: QWidget
        if column.kind == "choice":
            combo = QComboBox(parent)
            for value, label in column.choices:
                combo.addItem(tr(label), value)
            editor = combo
        elif column.kind == "product":
            product = ProductEdit(self.find, self._host(), parent)
            product.taken.connect(lambda choice: self._take(product, choice))
            editor = product
        else:
            line = CellEdit(parent)
            if column.right:
                line.setAlignment(Qt.AlignmentFlag.AlignRight)
            editor = line
        editor.setAccessibleName(tr(column.title))
        editor.setProperty("grid_row", index.row())
        editor.setProperty("grid_column", index.column())
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        column: GridColumn = index.data(COLUMN_ROLE)
        rect = option.rect
        view = option.widget
        model = index.model()
        if column.span and isinstance(model, GridModel) and isinstance(view, QTableView):
            other = model.index(index.row(), model.column_number(column.span))
            if not view.isColumnHidden(other.column()):
                rect = rect.united(view.visualRect(other))
        editor.setGeometry(rect)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            column: GridColumn = index.data(COLUMN_ROLE)
            editor.setCurrentIndex(editor.findData(index.data(LINE_ROLE).get(column.key)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if not isinstance(model, GridModel):
            return
        column = model.columns[index.column()]
        if isinstance(editor, QComboBox):
            model.set_values(index.row(), {column.key: editor.currentData()}, column.key)
        elif isinstance(editor, QLineEdit) and editor.isModified():
            text = editor.text()
            if column.kind == "product" and column.span and model.line(index.row()).get(column.key) in (None, ""):
                # Typed, but nothing taken from the popup: a free line of that name.
                model.set_values(index.row(), {column.span: " ".join(text.split()) or None}, column.key)
            else:
                model.setData(index, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            if isinstance(watched, CellEdit) and watched.composing and event.key() in _ENTER:
                return True
            if event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget):
                return self._key(watched, event) or super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, ProductEdit):
            watched.popup.hide()
        return super().eventFilter(watched, event)

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool:
        key = event.key()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if isinstance(editor, ProductEdit):
            if editor.steers(key):
                return True
            choice = editor.current()
            if key in (*_ENTER, Qt.Key.Key_Tab) and choice is not None:
                self._take(editor, choice)
                return True
        if key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = key == Qt.Key.Key_Backtab or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self._understood(editor):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                self.moved_on.emit(-1 if back else 1, key in _ENTER)
            return True
        return False

    def _understood(self, editor: QWidget) -> bool:
        """Whether what was typed can be read; if not, the cell stays open with a red edge."""
        view = self.parent()
        model = view.model() if isinstance(view, QTableView) else None
        if not isinstance(editor, QLineEdit) or not isinstance(model, GridModel):
            return True
        column = model.columns[int(editor.property("grid_column"))]
        understood, _value = model.read(column, editor.text())
        editor.setProperty(ERROR, "" if understood else "red")
        editor.update()
        self.refused.emit(editor, "" if understood else ask_for(column))
        return understood

    def _take(self, editor: ProductEdit, choice: ProductChoice) -> None:
        view = self.parent()
        model = view.model() if isinstance(view, QTableView) else None
        if not isinstance(model, GridModel):
            return
        row, number = int(editor.property("grid_row")), int(editor.property("grid_column"))
        editor.popup.hide()
        editor.setModified(False)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        model.set_values(row, choice.values, model.columns[number].key)
        self.moved_on.emit(1, True)
