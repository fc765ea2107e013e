"""Shows the pages of a PDF one below the other, as wide as there is room, sharp after every change of size."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from orderdesk_gui.ui import theme

_REST_MS = 150


class PageView(QPdfView):
    """A QPdfView that draws its pages anew once a change of size has come to rest.

    Qt's own keeps what its thread drew for a size that has changed meanwhile (a scroll bar came), and stretches it:
    letters lose their edges until something else changes. Make it before the document and its bytes, since it draws
    in a thread of its own and has to go first.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.draw_anew)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.ink()

    def ink(self) -> None:
        """Take the ground behind the pages from the colours in use."""
        shown = self.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            shown.setColor(role, QColor(theme.colours().ground))
        self.setPalette(shown)

    def draw_anew(self) -> None:
        """Forget the pages drawn so far and draw those in sight."""
        place = self.verticalScrollBar().value()
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rest.start()
