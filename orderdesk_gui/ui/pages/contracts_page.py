"""The page of contracts: the list, one contract's clauses edited in place, its checks, and its pages beside."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QRect, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.rules.access import Right
from orderdesk_gui.rules.contract_facts import facts_of
from orderdesk_gui.rules.contract_making import followed, from_library, numbered, wording_changed
from orderdesk_gui.rules.contracts import HEADINGS, TITLES, Clause, Contract, Language
from orderdesk_gui.rules.language import UserError, current_language, tr
from orderdesk_gui.rules.money import format_amount, format_number, minor_units
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.draft_keeper import Content, DraftKeeper
from orderdesk_gui.ui.figures import show_day
from orderdesk_gui.ui.page import Command, Page, Shell
from orderdesk_gui.ui.pages import contracts_asks as asks
from orderdesk_gui.ui.pages.contracts_deeds import Deeds
from orderdesk_gui.ui.pages.contracts_editor import ClauseEditor, Mark
from orderdesk_gui.ui.pages.contracts_findings import FindingList
from orderdesk_gui.ui.pages.contracts_headings import HeadingList, heading_rows, numeral
from orderdesk_gui.ui.pages.contracts_preview import PagePreview
from orderdesk_gui.ui.pages.contracts_value import ValueSheet
from orderdesk_gui.ui.widgets.bars import ChipLabel
from orderdesk_gui.ui.widgets.delegates import Chip, ListRow, status_chip
from orderdesk_gui.ui.widgets.empty_state import EmptyState
from orderdesk_gui.ui.widgets.form_fields import DateEdit
from orderdesk_gui.ui.widgets.life_strip import LifeStep, LifeStrip
from orderdesk_gui.ui.widgets.list_view import ListModel, ListView
from orderdesk_gui.ui.widgets.saved_state import SavedState
from orderdesk_gui.ui.widgets.segmented import Counter, Counters, SegmentedControl
from orderdesk_gui.ui.widgets.splitter import KeptSplitter

TABS = (("mine", "Mine"), ("to_review", "At legal"), ("to_sign", "To sign"), ("all", "All"))
_TABLES = (
    "contract", "contract_line", "contract_clause", "contract_version", "approval_request", "approval_decision",
    "paper", "paper_voiding", "customer", "contact", "address", "company", "quote",
)  # fmt: skip
_WIDE = 1500  # with less room the list gives way to a contract that was called for
_RANK = {"E": 3, "W": 2, "I": 1, "": 0}
_CHOICES = (
    ("dispute.kind", "Disputes", (("court_plaintiff", "Court at the plaintiff"),
                                  ("court_defendant", "Court at the defendant"), ("arbitration", "Arbitration"))),
    ("delivery.mode", "Delivery", (("to_buyer", "To the buyer"), ("ex_works", "Collected by the buyer"),
                                   ("carrier", "Handed to a carrier"))),
    ("title.retained", "Retention of title", (("yes", "Yes"), ("no", "No"))),
    ("quantity.tolerance", "Quantity tolerance", (("yes", "Yes"), ("no", "No"))),
    ("inspection.commissioning", "Commissioning", (("yes", "Yes"), ("no", "No"))),
    ("price.tooling", "Tooling charged", (("yes", "Yes"), ("no", "No"))),
)  # fmt: skip


class ContractsPage(Page):
    """List and detail; what is typed is kept as a draft until it is saved or thrown away."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.ui = Ui_ContractsPage()
        self.ui.setupUi(self)
        self.opened: asks.Opened | None = None
        self.checked: asks.Checked | None = None
        self.contract: Contract | None = None
        self.dirty = False
        self.heading = 1
        self.side = "zh"
        self._loading = False
        self._wanted: Any = None
        self._started = False
        self._previewed: UUID | None = None
        self._last_tx: str | None = None
        self.deeds = Deeds(self)
        self.keeper = DraftKeeper(shell.jobs, asks.KIND, self._to_keep, self)
        self._check_soon = self._timer(250, self._check)
        self._preview_soon = self._timer(700, self._preview)
        self._search_soon = self._timer(120, self._ask_list)
        self._set_up_list()
        self._set_up_sheet()
        self._dress()
        self._connect()
        self.show_nothing()

    def _timer(self, ms: int, run: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(run)
        return timer

    # Making it ---------------------------------------------------------------------------------------

    def _set_up_list(self) -> None:
        ui = self.ui
        self.splitter = KeptSplitter(self.shell.settings, "contracts", parent=self)
        row = ui.row
        assert isinstance(row, QHBoxLayout)
        self.splitter.addWidget(ui.list_pane)
        self.splitter.addWidget(ui.detail)
        row.addWidget(self.splitter)
        self.splitter.start_with([248, 960])
        self.tabs = Counters(tr("Which contracts"), 34)
        ui.tabs_slot.addWidget(self.tabs)
        self.tabs.set_counters([Counter(key, None, tr(title)) for key, title in TABS])
        self.tabs.set_value("all")
        self.list_model = ListModel(self.shell.jobs, asks.listing, self._list_row, self)
        self.list = ListView(self.list_model, tr("Contracts"), 60)
        ui.list_slot.addWidget(self.list)
        self.list.set_empty(
            "file-text", tr("No contracts here"),
            tr("A contract is made from a quotation that was won, in a minute."), [(tr("New contract"), self.new)],
        )  # fmt: skip

    def _set_up_sheet(self) -> None:
        ui = self.ui
        self.status_chip, self.check_chip = ChipLabel(), ChipLabel()
        ui.chips_slot.addWidget(self.status_chip)
        ui.chips_slot.addWidget(self.check_chip)
        languages = [("zh", "中文"), ("en", "English"), ("both", tr("Both"))]
        self.language = SegmentedControl(tr("Language of the paper"), languages)
        ui.language_slot.addWidget(self.language)
        self.life = LifeStrip(tr("Life of this business"))
        ui.life_slot.addWidget(self.life)
        self.panes = KeptSplitter(self.shell.settings, "contract_panes", parent=ui.body)
        body = ui.body_row
        assert isinstance(body, QHBoxLayout)
        for pane in (ui.clauses_pane, ui.middle, ui.preview_pane):
            self.panes.addWidget(pane)
        body.addWidget(self.panes)
        self.panes.start_with([256, 560, 420])
        self.headings = HeadingList(tr("Headings of the contract"))
        ui.clauses_slot.addWidget(self.headings)
        self.editor_side = SegmentedControl(tr("Text to edit"), [("zh", "中文"), ("en", "English")])
        ui.side_slot.addWidget(self.editor_side)
        self.date = DateEdit(self._today)
        self.date.setAccessibleName(tr("Date"))
        self.date.setFixedWidth(136)
        ui.date_slot.addWidget(self.date)
        for zh, en in TITLES.items():
            ui.title_choice.addItem(zh if current_language() == "zh" else en, zh)
        self.editor = ClauseEditor(tr("Words of the clauses"))
        ui.editor_slot.addWidget(self.editor)
        column = ui.middle_column
        assert isinstance(column, QVBoxLayout)
        column.setStretch(column.indexOf(ui.editor_slot), 1)
        ui.findings_pane.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.findings = FindingList(tr("What the checks found"))
        ui.findings_slot.addWidget(self.findings)
        self.preview = PagePreview()
        ui.preview_slot.addWidget(self.preview)
        self.saved_state = SavedState(tr("State of saving"))
        ui.saved_slot.addWidget(self.saved_state)
        self.value_sheet = ValueSheet(ui.middle)

    def _dress(self) -> None:
        ui = self.ui
        ui.list_title.setFont(theme.font(17, bold=True))
        ui.number.setFont(theme.font(17, bold=True, tabular=True))
        for title in (ui.clauses_title, ui.heading, ui.findings_title, ui.preview_title):
            title.setFont(theme.font(13, bold=True))
        for label in (
            ui.list_count, ui.origin_line, ui.clauses_count, ui.library_note, ui.editor_note, ui.findings_hint,
            ui.advice_note, ui.page_note, ui.clauses_hint, ui.title_label, ui.date_label, ui.place_label,
        ):  # fmt: skip
            label.setFont(theme.font(12, tabular=True))
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for button, name in (
            (ui.new_button, "plus"), (ui.fold, "layout-sidebar-left-collapse"), (ui.unfold, "list-details"),
            (ui.more, "dots"), (ui.print_button, "printer"), (ui.library_button, "books"), (ui.bold_button, "bold"),
            (ui.reset_button, "arrow-back-up"), (ui.page_back, "chevron-left"), (ui.page_on, "chevron-right"),
        ):  # fmt: skip
            icons.set_icon(button, name)
        for label in (ui.clauses_hint, ui.editor_note, ui.advice_note):
            label.setContentsMargins(16, 8, 16, 8)
        ui.unfold.hide()
        ui.notice.hide()
        ui.notice.setAutoFillBackground(True)

    def _connect(self) -> None:
        ui = self.ui
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(lambda _id: self.edit())
        self.list_model.loaded.connect(lambda total: ui.list_count.setText(f"{total:,}" if total else ""))
        self.tabs.changed.connect(lambda _key: self._ask_list())
        ui.list_search.textEdited.connect(lambda _text: self._search_soon.start())
        ui.new_button.clicked.connect(self.new)
        ui.fold.clicked.connect(lambda: self.fold_list(True))
        ui.unfold.clicked.connect(lambda: self.fold_list(False))
        ui.more.clicked.connect(self._show_menu)
        ui.print_button.clicked.connect(self.print)
        ui.main.clicked.connect(self.main_action)
        ui.discard.clicked.connect(self.discard)
        ui.save_button.clicked.connect(self.save)
        ui.library_button.clicked.connect(self._show_library)
        ui.bold_button.clicked.connect(self._toggle_bold)
        ui.reset_button.clicked.connect(self._as_in_library)
        ui.page_back.clicked.connect(lambda: self.preview.turn(-1))
        ui.page_on.clicked.connect(lambda: self.preview.turn(1))
        ui.title_choice.activated.connect(lambda _at: self._change(title=ui.title_choice.currentData()))
        ui.place.textEdited.connect(lambda text: self._change(place=text.strip()))
        self.date.value_changed.connect(self._date_typed)
        self.life.navigate.connect(self.navigate)
        self.language.changed.connect(self._language_chosen)
        self.editor_side.changed.connect(self._side_chosen)
        self.headings.heading_chosen.connect(self.show_heading)
        self.headings.move_asked.connect(self.move_clause)
        self.editor.edited.connect(self._typed)
        self.editor.clause_chosen.connect(lambda _n: self._show_clause())
        self.editor.placeholder_clicked.connect(self._ask_value)
        self.value_sheet.changed.connect(self._value_given)
        self.findings.chosen.connect(self._show_finding)
        self.preview.page_changed.connect(self._show_page)
        self.keeper.kept.connect(self._show_kept)

    # List --------------------------------------------------------------------------------------------

    def _list_row(self, row: Any) -> ListRow:
        places = minor_units(row.currency)
        number = row.number if len(row.number) < 14 else f"{row.number[:3]}…{row.number[-4:]}"
        second = f"{number} V{row.version}" if row.version > 1 else number
        return ListRow(
            row.id, row.customer, format_number(row.total, places, places), second,
            _chip(row.status), show_day(row.date, self._today()), "",
            "" if row.currency == "CNY" else row.currency,
        )  # fmt: skip

    def _ask_list(self) -> None:
        self.list_model.set_query((self.tabs.value() or "all", self.ui.list_search.text().strip()))

    def _show_counts(self, counts: dict[str, int]) -> None:
        self.tabs.set_counters([Counter(k, counts[k] if k != "all" else None, tr(title)) for k, title in TABS])

    def _chosen(self, id: Any) -> None:
        if id is not None and id != self.shown_id():
            self._leave()
            self._load(id)
            self.shell.visited("contracts", id)

    def fold_list(self, folded: bool) -> None:
        """Hide the list for more room, or show it again."""
        self.ui.list_pane.setVisible(not folded)
        self.ui.unfold.setVisible(folded)

    # Page --------------------------------------------------------------------------------------------

    def concerns(self, changes: Any) -> bool:
        return bool(changes.touches(*_TABLES))

    def reload(self, changes: Any = None) -> None:
        self.shell.jobs.read(asks.counts, done=self._show_counts, owner=self)
        if not self._started:
            self._started = True
            self._ask_list()
        else:
            self.list_model.reload()
        if self.shown_id() is not None and not self.dirty:
            self._load(self.shown_id())

    def open(self, id: Any) -> None:
        """A contract's id; {"from_quote": id} begins one, {"file_signed": customer id} files their paper."""
        if isinstance(id, dict):
            if "from_quote" in id:
                self._ask_new(id["from_quote"])
            elif "file_signed" in id:
                self.deeds.file_signed(id["file_signed"])
        elif id != self.shown_id():
            self._leave()
            self._load(id)
            self.fold_list(self.width() < _WIDE)

    def new(self) -> None:
        """Ask from which quotation, then make it."""
        self._ask_new(None)

    def _ask_new(self, only: Any) -> None:
        from orderdesk_gui.ui.dialogs.contract_new import NewContractDialog

        self._leave()

        def make(quote_id: Any, template: str | None, language: str | None, title: str) -> None:
            def done(saved: Any) -> None:
                dialog.accept()
                self._last_tx = saved.changes.tx
                self._load(saved.id)
                words = " ".join(str(one) for one in saved.warnings)
                self.shell.toast(words or tr("{number} made", number=saved.number), tone="yellow" if words else "green")

            self.shell.jobs.write(
                asks.from_quote, quote_id, template, language, title, done=done, failed=dialog.show_error, owner=self
            )

        dialog = NewContractDialog(self.shell.jobs, asks.quotations, make, only, self)
        dialog.open()

    def save(self) -> None:
        if self.opened is not None and not self.dirty:
            self.shell.toast(tr("Nothing has changed since it was saved."), tone="blue")
            return
        self.deeds.save()

    def print(self) -> None:
        if self.opened is None:
            return
        if self.opened.view.paper_id is not None:
            self.deeds.reprint()
        elif self.preview.content():
            self.preview.print(self.opened.view.number)

    def main_action(self) -> None:
        deed = self.deeds.main()
        if deed is not None:
            deed.run()

    def edit(self) -> None:
        if self.opened is not None and self.editor.hasFocus():
            self.editor.placeholder_at_cursor()
        else:
            self.editor.setFocus()

    def undo(self) -> None:
        if self.editor.document().isUndoAvailable() and self.editor.hasFocus():
            self.editor.undo()
        elif self._last_tx is not None and not self.dirty:
            tx, self._last_tx = self._last_tx, None
            self.shell.jobs.write(
                asks.undo, tx, done=lambda _c: self.reload_shown(), failed=self.show_problem, owner=self
            )  # fmt: skip
        else:
            self.shell.toast(tr("There is nothing to undo here."), tone="blue")

    def redo(self) -> None:
        self.editor.redo()

    def back_out(self) -> bool:
        if self.value_sheet.isVisible():
            self.value_sheet.close_now()
        elif not self.list.hasFocus() and self.list.isVisible():
            self.list.setFocus()
        else:
            return False
        return True

    def commands(self) -> list[Command]:
        own = [
            Command("New contract", self.new, "Ctrl+N", "plus"),
            Command("Search in this list", self.ui.list_search.setFocus, "Ctrl+F", "search"),
        ]
        if self.opened is None:
            return own
        main = self.deeds.main()
        if main is not None:
            own.append(Command(main.title, self.main_action, "Ctrl+Return", main.icon))
        own += [
            Command("Print", self.print, "Ctrl+P", "printer"),
            Command("Next finding", self.findings.next, "F8", "alert-circle"),
            Command("Mend this finding", self.findings.mend, "Alt+Return", "wand"),
        ]
        if self.opened.view.editable:
            own += [
                Command("Save", self.save, "Ctrl+S", "device-floppy"),
                Command("Discard", self.discard, "", "trash"),
                Command("Move clause up", lambda: self.move_clause(-1), "Alt+Up", "chevron-up"),
                Command("Move clause down", lambda: self.move_clause(1), "Alt+Down", "chevron-down"),
                Command("Add a clause from the library", self._show_library, "", "books"),
            ]
        return own + [Command(deed.title, deed.run, deed.shortcut, deed.icon) for deed in self.deeds.others()]

    def page_state(self) -> dict[str, Any]:
        self.keeper.flush()
        return {"tab": self.tabs.value(), "folded": self.ui.list_pane.isHidden()}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("tab") in dict(TABS):
            self.tabs.set_value(str(state["tab"]))
        self.fold_list(bool(state.get("folded")))

    # One contract ------------------------------------------------------------------------------------

    def shown_id(self) -> UUID | None:
        """The contract that is shown."""
        return self.opened.view.id if self.opened is not None else None

    def _today(self) -> dt.date:
        return self.opened.today if self.opened is not None else dt.date.today()

    def _leave(self) -> None:
        self.value_sheet.close_now()
        self.keeper.flush()

    def _to_keep(self) -> Content | None:
        if self.opened is None or self.contract is None or not self.dirty:
            return None
        return asks.to_json(self.contract), self.opened.view.id

    def _load(self, id: Any) -> None:
        self._wanted = id

        def done(opened: asks.Opened) -> None:
            if self._wanted == id:
                self._show(opened)

        self.shell.jobs.read(asks.opened, id, done=done, failed=self.show_problem, owner=self)

    def reload_shown(self) -> None:
        """Fetch what is shown anew; what was typed is saved by now."""
        if self.opened is not None:
            self._load(self.opened.view.id)

    def saved(self, saved: Any) -> None:
        """It was saved: forget the draft and show what the store says."""
        self.keeper.forget()
        self.dirty = False
        self._last_tx = saved.changes.tx
        self.saved_state.set_state("cloud-check", tr("Saved"))
        self._load(saved.id)

    def discard(self) -> None:
        """Throw away what was typed since it was saved."""
        if self.opened is not None and self.dirty:
            self.keeper.forget()
            self.dirty = False
            self._load(self.opened.view.id)

    def show_problem(self, error: BaseException) -> bool:
        """Tell of an error, and lead to the clause where it stands."""
        if not isinstance(error, UserError):
            return False
        if error.field.startswith("clauses."):
            self._go_to_place(error.field)
        self.shell.toast(str(error), tone="red")
        return True

    def show_nothing(self) -> None:
        """No contract is chosen."""
        self.opened = self.contract = self.checked = None
        self.dirty = False
        self._wanted = None
        column = self.ui.nothing_column
        if column.count() == 0:
            column.addWidget(
                EmptyState(
                    "file-text", tr("No contract chosen"), tr("Choose one at the left, or make one from a quotation."),
                    [(tr("New contract"), self.new)],
                )
            )  # fmt: skip
        self.ui.detail.setCurrentWidget(self.ui.nothing)

    def _show(self, opened: asks.Opened) -> None:
        same = self.opened is not None and self.opened.view.id == opened.view.id
        self._loading = True
        self.opened, self.contract = opened, opened.contract
        self.checked = None
        self.dirty = opened.kept_id is not None
        self.keeper.start(opened.kept_id)
        self.ui.detail.setCurrentWidget(self.ui.sheet)
        self.language.set_value(opened.contract.language)
        ours = opened.view.origin == "ours"
        for widget in (self.ui.body, self.language, self.ui.print_button):
            widget.setVisible(ours)
        self.language.setEnabled(opened.view.editable)
        self._loading = False
        if not same:
            self.heading = 1
            self.list.choose(opened.view.id)
        self.saved_state.set_state("cloud-check" if not self.dirty else "pencil", "" if not self.dirty else tr("Kept"))
        self._take_check(asks.Checked(opened.view.findings, (None,) * len(opened.view.findings), opened.view.values))
        self._show_head()
        self._show_notice()
        self.headings.setCurrentRow(self.heading)
        self.show_heading(self.heading)
        self._check()
        self._preview()

    def _show_head(self) -> None:
        opened, contract = self.opened, self.contract
        if opened is None or contract is None:
            return
        ui, view = self.ui, opened.view
        zh = current_language() == "zh"
        title = contract.title if zh else TITLES.get(contract.title, contract.title)
        ui.number.setText(f"{view.number} · {title}")
        chip = _chip(view.status)
        version = tr("version {number}", number=view.version)
        self.status_chip.set_chip(
            Chip(f"{chip.text} · {version}" if view.version > 1 else chip.text, chip.tone, chip.icon)
        )
        parts = [view.customer]
        if contract.quotation:
            quoted = f"{contract.quotation.number} R{contract.quotation.revision}"
            parts.append(tr("made from {quotation}", quotation=quoted))
        if opened.template:
            name = opened.template.title_zh if zh else opened.template.title_en
            parts.append(tr("template {name} v{version}", name=name, version=opened.template.version))
        if view.customer_number:
            parts.append(tr("their number {number}", number=view.customer_number))
        parts.append(format_amount(contract.total, contract.currency))
        ui.origin_line.setText(" · ".join(parts))
        self.life.set_steps(self._life_steps())
        main = self.deeds.main()
        ui.main.setVisible(main is not None)
        if main is not None:
            ui.main.setText(tr(main.title))
            ui.main.setAccessibleName(ui.main.text())
            ui.main.setToolTip(f"{ui.main.text()}  Ctrl+Enter")
            icons.set_icon(ui.main, main.icon)
        ui.foot.setVisible(view.editable)
        for button in (ui.discard, ui.save_button):
            button.setEnabled(self.dirty)

    def _life_steps(self) -> list[LifeStep]:
        assert self.opened is not None and self.contract is not None
        view = self.opened.view
        came = view.came_from
        inquiry = LifeStep(tr("Inquiry"), tr("none"))
        if came.inquiry_id is not None and came.inquiry_date is not None:
            detail = f"{came.inquiry_number[:3]}…{came.inquiry_number[-4:]} · {came.inquiry_date:%m-%d}"
            inquiry = LifeStep(tr("Inquiry"), detail, "done", "inquiries", came.inquiry_id)
        quotation = LifeStep(tr("Quotation"), tr("none"))
        if came.quote_id is not None:
            won = f"R{came.quote_revision} · {status_chip(came.quote_status or 'issued').text}"
            quotation = LifeStep(tr("Quotation"), won, "done", "quotations", came.quote_id)
        here = f"V{view.version} · {_chip(view.status).text}"
        return [
            inquiry, quotation, LifeStep(tr("Contract"), here, "present"), LifeStep(tr("Order")),
            LifeStep(tr("Delivery")), LifeStep(tr("After-sales")),
        ]  # fmt: skip

    def _show_notice(self) -> None:
        opened, ui = self.opened, self.ui
        if opened is None:
            return
        view, review = opened.view, opened.view.review
        text, tone, icon = "", "blue", "info-circle"
        if opened.kept_at is not None:
            text = tr(
                "What you typed on {when} was kept and is back.", when=f"{opened.kept_at.astimezone():%m-%d %H:%M}"
            )
            icon = "history"
        elif view.status == "draft" and review is not None and review.status == "returned":
            text = tr("Sent back by {who}: {remark}", who=review.decided_by, remark=review.remark)
            tone, icon = "red", "corner-down-left"
        elif view.status == "review" and review is not None:
            agreed = review.status == "approved"
            text = tr("Legal has agreed: {who}", who=review.decided_by) if agreed else tr("Waiting for legal.")
            tone, icon = ("green", "circle-check") if agreed else ("yellow", "hourglass")
        elif view.status == "signed" and view.signed_on is not None:
            text, tone, icon = tr("Signed on {day}.", day=view.signed_on.isoformat()), "green", "circle-check"
        elif view.status == "voided" and view.versions:
            text, tone, icon = tr("Void: {reason}", reason=view.versions[-1].void), "red", "circle-minus"
        ui.notice.setVisible(bool(text))
        ui.notice_button.hide()
        ui.notice_text.setText(text)
        fill, ink = theme.colours().chips[tone]
        shown = ui.notice.palette()
        shown.setColor(QPalette.ColorRole.Window, QColor(fill))
        shown.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        ui.notice.setPalette(shown)
        ui.notice_icon.setPixmap(icons.pixmap(icon, ink, theme.ICON, self.devicePixelRatioF()))

    # Clauses -----------------------------------------------------------------------------------------

    def show_heading(self, number: int) -> None:
        """Show the clauses of one heading in the editor, and its page beside."""
        opened, contract = self.opened, self.contract
        if opened is None or contract is None or self._loading:
            return
        self.heading = number
        ui, zh = self.ui, current_language() == "zh"
        both = contract.language == "both"
        self.side = self.editor_side.value() if both else contract.language
        self.editor_side.setVisible(both)
        if number:
            heading = HEADINGS[number - 1]
            words = f"第{numeral(number)}条　{heading.zh}" if zh else f"Article {number}  {heading.en}"
        else:
            words = tr("Parties, number, recital")
        ui.heading.setText(words)
        ui.head_form.setVisible(number == 0)
        self._loading = True
        ui.title_choice.setCurrentIndex(ui.title_choice.findData(contract.title))
        self.date.set_value(contract.date)
        ui.place.setText(contract.place)
        for field in (ui.title_choice, self.date, ui.place):
            field.setEnabled(opened.view.editable)
        self._show_text()
        self._loading = False
        self._show_clause()
        self.preview.go_to_heading(number)

    def _show_text(self) -> None:
        assert self.opened is not None and self.contract is not None and self.checked is not None
        here = [one for one in self.contract.clauses if one.number == self.heading]
        values = self.checked.values[self.side]
        self.editor.set_clauses(here, values, self.side, self.opened.view.editable)
        self._mark()
        note = tr("Tinted: filled from the data; double click or F2 to change the value.")
        if self.heading == 7:
            note += "  " + self._sum_of_shares()
        self.ui.editor_note.setText(note)
        self.ui.editor_note.setVisible(self.opened.view.editable)

    def _sum_of_shares(self) -> str:
        from orderdesk_gui.rules.contract_facts import schedule

        assert self.contract is not None
        parts = schedule(self.contract.payment, self.contract.total, self.contract.currency)
        if not parts:
            return ""
        places = minor_units(self.contract.currency)
        added = " + ".join(format_number(part.amount, places, places) for part in parts)
        return f"{added} = {format_number(self.contract.total, places, places)}"

    def _mark(self) -> None:
        if self.checked is None:
            return
        marks = []
        for one in self.checked.findings:
            heading, paragraph = _place(one.finding.place)
            if heading == self.heading and one.override is None:
                marks.append(Mark(paragraph, one.finding.quote, one.finding.severity))
        self.editor.set_marks(marks)

    def current_clause(self) -> Clause | None:
        """The clause under the cursor."""
        if self.contract is None:
            return None
        here = [one for one in self.contract.clauses if one.number == self.heading]
        at = self.editor.textCursor().blockNumber()
        return here[at] if at < len(here) else None

    def _show_clause(self) -> None:
        clause, opened = self.current_clause(), self.opened
        ui = self.ui
        editable = opened is not None and opened.view.editable
        note = ""
        if clause is not None and opened is not None and clause.number:
            if clause.library_key:
                note = tr("library {key} v{version}", key=clause.library_key, version=clause.library_version or 1)
                if wording_changed(clause, opened.library.get(clause.library_key)):
                    note += " · " + tr("edited")
            else:
                note = tr("own words")
        ui.library_note.setText(note)
        ui.bold_button.setEnabled(editable and clause is not None)
        ui.bold_button.setChecked(clause is not None and clause.bold)
        ui.reset_button.setEnabled(editable and bool(clause and clause.library_key))
        ui.library_button.setEnabled(editable)

    def _typed(self) -> None:
        """The words in the editor changed: put them into the contract."""
        if self._loading or self.contract is None or self.opened is None or not self.opened.view.editable:
            return
        key = HEADINGS[self.heading - 1].key if self.heading else "recital"
        made = [replace(one, number=self.heading, key=key) for one in self.editor.clauses()]
        if self.heading == 0:
            made = made[:1]
        others = [one for one in self.contract.clauses if one.number != self.heading]
        self._take(replace(self.contract, clauses=numbered([*others, *made])))

    def _take(self, contract: Contract) -> None:
        """`contract` is what stands on the screen now."""
        if self.opened is None:
            return
        library = self.opened.library
        clauses = tuple(
            replace(one, edited=wording_changed(one, library.get(one.library_key))) if one.number else one
            for one in contract.clauses
        )
        self.contract = replace(contract, clauses=clauses)
        self.dirty = True
        self.keeper.touch()
        self.saved_state.set_state("pencil", tr("Not saved yet"))
        self._show_head()
        self._check_soon.start()
        self._preview_soon.start()

    def _change(self, **values: Any) -> None:
        if not self._loading and self.contract is not None and self.opened is not None and self.opened.view.editable:
            self._take(replace(self.contract, **values))

    def _date_typed(self, *_: Any) -> None:
        day = self.date.value()
        if day is not None:
            self._change(date=day)

    def _language_chosen(self, chosen: str) -> None:
        if self.contract is None:
            return
        language: Language = "zh" if chosen == "zh" else "en" if chosen == "en" else "both"
        choices = {**self.contract.choices, "language": language}
        self._follow(replace(self.contract, language=language, choices=choices))

    def choose(self, fact: str, value: str) -> None:
        """Set a fact; the clauses that the template ties to it come and go."""
        if self.contract is not None:
            self._follow(replace(self.contract, choices={**self.contract.choices, fact: value}))

    def _follow(self, after: Contract) -> None:
        if self.contract is None or self.opened is None:
            return
        if self.opened.template is not None:
            library = dict(self.opened.library)
            after = replace(after, clauses=followed(self.contract, after, self.opened.template, library))
        self._take(after)
        self.show_heading(self.heading)

    def _side_chosen(self, _side: str) -> None:
        self.show_heading(self.heading)

    def _replace_clause(self, old: Clause, new: Clause) -> None:
        if self.contract is not None:
            at = self.editor.textCursor().blockNumber() + 1
            self._take(
                replace(self.contract, clauses=tuple(new if one is old else one for one in self.contract.clauses))
            )
            self._show_text()
            self.editor.go_to(at)
            self._show_clause()

    def _toggle_bold(self) -> None:
        clause = self.current_clause()
        if clause is not None:
            self._replace_clause(clause, replace(clause, bold=not clause.bold))

    def _as_in_library(self) -> None:
        clause = self.current_clause()
        known = self.opened.library.get(clause.library_key) if clause and self.opened else None
        if clause is not None and known is not None:
            text = replace(clause, zh=known.zh, en=known.en, bold=known.bold, library_version=known.version)
            self._replace_clause(clause, text)

    def move_clause(self, by: int) -> None:
        """Move the clause under the cursor up or down under its heading."""
        clause = self.current_clause()
        if clause is None or self.contract is None or self.opened is None or not self.opened.view.editable:
            return
        here = [one for one in self.contract.clauses if one.number == self.heading]
        at = here.index(clause)
        to = at + by
        if not 0 <= to < len(here):
            return
        here[at], here[to] = here[to], here[at]
        others = [one for one in self.contract.clauses if one.number != self.heading]
        self._take(replace(self.contract, clauses=numbered([*others, *here])))
        self._show_text()
        self.editor.go_to(to + 1)

    def _show_library(self) -> None:
        if self.opened is None or self.contract is None:
            return
        menu = QMenu(self)
        present = {one.library_key for one in self.contract.clauses}
        trade = "domestic" if self.contract.domestic else "export"
        zh = current_language() == "zh"
        for clause in self.opened.library.values():
            if clause.heading == self.heading and clause.key not in present and trade in clause.trades:
                action = menu.addAction(clause.title_zh if zh else clause.title_en)
                action.setToolTip(clause.risk_zh if zh else clause.risk_en)
                action.triggered.connect(lambda _on=False, clause=clause: self.add_clause(from_library(clause)))
        menu.addSeparator()
        own = Clause(self.heading, "", tr("New clause."), "New clause.")
        menu.addAction(tr("A clause in own words")).triggered.connect(lambda: self.add_clause(own))
        menu.setToolTipsVisible(True)
        menu.popup(self.ui.library_button.mapToGlobal(self.ui.library_button.rect().bottomLeft()))

    def add_clause(self, clause: Clause) -> None:
        """Put a clause at the end of the heading that is shown."""
        if self.contract is None or not self.heading:
            return
        clause = replace(clause, number=self.heading, key=HEADINGS[self.heading - 1].key)
        self._take(replace(self.contract, clauses=numbered([*self.contract.clauses, clause])))
        self._show_text()
        self.editor.go_to(sum(one.number == self.heading for one in self.contract.clauses))
        self.editor.setFocus()

    def _ask_value(self, name: str, at: QRect) -> None:
        if self.contract is None or self.checked is None or self.opened is None:
            return
        self.value_sheet.set_value(name, self.contract, self.checked.values, self.opened.view.editable)
        anchor = QRect(self.editor.viewport().mapTo(self.ui.middle, at.topLeft()), at.size())
        self.value_sheet.open_at(anchor)
        self.value_sheet.fields[0].setFocus()

    def _value_given(self, name: str, zh: str, en: str) -> None:
        if self.contract is None:
            return
        values = {key: both for key, both in self.contract.values.items() if key != name}
        if zh or en:
            values[name] = (zh or en, en or zh)
        self._take(replace(self.contract, values=values))
        self._check()

    # Checks and pages --------------------------------------------------------------------------------

    def needs_review(self) -> bool:
        """Whether legal must agree to what stands on the screen."""
        if self.opened is None or self.contract is None:
            return False
        if not self.dirty:
            return self.opened.view.needs_review
        alone = self.opened.view.needs_review is False and any(
            one.edited for one in self.opened.view.contract.clauses
        )  # fmt: skip
        return not alone and any(one.edited for one in self.contract.clauses)

    def _check(self) -> None:
        self._check_soon.stop()
        opened, contract = self.opened, self.contract
        if opened is None or contract is None or opened.view.origin != "ours":
            return

        def done(checked: asks.Checked) -> None:
            if self.contract is contract:
                changed = self.checked is None or self.checked.values != checked.values
                self._take_check(checked)
                if changed and not self.editor.hasFocus():
                    self._loading = True
                    self._show_text()
                    self._loading = False
                elif changed:
                    self._refill()

        self.shell.jobs.read(asks.checked, opened.view, contract, opened.library, done=done, owner=self)

    def _refill(self) -> None:
        """New values while the cursor is in the text: fill them in and put it back."""
        place = self.editor.textCursor().position()
        self._loading = True
        self._show_text()
        cursor = self.editor.textCursor()
        cursor.setPosition(min(place, max(self.editor.document().characterCount() - 1, 0)))
        self.editor.setTextCursor(cursor)
        self._loading = False

    def _take_check(self, checked: asks.Checked) -> None:
        self.checked = checked
        ui = self.ui
        opened = self.opened
        editable = opened is not None and opened.view.editable
        self.findings.set_findings(
            checked.findings, checked.remedies if editable else (None,) * len(checked.findings), self._mend,
            self._let_stand if self._may_override() else None,
        )  # fmt: skip
        open_ones = [one for one in checked.findings if one.override is None]
        blocking = sum(one.finding.severity == "E" for one in open_ones)
        at_work = opened is not None and opened.view.status in ("draft", "review")
        ui.findings_pane.setVisible(at_work)
        ui.clauses_hint.setVisible(editable)
        self.findings.setVisible(bool(checked.findings))
        ui.findings_hint.setVisible(bool(checked.findings))
        words = tr("{count} must be mended", count=blocking) if blocking else tr("nothing stands in the way")
        ui.findings_count.setText(words)
        ui.findings_count.setForegroundRole(
            QPalette.ColorRole.BrightText if blocking else QPalette.ColorRole.PlaceholderText
        )
        if not at_work:
            self.check_chip.set_chip(None)
        elif blocking:
            self.check_chip.set_chip(Chip(words, "red", "circle-x"))
        else:
            self.check_chip.set_chip(Chip(tr("Checked"), "green", "circle-check"))
        worst: dict[int, str] = {}
        for one in open_ones:
            heading, _ = _place(one.finding.place)
            if _RANK[one.finding.severity] > _RANK[worst.get(heading, "")]:
                worst[heading] = one.finding.severity
        if self.contract is not None:
            self.headings.set_rows(heading_rows(self.contract, worst))
            ui.clauses_count.setText(str(sum(one.number > 0 for one in self.contract.clauses)))
        self._mark()

    def _may_override(self) -> bool:
        opened = self.opened
        return (
            opened is not None
            and opened.view.status in ("draft", "review")
            and Right.OVERRIDE_LINT in opened.rights
        )  # fmt: skip

    def _go_to_place(self, place: str, quote: str = "") -> None:
        heading, paragraph = _place(place)
        self.headings.setCurrentRow(heading)
        self.show_heading(heading)
        self.editor.go_to(paragraph, quote)

    def _show_finding(self, at: int) -> None:
        if self.checked is not None and at < len(self.checked.findings):
            found = self.checked.findings[at].finding
            self._go_to_place(found.place, found.quote)

    def _mend(self, at: int) -> None:
        if self.checked is None:
            return
        cure = self.checked.remedies[at]
        self.findings.choose(at)
        if cure is not None and self.opened is not None and self.opened.view.editable:
            self._follow(cure.contract)
            self._check()
        else:
            self._lead_to(self.checked.findings[at].finding.place)

    def _lead_to(self, place: str) -> None:
        """Where a finding about the data is mended: the customer, our company, the quotation; else the clause."""
        if self.opened is None:
            return
        if place.startswith("buyer."):
            self.navigate.emit("customers", self.opened.view.customer_id)
        elif place.startswith("seller."):
            self.navigate.emit("settings", "company")
        elif place.startswith(("lines", "total")) and self.opened.view.came_from.quote_id is not None:
            self.navigate.emit("quotations", self.opened.view.came_from.quote_id)
        else:
            self.editor.setFocus()

    def _let_stand(self, at: int) -> None:
        if self.checked is not None:
            found = self.checked.findings[at].finding
            self.deeds.override(found.rule, found.place, str(found.message))

    def _preview(self) -> None:
        self._preview_soon.stop()
        opened, contract = self.opened, self.contract
        if opened is None or contract is None or opened.view.origin != "ours":
            self.preview.clear()
            return

        same = self._previewed == opened.view.id

        def done(content: bytes) -> None:
            if self.contract is contract:
                self._previewed = opened.view.id
                self.preview.show_paper(content, same=same)

        self.shell.jobs.read(asks.preview, opened.view.id, contract, done=done, owner=self)

    def _show_page(self, page: int, pages: int) -> None:
        self.ui.page_note.setText(tr("{page} of {pages}", page=page, pages=pages) if pages else "")

    def _show_kept(self, at: dt.datetime) -> None:
        self.saved_state.set_state("history", tr("Kept at {time}", time=f"{at.astimezone():%H:%M}"))

    def _show_menu(self) -> None:
        if self.opened is None or self.contract is None:
            return
        menu = QMenu(self)
        for deed in self.deeds.others():
            menu.addAction(icons.icon(deed.icon), tr(deed.title)).triggered.connect(lambda _on=False, d=deed: d.run())
        if self.opened.view.editable:
            menu.addSeparator()
            facts = facts_of(self.contract)
            for name, title, values in _CHOICES:
                choices = menu.addMenu(tr(title))
                for value, words in values:
                    action = choices.addAction(tr(words))
                    action.setCheckable(True)
                    action.setChecked(facts[name] == value)
                    action.triggered.connect(lambda _on=False, n=name, v=value: self.choose(n, v))
        menu.addSeparator()
        signed = menu.addAction(icons.icon("upload"), tr("File their signed paper…"))
        view = self.opened.view
        signed.triggered.connect(lambda: self.deeds.file_signed(view.customer_id, view.came_from.quote_id))
        menu.popup(self.ui.more.mapToGlobal(self.ui.more.rect().bottomLeft()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.opened is not None:
            self._show_notice()


def _chip(status: str) -> Chip:
    """The chip of a contract's status; an issued contract is one that waits for signatures."""
    return Chip(tr("To sign"), "blue", "rubber-stamp") if status == "issued" else status_chip(status)


def _place(place: str) -> tuple[int, int]:
    """Heading and paragraph of ``clauses.7.3``; parties and the like stand at the head, lines under 1."""
    parts = place.split(".")
    if parts[0] == "clauses" and len(parts) > 1:
        return int(parts[1]), int(parts[2]) if len(parts) > 2 else 1
    if parts[0] in ("lines", "total", "total_words"):
        return 1, 1
    return (7, 1) if parts[0] == "payment" else (4, 1) if parts[0].startswith("delivery") else (0, 1)
