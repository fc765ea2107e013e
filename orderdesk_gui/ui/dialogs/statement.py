"""A customer's month: what was delivered and received, the statement of it, and whether it changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.language import Message, UserError, current_language, tr
from orderdesk_gui.rules.money import format_amount
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.dialogs.paper import PaperDialog
from orderdesk_gui.ui.style import HINT, KIND
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.actions.quotes_papers import Issued
    from orderdesk_gui.ui.background import Background

_MONTHS = 24


@dataclass(frozen=True)
class Shown:
    """A month as the dialog shows it; `number` is empty until it is issued, `changed` says that it changed since."""

    month: Any
    number: str
    changed: Message | None


def read(desk: Desk, customer_id: UUID, month: dt.date) -> Shown:
    """The month as its facts say it now, and its newest statement."""
    from orderdesk_gui.actions import statements, statements_papers

    now = statements.compute(desk, customer_id, month)
    issued = statements_papers.list_statements(desk, customer_id, month)
    newest = next((one for one in issued if one.newest and one.currency == now.account.currency), None)
    changed = statements_papers.changed_since(desk, newest) if newest is not None else None
    number = f"{newest.number} R{newest.revision}" if newest is not None else ""
    return Shown(now, number, changed.sentence if changed is not None else None)


def preview(desk: Desk, customer_id: UUID, month: dt.date) -> bytes:
    """The PDF as it would be issued."""
    from orderdesk_gui.actions import statements_papers

    return statements_papers.preview(desk, customer_id, month)


def workbook(desk: Desk, customer_id: UUID, month: dt.date) -> tuple[str, bytes]:
    """File name and xlsx."""
    from orderdesk_gui.actions import statements_papers

    return statements_papers.workbook(desk, customer_id, month)


def issue(desk: Desk, customer_id: UUID, month: dt.date) -> Issued:
    """Issue the statement, or the next revision of it."""
    from orderdesk_gui.actions import statements_papers

    return statements_papers.issue(desk, customer_id, month)


def _text(entry: Any) -> str:
    return str(entry.text_en if current_language() == "en" else entry.text_zh)


COLUMNS = (
    Column("day", "Day", 96, lambda entry: entry.day),
    Column("number", "Number", 160, lambda entry: entry.number),
    Column("text", "Particulars", 260, _text, stretch=True),
    Column("charged", "Charged", 110, lambda entry: entry.charged, places=2, right=True),
    Column("paid", "Received", 110, lambda entry: entry.paid, places=2, right=True),
    Column("balance", "Balance", 120, lambda entry: entry.balance, places=2, right=True),
)


class StatementDialog(QDialog):
    """Ctrl+P shows the paper, Ctrl+S saves the workbook, Ctrl+Return issues; `told` gets a sentence for a notice."""

    def __init__(
        self,
        jobs: Background,
        customer_id: UUID,
        name: str,
        today: dt.date,
        told: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._customer_id, self._told = jobs, customer_id, told
        self.setWindowTitle(tr("Statement of account"))
        title = QLabel(tr("Statement of {customer}", customer=name))
        title.setFont(theme.font(15, bold=True))
        title.setWordWrap(True)
        self.months = QComboBox()
        self.months.setAccessibleName(tr("Month"))
        for back in range(_MONTHS):
            whole = today.year * 12 + today.month - 1 - back
            first = dt.date(whole // 12, whole % 12 + 1, 1)
            self.months.addItem(f"{first:%Y-%m}", first)
        self.model = TableModel(COLUMNS, self)
        self.table = DataTable(self.model, tr("Deliveries and receipts of the month"))
        self.table.setMinimumHeight(260)
        self.table.set_empty("receipt", tr("Nothing in this month"), tr("Nothing was delivered or received."), [])
        self.sums, self.state = QLabel(), QLabel()
        self.state.setWordWrap(True)
        self.state.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._lay_out(title)
        self.months.currentIndexChanged.connect(self._read)
        self.resize(900, 520)
        self._read()

    def _lay_out(self, title: QLabel) -> None:
        head = QHBoxLayout()
        head.addWidget(title, 1)
        label = QLabel(tr("Month"))
        label.setBuddy(self.months)
        head.addWidget(label)
        head.addWidget(self.months)
        row = QHBoxLayout()
        row.addStretch(1)
        self.buttons: dict[str, QPushButton] = {}
        for key, text, icon, keys, run, kind in (
            ("preview", tr("Preview"), "eye", "Ctrl+P", self.preview, "normal"),
            ("workbook", tr("Save as workbook…"), "download", "Ctrl+S", self.save, "normal"),
            ("issue", tr("Issue"), "send", "Ctrl+Return", self.issue, "primary"),
            ("close", tr("Close"), "x", "Esc", self.reject, "normal"),
        ):
            button = QPushButton(text)
            button.setAccessibleName(text)
            button.setAutoDefault(False)
            button.setProperty(KIND, kind)
            button.setProperty(HINT, keys)
            icons.set_icon(button, icon)
            button.clicked.connect(run)
            if keys != "Esc":
                QShortcut(QKeySequence(keys), self).activated.connect(run)
            row.addWidget(button)
            self.buttons[key] = button
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.sums)
        column.addWidget(self.state)
        column.addLayout(row)
        self.months.setFocus()

    def month(self) -> dt.date:
        """The first day of the month that is chosen."""
        first: dt.date = self.months.currentData()
        return first

    def _read(self) -> None:
        self._jobs.read(read, self._customer_id, self.month(), done=self._show, failed=self._failed, owner=self)

    def _show(self, shown: Shown) -> None:
        now = shown.month
        if now.first != self.month():
            return
        self.model.set_rows(list(now.entries))
        keys, currency = ("opening", "charged", "paid", "closing"), now.account.currency
        values = {key: format_amount(getattr(now, key), currency) for key in keys}
        words = "Opening {opening} + charged {charged} − received {paid} = closing {closing}"
        self.sums.setText(tr(words, **values))
        if shown.changed is not None:
            said = str(shown.changed)
        else:
            said = tr("Issued as {number}.", number=shown.number) if shown.number else tr("Not issued yet.")
        self.state.setText(said)
        self.buttons["issue"].setEnabled(not shown.number or shown.changed is not None)

    def _failed(self, error: BaseException) -> bool:
        if isinstance(error, UserError):
            self.state.setText(str(error))
            return True
        return False

    def preview(self) -> None:
        """The paper as it would be issued."""

        def done(content: bytes) -> None:
            PaperDialog(tr("Preview"), f"{tr('Monthly statement')}.pdf", content, self).open()

        self._jobs.read(preview, self._customer_id, self.month(), done=done, failed=self._failed, owner=self)

    def save(self) -> None:
        """The workbook, where the person says."""

        def done(made: tuple[str, bytes]) -> None:
            name, _filter = QFileDialog.getSaveFileName(self, tr("Save as workbook…"), made[0], "Excel (*.xlsx)")
            if name:
                Path(name).write_bytes(made[1])

        self._jobs.read(workbook, self._customer_id, self.month(), done=done, failed=self._failed, owner=self)

    def issue(self) -> None:
        """Freeze the month, and show the paper that is kept."""
        if not self.buttons["issue"].isEnabled():
            return

        def done(issued: Any) -> None:
            self._told(tr("{name} is issued", name=issued.file_name))
            self._read()
            PaperDialog(tr("Statement of account"), issued.file_name, issued.content, self).open()

        self._jobs.write(
            issue, self._customer_id, self.month(), done=done, failed=self._failed, owner=self, title=tr("Issue")
        )
