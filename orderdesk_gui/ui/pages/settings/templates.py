"""The templates of plans, edited as a table: steps with days, department and what they wait for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.milestone_templates import DEPARTMENTS, Template, TemplateLink, TemplateStep, without_step
from orderdesk_gui.ui.figures import read_number, show_number
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.edit_table import EditTable
from orderdesk_gui.ui.pages.settings.section import Section, enable
from orderdesk_gui.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk

_NUMBER, _ZH, _EN, _DAYS, _DEPARTMENT, _AFTER = range(6)
_LINK = re.compile(r"(\d+)\s*(FS|SS|FF|SF)?\s*([+-]\s*\d+(?:\.\d+)?)?", re.IGNORECASE)


def load(desk: Desk) -> tuple[Any, ...]:
    """The templates in force."""
    from orderdesk_gui.actions import plan_templates

    return plan_templates.in_force(desk)


def keep(desk: Desk, template: Template) -> Changes:
    """Keep a new version."""
    from orderdesk_gui.actions import plan_templates

    return plan_templates.save(desk, template)


def link_words(step: TemplateStep, keys: Sequence[str]) -> str:
    """What a step waits for, by row numbers: ``2, 3SS+1``."""
    return ", ".join(f"{keys.index(link.before) + 1}{_kind(link)}" for link in step.links)


def _kind(link: TemplateLink) -> str:
    if link.kind == "FS" and not link.lag:
        return ""
    lag = f"{'+' if link.lag > 0 else '-'}{show_number(abs(link.lag))}" if link.lag else ""
    return f"{link.kind}{lag}"


def read_links(text: str, keys: Sequence[str], row: int) -> tuple[TemplateLink, ...]:
    """The links that :func:`link_words` writes; UserError where a number is none of the rows."""
    links = []
    for part in re.split(r"[,，、;；]", text):
        if not part.strip():
            continue
        read = _LINK.fullmatch(part.strip())
        number = int(read[1]) if read else 0
        if read is None or not 1 <= number <= len(keys) or number == row + 1:
            raise UserError(
                "Row {row}: “{text}” is no other row. Write numbers such as 2, 3.", row=row + 1, text=part.strip()
            )
        kind: Any = (read[2] or "FS").upper()
        links.append(TemplateLink(keys[number - 1], kind, Decimal((read[3] or "0").replace(" ", ""))))
    return tuple(links)


class TemplatesSection(Section):
    """One template at a time; Save keeps it as its next version."""

    key, title, icon = "templates", "Plan templates", "list-check"
    note = "The steps that a confirmed order is planned by"
    tables = ("plan_template",)
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_templates import Ui_TemplatesForm

        self.ui = ui = Ui_TemplatesForm()
        ui.setupUi(self)
        self._facts: tuple[Any, ...] = ()
        self._template: Template | None = None
        self._saved_key = ""
        self.which = SegmentedControl(tr("Plan templates"))
        ui.which_slot.addWidget(self.which)
        names = ("No.", "Step in Chinese", "Step in English", "Days", "Department", "Comes after")
        heads = [tr(name) for name in names]
        self.steps = EditTable(tr("Steps of the plan"), heads, [44, 190, 190, 64, 140, 130], stretch=_ZH)
        ui.steps_slot.addWidget(self.steps)
        quieten([ui.template_note, ui.version, ui.promise_label])
        self.errors.add_all(steps=self.steps, promise=ui.promise)
        self.which.changed.connect(lambda _key: self._choose())
        self.steps.edited.connect(self.edited)
        ui.promise.activated.connect(self.edited)
        ui.add_step.clicked.connect(self.add_step)
        ui.remove_step.clicked.connect(self.remove_step)

    def show_facts(self, facts: tuple[Any, ...]) -> None:
        self._facts = facts
        zh = current_language() == "zh"
        shown = [(one.template.key, (one.template.zh if zh else one.template.en)) for one in facts]
        chosen = self._saved_key or shown[0][0]
        self.which.set_choices(shown)
        self.which.set_value(chosen)
        self._show_chosen()

    def allow(self, may: bool) -> None:
        super().allow(may)
        enable([self.ui.add_step, self.ui.remove_step, self.ui.promise, self.steps], may)

    def save(self) -> None:
        try:
            template = self.typed()
        except UserError as error:
            self._failed(error)
            return
        self.write(keep, template)

    def typed(self) -> Template:
        """The template as it stands in the table; UserError where something cannot be read."""
        assert self._template is not None
        keys = [step.key for step in self._template.steps]
        steps = []
        for row, step in enumerate(self._template.steps):
            days = read_number(self.steps.text(row, _DAYS) or "0")
            if days is None:
                raise UserError("Row {row}: type the days as a number.", field="steps", row=row + 1)
            try:
                links = read_links(self.steps.text(row, _AFTER), keys, row)
            except UserError as error:
                raise UserError(error.message, field="steps") from error
            steps.append(
                replace(
                    step, zh=self.steps.text(row, _ZH), en=self.steps.text(row, _EN), days=days,
                    department=str(self._department(row).currentData()), links=links,
                )
            )  # fmt: skip
        return replace(self._template, steps=tuple(steps), promise=str(self.ui.promise.currentData() or ""))

    def add_step(self) -> None:
        """A step below the one under the cursor, which it waits for."""
        template = self._read()
        if template is None:
            return
        at = self.steps.currentRow() if self.steps.currentRow() >= 0 else len(template.steps) - 1
        number = 1
        while f"own_{number}" in {step.key for step in template.steps}:
            number += 1
        before = (TemplateLink(template.steps[at].key),) if template.steps else ()
        step = TemplateStep(f"own_{number}", tr("New step"), "", "sales", Decimal(1), before)
        self._show(replace(template, steps=(*template.steps[: at + 1], step, *template.steps[at + 1 :])))
        self.steps.setCurrentCell(at + 1, _ZH)
        self.steps.setFocus()
        self.steps.edit(self.steps.currentIndex())
        self.edited()

    def remove_step(self) -> None:
        """Take the step under the cursor out; what waited for it waits for nothing in its place."""
        template, row = self._read(), self.steps.currentRow()
        if template is None or not 0 <= row < len(template.steps):
            return
        self._show(without_step(template, template.steps[row].key))
        self.steps.setCurrentCell(min(row, self.steps.rowCount() - 1), _ZH)
        self.edited()

    def _read(self) -> Template | None:
        self.errors.clear()
        try:
            return self.typed()
        except UserError as error:
            self._failed(error)
            return None

    def _choose(self) -> None:
        if self.dirty:
            self.which.set_value(self._saved_key)
            self.shell.toast(tr("Save or discard first; then choose another template."), tone="yellow")
        else:
            self._show_chosen()

    def _show_chosen(self) -> None:
        self.errors.clear()
        one = next(one for one in self._facts if one.template.key == self.which.value())
        self._saved_key = one.template.key
        self.ui.version.setText(tr("Version {number}", number=one.version) if one.version else tr("As shipped"))
        self._show(one.template)

    def _show(self, template: Template) -> None:
        self._template = template
        keys = [step.key for step in template.steps]
        self.steps.set_texts(
            [
                [str(row + 1), step.zh, step.en, show_number(step.days), "", link_words(step, keys)]
                for row, step in enumerate(template.steps)
            ],
            fixed=[_NUMBER, _DEPARTMENT], right=[_DAYS],
        )  # fmt: skip
        for row, step in enumerate(template.steps):
            box = QComboBox()
            box.setAccessibleName(tr("Department"))
            for key, name in DEPARTMENTS.items():
                box.addItem(str(name), key)
            box.setCurrentIndex(box.findData(step.department))
            box.activated.connect(self.edited)
            self.steps.setCellWidget(row, _DEPARTMENT, box)
        self.steps.fit_height()
        box = self.ui.promise
        box.clear()
        for step in template.steps:
            zh = current_language() == "zh"
            box.addItem((step.zh if zh else step.en) or step.zh or step.en, step.key)
        box.setCurrentIndex(box.findData(template.promise))

    def _department(self, row: int) -> QComboBox:
        box = self.steps.cellWidget(row, _DEPARTMENT)
        assert isinstance(box, QComboBox)
        return box
