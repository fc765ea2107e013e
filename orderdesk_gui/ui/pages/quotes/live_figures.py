"""Everything that is counted while one types: totals, delivery, credit, and who would have to agree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, QTimer

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui.widgets.delegates import Chip

from . import asks
from .bands import AskRow
from .deeds_page import DeedsPage
from .heading import show_approval_chip, show_credit, show_heading
from .summaries import asked_rows, delivery, step_rows, totals

_SHOW_MS, _ASSESS_MS = 30, 250


class LiveFigures(QObject):
    """Shows them a moment after the last change, however many changes there were."""

    def __init__(self, page: DeedsPage) -> None:
        super().__init__(page)
        self._page = page
        self._ui = page.ui
        self._job: Any = None
        self._soon = self._timer(_SHOW_MS, self.show)
        self._assess_soon = self._timer(_ASSESS_MS, self._assess)

    def _timer(self, ms: int, run: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(run)
        return timer

    def soon(self) -> None:
        """Figures have changed."""
        self._soon.start()

    def assess_soon(self) -> None:
        """Prices or terms have changed: the approval may."""
        self._assess_soon.start()

    def show(self) -> None:
        """Head, credit, delivery and totals as the draft stands."""
        draft = self._page.typed()
        if draft is None or self._page.opened is None:
            return
        show_heading(self._ui, self._page.opened, draft)
        shown = totals(draft.quote)
        self._ui.totals_band.show_totals(shown)
        self._align_totals()
        whole = Decimal(shown.total.replace(",", "").replace("−", "-")) if shown is not None else None
        show_credit(self._ui, self._page.opened.customer, draft, whole)
        self._ui.delivery_band.show_delivery(*delivery(draft.quote, None))

    def _align_totals(self) -> None:
        grid = self._ui.grid
        number = grid.grid_model.column_number("gross")
        if not grid.isColumnHidden(number):
            end = grid.columnViewportPosition(number) + grid.columnWidth(number)
            self._ui.totals_band.align_with(grid.viewport().width() - end + 8)

    def _assess(self) -> None:
        draft = self._page.typed()
        if draft is None or not draft.editable:
            return
        if self._job is not None:
            self._job.stop()
        if not draft.quote.lines:
            self._show_assessment(None)
            return

        def failed(error: BaseException) -> bool:
            self._show_assessment(None, str(error) if isinstance(error, UserError) else "")
            return isinstance(error, UserError)

        self._job = self._page.shell.jobs.read(
            asks.assess, draft, done=self._show_assessment, failed=failed, owner=self
        )

    def _show_assessment(self, assessment: Any, problem: str = "") -> None:
        show_approval_chip(self._ui, assessment)
        if assessment is None:
            words = problem or tr("Who must agree shows here as soon as there are lines.")
            icon = "alert-triangle" if problem else "info-circle"
            self._ui.approval_band.show_rows("", [AskRow(icon, words, "", "")])
            return
        note = tr("the highest level decides") if assessment.deciders else tr("given at once")
        self._ui.approval_band.show_rows(note, asked_rows(assessment))

    def show_approval(self) -> None:
        """Who must agree, or who was asked and what they said."""
        opened = self._page.opened
        self._assess_soon.stop()
        if self._job is not None:
            self._job.stop()  # about the quotation that was shown before
        if opened is None or opened.draft.editable:
            self._assess_soon.start()
            if opened is not None and not opened.draft.quote.lines:
                self._show_assessment(None)
            return
        self._ui.approval_chip.set_chip(None)
        approval = opened.approval
        if approval is None:
            self._ui.approval_band.show_rows("", [AskRow("info-circle", tr("Nobody was asked."), "", "")])
            return
        rows = [*step_rows(approval), *asked_rows(approval.assessment)]
        if not approval.steps:
            rows = asked_rows(approval.assessment)
        note = tr("asked by {who}, {when}", who=approval.requested_by,
                  when=f"{approval.requested_at.astimezone():%m-%d %H:%M}")  # fmt: skip
        if approval.note:
            rows = [AskRow("circle-check", approval.note, "", "", "green"), *rows]
        self._ui.approval_band.show_rows(note, rows)
        if opened.draft.status == "submitted":
            pending = [row for row in step_rows(approval) if row.tone == "yellow"]
            if pending:
                chip = Chip(tr("Waits for {who}", who=pending[0].text), "yellow", "hourglass")
                self._ui.approval_chip.set_chip(chip)
