"""Dated to-dos of a record or a person: ticked off with Space, opened with Enter, added by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.widgets.form_fields import DateEdit
from orderdesk_gui.ui.widgets.painting import tone_colour
from orderdesk_gui.ui.widgets.table import ENTER_KEYS


@dataclass(frozen=True)
class ToDo:
    """Something to do; `detail` says about what, translated; `page` and `id` lead there."""

    id: Any
    text: str
    due: date | None = None
    done: bool = False
    detail: str = ""
    page: str = ""
    target: Any = None


class ToDoList(QWidget):
    """A pure view; what the person does goes out by signals."""

    added = Signal(str, object)  # text, date or None
    done_changed = Signal(object, bool)  # id, done
    navigate = Signal(str, object)

    def __init__(self, today: Callable[[], date] = date.today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._todos: list[ToDo] = []
        self.setAccessibleName(tr("To do"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("To do"))
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.itemChanged.connect(self._ticked)
        self._list.itemDoubleClicked.connect(lambda _item: self._open())
        self._text = QLineEdit()
        self._text.setPlaceholderText(tr("What is to be done"))
        self._text.setAccessibleName(tr("What is to be done"))
        self._text.returnPressed.connect(self._add)
        self._due = DateEdit(today)
        self._due.setAccessibleName(tr("Due"))
        self._due.setFixedWidth(132)
        self._due.returnPressed.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._text, 1)
        row.addWidget(self._due)
        column.addWidget(self._list, 1)
        column.addLayout(row)

    def set_todos(self, todos: Sequence[ToDo]) -> None:
        """Show these, in the order given; what is overdue stands in red."""
        self._todos = list(todos)
        self._list.blockSignals(True)
        self._list.clear()
        for todo in todos:
            day = show_day(todo.due, self._today()) if todo.due is not None else ""
            item = QListWidgetItem("    ".join(part for part in (day, todo.text, todo.detail) if part))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if todo.done else Qt.CheckState.Unchecked)
            late = todo.due is not None and todo.due < self._today() and not todo.done
            item.setForeground(QColor(tone_colour("red" if late else "quiet" if todo.done else "")))
            item.setToolTip(tr("Overdue") if late else "")
            item.setSizeHint(QSize(0, theme.HEAD))
            self._list.addItem(item)
        self._list.blockSignals(False)
        self._list.setVisible(bool(todos))
        self._list.setMinimumHeight(min(len(todos), 4) * theme.HEAD)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER_KEYS and self._list.hasFocus():
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._todos) and self._todos[row].page:
            self.navigate.emit(self._todos[row].page, self._todos[row].target)

    def _ticked(self, item: QListWidgetItem) -> None:
        todo = self._todos[self._list.row(item)]
        self.done_changed.emit(todo.id, item.checkState() == Qt.CheckState.Checked)

    def _add(self) -> None:
        text = self._text.text().strip()
        if text:
            self.added.emit(text, self._due.value())
            self._text.clear()
            self._due.set_value(None)
            self._text.setFocus()
