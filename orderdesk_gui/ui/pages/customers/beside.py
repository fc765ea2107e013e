"""What is written beside the form of a customer at once: talks, to-dos, files, confirmed accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.customers import data as customers_data

if TYPE_CHECKING:
    from orderdesk_gui.rules.customers import Customer
    from orderdesk_gui.ui.pages.customers.fields import CustomerForm
    from orderdesk_gui.ui.pages.customers.side import SideColumn


class Shown(Protocol):
    """The customer that is shown, as far as what hangs on it must know."""

    form: CustomerForm
    side: SideColumn

    def id(self) -> Any: ...

    def saved_customer(self) -> Customer | None: ...

    def is_changed(self) -> bool: ...


class Beside(QObject):
    """Each is one transaction of its own, told by a notice that offers Undo."""

    def __init__(self, shell: Shell, detail: Shown, window: QWidget) -> None:
        """Dialogs open over `window`."""
        super().__init__(window)
        self._shell = shell
        self._detail = detail
        self._over = window
        side = detail.side
        side.contact_chosen.connect(self.note_talk)
        side.todos.added.connect(lambda text, due: self._write(customers_data.add_todo, detail.id(), text, due))
        side.todos.done_changed.connect(lambda id, done: self._write(customers_data.set_done, id, done))
        side.files.files_added.connect(lambda paths: self._attach(paths, []))
        side.files.picture_pasted.connect(lambda png: self._attach([], [(f"{date.today():%Y-%m-%d}.png", png)]))
        side.files.remove_asked.connect(lambda id: self._write(customers_data.remove_file, id, told=tr("File removed")))
        side.files.open_asked.connect(
            lambda id: shell.jobs.read(customers_data.unpack_file, id, done=_open_file, owner=self)
        )

    def note_talk(self, contact_id: Any = None) -> None:
        """Note a talk with this customer (Ctrl+L)."""
        customer = self._detail.saved_customer()
        if customer is None or customer.id is None:
            return
        from orderdesk_gui.ui.dialogs.talk import TalkDialog

        with_whom = contact_id if contact_id in {contact.id for contact in customer.contacts} else None
        dialog = TalkDialog(customer.short_name or customer.name, customer.contacts, with_whom, self._over)
        if dialog.exec():
            self._write(customers_data.note_talk, customer.id, dialog.talk(), told=tr("Talk noted"))

    def confirm_account(self) -> None:
        """Note that the customer confirmed the bank account under the cursor by telephone."""
        if self._detail.is_changed():
            self._shell.toast(tr("Save first; then the account can be confirmed."), tone="yellow")
            return
        account = self._detail.form.current_account()
        if account is None or account.id is None:
            self._shell.toast(tr("There is no bank account yet. Enter it and save first."), tone="yellow")
            return
        self._shell.jobs.read(
            customers_data.before_confirming, account.id, owner=self,
            done=lambda found: self._ask(account, *found),
        )  # fmt: skip

    def _ask(self, account: Any, today: date, own_entry: bool) -> None:
        from orderdesk_gui.ui.pages.customers.confirm import WITHDRAWN, ConfirmAccount

        customer = self._detail.saved_customer()
        if customer is None:
            return
        dialog = ConfirmAccount(customer.short_name or customer.name, account, today, own_entry, self._over)
        answer = dialog.exec()
        if answer == WITHDRAWN:
            self._write(customers_data.withdraw_confirmation, account.id, told=tr("The account is unconfirmed again"))
        elif answer:
            self._write(customers_data.confirm_account, account.id, dialog.day.value(), told=tr("Account confirmed"))

    def _attach(self, paths: list[Path], pasted: list[tuple[str, bytes]]) -> None:
        self._write(customers_data.attach, self._detail.id(), paths, pasted, told=tr("File attached"))

    def _write(self, fn: Callable[..., Any], *args: Any, told: str = "") -> None:
        def done(result: Any) -> None:
            undoable = result.tx is not None and fn not in _FACTS
            if told:
                self._shell.toast(told, (lambda: self._undo(result.tx)) if undoable else None)

        self._shell.jobs.write(fn, *args, done=done, owner=self)

    def _undo(self, tx: str) -> None:
        self._shell.jobs.write(customers_data.undo, tx, owner=self)


_FACTS = (customers_data.confirm_account, customers_data.withdraw_confirmation)  # corrected, never undone


def _open_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
