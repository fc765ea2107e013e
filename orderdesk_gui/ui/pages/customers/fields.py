"""The fields of a customer's master data: from a Customer into the form and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox, QWidget

from orderdesk_gui.rules.customers import CREDIT_GRADES, TIERS, Address, BankAccount, Contact, Customer, one_line
from orderdesk_gui.rules.language import tr
from orderdesk_gui.ui import theme
from orderdesk_gui.ui.widgets.form_fields import AmountEdit
from orderdesk_gui.ui.widgets.line_grid import GridColumn, Line, LineGrid

if TYPE_CHECKING:
    from orderdesk_gui._built.forms.customer_detail import Ui_CustomerDetail

CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY")
CHANNELS = (
    ("phone", "Phone"), ("email", "E-mail"), ("wechat", "WeChat"), ("website", "Website"), ("visit", "Visit"),
    ("fair", "Trade fair"), ("marketplace", "Marketplace"), ("referral", "Referral"), ("other", "Other"),
)  # fmt: skip
TIER_WORDS = {"strategic": "Strategic", "key": "Key", "regular": "Regular", "new": "New customer"}
TEXTS = (
    "name", "short_name", "code", "name_en", "uscc", "tax_number", "phone", "email", "country", "region", "industry",
    "website", "legal_representative", "invoice_title", "invoice_phone", "invoice_address",
)  # fmt: skip
_CONTACTS = (
    GridColumn("name", "Name", 92),
    GridColumn("title", "Job title", 76),
    GridColumn("department", "Department", 92, gives_way=2),
    GridColumn("phone", "Phone", 118),
    GridColumn("email", "E-mail", 120, stretch=True),
    GridColumn("wechat", "WeChat", 92, gives_way=1),
    GridColumn("main", "Main", 44, "choice", choices=((True, "yes"),)),
    GridColumn("marks", "", 28, "marks", editable=False),
)
_ADDRESSES = (
    GridColumn(
        "kind", "Kind", 88, "choice",
        choices=(
            ("delivery", "Ship to"), ("registered", "Registered"), ("invoice", "Invoice"), ("other", "Other"),
        ),
    ),
    GridColumn("text", "Address", 180, stretch=True),
    GridColumn("text_en", "In English", 150, gives_way=1),
    GridColumn("contact", "Contact", 88),
    GridColumn("phone", "Phone", 124),
)  # fmt: skip


def _account_columns(confirmed: Callable[[Line], str]) -> tuple[GridColumn, ...]:
    return (
        GridColumn("bank", "Bank", 90, stretch=True),
        GridColumn("account", "Account", 150),
        GridColumn("holder", "Holder", 72, gives_way=3),
        GridColumn("bank_code", "Bank code", 108, gives_way=2),
        GridColumn("bic", "BIC", 100, gives_way=1),
        GridColumn("currency", "Currency", 74),
        GridColumn("confirmed", "By telephone", 112, editable=False, quiet=True, text=confirmed),
        GridColumn("marks", "", 28, "marks", editable=False),
    )


class CreditLimitEdit(AmountEdit):
    """The credit limit in CNY."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, "CNY", parent)


def fill(box: QComboBox, choices: Sequence[tuple[Any, str]]) -> None:
    """Offer (value, shown text) in a combo box."""
    box.blockSignals(True)
    box.clear()
    for value, text in choices:
        box.addItem(text, value)
    box.blockSignals(False)


def choose(box: QComboBox, value: Any) -> None:
    """Show `value`, also one that is not on offer."""
    box.blockSignals(True)
    at = box.findData(value)
    if at < 0 and box.isEditable():
        box.setEditText(str(value))
    else:
        if at < 0:
            box.addItem(str(value), value)
            at = box.count() - 1
        box.setCurrentIndex(at)
    box.blockSignals(False)


def chosen(box: QComboBox) -> Any:
    """The value chosen, or the text typed into an editable box."""
    if box.isEditable():
        at = box.findText(box.currentText())
        return box.itemData(at) if at >= 0 else box.currentText().strip()
    return box.currentData()


