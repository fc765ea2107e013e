"""The plan of the chosen order: its steps in a table, reported on by keyboard, and what is at risk beside them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QSizePolicy

from orderdesk_gui.rules.language import tr
from orderdesk_gui.rules.milestone_templates import TOUCHPOINTS
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.figures import show_date
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Page
from orderdesk_gui.ui.pages.milestones import asks
from orderdesk_gui.ui.pages.milestones.columns import level_chip, named, spare_words, step_columns
from orderdesk_gui.ui.pages.milestones.notice import NoticeDialog
from orderdesk_gui.ui.pages.milestones.report import ReportDialog
from orderdesk_gui.ui.pages.milestones.warnings import WarningsPane
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel


class StepTable(DataTable):
    """Space begins or finishes the step under the cursor, Enter asks for everything."""

    next_asked = Signal(object)  # the step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            if self.current_row() is not None:
                self.next_asked.emit(self.current_row())
        else:
            super().keyPressEvent(event)


class PlanPane(QObject):
    """Fills the lower half of the page's form."""

    def __init__(self, page: Page, ui: Any) -> None:
        super().__init__(page)
        self._page, self._ui, self._shell = page, ui, page.shell
        self.followed: Any = None
        self.model = TableModel(step_columns(), self)
        self.steps = StepTable(self.model, tr("Steps of the plan"))
        self.warnings = WarningsPane()
        ui.steps_slot.addWidget(self.steps)
        ui.warnings_slot.addWidget(self.warnings)
        ui.customer.setFont(theme.font(15, bold=True))
        ui.warnings_title.setFont(theme.font(13, bold=True))
        ui.warnings_title.setContentsMargins(16, 0, 0, 0)
        quieten([ui.subline])
        for label in (ui.customer, ui.subline):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for button, name in ((ui.open_order, "external-link"), (ui.tell, "send"), (ui.report, "checkbox")):
            icons.set_icon(button, name)
        self.steps.opened.connect(self.report)
        self.steps.next_asked.connect(self.begin_or_finish)
        self.warnings.answered.connect(self._answer)
        ui.report.clicked.connect(lambda: self.report(self.steps.current_row()))
        ui.tell.clicked.connect(self.tell_menu)
        ui.open_order.clicked.connect(self.open_order)

    def show_order(self, followed: Any) -> None:
        """Show an order; the cursor stays on its step, or goes to the one that is due."""
        same = self.followed is not None and self.followed.id == followed.id
        row = self.steps.currentIndex().row() if same else -1
        self.followed = followed
        plan = followed.plan
        steps = plan.steps if plan is not None else ()
        self._show_head(followed)
        self.steps.set_empty(
            "list-check", tr("This order has no plan"), tr("A plan is made when the order is confirmed.")
        )
        self.model.set_rows(steps)
        if steps:
            open_ = [n for n, step in enumerate(steps) if step.done is None]
            self.steps.select_row(row if 0 <= row < len(steps) else open_[0] if open_ else 0)
        self.warnings.show_warnings(followed.warnings, followed.may_plan)

    def _show_head(self, followed: Any) -> None:
        ui = self._ui
        ui.sign.set_chip(level_chip(followed.level))
        ui.customer.setText(followed.customer)
        spare = None
        if followed.promised is not None and followed.forecast is not None:
            spare = (followed.promised - followed.forecast).days
        parts = [
            followed.number,
            tr("promised {day}", day=show_date(followed.promised)) if followed.promised else "",
            tr("forecast {day}", day=show_date(followed.forecast)) if followed.forecast else "",
            spare_words(spare),
            tr("rush order") if followed.plan is not None and followed.plan.rush else "",
        ]
        ui.subline.setText(" · ".join(part for part in parts if part))
        ui.report.setVisible(followed.may_plan)
        ui.report.setEnabled(followed.plan is not None)
        ui.tell.setVisible(followed.may_plan)

    # Reports ------------------------------------------------------------------------------------------

    def begin_or_finish(self, step: Any) -> None:
        """Space: the step begins now, or is done now; one with an inspection asks for its result first."""
        if not self.followed.may_plan or step.done is not None:
            return
        if step.gate and step.begun is not None and step.gate_result != "passed":
            self.report(step)
            return
        finish = step.begun is not None or step.kind == "milestone"
        said = tr("{step}: done", step=_name(step)) if finish else tr("{step}: begun", step=_name(step))
        self._write(asks.begin_or_finish, step.id, finish, said=said)

    def report(self, step: Any) -> None:
        """Enter: everything that can be reported of a step."""
        if step is None or not self.followed.may_plan:
            return
        dialog = ReportDialog(step, lambda what: self._report(dialog, step, what), self._page)
        dialog.open()

    def _report(self, dialog: ReportDialog, step: Any, what: asks.Reported) -> None:
        def done(_changes: Any) -> None:
            dialog.accept()
            self.steps.setFocus()

        said = tr("{step}: reported", step=_name(step))
        self._write(asks.report, step.id, what, said=said, done=done, failed=dialog.show_error)

    def _write(self, fn: Any, *args: Any, said: str, done: Any = None, failed: Any = None) -> None:
        def noted(changes: Any) -> None:
            self._shell.toast(said, (lambda: self._undo(changes.tx)) if changes.tx else None)
            if done is not None:
                done(changes)

        self._shell.jobs.write(fn, *args, done=noted, failed=failed, owner=self._page)

    def _undo(self, tx: str) -> None:
        said = tr("Undone")
        self._shell.jobs.write(asks.undo, tx, done=lambda _changes: self._shell.toast(said), owner=self._page)

    def _answer(self, warning_id: UUID, cause: str, response: str) -> None:
        self._shell.jobs.write(asks.answer, warning_id, cause, response, owner=self._page)

    # The customer -------------------------------------------------------------------------------------

    def tell_menu(self) -> None:
        """Which of the four messages; those that the customer has had bear a tick."""
        if self.followed is None or not self.followed.may_plan:
            return
        menu = self.messages()
        button = self._ui.tell
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def messages(self) -> QMenu:
        """The menu of messages."""
        menu = QMenu(self._page)
        for key, name in TOUCHPOINTS.items():
            told = key in self.followed.told
            text = tr("{message} (told)", message=name) if told else str(name)
            menu.addAction(icons.icon("check" if told else "send"), text, lambda key=key: self.tell(key))
        return menu

    def tell(self, touchpoint: str) -> None:
        """The text of a message, to be copied and noted."""
        followed = self.followed

        def confirmed(text: str, channel: str) -> None:
            said = tr("Copied, and noted that the customer was told")
            self._write(
                asks.tell, followed.id, touchpoint, text, channel, said=said,
                done=lambda _changes: dialog.accept(), failed=dialog.show_error,
            )  # fmt: skip

        dialog = NoticeDialog(followed.customer, touchpoint, followed.facts, confirmed, self._page)
        dialog.open()

    def open_order(self) -> None:
        """The order itself, on its page."""
        if self.followed is not None:
            self._page.navigate.emit("orders", self.followed.id)


def _name(step: Any) -> str:
    return named(step.name_zh, step.name_en)
