"""Who approves, and the limits of each level, versioned by the day from which they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel

from orderdesk_gui.rules.approvals import LEVEL_NAMES, LEVELS, ApprovalRule, Measure
from orderdesk_gui.rules.language import Message, UserError, message, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import read_number, show_number
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.edit_table import EditTable
from orderdesk_gui.ui.pages.settings.section import Section
from orderdesk_gui.ui.widgets.form_fields import DateEdit

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk

PRESETS = ("one_person", "boss_alone", "full_matrix")
COLUMNS = LEVELS[:-1]
MEASURES: dict[Measure, tuple[Message, str]] = {
    "discount": (message("Discount off the list price, up to"), "%"),
    "margin": (message("Margin over the floor, at least"), "%"),
    "amount": (message("Amount with tax in CNY, up to"), ""),
    "prepaid": (message("Prepayment, at least"), "%"),
    "days": (message("Days of credit, up to"), ""),
    "retention": (message("Retention, up to"), "%"),
    "custom_without_deposit": (message("Custom goods without a deposit (1: allowed)"), ""),
}


def load(desk: Desk) -> tuple[str, tuple[ApprovalRule, ...], int]:
    """The preset, the limits of today and their version."""
    from orderdesk_gui.actions import approvals

    policy, version = approvals.matrix(desk)
    return policy.name, policy.rules, version


def keep(desk: Desk, preset: str | None, rules: tuple[ApprovalRule, ...] | None, first: date | None) -> Any:
    """Save the preset and a new version of the limits, where they changed."""
    from orderdesk_gui.actions import approvals, settings

    changes = None
    if rules is not None:
        changes = approvals.save_matrix(desk, rules, valid_from=first)
    if preset is not None:
        changes = settings.put(desk, "approval_preset", preset)
    return changes


def shown_limit(rule: ApprovalRule | None) -> str:
    """A limit as the table shows it: shares in percent."""
    if rule is None:
        return ""
    percent = MEASURES[rule.measure][1]
    return f"{show_number(rule.limit * 100)} %" if percent else show_number(rule.limit)


class ApprovalsSection(Section):
    """Three presets and the table of limits."""

    key, title, icon = "approvals", "Approval", "rubber-stamp"
    note = "Who must agree before a quotation goes out"
    tables = ("approval_rule", "setting")
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_approvals import Ui_ApprovalsForm

        self.ui = Ui_ApprovalsForm()
        self.ui.setupUi(self)
        self._preset = ""
        self._rules: tuple[ApprovalRule, ...] = ()
        heads = [tr("Figure"), *(str(LEVEL_NAMES[level]) for level in COLUMNS)]
        self.table = EditTable(tr("Limits"), heads, [320, *[128] * len(COLUMNS)])
        self.ui.matrix_column.addWidget(self.table)
        self.first = DateEdit()
        self.first.setAccessibleName(tr("In force from"))
        self.first.setFixedWidth(132)
        self.ui.from_column.addWidget(self.first)
        for title in (self.ui.who_title, self.ui.limits_title):
            title.setFont(theme.font(13, bold=True))
        quieten([self.ui.limits_note, self.ui.version_note, *self.findChildren(QLabel, "from_label")])
        for name in PRESETS:
            getattr(self.ui, name).clicked.connect(self.edited)
        self.table.edited.connect(self.edited)

    def show_facts(self, facts: tuple[str, tuple[ApprovalRule, ...], int]) -> None:
        self._preset, self._rules, version = facts
        getattr(self.ui, self._preset).setChecked(True)
        rows = []
        for measure, (name, _unit) in MEASURES.items():
            rules = {rule.level: rule for rule in self._rules if rule.measure == measure}
            rows.append([str(name), *(shown_limit(rules.get(level)) for level in COLUMNS)])
        self.table.set_texts(rows, fixed=[0], right=range(1, len(COLUMNS) + 1))
        self.table.fit_height()
        self.first.set_value(None)
        self.first.setPlaceholderText(tr("today"))
        self.ui.version_note.setText(tr("Version {number}", number=version) if version else tr("Built-in defaults"))

    def allow(self, may: bool) -> None:
        super().allow(may)
        for widget in (self.table, self.first, *(getattr(self.ui, name) for name in PRESETS)):
            widget.setEnabled(may)

    def rules(self) -> tuple[ApprovalRule, ...]:
        """The limits as typed. UserError where one is no number."""
        made = []
        for row, (measure, (_name, unit)) in enumerate(MEASURES.items()):
            old = {rule.level: rule for rule in self._rules if rule.measure == measure}
            like = next(iter(old.values()), None)
            for column, level in enumerate(COLUMNS, 1):
                text = self.table.text(row, column)
                if not text or like is None:
                    continue
                value = read_number(text.replace("%", "").replace("％", ""))
                if value is None:
                    raise UserError("“{text}” is no limit. Type a number.", text=text)
                limit = value / Decimal(100) if unit else value
                made.append(replace(old.get(level, like), level=level, limit=limit))
        return tuple(made)

    def save(self) -> None:
        try:
            rules = self.rules()
        except UserError as error:
            self._failed(error)
            return
        preset = next(name for name in PRESETS if getattr(self.ui, name).isChecked())
        kept = {(rule.measure, rule.level): rule.limit for rule in self._rules}
        changed = {(rule.measure, rule.level): rule.limit for rule in rules} != kept
        self.write(keep, preset if preset != self._preset else None, rules if changed else None, self.first.value())
