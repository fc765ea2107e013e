"""What the dialogs of contracts share: a title, a sentence, a body, a place for what is wrong, and buttons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.style import HINT, KIND
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

SCANS = "*.pdf *.png *.jpg *.jpeg *.tif *.tiff"


class ContractDialog(QDialog):
    """Put the content into `body`, then call `add_buttons`."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None, width: int = 520) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        head = QLabel(title)
        head.setFont(theme.font(15, bold=True))
        column.addWidget(head)
        if sentence:
            text = QLabel(sentence)
            text.setWordWrap(True)
            text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            column.addWidget(text)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body, 1)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setForegroundRole(QPalette.ColorRole.BrightText)
        self.problem.hide()
        column.addWidget(self.problem)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        column.addLayout(self._buttons)
        self.errors = FieldErrors(self)
        self.finished.connect(self.deleteLater)

    def add_buttons(
        self, confirm: str, run: Callable[[], Any], *, left: QPushButton | None = None, long: bool = False
    ) -> QPushButton:
        """Cancel and `confirm`; with `long` Enter makes a line in the fields and Ctrl+Enter confirms."""
        if left is not None:
            self._buttons.addWidget(left)
        self._buttons.addStretch()
        cancel = QPushButton(tr("Cancel"))
        cancel.setProperty(HINT, "Esc")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        done = QPushButton(confirm)
        done.setProperty(KIND, "primary")
        done.clicked.connect(run)
        if long:
            done.setAutoDefault(False)
            done.setProperty(HINT, "Ctrl+Enter")
            for key in ("Ctrl+Return", "Ctrl+Enter"):
                QShortcut(QKeySequence(key), self).activated.connect(done.click)
        else:
            done.setDefault(True)
        self._buttons.addWidget(cancel)
        self._buttons.addWidget(done)
        return done

    def say(self, sentence: str) -> None:
        """Say what is wrong above the buttons; nothing takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def show_error(self, error: BaseException) -> bool:
        """Stand the error at its field, or above the buttons; False for a mistake of the program."""
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error):
            self.say(str(error))
        return True


class FileField(QWidget):
    """The path of a scan: typed, chosen, or a file dropped on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.path = QLineEdit()
        self.path.setAcceptDrops(False)
        self.path.setAccessibleName(tr("Scan"))
        self.path.setPlaceholderText(tr("Drop a PDF or picture here"))
        row.addWidget(self.path, 1)
        choose = QPushButton(tr("Choose…"))
        choose.setAutoDefault(False)
        icons.set_icon(choose, "folder")
        choose.clicked.connect(self._choose)
        row.addWidget(choose)
        self.setFocusProxy(self.path)

    def _choose(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, tr("Scan"), "", f"{tr('Scans')} ({SCANS})")
        if name:
            self.path.setText(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.path.setText(str(Path(files[0])))
            event.acceptProposedAction()
