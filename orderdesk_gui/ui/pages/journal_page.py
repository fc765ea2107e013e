"""Who changed what, when; the recycle bin; and whether the file and its journal are sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.language import UserError, message, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.hairlines import ink_hairlines, quieten
from orderdesk_gui.ui.journal_words import (
    KINDS,
    action_words,
    column_words,
    op_words,
    table_words,
    title_words,
    value_words,
)
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.segmented import SegmentedControl
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import PagedTableModel, TableModel

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.history import Change
    from orderdesk_gui.actions.journal import Binned


def fetch(desk: Desk, query: Any, after: Any, limit: int) -> Any:
    """A window of the journal; `query` is (text, person, kind)."""
    from orderdesk_gui.actions import history

    text, person, kind = query or ("", "", "")
    return history.changes(desk, history.Query(text, person, kind), after[0] if after else None, limit)


def frame(desk: Desk) -> tuple[bool, list[tuple[str, str]]]:
    """Whether this person may read the journal, and whom it knows."""
    from orderdesk_gui.actions import history

    may = desk.may(Right.SEE_JOURNAL)
    return may, history.writers(desk) if may else []


def binned(desk: Desk) -> list[Binned]:
    """The recycle bin."""
    from orderdesk_gui.actions import journal

    return journal.recycle_bin(desk)


def restore(desk: Desk, table: str, row: Any) -> Changes:
    """Take a record out of the recycle bin."""
    from orderdesk_gui.actions import journal

    return journal.restore_deleted(desk, table, row)


def undo(desk: Desk, tx: str) -> Changes:
    """Take a transaction back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


def check(desk: Desk) -> list[Any]:
    """What is wrong with the file."""
    from orderdesk_gui.actions import journal

    return list(journal.check(desk))


