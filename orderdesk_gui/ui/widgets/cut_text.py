"""A delegate whose tool tip tells what did not fit: the whole of every text that its painting had to cut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from orderdesk_gui.ui.widgets.painting import cut_texts

Index = QModelIndex | QPersistentModelIndex


class CutTextDelegate(QStyledItemDelegate):
    """Paints with :func:`paint_text`; a tip that the model gives goes before."""

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() != QEvent.Type.ToolTip or index.data(Qt.ItemDataRole.ToolTipRole):
            return super().helpEvent(event, view, option, index)
        text = self.whole_text(option, index)
        QToolTip.showText(event.globalPos(), text, view)
        return bool(text)

    def whole_text(self, option: QStyleOptionViewItem, index: Index) -> str:
        """What was cut in the cell as `option` has it, whole, a line each; "" where everything fits."""
        nowhere = QPixmap(1, 1)
        painter = QPainter(nowhere)
        with cut_texts() as cut:
            self.paint(painter, option, index)
        painter.end()
        return "\n".join(dict.fromkeys(cut))
