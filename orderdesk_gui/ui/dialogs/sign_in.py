"""Asks who is working, and for their password or PIN; also the lock of a desk that was left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QListWidgetItem, QWidget

from orderdesk_gui.rules.access import ROLE_NAMES
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

if TYPE_CHECKING:
    from orderdesk_gui.actions.people import Person
    from orderdesk_gui.ui.background import Background

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def check(system: Any, login: str, secret: str, remember: bool | None) -> Any:
    """Sign in; the Seated person."""
    from orderdesk_gui.actions import starting

    return starting.sign_in(system, login, secret, remember)


class SignIn(QWidget):
    """A card in the middle of the window. With `locked_for` only that person is asked, until they choose otherwise."""

    signed_in = Signal(object)  # Seated

    def __init__(
        self,
        jobs: Background,
        system: Any,
        persons: Sequence[Person],
        locked_for: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.sign_in import Ui_SignIn

        self.jobs = jobs
        self._system = system
        self._persons = list(persons)
        self._locked_for = locked_for
        self.ui = Ui_SignIn()
        self.ui.setupUi(self)
        self.errors = FieldErrors(self)
        self.errors.add("password", self.ui.password)
        self.ui.persons.currentRowChanged.connect(self._chosen)
        self.ui.persons.itemActivated.connect(lambda _item: self.sign_in())
        self.ui.sign_in.clicked.connect(self.sign_in)
        self.ui.password.returnPressed.connect(self.sign_in)
        self.ui.other.clicked.connect(self._show_everybody)
        self._ink()
        self._fill()

    def person(self) -> Person | None:
        """The chosen person."""
        row = self.ui.persons.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def choose(self, name: str) -> None:
        """Put the cursor on the person with this name or login."""
        for row, person in enumerate(self._shown):
            if name in (person.name, person.login):
                self.ui.persons.setCurrentRow(row)

    def sign_in(self) -> None:
        """Enter: check what was typed."""
        person = self.person()
        if person is None:
            return
        self.ui.sign_in.setEnabled(False)
        remember = None if self.ui.remember.isHidden() else self.ui.remember.isChecked()
        self.jobs.run(
            check, self._system, person.login, self.ui.password.text(), remember,
            done=self.signed_in.emit, failed=self._failed, owner=self, title=tr("Signing in"),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.sign_in()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._ink()

    def _fill(self) -> None:
        locked = [person for person in self._persons if person.name == self._locked_for]
        self._shown = locked or self._persons
        ui = self.ui
        ui.title.setText(tr("Locked") if locked else tr("Who is working?"))
        ui.subtitle.setText(tr("Nobody worked here for a while. What you typed is kept.") if locked else "")
        ui.subtitle.setVisible(bool(locked))
        ui.remember.setVisible(not locked)  # who opens a lock says nothing about the next start
        ui.other.setVisible(bool(locked) and len(self._persons) > 1)
        ui.persons.clear()
        for person in self._shown:
            item = QListWidgetItem(icons.icon("user"), f"{person.name}    {ROLE_NAMES[person.role]}")
            item.setSizeHint(QSize(0, theme.ROW))
            ui.persons.addItem(item)
        ui.persons.setFixedHeight(min(8, max(1, len(self._shown))) * theme.ROW + 4)
        ui.persons.setCurrentRow(0)

    def _show_everybody(self) -> None:
        self._locked_for = ""
        self._fill()

    def _chosen(self, _row: int) -> None:
        person = self.person()
        self.errors.clear()
        self.ui.password.clear()
        asked = person is not None and person.password
        self.ui.secret_row.setVisible(asked)
        self.setFocusProxy(self.ui.password if asked else self.ui.persons)  # the window gives the focus to the card
        self.setFocus()

    def _failed(self, error: BaseException) -> bool:
        self.ui.sign_in.setEnabled(True)
        if not isinstance(error, UserError):
            return False
        self.errors.mark("password", str(error))
        self.ui.password.selectAll()
        self.ui.password.setFocus()
        return True

    def _ink(self) -> None:
        self.ui.title.setFont(theme.font(17, bold=True))
        self.ui.subtitle.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        shown = self.palette()
        shown.setColor(QPalette.ColorRole.Window, QColor(theme.colours().ground))
        self.setPalette(shown)
