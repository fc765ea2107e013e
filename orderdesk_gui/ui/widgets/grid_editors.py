"""Editors and painting of the line grid: plain fields, choices, and the product field with its popup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
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
from orderdesk_gui.ui.widgets.delegates import Index, paint_ground, paint_text, tone_colour
from orderdesk_gui.ui.widgets.grid_model import COLUMN_ROLE, LINE_ROLE, GridColumn, GridModel, Marks, shown

POPUP_WIDTH = 512
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


@dataclass(frozen=True)
class ProductChoice:
    """A line of the product popup; `values` are put into the grid's line when it is taken."""

    name: str
    code: str
    available: str = ""
    price: str = ""
    tone: str = ""
    values: dict[str, Any] = field(default_factory=dict)


FindProducts = Callable[[str, Callable[[Sequence[ProductChoice], int], None]], None]


class CellEdit(QLineEdit):
    """A line edit that knows whether an input method is composing; Enter then belongs to the method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False
        self.setFrame(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        tone = self.property(ERROR)
        painter.setPen(QPen(QColor(theme.colours().late if tone else theme.colours().accent), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class ProductEdit(CellEdit):
    """Types a code, a name or pinyin initials and takes a product from the popup beneath."""

    taken = Signal(object)  # ProductChoice

    def __init__(self, find: FindProducts | None, host: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._find = find
        self._asked = 0
        self.popup = ProductPopup(host)
        self.popup.picked.connect(self.taken)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(80)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._timer.start())
        self.destroyed.connect(self.popup.deleteLater)

    def current(self) -> ProductChoice | None:
        """The choice under the cursor of the popup, while it is open."""
        return self.popup.current() if self.popup.isVisible() else None

    def _ask(self) -> None:
        text = self.text().strip()
        if self._find is None or not text:
            self.popup.hide()
            return
        self._asked += 1
        asked = self._asked

        def deliver(choices: Sequence[ProductChoice], total: int) -> None:
            if asked == self._asked and self.isVisible():
                self.popup.offer(list(choices), total, text, self)

        self._find(text, deliver)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        hint = tr("code, name or pinyin initials")
        room = self.width() - self.fontMetrics().horizontalAdvance(self.text()) - 24
        painter = QPainter(self)
        if painter.fontMetrics().horizontalAdvance(hint) < room and not self.composing:
            paint_text(painter, self.rect().adjusted(8, 0, -8, 0), hint, theme.colours().quiet, 12, right=True)


class ProductPopup(QWidget):
    """The choices under a product field: product, code, available, this customer's price."""

    picked = Signal(object)

    _HEAD = 28
    _FOOT = 28
    _SHOWN = 8

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._choices: list[ProductChoice] = []
        self._row = 0
        self._top = 0
        self._total = 0
        self._typed = ""
        self.setAccessibleName(tr("Products found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    def current(self) -> ProductChoice | None:
        """The choice under the cursor."""
        return self._choices[self._row] if self._choices else None

    def offer(self, choices: list[ProductChoice], total: int, typed: str, editor: QWidget) -> None:
        """Show `choices` (of `total`) beneath `editor`, or above it where there is no room."""
        self._choices, self._total, self._typed = choices, total, typed
        self._row = self._top = 0
        if not choices:
            self.hide()
            return
        height = self._HEAD + self._FOOT + theme.ROW * min(len(choices), self._SHOWN) + 2
        at = editor.mapTo(self._host, QPoint(0, editor.height() + 4))
        above = editor.mapTo(self._host, QPoint(0, -4)).y() - height
        if at.y() + height > self._host.height() and above >= 0:
            at.setY(above)
        x = max(0, min(at.x(), self._host.width() - POPUP_WIDTH))
        self.setGeometry(x, at.y(), min(POPUP_WIDTH, self._host.width()), height)
        self.show()
        self.raise_()
        self.update()

    def step(self, rows: int) -> None:
        """Move the cursor by `rows`, staying inside."""
        self._row = max(0, min(self._row + rows, len(self._choices) - 1))
        if self._row < self._top:
            self._top = self._row
        elif self._row >= self._top + self._SHOWN:
            self._top = self._row - self._SHOWN + 1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        table = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(table.paper))
        painter.setPen(QPen(QColor(table.field_line), 1))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), theme.CORNER, theme.CORNER)
        inner = self.rect().adjusted(1, 1, -1, -1)
        self._line(painter, QRect(inner.left(), inner.top(), inner.width(), self._HEAD), None)
        for place in range(self._SHOWN):
            row = self._top + place
            if row < len(self._choices):
                at = QRect(inner.left(), inner.top() + self._HEAD + place * theme.ROW, inner.width(), theme.ROW)
                if row == self._row:
                    painter.fillRect(at, QColor(table.selected))
                self._line(painter, at, self._choices[row])
        foot = QRect(inner.left(), inner.bottom() - self._FOOT + 1, inner.width(), self._FOOT)
        painter.fillRect(foot.left(), foot.top(), foot.width(), 1, QColor(table.line))
        foot = foot.adjusted(12, 0, -12, 0)
        paint_text(painter, foot, tr("↑↓ choose    Enter take, go to quantity"), table.quiet, 11)
        paint_text(painter, foot, tr("{count} found", count=self._total), table.quiet, 11, right=True)

    def _line(self, painter: QPainter, at: QRect, choice: ProductChoice | None) -> None:
        table = theme.colours()
        width = at.width()
        price = QRect(at.right() - 96, at.top(), 84, at.height())
        free = QRect(price.left() - 72, at.top(), 60, at.height())
        code = QRect(at.left() + round(width * 0.48), at.top(), 0, at.height())
        code.setRight(free.left() - 4)
        name = QRect(at.left() + 12, at.top(), code.left() - at.left() - 20, at.height())
        if choice is None:
            for place, text, right in (
                (name, tr("Product"), False),
                (code, tr("Code"), False),
                (free, tr("Available"), True),
                (price, tr("Their price"), True),
            ):
                paint_text(painter, place, text, table.quiet, 12, right=right)
            painter.fillRect(at.left(), at.bottom(), width, 1, QColor(table.line))
            return
        self._name(painter, name, choice.name)
        paint_text(painter, code, choice.code, table.quiet)
        paint_text(painter, free, choice.available, tone_colour(choice.tone), right=True)
        paint_text(painter, price, choice.price, table.text, right=True)

    def _name(self, painter: QPainter, at: QRect, name: str) -> None:
        """The name, with the part that was typed in the accent colour."""
        start = name.casefold().find(self._typed.casefold())
        if start < 0:
            paint_text(painter, at, name, theme.colours().text)
            return
        end = start + len(self._typed)
        for part, bold in ((name[:start], False), (name[start:end], True), (name[end:], False)):
            colour = theme.colours().accent_text if bold else theme.colours().text
            used = paint_text(painter, at, part, colour, bold=bold)
            at = at.adjusted(used, 0, 0, 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = (round(event.position().y()) - self._HEAD) // theme.ROW + self._top
        if 0 <= row < len(self._choices):
            self._row = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)
        choice = self.current()
        if choice is not None:
            self.picked.emit(choice)


class GridDelegate(QStyledItemDelegate):
    """Paints the grid's cells and makes their editors."""

    moved_on = Signal(int)  # after Enter or Tab: 1 on, -1 back

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
            width = painter.fontMetrics().horizontalAdvance(marks.tag) + 12
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
        if isinstance(editor, ProductEdit) and editor.popup.isVisible():
            if key in _STEPS:
                editor.popup.step(_STEPS[key])
                return True
            if key == Qt.Key.Key_Escape:
                editor.popup.hide()
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
                self.moved_on.emit(-1 if back else 1)
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
        editor.setToolTip("" if understood else _ask_for(column))
        editor.update()
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
        self.moved_on.emit(1)


def _ask_for(column: GridColumn) -> str:
    if column.kind == "date":
        return tr("Type a date such as 2026-11-21, 1121 or +7")
    if column.kind == "choice":
        return tr("Choose one of the list")
    return tr("Type a number")
