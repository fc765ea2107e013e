"""What may be done with a complaint from its page: steps, remedies, measures, calls and the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.ui.page import Page
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

from . import asks
from .measure_dialog import MeasureDialog
from .step_dialog import StepDialog

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaint_measures import Measure
    from orderdesk_gui.actions.complaint_sheet import Sheet

_GOODS = ("replacement", "return", "repair")
_DONE = {
    "answer": "The answer is noted.",
    "solve": "The solution is noted.",
    "reject": "Noted as not justified.",
    "close": "Closed.",
    "reopen": "It is open again.",
    "pause": "The clock of the solution stands.",
    "resume": "The clock of the solution goes on.",
    "note": "Noted.",
}


class Deeds(QObject):
    """Asks what is needed, then has it done in the background; the page shows what came of it."""

    def __init__(self, page: Page, ui: Any, shown: Callable[[], tuple[Sheet, dt.datetime] | None]) -> None:
        super().__init__(page)
        self._page, self._ui, self._shown = page, ui, shown
        self._shell = page.shell
        self.dialog: Any = None
        self.errors = FieldErrors(ui.popup_area)
        self.errors.add_all(quantity=ui.remedy_figure, amount=ui.remedy_figure)

    def step(self, command: str) -> None:
        """Ask for what belongs to a step, and take it; resume asks nothing."""
        now = self._shown()
        if now is None:
            return
        sheet, at = now
        if command == "resume":
            self._write(asks.step, sheet.view.id, command, {}, said=_DONE[command])
        elif command == "close":
            self._shell.jobs.read(
                asks.usual_call_back, done=lambda day: self._ask(command, sheet, at, day), owner=self._page
            )
        else:
            self._ask(command, sheet, at, None)

    def _ask(self, command: str, sheet: Sheet, at: dt.datetime, due: dt.date | None) -> None:
        def confirmed(said: dict[str, Any]) -> None:
            self._write(asks.step, sheet.view.id, command, said, said=_DONE[command])

        today = at.astimezone().date()
        self.dialog = StepDialog(command, sheet.view.number, confirmed, today=today, due=due, parent=self._page)
        self.dialog.open()

    def _write(self, fn: Any, *args: Any, said: str) -> None:
        """Write, close the dialog that asked for it, and say so; an error stands in the dialog."""
        dialog = self.dialog

        def done(_changes: Any) -> None:
            if dialog is not None:
                dialog.accept()
            self.dialog = None
            self._shell.toast(tr(said))

        def failed(error: BaseException) -> bool:
            if not isinstance(error, UserError):
                return False
            if not (dialog is not None and dialog.isVisible() and dialog.show_error(error)) and not self.errors.show(
                error
            ):
                self._shell.show_error(error)
            return True

        self._shell.jobs.write(fn, *args, done=done, failed=failed, owner=self._page)

    # Remedies ----------------------------------------------------------------------------------------

    def propose(self) -> None:
        """Propose what stands in the fields."""
        now, ui = self._shown(), self._ui
        if now is None:
            return
        self.errors.clear()
        kind, figure = ui.remedy_kind.currentData(), ui.remedy_figure.value()
        quantity, amount = (figure, None) if kind in _GOODS else (None, figure)
        reason = ui.remedy_reason.text().strip()

        def done(_changes: Any) -> None:
            ui.remedy_figure.set_value(None)
            ui.remedy_reason.clear()
            self._shell.toast(tr("The remedy is noted."))

        def failed(error: BaseException) -> bool:
            if isinstance(error, UserError) and not self.errors.show(error):
                self._shell.show_error(error)
            return isinstance(error, UserError)

        self._shell.jobs.write(
            asks.propose, now[0].view.id, kind, quantity, amount, reason, done=done, failed=failed, owner=self._page
        )

    def remedy(self, row: Any, command: str) -> None:
        """Approve, carry out or withdraw a remedy."""
        words = {"approve": "Approved", "do": "The remedy is carried out.", "withdraw": "The remedy is withdrawn."}
        if row is not None and command in row.commands:
            self._write(asks.remedy_step, row.id, command, said=words[command])

    # Measures ----------------------------------------------------------------------------------------

    def measure(self, measure: Measure | None) -> None:
        """Add a measure, or change this one."""
        now = self._shown()
        if now is None:
            return
        sheet, at = now
        known = measure.id if measure is not None else None

        def remove() -> None:
            self._write(asks.remove_measure, known, said="Deleted")

        self.dialog = MeasureDialog(
            measure, sheet.people,
            lambda values: self._write(asks.save_measure, sheet.view.id, known, values, said="The measure is saved."),
            remove if known is not None else None,
            today=at.astimezone().date(), parent=self._page,
        )  # fmt: skip
        self.dialog.open()

    def tick(self, measure: Measure) -> None:
        """Done, or not done after all."""
        self._shell.jobs.write(asks.measure_done, measure.id, measure.done_at is None, owner=self._page)

    # Calls -------------------------------------------------------------------------------------------

    def call(self, row: Any, command: str) -> None:
        """Note a call (called), that nobody answered (no_answer), or another day (move)."""
        now = self._shown()
        if now is None or row is None or row.done_at is not None:
            return
        if command == "no_answer":
            said = "Noted; the call is planned for the next day."
            self._write(asks.call, row.id, {"reached": False}, said=said)
            return

        def confirmed(typed: dict[str, Any]) -> None:
            if command == "called":
                typed = {"reached": True, "words": typed["text"], "satisfaction": typed["satisfaction"]}
            self._write(asks.call, row.id, typed, said="Noted.")

        due = row.due if command == "move" else None
        self.dialog = StepDialog(
            command, row.number, confirmed, today=now[1].astimezone().date(), due=due, parent=self._page
        )
        self.dialog.open()

    # Report ------------------------------------------------------------------------------------------

    def open_report(self) -> None:
        """The 8D report in the program that shows PDF files."""
        if (now := self._shown()) is not None:
            self._shell.jobs.read(
                asks.report_opened,
                now[0].view.id,
                current_language(),
                done=_open,
                owner=self._page,
                title=tr("8D report"),
            )

    def print_report(self) -> None:
        """To a printer."""
        if (now := self._shown()) is not None:
            self._shell.jobs.read(
                asks.report,
                now[0].view.id,
                current_language(),
                done=self._print,
                owner=self._page,
                title=tr("8D report"),
            )

    def _print(self, made: Any) -> None:
        from orderdesk_gui.ui.printing import print_pdf

        if print_pdf(made.content, made.file_name, self._page):
            self._shell.toast(tr("Printed"))

    def save_report(self) -> None:
        """As a PDF file where the person wants it."""
        if (now := self._shown()) is not None:
            self._shell.jobs.read(
                asks.report,
                now[0].view.id,
                current_language(),
                done=self._save,
                owner=self._page,
                title=tr("8D report"),
            )

    def _save(self, made: Any) -> None:
        name, _filter = QFileDialog.getSaveFileName(self._page, tr("Save 8D report"), made.file_name, "PDF (*.pdf)")
        if name:
            Path(name).write_bytes(made.content)
            self._shell.toast(tr("Saved: {name}", name=Path(name).name))


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
