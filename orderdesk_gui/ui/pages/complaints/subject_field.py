"""A field that finds whom and what a complaint is about from any fragment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui.page import Found
from orderdesk_gui.ui.widgets.customer_field import CustomerField

from . import asks

if TYPE_CHECKING:
    from orderdesk_gui.actions.complaint_subjects import Subject


class SubjectField(CustomerField):
    """As the field of a customer; `picked` tells the Subject that was taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("Customer, phone, order, purchase number, product or lot"))
        self.setAccessibleName(tr("Whom and what is it about?"))

    def _ask(self) -> None:
        text = self.text().strip()
        if not text or self._jobs is None:
            self._hide()
            return
        self._asked += 1
        asked = self._asked
        self._jobs.read(asks.find, text, done=lambda rows: self._offer(asked, rows), owner=self)

    def _offer(self, asked: int, rows: Sequence[Any]) -> None:
        if asked != self._asked or not self.hasFocus():
            return
        found = [_customer(row) if row.order_id is None else _line(row) for row in rows]
        self.popup.show_results(found, self)
        if self._enter_waits:
            self._enter_waits = False
            self.popup.take()


def _customer(row: Subject) -> Found:
    detail = "  ".join(part for part in (row.contact, row.phone) if part)
    return Found(tr("Customers"), row.customer, detail, "building", id=row)


def _line(row: Subject) -> Found:
    title = " ".join(part for part in (row.code, row.name) if part)
    day = row.ordered_on.isoformat() if row.ordered_on else ""
    detail = "  ".join(part for part in (row.customer, row.order, day) if part)
    return Found(tr("Order lines"), title, detail, "clipboard-text", id=row)
