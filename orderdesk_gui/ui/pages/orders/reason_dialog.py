"""Asks for a reason before something final is done to an order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors


class ReasonDialog(QDialog):
    """`confirmed(reason)` is called; the dialog closes when the page says that it was noted."""

    def __init__(
        self,
        title: str,
        hint: str,
        verb: str,
        confirmed: Callable[[str], None],
        *,
        needed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.orders_reason import Ui_OrdersReason

        self.ui = Ui_OrdersReason()
        self.ui.setupUi(self)
        self.setWindowTitle(verb)
        self._confirmed, self._needed = confirmed, needed
        self.ui.title.setText(title)
        self.ui.title.setFont(theme.font(15, bold=True))
        self.ui.hint.setText(hint)
        self.ui.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.ui.hint.setVisible(bool(hint))
        self.ui.confirm.setText(verb)
        self.errors = FieldErrors(self)
        self.errors.add("reason", self.ui.reason)
        self.ui.confirm.clicked.connect(self._confirm)
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.reason.setFocus()

    def _confirm(self) -> None:
        reason = self.ui.reason.text().strip()
        if self._needed and not reason:
            self.errors.mark("reason", tr("Say why."))
            self.ui.reason.setFocus()
            return
        self._confirmed(reason)

    def show_error(self, error: BaseException) -> bool:
        """Stand the error at the reason; False for a mistake of the program."""
        if not isinstance(error, UserError):
            return False
        self.errors.mark("reason", str(error))
        return True
