"""Today: what is to be done, what waits for me, what runs out, and the newest papers; only what is true."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from orderdesk_gui.rules.language import current_language, message, tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import show_day, show_number
from orderdesk_gui.ui.hairlines import ink_hairlines, quieten
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.delegates import status_chip
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.form_fields import DateEdit
from orderdesk_gui.ui.widgets.home_list import Group, HomeList, Line
from orderdesk_gui.ui.widgets.segmented import Counter, Counters
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.home import Item, Today

# filter, icon, action in the line, tone of its count
_KINDS = {
    "approval": ("To approve", "rubber-stamp", "Decide", "yellow"),
    "complaint": ("Complaints due", "alert-circle", "Show", "red"),
    "overdue": ("Overdue", "clock", "Show", "red"),
    "today": ("Due today", "checkbox", "Show", ""),
    "inquiry": ("Inquiries due", "message-circle", "Make quotation", ""),
    "order": ("Late orders", "clipboard-text", "Show", "red"),
    "expiring": ("Expiring soon", "hourglass", "Call", "yellow"),
    "later": ("Later", "calendar", "Show", ""),
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = (("inquiries", "Inquiries noted"), ("quotations", "Quotations sent"), ("won", "Won"), ("lost", "Lost"))


def load(desk: Desk) -> Today:
    """What the page shows."""
    from orderdesk_gui.actions import home

    return home.today(desk)


def tick(desk: Desk, todo_id: Any) -> Changes:
    """Tick a to-do off."""
    from orderdesk_gui.actions import notes

    return notes.set_done(desk, todo_id)


def note(desk: Desk, text: str, due: date | None) -> Changes:
    """Note a to-do of one's own."""
    from orderdesk_gui.actions import notes

    return notes.add_todo(desk, text, due)


def kind_of(item: Item, day: date) -> str:
    """The group an item stands in."""
    if item.kind == "todo":
        if item.due is None or item.due > day:
            return "later"
        return "overdue" if item.due < day else "today"
    return item.kind


def day_words(day: date, today: date) -> str:
    """``3 days late``, ``today``, ``tomorrow`` or the day."""
    if day < today:
        return tr("{days} days late", days=(today - day).days) if (today - day).days > 1 else tr("1 day late")
    if day == today:
        return tr("today")
    return tr("tomorrow") if day == today + timedelta(days=1) else show_day(day, today)


