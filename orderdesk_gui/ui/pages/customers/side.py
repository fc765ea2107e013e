"""The right column of a customer: who to talk to, what happened, what is to be done, files."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from orderdesk_gui.rules.customers import one_line
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.figures import show_day, show_number
from orderdesk_gui.ui.pages.customers.fields import CHANNELS
from orderdesk_gui.ui.pages.customers.head import NARROW
from orderdesk_gui.ui.pages.customers.overview import KINDS, PAGES, status_of
from orderdesk_gui.ui.widgets.attachments import Attachment, Attachments
from orderdesk_gui.ui.widgets.delegates import ListRow
from orderdesk_gui.ui.widgets.list_view import ListModel, ListView
from orderdesk_gui.ui.widgets.segmented import SegmentedControl
from orderdesk_gui.ui.widgets.timeline import TimeLine, TimeLineEntry
from orderdesk_gui.ui.widgets.todo_list import ToDo, ToDoList

if TYPE_CHECKING:
    from orderdesk_gui._built.forms.customer_detail import Ui_CustomerDetail
    from orderdesk_gui.actions.customers import Event
    from orderdesk_gui.actions.notes import AttachedFile
    from orderdesk_gui.actions.notes import ToDo as NotedToDo
    from orderdesk_gui.rules.customers import Contact

WIDTH, NARROW_WIDTH = 332, 276
_ICONS = {
    "phone": "phone", "email": "mail", "wechat": "brand-wechat", "visit": "users", "website": "world",
    "fair": "building-store", "inquiry": "message-circle", "quote": "tag", "contract": "file-text",
}  # fmt: skip
_MOST_CONTACTS = 3
_MOST_DIGITS = 22


class SideColumn(QObject):
    """Shows the lists of the right column; what the person does goes out by signals."""

    navigate = Signal(str, object)
    contact_chosen = Signal(object)

    def __init__(self, ui: Ui_CustomerDetail) -> None:
        super().__init__(ui.side)
        self.ui = ui
        self._events: list[Event] = []
        ui.side.setFixedWidth(WIDTH)
        for label in (ui.side_contacts, ui.side_time, ui.side_todo, ui.side_files):
            label.setFont(theme.font(13, bold=True))
        ui.contacts_count.setForegroundRole(ui.side.palette().ColorRole.PlaceholderText)
        self._people = ListModel(parent=self)
        self.people = ListView(self._people, tr("Contacts"), 48)
        self.filter = SegmentedControl(
            tr("What the time line shows"), [("all", tr("All")), ("talks", tr("Talks")), ("papers", tr("Papers"))]
        )
        self.time_line = TimeLine(tr("Time line"))
        self.todos = ToDoList()
        self.files = Attachments()
        ui.side_contacts_slot.addWidget(self.people)
        ui.time_filter_slot.addWidget(self.filter)
        ui.time_slot.addWidget(self.time_line)
        ui.todo_slot.addWidget(self.todos)
        ui.files_slot.addWidget(self.files)
        self.time_line.navigate.connect(self.navigate)
        self.filter.changed.connect(lambda _key: self._show_events())
        self.people.opened.connect(self.contact_chosen)

    def show(
        self,
        contacts: tuple[Contact, ...],
        events: list[Event],
        todos: list[NotedToDo],
        files: list[AttachedFile],
    ) -> None:
        """Show these."""
        self._events = events
        self._people.set_rows(
            [
                ListRow(
                    contact.id, one_line(contact.name), _short_text(contact.phone), _who(contact), None, contact.email
                )
                for contact in contacts
            ]
        )
        self.ui.contacts_count.setText(str(len(contacts) or ""))
        self.people.setFixedHeight(48 * max(1, min(len(contacts), _MOST_CONTACTS)))
        if not contacts:
            self.people.setFixedHeight(0)
        self._show_events()
        self.todos.set_todos([ToDo(todo.id, todo.text, todo.due, todo.done) for todo in todos])
        self.todos.setMaximumHeight(38 + 28 * min(len(todos), 4))
        self.files.set_attachments([Attachment(file.id, file.name, _size(file)) for file in files])
        self.files.setMaximumHeight(38 + 28 * min(len(files), 3))

    def fit(self, width: int) -> None:
        """Give way where the whole customer has `width` pixels."""
        self.ui.side.setFixedWidth(NARROW_WIDTH if width < NARROW else WIDTH)

    def _show_events(self) -> None:
        shown = self.filter.value()
        self.time_line.set_entries(
            [_entry(event) for event in self._events if shown == "all" or (event.kind == "talk") == (shown == "talks")]
        )


def _short_text(text: str) -> str:
    """A number that leaves room for the name."""
    return text if len(text) <= _MOST_DIGITS else f"{text[: _MOST_DIGITS - 1]}…"


def _who(contact: Contact) -> str:
    return " · ".join(part for part in (contact.title, contact.department) if part) or tr("Contact")


def _size(file: AttachedFile) -> str:
    size = f"{max(1, round(file.size / 1024)):,} KB" if file.size < 2**20 else f"{file.size / 2**20:.1f} MB"
    return f"{size} · {show_day(file.added_at.astimezone().date(), date.today())}"


def _entry(event: Event) -> TimeLineEntry:
    if event.kind == "talk":
        channel = tr(dict(CHANNELS).get(event.title, event.title))
        title = tr("{channel}, to them", channel=channel) if event.status == "out" else channel
        if event.contact:
            title = f"{title} · {one_line(event.contact)}"
        detail = one_line(event.detail)
        if event.noted_by:
            detail = tr("{words} ({name})", words=detail, name=event.noted_by)
        return TimeLineEntry(title, _when(event.at), detail, _ICONS.get(event.title, "note"), "blue")
    chip = status_of(event)
    amount = f"{event.currency} {show_number(event.amount, 2)}" if event.amount is not None else ""
    revision = f" {event.detail}" if event.kind == "quote" and event.detail != "R1" else ""
    detail = " · ".join(part for part in (chip.text if chip else "", amount or event.detail) if part)
    return TimeLineEntry(
        f"{tr(KINDS[event.table])} {_short(event.title)}{revision}", _when(event.at), detail, _ICONS[event.kind],
        chip.tone if chip else "grey", PAGES[event.table], event.id,
    )  # fmt: skip


def _short(number: str) -> str:
    """``QT-…0231`` for ``QT-2026-7K3F-0231``: what tells papers of one customer apart."""
    parts = number.split("-")
    return f"{parts[0]}-…{parts[-1]}" if len(parts) == 4 else number


def _when(at: str) -> str:
    if len(at) <= 10:
        return show_day(date.fromisoformat(at), date.today())
    moment = datetime.fromisoformat(at).astimezone()
    today = moment.date() == date.today()
    return f"{moment:%H:%M}" if today else show_day(moment.date(), date.today())
