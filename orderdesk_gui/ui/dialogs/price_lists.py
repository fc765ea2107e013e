"""Price lists (name, currency, tax, days; a copy with a change of all prices) and discounts per tier."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk_gui.rules.language import UserError, tr
from orderdesk_gui.ui import icons, theme
from orderdesk_gui.ui.dialogs import price_lists_data as data
from orderdesk_gui.ui.page import Shell
from orderdesk_gui.ui.widgets.columns import Column
from orderdesk_gui.ui.widgets.form_fields import FieldErrors
from orderdesk_gui.ui.widgets.line_grid import GridColumn, LineGrid
from orderdesk_gui.ui.widgets.table import DataTable
from orderdesk_gui.ui.widgets.table_model import TableModel

_CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY")
_TIERS = (("strategic", "Strategic"), ("key", "Key"), ("regular", "Regular"), ("new", "New customer"))


class PriceListsDialog(QDialog):
    """Lists above, the head of the chosen one beneath, discounts per tier at the foot."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from orderdesk_gui._built.forms.price_lists_dialog import Ui_PriceListsDialog

        self.ui = Ui_PriceListsDialog()
        self.ui.setupUi(self)
        self._shell = shell
        self._lists: data.Lists | None = None
        self._id: Any = None
        self._copy_of: Any = None
        self._wanted: Any = None
        self._model = TableModel(self._columns(), self)
        self.table = DataTable(self._model, tr("Price lists"))
        self.table.set_empty(
            "percentage", tr("No price list yet"),
            tr("Without one the list price of the product holds. Make one here, or import prices."),
        )  # fmt: skip
        self.table.setMinimumHeight(theme.HEAD + 5 * theme.ROW)
        self.ui.lists_slot.addWidget(self.table)
        self.tiers = LineGrid(
            (
                GridColumn("tier", "Tier", 140, "choice", choices=_TIERS),
                GridColumn("category", "Category (empty: all)", 200, stretch=True),
                GridColumn("discount", "Discount", 100, "percent", right=True),
                GridColumn("since", "Since", 100, "date", editable=False, right=True, quiet=True),
            ),
            tr("Discount per tier"),
        )
        self.tiers.setFixedHeight(theme.HEAD + 4 * theme.ROW + 2)
        self.ui.tiers_slot.addWidget(self.tiers)
        for label in (self.ui.head_lists, self.ui.head_tiers):
            label.setFont(theme.font(13, bold=True))
        for label in (self.ui.lists_note, self.ui.tiers_note, self.ui.form_note):
            label.setFont(theme.font(12))
            label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.ui.line.setForegroundRole(self.palette().ColorRole.Mid)
        for code in _CURRENCIES:
            self.ui.currency.addItem(code)
        self.ui.tax_mode.addItem(tr("with tax"), "inclusive")
        self.ui.tax_mode.addItem(tr("without tax"), "exclusive")
        self.errors = FieldErrors(self)
        for path in ("name", "valid_from", "valid_until", "change"):
            self.errors.add(path, getattr(self.ui, path))
        self._connect()
        self._reload()

    def _columns(self) -> list[Column]:
        return [
            Column("name", "Name", 160, lambda r: r.name, stretch=True),
            Column("currency", "Currency", 72, lambda r: r.currency),
            Column("tax", "Prices", 90, lambda r: tr("with tax") if r.tax_mode == "inclusive" else tr("without tax"),
                   tone=lambda r: "quiet"),
            Column("valid_from", "Valid from", 100, lambda r: r.valid_from, right=True),
            Column("valid_until", "Valid until", 100, lambda r: r.valid_until, right=True),
            Column("count", "Prices held", 90, lambda r: self._lists.counts.get(r.id, 0) if self._lists else 0,
                   right=True, tone=lambda r: "quiet"),
        ]  # fmt: skip

    def _connect(self) -> None:
        ui = self.ui
        for button, name in ((ui.new_list, "plus"), (ui.copy, "copy"), (ui.remove, "trash")):
            icons.set_icon(button, name)
        self.table.chosen.connect(self._chosen)
        ui.new_list.clicked.connect(self.new_list)
        ui.copy.clicked.connect(self.copy_list)
        ui.remove.clicked.connect(self._delete)
        ui.save_list.clicked.connect(self.save_list)
        ui.save_tiers.clicked.connect(self.save_tiers)
        ui.close_dialog.clicked.connect(self.accept)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save_list)

    def _reload(self, wanted: Any = None) -> None:
        self._wanted = wanted or self._id
        self._shell.jobs.read(data.load, done=self._show, owner=self)

    def _show(self, lists: data.Lists) -> None:
        self._lists = lists
        self._id = self._copy_of = None
        self._model.set_rows(lists.lists)
        self.tiers.set_lines(
            [{"tier": tier, "category": category or None, "discount": value, "since": first}
             for tier, category, value, first in lists.discounts if value]
        )  # fmt: skip
        for widget in (self.ui.form, self.ui.save_list, self.ui.new_list, self.ui.copy, self.ui.remove, self.tiers,
                       self.ui.save_tiers):  # fmt: skip
            widget.setEnabled(lists.may_edit)
        place = next((n for n, each in enumerate(lists.lists) if each.id == self._wanted), 0)
        if lists.lists:
            self.table.select_row(place)
            self._chosen(lists.lists[place])
        else:
            self.new_list()

    def _chosen(self, info: Any) -> None:
        if info is None:
            return
        self._id, self._copy_of = info.id, None
        self._fill(info.name, info)
        self.ui.form_note.setText("")

    def _fill(self, name: str, info: Any) -> None:
        ui = self.ui
        self.errors.clear()
        ui.name.setText(name)
        ui.currency.setCurrentText(info.currency if info else "CNY")
        ui.tax_mode.setCurrentIndex(ui.tax_mode.findData(info.tax_mode if info else "inclusive"))
        ui.valid_from.set_value(info.valid_from if info else None)
        ui.valid_until.set_value(info.valid_until if info else None)
        ui.change.set_fraction(None)
        for widget in (ui.change, ui.label_change):
            widget.setVisible(self._copy_of is not None)

    def new_list(self) -> None:
        """Start a list without prices."""
        self._id = self._copy_of = None
        self._fill("", None)
        if self._lists is not None:
            self.ui.valid_from.set_value(self._lists.today)
        self.ui.form_note.setText(tr("A new list without prices"))
        self.ui.name.setFocus()

    def copy_list(self) -> None:
        """Start a list with the prices of the chosen one, all of them changed by a percentage."""
        info = self.table.current_row()
        if info is None or self._lists is None:
            return
        self._id, self._copy_of = None, info.id
        self._fill("", info)
        self.ui.valid_from.set_value(self._lists.today)
        self.ui.valid_until.set_value(None)
        self.ui.form_note.setText(tr("A copy of {name}", name=info.name))
        self.ui.name.setFocus()

    def save_list(self) -> None:
        """Save the head, or make the list or the copy."""
        ui = self.ui
        for name, sentence in (
            ("valid_from", tr("Type a date such as 2026-11-21, 1121 or +7")),
            ("valid_until", tr("Type a date such as 2026-11-21, 1121 or +7")),
            ("change", tr("Type a number")),
        ):
            if not getattr(ui, name).is_understood():
                self.errors.show(UserError(sentence, field=name))
                return
        head = data.Head(
            ui.name.text(), ui.currency.currentText().strip().upper(), ui.tax_mode.currentData(),
            ui.valid_from.value(), ui.valid_until.value(), ui.change.fraction() or Decimal(0),
        )  # fmt: skip
        self._shell.jobs.write(
            data.save_list, self._id, self._copy_of, head, owner=self, failed=self._refused, done=self._saved
        )

    def _saved(self, saved: Any) -> None:
        self._shell.toast(tr("Price list saved"), self._taking_back(saved.changes.tx))
        self._reload(saved.id)

    def _taking_back(self, tx: str | None) -> Any:
        return (lambda: self._shell.jobs.write(data.undo, tx)) if tx else None

    def _delete(self) -> None:
        if self._id is not None:
            self._shell.jobs.write(data.delete_list, self._id, owner=self, done=self._deleted)

    def _deleted(self, changes: Any) -> None:
        self._id = None
        self._shell.toast(tr("Price list deleted"), self._taking_back(changes.tx))
        self._reload()

    def save_tiers(self) -> None:
        """Set the discounts from today on."""
        wanted = [
            (line["tier"], line.get("category") or "", line.get("discount") or Decimal(0))
            for line in self.tiers.lines()
            if line.get("tier")
        ]
        self._shell.jobs.write(data.save_discounts, wanted, owner=self, failed=self._refused, done=self._tiers_saved)

    def _tiers_saved(self, changes: Any) -> None:
        self._shell.toast(tr("Discounts saved"), self._taking_back(changes.tx))
        self._reload(self._id)

    def _refused(self, error: BaseException) -> bool:
        if not isinstance(error, UserError):
            return False
        if not self.errors.show(error):
            self.ui.tier_error.setText(str(error))
        return True
