"""One contract under edit: its headings, the clauses in place, what the checks find, and its pages beside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QVBoxLayout

from orderdesk_gui._built.forms.contracts_page import Ui_ContractsPage
from orderdesk_gui.rules.contract_facts import schedule
from orderdesk_gui.rules.contract_making import followed, numbered, wording_changed
from orderdesk_gui.rules.contracts import HEADINGS, TITLES, Clause, Contract, Language
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.rules.money import format_number, minor_units
from orderdesk_gui.ui.background import Background
from orderdesk_gui.ui.pages.contracts import asks
from orderdesk_gui.ui.pages.contracts.checks import CheckPane, place_of, worst_of
from orderdesk_gui.ui.pages.contracts.editor import ClauseEditor, Mark
from orderdesk_gui.ui.pages.contracts.headings import HeadingList, heading_rows, numeral
from orderdesk_gui.ui.pages.contracts.paper_pane import PaperPane
from orderdesk_gui.ui.pages.contracts.value import ValueSheet
from orderdesk_gui.ui.widgets.form_fields import DateEdit
from orderdesk_gui.ui.widgets.segmented import SegmentedControl


class Sheet(QObject):
    """Fills the middle of the page's form; `opened` is what the store says, `contract` what stands typed."""

    typed = Signal()
    heading_shown = Signal(int)
    checked_anew = Signal(int)  # how many findings block
    elsewhere = Signal(str)  # place of a finding that is mended on another page
    stand_asked = Signal(int)  # a finding that shall stand: its place in the list

    def __init__(self, ui: Ui_ContractsPage, jobs: Background, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._jobs = jobs
        self.opened: asks.Opened | None = None
        self.contract: Contract | None = None
        self.checked: asks.Checked | None = None
        self.dirty = False
        self.heading = 1
        self.side = "zh"
        self._loading = False
        self.checks = CheckPane(ui, jobs, self.check, self)
        self.paper = PaperPane(ui, jobs, self.draw, self)
        self.findings, self.preview = self.checks.findings, self.paper.preview
        self._make()
        self._connect()

    def _make(self) -> None:
        ui = self.ui
        self.headings = HeadingList(tr("Headings of the contract"))
        ui.clauses_slot.addWidget(self.headings)
        self.editor_side = SegmentedControl(tr("Text to edit"), [("zh", tr("Chinese")), ("en", tr("English"))])
        ui.side_slot.addWidget(self.editor_side)
        self.date = DateEdit()
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
        self.value_sheet = ValueSheet(ui.middle)

    def _connect(self) -> None:
        ui = self.ui
        ui.bold_button.clicked.connect(self._toggle_bold)
        ui.reset_button.clicked.connect(self._as_in_library)
        ui.title_choice.activated.connect(lambda _at: self._change(title=ui.title_choice.currentData()))
        ui.place.textEdited.connect(lambda text: self._change(place=text.strip()))
        self.date.value_changed.connect(self._date_typed)
        self.editor_side.changed.connect(self._side_chosen)
        self.headings.heading_chosen.connect(self.show_heading)
        self.headings.move_asked.connect(self.move_clause)
        self.editor.edited.connect(self._typed)
        self.editor.clause_chosen.connect(lambda _n: self._show_clause())
        self.editor.placeholder_clicked.connect(self._ask_value)
        self.value_sheet.changed.connect(self._value_given)
        self.findings.chosen.connect(self._show_finding)
        self.checks.arrived.connect(self._checked)
        self.headings.cramped.connect(self._show_hint)

    def show(self, opened: asks.Opened) -> None:
        """Show a contract, or the same one as the store has it now."""
        same = self.opened is not None and self.opened.view.id == opened.view.id
        self.opened, self.contract, self.checked = opened, opened.contract, None
        self.dirty = opened.kept_id is not None
        if not same:
            self.heading = 1
        self._take_check(asks.Checked(opened.view.findings, (None,) * len(opened.view.findings), opened.view.values))
        self.headings.setCurrentRow(self.heading)
        self.show_heading(self.heading)
        self.check()
        self.draw()

    def clear(self) -> None:
        """No contract is shown."""
        self.opened = self.contract = self.checked = None
        self.dirty = False

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
        self.heading_shown.emit(number)

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
            heading, paragraph = place_of(one.finding.place)
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
        self.typed.emit()
        self.checks.soon.start()
        self.paper.soon.start()

    def _change(self, **values: Any) -> None:
        if not self._loading and self.contract is not None and self.opened is not None and self.opened.view.editable:
            self._take(replace(self.contract, **values))

    def _date_typed(self, *_: Any) -> None:
        day = self.date.value()
        if day is not None:
            self._change(date=day)

    def set_language(self, chosen: str) -> None:
        """Another language of the paper; the clauses that the template ties to it come and go."""
        if self.contract is None:
            return
        language: Language = "zh" if chosen == "zh" else "en" if chosen == "en" else "both"
        choices = {**self.contract.choices, "language": language}
        self.follow(replace(self.contract, language=language, choices=choices))

    def choose(self, fact: str, value: str) -> None:
        """Set a fact; the clauses that the template ties to it come and go."""
        if self.contract is not None:
            self.follow(replace(self.contract, choices={**self.contract.choices, fact: value}))

    def follow(self, after: Contract) -> None:
        """`after` stands on the screen now, with the clauses that the template ties to its facts."""
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
        self.check()

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

    def check(self) -> None:
        """Check what stands on the screen, in the background."""
        if self.opened is not None and self.contract is not None and self.opened.view.origin == "ours":
            self.checks.ask(self.opened, self.contract)

    def _checked(self, checked: asks.Checked) -> None:
        changed = self.checked is None or self.checked.values != checked.values
        self._take_check(checked)
        if changed and not self.editor.hasFocus():
            self._loading = True
            self._show_text()
            self._loading = False
        elif changed:
            self._refill()

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
        blocking = self.checks.show(self.opened, checked, self._mend, self.stand_asked.emit)
        if self.contract is not None:
            self.headings.set_rows(heading_rows(self.contract, worst_of(checked)))
            self.ui.clauses_count.setText(str(sum(one.number > 0 for one in self.contract.clauses)))
        self._show_hint()
        self._mark()
        self.checked_anew.emit(blocking)

    def _show_hint(self) -> None:
        editable = self.opened is not None and self.opened.view.editable
        self.ui.clauses_hint.setVisible(editable and not self.headings.is_cramped)

    def go_to_place(self, place: str, quote: str = "") -> None:
        """Show the clause of a finding and select its words."""
        heading, paragraph = place_of(place)
        self.headings.setCurrentRow(heading)
        self.show_heading(heading)
        self.editor.go_to(paragraph, quote)

    def _show_finding(self, at: int) -> None:
        if self.checked is not None and at < len(self.checked.findings):
            found = self.checked.findings[at].finding
            self.go_to_place(found.place, found.quote)

    def _mend(self, at: int) -> None:
        if self.checked is None:
            return
        cure = self.checked.remedies[at]
        self.findings.choose(at)
        if cure is not None and self.opened is not None and self.opened.view.editable:
            self.follow(cure.contract)
            self.check()
        else:
            self.elsewhere.emit(self.checked.findings[at].finding.place)

    def draw(self) -> None:
        """Draw the pages of what stands on the screen, in the background."""
        self.paper.draw(self.opened, self.contract)
