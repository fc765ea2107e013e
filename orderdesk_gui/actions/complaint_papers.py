"""The 8D report of a complaint as a paper to send, drawn from what is noted now."""

import uuid
from dataclasses import dataclass

from orderdesk_gui.actions import companies
from orderdesk_gui.actions.complaint_measures import step_states
from orderdesk_gui.actions.complaint_sheet import Sheet, sheet
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.quotes import today
from orderdesk_gui.actions.quotes_facts import letterhead
from orderdesk_gui.documents.complaint_facts import ReportFacts, StepLine
from orderdesk_gui.rules.complaints import CAUSE_NAMES, KIND_NAMES, SEVERITY_NAMES
from orderdesk_gui.rules.language import Message, message
from orderdesk_gui.rules.money import format_quantity
from orderdesk_gui.rules.numbers import paper_file_name


@dataclass(frozen=True, slots=True)
class Report:
    """File name and bytes of a report."""

    file_name: str
    content: bytes


_LABELS: dict[str, Message] = {
    "customer": message("Customer"),
    "contact": message("Contact"),
    "received": message("Received on"),
    "product": message("Product"),
    "order": message("Order"),
    "severity": message("Severity"),
    "first_answer": message("First answer"),
    "kind": message("Type"),
    "lot": message("Lot"),
    "words": message("The customer says"),
    "affected": message("Affected"),
    "cause": message("Cause"),
}


def report(desk: Desk, complaint_id: uuid.UUID, language: str = "zh") -> Report:
    """The 8D report in Chinese (``zh``) or English (``en``); in a demo company with its watermark."""
    from orderdesk_gui.documents.complaints import render_8d

    shown = sheet(desk, complaint_id)
    with desk.reading() as connection:
        company = companies.companies(connection)[0]
    content = render_8d(facts(desk, shown, language), watermark="demo" if company.demo else None)
    title = "8D Report" if language == "en" else "8D报告"
    return Report(paper_file_name(title, shown.view.number, shown.view.customer), content)


def facts(desk: Desk, shown: Sheet, language: str) -> ReportFacts:
    """What the report says."""
    with desk.reading() as connection:
        company = companies.companies(connection)[0]
    complaint = shown.view.complaint
    kind = KIND_NAMES[complaint.kind].in_language(language)
    return ReportFacts(
        letterhead=letterhead(desk, company),
        number=shown.view.number,
        dated=today(desk),
        subject=" · ".join(part for part in (shown.called(language), kind) if part),
        customer=shown.view.customer,
        pairs=_labelled(_head(shown, kind, language), language),
        problem=_labelled(_problem(shown, language), language),
        steps=_steps(shown, language),
        states=step_states(shown.measures),
        language=language,
    )


def _labelled(pairs: list[tuple[str, str]], language: str) -> tuple[tuple[str, str], ...]:
    return tuple((_LABELS[key].in_language(language), value) for key, value in pairs)


def _head(shown: Sheet, kind: str, language: str) -> list[tuple[str, str]]:
    row, complaint = shown.view.row, shown.view.complaint
    answered = row["answered_at"]
    code = shown.line.code if shown.line is not None else ""
    return [
        ("customer", shown.view.customer),
        ("product", " ".join(part for part in (code, shown.called(language)) if part)),
        ("severity", SEVERITY_NAMES[complaint.severity].in_language(language)),
        ("contact", complaint.contact),
        ("order", shown.order),
        ("kind", kind),
        ("received", f"{row['received_at'].astimezone():%Y-%m-%d %H:%M}"),
        ("lot", complaint.lot),
        ("first_answer", f"{answered.astimezone():%Y-%m-%d %H:%M}" if answered else ""),
    ]


def _problem(shown: Sheet, language: str) -> list[tuple[str, str]]:
    complaint, row = shown.view.complaint, shown.view.row
    said = [("words", complaint.words)]
    if complaint.quantity is not None:
        affected = format_quantity(complaint.quantity)
        if shown.line is not None:
            affected += f" / {format_quantity(shown.line.facts.shipped)} {shown.line.unit}"
        said.append(("affected", affected))
    if row["cause"]:
        cause = CAUSE_NAMES[row["cause"]].in_language(language) if row["cause"] in CAUSE_NAMES else row["cause"]
        said.append(("cause", cause))
    return said


def _steps(shown: Sheet, language: str) -> dict[str, tuple[StepLine, ...]]:
    words = {
        True: message("effective").in_language(language),
        False: message("not effective").in_language(language),
        None: "",
    }
    made: dict[str, tuple[StepLine, ...]] = {}
    for one in shown.measures:
        done = one.done_at.astimezone().date() if one.done_at else None
        line = StepLine(one.text, one.owner, one.due, done, words[one.effective])
        made[one.step] = (*made.get(one.step, ()), line)
    return made
