"""What needs no contract to be open: a new one, the customer's own signed paper, the clause library."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from orderdesk_gui.rules.contract_library import LibraryClause, Template
from orderdesk_gui.rules.contract_making import from_library
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.pages.contracts import asks
from orderdesk_gui.ui.pages.contracts.deeds import Host
from orderdesk_gui.ui.pages.contracts.sheet import Sheet


class Beginnings(QObject):
    """Asks what it needs to know and does it in the background; the page shows what came of it."""

    def __init__(self, page: Host, sheet: Sheet) -> None:
        super().__init__(page)
        self._page, self._sheet = page, sheet
        self._jobs, self._shell = page.shell.jobs, page.shell

    def new(self, only: Any = None) -> None:
        """Ask from which quotation (`only`: this one), then make the contract."""
        from orderdesk_gui.ui.dialogs.contract_new import NewContractDialog

        def done(saved: Any) -> None:
            dialog.accept()
            self._page.open(saved.id)
            words = " ".join(str(one) for one in saved.warnings)
            self._shell.toast(words or tr("{number} made", number=saved.number), tone="yellow" if words else "green")

        def make(*choice: Any) -> None:
            self._jobs.write(asks.from_quote, *choice, done=done, failed=dialog.show_error, owner=self._page)

        def their_own() -> None:
            dialog.reject()
            self.file_signed()

        dialog = NewContractDialog(self._jobs, asks.quotations, make, only, self._page, their_own=their_own)
        dialog.open()

    def file_signed(self, customer_id: UUID | None = None, quote_id: UUID | None = None) -> None:
        """File the customer's own signed paper; what is known of it stands ready."""
        from orderdesk_gui.ui.dialogs.contract_file import FileSignedDialog

        def done(saved: Any) -> None:
            dialog.accept()
            self._page.open(saved.id)
            self._shell.toast(tr("Filed as {number}", number=saved.number))

        def file(*paper: Any) -> None:
            self._jobs.write(asks.file_signed, *paper, done=done, failed=dialog.show_error, owner=self._page)

        dialog = FileSignedDialog(
            self._jobs, asks.customer_known, file, self._page, customer_id=customer_id, quote_id=quote_id
        )
        dialog.open()

    def library(self) -> None:
        """Read the clause library; where a contract is edited, a clause can be put in from there."""
        from orderdesk_gui.ui.dialogs.contract_library import LibraryDialog

        opened = self._sheet.opened
        editable = opened is not None and opened.view.editable

        def insert(clause: LibraryClause) -> None:
            self._sheet.headings.setCurrentRow(clause.heading)
            contract = self._sheet.contract
            if contract is not None and any(one.library_key == clause.key for one in contract.clauses):
                self._shell.toast(tr("This clause stands in the contract already."), tone="blue")
            else:
                self._sheet.add_clause(from_library(clause))

        def ask(found: tuple[list[LibraryClause], list[Template]]) -> None:
            LibraryDialog(*found, insert if editable else None, self._sheet.heading, self._page).open()

        self._jobs.read(asks.library, done=ask, owner=self._page)
