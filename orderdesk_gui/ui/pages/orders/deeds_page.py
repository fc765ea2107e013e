"""What the verbs, figures and sheets of an order need of the page that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from orderdesk_gui.ui.record_page import RecordPage

from . import asks
from .draft import Draft

if TYPE_CHECKING:
    from .terms_panel import TermsPanel


class DeedsPage(RecordPage):
    """The page of orders, as its parts see it."""

    opened: asks.Opened | None
    terms: TermsPanel

    def order_id(self) -> UUID | None:
        """The id of the saved order that is shown."""
        return self.opened.draft.id if self.opened is not None and self.on_sheet() else None

    def record_id(self) -> UUID | None:
        return self.order_id()

    def open_dialog(self, dialog: QDialog) -> None:
        """Show a dialog that deletes itself."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def typed(self) -> Draft | None:
        """The draft as it stands in grid and terms."""
        raise NotImplementedError

    def toggle_terms(self) -> None:
        """Ctrl+T."""
        raise NotImplementedError

    def show_new(self, opened: asks.Opened) -> None:
        """Show an order that is not saved yet, ready to type."""
        raise NotImplementedError

    def saved(self, saved: Any, draft: Draft) -> None:
        """`draft` was saved."""
        raise NotImplementedError

    def clear_errors(self) -> None:
        """Nothing is wrong until somebody says so."""
        raise NotImplementedError
