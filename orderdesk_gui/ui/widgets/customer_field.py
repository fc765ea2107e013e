"""A field that finds a customer by name, code, phone or pinyin initials as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.page import Found
from orderdesk_gui.ui.widgets.search_popup import SearchPopup

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background

_MOST = 10


class CustomerField(QLineEdit):
    """Types two characters, takes with Enter. `picked` tells the row of the customer that was taken."""

    picked = Signal(object)  # CustomerRow
    left = Signal()  # Esc

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: Background | None = None
        self._popup: SearchPopup | None = None
        self._asked = 0
        self._enter_waits = False
        self.setPlaceholderText(tr("Name, code, phone or pinyin initials"))
        self.setAccessibleName(tr("Customer"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(80)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)

    def set_jobs(self, jobs: Background) -> None:
        """Where it asks."""
        self._jobs = jobs

    @property
    def popup(self) -> SearchPopup:
        """The popup, made when first needed."""
        if self._popup is None:
            self._popup = SearchPopup(self.window())
            self._popup.picked.connect(lambda found: self.picked.emit(found.id))
        return self._popup

    def _typed(self, _text: str) -> None:
        self._enter_waits = False
        self._timer.start()

    def _ask(self) -> None:
        text = self.text().strip()
        if not text or self._jobs is None:
            self._hide()
            return
        self._asked += 1
        asked = self._asked
        self._jobs.read(find_customers, text, done=lambda rows: self._offer(asked, rows), owner=self)

    def _offer(self, asked: int, rows: Sequence[Any]) -> None:
        if asked != self._asked or not self.hasFocus():
            return
        found = [
            Found(
                tr("Customers"),
                row.name,
                "  ".join(part for part in (row.short_name, row.region, row.phone) if part),
                "building",
                id=row,
            )
            for row in rows
        ]
        self.popup.show_results(found, self)
        if self._enter_waits:
            self._enter_waits = False
            self.popup.take()

    def _hide(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        shown = self._popup is not None and self._popup.isVisible()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and shown:
            self.popup.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                # Typed faster than it was found: take the first as soon as it is there.
                self._timer.stop()
                self._enter_waits = True
                self._ask()
            elif shown:
                self.popup.take()
        elif key == Qt.Key.Key_Escape:
            if shown:
                self._hide()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._hide()


def find_customers(desk: Any, text: str) -> Sequence[Any]:
    """The customers that `text` finds, best first."""
    from orderdesk_gui.actions import customers

    return customers.list_customers(desk, text=text, limit=_MOST).rows
