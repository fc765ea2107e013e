"""The columns of a file and what each of them is, changed by choosing from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
_KEY = Qt.ItemDataRole.UserRole
_SAMPLES = 3


class ColumnTable(QTableWidget):
    """One line per column of the file: its heading, the first values, and the field it becomes."""

    mapped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([tr("Column in the file"), tr("First values"), tr("Becomes")])
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.CurrentChanged
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self._ink()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        heads = self.horizontalHeader()
        heads.setFixedHeight(theme.HEAD)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        self.setColumnWidth(0, 240)
        self.setColumnWidth(2, 250)
        self._fields: list[tuple[str, str, bool]] = []
        self._choices = _FieldDelegate(self)
        self.setItemDelegateForColumn(2, self._choices)
        self.itemChanged.connect(self._changed)

    def _ink(self) -> None:
        """The chosen row looks as in every other list."""
        table, shown = theme.colours(), QPalette()
        shown.setColor(QPalette.ColorRole.Highlight, QColor(table.selected))
        shown.setColor(QPalette.ColorRole.HighlightedText, QColor(table.text))
        self.setPalette(shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._ink()

    def set_fields(self, fields: Sequence[tuple[str, str, bool]]) -> None:
        """(key, shown name, required) of what a column can become."""
        self._fields = list(fields)

    def show_columns(
        self, titles: Sequence[str], rows: Sequence[Sequence[Any]], fields: dict[int, str], unsure: frozenset[int]
    ) -> None:
        """Show the columns of a sheet; `rows` are those below the headings."""
        self.blockSignals(True)
        self.setRowCount(len(titles))
        names = {key: name for key, name, _ in self._fields}
        for at, title in enumerate(titles):
            values = [str(row[at]) for row in rows[:40] if at < len(row) and row[at] not in (None, "")][:_SAMPLES]
            self.setItem(at, 0, self._text(title or tr("(no heading)")))
            self.setItem(at, 1, self._text(", ".join(" ".join(value.split())[:40] for value in values)))
            key = fields.get(at, "")
            item = QTableWidgetItem(names.get(key, "") or tr("leave out"))
            item.setData(_KEY, key)
            if at in unsure:
                item.setIcon(icons.icon("help-circle", theme.colours().amber))
                item.setToolTip(tr("Guessed from a part of the heading. Check it."))
            self.setItem(at, 2, item)
        self.blockSignals(False)
        if titles and self.currentRow() < 0:
            self.setCurrentCell(0, 0)

    def mapping(self) -> dict[str, str]:
        """Heading -> field key ("": leave out)."""
        return {
            self._cell(row, 0).text(): str(self._cell(row, 2).data(_KEY) or "")
            for row in range(self.rowCount())
            if self._cell(row, 0).text() != tr("(no heading)")
        }

    def choices(self) -> list[tuple[str, str]]:
        """What a column can become: (key, shown name)."""
        return [("", tr("leave out")), *((key, f"{name} *" if must else name) for key, name, must in self._fields)]

    def choose(self, row: int, key: str) -> None:
        """Say what a column is; another column that was the same is left out from now on."""
        names = {known: name for known, name, _ in self._fields}
        self.blockSignals(True)
        for other in range(self.rowCount()):
            item = self._cell(other, 2)
            if key and other != row and item.data(_KEY) == key:
                item.setData(_KEY, "")
                item.setText(tr("leave out"))
        item = self._cell(row, 2)
        item.setData(_KEY, key)
        item.setText(names.get(key, "") or tr("leave out"))
        self.blockSignals(False)
        self.mapped.emit()

    def _changed(self, _item: QTableWidgetItem) -> None:
        self.mapped.emit()

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        item = self.item(row, column)
        assert item is not None
        return item

    @staticmethod
    def _text(text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        item.setToolTip(text)
        return item


class _FieldDelegate(QStyledItemDelegate):
    def __init__(self, table: ColumnTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The field, quiet where the column is left out, and the sign that one can choose."""
        shown = QStyleOptionViewItem(option)
        if not index.data(_KEY):
            quiet = QColor(theme.colours().quiet)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                shown.palette.setColor(role, quiet)
        super().paint(painter, shown, index)
        icons.paint(
            painter, "chevron-down", option.rect.right() - 24, option.rect.center().y() - 7, theme.colours().quiet, 14
        )

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        box.setAccessibleName(tr("Becomes"))
        for key, name in self._table.choices():
            box.addItem(name, key)
        box.activated.connect(lambda _at: self._taken(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(max(0, editor.findData(index.data(_KEY))))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QComboBox)
        if editor.currentData() != index.data(_KEY):
            self._table.choose(index.row(), editor.currentData())

    def _taken(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)
