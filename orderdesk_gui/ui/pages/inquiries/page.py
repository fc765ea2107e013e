"""The page of inquiries: the list at the left, one inquiry noted in place at the right, one click to a quotation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu

from orderdesk_gui._built.forms.inquiries_page import Ui_InquiriesPage
from orderdesk_gui.rules.inquiries import CHANNEL_NAMES, Inquiry, is_due
from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.record_list import ListSpec, RecordList
from orderdesk_gui.ui.record_notes import RecordNotes
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow, status_chip
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.life_strip import LifeStep

from . import asks

TABS = (("open", "Open"), ("due", "Due now"), ("mine", "Mine"), ("all", "All"))
_TABLES = ("inquiry", "inquiry_line", "quote", "customer")


class InquiriesPage(Page):
    """List and form; what is typed is kept as a draft until it is saved or thrown away."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.ui = Ui_InquiriesPage()
        self.ui.setupUi(self)
        self.opened: asks.Opened | None = None
        self.dirty = False
        self._loading = False
        self._wanted: Any = None
        self._customer_id: UUID | None = None
        self._last_tx: str | None = None
        self._set_up_list()
        self._dress()
        self.errors = FieldErrors(self)
        self.notes = RecordNotes(self.ui.popup_area, shell, "inquiry")
        self._know_fields()
        self.keeper = DraftKeeper(shell.jobs, asks.KIND, self._to_keep, self)
        self._connect()
        self._show_nothing()

    # Making it ---------------------------------------------------------------------------------------

    def _set_up_list(self) -> None:
        spec = ListSpec("inquiries", "Inquiries", TABS, asks.listing, asks.counts)
        self.records = RecordList(self, self.ui, spec, self._list_row)
        self.list, self.list_model = self.records.view, self.records.model
        self.list.set_empty(
            "message-circle",
            tr("No inquiries here"),
            tr("Note who asks for what, by phone, WeChat or mail. A name and a phone number suffice."),
            [(tr("New inquiry"), self.new), (tr("Import"), self.import_file)],
        )

    def _dress(self) -> None:
        ui = self.ui
        ui.number.setFont(theme.font(17, bold=True, tabular=True))
        ui.lines_label.setFont(theme.font(13, bold=True))
        ui.subtitle.setFont(theme.font(12, tabular=True))
        ui.subtitle.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for key, text in CHANNEL_NAMES.items():
            ui.channel.addItem(str(text), key)
        for button, name in ( (ui.more, "dots"), (ui.main, "tag"),
            (ui.notes_button, "paperclip"),
        ):  # fmt: skip
            icons.set_icon(button, name)
        for choice, name in (
            (ui.urgency, "Urgency"), (ui.importance, "Importance"), (ui.complexity, "Complexity"),
        ):  # fmt: skip
            choice.setAccessibleName(tr(name))
        for edit in (ui.date, ui.wanted, ui.next_date):
            edit.today = self._today
        ui.customer.set_jobs(self.shell.jobs)
        ui.grid.set_up(self.shell.jobs)
        for button in (ui.discard, ui.close_it, ui.save, ui.main):
            button.setAccessibleName(button.text())

    def _know_fields(self) -> None:
        ui = self.ui
        for path, field in {
            "customer_name": ui.customer, "contact": ui.contact, "phone": ui.phone, "channel": ui.channel,
            "date": ui.date, "wanted": ui.wanted, "next_step": ui.next_step, "next_date": ui.next_date,
            "urgency": ui.urgency, "importance": ui.importance, "complexity": ui.complexity,
        }.items():  # fmt: skip
            self.errors.add(path, field)

    def _connect(self) -> None:
        ui = self.ui
        self.records.chosen.connect(self._chosen)
        self.records.begun.connect(self._begin)
        self.records.opened.connect(lambda _id: self.edit())
        ui.more.clicked.connect(lambda: self.menu().exec(ui.more.mapToGlobal(QPoint(0, ui.more.height()))))
        ui.life.navigate.connect(self.navigate)
        ui.notes_button.clicked.connect(self.notes.toggle)
        self.notes.counted.connect(self._show_note_counts)
        ui.customer.picked.connect(self._customer_picked)
        ui.customer.textEdited.connect(self._customer_typed)
        for edit in (ui.customer, ui.contact, ui.phone, ui.next_step):
            edit.textEdited.connect(self._typed)
        for day in (ui.date, ui.wanted, ui.next_date):
            day.value_changed.connect(self._typed)
        for choice in (ui.urgency, ui.importance, ui.complexity):
            choice.changed.connect(self._typed)
        ui.channel.activated.connect(self._typed)
        ui.notes.textChanged.connect(self._typed)
        ui.grid.edited.connect(self._typed)
        ui.discard.clicked.connect(self.discard)
        ui.close_it.clicked.connect(lambda: self.decide("close"))
        ui.save.clicked.connect(self.save)
        ui.main.clicked.connect(self.main_action)
        self.keeper.kept.connect(self._show_kept)

    # List --------------------------------------------------------------------------------------------

    def _list_row(self, row: Any) -> ListRow:
        today = self._today()
        chip = status_chip(row.status)
        if row.status in ("open", "quoted") and row.next_date is not None and row.next_date <= today:
            late = (today - row.next_date).days
            text = tr("Due today") if late == 0 else tr("{days} days overdue", days=late)
            chip = Chip(text, "yellow" if late == 0 else "red", "clock")
        right = tr("urgent") if row.urgency == "high" and row.status == "open" else ""
        second = row.next_step or str(CHANNEL_NAMES.get(row.channel, row.channel))
        return ListRow(row.id, row.customer, right, second, chip, show_day(row.date, today), _band(row.date, today))

    def _chosen(self, id: Any) -> None:
        if id is not None and (self.opened is None or id != self.opened.id):
            self.keeper.flush()
            self._load(id)
            self.shell.visited("inquiries", id)

    def _begin(self, id: Any) -> None:
        if self.opened is None and self._wanted is None and self.ui.detail.currentWidget() is self.ui.nothing:
            self._load(id)

    # Page --------------------------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def reload(self, changes: Any = None) -> None:
        self.records.reload()
        if self.opened is not None and self.opened.id is not None and not self.dirty:
            self._load(self.opened.id)

    def open(self, id: Any) -> None:
        """An inquiry's id, or {"customer": id} for a new one."""
        self.keeper.flush()
        if isinstance(id, dict):
            self.shell.jobs.read(asks.new_inquiry, id.get("customer"), done=self._show_new, owner=self)
        elif self.opened is None or id != self.opened.id:
            self._load(id)

    def new(self) -> None:
        self.keeper.flush()
        self.shell.jobs.read(asks.new_inquiry, done=self._show_new, owner=self)

    def save(self) -> None:
        self._save(None)

    def main_action(self) -> None:
        """Save, then take it over into a quotation."""
        if self.opened is not None:
            self._save(lambda id: self.navigate.emit("quotations", {"from_inquiry": id}))

    def edit(self) -> None:
        if self._on_sheet():
            self.ui.customer.setFocus()

    def undo(self) -> None:
        if self._on_sheet() and self.ui.grid.can_undo():
            self.ui.grid.undo()
        elif self._last_tx is not None:
            self._undo_tx(self._last_tx)
            self._last_tx = None
        else:
            self.shell.toast(tr("There is nothing to undo here."), tone="blue")

    def redo(self) -> None:
        if self._on_sheet():
            self.ui.grid.redo()

    def back_out(self) -> bool:
        if self.notes.isVisible():
            self.notes.close_now()
        else:
            return self.records.back_out()
        return True

    def commands(self) -> list[Command]:
        own = [
            Command("New inquiry", self.new, "Ctrl+N", "plus"),
            Command("Search in this list", self.records.search, "Ctrl+F", "search"),
            Command("Import inquiries", self.import_file, "", "file-import"),
            Command("Export this list", self.export_list, "", "download"),
            Command("Files and to-dos", self.notes.toggle, "Ctrl+Shift+D", "paperclip"),
        ]
        if self._on_sheet():
            own += [
                Command("Save", self.save, "Ctrl+S", "device-floppy"),
                Command("Make quotation", self.main_action, "Ctrl+Return", "tag"),
                Command("Discard", self.discard, "", "trash"),
            ]
        return own + [Command(title, run, "", icon) for title, icon, run in self._others()]

    def page_state(self) -> dict[str, Any]:
        self.keeper.flush()
        return {"tab": self.records.tab}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("tab"):
            self.records.choose_tab(str(state["tab"]))

    # One inquiry -------------------------------------------------------------------------------------

    def typed(self) -> Inquiry | None:
        """The inquiry as it stands in the form."""
        if self.opened is None:
            return None
        ui = self.ui
        return replace(
            self.opened.inquiry,
            date=ui.date.value() or self.opened.inquiry.date,
            channel=ui.channel.currentData(),
            customer_id=self._customer_id,
            customer_name=" ".join(ui.customer.text().split()),
            contact=ui.contact.text().strip(),
            phone=ui.phone.text().strip(),
            lines=ui.grid.wanted_lines(),
            wanted=ui.wanted.value(),
            urgency=ui.urgency.value(),  # type: ignore[arg-type]
            importance=ui.importance.value(),  # type: ignore[arg-type]
            complexity=ui.complexity.value(),  # type: ignore[arg-type]
            next_step=ui.next_step.text().strip(),
            next_date=ui.next_date.value(),
            notes=ui.notes.toPlainText().strip(),
        )

    def _to_keep(self) -> Content | None:
        inquiry = self.typed() if self.dirty else None
        return (asks.to_json(inquiry), self.opened.id) if inquiry is not None and self.opened is not None else None

    def _load(self, id: Any) -> None:
        self._wanted = id

        def done(opened: asks.Opened) -> None:
            if self._wanted == id:
                self._show(opened)

        self.shell.jobs.read(asks.open_inquiry, id, done=done, failed=self._show_problem, owner=self)

    def _show_new(self, opened: asks.Opened) -> None:
        self._wanted = None
        self._show(opened)
        self.list.choose(None)
        if opened.kept_id is not None:
            self.shell.toast(tr("What you typed and had not saved is back."), self.discard, tone="blue")
        self.ui.customer.setFocus()

    def _show(self, opened: asks.Opened) -> None:
        self._loading = True
        ui, inquiry = self.ui, opened.inquiry
        self.opened, self._customer_id = opened, inquiry.customer_id
        self.dirty = opened.kept_id is not None
        self.keeper.start(opened.kept_id)
        ui.detail.setCurrentWidget(ui.popup_area)
        for edit, text in (
            (ui.customer, inquiry.customer_name), (ui.contact, inquiry.contact), (ui.phone, inquiry.phone),
            (ui.next_step, inquiry.next_step),
        ):  # fmt: skip
            _set_text(edit, text)
        _choose(ui.channel, inquiry.channel)
        for day, value in ((ui.date, inquiry.date), (ui.wanted, inquiry.wanted), (ui.next_date, inquiry.next_date)):
            day.set_value(value)
        ui.urgency.set_value(inquiry.urgency)
        ui.importance.set_value(inquiry.importance)
        ui.complexity.set_value(inquiry.complexity)
        if ui.notes.toPlainText() != inquiry.notes:
            ui.notes.setPlainText(inquiry.notes)
        ui.grid.show_lines(inquiry.lines, dict(opened.codes or {}))
        self.errors.clear()
        self.notes.show_record(opened.id)
        self._show_head(opened)
        self._show_state()
        self._loading = False
        if opened.id is not None:
            self.list.choose(opened.id)

    def _show_head(self, opened: asks.Opened) -> None:
        ui, inquiry = self.ui, opened.inquiry
        ui.number.setText(opened.number or tr("New inquiry"))
        ui.status_chip.set_chip(status_chip(opened.status))
        due = opened.status in ("open", "quoted") and is_due(inquiry, opened.today)
        ui.due_chip.set_chip(Chip(tr("Next step is due"), "yellow", "clock") if due else None)
        parts = [
            tr("Came {day} by {channel}", day=inquiry.date.isoformat(), channel=CHANNEL_NAMES[inquiry.channel]),
            tr("noted by {who}", who=opened.owner) if opened.owner else "",
            ", ".join(number for _id, number, _status in opened.quotes),
        ]
        ui.subtitle.setText(" · ".join(part for part in parts if part))
        quoted = opened.quotes[-1] if opened.quotes else None
        ui.life.set_steps(
            [
                LifeStep(tr("Inquiry"), f"{inquiry.date:%m-%d}", "present"),
                LifeStep(tr("Quotation"), quoted[1], "done", "quotations", quoted[0])
                if quoted is not None
                else LifeStep(tr("Quotation"), tr("to be made")),
                LifeStep(tr("Contract"), tr("once won")),
                LifeStep(tr("Order")),
                LifeStep(tr("Delivery")),
                LifeStep(tr("After-sales")),
            ]
        )
        ui.close_it.setVisible(opened.id is not None and opened.status in ("open", "quoted"))
        main = tr("Another quotation") if opened.quotes else tr("Make quotation")
        ui.main.setText(main)
        ui.main.setAccessibleName(main)

    def _show_note_counts(self, files: int, todos: int) -> None:
        self.ui.notes_button.setText(f"{files}  ·  {todos}" if todos else str(files or ""))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.notes.place()

    def _show_nothing(self) -> None:
        self.opened, self.dirty, self._wanted = None, False, None
        column = self.ui.nothing_column
        if column.count() == 0:
            column.addWidget(
                EmptyState(
                    "message-circle",
                    tr("Inquiries"),
                    tr("Choose one at the left, or note a new one while the customer is on the phone."),
                    [(tr("New inquiry"), self.new)],
                )
            )
        self.ui.detail.setCurrentWidget(self.ui.nothing)

    def _show_state(self, kept_at: dt.datetime | None = None) -> None:
        if self.opened is None:
            return
        at = kept_at or self.opened.kept_at
        if self.dirty and at is not None:
            words = tr("Draft kept {time}", time=f"{at.astimezone():%H:%M}")
        elif self.dirty:
            words = tr("Changed")
        else:
            words = tr("Saved") if self.opened.id is not None else tr("Not saved yet")
        self.ui.draft_state.set_state("device-floppy", words)

    def _show_kept(self, at: dt.datetime) -> None:
        if self.opened is not None:
            self.opened = replace(self.opened, kept_at=at)
        self._show_state(at)

    # Typing ------------------------------------------------------------------------------------------

    def _typed(self, *_: Any) -> None:
        if self._loading or self.opened is None:
            return
        self.dirty = True
        self.keeper.touch()
        self._show_state()

    def _customer_typed(self, _text: str) -> None:
        self._customer_id = None

    def _customer_picked(self, row: Any) -> None:
        self._customer_id = row.id
        self.ui.customer.setText(row.name)
        self._typed()

        def fill(found: tuple[str, str, str]) -> None:
            _name, contact, phone = found
            if not self.ui.contact.text():
                self.ui.contact.setText(contact)
            if not self.ui.phone.text():
                self.ui.phone.setText(phone)

        self.shell.jobs.read(asks.customer, row.id, done=fill, owner=self)
        self.ui.contact.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = self.focusWidget()
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers()
            and isinstance(focus, QLineEdit | QComboBox)
            and self.ui.body.isAncestorOf(focus)
        ):
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    # Verbs -------------------------------------------------------------------------------------------

    def _save(self, then: Callable[[UUID], Any] | None) -> None:
        focus = self.focusWidget()
        if focus is not None and self.ui.grid.isAncestorOf(focus) and focus is not self.ui.grid:
            self.ui.grid.setFocus()
        inquiry = self.typed()
        if inquiry is None or self.opened is None:
            return
        if not self.dirty and self.opened.id is not None:
            if then is not None:
                then(self.opened.id)
            else:
                self.shell.toast(tr("Nothing has changed since it was saved."), tone="blue")
            return
        was = self.opened
        self.errors.clear()
        self.ui.grid.clear_errors()

        def done(saved: Any) -> None:
            # What was typed while it was being saved stays.
            self.dirty = self.typed() != inquiry
            self.keeper.start(None)
            if self.dirty:
                self.keeper.touch()
            self._last_tx = saved.changes.tx
            self.opened = replace(was, inquiry=inquiry, id=saved.id, number=saved.number, kept_id=None, kept_at=None)
            self._wanted = saved.id
            self.list.choose(saved.id)
            self._show_state()
            if then is not None:
                then(saved.id)
            else:
                tx = saved.changes.tx
                undo = (lambda: self._undo_tx(tx)) if tx and was.id is not None else None
                self.shell.toast(tr("{number} saved", number=saved.number), undo)

        def failed(error: BaseException) -> bool:
            self.keeper.release()
            return self._show_problem(error)

        self.shell.jobs.write(
            asks.save,
            inquiry,
            was.id,
            self.keeper.hold(),
            done=done,
            failed=failed,
            owner=self,
            title=tr("Save"),
        )

    def decide(self, command: str) -> None:
        """Lose, close or reopen."""
        words = {
            "lose": tr("Marked as lost."),
            "close": tr("Closed. Reopen it from the menu."),
            "reopen": tr("It is open again."),
        }[command]
        if self.opened is not None and self.opened.id is not None:
            self.shell.jobs.write(
                asks.decide,
                self.opened.id,
                command,
                done=lambda _changes: self.shell.toast(words),
                failed=self._show_problem,
                owner=self,
            )

    def delete(self) -> None:
        """Into the recycle bin, with Undo."""
        if self.opened is None or self.opened.id is None:
            return

        def done(changes: Any) -> None:
            self.keeper.forget()
            self._show_nothing()
            self.shell.toast(tr("Deleted"), lambda: self._undo_tx(changes.tx))

        self.shell.jobs.write(asks.delete, self.opened.id, done=done, failed=self._show_problem, owner=self)

    def discard(self) -> None:
        """Throw away what was typed since the last save."""
        if self.opened is None or not self.dirty:
            return
        thrown = replace(self.opened, inquiry=self.typed() or self.opened.inquiry)
        self.dirty = False
        if thrown.id is not None:
            self.keeper.forget(then=lambda: self._load(thrown.id))
        else:
            self.keeper.forget()
            self._show_nothing()
            self.list.setFocus()

        def bring_back() -> None:
            self._wanted = None
            self._show(thrown)
            self._typed()

        self.shell.toast(tr("Discarded"), bring_back)

    def _undo_tx(self, tx: str | None) -> None:
        if tx is not None:
            self.shell.jobs.write(
                asks.undo,
                tx,
                done=lambda _c: self.shell.toast(tr("Undone")),
                failed=self._show_problem,
                owner=self,
            )

    def _show_problem(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not (self.ui.grid.show_error(error) or self.errors.show(error)):
            self.shell.show_error(error)
        return True

    def _others(self) -> list[tuple[str, str, Callable[[], Any]]]:
        if self.opened is None or self.opened.id is None:
            return []
        if self.opened.status in ("open", "quoted"):
            verbs: list[tuple[str, str, Callable[[], Any]]] = [
                ("Lost", "circle-x", lambda: self.decide("lose")),
                ("Close it", "circle-minus", lambda: self.decide("close")),
            ]
        else:
            verbs = [("Reopen", "arrow-back-up", lambda: self.decide("reopen"))]
        return [*verbs, ("Delete", "trash", self.delete)]

    def import_file(self) -> None:
        """Inquiries from a workbook."""
        self.records.import_file("inquiries")

    def export_list(self) -> None:
        """The list as it is shown, to Excel or CSV."""
        self.records.export("inquiries")

    def menu(self) -> QMenu:
        """Everything else that may be done now."""
        menu = QMenu(self)
        for title, icon, run in self._others():
            menu.addAction(icons.icon(icon), tr(title)).triggered.connect(lambda _on=False, run=run: run())
        menu.addSeparator()
        menu.addAction(icons.icon("file-import"), tr("Import inquiries"), self.import_file)
        menu.addAction(icons.icon("download"), tr("Export this list"), self.export_list)
        return menu

    def _today(self) -> dt.date:
        return self.opened.today if self.opened is not None else dt.date.today()

    def _on_sheet(self) -> bool:
        return self.opened is not None and self.ui.detail.currentWidget() is self.ui.popup_area


def _set_text(edit: QLineEdit, text: str) -> None:
    if edit.text() != text:
        edit.setText(text)
        edit.setCursorPosition(0)


def _choose(combo: QComboBox, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))


def _band(day: dt.date, today: dt.date) -> str:
    """The band a row stands under: none for today, this week, this month, earlier."""
    if day >= today:
        return ""
    if day >= today - dt.timedelta(days=today.weekday()):
        return tr("This week")
    if (day.year, day.month) == (today.year, today.month):
        return tr("This month")
    return tr("Earlier")
