"""Tells of an error in a dialog: what went wrong, that the typed work is kept, details to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui._built.forms.problem_dialog import Ui_ProblemDialog
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui.problem import details, sentence


class ProblemDialog(QDialog):
    """A sentence, with the details folded away."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_ProblemDialog()
        self.ui.setupUi(self)
        self.ui.sentence.setText(sentence(error))
        mendable = isinstance(error, UserError)
        if mendable:
            self.setWindowTitle(tr("Please check"))
        self.ui.details.setPlainText(details(error))
        self.ui.details.hide()
        self.ui.show_details.setVisible(not mendable)
        self.ui.copy_details.setVisible(not mendable)
        self.ui.show_details.toggled.connect(self._show_details)
        self.ui.copy_details.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.ui.details.toPlainText()))
        self.ui.close_dialog.clicked.connect(self.accept)
        self.ui.close_dialog.setFocus()
        self._show_details(False)

    def _show_details(self, shown: bool) -> None:
        self.ui.details.setVisible(shown)
        self.adjustSize()
