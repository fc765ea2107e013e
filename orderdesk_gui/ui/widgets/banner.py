"""The strip over everything in the demo company: nothing here touches one's own data."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme


class Banner(QLabel):
    """26 high, in the colours of a warning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setMinimumHeight(26)
        self.setAutoFillBackground(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFont(theme.font(12))
        self.retranslate()
        self._ink()

    def retranslate(self) -> None:
        """Take the text in the language of now."""
        self.setText(tr("Demo: an invented company. Nothing here touches your own data."))

    def _ink(self) -> None:
        fill, ink = theme.colours().chips["yellow"]
        shown = self.palette()
        if shown.color(QPalette.ColorRole.Window) != QColor(fill):
            shown.setColor(QPalette.ColorRole.Window, QColor(fill))
            shown.setColor(QPalette.ColorRole.WindowText, QColor(ink))
            self.setPalette(shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._ink()
