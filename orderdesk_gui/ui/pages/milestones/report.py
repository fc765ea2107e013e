"""Asks what there is to report of a step: begun, done, how far, inspection passed or failed, a note."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.pages.milestones.asks import Reported
from orderdesk_gui.ui.pages.milestones.columns import department, named
from orderdesk_gui.ui.widgets.form_fields import DateEdit, FieldErrors
from orderdesk_gui.ui.widgets.segmented import SegmentedControl

_TIME = re.compile(r"(\d{1,2})\s*[:：.]?\s*(\d{2})")


class ReportDialog(QDialog):
    """`confirmed(reported)` is called; the dialog closes when the page says that it was noted."""

    def __init__(self, step: Any, confirmed: Callable[[Reported], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.step_report import Ui_StepReport

        self.ui = ui = Ui_StepReport()
        ui.setupUi(self)
        self._step = step
        self._confirmed = confirmed
        ui.step.setText(named(step.name_zh, step.name_en))
        ui.step.setFont(theme.font(15, bold=True))
        ui.when.setText(
            tr("{department} · planned {start} to {finish}", department=department(step.department),
               start=f"{step.start:%Y-%m-%d %H:%M}", finish=f"{step.finish:%Y-%m-%d %H:%M}")
        )  # fmt: skip
        quieten([ui.when])
        self._gate = SegmentedControl(
            tr("Inspection"), [("", tr("To inspect")), ("passed", tr("Passed")), ("failed", tr("Failed"))]
        )
        ui.gate_slot.addWidget(self._gate)
        ui.gate_slot.addStretch(1)
        for widget in (self._gate, ui.gate_label):
            widget.setVisible(bool(step.gate))
        self._gate.set_value(step.gate_result)
        self._show(ui.begun_day, ui.begun_time, step.begun)
        self._show(ui.done_day, ui.done_time, step.done)
        ui.progress.set_value((step.progress * 100).normalize() if step.progress else None)
        ui.note.setText(step.note)
        for name, button in ((tr("Begun, now"), ui.begun_now), (tr("Done, now"), ui.done_now)):
            button.setAccessibleName(name)
        self.errors = FieldErrors(self)
        self.errors.add_all(started=ui.begun_day, finished=ui.done_day, progress=ui.progress, note=ui.note)
        ui.begun_now.clicked.connect(lambda: self._show(ui.begun_day, ui.begun_time, dt.datetime.now()))
        ui.done_now.clicked.connect(lambda: self._show(ui.done_day, ui.done_time, dt.datetime.now()))
        ui.save.clicked.connect(self._save)
        ui.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._save)
        (ui.done_day if step.begun is not None else ui.begun_day).setFocus()

    def show_error(self, error: BaseException) -> bool:
        """Stand the error at its field; False for a mistake of the program."""
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error):
            self.errors.mark("note", str(error))
        return True

    def _show(self, day: DateEdit, time: QLineEdit, moment: dt.datetime | None) -> None:
        day.set_value(None if moment is None else moment.date())
        time.setText("" if moment is None else f"{moment:%H:%M}")

    def _save(self) -> None:
        self.errors.clear()
        try:
            reported = self.reported()
        except UserError as error:
            self.show_error(error)
            return
        self._confirmed(reported)

    def reported(self) -> Reported:
        """What was typed and differs from what is known; UserError where it cannot be read."""
        ui, step = self.ui, self._step
        started = self._moment("started", ui.begun_day, ui.begun_time, step.begun)
        finished = self._moment("finished", ui.done_day, ui.done_time, step.done)
        percent = ui.progress.value()
        if not ui.progress.is_understood():
            raise UserError("Type a number", field="progress")
        progress = None if percent is None else percent / 100
        gate, note = self._gate.value(), ui.note.text().strip()
        return Reported(
            started, finished, None if progress == step.progress else progress,
            None if gate == step.gate_result or not step.gate else gate, None if note == step.note else note,
        )  # fmt: skip

    def _moment(self, field: str, day: DateEdit, time: QLineEdit, known: dt.datetime | None) -> dt.datetime | None:
        if not day.is_understood():
            raise UserError("Type a date such as 2026-11-21, 1121 or +7", field=field)
        on = day.value()
        if on is None:
            return None
        typed = time.text().strip()
        read = _TIME.fullmatch(typed)
        if typed and (read is None or int(read[1]) > 23 or int(read[2]) > 59):
            raise UserError("Type a time such as 09:30.", field=field)
        at = dt.time(int(read[1]), int(read[2])) if read else dt.time(8 if field == "started" else 17)
        moment = dt.datetime.combine(on, at)
        return None if known is not None and moment == known.replace(second=0, microsecond=0) else moment
