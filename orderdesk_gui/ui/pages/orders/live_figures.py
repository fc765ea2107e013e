"""Everything that is counted while one types: head, totals, what is still missing; and how far a confirmed order is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from orderdesk_gui.rules.language import tr

from .bands import PlanRow
from .deeds_page import DeedsPage
from .heading import show_customer, show_heading
from .offered import Offered
from .summaries import bars, before_confirmation, plan_rows, progress_note, totals

_SHOW_MS = 30


class LiveFigures(QObject):
    """Shows them a moment after the last change, however many changes there were."""

    def __init__(self, page: DeedsPage, offered: Offered) -> None:
        super().__init__(page)
        self._page = page
        self._offered = offered
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOW_MS)
        self._timer.timeout.connect(self.show)

    def soon(self) -> None:
        """Figures have changed."""
        self._timer.start()

    def show(self) -> None:
        """Head, customer, bands and buttons as the draft stands."""
        ui, opened, draft = self._page.ui, self._page.opened, self._page.typed()
        if draft is None or opened is None:
            return
        show_heading(ui, opened, draft)
        show_customer(ui, opened, draft)
        ui.totals_band.show_totals(totals(draft.order))
        self._align_totals()
        if opened.view is not None and opened.confirmed:
            note, tone = progress_note(opened.view)
            ui.progress_band.show_bars(note, bars(opened.view), tone=tone)
        else:
            ui.progress_band.show_words(tr("What is shipped, invoiced and received shows here once it is confirmed."))
        if opened.plan is not None and opened.confirmed:
            ui.plan_band.show_rows(*plan_rows(opened.plan, opened.today))
        elif opened.confirmed or opened.status == "voided":
            ui.plan_band.show_rows("", None, [PlanRow("info-circle", tr("There is no plan."))])
        else:
            ui.plan_band.show_rows(tr("before it is confirmed"), None, before_confirmation(opened, draft))
        self._offered.show_buttons()

    def _align_totals(self) -> None:
        grid = self._page.ui.grid
        number = grid.grid_model.column_number("gross")
        if not grid.isColumnHidden(number):
            end = grid.columnViewportPosition(number) + grid.columnWidth(number)
            self._page.ui.totals_band.align_with(grid.viewport().width() - end + 8)
