"""Asks why a quotation was lost, or why a paper is void."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.quotes import LOSS_REASONS
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors


class LostDialog(QDialog):
    """`confirmed(reason, note, failed)` is called; the dialog closes when the page says that it was noted."""

    def __init__(
        self,
        number: str,
        confirmed: Callable[[str, str], None],
        *,
        void: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.lost_dialog import Ui_LostDialog

        self.ui = Ui_LostDialog()
        self.ui.setupUi(self)
        self._confirmed = confirmed
        self._void = void
        for key, text in LOSS_REASONS.items():
            self.ui.reason.addItem(str(text), key)
        self.ui.title.setFont(theme.font(15, bold=True))
        self.ui.title.setText(number)
        self.errors = FieldErrors(self)
        self.errors.add("reason", self.ui.reason)
        self.errors.add("note", self.ui.note)
        if void:
            self.setWindowTitle(tr("Void"))
            self.ui.reason.hide()
            self.ui.reason_label.hide()
            self.ui.note_label.setText(tr("Why is it void?"))
            self.ui.note.setAccessibleName(tr("Why is it void?"))
            self.ui.confirm.setText(tr("Declare void"))
        self.ui.confirm.clicked.connect(self._confirm)
        self.ui.cancel.clicked.connect(self.reject)
        (self.ui.note if void else self.ui.reason).setFocus()

    def _confirm(self) -> None:
        self._confirmed("" if self._void else str(self.ui.reason.currentData()), self.ui.note.text().strip())

    def show_error(self, error: BaseException) -> bool:
        """Stand the error at its field; False for a mistake of the program."""
        if not isinstance(error, UserError):
            return False
        field = {"loss_reason": "reason", "loss_remark": "note"}.get(error.field, "note")
        self.errors.mark(field, str(error))
        return True
