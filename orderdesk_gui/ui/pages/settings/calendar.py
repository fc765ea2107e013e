"""The calendar that plans and clocks go by: the firm's closings, and the official days of this and the next years."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QFileDialog

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import show_date
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.pages.settings.section import Section, enable
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import Chip
from orderdesk_gui.ui.widgets.segmented import SegmentedControl
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk

YEARS = 3
_MOST_ROWS = 12


def load(desk: Desk) -> dict[str, Any]:
    """The firm's own entries, and the official days of this year and the next ones."""
    from orderdesk_gui.actions import calendars
    from orderdesk_gui.actions.quotes import today

    on = today(desk)
    return {
        "today": on,
        "entries": [entry for entry in calendars.entries(desk) if not entry.source],
        "official": {year: calendars.official(desk, year) for year in range(on.year, on.year + YEARS)},
    }


def add_closing(desk: Desk, first: dt.date, last: dt.date, name: str) -> Changes:
    """Note a closing."""
    from orderdesk_gui.actions import calendars

    return calendars.add_closing(desk, first, last, name)


def remove(desk: Desk, entry_id: UUID) -> Changes:
    """Take a closing away."""
    from orderdesk_gui.actions import calendars

    return calendars.remove(desk, entry_id)


def import_list(desk: Desk, path: Path) -> Changes:
    """Bring in the official list of a year."""
    from orderdesk_gui.actions import calendars

    return calendars.import_file(desk, path)


def _days(span: Any) -> str:
    return show_date(span.first) if span.first == span.last else f"{show_date(span.first)} – {show_date(span.last)}"


def _count(span: Any) -> int:
    return int((span.last - span.first).days) + 1


def _state(span: Any) -> Chip | None:
    if span.provisional:
        return Chip(tr("Provisional"), "yellow", "hourglass")
    return Chip(tr("Brought in"), "blue", "file-import") if span.imported else None


class CalendarSection(Section):
    """Everything here holds at once."""

    key, title, icon = "calendar", "Calendar", "calendar"
    note = "Days off, make-up days and the firm's own closings: what plans and the clocks of complaints go by"
    saves = False
    tables = ("calendar_day",)
    load = staticmethod(load)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        from orderdesk_gui._built.forms.settings_calendar import Ui_CalendarForm

        self.ui = ui = Ui_CalendarForm()
        ui.setupUi(self)
        self._facts: dict[str, Any] = {}
        self.closings = DataTable(TableModel([
            Column("days", "Period", 220, lambda e: e.first, text=_days, sortable=False),
            Column("count", "Number of days", 120, _count, right=True, sortable=False),
            Column("name", "For", 240, lambda e: e.name, stretch=True, sortable=False),
        ]), tr("The firm's own days"))  # fmt: skip
        ui.closing_slot.addWidget(self.closings)
        self.official = DataTable(TableModel([
            Column("days", "Period", 220, lambda s: s.first, text=_days, sortable=False),
            Column("kind", "Kind", 130, lambda s: s.kind, sortable=False,
                   text=lambda s: tr("Make-up workday") if s.kind == "workday" else tr("Day off"),
                   tone=lambda s: "yellow" if s.kind == "workday" else ""),
            Column("name", "Name", 220, lambda s: s.name, stretch=True, sortable=False),
            Column("state", "State", 120, lambda s: s.provisional, text=lambda _s: "", chip=_state, sortable=False),
        ]), tr("Official days off and make-up days"))  # fmt: skip
        ui.official_slot.addWidget(self.official)
        self.year = SegmentedControl(tr("Year"))
        ui.year_slot.addWidget(self.year)
        for title in (ui.closing_title, ui.official_title):
            title.setFont(theme.font(13, bold=True))
        quieten([ui.closing_note, ui.official_note, ui.until])
        self.errors.add_all(first=ui.first, last=ui.last, name=ui.name)
        self.year.changed.connect(lambda _year: self._show_year())
        self.closings.chosen.connect(lambda row: ui.remove_closing.setEnabled(self.may and row is not None))
        ui.add_closing.clicked.connect(self._add)
        ui.name.returnPressed.connect(self._add)
        ui.remove_closing.clicked.connect(self._remove)
        ui.import_list.clicked.connect(self._import)

    def show_facts(self, facts: dict[str, Any]) -> None:
        self._facts = facts
        self._fill(self.closings, facts["entries"])
        self.closings.setVisible(bool(facts["entries"]))
        years = list(facts["official"])
        chosen = self.year.value()
        self.year.set_choices([(str(year), str(year)) for year in years])
        self.year.set_value(chosen if chosen in map(str, years) else str(years[0]))
        self.ui.remove_closing.setEnabled(self.may and self.closings.current_row() is not None)
        self._show_year()

    def allow(self, may: bool) -> None:
        super().allow(may)
        enable([self.ui.closing_pane, self.ui.import_list], may)

    def saved(self, result: Any) -> None:
        for field in (self.ui.first, self.ui.last):
            field.set_value(None)
        self.ui.name.clear()

    def _show_year(self) -> None:
        spans = self._facts["official"][int(self.year.value())]
        self._fill(self.official, spans)
        provisional = any(span.provisional for span in spans)
        self.ui.official_note.setText(
            tr("The official list of this year is not known yet: days off are those of the statute, without make-up "
               "days. Bring the list in once it is published, about early November of the year before.")
            if provisional
            else tr("Plans go by these days. A list that you bring in: date, 休 or 班, name.")
        )  # fmt: skip

    def _fill(self, table: DataTable, rows: list[Any]) -> None:
        model = table.model()
        assert isinstance(model, TableModel)
        model.set_rows(rows)
        table.setFixedHeight(theme.HEAD + theme.ROW * min(len(rows), _MOST_ROWS) + 2)

    def _add(self) -> None:
        self.errors.clear()
        ui = self.ui
        first, last = ui.first.value(), ui.last.value()
        for path, value in (("first", first), ("last", last)):
            if value is None:
                self.errors.show(UserError("Type a date such as 2026-11-21, 1121 or +7", field=path))
                return
        self.write(add_closing, first, last, ui.name.text())

    def _remove(self) -> None:
        row = self.closings.current_row()
        if row is not None:
            self.write(remove, row.id)

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("The official list of a year"), "", "Excel, CSV (*.xlsx *.xls *.ods *.csv *.txt)"
        )
        if name:
            self.write(import_list, Path(name))
