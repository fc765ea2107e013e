"""The list of a contract's headings: number, title, whether words were changed, and the worst finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from orderdesk_gui.rules.contracts import HEADINGS, Contract
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.delegates import paint_ground, paint_text

_HEAD, _HINT = 37, 34  # what stands above and beneath the list in its pane
_LOWEST = 25
_EFFECT = 16  # the article that lists the annexes
_ROW = Qt.ItemDataRole.UserRole + 1
_NUMERALS = ("", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六"))
_ICONS = {"E": "circle-x", "W": "alert-triangle", "I": "info-circle"}


@dataclass(frozen=True)
class HeadingRow:
    """One heading: 0 is the recital with title, date and place."""

    number: int
    title: str
    note: str = ""
    severity: str = ""


def heading_rows(contract: Contract, severities: dict[int, str]) -> list[HeadingRow]:
    """The rows of `contract`; `severities` is the worst finding under each heading."""
    zh = current_language() == "zh"
    edited = {one.number for one in contract.clauses if one.edited}
    rows = [HeadingRow(0, tr("Parties, number, recital"), tr("edited") if 0 in edited else "", severities.get(0, ""))]
    for heading in HEADINGS:
        number = heading.number
        note = tr("edited") if number in edited else ""
        if number == 1 and not note:
            note = tr("{count} lines", count=len(contract.lines))
        if number == _EFFECT and contract.annexes:
            note = " · ".join(part for part in (note, tr("{count} annexes", count=len(contract.annexes))) if part)
        rows.append(HeadingRow(number, heading.zh if zh else heading.en, note, severities.get(number, "")))
    return rows


def numeral(number: int) -> str:
    """一, 二 … in Chinese, 1, 2 … in English; the recital has a word."""
    if number == 0:
        return tr("Head")
    return _NUMERALS[number] if current_language() == "zh" else str(number)


class HeadingList(QListWidget):
    """Emits the number of the chosen heading."""

    heading_chosen = Signal(int)
    move_asked = Signal(int)  # Alt+Up, Alt+Down: -1, 1
    cramped = Signal()  # whether all headings have room at their full height has changed

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_cramped = False
        self.row_height = theme.ROW
        self.setAccessibleName(name)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(lambda row: self.heading_chosen.emit(row) if row >= 0 else None)

    def set_rows(self, rows: Sequence[HeadingRow]) -> None:
        """Show the rows; the chosen heading stays chosen."""
        self.blockSignals(True)
        while self.count() > len(rows):
            self.takeItem(self.count() - 1)
        for at, row in enumerate(rows):
            item = self.item(at)
            if item is None:
                item = QListWidgetItem()
                self.addItem(item)
            item.setData(_ROW, row)
            words = [numeral(row.number), row.title, row.note, {"E": tr("must be mended")}.get(row.severity, "")]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(word for word in words if word))
        self.blockSignals(False)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the pane is low the rows give way, so that the last article still stands in sight."""
        super().resizeEvent(event)
        pane = self.parentWidget()
        room = pane.height() - _HEAD if pane is not None else self.height()
        rows = len(HEADINGS) + 1
        cramped = room < rows * theme.ROW + _HINT
        self.row_height = max(_LOWEST, min(theme.ROW, (room if cramped else room - _HINT) // rows))
        self.scheduleDelayedItemsLayout()
        if cramped != self.is_cramped:
            self.is_cramped = cramped
            self.cramped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(_ROW)
        if not isinstance(row, HeadingRow):
            return
        painter.save()
        selected = paint_ground(painter, option, edge=True)
        table = theme.colours()
        quiet = table.quiet_on_selected if selected else table.quiet
        rect = option.rect.adjusted(16, 0, -12, 0)
        paint_text(painter, rect, numeral(row.number), quiet, 12)
        rect = rect.adjusted(38, 0, 0, 0)
        if row.severity:
            ink = {"E": table.red, "W": table.amber}.get(row.severity, table.accent_text)
            icons.paint(painter, _ICONS[row.severity], rect.right() - 15, rect.center().y() - 7, ink, 14)
        if row.note:
            note = rect.adjusted(0, 0, -22, 0)
            rect = rect.adjusted(0, 0, -28 - paint_text(painter, note, row.note, quiet, 12, right=True), 0)
        elif row.severity:
            rect = rect.adjusted(0, 0, -22, 0)
        paint_text(painter, rect, row.title, table.text, bold=selected)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        listed = self.parent()
        return QSize(100, listed.row_height if isinstance(listed, HeadingList) else theme.ROW)
