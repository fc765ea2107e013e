"""Authority lent to a person for some days, and who stands in for whom."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui.figures import show_number
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.section import Section
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, DateEdit
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

DEPUTY = "deputy"  # as in actions.authority

if TYPE_CHECKING:
    from orderdesk_gui.actions.authority import Lent
    from orderdesk_gui.actions.desk import Desk
    from orderdesk_gui.actions.people import Person


Facts = tuple[list["Lent"], list["Person"], dict[str, Decimal | None]]


def load(desk: Desk) -> Facts:
    """What was lent, whom one can lend to, and up to where."""
    from orderdesk_gui.actions import authority, people

    others = [person for person in people.list_people(desk) if person.active and person.id != desk.user_id]
    return authority.lent(desk), others, authority.own_limits(desk)


def keep(desk: Desk, person: Any, kind: str, limit: Decimal, first: date, last: date, reason: str) -> Any:
    """Lend authority, or let the person stand in."""
    from orderdesk_gui.actions import authority

    if kind == DEPUTY:
        return authority.delegate(desk, person, first, last, reason)
    return authority.grant(desk, person, kind, limit, first, last, reason)


def end(desk: Desk, authority_id: Any) -> Any:
    """End what was lent."""
    from orderdesk_gui.actions import authority

    return authority.end(desk, authority_id)


def shown_limit(lent: Lent) -> str:
    """A discount in percent, an amount in CNY; a deputy decides what the lender decides."""
    if lent.dimension == DEPUTY:
        return tr("stands in")
    return f"{show_number(lent.limit * 100)} %" if lent.dimension == "discount" else f"{show_number(lent.limit)} CNY"


class GrantsSection(Section):
    """What was lent above, a new grant below."""

    key, title, icon = "grants", "Lent authority", "certificate"
    note = "Dated, on record, and it ends by itself"
    right = Right.APPROVE
    tables = ("authority", "user")
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_grants import Ui_GrantsForm

        self.ui = Ui_GrantsForm()
        self.ui.setupUi(self)
        self.model = TableModel([
            Column("person", "Person", 120, lambda r: r.person),
            Column("limit", "Up to", 140, shown_limit, right=True),
            Column("from", "From", 100, lambda r: r.valid_from),
            Column("until", "Until", 100, lambda r: r.valid_until,
                   tone=lambda r: "quiet" if r.valid_until < date.today() else ""),
            Column("by", "Lent by", 110, lambda r: r.granted_by),
            Column("reason", "Reason", 160, lambda r: r.reason, stretch=True),
        ])  # fmt: skip
        self.list = DataTable(self.model, tr("Lent authority"))
        self.list.set_empty("certificate", tr("Nothing is lent"), tr("Choose a person, a limit and the days below."))
        self.ui.list_column.addWidget(self.list)
        self.ui.dimension.addItem(tr("a discount, in percent"), "discount")
        self.ui.dimension.addItem(tr("an amount, in CNY"), "amount")
        self.ui.dimension.addItem(tr("my decisions, while I am away"), DEPUTY)
        self._own: dict[str, Decimal | None] = {}
        self.limit = AmountEdit(None, "%")
        self.first, self.last = DateEdit(), DateEdit()
        for slot, field, name in (
            (self.ui.limit_column, self.limit, tr("Up to")),
            (self.ui.from_column, self.first, tr("From")),
            (self.ui.until_column, self.last, tr("Until")),
        ):
            field.setAccessibleName(name)
            slot.addWidget(field)
        quieten([self.ui.intro])
        self.errors.add_all(user_id=self.ui.person, limit=self.limit, valid_from=self.first, valid_until=self.last)
        for typed in (self.limit, self.first, self.last, self.ui.reason):
            typed.textEdited.connect(self.edited)
        self.ui.dimension.currentIndexChanged.connect(lambda _n: self._show_kind())
        self.list.chosen.connect(lambda row: self.ui.withdraw.setEnabled(self.may and row is not None))
        self.ui.withdraw.clicked.connect(self._end)

    def show_facts(self, facts: Facts) -> None:
        lent, persons, self._own = facts
        self.model.set_rows(lent)
        self.ui.withdraw.setEnabled(False)
        self.ui.person.clear()
        for person in persons:
            self.ui.person.addItem(person.name, person.id)
        self.limit.set_value(None)
        self.first.set_value(date.today())
        self.last.set_value(date.today() + timedelta(days=6))
        self.ui.reason.clear()
        self._show_kind()
        self.ui.form.setEnabled(self.may and bool(persons))

    def allow(self, may: bool) -> None:
        super().allow(may)
        self.ui.form.setEnabled(may and self.ui.person.count() > 0)
        self.ui.withdraw.setEnabled(False)

    def save(self) -> None:
        kind = str(self.ui.dimension.currentData())
        limit = Decimal(0) if kind == DEPUTY else self.limit.value()
        first, last = self.first.value(), self.last.value()
        for field, value in (("limit", limit), ("valid_from", first), ("valid_until", last)):
            if value is None:
                self._failed(UserError("Fill this in.", field=field))
                return
        assert limit is not None and first is not None and last is not None
        share = limit / Decimal(100) if kind == "discount" else limit
        self.write(keep, self.ui.person.currentData(), kind, share, first, last, self.ui.reason.text().strip())

    def _end(self) -> None:
        row = self.list.current_row()
        if row is not None:
            self.write(end, row.id)

    def _show_kind(self) -> None:
        """The unit of the limit, and up to where one may lend; a deputy needs no limit."""
        kind = str(self.ui.dimension.currentData())
        self.limit.setEnabled(kind != DEPUTY)
        self.limit.set_unit({"discount": "%", "amount": "CNY"}.get(kind, ""))
        own = self._own.get(kind)
        most = show_number(own * 100 if kind == "discount" else own) if own is not None else ""
        self.limit.setPlaceholderText(tr("at most {limit}", limit=most) if most else "")
