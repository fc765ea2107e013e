"""Fills the sheet of one complaint: head, clocks, words, line, photos, measures, remedies, report, calls, time line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSizePolicy

from orderdesk_gui.rules.complaints import KIND_NAMES, REMEDY_NAMES, STEP_NAMES
from orderdesk_gui.rules.inquiries import CHANNEL_NAMES
from orderdesk_gui.rules.language import current_language, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.figures import show_day, show_number
from orderdesk_gui.ui.hairlines import ink_hairlines, quieten
from orderdesk_gui.ui.page import Page
from orderdesk_gui.ui.widgets.timeline import TimeLine, TimeLineEntry

from . import tables, words
from .photos import Photos
from .step_strip import StepStrip

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaint_sheet import Sheet

_GOODS = ("replacement", "return", "repair")


class ShownComplaint(QObject):
    """The widgets of the sheet that Designer does not know, and what stands in all of them."""

    def __init__(self, ui: Any, page: Page) -> None:
        super().__init__(page)
        self._ui = ui
        self.photos = Photos(page.shell)
        self.line = tables.RowTable(tables.line_columns(), tr("Which line"), heads=True, still=True)
        self.measures = tables.RowTable(tables.measure_columns(dt.date.today()), tr("Measures"))
        self.remedies = tables.RowTable(tables.remedy_columns(), tr("Remedies"))
        self.calls = tables.RowTable(tables.call_columns(dt.date.today()), tr("Calls back"))
        self.checks = tables.RowTable(tables.check_columns(), tr("Before closing"), still=True)
        self.steps = StepStrip()
        self.events = TimeLine(tr("What happened"))
        for slot, widget in (
            (ui.photos_slot, self.photos), (ui.line_slot, self.line), (ui.measures_slot, self.measures),
            (ui.remedy_slot, self.remedies), (ui.calls_slot, self.calls), (ui.report_slot, self.steps),
            (ui.events_slot, self.events), (ui.closing_slot, self.checks),
        ):  # fmt: skip
            slot.addWidget(widget)
        self.photos.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._dress()

    def _dress(self) -> None:
        ui = self._ui
        ui.number.setFont(theme.font(17, bold=True, tabular=True))
        ui.subtitle.setFont(theme.font(12, tabular=True))
        ui.words.setFont(theme.font(14))
        ui.words.setContentsMargins(12, 4, 8, 4)
        keys = ("words", "line", "photos", "measures", "events", "remedy", "report", "closing", "calls")
        for key in keys:
            getattr(ui, f"{key}_title").setFont(theme.font(13, bold=True))
            note = getattr(ui, f"{key}_note")
            note.setFont(theme.font(12))
            quieten([note])
        for label in (ui.report_words, ui.remedy_limit):
            label.setFont(theme.font(12))
        quieten([ui.subtitle, ui.report_words, ui.remedy_limit])
        for key, name in REMEDY_NAMES.items():
            ui.remedy_kind.addItem(str(name), key)
        for button, icon in ((ui.more, "dots"), (ui.pause, "hourglass"), (ui.main, "send"),
                             (ui.print_report, "printer"), (ui.called, "phone")):  # fmt: skip
            icons.set_icon(button, icon)
        for button in (ui.pause, ui.main, ui.to_order, ui.add_measure, ui.add_note, ui.approve, ui.carry_out,
                       ui.withdraw, ui.propose, ui.print_report, ui.called, ui.no_answer, ui.move_call):  # fmt: skip
            button.setAccessibleName(button.text())
        ink_hairlines(ui.popup_area)

    def show(self, sheet: Sheet, now: dt.datetime) -> None:
        """Show one complaint as it stands `now`."""
        self._head(sheet, now)
        self._ui.clocks.set_clocks(sheet.view.clocks, now)
        self._left(sheet, now)
        self.show_remedies(sheet)
        self._report(sheet)
        self._closing(sheet)
        self._calls(sheet)

    def _head(self, sheet: Sheet, now: dt.datetime) -> None:
        ui, view = self._ui, sheet.view
        complaint = view.complaint
        kind = str(KIND_NAMES[complaint.kind])
        many = f" × {show_number(complaint.quantity)}" if complaint.quantity is not None else ""
        ui.number.setText(f"{view.number} · {sheet.called(current_language()) or kind}{many}")
        ui.severity_chip.set_chip(words.chip_of(words.SEVERITIES[complaint.severity]))
        ui.status_chip.set_chip(words.chip_of(words.STATES[view.status]))
        channel = str(CHANNEL_NAMES.get(complaint.channel, complaint.channel))
        received = tr("{channel}, {when}", channel=channel, when=words.moment(view.row["received_at"], now))
        parts = [view.customer, kind, received, tr("handled by {name}", name=sheet.owner) if sheet.owner else ""]
        ui.subtitle.setText(" · ".join(part for part in parts if part))
        ui.pause.setVisible(view.status in ("open", "answered"))
        ui.pause.setText(tr("Customer answered") if view.paused else tr("Wait for customer"))
        ui.pause.setAccessibleName(ui.pause.text())
        ui.main.setText(tr(main_words(view.status)))
        ui.main.setAccessibleName(ui.main.text())

    def _left(self, sheet: Sheet, now: dt.datetime) -> None:
        ui, complaint, today = self._ui, sheet.view.complaint, now.astimezone().date()
        who = [complaint.contact, complaint.phone]
        ui.words_note.setText(" · ".join(part for part in who if part))
        ui.words.setText(f"“{complaint.words}”")
        lot = tr("lot {lot}", lot=complaint.lot) if complaint.lot else ""
        sent = ""
        if sheet.line is not None and sheet.line.delivered_on is not None:
            sent = tr("shipped {day}", day=show_day(sheet.line.delivered_on, today))
        ui.line_note.setText(" · ".join(part for part in (sheet.order, sent, lot) if part) or tr("not said yet"))
        ui.to_order.setVisible(complaint.order_id is not None)
        self.line.set_rows([(sheet.line, complaint.quantity)] if sheet.line is not None else [])
        self.photos.show_record(sheet.view.id)
        ui.photos_note.setText(tr("Paste with Ctrl+V or drop; Enter opens"))
        self._measures(sheet, today)
        events = [
            TimeLineEntry(title, words.moment(one.at, now), " · ".join(part for part in (one.by, one.text) if part),
                          icon, tone)
            for one in reversed(sheet.view.events)
            for title, icon, tone in [words.happened(one)]
        ]  # fmt: skip
        received = tr("Received: {number}", number=sheet.view.number)
        events.append(TimeLineEntry(received, words.moment(sheet.view.row["received_at"], now), "", "phone-incoming"))
        self.events.set_entries(events)
        self.events.setFixedHeight(sum(52 if one.detail else 34 for one in events) + 4)

    def _measures(self, sheet: Sheet, today: dt.date) -> None:
        done = sum(1 for one in sheet.measures if one.done_at)
        self._ui.measures_note.setText(
            tr("{done} of {all} done, Space ticks off", done=done, all=len(sheet.measures))
            if sheet.measures
            else tr("Who does what by when")
        )
        self.measures.set_rows(sheet.measures)

    def show_remedies(self, sheet: Sheet) -> None:
        """The remedies, what may be done with the one under the cursor, and what another may not exceed."""
        ui, complaint = self._ui, sheet.view.complaint
        sought = str(REMEDY_NAMES.get(complaint.sought, complaint.sought)) if complaint.sought else ""  # type: ignore[call-overload]
        ui.remedy_note.setText(tr("the customer wants: {what}", what=sought) if sought else "")
        if [row.id for row in self.remedies.rows()] != [row.id for row in sheet.remedies] or list(
            self.remedies.rows()
        ) != list(sheet.remedies):
            self.remedies.set_rows(sheet.remedies)
        row = self.remedies.current_row()
        can = row.commands if row is not None else frozenset()
        ui.approve.setVisible("approve" in can)
        ui.approve.setEnabled(sheet.may_approve)
        ui.approve.setToolTip("" if sheet.may_approve else tr("Somebody with the right to approve must agree."))
        ui.carry_out.setVisible("do" in can)
        ui.withdraw.setVisible("withdraw" in can)
        for widget in (ui.remedy_kind, ui.remedy_figure, ui.propose, ui.remedy_reason, ui.remedy_limit):
            widget.setVisible(sheet.view.status != "closed")
        self.show_limit(sheet)

    def show_limit(self, sheet: Sheet) -> None:
        """How much of the chosen kind is left."""
        ui, kind = self._ui, self._ui.remedy_kind.currentData()
        goods = kind in _GOODS
        unit = "" if sheet.line is None else sheet.line.unit if goods else sheet.line.currency
        ui.remedy_figure.set_unit(unit)
        ui.remedy_limit.setText(limit_words(sheet, kind))

    def _report(self, sheet: Sheet) -> None:
        states = {}
        for step in STEP_NAMES:
            own = [one for one in sheet.measures if one.step == step]
            states[step] = "future" if not own else "done" if all(one.done_at for one in own) else "present"
        self.steps.set_states(states)
        done = sum(state == "done" for state in states.values())
        self._ui.report_note.setText(tr("{done} of 9 steps done", done=done))
        here = next((step for step, state in states.items() if state == "present"), None) or next(
            (step for step, state in states.items() if state == "future"), None
        )
        self._ui.report_words.setText(tr("Next: {step} {name}", step=here, name=STEP_NAMES[here]) if here else "")

    def _closing(self, sheet: Sheet) -> None:
        """What should be done before it is closed; what is open of it does not bar the way."""
        checks = closing_checks(sheet)
        self.checks.set_rows(checks)
        missing = sum(not done for _text, done in checks)
        self._ui.closing_note.setText(tr("{count} not done", count=missing) if missing else tr("everything is done"))

    def _calls(self, sheet: Sheet) -> None:
        ui = self._ui
        self.calls.set_rows(sheet.call_backs)
        waits = any(one.done_at is None for one in sheet.call_backs)
        for button in (ui.called, ui.no_answer, ui.move_call):
            button.setVisible(waits)
        ui.calls_note.setText("" if sheet.call_backs else tr("planned at the closing, 7 working days later"))


def main_words(status: str) -> str:
    """English words of the main button in a status."""
    return {
        "open": "Answer customer",
        "answered": "Solve",
        "solved": "Close complaint",
        "rejected": "Close complaint",
    }.get(status, "Reopen")


def limit_words(sheet: Sheet, kind: str) -> str:
    """What a remedy of this kind may not exceed, in words."""
    if sheet.line is None:
        if kind == "compensation":
            return tr("Without a line only compensation is possible; it is approved.")
        return tr("Say first which line of which order it is about (F2).")
    facts = sheet.line.facts
    if kind in _GOODS:
        there = max(facts.shipped - facts.returned - facts.replaced, facts.shipped * 0)
        return tr("At most {there} {unit}: shipped {shipped}, returned {returned}, replaced {replaced}",
                  there=show_number(there), unit=sheet.line.unit, shipped=show_number(facts.shipped),
                  returned=show_number(facts.returned), replaced=show_number(facts.replaced))  # fmt: skip
    if kind == "compensation":
        return tr("Compensation is not bounded by the goods; it is approved.")
    value = (facts.shipped - facts.returned) * facts.unit_gross - facts.credited
    told = tr("At most {value} {currency}: what has left, less what was credited",
              value=show_number(max(value, value * 0), 2), currency=sheet.line.currency)  # fmt: skip
    return told + "  ·  " + tr("it is approved")


def closing_checks(sheet: Sheet) -> list[tuple[str, bool]]:
    """What should be done before closing, and whether it is."""
    view = sheet.view
    remedied = [one for one in sheet.remedies if one.status != "withdrawn"]
    checks = [
        (tr("The customer has an answer"), view.row["answered_at"] is not None),
        (tr("Cause and measure, or not justified"), view.row["solved_at"] is not None),
    ]
    if remedied:
        checks.append((tr("All remedies are carried out"), all(one.status == "done" for one in remedied)))
    if sheet.measures:
        checks.append((tr("All measures are done"), all(one.done_at for one in sheet.measures)))
    checks.append((tr("Satisfaction of the customer"), view.row["satisfaction"] is not None))
    return checks
