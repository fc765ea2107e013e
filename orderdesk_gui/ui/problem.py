"""Tells of an error in a sentence: what went wrong, that the typed work is kept, details to copy."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import UserError, tr

_log = logging.getLogger(__name__)


class ProblemDialog(QDialog):
    """A sentence, with the details folded away."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.problem_dialog import Ui_ProblemDialog

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


def sentence(error: BaseException) -> str:
    """What a person is told of `error`."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, PermissionError):
        return tr(
            "The file or folder {name} cannot be written. Check that it is not open elsewhere and that you may "
            "write there.",
            name=error.filename or "",
        )
    if isinstance(error, OSError):
        return tr("The computer reports: {reason}", reason=error.strerror or str(error))
    return tr(
        "This did not work because of a mistake in the program. What you typed is kept. "
        "Copy the details and send them to whoever looks after OrderDesk for you."
    )


def details(error: BaseException) -> str:
    """What helps to find the mistake: versions and the trace."""
    import platform
    import traceback

    from orderdesk_gui import __name__ as name

    trace = "".join(traceback.format_exception(error))
    return f"{name}, Python {platform.python_version()}, {platform.platform()}\n\n{trace}"


def catch_everything(show: Callable[[BaseException], None]) -> None:
    """From now on an error nobody caught is logged and told of by `show`, and the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("uncaught error", exc_info=(kind, error, trace))
        show(error)

    sys.excepthook = hook
