"""Asks for one measure: its step of 8D, what is done, by whom, until when, and whether it helped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui._built.forms.complaint_measure import Ui_ComplaintMeasureDialog
from orderdesk_gui.rules.complaints import STEP_NAMES
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaint_measures import Measure

_USUAL = "D3"
_EFFECTS = ((None, "not checked yet"), (True, "effective"), (False, "not effective"))


class MeasureDialog(QDialog):
    """`confirmed(values)` is called with what was typed; the page closes the dialog when it was saved."""

    def __init__(
        self,
        measure: Measure | None,
        people: Sequence[tuple[UUID, str]],
        confirmed: Callable[[dict[str, Any]], None],
        removed: Callable[[], None] | None,
        *,
        today: dt.date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        ui = self.ui = Ui_ComplaintMeasureDialog()
        ui.setupUi(self)
        self._confirmed = confirmed
        ui.title.setFont(theme.font(15, bold=True))
        for step, name in STEP_NAMES.items():
            ui.step.addItem(f"{step} {name}", step)
        ui.owner.addItem(tr("nobody yet"), None)
        for id, person in people:
            ui.owner.addItem(person, id)
        for value, text in _EFFECTS:
            ui.effective.addItem(tr(text), value)
        for edit in (ui.due, ui.check_on):
            edit.today = lambda: today
        if measure is not None:
            self._show(measure, people)
        else:
            ui.step.setCurrentIndex(list(STEP_NAMES).index(_USUAL))
        ui.remove.setVisible(removed is not None)
        self.errors = FieldErrors(self)
        self.errors.add_all(step=ui.step, measure=ui.measure, due=ui.due, check_on=ui.check_on)
        ui.confirm.clicked.connect(self._confirm)
        ui.cancel.clicked.connect(self.reject)
        if removed is not None:
            ui.remove.clicked.connect(removed)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, self._confirm)
        ui.measure.setFocus()

    def _show(self, measure: Measure, people: Sequence[tuple[UUID, str]]) -> None:
        ui = self.ui
        ui.step.setCurrentIndex(list(STEP_NAMES).index(measure.step))
        ui.measure.setPlainText(measure.text)
        ui.owner.setCurrentIndex(next((n for n, (id, _name) in enumerate(people, 1) if id == measure.owner_id), 0))
        ui.due.set_value(measure.due)
        ui.check_on.set_value(measure.check_on)
        ui.effective.setCurrentIndex([value for value, _text in _EFFECTS].index(measure.effective))

    def values(self) -> dict[str, Any]:
        """What stands in the fields, by the names of a Measure."""
        ui = self.ui
        return {
            "step": ui.step.currentData(), "text": ui.measure.toPlainText().strip(),
            "owner_id": ui.owner.currentData(), "due": ui.due.value(), "check_on": ui.check_on.value(),
            "effective": ui.effective.currentData(),
        }  # fmt: skip

    def _confirm(self) -> None:
        for edit in (self.ui.due, self.ui.check_on):
            if not edit.is_understood():
                edit.setFocus()
                return
        self._confirmed(self.values())

    def show_error(self, error: BaseException) -> bool:
        """Stand the error at its field; False for a mistake of the program."""
        return isinstance(error, UserError) and self.errors.show(error)
