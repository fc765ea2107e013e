"""The table of rights: what each role may do and see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from orderdesk_gui.rules.access import RIGHT_NAMES, ROLE_NAMES, ROLES, Right
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.edit_table import EditTable
from orderdesk_gui.ui.pages.settings.section import Section

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk

RIGHTS = tuple(Right)
Pairs = frozenset[tuple[Any, Right]]


def load(desk: Desk) -> Pairs:
    """Which role has which right."""
    from orderdesk_gui.actions import people

    with desk.reading() as connection:
        table = people.rights_table(connection)
    return frozenset((role, right) for role, allowed in table.items() for right in allowed)


def keep(desk: Desk, given: Pairs, taken: Pairs) -> Any:
    """Give and take rights."""
    from orderdesk_gui.actions import people

    return people.set_rights(desk, given, taken)


class RightsSection(Section):
    """One row per right, one column per role; a click or Space changes a cell."""

    key, title, icon = "rights", "Rights", "key"
    note = "In a one-person firm everybody may do everything, whatever stands here"
    right = Right.MANAGE_USERS
    tables = ("right",)
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._kept: Pairs = frozenset()
        heads = [tr("Right"), *(str(ROLE_NAMES[role]) for role in ROLES)]
        self.table = EditTable(tr("Rights"), heads, [220, *[104] * len(ROLES)])
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.addWidget(self.table)
        self.table.edited.connect(self.edited)

    def show_facts(self, facts: Pairs) -> None:
        self._kept = facts
        self.table.set_texts([[str(RIGHT_NAMES[right])] for right in RIGHTS], fixed=[0])
        for row, right in enumerate(RIGHTS):
            for column, role in enumerate(ROLES, 1):
                self.table.set_tick(row, column, (role, right) in facts)
        self.allow(self.may)

    def allow(self, may: bool) -> None:
        super().allow(may)
        self.table.setEnabled(may)

    def ticked(self) -> Pairs:
        """What stands in the table."""
        return frozenset(
            (role, right)
            for row, right in enumerate(RIGHTS)
            for column, role in enumerate(ROLES, 1)
            if self.table.tick(row, column)
        )

    def save(self) -> None:
        now = self.ticked()
        self.write(keep, now - self._kept, self._kept - now)
