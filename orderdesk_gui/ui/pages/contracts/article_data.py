"""The data behind two articles: the payment terms of article 7 and the annexes of article 16, each in a dialog."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.rules.contracts import Annex, Contract
from orderdesk_gui.rules.language import tr
from orderdesk_gui.rules.payment import PaymentTerms
from orderdesk_gui.ui import icons
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.pages.contracts import asks
from orderdesk_gui.ui.pages.contracts.sheet import Sheet

PAYMENT, ANNEXES = 7, 16


class ArticleData(QObject):
    """Shows its button at those articles; what is applied there brings its clauses and checks at once."""

    def __init__(self, ui: Ui_ContractsPage, sheet: Sheet, jobs: Background, page: QWidget) -> None:
        super().__init__(page)
        self._ui, self._sheet, self._jobs, self._page = ui, sheet, jobs, page
        ui.data_button.clicked.connect(self.run)
        sheet.heading_shown.connect(self.show)

    def show(self, heading: int) -> None:
        """The button for the article that is shown, none where there is nothing to choose."""
        opened, button = self._sheet.opened, self._ui.data_button
        button.setVisible(opened is not None and opened.view.editable and heading in (PAYMENT, ANNEXES))
        button.setText(tr("Payment terms…") if heading == PAYMENT else tr("Annexes…"))
        button.setAccessibleName(button.text())
        button.setToolTip(f"{button.text()}  F4")
        icons.set_icon(button, "cash" if heading == PAYMENT else "paperclip")

    def run(self) -> None:
        """F4: what stands behind the article that is shown, elsewhere the value under the cursor."""
        if self._sheet.heading == ANNEXES:
            self.annexes()
        elif self._sheet.heading == PAYMENT:
            self.payment()
        elif self._sheet.opened is not None:
            self._sheet.editor.placeholder_at_cursor()

    def payment(self) -> None:
        """Edit the payment terms; the clause, the amounts and the checks follow."""
        from orderdesk_gui.ui.dialogs.contract_payment import PaymentDialog

        contract = self._may_edit()
        if contract is None:
            return

        def taken(terms: PaymentTerms) -> None:
            self._go_to(PAYMENT)
            if self._sheet.contract is not None and terms != self._sheet.contract.payment:
                self._sheet.follow(replace(self._sheet.contract, payment=terms))
                self._sheet.check()

        PaymentDialog(contract.payment, contract.total, contract.currency, taken, self._page).open()

    def annexes(self) -> None:
        """Edit the annexes; the clause that lists them comes and goes with them."""
        from orderdesk_gui.ui.dialogs.contract_annexes import AnnexesDialog

        contract, opened = self._may_edit(), self._sheet.opened
        if contract is None or opened is None:
            return

        def taken(annexes: tuple[Annex, ...]) -> None:
            self._go_to(ANNEXES)
            if self._sheet.contract is not None and annexes != self._sheet.contract.annexes:
                self._sheet.follow(replace(self._sheet.contract, annexes=annexes))
                self._sheet.check()

        def ask(files: list[str]) -> None:
            AnnexesDialog(contract.annexes, files, taken, self._page).open()

        self._jobs.read(asks.attached, opened.view.id, done=ask, owner=self._page)

    def _may_edit(self) -> Contract | None:
        opened = self._sheet.opened
        return self._sheet.contract if opened is not None and opened.view.editable else None

    def _go_to(self, heading: int) -> None:
        self._sheet.headings.setCurrentRow(heading)
