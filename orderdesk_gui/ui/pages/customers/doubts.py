"""What is to be looked at again in a customer, as yellow sentences at the fields, a moment after typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from orderdesk_gui.rules.identifiers import fold_code, suggest_uscc
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.pages.customers import data as customers_data
from orderdesk_gui.ui.pages.customers.fields import CustomerForm, leads_elsewhere
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.line_grid import Marks

if TYPE_CHECKING:
    from orderdesk_gui.rules.problems import Problem

FIELDS = (
    "name", "short_name", "name_en", "uscc", "tax_number", "phone", "email", "tier", "credit_grade", "status",
    "credit_limit", "invoice_title",
)  # fmt: skip
_WAIT_MS = 400


class Doubts(QObject):
    """`touch` after every change; `edited` is called when the person takes a suggestion."""

    def __init__(self, jobs: Background, form: CustomerForm, errors: FieldErrors, edited: Callable[[], object]) -> None:
        super().__init__(form)
        self._jobs = jobs
        self._form = form
        self._errors = errors
        self._edited = edited
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._ask)
        form.ui.uscc_change.hide()
        form.ui.uscc_change.clicked.connect(self._take_suggestion)

    def touch(self) -> None:
        """Something was typed: look again soon."""
        self._wait.start()

    def stop(self) -> None:
        """Another customer is shown."""
        self._wait.stop()

    def _ask(self) -> None:
        asked = self._form.customer()
        self._jobs.read(
            customers_data.doubts, asked, owner=self, failed=lambda _error: True,
            done=lambda found: self.show(found) if asked == self._form.customer() else None,
        )  # fmt: skip

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Show the warnings; what saving would refuse is told when one saves."""
        for path in list(self._errors.marked()):
            self._errors.clear(path)
        self._form.ui.uscc_change.hide()
        cells: dict[str, dict[int, dict[str, str]]] = {name: {} for name in self._form.grids}
        for problem in problems:
            if problem.severity == "error":
                continue
            first, *rest = problem.field.split(".")
            if first in cells and len(rest) == 2:
                cells[first].setdefault(int(rest[0]), {})[rest[1]] = str(problem.message)
            elif first in FIELDS and first not in self._errors.marked():
                self._errors.mark(first, str(problem.message), "yellow")
        self._offer_change()
        for name, found in cells.items():
            self._mark_lines(name, found)
        self._warn_of_accounts()

    def _mark_lines(self, name: str, found: dict[int, dict[str, str]]) -> None:
        for row, line in enumerate(self._form.grids[name].lines()):
            wrong = found.get(row, {})
            tones = dict.fromkeys(wrong, "yellow")
            if name == "accounts" and leads_elsewhere(line):
                tones["confirmed"] = "yellow"
            tip = "\n".join(wrong.values())
            marks = Marks("alert-triangle" if wrong else "", "yellow", tip, tones)
            self._form.grids[name].set_computed(line["_id"], {}, marks)
        sentences = [sentence for row in sorted(found) for sentence in found[row].values()]
        if sentences:
            self._errors.mark(name, sentences[0], "yellow")

    def _warn_of_accounts(self) -> None:
        """A confirmed account that was changed is unconfirmed again; that is how money is stolen."""
        changed = self._form.accounts_led_elsewhere()
        if changed:
            self._errors.mark(
                "accounts",
                tr(
                    "{account} was confirmed by telephone and is changed: it counts as unconfirmed. Call a number that "
                    "you had before; a new account in a mail is how payments are stolen.",
                    account=changed[0].account,
                ),
                "yellow",
            )

    def _offer_change(self) -> None:
        ui = self._form.ui
        code = fold_code(ui.uscc.text())
        likely = suggest_uscc(code) if "uscc" in self._errors.marked() and len(code) == 18 else None
        ui.uscc_change.setVisible(likely is not None)
        if likely is not None:
            ui.uscc_change.setText(tr("Change it"))  # the sentence above names the code
            ui.uscc_change.setToolTip(tr("Change to {code}", code=likely))
            ui.uscc_change.setProperty("code", likely)

    def _take_suggestion(self) -> None:
        ui = self._form.ui
        ui.uscc.setText(str(ui.uscc_change.property("code")))
        self._edited()
        ui.uscc.setFocus()
