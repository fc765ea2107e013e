"""People: who they are, what they do here, how they sign in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from orderdesk_gui.rules.access import ROLE_NAMES, ROLES, Right
from orderdesk_gui.rules.approvals import LEVEL_NAMES, LEVELS
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.section import Section
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import Chip
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.actions.people import Person


def load(desk: Desk) -> tuple[list[Person], Any, Person]:
    """Everybody, who sits here, and what a new person begins as."""
    from orderdesk_gui.actions import people

    return people.list_people(desk), desk.user_id, people.Person()


def keep(desk: Desk, person: Person, password: str | None) -> Any:
    """Save a person; `password` None leaves theirs."""
    from orderdesk_gui.actions import people

    return people.save_person(desk, person, password)


class PeopleSection(Section):
    """A list above, the chosen person below; one's own name and password anybody may change."""

    key, title, icon = "people", "People", "users-group"
    note = "Who works here, in which role, and who approves"
    right = Right.MANAGE_USERS
    tables = ("user",)
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_people import Ui_PeopleForm

        self.ui = Ui_PeopleForm()
        self.ui.setupUi(self)
        self._person: Person | None = None
        self._me: Any = None
        self._blank: Person | None = None
        self._manages = False
        self.model = TableModel([
            Column("name", "Full name", 160, lambda p: p.name, stretch=True),
            Column("login", "Login", 140, lambda p: p.login),
            Column("role", "Role", 120, lambda p: str(ROLE_NAMES[p.role])),
            Column("level", "Approves as", 140, lambda p: "" if p.level == "auto" else str(LEVEL_NAMES[p.level])),
            Column("password", "Password", 100, lambda p: tr("yes") if p.password else tr("none")),
            Column("state", "State", 120, lambda p: p.active, text=lambda p: "",
                   chip=lambda p: Chip(tr("Works here"), "green", "circle-check") if p.active
                   else Chip(tr("Has left"), "grey", "circle-minus")),
        ])  # fmt: skip
        self.list = DataTable(self.model, tr("People"))
        self.ui.list_column.addWidget(self.list)
        for role in ROLES:
            self.ui.role.addItem(str(ROLE_NAMES[role]), role)
        for level in LEVELS:
            self.ui.level.addItem(tr("does not approve") if level == "auto" else str(LEVEL_NAMES[level]), level)
        self.errors.add_all(name=self.ui.name, login=self.ui.login, role=self.ui.role, password=self.ui.password)
        for field in (self.ui.name, self.ui.login, self.ui.email, self.ui.phone, self.ui.password):
            field.textEdited.connect(self.edited)
        for box in (self.ui.role, self.ui.level):
            box.activated.connect(self.edited)
        for tick in (self.ui.active, self.ui.no_password):
            tick.clicked.connect(self.edited)
        self.ui.no_password.toggled.connect(lambda on: self.ui.password.setEnabled(not on))
        self.list.chosen.connect(self._choose)
        self.ui.add.clicked.connect(self._new)
        self.ui.form.setEnabled(False)

    def saved(self, result: Any) -> None:
        assert self._person is not None
        self._person = replace(self._person, id=result.id)

    def show_facts(self, facts: tuple[list[Person], Any, Person]) -> None:
        persons, self._me, self._blank = facts
        before = self._person.id if self._person is not None else self._me
        self.model.set_rows(persons)
        rows = [row for row, person in enumerate(persons) if person.id == before]
        if persons:
            self.list.select_row(rows[0] if rows else 0)
            self._choose(persons[rows[0] if rows else 0])

    def allow(self, may: bool) -> None:
        self._manages = may
        super().allow(True)
        self.ui.add.setEnabled(may)
        self._enable()

    def person(self) -> Person:
        """What stands in the form."""
        assert self._person is not None
        ui = self.ui
        return replace(
            self._person, name=ui.name.text().strip(), login=ui.login.text().strip(), role=ui.role.currentData(),
            level=ui.level.currentData(), email=ui.email.text().strip(), phone=ui.phone.text().strip(),
            active=ui.active.isChecked(),
        )  # fmt: skip

    def save(self) -> None:
        if self._person is None:
            return
        typed = self.ui.password.text()
        cleared = self.ui.no_password.isChecked() and self._person.password
        self.write(keep, self.person(), "" if cleared else typed or None)

    def _choose(self, person: Person | None) -> None:
        if person is None or (self.dirty and self._person is not None and person.id == self._person.id):
            return
        self._person = person
        ui = self.ui
        ui.name.setText(person.name)
        ui.login.setText(person.login)
        ui.email.setText(person.email)
        ui.phone.setText(person.phone)
        ui.email.setCursorPosition(0)  # a long one shows its beginning
        ui.role.setCurrentIndex(ui.role.findData(person.role))
        ui.level.setCurrentIndex(ui.level.findData(person.level))
        ui.active.setChecked(person.active)
        ui.password.clear()
        ui.password.setPlaceholderText(tr("unchanged") if person.password else tr("At least 4 characters"))
        ui.no_password.setChecked(not person.password and person.id is not None)
        ui.password.setEnabled(True)
        ui.no_password.setVisible(person.password)
        self._enable()
        self.set_dirty(False)

    def _enable(self) -> None:
        mine = self._person is not None and self._person.id == self._me
        self.ui.form.setEnabled(self._manages or mine)
        for widget in (self.ui.login, self.ui.role, self.ui.level, self.ui.active):
            widget.setEnabled(self._manages)

    def _new(self) -> None:
        if self._blank is None:
            return
        self.list.clearSelection()
        self._choose(self._blank)
        self.edited()
        self.ui.name.setFocus()
