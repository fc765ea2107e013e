"""Who approves, the limits of each level by the day from which they hold, and when a request goes further up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from orderdesk_gui.rules.approvals import LEVEL_NAMES, LEVELS, ApprovalPolicy, ApprovalRule, Measure
from orderdesk_gui.rules.language import Message, UserError, message, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import read_number, show_number
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.edit_table import EditTable
from orderdesk_gui.ui.pages.settings.section import Section, enable
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, DateEdit

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


@dataclass(frozen=True)
class Facts:
    """The matrix of today with its version, and the levels that lack people."""

    policy: ApprovalPolicy
    version: int
    missing: tuple[Message, ...]


def load(desk: Desk) -> Facts:
    """What stands in force today."""
    from orderdesk_gui.actions import approvals_policy

    return Facts(*approvals_policy.matrix(desk), approvals_policy.missing(desk))


def keep(
    desk: Desk, rules: tuple[ApprovalRule, ...] | None, changed: Mapping[str, Any], first: date | None
) -> Any:  # fmt: skip
    """Save a new version of the limits, and the settings that changed."""
    from orderdesk_gui.actions import approvals_policy

    return approvals_policy.save_policy(desk, rules, changed, valid_from=first)


def shown_limit(rule: ApprovalRule | None) -> str:
    """A limit as the table shows it: shares in percent."""
    if rule is None:
        return ""
    percent = MEASURES[rule.measure][1]
    return f"{show_number(rule.limit * 100)} %" if percent else show_number(rule.limit)


class ApprovalsSection(Section):
    """Three presets, the table of limits, and the hours after which the next level is asked."""

    key, title, icon = "approvals", "Approval", "rubber-stamp"
    note = "Who must agree before a quotation goes out"
    tables = ("approval_rule", "setting", "user", "right")
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_approvals import Ui_ApprovalsForm

        self.ui = Ui_ApprovalsForm()
        self.ui.setupUi(self)
        self._policy: ApprovalPolicy | None = None
        heads = [tr("Figure"), *(str(LEVEL_NAMES[level]) for level in COLUMNS)]
        self.table = EditTable(tr("Limits"), heads, [320, *[128] * len(COLUMNS)])
        self.ui.matrix_column.addWidget(self.table)
        self.first = DateEdit()
        self.first.setAccessibleName(tr("In force from"))
        self.first.setFixedWidth(132)
        self.ui.from_column.addWidget(self.first)
        self.hours, self.rush = AmountEdit(0, tr("h")), AmountEdit(0, tr("h"))
        for slot, field, name in (
            (self.ui.hours_column, self.hours, tr("The next level is asked after")),
            (self.ui.rush_column, self.rush, tr("in a rush after")),
        ):
            field.setAccessibleName(name)
            field.setFixedWidth(88)
            slot.addWidget(field)
            field.textEdited.connect(self.edited)
        for title in (self.ui.who_title, self.ui.limits_title, self.ui.waits_title):
            title.setFont(theme.font(13, bold=True))
        quieten([self.ui.limits_note, self.ui.version_note, self.ui.agreed_note,
                 *self.findChildren(QLabel, "from_label")])  # fmt: skip
        for name in PRESETS:
            getattr(self.ui, name).clicked.connect(self.edited)
        self.ui.agreed.clicked.connect(self.edited)
        self.table.edited.connect(self.edited)
        self.errors.add_all(approval_hours=self.hours, rush_approval_hours=self.rush)

    def show_facts(self, facts: Facts) -> None:
        self._policy = policy = facts.policy
        getattr(self.ui, policy.name).setChecked(True)
        self.ui.missing.setText("\n".join(f"⚠  {one}" for one in facts.missing))
        ink = self.ui.missing.palette()
        ink.setColor(QPalette.ColorRole.WindowText, theme.colours().chips["yellow"][1])
        self.ui.missing.setPalette(ink)
        self.ui.missing.setVisible(bool(facts.missing))
        rows = []
        for measure, (name, _unit) in MEASURES.items():
            rules = {rule.level: rule for rule in policy.rules if rule.measure == measure}
            rows.append([str(name), *(shown_limit(rules.get(level)) for level in COLUMNS)])
        self.table.set_texts(rows, fixed=[0], right=range(1, len(COLUMNS) + 1))
        self.table.fit_height()
        self.first.set_value(None)
        self.first.setPlaceholderText(tr("today"))
        number = facts.version
        self.ui.version_note.setText(tr("Version {number}", number=number) if number else tr("Built-in defaults"))
        self.ui.agreed.setChecked(policy.agreed_discounts)
        self.hours.set_value(Decimal(policy.timeout_hours))
        self.rush.set_value(Decimal(policy.rush_timeout_hours))

    def allow(self, may: bool) -> None:
        super().allow(may)
        fields = (self.table, self.first, self.ui.agreed, self.hours, self.rush)
        enable([*fields, *(getattr(self.ui, name) for name in PRESETS)], may)

    def rules(self) -> tuple[ApprovalRule, ...]:
        """The limits as typed. UserError where one is no number."""
        assert self._policy is not None
        made = []
        for row, (measure, (_name, unit)) in enumerate(MEASURES.items()):
            old = {rule.level: rule for rule in self._policy.rules if rule.measure == measure}
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
        assert self._policy is not None
        kept = {(rule.measure, rule.level): rule.limit for rule in self._policy.rules}
        changed = {(rule.measure, rule.level): rule.limit for rule in rules} != kept
        self.write(keep, rules if changed else None, self._changed(self._policy), self.first.value())

    def _changed(self, policy: ApprovalPolicy) -> dict[str, Any]:
        """The settings that differ from what is in force."""
        before = {
            "approval_preset": policy.name, "approval_hours": policy.timeout_hours,
            "rush_approval_hours": policy.rush_timeout_hours, "agreed_discounts_count": policy.agreed_discounts,
        }  # fmt: skip
        now = {
            "approval_preset": next(name for name in PRESETS if getattr(self.ui, name).isChecked()),
            "approval_hours": int(self.hours.value() or 0),
            "rush_approval_hours": int(self.rush.value() or 0),
            "agreed_discounts_count": self.ui.agreed.isChecked(),
        }
        return {key: value for key, value in now.items() if value != before[key]}
