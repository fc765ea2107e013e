"""Shows what looks wrong in an order before it is confirmed, and asks why it is right all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors, FieldNote

_ROWS_SHOWN, _ROW = 8, 26


class OrderAlarmsDialog(QDialog):
    """`confirmed(reason)` is called; the page closes the dialog once the order is confirmed."""

    def __init__(
        self, number: str, sentences: Sequence[str], confirmed: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.order_alarms import Ui_OrderAlarms

        self.ui = Ui_OrderAlarms()
        self.ui.setupUi(self)
        self._confirmed = confirmed
        ui = self.ui
        ui.title.setFont(theme.font(15, bold=True))
        ui.title.setText(tr("{number}: look at it once more", number=number))
        ui.hint.setText(tr("Your answer is kept. It is asked again only when these figures change."))
        ui.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for sentence in sentences:
            ui.alarms_column.addWidget(FieldNote(sentence, "yellow"))
        ui.alarms_column.addStretch()
        ui.scroll.setMinimumHeight(_ROW * min(len(sentences), _ROWS_SHOWN) + 8)
        self.errors = FieldErrors(self)
        self.errors.add("reason", ui.reason)
        ui.confirm.clicked.connect(self._confirm)
        ui.cancel.clicked.connect(self.reject)
        ui.reason.setFocus()

    def _confirm(self) -> None:
        reason = self.ui.reason.text().strip()
        if not reason:
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
