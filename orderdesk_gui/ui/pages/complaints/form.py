"""The fields of a complaint being noted or changed: filled from it, read back into it, errors at their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox

from orderdesk_gui.rules.complaints import KIND_NAMES, REMEDY_NAMES, SEVERITY_NAMES
from orderdesk_gui.rules.inquiries import CHANNEL_NAMES
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.widgets.form_fields import FieldErrors, UndoBeyondFields

from . import asks

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaint_subjects import Subject


class ComplaintForm(QObject):
    """Tells by `changed` that a person typed or chose something."""

    changed = Signal()

    def __init__(self, ui: Any, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._loading = False
        self._shown: asks.Typed | None = None
        ui.form_title.setFont(theme.font(17, bold=True))
        quieten([ui.form_hint])
        ui.sought.addItem(tr("not said"), "")
        choices: tuple[tuple[QComboBox, Mapping[Any, Any]], ...] = (
            (ui.kind, KIND_NAMES), (ui.severity, SEVERITY_NAMES), (ui.channel, CHANNEL_NAMES),
            (ui.sought, REMEDY_NAMES),
        )  # fmt: skip
        for combo, names in choices:
            for key, name in names.items():
                combo.addItem(str(name), key)
        ui.subject.set_jobs(shell.jobs)
        for label in (ui.subject_label, ui.words_typed_label):
            label.setFont(theme.font(13, bold=True))
        self.errors = FieldErrors(ui.form)
        self.errors.add_all(
            subject=ui.subject, customer_id=ui.subject, order_line_id=ui.subject, words=ui.words_typed,
            quantity=ui.quantity, lot=ui.lot,
        )  # fmt: skip
        self._beyond = UndoBeyondFields()
        self._beyond.watch(ui.form)
        ui.subject.picked.connect(self._picked)
        for edit in (ui.quantity, ui.lot, ui.contact, ui.phone):
            edit.textEdited.connect(self._touched)
        for choice in (ui.kind, ui.severity, ui.channel, ui.sought):
            choice.activated.connect(self._touched)
        ui.words_typed.textChanged.connect(self._touched)

    def show_typed(self, shown: asks.Typed) -> None:
        """Fill the fields; nothing of it counts as typed."""
        self._loading = True
        ui, complaint = self._ui, shown.typed
        self._shown = shown
        ui.form_title.setText(shown.number or tr("New complaint"))
        ui.subject.clear()
        ui.words_typed.setPlainText(complaint.words)
        ui.quantity.set_value(complaint.quantity)
        for edit, text in ((ui.lot, complaint.lot), (ui.contact, complaint.contact), (ui.phone, complaint.phone)):
            edit.setText(text)
        for choice, value in ((ui.kind, complaint.kind), (ui.severity, complaint.severity),
                              (ui.channel, complaint.channel), (ui.sought, complaint.sought)):  # fmt: skip
            _choose(choice, value)
        self._show_chosen()
        self.errors.clear()
        self._loading = False

    def typed(self) -> asks.Typed | None:
        """The complaint as it stands in the fields."""
        if self._shown is None:
            return None
        ui = self._ui
        complaint = replace(
            self._shown.typed,
            words=ui.words_typed.toPlainText().strip(),
            kind=ui.kind.currentData(),
            severity=ui.severity.currentData(),
            channel=ui.channel.currentData(),
            sought=ui.sought.currentData() or "",
            quantity=ui.quantity.value(),
            lot=ui.lot.text().strip(),
            contact=ui.contact.text().strip(),
            phone=ui.phone.text().strip(),
        )
        return replace(self._shown, typed=complaint)

    def show_error(self, error: UserError) -> bool:
        """Stand an error at its field; False where it is about none of them."""
        return self.errors.show(error)

    def _picked(self, subject: Subject) -> None:
        typed = self.typed()
        if typed is None:
            return
        about = asks.about_subject(typed.typed, subject)
        fragment = typed.typed.fragment or self._ui.subject.text().strip()
        self._shown = replace(typed, typed=replace(about, fragment=fragment), label=asks.label(subject))
        self._loading = True
        self._ui.contact.setText(about.contact)
        self._ui.phone.setText(about.phone)
        self._ui.subject.clear()
        self._loading = False
        self._show_chosen()
        self.errors.clear("subject")
        self._touched()
        self._ui.kind.setFocus()

    def _show_chosen(self) -> None:
        label = self._shown.label if self._shown is not None else ""
        self._ui.chosen.setText(label)
        self._ui.chosen.setFont(theme.font(13, bold=True))
        self._ui.chosen.setVisible(bool(label))

    def _touched(self, *_: Any) -> None:
        if not self._loading:
            self.changed.emit()


def _choose(combo: QComboBox, value: str) -> None:
    at = combo.findData(value)
    if at < 0:  # a word from elsewhere is kept as it is
        combo.addItem(value, value)
        at = combo.count() - 1
    combo.setCurrentIndex(at)
