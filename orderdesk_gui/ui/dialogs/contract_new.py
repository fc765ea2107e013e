"""Asks from which quotation, by which template and in which language a contract is to be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk_gui.rules.contracts import TITLES
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.style import HINT, KIND
from orderdesk_gui.ui.widgets.delegates import ListRow, status_chip
from orderdesk_gui.ui.widgets.list_view import ListModel, ListView

if TYPE_CHECKING:
    from orderdesk_gui.ui.background import Background


class NewContractDialog(QDialog):
    """`make(quote_id, template, language, title)` is called; None stands for what fits the quotation."""

    def __init__(
        self,
        jobs: Background,
        find: Callable[..., Any],
        make: Callable[[Any, str | None, str | None, str], Any],
        only: Any = None,
        parent: QWidget | None = None,
        *,
        their_own: Callable[[], Any] | None = None,
    ) -> None:
        """`find(desk, text, only)` gives quotations and templates; `only` is the quotation to start with.

        `their_own` is what to do where the customer has drawn up and signed a paper already.
        """
        super().__init__(parent)
        self._jobs, self._find, self._make, self._only = jobs, find, make, only
        self.setWindowTitle(tr("New contract"))
        self.setMinimumWidth(520)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        head = QLabel(tr("New contract"))
        head.setFont(theme.font(15, bold=True))
        column.addWidget(head)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Quotation: number or customer"))
        self.search.setAccessibleName(tr("Quotation: number or customer"))
        self.search.setVisible(only is None)
        column.addWidget(self.search)
        self.model = ListModel(parent=self)
        self.list = ListView(self.model, tr("Quotations that are won or still open"), 48)
        self.list.setFixedHeight(240 if only is None else 48)
        self.list.opened.connect(lambda _id: self._confirm())
        column.addWidget(self.list)
        form = QFormLayout()
        form.setSpacing(8)
        self.template, self.language, self.title = QComboBox(), QComboBox(), QComboBox()
        self.template.addItem(tr("As fits the goods and the customer"), None)
        for text, key in (
            (tr("As the template says"), None),
            (tr("Chinese"), "zh"),
            (tr("English"), "en"),
            (tr("Chinese and English"), "both"),
        ):
            self.language.addItem(text, key)
        for zh, en in TITLES.items():
            self.title.addItem(f"{zh}  {en}", zh)
        for label, field in (
            (tr("Template"), self.template),
            (tr("Language"), self.language),
            (tr("Title"), self.title),
        ):
            field.setAccessibleName(label)
            form.addRow(label, field)
        column.addLayout(form)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setForegroundRole(self.palette().ColorRole.BrightText)
        self.problem.hide()
        column.addWidget(self.problem)
        column.addLayout(self._buttons(their_own))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(150)
        self._wait.timeout.connect(self._ask)
        self.search.textEdited.connect(lambda _text: self._wait.start())
        self._ask()

    def _buttons(self, their_own: Callable[[], Any] | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if their_own is not None:
            filing = QPushButton(tr("File their signed paper…"))
            filing.setProperty(KIND, "link")
            filing.setAutoDefault(False)
            filing.clicked.connect(their_own)
            row.addWidget(filing)
        row.addStretch()
        cancel = QPushButton(tr("Cancel"))
        cancel.setProperty(HINT, "Esc")
        cancel.clicked.connect(self.reject)
        self.confirm = QPushButton(tr("Make contract"))
        self.confirm.setProperty(KIND, "primary")
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self._confirm)
        row.addWidget(cancel)
        row.addWidget(self.confirm)
        return row

    def _ask(self) -> None:
        self._jobs.read(self._find, self.search.text().strip(), self._only, done=self._show, owner=self)

    def _show(self, found: Any) -> None:
        quotations, templates = found
        self.model.set_rows(
            [
                ListRow(one.id, one.customer, one.amount, one.number, status_chip(one.status))
                for one in quotations
            ]
        )  # fmt: skip
        self.list.choose_first()
        self.confirm.setEnabled(bool(quotations))
        if self.template.count() == 1:
            for template in templates:
                words = template.title_zh if current_language() == "zh" else template.title_en
                self.template.addItem(words, template.key)

    def _confirm(self) -> None:
        chosen = self.list.current_id()
        if chosen is not None:
            self._make(
                chosen, self.template.currentData(), self.language.currentData(), self.title.currentData()
            )  # fmt: skip

    def show_error(self, error: BaseException) -> bool:
        """Show what is wrong above the buttons; False for a mistake of the program."""
        if not isinstance(error, UserError):
            return False
        self.problem.setText(str(error))
        self.problem.show()
        return True