class JournalPage(Page):
    """A table of changes, or of the recycle bin, with the chosen one's fields at the right."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        from orderdesk_gui._built.forms.journal_page import Ui_JournalPage

        self.ui = Ui_JournalPage()
        self.ui.setupUi(self)
        self.tabs = SegmentedControl(tr("Journal"), [("changes", tr("Changes")), ("bin", tr("Recycle bin"))])
        self.ui.tab_row.addWidget(self.tabs)
        self.model = PagedTableModel(shell.jobs, fetch, _change_columns())
        self.changes = DataTable(self.model, tr("Changes"))
        sentence = tr("You may not read the journal. An administrator can give you the right: see the journal.")
        steps = [(tr("Recycle bin"), lambda: self._go("bin"))]
        self.ui.refusal_column.addWidget(EmptyState("lock", tr("The changes are not shown to you"), sentence, steps))
        self.changes.set_empty("history", tr("Nothing here"), tr("Whatever is changed is noted here, for good."))
        self.bin_model = TableModel(_bin_columns())
        self.bin = DataTable(self.bin_model, tr("Recycle bin"))
        self.bin.set_empty("recycle", tr("The recycle bin is empty"), tr("What is deleted waits here."))
        self.ui.list_column.addWidget(self.changes)
        self.ui.list_column.addWidget(self.bin)
        self.fields_model = TableModel(_field_columns())
        self.fields = DataTable(self.fields_model, tr("Changed fields"))
        self.ui.field_column.addWidget(self.fields)
        for key, name in KINDS.items():
            self.ui.table.addItem(tr(name), key)
        self.ui.table.insertItem(0, tr("All records"), "")
        self.ui.table.setCurrentIndex(0)
        self.ui.person.addItem(tr("Everybody"), "")
        self._may = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self._ask)
        self._connect()
        self._ink()
        self._show_tab()
        self._show_change(None)
        self.setFocusProxy(self.changes)

    def reload(self, changes: Any = None) -> None:
        self.shell.jobs.read(frame, done=self._framed, owner=self)
        self.shell.jobs.read(binned, done=self._show_bin, owner=self)

    def main_action(self) -> None:
        self.check()

    def commands(self) -> list[Command]:
        return [
            Command("Check the file", self.check, "", "shield-check"),
            Command("Recycle bin", lambda: self._go("bin"), "", "recycle"),
            Command("Search in the journal", self.ui.search.setFocus, "Ctrl+F", "search"),
        ]

    def open(self, id: Any) -> None:
        self._go("bin" if id == "bin" else "changes")

    def check(self) -> None:
        """Verify the file, its references and the chain of the journal."""
        self.ui.check.setEnabled(False)
        self.shell.jobs.read(check, done=self._checked, failed=self._not_checked, owner=self, title=tr("Checking"))

    def _connect(self) -> None:
        ui = self.ui
        self.tabs.changed.connect(lambda _key: self._show_tab())
        self.changes.chosen.connect(self._show_change)
        self.bin.chosen.connect(self._show_binned)
        self.model.loaded.connect(lambda _total: self._loaded())
        ui.search.textEdited.connect(lambda _text: self._timer.start())
        ui.person.activated.connect(lambda _n: self._ask())
        ui.table.activated.connect(lambda _n: self._ask())
        ui.check.clicked.connect(self.check)
        ui.undo.clicked.connect(self._undo)
        ui.restore.clicked.connect(self._restore)
        self.bin.opened.connect(lambda _row: self._restore())

    def _go(self, tab: str) -> None:
        self.tabs.set_value(tab)
        self._show_tab()

    def _ask(self) -> None:
        ui = self.ui
        self.model.set_query((ui.search.text().strip(), ui.person.currentData() or "", ui.table.currentData() or ""))

    def _framed(self, found: tuple[bool, list[tuple[str, str]]]) -> None:
        may, writers = found
        chosen = self.ui.person.currentData()
        self.ui.person.clear()
        self.ui.person.addItem(tr("Everybody"), "")
        for user_id, name in writers:
            self.ui.person.addItem(name, user_id)
        self.ui.person.setCurrentIndex(max(0, self.ui.person.findData(chosen)))
        self._may = may
        self._show_allowed()
        for part in (self.changes, self.ui.search, self.ui.person, self.ui.table):
            part.setEnabled(may)
        if may:
            self._ask()

    def _show_allowed(self) -> None:
        """The sentence alone where the changes may not be read; the recycle bin is everybody's."""
        shown = self._may or self.tabs.value() == "bin"
        self.ui.refusal.setVisible(not shown)
        for part in (self.ui.list_slot, self.ui.middle_line, self.ui.detail):
            part.setVisible(shown)
        for part in (self.ui.search, self.ui.person, self.ui.table):
            part.setVisible(self._may and self.tabs.value() != "bin")

    def _loaded(self) -> None:
        if self.changes.current_row() is None and self.model.rows():
            self.changes.select_row(0)

    def _show_tab(self) -> None:
        journal = self.tabs.value() != "bin"
        self.changes.setVisible(journal)
        self.bin.setVisible(not journal)
        self.fields.setVisible(journal)
        self._show_allowed()
        self.ui.undo.setVisible(journal)
        self.ui.restore.setVisible(not journal)
        if journal:
            self._show_change(self.changes.current_row())
        else:
            self._show_binned(self.bin.current_row())

    def _show_change(self, change: Change | None) -> None:
        if self.tabs.value() == "bin":
            return
        ui = self.ui
        if change is None:
            ui.what.setText(tr("Choose a change to see what was changed."))
            ui.who.setText("")
            self.fields_model.set_rows([])
            ui.undo.setEnabled(False)
            return
        ui.what.setText(f"{table_words(change.table)} {title_words(change.table, change.title)}".strip())
        when = change.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        ui.who.setText(" · ".join(part for part in (action_words(change.action), change.user, when) if part))
        self.fields_model.set_rows(change.fields)
        undoable = change.mine and not change.counter_action
        ui.undo.setEnabled(undoable)
        ui.undo.setToolTip("" if undoable else self._why_not(change))

    def _why_not(self, change: Change) -> str:
        if not change.mine:
            return tr("Somebody else made this change. Ask them to undo it, or correct it by hand.")
        return tr("This is not undone; a later step corrects it.")

    def _show_binned(self, row: Binned | None) -> None:
        if self.tabs.value() != "bin":
            return
        self.ui.restore.setEnabled(row is not None)
        if row is None:
            self.ui.what.setText(tr("Choose a record to restore it."))
            self.ui.who.setText("")
            return
        self.ui.what.setText(f"{table_words(row.table)} {row.title}".strip())
        self.ui.who.setText(tr("Deleted {when}", when=_moment(row.deleted_at)))

    def _show_bin(self, rows: list[Binned]) -> None:
        self.bin_model.set_rows(rows)
        if rows:
            self.bin.select_row(0)
        self._show_tab()

    def _undo(self) -> None:
        change = self.changes.current_row()
        if change is not None:
            self.shell.jobs.write(undo, change.tx, done=lambda _c: self.shell.toast(message("Undone")),
                                  failed=self._refused, owner=self, title=tr("Undo"))  # fmt: skip

    def _restore(self) -> None:
        row = self.bin.current_row()
        if row is not None:
            self.shell.jobs.write(
                restore, row.table, row.id, owner=self, failed=self._refused, title=tr("Restoring"),
                done=lambda _c: self.shell.toast(message("{name} is back.", name=row.title)),
            )  # fmt: skip

    def _refused(self, error: BaseException) -> bool:
        if isinstance(error, UserError):
            self.shell.toast(error.message, tone="yellow")
        return isinstance(error, UserError)

    def _checked(self, problems: list[Any]) -> None:
        self.ui.check.setEnabled(True)
        if problems:
            QMessageBox.warning(self, tr("The file is not sound"), "\n".join(map(str, problems[:10])))
        else:
            self.shell.toast(message("The file and its journal are sound."))

    def _not_checked(self, _error: BaseException) -> bool:
        self.ui.check.setEnabled(True)
        return False

    def _ink(self) -> None:
        self.ui.title.setFont(theme.font(17, bold=True))
        self.ui.what.setFont(theme.font(15, bold=True))
        self.ui.who.setFont(theme.font(12))
        quieten([self.ui.who])
        ink_hairlines(self)


