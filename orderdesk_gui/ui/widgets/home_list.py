"""The list of today: groups of things to do, one line each, with what is due when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.cut_text import CutTextDelegate
from orderdesk_gui.ui.widgets.delegates import ROW_ROLE, metrics, paint_ground, paint_text, tone_colour
from orderdesk_gui.ui.widgets.empty_state import EmptyState

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_BAND = 40
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Group:
    """A head between the lines."""

    text: str
    count: int
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """One thing to do; all texts translated. `item` is what it stands for."""

    item: Any
    icon: str
    number: str
    customer: str
    text: str
    due: str
    action: str
    tone: str = ""


class HomeModel(QAbstractListModel):
    """Groups and lines as they are given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Group | Line] = []

    def set_rows(self, rows: Sequence[Group | Line]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rows(self) -> list[Group | Line]:
        """What is shown."""
        return list(self._rows)

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, Group):
                return f"{row.text} {row.count}"
            return " · ".join(part for part in (row.number, row.customer, row.text, row.due) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class HomeList(QListView):
    """Enter or a click on what is to be done opens a line, Space ticks a to-do off."""

    opened = Signal(object)  # item
    ticked = Signal(object)  # item

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = HomeModel(self)
        self._empty: EmptyState | None = None
        self.setModel(self._model)
        self.setAccessibleName(name)
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda _index: self._tell(self.opened))

    def set_rows(self, rows: Sequence[Group | Line]) -> None:
        """Show these; the cursor stays on what it was on, else goes to the first line."""
        before = self.current()
        self._delegate.measure([row for row in rows if isinstance(row, Line)])
        self._model.set_rows(rows)
        if self._empty is not None:
            self._empty.setVisible(not rows)
        lines = [number for number, row in enumerate(rows) if isinstance(row, Line)]
        same = [n for n in lines if before is not None and getattr(rows[n], "item", None) == before]
        if lines:
            self.setCurrentIndex(self._model.index((same or lines)[0], 0))

    def rows(self) -> list[Group | Line]:
        """What is shown."""
        return self._model.rows()

    def set_empty(self, state: EmptyState) -> None:
        """What to show while there is nothing."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = state
        state.cover(self.viewport())
        state.setVisible(not self._model.rows())

    def current(self) -> Any:
        """What the line under the cursor stands for, or None."""
        row = self.currentIndex().data(ROW_ROLE) if self.currentIndex().isValid() else None
        return row.item if isinstance(row, Line) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._tell(self.opened)
        elif event.key() == Qt.Key.Key_Space:
            self._tell(self.ticked)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(ROW_ROLE) if index.isValid() else None
        place = self._delegate.places(self.visualRect(index)).action
        if isinstance(row, Line) and row.action and place.contains(event.position().toPoint()):
            self._tell(self.opened)

    def _tell(self, signal: Any) -> None:
        item = self.current()
        if item is not None:
            signal.emit(item)


@dataclass(frozen=True)
class _Places:
    """Where the parts of a line stand."""

    number: QRect
    customer: QRect
    text: QRect
    due: QRect
    action: QRect


class _Delegate(CutTextDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = self._customer = self._due = self._action = 0

    def measure(self, lines: Sequence[Line]) -> None:
        """Make the columns as wide as these lines need them."""
        small, large, bold = metrics(12), metrics(13), metrics(12, True)
        self._number = max((large.horizontalAdvance(one.number) for one in lines), default=0) + 2
        self._customer = max((large.horizontalAdvance(one.customer) for one in lines), default=0) + 2
        self._due = max((bold.horizontalAdvance(one.due) for one in lines), default=0) + 2
        self._action = max((small.horizontalAdvance(one.action) for one in lines), default=0) + 2

    def places(self, rect: QRect) -> _Places:
        """The columns of a line; customer and text share what the others leave."""
        top, high = rect.top(), rect.height()
        left, right = rect.left() + 48, rect.right() - 20
        action = QRect(right - self._action, top, self._action + 1, high)
        due = QRect(action.left() - 16 - self._due, top, self._due + 1, high)
        number = QRect(left, top, self._number, high)
        room = due.left() - 16 - (number.right() + 16)
        customer = QRect(number.right() + 16, top, min(self._customer, room * 11 // 20), high)
        text = QRect(customer.right() + 16, top, due.left() - 16 - (customer.right() + 16), high)
        return _Places(number, customer, text, due, action)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        if isinstance(row, Group):
            self._band(painter, option.rect, row)
        else:
            selected = paint_ground(painter, option, edge=True)
            self._line(painter, option.rect, row, selected)
        painter.restore()

    def _band(self, painter: QPainter, rect: QRect, group: Group) -> None:
        table = theme.colours()
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(table.line))
        line = rect.adjusted(20, 12, -20, 0)
        used = paint_text(painter, line, group.text, tone_colour(group.tone), bold=True)
        paint_text(painter, line.adjusted(used + 8, 0, 0, 0), str(group.count), table.quiet, 12)

    def _line(self, painter: QPainter, rect: QRect, line: Line, selected: bool) -> None:
        table = theme.colours()
        quiet = table.quiet_on_selected if selected else table.quiet
        ink = tone_colour(line.tone) if line.tone else quiet
        icons.paint(painter, line.icon, rect.left() + 20, rect.center().y() - 7, ink)
        at = self.places(rect)
        paint_text(painter, at.action, line.action, table.accent_text if selected else quiet, 12, right=True)
        paint_text(painter, at.due, line.due, ink, 12, right=True, bold=line.tone == "red")
        paint_text(painter, at.number, line.number, table.text)
        text = at.text
        if line.customer:
            paint_text(painter, at.customer, line.customer, table.text)
        elif line.number:
            text = QRect(at.customer.left(), text.top(), text.right() - at.customer.left(), text.height())
        else:
            text = QRect(at.number.left(), text.top(), text.right() - at.number.left(), text.height())
        paint_text(painter, text, line.text, quiet if line.number else table.text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, _BAND if isinstance(index.data(ROW_ROLE), Group) else theme.ROW)