class HomePage(Page):
    """One list with groups at the left, recent papers and this month's numbers at the right."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        from orderdesk_gui._built.forms.home_page import Ui_HomePage

        self.ui = Ui_HomePage()
        self.ui.setupUi(self)
        self._shown: Today | None = None
        self.counters = Counters(tr("Filter"))
        self.ui.counter_column.addWidget(self.counters)
        self.counters.setSizePolicy(
            self.counters.sizePolicy().Policy.Expanding, self.counters.sizePolicy().Policy.Fixed
        )
        self.list = HomeList(tr("To do"))
        self.ui.list_column.addWidget(self.list)
        self.due = DateEdit()
        self.due.setAccessibleName(tr("Due"))
        self.due.setFixedWidth(126)
        self.ui.due_row.addWidget(self.due)
        self.recent_model = TableModel(_recent_columns())
        self.recent = DataTable(self.recent_model, tr("Recent papers"))
        self.recent.horizontalHeader().hide()
        self.recent.set_empty("file-text", tr("No papers yet"), tr("Quotations and contracts will stand here."))
        self.ui.recent_column.addWidget(self.recent)
        self._month: dict[str, QLabel] = {}
        self._make_month()
        self._ink()
        self.counters.changed.connect(lambda _key: self._show_list())
        self.list.opened.connect(self._open_item)
        self.list.ticked.connect(self._tick)
        self.recent.opened.connect(lambda paper: self.navigate.emit(paper.page, paper.id))
        self.ui.add.clicked.connect(self._note)
        self.ui.note.returnPressed.connect(self._note)
        self.due.returnPressed.connect(self._note)
        self.setFocusProxy(self.list)

    def reload(self, changes: Any = None) -> None:
        self.shell.jobs.read(load, done=self._show, owner=self)

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches("todo", "quote", "quote_revision", "inquiry", "contract", "customer", "product",
                                    "approval_request", "approval_step", "user", "complaint", "call_back",
                                    "sales_order", "order_change", "delivery", "plan", "plan_step"))  # fmt: skip

    def new(self) -> None:
        self.ui.note.setFocus()

    def commands(self) -> list[Command]:
        return [
            Command("Note a to-do", lambda: self.ui.note.setFocus(), "Ctrl+L", "note"),
            Command("Tick off", lambda: self._tick(self.list.current()), "", "checkbox"),
        ]

    def page_state(self) -> dict[str, Any]:
        return {"filter": self.counters.value()}

    def restore(self, state: dict[str, Any]) -> None:
        self.counters.set_value(str(state.get("filter", "all")))

    def _show(self, shown: Today) -> None:
        self._shown = shown
        day = shown.day
        weekday = tr(_WEEKDAYS[day.weekday()])
        self.ui.title.setText(
            f"{day.month} 月 {day.day} 日 {weekday}" if current_language() == "zh" else f"{weekday}, {day.isoformat()}"
        )
        counts = self._counts()
        urgent = sum(counts[kind] for kind in ("approval", "complaint", "overdue", "today", "inquiry"))
        if urgent:
            self.ui.greeting.setText(tr("{name}, {count} things want you today.", name=shown.name, count=urgent))
        else:
            self.ui.greeting.setText(tr("{name}, nothing is due today.", name=shown.name))
        self.counters.set_counters(
            [Counter("all", sum(counts.values()), tr("All"))]
            + [Counter(kind, counts[kind], tr(text), tone if counts[kind] else "")
               for kind, (text, _icon, _action, tone) in _KINDS.items()]
        )  # fmt: skip
        self.counters.set_note(tr("↑↓ choose · Enter open · Space done"))
        self.recent_model.set_rows(shown.recent)
        self.recent.fit("number", "status")
        for key, label in self._month.items():
            label.setText(show_number(shown.month.get(key, 0)))
        self.ui.month_note.setText(tr("since {day}", day=show_day(day.replace(day=1), day)))
        self.list.set_empty(self._welcome(shown))
        self._show_list()

    def _counts(self) -> dict[str, int]:
        counts = dict.fromkeys(_KINDS, 0)
        if self._shown is not None:
            for item in self._shown.items:
                counts[kind_of(item, self._shown.day)] += 1
        return counts

    def _show_list(self) -> None:
        if self._shown is None:
            return
        day, chosen = self._shown.day, self.counters.value()
        rows: list[Group | Line] = []
        for kind, (text, _icon, _action, tone) in _KINDS.items():
            items = [item for item in self._shown.items if kind_of(item, day) == kind]
            if items and chosen in ("", "all", kind):
                rows.append(Group(tr(text), len(items), tone if kind != "expiring" else ""))
                rows += [_line(item, kind, day) for item in items]
        self.list.set_rows(rows)

    def _welcome(self, shown: Today) -> EmptyState:
        """What an empty list offers: the first steps while there is no business, rest afterwards."""
        go = self.navigate.emit
        if not shown.customers:
            steps = [(tr("Import customers from Excel"), lambda: go("customers", {"import": True})),
                     (tr("New quotation"), lambda: self._new_quotation())]  # fmt: skip
            if self.shell.session is not None:
                steps.append((tr("Open the demo company"), self.shell.session.open_demo))
            return EmptyState(
                "sunrise", tr("Welcome, {name}", name=shown.name),
                tr("Bring in your customers, then your prices; then write the first quotation. "
                   "What is due will stand here."), steps,
            )  # fmt: skip
        if not shown.products:
            steps = [(tr("Import prices from Excel"), lambda: go("products", {"import": True})),
                     (tr("New quotation"), lambda: self._new_quotation())]  # fmt: skip
            return EmptyState("package", tr("Your customers are here"), tr("Next come products and prices."), steps)
        if self.counters.value() not in ("", "all") and any(self._counts().values()):
            return EmptyState("circle-check", tr("Nothing of this kind"), tr("Choose All to see the rest."))
        return EmptyState(
            "circle-check", tr("Nothing is due"),
            tr("To-dos, approvals, expiring quotations and inquiries to answer will stand here."),
            [(tr("New quotation"), lambda: self._new_quotation())],
        )  # fmt: skip

    def _new_quotation(self) -> None:
        self.navigate.emit("quotations", None)
        window: Any = self.window()
        if hasattr(window, "run_key"):
            window.run_key("Ctrl+N")

    def _open_item(self, item: Item) -> None:
        if item.page:
            self.navigate.emit(item.page, item.target)

    def _tick(self, item: Item | None) -> None:
        if item is not None and item.kind == "todo":
            self.shell.jobs.write(tick, item.id, done=lambda changes: self._ticked(changes), owner=self)

    def _ticked(self, changes: Changes) -> None:
        undo = self.shell.session.undo_stack.undo if self.shell.session is not None else None
        self.shell.toast(message("Ticked off"), undo)

    def _note(self) -> None:
        text = self.ui.note.text().strip()
        if not text:
            self.ui.note.setFocus()
            return
        self.shell.jobs.write(note, text, self.due.value(), done=lambda _changes: self._noted(), owner=self)

    def _noted(self) -> None:
        self.ui.note.clear()
        self.due.set_value(None)

    def _make_month(self) -> None:
        for row, (key, text) in enumerate(_MONTH):
            word = QLabel(tr(text))
            quieten([word])
            figure = QLabel("")
            figure.setFont(theme.font(13, bold=True, tabular=True))
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._month[key] = figure
            grid = self.ui.month_grid
            grid.addWidget(word, row // 2, row % 2 * 2)
            grid.addWidget(figure, row // 2, row % 2 * 2 + 1)
            grid.setColumnStretch(row % 2 * 2, 1)

    def _ink(self) -> None:
        self.ui.title.setFont(theme.font(17, bold=True))
        self.ui.greeting.setFont(theme.font(12))
        for head in (self.ui.recent_title, self.ui.month_title):
            head.setFont(theme.font(13, bold=True))
        quieten((self.ui.greeting, self.ui.month_note))
        ink_hairlines(self)


def _line(item: Item, kind: str, day: date) -> Line:
    _text, icon, action, _tone = _KINDS[kind]
    text = item.text
    if item.amount is not None:
        text = f"{show_number(item.amount, 2)} {item.currency}"
    due = day_words(item.due, day) if item.due is not None and kind != "approval" else ""
    if kind == "approval" and item.due is not None:
        due = tr("asked {day}", day=show_day(item.due, day))
    passed = item.due is not None and item.due < day and kind in ("overdue", "inquiry")
    tone = "red" if passed or item.late else ""
    return Line(item, icon, item.title, item.customer, text, due,
                tr(action) if item.page else "", tone)  # fmt: skip


def _recent_columns() -> list[Column]:
    return [
        Column("number", "Number", 176, lambda r: r.number,
               icon=lambda r: "tag" if r.page == "quotations" else "file-text"),
        Column("customer", "Customer", 120, lambda r: r.customer, stretch=True, tone=lambda _r: "quiet"),
        Column("status", "Status", 92, lambda r: r.status, text=lambda r: status_chip(r.status).text,
               chip=lambda r: status_chip(r.status)),
    ]  # fmt: skip