def _moment(text: str) -> str:
    from datetime import datetime

    return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")


def _change_columns() -> list[Column]:
    return [
        Column("at", "Time", 124, lambda c: c.at, text=lambda c: c.at.astimezone().strftime("%m-%d %H:%M:%S"),
               sortable=False),
        Column("user", "Person", 84, lambda c: c.user or "OrderDesk", sortable=False),
        Column("action", "What", 150, lambda c: action_words(c.action), sortable=False),
        Column("table", "Record", 92, lambda c: table_words(c.table), tone=lambda _c: "quiet", sortable=False),
        Column("title", "Name", 176, lambda c: title_words(c.table, c.title), sortable=False),
        Column("fields", "Fields", 160, _field_list, tone=lambda _c: "quiet", stretch=True, sortable=False),
    ]  # fmt: skip


def _field_list(change: Any) -> str:
    if change.op == "I":
        return op_words("I")
    return ", ".join(column_words(field.name) for field in change.fields)


def _bin_columns() -> list[Column]:
    return [
        Column("table", "Record", 120, lambda b: table_words(b.table)),
        Column("title", "Name", 240, lambda b: b.title, stretch=True),
        Column("deleted", "Deleted", 150, lambda b: b.deleted_at, text=lambda b: _moment(b.deleted_at)),
    ]


def _field_columns() -> list[Column]:
    return [
        Column("name", "Field", 100, lambda f: column_words(f.name), tone=lambda _f: "quiet", sortable=False),
        Column("before", "Before", 110, lambda f: value_words(f.name, f.before), stretch=True, sortable=False,
               tone=lambda _f: "quiet", tip=lambda f: value_words(f.name, f.before)),
        Column("after", "After", 110, lambda f: value_words(f.name, f.after), stretch=True, sortable=False,
               tip=lambda f: value_words(f.name, f.after)),
    ]  # fmt: skip
