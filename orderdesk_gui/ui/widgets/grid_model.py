"""The lines of a draft in the line grid, with undo and redo inside the draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.figures import read_date, read_number
from orderdesk_gui.ui.widgets.columns import show_value

Index = QModelIndex | QPersistentModelIndex
Line = dict[str, Any]

LINE_ROLE = Qt.ItemDataRole.UserRole + 20
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 21
_NONE = QModelIndex()


@dataclass(frozen=True)
class GridColumn:
    """A column of the line grid.

    `kind`: number_of_row, text, number, percent (a fraction, shown as -7.9 %), date, choice, product, marks.
    `editable` False makes it a computed column, skipped by Enter. `title` is English source text.
    """

    key: str
    title: str
    width: int
    kind: str = "text"
    editable: bool = True
    places: int | None = None
    right: bool = False
    quiet: bool = False
    bold: bool = False
    stretch: bool = False
    hidden: bool = False
    choices: tuple[tuple[Any, str], ...] = ()
    span: str = ""  # a product column's editor also covers this one
    aside: bool = False  # seldom typed: Enter passes by, unless it is a text that is empty; Tab stops
    gives_way: int = 0  # hides where the stretching column would be narrower than its width: 1 first, 0 never
    text: Callable[[Line], str] | None = None


@dataclass
class Marks:
    """What a line tells beside its values: a sign at its end, tones and problems by column key."""

    icon: str = ""
    tone: str = ""
    tip: str = ""
    tones: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    tag: str = ""  # a small frame in the product column, such as "Free line"


class GridModel(QAbstractTableModel):
    """Lines are plain dicts by column key; ``_id`` is the line's own number within the draft."""

    edited = Signal(int, str)  # line id, column key: a person changed it
    stepped = Signal()  # a step was done, undone or redone
    lines_changed = Signal()  # any change of the lines, by the person, by undo, or computed

    def __init__(self, columns: Sequence[GridColumn], today: Callable[[], date], parent: QObject) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.undo_stack = QUndoStack(self)
        self._today = today
        self._lines: list[Line] = []
        self._marks: dict[int, Marks] = {}
        self._refused: dict[int, dict[str, str]] = {}
        self._next = 1
        self._add_blank(0)

    # Reading -----------------------------------------------------------------------------------------

    def lines(self) -> list[Line]:
        """Copies of the lines in which something was typed, in order."""
        return [dict(line) for line in self._lines if not self.is_blank(line)]

    def line(self, row: int) -> Line:
        """The line at `row` itself."""
        return self._lines[row]

    def row_of(self, line_id: int) -> int:
        """The row of a line, -1 where it is gone."""
        return next((row for row, line in enumerate(self._lines) if line["_id"] == line_id), -1)

    def forget_refused(self) -> None:
        """The lines are as they were before: nothing is said of what was put into them since."""
        self._refused.clear()

    def is_blank(self, line: Line) -> bool:
        """Whether nothing was typed into `line`."""
        return all(value in (None, "") for key, value in line.items() if not key.startswith("_"))

    def column_number(self, key: str) -> int:
        """The number of the column `key`."""
        return next(number for number, column in enumerate(self.columns) if column.key == key)

    def marks(self, line: Line) -> Marks:
        """The marks of `line`, empty ones where it has none."""
        marks = self._marks.get(line["_id"]) or Marks()
        refused = self._refused.get(line["_id"])
        return replace(marks, problems={**marks.problems, **refused}) if refused else marks

    def refuse(self, line_id: int, key: str, sentence: str) -> None:
        """What was put into a cell was not taken, and why; said there until the cell is changed."""
        self._refused.setdefault(line_id, {})[key] = sentence
        row = self.row_of(line_id)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    # Changing ----------------------------------------------------------------------------------------

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show the lines of another draft; nothing to undo is left."""
        self.beginResetModel()
        self._marks.clear()
        self._refused.clear()
        self._lines = []
        for line in lines:
            self._lines.append({**line, "_id": self._next})
            self._next += 1
        if not self._lines:
            self._add_blank(0)
        self.endResetModel()
        self.undo_stack.clear()
        self.lines_changed.emit()

    def set_computed(self, line_id: int, values: Line, marks: Marks | None = None) -> None:
        """Fill in what was computed for a line; not undone, and nothing happens where the line is gone."""
        row = self.row_of(line_id)
        if row < 0:
            return
        self._lines[row].update(values)
        if marks is not None:
            self._marks[line_id] = marks
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        self.lines_changed.emit()

    def set_values(self, row: int, values: Line, key: str) -> None:
        """The person's change of a line, as one step of undo; `key` is the column it was typed in."""
        line = self._lines[row]
        if all(line.get(name) == value for name, value in values.items()):
            return
        after = [dict(each) for each in self._lines]
        after[row].update(values)
        self._refused.get(line["_id"], {}).pop(key, None)
        self.change(after)
        self.edited.emit(line["_id"], key)

    def change(self, after: list[Line]) -> None:
        """Replace all lines by `after` as one step of undo."""
        self.undo_stack.push(_Change(self, [dict(line) for line in self._lines], after))

    def insert_line(self, row: int, values: Line | None = None) -> None:
        """A new line before `row`, as one step of undo."""
        after = [dict(line) for line in self._lines]
        after.insert(row, self.new_line(values))
        self.change(after)

    def new_line(self, values: Line | None = None) -> Line:
        """A line with a number of its own, not yet in the draft."""
        made = {**(values or {}), "_id": self._next}
        self._next += 1
        return made

    def remove_line(self, row: int) -> None:
        """Take the line at `row` away; a draft keeps at least one, blank."""
        after = [dict(line) for line in self._lines]
        del after[row]
        self.change(after or [self.new_line()])

    def move_line(self, row: int, to: int) -> None:
        """Move a line to another place."""
        after = [dict(line) for line in self._lines]
        after.insert(to, after.pop(row))
        self.change(after)

    def add_blank_at_end(self) -> None:
        """A blank line at the end, no step of undo: it holds nothing yet."""
        row = len(self._lines)
        self.beginInsertRows(QModelIndex(), row, row)
        self._add_blank(row)
        self.endInsertRows()

    def read(self, column: GridColumn, text: str) -> tuple[bool, Any]:
        """(understood, value) of what was typed or pasted into `column`."""
        text = " ".join(text.split())
        if not text:
            return True, None
        if column.kind in ("number", "percent"):
            number = read_number(text.replace("%", "").replace("％", ""))
            if number is None:
                return False, None
            return True, number / 100 if column.kind == "percent" else number
        if column.kind == "date":
            day = read_date(text, self._today())
            return day is not None, day
        if column.kind == "choice":
            for value, label in column.choices:
                if text in (str(value), tr(label)):
                    return True, value
            return False, None
        return True, text

    def _add_blank(self, row: int) -> None:
        self._lines.insert(row, {"_id": self._next})
        self._next += 1

    def _put(self, lines: list[Line]) -> None:
        same = len(lines) == len(self._lines)
        if not same:
            self.beginResetModel()
        self._lines = [dict(line) for line in lines]
        if not same:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))
        self.stepped.emit()
        self.lines_changed.emit()

    # Qt ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.columns[index.column()].editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self._lines[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if role == Qt.ItemDataRole.DisplayRole and column.kind == "number_of_row":
                return str(index.row() + 1)
            return shown(line, column, edit=role == Qt.ItemDataRole.EditRole)
        if role == LINE_ROLE:
            return line
        if role == COLUMN_ROLE:
            return column
        if role == Qt.ItemDataRole.ToolTipRole:
            marks = self.marks(line)
            return marks.problems.get(column.key) or (marks.tip if column.kind == "marks" else None)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(column.title)} {shown(line, column)}".strip()
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        column = self.columns[index.column()]
        understood, read = self.read(column, str(value))
        if not understood:
            return False
        self.set_values(index.row(), {column.key: read}, column.key)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.title) if column.title else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def shown(line: Line, column: GridColumn, *, edit: bool = False) -> str:
    """A cell's text; for editing without thousands separators and units."""
    value = line.get(column.key)
    if column.text is not None and not edit:
        return column.text(line)
    if value is None:
        return ""
    if column.kind == "percent" and isinstance(value, Decimal):
        number = show_value(value * 100, None if edit else column.places)
        return number.replace(",", "") if edit else f"{number.replace('-', '−')} %"
    if column.kind == "choice":
        return next((tr(label) for key, label in column.choices if key == value), str(value))
    text = show_value(value, None if edit else column.places)
    return text.replace(",", "") if edit and isinstance(value, Decimal | int) else text


def ask_for(column: GridColumn) -> str:
    """What is to be typed into a cell of `column`."""
    if column.kind == "date":
        return tr("Type a date such as 2026-11-21, 1121 or +7")
    if column.kind == "choice":
        return tr("Choose one of the list")
    return tr("Type a number")


class _Change(QUndoCommand):
    """All lines before and after one step; drafts are small, and nothing is then forgotten."""

    def __init__(self, model: GridModel, before: list[Line], after: list[Line]) -> None:
        super().__init__()
        self._model = model
        self._before = before
        self._after = after

    def undo(self) -> None:
        self._model._put(self._before)

    def redo(self) -> None:
        self._model._put(self._after)
