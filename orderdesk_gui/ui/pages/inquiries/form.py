"""The fields of an inquiry: filled from it, read back into it, with errors at their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QLineEdit

from orderdesk_gui.rules.inquiries import CHANNEL_NAMES, Inquiry
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.widgets.form_fields import FieldErrors

from . import asks


class InquiryForm(QObject):
    """Tells by `typed` that a person changed something."""

    typed = Signal()

    def __init__(self, ui: Any, shell: Shell, today: Callable[[], dt.date], parent: Any) -> None:
        super().__init__(parent)
        self._ui = ui
        self._shell = shell
        self._customer_id: UUID | None = None
        self._loading = False
        self._dress(today)
        self.errors = FieldErrors(parent)
        for path, field in {
            "customer_name": ui.customer, "contact": ui.contact, "phone": ui.phone, "channel": ui.channel,
            "date": ui.date, "wanted": ui.wanted, "next_step": ui.next_step, "next_date": ui.next_date,
            "urgency": ui.urgency, "importance": ui.importance, "complexity": ui.complexity,
        }.items():  # fmt: skip
            self.errors.add(path, field)
        self._connect()

    def _dress(self, today: Callable[[], dt.date]) -> None:
        ui = self._ui
        ui.number.setFont(theme.font(17, bold=True, tabular=True))
        ui.lines_label.setFont(theme.font(13, bold=True))
        ui.subtitle.setFont(theme.font(12, tabular=True))
        ui.subtitle.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for key, text in CHANNEL_NAMES.items():
            ui.channel.addItem(str(text), key)
        for button, name in ((ui.more, "dots"), (ui.main, "tag"), (ui.notes_button, "paperclip")):
            icons.set_icon(button, name)
        for choice, name in (
            (ui.urgency, "Urgency"), (ui.importance, "Importance"), (ui.complexity, "Complexity"),
        ):  # fmt: skip
            choice.setAccessibleName(tr(name))
        for edit in (ui.date, ui.wanted, ui.next_date):
            edit.today = today
        ui.customer.set_jobs(self._shell.jobs)
        ui.grid.set_up(self._shell.jobs)
        for button in (ui.discard, ui.close_it, ui.save, ui.main):
            button.setAccessibleName(button.text())

    def _connect(self) -> None:
        ui = self._ui
        ui.customer.picked.connect(self._customer_picked)
        ui.customer.textEdited.connect(self._customer_typed)
        for edit in (ui.customer, ui.contact, ui.phone, ui.next_step):
            edit.textEdited.connect(self.touched)
        for day in (ui.date, ui.wanted, ui.next_date):
            day.value_changed.connect(self.touched)
        for choice in (ui.urgency, ui.importance, ui.complexity):
            choice.changed.connect(self.touched)
        ui.channel.activated.connect(self.touched)
        ui.notes.textChanged.connect(self.touched)
        ui.grid.edited.connect(self.touched)

    def touched(self, *_: Any) -> None:
        """A person changed something."""
        if not self._loading:
            self.typed.emit()

    def show_inquiry(self, opened: asks.Opened) -> None:
        """Fill the fields; nothing of it counts as typed."""
        self._loading = True
        ui, inquiry = self._ui, opened.inquiry
        self._customer_id = inquiry.customer_id
        for edit, text in (
            (ui.customer, inquiry.customer_name), (ui.contact, inquiry.contact), (ui.phone, inquiry.phone),
            (ui.next_step, inquiry.next_step),
        ):  # fmt: skip
            _set_text(edit, text)
        _choose(ui.channel, inquiry.channel)
        for day, value in ((ui.date, inquiry.date), (ui.wanted, inquiry.wanted), (ui.next_date, inquiry.next_date)):
            day.set_value(value)
        ui.urgency.set_value(inquiry.urgency)
        ui.importance.set_value(inquiry.importance)
        ui.complexity.set_value(inquiry.complexity)
        if ui.notes.toPlainText() != inquiry.notes:
            ui.notes.setPlainText(inquiry.notes)
        ui.grid.show_lines(inquiry.lines, dict(opened.codes or {}))
        self.errors.clear()
        self._loading = False

    def applied(self, inquiry: Inquiry) -> Inquiry:
        """`inquiry` with everything as it stands in the fields."""
        ui = self._ui
        return replace(
            inquiry,
            date=ui.date.value() or inquiry.date,
            channel=ui.channel.currentData(),
            customer_id=self._customer_id,
            customer_name=" ".join(ui.customer.text().split()),
            contact=ui.contact.text().strip(),
            phone=ui.phone.text().strip(),
            lines=ui.grid.wanted_lines(),
            wanted=ui.wanted.value(),
            urgency=ui.urgency.value(),
            importance=ui.importance.value(),
            complexity=ui.complexity.value(),
            next_step=ui.next_step.text().strip(),
            next_date=ui.next_date.value(),
            notes=ui.notes.toPlainText().strip(),
        )

    def show_error(self, error: UserError) -> bool:
        """Stand an error at its cell or field; False where it is about none of them."""
        return bool(self._ui.grid.show_error(error)) or self.errors.show(error)

    def clear_errors(self) -> None:
        """Nothing is wrong until somebody says so."""
        self.errors.clear()
        self._ui.grid.clear_errors()

    def _customer_typed(self, _text: str) -> None:
        self._customer_id = None

    def _customer_picked(self, row: Any) -> None:
        ui = self._ui
        self._customer_id = row.id
        ui.customer.setText(row.name)
        self.touched()

        def fill(found: tuple[str, str, str]) -> None:
            _name, contact, phone = found
            if not ui.contact.text():
                ui.contact.setText(contact)
            if not ui.phone.text():
                ui.phone.setText(phone)

        self._shell.jobs.read(asks.customer, row.id, done=fill, owner=self)
        ui.contact.setFocus()


def _set_text(edit: QLineEdit, text: str) -> None:
    if edit.text() != text:
        edit.setText(text)
        edit.setCursorPosition(0)


def _choose(combo: QComboBox, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))
