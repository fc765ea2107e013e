"""Opens the sheet that explains a price: on the price cell by itself, anywhere by Alt+P, which pins it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect

from orderdesk_gui.ui.widgets.product_field import POPUP_WIDTH

from . import price_asks
from .deeds_page import DeedsPage
from .why_price import WhyPrice


class Explainer(QObject):
    """Follows the cursor of the grid."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self.sheet = WhyPrice(page.ui.popup_area)
        grid = page.ui.grid
        grid.selectionModel().currentChanged.connect(lambda *_: self.explain_line(False))
        grid.focused.connect(lambda: self.explain_line(False))
        grid.priced.connect(lambda: self.explain_line(False) if self.sheet.isVisible() else None)

    def close(self) -> None:
        """Another quotation is to be shown."""
        self.sheet.pin.setChecked(False)
        self.sheet.close_now()

    def explain_line(self, pin: bool) -> None:
        """Why the price of the line under the cursor is what it is; shown on the price cell, or pinned."""
        grid = self._page.ui.grid
        index = grid.currentIndex()
        line = grid.current_line()
        found = grid.explained(line["_id"]) if line is not None else None
        column = grid.grid_model.columns[index.column()].key if index.isValid() else ""
        if pin and self.sheet.pinned:
            self.sheet.pin.setChecked(False)
            self.sheet.close_now()
            return
        asked = pin or (column in ("unit_price", "vs_list") and grid.hasFocus())
        if self._page.loading or line is None or found is None or not asked or self._page.opened is None:
            if not self.sheet.pinned:
                self.sheet.close_unless_pinned()
            return
        if self.sheet.pinned and not pin:
            return
        self.sheet.explain(index.row() + 1, found, grid.tax_mode)
        if not found.then:
            self._page.shell.jobs.read(
                price_asks.last_sold,
                self._page.opened.customer_id,
                line["product_id"],
                done=self.sheet.show_last,
                owner=self.sheet,
            )
        cell = grid.visualRect(grid.grid_model.index(index.row(), grid.grid_model.column_number("unit_price")))
        corner = grid.viewport().mapTo(self._page.ui.popup_area, cell.topLeft())
        keep_off = QRect(self._page.ui.lower.mapTo(self._page.ui.popup_area, QPoint(0, 0)), self._page.ui.lower.size())
        # Beside the popup of products, which hangs under the code, and never over the cell itself.
        product = grid.columnViewportPosition(grid.grid_model.column_number("code"))
        free = grid.viewport().mapTo(self._page.ui.popup_area, QPoint(product, 0)).x() + POPUP_WIDTH + 8
        corner.setX(min(max(corner.x(), free), self._page.ui.popup_area.width() - self.sheet.width() - 8))
        self.sheet.open_at(QRect(corner, cell.size()), keep_off)
        lowest = keep_off.top() - self.sheet.height() - 4
        below = corner.y() + cell.height() + 4
        above = corner.y() - self.sheet.height() - 4 - (grid.note.height() + 2 if grid.note.text() else 0)
        self.sheet.move(self.sheet.x(), max(4, below if below <= lowest else above))
        if pin:
            self.sheet.pin.setChecked(True)