def fit(grid: LineGrid, most: int = 8) -> None:
    """Make a grid as high as its lines, so that the page scrolls and not the grid."""
    rows = min(max(grid.model().rowCount(), 1), most)
    grid.setFixedHeight(theme.HEAD + rows * theme.ROW + 2)


class CustomerForm(QObject):
    """Shows a customer in the form and makes one of what stands there."""

    changed = Signal()

    def __init__(self, ui: Ui_CustomerDetail) -> None:
        super().__init__(ui.data_body)
        self.ui = ui
        self._before = Customer(name="")
        self._people: dict[Any, str] = {}
        self.contacts = LineGrid(_CONTACTS, tr("Contacts"))
        self.addresses = LineGrid(_ADDRESSES, tr("Addresses"))
        self.accounts = LineGrid(_account_columns(self._confirmed), tr("Bank accounts"))
        self.grids = {"contacts": self.contacts, "addresses": self.addresses, "accounts": self.accounts}
        for name, grid in self.grids.items():
            getattr(ui, f"{name}_slot").addWidget(grid)
            grid.lines_changed.connect(lambda grid=grid: fit(grid))
            grid.edited.connect(self.changed)
            fit(grid)
        self._fill_boxes()
        self._align()
        for key in TEXTS:
            getattr(ui, key).textEdited.connect(self.changed)
            getattr(ui, key).editingFinished.connect(self._tidy)
        for box in (ui.tier, ui.credit_grade, ui.channel, ui.owner, ui.status, ui.currency):
            box.currentIndexChanged.connect(self.changed)
        ui.currency.editTextChanged.connect(self.changed)
        ui.credit_limit.value_changed.connect(self.changed)
        ui.payment.changed.connect(self.changed)
        ui.notes.textChanged.connect(self.changed)

    def _fill_boxes(self) -> None:
        ui = self.ui
        fill(ui.tier, [(tier, tr(TIER_WORDS[tier])) for tier in TIERS])
        fill(ui.credit_grade, [("", "–"), *((grade, grade) for grade in CREDIT_GRADES)])
        fill(ui.channel, [("", "–"), *((value, tr(word)) for value, word in CHANNELS)])
        fill(ui.status, [("active", tr("Active")), ("inactive", tr("Inactive"))])
        fill(ui.currency, [(code, code) for code in CURRENCIES])

    def _align(self) -> None:
        """The three grids of fields share their columns."""
        grids = (self.ui.fields, self.ui.credit, self.ui.invoice)
        for column in (0, 2):
            cells = (grid.itemAtPosition(row, column) for grid in grids for row in range(grid.rowCount()))
            found = [cell.widget() for cell in cells if cell is not None]
            widest = max(label.sizeHint().width() for label in found if isinstance(label, QLabel))
            for grid in grids:
                grid.setColumnMinimumWidth(column, widest)

    def set_people(self, people: Sequence[tuple[Any, str]]) -> None:
        """Offer (id, name) as owners."""
        self._people = dict(people)
        fill(self.ui.owner, [("", "–"), *((str(id), name) for id, name in people)])

    def set_before(self, customer: Customer) -> None:
        """`customer` is what is saved now; what stands in the fields stays."""
        self._before = customer

    def show(self, customer: Customer, before: Customer | None = None) -> None:
        """Show `customer`; what differs from `before` counts as changed (nothing, where it is not given)."""
        ui = self.ui
        self._before = before or customer
        self.blockSignals(True)
        for key in TEXTS:
            edit: QLineEdit = getattr(ui, key)
            edit.setText(getattr(customer, key))
            edit.setCursorPosition(0)
        for key in ("tier", "credit_grade", "channel", "status", "currency"):
            choose(getattr(ui, key), getattr(customer, key))
        choose(ui.owner, str(customer.owner_id or ""))
        ui.credit_limit.set_value(customer.credit_limit)
        ui.payment.set_terms(customer.payment)
        ui.notes.setPlainText(customer.notes)
        for name, grid in self.grids.items():
            grid.set_lines([_line(part) for part in getattr(customer, name)])
        self.blockSignals(False)

    def set_editable(self, may_edit: bool) -> None:
        """Without the right to edit, fields are read but not typed in."""
        for field in self.ui.data_body.findChildren(QWidget):
            if isinstance(field, QLineEdit):
                field.setReadOnly(not may_edit)
            elif isinstance(field, QComboBox | QSpinBox | LineGrid):
                field.setEnabled(may_edit)

    def customer(self) -> Customer:
        """What stands in the form now."""
        ui = self.ui
        typed: dict[str, Any] = {}
        for key in TEXTS:
            text = getattr(ui, key).text()
            typed[key] = text if text == getattr(self._before, key) else one_line(text)
        notes = ui.notes.toPlainText()
        return replace(
            self._before,
            **typed,
            tier=chosen(ui.tier),
            credit_grade=chosen(ui.credit_grade),
            channel=chosen(ui.channel),
            status=chosen(ui.status),
            currency=str(chosen(ui.currency)).upper(),
            owner_id=UUID(chosen(ui.owner)) if chosen(ui.owner) else None,
            credit_limit=ui.credit_limit.value() or Decimal(0),
            payment=ui.payment.terms(),
            notes=notes if notes.strip() != self._before.notes.strip() else self._before.notes,
            contacts=tuple(_part(line, Contact(""), main=bool(line.get("main"))) for line in self._lines(0)),
            addresses=tuple(_part(line, Address(""), kind=line.get("kind") or "delivery") for line in self._lines(1)),
            accounts=tuple(_account(line) for line in self._lines(2)),
        )

    def is_changed(self) -> bool:
        """Whether something differs from what was shown."""
        understood = self.ui.payment.is_understood() and self.ui.credit_limit.is_understood()
        return self.customer() != self._before or not understood

    def line_ids(self, name: str) -> list[int]:
        """The grid's own numbers of the filled lines, in order."""
        return [line["_id"] for line in self.grids[name].lines()]

    def accounts_led_elsewhere(self) -> list[BankAccount]:
        """The accounts that were confirmed by telephone and are changed now, as they were saved."""
        return [line["_part"] for line in self.accounts.lines() if leads_elsewhere(line)]

    def current_account(self) -> BankAccount | None:
        """The saved account in the line under the cursor, or the only one."""
        lines = self.accounts.lines()
        line = self.accounts.current_line() or {}
        if line.get("_part") is None and len(lines) == 1:
            line = lines[0]
        return line.get("_part")

    def _confirmed(self, line: Line) -> str:
        known: BankAccount | None = line.get("_part")
        if not line.get("account"):
            return ""
        if known is None or known.confirmed_at is None or leads_elsewhere(line):
            return tr("not confirmed")
        day = f"{known.confirmed_at.astimezone():%Y-%m-%d}"
        return " ".join(part for part in (day, self._people.get(known.confirmed_by, "")) if part)

    def _lines(self, number: int) -> list[Line]:
        return list(self.grids.values())[number].lines()

    def _tidy(self) -> None:
        edit = self.sender()
        if isinstance(edit, QLineEdit) and edit.text() != one_line(edit.text()) and edit.isModified():
            edit.setText(one_line(edit.text()))


Part = TypeVar("Part", Contact, Address, BankAccount)
_KEPT = ("id", "confirmed_by", "confirmed_at")  # of a part, but not typed


def _line(part: Any) -> Line:
    """A line of a grid; under ``_part`` the part it shows, whose row it stays."""
    return {"_part": part, **{key: value or None for key, value in asdict(part).items() if key not in _KEPT}}


def _part(line: Line, blank: Part, **own: Any) -> Part:
    """What a line says now, still the row that it was."""
    typed = {key: line.get(key) or "" for key in blank.__dataclass_fields__ if key not in _KEPT}
    before: Part = line.get("_part", blank)
    return replace(before, **{**typed, **own})


def _account(line: Line) -> BankAccount:
    return _part(line, BankAccount("", ""), currency=(line.get("currency") or "CNY").upper())


def leads_elsewhere(line: Line) -> bool:
    """Whether a bank account that was confirmed by telephone is changed in its line."""
    known: BankAccount | None = line.get("_part")
    return known is not None and known.confirmed_at is not None and known.leads_elsewhere(_account(line))
