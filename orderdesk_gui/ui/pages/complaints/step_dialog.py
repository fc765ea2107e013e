"""Asks what belongs to one step of a complaint: what was said, cause and measure, satisfaction, the day of a call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui._built.forms.complaint_step import Ui_ComplaintStepDialog
from orderdesk_gui.rules.complaints import CAUSE_NAMES
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.segmented import SegmentedControl

# command: title, label of the text ("" for none), button, other fields
ASKED: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "answer": ("Answer customer", "What did we tell the customer?", "Note the answer", ()),
    "pause": ("Wait for customer", "What are we waiting for?", "Stop the clock", ()),
    "solve": ("Solve", "", "Note the solution", ("cause", "measure")),
    "reject": ("Not justified", "Why is it not justified, and what did we say?", "Not justified", ()),
    "close": ("Close complaint", "What did the customer say?", "Close complaint", ("satisfaction", "due")),
    "reopen": ("Reopen", "Why is it opened again?", "Reopen", ()),
    "note": ("Add note", "What happened?", "Add note", ()),
    "called": ("Call back", "What did the customer say?", "Note the call", ("satisfaction",)),
    "move": ("Another day", "", "Save", ("due",)),
}


class StepDialog(QDialog):
    """`confirmed(said)` is called with what was typed; the page closes the dialog when it was noted."""

    def __init__(
        self,
        command: str,
        number: str,
        confirmed: Callable[[dict[str, Any]], None],
        *,
        today: dt.date,
        due: dt.date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.ui = Ui_ComplaintStepDialog()
        self.ui.setupUi(self)
        self._command, self._confirmed = command, confirmed
        title, text, yes, self._others = ASKED[command]
        self.setWindowTitle(tr(title))
        self.ui.title.setText(f"{tr(title)} · {number}")
        self.ui.title.setFont(theme.font(15, bold=True))
        self.ui.text_label.setText(tr(text))
        self.ui.text.setAccessibleName(tr(text) or tr("In a few words"))
        self.ui.confirm.setText(tr(yes))
        self.ui.cause.addItem(tr("Choose …"), "")
        for key, name in CAUSE_NAMES.items():
            self.ui.cause.addItem(str(name), key)
        points = [("", tr("not said")), *((str(n), str(n)) for n in range(1, 6))]
        self.points = SegmentedControl(tr("How content is the customer?"), points)
        self.ui.satisfaction_slot.addWidget(self.points)
        self.ui.due.today = lambda: today
        self.ui.due.set_value(due)
        self._with_text = bool(text)
        self._show_fields()
        self.errors = FieldErrors(self)
        for path, field in (("text", self.ui.text), ("reason", self.ui.text), ("cause", self.ui.cause),
                            ("measure", self.ui.measure), ("due", self.ui.due)):  # fmt: skip
            self.errors.add(path, field)
        self.ui.confirm.clicked.connect(self._confirm)
        self.ui.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, self._confirm)
        (self.ui.text if text else self.ui.cause if "cause" in self._others else self.ui.due).setFocus()

    def _show_fields(self) -> None:
        ui = self.ui
        fields = {
            "text": (ui.text, ui.text_label), "cause": (ui.cause, ui.cause_label),
            "measure": (ui.measure, ui.measure_label), "due": (ui.due, ui.due_label),
            "satisfaction": (self.points, ui.satisfaction_label),
        }  # fmt: skip
        for key, widgets in fields.items():
            for widget in widgets:
                widget.setVisible(key in self._others or (key == "text" and self._with_text))

    def said(self) -> dict[str, Any]:
        """What was typed, by the names that the actions use."""
        made: dict[str, Any] = {"text": self.ui.text.toPlainText().strip()} if self._with_text else {}
        if "cause" in self._others:
            made |= {"cause": self.ui.cause.currentData(), "measure": self.ui.measure.toPlainText().strip()}
        if "satisfaction" in self._others:
            made["satisfaction"] = int(self.points.value()) if self.points.value() else None
        if "due" in self._others:
            made["call_back" if self._command == "close" else "due"] = self.ui.due.value()
        return made

    def _confirm(self) -> None:
        if "due" in self._others and not self.ui.due.is_understood():
            self.ui.due.setFocus()
        elif self._command == "move" and self.ui.due.value() is None:
            self.errors.mark("due", tr("Enter a day."))
        else:
            self._confirmed(self.said())

    def show_error(self, error: BaseException) -> bool:
        """Stand the error at its field; False where the dialog has no such field, or for a mistake of the program."""
        return isinstance(error, UserError) and self.errors.show(error)
