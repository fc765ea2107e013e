"""Shows the pages of a contract beside its clauses and follows the clause being read."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.widgets.page_view import PageView

_NUMERALS = ("", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六"))


class PagePreview(QWidget):
    """`show_paper(bytes)`; `go_to_heading(7)` turns to the page where 第七条 or Article 7 stands."""

    page_changed = Signal(int, int)  # page from 1, pages

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = b""
        self._heading = 0
        self.view = PageView(self)  # goes first, since it paints pages in a thread, then the document, then the bytes
        self.document = QPdfDocument(self)
        self._device = QBuffer(self)
        self.view.setAccessibleName(tr("Pages of the contract"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setDocument(self.document)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self._tell())

    def show_paper(self, content: bytes, *, same: bool = False) -> None:
        """Show these bytes; with `same` (the same contract, edited) what was looked at stays in sight."""
        place = self.view.verticalScrollBar().value() if same and self._content else -1
        self.document.close()
        self._device.close()
        self._content = content
        self._device.setData(QByteArray(content))
        self._device.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._device)
        self.view.ink()
        if place >= 0:
            QTimer.singleShot(0, self, lambda: self.view.verticalScrollBar().setValue(place))
        else:
            QTimer.singleShot(0, self, lambda: self.go_to_heading(self._heading))
        self._tell()

    def clear(self) -> None:
        """Show nothing."""
        self.document.close()
        self._content = b""
        self.page_changed.emit(0, 0)

    def content(self) -> bytes:
        """The bytes shown."""
        return self._content

    def go_to_heading(self, number: int) -> None:
        """Turn to where a heading stands; the first page for the recital."""
        self._heading = number
        if not self.document.pageCount():
            return
        if number == 0:
            self.view.pageNavigator().jump(0, QPointF())
            return
        wanted = (f"第{_NUMERALS[number]}条", f"Article {number} ")
        for page in range(self.document.pageCount()):
            text = self.document.getAllText(page).text()
            for word in wanted:
                at = _line_start(text, word)
                if at >= 0:
                    box = self.document.getSelectionAtIndex(page, at, 3).boundingRectangle()
                    self.view.pageNavigator().jump(page, QPointF())
                    self._scroll_to(box.top(), self.document.pagePointSize(page).width())
                    return

    def _scroll_to(self, top: float, page_width: float) -> None:
        """Bring a place `top` points down the page into sight, if it is not there yet."""
        margins = self.view.documentMargins()
        scale = (self.view.viewport().width() - margins.left() - margins.right()) / page_width
        beyond = (top + 120) * scale - self.view.viewport().height()
        if beyond > 0:
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + round(beyond))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: self.go_to_heading(self._heading))

    def turn(self, by: int) -> None:
        """Some pages on or back."""
        navigator = self.view.pageNavigator()
        page = max(0, min(navigator.currentPage() + by, self.document.pageCount() - 1))
        navigator.jump(page, QPointF())

    def _tell(self) -> None:
        if not isValid(self.document):  # the window is going
            return
        self.page_changed.emit(self.view.pageNavigator().currentPage() + 1, self.document.pageCount())


def _line_start(text: str, word: str) -> int:
    """Where a line of `text` begins with `word`; -1 where none does."""
    at = text.find(word)
    while at >= 0:
        if at == 0 or text[at - 1] in "\r\n":
            return at
        at = text.find(word, at + 1)
    return -1
