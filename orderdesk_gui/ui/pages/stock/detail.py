"""One product's stock beside the list: places, orders, supply; counts, expected supply and the rule of reordering."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.rules.stock import StockPolicy
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.hairlines import quieten
from orderdesk_gui.ui.page import Page
from orderdesk_gui.ui.pages.stock import asks
from orderdesk_gui.ui.pages.stock.columns import (
    coming_columns,
    flag_chip,
    kept_columns,
    more_on,
    place_columns,
    product_name,
    shown,
)
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.form_fields import AmountEdit, FieldErrors
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

_POLICY = ("reorder_point", "safety", "maximum", "lot")
_MOST_ROWS = 6


class StockDetail(QObject):
    """Fills the right half of the page's form."""

    def __init__(self, page: Page, ui: Any) -> None:
        super().__init__(page)
        self._page, self.ui, self._shell = page, ui, page.shell
        self.view: Any = None
        self.places = self._table(place_columns(), tr("Where it lies"), ui.places_slot)
        self.kept = self._table(kept_columns(), tr("Kept for orders"), ui.kept_slot)
        self.coming = self._table(coming_columns(), tr("Expected"), ui.coming_slot)
        ui.name.setFont(theme.font(15, bold=True))
        for label in (ui.name, ui.code):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for title in (ui.places_title, ui.kept_title, ui.coming_title, ui.policy_title):
            title.setFont(theme.font(13, bold=True))
            title.setContentsMargins(0, 8, 0, 0)
        for label in (ui.reorder_label, ui.safety_label, ui.maximum_label, ui.lot_label):
            label.setFont(theme.font(12))
        quieten([
            ui.code, ui.available, ui.suggestion, ui.reorder_label, ui.safety_label, ui.maximum_label, ui.lot_label,
        ])  # fmt: skip
        self.errors = FieldErrors(ui.body)
        self.errors.add_all(counted=ui.counted, expected=ui.expected, due=ui.due)
        self.errors.add_all(**{name: getattr(ui, name) for name in _POLICY})
        self._connect()

    def _connect(self) -> None:
        ui = self.ui
        ui.count_button.clicked.connect(self.count)
        ui.counted.returnPressed.connect(self.count)
        ui.count_note.returnPressed.connect(self.count)
        ui.expect_button.clicked.connect(self.expect)
        ui.reference.returnPressed.connect(self.expect)
        ui.came_in.clicked.connect(lambda: self._of_supply(asks.come_in, tr("Now on hand")))
        ui.not_coming.clicked.connect(lambda: self._of_supply(asks.drop_supply, tr("Taken off the expected supply")))
        ui.policy_save.clicked.connect(self.keep_policy)
        ui.policy_drop.clicked.connect(lambda: self._write(asks.set_policy, self.view.id, None, said=tr("Saved")))
        for name in _POLICY:
            getattr(ui, name).returnPressed.connect(self.keep_policy)
        self.kept.opened.connect(self._open_order)
        self.coming.chosen.connect(lambda _row: self._show_deeds())

    def _table(self, columns: list[Column], name: str, slot: Any) -> DataTable:
        table = DataTable(TableModel(columns, self), name)
        table.setVerticalScrollMode(table.ScrollMode.ScrollPerPixel)
        slot.addWidget(table)
        return table

    def show_view(self, view: Any) -> None:
        """Show a product; what was typed into the fields stays while it is the same one."""
        same = self.view is not None and self.view.id == view.id
        self.view = view
        ui, standing = self.ui, view.standing
        ui.name.setText(product_name(view))
        ui.code.setText(view.code)
        ui.sign.set_chip(flag_chip(standing))
        figures = {
            "on_hand": shown(standing.on_hand, view.unit),
            "reserved": shown(standing.reserved, view.unit),
            "expected": shown(standing.expected, view.unit),
        }
        ui.figures.setText(tr("On hand {on_hand} · reserved {reserved} · expected {expected}", **figures))
        parts = [tr("{quantity} can be promised today", quantity=shown(standing.available[0].quantity, view.unit))]
        if more_on(standing):
            parts.append(tr("more from {day}", day=f"{more_on(standing)} {view.unit}".strip()))
        ui.available.setText(" · ".join(parts))
        for table, rows in ((self.places, view.places), (self.kept, view.kept), (self.coming, view.coming)):
            _fill(table, rows)
        self._show_places(view)
        if not same:
            self._clear()
        if not same or not any(getattr(ui, name).isModified() for name in _POLICY):
            self._show_policy(view)
        for pane in (ui.count_pane, ui.coming_pane, ui.policy_save, ui.policy_drop):
            pane.setVisible(view.may_edit)
        ui.policy_drop.setEnabled(view.policy is not None)
        for name in _POLICY:
            getattr(ui, name).setReadOnly(not view.may_edit)
        self._show_deeds()

    def _show_places(self, view: Any) -> None:
        box, chosen = self.ui.place, self.ui.place.currentData()
        box.clear()
        for place in view.places:
            box.addItem(place.code, place.place_id)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setVisible(len(view.places) > 1)

    def _show_policy(self, view: Any) -> None:
        for name in _POLICY:
            field = getattr(self.ui, name)
            field.set_value(getattr(view.policy, name) if view.policy is not None else None)
            field.setModified(False)
        reorder = view.standing.reorder
        self.ui.suggestion.setText(tr("Order {quantity} now", quantity=shown(reorder, view.unit)) if reorder else "")

    def _clear(self) -> None:
        self.errors.clear()
        self.ui.counted.set_value(None)
        self.ui.count_note.clear()
        self.ui.expected.set_value(None)
        self.ui.due.set_value(None)
        self.ui.reference.clear()

    def _show_deeds(self) -> None:
        for button in (self.ui.came_in, self.ui.not_coming):
            button.setVisible(bool(self.view.coming))
            button.setEnabled(self.coming.current_row() is not None)

    # Deeds --------------------------------------------------------------------------------------------

    def count(self) -> None:
        """Note what was counted."""
        quantity = self._quantity(self.ui.counted, "counted")
        if quantity is None:
            return
        place = self.ui.place.currentData()
        self._write(
            asks.count, self.view.id, quantity, place, self.ui.count_note.text().strip(), said=tr("Count noted")
        )

    def expect(self) -> None:
        """Note supply that is expected."""
        quantity = self._quantity(self.ui.expected, "expected")
        due = self.ui.due.value()
        if quantity is None:
            return
        if due is None:
            self.errors.mark("due", tr("Type a date such as 2026-11-21, 1121 or +7"))
            self.ui.due.setFocus()
            return
        reference = self.ui.reference.text().strip()
        self._write(asks.expect, self.view.id, quantity, due, reference, said=tr("Supply noted"))

    def keep_policy(self) -> None:
        """Keep when this product is reordered."""
        values: dict[str, Decimal | None] = {}
        self.errors.clear()
        for name in _POLICY:
            field: AmountEdit = getattr(self.ui, name)
            values[name] = field.value()
            if not field.is_understood() or (name == "reorder_point" and field.value() is None):
                self.errors.mark(name, tr("Type a number"))
                field.setFocus()
                return
        policy = StockPolicy(
            values["reorder_point"] or Decimal(0), values["safety"] or Decimal(0), values["maximum"], values["lot"]
        )
        self._write(asks.set_policy, self.view.id, policy, said=tr("Saved"))

    def _quantity(self, field: AmountEdit, path: str) -> Decimal | None:
        self.errors.clear()
        if field.value() is None:
            self.errors.mark(path, tr("Type a number"))
            field.setFocus()
        return field.value()

    def _of_supply(self, deed: Any, said: str) -> None:
        row = self.coming.current_row()
        if row is not None:
            self._write(deed, row.id, said=said)

    def _write(self, fn: Any, *args: Any, said: str) -> None:
        def done(_changes: Any) -> None:
            self._clear()
            for name in _POLICY:
                getattr(self.ui, name).setModified(False)
            self._shell.toast(said)

        self._shell.jobs.write(fn, *args, done=done, failed=self._refused, owner=self._page)

    def _refused(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        path = {"quantity": "expected", "lines.0.quantity": "counted"}.get(error.field, error.field)
        if path in _POLICY or path in ("expected", "counted", "due"):
            self.errors.mark(path, str(error))
        else:
            self._shell.show_error(error)
        return True

    def _open_order(self, kept: Any) -> None:
        if kept.own:
            self._page.navigate.emit("orders", kept.order_id)


def _fill(table: DataTable, rows: tuple[Any, ...]) -> None:
    """Show rows without a scroll bar up to a few; a table without rows takes no room but a line."""
    model = table.model()
    assert isinstance(model, TableModel)
    before = table.currentIndex().row()
    model.set_rows(rows)
    QWidget.setVisible(table, bool(rows))
    height = theme.HEAD + theme.ROW * min(len(rows), _MOST_ROWS) + 2
    table.setFixedHeight(height)
    if rows:
        table.select_row(min(max(before, 0), len(rows) - 1))
