"""Everything that the page shows of one complaint: its line, remedies, measures, calls, and who could do them."""

import uuid
from dataclasses import dataclass

from orderdesk_gui.actions import call_backs, complaint_measures, complaint_subjects, people, remedies
from orderdesk_gui.actions.call_backs import CallBackRow
from orderdesk_gui.actions.complaint_measures import Measure
from orderdesk_gui.actions.complaint_subjects import LineShown, named
from orderdesk_gui.actions.complaints import ComplaintView, load
from orderdesk_gui.actions.desk import Desk
from orderdesk_gui.actions.remedies import RemedyRow
from orderdesk_gui.rules.access import Right
from orderdesk_gui.store import rows
from orderdesk_gui.store.orders import Order
from orderdesk_gui.store.products import Product


@dataclass(frozen=True, slots=True)
class Sheet:
    """A complaint with all that hangs on it; the names are those of the goods that it is about."""

    view: ComplaintView
    owner: str
    order: str
    name_zh: str
    name_en: str
    line: LineShown | None
    remedies: tuple[RemedyRow, ...]
    measures: tuple[Measure, ...]
    call_backs: tuple[CallBackRow, ...]
    people: tuple[tuple[uuid.UUID, str], ...]
    may_approve: bool

    def called(self, language: str) -> str:
        """Which goods it is about, "" where nobody said."""
        return named(self.name_zh, self.name_en, language)


def sheet(desk: Desk, complaint_id: uuid.UUID) -> Sheet:
    """One complaint as the page shows it."""
    view = load(desk, complaint_id)
    complaint = view.complaint
    staff = tuple((one.id, one.name) for one in people.list_people(desk) if one.active and one.id is not None)
    with desk.reading() as connection:
        line, order, names = None, "", ("", "")
        if complaint.order_id is not None:
            order = str(rows.fetch(connection, Order, complaint.order_id)["number"])
        if complaint.order_id is not None and complaint.order_line_id is not None:
            line = complaint_subjects.line_shown(connection, complaint.order_id, complaint.order_line_id)
            names = line.name_zh, line.name_en
        elif complaint.product_id is not None:
            product = rows.fetch(connection, Product, complaint.product_id)
            names = product["name_zh"], product["name_en"]
        return Sheet(
            view, dict(staff).get(view.row["owner_id"], ""), order, *names, line,
            remedies.of_complaint(connection, complaint_id), complaint_measures.of_complaint(connection, complaint_id),
            call_backs.of_complaint(connection, complaint_id), staff, desk.may(Right.APPROVE),
        )  # fmt: skip
