"""What the import wizard asks of the actions; every function here runs in the background."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orderdesk_gui.actions.desk import Changes, Desk
    from orderdesk_gui.actions.imports import Imported, Plan
    from orderdesk_gui.documents.workbook import Cell, Rows
    from orderdesk_gui.rules.language import Message
    from orderdesk_gui.ui.background import Job


@dataclass(frozen=True)
class Checked:
    """A file as the wizard shows it; `plan` is None where `wrong` says why it cannot be checked yet.

    `body` are the rows below the headings, without those that sum up or sign the others.
    """

    sheets: list[str]
    rows: Rows
    titles: tuple[str, ...]
    fields: dict[int, str]
    unsure: frozenset[int]
    heading_row: int
    plan: Plan | None
    wrong: Message | None

    @property
    def body(self) -> list[list[Cell]]:
        from orderdesk_gui.documents.imports import is_total

        return [row for row in self.rows.cells[self.heading_row :] if not is_total(row)]


def offered_fields(kind: str, with_cost: bool) -> list[tuple[str, str, bool]]:
    """(key, shown name, required) of the columns that this kind knows."""
    from orderdesk_gui.documents.imports_headings import fields_of

    return [
        (key, str(field.title), field.required)
        for key, field in fields_of(kind).items()
        if with_cost or not field.secret
    ]


def fields_for(desk: Desk, kind: str) -> list[tuple[str, str, bool]]:
    """As :func:`offered_fields`, by the rights of the person at the desk."""
    from orderdesk_gui.rules.access import Right

    return offered_fields(kind, desk.may(Right.SEE_COST))


def read_file(desk: Desk, kind: str, path: Path, sheet: str, heading_row: int, *, job: Job) -> Checked:
    """Read a file and check it with the columns guessed."""
    from orderdesk_gui.documents.workbook import list_sheets, read_sheet

    stop = lambda: job.stopped  # noqa: E731
    sheets = [each.name for each in list_sheets(path, stop=stop) if each.visible]
    found = read_sheet(path, sheet, progress=lambda done, total: job.step(done, total), stop=stop)
    return check(desk, kind, found, None, heading_row, sheets, job=job)


def check(
    desk: Desk, kind: str, found: Rows, mapping: dict[str, str] | None, heading_row: int, sheets: list[str], *, job: Job
) -> Checked:
    """Check rows that were read already; where a column is missing, say so instead of failing."""
    from orderdesk_gui.actions import imports
    from orderdesk_gui.documents.imports_headings import find_headings
    from orderdesk_gui.rules.language import UserError

    headings = find_headings(found, kind, remembered=mapping, row=heading_row)
    try:
        plan = imports.recheck(
            desk, kind, found, mapping=mapping, heading_row=heading_row, create=True,
            progress=lambda done, total: job.step(done, total), stop=lambda: job.stopped,
        )  # fmt: skip
    except UserError as error:
        titles = headings.titles or tuple(str(cell or "") for cell in (found.cells[0] if found.cells else ()))
        row = headings.row or 1
        return Checked(sheets, found, titles, headings.fields, headings.unsure, row, None, error.message)
    headings = plan.headings
    return Checked(sheets, found, headings.titles, headings.fields, headings.unsure, headings.row, plan, None)


def run(desk: Desk, plan: Plan, good_rows: bool, *, job: Job) -> Imported:
    """Write the checked rows in one transaction; what is not on file yet was told, and is added with them."""
    from orderdesk_gui.actions import imports

    return imports.run(desk, plan, good_rows=good_rows, progress=lambda done, total: job.step(done, total))


def undo(desk: Desk, tx: str) -> Changes:
    """Take the whole import back."""
    from orderdesk_gui.actions import journal

    return journal.undo(desk, tx)


def write_template(desk: Desk, kind: str, path: Path) -> Any:
    """Write the workbook to fill in."""
    from orderdesk_gui.actions import exports

    exports.write_template(desk, kind, path)
    return path
