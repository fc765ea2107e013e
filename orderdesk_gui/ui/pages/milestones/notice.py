"""Tells the customer: one of the four messages in ready words, copied to the clipboard and noted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.inquiries import CHANNEL_NAMES
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.milestone_notices import NoticeFacts, notice
from orderdesk_gui.rules.milestone_templates import TOUCHPOINTS
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.segmented import SegmentedControl

_CHANNELS = ("wechat", "email", "phone", "other")


class NoticeDialog(QDialog):
    """`confirmed(text, channel)` is called once the text is on the clipboard; the page closes the dialog."""

    def __init__(
        self, customer: str, touchpoint: str, facts: NoticeFacts, confirmed: Callable[[str, str], None],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        from orderdesk_gui._built.forms.step_notice import Ui_StepNotice

        self.ui = ui = Ui_StepNotice()
        ui.setupUi(self)
        self._touchpoint, self._facts, self._confirmed = touchpoint, facts, confirmed
        ui.who.setText(customer)
        ui.who.setFont(theme.font(15, bold=True))
        ui.who.setWordWrap(True)
        ui.told.setText(f"{TOUCHPOINTS[touchpoint]} · {facts.number}")
        ui.hint.setFont(theme.font(12))
        quieten([ui.told, ui.hint])
        self.language = SegmentedControl(tr("Language of the message"), [("zh", tr("Chinese")), ("en", tr("English"))])
        self.language.set_value(current_language())
        ui.language_slot.addWidget(self.language)
        for key in _CHANNELS:
            ui.channel.addItem(str(CHANNEL_NAMES[key]), key)
        self.errors = FieldErrors(self)
        self.errors.add("text", ui.text)
        self.language.changed.connect(lambda _language: self._write())
        ui.save.clicked.connect(self._save)
        ui.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._save)
        self._write()
        ui.text.setFocus()

    def show_error(self, error: BaseException) -> bool:
        """Stand the error at the text; False for a mistake of the program."""
        if isinstance(error, UserError):
            self.errors.mark("text", str(error))
        return isinstance(error, UserError)

    def _write(self) -> None:
        self.ui.text.setPlainText(notice(self._touchpoint, self._facts, self.language.value()))

    def _save(self) -> None:
        text = self.ui.text.toPlainText().strip()
        QGuiApplication.clipboard().setText(text)
        self._confirmed(text, str(self.ui.channel.currentData()))
