"""What the page of complaints asks of the actions; every function runs in the background, the desk comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from orderdesk_gui.rules.language import current_language

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaint_papers import Report
    from orderdesk_gui.actions.complaint_sheet import Sheet
    from orderdesk_gui.actions.complaint_subjects import Subject
    from orderdesk_gui.actions.complaints import Complaint, SavedComplaint
    from orderdesk_gui.actions.desk import Changes, Desk

KIND = "complaint"
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Typed:
    """A complaint in the form: `before` is what is saved, `typed` what stands there now; `label` names the subject."""

    before: Complaint
    typed: Complaint
    label: str = ""
    id: UUID | None = None
    number: str = ""
    kept_id: UUID | None = None
    kept_at: dt.datetime | None = None


def listing(desk: Desk, query: tuple[str, str], after: Any, limit: int) -> Any:
    """A window of the list; `query` is (tab, text)."""
    from orderdesk_gui.actions import complaints

    tab, text = query
    return complaints.list_complaints(desk, tab=tab, text=text, after=after, limit=limit, counted=after is None)


def counts(desk: Desk) -> dict[str, int]:
    """How many complaints stand in each tab."""
    from orderdesk_gui.actions import complaints

    return complaints.tab_counts(desk)


def sheet(desk: Desk, complaint_id: UUID) -> tuple[Sheet, bool, dt.datetime]:
    """A complaint as the page shows it, whether a draft of changes is kept, and what time it is."""
    from orderdesk_gui.actions import complaint_sheet, drafts

    kept = any(one.subject == complaint_id for one in drafts.drafts_of(desk, KIND))
    return complaint_sheet.sheet(desk, complaint_id), kept, desk.clock()


def new_complaint(desk: Desk, about: dict[str, Any] | None = None) -> Typed:
    """An empty complaint, or one about a customer or an order; what was typed and never saved comes back first."""
    from orderdesk_gui.actions import complaint_subjects, drafts
    from orderdesk_gui.actions.complaints import Complaint

    empty = Complaint(NOBODY, "")
    if about:
        found = complaint_subjects.lines_of(desk, about["customer"]) if "customer" in about else []
        wanted = [one for one in found if about.get("order") in (None, one.order_id)]
        if wanted:
            one = wanted[0] if "order" in about else replace(wanted[0], order_line_id=None, order_id=None)
            return Typed(empty, about_subject(empty, one), label(one))
    for kept in drafts.drafts_of(desk, KIND):
        if kept.subject is None:
            typed, name = _restored(empty, kept.content)
            return Typed(empty, typed, name, kept_id=kept.id, kept_at=kept.saved_at)
    return Typed(empty, empty)


def editing(desk: Desk, complaint_id: UUID) -> Typed:
    """A saved complaint in the form, with what was typed into it and not saved yet."""
    from orderdesk_gui.actions import complaint_sheet, drafts

    shown = complaint_sheet.sheet(desk, complaint_id)
    before = shown.view.complaint
    name = " · ".join(part for part in (shown.view.customer, shown.order, shown.called(current_language())) if part)
    for kept in drafts.drafts_of(desk, KIND):
        if kept.subject == complaint_id:
            typed, kept_name = _restored(before, kept.content)
            return Typed(before, typed, kept_name or name, complaint_id, shown.view.number, kept.id, kept.saved_at)
    return Typed(before, before, name, complaint_id, shown.view.number)


def to_keep(typed: Typed) -> dict[str, Any]:
    """What was typed, for JSON."""
    from orderdesk_gui.ui.draft_values import typed_values

    return typed_values(typed.before, typed.typed) | {"label": typed.label}


def _restored(before: Complaint, content: dict[str, Any]) -> tuple[Complaint, str]:
    from orderdesk_gui.ui.draft_values import with_values

    return with_values(before, content), str(content.get("label", ""))


def about_subject(complaint: Complaint, subject: Subject) -> Complaint:
    """The complaint about what was found; who is known already stays."""
    return replace(
        complaint, customer_id=subject.customer_id, order_id=subject.order_id, order_line_id=subject.order_line_id,
        product_id=subject.product_id, contact=complaint.contact or subject.contact,
        phone=complaint.phone or subject.phone,
    )  # fmt: skip


def label(subject: Subject) -> str:
    """What was found, in a line."""
    goods = " ".join(part for part in (subject.code, subject.name) if part)
    return " · ".join(part for part in (subject.customer, subject.order, goods) if part)


def find(desk: Desk, text: str) -> Sequence[Subject]:
    """Customers and order lines that a fragment finds."""
    from orderdesk_gui.actions import complaint_subjects

    return complaint_subjects.find(desk, text)


def save(desk: Desk, typed: Typed, kept_id: UUID | None) -> SavedComplaint:
    """Note a new complaint, or save what was changed; what was kept of it is not needed any more."""
    from orderdesk_gui.actions import complaints, drafts
    from orderdesk_gui.actions.complaints import SavedComplaint
    from orderdesk_gui.rules.language import UserError

    if typed.typed.customer_id == NOBODY:
        raise UserError("Choose whom it is about: type any fragment and take one with Enter.", field="subject")
    if typed.id is None:
        saved = complaints.note(desk, typed.typed)
    else:
        saved = SavedComplaint(typed.id, typed.number, complaints.edit(desk, typed.id, typed.typed))
    if kept_id is not None:
        drafts.drop(desk, kept_id)
    return saved


def step(desk: Desk, complaint_id: UUID, command: str, said: dict[str, Any]) -> Changes:
    """Answer, solve, reject, close, reopen, pause, resume or note."""
    from orderdesk_gui.actions import complaints

    if command == "pause":
        return complaints.pause(desk, complaint_id, said["text"])
    if command == "resume":
        return complaints.resume(desk, complaint_id)
    if command == "note":
        return complaints.add_note(desk, complaint_id, said["text"])
    return complaints.step(desk, complaint_id, command, **said)


def usual_call_back(desk: Desk) -> dt.date:
    """The day proposed for the call after a closing."""
    from orderdesk_gui.actions import call_backs

    return call_backs.usual_call_back(desk)


def propose(
    desk: Desk, complaint_id: UUID, kind: Any, quantity: Decimal | None, amount: Decimal | None, reason: str
) -> Changes:
    """Propose a remedy."""
    from orderdesk_gui.actions import remedies

    return remedies.propose(desk, complaint_id, kind, quantity=quantity, amount=amount, reason=reason)


def remedy_step(desk: Desk, remedy_id: UUID, command: str) -> Changes:
    """Approve, carry out or withdraw a remedy."""
    from orderdesk_gui.actions import remedies

    verbs = {"approve": remedies.approve, "do": remedies.carry_out, "withdraw": remedies.withdraw}
    return verbs[command](desk, remedy_id)


def save_measure(desk: Desk, complaint_id: UUID, measure_id: UUID | None, values: dict[str, Any]) -> Changes:
    """Add or change a measure."""
    from orderdesk_gui.actions import complaint_measures

    return complaint_measures.save(desk, complaint_id, complaint_measures.Measure(**values, id=measure_id))


def measure_done(desk: Desk, measure_id: UUID, done: bool) -> Changes:
    """Tick a measure off, or take the tick away."""
    from orderdesk_gui.actions import complaint_measures

    return complaint_measures.set_done(desk, measure_id, done)


def remove_measure(desk: Desk, measure_id: UUID) -> Changes:
    """Into the recycle bin."""
    from orderdesk_gui.actions import complaint_measures

    return complaint_measures.remove(desk, measure_id)


def call(desk: Desk, call_id: UUID, said: dict[str, Any]) -> Changes:
    """Note a call, or that nobody answered, or move it to another day (``due``)."""
    from orderdesk_gui.actions import call_backs

    if "due" in said:
        return call_backs.move(desk, call_id, said["due"])
    return call_backs.note(desk, call_id, **said)


def report(desk: Desk, complaint_id: UUID, language: str) -> Report:
    """The 8D report."""
    from orderdesk_gui.actions import complaint_papers

    return complaint_papers.report(desk, complaint_id, language)


def report_opened(desk: Desk, complaint_id: UUID, language: str) -> Path:
    """The 8D report in a folder of its own, for another program to open."""
    import tempfile

    made = report(desk, complaint_id, language)
    target = Path(tempfile.mkdtemp(prefix="orderdesk-")) / made.file_name
    target.write_bytes(made.content)
    return target
