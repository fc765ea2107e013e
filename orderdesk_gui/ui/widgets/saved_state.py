"""A quiet line that says how things stand with saving: an icon and a few words."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.painting import metrics, paint_text


class SavedState(QWidget):
    """``set_state(icon, text)``; empty text shows nothing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = ""
        self._text = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_state(self, icon: str, text: str) -> None:
        """Show `icon` and the translated `text`."""
        self._icon, self._text = icon, text
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words shown."""
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(24 + metrics(12).horizontalAdvance(self._text) if self._text else 0, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        quiet = theme.colours().quiet
        icons.paint(painter, self._icon, 0, self.height() / 2 - 8, quiet)
        paint_text(painter, self.rect().adjusted(22, 0, 0, 0), self._text, quiet, 12)
